package import Storage

/// A bid with the job it is on, as its vendor sees it.
package struct OwnBid: Sendable {
    package let bid: Bid
    package let job: Job
    package let buyerName: Bilingual
    /// Whether the job was edited after the vendor last confirmed the bid.
    package let needsConfirmation: Bool
    /// Whether it may still be changed, confirmed or withdrawn.
    package let isOpen: Bool
    /// Whether the job was withdrawn before it was awarded.
    package var isMoot: Bool { bid.state == .sealed && job.state == .withdrawn }
    /// The contract that came of it.
    package let contract: ID<Contract>?
    /// Where it stood among the bids that counted; nil until the job is awarded, and when it did not count.
    package let rank: BidRank?
    /// What it would replace when it is a draft.
    package let standing: Bid?
}

/// What the form for a bid shows beside its fields.
package struct BidForm: Sendable {
    package let job: Job
    package let buyerName: Bilingual
    package let mostDays: Int
    /// The vendor's binding offer, if there is one.
    package let standing: Bid?
    package let draft: Bid?
    /// What keeps the vendor from bidding.
    package let refusal: BidRefusal?
}

/// A bid as the buyer compares it with the others.
package struct ComparedBid: Sendable {
    package let bid: Bid
    package let offeredAt: Instant
    package let vendorName: Bilingual
    package let perItem: Money
    /// What vouchers and the buyer's own account would pay; of an awarded job, what they do pay, for the winner only.
    package let voucherShare: Money?
    package let own: Money?
    /// Contracts that the vendor completed here.
    package let completedContracts: Int
    /// Items of the vendor's that were accepted, and that were decided.
    package let acceptedItems: Int
    package let decidedItems: Int
    package let isConfirmed: Bool
}

/// The bids on a job: how many before closing, all of them after.
package struct Comparison: Sendable {
    package let job: Job
    package let isClosed: Bool
    package let sealedCount: Int
    /// Empty until bidding closes.
    package let bids: [ComparedBid]
    package let contract: ID<Contract>?
}

/// The questions about a job with their answers.
package struct JobQuestions: Sendable {
    package let job: Job
    package let isOpen: Bool
    package let questions: [Question]
    /// Whether the viewer is the buyer, who answers.
    package let mayAnswer: Bool
    package let mayAsk: Bool
}

extension Bids {
    /// What a vendor needs to fill in a bid on `job`.
    package func form(_ job: ID<Job>, for actor: Actor) throws -> BidForm {
        try actor.require(.vendor)
        return try house.database.read { transaction in
            guard let job = try Jobs.load(job, in: transaction) else { throw CommonRefusal.notFound }
            let refusal = try Self.refusal(to: actor.organisation, on: job.id, at: house.world.now(), in: transaction)
            return BidForm(
                job: job, buyerName: try Parties.name(job.buyer, in: transaction),
                mostDays: BidRules.mostDays(closesAt: job.closesAt, deadlineOn: job.deadlineOn),
                standing: try Bid.of(actor.organisation, on: job.id, in: .sealed, transaction),
                draft: try Bid.of(actor.organisation, on: job.id, in: .draft, transaction), refusal: refusal)
        }
    }

    /// What keeps the vendor from bidding; nil when nothing does.
    private static func refusal(
        to vendor: ID<Organisation>, on job: ID<Job>, at now: Instant, in transaction: ReadTransaction
    ) throws -> BidRefusal? {
        do {
            _ = try openJob(job, for: vendor, at: now, in: transaction)
            return nil
        } catch let refusal as BidRefusal {
            return refusal
        }
    }

    /// A vendor's own bid.
    package func page(of bid: ID<Bid>, for actor: Actor) throws -> OwnBid {
        try house.database.read { transaction in
            try Self.own(try Bid.own(bid, of: actor, in: transaction), at: house.world.now(), in: transaction)
        }
    }

    /// A vendor's bids, newest first, from before `after`.
    package func mine(_ actor: Actor, after: ID<Bid>?, limit: Int) throws -> [OwnBid] {
        try actor.require(.vendor)
        return try house.database.read { transaction in
            let bids = try transaction.all(Self.ownQuery(actor.organisation, after: after, limit: limit)) { try Bid($0) }
            return try bids.map { try Self.own($0, at: house.world.now(), in: transaction) }
        }
    }

