import ArgumentParser
import Foundation
import LabelMarket
import Storage
import Testing

@testable import Server

/// The file of keys beside a market's database.
struct KeyFileTests {
    private func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "keys-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func keys_areMadeOnce_readableByTheOwnerAlone() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try Database(path: folder + "/market.sqlite", migrations: Market.migrations)
        let keys = try KeyFile.keys(in: folder, for: database)
        #expect(try KeyFile.keys(in: folder, for: database).text == keys.text)
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/keys")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.hasSuffix(".partial") })
        chmod(folder + "/keys", 0o644)
        #expect(throws: KeyFileProblem.self) { try KeyFile.keys(in: folder, for: database) }
        try database.close()
    }

    @Test func lostKeys_areNotReplacedSilently() async throws {
        let site = try TestSite()
        let house = site.site.house
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await house.database.write { transaction in
            _ = try Books.marketBook(at: house.world.now(), in: transaction, world: house.world)
        }
        site.clock.advance(by: .days(2))
        try await site.site.market.seals.sealEndedDays()
        #expect(throws: KeyFileProblem.self) { try KeyFile.keys(in: folder, for: house.database) }
        #expect(!FileManager.default.fileExists(atPath: folder + "/keys"))
    }

    @Test func verify_comparesWithSealsKeptOutside() async throws {
        let site = try TestSite()
        let house = site.site.house
        try await house.database.write { transaction in
            _ = try Books.marketBook(at: house.world.now(), in: transaction, world: house.world)
        }
        site.clock.advance(by: .days(2))
        try await site.site.market.seals.sealEndedDays()
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try house.database.backUp(to: folder + "/copy.sqlite")
        let sealed = try house.database.read { try Checkpoints.all(in: $0) }
        let text = String(decoding: try CheckpointFile.xml(sealed), as: UTF8.self)
        try Data(text.utf8).write(to: URL(filePath: folder + "/good.xml"))
        try Data(text.replacing("held=\"0\"", with: "held=\"1\"").utf8).write(to: URL(filePath: folder + "/bad.xml"))
        let file = ["--file", folder + "/copy.sqlite"]
        try await VerifyCommand.parse(file + ["--checkpoints", folder + "/good.xml"]).run()
        await #expect(throws: ExitCode(1)) {
            try await VerifyCommand.parse(file + ["--checkpoints", folder + "/bad.xml"]).run()
        }
        await #expect(throws: ExitCode(1)) {
            try await VerifyCommand.parse(file + ["--public-key", String(repeating: "0", count: 64)]).run()
        }
    }
}
