import ArgumentParser
import Foundation
import LabelMarket
import Storage

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Loads the demonstration market into a new folder.")

    @Option(help: "Folder to load into; must not hold a market yet.") var data = "var/demo"
    @Option(help: "Folder of programmes, photographs and texts.") var fixtures = "fixtures"

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: data + "/market.sqlite") else {
            throw ValidationError("\(data) holds a market already; choose another folder")
        }
        let stage = try DemoStage(data: data, fixtures: fixtures, daysAgo: 36)
        var story = DemoStory(stage: stage)
        try await story.tell()
        try stage.house.database.close()
        Console.write("The demonstration market is loaded. Every password is: \(DemoCast.password)")
        Console.write("  buyers    qingyu@ huijian@ beichen@ haitong@ chengdu-ai@ … demo.labelmarket.example")
        Console.write("  vendors   baoding@ xingcheng@ qianfeng@ datong@ … demo.labelmarket.example")
        Console.write("  operators qingyang@ guian@ horinger@ wuhu@ demo.labelmarket.example")
        Console.write("These also need a code from an authenticator, or from: labelmarket code SECRET")
        for (login, secret) in story.secrets {
            Console.write("  \(login)@demo.labelmarket.example   secret \(secret.filter { $0 != " " })")
        }
    }
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
