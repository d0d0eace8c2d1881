/// Improves an answer by solving small parts of the market exactly, everything else held fast.
///
/// A neighbourhood is grown from one job over the resources that jobs share in the mixture of recent choices or in the
/// answer itself; its jobs leave their places, and `BranchAndCut` places them anew among the options that the prices
/// recommend (large neighbourhood search: Shaw, 1998; neighbourhoods from the relaxation: Danna, Rothberg and Le Pape, 2005).
struct NeighbourhoodSearch {
    private let instance: Instance
    private let commitments: Commitments
    private let prices: [Double]
    private let extra: [Double]
    private let isOver: () -> Bool
    /// Resources that a job shares with others, and jobs by resource.
    private var jobResources: [[Int32]] = []
    private var resourceJobs: [[Int32]]
    private var matchOf: [Match?]
    /// What the matches leave of each resource; below zero only for soft ones.
    private var room: [Int64]
    private var marks: [Int32]
    /// The best value of each job at the prices, and how far its place lies below; grid units.
    private let tops: [Double]
    private var regrets: [Double] = []
    private var tries: [Int32]
    private var floor = 0.0
    private var random = SplitMix(seed: 7)
    private(set) var worth: Int64
    private let workers: any Workers

    struct Setting {
        var rounds: Int
        /// Neighbourhoods of one round, searched side by side; the answer does not depend on the threads.
        var parts: Int
        var jobs: Int
        var work: Int
        var options: Int
        /// Regret up to which options are tried, and gain from which on a part is worth solving: shares of the mean welfare
        /// of a job.
        var regret = 0.5
        var least = 0.02
    }

    /// - Parameters:
    ///   - support: plans that the relaxation mixes, by share: label plans first, then compute plans.
    ///   - matches: the answer to improve, commitments included.
    init(
        _ layout: Layout, _ commitments: Commitments, prices: [Double], extra: [Double], support: [Float], matches: [Match],
        worth: Int64, workers: any Workers, isOver: @escaping () -> Bool
    ) {
        let instance = layout.instance
        self.instance = instance
        self.commitments = commitments
        self.prices = prices
        self.extra = extra
        self.isOver = isOver
        self.worth = worth
        matchOf = .init(repeating: nil, count: instance.jobs.count)
        resourceJobs = .init(repeating: [], count: instance.resources.count)
        room = commitments.resources.map(\.capacity)
        marks = .init(repeating: -1, count: instance.resources.count)
        tries = .init(repeating: 0, count: instance.jobs.count)
        tops = Self.tops(layout, prices, extra, commitments)
        self.workers = workers
        for match in matches where !commitments.isFixed[match.job] {
            matchOf[match.job] = match
            take(match, 1)
        }
        jobResources.reserveCapacity(instance.jobs.count)
        for (id, job) in instance.jobs.enumerated() {
            jobResources.append(commitments.isFixed[id] ? [] : shared(id, job, support))
            for resource in jobResources[id] { resourceJobs[Int(resource)].append(Int32(id)) }
        }
        regrets = instance.jobs.indices.map { commitments.isFixed[$0] ? 0 : regret($0) }
    }

    /// The best value of each job at prices and cuts, grid units.
    private static func tops(_ layout: Layout, _ prices: [Double], _ extra: [Double], _ commitments: Commitments) -> [Double] {
        let capacities = commitments.resources.map { Double(min($0.capacity, 1 << 45)) }
        let extra = extra.isEmpty ? [Double](repeating: 0, count: layout.instance.uses.count) : extra
        return prices.withUnsafeBufferPointer { prices in
            capacities.withUnsafeBufferPointer { capacities in
                extra.withUnsafeBufferPointer { extra in
                    layout.withTables { tables in
                        let view = AmountView(prices: prices, capacities: capacities, extra: extra)
                        var oracle = JobOracle(layout: layout, tables: tables, view: view)
                        return layout.instance.jobs.indices.map { max(0, oracle.best($0).value) }
                    }
                }
            }
        }
    }

    /// All matches, commitments included, in the order of jobs.
    var matches: [Match] { (commitments.matches + matchOf.compactMap { $0 }).sorted { $0.job < $1.job } }

