/// Improves a packing by moving one job at a time into a place that others may have to leave.
///
/// A move takes a job out, finds its best place with taken room charged at `contest` times the market price, evicts
/// whoever is in the way (least loss for the room first), and lets the evicted find their best free places. It is kept
/// when it gains, or loses less than an exponential random number times the temperature: simulated annealing
/// (Kirkpatrick, Gelatt and Vecchi, 1983) over ejection chains (Glover, 1996), steered by the duals.
struct Annealer {
    let packing: Packing
    private var contested: JobOracle<ContestedView>
    private var open: JobOracle<OpenView>
    private var random: SplitMix
    private(set) var moves = 0
    private var next = -1
    private(set) var kept = 0
    private var evicted: [Int] = []
    private var undo: [(job: Int, choice: Choice)] = []
    private var standing: [Int] = []
    private var lacks: [Lack] = []
    /// Jobs that may be moved.
    private let movable: [Int32]
    var isFixed: [Bool]

    init(packing: Packing, layout: Layout, capacities: UnsafeBufferPointer<Double>, seed: UInt64, fixed: [Bool]) {
        self.packing = packing
        let tables = packing.tables
        contested = JobOracle(
            layout: layout, tables: tables,
            view: ContestedView(slots: packing.slots, capacities: capacities, thrift: 0, contest: 1, noise: 0, seed: seed))
        open = JobOracle(layout: layout, tables: tables, view: OpenView(slots: packing.slots, thrift: 0))
        random = SplitMix(seed: seed)
        isFixed = fixed
        // Not at random: jobs of one vendor in turn, so that what they look at and whom they evict lies near in memory.
        func home(_ job: Int) -> Int32 {
            let row = layout.instance.jobs[job], choice = packing.choices[job]
            let plan = layout.instance.labelPlans[Int(row.labelStart) + Int(max(0, choice.label))]
            return plan.useRange.isEmpty ? 0 : layout.instance.uses[plan.useRange.lowerBound].resource
        }
        let open = layout.instance.jobs.indices.filter { !fixed[$0] && layout.instance.jobs[$0].labelCount > 0 }
        let homes = open.map { (home: home($0), job: Int32($0)) }
        movable = homes.sorted { $0.home != $1.home ? $0.home < $1.home : $0.job < $1.job }.map(\.job)
    }

    /// Units that a resource lacks for the plan that room is being made for.
    private struct Lack {
        var resource: Int32
        var units: Double
        var price: Double
    }

    struct Setting {
        var temperature: Double
        /// Most that chance adds to a plan's charge, grid units.
        var noise: Double
        var contest: ClosedRange<Double>
        var thrift: Double
    }

    /// Makes `count` moves at one setting.
    mutating func run(_ count: Int, _ setting: Setting) {
        guard !movable.isEmpty else { return }
        for _ in 0..<count {
            next = next + 1 < movable.count ? next + 1 : 0
            move(Int(movable[next]), setting)
        }
    }

    /// One move of one job.
    mutating func attempt(_ job: Int, _ setting: Setting) { move(job, setting) }

    /// Follows the instance's tables to where they lie now.
    mutating func retarget(_ tables: Tables, capacities: UnsafeBufferPointer<Double>) {
        contested.tables = tables
        contested.view.capacities = capacities
        open.tables = tables
    }

    private mutating func move(_ job: Int, _ setting: Setting) {
        moves += 1
        let before = packing.total
        let old = packing.choices[job]
        undo.removeAll(keepingCapacity: true)
        standing.removeAll(keepingCapacity: true)
        if old.isMatched {
            packing.remove(job)
            undo.append((job, old))
        }
        contested.view.contest = setting.contest.lowerBound + (setting.contest.upperBound - setting.contest.lowerBound) * random.fraction()
        contested.view.thrift = setting.thrift
        contested.view.noise = setting.noise
        contested.view.seed = random.next()
        let found = contested.best(job)
        guard found.value > Grid.impossible, found.choice.isMatched, !same(found.choice, old) else {
            restore()
            return
        }
        guard makeRoom(for: job, found.choice), packing.insert(job, refreshed(job, found.choice)) else {
            restore()
            return
        }
        standing.append(job)
        settle(setting)
        let change = packing.total - before
        if change >= 0 || change > -setting.temperature * random.exponential() {
            kept += 1
        } else {
            restore()
        }
    }

    /// The evicted find places, the most valuable first.
    private mutating func settle(_ setting: Setting) {
        open.view.thrift = setting.thrift
        for job in evicted {
            let found = open.best(job)
            if found.value > 0, packing.insert(job, found.choice) { standing.append(job) }
        }
    }

    private mutating func refreshed(_ job: Int, _ choice: Choice) -> Choice {
        if packing.tables.jobs[job].voucherCount == 0 { return choice }
        open.view.thrift = 0
        return open.value(job, label: Int(choice.label), compute: choice.compute)?.choice ?? choice
    }

    private func same(_ left: Choice, _ right: Choice) -> Bool { left.label == right.label && left.compute == right.compute }

    private mutating func restore() {
        for job in standing { packing.remove(job) }
        for (job, choice) in undo.reversed() { _ = packing.insert(job, choice) }
    }

    /// Evicts until the choice fits.
    private mutating func makeRoom(for job: Int, _ choice: Choice) -> Bool {
        evicted.removeAll(keepingCapacity: true)
        let row = packing.tables.jobs[job]
        let label = packing.tables.labels[Int(row.labelStart) + Int(choice.label)]
        guard clear(label) else { return false }
        if choice.compute >= 0 { guard clear(packing.tables.computes[Int(row.computeStart) + Int(choice.compute)]) else { return false } }
        return true
    }

    private mutating func clear(_ plan: Plan) -> Bool {
        for index in plan.useRange {
            let use = packing.tables.uses[index]
            let resource = Int(use.resource)
            guard packing.slots[resource].penalty == 0 else { continue }
            while packing.slots[resource].room < Double(use.units) {
                guard evicted.count < 6, let victim = cheapest(on: resource, plan) else { return false }
                undo.append((victim, packing.choices[victim]))
                packing.remove(victim)
                evicted.append(victim)
            }
        }
        return true
    }

    /// The occupant whose leaving costs least for the room that it clears for the plan.
    private mutating func cheapest(on resource: Int, _ plan: Plan) -> Int? {
        lacks.removeAll(keepingCapacity: true)
        for index in plan.useRange {
            let use = packing.tables.uses[index], slot = packing.slots[Int(use.resource)]
            let units = Double(use.units) - slot.room
            if slot.penalty == 0, units > 0 { lacks.append(Lack(resource: use.resource, units: units, price: max(slot.price, 1))) }
        }
        var best: Int?, bestScore = Double.infinity
        var jitter = random.next()
        packing.occupants.each(on: resource) { job in
            guard !isFixed[job] else { return }
            let covered = coverage(of: job)
            jitter = jitter &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = 0.5 + Double(jitter >> 48) / 65536.0
            let score = packing.worth[job] * noise / max(covered, 1)
            let signed = score < 0 ? score * 1e-6 : score
            if signed < bestScore {
                bestScore = signed
                best = job
            }
        }
        return best
    }

    /// Priced units that the job would free where they are lacking.
    private func coverage(of job: Int) -> Double {
        var sum = 0.0
        packing.occupants.eachHeld(by: job) { resource, units in
            for lack in lacks where lack.resource == resource { sum += min(lack.units, Double(units)) * lack.price }
        }
        return sum
    }
}
