import ArgumentParser
import Foundation
import Testing

@testable import Server

struct ProgrammeCommandTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fixtures").path

    private static func run(_ arguments: [String]) throws {
        var command = try ProgrammeCommand.parseAsRoot(arguments)
        try command.run()
    }

    @Test func check_acceptsAProgrammeAndRefusesAnythingElse() throws {
        try Self.run(["check", "\(Self.fixtures)/programmes/nanning-compute-1.xml"])
        let other = "\(Self.fixtures)/programme-cases/single/nanning-worked-example.json"
        #expect(throws: ExitCode.self) { try Self.run(["check", other]) }
        #expect(throws: ExitCode.self) { try Self.run(["check", "\(Self.fixtures)/there-is-no-such-file.xml"]) }
    }

    @Test func evaluate_readsACase() throws {
        let example = "\(Self.fixtures)/programme-cases/single/nanning-worked-example.json"
        try Self.run(["evaluate", "\(Self.fixtures)/programmes/nanning-compute-1.xml", "--case", example, "--language", "zh"])
        #expect(throws: ExitCode.self) {
            try Self.run(["evaluate", "\(Self.fixtures)/programmes/beijing-compute-1.xml", "--case", example])
        }
    }

    @Test func diff_comparesTwoVersions() throws {
        let folder = "\(Self.fixtures)/programmes"
        try Self.run(["diff", "\(folder)/nanning-compute-1.xml", "\(folder)/nanning-compute-2.xml"])
    }
}
