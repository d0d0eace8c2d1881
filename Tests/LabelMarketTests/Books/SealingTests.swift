import Foundation
import LabelMarket
import Storage
import Testing

struct MerkleTests {
    /// The eight leaves of the Certificate Transparency reference tests and the roots of their prefixes.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func root_ofEveryPrefix_isTheReferenceRoot() {
        var tree = MerkleTree()
        #expect(hexadecimal(tree.root) == Self.roots[0])
        for (leaf, root) in zip(Self.leaves, Self.roots.dropFirst()) {
            tree.append(leaf)
            #expect(hexadecimal(tree.root) == root)
        }
    }
}

struct SealingTests {
    let key = SealingKey(seed: [UInt8](repeating: 7, count: 32))!

    private func seal(_ books: BooksFixture, _ day: CivilDate) async throws -> Checkpoint {
        let (house, key) = (books.house, key)
        return try await house.database.write { tx in
            try Checkpoints.seal(day, of: books.book, with: key, at: house.world.now(), in: tx)
        }
    }

    @Test func day_isSealedOnceItIsOver() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        let day = books.test.clock.now.shanghaiDate
        await #expect(throws: CommonRefusal.stale) { try await seal(books, day) }
        books.test.clock.advance(by: .days(1))
        try await books.post(.appropriate(book: books.book, funder: 9, Money(fen: 1)))
        let first = try await seal(books, day)
        #expect((first.firstSequence, first.lastSequence) == (1, 2))
        #expect(first.posted == Money(fen: 150_000))
        #expect(first.isSignedByItsKey)
        #expect(try await seal(books, day) == first)
        books.test.clock.advance(by: .days(2))
        let second = try await seal(books, day.advanced(byDays: 1))
        let quiet = try await seal(books, day.advanced(byDays: 2))
        #expect((second.firstSequence, second.lastSequence) == (3, 3))
        #expect((quiet.firstSequence, quiet.lastSequence) == (4, 3))
        #expect(quiet.lastHash == second.lastHash)
        try books.house.database.read { tx in
            let all = try Checkpoints.all(in: tx)
            #expect(all == [first, second, quiet])
            for checkpoint in [first, second, quiet] {
                #expect(try Checkpoints.problems(of: checkpoint, in: tx) == [])
            }
        }
    }

    @Test func journal_assertsEveryDay() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        books.test.clock.advance(by: .days(1))
        let hold = books.newID()
        try await books.post(.hold(hold, from: books.grant(), to: books.payable(), Money(fen: 20_000)))
        try await books.post(.redeem(hold, Money(fen: 12_345), keepingRestAs: nil))
        var journal = ""
        try books.house.database.read { tx in
            try BeancountJournal.write(books.book, in: tx) { journal += $0 }
        }
        #expect(journal.contains("2026-11-23 open Liabilities:Pool:N0 CNY"))
        #expect(journal.contains("2026-11-24 balance Liabilities:Grant:N7  -500.00 CNY"))
        #expect(journal.contains("2026-11-25 balance Liabilities:Grant:N7  -376.55 CNY"))
        #expect(journal.contains("2026-11-25 balance Liabilities:Payable:N50  -123.45 CNY"))
        #expect(journal.contains("2026-11-24 * \"redeem\" \"contract 1\""))
        #expect(!journal.contains("\"hold\""))
    }

    /// The whole text, byte for byte but for hashes: what readers outside parse. bean-check of Beancount 3 takes it.
    @Test func journal_hasThePinnedFormat() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        books.test.clock.advance(by: .days(1))
        try await books.post(.hold(books.newID(), from: books.grant(), to: books.payable(), Money(fen: 20_000)))
        var journal = ""
        try books.house.database.read { tx in try BeancountJournal.write(books.book, in: tx) { journal += $0 } }
        var lines = journal.components(separatedBy: "\n")
        for (index, line) in lines.enumerated() where line.hasPrefix("  hash: ") {
            #expect(line.utf8.count == 74, "a hash has 64 digits between quotes")
            lines[index] = "  hash: …"
        }
        let expected = """
            option "title" "LabelMarket book \(books.book)"
            option "operating_currency" "CNY"

            2026-11-23 open Assets:Source:N9 CNY

            2026-11-23 open Liabilities:Pool:N0 CNY

            2026-11-23 * "appropriate" "contract 1"
              sequence: 1
              hash: …
              Assets:Source:N9  1000.00 CNY
              Liabilities:Pool:N0  -1000.00 CNY

            2026-11-23 open Liabilities:Grant:N7 CNY

            2026-11-23 * "grant" "contract 1"
              sequence: 2
              hash: …
              Liabilities:Pool:N0  500.00 CNY
              Liabilities:Grant:N7  -500.00 CNY
            2026-11-24 balance Liabilities:Grant:N7  -500.00 CNY
            2026-11-24 balance Liabilities:Pool:N0  -500.00 CNY
            2026-11-24 balance Assets:Source:N9  1000.00 CNY

            """
        #expect(lines.joined(separator: "\n") == expected)
    }

    @Test func export_provesItself_andShowsAChange() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        try await books.post(.hold(books.newID(), from: books.grant(), to: books.payable(), Money(fen: 20_000)))
        var lines: [String] = []
        try books.house.database.read { tx in try LedgerExport.write(in: tx) { lines.append($0) } }
        #expect(LedgerExport.verify(lines).findings == [])
        #expect(LedgerExport.verify(lines).transfers == 3)
        let tampered = lines.map { $0.replacing("\"amountFen\":\"50000\"", with: "\"amountFen\":\"150000\"") }
        let report = LedgerExport.verify(tampered)
        #expect(report.broken.contains(.chain))
        #expect(report.broken.contains(.balances))
        #expect(report.broken.contains(.appropriations))
        #expect(LedgerExport.verify(Array(lines.dropFirst())).broken.contains(.chain))
        #expect(
            LedgerExport.verify(lines.filter { !$0.contains("\"pool\",\"owner\"") || $0.contains("serial") }).broken
                .contains(.balances))
        #expect(LedgerExport.verify(["{}"]).broken == [.chain])
    }
}

struct AuditTests {
    @Test func entries_areReadByObjectPersonAndPage() async throws {
        let books = try await BooksFixture()
        let house = books.house
        try await house.database.write { tx in
            for number in 1...5 {
                try Audit.record(
                    "publish job", on: BusinessReference(kind: "job", id: Int64(number % 2)), before: nil,
                    after: "v\(number)",
                    by: number == 5 ? nil : books.buyer, note: "步骤 \(number)", at: house.world.now(), in: tx)
            }
        }
        try house.database.read { tx in
            #expect(try Audit.entries(.everything, before: nil, limit: 3, in: tx).map(\.sequence) == [5, 4, 3])
            #expect(try Audit.entries(.everything, before: 3, limit: 3, in: tx).map(\.sequence) == [2, 1])
            let job = BusinessReference(kind: "job", id: 1)
            #expect(try Audit.entries(.object(job), before: nil, limit: 9, in: tx).map(\.sequence) == [5, 3, 1])
            let buyer = try Audit.entries(.person(books.buyer.person), before: nil, limit: 9, in: tx)
            #expect(buyer.map(\.sequence) == [4, 3, 2, 1])
            #expect(buyer[0].note == "步骤 4")
            #expect(buyer[0].afterHash != buyer[1].afterHash)
        }
    }
}
