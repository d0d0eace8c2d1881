import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import LabelMarket
import Synchronization

/// One request as a handler sees it: who comes, in which language, with what; and how to answer.
final class Visit: Sendable {
    let request: Request
    let context: MarketContext
    let language: Language
    let site: Site
    /// The live session; nil for a visitor.
    let signedIn: SignedIn?
    /// The database's number from before the session was read.
    let generation: Int
    /// What the session's or the visitor's forms are bound to; nil for a visitor who has nothing yet.
    private let secret: String?
    /// What a visitor gets who has nothing yet and is shown a form.
    private let newSecret = Mutex<String?>(nil)

    init(
        request: Request, context: MarketContext, language: Language, site: Site, signedIn: SignedIn?,
        generation: Int, secret: String?
    ) {
        self.request = request
        self.context = context
        self.language = language
        self.site = site
        self.signedIn = signedIn
        self.generation = generation
        self.secret = secret
    }

    var t: Texts { Texts(language: language) }
    var now: Instant { site.house.world.now() }

    /// The session's actor.
    /// - Throws: ``CommonRefusal/forbidden`` for a visitor; routes that need one are closed to visitors before.
    var actor: Actor {
        get throws {
            guard let signedIn else { throw CommonRefusal.forbidden }
            return signedIn.actor
        }
    }

    /// Where the request came from, for throttling and the log.
    var address: String { context.address }

    /// The id named `name` in the path.
    /// - Throws: ``CommonRefusal/notFound`` when it is no id: such a page cannot exist.
    func id<Of>(_ name: String, of type: Of.Type = Of.self) throws -> ID<Of> {
        guard let text = context.parameters.get(name), let id = ID<Of>(text: text) else { throw CommonRefusal.notFound }
        return id
    }

    func parameter(_ name: String) throws -> String {
        guard let text = context.parameters.get(name).flatMap({ decodeURL($0.utf8) }) else {
            throw CommonRefusal.notFound
        }
        return text
    }

    /// What the address carries behind `?`.
    var query: FormFields { FormFields(urlEncoded: (request.uri.query ?? "").utf8) ?? FormFields() }

    /// The address of `path` in the visitor's language: `/jobs` → `/zh/jobs`, `/` → `/zh`.
    func path(_ path: String) -> String { "/\(language.rawValue)" + (path == "/" ? "" : path) }

    /// A link to `path`, which is given without the language.
    func link(_ path: String, _ words: String) -> HTML { "<a href=\"\(self.path(path))\">\(words)</a>" }

    /// Answers a POST: the browser gets the page at `path`.
    func redirect(_ path: String) -> Response {
        var headers = HTTPFields()
        headers[.location] = self.path(path)
        return Response(status: .seeOther, headers: headers)
    }

    // MARK: Forms

    /// The token that a form of this visit carries; it means nothing to another session. A visitor gets a cookie with it.
    var csrfToken: String {
        let bound = secret ?? newSecret.withLock { new in
            let made = new ?? site.house.world.token(bytes: 16)
            new = made
            return made
        }
        return site.csrfToken(for: bound)
    }

    /// Start tag of a POST form with its hidden machinery: the session's token, and a fresh key that makes a repeated
    /// post of this very page harmless. Both are places that the answer fills.
    func form(_ path: String, upload: Bool = false) -> HTML {
        """
        <form method="post" action="\(self.path(path))" novalidate\
        \(if: upload, " enctype=\"multipart/form-data\"")>\
        <input type="hidden" name="csrf" value="\(HTML.tokenPlace)">\
        <input type="hidden" name="key" value="\(HTML.keyPlace)">
        """
    }

    /// A form that is only a button.
    func button(_ path: String, _ words: String, second: Bool = false, hidden: [(String, String)] = []) -> HTML {
        """
        \(form(path))\(each: hidden, { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })\
        <button\(if: second, " class=\"second\"")>\(words)</button></form>
        """
    }

    /// The cookie that the token of a form on this visit's page needs and the browser does not hold.
    var needsVisitorCookie: String? { newSecret.withLock { $0 } }

    /// Reads the posted form and proves that one of our pages made it.
    /// - Throws: ``WebRefusal``
    func postedForm(limit: Int = 1 << 20) async throws -> FormFields {
        let type = request.headers[.contentType] ?? ""
        let fields: FormFields
        if type.hasPrefix("multipart/form-data") {
            fields = try await receiveMultipart(limit: limit)
        } else {
            guard type.hasPrefix("application/x-www-form-urlencoded") else { throw WebRefusal.unreadableForm }
            let body = try await collect(limit: limit)
            guard let read = FormFields(urlEncoded: body) else { throw WebRefusal.unreadableForm }
            fields = read
        }
        guard let secret, site.isCSRFToken(fields.raw("csrf"), for: secret) else { throw WebRefusal.oldForm }
        return fields
    }

    private func collect(limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limit else { throw WebRefusal.tooLarge(limit: limit) }
            bytes += chunk.readableBytesView
        }
        return bytes
    }

    private func receiveMultipart(limit: Int) async throws -> FormFields {
        guard let boundary = MultipartReader.boundary(in: request.headers[.contentType] ?? "") else {
            throw WebRefusal.unreadableForm
        }
        var reader = MultipartReader(boundary: boundary, blobs: site.house.blobs, limit: limit)
        for try await chunk in request.body { try reader.feed(chunk.readableBytesView) }
        return try reader.finish()
    }

    /// The whole exchange of a form: read, check, perform, and go on to the page it leads to; or show the same page
    /// again, with everything typed and each problem beside its field.
    ///
    /// - Parameters:
    ///   - read: builds the command; nil after it has said what is wrong.
    ///   - perform: the one domain call; returns the path of the page to show next.
    ///   - render: the page the form stands on.
    func submit<Command>(
        limit: Int = 1 << 20, read: (inout FormReader) throws -> Command?,
        perform: (Command, FormFields) async throws -> String, render: (FormMarkup) throws -> Page
    ) async throws -> Response {
        let fields = try await postedForm(limit: limit)
        var reader = FormReader(fields, t)
        if let command = try read(&reader), reader.errors.isEmpty {
            do {
                return redirect(try await perform(command, fields))
            } catch let refusal as any ExplainedRefusal {
                guard let field = refusal.field else { throw refusal }
                reader.fail(field, refusal.words(t))
            }
        }
        return page(try render(FormMarkup(t: t, fields: fields, errors: reader.errors)))
    }
}

/// "No" from the web layer itself.
enum WebRefusal: Refusal, Hashable {
    case oldForm, unreadableForm
    case tooLarge(limit: Int)
    case notThisWay
    case signInFirst

    var kind: RefusalKind {
        switch self {
        case .oldForm: .conflict
        case .unreadableForm, .tooLarge: .invalid
        case .notThisWay: .notFound
        case .signInFirst: .forbidden
        }
    }
}
