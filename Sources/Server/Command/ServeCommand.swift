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

    func openHouse(_ settings: Database.Options = Database.Options()) throws -> House {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let database = try Database(path: data + "/market.sqlite", migrations: Market.migrations, options: settings)
        return House(
            database: database, blobs: try BlobStore(root: data + "/blobs"), world: .system,
            keys: try KeyFile.keys(in: data, for: database))
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

    @Option(help: "A file to write the log to, instead of standard error.") var log: String?
    @Option(help: "Where people reach the market, for links in letters, such as https://market.example.")
    var publicAddress: String?
    @Option(help: "Folder into which letters are put; mail in the data folder when left out.") var mailFolder: String?
    @Flag(help: "Send no mail at all; invitations then show their link.") var noMail = false

    func validate() throws {
        if let publicAddress, !(publicAddress.hasPrefix("https://") || publicAddress.hasPrefix("http://")) {
            throw ValidationError("--public-address begins with https:// or http://")
        }
        if (certificate == nil) != (privateKey == nil) {
            throw ValidationError("--certificate and --private-key go together")
        }
        let loopback = ["127.0.0.1", "::1", "localhost"]
        if certificate == nil, !loopback.contains(host) {
            throw ValidationError("without --certificate the market is served on loopback only; put a TLS proxy before it")
        }
    }

    func run() async throws {
        Memory.limit(processors: ProcessInfo.processInfo.activeProcessorCount)
        LoggingSystem.bootstrap(JSONLogHandler.init)
        if let log { try LogSink.standard.append(to: log) }
        defer { LogSink.standard.flush() }
        let house = try options.openHouse()
        let mail = noMail ? nil : try MailFolder(path: mailFolder ?? options.data + "/mail", publicAddress: address)
        let site = try Site(
            house: house, market: Market(house: house), formKey: SymmetricKey(size: .bits256),
            hosts: Set(["127.0.0.1", "localhost", host] + allowHost), secureCookies: certificate != nil,
            logger: Logger(label: "labelmarket"), assets: Assets(folder: options.publicFolder), sendsMail: mail != nil)
        try await site.market.accounts.protectSecrets()
        try await site.market.datasets.recover()
        try await site.market.matchRuns.recover()
        let application = Application(
            router: App(site: site).router(), server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil),
            services: [
                DatasetWorker(datasets: site.market.datasets, logger: site.logger),
                MatchWorker(runs: site.market.matchRuns, logger: site.logger), MarketClock(site: site),
                MailWorker(mail: site.market.mail, folder: mail, logger: site.logger),
            ],
            onServerRunning: { channel in welcome(port: channel.localAddress?.port ?? port) }, logger: site.logger)
        try await application.runService()
        try house.database.close()
    }

    /// What somebody at a terminal wants to know; those who read the log find it there, too.
    private func welcome(port: Int) {
        guard isatty(STDOUT_FILENO) == 1 || log != nil else { return }
        let scheme = certificate == nil ? "http" : "https"
        Console.write("LabelMarket is at \(scheme)://\(host):\(port)/en and, in Chinese, \(scheme)://\(host):\(port)/zh")
        if let log { Console.write("Its log is \(log)") }
        Console.write("Stop it with Ctrl-C or: kill \(ProcessInfo.processInfo.processIdentifier)")
    }

    /// The public address without a slash at its end; made from host and port when none is given.
    private var address: String {
        if let publicAddress { return String(publicAddress.reversed().drop { $0 == "/" }.reversed()) }
        let (scheme, usual) = certificate == nil ? ("http", 80) : ("https", 443)
        return "\(scheme)://\(allowHost.first ?? host)" + (port == usual ? "" : ":\(port)")
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
