/// For each resource the uses of plans that take from it, by job.
struct UseIndex: Sendable {
    struct Found: Sendable {
        var resource: Int32
        var limit: Double
        var uses: [Int32]
        var counts: [Float]
    }

    /// Hard, used by plans of one kind only, never twice by a plan, and not drawn on by vouchers.
    private(set) var canCut: [Bool]
    private var start: [Int32]
    private var entries: [Entry] = []

    private let labelPlans: [Plan]
    private let computePlans: [Plan]
    private let uses: [Use]

    private struct Entry: Sendable {
        /// The plan, label plans first, and in the highest bit whether it is its job's first on the resource.
        private let mark: UInt32
        let units: Int32
        var plan: Int { Int(mark & 0x7FFF_FFFF) }
        var opensJob: Bool { mark >> 31 == 1 }

        init(plan: Int, opensJob: Bool, units: Int32) {
            mark = UInt32(truncatingIfNeeded: plan) | (opensJob ? 1 << 31 : 0)
            self.units = units
        }
    }

    /// - Complexity: two passes over the uses.
    init(_ instance: Instance, _ commitments: Commitments) {
        let count = instance.resources.count
        (labelPlans, computePlans, uses) = (instance.labelPlans, instance.computePlans, instance.uses)
        var last = [Int32](repeating: -1, count: count), kind = [UInt8](repeating: 0, count: count)
        canCut = commitments.resources.map { $0.isHard && $0.capacity > 0 }
        for resource in instance.voucherResources { canCut[Int(resource)] = false }
        start = .init(repeating: 0, count: count + 1)
        var plans: [(rows: [Plan], base: Int, kind: UInt8)] = [(instance.labelPlans, 0, 1)]
        plans.append((instance.computePlans, instance.labelPlans.count, 2))
        for part in plans {
            for (number, plan) in part.rows.enumerated() {
                for line in instance.uses(of: plan) {
                    let resource = Int(line.resource), id = Int32(part.base + number)
                    if last[resource] == id || kind[resource] | part.kind == 3 { canCut[resource] = false }
                    last[resource] = id
                    kind[resource] |= part.kind
                    start[resource + 1] += 1
                }
            }
        }
        for resource in 0..<count { start[resource + 1] = canCut[resource] ? start[resource] + start[resource + 1] : start[resource] }
        entries = .init(repeating: Entry(plan: 0, opensJob: false, units: 0), count: Int(start[count]))
        var fill = start, owner = [Int32](repeating: -1, count: count)
        for (id, job) in instance.jobs.enumerated() where !commitments.isFixed[id] {
            for part in plans {
                for number in part.kind == 1 ? job.labelPlans : job.computePlans {
                    for use in part.rows[number].useRange where canCut[Int(instance.uses[use].resource)] {
                        let line = instance.uses[use], resource = Int(line.resource)
                        entries[Int(fill[resource])] = Entry(
                            plan: part.base + number, opensJob: owner[resource] != Int32(id), units: line.units)
                        owner[resource] = Int32(id)
                        fill[resource] += 1
                    }
                }
            }
        }
        for resource in 0..<count where fill[resource] < start[resource + 1] { canCut[resource] = false }
    }

    /// The cover of the resource that the mixture violates most.
    /// - Parameter unit: what the shares of the mixture are to be multiplied by.
    func cut(_ resource: Int32, _ capacity: Double, _ mean: [Float], _ unit: Float, _ least: Double) -> Found? {
        let range = Int(start[Int(resource)])..<Int(start[Int(resource) + 1])
        var used = 0.0, most = 0.0, ofJob = 0.0
        for entry in entries[range] {
            if entry.opensJob { (most, ofJob) = (most + ofJob, 0) }
            let share = Double(mean[entry.plan] * unit)
            guard share > Self.leastShare else { continue }
            used += share * Double(entry.units)
            ofJob = max(ofJob, Double(entry.units))
        }
        guard used > 0.7 * capacity, most + ofJob > capacity else { return nil }
        var items: [CoverFinder.Item] = [], starts: [Int] = [], slots: [Int] = []
        items.reserveCapacity(range.count)
        slots.reserveCapacity(range.count)
        for slot in range {
            let entry = entries[slot], units = Double(entry.units)
            if entry.opensJob, starts.last != items.count { starts.append(items.count) }
            guard units <= capacity, units > 0 else { continue }
            let share = Double(mean[entry.plan] * unit)
            items.append(CoverFinder.Item(units: units, share: share > Self.leastShare ? share : 0))
            slots.append(slot)
        }
        if starts.last != items.count { starts.append(items.count) }
        var finder = CoverFinder(capacity: capacity, items: items, starts: starts)
        guard let cut = finder.best(of: 3, least: least) else { return nil }
        var found = Found(resource: resource, limit: Double(cut.limit), uses: [], counts: [])
        for (slot, count) in zip(slots, cut.counts) where count > 0 {
            found.uses.append(use(of: entries[slot].plan, on: resource))
            found.counts.append(Float(count))
        }
        return found
    }

    /// The one use of the resource by the plan.
    private func use(of plan: Int, on resource: Int32) -> Int32 {
        let row = plan < labelPlans.count ? labelPlans[plan] : computePlans[plan - labelPlans.count]
        return Int32(row.useRange.first { uses[$0].resource == resource } ?? row.useRange.lowerBound)
    }

    /// Shares below this are taken for none.
    private static let leastShare = 0.004
}
