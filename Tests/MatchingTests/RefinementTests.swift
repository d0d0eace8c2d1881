import Testing

@testable import Matching

@Suite struct RefinementTests {
    private func prices(of instance: Instance) throws -> (Layout, Commitments, PriceAscent) {
        let layout = Layout(instance), commitments = try #require(Commitments([], in: instance))
        var ascent = PriceAscent(layout, commitments: commitments, workers: SerialWorkers())
        for _ in 0..<20 { ascent.pass(rounds: 4, step: 0.05) }
        ascent.fullPass(step: 0)
        return (layout, commitments, ascent)
    }

    /// Bounds with cuts stay above the proven optimum, whatever the prices of the cuts.
    @Test(arguments: 0..<20) func cutAscent_boundNeverBelowTheOptimum(seed: Int) throws {
        let instance = MediumMarket.make(jobs: 30, seed: 300 + seed, vouchers: seed % 2 == 0)
        let solution = try Solver(SolveOptions(quality: .fast)).solve(instance)
        let (layout, commitments, ascent) = try prices(of: instance)
        var cuts = CutAscent(layout, commitments, ascent: ascent, workers: SerialWorkers())
        for pass in 0..<30 {
            cuts.pass(.init(blocks: 4, step: 0.05, weight: 0.3))
            if pass % 7 == 6 { cuts.renew() }
            if pass % 3 == 2 { cuts.separate(least: 0.001) }
            #expect(cuts.prove() >= solution.objective)
        }
        #expect(cuts.best <= ascent.best.value)
    }

    @Test(arguments: 0..<6) func neighbourhoods_keepEveryRuleAndCountRight(seed: Int) throws {
        let instance = MediumMarket.make(jobs: 120, seed: 60 + seed, vouchers: true)
        let (layout, commitments, ascent) = try prices(of: instance)
        let support = [Float](repeating: 0.1, count: instance.labelPlans.count + instance.computePlans.count)
        var bytes: [[UInt8]] = []
        for workers in [SerialWorkers() as any Workers, BackwardWorkers()] {
            var search = NeighbourhoodSearch(
                layout, commitments, prices: ascent.best.prices, extra: [], support: support, matches: [], worth: 0, workers: workers,
                isOver: { false })
            search.run(.init(rounds: 8, parts: 3, jobs: 12, work: 1_000_000, options: 200)) { _, _ in }
            let (violations, worth) = Verifier(instance).examine(search.matches)
            #expect(violations.isEmpty)
            #expect(worth == search.worth)
            #expect(worth > 0)
            bytes.append(SolutionText.write(Solution(matches: search.matches, objective: worth, bound: worth)))
        }
        #expect(bytes[0] == bytes[1])
    }

    /// The table that is cut down to a number of options holds what the full one holds, the least regret first.
    @Test(arguments: 0..<6) func optionTable_keepsTheBestOptions(seed: Int) throws {
        let instance = MediumMarket.make(jobs: 60, seed: 400 + seed, vouchers: seed % 2 == 0)
        let (_, commitments, ascent) = try prices(of: instance)
        let gap = 50_000_000.0, prices = ascent.best.prices
        let full = try #require(OptionTable(instance, commitments, prices: prices, gap: gap, most: 1_000_000))
        let same = OptionTable(bestOf: instance, commitments, prices: prices, extra: [], gap: gap, most: 1_000_000)
        #expect(full.options.map(\.choice) == same.options.map(\.choice))
        let most = full.options.count / 2
        let few = OptionTable(bestOf: instance, commitments, prices: prices, extra: [], gap: gap, most: most)
        #expect(few.options.count <= most)
        #expect(!few.options.isEmpty)
        for option in few.options {
            #expect(full.options.contains { $0.job == option.job && $0.choice == option.choice && $0.worth == option.worth })
        }
    }
}
