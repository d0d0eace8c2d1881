internal import Storage

extension Accounts {
    /// Begins to set up an authenticator, or a new one. Nothing changes until ``confirmSecondFactor(code:session:by:)``.
    /// - Throws: ``AccountRefusal``: `throttled`, `busy`, `wrongCurrentPassword`.
    @discardableResult
    package func startSecondFactor(password: String, by actor: Actor) async throws -> SecondFactorSetUp {
        try await confirmPassword(password, of: actor.person)
        let secret = house.world.randomBytes(20)
        let codes = RecoveryCode.make(house.world)
        let sealed = try house.keys.secrets.seal(secret, for: SecondFactorRows.place(actor.person))
        let sealedCodes = try SecondFactorRows.sealed(codes, of: actor.person, with: house.keys.secrets)
        try await house.database.write { transaction in
            _ = try transaction.execute(
                """
                UPDATE person SET pending_totp_secret = \(sealed.content), pending_totp_seal = \(sealed.seal),
                  pending_recovery_codes = \(sealedCodes)
                WHERE id = \(actor.person)
                """)
        }
        guard let setUp = try pendingSecondFactor(of: actor) else { throw CommonRefusal.notFound }
        return setUp
    }

    /// The set-up that waits to be confirmed; nil when none was started.
    package func pendingSecondFactor(of actor: Actor) throws -> SecondFactorSetUp? {
        let secrets = house.keys.secrets
        return try house.database.read { transaction in
            guard let pending = try SecondFactorRows.pending(of: actor.person, with: secrets, in: transaction) else {
                return nil
            }
            let email: String? = try transaction.value("SELECT email FROM person WHERE id = \(actor.person)")
            return SecondFactorSetUp(secret: pending.secret, email: email ?? "", recoveryCodes: pending.codes)
        }
    }

    /// Ends the set-up: the authenticator shows right codes. From here on every sign-in asks for one, and the recovery
    /// codes are no longer readable.
    /// - Returns: this session's new token; the person's other sessions end.
    /// - Throws: ``AccountRefusal``: `noSetUpStarted`, `wrongCode`.
    package func confirmSecondFactor(code: String, session: ID<Session>, by actor: Actor) async throws -> String {
        let (world, secrets) = (house.world, house.keys.secrets)
        return try await house.database.write { transaction in
            let now = world.now()
            try SecondFactorRows.adopt(code, of: actor, with: secrets, at: now, in: transaction)
            try transaction.execute("DELETE FROM session WHERE person_id = \(actor.person) AND id <> \(session)")
            return try SessionRows.renew(session, at: now, in: transaction, world: world)
        }
    }

    /// The same outside any session, for the command line and for loading a demonstration market.
    package func confirmSecondFactor(code: String, by actor: Actor) async throws {
        let (world, secrets) = (house.world, house.keys.secrets)
        try await house.database.write { transaction in
            try SecondFactorRows.adopt(code, of: actor, with: secrets, at: world.now(), in: transaction)
        }
    }

    /// Takes the authenticator away from the account.
    /// - Throws: ``AccountRefusal``: `secondFactorCompulsory` for whoever has a role that needs it, `throttled`, `busy`,
    ///   `wrongCurrentPassword`.
    package func removeSecondFactor(password: String, by actor: Actor) async throws {
        try await confirmPassword(password, of: actor.person)
        let now = now
        try await house.database.write { transaction in
            let compulsory: Int? = try transaction.value(
                """
                SELECT 1 FROM membership WHERE person_id = \(actor.person) AND ended_at IS NULL
                  AND role IN \(list: AccountRules.secondFactorRoles.map(\.rawValue).sorted())
                """)
            if compulsory != nil { throw AccountRefusal.secondFactorCompulsory }
            try transaction.execute(
                "UPDATE person SET totp_secret = NULL, totp_seal = NULL WHERE id = \(actor.person)")
            try transaction.execute("DELETE FROM recovery_code WHERE person_id = \(actor.person)")
            try record("remove second factor", "person", actor.person.rawValue, by: actor, at: now, in: transaction)
        }
    }
}

/// Checking and keeping second factors.
enum SecondFactorRows {
    /// Where the secret of a person belongs: it opens for nobody else.
    static func place(_ person: ID<Person>) -> String { "second factor of person \(person.rawValue)" }

