internal import Dispatch
internal import Foundation
internal import GRDB
internal import Synchronization

/// The market's database: any number of readers, each on a snapshot, and one writer that commits in groups.
///
/// A write closure runs in a savepoint of its own; closures that arrive while a commit is on its way to the disk share
/// the next one. Nothing is acknowledged before the commit it belongs to has returned. A closure that throws leaves no
/// trace and does not disturb its neighbours.
package final class Database: Sendable {
    private let pool: DatabasePool
    private let committer: Committer
    private let lock: ProcessLock

    /// Opens or creates the database at `path` and brings its schema up to date.
    /// - Throws: ``StorageProblem`` when another process has it, when durability cannot be had, or when the file is newer
    ///   than this program.
    package init(path: String, migrations: [Migration], options: Options = Options()) throws {
        lock = try ProcessLock(path: path + ".lock")
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = options.readers
        let (cache, readerCache) = (options.cacheKibibytes, options.readerCacheKibibytes)
        configuration.prepareDatabase { db in
            // REPLACE must run delete triggers, or an append-only row could be swapped out under them.
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cache_size = -\(readerCache)")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        // DatabasePool lowers this to NORMAL after prepareDatabase, which can lose acknowledged commits on power loss.
        let durability = try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -\(cache)")
            return try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        guard durability == 2 else { throw StorageProblem.notDurable }
        try pool.writeWithoutTransaction { db in try migrate(db, migrations) }
        committer = Committer(pool: pool, queueLimit: options.queueLimit, groupLimit: options.groupLimit)
    }

    package struct Options: Sendable {
        /// Connections for readers.
        package var readers = 4
        /// What the writer keeps of the file in memory. A transaction that changes more is written twice.
        package var cacheKibibytes = 16_000
        /// What each reader keeps of it. The system's own cache of the file, which all share, stands behind it.
        package var readerCacheKibibytes = 4_000
        /// Write closures that may wait; the next one is refused with ``StorageProblem/overloaded``.
        package var queueLimit = 4096
        /// Write closures that may share one commit.
        package var groupLimit = 256
        package init() {}
    }

    /// Runs `body` on one snapshot, on the caller's thread: for the short reads that a page needs.
    package func read<T>(_ body: (ReadTransaction) throws -> T) throws -> T {
        try pool.read { db in try body(ReadTransaction(db)) }
    }

    /// Runs `body` on one snapshot, off the caller's thread: for reports and freezes that take longer than a page.
    package func readAside<T: Sendable>(_ body: @escaping @Sendable (ReadTransaction) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [pool] in
                continuation.resume(with: Result { try pool.read { db in try body(ReadTransaction(db)) } })
            }
        }
    }

    /// Runs `body` as one transaction and returns when it is on the disk. Not cancelled with the caller's task: what has
    /// been handed over is done or refused, never half awaited. `body` may be run again.
    package func write<T: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> T) async throws -> T {
        try await committer.submit(body)
    }

    /// A number that grows with every group of commits: equal numbers mean that nothing changed in between.
    package var generation: Int { committer.generation.load(ordering: .acquiring) }

    /// Whether the writer still takes commands; false after the disk failed under it.
    package var isWritable: Bool { committer.failure.withLock { $0 == nil } }

    /// Writes a consistent copy of the whole database to a new file at `path` and syncs it to the disk.
    package func backUp(to path: String) throws {
        let partial = path + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [partial])
        }
        try syncFile(partial)
        try FileManager.default.moveItem(atPath: partial, toPath: path)
        try syncFile((path as NSString).deletingLastPathComponent)
    }

    /// Every statement of the schema, sorted by name: what the snapshot test compares.
    package func schemaText() throws -> String {
        try pool.read { db in
            let rows = try String.fetchAll(
                db,
                sql: """
                    SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name
                    """)
            return rows.joined(separator: ";\n\n") + ";\n"
        }
    }

    package func close() throws { try pool.close() }
}

/// Why storage cannot do what was asked.
package enum StorageProblem: Error, Hashable {
    /// Another process holds the database.
    case inUse(String)
    /// The engine would not promise that a commit survives power loss.
    case notDurable
    /// The file's schema is newer than this program knows.
    case newerSchema(Int)
    /// Too many commands wait; try again shortly.
    case overloaded
    /// An earlier write failed on the disk; nothing more is taken until the operator has looked.
    case failed(String)
}

func migrate(_ db: GRDB.Database, _ migrations: [Migration]) throws {
    try db.execute(
        sql: "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
    let done = try Int.fetchOne(db, sql: "SELECT COALESCE(MAX(number), 0) FROM migration") ?? 0
    if done > migrations.map(\.number).max() ?? 0 { throw StorageProblem.newerSchema(done) }
    for migration in migrations.sorted(by: { $0.number < $1.number }) where migration.number > done {
        try db.inTransaction(.immediate) {
            for statement in migration.statements(in: .embedded) { try db.execute(sql: statement) }
            try db.execute(
                sql: "INSERT INTO migration (number, name) VALUES (?, ?)", arguments: [migration.number, migration.name])
            return .commit
        }
    }
}
