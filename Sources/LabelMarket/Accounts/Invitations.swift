internal import Storage

/// Mark for ids of invitations.
package enum Invitation {
    /// How long an invitation can be accepted.
    static let lifetime = Instant.Span.days(7)
}

/// A fresh invitation with the token that accepts it, which is kept nowhere else.
package struct InvitationSecret: Sendable {
    package let id: ID<Invitation>
    package let token: String
}

/// What the invited person sees before accepting.
package struct InvitationOffer: Sendable {
    package let organisation: ID<Organisation>
    package let organisationName: Bilingual
    package let role: Role
    package let email: String
    /// Whether the e-mail has an account, whose owner accepts signed in.
    package let hasAccount: Bool
    package let expiresAt: Instant
}

extension Accounts {
    /// Invites a colleague, or as an administrator anyone, into a role of an organisation.
    /// - Parameter byMail: whether the link goes to the invited person by mail.
    /// - Throws: ``CommonRefusal``: `forbidden`, `notFound`; ``AccountRefusal``: `roleNotOfOrganisation`, `alreadyMember`.
    package func invite(
        _ email: EmailAddress, as role: Role, into organisation: ID<Organisation>, byMail: Bool = false, by actor: Actor
    ) async throws -> InvitationSecret {
        try AccountRules.requireManager(actor, of: organisation)
        let house = house
        return try await house.database.write { transaction in
            let kind: OrganisationKind? = try transaction.value("SELECT kind FROM organisation WHERE id = \(organisation)")
            guard let kind else { throw CommonRefusal.notFound }
            guard kind.roles.contains(role) else { throw AccountRefusal.roleNotOfOrganisation }
            let member: Int? = try transaction.value(
                """
                SELECT 1 FROM membership m JOIN person p ON p.id = m.person_id
                WHERE p.email = \(email.text) AND m.organisation_id = \(organisation) AND m.role = \(role.rawValue)
                  AND m.ended_at IS NULL
                """)
            if member != nil { throw AccountRefusal.alreadyMember }
            return try insertInvitation(
                email, role, into: organisation, by: actor, byMail: byMail, in: transaction, house: house)
        }
    }

    /// - Throws: ``AccountRefusal``: `invitationUnknown`, `invitationUsed`, `invitationExpired`.
    package func invitation(token: String) throws -> InvitationOffer {
        let now = now
        return try house.database.read { transaction in try OpenInvitation.find(token, at: now, in: transaction).offer }
    }

    /// Accepts an invitation with a new account.
    /// - Throws: ``AccountRefusal``: those of ``invitation(token:)``, `signInToAccept` when the e-mail has an account,
    ///   and what a name and a password can be refused for.
    @discardableResult
    package func accept(invitation token: String, name: String, password: String) async throws -> Actor {
        let offer = try invitation(token: token)
        let person = try NewPerson(email: offer.email, name: name, password: password).checked()
        let hash = try await hasher.hash(person.password, salt: house.world.randomBytes(16))
        let world = house.world
        return try await house.database.write { transaction in
            let now = world.now()
            let open = try OpenInvitation.find(token, at: now, in: transaction)
            guard !open.offer.hasAccount else { throw AccountRefusal.signInToAccept }
            let id = try insertPerson(person, hash: hash, at: now, in: transaction, world: world)
            return try open.accept(by: id, at: now, in: transaction, world: world)
        }
    }

    /// Accepts an invitation as somebody who already has an account.
    /// - Throws: ``AccountRefusal``: those of ``invitation(token:)``, `invitationForAnother`.
    @discardableResult
    package func accept(invitation token: String, by actor: Actor) async throws -> Actor {
        let world = house.world
        return try await house.database.write { transaction in
            let now = world.now()
            let open = try OpenInvitation.find(token, at: now, in: transaction)
            let email: String? = try transaction.value("SELECT email FROM person WHERE id = \(actor.person)")
            guard email == open.offer.email else { throw AccountRefusal.invitationForAnother }
            return try open.accept(by: actor.person, at: now, in: transaction, world: world)
        }
    }

