/// What a buyer decides when it awards a job, and what the page showed it would cost.
package struct AwardDecision: Hashable, Sendable {
    package let bid: ID<Bid>
    package let ground: AwardGround
    /// Why this bid, for all bidders to read.
    package let reason: String
    /// What each voucher was shown to pay.
    package let shownShares: [AwardShare]
    /// What is said to single losers instead of `ground` and `reason`.
    package let toLosers: [ID<Bid>: LoserReason]

    package init(
        bid: ID<Bid>, ground: AwardGround, reason: String, shownShares: [AwardShare],
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

/// One voucher's part of a price.
package struct AwardShare: Hashable, Sendable {
    package let grant: ID<Grant>
    package let amount: Money

    package init(grant: ID<Grant>, amount: Money) {
        self.grant = grant
        self.amount = amount
    }

    /// `0001…=12800;…`, as a page carries it in a hidden field.
    package static func text(_ shares: [AwardShare]) -> String {
        shares.map { "\($0.grant)=\($0.amount.fen)" }.joined(separator: ";")
    }

    /// - Returns: nil when `text` is not what ``text(_:)`` writes.
    package static func parse(_ text: String) -> [AwardShare]? {
        var shares: [AwardShare] = []
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=")
            guard sides.count == 2, let grant = ID<Grant>(text: sides[0]), let fen = Int64(sides[1]), fen > 0 else {
                return nil
            }
            shares.append(AwardShare(grant: grant, amount: Money(fen: fen)))
        }
        return shares
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
    /// The other bids, whose vendors will be told.
    package let others: [LosingBid]

    package var shares: [AwardShare] { draw.parts.map { AwardShare(grant: $0.grant, amount: $0.amount) } }
    /// What the buyer must deposit first; zero when nothing is missing.
    package var missing: Money { Money(fen: max(0, draw.own.fen - available.fen)) }
}
