import Foundation
import FoundationNetworking
import LabelMarket

/// A server of its own for a story: a freshly loaded demonstration market on a loopback port.
final class StoryServer {
    static let password = "lanterns over the river 2026"

    let root: String
    let address: String
    private let program: String
    /// Where its market lies, and what the story makes on the way.
    let folder: String
    private let process = Process()
    private var secrets: [String: String] = [:]

    struct Failure: Error, CustomStringConvertible { let description: String }

    init() async throws {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
        let here = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let folders = [tests, (here as NSString).deletingLastPathComponent, root + "/.build/debug"]
        guard let found = folders.map({ $0 + "/labelmarket" }).first(where: FileManager.default.isExecutableFile) else {
            throw Failure(description: "labelmarket is not built beside the tests")
        }
        program = found
        folder = NSTemporaryDirectory() + "story-" + UUID().uuidString
        let port = Int.random(in: 10_000...19_999)
        address = "http://127.0.0.1:\(port)"
        let told = try run(["demo", "--data", folder, "--fixtures", root + "/fixtures"])
        for line in told.split(separator: "\n") where line.contains(" code ") {
            let words = line.split(separator: " ")
            secrets[String(words[0].prefix { $0 != "@" })] = words.last.map(String.init)
        }
        process.executableURL = URL(filePath: program)
        process.arguments = ["serve", "--data", folder, "--port", "\(port)", "--public-folder", root + "/public"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitUntilReady()
    }

    /// Plays a story before a server and a browser of its own.
    /// - Parameter shots: the folder for its screenshots, inside the one that the environment names.
    static func play(shots: String = "", _ story: (StoryServer, Browser) async throws -> Void) async throws {
        let server = try await StoryServer()
        defer { server.stop() }
        let all = ProcessInfo.processInfo.environment["LABELMARKET_SHOTS"] ?? NSTemporaryDirectory() + "labelmarket-shots"
        let browser = try await Browser(shots: all + "/" + shots)
        do {
            try await story(server, browser)
        } catch {
            try? await browser.shoot("failed")
            await browser.close()
            throw error
        }
        await browser.close()
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Enters the code that an authenticator would show.
    func enterCode(for login: String, _ browser: Browser) async throws {
        guard let secret = secrets[login] else { throw Failure(description: "no secret of \(login)") }
        let code = try run(["code", secret]).trimmingCharacters(in: .whitespacesAndNewlines)
        try await browser.fill("code", code)
        try await browser.press()
    }

    /// What `labelmarket` with these arguments writes.
    /// - Throws: ``Failure`` when it ends with an error.
    func run(_ arguments: [String]) throws -> String {
        let child = Process()
        let pipe = Pipe()
        child.executableURL = URL(filePath: program)
        child.arguments = arguments
        child.standardOutput = pipe
        try child.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else { throw Failure(description: "\(arguments.joined(separator: " ")) failed") }
        return String(decoding: data, as: UTF8.self)
    }

    private func waitUntilReady() async throws {
        for _ in 0..<200 {
            if let url = URL(string: address + "/zh"), (try? await URLSession.shared.data(from: url)) != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure(description: "the server did not start")
    }
}

extension World {
    /// Today in Shanghai by the machine's clock, which is also the server's.
    static var storyToday: CivilDate {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).shanghaiDate
    }
}
