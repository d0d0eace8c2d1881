/// The same market with only each job's most promising plans, for the passes and moves that need not see the others.
///
/// Resources, vouchers and jobs keep their indices, so prices and commitments serve both. Bounds are proven on the full
/// market only.
struct Reduction {
    let layout: Layout
    /// For each reduced label plan its number inside the job in the full market; likewise for compute plans.
    private let labelNumber: [Int32]
    private let computeNumber: [Int32]

    /// - Parameters:
    ///   - prices: by which plans are ranked, as regret below the job's best option.
    ///   - kept: matches whose plans stay in whatever they cost.
    /// - Complexity: one pass over the market.
    init(_ full: Layout, prices: [Double], capacities: [Double], labels: Int, computes: Int, kept: [Match]) {
        let source = full.instance
        var instance = Instance(
            name: source.name, resources: source.resources, vouchers: source.vouchers,
            voucherResources: source.voucherResources, jobs: [], labelPlans: [], computePlans: [], uses: [],
            jobVouchers: source.jobVouchers)
        instance.jobs.reserveCapacity(source.jobs.count)
        instance.labelPlans.reserveCapacity(min(source.labelPlans.count, source.jobs.count * labels))
        instance.computePlans.reserveCapacity(min(source.computePlans.count, source.jobs.count * computes))
        instance.uses.reserveCapacity(source.uses.count / 3)
        var labelNumber: [Int32] = [], computeNumber: [Int32] = []
        var wanted: [Int: Match] = [:]
        for match in kept { wanted[match.job] = match }
        prices.withUnsafeBufferPointer { prices in
            capacities.withUnsafeBufferPointer { capacities in
                full.withTables { tables in
                    var oracle = JobOracle(layout: full, tables: tables, view: PricedView(prices: prices, capacities: capacities))
                    var labelRank: [(regret: Double, plan: Int)] = [], computeRank: [(regret: Double, plan: Int)] = []
                    func copy(_ plan: Plan) -> Plan {
                        var plan = plan
                        let first = instance.uses.count
                        for index in plan.useRange { instance.uses.append(tables.uses[index]) }
                        plan.useStart = Int32(first)
                        return plan
                    }
                    for id in source.jobs.indices {
                        var job = tables.jobs[id]
                        labelRank.removeAll(keepingCapacity: true)
                        computeRank.removeAll(keepingCapacity: true)
                        oracle.rate(id)
                        oracle.eachRegret(
                            id, below: 0, floor: -.infinity, label: { labelRank.append(($1, $0)) }, compute: { computeRank.append(($1, $0)) })
                        if let match = wanted[id] {
                            Self.favour(Int(job.labelStart) + match.labelPlan, in: &labelRank)
                            if let compute = match.computePlan { Self.favour(Int(job.computeStart) + compute, in: &computeRank) }
                        }
                        let firstLabel = Int32(instance.labelPlans.count), firstCompute = Int32(instance.computePlans.count)
                        for plan in Self.best(labels, of: &labelRank) {
                            instance.labelPlans.append(copy(tables.labels[plan]))
                            labelNumber.append(Int32(plan) - job.labelStart)
                        }
                        for plan in Self.best(computes, of: &computeRank) {
                            instance.computePlans.append(copy(tables.computes[plan]))
                            computeNumber.append(Int32(plan) - job.computeStart)
                        }
                        job.labelStart = firstLabel
                        job.labelCount = Int32(instance.labelPlans.count) - firstLabel
                        job.computeStart = firstCompute
                        job.computeCount = Int32(instance.computePlans.count) - firstCompute
                        instance.jobs.append(job)
                    }
                }
            }
        }
        layout = Layout(instance)
        self.labelNumber = labelNumber
        self.computeNumber = computeNumber
    }

    private static func favour(_ plan: Int, in rank: inout [(regret: Double, plan: Int)]) {
        for index in rank.indices where rank[index].plan == plan { rank[index].regret = -.infinity }
    }

    /// The plans of least regret, in their own order.
    private static func best(_ count: Int, of rank: inout [(regret: Double, plan: Int)]) -> [Int] {
        if rank.count > count {
            rank.sort { $0.regret != $1.regret ? $0.regret < $1.regret : $0.plan < $1.plan }
            rank.removeLast(rank.count - count)
        }
        return rank.map(\.plan).sorted()
    }

    /// The choice in the numbers of the full market.
    func full(_ choice: Choice, of job: Int) -> Choice {
        guard choice.isMatched else { return choice }
        var choice = choice
        let row = layout.instance.jobs[job]
        choice.label = labelNumber[Int(row.labelStart + choice.label)]
        if choice.compute >= 0 { choice.compute = computeNumber[Int(row.computeStart + choice.compute)] }
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
