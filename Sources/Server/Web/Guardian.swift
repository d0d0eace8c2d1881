import Foundation
import HTTPTypes
import Hummingbird
import LabelMarket
import Logging
import NIOCore
import Storage
import Synchronization

/// Stands before every route: refuses foreign hosts, sets the headers that keep a page to itself, compresses text, and
/// writes one log line a request.
struct Guardian: RouterMiddleware {
    typealias Context = MarketContext
    let site: Site

    func handle(
        _ request: Request, context: MarketContext, next: (Request, MarketContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        // The first Host header became the authority; one that is left over is a second.
        if !isKnownHost(request.head.authority) || request.headers.contains(.host) {
            response = Response(status: .misdirectedRequest)
        } else {
            do {
                response = try await next(request, context)
            } catch let error as HTTPError {
                response = stray(error.status, request, context)
            } catch {
                context.logger.error("request failed", metadata: ["error": "\(error)"])
                response = stray(.internalServerError, request, context)
            }
        }
        protect(&response, context)
        compress(&response, request)
        context.logger.info(
            "request",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(request.uri.path),
                "status": .string(String(response.status.code)), "from": .string(context.address),
                "ms": .string(milliseconds(ContinuousClock.now - started)),
            ])
        return response
    }

    private func isKnownHost(_ authority: String?) -> Bool {
        guard let authority else { return false }
        var host = Substring(authority)
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") { host = host[..<colon] }
        return site.hosts.contains(host.lowercased())
    }

    /// The page for an address that no route answers.
    private func stray(_ status: HTTPResponse.Status, _ request: Request, _ context: MarketContext) -> Response {
        let language =
            request.uri.path.hasPrefix("/en")
            ? Language.en
            : request.uri.path.hasPrefix("/zh")
                ? .zh : Language(acceptLanguage: request.headers[.acceptLanguage])
        let visit = Visit(
            request: request, context: context, language: language, site: site, signedIn: nil,
            generation: site.house.database.generation, secret: nil)
        return visit.explain(status == .notFound || status == .methodNotAllowed ? WebRefusal.notThisWay : StrayFailure())
    }

    private struct StrayFailure: Error {}

    private func protect(_ response: inout Response, _ context: MarketContext) {
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] =
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        }
        response.headers[.contentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.openerPolicy] = "same-origin"
        response.headers[.resourcePolicy] = "same-origin"
        response.headers[.requestID] = context.id
        if site.secureCookies { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
    }

    /// Compresses pages and other text that is complete in memory.
    private func compress(_ response: inout Response, _ request: Request) {
        guard acceptsGzip(request), response.headers[.contentEncoding] == nil,
            let type = response.headers[.contentType], type.hasPrefix("text/") || type.contains("xml") || type.contains("json"),
            let length = response.body.contentLength, length > 1000, length < 1 << 20
        else { return }
        response.headers[.vary] = "Accept-Encoding"
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        let body = response.body
        response.body = ResponseBody { writer in
            let collector = BodyCollector()
            try await body.write(collector)
            try await writer.write(ByteBuffer(bytes: gzip(collector.bytes.withLock { $0 }, level: 4)))
            try await writer.finish(nil)
        }
    }
}

/// A span in milliseconds with three digits behind the point.
private func milliseconds(_ span: Duration) -> String {
    let micros = Int(span / .microseconds(1))
    return "\(micros / 1000).\(padded(micros % 1000, 3))"
}

/// Keeps a body that is written to it.
final class BodyCollector: ResponseBodyWriter, Sendable {
    let bytes = Mutex<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += buffer.readableBytesView } }
    func finish(_ trailers: HTTPFields?) async throws {}
}
