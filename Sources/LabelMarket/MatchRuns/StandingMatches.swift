internal import Matching
package import Storage

/// What a buyer changes to see what the match would be then; nil leaves a thing as it is.
package struct WhatIf: Hashable, Sendable {
    package var deadlineOn: CivilDate?
    package var budget: Money?
    package var regions: [String]?
    package var computeBudget: Money?
    package var computeEndsOn: CivilDate?

    package init(
        deadlineOn: CivilDate? = nil, budget: Money? = nil, regions: [String]? = nil, computeBudget: Money? = nil,
        computeEndsOn: CivilDate? = nil
    ) {
        self.deadlineOn = deadlineOn
        self.budget = budget
        self.regions = regions
        self.computeBudget = computeBudget
        self.computeEndsOn = computeEndsOn
    }
}

/// One job answered at the prices of the standing run: the others' proposals keep what they take.
struct StandingAnswer: Sendable {
    let lines: [String]
    let at: Instant
    let answer: MatchAnswer
    let capacities: [MatchResource: Int64]
    let base: ID<MatchRun>?

    /// - Throws: ``MatchRefusal/jobNotOpen`` when there is no such open job.
    static func find(
        _ job: ID<Job>, _ change: WhatIf = WhatIf(), seed: Int64, at now: Instant, in transaction: ReadTransaction
    ) throws -> StandingAnswer {
        let policy = try MatchPolicies.current(in: transaction)
        var frozen = try Freezing(scope: .job(job), at: now, policy: policy, transaction: transaction).freeze()
        guard !frozen.jobs.isEmpty else { throw MatchRefusal.jobNotOpen }
        let lines = FrozenText(frozen).lines
        frozen.jobs[0].apply(change)
        let base = try MatchRun.standing(in: transaction)
        let limits = try base.map { try MatchUses.limits(of: $0.id, in: transaction) } ?? [:]
        var taken = limits.mapValues(\.used)
        if let old = try MatchProposal.latest(for: job, in: transaction), old.state == .proposed {
            for (resource, units) in try MatchUses.of(old.id, in: transaction) { taken[resource]? -= units }
        }
        let problem = try MatchProblem(frozen, seed: seed, taken: taken.mapValues { max(0, $0) })
        let solution = try arrive(problem, prices: problem.resources.map { limits[$0]?.price ?? 0 })
        var capacities: [MatchResource: Int64] = [:]
        for (resource, row) in zip(problem.resources, problem.instance.resources) {
            capacities[resource] = row.capacity + (taken[resource] ?? 0)
        }
        return StandingAnswer(
            lines: lines, at: now,
            answer: problem.answer(solution, figures: problem.figures(of: solution)), capacities: capacities,
            base: base?.id)
    }

    /// The job comes into a market of nothing but limits and their prices.
    private static func arrive(_ problem: MatchProblem, prices: [Int64]) throws -> Solution {
        let instance = problem.instance
        var empty = InstanceBuilder()
        for resource in instance.resources { try empty.addResource(resource) }
        let market = try StandingMarket(
            try empty.build(), Solution(matches: [], objective: 0, bound: 0, prices: prices))
        let job = instance.jobs[0]
        func drafts(_ plans: ArraySlice<Plan>) -> [Matching.JobDraft.PlanDraft] {
            plans.map { plan in
                Matching.JobDraft.PlanDraft(
                    costFen: plan.costFen, gainFen: plan.gainFen, startDay: Int64(plan.startDay),
                    endDay: Int64(plan.endDay), uses: Array(instance.uses(of: plan)))
            }
        }
        _ = try market.arrive(
            Matching.JobDraft(
                holder: job.holder, valueFen: job.valueFen, budgetFen: job.budgetFen, computeMode: job.computeMode,
                labelPlans: drafts(instance.labelPlans[job.labelPlans]),
                computePlans: drafts(instance.computePlans[job.computePlans])))
        var solution = market.solution()
        solution.prices = prices
        if let violation = Verifier(instance).violations(in: solution).first {
            throw UnsoundAnswer(description: "\(violation)")
        }
        return solution
    }
}

