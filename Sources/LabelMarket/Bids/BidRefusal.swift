/// Why a bid, a question or an award is refused, in the order in which it is checked.
package enum BidRefusal: Refusal, Hashable, Codable {
    /// The job is not open for bids: withdrawn, awarded or not yet published.
    case notOpen
    /// Bidding closed at that moment.
    case biddingClosed(Instant)
    /// Bidding goes on until that moment; bids stay sealed.
    case biddingGoesOn(Instant)
    /// Buyer and vendor are the same organisation.
    case ownJob
    /// Buyer and vendor declared that they belong together.
    case relatedParties
    /// The job was edited after the page was made; what was typed is kept.
    case jobEdited
    /// More days than there are between closing and the job's deadline.
    case tooManyDays(most: Int)
    /// The bid is no longer what the page showed: withdrawn, replaced or decided.
    case notLive
    /// The bid already stands for the job as it is.
    case alreadyConfirmed
    case alreadyAwarded
    /// The vendor did not confirm the bid after the job was edited.
    case unconfirmedBid
    case alreadyAnswered
    case reasonMissing
    /// What is said to decide cannot have decided against that bid: it is cheaper, or faster, than the winner.
    case reasonUntrue(ID<Bid>)
    /// A voucher that the page counted on has expired.
    case voucherExpired(programme: Bilingual)
    /// What vouchers would pay changed since the page was made.
    case shareChanged
    /// The buyer's own account has too little for its share.
    case ownMoneyMissing(missing: Money, available: Money)

    package var kind: RefusalKind {
        switch self {
        case .notOpen, .biddingClosed, .biddingGoesOn: .closed
        case .ownJob, .relatedParties: .forbidden
        case .jobEdited, .notLive, .alreadyConfirmed, .alreadyAwarded, .alreadyAnswered, .shareChanged: .conflict
        case .tooManyDays, .reasonUntrue, .reasonMissing: .invalid
        case .unconfirmedBid, .voucherExpired: .closed
        case .ownMoneyMissing: .insufficient
        }
    }

    package var field: String? {
        switch self {
        case .jobEdited: "price"
        case .reasonMissing: "reason"
        case .tooManyDays: "days"
        case .reasonUntrue(let bid): "ground-\(bid)"
        default: nil
        }
    }
}
