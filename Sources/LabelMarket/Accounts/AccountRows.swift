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
    byMail: Bool, in transaction: WriteTransaction, house: House
) throws -> InvitationSecret {
    let world = house.world
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
    if byMail {
        let name = try transaction.first("SELECT name_zh, name_en FROM organisation WHERE id = \(organisation)") { row in
            (zh: try row.at(0, as: String.self), en: try row.at(1, as: String?.self))
        }
        let words = Bilingual(
            zh: "\(name?.zh ?? "")邀请您加入，请在七日内打开以下链接接受邀请",
            en: "\(name?.en ?? name?.zh ?? "") invites you to join it; open the link within seven days to accept")
        try Outbox.queue(
            .invitation, to: email.text, words, path: "/invitation?token=" + token, sealedWith: house.keys.secrets,
            at: now, world: world, in: transaction)
    }
    return InvitationSecret(id: id, token: token)
}

/// Who reads the mail of an organisation: its members.
enum Members {
    /// The addresses of at most 50 members, those of longest standing first.
    static func addresses(
        of organisation: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> [String] {
        try transaction.all(
            """
            SELECT p.email FROM membership m JOIN person p ON p.id = m.person_id
            WHERE m.organisation_id = \(organisation) AND m.ended_at IS NULL ORDER BY m.id LIMIT 50
            """
        ) { row in try row.at(0, as: String.self) }
    }
}

/// Notes an act in the audit chain.
func record(
    _ act: String, _ objectKind: String, _ object: Int64, by actor: Actor?, note: String = "", at now: Instant,
    in transaction: WriteTransaction
) throws {
    try Audit.record(
        act, on: BusinessReference(kind: objectKind, id: object), by: actor, note: note, at: now, in: transaction)
}
