/// What the policy adds to an offer, in fen, by its grounds.
struct Merits: Hashable, Sendable {
    var record: Int64 = 0
    var small: Int64 = 0
    var west: Int64 = 0

    var total: Int64 { record + small + west }
}

/// Where an offer stands against the proposed one, ground by ground, as the run's policy weighs them: positive is better.
/// The parts add up to what the offer is behind by.
package struct Weighing: Hashable, Sendable {
    package enum Ground: CaseIterable, Sendable, Hashable {
        /// The buyer's own money and the vouchers' money.
        case payment
        /// The record of accepted items.
        case record
        /// Being a micro or small firm.
        case small
        /// Being in the west.
        case west
        /// What the vendor's time is worth to other jobs, and the compute that can follow the labels.
        case time
    }

    private let parts: [Money]

    package subscript(_ ground: Ground) -> Money { parts[Ground.allCases.firstIndex(of: ground) ?? 0] }

    init(_ option: LabelOption, against proposed: LabelOption, behind: Money, policy: MatchPolicy) {
        let known = [
            MatchProblem.paid(option, policy) - MatchProblem.paid(proposed, policy),
            option.merits.record - proposed.merits.record, option.merits.small - proposed.merits.small,
            option.merits.west - proposed.merits.west,
        ]
        parts = (known + [-behind.fen - known.reduce(0, +)]).map { Money(fen: $0) }
    }

    var text: String { parts.map { String($0.fen) }.joined(separator: ",") }

    init?(text: Substring) {
        let fen = text.split(separator: ",").compactMap { Int64($0) }
        guard fen.count == Ground.allCases.count else { return nil }
        parts = fen.map { Money(fen: $0) }
    }
}
