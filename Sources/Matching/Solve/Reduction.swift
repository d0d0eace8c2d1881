/// The same market with only each job's most promising plans, for the passes and moves that need not see the others.
///
/// Resources, vouchers and jobs keep their indices, so prices and commitments serve both. Bounds are proven on the full
/// market only.
struct Reduction {
    let layout: Layout
    /// For each use the one of the full market that it copies.
    let useNumber: [Int32]
    /// For each reduced label plan its number inside the job in the full market; likewise for compute plans.
    private let labelNumber: [Int32]
    private let computeNumber: [Int32]

    /// What decides which plans stay.
    struct Ranking {
        /// Plans are ranked by regret below the job's best option at these prices.
        var prices: [Double]
        /// What single uses pay on top of the prices, or empty.
        var extra: [Double] = []
        var capacities: [Double]
        var labels: Int
        var computes: Int
        /// Matches whose plans stay in whatever they cost.
        var kept: [Match] = []
        /// Share of each plan in a mixture, label plans first, or empty; plans with a share worth naming stay in.
        var support: [Float] = []
    }

    /// - Complexity: one pass over the market.
    init(_ full: Layout, _ ranking: Ranking) {
        var draft = Draft(full.instance, ranking)
        ranking.prices.withUnsafeBufferPointer { prices in
            ranking.capacities.withUnsafeBufferPointer { capacities in
                ranking.extra.withUnsafeBufferPointer { extra in
                    full.withTables { tables in
                        if extra.isEmpty {
                            draft.fill(full, tables, PricedView(prices: prices, capacities: capacities), ranking)
                        } else {
                            draft.fill(full, tables, AmountView(prices: prices, capacities: capacities, extra: extra), ranking)
                        }
                    }
                }
            }
        }
        layout = Layout(draft.instance)
        labelNumber = draft.labelNumber
        computeNumber = draft.computeNumber
        useNumber = draft.useNumber
    }

    /// No market: what stands in while another reduction is made.
    init() {
        layout = Layout(InstanceBuilder().unchecked())
        (labelNumber, computeNumber, useNumber) = ([], [], [])
    }

    /// The choice in the numbers of the full market.
    func full(_ choice: Choice, of job: Int) -> Choice {
        guard choice.isMatched else { return choice }
        var choice = choice
        let labels = layout.instance.jobs[job].labelStart, computes = layout.instance.jobs[job].computeStart
        choice.label = labelNumber[Int(labels + choice.label)]
        if choice.compute >= 0 { choice.compute = computeNumber[Int(computes + choice.compute)] }
        return choice
    }

    /// A match of the full market in the numbers of the reduced one, or nil when its plans were left out.
    func reduced(_ match: Match) -> Match? {
        guard layout.instance.jobs.indices.contains(match.job) else { return nil }
        let row = layout.instance.jobs[match.job]
        guard let label = row.labelPlans.first(where: { labelNumber[$0] == Int32(match.labelPlan) }) else { return nil }
        var small = match
        small.labelPlan = label - row.labelPlans.lowerBound
        if let compute = match.computePlan {
            guard let found = row.computePlans.first(where: { computeNumber[$0] == Int32(compute) }) else { return nil }
            small.computePlan = found - row.computePlans.lowerBound
        }
        return small
    }
}

extension Reduction {
    private struct Draft {
        var instance: Instance
        var labelNumber: [Int32] = []
        var computeNumber: [Int32] = []
        var useNumber: [Int32] = []
        private var wanted: [Int: Match] = [:]
        private var labelRank: [Ranked] = []
        private var computeRank: [Ranked] = []

        private struct Ranked {
            var regret: Double
            var plan: Int
        }