    private func shared(_ id: Int, _ job: Job, _ support: [Float]) -> [Int32] {
        var found: [Int32] = []
        func add(_ plan: Plan) {
            for use in instance.uses(of: plan) where prices[Int(use.resource)] > 0 && !found.contains(use.resource) {
                found.append(use.resource)
            }
        }
        for plan in job.labelPlans where support[plan] > 0.03 { add(instance.labelPlans[plan]) }
        for plan in job.computePlans where support[instance.labelPlans.count + plan] > 0.03 { add(instance.computePlans[plan]) }
        if let match = matchOf[id] {
            add(instance.labelPlans[Int(job.labelStart) + match.labelPlan])
            if let compute = match.computePlan { add(instance.computePlans[Int(job.computeStart) + compute]) }
        }
        return found
    }

    private mutating func take(_ match: Match, _ sign: Int64) {
        for plan in plans(of: match) {
            for use in instance.uses(of: plan) { room[Int(use.resource)] -= sign * Int64(use.units) }
        }
        for draw in match.draws {
            for resource in instance.resources(of: instance.vouchers[draw.voucher]) { room[Int(resource)] -= sign * draw.fen }
        }
    }

    // MARK: Rounds

    /// - Complexity: each part at most `work` multiplications of its exact search.
    mutating func run(_ setting: Setting, onRound: (Int, Int64) -> Void) {
        let seeds = instance.jobs.indices.filter { !jobResources[$0].isEmpty }
        guard !seeds.isEmpty else { return }
        let total = worth > 0 ? Double(worth) : instance.jobs.reduce(0) { $0 + Double(max(0, $1.valueFen)) * 1000 }
        let mean = total / Double(max(1, instance.jobs.count))
        let gap = mean * setting.regret, least = Int64(min(mean * setting.least, 1e15))
        floor = mean * 64 * 0.02
        for round in 0..<setting.rounds {
            if isOver() { return }
            let parts = disjointParts(seeds, setting)
            let markets = parts.map { open($0) }
            let before = zip(parts, markets).map { part, market in
                part.enumerated().compactMap { slot, job in matchOf[job].map { market.inside($0, job: slot) } }
            }
            let prices = prices, extra = extra
            let found = workers.map(parts.count) { index in
                Self.solve(markets[index], before[index], prices, extra, gap, least, setting)
            }
            for (index, answer) in found.enumerated() {
                for job in parts[index] { tries[job] += 1 }
                if let answer { replace(parts[index], by: answer) }
            }
            onRound(round, worth)
        }
    }

    /// The jobs as a market of their own, with the room that is left when they leave.
    private mutating func open(_ part: [Int]) -> SubMarket {
        for job in part { if let match = matchOf[job] { take(match, -1) } }
        let market = SubMarket(instance, jobs: part, room: room, marks: &marks)
        for job in part { if let match = matchOf[job] { take(match, 1) } }
        return market
    }

    /// Takes over what a part has found, unless another part of the same round has meanwhile used the room.
    private mutating func replace(_ part: [Int], by matches: [Match]) {
        let old = part.compactMap { matchOf[$0] }
        let touched = Set((old + matches).flatMap { resources(of: $0) })
        var gain = matches.reduce(0) { $0 + value(of: $1) } - old.reduce(0) { $0 + value(of: $1) } + penalty(touched)
        for match in old { take(match, -1) }
        for match in matches { take(match, 1) }
        gain -= penalty(touched)
        guard gain > 0, touched.allSatisfy({ room[$0] >= 0 || !instance.resources[$0].isHard }) else {
            for match in matches { take(match, -1) }
            for match in old { take(match, 1) }
            return
        }
        for job in part { matchOf[job] = nil }
        for match in matches { matchOf[match.job] = match }
        worth += gain
        for job in part { (regrets[job], tries[job]) = (regret(job), 0) }
    }

    private func plans(of match: Match) -> [Plan] {
        let job = instance.jobs[match.job], label = instance.labelPlans[Int(job.labelStart) + match.labelPlan]
        return [label] + (match.computePlan.map { [instance.computePlans[Int(job.computeStart) + $0]] } ?? [])
    }

    private func resources(of match: Match) -> [Int] {
        plans(of: match).flatMap { instance.uses(of: $0).map { Int($0.resource) } }
            + match.draws.flatMap { instance.resources(of: instance.vouchers[$0.voucher]).map { Int($0) } }
    }

