internal import GRDB

/// A database file opened only to be read: a backup, an export, or the file of a running server. Takes no lock, runs no
/// migration, and never writes or checkpoints.
package final class Archive: Sendable {
    private let queue: DatabaseQueue

    /// - Throws: when there is no readable database at `path`.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cache_size = -64000") }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { db in _ = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") }
    }

    /// Runs `body` on one snapshot.
    package func read<T>(_ body: (ReadTransaction) throws -> T) throws -> T {
        try queue.read { db in try body(ReadTransaction(db)) }
    }

    package func close() throws { try queue.close() }
}

/// A table, index or guard as the engine knows it.
package struct SchemaObject: Hashable, Sendable {
    /// `table`, `index` or `trigger`.
    package let type: String
    package let name: String
    package let table: String
    package let sql: String

    /// Names of the constraints written into a table.
    package var constraints: Set<String> {
        var names: Set<String> = []
        var words = sql.split(whereSeparator: { $0 == " " || $0 == "\n" }).makeIterator()
        while let word = words.next() {
            if word == "CONSTRAINT", let name = words.next() { names.insert(String(name)) }
        }
        return names
    }

    /// What `migrations` make of an empty database.
    package static func expected(from migrations: [Migration]) throws -> [SchemaObject] {
        let queue = try DatabaseQueue()
        return try queue.writeWithoutTransaction { db in
            try migrate(db, migrations)
            return try ReadTransaction(db).schemaObjects()
        }
    }
}

extension ReadTransaction {
    /// Everything in the schema that was declared, by type and name.
    package func schemaObjects() throws -> [SchemaObject] {
        try all(
            """
            SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
            ORDER BY type, name
            """
        ) { row in
            SchemaObject(type: try row.at(0), name: try row.at(1), table: try row.at(2), sql: try row.at(3))
        }
    }

    /// What the engine itself finds wrong with its pages, indexes and constraints, a line each; at most `limit` of them.
    /// - Complexity: reads the whole file.
    package func integrityProblems(limit: Int) throws -> [String] {
        var problems: [String] = []
        try each(SQL(stringLiteral: "PRAGMA integrity_check(\(limit))")) { row in
            let line: String = try row.at(0)
            if line != "ok" { problems.append(line) }
        }
        return problems
    }

    /// Rows that refer to a row that is not there, a line each; at most `limit` of them.
    /// - Complexity: O(references)
    package func referenceProblems(limit: Int) throws -> [String] {
        var problems: [String] = []
        try each("PRAGMA foreign_key_check") { row in
            guard problems.count < limit else { return }
            problems.append(
                "a row of \(try row.at(0, as: String.self)) refers to a missing \(try row.at(2, as: String.self))")
        }
        return problems
    }
}
