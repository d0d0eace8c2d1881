import LabelMarket
import Storage
import Testing

struct AccountsSecondFactorTests {
    @Test func secondFactor_isAskedForFromThenOn() async throws {
        let fixture = try AccountsFixture()
        try await fixture.register()
        let (before, signedIn) = try await fixture.session()
        let accounts = fixture.accounts
        let setUp = try await accounts.startSecondFactor(password: AccountsFixture.password, by: signedIn.actor)
        #expect(setUp.recoveryCodes.count == 10)
        #expect(setUp.address.hasPrefix("otpauth://totp/LabelMarket:han%40example.cn?secret="))
        await #expect(throws: AccountRefusal.wrongCode) {
            try await accounts.confirmSecondFactor(code: "000000", session: signedIn.session, by: signedIn.actor)
        }
        let token = try await accounts.confirmSecondFactor(
            code: fixture.code(setUp), session: signedIn.session, by: signedIn.actor)
        #expect(try accounts.signedIn(token: before) == nil)
        #expect(try accounts.signedIn(token: token) != nil)
        #expect(try accounts.pendingSecondFactor(of: signedIn.actor) == nil)

        fixture.test.clock.advance(by: .seconds(30))
        let step = try await fixture.signIn()
        guard case .secondFactor(let waiting) = step else {
            Issue.record("the second factor was not asked for")
            return
        }
        #expect(try accounts.signedIn(token: waiting) == nil)
        await #expect(throws: AccountRefusal.wrongCode) {
            try await accounts.secondStep(token: waiting, code: "12345", from: AccountsFixture.origin)
        }
        let code = fixture.code(setUp)
        let whole = try await accounts.secondStep(token: waiting, code: code, from: AccountsFixture.origin)
        #expect(try accounts.signedIn(token: whole) != nil)
        #expect(try accounts.signedIn(token: waiting) == nil)
        let again = try await fixture.signIn().token
        await #expect(throws: AccountRefusal.wrongCode) {
            try await accounts.secondStep(token: again, code: code, from: AccountsFixture.origin)
        }
    }

    @Test func recoveryCode_worksOnce() async throws {
        let fixture = try AccountsFixture()
        let actor = try await fixture.register()
        let setUp = try await fixture.protect(actor)
        let code = setUp.recoveryCodes[3].uppercased().replacing("-", with: " ")
        let token = try await fixture.signIn().token
        _ = try await fixture.accounts.secondStep(token: token, code: code, from: AccountsFixture.origin)
        #expect(try fixture.accounts.page(of: actor).recoveryCodesLeft == 9)
        let again = try await fixture.signIn().token
        await #expect(throws: AccountRefusal.wrongCode) {
            try await fixture.accounts.secondStep(token: again, code: code, from: AccountsFixture.origin)
        }
    }

    @Test func guessingCodes_isSlowedDownAlsoOverNewSignIns() async throws {
        let fixture = try AccountsFixture()
        try await fixture.protect(try await fixture.register())
        var refusals = 0
        for _ in 0..<6 {
            do {
                let token = try await fixture.signIn().token
                _ = try await fixture.accounts.secondStep(token: token, code: "1", from: AccountsFixture.origin)
            } catch AccountRefusal.throttled {
                refusals += 1
            } catch AccountRefusal.wrongCode {
            }
        }
        #expect(refusals >= 3)
    }

    @Test func waitingSession_expires() async throws {
        let fixture = try AccountsFixture()
        let setUp = try await fixture.protect(try await fixture.register())
        let token = try await fixture.signIn().token
        fixture.test.clock.advance(by: .minutes(10))
        await #expect(throws: AccountRefusal.signInExpired) {
            try await fixture.accounts.secondStep(
                token: token, code: fixture.code(setUp), from: AccountsFixture.origin)
        }
    }

    @Test func clockSkewOfOneStep_isForgiven() async throws {
        for seconds in [-60, -30, 0, 30, 60] as [Int64] {
            let fixture = try AccountsFixture()
            let setUp = try await fixture.protect(try await fixture.register())
            fixture.test.clock.advance(by: .minutes(5))
            let token = try await fixture.signIn().token
            let theirs = fixture.test.clock.now.advanced(by: .seconds(seconds))
            let code = OneTimePassword.code(secret: setUp.secret, at: theirs)
            let accepted = try? await fixture.accounts.secondStep(
                token: token, code: code, from: AccountsFixture.origin)
            #expect((accepted != nil) == (abs(seconds) <= 30))
        }
    }

    @Test func removal_isForRolesThatMayGoWithout() async throws {
        let fixture = try AccountsFixture()
        let buyer = try await fixture.register()
        try await fixture.protect(buyer)
        try await fixture.accounts.removeSecondFactor(password: AccountsFixture.password, by: buyer)
        #expect(try !fixture.accounts.page(of: buyer).hasSecondFactor)
        let administrator = try await fixture.administrator()
        try await fixture.protect(administrator)
        #expect(try await fixture.signIn("root@example.cn").token.utf8.count == 32)
        await #expect(throws: AccountRefusal.secondFactorCompulsory) {
            try await fixture.accounts.removeSecondFactor(password: AccountsFixture.password, by: administrator)
        }
    }

    @Test func hashing_refusesWhenTheQueueIsFull() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        let accounts = Accounts(
            house: test.house, hasher: PasswordHasher(cost: .init(log2N: 14), threads: 1, queueLimit: 1))
        let outcomes = await withTaskGroup(of: AccountRefusal?.self) { group in
            for number in 0..<12 {
                group.addTask {
                    do {
                        _ = try await accounts.signIn(
                            email: "a\(number)@example.cn", password: "x", from: AccountsFixture.origin)
                        return nil
                    } catch { return error as? AccountRefusal }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(.busy))
        #expect(outcomes.contains(.wrongCredentials))
    }
}

extension AccountsFixture {
    func code(_ setUp: SecondFactorSetUp) -> String {
        OneTimePassword.code(secret: setUp.secret, at: test.clock.now)
    }

    @discardableResult
    func protect(_ actor: Actor) async throws -> SecondFactorSetUp {
        let setUp = try await accounts.startSecondFactor(password: Self.password, by: actor)
        try await accounts.confirmSecondFactor(code: code(setUp), by: actor)
        return setUp
    }
}
