/// A few jobs of a market as a market of their own: their plans, their vouchers, the resources that these touch with the room that
/// all other jobs leave. Plans keep their numbers inside the job.
struct SubMarket: Sendable {
    let instance: Instance
    /// Jobs, vouchers and resources of the whole market, by their index here.
    let jobs: [Int]
    private let vouchers: [Int32]
    let resources: [Int]
    /// For each use here the use of the whole market that it copies.
    let uses: [Int32]

    /// - Parameters:
    ///   - room: what is left of each resource when the jobs have left; below zero only for soft resources.
    ///   - marks: scratch, one for each resource, all -1 before and after.
    /// - Complexity: linear in the jobs' plans.
    init(_ whole: Instance, jobs: [Int], room: [Int64], marks: inout [Int32]) {
        var found: [Int] = [], rows: [Resource] = []
        func local(_ resource: Int32, _ marks: inout [Int32]) -> Int32 {
            if marks[Int(resource)] < 0 {
                marks[Int(resource)] = Int32(found.count)
                found.append(Int(resource))
                var row = whole.resources[Int(resource)]
                row.capacity = max(0, room[Int(resource)])
                rows.append(row)
            }
            return marks[Int(resource)]
        }
        var instance = Instance(
            name: whole.name, resources: [], vouchers: [], voucherResources: [], jobs: [], labelPlans: [], computePlans: [], uses: [],
            jobVouchers: [])
        var owned: [Int32] = [], copied: [Int32] = []
        for id in jobs {
            var job = whole.jobs[id]
            let labels = whole.labelPlans[job.labelPlans], computes = whole.computePlans[job.computePlans]
            let vouchers = whole.vouchers(of: job)
            job.labelStart = Int32(instance.labelPlans.count)
            job.computeStart = Int32(instance.computePlans.count)
            job.voucherStart = Int32(instance.jobVouchers.count)
            for voucher in vouchers {
                if !owned.contains(voucher) { owned.append(voucher) }
                instance.jobVouchers.append(Int32(owned.firstIndex(of: voucher) ?? 0))
            }
            for (isLabel, plans) in [(true, labels), (false, computes)] {
                for var plan in plans {
                    let first = Int32(instance.uses.count)
                    copied.append(contentsOf: plan.useRange.map { Int32($0) })
                    for use in whole.uses(of: plan) {
                        instance.uses.append(Use(resource: Int(local(use.resource, &marks)), units: Int(use.units)))
                    }
                    plan.useStart = first
                    if isLabel { instance.labelPlans.append(plan) } else { instance.computePlans.append(plan) }
                }
            }
            instance.jobs.append(job)
        }
        for voucher in owned {
            var row = whole.vouchers[Int(voucher)]
            let drawn = whole.resources(of: row)
            row.resourceStart = Int32(instance.voucherResources.count)
            for resource in drawn { instance.voucherResources.append(local(resource, &marks)) }
            instance.vouchers.append(row)
        }
        for resource in found { marks[resource] = -1 }
        instance.resources = rows
        self.instance = instance
        self.jobs = jobs
        vouchers = owned
        resources = found
        uses = copied
    }

    /// A match of the whole market in the numbers used here.
    func inside(_ match: Match, job: Int) -> Match {
        var match = match
        match.job = job
        for index in match.draws.indices {
            match.draws[index].voucher = vouchers.firstIndex(of: Int32(match.draws[index].voucher)) ?? 0
        }
        return match
    }

    /// A choice made here as a match of the whole market.
    func outside(_ choice: Choice, job: Int) -> Match {
        var match = choice.match(of: jobs[job])
        for index in match.draws.indices { match.draws[index].voucher = Int(vouchers[match.draws[index].voucher]) }
        return match
    }
}
