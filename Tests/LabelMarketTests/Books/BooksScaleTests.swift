import Foundation
import LabelMarket
import Storage
import Testing

/// Figures at scale: run with `BOOKS_SCALE=1000000` in release. Writes through the same path as the market does.
struct BooksScaleTests {
    static let scale = ProcessInfo.processInfo.environment["BOOKS_SCALE"].flatMap { Int($0) }

    @Test(.enabled(if: scale != nil)) func verification_ofManyTransfers_isQuick() async throws {
        let books = try await BooksFixture()
        let house = books.house
        let total = Self.scale ?? 0
        let clock = ContinuousClock()
        var written = 0
        let writing = try await clock.measure {
            try await books.post(.appropriate(book: books.book, funder: 9, Money(fen: 1_000_000_000_000)))
            while written < total {
                written += try await house.database.write { tx in
                    var made = 0
                    for round in 0..<1_000 {
                        let grant = books.grant(Int64(round % 500))
                        let hold = TransferID(book: books.book, world: house.world)
                        made += try Books.post(
                            [
                                .grant(grant, Money(fen: 100), expiresAt: nil),
                                .hold(hold, from: grant, to: books.payable(Int64(round % 50)), Money(fen: 90)),
                                .redeem(hold, Money(fen: 80), keepingRestAs: nil),
                            ], for: BusinessReference(kind: "contract", id: Int64(round)), by: books.officer,
                            at: house.world.now(), in: tx, world: house.world
                        ).count
                    }
                    return made
                }
            }
        }
        var report = VerificationReport()
        let verifying = try clock.measure {
            report = try house.database.read { tx in
                Verification.run(Verification.checks(migrations: [BooksSchema.migration]), in: tx)
            }
        }
        #expect(report.isWhole)
        #expect(report.transfers == written + 1)
        FileHandle.standardError.write(
            Data("\(written) transfers: written in \(writing), verified in \(verifying)\n".utf8))
    }
}
