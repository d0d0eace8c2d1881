import ArgumentParser
import Foundation
import LabelMarket
import Storage

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves the books of a market, running or stopped, or of a backup; exits 1 when an invariant is broken.")

    @OptionGroup var options: DataOptions
    @Option(help: "A database file to verify instead of the market's own, such as a backup.") var file: String?

    @Option(help: "A file of checkpoints that was kept outside the market: its seals must match the transfers, too.")
    var checkpoints: String?
    @Option(help: "The public key, in hexadecimal digits, that must have made every seal.") var publicKey: String?

    func run() async throws {
        let path = file ?? options.data + "/market.sqlite"
        let kept = try checkpoints.map { try CheckpointFile.read([UInt8](try Data(contentsOf: URL(filePath: $0)))) }
        var checks = Market.checks
        if let kept { checks.append(Verification.handedOut(kept)) }
        if let publicKey { checks.append(Verification.signer(publicKey.lowercased(), of: kept ?? [])) }
        let report = Verification.run(checks, on: [try Archive(path: path), try Archive(path: path)])
        for invariant in report.invariants {
            let count = report.count(of: invariant)
            Console.write("\(count == 0 ? "holds " : "BROKEN")  \(invariant.name): \(invariant.meaning)")
            for finding in report.findings where finding.invariant == invariant {
                Console.write("        \(finding.place): \(finding.problem)")
            }
            if count > VerificationReport.findingsKept { Console.write("        … \(count) in all") }
        }
        Console.write("\(report.transfers) transfers verified")
        if !report.isWhole {
            Console.write("broken: " + report.broken.map(\.name).joined(separator: ", "))
            throw ExitCode(1)
        }
    }
}

struct BackUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies a stopped market's database to a new file and verifies the copy.")

    @OptionGroup var options: DataOptions
    @Argument(help: "The file to write.") var target: String

    func run() async throws {
        let database = try Database(path: options.data + "/market.sqlite", migrations: Market.migrations)
        try database.backUp(to: target)
        let copy = try Archive(path: target)
        let report = try copy.read { Verification.run(Market.checks, in: $0) }
        guard report.isWhole else {
            Console.write("the copy does not verify: " + report.broken.map(\.name).joined(separator: ", "))
            throw ExitCode(1)
        }
        Console.write("\(target): \(report.transfers) transfers, verified")
    }
}

/// What commands say on standard output, a line at a time.
enum Console {
    static func write(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
