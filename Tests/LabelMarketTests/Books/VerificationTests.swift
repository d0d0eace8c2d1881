import Foundation
import LabelMarket
import Storage
import Testing

/// A hand with direct access to a copy of the file, and what verification says to it.
struct VerificationTests {
    static let migrations = [BooksSchema.migration]
    /// An amount found nowhere else in the file.
    static let marked = Money(fen: 8_765_432_101_234)

    /// A copy of a house with some of everything in it.
    static func copy() async throws -> (books: BooksFixture, path: String) {
        let books = try await BooksFixture()
        let house = books.house
        try await books.fund()
        let (hold, out) = (books.newID(), books.newID())
        try await books.post(.hold(hold, from: books.grant(), to: books.payable(), Money(fen: 4_000)))
        try await books.post(.redeem(hold, Money(fen: 3_000), keepingRestAs: books.newID()))
        try await books.post(.settleOut(out, from: books.payable(), settlement: 5, Money(fen: 2_000)))
        try await books.post(.settleConfirm(out))
        try await books.post(.deposit(to: books.own(1), Money(fen: 1)), .deposit(to: books.own(1), marked))
        _ = try await house.once(FormKey(world: house.world), content: "x", by: books.officer) { tx in
            try Books.post(
                [.deposit(to: books.own(2), Money(fen: 20))], for: BusinessReference(kind: "deposit", id: 1),
                by: books.officer, at: house.world.now(), in: tx, world: house.world
            ).count
        }
        books.test.clock.advance(by: .days(1))
        try await house.database.write { tx in
            let now = house.world.now()
            for _ in 0..<3 {
                try Audit.record("publish job", on: BusinessReference(kind: "job", id: 1), by: nil, at: now, in: tx)
            }
            let key = SealingKey(seed: [UInt8](repeating: 7, count: 32))!
            let day = now.shanghaiDate.advanced(byDays: -1)
            try Checkpoints.seal(day, of: books.book, with: key, at: now, in: tx)
        }
        let path = books.test.folder + "/copy.sqlite"
        try house.database.backUp(to: path)
        return (books, path)
    }

    static func verify(_ path: String) throws -> VerificationReport {
        let archive = try Archive(path: path)
        defer { try? archive.close() }
        return try archive.read { tx in Verification.run(Verification.checks(migrations: migrations), in: tx) }
    }

    @Test func wholeCopy_passesEverything() async throws {
        let (books, path) = try await Self.copy()
        let report = try Self.verify(path)
        #expect(report.findings == [])
        #expect(report.isWhole)
        #expect(report.transfers == 11)
        #expect(report.invariants.count == 13)
        withExtendedLifetime(books) {}
    }

    @Test func oneByteOfAnAmount_isFound() async throws {
        let (books, path) = try await Self.copy()
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let pattern = (0..<6).map { UInt8(truncatingIfNeeded: Self.marked.fen >> (40 - 8 * Int64($0))) }
        let places = bytes.indices.dropLast(6).filter { Array(bytes[$0..<$0 + 6]) == pattern }
        #expect(places.count == 1)
        bytes[places[0] + 5] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        let report = try Self.verify(path)
        #expect(report.broken == [.balances, .chain])
        #expect(report.findings.contains { $0.invariant == .chain && $0.place.hasSuffix("transfer 2") })
        withExtendedLifetime(books) {}
    }

