/// A bound tighter than the prices' own: the bins' limits are kept in whole plans instead of being priced.
///
/// Every job gets a price λ. A plan worth `a` to its job offers `a − λ` to the bin that it needs, and each bin takes the
/// set of offers that pays it most within its limits, solved exactly. Then Σ λ + Σ bins + Σ price × capacity of the
/// other resources bounds the welfare: Lagrangian relaxation of "each job once", the strong relaxation of generalised
/// assignment (Fisher, Jaikumar and Van Wassenhove, 1986), started from the prices of the weak one.
struct BinBound {
    let layout: Layout
    let bins: Bins
    let commitments: Commitments
    let workers: any Workers
    private(set) var best: Int64
    private(set) var jobPrices: [Double]
    private var prices: [Double]
    private var localPrices: [[Double]]
    private var jobScale: [Double]
    private let resourceScale: [Double]
    private let ceilings: [Double]
    private let capacities: [Double]
    private var theta = 1.0
    private(set) var lastNodes = 0
    private(set) var openBins = 0

    init(_ layout: Layout, commitments: Commitments, ascent: PriceAscent, workers: any Workers) {
        self.layout = layout
        self.commitments = commitments
        self.workers = workers
        bins = Bins(layout)
        best = ascent.best.value
        prices = ascent.best.prices
        capacities = ascent.capacities
        ceilings = ascent.ceilings
        jobPrices = []
        jobScale = []
        resourceScale = PriceScale.estimate(layout).map { $0 * 0.02 }
        localPrices = bins.members.map { members in members.map { ascent.best.prices[Int($0)] } }
        binPrices = prices
        for index in prices.indices where bins.binOf[index] >= 0 { prices[index] = 0 }
        (jobPrices, jobScale) = startPrices()
    }

    /// The prices of the weak bound, by which a plan's offer is shared among several bins.
    private let binPrices: [Double]

    private func startPrices() -> ([Double], [Double]) {
        var start: [Double] = [], scale: [Double] = []
        binPrices.withUnsafeBufferPointer { view in
            capacities.withUnsafeBufferPointer { capacities in
                layout.withTables { tables in
                    var oracle = JobOracle(layout: layout, tables: tables, view: PricedView(prices: view, capacities: capacities))
                    for job in layout.instance.jobs.indices {
                        if commitments.isFixed[job] {
                            start.append(0)
                            scale.append(0)
                            continue
                        }
                        let found = oracle.best(job)
                        start.append(max(0, found.value))
                        var charge = 0.0
                        if found.choice.isMatched {
                            let plan = tables.labels[Int(tables.jobs[job].labelStart) + Int(found.choice.label)]
                            charge = PricedView(prices: view, capacities: capacities).charge(plan, tables.uses)
                        }
                        scale.append(max(charge, 0.01 * max(0, found.value)))
                    }
                }
            }
        }
        return (start, scale)
    }

    private struct Offer {
        var bin: Int32
        var item: BinProblem.Item
    }

    /// One evaluation and one step towards `target` (milli-fen), a welfare known to be reachable.
    /// - Returns: the bound at the prices before the step.
    mutating func pass(target: Int64, nodeLimit: Int) -> Int64 {
        var demands: [Offer] = [], free: [Double] = jobPrices
        collect(&demands, &free)
        // Counting sort of the offers by bin keeps jobs together inside each.
        var start = [Int](repeating: 0, count: bins.members.count + 1)
        for offer in demands { start[Int(offer.bin) + 1] += 1 }
        for bin in bins.members.indices { start[bin + 1] += start[bin] }
        var fill = start, sorted = [BinProblem.Item](repeating: BinProblem.Item(job: 0, plan: 0, worth: 0, row: 0), count: demands.count)
        for offer in demands {
            sorted[fill[Int(offer.bin)]] = offer.item
            fill[Int(offer.bin)] += 1
        }
        var total: Int128 = 0
        for price in free { total += Int128(price) }
        for (index, price) in prices.enumerated() where price > 0 { total += Int128(price) * Int128(commitments.resources[index].capacity) }
        var claims = [Double](repeating: 0, count: jobPrices.count)
        var use = [Double](repeating: 0, count: prices.count)
        let problem = BinProblem()
        lastNodes = 0
        openBins = 0
        var picked: [(job: Int32, plan: Int32, share: Double)] = []
        for bin in bins.members.indices where start[bin] < start[bin + 1] {
            load(problem, bin, sorted[start[bin]..<start[bin + 1]])
            problem.solve(nodeLimit: nodeLimit, priceSteps: 8)
            localPrices[bin] = problem.prices
            total += Int128(problem.upper)
            lastNodes += problem.nodes
            if problem.upper > problem.lower { openBins += 1 }; if lastNodes > 0, problem.nodes > 50000 { print(bin, problem.items.count, Set(problem.items.map(\.job)).count, problem.groupsKept, problem.root, problem.lower / problem.root, problem.upper / problem.root) }
            for pick in problem.picks {
                let item = problem.items[Int(pick)]
                let share = 1 / Double(binCount(of: Int(item.plan)))
                claims[Int(item.job)] += share
                picked.append((item.job, item.plan, share))
            }
        }
        let bound = Int64(clamping: total / 64 + (total % 64 > 0 ? 1 : 0))
        countUse(picked, &use)
        if bound < best { best = bound }
        step(bound, target, claims, use)
        return bound
    }

    private func binCount(of plan: Int) -> Int {
        var count = 0, last: Int32 = -1
        for use in layout.instance.uses(of: layout.instance.labelPlans[plan]) {
            let bin = bins.binOf[Int(use.resource)]
            if bin >= 0, bin != last {
                count += 1
                last = bin
            }
        }
        return max(1, count)
    }

