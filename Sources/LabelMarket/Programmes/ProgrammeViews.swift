package import Storage

/// A programme as lists show it.
package struct ProgrammeRow: Sendable {
    package let key: ProgrammeKey
    package let version: Int
    package let state: EditionState
    package let name: Bilingual
    package let bureauName: Bilingual
    package let programme: Programme
}

/// A pot and what its book says about it.
package struct PotRow: Sendable {
    package let id: ID<FundedPot>
    package let programme: ProgrammeKey
    package let programmeName: Bilingual
    package let year: Int
    package let book: ID<Book>
    package let funders: [PotFunder]
    package let takeUp: TakeUp
}

package struct PotFunder: Hashable, Sendable {
    package let number: Int
    package let name: Bilingual
    package let weight: Int
}

/// A time in which applications are taken.
package struct RoundRow: Sendable {
    package let id: ID<ApplicationRound>
    package let programme: ProgrammeKey
    package let programmeName: Bilingual
    package let name: String
    package let opensAt: Instant
    /// The first moment at which it is too late.
    package let closesAt: Instant

    package func isOpen(at now: Instant) -> Bool { opensAt <= now && now < closesAt }
}

/// Everything a programme's own page shows.
package struct ProgrammePage: Sendable {
    package let edition: ProgrammeEdition
    package let bureauName: Bilingual
    package let pots: [PotRow]
    package let rounds: [RoundRow]
    package let versions: [VersionRow]

    package struct VersionRow: Hashable, Sendable {
        package let version: Int
        package let state: EditionState
        package let importedAt: Instant
    }
}

extension Programmes {
    /// Programmes in force, by key; of one region or kind when asked.
    package func list(region: RegionCode? = nil, kind: VoucherKind? = nil) throws -> [ProgrammeRow] {
        try house.database.read { transaction in
            try transaction.all(
                """
                SELECT \(ProgrammeEdition.columns), organisation.name_zh AS bureau_zh,
                  COALESCE(organisation.name_en, organisation.name_zh) AS bureau_en
                FROM programme_version JOIN organisation ON organisation.id = bureau
                WHERE programme_version.state = \(EditionState.inForce) ORDER BY programme_version.programme
                """, ProgrammeRow.init(row:))
        }.filter { row in
            (region.map { $0.contains(row.programme.region) || row.programme.region.contains($0) } ?? true)
                && (kind.map { row.programme.voucherKind == $0 } ?? true)
        }
    }

    /// The page of one version; of the one in force when none is named. Drafts show themselves to their bureau only.
    /// - Throws: ``CommonRefusal/notFound``
    package func page(of key: ProgrammeKey, version: Int? = nil, for actor: Actor?) throws -> ProgrammePage {
        try house.database.read { transaction in
            let found =
                if let version {
                    try ProgrammeEdition.load(key, version: version, in: transaction)
                } else {
                    try ProgrammeEdition.inForce(key, in: transaction)
                }
            guard let edition = found, Self.maySee(edition, actor) else { throw CommonRefusal.notFound }
            let name = try transaction.first(
                "SELECT name_zh, COALESCE(name_en, name_zh) FROM organisation WHERE id = \(edition.bureau)"
            ) { row in Bilingual(zh: try row.at(0), en: try row.at(1)) }
            return ProgrammePage(
                edition: edition, bureauName: name ?? edition.programme.bureau,
                pots: try Pots.rows(where: "pot.programme = \(key)", in: transaction),
                rounds: try Rounds.rows(where: "application_round.programme = \(key)", in: transaction),
                versions: try Self.versions(of: key, in: transaction).filter { row in
                    row.state != .draft || Self.maySee(edition.bureau, actor)
                })
        }
    }

    private static func versions(
        of key: ProgrammeKey, in transaction: ReadTransaction
    ) throws -> [ProgrammePage.VersionRow] {
        try transaction.all(
            "SELECT version, state, imported_at FROM programme_version WHERE programme = \(key) ORDER BY version"
        ) { row in
            ProgrammePage.VersionRow(
                version: try row("version"), state: try row("state"), importedAt: try row("imported_at"))
        }
    }

    private static func maySee(_ edition: ProgrammeEdition, _ actor: Actor?) -> Bool {
        edition.state != .draft || maySee(edition.bureau, actor)
    }

    private static func maySee(_ bureau: ID<Organisation>, _ actor: Actor?) -> Bool {
        switch actor?.role {
        case .officer: actor?.organisation == bureau
        case .administrator, .auditor: true
        default: false
        }
    }

    /// Every version that the actor's bureau answers for; all of them for administrators and auditors.
    package func versions(for actor: Actor) throws -> [ProgrammeRow] {
        try actor.require(.officer, .administrator, .auditor)
        let whose: SQL = actor.role == .officer ? "programme_version.bureau = \(actor.organisation)" : "1 = 1"
        return try house.database.read { transaction in
            try transaction.all(
                """
                SELECT \(ProgrammeEdition.columns), organisation.name_zh AS bureau_zh,
                  COALESCE(organisation.name_en, organisation.name_zh) AS bureau_en
                FROM programme_version JOIN organisation ON organisation.id = bureau
                WHERE \(whose) ORDER BY programme_version.programme, programme_version.version
                """, ProgrammeRow.init(row:))
        }
    }

    package func pots(for actor: Actor) throws -> [PotRow] {
        try actor.require(.officer, .administrator, .auditor)
        return try house.database.read { transaction in
            try Pots.rows(where: Self.programmes(of: actor, column: "pot.programme"), in: transaction)
        }
    }

    package func rounds(for actor: Actor) throws -> [RoundRow] {
        try actor.require(.officer, .administrator, .auditor)
        return try house.database.read { transaction in
            try Rounds.rows(where: Self.programmes(of: actor, column: "application_round.programme"), in: transaction)
        }
    }

    /// A condition that holds for the programmes that `actor` answers for.
    static func programmes(of actor: Actor, column: SQL) -> SQL {
        guard actor.role == .officer else { return "1 = 1" }
        return """
            \(column) IN (SELECT programme FROM programme_version WHERE bureau = \(actor.organisation))
            """
    }
}

extension ProgrammeRow {
    init(row: borrowing Row) throws {
        let edition = try ProgrammeEdition(row: row)
        key = edition.key
        version = edition.version
        state = edition.state
        programme = edition.programme
        name = edition.programme.name
        bureauName = Bilingual(zh: try row("bureau_zh"), en: try row("bureau_en"))
    }
}
