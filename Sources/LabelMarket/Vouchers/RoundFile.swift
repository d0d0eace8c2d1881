/// The list of a decided round as CSV, which anybody can draw again without the market.
///
/// The first lines begin with `#` and carry method, pot and seed; then one line an application, in the order in which they
/// were served. `id` is the number that the lottery hashes.
package struct RoundFile: Sendable {
    package struct Line: Hashable, Sendable {
        package let application: Allocation.Application
        package let given: Money
    }

    package let method: Oversubscription?
    package let pot: Money
    package let seed: [UInt8]
    package let lines: [Line]

    init(result: RoundResult, shares: [RoundResult.Share]) {
        method = result.method
        pot = result.pot
        seed = result.seed ?? []
        lines = shares.map { share in
            Line(
                application: Allocation.Application(
                    id: share.application.rawValue, amount: share.asked, contractSignedOn: share.contractOn,
                    receivedAt: share.receivedAt),
                given: share.given)
        }
    }

    package var csv: [UInt8] {
        var text = "# method \(method?.rawValue ?? "none")\r\n# pot_fen \(pot.fen)\r\n# seed \(hexadecimal(seed))\r\n"
        text += "place,id,asked_fen,given_fen,contract_on,received_ms\r\n"
        for (index, line) in lines.enumerated() {
            let application = line.application
            text += "\(index + 1),\(application.id),\(application.amount.fen),\(line.given.fen),"
            text += "\(application.contractSignedOn.isoText),\(application.receivedAt.milliseconds)\r\n"
        }
        return Array(text.utf8)
    }

    /// Reads what ``csv`` writes; nil when it is anything else.
    package init?(_ text: String) {
        var head: [String: String] = [:]
        var lines: [Line] = []
        for row in text.split(whereSeparator: \.isNewline) {
            if row.hasPrefix("# ") {
                let words = row.dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init)
                head[words.first ?? ""] = words.count > 1 ? words[1] : ""
                continue
            }
            let parts = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if parts.first == "place" { continue }
            guard parts.count == 6, let id = Int64(parts[1]), let asked = Int64(parts[2]), let given = Int64(parts[3]),
                let day = CivilDate(text: parts[4]), let moment = Int64(parts[5]), asked >= 0, given >= 0
            else { return nil }
            lines.append(
                Line(
                    application: Allocation.Application(
                        id: id, amount: Money(fen: asked), contractSignedOn: day,
                        receivedAt: Instant(milliseconds: moment)), given: Money(fen: given)))
        }
        guard let pot = head["pot_fen"].flatMap({ Int64($0) }), pot >= 0, let seed = Self.bytes(head["seed"] ?? "") else {
            return nil
        }
        method = Oversubscription(rawValue: head["method"] ?? "")
        self.pot = Money(fen: pot)
        self.seed = seed
        self.lines = lines
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    /// Where the file and a draw of one's own differ, by place; empty when they agree.
    /// - Throws: ``MoneyOverflow``
    package func differences() throws(MoneyOverflow) -> [(place: Int, given: Money, drawn: Money)] {
        let tickets = lines.map(\.application)
        let method = method ?? .contractOrder
        let shares = try Allocation.allocate(tickets, pot: pot, by: method, seed: seed)
        let order = Allocation.order(tickets, by: method, seed: seed)
        var found: [(place: Int, given: Money, drawn: Money)] = []
        for (place, line) in lines.enumerated() where shares[place] != line.given || order[place] != place {
            found.append((place + 1, line.given, shares[place]))
        }
        return found
    }
}
