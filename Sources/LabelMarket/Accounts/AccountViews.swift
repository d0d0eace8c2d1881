internal import Storage

/// A person's own page.
package struct AccountPage: Sendable {
    package let personName: String
    package let email: String
    package let passwordChangedAt: Instant
    package let hasSecondFactor: Bool
    package let recoveryCodesLeft: Int
    package let sessions: [SessionSummary]
}

/// An organisation's page: itself, its people, its invitations.
package struct OrganisationPage: Sendable {
    package let profile: OrganisationProfile
    package let members: [Member]
    package let invitations: [PendingInvitation]

    package struct Member: Sendable {
        package let membership: ID<Membership>
        package let person: ID<Person>
        package let name: String
        package let email: String
        package let role: Role
        package let since: Instant
        package let hasSecondFactor: Bool
    }

    package struct PendingInvitation: Sendable {
        package let id: ID<Invitation>
        package let email: String
        package let role: Role
        package let expiresAt: Instant
    }
}

/// One page of a list that is paged by key.
package struct Paged<Element: Sendable>: Sendable {
    package let rows: [Element]
    /// Whether another page follows the last row.
    package let hasMore: Bool

    /// - Parameter found: up to one row more than `limit`.
    init(_ found: [Element], limit: Int) {
        rows = Array(found.prefix(limit))
        hasMore = found.count > limit
    }
}

/// A row of the administrator's list of organisations.
package struct OrganisationRow: Sendable {
    package let id: ID<Organisation>
    package let name: Bilingual
    package let kind: OrganisationKind
    package let creditCode: CreditCode
    package let region: Region
    package let registeredAt: Instant
}

/// A row of the administrator's list of people.
package struct PersonRow: Sendable {
    package let id: ID<Person>
    package let name: String
    package let email: String
    package let hasSecondFactor: Bool
    package let createdAt: Instant
    /// Name of the organisation and role of each membership.
    package let seats: [(organisation: Bilingual, role: Role)]
}

extension Accounts {
    /// The person's own page.
    package func page(of actor: Actor) throws -> AccountPage {
        let now = now
        return try house.database.read { transaction in
            let sessions = try transaction.all(
                """
                SELECT id, address, browser, started_at, last_seen_at FROM session
                WHERE person_id = \(actor.person) AND awaits_second_factor = 0 AND ends_at > \(now) ORDER BY id DESC
                """
            ) { row in
                SessionSummary(
                    id: try row.at(0), address: try row.at(1), browser: try row.at(2), startedAt: try row.at(3),
                    lastSeenAt: try row.at(4))
            }
            let codes: Int? = try transaction.value(
                "SELECT COUNT(*) FROM recovery_code WHERE person_id = \(actor.person) AND used_at IS NULL")
            let page = try transaction.first(
                "SELECT name, email, password_changed_at, totp_secret IS NOT NULL FROM person WHERE id = \(actor.person)"
            ) { row in
                AccountPage(
                    personName: try row.at(0), email: try row.at(1), passwordChangedAt: try row.at(2),
                    hasSecondFactor: try row.at(3), recoveryCodesLeft: codes ?? 0, sessions: sessions)
            }
            guard let page else { throw CommonRefusal.notFound }
            return page
        }
    }

