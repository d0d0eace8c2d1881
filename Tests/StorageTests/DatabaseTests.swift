import Foundation
import Storage
import Testing

/// A database in a temporary folder, removed with it.
final class Scratch {
    let folder = NSTemporaryDirectory() + "storage-" + UUID().uuidString
    var path: String { folder + "/test.sqlite" }

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let schema = Migration(
        number: 1, name: "things",
        sql: "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER CHECK (size > 0)) {strict};",
        guards: [Guard("thing_fixed", .update, on: "thing", refuses: "NEW.name <> OLD.name", "a thing keeps its name")])

    func open(_ migrations: [Migration] = [Scratch.schema]) throws -> Database {
        try Database(path: path, migrations: migrations)
    }
}

struct Mishap: Error {}

struct DatabaseTests {
    @Test func write_isReadBackByTypeAndName() async throws {
        let scratch = try Scratch()
        let database = try scratch.open()
        let name = "O'Brien; DROP TABLE thing"
        try await database.write { tx in
            try tx.execute("INSERT INTO thing (id, name, size) VALUES (1, \(name), \(Int?.none))")
        }
        let found = try database.read { tx in
            try tx.first("SELECT name, size FROM thing WHERE id IN \(list: [1, 2])") { row in
                (try row("name", as: String.self), try row("size", as: Int?.self))
            }
        }
        #expect(found?.0 == name)
        #expect(found?.1 == nil)
    }

    @Test func write_thatThrowsLeavesNothingAndItsNeighboursAlone() async throws {
        let scratch = try Scratch()
        let database = try scratch.open()
        let outcomes = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for index in 0..<64 {
                group.addTask {
                    do {
                        try await database.write { tx in
                            try tx.execute("INSERT INTO thing (id, name) VALUES (\(index), \("n\(index)"))")
                            if index % 4 == 0 { throw Mishap() }
                        }
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 48)
        let kept: Int? = try database.read { tx in try tx.value("SELECT COUNT(*) FROM thing WHERE id % 4 <> 0") }
        let all: Int? = try database.read { tx in try tx.value("SELECT COUNT(*) FROM thing") }
        #expect(kept == 48)
        #expect(all == 48)
    }

    @Test(arguments: [
        ("INSERT INTO thing (id, name) VALUES (1, 'b')", .unique), ("INSERT INTO thing (id, name) VALUES (2, 'a')", .unique),
        ("INSERT INTO thing (id, name, size) VALUES (3, 'c', 0)", .check),
        ("INSERT INTO thing (id) VALUES (4)", .notNull), ("UPDATE thing SET name = 'z' WHERE id = 1", .refused),
    ] as [(String, ConstraintViolation.Kind)])
    func constraint_isNamedByKind(statement: String, kind: ConstraintViolation.Kind) async throws {
        let scratch = try Scratch()
        let database = try scratch.open()
        try await database.write { tx in _ = try tx.execute("INSERT INTO thing (id, name) VALUES (1, 'a')") }
        do {
            try await database.write { tx in _ = try tx.execute(SQL(stringLiteral: statement)) }
            Issue.record("the schema let \(statement) through")
        } catch let violation as ConstraintViolation {
            #expect(violation.kind == kind)
        }
    }

    @Test func open_refusesASecondProcessAndANewerFile() throws {
        let scratch = try Scratch()
        let first = try scratch.open()
        #expect(throws: StorageProblem.inUse(scratch.path + ".lock")) { try scratch.open() }
        withExtendedLifetime(first) {}
        try first.close()
    }

    @Test func open_refusesAFileNewerThanTheProgram() throws {
        let scratch = try Scratch()
        do {
            let database = try scratch.open()
            try database.close()
        }
        #expect(throws: StorageProblem.newerSchema(1)) { try scratch.open([]) }
    }

    @Test func backUp_isACompleteCopy() async throws {
        let scratch = try Scratch()
        let database = try scratch.open()
        try await database.write { tx in _ = try tx.execute("INSERT INTO thing (id, name) VALUES (1, 'a')") }
        try database.backUp(to: scratch.folder + "/copy.sqlite")
        let copy = try Database(path: scratch.folder + "/copy.sqlite", migrations: [Scratch.schema])
        #expect(try copy.read { tx in try tx.value("SELECT name FROM thing", as: String.self) } == "a")
    }
}

struct BlobStoreTests {
    @Test func blob_isStoredOnceUnderItsHash() throws {
        let scratch = try Scratch()
        let store = try BlobStore(root: scratch.folder + "/blobs")
        let key = try store.put(Array("abc".utf8))
        #expect(key.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try store.put(Array("abc".utf8)) == key)
        #expect(try store.bytes(of: key, limit: 3) == Array("abc".utf8))
        #expect(throws: StorageProblem.self) { try store.bytes(of: key, limit: 2) }
    }

    @Test func blob_leftUnfinishedLeavesNothing() throws {
        let scratch = try Scratch()
        let store = try BlobStore(root: scratch.folder + "/blobs")
        do {
            var incoming = try store.receive()
            try incoming.write(Array("half".utf8))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/blobs/incoming").isEmpty)
    }
}
