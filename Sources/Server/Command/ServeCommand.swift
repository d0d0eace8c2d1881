import ArgumentParser
import Crypto
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import LabelMarket
import Logging
import NIOCore
import NIOSSL
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
    @Option(help: "PEM file of the TLS certificate chain; with it the market is served over HTTPS.") var certificate: String?
    @Option(help: "PEM file of the TLS private key.") var privateKey: String?

    func validate() throws {
        if (certificate == nil) != (privateKey == nil) {
            throw ValidationError("--certificate and --private-key go together")
        }
        let loopback = ["127.0.0.1", "::1", "localhost"]
        if certificate == nil, !loopback.contains(host) {
            throw ValidationError("without --certificate the market is served on loopback only; put a TLS proxy before it")
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap(JSONLogHandler.init)
        defer { LogSink.standardError.flush() }
        let house = try options.openHouse()
        let site = try Site(
            house: house, market: Market(house: house), formKey: SymmetricKey(size: .bits256),
            hosts: Set(["127.0.0.1", "localhost", host] + allowHost), secureCookies: certificate != nil,
            logger: Logger(label: "labelmarket"), assets: Assets(folder: options.publicFolder))
        try await site.market.datasets.recover()
        try await site.market.matchRuns.recover()
        let application = Application(
            router: App(site: site).router(), server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil),
            services: [
                DatasetWorker(datasets: site.market.datasets, logger: site.logger),
                MatchWorker(runs: site.market.matchRuns, logger: site.logger), MarketClock(site: site),
            ], logger: site.logger)
        try await application.runService()
        try house.database.close()
    }

    /// HTTP/1.1 behind the connection guard, over TLS when a certificate is given.
    private func server() throws -> HTTPServerBuilder {
        let limits = ConnectionLimits()
        let registry = ConnectionRegistry(limits: limits)
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(limits: limits, registry: registry)],
                httpDecoderConfiguration: .init(maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)))
        guard let certificate, let privateKey else { return plain }
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
        return try .tls(
            plain, tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    }
}
