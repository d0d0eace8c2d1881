import Foundation
import LabelMarket
import Storage

/// The migration of the books with some of what it declares taken away.
struct SchemaMutation {
    static let whole = BooksSchema.migration

    /// Every named constraint, guard and index, in the order of the schema.
    static var names: [String] {
        var names: [String] = []
        let words = whole.sql.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
        for (index, word) in words.enumerated() where index + 1 < words.count {
            if word == "CONSTRAINT" || word == "INDEX" { names.append(words[index + 1]) }
        }
        return names + whole.guards.map(\.name)
    }

    /// Tables whose column types are enforced, each as `strict TABLE`.
    static let strictTables = ["book", "account", "transfer", "request", "audit", "checkpoint"]

    static func dropping(_ names: [String]) -> Migration {
        var sql = whole.sql
        for name in names {
            if name.hasPrefix("strict ") {
                sql = loosening(String(name.dropFirst(7)), in: sql)
            } else {
                sql = removing(name, from: sql)
            }
        }
        return Migration(
            number: whole.number, name: whole.name, sql: sql,
            guards: whole.guards.filter { !names.contains($0.name) })
    }

    private static func loosening(_ table: String, in sql: String) -> String {
        guard let start = sql.range(of: "CREATE TABLE \(table) ("),
            let end = sql[start.upperBound...].range(of: "{clustered}")
        else { return sql }
        return sql.replacingCharacters(in: end, with: "WITHOUT ROWID")
    }

    /// Cuts a constraint out up to its closing parenthesis, or an index up to its semicolon.
    private static func removing(_ name: String, from sql: String) -> String {
        for start in ["CREATE INDEX \(name) ", "CREATE UNIQUE INDEX \(name) "] {
            guard let found = sql.range(of: start), let end = sql[found.upperBound...].range(of: ";\n") else {
                continue
            }
            return sql.replacingCharacters(in: found.lowerBound..<end.upperBound, with: "")
        }
        guard let found = sql.range(of: "CONSTRAINT \(name) ") else { return sql }
        var depth = 0
        var end = found.upperBound
        while end < sql.endIndex {
            if sql[end] == "(" { depth += 1 }
            if sql[end] == ")" { depth -= 1 }
            // A constraint ends at the comma before the next one, or before the parenthesis that closes the table.
            if depth < 0 || (depth == 0 && sql[end] == ",") { break }
            end = sql.index(after: end)
        }
        if sql[end] == "," { return sql.replacingCharacters(in: found.lowerBound...end, with: "") }
        let before = sql[..<found.lowerBound].lastIndex(of: ",") ?? found.lowerBound
        return sql.replacingCharacters(in: before..<end, with: "\n")
    }
}

/// A hand at the database: a fixture with some history, and rows made to look right except where they should not.
struct Attacker {
    let books: BooksFixture
    let tx: WriteTransaction
    let hold: TransferID
    let second: TransferID

    struct Undo: Error {}
    typealias Columns = [(name: String, value: SQLValue)]

    /// The rows that an honest posting would insert next, without inserting them.
    func honest(_ commands: LedgerCommand...) throws -> [Columns] {
        var rows: [Columns] = []
        do {
            try tx.savepoint {
                let made = try Books.post(
                    commands, for: BusinessReference(kind: "contract", id: 1), by: books.officer,
                    at: books.house.world.now(), in: tx, world: books.house.world)
                for transfer in made {
                    rows += try tx.all(
                        "SELECT * FROM transfer WHERE book = \(transfer.book) AND sequence = \(transfer.sequence)",
                        Self.columns)
                }
                throw Undo()
            }
        } catch is Undo {}
        return rows
    }

    private static func columns(_ row: borrowing Row) throws -> Columns {
        let names = row.columns
        var columns: Columns = []
        for index in names.indices { columns.append((names[index], try row.at(index, as: SQLValue.self))) }
        return columns
    }

    /// Inserts `row` with some columns changed.
    func insert(
        _ row: Columns, into table: String = "transfer", replacing: Bool = false, _ changes: [String: SQLValue] = [:]
    ) throws {
        let verb = replacing ? "INSERT OR REPLACE" : "INSERT"
        let names = SQL(stringLiteral: "\(verb) INTO \(table) (\(row.map(\.name).joined(separator: ", "))) VALUES (")
        let values = row.map { column -> SQL in "\(changes[column.name] ?? column.value)" }
        try tx.execute(names + SQL.joined(values, separator: ", ") + ")")
    }

    func run(_ text: String) throws { try tx.execute(SQL(stringLiteral: text)) }

    func number(_ row: Columns, _ name: String) -> Int64 {
        guard case .integer(let value)? = row.first(where: { $0.name == name })?.value else { return 0 }
        return value
    }

    /// Opens an account that nothing has touched.
    func openAccount(_ key: AccountKey) throws {
        try tx.execute(
            """
            INSERT INTO account (book, kind, owner, bound, posted_debits, posted_credits, held_debits, held_credits, touched)
            VALUES (\(key.book), \(key.kind), \(key.owner), \(key.kind.bound), 0, 0, 0, 0, 0)
            """)
    }

    /// Brings the accounts of an inserted row to its post-images.
    func applyImages(_ row: Columns, _ side: String) throws {
        let kind = row.first { $0.name == "\(side)_kind" }?.value ?? .null
        try tx.execute(
            """
            UPDATE account SET posted_debits = \(number(row, "\(side)_posted_debits")),
                posted_credits = \(number(row, "\(side)_posted_credits")), held_debits = \(number(row, "\(side)_held_debits")),
                held_credits = \(number(row, "\(side)_held_credits")), touched = \(number(row, "sequence"))
            WHERE book = \(number(row, "book")) AND kind = \(kind) AND owner = \(number(row, "\(side)_owner"))
            """)
    }
}
