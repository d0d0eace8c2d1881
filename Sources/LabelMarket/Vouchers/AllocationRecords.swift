package import Storage

/// Writes and reads what is kept of a round's allocation.
enum RoundRecords {
    static func seed(
        of round: ID<ApplicationRound>, in transaction: ReadTransaction
    ) throws -> (commitment: [UInt8], seed: [UInt8])? {
        try transaction.first("SELECT commitment, seed FROM round_seed WHERE round = \(round)") { row in
            (try row.at(0), try row.at(1))
        }
    }

    static func insert(
        _ view: RoundView, _ drawn: [(RoundCandidate, Money)], seed: [UInt8]?, by actor: Actor, at now: Instant,
        in transaction: WriteTransaction
    ) throws {
        let given = try drawn.reduce(Money.zero) { try $0.adding($1.1) }
        let round = view.round.id
        let refused = view.candidates.filter { if case .fails = $0.standing { true } else { false } }.count
        try transaction.execute(
            """
            INSERT INTO round_allocation (round, method, pot_fen, asked_fen, given_fen, refused, seed, list_hash, decided_at,
              decided_by)
            VALUES (\(round), \(view.method?.rawValue), \(view.pot), \(view.asked), \(given), \(refused), \(seed),
              \(view.listHash), \(now), \(actor.person))
            """)
        for (index, entry) in drawn.enumerated() {
            let application = entry.0.application
            try transaction.execute(
                """
                INSERT INTO round_share (round, place, application, asked_fen, given_fen, contract_on, received_at)
                VALUES (\(round), \(index + 1), \(application.id), \(entry.0.asked), \(entry.1), \(application.plan.startsOn),
                  \(application.filedAt))
                """)
        }
    }

    static func result(of round: ID<ApplicationRound>, in transaction: ReadTransaction) throws -> RoundResult? {
        try transaction.first(
            """
            SELECT method, pot_fen, asked_fen, given_fen, refused, seed, list_hash, decided_at,
              (SELECT COUNT(*) FROM round_share WHERE round_share.round = round_allocation.round)
            FROM round_allocation WHERE round = \(round)
            """
        ) { row in
            let method: String? = try row.at(0)
            return RoundResult(
                method: method.flatMap(Oversubscription.init(rawValue:)), pot: try row.at(1), asked: try row.at(2),
                given: try row.at(3), refused: try row.at(4), seed: try row.at(5), listHash: try row.at(6),
                decidedAt: try row.at(7), count: try row.at(8))
        }
    }

    static func shares(
        of round: ID<ApplicationRound>, after place: Int, limit: Int, in transaction: ReadTransaction
    ) throws -> [RoundResult.Share] {
        try transaction.all(
            """
            SELECT round_share.place, round_share.application, round_share.asked_fen, round_share.given_fen,
              round_share.contract_on, round_share.received_at, organisation.name_zh,
              COALESCE(organisation.name_en, organisation.name_zh)
            FROM round_share JOIN application ON application.id = round_share.application
            JOIN organisation ON organisation.id = application.buyer
            WHERE round_share.round = \(round) AND round_share.place > \(place) ORDER BY round_share.place LIMIT \(limit)
            """
        ) { row in
            RoundResult.Share(
                place: try row.at(0), application: try row.at(1),
                buyerName: Bilingual(zh: try row.at(6), en: try row.at(7)), asked: try row.at(2), given: try row.at(3),
                contractOn: try row.at(4), receivedAt: try row.at(5))
        }
    }
}

/// A round as everyone sees it.
package struct PublicRound: Sendable {
    package let round: RoundRow
    package let method: Oversubscription?
    package let commitment: [UInt8]?
    package let result: RoundResult?
    package let shares: [RoundResult.Share]
    /// The last place of this page, when there are more behind it.
    package let next: Int?
}

extension Vouchers {
    /// A round with the promise of its lottery and, once decided, everything that is needed to draw it again.
    /// - Throws: ``CommonRefusal/notFound``
    package func publicRound(
        _ id: ID<ApplicationRound>, of key: ProgrammeKey, after place: Int = 0, limit: Int = 50
    ) throws -> PublicRound {
        try house.database.read { transaction in
            guard let round = try Rounds.rows(where: "id = \(id)", in: transaction).first, round.programme == key,
                let edition = try ProgrammeEdition.inForce(key, in: transaction)
            else { throw CommonRefusal.notFound }
            let result = try RoundRecords.result(of: id, in: transaction)
            let found = try RoundRecords.shares(of: id, after: place, limit: limit + 1, in: transaction)
            let shares = Array(found.prefix(limit))
            return PublicRound(
                round: round, method: result.map(\.method) ?? edition.programme.oversubscription,
                commitment: try RoundRecords.seed(of: id, in: transaction)?.commitment, result: result, shares: shares,
                next: found.count > limit ? shares.last?.place : nil)
        }
    }

    /// The list of a decided round as a file that ``RoundFile`` draws again.
    /// - Throws: ``CommonRefusal/notFound`` before it is decided.
    package func roundFile(_ id: ID<ApplicationRound>, of key: ProgrammeKey) throws -> [UInt8] {
        let round = try publicRound(id, of: key, limit: 1_000_000)
        guard let result = round.result else { throw CommonRefusal.notFound }
        return RoundFile(result: result, shares: round.shares).csv
    }

    /// Tells a bureau once that a round has closed, and how many applications wait.
    static func announceClosings(at now: Instant, world: World, in transaction: WriteTransaction) throws -> Int {
        let closed = try Rounds.rows(
            where: """
                closes_at <= \(now) AND NOT EXISTS
                  (SELECT 1 FROM round_closing WHERE round_closing.round = application_round.id)
                """, in: transaction)
        for round in closed {
            let waiting: Int =
                try transaction.value(
                    """
                    SELECT COUNT(*) FROM application WHERE round = \(round.id) AND state = \(ApplicationState.submitted)
                    """) ?? 0
            try transaction.execute(
                "INSERT INTO round_closing (round, applications, told_at) VALUES (\(round.id), \(waiting), \(now))")
            guard waiting > 0, let edition = try ProgrammeEdition.inForce(round.programme, in: transaction) else { continue }
            try Notices.add(
                to: edition.bureau, .roundClosed(round.programmeName, round.name, waiting),
                path: "/office/rounds/\(round.id)", at: now, world: world, in: transaction)
        }
        return closed.count
    }
}

extension Bilingual {
    fileprivate static func roundClosed(_ programme: Bilingual, _ round: String, _ count: Int) -> Bilingual {
        Bilingual(
            zh: "\(programme.zh)批次 \(round) 已截止，\(count) 份申请等待分配",
            en: "The round \(round) of \(programme.en) has closed; \(count) applications wait for the allocation")
    }
}
