import Testing

@testable import Matching

@Suite struct SolverTests {
    /// 2,000 seeds in slices, so that they run side by side.
    @Test(arguments: 0..<20) func solve_tinyMarkets_againstBruteForce(slice: Int) throws {
        var proven = 0
        for seed in slice * 100..<slice * 100 + 100 {
            let instance = TinyMarket.make(seed: seed)
            let optimum = BruteForce.optimum(instance)
            let solution = try Solver(SolveOptions(quality: .fast)).solve(instance)
            #expect(Verifier(instance).violations(in: solution).isEmpty, "seed \(seed)")
            #expect(solution.objective <= optimum, "seed \(seed)")
            #expect(solution.bound >= optimum, "seed \(seed)")
            if solution.isOptimal { proven += 1 }
        }
        #expect(proven >= 60, "slice \(slice): \(proven) proven")
    }

    @Test(arguments: 0..<4) func solve_tinyMarketsWithoutVouchers_isAlwaysProven(slice: Int) throws {
        for seed in slice * 50..<slice * 50 + 50 {
            let instance = TinyMarket.make(seed: 10_000 + seed, vouchers: false)
            let solution = try Solver(SolveOptions(quality: .fast)).solve(instance)
            #expect(solution.isOptimal, "seed \(seed)")
            #expect(solution.objective == BruteForce.optimum(instance), "seed \(seed)")
        }
    }

    /// Searches that start from different answers and prices must prove the same optimum, drawdown shared among jobs included.
    @Test(arguments: 0..<12) func solve_provenByTwoQualities_isTheSame(seed: Int) throws {
        let instance = MediumMarket.make(jobs: 24 + seed, seed: 900 + seed, vouchers: true)
        let first = try Solver(SolveOptions(quality: .fast)).solve(instance)
        let second = try Solver(SolveOptions(quality: .standard)).solve(instance)
        #expect(Verifier(instance).violations(in: first).isEmpty)
        #expect(first.bound >= second.objective)
        #expect(second.bound >= first.objective)
        if first.isOptimal, second.isOptimal { #expect(first.objective == second.objective) }
    }

    @Test func solve_emptyMarket_isZero() throws {
        let solution = try Solver().solve(try InstanceBuilder().build())
        #expect(solution == Solution(matches: [], objective: 0, bound: 0, pricesProveBound: true))
    }

    @Test func solve_jobsWithoutPlans_matchesNone() throws {
        var builder = InstanceBuilder()
        for _ in 0..<5 { try builder.addJob(holder: 0, valueFen: 10, budgetFen: 10, computeMode: .required) }
        let solution = try Solver().solve(try builder.build())
        #expect(solution.matches.isEmpty)
        #expect(solution.isOptimal)
    }

    @Test func solve_zeroAndHugeCapacities_staysFeasible() throws {
        var builder = InstanceBuilder()
        let none = try builder.addResource(Resource(capacity: 0))
        let all = try builder.addResource(Resource(capacity: .max))
        for resource in [none, all] {
            try builder.addJob(holder: 0, valueFen: Limits.moneyFen, budgetFen: .max, computeMode: .none)
            try builder.addLabelPlan(
                costFen: Limits.moneyFen / 2, finishDay: 1, uses: [Use(resource: resource, units: Int(Limits.units))])
            try builder.addLabelPlan(costFen: 5, finishDay: 1, uses: [Use(resource: none, units: 1), Use(resource: all, units: 1)])
        }
        let instance = try builder.build()
        let solution = try Solver().solve(instance)
        #expect(Verifier(instance).violations(in: solution).isEmpty)
        #expect(solution.matches == [Match(job: 1, labelPlan: 0)])
        #expect(solution.isOptimal)
    }

    @Test func solve_oneAndTwoThreads_sameBytes() throws {
        let instance = MediumMarket.make(jobs: 300, seed: 4)
        var bytes: [[UInt8]] = []
        for workers in [SerialWorkers() as any Workers, BackwardWorkers()] {
            var options = SolveOptions(quality: .fast)
            options.workers = workers
            bytes.append(SolutionText.write(try Solver(options).solve(instance)))
        }
        #expect(bytes[0] == bytes[1])
    }

    @Test func solve_deadlineInThePast_stillFeasibleWithABound() throws {
        let instance = MediumMarket.make(jobs: 200, seed: 9)
        var options = SolveOptions(quality: .best)
        options.timeLimit = 0
        let solution = try Solver(options).solve(instance)
        #expect(Verifier(instance).violations(in: solution).isEmpty)
        #expect(solution.bound >= solution.objective)
    }

    @Test func solve_cancelled_stillFeasible() throws {
        let instance = MediumMarket.make(jobs: 200, seed: 9)
        var options = SolveOptions(quality: .best)
        options.isCancelled = { true }
        #expect(Verifier(instance).violations(in: try Solver(options).solve(instance)).isEmpty)
    }

    @Test func solve_progress_riseToTheEnd() throws {
        var seen: [Int] = []
        var options = SolveOptions(quality: .fast)
        options.onProgress = { seen.append($0.permille) }
        _ = try Solver(options).solve(MediumMarket.make(jobs: 100, seed: 2))
        #expect(seen == seen.sorted())
        #expect(seen.last ?? 0 >= 900)
    }

    /// Small markets with many equal figures; larger ones are in `ArrangementTests`.
    @Test(arguments: 0..<40) func solve_permutedMarket_sameWelfare(seed: Int) throws {
        let instance = seed < 30 ? TinyMarket.make(seed: 500 + seed) : MediumMarket.make(jobs: 60, seed: seed)
        let first = try Solver(SolveOptions(quality: .fast)).solve(instance)
        let second = try Solver(SolveOptions(quality: .fast)).solve(try instance.permuted(seed: seed))
        #expect(first.objective == second.objective)
        #expect(first.bound == second.bound)
    }

    @Test func solve_confirmedMatches_areKept() throws {
        let instance = MediumMarket.make(jobs: 80, seed: 7)
        let free = try Solver(SolveOptions(quality: .fast)).solve(instance)
        var options = SolveOptions(quality: .fast)
        options.confirmed = Array(free.matches.prefix(20))
        let bound = try Solver(options).solve(instance)
        #expect(Verifier(instance).violations(in: bound).isEmpty)
        for match in options.confirmed { #expect(bound.matches.contains(match)) }
        #expect(bound.objective <= free.bound)
    }

    @Test func solve_infeasibleConfirmedMatches_isRefused() throws {
        let instance = MediumMarket.make(jobs: 10, seed: 7)
        var options = SolveOptions()
        options.confirmed = [Match(job: 99, labelPlan: 0)]
        #expect(throws: SolveFault.confirmed([.unknownJob(99)])) { try Solver(options).solve(instance) }
    }
}

/// Runs the pieces last to first, as threads might.
struct BackwardWorkers: Workers {
    func map<Output: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Output) -> [Output] {
        Array((0..<count).reversed().map(body).reversed())
    }
}
