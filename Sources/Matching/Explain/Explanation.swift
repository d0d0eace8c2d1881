/// Why a job got what it got, from the prices of a solution and the room that it leaves.
///
/// All amounts in milli-fen. "Priced" means: welfare less what the used resources are worth to others.
package struct Explanation: Sendable, Equatable {
    /// Why a plan was not chosen.
    package enum Reason: Sendable, Equatable {
        case chosen
        /// Worse than the best option at the prices by this much.
        case outbid(byMilliFen: Int64)
        /// As good at the prices, but this resource has no room for it.
        case noRoom(resource: Int, lackingUnits: Int64)
        /// As good at the prices and free; the choice is its equal or the search stopped before it.
        case equal
        /// No compute plan starts after its labels are done.
        case noComputeInTime
        /// More than the budget, even with the vouchers drawn in full.
        case overBudget
        /// Serving the job this way would cost more than it brings.
        case notWorthIt(lossMilliFen: Int64)
    }

    package struct PlanLine: Sendable, Equatable {
        package var labelPlan: Int
        /// The compute plan that goes best with it.
        package var computePlan: Int?
        package var pricedValue: Int64
        package var reason: Reason
    }

    package struct ResourceLine: Sendable, Equatable {
        package var resource: Int
        package var units: Int64
        /// 1/64 milli-fen a unit.
        package var shadowPrice: Int64
        package var freeUnits: Int64
    }

    package var job: Int
    package var choice: Match?
    package var welfare: Int64
    package var pricedValue: Int64
    package var runnerUp: PlanLine?
    /// What the choice is better by than the runner-up, at the prices; negative when capacity forced a lesser choice.
    package var difference: Int64
    /// Every label plan, best first.
    package var plans: [PlanLine]
    /// What the choice uses.
    package var resources: [ResourceLine]
}

