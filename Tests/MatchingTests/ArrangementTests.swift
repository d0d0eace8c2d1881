import Testing

@testable import Matching

/// The engine solves a market in an order of its own; the caller's order must not show.
@Suite struct ArrangementTests {
    /// A clock that ticks at each look, so that work is cut short at the same point on every machine.
    private final class Ticks {
        private var now: Int64 = 0
        func next() -> Int64 {
            now += 1
            return now
        }
    }

    private func options(_ quality: Quality, ticks: Int64?) -> SolveOptions {
        var options = SolveOptions(quality: quality)
        let clock = Ticks()
        options.clock = { clock.next() }
        options.timeLimit = ticks
        return options
    }

    private static let cases: [(quality: Quality, jobs: Int, ticks: Int64?, seed: Int)] =
        (0..<2).map { (.fast, 410, nil, 100 + $0) } + [(.standard, 405, 150, 200), (.best, 405, 50, 300)]
        + Quality.allCases.map { ($0, 30, nil, 400) }

    @Test(arguments: cases) func solve_permutedMarket_sameWelfareAndBound(
        _ quality: Quality, _ jobs: Int, _ ticks: Int64?, _ seed: Int
    ) throws {
        let market = MediumMarket.make(jobs: jobs, seed: seed, vouchers: true, rich: true)
        let (other, order, resources) = try market.shuffled(seed: seed)
        let first = try Solver(options(quality, ticks: ticks)).solve(market)
        let second = try Solver(options(quality, ticks: ticks)).solve(other)
        #expect(first.objective == second.objective)
        #expect(first.bound == second.bound)
        #expect(first.objective > 0)
        #expect(Set(first.matches.map(\.job)) == Set(second.matches.map { order[$0.job] }))
        #expect(resources.map { first.prices[$0] } == second.prices)
        #expect(Verifier(market).violations(in: first).isEmpty)
        #expect(Verifier(other).violations(in: second).isEmpty)
    }

