/// Why a reservation, a usage report or a dispute is refused, in the order in which it is checked.
package enum ReservationRefusal: Refusal, Hashable, Codable {
    /// The window takes no more reservations.
    case windowClosed
    case ownWindow
    case inverted
    case notWholeHours
    case startPassed
    case outsideWindow(from: Instant, to: Instant)
    case noCards
    case belowMinimum(cardHours: Int64)
    /// Others were first: so many cards are free at the tightest moment.
    case full(free: Int, from: Instant, to: Instant)
    case notForThisWork
    /// A voucher that the page counted on expires before the work ends.
    case voucherExpires(programme: Bilingual, on: CivilDate)
    /// What vouchers would pay changed since the page was made.
    case shareChanged
    case ownMoneyMissing(missing: Money, available: Money)
    case ended
    case alreadyConfirmed
    /// The moment to confirm has passed.
    case confirmationOver
    case notConfirmed
    /// It has begun: what is used is reported, nothing is cancelled.
    case begun
    case reasonNeeded
    /// Usage is reported once the time is over.
    case notOver(until: Instant)
    case noUsage
    /// More than was reserved, in all or at the time of one record.
    case aboveReserved(record: Int?, mostSeconds: Int64)
    case recordOutside(record: Int)
    case recordInverted(record: Int)
    case recordsOverlap(record: Int)
    case signatureMissing
    case signatureWrong
    case keyUnknown
    case fileUnreadable(line: Int?)
    /// The file is about another reservation.
    case otherReservation
    case notReported
    case disputed
    case disputeOver
    case notDisputed

    package var kind: RefusalKind {
        switch self {
        case .windowClosed, .ended, .confirmationOver, .begun, .disputeOver, .notOver: .closed
        case .ownWindow: .forbidden
        case .full, .ownMoneyMissing: .insufficient
        case .voucherExpires: .closed
        case .shareChanged, .alreadyConfirmed, .notConfirmed, .notReported, .disputed, .notDisputed: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .inverted: "endsAt"
        case .notWholeHours, .startPassed, .outsideWindow: "startsAt"
        case .noCards, .belowMinimum, .full: "cards"
        case .notForThisWork: "work"
        case .reasonNeeded: "reason"
        case .noUsage, .aboveReserved, .recordOutside, .recordInverted, .recordsOverlap: "usage"
        case .signatureMissing, .signatureWrong: "signature"
        case .keyUnknown: "key"
        case .fileUnreadable, .otherReservation: "file"
        default: nil
        }
    }
}
