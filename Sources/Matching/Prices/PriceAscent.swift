/// Finds prices for the resources at which the jobs, each choosing its best for itself, use about what there is.
///
/// At any prices, Σ over jobs of max(0, best value) + Σ price × capacity bounds the welfare from above: Lagrangian
/// duality, with the jobs' own constraints kept exactly (Geoffrion, "Lagrangean relaxation for integer programming",
/// 1974). The prices move by an incremental aggregated subgradient (Blatt, Hero and Gauchman, 2007): the jobs are
/// evaluated in blocks, and after each block the prices step by the use of all jobs at their latest choice.
struct PriceAscent {
    let layout: Layout
    let workers: any Workers
    let capacities: [Double]
    let ceilings: [Double]
    private(set) var prices: [Double]
    private(set) var choices: [Choice]
    private(set) var use: [Double]
    private(set) var best = ProvenBound(value: Int64.max, prices: [])
    /// The price scale of each resource: what a step of 1 moves the price by when the resource is wholly overused.
    private let scales: [Double]
    private var seenJobs = 0
    private let blockCount: Int

    private let commitments: Commitments

    init(_ layout: Layout, commitments: Commitments, workers: any Workers, start: [Double]? = nil) {
        self.layout = layout
        self.workers = workers
        self.commitments = commitments
        let resources = commitments.resources
        capacities = resources.map { Double(min($0.capacity, 1 << 45)) }
        ceilings = resources.map { $0.isHard ? 0x1p46 : Double($0.penalty) * Grid.perMilliFen }
        prices = start ?? [Double](repeating: 0, count: resources.count)
        use = [Double](repeating: 0, count: resources.count)
        choices = [Choice](repeating: .none, count: layout.instance.jobs.count)
        scales = PriceScale.estimate(layout)
        blockCount = 4
    }

    /// One pass over all jobs in `rounds` blocks, with a price step after each.
    mutating func pass(rounds: Int, step: Double) {
        let jobs = choices.count
        let size = (jobs + rounds - 1) / max(1, rounds)
        var start = 0
        while start < jobs {
            let end = min(jobs, start + size)
            _ = evaluate(start..<end)
            seenJobs = max(seenJobs, end)
            move(step)
            start = end
        }
    }

    /// Evaluates all jobs at the present prices, keeps the bound if it is the best so far, then steps.
    /// - Returns: the bound at the prices before the step.
    @discardableResult
    mutating func fullPass(step: Double) -> Int64 {
        let total = evaluate(0..<choices.count)
        seenJobs = choices.count
        let bound = ProvenBound.value(total, prices, commitments.resources)
        if bound < best.value { best = ProvenBound(value: bound, prices: prices) }
        if step > 0 { move(step) }
        return bound
    }

    mutating func setPrices(_ new: [Double]) { prices = new }

    private mutating func evaluate(_ range: Range<Int>) -> Int128 {
        let layout = layout, prices = prices, capacities = capacities, blocks = blockCount, fixed = commitments.isFixed
        let found = workers.map(blocks) { block in
            let from = range.lowerBound + range.count * block / blocks
            let to = range.lowerBound + range.count * (block + 1) / blocks
            return Self.evaluate(from..<to, layout, prices, capacities, fixed)
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
        _ range: Range<Int>, _ layout: Layout, _ prices: [Double], _ capacities: [Double], _ fixed: [Bool]
    ) -> (total: Int128, choices: [Choice]) {
        prices.withUnsafeBufferPointer { prices in
            capacities.withUnsafeBufferPointer { capacities in
                layout.withTables { tables in
                    let view = PricedView(prices: prices, capacities: capacities)
                    var oracle = JobOracle(layout: layout, tables: tables, view: view)
                    var total: Int128 = 0
                    var choices: [Choice] = []
                    choices.reserveCapacity(range.count)
                    for job in range {
                        if fixed[job] {
                            choices.append(.none)
                            continue
                        }
                        let found = oracle.best(job)
                        if found.value > 0 {
                            total += Int128(found.value)
                            choices.append(found.choice)
                        } else {
                            choices.append(.none)
                        }
                    }
                    return (total, choices)
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
        let instance = layout.instance, job = instance.jobs[id]
        let label = instance.labelPlans[Int(job.labelStart) + Int(choice.label)]
        for index in label.useRange { use[Int(instance.uses[index].resource)] += sign * Double(instance.uses[index].units) }
        if choice.compute >= 0 {
            let compute = instance.computePlans[Int(job.computeStart) + Int(choice.compute)]
            for index in compute.useRange {
                use[Int(instance.uses[index].resource)] += sign * Double(instance.uses[index].units)
            }
        }
        for (voucher, fen) in [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)]
        where voucher >= 0 && fen > 0 {
            for index in instance.vouchers[Int(voucher)].resourceRange {
                use[Int(instance.voucherResources[index])] += sign * Double(fen)
            }
        }
    }

    private mutating func move(_ step: Double) {
        let blowUp = seenJobs < choices.count ? Double(choices.count) / Double(max(1, seenJobs)) : 1
        for index in prices.indices {
            let capacity = capacities[index], used = use[index] * blowUp
            if used <= capacity, prices[index] == 0 { continue }
            let excess = max(-1, min(2, (used - capacity) / max(capacity, 1)))
            let moved = (prices[index] + step * scales[index] * excess).rounded()
            prices[index] = max(0, min(ceilings[index], moved))
        }
    }
}

/// A bound with the prices that prove it.
struct ProvenBound {
    /// Milli-fen.
    var value: Int64
    var prices: [Double]

    /// The Lagrangian bound from the sum of the jobs' best values, in whole milli-fen, rounded up.
    static func value(_ total: Int128, _ prices: [Double], _ resources: [Resource]) -> Int64 {
        var sum = total
        for (price, resource) in zip(prices, resources) where price > 0 {
            sum += Int128(price) * Int128(resource.capacity)
        }
        let whole = sum / 64 + (sum % 64 > 0 ? 1 : 0)
        return Int64(clamping: whole)
    }
}

/// Price scales from the instance: a resource's typical share of the cost of the plans that use it.
enum PriceScale {
    static func estimate(_ layout: Layout) -> [Double] {
        let instance = layout.instance
        var worth = [Double](repeating: 0, count: instance.resources.count)
        var units = [Double](repeating: 0, count: instance.resources.count)
        for plans in [instance.labelPlans, instance.computePlans] {
            for plan in plans {
                var total = 0.0
                for use in instance.uses(of: plan) where instance.resources[Int(use.resource)].isHard { total += Double(use.units) }
                guard total > 0 else { continue }
                let cost = Double(max(plan.costFen, 1)) * Grid.perFen / total
                for use in instance.uses(of: plan) {
                    worth[Int(use.resource)] += cost * Double(use.units)
                    units[Int(use.resource)] += Double(use.units)
                }
            }
        }
        for voucher in instance.vouchers {
            for resource in instance.resources(of: voucher) {
                worth[Int(resource)] += Double(voucher.weight) * Grid.perMilliFen
                units[Int(resource)] += 1
            }
        }
        return instance.resources.indices.map { index in
            let typical = units[index] > 0 ? worth[index] / units[index] : 0
            let penalty = Double(instance.resources[index].penalty) * Grid.perMilliFen
            return instance.resources[index].isHard ? typical : min(typical, penalty)
        }
    }
}
