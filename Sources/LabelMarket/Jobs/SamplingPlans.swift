internal import Glibc

extension SamplingPlan {
    /// The smallest sample that tells good lots from bad ones: a lot with exactly the agreed share of wrong items passes
    /// with at least 95 %, one with a multiple of it (2.5 times for ``Strictness/standard``, 1.5 times for
    /// ``Strictness/strict``) passes with at most 10 %. Both risks are exact, by the hypergeometric distribution: a
    /// sample drawn without putting back. Where no smaller sample can tell, every item is inspected.
    ///
    /// - Parameters:
    ///   - requiredAccuracyBasisPoints: share of items that must be right, in hundredths of a percent.
    /// - Complexity: the logarithm of the lot size times the number of wrong items allowed in the sample.
    package static func make(
        _ strictness: Strictness, requiredAccuracyBasisPoints: Int, lotSize: Int
    ) -> SamplingPlan {
        let allowedBasisPoints = 10_000 - requiredAccuracyBasisPoints
        let allowed = lotSize * allowedBasisPoints / 10_000
        let everything = SamplingPlan(strictness: strictness, sampleSize: lotSize, acceptanceNumber: allowed)
        let tenths: Int
        switch strictness {
        case .full: return everything
        case .standard: tenths = 25
        case .strict: tenths = 15
        }
        // Never finer than half a percent: a promise of no error at all can only be told from some errors.
        let bad = max(allowed + 1, lotSize * max(allowedBasisPoints * tenths / 10, 50) / 10_000)
        guard bad < lotSize else { return everything }
        func plan(_ size: Int) -> SamplingPlan? {
            let lot = InspectedLot(size: lotSize, wrong: allowed)
            let limit = lot.acceptanceNumber(sample: size, chance: 0.95)
            guard InspectedLot(size: lotSize, wrong: bad).acceptance(sample: size, limit: limit) <= 0.10 else { return nil }
            return SamplingPlan(strictness: strictness, sampleSize: size, acceptanceNumber: limit)
        }
        var (low, high) = (1, lotSize)
        while low < high {
            let middle = (low + high) / 2
            if plan(middle) == nil { low = middle + 1 } else { high = middle }
        }
        guard low < lotSize else { return everything }
        return plan(low) ?? everything
    }
}

/// A lot with a known number of wrong items, from which a sample is drawn.
private struct InspectedLot {
    let size: Int
    let wrong: Int

    /// The chance that a sample holds at most `limit` wrong items.
    func acceptance(sample: Int, limit: Int) -> Double {
        var sum = 0.0
        for found in lowest(sample)...max(lowest(sample), min(limit, wrong, sample)) where found <= limit {
            sum += chance(found, sample)
        }
        return min(1, sum)
    }

    /// The smallest number of wrong items in a sample within which the lot passes with at least `chance`.
    func acceptanceNumber(sample: Int, chance wanted: Double) -> Int {
        var (sum, found) = (0.0, lowest(sample))
        while true {
            sum += chance(found, sample)
            if sum >= wanted - 1e-12 || found >= min(wrong, sample) { return found }
            found += 1
        }
    }

    private func lowest(_ sample: Int) -> Int { max(0, sample - (size - wrong)) }

    private func chance(_ found: Int, _ sample: Int) -> Double {
        exp(choices(wrong, found) + choices(size - wrong, sample - found) - choices(size, sample))
    }

    /// The logarithm of "`taken` out of `all`".
    private func choices(_ all: Int, _ taken: Int) -> Double {
        lgamma(Double(all + 1)) - lgamma(Double(taken + 1)) - lgamma(Double(all - taken + 1))
    }
}
