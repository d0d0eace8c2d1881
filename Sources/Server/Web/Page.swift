import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// A page before it is laid out: its title, its main part, and what it is.
struct Page: Sendable {
    let title: String
    let main: HTML
    var status: HTTPResponse.Status = .ok
    /// Where "Back" leads, without the language; nil for pages that are not part of a journey.
    var back: String?

    init(
        _ title: String, status: HTTPResponse.Status = .ok, back: String? = nil, @HTMLBuilder main: () throws -> HTML
    ) rethrows {
        self.title = title
        self.main = try main()
        self.status = status
        self.back = back
    }

    /// A page with a form: answers 422, with the summary of problems first, when there are any.
    init(
        _ title: String, form: FormMarkup, back: String? = nil, @HTMLBuilder main: () throws -> HTML
    ) rethrows {
        self.title = form.errors.isEmpty ? title : form.t("Error: ") + title
        self.main = form.summary + (try main())
        self.status = form.errors.isEmpty ? .ok : .unprocessableContent
        self.back = back
    }
}

/// Puts pieces of markup one after the other.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ piece: HTML) -> HTML { piece }
    static func buildBlock(_ pieces: HTML...) -> HTML { pieces.reduce(into: .empty) { $0 += $1 } }
    static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .empty }
    static func buildEither(first piece: HTML) -> HTML { piece }
    static func buildEither(second piece: HTML) -> HTML { piece }
    static func buildArray(_ pieces: [HTML]) -> HTML { pieces.reduce(into: .empty) { $0 += $1 } }
}

extension Visit {
    /// Lays `page` out as a response in the visitor's language.
    func page(_ page: Page) -> Response { response(layOut(page)) }

    /// The page as bytes; for a session its token is in them.
    func layOut(_ page: Page) -> LaidOutPage {
        LaidOutPage(markup(page), status: page.status, token: signedIn == nil ? nil : csrfToken)
    }

    /// `page` with everything filled in that is for this answer alone.
    func response(_ page: LaidOutPage) -> Response {
        let bytes = page.filled(token: { csrfToken }, key: { site.house.world.token(bytes: 16) })
        return Response(
            status: page.status, headers: [.contentType: "text/html; charset=utf-8"], body: ResponseBody(byteBuffer: bytes))
    }

    private func markup(_ page: Page) -> HTML {
        let other = Texts(language: language.other)
        return """
            <!DOCTYPE html>
            <html lang="\(language.tag)">
            <head><meta charset="utf-8"><title>\(page.title)\(isFurtherPage ? t.bracketed(t("further page")) : "") - \(t("LabelMarket"))</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" href="\(site.assets.styleSheetPath)"><link rel="icon" href="/icon.svg" type="image/svg+xml"></head>
            <body><a class="skip" href="#main">\(t("Skip to main content"))</a>
            <header><a class="brand" href="\(path("/"))">\(t("LabelMarket"))</a>
            <span>\(seat) <a href="\(switched(page))" lang="\(other.language.tag)" hreflang="\(other.language.tag)">\(language.other.ownName)</a></span></header>
            \(mainNavigation)
            <main id="main">\(backLink(page))\(language == .en ? page.main.markingChinese() : page.main)</main>
            <footer><nav aria-label="\(t("Footer"))"><ul><li>\(link("/help", t("Help and contact")))</li>\
            <li>\(link("/privacy", t("Privacy")))</li><li>\(link("/accessibility", t("Accessibility")))</li></ul></nav>\
            \(if: signedIn != nil, button("/sign-out", t("Sign out"), second: true))</footer></body></html>
            """
    }

    /// The main navigation, which depends on the role, the language and the place in it.
    private var mainNavigation: HTML {
        let items = Navigation.items(for: signedIn?.actor.role)
        let current = Navigation.current(of: items, at: request.uri.path.dropFirst(3))
        return site.navigation.piece(NavigationPiece(role: signedIn?.actor.role, language: language, current: current?.path)) {
            """
            <nav aria-label="\(t("Main"))"><ul>\(each: items, { item in
                "<li><a href=\"\(path(item.path))\"\(if: item.path == current?.path, " aria-current=\"page\"")>\(t(item.words))</a></li>"
            })</ul></nav>
            """
        }
    }

    /// Who the page is for, or the way to sign in.
    private var seat: HTML {
        guard let signedIn else { return link("/sign-in", t("Sign in")) }
        return """
            <a href="\(path("/account"))">\(t.written(signedIn.personName)) · \(t.written(t(signedIn.organisationName)))</a> \
            <span class="tag">\(Navigation.name(of: signedIn.actor.role, t))</span>
            """
    }

    /// Whether this is not the first page of a list.
    private var isFurtherPage: Bool {
        guard request.uri.query != nil else { return false }
        let query = query
        return ["after", "before", "from"].contains { query.has($0) }
    }

    /// The same page in the other language; its start page when there is no such page.
    private func switched(_ page: Page) -> String {
        let address = request.uri.string
        let prefix = "/" + language.rawValue
        guard address.hasPrefix(prefix), request.method == .get, page.status != .notFound else { return "/\(language.other.rawValue)" }
        return "/" + language.other.rawValue + address.dropFirst(prefix.count)
    }

    private func backLink(_ page: Page) -> HTML {
        page.back.map { "<p class=\"back\"><a href=\"\(path($0))\">\(t("Back"))</a></p>" } ?? .empty
    }
}
