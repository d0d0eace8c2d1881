/// What a buyer decides when it awards a job, and what the page showed it would cost.
package struct AwardDecision: Hashable, Sendable {
    package let bid: ID<Bid>
    package let ground: AwardGround
    /// Why this bid, for all bidders to read.
    package let reason: String
    /// What each voucher was shown to pay.
    package let shownShares: [VoucherShare]

    package init(bid: ID<Bid>, ground: AwardGround, reason: String, shownShares: [VoucherShare]) {
        self.bid = bid
        self.ground = ground
        self.reason = reason
        self.shownShares = shownShares
    }
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
    /// The other vendors who will be told.
    package let others: [Bilingual]

    package var shares: [VoucherShare] { draw.shares }
    /// What the buyer must deposit first; zero when nothing is missing.
    package var missing: Money { Money(fen: max(0, draw.own.fen - available.fen)) }
}
