package import Storage
internal import Synchronization

/// Every window that takes reservations, in memory, in the order of the list: a search walks over it instead of asking
/// the database. It is exact: whoever asks gets a state that holds every commit that was acknowledged before, since the
/// database notes each change in the transaction that makes it, and only what changed is read again.
///
/// A window takes 64 bytes, so a hundred thousand of them take 6 MB, and at most twice that after growing.
final class WindowShelf: Sendable {
    private let kept = Mutex<Kept>(Kept())

    private struct Kept {
        var list = WindowList()
        /// Of the database, from before the list was read; nil before it was.
        var generation: Int?
    }

    /// The list as it stands now. Not to be called inside a transaction: it may wait for another that reads.
    /// - Complexity: O(1) when nothing was committed since the last call, else O(windows), without decoding them; the
    ///   first call reads them all.
    func current(in database: Database, at now: Instant) throws -> WindowList {
        try kept.withLock { kept in
            let generation = database.generation
            if kept.generation != generation {
                // On failure the list is read anew: a half refreshed one is never shown.
                kept.generation = nil
                try database.read { try kept.list.refresh(in: $0, at: now) }
                kept.generation = generation
            }
            return kept.list
        }
    }
}

/// A state of the shelf.
struct WindowList: Sendable {
    /// Ordered by start, then by id.
    private(set) var windows: [ListedWindow] = []
    private(set) var places: [OfferPlace] = []
    private(set) var accelerators: [String] = []
    private(set) var acceleratorsStamp: Int64 = 0

    private var placeIndices: [OfferPlace.Key: Int32] = [:]
    /// The number of the newest change that is in here; nil before anything was read.
    private var number: Int64?
    private var lastStamp: Int64 = 0

    private static let mostChanges = 2000

    mutating func refresh(in transaction: ReadTransaction, at now: Instant) throws {
        guard let number else { return try readAll(in: transaction, at: now) }
        let changes: [(changed: Int64, number: Int64)] = try transaction.all(
            """
            SELECT changed, number FROM window_change WHERE number > \(number) ORDER BY number
            LIMIT \(Self.mostChanges + 1)
            """
        ) { (try $0.at(0), try $0.at(1)) }
        guard let newest = changes.last?.number else { return }
        self.number = nil
        if changes.count > Self.mostChanges { return try readAll(in: transaction, at: now) }
        if changes.contains(where: { $0.changed == 0 }) { try readPlaces(in: transaction) }
        try read(again: changes.map(\.changed).filter { $0 != 0 }, in: transaction)
        self.number = newest
    }

    private mutating func readAll(in transaction: ReadTransaction, at now: Instant) throws {
        number = nil
        windows = []
        (places, placeIndices) = ([], [:])
        try readAccelerators(in: transaction)
        try transaction.each(ComputeWindows.listQuery(at: now)) { windows.append(try listed($0, in: transaction)) }
        number = try transaction.value("SELECT COALESCE(MAX(number), 0) FROM window_change") ?? 0
    }

    /// Reads the windows `ids` anew; those that take no more reservations go.
    private mutating func read(again ids: [Int64], in transaction: ReadTransaction) throws {
        if ids.isEmpty { return }
        let gone = Set(ids)
        if ids.count == 1 { windows.removeAll { $0.id.rawValue == ids[0] } } else {
            windows.removeAll { gone.contains($0.id.rawValue) }
        }
        for id in ids {
            let window = try transaction.first(
                "SELECT \(Self.columns) FROM compute_window WHERE id = \(id) AND state = 'open'"
            ) { try listed($0, in: transaction) }
            if let window { windows.insert(window, at: firstIndex(notBefore: window.listPlace)) }
        }
    }

    fileprivate static let columns: SQL = """
        id, starts_at, ends_at, price_fen, cards * ((ends_at - starts_at) / 3600000) - booked_card_hours,
        minimum_card_hours, cards, device_class, site, accelerator, hub, region
        """

    private mutating func listed(_ row: borrowing Row, in transaction: ReadTransaction) throws -> ListedWindow {
        let key = OfferPlace.Key(
            deviceClass: try row.at(7), site: try row.at(8), accelerator: try row.at(9), hub: try row.at(10),
            region: try row.at(11))
        let cards: Int = try row.at(6)
        return ListedWindow(
            id: try row.at(0), startsAt: try row.at(1), endsAt: try row.at(2), pricePerCardHour: try row.at(3),
            freeCardHours: try row.at(4), minimumCardHours: try row.at(5), stamp: nextStamp(),
            offeredCards: Int32(cards), placeIndex: try placeIndex(key, in: transaction))
    }

    private mutating func placeIndex(_ key: OfferPlace.Key, in transaction: ReadTransaction) throws -> Int32 {
        if let known = placeIndices[key] { return known }
        let index = Int32(places.count)
        places.append(try place(key, in: transaction))
        placeIndices[key] = index
        return index
    }

    private mutating func place(_ key: OfferPlace.Key, in transaction: ReadTransaction) throws -> OfferPlace {
        guard let site = try ComputeSite.load(key.site, in: transaction),
            let deviceClass = try DeviceClass.load(key.deviceClass, in: transaction)
        else { throw CommonRefusal.notFound }
        return OfferPlace(key, site: site, deviceClass: deviceClass, stamp: nextStamp())
    }

    /// Something about accelerators changed: what is known of each place is read anew.
    private mutating func readPlaces(in transaction: ReadTransaction) throws {
        try readAccelerators(in: transaction)
        for (key, index) in placeIndices { places[Int(index)] = try place(key, in: transaction) }
    }

    private mutating func readAccelerators(in transaction: ReadTransaction) throws {
        acceleratorsStamp = nextStamp()
        accelerators = try transaction.all(
            "SELECT DISTINCT vendor || ' ' || model FROM device_class ORDER BY 1 LIMIT 200") { try $0.at(0) }
    }

    private mutating func nextStamp() -> Int64 {
        lastStamp += 1
        return lastStamp
    }

    /// Index of the first window that stands at `place` or after it.
    /// - Complexity: O(log windows)
    func firstIndex(notBefore place: WindowPlace) -> Int {
        var (low, high) = (0, windows.count)
        while low < high {
            let middle = (low + high) / 2
            let found = windows[middle]
            let isBefore =
                found.startsAt == place.startsAt ? found.id < place.window : found.startsAt < place.startsAt
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension ComputeWindows {
    /// Every window that takes reservations, in the list's order, for the test that the order comes from an index.
    package static func listQuery(at now: Instant) -> SQL {
        """
        SELECT \(WindowList.columns) FROM compute_window
        WHERE state = 'open' AND starts_at >= \(now.advanced(by: .days(-Int64(ComputeRefusal.longestDays))))
        ORDER BY starts_at, id
        """
    }
}
