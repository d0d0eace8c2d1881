internal import Storage

/// Organisations, the people who act for them, and their sessions. Each method is one use case.
package struct Accounts: Sendable {
    package let house: House
    let hasher: PasswordHasher
    let sessions = SessionCache()

    package init(house: House, hasher: PasswordHasher = PasswordHasher()) {
        self.house = house
        self.hasher = hasher
    }

    var now: Instant { house.world.now() }

    /// Registers an organisation that comes by itself, with its first person.
    /// - Returns: the person's seat: its role is the first that the kind of organisation allows.
    /// - Throws: ``AccountRefusal``: `kindNotOpen`, `foundedInFuture`, what ``PasswordRules`` refuses, `creditCodeTaken`,
    ///   `emailTaken`, `busy`.
    /// - Parameter key: the key of the form; the same form sent again is answered with the same seat.
    @discardableResult
    package func register(
        _ facts: OrganisationFacts, firstPerson: NewPerson, key: FormKey? = nil
    ) async throws -> Actor {
        guard OrganisationKind.selfRegistering.contains(facts.kind) else { throw AccountRefusal.kindNotOpen }
        return try await open(facts, firstPerson, key: key)
    }

    /// Sets up the market's operator with its first administrator; works once in the life of a market.
    /// - Throws: ``AccountRefusal/alreadySetUp`` and what ``register(_:firstPerson:)`` throws.
    @discardableResult
    package func setUp(_ facts: OrganisationFacts, administrator: NewPerson) async throws -> Actor {
        guard facts.kind == .marketOperator else { throw AccountRefusal.kindNotOpen }
        return try await open(facts, administrator) { transaction in
            let count: Int = try transaction.value("SELECT COUNT(*) FROM membership WHERE role = 'administrator'") ?? 0
            if count > 0 { throw AccountRefusal.alreadySetUp }
        }
    }

    private func open(
        _ facts: OrganisationFacts, _ newPerson: NewPerson, key: FormKey? = nil,
        check: @escaping @Sendable (WriteTransaction) throws -> Void = { _ in }
    ) async throws -> Actor {
        let person = try newPerson.checked()
        try AccountRules.check(facts, on: now.shanghaiDate)
        let hash = try await hasher.hash(person.password, salt: house.world.randomBytes(16))
        let world = house.world
        let insert: @Sendable (WriteTransaction) throws -> SeatAnswer = { transaction in
            try check(transaction)
            let now = world.now()
            let organisation = try insertOrganisation(facts, at: now, in: transaction, world: world)
            let id = try insertPerson(person, hash: hash, at: now, in: transaction, world: world)
            let actor = try seat(id, organisation, facts.kind.roles[0], at: now, in: transaction, world: world)
            try record("register organisation", "organisation", organisation.rawValue, by: actor, at: now, in: transaction)
            return SeatAnswer(person: id, organisation: organisation, membership: actor.membership)
        }
        let made: SeatAnswer
        if let key {
            // The password is no part of what is kept of the form: a fast hash of it could be searched.
            let content = facts.creditCode.text + " " + person.email
            made = try await house.once(key, content: content, by: nil, refusing: AccountRefusal.self, insert)
        } else {
            made = try await house.database.write(insert)
        }
        return Actor(
            person: made.person, organisation: made.organisation, membership: made.membership, role: facts.kind.roles[0])
    }

    /// What is kept as the answer to a registration.
    private struct SeatAnswer: Codable, Sendable {
        let person: ID<Person>
        let organisation: ID<Organisation>
        let membership: ID<Membership>
    }

    /// Sets up an organisation that does not register itself (a bureau, an audit office), and invites its first member.
    /// - Throws: ``CommonRefusal/forbidden`` to all but administrators; ``AccountRefusal``: `foundedInFuture`,
    ///   `creditCodeTaken`.
    package func establish(
        _ facts: OrganisationFacts, inviting email: EmailAddress, byMail: Bool = false, by actor: Actor
    ) async throws -> (organisation: ID<Organisation>, invitation: InvitationSecret) {
        try actor.require(.administrator)
        try AccountRules.check(facts, on: now.shanghaiDate)
        let (house, world) = (house, house.world)
        return try await house.database.write { transaction in
            let now = world.now()
            let organisation = try insertOrganisation(facts, at: now, in: transaction, world: world)
            try record("establish organisation", "organisation", organisation.rawValue, by: actor, at: now, in: transaction)
            let secret = try insertInvitation(
                email, facts.kind.roles[0], into: organisation, by: actor, byMail: byMail, in: transaction,
                house: house)
            return (organisation, secret)
        }
    }

    /// Changes what an organisation says about itself. Its kind and credit code stay.
    /// - Throws: ``CommonRefusal``: `forbidden`, `stale`; ``AccountRefusal/foundedInFuture``.
    package func edit(
        _ facts: OrganisationFacts, of organisation: ID<Organisation>, version: Int64, by actor: Actor
    ) async throws {
        try AccountRules.requireManager(actor, of: organisation)
        try AccountRules.check(facts, on: now.shanghaiDate)
        let now = now
        try await house.database.write { transaction in
            let changed = try transaction.execute(
                """
                UPDATE organisation SET name_zh = \(facts.nameZh), name_en = \(facts.nameEn), region = \(facts.region),
                  district = \(facts.district), sector = \(facts.sector), headcount = \(facts.headcount),
                  annual_revenue_fen = \(facts.annualRevenue), total_assets_fen = \(facts.totalAssets),
                  founded_on = \(facts.foundedOn), legal_representative = \(facts.legalRepresentative),
                  bank_name = \(facts.bank?.bankName), bank_account = \(facts.bank?.number),
                  contact_email = \(facts.contactEmail), version = version + 1
                WHERE id = \(organisation) AND version = \(version)
                """)
            guard changed == 1 else { throw CommonRefusal.stale }
            try record("edit organisation", "organisation", organisation.rawValue, by: actor, at: now, in: transaction)
        }
    }

    /// Declares that the actor's organisation and another hold shares in each other; a second declaration replaces the
    /// first.
    /// - Throws: ``CommonRefusal/forbidden``; ``AccountRefusal/relationToSelf``.
    package func declare(_ relation: OrganisationProfile.Relation, by actor: Actor) async throws {
        try AccountRules.requireManager(actor, of: actor.organisation)
        let now = now
        try await house.database.write { transaction in
            let own: String? = try transaction.value(
                "SELECT credit_code FROM organisation WHERE id = \(actor.organisation)")
            if own == relation.creditCode.text { throw AccountRefusal.relationToSelf }
            try transaction.execute(
                """
                INSERT INTO organisation_relation (organisation_id, credit_code, share_basis_points)
                VALUES (\(actor.organisation), \(relation.creditCode), \(relation.shareBasisPoints))
                ON CONFLICT (organisation_id, credit_code) DO UPDATE SET share_basis_points = excluded.share_basis_points
                """)
            try record(
                "declare relation", "organisation", actor.organisation.rawValue, by: actor, at: now, in: transaction)
        }
    }

    /// Takes a declared relation back.
    /// - Throws: ``CommonRefusal``: `forbidden`, `notFound`.
    package func withdrawRelation(to creditCode: CreditCode, by actor: Actor) async throws {
        try AccountRules.requireManager(actor, of: actor.organisation)
        let now = now
        try await house.database.write { transaction in
            let changed = try transaction.execute(
                """
                DELETE FROM organisation_relation
                WHERE organisation_id = \(actor.organisation) AND credit_code = \(creditCode)
                """)
            guard changed == 1 else { throw CommonRefusal.notFound }
            try record(
                "withdraw relation", "organisation", actor.organisation.rawValue, by: actor, at: now, in: transaction)
        }
    }
}

