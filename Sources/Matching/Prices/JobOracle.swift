/// How the oracle sees the resources of plans and vouchers.
protocol ResourceView {
    /// Priced cost of the plan's uses in grid units, or infinity when it cannot be taken.
    func charge(_ plan: Plan, _ uses: UnsafeBufferPointer<Use>) -> Double
    /// Priced cost of one fen drawn, in grid units.
    func drawPrice(_ resource: Int) -> Double
    /// Fen that may be drawn at most, as far as this resource goes; `first` marks the voucher's own balance.
    func drawRoom(_ resource: Int, first: Bool) -> Double
}

/// Finds the best way to serve one job under a view of the resources: every pair of plans in time order, with the best
/// drawdown, within the budget.
///
/// Compute plans are taken by falling start, so that the best compute plan after a given finish is a running maximum;
/// a budget that binds is settled by enumeration, pruned by the values without it.
struct JobOracle<View: ResourceView> {
    var tables: Tables
    var view: View
    private let scratch: OracleScratch
    private let computeValue: UnsafeMutablePointer<Double>
    private let computeTotal: UnsafeMutablePointer<Double>
    private let leadValue: UnsafeMutablePointer<Double>
    private let leadIndex: UnsafeMutablePointer<Int32>
    private let labelTotal: UnsafeMutablePointer<Double>
    private let labelValue: UnsafeMutablePointer<Double>
    private let offers: UnsafeMutablePointer<DrawOffer>
    private var offerCount = 0
    private var hasCompute = false

    init(layout: Layout, tables: Tables, view: View) {
        self.tables = tables
        self.view = view
        scratch = OracleScratch(labels: layout.widestLabel, computes: layout.widestCompute)
        computeValue = scratch.values
        computeTotal = computeValue + layout.widestCompute
        leadValue = computeTotal + layout.widestCompute
        labelTotal = leadValue + layout.widestCompute
        labelValue = labelTotal + layout.widestLabel
        leadIndex = scratch.indices
        offers = scratch.offers
    }

    /// The best value in grid units and the choice that has it; `Grid.impossible` when nothing fits.
    /// The value may be negative: leaving the job unmatched, worth 0, is the caller's option.
    mutating func best(_ id: Int) -> (value: Double, choice: Choice) {
        let job = tables.jobs[id]
        collectOffers(job)
        hasCompute = job.computeMode != .none && job.computeCount > 0
        if hasCompute { rateComputes(job) }
        rateLabels(job)
        var top = Grid.impossible, label = -1, compute: Int32 = -1
        for local in 0..<Int(job.labelCount) {
            let own = labelTotal[local]
            guard own > Grid.impossible else { continue }
            if job.computeMode != .required, own > top {
                top = own
                label = local
                compute = -1
            }
            guard hasCompute else { continue }
            let reached = Int(tables.reach[Int(job.labelStart) + local])
            guard reached > 0, leadValue[reached - 1] > Grid.impossible else { continue }
            let pair = own + leadValue[reached - 1]
            if pair > top {
                top = pair
                label = local
                compute = leadIndex[reached - 1]
            }
        }
        guard label >= 0 else { return (Grid.impossible, .none) }
        let base = Double(job.valueFen) * Grid.perFen
        if !tables.budgetCanBind[id] { return (base + top, finish(job, label, compute)) }
        let free = finish(job, label, compute)
        if netCost(job, free) <= job.budgetFen { return (base + top, free) }
        let bound = bestWithinBudget(job, hasCompute: hasCompute, labels: 0..<Int(job.labelCount))
        return bound.choice.isMatched ? (base + bound.value, bound.choice) : (Grid.impossible, .none)
    }

    /// Rates every label plan of a job with its best compute plan and drawdown; then `total(of:)` gives each.
    mutating func rate(_ id: Int) {
        let job = tables.jobs[id]
        collectOffers(job)
        hasCompute = job.computeMode != .none && job.computeCount > 0
        if hasCompute { rateComputes(job) }
        rateLabels(job)
    }

