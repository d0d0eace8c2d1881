/// Every way to serve each job that can still be part of a better answer, as columns for a linear program.
///
/// An option fixes the plans and an extreme point of the drawdown that they allow; a drawdown in between is a mixture of
/// options with the same plans and vouchers. So mixtures of options describe each job's own constraints without loss
/// (Dantzig and Wolfe, "Decomposition principle for linear programs", 1960), and only the shared resources remain.
struct OptionTable {
    struct Option {
        var job: Int32
        var choice: Choice
        /// Welfare in milli-fen, soft penalties not counted; a whole number.
        var worth: Double
        /// Use of resources by the plans, then the fen drawn.
        var lines: Range<Int>
        /// How many of the lines are the plans'.
        var planLines: Int
    }

    struct Line {
        var resource: Int32
        var units: Double
    }

    private(set) var options: [Option] = []
    private(set) var lines: [Line] = []
    /// For each job its options, contiguous.
    private(set) var ranges: [Range<Int>] = []
    private(set) var jobs: [Int] = []

    private let instance: Instance
    private let resources: [Resource]
    private let prices: [Double]
    private let extra: [Double]
    /// For each option how far it, or one that it could mix with, lies below the best of its job; grid units.
    private var regrets: [Double] = []

    /// - Parameters:
    ///   - prices: in grid units, with the bound that they prove.
    ///   - extra: what each use pays on top, for cuts; or empty.
    ///   - gap: milli-fen between that bound and a known answer; options with at least that regret are left out.
    /// - Returns: nil when more than `most` options remain.
    /// - Complexity: linear in the pairs of plans, times the vouchers of a job squared.
    init?(_ instance: Instance, _ commitments: Commitments, prices: [Double], extra: [Double] = [], gap: Double, most: Int) {
        self.init(instance, commitments, prices, extra)
        for job in instance.jobs.indices where !commitments.isFixed[job] {
            collect(job, gap * 64)
            guard options.count <= most else { return nil }
        }
    }

    /// The same with at most about `most` options: those of least regret.
    init(
        bestOf instance: Instance, _ commitments: Commitments, prices: [Double], extra: [Double], gap: Double, most: Int
    ) {
        self.init(instance, commitments, prices, extra)
        var room = gap * 64
        for job in instance.jobs.indices where !commitments.isFixed[job] {
            collect(job, room)
            // Now and then, so that a wide gap does not fill memory.
            if options.count > 3 * most { room = min(room, keepBest(most)) }
        }
        if options.count > most { _ = keepBest(most) }
    }

    private init(_ instance: Instance, _ commitments: Commitments, _ prices: [Double], _ extra: [Double]) {
        self.instance = instance
        self.prices = prices
        self.extra = extra
        resources = commitments.resources
    }

    /// - Returns: the regret from which options were left out.
    private mutating func keepBest(_ most: Int) -> Double {
        let limit = max(1, regrets.sorted()[most])
        let all = regrets
        filter { all[$0] < limit }
        return limit
    }

    /// Keeps the options for which `keep` holds.
    mutating func filter(_ keep: (Int) -> Bool) {
        var newOptions: [Option] = [], newRegrets: [Double] = [], newRanges: [Range<Int>] = [], newJobs: [Int] = []
        for (slot, range) in ranges.enumerated() {
            let first = newOptions.count
            for index in range where keep(index) {
                newOptions.append(options[index])
                newRegrets.append(regrets[index])
            }
            guard newOptions.count > first else { continue }
            newRanges.append(first..<newOptions.count)
            newJobs.append(jobs[slot])
        }
        options = newOptions
        regrets = newRegrets
        ranges = newRanges
        jobs = newJobs
    }

    // MARK: One job

    private struct Side {
        var plan: Int32
        var row: Plan
        /// Worth at the prices, grid units, without draws.
        var net: Double
        var offers: [Offer]
        var bestDraw: Double
    }

    private struct Offer {
        var voucher: Int32
        var most: Int64
        var gain: Double
    }

    private struct Found {
        var priced: Double
        var option: Option
    }