    /// An organisation's page: for its members, administrators and auditors.
    /// - Throws: ``CommonRefusal/notFound`` to everyone else.
    package func organisation(_ id: ID<Organisation>, for actor: Actor) throws -> OrganisationPage {
        guard id == actor.organisation || actor.role == .administrator || actor.role == .auditor else {
            throw CommonRefusal.notFound
        }
        let now = now
        return try house.database.read { transaction in
            let members = try transaction.all(
                """
                SELECT m.id, p.id, p.name, p.email, m.role, m.since, p.totp_secret IS NOT NULL
                FROM membership m JOIN person p ON p.id = m.person_id
                WHERE m.organisation_id = \(id) AND m.ended_at IS NULL ORDER BY m.id
                """
            ) { row in
                OrganisationPage.Member(
                    membership: try row.at(0), person: try row.at(1), name: try row.at(2), email: try row.at(3),
                    role: try readRole(row, "role"), since: try row.at(5), hasSecondFactor: try row.at(6))
            }
            let invitations = try transaction.all(
                """
                SELECT id, email, role, expires_at FROM invitation
                WHERE organisation_id = \(id) AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > \(now)
                ORDER BY id
                """
            ) { row in
                OrganisationPage.PendingInvitation(
                    id: try row.at(0), email: try row.at(1), role: try readRole(row, "role"), expiresAt: try row.at(3))
            }
            let profile = try Organisations.profile(of: id, in: transaction)
            return OrganisationPage(profile: profile, members: members, invitations: invitations)
        }
    }

    /// Organisations by their ids, oldest first, those whose name or credit code contains `search`.
    /// - Throws: ``CommonRefusal/forbidden`` to all but administrators and auditors.
    package func organisations(
        matching search: String = "", after: ID<Organisation>? = nil, limit: Int = 20, for actor: Actor
    ) throws -> Paged<OrganisationRow> {
        try actor.require(.administrator, .auditor)
        let pattern = likePattern(search)
        return try house.database.read { transaction in
            let rows = try transaction.all(
                """
                SELECT id, name_zh, name_en, kind, credit_code, region, registered_at FROM organisation
                WHERE id > \(after?.rawValue ?? -1) AND (name_zh LIKE \(pattern) ESCAPE '!'
                  OR name_en LIKE \(pattern) ESCAPE '!' OR credit_code LIKE \(pattern) ESCAPE '!')
                ORDER BY id LIMIT \(limit + 1)
                """
            ) { row in
                let nameZh: String = try row.at(1)
                return OrganisationRow(
                    id: try row.at(0), name: Bilingual(zh: nameZh, en: try row.at(2, as: String?.self) ?? nameZh),
                    kind: try row.at(3), creditCode: try row.at(4), region: try row.at(5), registeredAt: try row.at(6))
            }
            return Paged(rows, limit: limit)
        }
    }

    /// People by their ids, oldest first, those whose name or e-mail contains `search`.
    /// - Throws: ``CommonRefusal/forbidden`` to all but administrators and auditors.
    package func people(
        matching search: String = "", after: ID<Person>? = nil, limit: Int = 20, for actor: Actor
    ) throws -> Paged<PersonRow> {
        try actor.require(.administrator, .auditor)
        let pattern = likePattern(search)
        return try house.database.read { transaction in
            let rows = try transaction.all(
                """
                SELECT id, name, email, totp_secret IS NOT NULL, created_at FROM person
                WHERE id > \(after?.rawValue ?? -1) AND (name LIKE \(pattern) ESCAPE '!' OR email LIKE \(pattern) ESCAPE '!')
                ORDER BY id LIMIT \(limit + 1)
                """
            ) { row in
                let person: ID<Person> = try row.at(0)
                return PersonRow(
                    id: person, name: try row.at(1), email: try row.at(2), hasSecondFactor: try row.at(3),
                    createdAt: try row.at(4), seats: try seats(of: person, in: transaction))
            }
            return Paged(rows, limit: limit)
        }
    }
}

private func seats(
    of person: ID<Person>, in transaction: ReadTransaction
) throws -> [(organisation: Bilingual, role: Role)] {
    try transaction.all(
        """
        SELECT o.name_zh, COALESCE(o.name_en, o.name_zh), m.role FROM membership m JOIN organisation o ON o.id = m.organisation_id
        WHERE m.person_id = \(person) AND m.ended_at IS NULL ORDER BY m.id
        """
    ) { row in
        (organisation: Bilingual(zh: try row.at(0), en: try row.at(1)), role: try readRole(row, "role"))
    }
}

/// `search` as a pattern that matches it anywhere; `!` escapes.
private func likePattern(_ search: String) -> String {
    "%" + search.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_") + "%"
}
