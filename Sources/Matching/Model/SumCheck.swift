/// Refuses markets whose totals could leave 64 bits, so that the engine may add without checking.
struct SumCheck {
    let instance: Instance

    /// - Complexity: linear in the instance.
    func run() throws(InstanceFault) {
        _ = try checkWelfare()
        _ = try checkPenalties()
    }

    /// The sums themselves, of an instance that has passed: welfare and penalties, milli-fen.
    func sums() -> (welfare: Int64, penalties: Int64) {
        ((try? checkWelfare()) ?? Self.most, (try? checkPenalties()) ?? Int64.max)
    }

    /// The largest and the smallest welfare that all jobs together could reach, in milli-fen, drawdown included.
    private func checkWelfare() throws(InstanceFault) -> Int64 {
        var total: Int64 = 0
        for job in instance.jobs {
            let (sum, overflow) = total.addingReportingOverflow(Self.extreme(of: job, in: instance))
            guard !overflow, sum < Self.most else {
                throw InstanceFault(place: .market, reason: .sumOverflows("values, gains and costs"))
            }
            total = sum
        }
        return total
    }

    static let most = Int64.max / 2

    /// The largest amount by which a job can move the welfare, in milli-fen.
    static func extreme(of job: Job, in instance: Instance) -> Int64 {
        let most =
            magnitude(job.valueFen) + extreme(instance.labelPlans[job.labelPlans])
            + extreme(instance.computePlans[job.computePlans])
        return most * 1000 + (job.voucherCount == 0 ? 0 : most * Limits.weight)
    }

    private func checkPenalties() throws(InstanceFault) -> Int64 {
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
        return total
    }

    private static func extreme(_ plans: ArraySlice<Plan>) -> Int64 {
        plans.reduce(0) { max($0, $1.costFen + magnitude($1.gainFen)) }
    }

    private static func magnitude(_ value: Int64) -> Int64 { value < 0 ? -value : value }
}