/// Explains a solution, one job at a time.
package struct Explainer {
    private let layout: Layout
    private let solution: Solution
    private let prices: [Double]
    private let capacities: [Double]
    private let used: [Int64]

    /// - Complexity: linear in the instance.
    package init(_ instance: Instance, _ solution: Solution) {
        layout = Layout(instance)
        self.solution = solution
        prices = instance.resources.indices.map { index in
            guard solution.prices.indices.contains(index) else { return 0 }
            return Double(max(0, min(solution.prices[index], 1 << 46)))
        }
        capacities = instance.resources.map { Double(min($0.capacity, 1 << 45)) }
        var used = [Int64](repeating: 0, count: instance.resources.count)
        for match in solution.matches where instance.jobs.indices.contains(match.job) {
            for line in Explainer.lines(of: match, in: instance) { used[line.resource] += line.units }
        }
        self.used = used
    }

    private static func lines(of match: Match, in instance: Instance) -> [(resource: Int, units: Int64)] {
        let job = instance.jobs[match.job]
        guard match.labelPlan < job.labelPlans.count, (match.computePlan ?? 0) < max(1, job.computePlans.count) else { return [] }
        var plans = [instance.labelPlans[Int(job.labelStart) + match.labelPlan]]
        if let compute = match.computePlan { plans.append(instance.computePlans[Int(job.computeStart) + compute]) }
        var lines: [(Int, Int64)] = []
        for plan in plans { for use in instance.uses(of: plan) { lines.append((Int(use.resource), Int64(use.units))) } }
        for draw in match.draws where instance.vouchers.indices.contains(draw.voucher) {
            for resource in instance.resources(of: instance.vouchers[draw.voucher]) { lines.append((Int(resource), draw.fen)) }
        }
        return lines
    }

    /// Shadow price of a resource in 1/64 milli-fen a unit: what one more unit would be worth.
    package func shadowPrice(of resource: Int) -> Int64 { prices.indices.contains(resource) ? Int64(prices[resource]) : 0 }

    /// - Returns: nil when there is no such job.
    /// - Complexity: linear in the job's plans, and in the matches to find its own.
    package func explain(_ job: Int) -> Explanation? {
        guard layout.instance.jobs.indices.contains(job) else { return nil }
        let match = solution.matches.first { $0.job == job }
        let rated = rate(job)
        let best = max(0, rated.map(\.value).max() ?? 0)
        let held = match.map { Explainer.lines(of: $0, in: layout.instance) } ?? []
        var lines = rated.enumerated().map { local, option in
            Explanation.PlanLine(
                labelPlan: local, computePlan: option.choice.compute < 0 ? nil : Int(option.choice.compute),
                pricedValue: milliFen(option.value), reason: reason(job, local, option, match, best, held))
        }
        lines.sort { $0.pricedValue != $1.pricedValue ? $0.pricedValue > $1.pricedValue : $0.labelPlan < $1.labelPlan }
        let own = match.map { pricedWorth(of: $0) } ?? 0
        let runnerUp = lines.first { $0.labelPlan != match?.labelPlan && $0.pricedValue > milliFen(Grid.impossible) }
        return Explanation(
            job: job, choice: match, welfare: match.map { Verifier(layout.instance).examine([$0]).objective } ?? 0,
            pricedValue: own, runnerUp: runnerUp, difference: own - max(0, runnerUp?.pricedValue ?? 0), plans: lines,
            resources: held.map { line in
                Explanation.ResourceLine(
                    resource: line.resource, units: line.units, shadowPrice: shadowPrice(of: line.resource),
                    freeUnits: layout.instance.resources[line.resource].capacity - used[line.resource])
            })
    }

    private func milliFen(_ value: Double) -> Int64 { value <= Grid.impossible ? Int64.min / 2 : Int64((value / 64).rounded(.down)) }

    private func rate(_ job: Int) -> [(value: Double, choice: Choice)] {
        prices.withUnsafeBufferPointer { prices in
            capacities.withUnsafeBufferPointer { capacities in
                layout.withTables { tables in
                    var oracle = JobOracle(layout: layout, tables: tables, view: PricedView(prices: prices, capacities: capacities))
                    oracle.rate(job)
                    return (0..<layout.instance.jobs[job].labelPlans.count).map { oracle.total(of: $0, job) }
                }
            }
        }
    }

    private func pricedWorth(of match: Match) -> Int64 {
        let welfare = Double(Verifier(layout.instance).examine([match]).objective) * 64
        let charge = Explainer.lines(of: match, in: layout.instance).reduce(0) { $0 + prices[$1.resource] * Double($1.units) }
        return milliFen(welfare - charge)
    }

    private func reason(
        _ job: Int, _ local: Int, _ option: (value: Double, choice: Choice), _ match: Match?, _ best: Double,
        _ held: [(resource: Int, units: Int64)]
    ) -> Explanation.Reason {
        if match?.labelPlan == local { return .chosen }
        guard option.value > Grid.impossible else { return impossible(job, local) }
        if option.value < 0 { return .notWorthIt(lossMilliFen: milliFen(-option.value)) }
        if option.value < best { return .outbid(byMilliFen: milliFen(best - option.value)) }
        let wanted = Match(
            job: job, labelPlan: local, computePlan: option.choice.compute < 0 ? nil : Int(option.choice.compute))
        for line in Explainer.lines(of: wanted, in: layout.instance) where layout.instance.resources[line.resource].isHard {
            let own = held.reduce(0) { $0 + ($1.resource == line.resource ? $1.units : 0) }
            let room = layout.instance.resources[line.resource].capacity - used[line.resource] + own
            if line.units > room { return .noRoom(resource: line.resource, lackingUnits: line.units - room) }
        }
        return .equal
    }

    private func impossible(_ job: Int, _ local: Int) -> Explanation.Reason {
        let row = layout.instance.jobs[job]
        let reach = layout.reach[Int(row.labelStart) + local]
        return row.computeMode == .required && reach == 0 ? .noComputeInTime : .overBudget
    }
}
