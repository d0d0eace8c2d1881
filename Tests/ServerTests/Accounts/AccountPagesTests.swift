import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

struct AccountPagesTests {
    static let password = "tidy green kettle"

    static let registration: [(String, String)] = [
        ("nameZh", "示例科技有限公司"), ("nameEn", "Example Tech"), ("creditCode", "9133 0100 7996 5505 8b"),
        ("region", "330200"), ("district", "海曙区"), ("sector", "software"), ("headcount", "４０"),
        ("annualRevenue", "600万"), ("totalAssets", "3,000,000"), ("foundedOn", "2020-05-01"),
        ("legalRepresentative", "李雷"), ("bankName", ""), ("bankAccount", ""), ("name", "韩梅梅"),
        ("email", "han@example.cn"), ("password", password),
    ]

    @Test func register_thenSignIn_thenSignOut() async throws {
        let browser = TestBrowser(try TestSite())
        #expect(try await browser.submit("/en/register/firm", Self.registration).location == "/en/registered")
        let signedIn = try await browser.submit(
            "/en/sign-in?next=%2Fzh%2Forganisation", to: "/en/sign-in",
            [("next", "/zh/organisation"), ("email", "HAN@example.cn"), ("password", Self.password)])
        #expect(signedIn.status == .seeOther)
        #expect(signedIn.location == "/en/organisation")
        let cookie = try #require(signedIn.headers[values: .setCookie].first { $0.hasPrefix("session=") })
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        let page = try await browser.get("/en/organisation")
        #expect(page.status == .ok)
        #expect(page.text.contains("Small enterprise"))
        #expect(page.text.contains("Zhejiang, Ningbo"))
        #expect(try await browser.get("/zh/organisation").text.contains("小型企业"))
        #expect(try await browser.submit("/en/account", to: "/en/sign-out", []).location == "/en")
        #expect(try await browser.get("/en/account").location == "/en/sign-in?next=%2Fen%2Faccount")
    }

