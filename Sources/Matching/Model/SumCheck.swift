/// Refuses markets whose totals could leave 64 bits, so that the engine may add without checking.
struct SumCheck {
    let instance: Instance

    /// - Complexity: linear in the instance.
    func run() throws(InstanceFault) {
        try checkWelfare()
        try checkPenalties()
    }

    /// The largest and the smallest welfare that all jobs together could reach, in milli-fen, drawdown included.
    private func checkWelfare() throws(InstanceFault) {
        var total: Int64 = 0
        for job in instance.jobs {
            var most = magnitude(job.valueFen)
            most += extreme(instance.labelPlans[job.labelPlans]) + extreme(instance.computePlans[job.computePlans])
            let drawn = instance.vouchers(of: job).isEmpty ? 0 : most / 1000 * Limits.weight
            let (sum, overflow) = total.addingReportingOverflow(most * 1000 + drawn)
            // 64 divisions of a milli-fen are the grid of the bound; the sum must fit on it too.
            guard !overflow, sum < Int64.max / 2 else {
                throw InstanceFault(place: .market, reason: .sumOverflows("values, gains and costs"))
            }
            total = sum
        }
    }

    private func checkPenalties() throws(InstanceFault) {
        var used = [Int64](repeating: 0, count: instance.resources.count)
        for plans in [instance.labelPlans, instance.computePlans] {
            for plan in plans {
                for use in instance.uses(of: plan) { used[Int(use.resource)] += Int64(use.units) }
            }
        }
        var total: Int64 = 0
        for (index, resource) in instance.resources.enumerated() where !resource.isHard {
            let (product, tooLarge) = used[index].multipliedReportingOverflow(by: resource.penalty)
            let (sum, overflow) = total.addingReportingOverflow(product)
            guard !tooLarge, !overflow else {
                throw InstanceFault(place: .resource(index), reason: .sumOverflows("penalties"))
            }
            total = sum
        }
    }

    private func extreme(_ plans: ArraySlice<Plan>) -> Int64 {
        plans.reduce(0) { max($0, $1.costFen + magnitude($1.gainFen)) }
    }

    private func magnitude(_ value: Int64) -> Int64 { value < 0 ? -value : value }
}
