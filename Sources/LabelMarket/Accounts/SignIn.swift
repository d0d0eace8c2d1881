internal import Storage

/// Where a sign-in stands after the password.
package enum SignInStep: Sendable {
    /// Done: the token of the session.
    case done(token: String)
    /// The token of a session that is nothing until the second factor is given.
    case secondFactor(token: String)

    package var token: String {
        switch self {
        case .done(let token), .secondFactor(let token): token
        }
    }
}

/// Where a sign-in comes from, shown to the person in the list of sessions.
package struct SignInOrigin: Sendable {
    package let address: String
    package let browser: String

    package init(address: String, browser: String) {
        self.address = address
        self.browser = String(browser.unicodeScalars.prefix(200).map(Character.init))
    }
}

extension Accounts {
    /// The first step: e-mail and password.
    /// - Throws: ``AccountRefusal``: `throttled`, `busy`, `wrongCredentials`, `noMembership`.
    package func signIn(email typed: String, password: String, from origin: SignInOrigin) async throws -> SignInStep {
        let email = EmailAddress(typed: typed)?.text ?? ""
        let started = now
        let stored: String? = try await house.database.write { transaction in
            try SignInThrottle.admit(.address(origin.address), at: started, in: transaction)
            if !email.isEmpty { try SignInThrottle.admit(.account(email), at: started, in: transaction) }
            return try transaction.value("SELECT password_hash FROM person WHERE email = \(email)")
        }
        let isRight = try await hasher.verify(password, against: stored)
        guard isRight, let stored else { throw AccountRefusal.wrongCredentials }
        let renewed = try await hasher.renewed(stored, of: password, salt: house.world.randomBytes(16))
        let world = house.world
        return try await house.database.write { transaction in
            let now = world.now()
            guard let person = try SigningIn.find(email, hash: stored, in: transaction) else {
                throw AccountRefusal.wrongCredentials
            }
            guard let membership = person.membership else { throw AccountRefusal.noMembership }
            if let renewed {
                try transaction.execute(
                    "UPDATE person SET password_hash = \(renewed) WHERE id = \(person.id) AND password_hash = \(stored)")
            }
            // The password alone opens nothing yet when a code must follow: the count goes on until that is right too.
            if !person.hasSecondFactor {
                try SignInThrottle.forgive(account: email, address: origin.address, at: now, in: transaction)
            }
            try transaction.execute("DELETE FROM session WHERE person_id = \(person.id) AND ends_at <= \(now)")
            let token = try SessionRows.insert(
                person.id, membership, awaitsSecondFactor: person.hasSecondFactor, origin: origin, at: now,
                in: transaction, world: world)
            return person.hasSecondFactor ? .secondFactor(token: token) : .done(token: token)
        }
    }

    /// The second step: a code of the authenticator, or a recovery code.
    /// - Returns: the token of the session, a new one.
    /// - Throws: ``AccountRefusal``: `signInExpired`, `throttled`, `wrongCode`.
    package func secondStep(token: String, code: String, from origin: SignInOrigin) async throws -> String {
        let (world, secrets) = (house.world, house.keys.secrets)
        // A wrong code must leave its count behind, so the outcome is a value and not a throw.
        let outcome: Result<String, AccountRefusal> = try await house.database.write { transaction in
            let now = world.now()
            guard let waiting = try WaitingSession.find(token, at: now, in: transaction) else {
                return .failure(.signInExpired)
            }
            try SignInThrottle.admit(.account(waiting.email), at: now, in: transaction)
            guard try SecondFactorRows.accept(code, of: waiting.person, with: secrets, at: now, in: transaction) else {
                return .failure(.wrongCode)
            }
            try SignInThrottle.forgive(account: waiting.email, address: origin.address, at: now, in: transaction)
            return .success(try SessionRows.renew(waiting.session, at: now, in: transaction, world: world))
        }
        return try outcome.get()
    }

    /// The use case for a password that is asked again in a session: before a change of what protects the account.
    /// - Throws: ``AccountRefusal``: `throttled`, `busy`, `wrongCurrentPassword`.
    func confirmPassword(_ password: String, of person: ID<Person>) async throws {
        let started = now
        let found: (email: String, hash: String)? = try await house.database.write { transaction in
            let found = try transaction.first("SELECT email, password_hash FROM person WHERE id = \(person)") { row in
                (email: try row.at(0, as: String.self), hash: try row.at(1, as: String.self))
            }
            if let found { try SignInThrottle.admit(.account(found.email), at: started, in: transaction) }
            return found
        }
        guard try await hasher.verify(password, against: found?.hash), let found else {
            throw AccountRefusal.wrongCurrentPassword
        }
        try await house.database.write { transaction in
            try SignInThrottle.forgive(account: found.email, address: "", at: started, in: transaction)
        }
    }
}

/// A person whose password was right.
private struct SigningIn {
    let id: ID<Person>
    let hasSecondFactor: Bool
    /// The membership that the session starts in: the oldest one.
    let membership: ID<Membership>?

    /// - Parameter hash: what the password was checked against; nil comes back when it has changed since.
    static func find(_ email: String, hash: String, in transaction: ReadTransaction) throws -> SigningIn? {
        try transaction.first(
            """
            SELECT p.id, p.totp_secret IS NOT NULL,
              (SELECT MIN(m.id) FROM membership m WHERE m.person_id = p.id AND m.ended_at IS NULL)
            FROM person p WHERE p.email = \(email) AND p.password_hash = \(hash)
            """
        ) { row in SigningIn(id: try row.at(0), hasSecondFactor: try row.at(1), membership: try row.at(2)) }
    }
}

/// A session between password and second factor.
private struct WaitingSession {
    let session: ID<Session>
    let person: ID<Person>
    let email: String

    static func find(_ token: String, at now: Instant, in transaction: ReadTransaction) throws -> WaitingSession? {
        try transaction.first(
            """
            SELECT s.id, s.person_id, p.email FROM session s JOIN person p ON p.id = s.person_id
            WHERE s.token_hash = \(tokenHash(token)) AND s.awaits_second_factor = 1 AND s.ends_at > \(now)
            """
        ) { row in WaitingSession(session: try row.at(0), person: try row.at(1), email: try row.at(2)) }
    }
}
