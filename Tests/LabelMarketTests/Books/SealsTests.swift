import Foundation
import LabelMarket
import Storage
import Testing
import XML

/// The nightly sealing of ended days, and the file of seals on its way out and back.
struct SealsTests {
    private func all(_ books: BooksFixture) throws -> [Checkpoint] {
        try books.house.database.read { try Checkpoints.all(in: $0) }
    }

    private func problems(_ kept: [Checkpoint], _ books: BooksFixture) throws -> VerificationReport {
        try books.house.database.read { Verification.run([Verification.handedOut(kept)], in: $0) }
    }

    @Test func endedDays_areSealedOnce_missedOnesToo() async throws {
        let books = try await BooksFixture()
        let seals = Seals(house: books.house)
        try await books.fund()
        #expect(try await seals.sealEndedDays() == 0)
        // 40 nights without a server: more than one batch, in two books.
        books.test.clock.advance(by: .days(40))
        #expect(try await seals.sealEndedDays() == 80)
        #expect(try await seals.sealEndedDays() == 0)
        try await books.post(.appropriate(book: books.book, funder: 9, Money(fen: 1)))
        books.test.clock.advance(by: .days(1))
        #expect(try await seals.sealEndedDays() == 2)
        let sealed = try all(books).filter { $0.book == books.book }
        #expect(sealed.count == 41)
        #expect(sealed.first?.day == CivilDate(year: 2026, month: 11, day: 23))
        #expect((sealed.last?.firstSequence, sealed.last?.lastSequence) == (3, 3))
        #expect(zip(sealed, sealed.dropFirst()).allSatisfy { $0.day.advanced(byDays: 1) == $1.day })
        let report = try books.house.database.read {
            Verification.run(Verification.checks(migrations: [BooksSchema.migration]), in: $0)
        }
        #expect(report.findings == [])
    }

    @Test func day_isSealedOnlyWhenNoClockCanStillWriteIntoIt() async throws {
        let books = try await BooksFixture()
        let end = Instant.endOfDay(shanghai: books.test.clock.now.shanghaiDate)
        books.test.clock.set(end.advanced(by: .seconds(1)))
        #expect(try await Seals(house: books.house).sealEndedDays() == 0)
        books.test.clock.set(end.advanced(by: .hours(1)))
        #expect(try await Seals(house: books.house).sealEndedDays() == 2)
    }

    @Test func file_comesBackAsItWas_andIsWhatItsSchemaSays() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        books.test.clock.advance(by: .days(3))
        try await Seals(house: books.house).sealEndedDays()
        let sealed = try all(books)
        let file = try CheckpointFile.xml(sealed)
        #expect(try CheckpointFile.read(file) == sealed)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        #expect(try XMLSchema(file: root + "/public/schemas/checkpoints-1.xsd").validate(file).isEmpty)
        #expect(try problems(sealed, books).isWhole)
        let text = String(decoding: file, as: UTF8.self)
        for broken in [text.replacing(" held=", with: " hold="), text.replacing("checkpoints/1", with: "checkpoints/2")] {
            #expect(throws: CheckpointFileProblem.self) { try CheckpointFile.read(Array(broken.utf8)) }
        }
    }

    @Test func changedSeal_isNamed() async throws {
        let books = try await BooksFixture()
        try await books.fund()
        books.test.clock.advance(by: .days(2))
        try await Seals(house: books.house).sealEndedDays()
        let text = String(decoding: try CheckpointFile.xml(try all(books)), as: UTF8.self)
        let changed = try CheckpointFile.read(Array(text.replacing("posted=\"150000\"", with: "posted=\"150001\"").utf8))
        let report = try problems(changed, books)
        #expect(report.broken == [.handedOut])
        #expect(report.findings.map(\.problem).contains("the signature does not match"))
        #expect(report.findings.map(\.problem).contains("the totals are not those of the day's transfers"))
        #expect(report.findings.allSatisfy { $0.place.hasSuffix("2026-11-23") })
    }

    /// A house that rewrote its books and sealed them anew is caught by the copy that lies elsewhere.
    @Test func copyFromOutside_catchesBooksWrittenAnew() async throws {
        let (honest, rewritten) = (try await BooksFixture(), try await BooksFixture())
        try await honest.fund()
        try await rewritten.post(.appropriate(book: rewritten.book, funder: 9, Money(fen: 90_000)))
        for books in [honest, rewritten] {
            books.test.clock.advance(by: .days(1))
            try await Seals(house: books.house).sealEndedDays()
        }
        #expect(honest.book == rewritten.book)
        let own = try rewritten.house.database.read {
            Verification.run(Verification.checks(migrations: [BooksSchema.migration]), in: $0)
        }
        #expect(own.isWhole)
        let report = try problems(try all(honest), rewritten)
        #expect(report.findings.map(\.problem).contains("the root is not that of the day's transfers"))
        let key = hexadecimal(try #require(SealingKey(seed: TestHouse.keys.sealingSeed)?.publicKey))
        for (expected, isWhole) in [(key, true), (String(key.reversed()), false)] {
            let signed = try honest.house.database.read { Verification.run([Verification.signer(expected, of: [])], in: $0) }
            #expect(signed.isWhole == isWhole)
        }
    }
}