        init(_ source: Instance, _ ranking: Ranking) {
            instance = Instance(
                name: source.name, resources: source.resources, vouchers: source.vouchers,
                voucherResources: source.voucherResources, jobs: [], labelPlans: [], computePlans: [], uses: [],
                jobVouchers: source.jobVouchers)
            let labels = min(source.labelPlans.count, source.jobs.count * ranking.labels)
            let computes = min(source.computePlans.count, source.jobs.count * ranking.computes)
            instance.jobs.reserveCapacity(source.jobs.count)
            instance.labelPlans.reserveCapacity(labels)
            instance.computePlans.reserveCapacity(computes)
            instance.uses.reserveCapacity(source.uses.count / 3)
            labelNumber.reserveCapacity(labels)
            computeNumber.reserveCapacity(computes)
            useNumber.reserveCapacity(source.uses.count / 3)
            for match in ranking.kept { wanted[match.job] = match }
        }

        mutating func fill<View>(_ full: Layout, _ tables: Tables, _ view: View, _ ranking: Ranking) where View: ResourceView {
            var oracle = JobOracle(layout: full, tables: tables, view: view)
            for id in tables.jobs.indices {
                oracle.rate(id)
                append(id, tables, oracle, ranking)
            }
        }

        private mutating func append<View>(_ id: Int, _ tables: Tables, _ oracle: JobOracle<View>, _ ranking: Ranking) {
            var job = tables.jobs[id]
            labelRank.removeAll(keepingCapacity: true)
            computeRank.removeAll(keepingCapacity: true)
            oracle.eachRegret(
                id, below: 0, floor: -.infinity, label: { labelRank.append(Ranked(regret: $1, plan: $0)) },
                compute: { computeRank.append(Ranked(regret: $1, plan: $0)) })
            if let match = wanted[id] {
                Self.favour(Int(job.labelStart) + match.labelPlan, in: &labelRank)
                if let compute = match.computePlan { Self.favour(Int(job.computeStart) + compute, in: &computeRank) }
            }
            if !ranking.support.isEmpty {
                Self.favour(ranking.support, from: 0, in: &labelRank)
                Self.favour(ranking.support, from: tables.labels.count, in: &computeRank)
            }
            let firstLabel = Int32(instance.labelPlans.count), firstCompute = Int32(instance.computePlans.count)
            for plan in Self.best(ranking.labels, of: &labelRank) {
                instance.labelPlans.append(copy(tables.labels[plan], tables))
                labelNumber.append(Int32(plan) - job.labelStart)
            }
            for plan in Self.best(ranking.computes, of: &computeRank) {
                instance.computePlans.append(copy(tables.computes[plan], tables))
                computeNumber.append(Int32(plan) - job.computeStart)
            }
            job.labelStart = firstLabel
            job.labelCount = Int32(instance.labelPlans.count) - firstLabel
            job.computeStart = firstCompute
            job.computeCount = Int32(instance.computePlans.count) - firstCompute
            instance.jobs.append(job)
        }

        private mutating func copy(_ plan: Plan, _ tables: Tables) -> Plan {
            var plan = plan
            let first = instance.uses.count
            for index in plan.useRange {
                instance.uses.append(tables.uses[index])
                useNumber.append(Int32(index))
            }
            plan.useStart = Int32(first)
            return plan
        }

        private static func favour(_ plan: Int, in rank: inout [Ranked]) {
            for index in rank.indices where rank[index].plan == plan { rank[index].regret = -.infinity }
        }

        private static func favour(_ support: [Float], from base: Int, in rank: inout [Ranked]) {
            for index in rank.indices where support[base + rank[index].plan] > 0.02 { rank[index].regret = -.infinity }
        }

        /// The plans of least regret, in their own order: `least` of them, or a sixth where there are very many, of which more
        /// come close to the best.
        private static func best(_ least: Int, of rank: inout [Ranked]) -> [Int] {
            let count = max(least, rank.count / 6)
            if rank.count > count {
                rank.sort { $0.regret != $1.regret ? $0.regret < $1.regret : $0.plan < $1.plan }
                rank.removeLast(rank.count - count)
            }
            return rank.map(\.plan).sorted()
        }
    }
}