    /// - Parameter room: regret that an option must stay below, grid units.
    private mutating func collect(_ id: Int, _ room: Double) {
        let job = instance.jobs[id]
        let labels = sides(job, job.labelPlans, instance.labelPlans, .label)
        let computes = job.computeMode == .none ? [] : sides(job, job.computePlans, instance.computePlans, .compute)
        let base = Double(job.valueFen) * Grid.perFen
        var top = 0.0
        var found: [Found] = []
        let lead = computes.first.map { max(0, $0.net + $0.bestDraw) } ?? 0
        for label in labels {
            let reach = base + label.net + label.bestDraw
            if reach + lead <= top - room { break }
            if job.computeMode != .required, reach > top - room { pair(id, job, base, label, nil, &found, &top) }
            for compute in computes {
                if reach + compute.net + compute.bestDraw <= top - room { break }
                if compute.row.startDay >= label.row.endDay { pair(id, job, base, label, compute, &found, &top) }
            }
        }
        let first = options.count
        for one in found where top - one.priced < room {
            options.append(one.option)
            regrets.append(top - one.priced)
        }
        guard options.count > first else { return }
        jobs.append(id)
        ranges.append(first..<options.count)
    }

    /// The job's plans of one kind that fit alone, with what may be drawn for them.
    private func sides(_ job: Job, _ range: Range<Int>, _ plans: [Plan], _ scope: VoucherScope) -> [Side] {
        var sides: [Side] = []
        for (local, index) in range.enumerated() {
            let plan = plans[index]
            var net = Double(plan.gainFen - plan.costFen) * Grid.perFen, fits = true
            for use in instance.uses(of: plan) {
                let resource = resources[Int(use.resource)]
                if resource.isHard, Int64(use.units) > resource.capacity { fits = false }
                net -= prices[Int(use.resource)] * Double(use.units)
            }
            guard fits else { continue }
            if !extra.isEmpty { for use in plan.useRange { net -= extra[use] } }
            var offers: [Offer] = [], best = 0.0
            for voucher in instance.vouchers(of: job) {
                let row = instance.vouchers[Int(voucher)]
                guard row.scope.contains(scope), plan.endDay <= row.lastDay else { continue }
                var most = plan.costFen * row.rateBasisPoints / 10_000
                var gain = Double(row.weight) * Grid.perMilliFen
                for resource in instance.resources(of: row) {
                    if resources[Int(resource)].isHard { most = min(most, resources[Int(resource)].capacity) }
                    gain -= prices[Int(resource)]
                }
                guard most > 0 else { continue }
                offers.append(Offer(voucher: voucher, most: most, gain: gain))
                best = max(best, Double(most) * gain)
            }
            sides.append(Side(plan: Int32(local), row: plan, net: net, offers: offers, bestDraw: best))
        }
        // The best first, so that what is hopeless shows at once.
        sides.sort { $0.net + $0.bestDraw != $1.net + $1.bestDraw ? $0.net + $0.bestDraw > $1.net + $1.bestDraw : $0.plan < $1.plan }
        return sides
    }

    private mutating func pair(
        _ id: Int, _ job: Job, _ base: Double, _ label: Side, _ compute: Side?, _ found: inout [Found], _ top: inout Double
    ) {
        let cost = label.row.costFen + (compute?.row.costFen ?? 0)
        let short = max(0, cost - max(job.budgetFen, -Limits.moneyFen * 4))
        let hasOffers = !label.offers.isEmpty || compute?.offers.isEmpty == false
        if short > 0, !hasOffers { return }
        let first = lines.count
        guard addUses(label.row, compute?.row) else {
            lines.removeSubrange(first...)
            return
        }
        let count = lines.count - first, group = found.count
        let toll = self.toll(label.row) + (compute.map { self.toll($0.row) } ?? 0)
        let net = base + label.net + (compute?.net ?? 0)
        let fen = job.valueFen + label.row.gainFen - label.row.costFen + (compute.map { $0.row.gainFen - $0.row.costFen } ?? 0)
        guard hasOffers else {
            let choice = Choice(label: label.plan, compute: compute?.plan ?? -1)
            top = max(top, net)
            found.append(Found(priced: net, option: option(id, choice, Double(fen) * 1000 - toll, first, count)))
            return
        }
        for left in -1..<label.offers.count {
            for right in -1..<(compute?.offers.count ?? 0) {
                let a = left < 0 ? nil : label.offers[left], b = right < 0 ? nil : compute?.offers[right]
                for (x, y) in corners(a?.most ?? 0, b?.most ?? 0, short) {
                    var choice = Choice(label: label.plan, compute: compute?.plan ?? -1)
                    if let a, x > 0 { (choice.labelVoucher, choice.labelDraw) = (a.voucher, x) }
                    if let b, y > 0 { (choice.computeVoucher, choice.computeDraw) = (b.voucher, y) }
                    guard !found[group...].contains(where: { $0.option.choice == choice }) else { continue }
                    let priced = net + (a?.gain ?? 0) * Double(x) + (b?.gain ?? 0) * Double(y)
                    top = max(top, priced)
                    found.append(Found(priced: priced, option: option(id, choice, Double(fen) * 1000 - toll, first, count)))
                }
            }
        }
        lift(&found, from: group)
    }

