internal import Matching

/// What the engine found, in the market's terms.
struct MatchAnswer: Sendable {
    /// One job's part of it.
    struct Line: Sendable {
        let built: MatchProblem.BuiltJob
        let label: LabelOption?
        let compute: ComputeOption?
        let runnerUp: ID<Organisation>?
        let aheadFen: Int64?
        let uses: [MatchResource: Int64]
        let reasons: MatchReasons
    }

    /// A limit with what is taken of it and its shadow price, in 1/64 of a thousandth of a fen a unit.
    struct Limit: Sendable {
        let resource: MatchResource
        let capacity: Int64
        let used: Int64
        let price: Int64
    }

    let lines: [Line]
    let limits: [Limit]
    /// Thousandths of a fen.
    let objective: Int64
    let bound: Int64
    let figures: MatchFigures
}

/// The engine's answer failed the check that shares no code with it: a defect.
struct UnsoundAnswer: Error, CustomStringConvertible {
    let description: String
}

extension MatchProblem {
    /// Solves, checks the answer from the inputs alone, and puts it into the market's terms.
    /// - Throws: ``UnsoundAnswer``, `SolveFault`
    func solve(quality: Quality = .standard, progress: @escaping (Int) -> Void = { _ in }) throws -> MatchAnswer {
        var options = SolveOptions(quality: quality)
        options.onProgress = { progress($0.permille) }
        let solution = try Solver(options).solve(instance)
        if let violation = Verifier(instance).violations(in: solution).first {
            throw UnsoundAnswer(description: "\(violation)")
        }
        return answer(solution, figures: figures(of: solution))
    }

    func answer(_ solution: Solution, figures: MatchFigures) -> MatchAnswer {
        let explainer = Explainer(instance, solution)
        var matches = [Match?](repeating: nil, count: jobs.count)
        for match in solution.matches { matches[match.job] = match }
        var used = [Int64](repeating: 0, count: resources.count)
        var lines: [MatchAnswer.Line] = []
        lines.reserveCapacity(jobs.count)
        for index in jobs.indices {
            let uses = self.uses(of: matches[index], in: index)
            for (resource, units) in uses { used[resource] += units }
            let writer = ReasonWriter(
                problem: self, job: index, match: matches[index], explanation: explainer.explain(index),
                price: { explainer.shadowPrice(of: $0) })
            lines.append(writer.line(uses: uses))
        }
        let limits = resources.indices.map { index in
            MatchAnswer.Limit(
                resource: resources[index], capacity: instance.resources[index].capacity, used: used[index],
                price: explainer.shadowPrice(of: index))
        }
        return MatchAnswer(
            lines: lines, limits: limits, objective: solution.objective, bound: solution.bound, figures: figures)
    }

    private func uses(of match: Match?, in index: Int) -> [(Int, Int64)] {
        guard let match else { return [] }
        let job = instance.jobs[index]
        var plans = [instance.labelPlans[job.labelPlans.lowerBound + match.labelPlan]]
        if let compute = match.computePlan { plans.append(instance.computePlans[job.computePlans.lowerBound + compute]) }
        return plans.flatMap { instance.uses(of: $0).map { (Int($0.resource), Int64($0.units)) } }
    }

    /// The numbers of the run.
    func figures(of solution: Solution) -> MatchFigures {
        var figures = MatchFigures()
        figures.jobs = jobs.count
        figures.matched = solution.matches.count
        figures.offers = jobs.reduce(0) { $0 + Set($1.labels.map(\.vendor)).count }
        figures.windows = market.windows.count
        var (own, vouchers) = (Int64(0), Int64(0))
        var owned: [Int: Int64] = [:]
        for match in solution.matches {
            let built = jobs[match.job]
            let label = built.labels[match.labelPlan]
            let compute = match.computePlan.map { built.computes[$0] }
            let mine = label.ownFen + (compute?.ownFen ?? 0)
            own += mine
            vouchers += label.voucherFen + (compute?.voucherFen ?? 0)
            owned[match.job] = mine
            if let compute, compute.fillsIdle { figures.filledHours += compute.cardHours }
        }
        figures.own = Money(fen: own)
        figures.vouchers = Money(fen: vouchers)
        let hand = HandBaseline(self).run()
        figures.handMatched = hand.count
        for (job, cost) in hand {
            guard let mine = owned[job] else { continue }
            figures.handOwn = Money(fen: figures.handOwn.fen + cost)
            figures.sharedOwn = Money(fen: figures.sharedOwn.fen + mine)
        }
        for open in market.windows where calendarIsIdle(open, market) {
            figures.idleHours += open.window.freeCardHours
            figures.bookedHours += open.window.bookedCardHours
        }
        return figures
    }
}

/// What buyers would do without the engine: one after the other, in the order in which their bidding closes, each takes the
/// cheapest offer by price that the vendor still has time for, with all that vouchers pay, and then the cheapest window that
/// is still free. Nobody weighs quality, and nobody leaves anything to those who come later.
struct HandBaseline {
    private let problem: MatchProblem
    private var room: [Int64]

    init(_ problem: MatchProblem) {
        self.problem = problem
        room = problem.instance.resources.map(\.capacity)
    }

    /// - Returns: what each served job's buyer pays itself, in fen, by the job's place in the problem.
    /// - Complexity: linear in the plans, but for sorting each job's.
    func run() -> [Int: Int64] {
        var walk = self
        let order = problem.jobs.indices.sorted { left, right in
            let (one, other) = (problem.jobs[left].job, problem.jobs[right].job)
            return (one.closesAt, one.id) < (other.closesAt, other.id)
        }
        var costs: [Int: Int64] = [:]
        for job in order { if let cost = walk.serve(job) { costs[job] = cost } }
        return costs
    }

    private mutating func serve(_ index: Int) -> Int64? {
        let built = problem.jobs[index], row = problem.instance.jobs[index]
        let labels = built.labels.indices.sorted { left, right in
            let (one, other) = (built.labels[left], built.labels[right])
            return (one.price, one.ownFen, left) < (other.price, other.ownFen, right)
        }
        let computes = built.computes.indices.sorted { left, right in
            let (one, other) = (built.computes[left], built.computes[right])
            return (one.price, one.ownFen, left) < (other.price, other.ownFen, right)
        }
        for label in labels {
            let plan = problem.instance.labelPlans[row.labelPlans.lowerBound + label]
            guard take(problem.instance.uses(of: plan)) else { continue }
            if built.job.need == nil { return built.labels[label].ownFen }
            for compute in computes where built.computes[compute].startDay >= built.labels[label].endDay {
                let second = problem.instance.computePlans[row.computePlans.lowerBound + compute]
                if take(problem.instance.uses(of: second)) {
                    return built.labels[label].ownFen + built.computes[compute].ownFen
                }
            }
            if built.job.need?.mode == .wanted { return built.labels[label].ownFen }
            for use in problem.instance.uses(of: plan) { room[Int(use.resource)] += Int64(use.units) }
        }
        return nil
    }

    private mutating func take(_ uses: ArraySlice<Use>) -> Bool {
        let resources = problem.instance.resources
        for use in uses where resources[Int(use.resource)].isHard && room[Int(use.resource)] < Int64(use.units) {
            return false
        }
        for use in uses { room[Int(use.resource)] -= Int64(use.units) }
        return true
    }
}