    private static func placeOfCodes(_ person: ID<Person>) -> String { "recovery codes of person \(person.rawValue)" }

    /// Recovery codes as the database keeps them until the set-up is confirmed: encrypted, in hexadecimal digits.
    static func sealed(_ codes: [String], of person: ID<Person>, with secrets: SecretBox) throws -> String {
        let sealed = try secrets.seal(Array(codes.joined(separator: " ").utf8), for: placeOfCodes(person))
        return hexadecimal(sealed.seal + sealed.content)
    }

    /// A set-up that waits to be confirmed.
    static func pending(
        of person: ID<Person>, with secrets: SecretBox, in transaction: ReadTransaction
    ) throws -> (secret: [UInt8], codes: [String])? {
        let found = try transaction.first(
            """
            SELECT pending_totp_secret, pending_totp_seal, pending_recovery_codes FROM person
            WHERE id = \(person) AND pending_totp_seal IS NOT NULL
            """
        ) { row in
            (SecretBox.Sealed(content: try row.at(0), seal: try row.at(1)), codes: try row.at(2, as: String.self))
        }
        guard let found else { return nil }
        guard let codes = bytes(hexadecimal: found.codes), codes.count > SecretBox.sealLength else {
            throw SecretUnreadable(place: placeOfCodes(person))
        }
        let sealedCodes = SecretBox.Sealed(
            content: Array(codes.dropFirst(SecretBox.sealLength)), seal: Array(codes.prefix(SecretBox.sealLength)))
        let text = String(decoding: try secrets.open(sealedCodes, for: placeOfCodes(person)), as: UTF8.self)
        return (try secrets.open(found.0, for: place(person)), text.split(separator: " ").map(String.init))
    }

    /// Whether `typed` is a code of the person's authenticator or a recovery code, neither used before. Uses it up.
    static func accept(
        _ typed: String, of person: ID<Person>, with secrets: SecretBox, at now: Instant,
        in transaction: WriteTransaction
    ) throws -> Bool {
        let factor = try transaction.first(
            "SELECT totp_secret, totp_seal, totp_step FROM person WHERE id = \(person) AND totp_seal IS NOT NULL"
        ) { row in (SecretBox.Sealed(content: try row.at(0), seal: try row.at(1)), step: try row.at(2, as: Int64.self)) }
        guard let factor else { return false }
        let secret = try secrets.open(factor.0, for: place(person))
        if let step = OneTimePassword.acceptedStep(typed: typed, secret: secret, at: now, after: factor.step) {
            try transaction.execute("UPDATE person SET totp_step = \(step) WHERE id = \(person)")
            return true
        }
        let used = try transaction.execute(
            """
            UPDATE recovery_code SET used_at = \(now)
            WHERE person_id = \(person) AND code_hash = \(RecoveryCode.hash(typed)) AND used_at IS NULL
            """)
        return used == 1
    }

    /// Makes the pending set-up the person's second factor when `typed` is a code of it.
    static func adopt(
        _ typed: String, of actor: Actor, with secrets: SecretBox, at now: Instant, in transaction: WriteTransaction
    ) throws {
        guard let pending = try pending(of: actor.person, with: secrets, in: transaction) else {
            throw AccountRefusal.noSetUpStarted
        }
        let step = OneTimePassword.acceptedStep(typed: typed, secret: pending.secret, at: now, after: 0)
        guard let step else { throw AccountRefusal.wrongCode }
        try transaction.execute(
            """
            UPDATE person SET totp_secret = pending_totp_secret, totp_seal = pending_totp_seal, totp_step = \(step),
              pending_totp_secret = NULL, pending_totp_seal = NULL, pending_recovery_codes = NULL
            WHERE id = \(actor.person)
            """)
        try transaction.execute("DELETE FROM recovery_code WHERE person_id = \(actor.person)")
        for code in pending.codes {
            try transaction.execute(
                """
                INSERT INTO recovery_code (person_id, code_hash)
                VALUES (\(actor.person), \(RecoveryCode.hash(code)))
                """)
        }
        try record("set up second factor", "person", actor.person.rawValue, by: actor, at: now, in: transaction)
    }
}
