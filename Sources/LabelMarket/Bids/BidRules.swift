/// What may be done with a bid, decided without a database.
package enum BidRules {
    /// Whether a vendor may write, offer, confirm or withdraw a bid on a job now.
    package static func mayBid(
        vendor: ID<Organisation>, buyer: ID<Organisation>, isOpen: Bool, closesAt: Instant, areRelated: Bool,
        at now: Instant
    ) throws(BidRefusal) {
        guard isOpen else { throw .notOpen }
        guard now < closesAt else { throw .biddingClosed(closesAt) }
        guard vendor != buyer else { throw .ownJob }
        guard !areRelated else { throw .relatedParties }
    }

    /// Whether an offer fits the job that it was written for.
    package static func fits(_ offer: Offer, closesAt: Instant, deadlineOn: CivilDate) throws(BidRefusal) {
        let most = mostDays(closesAt: closesAt, deadlineOn: deadlineOn)
        guard offer.days <= most else { throw .tooManyDays(most: most) }
    }

    /// The days a vendor may ask for: from the day bidding closes to the deadline, at least one.
    package static func mostDays(closesAt: Instant, deadlineOn: CivilDate) -> Int {
        max(1, Int(deadlineOn.dayNumber - closesAt.shanghaiDate.dayNumber))
    }

    /// Whether a bid can win now.
    package static func mayWin(
        _ bid: Bid, version: Int, isOpen: Bool, isAwarded: Bool, closesAt: Instant, areRelated: Bool, at now: Instant
    ) throws(BidRefusal) {
        guard !isAwarded else { throw .alreadyAwarded }
        guard isOpen else { throw .notOpen }
        guard now >= closesAt else { throw .biddingGoesOn(closesAt) }
        guard bid.state == .sealed else { throw .notLive }
        guard bid.isConfirmed(for: version) else { throw .unconfirmedBid }
        guard !areRelated else { throw .relatedParties }
    }
}

/// What a loser is told.
extension BidRules {
    /// Where `bid` stands among the bids that count for a job of `version`; nil when it does not count itself.
    /// - Complexity: O(bids).
    package static func rank(_ bid: Bid, among bids: [Bid], version: Int) -> BidRank? {
        guard bid.isConfirmed(for: version), !bid.isExcluded else { return nil }
        let counted = bids.filter { $0.isConfirmed(for: version) && !$0.isExcluded }
        return BidRank(
            price: 1 + counted.count { $0.price < bid.price }, days: 1 + counted.count { $0.days < bid.days },
            among: counted.count)
    }

    /// Whether it can be true that `ground` decided for `winner` and against `loser`: nobody loses by a price that is
    /// lower, or by fewer days.
    package static func holds(_ ground: AwardGround, against loser: Bid, for winner: Bid) -> Bool {
        switch ground {
        case .price: loser.price >= winner.price
        case .time: loser.days >= winner.days
        case .plan, .record, .unconfirmed, .withdrawnJob: true
        }
    }

    /// What is written on a losing bid.
    /// - Throws: ``BidRefusal/reasonUntrue`` when what decided cannot have decided against it.
    package static func reason(
        for loser: Bid, version: Int, winner: Bid, _ decision: AwardDecision
    ) throws(BidRefusal) -> (ground: AwardGround, words: String?) {
        guard loser.isConfirmed(for: version) else { return (.unconfirmed, nil) }
        let own = decision.toLosers[loser.id]
        let ground = own?.ground ?? decision.ground
        guard holds(ground, against: loser, for: winner) else { throw .reasonUntrue(loser.id) }
        return (ground, own?.words ?? decision.reason)
    }
}

/// In which order a comparison shows its bids.
package enum BidOrder: String, CaseIterable, Sendable {
    case price, days, own, offered

    /// `bids` in this order; of equal ones the earlier offer first.
    package func sorted(_ bids: [ComparedBid]) -> [ComparedBid] {
        bids.sorted { left, right in
            let (first, second) = (key(left), key(right))
            if first != second { return first < second }
            let (firstAt, secondAt) = (left.offeredAt, right.offeredAt)
            return firstAt != secondAt ? firstAt < secondAt : left.bid.id < right.bid.id
        }
    }

    private func key(_ compared: ComparedBid) -> Int64 {
        switch self {
        case .price: compared.bid.price.fen
        case .days: Int64(compared.bid.days)
        case .own: compared.own?.fen ?? .max
        case .offered: compared.offeredAt.milliseconds
        }
    }
}
