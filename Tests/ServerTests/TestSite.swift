import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import LabelMarket
import Logging
import NIOCore
import NIOEmbedded
import Storage
import Synchronization

@testable import Server

/// A whole server without its sockets: a market of its own, asked through the responder.
final class TestSite: Sendable {
    let site: Site
    private let responder: any HTTPResponder<MarketContext>
    private let folder: String

    init(
        now: Instant = Instant(shanghai: CivilDate(year: 2026, month: 11, day: 23)!, hour: 9), sendsMail: Bool = false
    ) throws {
        folder = NSTemporaryDirectory() + "site-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let moment = TestClock(now)
        clock = moment
        guard let keys = HouseKeys.make() else { throw KeyFileProblem.unwritable(folder) }
        let house = House(
            database: try Database(path: folder + "/market.sqlite", migrations: Market.migrations),
            blobs: try BlobStore(root: folder + "/blobs"),
            world: World(now: { moment.now }, randomBytes: World.system.randomBytes), keys: keys)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        site = Site(
            house: house, market: Market(house: house, hasher: PasswordHasher(cost: .cheap)), formKey: SymmetricKey(size: .bits256),
            hosts: ["localhost"], secureCookies: false, logger: quietLogger,
            assets: try Assets(folder: root + "/public"), sendsMail: sendsMail)
        responder = App(site: site).router().buildResponder()
    }

    let clock: TestClock

    deinit {
        try? site.house.database.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Sends one request and reads the whole answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:], body: [UInt8] = [],
        authority: String? = "localhost"
    ) async throws -> TestAnswer {
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: authority, path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let response = try await responder.respond(to: request, context: context)
        let collector = BodyCollector()
        try await response.body.write(collector)
        return TestAnswer(
            status: response.status, headers: response.headers,
            text: String(decoding: collector.bytes.withLock { $0 }, as: UTF8.self))
    }

    /// A visitor's visit that begins now, outside any route.
    func visit(_ path: String) -> Visit {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
        return Visit(
            request: Request(head: head, body: RequestBody(buffer: ByteBuffer())), context: context, language: .en, site: site,
            signedIn: nil, generation: site.house.database.generation, secret: nil)
    }

    private var context: MarketContext {
        var logger = quietLogger
        logger[metadataKey: "hb.request.id"] = "test"
        return MarketContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
    }
}

/// Keeps metadata, as the request's id lies there, and writes nothing below critical.
private let quietLogger: Logger = {
    var logger = Logger(label: "test", factory: JSONLogHandler.init)
    logger.logLevel = .critical
    return logger
}()

final class TestClock: Sendable {
    private let moment: Mutex<Instant>
    init(_ start: Instant) { moment = Mutex(start) }
    var now: Instant { moment.withLock { $0 } }
    func advance(by span: Instant.Span) { moment.withLock { $0 = $0.advanced(by: span) } }
}

/// An answer as a browser would hold it.
struct TestAnswer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String

    /// The value of the hidden field `name` of the first form that has one.
    func hidden(_ name: String) -> String? {
        guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    var location: String? { headers[.location] }
}

/// A person at a browser: keeps cookies, follows forms.
final class TestBrowser: Sendable {
    let server: TestSite
    private let cookies = Mutex<[String: String]>([:])

    init(_ server: TestSite) { self.server = server }

    func get(_ path: String) async throws -> TestAnswer { keep(try await server.send(.get, path, headers: headers)) }

    /// Opens `page`, fills its form with `fields`, and posts it to `action` (the page itself when not given).
    func submit(_ page: String, to action: String? = nil, _ fields: [(String, String)]) async throws -> TestAnswer {
        let form = try await get(page)
        return try await post(
            action ?? page,
            [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? "")] + fields)
    }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> TestAnswer {
        let body = fields.map { encodeURL($0.0) + "=" + encodeURL($0.1) }.joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.origin] = "http://localhost"
        return keep(try await server.send(.post, path, headers: headers, body: Array(body.utf8)))
    }

    /// Posts a multipart form with one file.
    func upload(
        _ path: String, _ fields: [(String, String)], file: (field: String, name: String, bytes: [UInt8])
    ) async throws -> TestAnswer {
        let boundary = "----boundary7MA4YWxkTrZu0gW"
        var body: [UInt8] = []
        for (name, value) in fields {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n".utf8
        body += "Content-Type: application/octet-stream\r\n\r\n".utf8
        body += file.bytes
        body += "\r\n--\(boundary)--\r\n".utf8
        var headers = headers
        headers[.contentType] = "multipart/form-data; boundary=\(boundary)"
        headers[.origin] = "http://localhost"
        return keep(try await server.send(.post, path, headers: headers, body: body))
    }

    /// Puts a cookie into the browser as an earlier answer would have.
    func hold(cookie name: String, _ value: String) { cookies.withLock { $0[name] = value } }

    private var headers: HTTPFields {
        let line = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ") }
        return line.isEmpty ? [:] : [.cookie: line]
    }

    private func keep(_ answer: TestAnswer) -> TestAnswer {
        for value in answer.headers[values: .setCookie] {
            let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies.withLock { $0[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1]) }
        }
        return answer
    }
}