/// A person as they introduce themselves.
package struct NewPerson: Sendable {
    package var email: String
    package var name: String
    package var password: String

    package init(email: String, name: String, password: String) {
        self.email = email
        self.name = name
        self.password = password
    }

    /// The same with e-mail and name in their kept form.
    func checked() throws(AccountRefusal) -> NewPerson {
        guard let address = EmailAddress(typed: email) else { throw .emailUnreadable }
        guard !name.isEmpty, name.count <= 100 else { throw .nameMissing }
        try PasswordRules.check(password, email: address.text, name: name)
        return NewPerson(email: address.text, name: name, password: password)
    }
}

/// Rules that need no database.
enum AccountRules {
    /// Roles that must have a second factor.
    static let secondFactorRoles: Set<Role> = [.officer, .auditor, .administrator]

    static func check(_ facts: OrganisationFacts, on today: CivilDate) throws(AccountRefusal) {
        guard facts.foundedOn <= today else { throw .foundedInFuture }
    }

    /// Whether `actor` may change `organisation`: its members may, auditors change nothing, administrators may anywhere.
    static func requireManager(_ actor: Actor, of organisation: ID<Organisation>) throws(CommonRefusal) {
        if actor.role == .administrator { return }
        guard actor.organisation == organisation, actor.role != .auditor else { throw .forbidden }
    }
}