    /// Confirmed matches, starting matches and starting prices mean the same in every order.
    @Test(arguments: 0..<2) func solve_permutedMarketWithMatchesAndPrices_sameWelfareAndBound(seed: Int) throws {
        let market = MediumMarket.make(jobs: 200, seed: 500 + seed, vouchers: true)
        // Plans and vouchers keep their places in their lists here, so that a match differs by its job and voucher only.
        let reversed = try market.reversedJobs()
        let last = market.jobs.count - 1
        let start = try Solver(options(.fast, ticks: 40)).solve(market)
        func turned(_ matches: ArraySlice<Match>) -> [Match] {
            matches.map { Match(job: last - $0.job, labelPlan: $0.labelPlan, computePlan: $0.computePlan, draws: $0.draws) }
        }
        var answers: [Solution] = []
        for (instance, isTurned) in [(market, false), (reversed, true)] {
            var options = options(.fast, ticks: nil)
            options.confirmed = isTurned ? turned(start.matches.prefix(60)) : Array(start.matches.prefix(60))
            options.startMatches = isTurned ? turned(start.matches.dropFirst(60)) : Array(start.matches.dropFirst(60))
            options.startPrices = start.prices
            let solution = try Solver(options).solve(instance)
            #expect(Verifier(instance).violations(in: solution).isEmpty)
            for match in options.confirmed { #expect(solution.matches.contains(match)) }
            answers.append(solution)
        }
        #expect(answers[0].objective == answers[1].objective)
        #expect(answers[0].bound == answers[1].bound)
        #expect(answers[0].objective >= start.objective)
    }

    /// The arranged market is the same to the last figure, and what was mapped in comes out again.
    @Test(arguments: 0..<12) func arrangement_thereAndBack(seed: Int) throws {
        let market =
            seed < 8 ? TinyMarket.make(seed: 700 + seed) : MediumMarket.make(jobs: 80, seed: seed, vouchers: true, rich: true)
        let solution = try Solver(options(.fast, ticks: 40)).solve(market)
        let arrangement = Arrangement(market)
        let inside = arrangement.inside(solution.matches)
        let (violations, objective) = Verifier(arrangement.instance).examine(inside)
        #expect(violations.isEmpty)
        #expect(objective == solution.objective)
        var there = solution
        (there.matches, there.prices) = (inside, arrangement.inside(solution.prices))
        #expect(arrangement.outside(there) == solution)
        let again = Arrangement(try market.permuted(seed: seed)).instance
        #expect(arrangement.instance.jobs.map(\.valueFen) == again.jobs.map(\.valueFen))
        #expect(arrangement.instance.uses == again.uses)
        #expect(arrangement.instance.resources.map(\.capacity) == again.resources.map(\.capacity))
        #expect(arrangement.instance.jobVouchers == again.jobVouchers)
        #expect(arrangement.instance.voucherResources == again.voucherResources)
    }

    /// Colours do not depend on who does the work.
    @Test func arrangement_otherWorkers_sameOrder() {
        let market = MediumMarket.make(jobs: 2500, seed: 8, vouchers: true)
        let first = Arrangement(market), second = Arrangement(market, workers: BackwardWorkers())
        #expect(first.instance.uses == second.instance.uses)
        #expect(first.instance.jobs.map(\.valueFen) == second.instance.jobs.map(\.valueFen))
    }

    @Test func solve_identicalJobs_placesAsManyAsFit() throws {
        var builder = InstanceBuilder()
        for _ in 0..<2 { try builder.addResource(Resource(capacity: 10)) }
        for _ in 0..<9 {
            try builder.addJob(holder: 1, valueFen: 100, budgetFen: 100, computeMode: .none)
            for resource in 0..<2 {
                for _ in 0..<2 { try builder.addLabelPlan(costFen: 40, uses: [Use(resource: resource, units: 3)]) }
                try builder.addLabelPlan(costFen: 30, uses: [Use(resource: 0, units: 4), Use(resource: 1, units: 4)])
            }
        }
        let market = try builder.build()
        let solution = try Solver().solve(market)
        #expect(Verifier(market).violations(in: solution).isEmpty)
        #expect(solution.objective == 6 * 60_000)
        #expect(solution.isOptimal)
    }

    @Test func arrangement_noJobs_keepsResourcesAndVouchers() throws {
        var builder = InstanceBuilder()
        try builder.addResource(Resource(capacity: 7))
        try builder.addResource(Resource(capacity: 5, penalty: 3))
        try builder.addVoucher(holder: 0, rateBasisPoints: 100, scope: .label, lastDay: 9, weight: 900, resources: [1, 0])
        let market = try builder.build(), arrangement = Arrangement(market)
        #expect(Set(arrangement.instance.resources.map(\.capacity)) == [5, 7])
        #expect(arrangement.instance.resources[Int(arrangement.instance.voucherResources[0])].capacity == 5)
        let solution = try Solver().solve(market)
        #expect(solution.matches.isEmpty)
        #expect(solution.prices.count == 2)
    }

    /// Faults name things by the caller's numbers, and matches that start from what is not there are passed over.
    @Test func solve_unsoundMatches_speakInTheCallersNumbers() throws {
        let market = MediumMarket.make(jobs: 30, seed: 3)
        var options = SolveOptions(quality: .fast)
        options.confirmed = [Match(job: 21, labelPlan: 99)]
        #expect(throws: SolveFault.confirmed([.unknownPlan(job: 21)])) { try Solver(options).solve(market) }
        options.confirmed = []
        options.startMatches = [
            Match(job: 30, labelPlan: 0), Match(job: -1, labelPlan: 0), Match(job: 2, labelPlan: -1), Match(job: 3, labelPlan: 70_000),
            Match(job: 4, labelPlan: 0, computePlan: 3),
            Match(job: 5, labelPlan: 0, draws: [Draw(voucher: 4, scope: .label, fen: 1)]),
        ]
        options.startPrices = [1, 2, 3]
        #expect(Verifier(market).violations(in: try Solver(options).solve(market)).isEmpty)
    }
}

extension Instance {
    /// The same market with its jobs last to first.
    fileprivate func reversedJobs() throws -> Instance {
        var builder = InstanceBuilder()
        for resource in resources { try builder.addResource(resource) }
        for voucher in vouchers {
            try builder.addVoucher(
                holder: voucher.holder, rateBasisPoints: voucher.rateBasisPoints, scope: voucher.scope,
                lastDay: Int64(voucher.lastDay), weight: voucher.weight, resources: resources(of: voucher).map { Int64($0) })
        }
        for job in jobs.reversed() {
            try builder.addJob(
                holder: job.holder, valueFen: job.valueFen, budgetFen: job.budgetFen, computeMode: job.computeMode,
                vouchers: vouchers(of: job).map { Int64($0) })
            for plan in labelPlans[job.labelPlans] {
                try builder.addLabelPlan(
                    costFen: plan.costFen, gainFen: plan.gainFen, startDay: Int64(plan.startDay), finishDay: Int64(plan.endDay),
                    uses: Array(uses(of: plan)))
            }
        }
        return try builder.build()
    }
}
