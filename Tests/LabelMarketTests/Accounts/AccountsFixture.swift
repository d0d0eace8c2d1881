import LabelMarket
import Storage
import Testing

/// A market with cheap passwords for one test.
final class AccountsFixture {
    let test: TestHouse
    let accounts: Accounts
    static let password = "tidy green kettle"
    static let origin = SignInOrigin(address: "192.0.2.7", browser: "Test")

    init() throws {
        test = try TestHouse(migrations: Market.migrations)
        accounts = Accounts(house: test.house, hasher: PasswordHasher(cost: .cheap))
    }

    static func facts(
        _ kind: OrganisationKind = .firm, seventeen: String = "91110108MA01ABCD1", name: String = "示例科技有限公司"
    ) -> OrganisationFacts {
        OrganisationFacts(
            kind: kind, nameZh: name, creditCode: CreditCode(completing: seventeen)!, region: Region(code: "110000")!,
            sector: .software, headcount: 40, annualRevenue: .yuan(6_000_000), totalAssets: .yuan(3_000_000),
            foundedOn: CivilDate(year: 2020, month: 5, day: 1)!, legalRepresentative: "李雷", contactEmail: "a@example.cn")
    }

    @discardableResult
    func register(
        _ kind: OrganisationKind = .firm, seventeen: String = "91110108MA01ABCD1", email: String = "han@example.cn"
    ) async throws -> Actor {
        try await accounts.register(
            Self.facts(kind, seventeen: seventeen),
            firstPerson: NewPerson(email: email, name: "韩梅梅", password: Self.password))
    }

    func administrator() async throws -> Actor {
        try await accounts.setUp(
            Self.facts(.marketOperator, seventeen: "91110000MA09WXYT2"),
            administrator: NewPerson(email: "root@example.cn", name: "王管理", password: Self.password))
    }

    func signIn(_ email: String = "han@example.cn", _ password: String = password) async throws -> SignInStep {
        try await accounts.signIn(email: email, password: password, from: Self.origin)
    }

    func session(_ email: String = "han@example.cn") async throws -> (token: String, signedIn: SignedIn) {
        let token = try await signIn(email).token
        return (token, try #require(try accounts.signedIn(token: token)))
    }
}