    /// Takes an invitation back before it is accepted.
    /// - Throws: ``CommonRefusal``: `notFound`, `forbidden`.
    package func withdraw(_ invitation: ID<Invitation>, by actor: Actor) async throws {
        let now = now
        try await house.database.write { transaction in
            let organisation: ID<Organisation>? = try transaction.value(
                """
                SELECT organisation_id FROM invitation
                WHERE id = \(invitation) AND accepted_at IS NULL AND withdrawn_at IS NULL
                """)
            guard let organisation else { throw CommonRefusal.notFound }
            guard organisation == actor.organisation || actor.role == .administrator else { throw CommonRefusal.notFound }
            try AccountRules.requireManager(actor, of: organisation)
            try transaction.execute("UPDATE invitation SET withdrawn_at = \(now) WHERE id = \(invitation)")
            try record("withdraw invitation", "invitation", invitation.rawValue, by: actor, at: now, in: transaction)
        }
    }

    /// Ends a membership; its sessions end with it.
    /// - Throws: ``CommonRefusal``: `notFound`, `forbidden`; ``AccountRefusal``: `notYourself`, `lastMember`.
    package func end(_ membership: ID<Membership>, by actor: Actor) async throws {
        let now = now
        try await house.database.write { transaction in
            let found = try transaction.first(
                "SELECT organisation_id, person_id FROM membership WHERE id = \(membership) AND ended_at IS NULL"
            ) { row in (organisation: try row.at(0, as: ID<Organisation>.self), person: try row.at(1, as: ID<Person>.self)) }
            guard let found, found.organisation == actor.organisation || actor.role == .administrator else {
                throw CommonRefusal.notFound
            }
            try AccountRules.requireManager(actor, of: found.organisation)
            guard found.person != actor.person else { throw AccountRefusal.notYourself }
            let others: Int? = try transaction.value(
                """
                SELECT COUNT(*) FROM membership
                WHERE organisation_id = \(found.organisation) AND ended_at IS NULL AND id <> \(membership)
                """)
            guard (others ?? 0) > 0 else { throw AccountRefusal.lastMember }
            try transaction.execute("UPDATE membership SET ended_at = \(now) WHERE id = \(membership)")
            try transaction.execute("DELETE FROM session WHERE membership_id = \(membership)")
            try record("end membership", "membership", membership.rawValue, by: actor, at: now, in: transaction)
        }
    }
}

/// An invitation that can still be accepted.
private struct OpenInvitation {
    let id: ID<Invitation>
    let offer: InvitationOffer

    static func find(_ token: String, at now: Instant, in transaction: ReadTransaction) throws -> OpenInvitation {
        let found = try transaction.first(
            """
            SELECT i.id, i.organisation_id, o.name_zh, o.name_en, i.role, i.email, i.expires_at, i.accepted_at,
              i.withdrawn_at, p.id AS person
            FROM invitation i JOIN organisation o ON o.id = i.organisation_id LEFT JOIN person p ON p.email = i.email
            WHERE i.token_hash = \(tokenHash(token))
            """
        ) { row -> OpenInvitation in
            if try row("withdrawn_at", as: Instant?.self) != nil { throw AccountRefusal.invitationUnknown }
            if try row("accepted_at", as: Instant?.self) != nil { throw AccountRefusal.invitationUsed }
            let expiresAt: Instant = try row("expires_at")
            if expiresAt <= now { throw AccountRefusal.invitationExpired }
            let nameZh: String = try row("name_zh")
            let offer = InvitationOffer(
                organisation: try row("organisation_id"),
                organisationName: Bilingual(zh: nameZh, en: try row("name_en", as: String?.self) ?? nameZh),
                role: try readRole(row, "role"), email: try row("email"),
                hasAccount: try row("person", as: ID<Person>?.self) != nil, expiresAt: expiresAt)
            return OpenInvitation(id: try row("id"), offer: offer)
        }
        guard let found else { throw AccountRefusal.invitationUnknown }
        return found
    }

    func accept(
        by person: ID<Person>, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> Actor {
        try transaction.execute("UPDATE invitation SET accepted_at = \(now) WHERE id = \(id)")
        let actor = try seat(person, offer.organisation, offer.role, at: now, in: transaction, world: world)
        try record("accept invitation", "invitation", id.rawValue, by: actor, at: now, in: transaction)
        return actor
    }
}

func readRole(_ row: borrowing Row, _ column: String) throws -> Role {
    let text: String = try row(column)
    guard let role = Role(rawValue: text) else { throw SQLMismatch(expected: "a role", found: .text(text)) }
    return role
}
