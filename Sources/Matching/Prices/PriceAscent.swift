/// Finds prices for the resources at which the jobs, each choosing its best for itself, use about what there is.
///
/// At any prices, Σ over jobs of max(0, best value) + Σ price × capacity bounds the welfare from above: Lagrangian
/// duality, with the jobs' own constraints kept exactly (Geoffrion, "Lagrangean relaxation for integer programming",
/// 1974). The prices move by an incremental aggregated subgradient (Blatt, Hero and Gauchman, 2007): the jobs are
/// evaluated in blocks, and after each block the prices step by the use of all jobs at their latest choice.
struct PriceAscent {
    let layout: Layout
    private let pricing: Pricing
    let capacities: [Double]
    let ceilings: [Double]
    private(set) var prices: [Double]
    private var demand: Demand
    private(set) var best = ProvenBound(value: Int64.max, prices: [])
    private var step: PriceStep
    var scales: [Double] { step.scales }
    private var seenJobs = 0
    private let commitments: Commitments

    init(_ layout: Layout, commitments: Commitments, workers: any Workers, start: [Double]? = nil) {
        self.layout = layout
        self.commitments = commitments
        let resources = commitments.resources
        capacities = resources.map { Double(min($0.capacity, 1 << 45)) }
        ceilings = resources.map { $0.isHard ? 0x1p46 : Double($0.penalty) * Grid.perMilliFen }
        prices = start ?? [Double](repeating: 0, count: resources.count)
        demand = Demand(layout.instance)
        step = PriceStep(capacities: capacities, ceilings: ceilings, scales: PriceScale.estimate(layout), isLevelled: false)
        pricing = Pricing(workers: workers, capacities: capacities, isFixed: commitments.isFixed)
    }

    /// One pass over all jobs in `rounds` blocks, with a price step after each.
    mutating func pass(rounds: Int, step: Double) {
        let jobs = layout.instance.jobs.count
        let size = (jobs + rounds - 1) / max(1, rounds)
        var start = 0
        while start < jobs {
            let end = min(jobs, start + size)
            evaluate(start..<end)
            seenJobs = max(seenJobs, end)
            move(step)
            start = end
        }
    }

    /// Evaluates all jobs at the present prices, keeps the bound if it is the best so far, then steps.
    /// - Returns: the bound at the prices before the step.
    @discardableResult
    mutating func fullPass(step: Double) -> Int64 {
        let total = evaluate(0..<layout.instance.jobs.count)
        seenJobs = layout.instance.jobs.count
        let bound = ProvenBound.value(total, prices, commitments.resources)
        if bound < best.value { best = ProvenBound(value: bound, prices: prices) }
        if step > 0 { move(step) }
        return bound
    }

    mutating func setPrices(_ new: [Double]) { prices = new }

    @discardableResult
    private mutating func evaluate(_ range: Range<Int>) -> Int128 {
        let jobs = range.map { Int32($0) }
        let found = pricing.best(jobs, layout, prices: prices)
        demand.replace(jobs, by: found, layout)
        return found.reduce(0) { $0 + $1.total }
    }

    private mutating func move(_ step: Double) {
        let jobs = layout.instance.jobs.count
        let blowUp = seenJobs < jobs ? Double(jobs) / Double(max(1, seenJobs)) : 1
        self.step.move(&prices, demand.use, blowUp: blowUp, by: step)
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
