/// A job as it arrives after the market was solved.
package struct JobDraft: Sendable {
    package struct PlanDraft: Sendable {
        package var costFen: Int64
        package var gainFen: Int64
        package var startDay: Int64
        package var endDay: Int64
        package var uses: [Use]
        package init(costFen: Int64, gainFen: Int64 = 0, startDay: Int64 = 0, endDay: Int64 = 0, uses: [Use]) {
            self.costFen = costFen
            self.gainFen = gainFen
            self.startDay = startDay
            self.endDay = endDay
            self.uses = uses
        }
    }
    package var holder: Int64
    package var valueFen: Int64
    package var budgetFen: Int64
    package var computeMode: ComputeMode
    package var vouchers: [Int64]
    package var labelPlans: [PlanDraft]
    package var computePlans: [PlanDraft]
    package init(
        holder: Int64, valueFen: Int64, budgetFen: Int64, computeMode: ComputeMode = .none, vouchers: [Int64] = [],
        labelPlans: [PlanDraft], computePlans: [PlanDraft] = []
    ) {
        self.holder = holder
        self.valueFen = valueFen
        self.budgetFen = budgetFen
        self.computeMode = computeMode
        self.vouchers = vouchers
        self.labelPlans = labelPlans
        self.computePlans = computePlans
    }
}

