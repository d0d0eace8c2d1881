/// Recognises markets that are plain assignment or transport problems, and solves them exactly.
///
/// Conditions: no vouchers, no compute, every label plan takes the same number of units of exactly one hard resource.
struct PureMarket {
    private let instance: Instance
    private let commitments: Commitments
    private let unit: Int64
    private var problem: TransportProblem
    /// For each edge its label plan, by number inside the job.
    private var planOf: [Int32] = []

    /// - Returns: nil when the market is not of this kind.
    /// - Complexity: linear in the instance.
    init?(_ instance: Instance, _ commitments: Commitments) {
        guard instance.vouchers.isEmpty, instance.computePlans.isEmpty, let first = instance.labelPlans.first,
            first.useCount == 1
        else { return nil }
        let unit = instance.uses[Int(first.useStart)].units
        for index in instance.labelPlans.indices {
            let plan = instance.labelPlans[index]
            guard plan.useCount == 1 else { return nil }
            let use = instance.uses[Int(plan.useStart)]
            guard use.units == unit, instance.resources[Int(use.resource)].isHard else { return nil }
        }
        self.instance = instance
        self.commitments = commitments
        self.unit = Int64(unit)
        let jobs = Int64(instance.jobs.count)
        problem = TransportProblem(
            start: [0], target: [], profit: [], grid: 1000,
            capacity: commitments.resources.map { Int32(clamping: min($0.capacity / Int64(unit), jobs)) })
        guard problem.capacity.reduce(0, { $0 + Int($1) }) < Int(Int32.max) else { return nil }
        addEdges()
    }

    private mutating func addEdges() {
        problem.target.reserveCapacity(instance.labelPlans.count)
        problem.profit.reserveCapacity(instance.labelPlans.count)
        planOf.reserveCapacity(instance.labelPlans.count)
        for (index, job) in instance.jobs.enumerated() {
            if !commitments.isFixed[index], job.computeMode != .required {
                for (local, index) in job.labelPlans.enumerated() {
                    let plan = instance.labelPlans[index]
                    let profit = (job.valueFen + plan.gainFen - plan.costFen) * 1000
                    let resource = instance.uses[Int(plan.useStart)].resource
                    guard profit > 0, plan.costFen <= job.budgetFen, problem.capacity[Int(resource)] > 0 else { continue }
                    problem.target.append(resource)
                    problem.profit.append(Double(profit))
                    planOf.append(Int32(local))
                }
            }
            problem.start.append(Int32(problem.target.count))
        }
    }

    /// - Returns: an optimal solution with optimal prices, or nil when cancelled.
    func solve(isCancelled: @escaping () -> Bool) -> Solution? {
        var solver = TransportSolver(problem, isCancelled: isCancelled)
        guard let prices = solver.solve() else { return nil }
        var matches = commitments.matches, profit: Int64 = 0, bound: Int128 = 0
        for (job, edge) in solver.matched.enumerated() where edge >= 0 {
            matches.append(Match(job: job, labelPlan: Int(planOf[Int(edge)])))
            profit += Int64(problem.profit[Int(edge)])
        }
        matches.sort { $0.job < $1.job }
        // Duality: Σ price × capacity + Σ jobs' best surplus. Proves the matching, whatever the solver did.
        for (index, price) in prices.enumerated() { bound += Int128(price) * Int128(problem.capacity[index]) }
        for job in 0..<problem.jobCount {
            var best = 0.0
            for edge in Int(problem.start[job])..<Int(problem.start[job + 1]) {
                best = max(best, problem.profit[edge] - prices[Int(problem.target[edge])])
            }
            bound += Int128(best)
        }
        let objective = profit + commitments.objective
        return Solution(
            matches: matches, objective: objective,
            bound: max(objective, Int64(clamping: bound + Int128(commitments.objective))),
            prices: prices.map { Int64($0) * 64 / unit }, pricesProveBound: unit == 1 && commitments.matches.isEmpty)
    }
}
