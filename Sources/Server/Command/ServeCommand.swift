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
