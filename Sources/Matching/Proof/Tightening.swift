/// Lowers the bound of the prices by taking capacities in whole plans.
///
/// At the prices, a resource is charged for as if its capacity could be filled to the last unit. Here every plan pays each resource its own
/// amount instead, and each resource answers with the most that plans which fit together could pay it: a knapsack,
/// solved exactly. Σ jobs' best + Σ knapsacks + Σ price × capacity of the rest is a bound for any amounts: Lagrangian
/// decomposition (Guignard and Kim, 1987), never above the bound of the prices that it starts from. Two moves lower it:
/// a plan that its job would not choose anyway need pay no more than makes it equal to the best, and amounts follow the
/// disagreement between jobs and resources by small steps.
struct Tightening {
    private let layout: Layout
    private let commitments: Commitments
    private let capacities: [Double]
    private let prices: [Double]
    /// What a use pays beyond price × units, grid units; parallel to the instance's uses.
    private var extra: [Double]
    /// Uses that take part in each knapsack.
    private var itemStart: [Int32] = []
    private var itemUse: [Int32] = []
    private var itemJob: [Int32] = []
    private var knapsackOf: [Int32]
    private var resourceOf: [Int32] = []
    private var isPicked: [Bool]
    private let constant: Int128
    private(set) var best: Int64

    init(_ layout: Layout, _ commitments: Commitments, ascent: PriceAscent) {
        self.layout = layout
        self.commitments = commitments
        capacities = ascent.capacities
        prices = ascent.best.prices
        best = ascent.best.value
        extra = .init(repeating: 0, count: layout.instance.uses.count)
        isPicked = .init(repeating: false, count: layout.instance.uses.count)
        knapsackOf = .init(repeating: -1, count: prices.count)
        var rest: Int128 = 0
        var planned = [Bool](repeating: false, count: prices.count)
        for use in layout.instance.uses { planned[Int(use.resource)] = true }
        for resource in layout.instance.voucherResources { planned[Int(resource)] = false }
        for (index, resource) in commitments.resources.enumerated() where prices[index] > 0 {
            if planned[index], resource.isHard {
                knapsackOf[index] = Int32(resourceOf.count)
                resourceOf.append(Int32(index))
            } else {
                rest += Int128(prices[index]) * Int128(resource.capacity)
            }
        }
        constant = rest
    }

    /// One round: jobs choose, amounts sink to what matters, knapsacks answer, amounts step.
    /// - Parameter step: share of the price by which a disagreement moves an amount.
    mutating func round(step: Double) {
        var total = constant
        for index in isPicked.indices { isPicked[index] = false }
        total += chooseAndSink()
        if itemStart.isEmpty { listItems() }
        var knapsack = Knapsack()
        for index in resourceOf.indices { total += answer(&knapsack, index, step) }
        let value = Int64(clamping: total / 64 + (total % 64 > 0 ? 1 : 0))
        if value < best { best = value }
    }

    /// - Returns: the sum of the jobs' best values.
    private mutating func chooseAndSink() -> Int128 {
        var total: Int128 = 0
        let knapsackOf = knapsackOf, prices = prices
        prices.withUnsafeBufferPointer { view in
            capacities.withUnsafeBufferPointer { capacities in
                extra.withUnsafeMutableBufferPointer { extra in
                    isPicked.withUnsafeMutableBufferPointer { isPicked in
                        layout.withTables { tables in
                            let open = AmountView(prices: view, capacities: capacities, extra: UnsafeBufferPointer(extra))
                            var oracle = JobOracle(layout: layout, tables: tables, view: open)
                            func sink(_ plan: Plan, _ regret: Double) {
                                guard regret > 1 else { return }
                                var paid = 0.0
                                for index in plan.useRange {
                                    let use = tables.uses[index]
                                    guard knapsackOf[Int(use.resource)] >= 0 else { continue }
                                    paid += max(0, view[Int(use.resource)] * Double(use.units) + extra[index])
                                }
                                guard paid > 0 else { return }
                                let share = min(1, regret / 2 / paid)
                                for index in plan.useRange {
                                    let use = tables.uses[index]
                                    guard knapsackOf[Int(use.resource)] >= 0 else { continue }
                                    let amount = view[Int(use.resource)] * Double(use.units) + extra[index]
                                    if amount > 0 { extra[index] -= (amount * share).rounded(.down) }
                                }
                            }
                            for job in layout.instance.jobs.indices where !commitments.isFixed[job] {
                                let found = oracle.best(job)
                                let value = max(0, found.value)
                                total += Int128(value)
                                let row = tables.jobs[job]
                                if found.value > 0 {
                                    for index in tables.labels[Int(row.labelStart) + Int(found.choice.label)].useRange { isPicked[index] = true }
                                    if found.choice.compute >= 0 {
                                        for index in tables.computes[Int(row.computeStart) + Int(found.choice.compute)].useRange { isPicked[index] = true }
                                    }
                                }
                                oracle.eachRegret(
                                    job, below: value, label: { sink(tables.labels[$0], $1) }, compute: { sink(tables.computes[$0], $1) })
                            }
                        }
                    }
                }
            }
        }
        return total
    }

