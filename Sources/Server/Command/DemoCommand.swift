import ArgumentParser
import Foundation
import LabelMarket
import Storage

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Loads the demonstration market into a new folder.")

    @Option(help: "Folder to load into; must not hold a market yet.") var data = "var/demo"
    @Flag(help: "Replaces a demonstration market in the folder; never another market.") var replace = false
    @Option(help: "Folder of programmes, photographs and texts.") var fixtures = "fixtures"

    func run() async throws {
        try makeRoom()
        let stage = try DemoStage(data: data, fixtures: fixtures, daysAgo: 52)
        var story = DemoStory(stage: stage)
        try await story.tell()
        try stage.house.database.close()
        try Data().write(to: URL(filePath: data + "/" + Self.mark))
        say(story.secrets)
    }

    /// - Throws: `ValidationError` when the folder holds a market that may not be replaced.
    private func makeRoom() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: data + "/market.sqlite") else { return }
        guard replace, files.fileExists(atPath: data + "/" + Self.mark) else {
            throw ValidationError("\(data) holds a market already; choose another folder")
        }
        // Fails while a server runs on it.
        try Database(path: data + "/market.sqlite", migrations: Market.migrations).close()
        for name in try files.contentsOfDirectory(atPath: data) where name.hasPrefix("market.sqlite") || name == "blobs" {
            try files.removeItem(atPath: data + "/" + name)
        }
    }

    private func say(_ secrets: [(login: String, secret: String)]) {
        func address(_ login: String) -> String {
            (login + "@demo.labelmarket.example").padding(toLength: 42, withPad: " ", startingAt: 0)
        }
        Console.write("The demonstration market is loaded into \(data). Everybody's password: \(DemoCast.password)")
        Console.write("\nBuyers")
        for firm in DemoCast.buyers { Console.write("  \(address(firm.login))  \(firm.en)") }
        Console.write("\nVendors")
        for firm in DemoCast.vendors { Console.write("  \(address(firm.login))  \(firm.en)") }
        Console.write("\nData centres")
        for firm in DemoCast.operators { Console.write("  \(address(firm.login))  \(firm.en)") }
        Console.write("\nOfficers, auditor, administrator: sign-in also asks for six digits, which this prints:")
        let program = CommandLine.arguments.first ?? "labelmarket"
        for (login, secret) in secrets {
            Console.write("  \(address(login))  \(program) code \(secret.filter { $0 != " " })")
        }
        Console.write("")
    }

    /// An empty file beside a market that this command made.
    private static let mark = "demonstration"
}

struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "The six digits that an authenticator shows for a secret now.")

    @Argument(help: "The secret in base 32.") var secret: String

    func run() throws {
        guard let bytes = base32Bytes(secret) else { throw ValidationError("a secret has letters A to Z and digits 2 to 7") }
        Console.write(OneTimePassword.code(secret: bytes, at: World.system.now()))
    }

    /// RFC 4648 base 32 without padding.
    private func base32Bytes(_ text: String) -> [UInt8]? {
        var (buffer, bits): (UInt32, Int) = (0, 0)
        var bytes: [UInt8] = []
        for byte in text.uppercased().utf8 where byte != 32 {
            let value: UInt32
            switch byte {
            case 65...90: value = UInt32(byte - 65)
            case 50...55: value = UInt32(byte - 24)
            default: return nil
            }
            buffer = buffer << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return bytes
    }
}
