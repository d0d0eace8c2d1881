import ArgumentParser
import Foundation
import LabelMarket
import Storage
import Testing

@testable import Server

/// `labelmarket verify` as an operator runs it on a copy of the file.
struct VerifyCommandTests {
    /// An amount found nowhere else in the file.
    private static let marked = Money(fen: 8_765_432_101_234)

    /// A backup of a market with a deposit of the marked amount.
    private static func backUp(_ site: TestSite) async throws -> String {
        let house = site.site.house
        let administrator = LabelMarket.Actor(
            person: ID(rawValue: 1), organisation: ID(rawValue: 2), membership: ID(rawValue: 3), role: .administrator)
        try await house.database.write { transaction in
            let now = house.world.now()
            let book = try Books.marketBook(at: now, in: transaction, world: house.world)
            let own = AccountKey(book: book, kind: .own, owner: 7)
            try Books.post(
                [.deposit(to: own, Money(fen: 1)), .deposit(to: own, marked)],
                for: BusinessReference(kind: "deposit", id: 1), by: administrator, at: now, in: transaction,
                world: house.world)
        }
        let path = NSTemporaryDirectory() + "verify-\(UUID().uuidString).sqlite"
        try house.database.backUp(to: path)
        return path
    }

    @Test func wholeFile_isVerified() async throws {
        let site = try TestSite()
        let path = try await Self.backUp(site)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await VerifyCommand.parse(["--file", path]).run()
    }

    @Test func oneByteOfAnAmount_isNamedAndFailsTheCommand() async throws {
        let site = try TestSite()
        let path = try await Self.backUp(site)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let pattern = (0..<6).map { UInt8(truncatingIfNeeded: Self.marked.fen >> (40 - 8 * Int64($0))) }
        let places = bytes.ranges(of: pattern)
        try #require(places.count == 1)
        bytes[places[0].upperBound - 1] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        let archive = try Archive(path: path)
        let report = try archive.read { Verification.run(Market.checks, in: $0) }
        try archive.close()
        #expect(report.broken == [.balances, .chain])
        #expect(report.findings.contains { $0.invariant == .chain && $0.place.hasSuffix("transfer 2") })
        await #expect(throws: ExitCode(1)) { try await VerifyCommand.parse(["--file", path]).run() }
    }
}
