import LabelMarket
import Storage

/// Rows for attacks: right in everything but what an attack changes.
extension Attack {
    static let noRecursion = "PRAGMA recursive_triggers = OFF"
    static let noChecks = "PRAGMA ignore_check_constraints = ON"
    static let blob16 = SQLValue.blob([UInt8](repeating: 9, count: 16))
    static let blob32 = SQLValue.blob([UInt8](repeating: 9, count: 32))

    static func correction(_ attacker: Attacker) throws -> Attacker.Columns {
        let books = attacker.books
        return try attacker.honest(
            .correct(from: books.pool, to: books.payable(), Money(fen: 4), approver: books.chief.person))[0]
    }

    static func insertNothing(_ attacker: Attacker) throws {
        let row = try attacker.honest(.deposit(to: attacker.books.own(1), Money(fen: 4)))[0]
        try attacker.insert(
            row,
            [
                "amount": .integer(0), "debit_posted_debits": .integer(attacker.number(row, "debit_posted_debits") - 4),
                "credit_posted_credits": .integer(attacker.number(row, "credit_posted_credits") - 4),
            ])
    }

    static func openRich(_ attacker: Attacker, _ sum: String) throws {
        try attacker.run(
            "INSERT INTO account SELECT id, 'source', 99, 'free', NULL, \(sum), 0, 0, 0, 0 FROM book LIMIT 1")
    }

    static func overspend(_ attacker: Attacker) throws {
        let free = try Books.balance(of: attacker.books.own(1), in: attacker.tx).available
        let row = try attacker.honest(.withdraw(from: attacker.books.own(1), free))[0]
        try insertLarger(attacker, row, by: 1, then: "debit")
    }

    /// Inserts a transfer of more than was asked, with images to match, and brings one account to it.
    static func insertLarger(
        _ attacker: Attacker, _ row: Attacker.Columns, by extra: Int64, then side: String
    ) throws {
        var larger = row
        for (index, column) in row.enumerated()
        where ["amount", "debit_posted_debits", "credit_posted_credits"].contains(column.name) {
            larger[index].value = .integer(attacker.number(row, column.name) + extra)
        }
        try attacker.insert(larger)
        try attacker.applyImages(larger, side)
    }

    static func insertRequest(_ attacker: Attacker, _ changes: [String: SQLValue]) throws {
        try attacker.insert(
            [
                ("key", blob16), ("content_hash", blob32), ("actor", .integer(1)), ("at", .integer(1)),
                ("outcome", .text("answered")), ("answer", .text("{}")), ("transfers", .integer(0)),
            ], into: "request", changes)
    }

    static func insertAudit(_ attacker: Attacker, _ changes: [String: SQLValue]) throws {
        let last = try attacker.tx.first("SELECT hash, at FROM audit WHERE sequence = 1") { row in
            (try row.at(0, as: SQLValue.self), try row.at(1, as: SQLValue.self))
        }
        try attacker.insert(
            [
                ("sequence", .integer(2)), ("at", last?.1 ?? .null), ("person", .integer(1)),
                ("membership", .integer(1)),
                ("organisation", .integer(1)), ("act", .text("publish job")), ("object_kind", .text("job")),
                ("object_id", .integer(1)), ("note", .text("")), ("before_hash", .null), ("after_hash", .null),
                ("previous_hash", last?.0 ?? .null), ("hash", blob32),
            ], into: "audit", changes)
    }

    static func insertSeal(_ attacker: Attacker, _ changes: [String: SQLValue]) throws {
        try attacker.insert(
            [
                ("book", .integer(attacker.books.book.rawValue)), ("day", .integer(1)), ("first_sequence", .integer(1)),
                ("last_sequence", .integer(0)), ("root", blob32), ("last_hash", blob32), ("posted", .integer(0)),
                ("held", .integer(0)), ("made_at", .integer(1)), ("public_key", blob32),
                ("signature", .blob([UInt8](repeating: 9, count: 64))),
            ], into: "checkpoint", changes)
    }
}
