/// Collects a market row by row and checks each row as it comes.
///
/// Order: resources, vouchers, then for each job `addJob` followed by its plans. A plan belongs to the last job added.
/// Rows that are refused leave the builder as it was.
package struct InstanceBuilder: Sendable {
    private var instance: Instance

    package init() {
        instance = Instance(
            name: "market", resources: [], vouchers: [], voucherResources: [], jobs: [], labelPlans: [], computePlans: [],
            uses: [], jobVouchers: [])
    }

    /// Goes on where an instance ends.
    init(extending instance: consuming Instance) { self.instance = instance }

    package var jobCount: Int { instance.jobs.count }
    package var resourceCount: Int { instance.resources.count }
    package var voucherCount: Int { instance.vouchers.count }
    package var labelPlanCount: Int { instance.labelPlans.count }
    package var computePlanCount: Int { instance.computePlans.count }

    /// Makes room ahead of time; a hint, so that a file's claims cannot make it allocate more than a fixed amount.
    package mutating func reserve(jobs: Int, labelPlans: Int, computePlans: Int) {
        let most = 4_000_000
        instance.jobs.reserveCapacity(max(0, min(jobs, most)))
        instance.labelPlans.reserveCapacity(max(0, min(labelPlans, most)))
        instance.computePlans.reserveCapacity(max(0, min(computePlans, most)))
    }

    /// - Returns: the resource's index.
    /// - Throws: `outOfRange` for a negative capacity or a penalty outside 0…`Limits.penalty`.
    @discardableResult
    package mutating func addResource(_ resource: Resource) throws(InstanceFault) -> Int {
        let place = InstanceFault.Place.resource(instance.resources.count)
        try check("capacity", resource.capacity, 0...Int64.max, place)
        try check("penalty", resource.penalty, 0...Limits.penalty, place)
        try checkRows(instance.resources.count, "resources", place)
        instance.resources.append(resource)
        return instance.resources.count - 1
    }

    /// - Parameter resources: the voucher's own balance first, then the pots that it draws from.
    /// - Returns: the voucher's index.
    @discardableResult
    package mutating func addVoucher(
        holder: Int64, rateBasisPoints: Int64, scope: VoucherScope, lastDay: Int64, weight: Int64, resources used: [Int64]
    ) throws(InstanceFault) -> Int {
        let place = InstanceFault.Place.voucher(instance.vouchers.count)
        try check("rate", rateBasisPoints, 0...10_000, place)
        try check("scope", Int64(scope.rawValue), 1...3, place)
        try check("last day", lastDay, -Limits.day...Limits.day, place)
        try check("weight", weight, 0...Limits.weight, place)
        try checkRows(instance.vouchers.count, "vouchers", place)
        guard (1...16).contains(used.count) else {
            throw InstanceFault(place: place, reason: .outOfRange(field: "resource count", value: Int64(used.count)))
        }
        for (index, id) in used.enumerated() {
            guard id >= 0, id < instance.resources.count else { throw InstanceFault(place: place, reason: .unknownResource(id)) }
            guard !used[..<index].contains(id) else {
                throw InstanceFault(place: place, reason: .outOfRange(field: "repeated resource", value: id))
            }
        }
        instance.vouchers.append(
            Voucher(
                holder: holder, rateBasisPoints: rateBasisPoints, scope: scope, lastDay: Int32(lastDay), weight: weight,
                resourceStart: Int32(instance.voucherResources.count), resourceCount: Int32(used.count)))
        for id in used { instance.voucherResources.append(Int32(id)) }
        return instance.vouchers.count - 1
    }

    /// - Returns: the job's index.
    @discardableResult
    package mutating func addJob(
        holder: Int64, valueFen: Int64, budgetFen: Int64, computeMode: ComputeMode, vouchers owned: [Int64] = []
    ) throws(InstanceFault) -> Int {
        let place = InstanceFault.Place.job(instance.jobs.count)
        try check("value", valueFen, -Limits.moneyFen...Limits.moneyFen, place)
        try checkRows(instance.jobs.count, "jobs", place)
        guard owned.count <= Limits.vouchersPerJob else { throw InstanceFault(place: place, reason: .tooMany("vouchers")) }
        for (index, id) in owned.enumerated() {
            guard id >= 0, id < instance.vouchers.count else { throw InstanceFault(place: place, reason: .unknownVoucher(id)) }
            guard instance.vouchers[Int(id)].holder == holder else {
                throw InstanceFault(place: place, reason: .voucherOfAnotherHolder(id))
            }
            guard !owned[..<index].contains(id) else {
                throw InstanceFault(place: place, reason: .outOfRange(field: "repeated voucher", value: id))
            }
        }
        instance.jobs.append(
            Job(
                holder: holder, valueFen: valueFen, budgetFen: budgetFen, computeMode: computeMode,
                labelStart: Int32(instance.labelPlans.count), labelCount: 0, computeStart: Int32(instance.computePlans.count),
                computeCount: 0, voucherStart: Int32(instance.jobVouchers.count), voucherCount: Int32(owned.count)))
        for id in owned { instance.jobVouchers.append(Int32(id)) }
        return instance.jobs.count - 1
    }

    /// Adds a label plan to the last job. Repeated resources are summed.
    package mutating func addLabelPlan(
        costFen: Int64, gainFen: Int64 = 0, startDay: Int64 = 0, finishDay: Int64 = 0, uses lines: [Use]
    ) throws(InstanceFault) {
        let last = instance.jobs.count - 1
        guard last >= 0 else { throw InstanceFault(place: .market, reason: .planWithoutJob) }
        let place = InstanceFault.Place.labelPlan(job: last, plan: Int(instance.jobs[last].labelCount))
        try checkRows(instance.labelPlans.count, "label plans", place)
        try checkPlanCount(instance.jobs[last].labelCount, place)
        instance.labelPlans.append(try plan(costFen, gainFen, startDay, finishDay, lines, place))
        instance.jobs[last].labelCount += 1
    }

    /// Adds a compute plan to the last job.
    package mutating func addComputePlan(
        costFen: Int64, gainFen: Int64 = 0, startDay: Int64, endDay: Int64, uses lines: [Use]
    ) throws(InstanceFault) {
        let last = instance.jobs.count - 1
        guard last >= 0 else { throw InstanceFault(place: .market, reason: .planWithoutJob) }
        let place = InstanceFault.Place.computePlan(job: last, plan: Int(instance.jobs[last].computeCount))
        try checkRows(instance.computePlans.count, "compute plans", place)
        try checkPlanCount(instance.jobs[last].computeCount, place)
        instance.computePlans.append(try plan(costFen, gainFen, startDay, endDay, lines, place))
        instance.jobs[last].computeCount += 1
    }

    /// - Throws: `sumOverflows` when welfare, costs or penalties of all jobs together leave 64 bits.
    package consuming func build(name: String = "market") throws(InstanceFault) -> Instance {
        instance.name = name
        try SumCheck(instance: instance).run()
        return instance
    }

    /// The instance without the check of sums, for callers that keep their own.
    consuming func unchecked() -> Instance { instance }

    private mutating func plan(
        _ cost: Int64, _ gain: Int64, _ start: Int64, _ end: Int64, _ lines: [Use], _ place: InstanceFault.Place
    ) throws(InstanceFault) -> Plan {
        try check("cost", cost, 0...Limits.moneyFen, place)
        try check("gain", gain, -Limits.moneyFen...Limits.moneyFen, place)
        try check("start", start, -Limits.day...Limits.day, place)
        try check("end", end, -Limits.day...Limits.day, place)
        guard start <= end else { throw InstanceFault(place: place, reason: .endsBeforeStart) }
        guard lines.count <= Limits.usesPerPlan else { throw InstanceFault(place: place, reason: .tooMany("uses")) }
        try checkRows(instance.uses.count, "uses", place)
        for line in lines {
            guard line.resource >= 0, Int(line.resource) < instance.resources.count else {
                throw InstanceFault(place: place, reason: .unknownResource(Int64(line.resource)))
            }
            try check("units", Int64(line.units), 0...Limits.units, place)
        }
        let first = instance.uses.count
        for line in lines where line.units > 0 {
            if let same = instance.uses[first...].firstIndex(where: { $0.resource == line.resource }) {
                let sum = Int64(instance.uses[same].units) + Int64(line.units)
                guard sum <= Limits.units else {
                    instance.uses.removeSubrange(first...)
                    throw InstanceFault(place: place, reason: .outOfRange(field: "units", value: sum))
                }
                instance.uses[same].units = Int32(sum)
            } else {
                instance.uses.append(line)
            }
        }
        return Plan(
            costFen: cost, gainFen: gain, startDay: Int32(start), endDay: Int32(end), useStart: Int32(first),
            useCount: Int32(instance.uses.count - first))
    }

    private func check(
        _ field: String, _ value: Int64, _ range: ClosedRange<Int64>, _ place: InstanceFault.Place
    ) throws(InstanceFault) {
        guard range.contains(value) else { throw InstanceFault(place: place, reason: .outOfRange(field: field, value: value)) }
    }

    private func checkRows(_ count: Int, _ what: String, _ place: InstanceFault.Place) throws(InstanceFault) {
        guard count < Limits.rows else { throw InstanceFault(place: place, reason: .tooMany(what)) }
    }

    private func checkPlanCount(_ count: Int32, _ place: InstanceFault.Place) throws(InstanceFault) {
        guard count < Limits.plansPerJob else { throw InstanceFault(place: place, reason: .tooMany("plans")) }
    }
}
