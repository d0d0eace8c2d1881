import HTTPTypes
import Hummingbird
import LabelMarket

/// Signing in and out, and a person's own account.
struct AccountRoutes: RouteGroup {
    let site: Site
    private var accounts: Accounts { site.market.accounts }

    var routes: [Route] { signingIn + ownPage + protection }

    private var signingIn: [Route] {
        [
            .get("/sign-in", .anyone) { visit in signInPage(visit, FormMarkup(t: visit.t), next: visit.query.raw("next")) },
            .post("/sign-in", .anyone) { visit in try await signIn(visit) },
            .get("/sign-in/code", .anyone) { visit in
                codePage(visit, FormMarkup(t: visit.t), next: visit.query.raw("next"))
            },
            .post("/sign-in/code", .anyone) { visit in try await giveCode(visit) },
            .post("/sign-out", .anyone) { visit in
                _ = try await visit.postedForm()
                if let token = visit.sessionToken { try await accounts.signOut(token: token) }
                return visit.leaving(to: "/")
            },
        ]
    }

    private var ownPage: [Route] {
        [
            .get("/account", .signedIn, beforeSecondFactor: true) { visit in
                accountPage(visit, try accounts.page(of: try visit.actor))
            },
            .post("/account/sessions/{session}/end", .signedIn, beforeSecondFactor: true) { visit in
                _ = try await visit.postedForm()
                try await accounts.revoke(try visit.id("session"), by: try visit.actor)
                return visit.redirect("/account")
            },
            .post("/account/sign-out-everywhere", .signedIn, beforeSecondFactor: true) { visit in
                _ = try await visit.postedForm()
                try await accounts.signOutEverywhere(try visit.actor)
                return visit.leaving(to: "/sign-in")
            },
            .post("/account/switch", .signedIn, beforeSecondFactor: true) { visit in
                let form = try await visit.postedForm()
                guard let seat = ID<Membership>(text: form.raw("membership")) else { throw CommonRefusal.notFound }
                let token = try await accounts.switchSeat(to: seat, session: try visit.session, by: try visit.actor)
                return visit.entering(token, visit.redirect("/account"))
            },
        ]
    }

    private var protection: [Route] {
        [
            .get("/account/password", .signedIn, beforeSecondFactor: true) { visit in
                passwordPage(visit, FormMarkup(t: visit.t))
            },
            .post("/account/password", .signedIn, beforeSecondFactor: true) { visit in try await changePassword(visit) },
            .get("/account/second-factor", .signedIn, beforeSecondFactor: true) { visit in
                try secondFactorPage(visit, FormMarkup(t: visit.t))
            },
            .post("/account/second-factor/start", .signedIn, beforeSecondFactor: true) { visit in
                try await visit.submit(
                    read: { form in form.secret("currentPassword", missing: visit.t("Enter your password")) },
                    perform: { password, _ in
                        try await accounts.startSecondFactor(password: password, by: try visit.actor)
                        return "/account/second-factor"
                    },
                    render: { form in startSecondFactorPage(visit, form) })
            },
            .post("/account/second-factor/confirm", .signedIn, beforeSecondFactor: true) { visit in
                try await confirmSecondFactor(visit)
            },
            .get("/account/second-factor/remove", .signedIn) { visit in
                removeSecondFactorPage(visit, FormMarkup(t: visit.t))
            },
            .post("/account/second-factor/remove", .signedIn) { visit in
                try await visit.submit(
                    read: { form in form.secret("currentPassword", missing: visit.t("Enter your password")) },
                    perform: { password, _ in
                        try await accounts.removeSecondFactor(password: password, by: try visit.actor)
                        return "/account"
                    },
                    render: { form in removeSecondFactorPage(visit, form) })
            },
        ]
    }

    private func signIn(_ visit: Visit) async throws -> Response {
        var token: String?
        let response = try await visit.submit(
            read: { form in SignInForm.read(&form) },
            perform: { form, fields in
                let step = try await accounts.signIn(email: form.email, password: form.password, from: visit.comesFrom)
                token = step.token
                switch step {
                case .done: return visit.landing(fields.raw("next"))
                case .secondFactor: return "/sign-in/code?next=" + encodeURL(fields.raw("next"))
                }
            },
            render: { form in signInPage(visit, form, next: form.fields.raw("next")) })
        return token.map { visit.entering($0, response) } ?? response
    }

    private func giveCode(_ visit: Visit) async throws -> Response {
        var token: String?
        let response = try await visit.submit(
            read: { form in form.secret("code", missing: visit.t("Enter the code")) },
            perform: { code, fields in
                token = try await accounts.secondStep(
                    token: visit.sessionToken ?? "", code: code, from: visit.comesFrom)
                return visit.landing(fields.raw("next"))
            },
            render: { form in codePage(visit, form, next: form.fields.raw("next")) })
        return token.map { visit.entering($0, response) } ?? response
    }

    private func changePassword(_ visit: Visit) async throws -> Response {
        var token: String?
        let response = try await visit.submit(
            read: { form in PasswordForm.read(&form) },
            perform: { form, _ in
                token = try await accounts.changePassword(
                    from: form.current, to: form.new, session: try visit.session, by: try visit.actor)
                return "/account"
            },
            render: { form in passwordPage(visit, form) })
        return token.map { visit.entering($0, response) } ?? response
    }

    private func confirmSecondFactor(_ visit: Visit) async throws -> Response {
        var token: String?
        let response = try await visit.submit(
            read: { form in form.secret("code", missing: visit.t("Enter the code")) },
            perform: { code, _ in
                token = try await accounts.confirmSecondFactor(
                    code: code, session: try visit.session, by: try visit.actor)
                return "/account"
            },
            render: { form in try secondFactorPage(visit, form) })
        return token.map { visit.entering($0, response) } ?? response
    }

    private func secondFactorPage(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        guard let setUp = try accounts.pendingSecondFactor(of: try visit.actor) else {
            return startSecondFactorPage(visit, form)
        }
        return confirmSecondFactorPage(visit, form, setUp)
    }
}

extension Visit {
    var sessionToken: String? { request.cookie(site.sessionCookie) }

    /// - Throws: ``CommonRefusal/forbidden`` for a visitor.
    var session: ID<Session> {
        get throws {
            guard let signedIn else { throw CommonRefusal.forbidden }
            return signedIn.session
        }
    }

    /// Scheme and host by which the visitor reached the market.
    var origin: String { (site.secureCookies ? "https://" : "http://") + (request.head.authority ?? "") }

    var comesFrom: SignInOrigin { SignInOrigin(address: address, browser: request.headers[.userAgent] ?? "") }

    /// Where a sign-in leads: the page that asked for it when it is one of ours, else the desk.
    func landing(_ next: String) -> String {
        let isOurs = Language.allCases.contains { next.hasPrefix("/\($0.rawValue)/") }
        let isPlain = next.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }
        return isOurs && isPlain && !next.contains("//") ? String(next.dropFirst(3)) : "/desk"
    }

    /// `response` with the cookie of a session.
    func entering(_ token: String, _ response: Response) -> Response {
        var response = response
        response.headers.append(HTTPField(name: .setCookie, value: site.cookie(site.sessionCookie, token)))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// A redirect that takes the session's cookie back.
    func leaving(to path: String) -> Response {
        var response = redirect(path)
        response.headers.append(
            HTTPField(name: .setCookie, value: site.cookie(site.sessionCookie, "", maxAgeSeconds: 0)))
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
