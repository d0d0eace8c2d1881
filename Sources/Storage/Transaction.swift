internal import GRDB

/// A consistent snapshot to read from, for the length of the closure that receives it.
package class ReadTransaction {
    let base: GRDB.Database

    init(_ base: GRDB.Database) { self.base = base }

    /// Every row of `query`, mapped in order.
    package func all<T>(_ query: SQL, _ map: (borrowing Row) throws -> T) throws -> [T] {
        var result: [T] = []
        try each(query) { row in result.append(try map(row)) }
        return result
    }

    /// The first row of `query`, if there is one.
    package func first<T>(_ query: SQL, _ map: (borrowing Row) throws -> T) throws -> T? {
        let (statement, arguments) = try prepared(query)
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
        guard try cursor.next() != nil else { return nil }
        return try map(Row(statement: statement))
    }

    /// The first column of the first row; nil when there is no row.
    package func value<T: SQLReadable>(_ query: SQL, as type: T.Type = T.self) throws -> T? {
        try first(query) { row in try row.at(0, as: T.self) }
    }

    /// Visits every row of `query` without keeping any: for results larger than memory.
    package func each(_ query: SQL, _ visit: (borrowing Row) throws -> Void) throws {
        let (statement, arguments) = try prepared(query)
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
        while try cursor.next() != nil { try visit(Row(statement: statement)) }
    }

    /// How the engine would run `query`, a line a step; for the test that every list has its index.
    package func plan(of query: SQL) throws -> [String] {
        let (text, values) = query.rendered { _ in "?" }
        let rows = try GRDB.Row.fetchAll(
            base, sql: "EXPLAIN QUERY PLAN " + text, arguments: StatementArguments(values.map(\.databaseValue)))
        return rows.map { $0["detail"] ?? "" }
    }

    fileprivate func prepared(_ query: SQL) throws -> (Statement, StatementArguments) {
        let (text, values) = query.rendered { _ in "?" }
        // A list of one concrete type would be walked by key path, which costs more than the values.
        let arguments = values.map { value -> (any DatabaseValueConvertible)? in value.databaseValue }
        return (try base.cachedStatement(sql: text), StatementArguments(arguments))
    }
}

/// The one transaction that may change anything. All of it happens, or none.
package final class WriteTransaction: ReadTransaction {
    /// The key of the request that this transaction answers, for rows that carry it; nil when none does.
    package var request: [UInt8]?

    /// Runs `body` so that, when it throws, what it wrote is undone and what was written before it stands.
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        try base.execute(sql: "SAVEPOINT part")
        do {
            let result = try body()
            try base.execute(sql: "RELEASE part")
            return result
        } catch {
            try base.execute(sql: "ROLLBACK TO part")
            try base.execute(sql: "RELEASE part")
            throw error
        }
    }

    /// Runs a statement that changes rows.
    /// - Returns: how many rows it changed.
    /// - Throws: ``ConstraintViolation`` when the schema refuses.
    @discardableResult
    package func execute(_ command: SQL) throws -> Int {
        let (statement, arguments) = try prepared(command)
        do {
            try statement.execute(arguments: arguments)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw ConstraintViolation(error)
        }
        return base.changesCount
    }

    /// Runs `INSERT … RETURNING` and the like, and maps the rows it returns.
    package func returning<T>(_ command: SQL, _ map: (borrowing Row) throws -> T) throws -> [T] {
        do {
            return try all(command, map)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw ConstraintViolation(error)
        }
    }
}

/// The schema refused a change.
package struct ConstraintViolation: Error, CustomStringConvertible {
    package enum Kind: Sendable, Hashable { case unique, foreignKey, check, notNull, refused, other }

    package let kind: Kind
    /// The engine's message: for the log, never for a page.
    package let description: String

    init(_ error: DatabaseError) {
        description = error.message ?? "constraint"
        kind =
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: .unique
            case .SQLITE_CONSTRAINT_FOREIGNKEY: .foreignKey
            case .SQLITE_CONSTRAINT_CHECK: .check
            case .SQLITE_CONSTRAINT_NOTNULL: .notNull
            case .SQLITE_CONSTRAINT_TRIGGER: .refused
            default: .other
            }
    }
}
