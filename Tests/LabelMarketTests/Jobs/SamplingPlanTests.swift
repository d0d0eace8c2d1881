import LabelMarket
import Testing

@Suite struct JobSamplingPlanTests {
    /// Recomputed by counting: every plan's two risks from exact fractions of draws.
    @Test(arguments: [
        (9500, 100), (9500, 500), (9900, 1000), (9000, 200), (9750, 5000), (10_000, 300), (5000, 60), (9999, 1), (9000, 7),
    ])
    func plan_keepsBothRisks(accuracy: Int, lot: Int) {
        for strictness in SamplingPlan.Strictness.allCases {
            let plan = SamplingPlan.make(strictness, requiredAccuracyBasisPoints: accuracy, lotSize: lot)
            let allowed = lot * (10_000 - accuracy) / 10_000
            #expect((1...lot).contains(plan.sampleSize))
            #expect((0...plan.sampleSize).contains(plan.acceptanceNumber))
            #expect(acceptance(lot, allowed, plan) >= 0.95 - 1e-9)
            if plan.sampleSize < lot {
                let tenths = strictness == .strict ? 15 : 25
                let bad = max(allowed + 1, lot * max((10_000 - accuracy) * tenths / 10, 50) / 10_000)
                #expect(acceptance(lot, bad, plan) <= 0.10 + 1e-9)
            }
        }
    }

    @Test func strict_looksAtMore_fullAtAll() {
        let standard = SamplingPlan.make(.standard, requiredAccuracyBasisPoints: 9500, lotSize: 2000)
        let strict = SamplingPlan.make(.strict, requiredAccuracyBasisPoints: 9500, lotSize: 2000)
        #expect(standard.sampleSize < strict.sampleSize)
        #expect(SamplingPlan.make(.full, requiredAccuracyBasisPoints: 9500, lotSize: 2000).sampleSize == 2000)
    }

    /// The chance that the lot passes, by drawing one item after the other.
    private func acceptance(_ lot: Int, _ wrong: Int, _ plan: SamplingPlan) -> Double {
        var chances = [1.0]
        for drawn in 0..<plan.sampleSize {
            var next = [Double](repeating: 0, count: chances.count + 1)
            for (found, chance) in chances.enumerated() where chance > 0 {
                let bad = Double(wrong - found) / Double(lot - drawn)
                next[found + 1] += chance * max(0, bad)
                next[found] += chance * (1 - max(0, bad))
            }
            chances = next
        }
        return chances.prefix(plan.acceptanceNumber + 1).reduce(0, +)
    }
}
