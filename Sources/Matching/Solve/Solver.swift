/// Chooses the matches of a market and proves how good they are.
///
/// Prices first: they give a bound and steer everything else. Then a packing is built at those prices and improved move
/// by move; then the bound is tightened. At every point there is a feasible answer and a valid bound.
///
/// The market is solved in an order made from its content: however its rows are numbered, the welfare and the bound are the same.
package struct Solver {
    private let options: SolveOptions
    package init(_ options: SolveOptions = SolveOptions()) { self.options = options }

    /// - Throws: `SolveFault.confirmed` when the confirmed matches themselves break a rule.
    package func solve(_ instance: Instance) throws(SolveFault) -> Solution {
        let start = options.clock()
        guard let commitments = Commitments(options.confirmed, in: instance) else {
            let found = Verifier(instance).examine(options.confirmed).violations
            throw SolveFault.confirmed(found)
        }
        if let pure = PureMarket(instance, commitments), let solution = pure.solve(isCancelled: options.isCancelled) {
            return solution
        }
        let arrangement = Arrangement(instance, confirmed: options.confirmed, workers: options.workers)
        var options = options
        options.confirmed = arrangement.inside(options.confirmed)
        options.startMatches = arrangement.inside(options.startMatches)
        options.startPrices = arrangement.inside(options.startPrices)
        guard let commitments = Commitments(options.confirmed, in: arrangement.instance) else { throw SolveFault.confirmed([]) }
        var run = SolveRun(arrangement.instance, commitments, options, start: start)
        return arrangement.outside(run.solution())
    }
}

package enum SolveFault: Error, Equatable, Sendable {
    case confirmed([Violation])
}

/// One solve from start to end.
struct SolveRun {
    let instance: Instance
    let commitments: Commitments
    let options: SolveOptions
    let layout: Layout
    let plan: WorkPlan
    let deadline: Int64
    var bound = Int64.max
    var objective: Int64 = 0

    /// - Parameter start: when the clock of the time limit began.
    init(_ instance: Instance, _ commitments: Commitments, _ options: SolveOptions, start: Int64) {
        self.instance = instance
        self.commitments = commitments
        self.options = options
        layout = Layout(instance)
        plan = WorkPlan(options.quality, jobs: instance.jobs.count)
        let (sum, overflow) = start.addingReportingOverflow(options.timeLimit ?? Int64.max)
        deadline = options.timeLimit == nil || overflow ? Int64.max : sum
    }

    var isOver: Bool { options.isCancelled() || (deadline < Int64.max && options.clock() >= deadline) }

    mutating func solution() -> Solution {
        var ascent = PriceAscent(layout, commitments: commitments, workers: options.workers, start: startPrices)
        let reduction = findPrices(&ascent)
        var (matches, worth) = place(ascent, plan.searchesReduced ? reduction : nil)
        objective = worth
        refine(ascent, &matches, &worth)
        if worth < bound, !isOver, instance.jobs.count <= WorkPlan.mostExact { searchExactly(ascent, &matches, &worth) }
        return Solution(
            matches: matches, objective: worth, bound: max(bound, worth), prices: ascent.best.prices.map { Int64($0) },
            pricesProveBound: commitments.matches.isEmpty && bound == ascent.best.value && bound >= worth)
    }

    private var startPrices: [Double]? {
        guard options.startPrices.count == instance.resources.count else { return nil }
        return zip(options.startPrices, instance.resources).map { price, resource in
            let ceiling = resource.isHard ? Int64(1) << 46 : resource.penalty * 64
            return Double(max(0, min(price, ceiling)))
        }
    }

    /// A few passes over the whole market, then the rest over each job's best plans, then the proof over all again.
    private mutating func findPrices(_ ascent: inout PriceAscent) -> Reduction? {
        var step = plan.firstStep
        if startPrices != nil { step *= 0.1 }
        var small: PriceAscent?
        var reduction: Reduction?
        for pass in 0..<plan.passes {
            if isOver, pass > 0 { break }
            if plan.reduces, pass == plan.fullPasses {
                reduction = reduce(ascent)
                small = reduction.map { PriceAscent($0.layout, commitments: commitments, workers: options.workers, start: ascent.prices) }
                small?.fullPass(step: 0)
            }
            if small == nil { ascent.pass(rounds: 16, step: step) } else { small?.pass(rounds: 16, step: step) }
            step *= small == nil ? plan.decay : plan.lateDecay
            report(.prices, 300 * (pass + 1) / plan.passes)
        }
        if let small {
            ascent.setPrices(small.prices)
            for _ in 0..<2 where !isOver { ascent.pass(rounds: 16, step: step) }
        }
        ascent.fullPass(step: 0)
        bound = clamped(ascent.best.value, plus: commitments.objective)
        return reduction
    }

    private func reduce(_ ascent: PriceAscent) -> Reduction {
        Reduction(
            layout,
            .init(
                prices: ascent.prices, capacities: ascent.capacities, labels: plan.keptLabels, computes: plan.keptComputes,
                kept: options.startMatches))
    }

    func clamped(_ value: Int64, plus more: Int64) -> Int64 {
        let (sum, overflow) = value.addingReportingOverflow(more)
        return overflow ? Int64.max : sum
    }