    /// Each job's offers to the bins at the present prices. A plan without a bin raises the job's own floor instead.
    private func collect(_ demands: inout [Offer], _ floor: inout [Double]) {
        prices.withUnsafeBufferPointer { view in
            capacities.withUnsafeBufferPointer { capacities in
                layout.withTables { tables in
                    var oracle = JobOracle(layout: layout, tables: tables, view: PricedView(prices: view, capacities: capacities))
                    for job in layout.instance.jobs.indices where !commitments.isFixed[job] {
                        oracle.rate(job)
                        let row = tables.jobs[job]
                        for local in 0..<Int(row.labelCount) {
                            let found = oracle.total(of: local, job)
                            let offer = found.value - jobPrices[job]
                            guard offer > 0 else { continue }
                            let plan = Int(row.labelStart) + local
                            if !split(offer, plan, Int32(job), tables, &demands) { floor[job] = max(floor[job], found.value) }
                        }
                    }
                }
            }
        }
    }

    /// Shares a plan's offer among its bins by their prices. - Returns: false when it needs none.
    private func split(_ offer: Double, _ plan: Int, _ job: Int32, _ tables: Tables, _ demands: inout [Offer]) -> Bool {
        var found: [(bin: Int32, charge: Double)] = []
        for index in tables.labels[plan].useRange {
            let use = tables.uses[index], bin = bins.binOf[Int(use.resource)]
            guard bin >= 0 else { continue }
            let charge = binPrices[Int(use.resource)] * Double(use.units)
            if let slot = found.firstIndex(where: { $0.bin == bin }) { found[slot].charge += charge } else { found.append((bin, charge)) }
        }
        guard let last = found.indices.last else { return false }
        let total = found.reduce(0) { $0 + $1.charge }
        var left = offer
        for slot in found.indices {
            // offer = total charge − shortfall; the shortfall is shared evenly
            let part = slot == last ? left : (found[slot].charge + (offer - total) / Double(found.count)).rounded()
            left -= part
            demands.append(Offer(bin: found[slot].bin, item: BinProblem.Item(job: job, plan: Int32(plan), worth: part, row: 0)))
        }
        return true
    }

    private func load(_ problem: BinProblem, _ bin: Int, _ items: ArraySlice<BinProblem.Item>) {
        let members = bins.members[bin]
        problem.items.removeAll(keepingCapacity: true)
        problem.units.removeAll(keepingCapacity: true)
        problem.room = members.map { Double(commitments.resources[Int($0)].capacity) }
        problem.prices = localPrices[bin]
        for var item in items where item.worth > 0 {
            item.row = Int32(problem.units.count)
            problem.units.append(contentsOf: repeatElement(0, count: members.count))
            for use in layout.instance.uses(of: layout.instance.labelPlans[Int(item.plan)]) where bins.binOf[Int(use.resource)] == Int32(bin) {
                problem.units[Int(item.row) + Int(bins.dimension[Int(use.resource)])] += Double(use.units)
            }
            problem.items.append(item)
        }
    }

    private func countUse(_ picked: [(job: Int32, plan: Int32, share: Double)], _ use: inout [Double]) {
        prices.withUnsafeBufferPointer { view in
            capacities.withUnsafeBufferPointer { capacities in
                layout.withTables { tables in
                    var oracle = JobOracle(layout: layout, tables: tables, view: PricedView(prices: view, capacities: capacities))
                    for pick in picked {
                        let row = tables.jobs[Int(pick.job)]
                        oracle.rate(Int(pick.job))
                        let choice = oracle.total(of: Int(pick.plan - row.labelStart), Int(pick.job)).choice
                        guard choice.isMatched else { continue }
                        add(row, choice, pick.share, tables, &use)
                    }
                }
            }
        }
    }

    private func add(_ row: Job, _ choice: Choice, _ share: Double, _ tables: Tables, _ use: inout [Double]) {
        var plans = [tables.labels[Int(row.labelStart) + Int(choice.label)]]
        if choice.compute >= 0 { plans.append(tables.computes[Int(row.computeStart) + Int(choice.compute)]) }
        for plan in plans {
            for index in plan.useRange { use[Int(tables.uses[index].resource)] += share * Double(tables.uses[index].units) }
        }
        for (voucher, fen) in [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)] where voucher >= 0 {
            for index in layout.instance.vouchers[Int(voucher)].resourceRange {
                use[Int(layout.instance.voucherResources[index])] += share * Double(fen)
            }
        }
    }

    private mutating func step(_ bound: Int64, _ target: Int64, _ claims: [Double], _ use: [Double]) {
        var norm = 0.0
        for job in jobPrices.indices {
            let g = 1 - claims[job]
            if jobPrices[job] > 0 || g < 0 { norm += g * g * jobScale[job] * jobScale[job] }
        }
        for index in prices.indices where bins.binOf[index] < 0 {
            let g = (capacities[index] - use[index]) / max(1, capacities[index])
            let reach = resourceScale[index] * capacities[index]
            if prices[index] > 0 || g < 0 { norm += g * g * reach * resourceScale[index] * capacities[index] }
        }
        guard norm > 0, bound > target else { return }
        let length = theta * Double(bound - target) * 64 / norm
        for job in jobPrices.indices where jobScale[job] > 0 {
            let g = 1 - claims[job]
            jobPrices[job] = max(0, (jobPrices[job] - length * g * jobScale[job] * jobScale[job]).rounded())
        }
        for index in prices.indices where bins.binOf[index] < 0 {
            let g = capacities[index] - use[index]
            if prices[index] == 0, g > 0 { continue }
            let moved = prices[index] - length * g * resourceScale[index] * resourceScale[index]
            prices[index] = max(0, min(ceilings[index], moved.rounded()))
        }
    }

    mutating func setStep(_ value: Double) { theta = value }
}
