internal import Storage

extension Accounts {
    /// Begins to set up an authenticator, or a new one. Nothing changes until ``confirmSecondFactor(code:session:by:)``.
    /// - Throws: ``AccountRefusal``: `throttled`, `busy`, `wrongCurrentPassword`.
    @discardableResult
    package func startSecondFactor(password: String, by actor: Actor) async throws -> SecondFactorSetUp {
        try await confirmPassword(password, of: actor.person)
        let secret = house.world.randomBytes(20)
        let codes = RecoveryCode.make(house.world)
        try await house.database.write { transaction in
            _ = try transaction.execute(
                """
                UPDATE person SET pending_totp_secret = \(secret), pending_recovery_codes = \(codes.joined(separator: " "))
                WHERE id = \(actor.person)
                """)
        }
        guard let setUp = try pendingSecondFactor(of: actor) else { throw CommonRefusal.notFound }
        return setUp
    }

    /// The set-up that waits to be confirmed; nil when none was started.
    package func pendingSecondFactor(of actor: Actor) throws -> SecondFactorSetUp? {
        try house.database.read { transaction in
            try transaction.first(
                """
                SELECT pending_totp_secret, pending_recovery_codes, email FROM person
                WHERE id = \(actor.person) AND pending_totp_secret IS NOT NULL
                """
            ) { row in
                SecondFactorSetUp(
                    secret: try row.at(0), email: try row.at(2),
                    recoveryCodes: try row.at(1, as: String.self).split(separator: " ").map(String.init))
            }
        }
    }

    /// Ends the set-up: the authenticator shows right codes. From here on every sign-in asks for one, and the recovery
    /// codes are no longer readable.
    /// - Returns: this session's new token; the person's other sessions end.
    /// - Throws: ``AccountRefusal``: `noSetUpStarted`, `wrongCode`.
    package func confirmSecondFactor(code: String, session: ID<Session>, by actor: Actor) async throws -> String {
        let world = house.world
        return try await house.database.write { transaction in
            let now = world.now()
            try SecondFactorRows.adopt(code, of: actor, at: now, in: transaction)
            try transaction.execute("DELETE FROM session WHERE person_id = \(actor.person) AND id <> \(session)")
            return try SessionRows.renew(session, at: now, in: transaction, world: world)
        }
    }

    /// The same outside any session, for the command line and for loading a demonstration market.
    package func confirmSecondFactor(code: String, by actor: Actor) async throws {
        let world = house.world
        try await house.database.write { transaction in
            try SecondFactorRows.adopt(code, of: actor, at: world.now(), in: transaction)
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
            try transaction.execute("UPDATE person SET totp_secret = NULL WHERE id = \(actor.person)")
            try transaction.execute("DELETE FROM recovery_code WHERE person_id = \(actor.person)")
            try record("remove second factor", "person", actor.person.rawValue, by: actor, at: now, in: transaction)
        }
    }
}

/// Checking and keeping second factors.
enum SecondFactorRows {
    /// Whether `typed` is a code of the person's authenticator or a recovery code, neither used before. Uses it up.
    static func accept(
        _ typed: String, of person: ID<Person>, at now: Instant, in transaction: WriteTransaction
    ) throws -> Bool {
        let factor = try transaction.first(
            "SELECT totp_secret, totp_step FROM person WHERE id = \(person) AND totp_secret IS NOT NULL"
        ) { row in (secret: try row.at(0, as: [UInt8].self), step: try row.at(1, as: Int64.self)) }
        guard let factor else { return false }
        if let step = OneTimePassword.acceptedStep(typed: typed, secret: factor.secret, at: now, after: factor.step) {
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
    static func adopt(_ typed: String, of actor: Actor, at now: Instant, in transaction: WriteTransaction) throws {
        let pending = try transaction.first(
            """
            SELECT pending_totp_secret, pending_recovery_codes FROM person
            WHERE id = \(actor.person) AND pending_totp_secret IS NOT NULL
            """
        ) { row in (secret: try row.at(0, as: [UInt8].self), codes: try row.at(1, as: String.self)) }
        guard let pending else { throw AccountRefusal.noSetUpStarted }
        let step = OneTimePassword.acceptedStep(typed: typed, secret: pending.secret, at: now, after: 0)
        guard let step else { throw AccountRefusal.wrongCode }
        try transaction.execute(
            """
            UPDATE person SET totp_secret = pending_totp_secret, totp_step = \(step), pending_totp_secret = NULL,
              pending_recovery_codes = NULL
            WHERE id = \(actor.person)
            """)
        try transaction.execute("DELETE FROM recovery_code WHERE person_id = \(actor.person)")
        for code in pending.codes.split(separator: " ") {
            try transaction.execute(
                """
                INSERT INTO recovery_code (person_id, code_hash)
                VALUES (\(actor.person), \(RecoveryCode.hash(String(code))))
                """)
        }
        try record("set up second factor", "person", actor.person.rawValue, by: actor, at: now, in: transaction)
    }
}