    @Test func registration_sentTwiceIsAnsweredTwiceAndDoneOnce() async throws {
        let browser = TestBrowser(try TestSite())
        let form = try await browser.get("/en/register/firm")
        let fields = [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? "")] + Self.registration
        #expect(try await browser.post("/en/register/firm", fields).location == "/en/registered")
        #expect(try await browser.post("/en/register/firm", fields).location == "/en/registered")
        let again = try await browser.submit("/en/register/firm", Self.registration)
        #expect(again.status == .unprocessableContent)
        #expect(again.text.contains("already registered"))
    }

    @Test(arguments: [
        ("creditCode", "91330100799655058C", "does not fit the others"), ("creditCode", "123", "this one has 3"),
        ("headcount", "-3", "whole number"), ("annualRevenue", "12.345", "two decimals"),
        ("totalAssets", String(repeating: "9", count: 30), "at most"), ("foundedOn", "2030-01-01", "future"),
        ("foundedOn", "2020-02-30", "date that exists"), ("email", "han", "name@example.cn"), ("password", "short", "12 characters"),
        ("password", "Password1234", "guessed first"), ("region", "999999", "place of registration"),
        ("bankAccount", "123", "name of the bank"), ("nameZh", "  ", "registered name"), ("sector", "x", "sector"),
    ])
    func registration_saysBesideTheFieldWhatIsWrong(field: String, value: String, message: String) async throws {
        let browser = TestBrowser(try TestSite())
        let fields = Self.registration.map { $0.0 == field ? (field, value) : $0 }
        let answer = try await browser.submit("/en/register/firm", fields)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("<title>Error: "))
        #expect(answer.text.contains(message))
        #expect(answer.text.contains("value=\"示例科技有限公司\"") || field == "nameZh")
        #expect(!answer.text.contains(Self.password))
    }

    @Test func wrongPassword_keepsTheEmailAndNotThePassword() async throws {
        let browser = TestBrowser(try TestSite())
        let answer = try await browser.submit("/en/sign-in", [("email", "a@b.cn"), ("password", "wrong wrong")])
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("value=\"a@b.cn\""))
        #expect(!answer.text.contains("wrong wrong"))
    }

    @Test func throttledSignIn_isATooManyTriesPage() async throws {
        let browser = TestBrowser(try TestSite())
        var last: HTTPResponse.Status = .ok
        for _ in 0..<6 {
            last = try await browser.submit("/en/sign-in", [("email", "a@b.cn"), ("password", "x")]).status
        }
        #expect(last == .tooManyRequests)
    }

    @Test(arguments: ["https://evil.example", "//evil.example", "/zh//evil.example", "/zh/\\evil", "/desk", ""])
    func foreignNext_leadsToTheDesk(next: String) async throws {
        let site = try TestSite()
        try await site.register()
        let answer = try await TestBrowser(site).submit(
            "/en/sign-in", [("next", next), ("email", "han@example.cn"), ("password", Self.password)])
        #expect(answer.location == "/en/desk")
    }

    @Test func post_withoutTokenIsRefused() async throws {
        let site = try TestSite()
        try await site.register()
        let browser = TestBrowser(site)
        let answer = try await browser.post("/en/sign-in", [("email", "han@example.cn"), ("password", Self.password)])
        #expect(answer.status == .conflict)
        #expect(answer.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("session=") })
    }

    @Test func officerWithoutSecondFactor_setsItUpFirst() async throws {
        let site = try TestSite()
        let browser = TestBrowser(site)
        try await site.setUp()
        _ = try await browser.submit("/en/sign-in", [("email", "root@example.cn"), ("password", Self.password)])
        #expect(try await browser.get("/en/organisations").location == "/en/account/second-factor")
        let started = try await browser.submit(
            "/en/account/second-factor", to: "/en/account/second-factor/start", [("currentPassword", Self.password)])
        #expect(started.location == "/en/account/second-factor")
        let page = try await browser.get("/en/account/second-factor")
        #expect(page.text.contains("otpauth://totp/LabelMarket:root%40example.cn?secret="))
        let secret = try #require(try site.pendingSecret("root@example.cn"))
        let wrong = try await browser.submit(
            "/en/account/second-factor", to: "/en/account/second-factor/confirm", [("code", "1")])
        #expect(wrong.status == .unprocessableContent)
        let code = OneTimePassword.code(secret: secret, at: site.clock.now)
        let confirmed = try await browser.submit(
            "/en/account/second-factor", to: "/en/account/second-factor/confirm", [("code", code)])
        #expect(confirmed.location == "/en/account")
        #expect(try await browser.get("/en/organisations").status == .ok)
        #expect(try await browser.get("/zh/people").status == .ok)

        // The next sign-in asks for the code.
        site.clock.advance(by: .seconds(60))
        let other = TestBrowser(site)
        let first = try await other.submit("/en/sign-in", [("email", "root@example.cn"), ("password", Self.password)])
        #expect(first.location == "/en/sign-in/code?next=")
        #expect(try await other.get("/en/account").status == .seeOther)
        let second = try await other.submit(
            "/en/sign-in/code", [("code", OneTimePassword.code(secret: secret, at: site.clock.now))])
        #expect(second.location == "/en/desk")
        #expect(try await other.get("/en/account").status == .ok)
    }

    @Test func invitation_leadsToAMembership() async throws {
        let site = try TestSite()
        try await site.register()
        let browser = TestBrowser(site)
        _ = try await browser.submit("/en/sign-in", [("email", "han@example.cn"), ("password", Self.password)])
        let made = try await browser.submit("/en/organisation/invite", [("email", "li@example.cn"), ("role", "buyer")])
        let token = try #require(made.location?.split(separator: "=").last.map(String.init))
        #expect(try await browser.get("/en/organisation/invited?token=\(token)").text.contains("/en/invitation?token=\(token)"))
        let guest = TestBrowser(site)
        let refused = try await guest.submit(
            "/zh/invitation?token=\(token)", to: "/zh/invitation", [("token", token), ("name", "李"), ("password", "x")])
        #expect(refused.status == .unprocessableContent)
        let accepted = try await guest.submit(
            "/zh/invitation?token=\(token)", to: "/zh/invitation",
            [("token", token), ("name", "李丽"), ("password", "plum rain on tiles")])
        #expect(accepted.location == "/zh/registered")
        let page = try await browser.get("/en/organisation")
        #expect(page.text.contains("李丽"))
        #expect(try await guest.get("/zh/invitation?token=\(token)").status == .conflict)
    }

    @Test func edit_keepsTheAccountNumberAndRefusesAnOldPage() async throws {
        let site = try TestSite()
        try await site.register()
        let browser = TestBrowser(site)
        _ = try await browser.submit("/en/sign-in", [("email", "han@example.cn"), ("password", Self.password)])
        var fields = Self.registration.filter { !["creditCode", "name", "email", "password"].contains($0.0) }
        fields.append(("contactEmail", "office@example.cn"))
        fields = fields.map { $0.0 == "bankName" ? ("bankName", "工商银行") : $0 }
        let missing = try await browser.submit("/en/organisation/edit", fields + [("version", "1")])
        #expect(missing.status == .unprocessableContent)
        let full = fields.map { $0.0 == "bankAccount" ? ("bankAccount", "6222 0200 1234") : $0 }
        #expect(try await browser.submit("/en/organisation/edit", full + [("version", "1")]).location == "/en/organisation")
        #expect(try await browser.submit("/en/organisation/edit", fields + [("version", "2")]).status == .seeOther)
        let page = try await browser.get("/en/organisation")
        #expect(page.text.contains("工商银行 •••• 1234"))
        #expect(!page.text.contains("622202001234"))
        #expect(try await browser.submit("/en/organisation/edit", fields + [("version", "1")]).status == .conflict)
    }

    @Test func passwordChangeAndSessions_workThroughPages() async throws {
        let site = try TestSite()
        try await site.register()
        let browser = TestBrowser(site)
        let elsewhere = TestBrowser(site)
        for one in [browser, elsewhere] {
            _ = try await one.submit("/en/sign-in", [("email", "han@example.cn"), ("password", Self.password)])
        }
        let account = try await browser.get("/en/account").text
        #expect(account.contains("End this session"))
        #expect(account.contains("<dd>han@example.cn</dd>"))
        #expect(account.contains("<span lang=\"zh-Hans\">韩梅梅</span>"))
        #expect(!account.contains("HTML("))
        let wrong = try await browser.submit(
            "/en/account/password", [("currentPassword", "no"), ("password", "a quiet blue harbour")])
        #expect(wrong.text.contains("This is not your current password"))
        let changed = try await browser.submit(
            "/en/account/password", [("currentPassword", Self.password), ("password", "a quiet blue harbour")])
        #expect(changed.location == "/en/account")
        #expect(try await browser.get("/en/account").status == .ok)
        #expect(try await elsewhere.get("/en/account").status == .seeOther)
        let out = try await browser.submit("/en/account", to: "/en/account/sign-out-everywhere", [])
        #expect(out.location == "/en/sign-in")
        #expect(try await browser.get("/en/account").status == .seeOther)
    }

    @Test func staffPages_areClosedToOthers() async throws {
        let site = try TestSite()
        try await site.register()
        let browser = TestBrowser(site)
        _ = try await browser.submit("/en/sign-in", [("email", "han@example.cn"), ("password", Self.password)])
        for path in ["/en/organisations", "/en/people", "/en/establish/bureau"] {
            #expect(try await browser.get(path).status == .forbidden)
            #expect(try await TestBrowser(site).get(path).status == .seeOther)
        }
    }
}

