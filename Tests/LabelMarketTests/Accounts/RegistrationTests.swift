import LabelMarket
import Storage
import Testing

struct AccountsRegistrationTests {
    @Test func register_givesTheFirstPersonASeat() async throws {
        let fixture = try AccountsFixture()
        let actor = try await fixture.register(.labelingVendor, email: " Han@Example.CN")
        #expect(actor.role == .vendor)
        let page = try fixture.accounts.organisation(actor.organisation, for: actor)
        #expect(page.profile.facts == AccountsFixture.facts(.labelingVendor))
        #expect(page.members.map(\.email) == ["han@example.cn"])
    }

    @Test func register_refusesWhatIsTaken() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        await #expect(throws: AccountRefusal.creditCodeTaken) { try await fixture.register(email: "other@example.cn") }
        await #expect(throws: AccountRefusal.emailTaken) { try await fixture.register(seventeen: "91110108MA01ABCD2") }
        await #expect(throws: AccountRefusal.kindNotOpen) { try await fixture.register(.bureau) }
    }

    @Test(arguments: [
        ("short", .passwordTooShort), ("密码密码密码密码密码密", .passwordTooShort), (String(repeating: "ab c", count: 33), .passwordTooLong),
        ("Password1234", .passwordCommon), ("P@ssw0rd!2345", .passwordCommon), ("qwertyuiop[]", .passwordCommon),
        ("aaaaaaaaaaaa", .passwordCommon), ("123456789012", .passwordCommon), ("1qaz2wsx3edc", .passwordCommon),
        ("iloveyou2024", .passwordCommon), ("woaini5201314", .passwordCommon), ("han@example.cn", .passwordIsYours),
        ("hanmeimei123456", .passwordIsYours), ("adminadmin123", .passwordCommon),
    ] as [(String, AccountRefusal)])
    func password_isRefused(password: String, refusal: AccountRefusal) async throws {
        let fixture = try AccountsFixture()
        await #expect(throws: refusal) {
            try await fixture.accounts.register(
                AccountsFixture.facts(),
                firstPerson: NewPerson(email: "han@example.cn", name: "Han Meimei", password: password))
        }
    }

    @Test(arguments: ["tidy green kettle", "雨后天晴去爬香山看红叶吧", "xK9#mQ2$vL7!", "nofish swims uphill"])
    func password_isAccepted(password: String) async throws {
        let fixture = try AccountsFixture()
        try await fixture.accounts.register(
            AccountsFixture.facts(), firstPerson: NewPerson(email: "han@example.cn", name: "Han", password: password))
        _ = try await fixture.signIn("han@example.cn", password)
    }

    @Test func setUp_worksOnce() async throws {
        let fixture = try AccountsFixture()
        let actor = try await fixture.administrator()
        #expect(actor.role == .administrator)
        await #expect(throws: AccountRefusal.alreadySetUp) { try await fixture.administrator() }
    }

    @Test func edit_refusesAnOldVersionAndStrangers() async throws {
        let fixture = try AccountsFixture()
        let actor = try await fixture.register()
        let stranger = try await fixture.register(seventeen: "91110108MA01ABCD2", email: "other@example.cn")
        var facts = AccountsFixture.facts()
        facts.headcount = 500
        facts.bank = BankAccount(bankName: "招商银行", number: "12345678901")
        try await fixture.accounts.edit(facts, of: actor.organisation, version: 1, by: actor)
        #expect(try fixture.accounts.organisation(actor.organisation, for: actor).profile.facts == facts)
        await #expect(throws: CommonRefusal.stale) {
            try await fixture.accounts.edit(facts, of: actor.organisation, version: 1, by: actor)
        }
        await #expect(throws: CommonRefusal.forbidden) {
            try await fixture.accounts.edit(facts, of: actor.organisation, version: 2, by: stranger)
        }
        #expect(throws: CommonRefusal.notFound) { try fixture.accounts.organisation(actor.organisation, for: stranger) }
    }

    @Test func relations_areSeenFromBothSides() async throws {
        let fixture = try AccountsFixture()
        let one = try await fixture.register()
        let other = try await fixture.register(.labelingVendor, seventeen: "91110108MA01ABCD2", email: "b@example.cn")
        let code = AccountsFixture.facts(seventeen: "91110108MA01ABCD2").creditCode
        try await fixture.accounts.declare(.init(creditCode: code, shareBasisPoints: 2500), by: one)
        for (left, right) in [(one, other), (other, one)] {
            let share = try fixture.test.house.database.read { transaction in
                try Organisations.declaredShareBasisPoints(
                    between: left.organisation, and: right.organisation, in: transaction)
            }
            #expect(share == 2500)
        }
        try await fixture.accounts.withdrawRelation(to: code, by: one)
        #expect(try fixture.accounts.organisation(one.organisation, for: one).profile.relations.isEmpty)
        await #expect(throws: AccountRefusal.relationToSelf) {
            try await fixture.accounts.declare(.init(creditCode: code, shareBasisPoints: 1), by: other)
        }
    }
}
