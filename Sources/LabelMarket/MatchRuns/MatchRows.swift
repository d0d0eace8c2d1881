internal import Storage

extension MatchRun {
    static let columns: SQL = """
        match_run.id, match_run.job, match_run.cause, match_run.asked_at, match_run.state, match_run.permille,
        match_run.seed, match_run.policy, match_run.base, match_run.frozen_at, match_run.inputs_blob, match_run.ended_at,
        match_run.solve_ms, match_run.objective_mfen, match_run.bound_mfen, match_run.changes, match_run.jobs,
        match_run.matched, match_run.offers, match_run.windows, match_run.own_fen, match_run.voucher_fen,
        match_run.hand_matched, match_run.hand_own_fen, match_run.shared_own_fen, match_run.idle_hours,
        match_run.booked_hours, match_run.filled_hours
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        job = try row("job")
        cause = try row("cause")
        askedAt = try row("asked_at")
        state = try row("state")
        permille = try row("permille")
        seed = try row("seed")
        policy = try row("policy")
        base = try row("base")
        frozenAt = try row("frozen_at")
        inputs = try row("inputs_blob")
        endedAt = try row("ended_at")
        solveMilliseconds = try row("solve_ms")
        objective = try row("objective_mfen")
        bound = try row("bound_mfen")
        changes = try row("changes")
        var figures = MatchFigures()
        figures.jobs = try row("jobs")
        figures.matched = try row("matched")
        figures.offers = try row("offers")
        figures.windows = try row("windows")
        figures.own = try row("own_fen")
        figures.vouchers = try row("voucher_fen")
        figures.handMatched = try row("hand_matched")
        figures.handOwn = try row("hand_own_fen")
        figures.sharedOwn = try row("shared_own_fen")
        figures.idleHours = try row("idle_hours")
        figures.bookedHours = try row("booked_hours")
        figures.filledHours = try row("filled_hours")
        self.figures = figures
    }

    static func load(_ id: ID<MatchRun>, in transaction: ReadTransaction) throws -> MatchRun? {
        try transaction.first("SELECT \(columns) FROM match_run WHERE match_run.id = \(id)") { try MatchRun($0) }
    }

    /// The market run whose proposals and prices stand.
    static func standing(in transaction: ReadTransaction) throws -> MatchRun? {
        try transaction.first(
            """
            SELECT \(columns) FROM match_run WHERE match_run.state = 'adopted' AND match_run.job IS NULL
            ORDER BY match_run.id DESC LIMIT 1
            """
        ) { try MatchRun($0) }
    }
}

extension MatchProposal {
    static let columns: SQL = """
        match_proposal.id, match_proposal.run, match_proposal.job, match_proposal.job_version, match_proposal.buyer,
        match_proposal.vendor, match_proposal.bid, match_proposal.price_fen, match_proposal.voucher_fen,
        match_proposal.days, match_proposal.compute_window, match_proposal.cards, match_proposal.starts_at,
        match_proposal.ends_at, match_proposal.compute_fen, match_proposal.compute_voucher_fen,
        match_proposal.runner_up, match_proposal.ahead_fen, match_proposal.state, match_proposal.reasons,
        match_proposal.made_at, match_proposal.decided_at, match_proposal.reason, match_proposal.contract,
        match_proposal.reservation
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        run = try row("run")
        job = try row("job")
        jobVersion = try row("job_version")
        buyer = try row("buyer")
        vendor = try row("vendor")
        bid = try row("bid")
        price = try row("price_fen")
        voucherShare = try row("voucher_fen")
        days = try row("days")
        window = try row("compute_window")
        let (from, to, cards): (Instant?, Instant?, Int?) = (try row("starts_at"), try row("ends_at"), try row("cards"))
        if let from, let to, let cards { use = CardUse(from: from, to: to, cards: cards) } else { use = nil }
        computePrice = try row("compute_fen")
        computeVoucherShare = try row("compute_voucher_fen")
        runnerUp = try row("runner_up")
        aheadFen = try row("ahead_fen")
        state = try row("state")
        reasons = MatchReasons(text: try row("reasons"))
        madeAt = try row("made_at")
        decidedAt = try row("decided_at")
        reason = try row("reason")
        contract = try row("contract")
        reservation = try row("reservation")
    }

    static func load(_ id: ID<MatchProposal>, in transaction: ReadTransaction) throws -> MatchProposal? {
        try transaction.first("SELECT \(columns) FROM match_proposal WHERE match_proposal.id = \(id)") {
            try MatchProposal($0)
        }
    }

    /// What was last proposed for a job.
    static func latest(for job: ID<Job>, in transaction: ReadTransaction) throws -> MatchProposal? {
        try transaction.first(
            """
            SELECT \(columns) FROM match_proposal WHERE match_proposal.job = \(job)
            ORDER BY match_proposal.id DESC LIMIT 1
            """
        ) { try MatchProposal($0) }
    }

    /// Equal for proposals between which a buyer sees no difference: nobody is told the same every night.
    var gist: String {
        "\(job.rawValue) \(vendor?.rawValue ?? 0) \(price.fen) \(window?.rawValue ?? 0) \(computePrice.fen)"
    }

    /// The gists of the proposals that stand.
    static func standing(in transaction: ReadTransaction) throws -> Set<String> {
        Set(
            try transaction.all(
                """
                SELECT job, vendor, price_fen, compute_window, compute_fen FROM match_proposal
                WHERE state IN ('proposed', 'unmatched')
                """
            ) { row in
                let (job, price, compute): (Int64, Int64, Int64) = (try row.at(0), try row.at(2), try row.at(4))
                let (vendor, window): (Int64?, Int64?) = (try row.at(1), try row.at(3))
                return "\(job) \(vendor ?? 0) \(price) \(window ?? 0) \(compute)"
            })
    }

    init(_ line: MatchAnswer.Line, id: ID<MatchProposal>, run: ID<MatchRun>, at now: Instant) {
        let job = line.built.job
        self.id = id
        self.run = run
        self.job = job.id
        jobVersion = job.version
        buyer = job.buyer
        vendor = line.label?.vendor
        bid = line.label?.bid
        price = line.label?.price ?? .zero
        voucherShare = Money(fen: line.label?.voucherFen ?? 0)
        days = line.label?.days ?? 0
        window = line.compute?.window
        use = line.compute?.use
        computePrice = line.compute?.price ?? .zero
        computeVoucherShare = Money(fen: line.compute?.voucherFen ?? 0)
        runnerUp = line.runnerUp
        aheadFen = line.aheadFen
        state = line.label == nil ? .unmatched : .proposed
        reasons = line.reasons
        madeAt = now
        decidedAt = nil
        reason = nil
        contract = nil
        reservation = nil
    }

    func insert(uses: [MatchResource: Int64], in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO match_proposal (id, run, job, job_version, buyer, vendor, bid, price_fen, voucher_fen, days,
                compute_window, cards, starts_at, ends_at, compute_fen, compute_voucher_fen, runner_up, ahead_fen, state,
                uses, reasons, made_at)
            VALUES (\(id), \(run), \(job), \(jobVersion), \(buyer), \(vendor), \(bid), \(price), \(voucherShare), \(days),
                \(window), \(use?.cards), \(use?.from), \(use?.to), \(computePrice), \(computeVoucherShare),
                \(runnerUp), \(aheadFen), \(state), \(MatchUses.text(uses)), \(reasons.text), \(madeAt))
            """)
    }
}

/// What a proposal takes of the limits, and the limits of the market run that it stands by.
enum MatchUses {
    static func text(_ uses: [MatchResource: Int64]) -> String {
        uses.map { "\($0.key.kind.rawValue) \($0.key.owner) \($0.key.day) \($0.value)" }.sorted().joined(separator: "\n")
    }

    static func parse(_ text: String) -> [MatchResource: Int64] {
        var uses: [MatchResource: Int64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 4, let kind = MatchResource.Kind(rawValue: String(parts[0])),
                let owner = Int64(parts[1]), let day = Int64(parts[2]), let units = Int64(parts[3])
            else { continue }
            uses[MatchResource(kind: kind, owner: owner, day: day)] = units
        }
        return uses
    }

    static func of(_ proposal: ID<MatchProposal>, in transaction: ReadTransaction) throws -> [MatchResource: Int64] {
        parse(try transaction.value("SELECT uses FROM match_proposal WHERE id = \(proposal)") ?? "")
    }

    /// The limits of `run`: what is taken of each, and its price.
    static func limits(
        of run: ID<MatchRun>, in transaction: ReadTransaction
    ) throws -> [MatchResource: (used: Int64, price: Int64)] {
        var limits: [MatchResource: (used: Int64, price: Int64)] = [:]
        try transaction.each("SELECT kind, owner, day, used, price FROM match_resource WHERE run = \(run)") { row in
            guard let kind = MatchResource.Kind(rawValue: try row.at(0)) else { return }
            limits[MatchResource(kind: kind, owner: try row.at(1), day: try row.at(2))] = (try row.at(3), try row.at(4))
        }
        return limits
    }

    static func insert(_ limits: [MatchAnswer.Limit], of run: ID<MatchRun>, in transaction: WriteTransaction) throws {
        for limit in limits where limit.used > 0 || limit.price > 0 {
            try transaction.execute(
                """
                INSERT INTO match_resource (run, kind, owner, day, capacity, used, price)
                VALUES (\(run), \(limit.resource.kind.rawValue), \(limit.resource.owner), \(limit.resource.day),
                    \(limit.capacity), \(limit.used), \(limit.price))
                """)
        }
    }

    static func take(
        _ uses: [MatchResource: Int64], capacities: [MatchResource: Int64], of run: ID<MatchRun>,
        in transaction: WriteTransaction
    ) throws {
        for (resource, units) in uses {
            try transaction.execute(
                """
                INSERT INTO match_resource (run, kind, owner, day, capacity, used, price)
                VALUES (\(run), \(resource.kind.rawValue), \(resource.owner), \(resource.day),
                    \(capacities[resource] ?? units), \(units), 0)
                ON CONFLICT (run, kind, owner, day) DO UPDATE SET used = match_resource.used + \(units)
                """)
        }
    }

    /// Gives back what a proposal took, once it is decided or overtaken.
    static func release(
        _ proposal: ID<MatchProposal>, in transaction: WriteTransaction
    ) throws {
        guard let base = try MatchRun.standing(in: transaction) else { return }
        for (resource, units) in try of(proposal, in: transaction) {
            try transaction.execute(
                """
                UPDATE match_resource SET used = CASE WHEN used > \(units) THEN used - \(units) ELSE 0 END
                WHERE run = \(base.id) AND kind = \(resource.kind.rawValue) AND owner = \(resource.owner)
                    AND day = \(resource.day)
                """)
        }
    }
}
