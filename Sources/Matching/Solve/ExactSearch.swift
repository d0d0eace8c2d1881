/// Branch and bound over whole markets that are small enough.
///
/// Depth first over the jobs. At fixed prices every option of a job has a regret, and every resource a cost for room
/// that nobody left can fill; the Lagrangian bound less both is the bound of a node (Fisher, "The Lagrangian relaxation
/// method for solving integer programming problems", 1981). Draws are settled at the leaves; a leaf whose draws fall
/// short of its bound stays open and keeps the proven bound above it, so a claim of optimality is never a guess.
struct ExactSearch {
    private struct Option {
        var choice: Choice
        var regret: Double
        var uses: Range<Int>
    }

    private let instance: Instance
    private let commitments: Commitments
    private let packing: Packing
    private let isOver: () -> Bool
    private var jobs: [Int] = []
    private var options: [[Option]] = []
    /// Uses of the options: dimension and units.
    private var lines: [(dimension: Int, units: Double)] = []
    private var dimensions: [Dimension] = []
    private var suffix: [Double] = []
    private var free: [Double] = []
    private var picked: [Int] = []
    private var nodesLeft: Int
    private(set) var best: Int64
    private(set) var choices: [Choice]?
    /// The greatest bound among the parts of the tree that were not searched, milli-fen.
    private var open: Int64

    private struct Dimension {
        var resource: Int
        var price: Double
        var penalty: Double
    }

    /// Milli-fen: no solution is better than this, commitments not counted.
    var bound: Int64 { max(best, open) }

    /// - Parameters:
    ///   - packing: empty, at the prices of the proof.
    ///   - incumbent: welfare known to be reachable, milli-fen, commitments not counted.
    /// - Returns: nil when the market has more than `mostOptions` options within the gap.
    init?(
        _ layout: Layout, _ commitments: Commitments, packing: Packing, ascent: PriceAscent, incumbent: Int64, nodeLimit: Int,
        isOver: @escaping () -> Bool
    ) {
        instance = layout.instance
        self.commitments = commitments
        self.packing = packing
        self.isOver = isOver
        best = incumbent
        open = Int64.min
        nodesLeft = nodeLimit
        let prices = ascent.best.prices
        let mostOptions = 20_000
        let roomiest = Double(ascent.best.value - incumbent + 1) * 64
        guard roomiest > 0 else { return nil }
        var dimensionOf = [Int: Int]()
        let ok = prices.withUnsafeBufferPointer { view in
            ascent.capacities.withUnsafeBufferPointer { capacities in
                layout.withTables { tables in
                    var oracle = JobOracle(layout: layout, tables: tables, view: PricedView(prices: view, capacities: capacities))
                    var total = 0
                    for job in instance.jobs.indices where !commitments.isFixed[job] {
                        let found = collect(job, &oracle, roomiest, &dimensionOf, prices)
                        guard !found.isEmpty else { continue }
                        total += found.count
                        guard total <= mostOptions else { return false }
                        jobs.append(job)
                        options.append(found)
                    }
                    return true
                }
            }
        }
        guard ok else { return nil }
        arrange()
        rootBound = ascent.best.value
        free = dimensions.map { Double(min(commitments.resources[$0.resource].capacity, 1 << 45)) }
    }

    private var rootBound: Int64 = 0

    mutating func run() {
        picked = .init(repeating: 0, count: jobs.count)
        descend(0, Double(rootBound) * 64)
    }

    // MARK: Setting up

    private mutating func collect(
        _ id: Int, _ oracle: inout JobOracle<PricedView>, _ roomiest: Double, _ dimensionOf: inout [Int: Int], _ prices: [Double]
    ) -> [Option] {
        let job = instance.jobs[id]
        var values: [(value: Double, choice: Choice)] = [(0, .none)]
        for label in 0..<job.labelPlans.count {
            if job.computeMode != .required, let found = oracle.value(id, label: label, compute: -1) { values.append(found) }
            guard job.computeMode != .none else { continue }
            for compute in 0..<job.computePlans.count {
                if let found = oracle.value(id, label: label, compute: Int32(compute)) { values.append(found) }
            }
        }
        let top = values.reduce(0) { max($0, $1.value) }
        values.removeAll { top - $0.value >= roomiest }
        values.sort { $0.value > $1.value }
        guard values.count > 1 || values[0].choice.isMatched else { return [] }
        return values.map { found in
            let start = lines.count
            if found.choice.isMatched {
                var plans = [instance.labelPlans[Int(job.labelStart) + Int(found.choice.label)]]
                if found.choice.compute >= 0 { plans.append(instance.computePlans[Int(job.computeStart) + Int(found.choice.compute)]) }
                for use in plans.flatMap({ instance.uses(of: $0) }) {
                    let resource = Int(use.resource)
                    let dimension = dimensionOf[resource] ?? dimensions.count
                    if dimension == dimensions.count {
                        dimensionOf[resource] = dimension
                        dimensions.append(
                            Dimension(
                                resource: resource, price: prices[resource],
                                penalty: Double(instance.resources[resource].penalty) * Grid.perMilliFen))
                    }
                    lines.append((dimension, Double(use.units)))
                }
            }
            return Option(choice: found.choice, regret: top - found.value, uses: start..<lines.count)
        }
    }

