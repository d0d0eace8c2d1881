package import Storage

/// Money appropriated to a programme for a year, by one or more funders, in a book of its own.
package enum Pots {
    /// The pot of a programme's year; nil when nothing was ever appropriated.
    package static func find(
        _ programme: ProgrammeKey, year: Int, in transaction: ReadTransaction
    ) throws -> (id: ID<FundedPot>, book: ID<Book>)? {
        try transaction.first("SELECT id, book FROM pot WHERE programme = \(programme) AND year = \(year)") { row in
            (try row("id"), try row("book"))
        }
    }

    /// What the pot can still grant; nil when there is none.
    package static func left(
        of programme: ProgrammeKey, year: Int, in transaction: ReadTransaction
    ) throws -> Money? {
        try find(programme, year: year, in: transaction).map { pot in
            try Books.balance(of: .pool(pot.book), in: transaction).available
        }
    }

    static func rows(where condition: SQL, in transaction: ReadTransaction) throws -> [PotRow] {
        let pots: [(ID<FundedPot>, ProgrammeKey, Int, ID<Book>)] = try transaction.all(
            "SELECT id, programme, year, book FROM pot WHERE \(condition) ORDER BY programme, year"
        ) { row in (try row("id"), try row("programme"), try row("year"), try row("book")) }
        return try pots.map { id, programme, year, book in
            PotRow(
                id: id, programme: programme, programmeName: try Programmes.name(of: programme, in: transaction),
                year: year, book: book, funders: try funders(of: id, in: transaction),
                takeUp: try TakeUp.of(book, in: transaction))
        }
    }

    static func funders(of pot: ID<FundedPot>, in transaction: ReadTransaction) throws -> [PotFunder] {
        try transaction.all(
            "SELECT number, name_zh, name_en, weight FROM pot_funder WHERE pot = \(pot) ORDER BY number"
        ) { row in
            PotFunder(
                number: try row("number"), name: Bilingual(zh: try row("name_zh"), en: try row("name_en")),
                weight: try row("weight"))
        }
    }

    /// Opens the pot and its book when there is none; its funders are those of the programme's text, or the bureau.
    static func open(
        _ edition: ProgrammeEdition, year: Int, by actor: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws -> (id: ID<FundedPot>, book: ID<Book>) {
        if let known = try find(edition.key, year: year, in: transaction) { return known }
        let book = try Books.book(programme: edition.key.text, year: year, at: now, in: transaction, world: world)
        let id = world.makeID(FundedPot.self)
        try transaction.execute(
            """
            INSERT INTO pot (id, programme, year, book, created_at, created_by)
            VALUES (\(id), \(edition.key), \(year), \(book), \(now), \(actor.person))
            """)
        var funders = edition.programme.pots.first?.funders.map { ($0.name, $0.weight) } ?? []
        if funders.isEmpty { funders = [(edition.programme.bureau, 1)] }
        for (index, funder) in funders.enumerated() {
            try transaction.execute(
                """
                INSERT INTO pot_funder (pot, number, name_zh, name_en, weight)
                VALUES (\(id), \(index + 1), \(funder.0.zh), \(funder.0.en), \(funder.1))
                """)
        }
        return (id, book)
    }
}

extension Programmes {
    /// The programme's name: of the version in force, else of the newest.
    package static func name(of key: ProgrammeKey, in transaction: ReadTransaction) throws -> Bilingual {
        let name = try transaction.first(
            """
            SELECT name_zh, name_en FROM programme_version WHERE programme = \(key)
            ORDER BY state = 'in_force' DESC, version DESC LIMIT 1
            """
        ) { row in Bilingual(zh: try row.at(0), en: try row.at(1)) }
        return name ?? Bilingual(zh: key.text, en: key.text)
    }

    /// Money comes into a programme's pot; each funder pays its share, to the fen, all or none.
    ///
    /// - Throws: ``ProgrammeRefusal/nothingInForce``, ``ProgrammeRefusal/yearOutOfRange``, ``LedgerRefusal``
    package func appropriate(
        _ amount: Money, to programme: ProgrammeKey, year: Int, by actor: Actor, key: FormKey
    ) async throws -> ID<FundedPot> {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let world = house.world
        let content = "appropriate \(programme) \(year) \(amount.fen)"
        return try await house.once(key, content: content, by: actor, refusing: ProgrammeRefusal.self) { transaction in
            guard try Self.answers(actor, for: programme, in: transaction) else { throw CommonRefusal.notFound }
            guard let edition = try ProgrammeEdition.inForce(programme, in: transaction) else {
                throw ProgrammeRefusal.nothingInForce
            }
            guard abs(year - now.shanghaiDate.parts.year) <= 5 else { throw ProgrammeRefusal.yearOutOfRange }
            let pot = try Pots.open(edition, year: year, by: actor, at: now, world: world, in: transaction)
            let funders = try Pots.funders(of: pot.id, in: transaction)
            let shares = try amount.split(by: funders.map { Int64($0.weight) })
            let commands: [LedgerCommand] = zip(funders, shares).filter { $0.1.fen > 0 }.map { funder, share in
                .appropriate(book: pot.book, funder: Int64(funder.number), share)
            }
            try Books.post(
                commands, for: BusinessReference("pot", pot.id), by: actor, at: now, in: transaction, world: world)
            try Audit.record(
                "appropriate to pot", on: BusinessReference("pot", pot.id), after: content, by: actor, at: now,
                in: transaction)
            return pot.id
        }
    }
}