    /// An option with little worth of its own may still be part of a drawdown in between: it counts for as much as the best
    /// that it could mix with.
    private func lift(_ found: inout [Found], from group: Int) {
        guard found.count > group + 1 else { return }
        let own = found[group...].map(\.priced)
        for index in group..<found.count {
            for (slot, priced) in own.enumerated() where priced > found[index].priced {
                if found[index].option.choice.mixes(with: found[group + slot].option.choice) { found[index].priced = priced }
            }
        }
    }

    /// Extreme points of 0 ≤ x ≤ a, 0 ≤ y ≤ b, x + y ≥ short.
    private func corners(_ a: Int64, _ b: Int64, _ short: Int64) -> [(Int64, Int64)] {
        guard a + b >= short else { return [] }
        let least = [(a, max(0, short - a)), (max(0, short - b), b)]
        var all = [(a, b)] + least
        for (x, y) in [(a, Int64(0)), (0, b), (min(short, a), 0), (0, min(short, b))] where x + y >= short { all.append((x, y)) }
        return all
    }

    private mutating func option(_ id: Int, _ choice: Choice, _ own: Double, _ first: Int, _ count: Int) -> Option {
        var worth = own
        guard choice.labelVoucher >= 0 || choice.computeVoucher >= 0 else {
            return Option(job: Int32(id), choice: choice, worth: worth, lines: first..<first + count, planLines: count)
        }
        let start = lines.count
        for index in first..<first + count { lines.append(lines[index]) }
        for (voucher, amount) in [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)]
        where voucher >= 0 {
            let row = instance.vouchers[Int(voucher)]
            worth += Double(row.weight) * Double(amount)
            for index in row.resourceRange {
                let resource = instance.voucherResources[index]
                worth -= Double(resources[Int(resource)].toll) * Double(amount)
                add(resource, Double(amount), from: start + count)
            }
        }
        return Option(job: Int32(id), choice: choice, worth: worth, lines: start..<lines.count, planLines: count)
    }

    /// Lists what both plans use together, each resource once. - Returns: whether they can both fit.
    private mutating func addUses(_ label: Plan, _ compute: Plan?) -> Bool {
        let first = lines.count
        for use in label.useRange { add(instance.uses[use].resource, Double(instance.uses[use].units), from: first) }
        guard let compute else { return true }
        for use in compute.useRange { add(instance.uses[use].resource, Double(instance.uses[use].units), from: first) }
        for line in lines[first...] where resources[Int(line.resource)].isHard {
            if line.units > Double(resources[Int(line.resource)].capacity) { return false }
        }
        return true
    }

    /// What the plan pays where nothing is free, in milli-fen; such resources need no row.
    private func toll(_ plan: Plan) -> Double {
        var sum = 0.0
        for use in instance.uses(of: plan) { sum += Double(resources[Int(use.resource)].toll) * Double(use.units) }
        return sum
    }

    private mutating func add(_ resource: Int32, _ units: Double, from first: Int) {
        guard units > 0, resources[Int(resource)].toll == 0 else { return }
        for index in first..<lines.count where lines[index].resource == resource {
            lines[index].units += units
            return
        }
        lines.append(Line(resource: resource, units: units))
    }
}

extension Choice {
    /// Whether a drawdown between the two is one that the job may make: the same plans, and no two vouchers for one part.
    func mixes(with other: Choice) -> Bool {
        label == other.label && compute == other.compute
            && (labelVoucher < 0 || other.labelVoucher < 0 || labelVoucher == other.labelVoucher)
            && (computeVoucher < 0 || other.computeVoucher < 0 || computeVoucher == other.computeVoucher)
    }
}