    /// The most decided jobs first, and what the jobs from each level on could use at most.
    private mutating func arrange() {
        let order = jobs.indices.sorted { left, right in
            let a = options[left].count > 1 ? options[left][1].regret : .infinity
            let b = options[right].count > 1 ? options[right][1].regret : .infinity
            return a != b ? a > b : left < right
        }
        jobs = order.map { jobs[$0] }
        options = order.map { options[$0] }
        let width = dimensions.count
        suffix = .init(repeating: 0, count: (jobs.count + 1) * width)
        for level in stride(from: jobs.count - 1, through: 0, by: -1) {
            for d in 0..<width { suffix[level * width + d] = suffix[(level + 1) * width + d] }
            var most: [Int: Double] = [:]
            for option in options[level] {
                var own: [Int: Double] = [:]
                for line in lines[option.uses] { own[line.dimension, default: 0] += line.units }
                for (d, units) in own { most[d] = max(most[d] ?? 0, units) }
            }
            for (d, units) in most { suffix[level * width + d] += units }
        }
    }

    // MARK: Searching

    private func loss(_ level: Int) -> Double {
        let base = level * dimensions.count
        var sum = 0.0
        for d in dimensions.indices {
            let idle = free[d] - suffix[base + d]
            if idle > 0 { sum += dimensions[d].price * idle }
            if free[d] < 0 { sum += (dimensions[d].penalty - dimensions[d].price) * -free[d] }
        }
        return sum
    }

    private mutating func descend(_ level: Int, _ upper: Double) {
        let limit = Int64(((upper - loss(level)) / 64).rounded(.down))
        guard limit > best else { return }
        if level == jobs.count { return finish(limit) }
        nodesLeft -= 1
        if nodesLeft <= 0 || (nodesLeft & 1023 == 0 && isOver()) {
            nodesLeft = 0
            open = max(open, limit)
            return
        }
        for (slot, option) in options[level].enumerated() {
            if Int64(((upper - option.regret) / 64).rounded(.down)) <= best { break }
            guard place(option, 1) else {
                _ = place(option, -1)
                continue
            }
            picked[level] = slot
            descend(level + 1, upper - option.regret)
            _ = place(option, -1)
        }
    }

    /// Takes or gives back the option's uses. - Returns: whether hard limits hold.
    private mutating func place(_ option: Option, _ sign: Double) -> Bool {
        var fits = true
        for line in lines[option.uses] {
            free[line.dimension] -= sign * line.units
            if free[line.dimension] < 0, dimensions[line.dimension].penalty == 0 { fits = false }
        }
        return fits
    }

    private mutating func finish(_ limit: Int64) {
        nodesLeft -= 2000  // a leaf costs about that many nodes
        var chosen = [Choice](repeating: .none, count: instance.jobs.count)
        var placed: [Int] = [], ok = true
        for (level, job) in jobs.enumerated() {
            let choice = options[level][picked[level]].choice
            guard choice.isMatched else { continue }
            guard packing.insert(job, choice) else {
                ok = false
                break
            }
            placed.append(job)
            chosen[job] = packing.choices[job]
        }
        for job in placed { packing.remove(job) }
        if ok {
            let settled = Drawdown(instance, commitments.resources, prices: packing.slots.map(\.price)).settle(chosen, rounds: 6)
            var matches = commitments.matches
            for (job, choice) in settled.enumerated() where choice.isMatched { matches.append(choice.match(of: job)) }
            let (violations, worth) = Verifier(instance).examine(matches)
            if violations.isEmpty, worth - commitments.objective > best {
                best = worth - commitments.objective
                choices = settled
            }
        }
        if best < limit { open = max(open, limit) }
    }
}