/// A solved market that lives on: jobs arrive and depart, capacities change, confirmed matches stay untouched.
///
/// Each change is answered at the standing prices, by the best free place or by moving unconfirmed others, without
/// solving anew; `reoptimised` gives the warm-started solve to run after many changes. The bound stays proven: at fixed
/// prices it is a sum over jobs and resources, kept up to date term by term. Not for several threads at once.
package final class StandingMarket {
    private var layout: Layout
    private var prices: [Double]
    private var capacities: [Double]
    private var packing: Packing
    private var annealer: Annealer
    private var priced: JobOracle<PricedView>
    private var open: JobOracle<OpenView>
    private var isPresent: [Bool]
    private var isConfirmed: [Bool]
    private var welfareSum: Int64
    private var penaltySum: Int64
    private var boundSum: Int128
    private var boundIsStale = false
    private var setting = Annealer.Setting(temperature: 0, noise: 0, contest: 0.9...1.1, thrift: 0.2)

    /// - Parameters:
    ///   - solution: of the same instance, with its prices; without prices arrivals are placed by their own gain alone.
    ///   - absent: jobs of the instance that have not arrived yet.
    /// - Throws: `SolveFault.confirmed` with what is wrong when the solution is not feasible.
    package init(
        _ instance: Instance, _ solution: Solution, confirmed: Set<Int> = [], absent: Set<Int> = []
    ) throws(SolveFault) {
        let violations = Verifier(instance).examine(solution.matches).violations
        guard violations.isEmpty else { throw SolveFault.confirmed(violations) }
        var layout = Layout(instance)
        layout.reserveHeadroom()
        self.layout = layout
        let prices = StandingMarket.grid(solution.prices, instance.resources)
        self.prices = prices
        capacities = instance.resources.map { Double(min($0.capacity, 1 << 45)) }
        isPresent = instance.jobs.indices.map { !absent.contains($0) }
        isConfirmed = instance.jobs.indices.map { confirmed.contains($0) }
        (welfareSum, penaltySum) = SumCheck(instance: instance).sums()
        boundSum = 0
        let fixed = zip(isPresent, isConfirmed).map { !$0 || $1 }
        (packing, annealer, priced, open) = StandingMarket.assemble(layout, prices, capacities, instance.resources, fixed)
        within {
            for match in solution.matches where !absent.contains(match.job) { _ = packing.insert(match.job, Choice(match)) }
        }
        recountBound()
    }

    package var instance: Instance { layout.instance }

    /// What the job has now, or nil.
    package func match(of job: Int) -> Match? {
        guard isPresent.indices.contains(job), packing.choices[job].isMatched else { return nil }
        return packing.choices[job].match(of: job)
    }

    /// All matches with their objective, counted anew, and the bound at the standing prices.
    /// - Complexity: linear in matches and resources; in the whole market after a voucher's balance changed.
    package func solution() -> Solution {
        var matches: [Match] = []
        for job in isPresent.indices where packing.choices[job].isMatched { matches.append(packing.choices[job].match(of: job)) }
        let objective = Verifier(layout.instance).examine(matches).objective
        if boundIsStale { recountBound() }
        let bound = Int64(clamping: boundSum / 64 + (boundSum % 64 > 0 ? 1 : 0))
        return Solution(matches: matches, objective: objective, bound: max(bound, objective), prices: prices.map { Int64($0) })
    }

    // MARK: Changes

    /// A new job. It gets the best place that the standing prices allow; unconfirmed others may be moved, never dropped
    /// for less than what is gained.
    /// - Returns: the job's index; `match(of:)` tells its place.
    /// - Throws: what is wrong with the draft; the market is then unchanged.
    /// - Complexity: linear in the job's plans, but for a rare growth of the tables.
    package func arrive(_ draft: JobDraft) throws(InstanceFault) -> Int {
        let id = layout.instance.jobs.count
        try extend(with: draft)
        let (sum, overflow) = welfareSum.addingReportingOverflow(SumCheck.extreme(of: layout.instance.jobs[id], in: layout.instance))
        guard !overflow, sum < SumCheck.most, addPenalty(of: layout.instance.jobs[id]) else {
            layout.instance.removeLastJob()
            throw InstanceFault(place: .job(id), reason: .sumOverflows("values, gains and costs"))
        }
        welfareSum = sum
        let (labels, computes) = (layout.widestLabel, layout.widestCompute)
        layout.append(id)
        isPresent.append(true)
        isConfirmed.append(false)
        annealer.isFixed.append(false)
        // The searches have room for the plans of the widest job that they were made for.
        let isWider = layout.widestLabel > labels || layout.widestCompute > computes
        if !packing.occupants.append(uses: layout.slotCount[id]) || isWider { rebuild() }
        within {
            boundSum += pricedBest(id)
            settle(id)
        }
        return id
    }

    /// An absent or departed job of the instance comes (back).
    package func arrive(_ job: Int) {
        guard isPresent.indices.contains(job), !isPresent[job] else { return }
        isPresent[job] = true
        annealer.isFixed[job] = isConfirmed[job]
        within {
            boundSum += pricedBest(job)
            settle(job)
        }
    }

    /// A job leaves, confirmed or not; its room is free from now on.
    package func depart(_ job: Int) {
        guard isPresent.indices.contains(job), isPresent[job] else { return }
        within {
            boundSum -= pricedBest(job)
            packing.remove(job)
        }
        isPresent[job] = false
        isConfirmed[job] = false
        annealer.isFixed[job] = true
    }

    /// Fixes the job's present match. - Returns: false when it has none.
    @discardableResult
    package func confirm(_ job: Int) -> Bool {
        guard isPresent.indices.contains(job), packing.choices[job].isMatched else { return false }
        isConfirmed[job] = true
        annealer.isFixed[job] = true
        return true
    }

    /// Sets a resource's capacity. Unconfirmed jobs that no longer fit look for other places.
    /// - Returns: units by which confirmed matches alone are over a hard capacity; the capacity is then set to what they
    ///   hold, and the caller has to settle the rest with people.
    @discardableResult
    package func setCapacity(of resource: Int, to units: Int64) -> Int64 {
        guard layout.instance.resources.indices.contains(resource), units >= 0 else { return 0 }
        let change = units - layout.instance.resources[resource].capacity
        resize(resource, to: units)
        boundSum += Int128(prices[resource]) * Int128(change)
        if layout.instance.voucherResources.contains(Int32(resource)) { boundIsStale = true }
        guard packing.slots[resource].penalty == 0, packing.slots[resource].room < 0 else { return 0 }
        let moved = within { evict(from: resource) }
        let shortfall = Int64(max(0, -packing.slots[resource].room))
        if shortfall > 0 {
            resize(resource, to: units + shortfall)
            boundSum += Int128(prices[resource]) * Int128(shortfall)
        }
        within { for job in moved { settle(job) } }
        return shortfall
    }

    private func resize(_ resource: Int, to units: Int64) {
        let room = Double(min(units, 1 << 45))
        packing.addRoom(room - capacities[resource], to: resource)
        capacities[resource] = room
        layout.instance.resources[resource].capacity = units
    }

    /// Solves the market as it stands now, starting from the standing prices and matches, confirmed ones untouched.
    package func reoptimised(_ options: SolveOptions = SolveOptions()) throws(SolveFault) -> Solution {
        var options = options
        var present = layout.instance
        for job in isPresent.indices where !isPresent[job] { present.jobs[job].labelCount = 0 }
        let matches = solution().matches
        options.confirmed = matches.filter { isConfirmed[$0.job] }
        options.startMatches = matches.filter { !isConfirmed[$0.job] }
        options.startPrices = prices.map { Int64($0) }
        return try Solver(options).solve(present)
    }

    // MARK: Inside

    private func settle(_ job: Int) {
        open.view.thrift = 1
        let found = open.best(job)
        if found.value > 0, packing.insert(job, found.choice) { return }
        annealer.attempt(job, setting)
        if packing.choices[job].isMatched { return }
        open.view.thrift = 0
        let any = open.best(job)
        if any.value > 0 { _ = packing.insert(job, any.choice) }
    }

    private func evict(from resource: Int) -> [Int] {
        var holders: [Int] = []
        packing.occupants.each(on: resource) { holders.append($0) }
        if holders.isEmpty {
            // A voucher's balance or pot: those that draw on it.
            for job in isPresent.indices where packing.choices[job].isMatched && draws(packing.choices[job], on: resource) { holders.append(job) }
        }
        holders.sort { packing.worth[$0] != packing.worth[$1] ? packing.worth[$0] < packing.worth[$1] : $0 < $1 }
        var moved: [Int] = []
        for job in holders where !isConfirmed[job] && packing.slots[resource].room < 0 {
            packing.remove(job)
            moved.append(job)
        }
        return moved.reversed()
    }

    private func draws(_ choice: Choice, on resource: Int) -> Bool {
        [choice.labelVoucher, choice.computeVoucher].contains { voucher in
            voucher >= 0 && layout.instance.resources(of: layout.instance.vouchers[Int(voucher)]).contains(Int32(resource))
        }
    }

    /// Points the searches at the tables where they lie now, and keeps them there while `body` runs. `body` must not
    /// change `layout`, `prices` or `capacities`; Swift's exclusivity check would stop it.
    private func within<Result>(_ body: () -> Result) -> Result {
        layout.withTables { tables in
            prices.withUnsafeBufferPointer { prices in
                capacities.withUnsafeBufferPointer { capacities in
                    packing.tables = tables
                    annealer.retarget(tables, capacities: capacities)
                    open.tables = tables
                    priced.tables = tables
                    priced.view = PricedView(prices: prices, capacities: capacities)
                    return body()
                }
            }
        }
    }

    private func pricedBest(_ job: Int) -> Int128 { Int128(max(0, priced.best(job).value)) }

    private func recountBound() {
        var sum: Int128 = 0
        within { for job in isPresent.indices where isPresent[job] { sum += pricedBest(job) } }
        for (price, resource) in zip(prices, layout.instance.resources) { sum += Int128(price) * Int128(resource.capacity) }
        boundSum = sum
        boundIsStale = false
    }

    private func extend(with draft: JobDraft) throws(InstanceFault) {
        let before = layout.instance.jobs.count
        var builder = InstanceBuilder(extending: layout.takeInstance())
        do throws(InstanceFault) {
            try builder.addJob(
                holder: draft.holder, valueFen: draft.valueFen, budgetFen: draft.budgetFen, computeMode: draft.computeMode,
                vouchers: draft.vouchers)
            for plan in draft.labelPlans {
                try builder.addLabelPlan(
                    costFen: plan.costFen, gainFen: plan.gainFen, startDay: plan.startDay, finishDay: plan.endDay, uses: plan.uses)
            }
            for plan in draft.computePlans {
                try builder.addComputePlan(
                    costFen: plan.costFen, gainFen: plan.gainFen, startDay: plan.startDay, endDay: plan.endDay, uses: plan.uses)
            }
            layout.instance = builder.unchecked()
        } catch {
            layout.instance = builder.unchecked()
            if layout.instance.jobs.count > before { layout.instance.removeLastJob() }
            throw error
        }
    }

    private func addPenalty(of job: Job) -> Bool {
        var sum = penaltySum
        for plans in [layout.instance.labelPlans[job.labelPlans], layout.instance.computePlans[job.computePlans]] {
            for plan in plans {
                for use in layout.instance.uses(of: plan) {
                    let (more, first) = Int64(use.units).multipliedReportingOverflow(by: layout.instance.resources[Int(use.resource)].penalty)
                    let (next, second) = sum.addingReportingOverflow(more)
                    if first || second { return false }
                    sum = next
                }
            }
        }
        penaltySum = sum
        return true
    }

    /// More headroom: a new packing with the same matches.
    private func rebuild() {
        let choices = (0..<isPresent.count - 1).map { packing.choices[$0] }
        layout.reserveHeadroom()
        let fixed = zip(isPresent, isConfirmed).map { !$0 || $1 }
        (packing, annealer, priced, open) = StandingMarket.assemble(layout, prices, capacities, layout.instance.resources, fixed)
        within { for (job, choice) in choices.enumerated() where choice.isMatched { _ = packing.insert(job, choice) } }
    }

    private static func grid(_ prices: [Int64], _ resources: [Resource]) -> [Double] {
        guard prices.count == resources.count else { return .init(repeating: 0, count: resources.count) }
        return zip(prices, resources).map { price, resource in
            Double(max(0, min(price, resource.isHard ? 1 << 46 : resource.penalty * 64)))
        }
    }

    private static func assemble(
        _ layout: Layout, _ prices: [Double], _ capacities: [Double], _ resources: [Resource], _ fixed: [Bool]
    ) -> (Packing, Annealer, JobOracle<PricedView>, JobOracle<OpenView>) {
        layout.withTables { tables in
            prices.withUnsafeBufferPointer { view in
                capacities.withUnsafeBufferPointer { capacities in
                    let headroom = (jobs: layout.slotCount.count / 4 + 1024, uses: layout.slotCount.count * 4 + 65536)
                    let packing = Packing(
                        layout: layout, tables: tables, prices: prices, resources: resources, headroom: headroom)
                    let annealer = Annealer(packing: packing, layout: layout, capacities: capacities, seed: 1, fixed: fixed)
                    let priced = JobOracle(layout: layout, tables: tables, view: PricedView(prices: view, capacities: capacities))
                    let open = JobOracle(layout: layout, tables: tables, view: OpenView(slots: packing.slots, thrift: 1))
                    return (packing, annealer, priced, open)
                }
            }
        }
    }
}
