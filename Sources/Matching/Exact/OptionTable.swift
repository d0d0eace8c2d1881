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

    /// - Parameters:
    ///   - prices: in grid units, with the bound that they prove.
    ///   - extra: what each use pays on top, for cuts; or empty.
    ///   - gap: milli-fen between that bound and a known answer; options with at least that regret are left out.
    /// - Returns: nil when more than `most` options remain.
    /// - Complexity: linear in the pairs of plans, times the vouchers of a job squared.
    init?(_ instance: Instance, _ commitments: Commitments, prices: [Double], extra: [Double] = [], gap: Double, most: Int) {
        self.instance = instance
        self.prices = prices
        self.extra = extra
        resources = commitments.resources
        for job in instance.jobs.indices where !commitments.isFixed[job] {
            collect(job, gap)
            guard options.count <= most else { return nil }
        }
    }

    /// Keeps the options for which `keep` holds.
    mutating func filter(_ keep: (Int) -> Bool) {
        var newOptions: [Option] = [], newRanges: [Range<Int>] = [], newJobs: [Int] = []
        for (slot, range) in ranges.enumerated() {
            let first = newOptions.count
            for index in range where keep(index) { newOptions.append(options[index]) }
            guard newOptions.count > first else { continue }
            newRanges.append(first..<newOptions.count)
            newJobs.append(jobs[slot])
        }
        options = newOptions
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

    private mutating func collect(_ id: Int, _ gap: Double) {
        let job = instance.jobs[id]
        let labels = sides(job, job.labelPlans, instance.labelPlans, .label)
        let computes = job.computeMode == .none ? [] : sides(job, job.computePlans, instance.computePlans, .compute)
        let base = Double(job.valueFen) * Grid.perFen, room = gap * 64
        var top = 0.0
        var found: [Found] = []
        let lead = computes.first.map { max(0, $0.net + $0.bestDraw) } ?? 0
        for label in labels {
            let reach = base + label.net + label.bestDraw
            if reach + lead <= top - room { break }
            if job.computeMode != .required, reach > top - room { pair(id, job, base, label, nil, &found, &top) }
            for compute in computes where compute.row.startDay >= label.row.endDay {
                if reach + compute.net + compute.bestDraw > top - room { pair(id, job, base, label, compute, &found, &top) }
            }
        }
        let first = options.count
        for one in found {
            // An option with little worth of its own may still be part of a drawdown in between.
            if top - one.priced < room
                || found.contains(where: { top - $0.priced < room && $0.option.choice.mixes(with: one.option.choice) })
            {
                options.append(one.option)
            }
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
        guard let uses = planUses(label.row, compute?.row) else { return }
        let first = lines.count
        lines.append(contentsOf: uses)
        let net = base + label.net + (compute?.net ?? 0)
        let fen = job.valueFen + label.row.gainFen - label.row.costFen + (compute.map { $0.row.gainFen - $0.row.costFen } ?? 0)
        var seen: [Choice] = []
        for left in -1..<label.offers.count {
            for right in -1..<(compute?.offers.count ?? 0) {
                let a = left < 0 ? nil : label.offers[left], b = right < 0 ? nil : compute?.offers[right]
                for (x, y) in corners(a?.most ?? 0, b?.most ?? 0, short) {
                    var choice = Choice(label: label.plan, compute: compute?.plan ?? -1)
                    if let a, x > 0 { (choice.labelVoucher, choice.labelDraw) = (a.voucher, x) }
                    if let b, y > 0 { (choice.computeVoucher, choice.computeDraw) = (b.voucher, y) }
                    guard !seen.contains(choice) else { continue }
                    seen.append(choice)
                    let priced = net + (a?.gain ?? 0) * Double(x) + (b?.gain ?? 0) * Double(y)
                    top = max(top, priced)
                    found.append(Found(priced: priced, option: option(id, choice, fen, first, uses.count)))
                }
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

    private mutating func option(_ id: Int, _ choice: Choice, _ fen: Int64, _ first: Int, _ count: Int) -> Option {
        var start = first, worth = Double(fen) * 1000
        let draws = [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)].filter { $0.0 >= 0 }
        if !draws.isEmpty {
            start = lines.count
            for index in first..<first + count { lines.append(lines[index]) }
            var drawn: [Line] = []
            for (voucher, amount) in draws {
                let row = instance.vouchers[Int(voucher)]
                worth += Double(row.weight) * Double(amount)
                for resource in instance.resources(of: row) { Self.add(resource, Double(amount), to: &drawn) }
            }
            lines.append(contentsOf: drawn)
        }
        return Option(
            job: Int32(id), choice: choice, worth: worth, lines: start..<(draws.isEmpty ? first + count : lines.count), planLines: count)
    }

    /// What both plans use together, each resource once, or nil when they cannot both fit.
    private func planUses(_ label: Plan, _ compute: Plan?) -> [Line]? {
        var sum: [Line] = []
        for plan in [label, compute].compactMap({ $0 }) {
            for use in instance.uses(of: plan) { Self.add(use.resource, Double(use.units), to: &sum) }
        }
        for line in sum where resources[Int(line.resource)].isHard {
            if line.units > Double(resources[Int(line.resource)].capacity) { return nil }
        }
        return sum
    }

    private static func add(_ resource: Int32, _ units: Double, to lines: inout [Line]) {
        guard units > 0 else { return }
        if let index = lines.firstIndex(where: { $0.resource == resource }) {
            lines[index].units += units
        } else {
            lines.append(Line(resource: resource, units: units))
        }
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
