internal import Storage

// Rows that several use cases of the accounts write.

func insertOrganisation(
    _ facts: OrganisationFacts, at now: Instant, in transaction: WriteTransaction, world: World
) throws -> ID<Organisation> {
    let id: ID<Organisation> = world.makeID()
    let taken: Int? = try transaction.value("SELECT 1 FROM organisation WHERE credit_code = \(facts.creditCode)")
    if taken != nil { throw AccountRefusal.creditCodeTaken }
    try transaction.execute(
        """
        INSERT INTO organisation (id, kind, name_zh, name_en, credit_code, region, district, sector, headcount,
          annual_revenue_fen, total_assets_fen, founded_on, legal_representative, bank_name, bank_account, contact_email,
          registered_at, version)
        VALUES (\(id), \(facts.kind), \(facts.nameZh), \(facts.nameEn), \(facts.creditCode), \(facts.region),
          \(facts.district), \(facts.sector), \(facts.headcount), \(facts.annualRevenue), \(facts.totalAssets),
          \(facts.foundedOn), \(facts.legalRepresentative), \(facts.bank?.bankName), \(facts.bank?.number),
          \(facts.contactEmail), \(now), 1)
        """)
    return id
}

func insertPerson(
    _ person: NewPerson, hash: String, at now: Instant, in transaction: WriteTransaction, world: World
) throws -> ID<Person> {
    let id: ID<Person> = world.makeID()
    let taken: Int? = try transaction.value("SELECT 1 FROM person WHERE email = \(person.email)")
    if taken != nil { throw AccountRefusal.emailTaken }
    try transaction.execute(
        """
        INSERT INTO person (id, email, name, password_hash, password_changed_at, totp_step, created_at)
        VALUES (\(id), \(person.email), \(person.name), \(hash), \(now), 0, \(now))
        """)
    return id
}

/// Gives a person a role in an organisation, also again after it had ended.
func seat(
    _ person: ID<Person>, _ organisation: ID<Organisation>, _ role: Role, at now: Instant,
    in transaction: WriteTransaction, world: World
) throws -> Actor {
    let fresh: ID<Membership> = world.makeID()
    let rows: [ID<Membership>] = try transaction.returning(
        """
        INSERT INTO membership (id, person_id, organisation_id, role, since)
        VALUES (\(fresh), \(person), \(organisation), \(role.rawValue), \(now))
        ON CONFLICT (person_id, organisation_id, role) DO UPDATE SET ended_at = NULL, since = excluded.since
        RETURNING id
        """
    ) { row in try row.at(0) }
    return Actor(person: person, organisation: organisation, membership: rows.first ?? fresh, role: role)
}

func insertInvitation(
    _ email: EmailAddress, _ role: Role, into organisation: ID<Organisation>, by actor: Actor,
    in transaction: WriteTransaction, world: World
) throws -> InvitationSecret {
    let id: ID<Invitation> = world.makeID()
    let token = world.token(bytes: 16)
    let now = world.now()
    try transaction.execute(
        """
        INSERT INTO invitation (id, token_hash, organisation_id, role, email, invited_by, made_at, expires_at)
        VALUES (\(id), \(tokenHash(token)), \(organisation), \(role.rawValue), \(email.text), \(actor.person), \(now),
          \(now.advanced(by: Invitation.lifetime)))
        """)
    try record("invite member", "invitation", id.rawValue, by: actor, note: email.text, at: now, in: transaction)
    return InvitationSecret(id: id, token: token)
}

/// Notes an act in the audit chain.
func record(
    _ act: String, _ objectKind: String, _ object: Int64, by actor: Actor?, note: String = "", at now: Instant,
    in transaction: WriteTransaction
) throws {
    try Audit.record(
        act, on: BusinessReference(kind: objectKind, id: object), by: actor, note: note, at: now, in: transaction)
}