    package static func ownQuery(_ vendor: ID<Organisation>, after: ID<Bid>?, limit: Int) -> SQL {
        """
        SELECT \(Bid.columns) FROM bid WHERE bid.vendor = \(vendor) AND bid.id < \(after?.rawValue ?? .max)
        AND bid.state <> 'replaced' ORDER BY bid.id DESC LIMIT \(limit)
        """
    }

    private static func own(_ bid: Bid, at now: Instant, in transaction: ReadTransaction) throws -> OwnBid {
        guard let job = try Jobs.load(bid.job, in: transaction) else { throw CommonRefusal.notFound }
        return OwnBid(
            bid: bid, job: job, buyerName: try Parties.name(job.buyer, in: transaction),
            needsConfirmation: !bid.isConfirmed(for: job.version), isOpen: job.takesBids(at: now),
            contract: bid.state == .won
                ? try transaction.value("SELECT id FROM contract WHERE bid = \(bid.id)") : nil,
            rank: [.won, .lost].contains(bid.state)
                ? BidRules.rank(bid, among: try Bid.closing(on: bid.job, in: transaction), version: job.version) : nil,
            standing: bid.state == .draft ? try Bid.of(bid.vendor, on: bid.job, in: .sealed, transaction) : nil)
    }

    /// The bids on a buyer's job, sealed until bidding closes. Auditors see what the buyer sees.
    package func comparison(_ job: ID<Job>, for actor: Actor, order: BidOrder) throws -> Comparison {
        try actor.require(.buyer, .auditor)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let job = try Jobs.load(job, in: transaction),
                actor.role == .auditor || job.buyer == actor.organisation
            else { throw CommonRefusal.notFound }
            let bids = try Bid.closing(on: job.id, in: transaction)
            let isClosed = now >= job.closesAt
            return Comparison(
                job: job, isClosed: isClosed, sealedCount: bids.count,
                bids: isClosed
                    ? order.sorted(try bids.map { try Self.compared($0, job, at: now, in: transaction) }) : [],
                contract: try transaction.value("SELECT id FROM contract WHERE job = \(job.id)"))
        }
    }

    private static func compared(
        _ bid: Bid, _ job: Job, at now: Instant, in transaction: ReadTransaction
    ) throws -> ComparedBid {
        let shares = try shares(bid, job, at: now, in: transaction)
        let facts = try Parties.record(of: bid.vendor, in: transaction)
        return ComparedBid(
            bid: bid, offeredAt: bid.offeredAt ?? now, vendorName: try Parties.name(bid.vendor, in: transaction),
            perItem: try bid.price.scaledDown(1, over: Int64(job.itemCount)).money,
            voucherShare: shares?.vouchers, own: shares?.own,
            completedContracts: facts.completed, acceptedItems: facts.accepted, decidedItems: facts.decided,
            isConfirmed: bid.isConfirmed(for: job.version))
    }

    private static func shares(
        _ bid: Bid, _ job: Job, at now: Instant, in transaction: ReadTransaction
    ) throws -> (vouchers: Money, own: Money)? {
        if bid.state == .won {
            return try transaction.first("SELECT voucher_fen, own_fen FROM contract WHERE bid = \(bid.id)") { row in
                (try row("voucher_fen"), try row("own_fen"))
            }
        }
        guard bid.state == .sealed, job.state == .open else { return nil }
        let draw = try Awards.draw(bid, job, at: now, in: transaction)
        return (try bid.price.subtracting(draw.own), draw.own)
    }

    /// The questions about a job, for everyone.
    package func questions(_ job: ID<Job>, for actor: Actor?) throws -> JobQuestions {
        try house.database.read { transaction in
            guard let job = try Jobs.load(job, in: transaction) else { throw CommonRefusal.notFound }
            let isOpen = job.takesBids(at: house.world.now())
            let isBuyer = actor?.organisation == job.buyer
            return JobQuestions(
                job: job, isOpen: isOpen,
                questions: try transaction.all(
                    "SELECT \(Question.columns) FROM question WHERE job = \(job.id) ORDER BY id"
                ) { try Question($0) },
                mayAnswer: isOpen && isBuyer && actor?.role == .buyer,
                mayAsk: isOpen && !isBuyer && actor?.role == .vendor)
        }
    }
}