    /// Keeps for each knapsack the uses that pay something after the first sinking; the others pay nothing for good.
    private mutating func listItems() {
        let instance = layout.instance
        var count = [Int32](repeating: 0, count: resourceOf.count + 1)
        func each(_ body: (Int, Int32, Int) -> Void) {
            for job in instance.jobs.indices where !commitments.isFixed[job] {
                let row = instance.jobs[job]
                for plans in [(instance.labelPlans, row.labelPlans), (instance.computePlans, row.computePlans)] {
                    for plan in plans.1 {
                        for index in plans.0[plan].useRange {
                            let knapsack = knapsackOf[Int(instance.uses[index].resource)]
                            if knapsack >= 0 { body(job, knapsack, index) }
                        }
                    }
                }
            }
        }
        each { _, knapsack, index in
            let use = instance.uses[index], full = prices[Int(use.resource)] * Double(use.units)
            if full + extra[index] > 0 { count[Int(knapsack) + 1] += 1 } else { extra[index] = -full }
        }
        for index in resourceOf.indices { count[index + 1] += count[index] }
        itemStart = count
        itemUse = .init(repeating: 0, count: Int(count[resourceOf.count]))
        itemJob = itemUse
        var fill = count
        each { job, knapsack, index in
            let use = instance.uses[index]
            guard prices[Int(use.resource)] * Double(use.units) + extra[index] > 0 else { return }
            itemUse[Int(fill[Int(knapsack)])] = Int32(index)
            itemJob[Int(fill[Int(knapsack)])] = Int32(job)
            fill[Int(knapsack)] += 1
        }
    }

    /// Solves one knapsack and moves its amounts. - Returns: an upper bound on what it can be paid.
    private mutating func answer(_ knapsack: inout Knapsack, _ index: Int, _ step: Double) -> Int128 {
        let resource = Int(resourceOf[index]), price = prices[resource]
        knapsack.items.removeAll(keepingCapacity: true)
        knapsack.units.removeAll(keepingCapacity: true)
        knapsack.room = [capacities[resource]]
        knapsack.prices = [price]
        for slot in Int(itemStart[index])..<Int(itemStart[index + 1]) {
            let use = Int(itemUse[slot]), units = Double(layout.instance.uses[use].units)
            let worth = price * units + extra[use]
            guard worth > 0, units <= capacities[resource] else { continue }
            knapsack.items.append(Knapsack.Item(job: itemJob[slot], plan: Int32(slot), worth: worth, row: Int32(knapsack.units.count)))
            knapsack.units.append(units)
        }
        guard !knapsack.items.isEmpty else { return 0 }
        knapsack.solve(nodeLimit: 400, priceSteps: 3)
        if step > 0 { move(knapsack, index, price, step) }
        return Int128(knapsack.upper)
    }

    private mutating func move(_ knapsack: Knapsack, _ index: Int, _ price: Double, _ step: Double) {
        for pick in knapsack.picks {
            let use = Int(itemUse[Int(knapsack.items[Int(pick)].plan)])
            // Marked twice: taken by the knapsack; what is still unmarked below was wanted by its job alone.
            if isPicked[use] {
                isPicked[use] = false
            } else {
                extra[use] -= (step * price * Double(layout.instance.uses[use].units)).rounded()
            }
        }
        for slot in Int(itemStart[index])..<Int(itemStart[index + 1]) where isPicked[Int(itemUse[slot])] {
            let use = Int(itemUse[slot])
            extra[use] += (step * price * Double(layout.instance.uses[use].units)).rounded()
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
