import ArgumentParser
import Hummingbird
import LabelMarket

/// What the benchmarks and fault tests need beside the market itself; not part of the operator's help.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Loads, yardsticks and measurements for the benchmarks.", shouldDisplay: false,
        subcommands: [
            BenchEmpty.self, BenchSeed.self, BenchWindows.self, BenchTransfers.self, BenchBooks.self, BenchRules.self,
            BenchMatch.self, BenchRound.self,
        ])
}

/// The yardstick of every page: Hummingbird with a handler that does nothing, without our middleware.
struct BenchEmpty: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "empty", abstract: "Serves an empty answer at / with nothing before it.")

    @Option(help: "Port to listen on.") var port = 8081

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in Response(status: .ok) }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