    private mutating func place(_ ascent: PriceAscent, _ reduction: Reduction?) -> ([Match], Int64) {
        let capacities = ascent.capacities, prices = ascent.best.prices, stage = reduction?.layout ?? layout
        let pots = Pots(instance, prices: prices)
        let choices = stage.withTables { tables in
            capacities.withUnsafeBufferPointer { capacities in
                let packing = Packing(layout: stage, tables: tables, prices: prices, resources: pots.open(commitments.resources))
                construct(packing, stage, reduction)
                improve(packing, stage, capacities, pots)
                return packing.choices.enumerated().map { job, choice in reduction?.full(choice, of: job) ?? choice }
            }
        }
        return result(choices, prices)
    }

    private mutating func searchExactly(_ ascent: PriceAscent, _ matches: inout [Match], _ worth: inout Int64) {
        let options = options, deadline = deadline
        let isOver = { options.isCancelled() || (deadline < Int64.max && options.clock() >= deadline) }
        let incumbent = worth - commitments.objective
        guard
            let table = OptionTable(
                instance, commitments, prices: ascent.best.prices, gap: Double(ascent.best.value - incumbent), most: 12_000)
        else { return }
        var search = BranchAndCut(
            instance, commitments, table: table, upper: ascent.best.value, incumbent: incumbent, workLimit: plan.exactWork,
            isOver: isOver)
        search.run()
        bound = min(bound, clamped(search.bound, plus: commitments.objective))
        guard let choices = search.choices else { return }
        matches = commitments.matches
        for (job, choice) in choices.enumerated() where choice.isMatched { matches.append(choice.match(of: job)) }
        matches.sort { $0.job < $1.job }
        worth = Verifier(instance).examine(matches).objective
    }

    /// Jobs of great value first: they are the hardest to place late.
    private func startOrder() -> [Int] {
        instance.jobs.indices.filter { !commitments.isFixed[$0] }.sorted { left, right in
            let a = instance.jobs[left].valueFen, b = instance.jobs[right].valueFen
            return a != b ? a > b : left < right
        }
    }

    private mutating func construct(_ packing: Packing, _ stage: Layout, _ reduction: Reduction?) {
        var open = JobOracle(layout: stage, tables: packing.tables, view: OpenView(slots: packing.slots, thrift: 0))
        for match in options.startMatches {
            guard let match = reduction == nil ? match : reduction?.reduced(match), stage.instance.jobs.indices.contains(match.job)
            else { continue }
            let job = stage.instance.jobs[match.job], compute = Int32(clamping: match.computePlan ?? -1)
            guard !commitments.isFixed[match.job], !packing.choices[match.job].isMatched, match.labelPlan >= 0,
                match.labelPlan < job.labelPlans.count, compute < Int32(job.computePlans.count)
            else { continue }
            if let found = open.value(match.job, label: match.labelPlan, compute: compute) { _ = packing.insert(match.job, found.choice) }
        }
        let order = startOrder()
        for thrift in [1.0, 0.0] {
            open.view.thrift = thrift
            for job in order where !packing.choices[job].isMatched {
                let found = open.best(job)
                if found.value > 0 { _ = packing.insert(job, found.choice) }
            }
        }
        report(.placing, 320)
    }

    private mutating func improve(_ packing: Packing, _ stage: Layout, _ capacities: UnsafeBufferPointer<Double>, _ pots: Pots) {
        let held = pots.worth(commitments.resources)
        var annealer = Annealer(packing: packing, layout: stage, capacities: capacities, seed: 1, fixed: commitments.isFixed)
        let jobs = max(1, instance.jobs.count), chunks = 200
        let mean = max(64, packing.total / Double(jobs))
        var temperature = mean * plan.firstTemperature
        let decay = 0.9817  // over 200 steps to a fortieth
        let moves = max(1, plan.movesPerJob * jobs / chunks)
        var best = packing.total, bestChoices = Array(packing.choices)
        for chunk in 0..<chunks {
            if isOver { break }
            annealer.run(moves, .init(temperature: temperature, noise: 4 * temperature, contest: 0.5...1.5, thrift: 0.9))
            temperature *= decay
            if packing.total > best, chunk % 10 == 9 || chunk == chunks - 1 {
                best = packing.total
                bestChoices = Array(packing.choices)
            }
            objective = commitments.objective + Int64(min(packing.total / 64 + held, 4e18))
            report(.improving, 320 + 600 * (chunk + 1) / chunks)
        }
        if packing.total < best { packing.replace(with: bestChoices) }
    }

    /// The matches to start from with the confirmed ones, when they are sound as they stand.
    private var startWorth: (matches: [Match], worth: Int64)? {
        guard !options.startMatches.isEmpty else { return nil }
        let all = (commitments.matches + options.startMatches).sorted { $0.job < $1.job }
        let (violations, worth) = Verifier(instance).examine(all)
        return violations.isEmpty ? (all, worth) : nil
    }

    /// Reads the matches off the packing; their worth is counted anew, in integers.
    func result(_ choices: [Choice], _ prices: [Double]) -> ([Match], Int64) {
        var matches = commitments.matches
        let settled = Drawdown(instance, commitments.resources, prices: prices).settle(choices, rounds: plan.drawRounds)
        for (job, choice) in settled.enumerated() where choice.isMatched { matches.append(choice.match(of: job)) }
        matches.sort { $0.job < $1.job }
        let (violations, worth) = Verifier(instance).examine(matches)
        if let start = startWorth, start.worth > worth || !violations.isEmpty { return start }
        // The packing keeps every rule; should it ever not, the confirmed matches alone are an answer.
        guard violations.isEmpty else { return (commitments.matches, commitments.objective) }
        return (matches, worth)
    }

    func report(_ phase: SolveProgress.Phase, _ permille: Int) {
        options.onProgress(SolveProgress(phase: phase, permille: permille, objective: objective, bound: bound))
    }
}
