import LabelMarket
import Storage
import Testing

struct AccountsSignInTests {
    @Test func signIn_opensASession() async throws {
        let fixture = try AccountsFixture()
        let actor = try await fixture.register()
        let (token, signedIn) = try await fixture.session()
        #expect(token.utf8.count == 32)
        #expect(signedIn.actor == actor)
        #expect(signedIn.personName == "韩梅梅")
        #expect(!signedIn.owesSecondFactor)
        #expect(try fixture.accounts.signedIn(token: token + "0") == nil)
    }

    @Test func wrongPassword_andUnknownEmail_soundTheSame() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        for (email, password) in [("han@example.cn", "wrong password"), ("no@example.cn", "x"), ("no", "x"), ("", "")] {
            await #expect(throws: AccountRefusal.wrongCredentials) { try await fixture.signIn(email, password) }
        }
    }

    @Test func account_isSlowedDownAndNeverLockedForGood() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        for _ in 0..<5 {
            await #expect(throws: AccountRefusal.wrongCredentials) { try await fixture.signIn("han@example.cn", "no") }
        }
        await #expect(throws: AccountRefusal.throttled(seconds: 1)) { try await fixture.signIn() }
        fixture.test.clock.advance(by: .seconds(1))
        await #expect(throws: AccountRefusal.wrongCredentials) { try await fixture.signIn("han@example.cn", "no") }
        await #expect(throws: AccountRefusal.throttled(seconds: 2)) { try await fixture.signIn() }
        for _ in 0..<11 {
            fixture.test.clock.advance(by: .seconds(900))
            await #expect(throws: AccountRefusal.wrongCredentials) { try await fixture.signIn("han@example.cn", "no") }
        }
        await #expect(throws: AccountRefusal.throttled(seconds: 900)) { try await fixture.signIn() }
        fixture.test.clock.advance(by: .seconds(900))
        _ = try await fixture.signIn()
        // A right password starts the count afresh.
        await #expect(throws: AccountRefusal.wrongCredentials) { try await fixture.signIn("han@example.cn", "no") }
        _ = try await fixture.signIn()
    }

    @Test func address_isSlowedDownOverManyAccounts() async throws {
        let fixture = try AccountsFixture()
        for number in 0..<20 {
            await #expect(throws: AccountRefusal.wrongCredentials) {
                try await fixture.signIn("somebody\(number)@example.cn", "no")
            }
        }
        await #expect(throws: AccountRefusal.throttled(seconds: 1)) { try await fixture.signIn("new@example.cn", "no") }
    }

    @Test func session_endsWhenIdleAndAfterTwelveHours() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        let (idle, _) = try await fixture.session()
        fixture.test.clock.advance(by: .minutes(30))
        #expect(try fixture.accounts.signedIn(token: idle) == nil)

        let (token, signedIn) = try await fixture.session()
        #expect(!signedIn.isTouchDue)
        for _ in 0..<35 {
            fixture.test.clock.advance(by: .minutes(20))
            #expect(try #require(try fixture.accounts.signedIn(token: token)).isTouchDue)
            try await fixture.accounts.touch(signedIn.session)
        }
        fixture.test.clock.advance(by: .minutes(20))
        #expect(try fixture.accounts.signedIn(token: token) == nil)
        try await fixture.accounts.prune()
        let left: Int? = try fixture.test.house.database.read { try $0.value("SELECT COUNT(*) FROM session") }
        #expect(left == 0)
    }

    @Test func sessions_areListedAndRevokedByTheirOwnerOnly() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        let stranger = try await fixture.register(seventeen: "91110108MA01ABCD2", email: "b@example.cn")
        let (one, signedIn) = try await fixture.session()
        let (two, other) = try await fixture.session()
        let accounts = fixture.accounts
        #expect(Set(try accounts.page(of: signedIn.actor).sessions.map(\.id)) == [other.session, signedIn.session])
        await #expect(throws: CommonRefusal.notFound) { try await accounts.revoke(other.session, by: stranger) }
        try await accounts.revoke(other.session, by: signedIn.actor)
        #expect(try accounts.signedIn(token: two) == nil)
        try await accounts.signOut(token: one)
        #expect(try accounts.signedIn(token: one) == nil)
        let (three, _) = try await fixture.session()
        try await accounts.signOutEverywhere(signedIn.actor)
        #expect(try accounts.signedIn(token: three) == nil)
    }

    @Test func passwordChange_endsEveryOtherSession() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        let (old, signedIn) = try await fixture.session()
        let (elsewhere, _) = try await fixture.session()
        let accounts = fixture.accounts
        let new = "a quiet blue harbour"
        await #expect(throws: AccountRefusal.wrongCurrentPassword) {
            try await accounts.changePassword(
                from: "wrong", to: new, session: signedIn.session, by: signedIn.actor)
        }
        await #expect(throws: AccountRefusal.passwordTooShort) {
            try await accounts.changePassword(
                from: AccountsFixture.password, to: "short", session: signedIn.session, by: signedIn.actor)
        }
        let token = try await accounts.changePassword(
            from: AccountsFixture.password, to: new, session: signedIn.session, by: signedIn.actor)
        #expect(try accounts.signedIn(token: token) != nil)
        #expect(try accounts.signedIn(token: old) == nil)
        #expect(try accounts.signedIn(token: elsewhere) == nil)
        await #expect(throws: AccountRefusal.wrongCredentials) { try await fixture.signIn() }
        _ = try await fixture.signIn("han@example.cn", new)
    }

    @Test func sessionLookup_usesIndexesOnly() throws {
        let fixture = try AccountsFixture()
        let plan = try fixture.test.house.database.read { transaction in
            try transaction.plan(
                of: """
                    SELECT s.id FROM session s JOIN person p ON p.id = s.person_id
                      JOIN membership m ON m.person_id = s.person_id JOIN organisation o ON o.id = m.organisation_id
                    WHERE s.token_hash = \([UInt8](repeating: 0, count: 32))
                    """)
        }
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }
}
