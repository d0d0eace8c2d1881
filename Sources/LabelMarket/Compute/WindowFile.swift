internal import Annotations
package import Storage

/// A window as a line of a file gives it.
package struct WindowFileRow: Hashable, Sendable {
    /// From 1; the first is the line of the names.
    package let line: Int
    package let deviceClass: ID<DeviceClass>
    package let terms: WindowTerms
}

/// What is wrong with one line of a file.
package struct WindowFileProblem: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case columnMissing, unknownColumn, tooManyRows(Int), noRows, badQuotes, fieldCount
        case unknownAccelerator(String), notAMoment(String), notANumber(String), notAnAmount(String), fractionalFen(String)
        case negative(String)
    }

    package let line: Int
    /// Name of the column; empty for the whole line.
    package let column: String
    package let kind: Kind
}

/// Reads windows from CSV: a line of names, then a line a window. Every problem is named with its line and column.
package enum WindowFile {
    package static let columns = [
        "accelerator", "starts_at", "ends_at", "cards", "price_yuan", "minimum_card_hours", "notice_hours", "fee_percent",
    ]

    /// - Parameter classes: by accelerator, without regard to case and spaces.
    package static func read(
        _ bytes: [UInt8], classes: [DeviceClass]
    ) -> (rows: [WindowFileRow], problems: [WindowFileProblem]) {
        var reading = WindowFileReading(classes: classes)
        for line in csvRows(bytes) { reading.take(line) }
        return reading.finish()
    }

    static func csvRows(_ bytes: [UInt8]) -> [CSVReader.Row] {
        var rows: [CSVReader.Row] = []
        var reader = CSVReader(maxRowBytes: 1 << 16)
        bytes.withUnsafeBufferPointer { reader.feed($0) { rows.append($0) } }
        reader.finish { rows.append($0) }
        return rows
    }

    static func texts(_ row: CSVReader.Row) -> [String] {
        row.fields.map { String(decoding: $0, as: UTF8.self).halfWidth.trimmed }
    }
}

private struct WindowFileReading {
    let classes: [String: ID<DeviceClass>]
    var places: [String: Int]?
    var rows: [WindowFileRow] = []
    var problems: [WindowFileProblem] = []

    init(classes: [DeviceClass]) {
        self.classes = Dictionary(
            classes.map { (Self.plain($0.accelerator), $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }

    mutating func take(_ row: CSVReader.Row) {
        guard problems.count < 100 else { return }
        let texts = WindowFile.texts(row)
        guard let places else { return takeNames(texts, row.line) }
        if row.hasBadQuotes || row.isTooLong { return fail(row.line, "", .badQuotes) }
        guard texts.count == places.count else { return fail(row.line, "", .fieldCount) }
        func field(_ name: String) -> String { places[name].map { texts[$0] } ?? "" }
        let before = problems.count
        let deviceClass = classes[Self.plain(field("accelerator"))]
        if deviceClass == nil { fail(row.line, "accelerator", .unknownAccelerator(field("accelerator"))) }
        let startsAt = moment(field("starts_at"), "starts_at", row.line)
        let endsAt = moment(field("ends_at"), "ends_at", row.line)
        let cards = number(field("cards"), "cards", row.line)
        let price = amount(field("price_yuan"), row.line)
        let minimum = number(field("minimum_card_hours"), "minimum_card_hours", row.line, otherwise: 1)
        let notice = number(field("notice_hours"), "notice_hours", row.line, otherwise: 0)
        let fee = number(field("fee_percent"), "fee_percent", row.line, otherwise: 0)
        guard problems.count == before, let deviceClass, let startsAt, let endsAt, let cards, let price, let minimum,
            let notice, let fee
        else { return }
        rows.append(
            WindowFileRow(
                line: row.line, deviceClass: deviceClass,
                terms: WindowTerms(
                    startsAt: startsAt, endsAt: endsAt, cards: cards, pricePerCardHour: price,
                    minimumCardHours: Int64(minimum),
                    cancellation: CancellationTerms(noticeHours: notice, feeBasisPoints: fee * 100))))
    }

    private mutating func takeNames(_ names: [String], _ line: Int) {
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            let plain = name.lowercased()
            if WindowFile.columns.contains(plain) { places[plain] = index } else { fail(line, name, .unknownColumn) }
        }
        for needed in WindowFile.columns.prefix(5) where places[needed] == nil { fail(line, needed, .columnMissing) }
        self.places = places
    }

    func finish() -> (rows: [WindowFileRow], problems: [WindowFileProblem]) {
        var problems = problems
        if problems.isEmpty, rows.isEmpty { problems.append(WindowFileProblem(line: 1, column: "", kind: .noRows)) }
        let most = ComputeRefusal.mostWindowsAtOnce
        if rows.count > most { problems.append(WindowFileProblem(line: most + 2, column: "", kind: .tooManyRows(most))) }
        return (rows, problems)
    }

    private mutating func fail(_ line: Int, _ column: String, _ kind: WindowFileProblem.Kind) {
        problems.append(WindowFileProblem(line: line, column: column, kind: kind))
    }

    private mutating func moment(_ text: String, _ column: String, _ line: Int) -> Instant? {
        let moment = Instant(typed: text)
        if moment == nil { fail(line, column, .notAMoment(text)) }
        return moment
    }

    private mutating func number(_ text: String, _ column: String, _ line: Int, otherwise: Int? = nil) -> Int? {
        if text.isEmpty, let otherwise { return otherwise }
        guard let number = Int(text), abs(number) <= 1_000_000_000 else {
            fail(line, column, .notANumber(text))
            return nil
        }
        if number < 0 { fail(line, column, .negative(text)) }
        return number
    }

    private mutating func amount(_ text: String, _ line: Int) -> Money? {
        switch Money.parse(text) {
        case .success(let money): return money
        case .failure(.negative): fail(line, "price_yuan", .negative(text))
        case .failure(.tooManyDecimals): fail(line, "price_yuan", .fractionalFen(text))
        case .failure: fail(line, "price_yuan", .notAnAmount(text))
        }
        return nil
    }
}

extension ComputeWindows {
    /// Reads a file of windows for a site of the actor's; nothing is published.
    package func readFile(
        _ bytes: [UInt8], at site: ID<ComputeSite>, for actor: Actor
    ) throws -> (rows: [WindowFileRow], problems: [WindowFileProblem]) {
        try actor.require(.operator)
        let classes = try house.database.read { transaction in
            _ = try ComputeSites.own(site, actor, in: transaction)
            return try DeviceClass.all(of: site, in: transaction)
        }
        return WindowFile.read(bytes, classes: classes)
    }

    /// Publishes the windows of a file, all or none.
    /// - Throws: ``ComputeRefusal/inRow(_:_:)`` with the first line that cannot be.
    package func publish(
        _ rows: [WindowFileRow], by actor: Actor, key: FormKey
    ) async throws -> [ID<ComputeWindow>] {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "publish file " + rows.map { "\($0.deviceClass) \($0.terms.content)" }.joined(separator: ";")
        return try await house.once(key, content: content, by: actor, refusing: ComputeRefusal.self) { transaction in
            try rows.map { row in
                do {
                    return try Self.publish(
                        row.terms, of: row.deviceClass, series: nil, by: actor, at: now, in: transaction, world: world)
                } catch let refusal as ComputeRefusal {
                    throw ComputeRefusal.inRow(row.line, refusal)
                }
            }
        }
    }
}
