/// Why a run proposes what it proposes, for the people who decide: one line for each vendor and window that was looked at,
/// and the limits that are scarce.
package struct MatchReasons: Hashable, Sendable {
    package struct VendorLine: Hashable, Sendable {
        package let vendor: ID<Organisation>
        package let price: Money?
        package let voucherShare: Money
        package let isStanding: Bool
        package let why: WhyNot
        /// For an offer that is behind the proposed one.
        package var weighing: Weighing?
    }

    package struct WindowLine: Hashable, Sendable {
        package let window: ID<ComputeWindow>
        package let price: Money?
        package let voucherShare: Money
        package let why: WhyNot
    }

    /// A limit that the proposal takes from, and what more of it would be worth.
    package struct Scarce: Hashable, Sendable {
        package let resource: MatchResource
        /// Of an hour of a vendor's week, of a card for a day of a window, or of a yuan of a voucher.
        package let worth: Money
    }

    package var vendors: [VendorLine] = []
    package var windows: [WindowLine] = []
    package var scarce: [Scarce] = []
    /// Windows that were not looked at because nearer ones suffice.
    package var furtherWindows = 0

    package init() {}
}

/// What limits a run: a vendor's week, the cards of a window on a day, a voucher's balance, the fill of an idle site.
package struct MatchResource: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable, Hashable {
        case vendor, window, voucher, site
    }

    package let kind: Kind
    package let owner: Int64
    /// The Monday of the week or the day; 0 where there is none.
    package let day: Int64
}

/// Why something was not proposed; amounts are what it is behind by or lacks.
package enum WhyNot: Hashable, Sendable {
    case chosen
    /// Behind by this much, all things weighed at the run's prices.
    case behind(Money)
    case equal
    /// The vendor's weeks or the window's cards are taken.
    case full
    /// Its work would end after the deadline.
    case late
    case overBudget
    /// Serving the job this way would cost more than it brings.
    case notWorthIt
    case relatedParties
    case language
    case outsideRegions
    case notOffered
    case unconfirmed
    case refusedBefore
    /// No window starts after its labels are done.
    case noComputeInTime
    case otherAccelerator
    case tooSlow
    case tooFar
    case tooSmall
    /// Starts before the labels are done.
    case beforeLabels
    /// There a voucher that is bound to a place pays this much less.
    case voucherLost(Money)

    private static let codes: [(String, WhyNot)] = [
        ("chosen", .chosen), ("equal", .equal), ("full", .full), ("late", .late), ("over", .overBudget),
        ("loss", .notWorthIt), ("related", .relatedParties), ("language", .language), ("regions", .outsideRegions),
        ("none", .notOffered), ("unconfirmed", .unconfirmed), ("refused", .refusedBefore),
        ("nocompute", .noComputeInTime), ("class", .otherAccelerator), ("slow", .tooSlow), ("far", .tooFar),
        ("small", .tooSmall), ("before", .beforeLabels),
    ]
    private static let words: [WhyNot: String] = Dictionary(uniqueKeysWithValues: codes.map { ($1, $0) })
    private static let plain: [String: WhyNot] = Dictionary(uniqueKeysWithValues: codes)

    var text: String {
        switch self {
        case .behind(let amount): "behind:\(amount.fen)"
        case .voucherLost(let amount): "voucher:\(amount.fen)"
        default: Self.words[self] ?? "none"
        }
    }

    init?(text: Substring) {
        let parts = text.split(separator: ":")
        if parts.count == 2, let fen = Int64(parts[1]) {
            switch parts[0] {
            case "behind": self = .behind(Money(fen: fen))
            case "voucher": self = .voucherLost(Money(fen: fen))
            default: return nil
            }
        } else if let plain = Self.plain[String(text)] {
            self = plain
        } else {
            return nil
        }
    }
}

extension MatchReasons {
    /// A line for each, parts with spaces between them: small, since every proposal of every run keeps its own.
    var text: String {
        var lines: [String] = []
        for line in vendors {
            lines.append(
                "v \(line.vendor.rawValue) \(line.price.map { String($0.fen) } ?? "-") \(line.voucherShare.fen) \(line.isStanding ? 1 : 0) \(line.why.text)"
                    + (line.weighing.map { " " + $0.text } ?? ""))
        }
        for line in windows {
            lines.append(
                "w \(line.window.rawValue) \(line.price.map { String($0.fen) } ?? "-") \(line.voucherShare.fen) \(line.why.text)")
        }
        for line in scarce {
            let resource = line.resource
            lines.append("s \(resource.kind.rawValue) \(resource.owner) \(resource.day) \(line.worth.fen)")
        }
        if furtherWindows > 0 { lines.append("f \(furtherWindows)") }
        return lines.joined(separator: "\n")
    }

    init(text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            switch (parts.first, parts.count) {
            case ("v", 6), ("v", 7):
                guard let vendor = Int64(parts[1]), let share = Int64(parts[3]), let why = WhyNot(text: parts[5]) else { continue }
                vendors.append(
                    VendorLine(
                        vendor: ID(rawValue: vendor), price: Int64(parts[2]).map { Money(fen: $0) },
                        voucherShare: Money(fen: share), isStanding: parts[4] == "1", why: why,
                        weighing: parts.count == 7 ? Weighing(text: parts[6]) : nil))
            case ("w", 5):
                guard let window = Int64(parts[1]), let share = Int64(parts[3]), let why = WhyNot(text: parts[4]) else { continue }
                windows.append(
                    WindowLine(
                        window: ID(rawValue: window), price: Int64(parts[2]).map { Money(fen: $0) },
                        voucherShare: Money(fen: share), why: why))
            case ("s", 5):
                guard let kind = MatchResource.Kind(rawValue: String(parts[1])), let owner = Int64(parts[2]),
                    let day = Int64(parts[3]), let fen = Int64(parts[4])
                else { continue }
                scarce.append(
                    Scarce(resource: MatchResource(kind: kind, owner: owner, day: day), worth: Money(fen: fen)))
            case ("f", 2): furtherWindows = Int(parts[1]) ?? 0
            default: continue
            }
        }
    }
}
