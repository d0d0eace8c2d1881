/// Why something cannot be done with sites and windows, in the order in which it is checked.
package indirect enum ComputeRefusal: Refusal, Hashable, Codable {
    case hubUnknown
    /// The site's place lies outside the hub, or the cluster is of another hub.
    case placeMismatch
    case siteNameUsed
    /// A claim about a day that has not come.
    case claimInFuture
    case modelUsed
    case attestationInFuture
    /// Windows ask for more cards than the new number.
    case quantityOffered(most: Int)
    case keyMalformed
    case keyUsed
    /// The end does not lie after the start.
    case inverted
    case notWholeHours
    case startInPast
    case tooLong(days: Int)
    case tooFarAhead(days: Int)
    case noCards
    case priceOutOfRange
    case minimumAboveWindow(cardHours: Int64)
    case noticeOutOfRange
    case feeOutOfRange
    /// With the other windows of the class at the same time, more cards than there are.
    case aboveQuantity(free: Int, from: Instant, to: Instant)
    /// The repetition names no day on which it would happen, or too many.
    case noRepetition
    case tooManyWindows(most: Int)
    case withdrawn
    case ended
    /// The window changed after the page was made.
    case windowEdited
    /// Reservations stand on what would be taken away.
    case reservedCards(Int, from: Instant, to: Instant)
    case reservedOutside
    /// One of several windows, by the line of the file it stands in.
    case inRow(Int, ComputeRefusal)

    package static let longestDays = 92
    package static let farthestDays = 366
    package static let mostWindowsAtOnce = 1000

    package var kind: RefusalKind {
        switch self {
        case .withdrawn, .ended: .closed
        case .windowEdited, .siteNameUsed, .modelUsed, .keyUsed, .reservedCards, .reservedOutside, .quantityOffered:
            .conflict
        case .aboveQuantity: .insufficient
        case .inRow(_, let refusal): refusal.kind
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .hubUnknown: "hub"
        case .placeMismatch: "region"
        case .siteNameUsed: "nameZh"
        case .claimInFuture: "claimedOn"
        case .modelUsed: "model"
        case .attestationInFuture: "attestedOn"
        case .quantityOffered: "quantity"
        case .keyMalformed, .keyUsed: "publicKey"
        case .inverted, .tooLong, .reservedOutside: "endsAt"
        case .notWholeHours, .startInPast, .tooFarAhead: "startsAt"
        case .noCards, .aboveQuantity, .reservedCards: "cards"
        case .priceOutOfRange: "price"
        case .minimumAboveWindow: "minimum"
        case .noticeOutOfRange: "notice"
        case .feeOutOfRange: "fee"
        case .noRepetition, .tooManyWindows: "until"
        case .inRow: "rows"
        case .withdrawn, .ended, .windowEdited: nil
        }
    }
}
