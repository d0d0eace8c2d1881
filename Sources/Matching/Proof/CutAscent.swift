/// Prices again, now with cuts: covers of single resources that the mixture of recent choices violates get prices too.
///
/// Passes are those of `PriceAscent`. The mixture is the running mean of the jobs' choices, which nears an optimal mixture
/// as the prices near theirs (Barahona and Anbil, "The volume algorithm", 2000).
struct CutAscent {
    private let layout: Layout
    private let workers: any Workers
    private let commitments: Commitments
    private let capacities: [Double]
    private let ceilings: [Double]
    private let scales: [Double]
    private(set) var prices: [Double]
    private(set) var pool: CutPool
    private(set) var best = Int64.max
    private var choices: [Choice]
    private var use: [Double]
    /// For each use whether the present choices take it.
    private var taken: [Bool]
    /// Running mean of the jobs' choices: label plans, then compute plans.
    private(set) var mean: [Float]
    private let index: UseIndex

    init(_ layout: Layout, _ commitments: Commitments, ascent: PriceAscent, workers: any Workers) {
        self.layout = layout
        self.workers = workers
        self.commitments = commitments
        capacities = ascent.capacities
        ceilings = ascent.ceilings
        scales = PriceScale.estimate(layout)
        prices = ascent.best.prices
        best = ascent.best.value
        choices = .init(repeating: .none, count: layout.instance.jobs.count)
        use = .init(repeating: 0, count: prices.count)
        taken = .init(repeating: false, count: layout.instance.uses.count)
        mean = .init(repeating: 0, count: layout.instance.labelPlans.count + layout.instance.computePlans.count)
        pool = CutPool(uses: layout.instance.uses.count)
        index = UseIndex(layout.instance, commitments)
    }

    /// One pass over all jobs in `rounds` blocks, with a step of all prices after each; then the mean follows.
    mutating func pass(rounds: Int, step: Double, weight: Float) {
        let jobs = choices.count, size = max(1, (jobs + rounds - 1) / max(1, rounds))
        var start = 0
        while start < jobs {
            _ = evaluate(start..<min(jobs, start + size))
            movePrices(step)
            pool.move(step, taken: taken)
            start += size
        }
        pool.grow()
        follow(weight)
    }

    /// Evaluates all jobs at the present prices. - Returns: the bound that they prove, or `Int64.max` when numbers grew too large.
    @discardableResult
    mutating func prove() -> Int64 {
        guard pool.recount() else { return Int64.max }
        let total = evaluate(0..<choices.count) + pool.constant
        let value = ProvenBound.value(total, prices, commitments.resources)
        best = min(best, value)
        return value
    }

    // MARK: Jobs

    private mutating func evaluate(_ range: Range<Int>) -> Int128 {
        let layout = layout, prices = prices, extra = pool.extra, capacities = capacities, fixed = commitments.isFixed
        let blocks = 4
        let found = workers.map(blocks) { block in
            let from = range.lowerBound + range.count * block / blocks, to = range.lowerBound + range.count * (block + 1) / blocks
            return Self.evaluate(from..<to, layout, prices, extra, capacities, fixed)
        }
        var total: Int128 = 0, job = range.lowerBound
        for part in found {
            total += part.total
            for choice in part.choices {
                replace(job, by: choice)
                job += 1
            }
        }
        return total
    }

    private static func evaluate(
        _ range: Range<Int>, _ layout: Layout, _ prices: [Double], _ extra: [Double], _ capacities: [Double], _ fixed: [Bool]
    ) -> (total: Int128, choices: [Choice]) {
        prices.withUnsafeBufferPointer { prices in
            capacities.withUnsafeBufferPointer { capacities in
                extra.withUnsafeBufferPointer { extra in
                    layout.withTables { tables in
                        let view = AmountView(prices: prices, capacities: capacities, extra: extra)
                        var oracle = JobOracle(layout: layout, tables: tables, view: view)
                        var total: Int128 = 0
                        var choices: [Choice] = []
                        choices.reserveCapacity(range.count)
                        for job in range {
                            let found = fixed[job] ? (value: 0, choice: Choice.none) : oracle.best(job)
                            if found.value > 0 { total += Int128(found.value) }
                            choices.append(found.value > 0 ? found.choice : .none)
                        }
                        return (total, choices)
                    }
                }
            }
        }
    }