extension FrozenJob {
    fileprivate mutating func apply(_ change: WhatIf) {
        deadlineOn = change.deadlineOn ?? deadlineOn
        budget = change.budget ?? budget
        regions = change.regions ?? regions
        guard let need else { return }
        self.need = ComputeNeed(
            mode: need.mode, accelerator: need.accelerator, leastTeraflops: need.leastTeraflops,
            cardHours: need.cardHours, latencyMilliseconds: need.latencyMilliseconds, regions: need.regions,
            endsOn: change.computeEndsOn ?? need.endsOn, budget: change.computeBudget ?? need.budget)
    }
}

extension MatchRuns {
    /// A match for one job at once, at the prices of the standing run. What was proposed or accepted for others stays.
    /// - Throws: ``MatchRefusal``
    package func matchNow(_ job: ID<Job>, by actor: Actor) async throws {
        try actor.require(.buyer)
        let (now, world) = (house.world.now(), house.world)
        let seed = world.randomBytes(7).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let found = try house.database.read { transaction in
            guard try Jobs.load(job, in: transaction)?.buyer == actor.organisation else { throw CommonRefusal.notFound }
            return try StandingAnswer.find(job, seed: seed, at: now, in: transaction)
        }
        let bytes = Array(found.lines.joined(separator: "\n").utf8)
        let inputs = try house.blobs.put(bytes)
        try await house.database.write { transaction in
            let policy = try MatchPolicies.current(in: transaction)
            let frozen = try Freezing(scope: .job(job), at: now, policy: policy, transaction: transaction).freeze()
            guard FrozenText(frozen).lines == found.lines, try MatchRun.standing(in: transaction)?.id == found.base else {
                throw MatchRefusal.inputsChanged
            }
            let run = world.makeID(MatchRun.self)
            try Self.insert(
                run, job: job, .buyer, state: .running, base: found.base, by: actor, seed: seed, in: transaction,
                world: world)
            try transaction.execute(
                "UPDATE match_run SET frozen_at = \(now), inputs_blob = \(inputs) WHERE id = \(run)")
            try Self.place(found, run, in: transaction, world: world)
        }
    }

    private static func place(
        _ found: StandingAnswer, _ run: ID<MatchRun>, in transaction: WriteTransaction, world: World
    ) throws {
        let now = world.now()
        guard let line = found.answer.lines.first else { return }
        let job = line.built.job.id
        if let old = try MatchProposal.latest(for: job, in: transaction), [.proposed, .unmatched].contains(old.state) {
            try MatchUses.release(old.id, in: transaction)
            try transaction.execute(
                "UPDATE match_proposal SET state = 'overtaken', decided_at = \(now) WHERE id = \(old.id)")
        }
        let proposal = MatchProposal(line, id: world.makeID(), run: run, at: now)
        try proposal.insert(uses: line.uses, in: transaction)
        if let base = found.base {
            try MatchUses.take(line.uses, capacities: found.capacities, of: base, in: transaction)
        }
        try close(run, found.answer, milliseconds: now.since(found.at).milliseconds, at: now, in: transaction)
    }

    /// What the match for a job would be if something of it were otherwise. Nothing is stored.
    /// - Throws: ``MatchRefusal/jobNotOpen``
    package func whatIf(_ change: WhatIf, _ job: ID<Job>, for actor: Actor) throws -> ProposalView {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let known = try Jobs.load(job, in: transaction), known.buyer == actor.organisation else {
                throw CommonRefusal.notFound
            }
            // The seed of the last proposal, so that only the change makes a difference.
            let old = try MatchProposal.latest(for: job, in: transaction)
            let seed = try old.flatMap { try MatchRun.load($0.run, in: transaction)?.seed } ?? 0
            let found = try StandingAnswer.find(job, change, seed: seed, at: now, in: transaction)
            guard let line = found.answer.lines.first else { throw MatchRefusal.jobNotOpen }
            let proposal = MatchProposal(line, id: ID(rawValue: 0), run: ID(rawValue: 0), at: now)
            return try ProposalView(proposal, known, run: nil, at: now, in: transaction)
        }
    }
}
