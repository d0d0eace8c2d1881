import Foundation
import HTTPTypes
import Hummingbird
import LabelMarket
import Storage

/// Who may come to a route at all. What they then see is theirs by the domain: objects are loaded through the actor.
enum Access: Hashable, Sendable {
    case anyone
    /// Anyone with a session.
    case signedIn
    case roles(Set<Role>)

    static func role(_ roles: Role...) -> Access { .roles(Set(roles)) }

    func admits(_ role: Role?) -> Bool {
        switch self {
        case .anyone: true
        case .signedIn: role != nil
        case .roles(let roles): role.map(roles.contains) ?? false
        }
    }
}

/// One address of the market, whom it admits, and what answers there. A route that is not in the table does not exist.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// Without the language: `/jobs/{job}`.
    let path: String
    let access: Access
    /// Whether a person who still owes a second factor may come here.
    let beforeSecondFactor: Bool
    let answer: @Sendable (Visit) async throws -> Response

    static func get(
        _ path: String, _ access: Access, beforeSecondFactor: Bool = false,
        _ answer: @escaping @Sendable (Visit) async throws -> Page
    ) -> Route {
        Route(method: .get, path: path, access: access, beforeSecondFactor: beforeSecondFactor) { visit in
            visit.page(try await answer(visit))
        }
    }

    /// A GET whose page depends on nothing but the database, the session, the address and the time: it is laid out once
    /// for as long as nothing is committed.
    static func kept(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (Visit) async throws -> Page
    ) -> Route {
        Route(method: .get, path: path, access: access, beforeSecondFactor: false) { visit in
            visit.response(try await visit.site.pages.page(visit) { visit.layOut(try await answer(visit)) })
        }
    }

    /// A GET that answers with something else than a page: a file, an image, a redirect.
    static func getFile(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (Visit) async throws -> Response
    ) -> Route {
        Route(method: .get, path: path, access: access, beforeSecondFactor: false, answer: answer)
    }

    static func post(
        _ path: String, _ access: Access, beforeSecondFactor: Bool = false,
        _ answer: @escaping @Sendable (Visit) async throws -> Response
    ) -> Route {
        Route(method: .post, path: path, access: access, beforeSecondFactor: beforeSecondFactor, answer: answer)
    }
}

/// A slice's part of the table.
protocol RouteGroup: Sendable {
    var routes: [Route] { get }
}

extension Route {
    /// Registers the route under both languages: decides access, then answers.
    func register(on router: Router<MarketContext>, site: Site) {
        let pattern = path.replacing("{", with: ":").replacing("}", with: "")
        for language in Language.allCases {
            router.on(RouterPath("/\(language.rawValue)\(pattern)"), method: method) { request, context in
                try await respond(request, context, language, site)
            }
        }
    }

    private func respond(
        _ request: Request, _ context: MarketContext, _ language: Language, _ site: Site
    ) async throws -> Response {
        if method == .get, request.uri.path.last == "/" { return withoutSlash(request) }
        // Read before the session is, as what is kept for this visit must not be older than what it was kept under.
        let generation = site.house.database.generation
        let token = request.cookie(site.sessionCookie)
        let signedIn = try token.flatMap { try site.market.accounts.signedIn(token: $0) }
        if let signedIn, signedIn.isTouchDue {
            // A session whose use could not be noted still serves this request.
            try? await site.market.accounts.touch(signedIn.session)
        }
        let visit = Visit(
            request: request, context: context, language: language, site: site, signedIn: signedIn,
            generation: generation, secret: signedIn == nil ? visitorSecret(request, site) : token)
        do {
            try admit(visit)
            return finished(try await answer(visit), visit)
        } catch {
            return finished(visit.explain(error), visit)
        }
    }

    /// Every page has one address: the one that does not end with a slash.
    private func withoutSlash(_ request: Request) -> Response {
        var path = request.uri.path
        while path.last == "/" { path.removeLast() }
        var headers = HTTPFields()
        headers[.location] = path + (request.uri.query.map { "?" + $0 } ?? "")
        return Response(status: .permanentRedirect, headers: headers)
    }

    private func admit(_ visit: Visit) throws {
        if !access.admits(visit.signedIn?.actor.role) {
            throw visit.signedIn == nil ? WebRefusal.signInFirst : CommonRefusal.forbidden
        }
        if method == .post, !isFromOurPages(visit) { throw WebRefusal.oldForm }
        if let signedIn = visit.signedIn, signedIn.owesSecondFactor, !beforeSecondFactor, access != .anyone {
            throw SecondFactorOwed()
        }
    }

    /// A browser says where a post comes from; one that comes from elsewhere is refused before its body is read.
    private func isFromOurPages(_ visit: Visit) -> Bool {
        if let site = visit.request.headers[.secFetchSite] { return site == "same-origin" }
        guard let origin = visit.request.headers[.origin] else { return true }
        let host = origin.split(separator: "/").last.map(String.init) ?? ""
        return host == visit.request.head.authority
    }

    private func visitorSecret(_ request: Request, _ site: Site) -> String? {
        let cookie = request.cookie(site.visitorCookie)
        return cookie?.utf8.count == 32 ? cookie : nil
    }

    private func finished(_ response: Response, _ visit: Visit) -> Response {
        var response = response
        if let secret = visit.needsVisitorCookie {
            response.headers.append(
                HTTPField(name: .setCookie, value: visit.site.cookie(visit.site.visitorCookie, secret)))
        }
        if response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = visit.signedIn == nil ? "no-cache" : "no-store"
        }
        response.headers[.contentLanguage] = visit.language.tag
        return response
    }
}

extension Request {
    /// The value of the first cookie called `name`.
    func cookie(_ name: String) -> String? {
        for line in headers[values: .cookie] {
            for pair in line.utf8.split(separator: UInt8(ascii: ";")) {
                let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
                guard trimmed.starts(with: name.utf8) else { continue }
                let rest = trimmed.dropFirst(name.utf8.count)
                if rest.first == UInt8(ascii: "=") { return String(Substring(rest.dropFirst())) }
            }
        }
        return nil
    }
}

/// The person must set up a second factor before anything else; the page for it takes over.
struct SecondFactorOwed: Error {}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let host = HTTPField.Name("Host")!
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
}
