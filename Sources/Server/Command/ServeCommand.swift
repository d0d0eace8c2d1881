import ArgumentParser
import Crypto
import Foundation
import Hummingbird
import LabelMarket
import Logging
import NIOCore
import Storage

/// Where a market's files lie.
struct DataOptions: ParsableArguments {
    @Option(help: "Folder of the market's database and files.")
    var data = "var"

    @Option(help: "Folder of style sheet, icons and schemas.")
    var publicFolder = "public"

    func openHouse() throws -> House {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        return House(
            database: try Database(path: data + "/market.sqlite", migrations: Market.migrations),
            blobs: try BlobStore(root: data + "/blobs"), world: .system)
    }
}

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serves the market over HTTP.")

    @OptionGroup var options: DataOptions
    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on.") var port = 8080
    @Option(help: "A further host name that is answered to.") var allowHost: [String] = []

    func run() async throws {
        LoggingSystem.bootstrap(JSONLogHandler.init)
        let house = try options.openHouse()
        let site = try Site(
            house: house, market: Market(house: house), formKey: SymmetricKey(size: .bits256),
            hosts: Set(["127.0.0.1", "localhost", host] + allowHost), secureCookies: false,
            logger: Logger(label: "labelmarket"), assets: Assets(folder: options.publicFolder))
        let application = Application(
            router: App(site: site).router(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil), logger: site.logger)
        try await application.runService()
        try house.database.close()
    }
}

extension World {
    /// The real clock and the system's random generator.
    static let system = World(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        randomBytes: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        })
}
