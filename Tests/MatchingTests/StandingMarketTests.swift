import Testing

@testable import Matching

@Suite struct StandingMarketTests {
    @Test(arguments: 0..<6) func arrivals_oneByOne_stayFeasibleAndWithinTheBound(seed: Int) throws {
        let instance = MediumMarket.make(jobs: 120, seed: seed)
        let scratch = try Solver(SolveOptions(quality: .fast)).solve(instance)
        let late = Set(80..<120)
        var options = SolveOptions(quality: .fast)
        options.startPrices = scratch.prices
        let early = scratch.matches.filter { !late.contains($0.job) }
        let start = Solution(matches: early, objective: 0, bound: .max, prices: scratch.prices)
        let market = try StandingMarket(instance, start, confirmed: Set(early.prefix(30).map(\.job)), absent: late)
        for job in late.sorted() { market.arrive(job) }
        let after = market.solution()
        #expect(Verifier(instance).violations(in: after).isEmpty)
        for match in early.prefix(30) { #expect(market.match(of: match.job) == match) }
        // All are there again: the bound is that of the prices, and the answer is near the one from scratch.
        #expect(after.bound >= scratch.objective)
        #expect(after.objective * 100 >= scratch.objective * 94)
    }

    @Test func arrive_draft_isPlacedAndExtendsTheInstance() throws {
        let instance = MediumMarket.make(jobs: 50, seed: 3)
        let market = try StandingMarket(instance, try Solver(SolveOptions(quality: .fast)).solve(instance))
        let before = market.solution()
        for _ in 0..<20 {
            let id = try market.arrive(
                JobDraft(
                    holder: 1, valueFen: 90_000, budgetFen: 90_000,
                    labelPlans: [.init(costFen: 10, endDay: 2, uses: [Use(resource: 0, units: 1)])]))
            #expect(market.match(of: id)?.labelPlan == 0)
        }
        let after = market.solution()
        #expect(market.instance.jobs.count == 70)
        #expect(Verifier(market.instance).violations(in: after).isEmpty)
        #expect(after.objective > before.objective)
        #expect(after.bound >= after.objective)
    }

    /// The searches' room is that of the widest job so far: a wider one must get more.
    @Test(arguments: [1, 60, 4000]) func arrive_widerThanAnyBefore_isPlaced(plans: Int) throws {
        let empty = try InstanceBuilder().withOneResource()
        let market = try StandingMarket(empty, Solution(matches: [], objective: 0, bound: 0, prices: [0]))
        for round in 0..<3 {
            let drafts = (0..<plans * (round + 1)).map { number in
                JobDraft.PlanDraft(
                    costFen: Int64(1000 + number), startDay: 5, endDay: 6, uses: [Use(resource: 0, units: 1)])
            }
            let labels = drafts.map { JobDraft.PlanDraft(costFen: $0.costFen, endDay: 2, uses: $0.uses) }
            let id = try market.arrive(
                JobDraft(
                    holder: 1, valueFen: 90_000, budgetFen: 90_000, computeMode: .required, labelPlans: labels,
                    computePlans: drafts))
            #expect(market.match(of: id) == Match(job: id, labelPlan: 0, computePlan: 0))
        }
        #expect(Verifier(market.instance).violations(in: market.solution()).isEmpty)
    }

    @Test func arrive_faultyDraft_leavesTheMarketAsItWas() throws {
        let instance = MediumMarket.make(jobs: 20, seed: 3)
        let market = try StandingMarket(instance, try Solver(SolveOptions(quality: .fast)).solve(instance))
        let before = market.solution()
        let draft = JobDraft(
            holder: 1, valueFen: 5, budgetFen: 5,
            labelPlans: [.init(costFen: 1, uses: [Use(resource: 0, units: 1)]), .init(costFen: 1, uses: [Use(resource: 999, units: 1)])])
        #expect(throws: InstanceFault(place: .labelPlan(job: 20, plan: 1), reason: .unknownResource(999))) {
            try market.arrive(draft)
        }
        #expect(market.instance.jobs.count == 20)
        #expect(market.instance.uses == instance.uses)
        #expect(market.solution() == before)
    }

    @Test func arrive_beyondTheHeadroom_growsAndKeepsItsMatches() throws {
        let market = try StandingMarket(try InstanceBuilder().withOneResource(), Solution(matches: [], objective: 0, bound: 0))
        for index in 0..<2500 {
            let id = try market.arrive(
                JobDraft(
                    holder: 0, valueFen: 10, budgetFen: 10,
                    labelPlans: [.init(costFen: 1, uses: [Use(resource: 0, units: 1)])]))
            #expect(id == index)
        }
        let solution = market.solution()
        #expect(solution.matches.count == 2000)
        #expect(Verifier(market.instance).violations(in: solution).isEmpty)
    }

    @Test func depart_matchedJob_freesItsRoom() throws {
        let instance = MediumMarket.make(jobs: 60, seed: 8)
        let solution = try Solver(SolveOptions(quality: .fast)).solve(instance)
        let market = try StandingMarket(instance, solution)
        let job = try #require(solution.matches.first?.job)
        market.depart(job)
        #expect(market.match(of: job) == nil)
        let after = market.solution()
        #expect(after.matches.count == solution.matches.count - 1)
        #expect(after.bound >= after.objective)
        market.arrive(job)
        #expect(market.match(of: job) != nil)
    }

    @Test func setCapacity_toZero_movesTheUnconfirmedAndReportsTheConfirmed() throws {
        let instance = MediumMarket.make(jobs: 60, seed: 8)
        let solution = try Solver(SolveOptions(quality: .fast)).solve(instance)
        for confirm in [false, true] {
            let market = try StandingMarket(instance, solution, confirmed: confirm ? Set(solution.matches.map(\.job)) : [])
            var shortfall: Int64 = 0
            for resource in 0..<4 { shortfall += market.setCapacity(of: resource, to: 0) }
            #expect((shortfall > 0) == confirm)
            #expect(Verifier(market.instance).violations(in: market.solution()).isEmpty)
        }
    }

    @Test func setCapacity_ofAVoucher_cutsDraws() throws {
        for seed in 0..<60 {
            let instance = TinyMarket.make(seed: seed)
            let market = try StandingMarket(instance, try Solver(SolveOptions(quality: .fast)).solve(instance))
            for resource in instance.voucherResources { market.setCapacity(of: Int(resource), to: 1) }
            #expect(Verifier(market.instance).violations(in: market.solution()).isEmpty, "seed \(seed)")
        }
    }

    @Test func reoptimised_keepsConfirmed_andIsNoWorse() throws {
        let instance = MediumMarket.make(jobs: 100, seed: 12)
        let first = try Solver(SolveOptions(quality: .fast)).solve(instance)
        let market = try StandingMarket(instance, first, confirmed: [first.matches[0].job])
        market.depart(first.matches[5].job)
        let second = try market.reoptimised(SolveOptions(quality: .fast))
        #expect(second.matches.contains(first.matches[0]))
        #expect(!second.matches.contains { $0.job == first.matches[5].job })
        #expect(second.objective >= market.solution().objective)
    }
}

extension InstanceBuilder {
    fileprivate consuming func withOneResource() throws -> Instance {
        try addResource(Resource(capacity: 2000))
        return try build()
    }
}
