internal import Storage

/// How long a session lasts.
package enum SessionLimits {
    package static let idle = Instant.Span.minutes(30)
    package static let whole = Instant.Span.hours(12)
    /// Between password and second factor.
    static let waiting = Instant.Span.minutes(10)
    /// How stale the note of last use may be.
    static let touchEvery = Instant.Span.minutes(1)
}

/// A session as its owner sees it in the list.
package struct SessionSummary: Sendable {
    package let id: ID<Session>
    package let address: String
    package let browser: String
    package let startedAt: Instant
    package let lastSeenAt: Instant
}

extension Accounts {
    /// The live session behind a cookie; nil when there is none. One indexed query and no write; no query at all while
    /// nothing was committed since the last one.
    package func signedIn(token: String) throws -> SignedIn? {
        let (now, hash) = (now, tokenHash(token))
        // Read before the session is: a commit in between makes the kept answer old, never wrong.
        let generation = house.database.generation
        if let kept = sessions.find(hash, generation: generation, at: now) { return kept }
        let reading = try read(hash, at: now)
        if let signedIn = reading.signedIn {
            sessions.keep(signedIn, hash, generation: generation, from: now, until: reading.goodUntil)
        }
        return reading.signedIn
    }

    private func read(_ hash: [UInt8], at now: Instant) throws -> SessionReading {
        let idleSince = now.advanced(by: Instant.Span(milliseconds: -SessionLimits.idle.milliseconds))
        return try house.database.read { transaction in
            var reading = SessionReading(now: now)
            try transaction.each(
                """
                SELECT s.id, s.person_id, s.membership_id, s.last_seen_at, s.ends_at, p.name,
                  p.totp_secret IS NOT NULL AS protected, m.id AS seat, m.role, m.organisation_id, o.name_zh, o.name_en
                FROM session s JOIN person p ON p.id = s.person_id
                  JOIN membership m ON m.person_id = s.person_id AND m.ended_at IS NULL
                  JOIN organisation o ON o.id = m.organisation_id
                WHERE s.token_hash = \(hash) AND s.awaits_second_factor = 0 AND s.ends_at > \(now)
                  AND s.last_seen_at > \(idleSince)
                """
            ) { row in try reading.take(row) }
            return reading
        }
    }

    /// Notes that a session is in use. Called when ``SignedIn/isTouchDue`` says so, once a minute at most.
    package func touch(_ session: ID<Session>) async throws {
        let now = now
        try await house.database.write { transaction in
            _ = try transaction.execute(
                "UPDATE session SET last_seen_at = \(now) WHERE id = \(session) AND last_seen_at < \(now)")
        }
    }

    /// Ends the session behind a cookie, also one that still waits for its second factor.
    package func signOut(token: String) async throws {
        try await house.database.write { transaction in
            _ = try transaction.execute("DELETE FROM session WHERE token_hash = \(tokenHash(token))")
        }
    }

    /// Ends every session of the actor's person, this one included.
    package func signOutEverywhere(_ actor: Actor) async throws {
        let now = now
        try await house.database.write { transaction in
            try transaction.execute("DELETE FROM session WHERE person_id = \(actor.person)")
            try record("sign out everywhere", "person", actor.person.rawValue, by: actor, at: now, in: transaction)
        }
    }

    /// Ends one of the person's own sessions.
    /// - Throws: ``CommonRefusal/notFound`` when it is not theirs or already gone.
    package func revoke(_ session: ID<Session>, by actor: Actor) async throws {
        try await house.database.write { transaction in
            let gone = try transaction.execute(
                "DELETE FROM session WHERE id = \(session) AND person_id = \(actor.person)")
            guard gone == 1 else { throw CommonRefusal.notFound }
        }
    }

    /// Goes on as another membership of the same person.
    /// - Returns: the session's new token.
    /// - Throws: ``CommonRefusal/notFound`` when the membership is not the person's.
    package func switchSeat(
        to membership: ID<Membership>, session: ID<Session>, by actor: Actor
    ) async throws -> String {
        let world = house.world
        return try await house.database.write { transaction in
            let own: Int? = try transaction.value(
                "SELECT 1 FROM membership WHERE id = \(membership) AND person_id = \(actor.person) AND ended_at IS NULL")
            guard own != nil else { throw CommonRefusal.notFound }
            try transaction.execute(
                "UPDATE session SET membership_id = \(membership) WHERE id = \(session) AND person_id = \(actor.person)")
            return try SessionRows.renew(session, at: world.now(), in: transaction, world: world)
        }
    }

