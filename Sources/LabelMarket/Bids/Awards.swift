package import Storage

/// The buyer's choice of a bid, and everything that follows from it in one transaction.
package struct Awards: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// How often a lot may be returned unless the parties say otherwise.
    static let reworkLimit = 2

    /// What the buyer checks before awarding to `bid`.
    /// - Throws: ``BidRefusal`` when the bid cannot win now.
    package func check(_ bid: ID<Bid>, on job: ID<Job>, for actor: Actor) throws -> AwardCheck {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            let (bid, job) = try Self.winnable(bid, for: actor, at: now, in: transaction)
            let own = try Deposits.account(of: actor.organisation, in: transaction)
            return AwardCheck(
                job: job, bid: bid, vendorName: try Parties.name(bid.vendor, in: transaction),
                draw: try Self.draw(bid, job, at: now, in: transaction), lotCount: job.lotCount,
                deliverBy: Self.deliverBy(bid, at: now),
                available: try own.map { try Books.balance(of: $0, in: transaction).available } ?? .zero,
                depositReference: Deposits.reference(of: actor.organisation),
                others: try Self.others(than: bid, job, in: transaction))
        }
    }

    /// Awards a job: vouchers are drawn, every lot's money is held, the contract is signed, and the other bidders hear
    /// why; all of it or nothing.
    /// - Throws: ``BidRefusal``, ``LedgerRefusal``
    package func award(_ decision: AwardDecision, by actor: Actor, key: FormKey) async throws -> ID<Contract> {
        try actor.require(.buyer)
        let (world, now) = (house.world, house.world.now())
        let id = world.makeID(Contract.self)
        let losers = decision.toLosers.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.ground?.rawValue ?? "") \($0.value.words ?? "")" }.joined(separator: "\n")
        let content = "award \(decision.bid) \(decision.ground.rawValue) \(decision.reason)\n\(losers)"
        return try await house.once(key, content: content, by: actor, refusing: BidRefusal.self) { transaction in
            try Self.award(decision, as: id, holdingToShown: true, by: actor, at: now, in: transaction, world: world)
            return id
        }
    }

    /// The same inside a transaction of someone else's making.
    /// - Parameters:
    ///   - holdingToShown: whether vouchers must pay what the decision says they were shown to; otherwise they pay what
    ///     they pay now.
    /// - Throws: ``BidRefusal``, ``LedgerRefusal``
    package static func award(
        _ decision: AwardDecision, as id: ID<Contract>, holdingToShown: Bool, by actor: Actor, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        let (bid, job) = try winnable(decision.bid, for: actor, at: now, in: transaction)
        let draw = try draw(bid, job, at: now, in: transaction)
        if holdingToShown { try hold(draw, to: decision.shownShares, at: now, in: transaction) }
        let own = try ownAccount(draw, of: actor, at: now, in: transaction, world: world)
        let contract = try sign(id, bid, job, draw, at: now, in: transaction)
        let lots = try cutLots(contract, job, in: transaction)
        try LotMoney.hold(lots, of: contract, from: draw, own: own, by: actor, at: now, in: transaction, world: world)
        try Jobs.setState(job.id, to: .awarded, at: now, in: transaction)
        try decide(decision, bid, job, contract, at: now, in: transaction, world: world)
        try Audit.record(
            "award job", on: BusinessReference("job", job.id), by: actor, note: contract.number, at: now,
            in: transaction)
    }

    /// What vouchers and the buyer's own account would pay of a bid, were it awarded now.
    static func draw(_ bid: Bid, _ job: Job, at now: Instant, in transaction: ReadTransaction) throws -> VoucherDraw {
        let workEnds = deliverBy(bid, at: now).advanced(byDays: Int64(job.acceptanceDays))
        return try Vouchers.draw(
            for: bid.price, buyer: job.buyer, vendor: bid.vendor, use: .labeling, workEndsOn: workEnds, at: now,
            in: transaction)
    }

    static func deliverBy(_ bid: Bid, at now: Instant) -> CivilDate {
        now.shanghaiDate.advanced(byDays: Int64(bid.days))
    }

    static func winnable(
        _ id: ID<Bid>, for actor: Actor, at now: Instant, in transaction: ReadTransaction
    ) throws -> (Bid, Job) {
        guard let bid = try Bid.load(id, in: transaction), bid.state != .draft,
            let job = try Jobs.load(bid.job, in: transaction), job.buyer == actor.organisation
        else { throw CommonRefusal.notFound }
        try BidRules.mayWin(
            bid, version: job.version, isOpen: job.state == .open,
            isAwarded: [.awarded, .completed, .cancelled].contains(job.state), closesAt: job.closesAt,
            areRelated: try Parties.areRelated(bid.vendor, job.buyer, in: transaction), at: now)
        return (bid, job)
    }

    /// Holds the draw to what the page showed: a voucher that fell away is named.
    private static func hold(
        _ draw: VoucherDraw, to shown: [VoucherShare], at now: Instant, in transaction: ReadTransaction
    ) throws {
        let drawn = draw.shares
        if drawn == shown { return }
        for share in shown where !drawn.contains(where: { $0.grant == share.grant }) {
            guard let voucher = try Voucher.load(share.grant, in: transaction) else { continue }
            if voucher.state == .expired || voucher.expiresAt < now {
                throw BidRefusal.voucherExpired(programme: try Voucher.programmeName(of: share.grant, in: transaction))
            }
        }
        throw BidRefusal.shareChanged
    }

    private static func ownAccount(
        _ draw: VoucherDraw, of actor: Actor, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> AccountKey {
        let book = try Books.marketBook(at: now, in: transaction, world: world)
        let own = AccountKey(book: book, kind: .own, owner: actor.organisation.rawValue)
        let available = try Books.balance(of: own, in: transaction).available
        guard draw.own <= available else {
            throw BidRefusal.ownMoneyMissing(missing: try draw.own.subtracting(available), available: available)
        }
        return own
    }

    private static func sign(
        _ id: ID<Contract>, _ bid: Bid, _ job: Job, _ draw: VoucherDraw, at now: Instant,
        in transaction: WriteTransaction
    ) throws -> Contract {
        let contract = Contract(
            id: id, job: job.id, bid: bid.id, buyer: job.buyer, vendor: bid.vendor,
            number: try Contract.nextNumber(year: now.shanghaiDate.parts.year, in: transaction), state: .active,
            price: bid.price, voucherShare: try bid.price.subtracting(draw.own), ownShare: draw.own, signedAt: now,
            deliverBy: deliverBy(bid, at: now), acceptanceDays: job.acceptanceDays,
            requiredAccuracyBasisPoints: job.requiredAccuracyBasisPoints, reworkLimit: reworkLimit,
            labelConfig: job.labelConfig, dataset: job.dataset, itemCount: job.itemCount, endedAt: nil,
            cancelAskedBy: nil, cancelAskedAt: nil, cancelReason: nil)
        try contract.insert(in: transaction)
        return contract
    }

    private static func cutLots(_ contract: Contract, _ job: Job, in transaction: WriteTransaction) throws -> [Lot] {
        let ranges = LotRules.ranges(itemCount: contract.itemCount, size: job.lotSize)
        let prices = try LotRules.prices(of: contract.price, over: ranges)
        return try zip(ranges, prices).enumerated().map { index, cut in
            let lot = Lot(
                contract: contract.id, number: index + 1, items: cut.0, price: cut.1, state: .due, reworkRounds: 0,
                acceptedItems: 0, captured: .zero, decidedAt: nil)
            try transaction.execute(
                """
                INSERT INTO lot (contract, number, first_item, last_item, price_fen, state)
                VALUES (\(lot.contract), \(lot.number), \(lot.items.lowerBound), \(lot.items.upperBound),
                    \(lot.price.fen), \(lot.state))
                """)
            return lot
        }
    }

    private static func others(
        than winner: Bid, _ job: Job, in transaction: ReadTransaction
    ) throws -> [LosingBid] {
        let bids = try Bid.closing(on: job.id, in: transaction)
        return try bids.filter { $0.id != winner.id && $0.state == .sealed }.map { bid in
            LosingBid(
                bid: bid, vendorName: try Parties.name(bid.vendor, in: transaction),
                rank: BidRules.rank(bid, among: bids, version: job.version))
        }
    }

    /// Writes the outcome on every bid and tells every bidder, each its own reason.
    private static func decide(
        _ decision: AwardDecision, _ winner: Bid, _ job: Job, _ contract: Contract, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        for bid in try Bid.closing(on: job.id, in: transaction) where bid.state == .sealed {
            let hasWon = bid.id == winner.id
            let counts = bid.isConfirmed(for: job.version)
            let state: BidState = hasWon ? .won : counts ? .lost : .disqualified
            let told: (ground: AwardGround, words: String?) =
                hasWon
                ? (decision.ground, decision.reason)
                : try BidRules.reason(for: bid, version: job.version, winner: winner, decision)
            try transaction.execute(
                """
                UPDATE bid SET state = \(state), ground = \(told.ground), reason = \(told.words),
                    decided_at = \(now) WHERE id = \(bid.id)
                """)
            let words =
                hasWon
                ? Bilingual(
                    zh: "您中标了“\(job.title)”，合同 \(contract.number)",
                    en: "You won “\(job.title)”, contract \(contract.number)")
                : Bilingual(
                    zh: "“\(job.title)”已定标，可查看您未中标的理由",
                    en: "“\(job.title)” was awarded to another bidder; see the reason")
            try Notices.add(
                to: bid.vendor, words, path: hasWon ? "/contracts/\(contract.id)" : "/bids/\(bid.id)",
                mail: .award, at: now, world: world, in: transaction)
        }
    }
}
