import Testing

@testable import Matching

@Suite struct ModelTests {
    @Test func build_overflowingSums_isRefused() throws {
        var builder = InstanceBuilder()
        let soft = try builder.addResource(Resource(capacity: 0, penalty: Limits.penalty))
        for _ in 0..<6 {
            try builder.addJob(holder: 0, valueFen: 1, budgetFen: 1, computeMode: .none)
            try builder.addLabelPlan(costFen: 1, uses: [Use(resource: soft, units: Int(Limits.units))])
        }
        #expect(throws: InstanceFault(place: .resource(0), reason: .sumOverflows("penalties"))) { try builder.build() }
    }

    @Test func addRows_outOfRange_nameThePlace() throws {
        var builder = InstanceBuilder()
        #expect(throws: InstanceFault(place: .market, reason: .planWithoutJob)) { try builder.addLabelPlan(costFen: 1, uses: []) }
        #expect(throws: InstanceFault(place: .resource(0), reason: .outOfRange(field: "capacity", value: -1))) {
            try builder.addResource(Resource(capacity: -1))
        }
        try builder.addResource(Resource(capacity: 1))
        #expect(throws: InstanceFault(place: .voucher(0), reason: .unknownResource(5))) {
            try builder.addVoucher(holder: 0, rateBasisPoints: 1, scope: .label, lastDay: 1, weight: 1, resources: [5])
        }
        #expect(throws: InstanceFault(place: .job(0), reason: .unknownVoucher(0))) {
            try builder.addJob(holder: 0, valueFen: 1, budgetFen: 1, computeMode: .none, vouchers: [0])
        }
        try builder.addJob(holder: 0, valueFen: 1, budgetFen: .min, computeMode: .none)
        #expect(throws: InstanceFault(place: .computePlan(job: 0, plan: 0), reason: .endsBeforeStart)) {
            try builder.addComputePlan(costFen: 1, startDay: 2, endDay: 1, uses: [])
        }
        #expect(throws: InstanceFault(place: .labelPlan(job: 0, plan: 0), reason: .outOfRange(field: "cost", value: .max))) {
            try builder.addLabelPlan(costFen: .max, uses: [])
        }
        #expect(try Solver().solve(try builder.build()).isOptimal)
    }

    @Test func addLabelPlan_repeatedResource_isSummed() throws {
        var builder = InstanceBuilder()
        try builder.addResource(Resource(capacity: 5))
        try builder.addJob(holder: 0, valueFen: 10, budgetFen: 10, computeMode: .none)
        try builder.addLabelPlan(costFen: 1, uses: [Use(resource: 0, units: 3), Use(resource: 0, units: 3)])
        let instance = try builder.build()
        #expect(instance.uses == [Use(resource: 0, units: 6)])
        #expect(try Solver().solve(instance).matches.isEmpty)
    }

    static let faults: [(Solution, Violation)] = [
        (Solution(matches: [Match(job: 7, labelPlan: 0)], objective: 0, bound: 0), .unknownJob(7)),
        (Solution(matches: [Match(job: 0, labelPlan: 4, computePlan: 0)], objective: 0, bound: 0), .unknownPlan(job: 0)),
        (Solution(matches: [Match(job: 0, labelPlan: 0)], objective: 0, bound: 0), .computeMissing(job: 0)),
        (Solution(matches: [Match(job: 1, labelPlan: 0, computePlan: 0)], objective: 0, bound: 0), .unknownPlan(job: 1)),
        (
            Solution(
                matches: [Match(job: 0, labelPlan: 0, computePlan: 0, draws: [Draw(voucher: 0, scope: .label, fen: 251)])],
                objective: 310_000, bound: 310_000), .draw(job: 0, voucher: 0)
        ),
        (
            Solution(
                matches: [Match(job: 0, labelPlan: 0, computePlan: 0, draws: [Draw(voucher: 0, scope: .compute, fen: 1)])],
                objective: 310_900, bound: 400_000), .draw(job: 0, voucher: 0)
        ),
        (
            Solution(
                matches: [Match(job: 0, labelPlan: 0, computePlan: 0), Match(job: 1, labelPlan: 0)], objective: 610_000,
                bound: 610_000), .overCapacity(resource: 0, byUnits: 1)
        ),
        (
            Solution(matches: [Match(job: 0, labelPlan: 0, computePlan: 0)], objective: 310_001, bound: 310_001),
            .objective(claimed: 310_001, found: 310_000)
        ),
        (Solution(matches: [Match(job: 1, labelPlan: 0)], objective: 300_000, bound: 299_999), .boundBelowObjective),
        (
            Solution(matches: [Match(job: 1, labelPlan: 0), Match(job: 1, labelPlan: 0)], objective: 300_000, bound: 400_000),
            .duplicateJob(1)
        ),
    ]

    @Test(arguments: faults) func verifier_faultySolution_isNamed(solution: Solution, violation: Violation) throws {
        let instance = try InstanceReader.parse(Array(FileTests.good.utf8))
        #expect(Verifier(instance).violations(in: solution).contains(violation))
    }

    @Test func explain_eachReason_isGiven() throws {
        let instance = try InstanceReader.parse(Array(FileTests.good.utf8))
        let solution = try Solver().solve(instance)
        let explainer = Explainer(instance, solution)
        let served = try #require(explainer.explain(0))
        #expect(served.choice?.labelPlan == 0)
        #expect(served.welfare == solution.objective)
        #expect(served.plans.map(\.reason) == [.chosen])
        let refused = try #require(explainer.explain(1))
        #expect(refused.choice == nil)
        #expect(refused.plans.count == 1)
        #expect(refused.plans[0].reason != .chosen)
        #expect(explainer.explain(2) == nil)
    }
}
