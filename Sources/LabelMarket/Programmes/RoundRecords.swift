package import Storage

/// Rounds as the market runs them: announced by the programme's text, or opened by an officer.
package enum Rounds {
    static func rows(where condition: SQL, in transaction: ReadTransaction) throws -> [RoundRow] {
        let rows: [(ID<ApplicationRound>, ProgrammeKey, String, Instant, Instant)] = try transaction.all(
            """
            SELECT id, programme, name, opens_at, closes_at FROM application_round WHERE \(condition)
            ORDER BY programme, opens_at, id
            """
        ) { row in
            (try row("id"), try row("programme"), try row("name"), try row("opens_at"), try row("closes_at"))
        }
        return try rows.map { id, programme, name, opensAt, closesAt in
            RoundRow(
                id: id, programme: programme, programmeName: try Programmes.name(of: programme, in: transaction),
                name: name, opensAt: opensAt, closesAt: closesAt)
        }
    }

    package static func all(of programme: ProgrammeKey, in transaction: ReadTransaction) throws -> [RoundRow] {
        try rows(where: "programme = \(programme)", in: transaction)
    }

    /// Takes over the rounds that a programme's text announces, where the market has none of that name.
    static func add(
        announcedBy edition: ProgrammeEdition, by actor: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {
        for round in edition.programme.rounds?.rounds ?? [] {
            try transaction.execute(
                """
                INSERT INTO application_round (id, programme, name, opens_at, closes_at, created_at, created_by)
                SELECT \(world.makeID(ApplicationRound.self)), \(edition.key), \(round.key), \(round.opens), \(round.closes),
                  \(now), \(actor.person)
                WHERE NOT EXISTS (
                  SELECT 1 FROM application_round WHERE programme = \(edition.key) AND name = \(round.key))
                """)
        }
    }
}

extension Programmes {
    /// Opens a further round of a programme, or several that follow each other by the quarter.
    ///
    /// - Parameter quarters: how many rounds; each begins and ends three months after the one before it, and is named after
    ///   it with its number.
    /// - Returns: the first of them.
    package func openRound(
        of programme: ProgrammeKey, name: String, from opensAt: Instant, to closesAt: Instant, quarters: Int = 1,
        by actor: Actor, key: FormKey
    ) async throws -> ID<ApplicationRound> {
        try actor.require(.officer, .administrator)
        precondition((1...8).contains(quarters), "one round to two years of them")
        let now = house.world.now()
        let world = house.world
        let content = "round \(programme) \(name) \(opensAt.milliseconds) \(closesAt.milliseconds) \(quarters)"
        return try await house.once(key, content: content, by: actor, refusing: ProgrammeRefusal.self) { transaction in
            guard try Self.answers(actor, for: programme, in: transaction) else { throw CommonRefusal.notFound }
            guard opensAt < closesAt, now < closesAt else { throw ProgrammeRefusal.roundClosesBeforeOpening }
            let known = try Rounds.all(of: programme, in: transaction)
            var first: ID<ApplicationRound>?
            for number in 0..<quarters {
                let name = quarters == 1 ? name : "\(name)-\(number + 1)"
                guard !known.contains(where: { $0.name == name }) else { throw ProgrammeRefusal.roundNameTaken }
                let id = world.makeID(ApplicationRound.self)
                let (opens, closes) = (opensAt.advanced(byMonths: 3 * number), closesAt.advanced(byMonths: 3 * number))
                try transaction.execute(
                    """
                    INSERT INTO application_round (id, programme, name, opens_at, closes_at, created_at, created_by)
                    VALUES (\(id), \(programme), \(name), \(opens), \(closes), \(now), \(actor.person))
                    """)
                try Audit.record(
                    "open round", on: BusinessReference("round", id), after: content, by: actor, at: now, in: transaction)
                first = first ?? id
            }
            guard let first else { throw ProgrammeRefusal.roundClosesBeforeOpening }
            return first
        }
    }

    /// Closes an open round now; one that has not begun never opens.
    package func closeRound(_ id: ID<ApplicationRound>, by actor: Actor, key: FormKey) async throws {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        _ = try await house.once(key, content: "close round \(id)", by: actor, refusing: ProgrammeRefusal.self) {
            transaction in
            guard let round = try Rounds.rows(where: "id = \(id)", in: transaction).first,
                try Self.answers(actor, for: round.programme, in: transaction)
            else { throw CommonRefusal.notFound }
            guard now < round.closesAt else { throw ProgrammeRefusal.roundOver }
            try transaction.execute(
                """
                UPDATE application_round SET closes_at = \(max(now, round.opensAt)) WHERE id = \(id)
                """)
            try Audit.record("close round", on: BusinessReference("round", id), by: actor, at: now, in: transaction)
            return true
        }
    }
}
