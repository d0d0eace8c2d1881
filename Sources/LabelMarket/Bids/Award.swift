/// What a buyer decides when it awards a job, and what the page showed it would cost.
package struct AwardDecision: Hashable, Sendable {
    package let bid: ID<Bid>
    package let ground: AwardGround
    /// Why this bid, for all bidders to read.
    package let reason: String
    /// What each voucher was shown to pay.
    package let shownShares: [VoucherShare]
    /// What is said to single losers instead of `ground` and `reason`.
    package let toLosers: [ID<Bid>: LoserReason]

    package init(
        bid: ID<Bid>, ground: AwardGround, reason: String, shownShares: [VoucherShare],
        toLosers: [ID<Bid>: LoserReason] = [:]
    ) {
        self.bid = bid
        self.ground = ground
        self.reason = reason
        self.shownShares = shownShares
        self.toLosers = toLosers
    }
}

/// Why one bid was not chosen, for its vendor alone to read.
package struct LoserReason: Hashable, Sendable {
    /// nil: what decided for all.
    package let ground: AwardGround?
    /// nil: the words to all.
    package let words: String?

    package init(ground: AwardGround?, words: String?) {
        self.ground = ground
        self.words = words
    }
}

/// Where a bid stood among those that counted, 1 for the best; equal ones share a place.
package struct BidRank: Hashable, Sendable {
    package let price: Int
    package let days: Int
    package let among: Int
}

/// A bid that would lose by an award, as the buyer sees it before deciding.
package struct LosingBid: Sendable {
    package let bid: Bid
    package let vendorName: Bilingual
    /// nil when it does not count.
    package let rank: BidRank?
}

/// Everything a buyer checks before it awards: what will be held from which account, and whether it is there.
package struct AwardCheck: Sendable {
    package let job: Job
    package let bid: Bid
    package let vendorName: Bilingual
    package let draw: VoucherDraw
    package let lotCount: Int
    package let deliverBy: CivilDate
    /// What the buyer's own account has for its share.
    package let available: Money
    /// What a transfer to the buyer's own account must name.
    package let depositReference: String
    /// The other bids, whose vendors will be told.
    package let others: [LosingBid]

    package var shares: [VoucherShare] { draw.shares }
    /// What the buyer must deposit first; zero when nothing is missing.
    package var missing: Money { Money(fen: max(0, draw.own.fen - available.fen)) }
}