    /// After `rate(id)`: the best value in grid units with that label plan, exact within the budget.
    func total(of local: Int, _ id: Int) -> (value: Double, choice: Choice) {
        let job = tables.jobs[id]
        let own = labelTotal[local]
        guard own > Grid.impossible else { return (Grid.impossible, .none) }
        var top = Grid.impossible, compute: Int32 = -1
        if job.computeMode != .required { top = own }
        let reached = hasCompute ? Int(tables.reach[Int(job.labelStart) + local]) : 0
        if reached > 0, own + leadValue[reached - 1] > top {
            top = own + leadValue[reached - 1]
            compute = leadIndex[reached - 1]
        }
        guard top > Grid.impossible else { return (Grid.impossible, .none) }
        let base = Double(job.valueFen) * Grid.perFen
        let choice = finish(job, local, compute)
        if !tables.budgetCanBind[id] || netCost(job, choice) <= job.budgetFen { return (base + top, choice) }
        let bound = bestWithinBudget(job, hasCompute: hasCompute, labels: local..<local + 1)
        return bound.choice.isMatched ? (base + bound.value, bound.choice) : (Grid.impossible, .none)
    }

    /// After `rate(id)`: how far the best option with each plan lies below `best`. Regrets of compute plans may be
    /// understated where a budget binds.
    func eachRegret(
        _ id: Int, below best: Double, floor: Double = 0, label: (Int, Double) -> Void, compute: (Int, Double) -> Void
    ) {
        let job = tables.jobs[id]
        for local in 0..<Int(job.labelCount) {
            label(Int(job.labelStart) + local, max(floor, best - total(of: local, id).value))
        }
        guard hasCompute else { return }
        let base = Double(job.valueFen) * Grid.perFen
        var leads = [Double](repeating: Grid.impossible, count: Int(job.computeCount) + 1)
        for local in 0..<Int(job.labelCount) {
            let reached = Int(tables.reach[Int(job.labelStart) + local])
            leads[reached] = max(leads[reached], labelTotal[local])
        }
        for slot in (0..<Int(job.computeCount)).reversed() {
            leads[slot] = max(leads[slot], leads[slot + 1])
            let lead = leads[slot + 1]
            let top = lead > Grid.impossible ? base + computeTotal[slot] + lead : Grid.impossible
            compute(Int(job.computeStart) + Int(tables.order[Int(job.computeStart) + slot]), max(floor, best - top))
        }
    }

    /// The value of one given choice of plans with its best drawdown, or nil when time, room or budget forbid it.
    mutating func value(_ id: Int, label: Int, compute: Int32) -> (value: Double, choice: Choice)? {
        let job = tables.jobs[id]
        collectOffers(job)
        let plan = tables.labels[Int(job.labelStart) + label]
        let labelCharge = view.charge(plan, tables.uses)
        guard labelCharge < .infinity else { return nil }
        var net = Double(job.valueFen + plan.gainFen - plan.costFen) * Grid.perFen - labelCharge
        if compute >= 0 {
            let second = tables.computes[Int(job.computeStart) + Int(compute)]
            let charge = view.charge(second, tables.uses)
            guard second.startDay >= plan.endDay, charge < .infinity else { return nil }
            net += Double(second.gainFen - second.costFen) * Grid.perFen - charge
        } else if job.computeMode == .required {
            return nil
        }
        guard let drawn = drawdown(job, label, compute) else { return nil }
        return (net + drawn.value, drawn.choice)
    }

    // MARK: Plans

    private mutating func rateComputes(_ job: Job) {
        var lead = Grid.impossible, leader: Int32 = -1
        let first = Int(job.computeStart)
        for slot in 0..<Int(job.computeCount) {
            let local = tables.order[first + slot]
            let plan = tables.computes[first + Int(local)]
            let own = Double(plan.gainFen - plan.costFen) * Grid.perFen - view.charge(plan, tables.uses)
            computeValue[slot] = own
            let total = offerCount == 0 || own < Grid.impossible ? own : own + bestOffer(plan, .compute).worth
            computeTotal[slot] = total
            if total > lead {
                lead = total
                leader = local
            }
            leadValue[slot] = lead
            leadIndex[slot] = leader
        }
    }