    /// Milli-fen, without soft penalties.
    private func value(of match: Match) -> Int64 {
        let fen = plans(of: match).reduce(instance.jobs[match.job].valueFen) { $0 + $1.gainFen - $1.costFen }
        return match.draws.reduce(fen * 1000) { $0 + instance.vouchers[$1.voucher].weight * $1.fen }
    }

    private func penalty(_ resources: Set<Int>) -> Int64 {
        resources.reduce(0) { $0 + instance.resources[$1].penalty * max(0, -room[$1]) }
    }

    /// Of a few jobs drawn by chance the one whose place promises most, those tried before counting for less.
    private mutating func seed(_ seeds: [Int], _ taken: [Bool]) -> Int? {
        var best: Int?, most = -1.0
        for _ in 0..<3 {
            let job = seeds[random.below(seeds.count)]
            guard !taken[job] else { continue }
            let promise = (regrets[job] + floor) / Double(1 + tries[job])
            if promise > most { (best, most) = (job, promise) }
        }
        return best
    }

    /// How far the job's place lies below its best at the prices, grid units.
    private func regret(_ job: Int) -> Double {
        guard let match = matchOf[job] else { return tops[job] }
        var value = Double(instance.jobs[job].valueFen) * Grid.perFen
        for plan in plans(of: match) {
            value += Double(plan.gainFen - plan.costFen) * Grid.perFen
            for index in plan.useRange {
                let use = instance.uses[index]
                value -= prices[Int(use.resource)] * Double(use.units) + (extra.isEmpty ? 0 : extra[index])
            }
        }
        for draw in match.draws {
            let voucher = instance.vouchers[draw.voucher]
            var gain = Double(voucher.weight) * Grid.perMilliFen
            for resource in instance.resources(of: voucher) { gain -= prices[Int(resource)] }
            value += gain * Double(draw.fen)
        }
        return max(0, tops[job] - value)
    }

    /// A few neighbourhoods that share no job.
    private mutating func disjointParts(_ seeds: [Int], _ setting: Setting) -> [[Int]] {
        var taken = [Bool](repeating: false, count: instance.jobs.count)
        var parts: [[Int]] = []
        for _ in 0..<setting.parts {
            guard let first = seed(seeds, taken) else { continue }
            let part = grow(from: first, most: setting.jobs, &taken)
            if part.count > 1 { parts.append(part) }
        }
        return parts
    }

    /// Jobs near a first one, breadth first with chance.
    private mutating func grow(from first: Int, most: Int, _ taken: inout [Bool]) -> [Int] {
        taken[first] = true
        var list = [first], next = 0
        while next < list.count, list.count < most {
            for resource in jobResources[list[next]] {
                for other in resourceJobs[Int(resource)] where !taken[Int(other)] && list.count < most {
                    guard random.next() & 3 != 0 else { continue }
                    taken[Int(other)] = true
                    list.append(Int(other))
                }
            }
            next += 1
        }
        return list.sorted()
    }

    /// - Returns: better matches for the jobs of a part, or nil.
    private static func solve(
        _ market: SubMarket, _ before: [Match], _ prices: [Double], _ extra: [Double], _ gap: Double, _ least: Int64,
        _ setting: Setting
    ) -> [Match]? {
        guard let commitments = Commitments([], in: market.instance) else { return nil }
        let (violations, standing) = Verifier(market.instance).examine(before)
        guard violations.isEmpty else { return nil }
        let local = market.resources.map { prices[$0] }, localExtra = extra.isEmpty ? [] : market.uses.map { extra[Int($0)] }
        let table = OptionTable(
            bestOf: market.instance, commitments, prices: local, extra: localExtra, gap: gap, most: setting.options)
        // An answer must gain something worth the work, or it is not looked for.
        var search = BranchAndCut(
            market.instance, commitments, table: table, upper: Int64.max / 2, incumbent: standing + least, workLimit: setting.work,
            isOver: { false })
        search.run()
        guard let choices = search.choices, search.best > standing else { return nil }
        return choices.enumerated().filter { $0.element.isMatched }.map { market.outside($0.element, job: $0.offset) }
    }
}
