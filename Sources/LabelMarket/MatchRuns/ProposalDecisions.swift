package import Storage

/// What a buyer checks before it accepts: who would pay what now, and whether the money is there.
package struct AcceptanceCheck: Sendable {
    package let view: ProposalView
    package let labels: VoucherDraw
    package let compute: VoucherDraw?
    /// What the buyer's own account has, and what it needs.
    package let available: Money
    package let own: Money
    package let depositReference: String

    package var missing: Money { Money(fen: max(0, own.fen - available.fen)) }
}

extension MatchRuns {
    /// What accepting the job's proposal would hold from which account, as of now.
    /// - Throws: ``MatchRefusal``
    package func check(_ job: ID<Job>, for actor: Actor) throws -> AcceptanceCheck {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let known = try Jobs.load(job, in: transaction), known.buyer == actor.organisation,
                let proposal = try MatchProposal.latest(for: job, in: transaction)
            else { throw CommonRefusal.notFound }
            try Self.acceptable(proposal, known, at: now, in: transaction)
            let draws = try Self.draws(proposal, known, at: now, in: transaction)
            let account = try Books.findMarketBook(in: transaction).map {
                AccountKey(book: $0, kind: .own, owner: actor.organisation.rawValue)
            }
            return AcceptanceCheck(
                view: try ProposalView(
                    proposal, known, run: try MatchRun.load(proposal.run, in: transaction), at: now, in: transaction),
                labels: draws.labels, compute: draws.compute,
                available: try account.map { try Books.balance(of: $0, in: transaction).available } ?? .zero,
                own: Money(fen: draws.labels.own.fen + (draws.compute?.own.fen ?? 0)),
                depositReference: "LM" + actor.organisation.description.uppercased())
        }
    }

    /// Vouchers pay for the labels first, then for the compute from what is left: the order in which accepting draws.
    private static func draws(
        _ proposal: MatchProposal, _ job: Job, at now: Instant, in transaction: ReadTransaction
    ) throws -> (labels: VoucherDraw, compute: VoucherDraw?) {
        guard let vendor = proposal.vendor else { throw MatchRefusal.proposalGone }
        let labelsEnd = now.shanghaiDate.advanced(byDays: Int64(proposal.days + job.acceptanceDays))
        let labels = try Vouchers.draw(
            for: proposal.price, buyer: job.buyer, vendor: vendor, use: .labeling, workEndsOn: labelsEnd, at: now,
            in: transaction)
        guard let window = proposal.window, let use = proposal.use else { return (labels, nil) }
        guard let open = try ComputeWindows.openWindow(window, at: now, in: transaction) else {
            throw MatchRefusal.windowGone
        }
        let firms = try Organisations.facts(where: "id IN \(list: [job.buyer, open.window.operator])", in: transaction)
        let shelf = try VoucherShelf.load(
            holders: "voucher.holder = \(job.buyer)", firms: firms, ties: try OwnershipMap.load(in: transaction), at: now,
            in: transaction)
        var spent: [ID<Grant>: Int64] = [:]
        for part in labels.parts { spent[part.grant, default: 0] += part.amount.fen }
        let compute = try shelf.draw(
            of: VoucherShelf.Purchase(
                price: proposal.computePrice, buyer: job.buyer, supplier: open.window.operator,
                use: .compute(.training, chipOrigin: open.deviceClass.chipOrigin), supply: open.supply,
                endsOn: ReservationRules.lastDay(endsAt: use.to)), spent: spent, at: now)
        return (labels, compute)
    }

    /// Whether a proposal can be accepted now.
    private static func acceptable(
        _ proposal: MatchProposal, _ job: Job, at now: Instant, in transaction: ReadTransaction
    ) throws {
        guard proposal.state == .proposed, let vendor = proposal.vendor else { throw MatchRefusal.proposalGone }
        guard job.state == .open else { throw MatchRefusal.jobNotOpen }
        guard job.version == proposal.jobVersion else { throw MatchRefusal.jobEdited }
        guard now >= job.closesAt else { throw MatchRefusal.biddingGoesOn(job.closesAt) }
        let sealed = try transaction.first(
            "SELECT id, job_version FROM bid WHERE job = \(job.id) AND vendor = \(vendor) AND state = 'sealed'"
        ) { row in (try row.at(0, as: ID<Bid>.self), try row.at(1, as: Int.self)) }
        if let bid = proposal.bid {
            guard let sealed, sealed.0 == bid, sealed.1 == job.version else { throw MatchRefusal.offerGone }
        } else {
            guard sealed == nil else { throw MatchRefusal.vendorBid }
            let list = try PriceLists.all(
                where: "price_list.vendor = \(vendor) AND price_list.stands = 1", in: transaction
            ).first
            guard let list, let line = list.line(job.taskFamily),
                try line.pricePerItem.multiplied(by: Int64(job.itemCount)) == proposal.price,
                list.days(line, items: job.itemCount) <= Int64(proposal.days)
            else { throw MatchRefusal.listChanged }
        }
        if let window = proposal.window, let use = proposal.use {
            let open = try ComputeWindows.openWindow(window, at: now, in: transaction)
            let free = open?.free.filter { $0.from < use.to && $0.to > use.from } ?? []
            guard let open, open.window.state == .open, use.from >= now, free.allSatisfy({ $0.cards >= use.cards }),
                try open.window.terms.pricePerCardHour.multiplied(
                    by: Int64(use.cards) * (use.to.since(use.from).milliseconds / 3_600_000)) == proposal.computePrice
            else { throw MatchRefusal.windowGone }
        }
    }

    /// The buyer takes the proposal: the job is awarded to the proposed offer and the proposed window is reserved, in one
    /// transaction, or nothing happens.
    /// - Parameter shownOwn: what the page showed that the buyer pays itself.
    /// - Throws: ``MatchRefusal``, ``BidRefusal``, ``ReservationRefusal``, ``LedgerRefusal``
    package func accept(
        _ id: ID<MatchProposal>, shownOwn: Money, reason: String, by actor: Actor, key: FormKey
    ) async throws -> ID<Contract> {
        try actor.require(.buyer)
        guard !reason.isEmpty else { throw MatchRefusal.reasonMissing }
        let (now, world) = (house.world.now(), house.world)
        let content = "accept match \(id) \(shownOwn.fen) \(reason)"
        return try await house.once(key, content: content, by: actor, refusing: MatchRefusal.self) { transaction in
            guard let proposal = try MatchProposal.load(id, in: transaction), proposal.buyer == actor.organisation,
                let job = try Jobs.load(proposal.job, in: transaction), let vendor = proposal.vendor
            else { throw CommonRefusal.notFound }
            try Self.acceptable(proposal, job, at: now, in: transaction)
            let draws = try Self.draws(proposal, job, at: now, in: transaction)
            let own = Money(fen: draws.labels.own.fen + (draws.compute?.own.fen ?? 0))
            if own > shownOwn { throw try Self.dearer(proposal, own, in: transaction) }
            let bid =
                try proposal.bid
                ?? Bids.stand(
                    Offer(price: proposal.price, days: proposal.days, plan: "标准报价 · Standing price list"), of: vendor,
                    on: job, at: now, in: transaction, world: world)
            let contract = world.makeID(Contract.self)
            let cheapest = proposal.reasons.vendors.compactMap(\.price).min()
            let ground: AwardGround = cheapest == proposal.price ? .price : .plan
            try Awards.award(
                AwardDecision(bid: bid, ground: ground, reason: reason, shownShares: []), as: contract,
                holdingToShown: false, by: actor, at: now, in: transaction, world: world)
            let reservation = try Self.reserve(proposal, by: actor, at: now, in: transaction, world: world)
            try MatchUses.release(id, in: transaction)
            try transaction.execute(
                """
                UPDATE match_proposal SET state = 'accepted', decided_at = \(now), decided_by = \(actor.person),
                    reason = \(reason), contract = \(contract), reservation = \(reservation) WHERE id = \(id)
                """)
            try Audit.record(
                "accept match", on: BusinessReference("match proposal", id), by: actor, at: now, in: transaction)
            return contract
        }
    }

    private static func reserve(
        _ proposal: MatchProposal, by actor: Actor, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> ID<Reservation>? {
        guard let window = proposal.window, let use = proposal.use else { return nil }
        return try Reservations.reserve(
            Booking(window: window, cards: use.cards, startsAt: use.from, endsAt: use.to, job: proposal.job),
            shown: nil, by: actor, at: now, in: transaction, world: world)
    }

    /// Why the buyer would pay more than it was shown: a voucher that ended since, or simply less from vouchers.
    private static func dearer(
        _ proposal: MatchProposal, _ own: Money, in transaction: ReadTransaction
    ) throws -> MatchRefusal {
        let ended: ID<Grant>? = try transaction.value(
            """
            SELECT id FROM voucher WHERE holder = \(proposal.buyer) AND state <> 'live' AND ended_at >= \(proposal.madeAt)
            ORDER BY ended_at LIMIT 1
            """)
        guard let ended else { return .dearer(own: own) }
        return .voucherExpires(programme: try Voucher.programmeName(of: ended, in: transaction))
    }

    /// The buyer refuses the proposal: this vendor is not proposed for the job again.
    package func refuse(_ id: ID<MatchProposal>, because reason: String, by actor: Actor) async throws -> ID<Job> {
        guard !reason.isEmpty else { throw MatchRefusal.reasonMissing }
        return try await decide(id, .refused, reason: reason, by: actor)
    }

    /// The buyer goes on with a choice of its own.
    package func keepOwnChoice(_ id: ID<MatchProposal>, by actor: Actor) async throws -> ID<Job> {
        try await decide(id, .kept, reason: nil, by: actor)
    }

    private func decide(
        _ id: ID<MatchProposal>, _ state: ProposalState, reason: String?, by actor: Actor
    ) async throws -> ID<Job> {
        try actor.require(.buyer)
        let now = house.world.now()
        return try await house.database.write { transaction in
            guard let proposal = try MatchProposal.load(id, in: transaction), proposal.buyer == actor.organisation else {
                throw CommonRefusal.notFound
            }
            if proposal.state == state { return proposal.job }
            guard proposal.state == .proposed else { throw MatchRefusal.proposalGone }
            try MatchUses.release(id, in: transaction)
            try transaction.execute(
                """
                UPDATE match_proposal SET state = \(state), decided_at = \(now), decided_by = \(actor.person),
                    reason = \(reason) WHERE id = \(id)
                """)
            try Audit.record(
                state == .refused ? "refuse match" : "keep own choice", on: BusinessReference("match proposal", id),
                by: actor, note: reason ?? "", at: now, in: transaction)
            return proposal.job
        }
    }
}
