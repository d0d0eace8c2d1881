/// The sample that decides about a delivery: drawn when it was handed over, from a seed that nobody knew before and
/// everybody can read after.
package struct DrawnSample: Hashable, Sendable {
    /// 32 random bytes.
    package let seed: [UInt8]
    package let strictness: SamplingPlan.Strictness
    /// Items that were handed over.
    package let lotSize: Int
    package let size: Int
    /// The most wrong items with which the delivery passes, Ac.
    package let acceptanceNumber: Int
    /// Items of the sample that the buyer has marked, and those marked as wrong.
    package let inspected: Int
    package let defects: Int

    /// The fewest wrong items with which it fails, Re.
    package var rejectionNumber: Int { acceptanceNumber + 1 }

    /// What the plan says so far.
    package var proposal: SampleProposal {
        if defects >= rejectionNumber { return .refuse }
        return inspected < size ? .inspect(left: size - inspected) : .accept
    }
}

package enum SampleProposal: Hashable, Sendable {
    case inspect(left: Int)
    case accept, refuse
}

/// How a delivery did on the items whose right labels are known.
package struct GoldScore: Hashable, Sendable {
    /// Known items among those delivered.
    package let scored: Int
    package let right: Int
}

/// What is measured of a delivery before anybody pays for it.
package struct DeliveryQuality: Hashable, Sendable {
    package let requiredAccuracyBasisPoints: Int
    package let sample: DrawnSample
    /// nil for the vendor, who must not learn which items are known, and where there are none.
    package let gold: GoldScore?

    /// Share of right items in the inspected part of the sample, in hundredths of a percent, rounded down.
    package var sampleBasisPoints: Int? { Self.share(sample.inspected - sample.defects, of: sample.inspected) }
    package var goldBasisPoints: Int? { gold.flatMap { Self.share($0.right, of: $0.scored) } }

    private static func share(_ right: Int, of all: Int) -> Int? { all > 0 ? right * 10_000 / all : nil }
}

/// Drawing of samples, without a database.
package enum SampleRules {
    /// The items of a sample: those of the lowest rank, where an item's rank is the SHA-256 of the seed followed by the
    /// item's number as eight bytes, most significant first. Anyone can draw it again.
    /// - Complexity: O(n log n).
    package static func draw(_ size: Int, of items: [Int], seed: [UInt8]) -> [Int] {
        let ranked = items.map { (rank: rank($0, seed: seed), item: $0) }
        return ranked.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }.prefix(size).map(\.item).sorted()
    }

    private static func rank(_ item: Int, seed: [UInt8]) -> [UInt8] {
        sha256(seed + (0..<8).map { UInt8(truncatingIfNeeded: item >> (56 - 8 * $0)) })
    }
}