    /// Statements against a copy, and the invariants they break.
    static let tampering: [([String], [Invariant])] = [
        (
            ["UPDATE account SET posted_credits = posted_credits + 1 WHERE kind = 'own' AND owner = 1"],
            [.sums, .balances]
        ),
        (
            [
                "UPDATE account SET posted_credits = posted_credits + 1 WHERE kind = 'own' AND owner = 1",
                "UPDATE account SET posted_debits = posted_debits + 1 WHERE kind = 'source' AND owner = 1",
            ], [.balances]
        ),
        (["UPDATE account SET held_debits = 0, touched = touched WHERE kind = 'grant'"], [.sums, .balances, .holds]),
        (["UPDATE account SET posted_debits = 60000 WHERE kind = 'grant'"], [.sums, .balances, .bounds]),
        (
            ["DELETE FROM transfer WHERE sequence = 3 AND book = (SELECT id FROM book WHERE programme = '')"],
            [.balances, .requests]
        ),
        (
            ["DELETE FROM transfer WHERE sequence = 1 AND book = (SELECT id FROM book WHERE programme = '')"],
            [.balances, .chain]
        ),
        (["UPDATE transfer SET actor = 9 WHERE sequence = 2"], [.chain]),
        (["UPDATE transfer SET at = 0 WHERE sequence = 2 AND debit_kind = 'source'"], [.chain]),
        (
            ["UPDATE transfer SET debit_owner = 1, credit_owner = 1 WHERE kind = 'deposit' AND sequence = 3"],
            [.balances, .chain]
        ),
        (["UPDATE transfer SET reference_kind = '' WHERE sequence = 2"], [.chain, .reasons]),
        (
            [
                "UPDATE transfer SET id = (SELECT id FROM transfer WHERE sequence = 1 AND kind = 'deposit') WHERE kind = 'deposit'"
            ], [.chain, .once]
        ),
        (["UPDATE request SET transfers = 4"], [.requests]),
        (["DELETE FROM request"], [.requests]),
        (["UPDATE request SET actor = 4"], [.requests]),
        (["UPDATE audit SET note = 'nothing happened' WHERE sequence = 2"], [.auditChain]),
        (["DELETE FROM audit WHERE sequence = 1"], [.auditChain]),
        (["UPDATE checkpoint SET posted = 1"], [.checkpoints]),
        (["UPDATE checkpoint SET last_sequence = last_sequence - 1"], [.checkpoints]),
    ]

    @Test(arguments: tampering.indices)
    func tampering_isNamed(index: Int) async throws {
        let (statements, broken) = Self.tampering[index]
        let (books, path) = try await Self.copy()
        try await Self.tamper(path, statements)
        let report = try Self.verify(path)
        for invariant in broken { #expect(report.broken.contains(invariant), "\(statements): \(report.findings)") }
        withExtendedLifetime(books) {}
    }

    /// Runs `statements` on a file whose guards and indexes are gone for the moment, and brings those back.
    static func tamper(_ path: String, _ statements: [String]) async throws {
        let database = try Database(path: path, migrations: migrations)
        try await database.write { tx in
            let obstacles = try tx.schemaObjects().filter { $0.type == "trigger" || $0.sql.contains("UNIQUE INDEX") }
            try tx.execute("PRAGMA ignore_check_constraints = ON")
            for object in obstacles { try tx.execute(SQL(stringLiteral: "DROP \(object.type) \(object.name)")) }
            for statement in statements { try tx.execute(SQL(stringLiteral: statement)) }
            for object in obstacles where !statements[0].contains("SET id =") || object.type == "trigger" {
                try tx.execute(SQL(stringLiteral: object.sql))
            }
        }
        try database.close()
    }

    @Test func file_thatIsNoDatabase_cannotBeOpened() throws {
        let path = NSTemporaryDirectory() + "no-database-\(UUID().uuidString)"
        try Data("nothing of the kind, and long enough to have a header that is wrong".utf8).write(
            to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: (any Error).self) { try Archive(path: path) }
        #expect(throws: (any Error).self) { try Archive(path: path + "-missing") }
    }

    @Test func check_ofAnotherSlice_joinsTheReport() async throws {
        let books = try await BooksFixture()
        let contracts = Invariant("contracts", "every paid contract has its redeem")
        let check = Verification.Check(contracts) { _, report in
            report.add(contracts, at: "contract 7", "is paid and has no redeem")
        }
        let failing = Verification.Check(.requests) { tx, _ in try tx.each("SELECT nothing FROM nowhere") { _ in } }
        let report = try books.house.database.read { tx in
            Verification.run(Verification.checks(migrations: Self.migrations) + [check, failing], in: tx)
        }
        #expect(report.broken == [.requests, contracts])
        #expect(report.findings.map(\.place) == ["contract 7", "database"])
    }
}