    private mutating func replace(_ job: Int, by choice: Choice) {
        let old = choices[job]
        guard old != choice else { return }
        if old.isMatched { count(job, old, -1) }
        if choice.isMatched { count(job, choice, 1) }
        choices[job] = choice
    }

    private mutating func count(_ id: Int, _ choice: Choice, _ sign: Double) {
        let job = layout.instance.jobs[id]
        count(layout.instance.labelPlans[Int(job.labelStart) + Int(choice.label)], sign)
        if choice.compute >= 0 { count(layout.instance.computePlans[Int(job.computeStart) + Int(choice.compute)], sign) }
        for (voucher, fen) in [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)]
        where voucher >= 0 && fen > 0 {
            for index in layout.instance.vouchers[Int(voucher)].resourceRange {
                use[Int(layout.instance.voucherResources[index])] += sign * Double(fen)
            }
        }
    }

    private mutating func count(_ plan: Plan, _ sign: Double) {
        for index in plan.useRange {
            let line = layout.instance.uses[index]
            use[Int(line.resource)] += sign * Double(line.units)
            taken[index] = sign > 0
        }
    }

    // MARK: Prices

    private mutating func movePrices(_ step: Double) {
        for index in prices.indices {
            let capacity = capacities[index], used = use[index]
            if used <= capacity, prices[index] == 0 { continue }
            let excess = max(-1, min(2, (used - capacity) / max(capacity, 1)))
            prices[index] = max(0, min(ceilings[index], (prices[index] + step * scales[index] * excess).rounded()))
        }
    }

    private mutating func follow(_ weight: Float) {
        for plan in mean.indices { mean[plan] *= 1 - weight }
        let computes = layout.instance.labelPlans.count
        for (id, choice) in choices.enumerated() where choice.isMatched {
            let job = layout.instance.jobs[id]
            mean[Int(job.labelStart) + Int(choice.label)] += weight
            if choice.compute >= 0 { mean[computes + Int(job.computeStart) + Int(choice.compute)] += weight }
        }
    }

    // MARK: Cuts

    /// Looks for violated covers of every resource that has a price.
    mutating func separate(least violation: Double) {
        pool.dropIdle(after: 12)
        let resources = prices.indices.filter { self.index.canCut[$0] && prices[$0] > 0 }
        let table = index, mean = mean, capacities = capacities, blocks = 8
        let found = workers.map(blocks) { block in
            let part = resources[resources.count * block / blocks..<resources.count * (block + 1) / blocks]
            return part.compactMap { table.cut(Int32($0), capacities[$0], mean, violation) }
        }
        for cut in found.joined() {
            let resource = Int(cut.resource)
            let worth = max(prices[resource], scales[resource] * 0.1) * capacities[resource]
            pool.add(resource: cut.resource, limit: cut.limit, uses: cut.uses, counts: cut.counts, scale: worth / cut.limit)
        }
    }
}

/// Resources by prices, with each use's own amount on top.
struct AmountView: ResourceView {
    let prices: UnsafeBufferPointer<Double>
    let capacities: UnsafeBufferPointer<Double>
    let extra: UnsafeBufferPointer<Double>

    @inline(__always)
    func charge(_ plan: Plan, _ uses: UnsafeBufferPointer<Use>) -> Double {
        var sum = 0.0
        for index in plan.useRange {
            let use = uses[index]
            sum += prices[Int(use.resource)] * Double(use.units) + extra[index]
        }
        return sum
    }
    @inline(__always) func drawPrice(_ resource: Int) -> Double { prices[resource] }
    @inline(__always) func drawRoom(_ resource: Int, first: Bool) -> Double { first ? capacities[resource] : 1e12 }
}
