@testable import Matching

/// Markets of vendors with weeks, as many jobs as wanted, tight enough to be contested.
enum MediumMarket {
    /// - Parameters:
    ///   - vouchers: whether jobs own vouchers on two pots that are too small for all.
    ///   - rich: whether every fifth week is a soft limit and two jobs of three may have compute.
    static func make(jobs: Int, seed: Int, vouchers: Bool = false, rich: Bool = false) -> Instance {
        var random = TinyMarket(seed: seed)
        var builder = InstanceBuilder()
        let vendors = max(2, jobs / 10), weeks = 4
        do {
            for vendor in 0..<vendors {
                for week in 0..<weeks {
                    let penalty: Int64 = rich && (vendor + week) % 5 == 0 ? 40_000 : 0
                    try builder.addResource(Resource(capacity: Int64(random.pick(60...140)), penalty: penalty, owner: Int32(vendor)))
                }
            }
            var pots: [Int] = []
            for _ in 0..<(vouchers ? 2 : 0) {
                pots.append(try builder.addResource(Resource(capacity: Int64(jobs * random.pick(150...400)), kind: 80)))
            }
            for job in 0..<jobs {
                var owned: [Int64] = []
                for (index, pot) in pots.enumerated() where random.pick(0...9) < 6 {
                    let balance = try builder.addResource(Resource(capacity: Int64(random.pick(300...1500)), kind: 75))
                    owned.append(
                        Int64(
                            try builder.addVoucher(
                                holder: Int64(job), rateBasisPoints: Int64(random.pick(3...8)) * 1000, scope: .label,
                                lastDay: Int64(random.pick(2...9)), weight: Int64(7 + index * 2) * 100,
                                resources: [Int64(balance), Int64(pot)])))
                }
                try builder.addJob(
                    holder: Int64(job), valueFen: Int64(random.pick(2000...9000)), budgetFen: Int64(random.pick(3000...9000)),
                    computeMode: rich ? ComputeMode(rawValue: UInt8(random.pick(0...2))) ?? .none : .none, vouchers: owned)
                for _ in 0..<random.pick(2...8) {
                    let vendor = random.pick(0...vendors - 1), week = random.pick(0...weeks - 2)
                    let uses = [week, week + 1].map { Use(resource: vendor * weeks + $0, units: random.pick(5...30)) }
                    try builder.addLabelPlan(
                        costFen: Int64(random.pick(800...4000)), startDay: Int64(week), finishDay: Int64(week + 2), uses: uses)
                }
                for _ in 0..<(rich ? random.pick(1...3) : 0) {
                    let start = Int64(random.pick(2...5))
                    let use = Use(resource: random.pick(0...vendors * weeks - 1), units: random.pick(1...9))
                    try builder.addComputePlan(
                        costFen: Int64(random.pick(100...900)), gainFen: Int64(random.pick(0...1500)), startDay: start, endDay: start + 1,
                        uses: [use])
                }
            }
            return try builder.build()
        } catch {
            preconditionFailure("medium market: \(error)")
        }
    }
}

extension Instance {
    /// The same market with jobs, plans, resources and vouchers in another order.
    func permuted(seed: Int) throws -> Instance { try shuffled(seed: seed).instance }

    /// - Returns: the market in another order; for each of its jobs the number that it had, and for each resource.
    func shuffled(seed: Int) throws -> (instance: Instance, jobs: [Int], resources: [Int]) {
        var random = TinyMarket(seed: seed + 77)
        func shuffle(_ count: Int) -> [Int] {
            var order = Array(0..<count)
            for index in order.indices.dropLast() { order.swapAt(index, random.pick(index...count - 1)) }
            return order
        }
        let resourceOrder = shuffle(resources.count)
        var place = [Int](repeating: 0, count: resources.count)
        for (new, old) in resourceOrder.enumerated() { place[old] = new }
        func moved(_ plan: Plan) -> [Use] {
            uses(of: plan).reversed().map { Use(resource: place[Int($0.resource)], units: Int($0.units)) }
        }
        var builder = InstanceBuilder()
        for old in resourceOrder { try builder.addResource(resources[old]) }
        let voucherOrder = shuffle(vouchers.count)
        var card = [Int64](repeating: 0, count: vouchers.count)
        for (new, old) in voucherOrder.enumerated() { card[old] = Int64(new) }
        for voucher in voucherOrder.map({ vouchers[$0] }) {
            try builder.addVoucher(
                holder: voucher.holder, rateBasisPoints: voucher.rateBasisPoints, scope: voucher.scope,
                lastDay: Int64(voucher.lastDay), weight: voucher.weight,
                resources: resources(of: voucher).map { Int64(place[Int($0)]) })
        }
        let jobOrder = shuffle(jobs.count)
        for id in jobOrder {
            let job = jobs[id]
            try builder.addJob(
                holder: job.holder, valueFen: job.valueFen, budgetFen: job.budgetFen, computeMode: job.computeMode,
                vouchers: vouchers(of: job).reversed().map { card[Int($0)] })
            for index in shuffle(job.labelPlans.count) {
                let plan = labelPlans[job.labelPlans.lowerBound + index]
                try builder.addLabelPlan(
                    costFen: plan.costFen, gainFen: plan.gainFen, startDay: Int64(plan.startDay), finishDay: Int64(plan.endDay),
                    uses: moved(plan))
            }
            for index in shuffle(job.computePlans.count) {
                let plan = computePlans[job.computePlans.lowerBound + index]
                try builder.addComputePlan(
                    costFen: plan.costFen, gainFen: plan.gainFen, startDay: Int64(plan.startDay), endDay: Int64(plan.endDay),
                    uses: moved(plan))
            }
        }
        return (try builder.build(), jobOrder, resourceOrder)
    }
}