extension TestSite {
    func register() async throws {
        try await site.market.accounts.register(
            facts(.firm, "91330100799655058"),
            firstPerson: NewPerson(email: "han@example.cn", name: "韩梅梅", password: AccountPagesTests.password))
    }

    func setUp() async throws {
        try await site.market.accounts.setUp(
            facts(.marketOperator, "91110000MA09WXYT2"),
            administrator: NewPerson(email: "root@example.cn", name: "王管理", password: AccountPagesTests.password))
    }

    private func facts(_ kind: OrganisationKind, _ seventeen: String) -> OrganisationFacts {
        OrganisationFacts(
            kind: kind, nameZh: "示例科技有限公司", creditCode: CreditCode(completing: seventeen)!,
            region: Region(code: "330200")!, sector: .software, headcount: 40, annualRevenue: .yuan(6_000_000),
            totalAssets: .yuan(3_000_000), foundedOn: CivilDate(year: 2020, month: 5, day: 1)!,
            legalRepresentative: "李雷", contactEmail: "han@example.cn")
    }

    func pendingSecret(_ email: String) throws -> [UInt8]? {
        try site.house.database.read { transaction in
            try transaction.first(
                "SELECT id, pending_totp_secret, pending_totp_seal FROM person WHERE email = \(email)"
            ) { row in
                try site.house.keys.secrets.open(
                    SecretBox.Sealed(content: try row.at(1), seal: try row.at(2)),
                    for: "second factor of person \(try row.at(0, as: Int64.self))")
            }
        }
    }
}
