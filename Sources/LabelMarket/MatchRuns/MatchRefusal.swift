/// "No" from the match runs, in the order in which it is checked.
package enum MatchRefusal: Refusal, Hashable, Codable {
    case noLanguage
    case noPrices
    /// A run over the whole market is waiting or at work already.
    case runUnderWay
    /// There is nothing to decide: the proposal was decided, or a newer run took its place.
    case proposalGone
    /// The job is not open, or not the buyer's to match.
    case jobNotOpen
    /// Bidding goes on until that moment: a proposal can be accepted after it.
    case biddingGoesOn(Instant)
    /// The job was edited since the proposal was made.
    case jobEdited
    /// The proposed offer was withdrawn or no longer stands.
    case offerGone
    /// The vendor took its standing prices back or changed them.
    case listChanged
    /// The vendor has bid on the job itself meanwhile: its bid takes the place of the standing price.
    case vendorBid
    /// The window was withdrawn, or what was free of it is taken.
    case windowGone
    /// The buyer would pay more of its own money than the page showed.
    case dearer(own: Money)
    /// A voucher that the proposal counted on ends before the work or the compute does.
    case voucherExpires(programme: Bilingual)
    case reasonMissing
    /// Something that the proposal rests on changed while it was worked out.
    case inputsChanged

    package var kind: RefusalKind {
        switch self {
        case .noLanguage, .noPrices, .reasonMissing: .invalid
        case .biddingGoesOn, .jobNotOpen: .closed
        default: .conflict
        }
    }

    package var field: String? {
        switch self {
        case .noLanguage: "language"
        case .noPrices: "stands"
        case .reasonMissing: "reason"
        default: nil
        }
    }
}