    private mutating func rateLabels(_ job: Job) {
        let first = Int(job.labelStart)
        for local in 0..<Int(job.labelCount) {
            let plan = tables.labels[first + local]
            let own = Double(plan.gainFen - plan.costFen) * Grid.perFen - view.charge(plan, tables.uses)
            labelValue[local] = own
            labelTotal[local] = offerCount == 0 || own < Grid.impossible ? own : own + bestOffer(plan, .label).worth
        }
    }

    // MARK: Drawdown

    private mutating func collectOffers(_ job: Job) {
        offerCount = 0
        guard job.voucherCount > 0 else { return }
        for slot in job.vouchers {
            let id = tables.jobVouchers[slot]
            let voucher = tables.vouchers[Int(id)]
            var gain = Double(voucher.weight) * Grid.perMilliFen, room = 1e12, first = true
            for index in voucher.resourceRange {
                let resource = Int(tables.voucherResources[index])
                gain -= view.drawPrice(resource)
                room = min(room, view.drawRoom(resource, first: first))
                first = false
            }
            guard room > 0 else { continue }
            offers[offerCount] = DrawOffer(
                voucher: id, scope: voucher.scope, lastDay: voucher.lastDay, rate: Double(voucher.rateBasisPoints),
                room: room, gain: gain)
            offerCount += 1
        }
    }

    /// The most that may be drawn from an offer on a plan. Exact: the quotient is rounded correctly and the distance of
    /// a non-integer quotient to the next integer, 1/10000, is far above one rounding.
    private func most(_ offer: DrawOffer, _ plan: Plan, _ scope: VoucherScope) -> Double {
        guard offer.scope.contains(scope), plan.endDay <= offer.lastDay else { return 0 }
        return min(Double(Int64(Double(plan.costFen) * offer.rate / 10_000)), offer.room)
    }

    private func bestOffer(_ plan: Plan, _ scope: VoucherScope) -> (worth: Double, index: Int, fen: Double) {
        var best = (worth: 0.0, index: -1, fen: 0.0)
        for index in 0..<offerCount where offers[index].gain > 0 {
            let fen = most(offers[index], plan, scope)
            let worth = fen * offers[index].gain
            if worth > best.worth { best = (worth, index, fen) }
        }
        return best
    }

    private func finish(_ job: Job, _ label: Int, _ compute: Int32) -> Choice {
        var choice = Choice(label: Int32(label), compute: compute)
        guard offerCount > 0 else { return choice }
        let first = bestOffer(tables.labels[Int(job.labelStart) + label], .label)
        if first.index >= 0 {
            choice.labelVoucher = offers[first.index].voucher
            choice.labelDraw = Int64(first.fen)
        }
        if compute >= 0 {
            let second = bestOffer(tables.computes[Int(job.computeStart) + Int(compute)], .compute)
            if second.index >= 0 {
                choice.computeVoucher = offers[second.index].voucher
                choice.computeDraw = Int64(second.fen)
            }
        }
        return choice
    }

    private func netCost(_ job: Job, _ choice: Choice) -> Int64 {
        var net = tables.labels[Int(job.labelStart) + Int(choice.label)].costFen - choice.labelDraw
        if choice.compute >= 0 {
            net += tables.computes[Int(job.computeStart) + Int(choice.compute)].costFen - choice.computeDraw
        }
        return net
    }

    private func bestWithinBudget(
        _ job: Job, hasCompute: Bool, labels: Range<Int>
    ) -> (value: Double, choice: Choice) {
        var top = Grid.impossible, best = Choice.none
        for local in labels where labelTotal[local] > Grid.impossible {
            if job.computeMode != .required, labelTotal[local] > top, let drawn = drawdown(job, local, -1) {
                let value = labelValue[local] + drawn.value
                if value > top {
                    top = value
                    best = drawn.choice
                }
            }
            guard hasCompute else { continue }
            let reached = Int(tables.reach[Int(job.labelStart) + local])
            guard reached > 0, labelTotal[local] + leadValue[reached - 1] > top else { continue }
            for slot in 0..<reached where labelTotal[local] + computeTotal[slot] > top {
                guard computeTotal[slot] > Grid.impossible else { continue }
                let index = tables.order[Int(job.computeStart) + slot]
                guard let drawn = drawdown(job, local, index) else { continue }
                let value = labelValue[local] + computeValue[slot] + drawn.value
                if value > top {
                    top = value
                    best = drawn.choice
                }
            }
        }
        return (top, best)
    }

