internal import Storage

extension Bid {
    static let columns: SQL = """
        bid.id, bid.job, bid.vendor, bid.job_version, bid.price_fen, bid.days, bid.plan, bid.state, bid.offered_at,
        bid.decided_at, bid.ground, bid.reason
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        job = try row("job")
        vendor = try row("vendor")
        jobVersion = try row("job_version")
        price = try row("price_fen")
        days = try row("days")
        plan = try row("plan")
        state = try row("state")
        offeredAt = try row("offered_at")
        decidedAt = try row("decided_at")
        ground = try row("ground")
        reason = try row("reason")
    }

    /// The bid, whoever asks.
    static func load(_ id: ID<Bid>, in transaction: ReadTransaction) throws -> Bid? {
        try transaction.first("SELECT \(columns) FROM bid WHERE bid.id = \(id)") { try Bid($0) }
    }

    /// The vendor's own bid.
    /// - Throws: ``CommonRefusal/notFound`` when it is another's: nobody else may know of it.
    static func own(_ id: ID<Bid>, of actor: Actor, in transaction: ReadTransaction) throws -> Bid {
        guard let bid = try load(id, in: transaction), bid.vendor == actor.organisation, actor.role == .vendor else {
            throw CommonRefusal.notFound
        }
        return bid
    }

    /// The vendor's bid on `job` in `state`, at most one for draft and sealed.
    static func of(
        _ vendor: ID<Organisation>, on job: ID<Job>, in state: BidState, _ transaction: ReadTransaction
    ) throws -> Bid? {
        try transaction.first(
            "SELECT \(columns) FROM bid WHERE bid.job = \(job) AND bid.vendor = \(vendor) AND bid.state = \(state)"
        ) { try Bid($0) }
    }

    /// Offers on `job` that were binding when bidding closed, whatever became of them.
    static func closing(on job: ID<Job>, in transaction: ReadTransaction) throws -> [Bid] {
        try transaction.all(
            """
            SELECT \(columns) FROM bid
            WHERE bid.job = \(job) AND bid.state IN ('sealed', 'won', 'lost', 'disqualified') ORDER BY bid.id
            """
        ) { try Bid($0) }
    }
}

extension Question {
    static let columns: SQL = "id, job, asked_at, text, answer, answered_at"

    init(_ row: borrowing Row) throws {
        id = try row("id")
        job = try row("job")
        askedAt = try row("asked_at")
        text = try row("text")
        answer = try row("answer")
        answeredAt = try row("answered_at")
    }
}
