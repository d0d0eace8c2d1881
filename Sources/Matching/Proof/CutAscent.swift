/// Prices again, now with cuts: covers of single resources that the mixture of recent choices violates get prices too.
///
/// Passes are those of `PriceAscent`, over each job's most promising plans; jobs that stay with their choice are asked less often.
/// The mixture is the running mean of the jobs' choices, which nears an optimal mixture as the prices near theirs; bounds are
/// proven at the running mean of the prices, where the steps' zigzag has levelled out (Barahona and Anbil, "The volume
/// algorithm", 2000).
struct CutAscent {
    private let layout: Layout
    private let commitments: Commitments
    private let pricing: Pricing
    private var step: PriceStep
    private let plans: (labels: Int, computes: Int)
    private var stage: Reduction
    private var demand: Demand
    /// Present prices, and their running mean.
    private var current: [Double]
    private var smooth: [Double]
    private(set) var pool: CutPool
    private(set) var best = Int64.max
    private var passes = 0
    /// Running mean of the jobs' choices, label plans, then compute plans: to be multiplied by `unit`.
    private var shares: [Float]
    private var unit: Float = 1
    private let index: UseIndex
    /// How many looks in a row found no cut for a resource.
    private var failures: [UInt8]
    private var looks = 0

    init(
        _ layout: Layout, _ commitments: Commitments, ascent: PriceAscent, workers: any Workers,
        plans: (labels: Int, computes: Int) = (10, 8)
    ) {
        self.layout = layout
        self.commitments = commitments
        self.plans = plans
        pricing = Pricing(workers: workers, capacities: ascent.capacities, isFixed: commitments.isFixed)
        step = PriceStep(capacities: ascent.capacities, ceilings: ascent.ceilings, scales: ascent.scales, isLevelled: true)
        current = ascent.best.prices
        smooth = current
        best = ascent.best.value
        shares = .init(repeating: 0, count: layout.instance.labelPlans.count + layout.instance.computePlans.count)
        pool = CutPool(uses: layout.instance.uses.count)
        index = UseIndex(layout.instance, commitments)
        failures = .init(repeating: 0, count: current.count)
        stage = Reduction(
            layout, .init(prices: current, capacities: ascent.capacities, labels: plans.labels, computes: plans.computes))
        demand = Demand(stage.layout.instance)
        enterStage()
    }

    /// The running mean of the prices, on the grid.
    var prices: [Double] { smooth.map(Grid.rounded) }
    /// The running mean of the jobs' choices: label plans, then compute plans.
    var mean: [Float] { shares.map { $0 * unit } }

    struct Pass {
        var blocks = 16
        var step: Double
        /// Share of the pass in the mixture.
        var weight: Float
        /// Share of the pass in the mean of the prices.
        var share = 0.3
        /// Jobs that kept their choice so often are asked in every other pass.
        var patience: UInt8 = 4
        /// Steps of cuts by those of resources.
        var pace = 3.0
    }

    /// One pass over all jobs, with a step of all prices after each block; then the mixture follows.
    mutating func pass(_ pass: Pass) {
        let jobs = layout.instance.jobs.count, size = max(1, (jobs + pass.blocks - 1) / max(1, pass.blocks))
        let share = pass.share / Double(max(1, pass.blocks))
        var start = 0
        while start < jobs {
            let end = min(jobs, start + size)
            ask((start..<end).filter { demand.calm[$0] < pass.patience || ($0 + passes) & 1 == 0 }.map { Int32($0) })
            step.move(&current, demand.use, by: pass.step)
            smoothen(share)
            pool.move(pass.step * pass.pace, isTaken: demand.isTaken, share: share)
            start = end
        }
        passes += 1
        pool.grow()
        follow(pass.weight)
    }

    /// Evaluates all jobs at the mean prices. - Returns: the bound that they prove, or `Int64.max` when numbers grew too large.
    @discardableResult
    mutating func prove() -> Int64 {
        guard let charges = pool.charges() else { return Int64.max }
        let prices = prices
        let found = pricing.best(everyJob, layout, prices: prices, extra: charges.uses, choosing: false)
        let value = ProvenBound.value(found.reduce(charges.constant) { $0 + $1.total }, prices, commitments.resources)
        best = min(best, value)
        return value
    }

    /// Chooses anew which plans the passes see, by the mean prices and cuts; plans of the mixture stay.
    mutating func renew() {
        guard let charges = pool.charges() else { return }
        let mean = mean
        // The old one goes first: two at a time would be the peak of memory.
        stage = Reduction()
        demand = Demand(stage.layout.instance)
        stage = Reduction(
            layout,
            .init(
                prices: prices, extra: charges.uses, capacities: pricing.capacities, labels: plans.labels, computes: plans.computes,
                support: mean))
        demand = Demand(stage.layout.instance)
        enterStage()
    }

    // MARK: Steps

    private var everyJob: [Int32] { layout.instance.jobs.indices.map { Int32($0) } }

    private mutating func enterStage() {
        pool.setStage(stage.useNumber)
        ask(everyJob)
    }

    private mutating func ask(_ jobs: [Int32]) {
        demand.replace(jobs, by: pricing.best(jobs, stage.layout, prices: current, extra: pool.stageExtra), stage.layout)
    }

    private mutating func smoothen(_ share: Double) {
        smooth.withUnsafeMutableBufferPointer { smooth in
            current.withUnsafeBufferPointer { current in
                for index in smooth.indices { smooth[index] += share * (current[index] - smooth[index]) }
            }
        }
    }

    private mutating func follow(_ weight: Float) {
        unit *= 1 - weight
        if unit < 1e-12 {
            for plan in shares.indices { shares[plan] *= unit }
            unit = 1
        }
        let share = weight / unit, computes = layout.instance.labelPlans.count
        for (id, choice) in demand.choices.enumerated() where choice.isMatched {
            let choice = stage.full(choice, of: id)
            shares[Int(layout.instance.jobs[id].labelStart) + Int(choice.label)] += share
            if choice.compute >= 0 { shares[computes + Int(layout.instance.jobs[id].computeStart) + Int(choice.compute)] += share }
        }
    }

    // MARK: Cuts

    /// Looks for violated covers of every resource that has a price; less often where none was found of late.
    mutating func separate(least violation: Double) {
        pool.dropIdle(after: 12)
        looks += 1
        let resources = current.indices.filter {
            index.canCut[$0] && current[$0] > 0 && (failures[$0] < 2 || ($0 + looks) & 3 == 0)
        }
        let table = index, shares = shares, unit = unit, capacities = pricing.capacities, blocks = 8
        let found = pricing.workers.map(blocks) { block in
            let part = resources[resources.count * block / blocks..<resources.count * (block + 1) / blocks]
            return part.map { table.cut(Int32($0), capacities[$0], shares, unit, violation) }
        }
        for (resource, cut) in zip(resources, found.joined()) {
            guard let cut else {
                failures[resource] = min(254, failures[resource]) + 1
                continue
            }
            failures[resource] = 0
            let worth = max(current[resource], step.scales[resource] * 0.1) * capacities[resource]
            pool.add(resource: cut.resource, limit: cut.limit, uses: cut.uses, counts: cut.counts, scale: worth / cut.limit)
        }
    }
}
