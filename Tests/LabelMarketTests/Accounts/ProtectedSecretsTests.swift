import LabelMarket
import Storage
import Testing

/// What the database keeps of second factors and passwords.
struct ProtectedSecretsTests {
    private func stored(_ person: ID<Person>, _ fixture: AccountsFixture) throws -> (secret: [UInt8], seal: [UInt8]?) {
        let found = try fixture.test.house.database.read { transaction in
            try transaction.first("SELECT totp_secret, totp_seal FROM person WHERE id = \(person)") { row in
                (try row.at(0, as: [UInt8].self), try row.at(1, as: [UInt8]?.self))
            }
        }
        return try #require(found)
    }

    @Test func secret_isNowhereReadableInTheDatabase() async throws {
        let fixture = try AccountsFixture()
        let buyer = try await fixture.register()
        let setUp = try await fixture.accounts.startSecondFactor(password: AccountsFixture.password, by: buyer)
        let pending = try fixture.test.house.database.read { transaction in
            try transaction.first(
                "SELECT pending_totp_secret, pending_recovery_codes FROM person WHERE id = \(buyer.person)"
            ) { row in (try row.at(0, as: [UInt8].self), try row.at(1, as: String.self)) }
        }
        #expect(pending?.0 != setUp.secret)
        #expect(setUp.recoveryCodes.allSatisfy { pending?.1.contains($0) == false })
        #expect(try fixture.accounts.pendingSecondFactor(of: buyer)?.recoveryCodes == setUp.recoveryCodes)
        try await fixture.accounts.confirmSecondFactor(code: fixture.code(setUp), by: buyer)
        let kept = try stored(buyer.person, fixture)
        #expect(kept.secret != setUp.secret)
        let place = "second factor of person \(buyer.person.rawValue)"
        let sealed = SecretBox.Sealed(content: kept.secret, seal: try #require(kept.seal))
        #expect(try TestHouse.keys.secrets.open(sealed, for: place) == setUp.secret)
        // Another person's row, another key, a changed bit: nothing opens.
        #expect(throws: SecretUnreadable.self) { try TestHouse.keys.secrets.open(sealed, for: place + "1") }
        let other = try #require(HouseKeys.make())
        #expect(throws: SecretUnreadable.self) { try other.secrets.open(sealed, for: place) }
        var changed = sealed.content
        changed[0] ^= 1
        #expect(throws: SecretUnreadable.self) {
            try TestHouse.keys.secrets.open(SecretBox.Sealed(content: changed, seal: sealed.seal), for: place)
        }
    }

    @Test func secretOfAnOlderVersion_isEncryptedAtStart_andStillWorks() async throws {
        let fixture = try AccountsFixture()
        let buyer = try await fixture.register()
        let setUp = try await fixture.protect(buyer)
        let secret = setUp.secret
        try await fixture.test.house.database.write { transaction in
            _ = try transaction.execute(
                "UPDATE person SET totp_secret = \(secret), totp_seal = NULL WHERE id = \(buyer.person)")
        }
        #expect(try await fixture.accounts.protectSecrets() == 1)
        #expect(try await fixture.accounts.protectSecrets() == 0)
        #expect(try stored(buyer.person, fixture).secret != secret)
        fixture.test.clock.advance(by: .minutes(5))
        let token = try await fixture.signIn().token
        let code = fixture.code(setUp)
        #expect(
            try await fixture.accounts.secondStep(token: token, code: code, from: AccountsFixture.origin).utf8.count == 32)
    }

    @Test func otherKeys_areNoticedBeforeTheMarketIsServed() async throws {
        let fixture = try AccountsFixture()
        try await fixture.protect(try await fixture.register())
        let house = fixture.test.house
        #expect(try house.database.read(Accounts.dependsOnKeys))
        let other = House(
            database: house.database, blobs: house.blobs, world: house.world, keys: try #require(HouseKeys.make()))
        await #expect(throws: SecretUnreadable.self) {
            try await Accounts(house: other, hasher: PasswordHasher(cost: .cheap)).protectSecrets()
        }
    }

    @Test func keys_surviveTheirFile() throws {
        let keys = TestHouse.keys
        #expect(HouseKeys(text: keys.text)?.text == keys.text)
        for text in ["", "labelmarket keys 1\n", keys.text.replacing("sealing", with: "ceiling"), String(keys.text.dropLast(3))] {
            #expect(HouseKeys(text: text) == nil)
        }
    }

    @Test func password_isHashedAnew_whenTheUsualCostHasChanged() async throws {
        let fixture = try AccountsFixture()
        let buyer = try await fixture.register()
        let house = fixture.test.house
        func hash() throws -> String? {
            try house.database.read { try $0.value("SELECT password_hash FROM person WHERE id = \(buyer.person)") }
        }
        #expect(try hash()?.hasPrefix("$scrypt$ln=4,") == true)
        let dearer = Accounts(house: house, hasher: PasswordHasher(cost: .init(log2N: 5)))
        let email = try #require(
            try house.database.read { try $0.value("SELECT email FROM person WHERE id = \(buyer.person)", as: String.self) })
        await #expect(throws: AccountRefusal.wrongCredentials) {
            try await dearer.signIn(email: email, password: "not the right one", from: AccountsFixture.origin)
        }
        #expect(try hash()?.hasPrefix("$scrypt$ln=4,") == true)
        _ = try await dearer.signIn(email: email, password: AccountsFixture.password, from: AccountsFixture.origin)
        let renewed = try hash()
        #expect(renewed?.hasPrefix("$scrypt$ln=5,") == true)
        _ = try await dearer.signIn(email: email, password: AccountsFixture.password, from: AccountsFixture.origin)
        #expect(try hash() == renewed)
    }
}
