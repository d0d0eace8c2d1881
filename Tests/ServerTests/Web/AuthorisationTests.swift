import HTTPTypes
import LabelMarket
import Testing

@testable import Server

/// Walks the whole table of routes with every role: who is not admitted is turned away, who is admitted never meets a
/// defect, whatever stands in the address.
@Suite struct AuthorisationTests {
    private static let password = "violet harbour 4821 lanterns"

    @Test func everyRoute_admitsItsRolesAndNobodyElse() async throws {
        let site = try TestSite()
        let browsers = try await seats(site)
        for route in App.routes(site.site) {
            let path = "/en" + filled(route.path)
            for (role, token) in browsers {
                let status = try await ask(site, route, path, token)
                let who = "\(route.method) \(route.path) as \(role?.rawValue ?? "visitor"): \(status.code)"
                #expect(status != .internalServerError, "\(who)")
                if route.access.admits(role) { continue }
                let turnedAway: HTTPResponse.Status = role == nil && route.method == .get ? .seeOther : .forbidden
                #expect(status == turnedAway, "\(who)")
            }
        }
    }

    @Test func table_hasNoRouteTwice() throws {
        let site = try TestSite()
        let names = App.routes(site.site).map { "\($0.method) \($0.path)" }
        #expect(Set(names).count == names.count)
    }

    @Test func post_fromElsewhere_isRefused() async throws {
        let site = try TestSite()
        let token = try #require(try await seats(site).first { $0.0 == .buyer }?.1)
        let answer = try await site.send(
            .post, "/en/account/sign-out-everywhere",
            headers: [
                .cookie: "session=\(token)", .origin: "https://evil.example",
                .contentType: "application/x-www-form-urlencoded",
            ])
        #expect(answer.status == .conflict)
    }

    /// An address with an id in each place: well formed, and of nothing.
    private func filled(_ path: String) -> String {
        path.split(separator: "/").map { part in
            part.first != "{" ? String(part) : ["{kind}": "firm", "{key}": "none", "{part}": "budget"][String(part)] ?? "0000000000001"
        }.reduce("") { $0 + "/" + $1 }
    }

    private func ask(
        _ site: TestSite, _ route: Route, _ path: String, _ token: String?
    ) async throws -> HTTPResponse.Status {
        var headers: HTTPFields = [:]
        if let token { headers[.cookie] = "session=\(token)" }
        if route.method == .post {
            headers[.origin] = "http://localhost"
            headers[.contentType] = "application/x-www-form-urlencoded"
        }
        return try await site.send(route.method, path, headers: headers).status
    }

    /// A session of each role, and none.
    private func seats(_ site: TestSite) async throws -> [(Role?, String?)] {
        let accounts = site.site.market.accounts
        let administrator = try await accounts.setUp(
            try facts(.marketOperator, 1), administrator: person("administrator"))
        var actors: [Actor] = [administrator]
        for (index, kind) in [OrganisationKind.firm, .labelingVendor, .dataCentre].enumerated() {
            actors.append(try await accounts.register(try facts(kind, 10 + index), firstPerson: person("firm\(index)")))
        }
        for (index, kind) in [OrganisationKind.bureau, .auditOffice].enumerated() {
            let email = try #require(EmailAddress(typed: "office\(index)@example.org"))
            let (_, invitation) = try await accounts.establish(
                try facts(kind, 20 + index), inviting: email, by: administrator)
            actors.append(
                try await accounts.accept(invitation: invitation.token, name: "Office", password: Self.password))
        }
        var seats: [(Role?, String?)] = [(nil, nil)]
        for actor in actors { seats.append((actor.role, try await session(of: actor, site))) }
        return seats
    }

    private func session(of actor: Actor, _ site: TestSite) async throws -> String {
        let accounts = site.site.market.accounts
        let setUp = try await accounts.startSecondFactor(password: Self.password, by: actor)
        try await accounts.confirmSecondFactor(
            code: OneTimePassword.code(secret: setUp.secret, at: site.clock.now), by: actor)
        site.clock.advance(by: .minutes(2))
        let origin = SignInOrigin(address: "test", browser: "test")
        guard
            case .secondFactor(let waiting) = try await accounts.signIn(
                email: setUp.email, password: Self.password, from: origin)
        else { return "" }
        return try await accounts.secondStep(
            token: waiting, code: OneTimePassword.code(secret: setUp.secret, at: site.clock.now), from: origin)
    }

    private func person(_ name: String) -> NewPerson {
        NewPerson(email: "\(name)@example.org", name: name, password: Self.password)
    }

    private func facts(_ kind: OrganisationKind, _ serial: Int) throws -> OrganisationFacts {
        OrganisationFacts(
            kind: kind, nameZh: "单位\(serial)",
            creditCode: try #require(CreditCode(completing: "91310000" + padded(700_000_000 + serial, 9))),
            region: try #require(Region(code: "310000")), sector: .software, headcount: 10, annualRevenue: .yuan(100_000),
            totalAssets: .yuan(100_000), foundedOn: try #require(CivilDate(year: 2020, month: 1, day: 1)),
            legalRepresentative: "代表", contactEmail: "a@example.org")
    }
}
