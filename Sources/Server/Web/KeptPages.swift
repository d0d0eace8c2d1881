import HTTPTypes
import Hummingbird
import LabelMarket
import Storage
import Synchronization

/// Whole pages as they were last laid out, each for one session and one address. A page is good for visits that began
/// while nothing at all had been committed since it was begun, and for a few seconds at most, as closing times pass
/// without a commit. Places for keys stay open in it, so that no two answers carry the same one.
///
/// A visit notes the database's number before its session is read. So an equal number means the same session as it was:
/// the same person, seat and token. Only routes whose page depends on nothing but the database, the session, the address
/// and the time are kept: ``Route/kept(_:_:_:)``.
final class KeptPages: Sendable {
    private struct Key: Hashable {
        /// Nil for all visitors together.
        let session: ID<Session>?
        let language: Language
        /// With the query.
        let address: String
    }

    private struct Entry {
        let page: LaidOutPage
        let generation: Int
        let madeAt: Instant
    }

    private struct Shelf {
        var entries: [Key: Entry] = [:]
        var size = 0
    }

    private static let lifetime = Instant.Span.seconds(5)
    private static let longestAddress = 300

    private let countLimit: Int
    private let sizeLimit: Int
    private let shelf = Mutex<Shelf>(Shelf())

    /// - Parameter sizeLimit: bytes that all pages together may take; one page takes at most a sixteenth of it.
    init(countLimit: Int = 1024, sizeLimit: Int = 16 << 20) {
        self.countLimit = countLimit
        self.sizeLimit = sizeLimit
    }

    /// How many pages are kept, and their bytes together.
    var extent: (count: Int, size: Int) { shelf.withLock { ($0.entries.count, $0.size) } }

    /// The page for this visit, from `make` when none is kept.
    func page(_ visit: Visit, _ make: () async throws -> LaidOutPage) async rethrows -> LaidOutPage {
        let address = visit.request.uri.string
        guard address.utf8.count <= Self.longestAddress else { return try await make() }
        let key = Key(session: visit.signedIn?.session, language: visit.language, address: address)
        let now = visit.now
        if let kept = shelf.withLock({ $0.entries[key] }), kept.generation == visit.generation, now >= kept.madeAt,
            now.since(kept.madeAt) < Self.lifetime
        {
            return kept.page
        }
        let page = try await make()
        if page.status == .ok, page.size <= sizeLimit / 16 {
            keep(Entry(page: page, generation: visit.generation, madeAt: now), key)
        }
        return page
    }

    private func keep(_ entry: Entry, _ key: Key) {
        shelf.withLock { shelf in
            shelf.size -= shelf.entries.removeValue(forKey: key)?.page.size ?? 0
            if shelf.entries.count >= countLimit || shelf.size + entry.page.size > sizeLimit { shelf = Shelf() }
            shelf.entries[key] = entry
            shelf.size += entry.page.size
        }
    }
}
