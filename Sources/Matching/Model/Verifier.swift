/// What is wrong with a solution.
package enum Violation: Equatable, Sendable, CustomStringConvertible {
    case unknownJob(Int)
    case duplicateJob(Int)
    case unknownPlan(job: Int)
    case computeMissing(job: Int)
    case computeNotWanted(job: Int)
    case computeBeforeLabels(job: Int)
    case draw(job: Int, voucher: Int)
    case overBudget(job: Int)
    case overCapacity(resource: Int, byUnits: Int64)
    case objective(claimed: Int64, found: Int64)
    case boundBelowObjective

    package var description: String {
        switch self {
        case .unknownJob(let job): "there is no job \(job)"
        case .duplicateJob(let job): "job \(job) is matched twice"
        case .unknownPlan(let job): "job \(job) has no such plan"
        case .computeMissing(let job): "job \(job) needs a compute plan"
        case .computeNotWanted(let job): "job \(job) wants no compute"
        case .computeBeforeLabels(let job): "job \(job) starts compute before its labels are done"
        case .draw(let job, let voucher): "job \(job) may not draw that from voucher \(voucher)"
        case .overBudget(let job): "job \(job) costs more than its budget"
        case .overCapacity(let resource, let units): "resource \(resource) is over capacity by \(units)"
        case .objective(let claimed, let found): "claimed objective \(claimed), found \(found)"
        case .boundBelowObjective: "the bound lies below the objective"
        }
    }
}

/// Checks a solution from the instance alone. Shares no code with the solver.
package struct Verifier {
    private let instance: Instance
    package init(_ instance: Instance) { self.instance = instance }

    /// - Returns: every violation found, empty for a sound solution.
    /// - Complexity: linear in matches and resources.
    package func violations(in solution: Solution) -> [Violation] {
        var (found, objective) = examine(solution.matches)
        if found.isEmpty, objective != solution.objective {
            found.append(.objective(claimed: solution.objective, found: objective))
        }
        if solution.bound < solution.objective { found.append(.boundBelowObjective) }
        return found
    }

    /// The welfare of matches in milli-fen, and what is wrong with them.
    package func examine(_ matches: [Match]) -> (violations: [Violation], objective: Int64) {
        var found: [Violation] = []
        var objective: Int64 = 0
        var used = [Int64](repeating: 0, count: instance.resources.count)
        var seen = Set<Int>()
        for match in matches {
            guard instance.jobs.indices.contains(match.job) else {
                found.append(.unknownJob(match.job))
                continue
            }
            guard seen.insert(match.job).inserted else {
                found.append(.duplicateJob(match.job))
                continue
            }
            objective += check(match, &used, &found)
        }
        for (index, resource) in instance.resources.enumerated() where used[index] > resource.capacity {
            let over = used[index] - resource.capacity
            if resource.isHard {
                found.append(.overCapacity(resource: index, byUnits: over))
            } else {
                objective -= over * resource.penalty
            }
        }
        return (found, objective)
    }

    private func check(_ match: Match, _ used: inout [Int64], _ found: inout [Violation]) -> Int64 {
        let id = match.job, job = instance.jobs[id]
        guard match.labelPlan >= 0, match.labelPlan < job.labelPlans.count else {
            found.append(.unknownPlan(job: id))
            return 0
        }
        let label = instance.labelPlans[job.labelPlans.lowerBound + match.labelPlan]
        var parts: [(scope: VoucherScope, plan: Plan)] = [(.label, label)]
        if let choice = match.computePlan {
            guard choice >= 0, choice < job.computePlans.count else {
                found.append(.unknownPlan(job: id))
                return 0
            }
            let compute = instance.computePlans[job.computePlans.lowerBound + choice]
            if job.computeMode == .none { found.append(.computeNotWanted(job: id)) }
            if compute.startDay < label.endDay { found.append(.computeBeforeLabels(job: id)) }
            parts.append((.compute, compute))
        } else if job.computeMode == .required {
            found.append(.computeMissing(job: id))
        }
        var fen = job.valueFen, net: Int64 = 0
        for part in parts {
            fen += part.plan.gainFen - part.plan.costFen
            net += part.plan.costFen
            for use in instance.uses(of: part.plan) { used[Int(use.resource)] += Int64(use.units) }
        }
        var total = fen * 1000
        for (index, draw) in match.draws.enumerated() {
            guard let part = parts.first(where: { $0.scope == draw.scope }),
                !match.draws[..<index].contains(where: { $0.scope == draw.scope }),
                mayDraw(draw, on: part.plan, by: job)
            else {
                found.append(.draw(job: id, voucher: draw.voucher))
                continue
            }
            let voucher = instance.vouchers[draw.voucher]
            for resource in instance.resources(of: voucher) { used[Int(resource)] += draw.fen }
            total += voucher.weight * draw.fen
            net -= draw.fen
        }
        if net > job.budgetFen { found.append(.overBudget(job: id)) }
        return total
    }

    private func mayDraw(_ draw: Draw, on plan: Plan, by job: Job) -> Bool {
        guard instance.vouchers(of: job).contains(where: { Int($0) == draw.voucher }) else { return false }
        let voucher = instance.vouchers[draw.voucher]
        return voucher.scope.contains(draw.scope) && plan.endDay <= voucher.lastDay && draw.fen >= 0
            && draw.fen <= plan.costFen * voucher.rateBasisPoints / 10_000
    }
}
