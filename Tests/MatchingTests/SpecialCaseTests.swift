import Testing

@testable import Matching

@Suite struct SpecialCaseTests {
    /// Unit demands, random capacities; against the general brute force.
    @Test(arguments: 0..<10) func transport_smallMarkets_equalBruteForce(slice: Int) throws {
        for seed in slice * 30..<slice * 30 + 30 {
            var random = TinyMarket(seed: 40_000 + seed)
            var builder = InstanceBuilder()
            let resources = random.pick(1...4), unit = random.pick(1...3)
            for _ in 0..<resources { try builder.addResource(Resource(capacity: Int64(random.pick(0...5)))) }
            for _ in 0..<random.pick(1...6) {
                try builder.addJob(holder: 0, valueFen: Int64(random.pick(5...30)), budgetFen: 25, computeMode: .none)
                for _ in 0..<random.pick(0...4) {
                    try builder.addLabelPlan(
                        costFen: Int64(random.pick(0...28)), finishDay: 1,
                        uses: [Use(resource: random.pick(0...resources - 1), units: unit)])
                }
            }
            let instance = try builder.build()
            let solution = try Solver().solve(instance)
            #expect(Verifier(instance).violations(in: solution).isEmpty, "seed \(seed)")
            #expect(solution.objective == BruteForce.optimum(instance), "seed \(seed)")
            #expect(solution.isOptimal, "seed \(seed)")
        }
    }

    @Test(arguments: [(40, 40, 1), (120, 30, 4), (200, 20, 12), (60, 90, 1)])
    func transport_largerMarkets_closeTheirGap(jobs: Int, resources: Int, capacity: Int) throws {
        for seed in 0..<5 {
            var random = TinyMarket(seed: seed)
            var builder = InstanceBuilder()
            for _ in 0..<resources { try builder.addResource(Resource(capacity: Int64(random.pick(0...capacity)))) }
            for _ in 0..<jobs {
                try builder.addJob(holder: 0, valueFen: 1000, budgetFen: 5000, computeMode: .none)
                for _ in 0..<random.pick(1...10) {
                    // Few distinct costs: many ties.
                    try builder.addLabelPlan(
                        costFen: Int64(random.pick(0...12)) * 90, finishDay: 1,
                        uses: [Use(resource: random.pick(0...resources - 1), units: 1)])
                }
            }
            let instance = try builder.build()
            let solution = try Solver().solve(instance)
            #expect(Verifier(instance).violations(in: solution).isEmpty)
            #expect(solution.isOptimal)
        }
    }
}
