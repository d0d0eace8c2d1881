/// Collects a market row by row and checks each row as it comes.
///
/// Order: resources, vouchers, then for each job `addJob` followed by its plans. A plan belongs to the last job added.
/// Rows that are refused leave the builder as it was.
package struct InstanceBuilder: Sendable {
    private var resources: [Resource] = []
    private var vouchers: [Voucher] = []
    private var voucherResources: [Int32] = []
    private var jobs: [Job] = []
    private var labelPlans: [Plan] = []
    private var computePlans: [Plan] = []
    private var uses: [Use] = []
    private var jobVouchers: [Int32] = []

    package init() {}

    package var jobCount: Int { jobs.count }
    package var resourceCount: Int { resources.count }
    package var voucherCount: Int { vouchers.count }
    package var labelPlanCount: Int { labelPlans.count }
    package var computePlanCount: Int { computePlans.count }

    /// Makes room ahead of time; a hint, so that a file's claims cannot make it allocate more than a fixed amount.
    package mutating func reserve(jobs: Int, labelPlans: Int, computePlans: Int) {
        let most = 4_000_000
        self.jobs.reserveCapacity(max(0, min(jobs, most)))
        self.labelPlans.reserveCapacity(max(0, min(labelPlans, most)))
        self.computePlans.reserveCapacity(max(0, min(computePlans, most)))
    }

    /// - Returns: the resource's index.
    /// - Throws: `outOfRange` for a negative capacity or a penalty outside 0…`Limits.penalty`.
    @discardableResult
    package mutating func addResource(_ resource: Resource) throws(InstanceFault) -> Int {
        let place = InstanceFault.Place.resource(resources.count)
        try check("capacity", resource.capacity, 0...Int64.max, place)
        try check("penalty", resource.penalty, 0...Limits.penalty, place)
        try checkRows(resources.count, "resources", place)
        resources.append(resource)
        return resources.count - 1
    }

    /// - Parameter resources: the voucher's own balance first, then the pots that it draws from.
    /// - Returns: the voucher's index.
    @discardableResult
    package mutating func addVoucher(
        holder: Int64, rateBasisPoints: Int64, scope: VoucherScope, lastDay: Int64, weight: Int64, resources used: [Int64]
    ) throws(InstanceFault) -> Int {
        let place = InstanceFault.Place.voucher(vouchers.count)
        try check("rate", rateBasisPoints, 0...10_000, place)
        try check("scope", Int64(scope.rawValue), 1...3, place)
        try check("last day", lastDay, -Limits.day...Limits.day, place)
        try check("weight", weight, 0...Limits.weight, place)
        try checkRows(vouchers.count, "vouchers", place)
        guard (1...16).contains(used.count) else {
            throw InstanceFault(place: place, reason: .outOfRange(field: "resource count", value: Int64(used.count)))
        }
        for (index, id) in used.enumerated() {
            guard id >= 0, id < resources.count else { throw InstanceFault(place: place, reason: .unknownResource(id)) }
            guard !used[..<index].contains(id) else {
                throw InstanceFault(place: place, reason: .outOfRange(field: "repeated resource", value: id))
            }
        }
        vouchers.append(
            Voucher(
                holder: holder, rateBasisPoints: rateBasisPoints, scope: scope, lastDay: Int32(lastDay), weight: weight,
                resourceStart: Int32(voucherResources.count), resourceCount: Int32(used.count)))
        for id in used { voucherResources.append(Int32(id)) }
        return vouchers.count - 1
    }

    /// - Returns: the job's index.
    @discardableResult
    package mutating func addJob(
        holder: Int64, valueFen: Int64, budgetFen: Int64, computeMode: ComputeMode, vouchers owned: [Int64] = []
    ) throws(InstanceFault) -> Int {
        let place = InstanceFault.Place.job(jobs.count)
        try check("value", valueFen, -Limits.moneyFen...Limits.moneyFen, place)
        try checkRows(jobs.count, "jobs", place)
        guard owned.count <= Limits.vouchersPerJob else { throw InstanceFault(place: place, reason: .tooMany("vouchers")) }
        for (index, id) in owned.enumerated() {
            guard id >= 0, id < vouchers.count else { throw InstanceFault(place: place, reason: .unknownVoucher(id)) }
            guard vouchers[Int(id)].holder == holder else {
                throw InstanceFault(place: place, reason: .voucherOfAnotherHolder(id))
            }
            guard !owned[..<index].contains(id) else {
                throw InstanceFault(place: place, reason: .outOfRange(field: "repeated voucher", value: id))
            }
        }
        jobs.append(
            Job(
                holder: holder, valueFen: valueFen, budgetFen: budgetFen, computeMode: computeMode,
                labelStart: Int32(labelPlans.count), labelCount: 0, computeStart: Int32(computePlans.count),
                computeCount: 0, voucherStart: Int32(jobVouchers.count), voucherCount: Int32(owned.count)))
        for id in owned { jobVouchers.append(Int32(id)) }
        return jobs.count - 1
    }

    /// Adds a label plan to the last job. Repeated resources are summed.
    package mutating func addLabelPlan(
        costFen: Int64, gainFen: Int64 = 0, startDay: Int64 = 0, finishDay: Int64 = 0, uses lines: [Use]
    ) throws(InstanceFault) {
        let last = jobs.count - 1
        guard last >= 0 else { throw InstanceFault(place: .market, reason: .planWithoutJob) }
        let place = InstanceFault.Place.labelPlan(job: last, plan: Int(jobs[last].labelCount))
        try checkRows(labelPlans.count, "label plans", place)
        try checkPlanCount(jobs[last].labelCount, place)
        labelPlans.append(try plan(costFen, gainFen, startDay, finishDay, lines, place))
        jobs[last].labelCount += 1
    }

    /// Adds a compute plan to the last job.
    package mutating func addComputePlan(
        costFen: Int64, gainFen: Int64 = 0, startDay: Int64, endDay: Int64, uses lines: [Use]
    ) throws(InstanceFault) {
        let last = jobs.count - 1
        guard last >= 0 else { throw InstanceFault(place: .market, reason: .planWithoutJob) }
        let place = InstanceFault.Place.computePlan(job: last, plan: Int(jobs[last].computeCount))
        try checkRows(computePlans.count, "compute plans", place)
        try checkPlanCount(jobs[last].computeCount, place)
        computePlans.append(try plan(costFen, gainFen, startDay, endDay, lines, place))
        jobs[last].computeCount += 1
    }

    /// - Throws: `sumOverflows` when welfare, costs or penalties of all jobs together leave 64 bits.
    package consuming func build(name: String = "market") throws(InstanceFault) -> Instance {
        let instance = Instance(
            name: name, resources: resources, vouchers: vouchers, voucherResources: voucherResources, jobs: jobs,
            labelPlans: labelPlans, computePlans: computePlans, uses: uses, jobVouchers: jobVouchers)
        try SumCheck(instance: instance).run()
        return instance
    }

    private mutating func plan(
        _ cost: Int64, _ gain: Int64, _ start: Int64, _ end: Int64, _ lines: [Use], _ place: InstanceFault.Place
    ) throws(InstanceFault) -> Plan {
        try check("cost", cost, 0...Limits.moneyFen, place)
        try check("gain", gain, -Limits.moneyFen...Limits.moneyFen, place)
        try check("start", start, -Limits.day...Limits.day, place)
        try check("end", end, -Limits.day...Limits.day, place)
        guard start <= end else { throw InstanceFault(place: place, reason: .endsBeforeStart) }
        guard lines.count <= Limits.usesPerPlan else { throw InstanceFault(place: place, reason: .tooMany("uses")) }
        try checkRows(uses.count, "uses", place)
        for line in lines {
            guard line.resource >= 0, Int(line.resource) < resources.count else {
                throw InstanceFault(place: place, reason: .unknownResource(Int64(line.resource)))
            }
            try check("units", Int64(line.units), 0...Limits.units, place)
        }
        let first = uses.count
        for line in lines where line.units > 0 {
            if let same = uses[first...].firstIndex(where: { $0.resource == line.resource }) {
                let sum = Int64(uses[same].units) + Int64(line.units)
                guard sum <= Limits.units else {
                    uses.removeSubrange(first...)
                    throw InstanceFault(place: place, reason: .outOfRange(field: "units", value: sum))
                }
                uses[same].units = Int32(sum)
            } else {
                uses.append(line)
            }
        }
        return Plan(
            costFen: cost, gainFen: gain, startDay: Int32(start), endDay: Int32(end), useStart: Int32(first),
            useCount: Int32(uses.count - first))
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