    /// The best drawdown for given plans within the budget: at most one voucher for each part; a voucher worth drawing is
    /// drawn in full, one that costs welfare only as far as the budget needs it, the cheaper first.
    private func drawdown(_ job: Job, _ label: Int, _ compute: Int32) -> (value: Double, choice: Choice)? {
        let first = tables.labels[Int(job.labelStart) + label]
        var cost = first.costFen
        var second: Plan?
        if compute >= 0 {
            let plan = tables.computes[Int(job.computeStart) + Int(compute)]
            cost += plan.costFen
            second = plan
        }
        let short = job.budgetFen < cost ? Double(cost - max(job.budgetFen, -1_000_000_000_000)) : 0
        var best: (value: Double, choice: Choice)?
        for left in -1..<offerCount {
            let leftMost = left < 0 ? 0 : most(offers[left], first, .label)
            if left >= 0, leftMost <= 0 { continue }
            for right in -1..<(second == nil ? 0 : offerCount) {
                let rightMost = right < 0 ? 0 : most(offers[right], second ?? first, .compute)
                if right >= 0, rightMost <= 0 { continue }
                guard leftMost + rightMost >= short else { continue }
                let leftGain = left < 0 ? 0 : offers[left].gain, rightGain = right < 0 ? 0 : offers[right].gain
                var a = leftGain > 0 ? leftMost : 0, b = rightGain > 0 ? rightMost : 0
                var need = max(0, short - a - b)
                if leftGain >= rightGain {
                    let more = min(need, leftMost - a)
                    a += more
                    need -= more
                    b += need
                } else {
                    let more = min(need, rightMost - b)
                    b += more
                    need -= more
                    a += need
                }
                let value = a * leftGain + b * rightGain
                if let found = best, found.value >= value { continue }
                var choice = Choice(label: Int32(label), compute: compute)
                if a > 0 {
                    choice.labelVoucher = offers[left].voucher
                    choice.labelDraw = Int64(a)
                }
                if b > 0 {
                    choice.computeVoucher = offers[right].voucher
                    choice.computeDraw = Int64(b)
                }
                best = (value, choice)
            }
        }
        return best
    }
}

/// Resources by their prices alone: the relaxed market, in which capacity is a matter of cost.
struct PricedView: ResourceView {
    let prices: UnsafeBufferPointer<Double>
    let capacities: UnsafeBufferPointer<Double>

    @inline(__always)
    func charge(_ plan: Plan, _ uses: UnsafeBufferPointer<Use>) -> Double {
        var sum = 0.0
        for index in plan.useRange {
            let use = uses[index]
            sum += prices[Int(use.resource)] * Double(use.units)
        }
        return sum
    }
    @inline(__always) func drawPrice(_ resource: Int) -> Double { prices[resource] }
    @inline(__always) func drawRoom(_ resource: Int, first: Bool) -> Double { first ? capacities[resource] : 1e12 }
}

/// A voucher that a job may draw on.
struct DrawOffer {
    var voucher: Int32
    var scope: VoucherScope
    var lastDay: Int32
    var rate: Double
    var room: Double
    /// Grid units for a fen drawn; may be negative, and still serve a budget.
    var gain: Double
}

/// Room for one job's plan values. Owned by one oracle; sized for the widest job, which every job's counts stay within.
final class OracleScratch {
    let values: UnsafeMutablePointer<Double>
    let indices: UnsafeMutablePointer<Int32>
    let offers: UnsafeMutablePointer<DrawOffer>

    init(labels: Int, computes: Int) {
        values = .allocate(capacity: 3 * computes + 2 * labels + 1)
        indices = .allocate(capacity: computes + 1)
        offers = .allocate(capacity: Limits.vouchersPerJob)
        values.initialize(repeating: 0, count: 3 * computes + 2 * labels + 1)
        indices.initialize(repeating: 0, count: computes + 1)
        let none = DrawOffer(voucher: -1, scope: [], lastDay: 0, rate: 0, room: 0, gain: 0)
        offers.initialize(repeating: none, count: Limits.vouchersPerJob)
    }

    deinit {
        values.deallocate()
        indices.deallocate()
        offers.deallocate()
    }
}