    /// Changes the password; every other session of the person ends.
    /// - Returns: this session's new token.
    /// - Throws: ``AccountRefusal``: `throttled`, `busy`, `wrongCurrentPassword`, and what the new one is refused for.
    package func changePassword(
        from current: String, to new: String, session: ID<Session>, by actor: Actor
    ) async throws -> String {
        let who = try house.database.read { transaction in
            try transaction.first("SELECT email, name FROM person WHERE id = \(actor.person)") { row in
                (email: try row.at(0, as: String.self), name: try row.at(1, as: String.self))
            }
        }
        guard let who else { throw CommonRefusal.notFound }
        try PasswordRules.check(new, email: who.email, name: who.name)
        try await confirmPassword(current, of: actor.person)
        let hash = try await hasher.hash(new, salt: house.world.randomBytes(16))
        let world = house.world
        return try await house.database.write { transaction in
            let now = world.now()
            try transaction.execute(
                """
                UPDATE person SET password_hash = \(hash), password_changed_at = \(now) WHERE id = \(actor.person)
                """)
            try transaction.execute("DELETE FROM session WHERE person_id = \(actor.person) AND id <> \(session)")
            try record("change password", "person", actor.person.rawValue, by: actor, at: now, in: transaction)
            return try SessionRows.renew(session, at: now, in: transaction, world: world)
        }
    }

    /// Deletes sessions, throttles and unconfirmed secrets that have no use any more; the server calls it now and then.
    package func prune() async throws {
        let now = now
        let forgiven = now.advanced(by: Instant.Span(milliseconds: -SignInThrottle.forgivenAfter.milliseconds))
        try await house.database.write { transaction in
            try transaction.execute("DELETE FROM session WHERE ends_at <= \(now)")
            try transaction.execute(
                "DELETE FROM sign_in_throttle WHERE last_try_at <= \(forgiven) AND closed_until <= \(now)")
        }
    }
}

/// Puts the rows of one session's memberships together.
private struct SessionReading {
    let now: Instant
    private var actor: Actor?
    private var session: ID<Session>?
    private var personName = ""
    private var organisationName = Bilingual(zh: "", en: "")
    private var owes = false
    private var isTouchDue = false
    /// The first moment at which time alone changes the answer: the end, or when a touch falls due.
    private(set) var goodUntil: Instant
    private var others: [SignedIn.Seat] = []

    init(now: Instant) {
        self.now = now
        goodUntil = now
    }

    mutating func take(_ row: borrowing Row) throws {
        let seat: ID<Membership> = try row("seat")
        let role = try readRole(row, "role")
        let chinese: String = try row("name_zh")
        let name = Bilingual(zh: chinese, en: try row("name_en", as: String?.self) ?? chinese)
        guard try row("membership_id", as: ID<Membership>.self) == seat else {
            others.append(SignedIn.Seat(membership: seat, organisationName: name, role: role))
            return
        }
        session = try row("id")
        actor = Actor(
            person: try row("person_id"), organisation: try row("organisation_id"), membership: seat, role: role)
        personName = try row("name")
        organisationName = name
        owes = try AccountRules.secondFactorRoles.contains(role) && !row("protected", as: Bool.self)
        let lastSeenAt: Instant = try row("last_seen_at")
        isTouchDue = now.since(lastSeenAt) >= SessionLimits.touchEvery
        goodUntil = min(lastSeenAt.advanced(by: SessionLimits.touchEvery), try row("ends_at"))
    }

    var signedIn: SignedIn? {
        guard let actor, let session else { return nil }
        return SignedIn(
            actor: actor, session: session, personName: personName, organisationName: organisationName,
            others: others.sorted { $0.membership < $1.membership }, owesSecondFactor: owes, isTouchDue: isTouchDue)
    }
}

/// Writing rows of sessions.
enum SessionRows {
    static func insert(
        _ person: ID<Person>, _ membership: ID<Membership>, awaitsSecondFactor: Bool, origin: SignInOrigin,
        at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> String {
        let token = world.token(bytes: 16)
        let id: ID<Session> = world.makeID()
        let ends = now.advanced(by: awaitsSecondFactor ? SessionLimits.waiting : SessionLimits.whole)
        try transaction.execute(
            """
            INSERT INTO session (id, token_hash, person_id, membership_id, awaits_second_factor, address, browser,
              started_at, last_seen_at, ends_at)
            VALUES (\(id), \(tokenHash(token)), \(person), \(membership), \(awaitsSecondFactor), \(origin.address),
              \(origin.browser), \(now), \(now), \(ends))
            """)
        return token
    }

    /// Gives a session a new token: after every step up. One that waited for its second factor becomes whole; the end of
    /// one that did not stays.
    /// - Throws: ``CommonRefusal/notFound`` when the session is gone.
    static func renew(
        _ session: ID<Session>, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> String {
        let token = world.token(bytes: 16)
        let changed = try transaction.execute(
            """
            UPDATE session SET token_hash = \(tokenHash(token)), last_seen_at = \(now),
              ends_at = CASE WHEN awaits_second_factor = 1 THEN \(now.advanced(by: SessionLimits.whole)) ELSE ends_at END,
              awaits_second_factor = 0
            WHERE id = \(session)
            """)
        guard changed == 1 else { throw CommonRefusal.notFound }
        return token
    }
}
