import Testing

@testable import Matching

@Suite struct PotsTests {
    private func instance() throws -> Instance {
        var builder = InstanceBuilder()
        let pot = try builder.addResource(Resource(capacity: 700, kind: 80))
        let week = try builder.addResource(Resource(capacity: 10))
        for holder in [Int64(1), 2] {
            let balance = try builder.addResource(Resource(capacity: 600, kind: 75))
            try builder.addVoucher(
                holder: holder, rateBasisPoints: 5000, scope: .label, lastDay: 9, weight: 900, resources: [Int64(balance), Int64(pot)])
        }
        for holder in [Int64(1), 2] {
            try builder.addJob(holder: holder, valueFen: 2000, budgetFen: 9999, computeMode: .none, vouchers: [holder - 1])
            try builder.addLabelPlan(costFen: 1000, finishDay: 1, uses: [Use(resource: week, units: 1)])
        }
        return try builder.build()
    }

    @Test func find_onlyWhatSeveralVouchersDrawFromAndNoPlanUses() throws {
        #expect(Pots.find(try instance()) == [true, false, false, false])
    }

    @Test func priced_everyFenCostsThePrice_andAFreePotStaysHard() throws {
        let instance = try instance()
        let priced = Pots(instance, prices: [850 * 64, 1, 1, 1]).priced(instance.resources)
        #expect(priced[0].toll == 850 && priced[0].capacity == 0)
        #expect(priced[1] == instance.resources[1] && priced[2] == instance.resources[2])
        #expect(Pots(instance, prices: [0, 1, 1, 1]).priced(instance.resources) == instance.resources)
    }

    /// The exact search pays tolls as the verifier counts them: an option's worth is what its match is worth alone.
    @Test(arguments: [Int64(850), 950]) func options_ofAPricedPot_areWorthWhatTheVerifierCounts(price: Int64) throws {
        var instance = try instance()
        instance.resources = Pots(instance, prices: [Double(price) * 64, 0, 0, 0]).priced(instance.resources)
        let commitments = try #require(Commitments([], in: instance))
        let prices = [Double](repeating: 0, count: 4)
        let table = OptionTable(bestOf: instance, commitments, prices: prices, extra: [], gap: 1e9, most: 100)
        #expect(table.options.count == 4)
        for option in table.options {
            #expect(Int64(option.worth) == Verifier(instance).examine([option.choice.match(of: Int(option.job))]).objective)
        }
        let solution = try Solver(SolveOptions(quality: .fast)).solve(instance)
        #expect(solution.objective == 2 * (1_000_000 + 500 * max(0, 900 - price)))
        #expect(solution.bound == solution.objective)
    }
}
