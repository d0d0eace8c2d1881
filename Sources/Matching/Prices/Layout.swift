/// Objective units of the engine: 64 to the milli-fen, so that prices can lie between whole milli-fen and every
/// product and sum is still a whole number below 2⁵³, exact in a Double.
enum Grid {
    static let perMilliFen = 64.0
    static let perFen = 64_000.0
    /// Stands for "impossible" where a value is compared; far below every real value.
    static let impossible = -1e300
}

/// One way to serve a job: plans by their number inside the job, vouchers by their index in the instance.
struct Choice: Sendable, Equatable {
    var label: Int32 = -1
    var compute: Int32 = -1
    var labelVoucher: Int32 = -1
    var computeVoucher: Int32 = -1
    var labelDraw: Int64 = 0
    var computeDraw: Int64 = 0
    static let none = Choice()
    var isMatched: Bool { label >= 0 }
}

/// The instance with what every pass needs at hand: compute plans sorted by start, which of them a label plan reaches,
/// which budgets can bind.
struct Layout: Sendable {
    let instance: Instance
    /// For each job its compute plans by falling start, as numbers inside the job; parallel to `computePlans`.
    let computeOrder: [Int32]
    /// For each label plan how many entries of `computeOrder` start on or after its finish.
    let reach: [Int32]
    let budgetCanBind: [Bool]
    let widestLabel: Int
    let widestCompute: Int
    /// Largest number of uses of a label plan plus a compute plan of the job.
    let slotCount: [Int32]

    /// - Complexity: O(plans × log plans of a job).
    init(_ instance: Instance) {
        self.instance = instance
        var order = [Int32](repeating: 0, count: instance.computePlans.count)
        var reach = [Int32](repeating: 0, count: instance.labelPlans.count)
        var binds = [Bool](repeating: false, count: instance.jobs.count)
        var slots = [Int32](repeating: 0, count: instance.jobs.count)
        var widestLabel = 0, widestCompute = 0
        for (index, job) in instance.jobs.enumerated() {
            let labels = job.labelPlans, computes = job.computePlans
            widestLabel = max(widestLabel, labels.count)
            widestCompute = max(widestCompute, computes.count)
            let sorted = (0..<computes.count).sorted { left, right in
                let a = instance.computePlans[computes.lowerBound + left].startDay
                let b = instance.computePlans[computes.lowerBound + right].startDay
                return a != b ? a > b : left < right
            }
            let starts = sorted.map { instance.computePlans[computes.lowerBound + $0].startDay }
            for (slot, local) in sorted.enumerated() { order[computes.lowerBound + slot] = Int32(local) }
            var labelCost: Int64 = 0, labelUses: Int32 = 0, computeCost: Int64 = 0, computeUses: Int32 = 0
            for plan in labels {
                let row = instance.labelPlans[plan]
                reach[plan] = Self.countReached(starts, from: row.endDay)
                labelCost = max(labelCost, row.costFen)
                labelUses = max(labelUses, row.useCount)
            }
            for plan in computes {
                computeCost = max(computeCost, instance.computePlans[plan].costFen)
                computeUses = max(computeUses, instance.computePlans[plan].useCount)
            }
            binds[index] = labelCost + computeCost > job.budgetFen
            slots[index] = labelUses + computeUses
        }
        computeOrder = order
        self.reach = reach
        budgetCanBind = binds
        slotCount = slots
        self.widestLabel = widestLabel
        self.widestCompute = widestCompute
    }

    private static func countReached(_ falling: [Int32], from day: Int32) -> Int32 {
        var low = 0, high = falling.count
        while low < high {
            let middle = (low + high) / 2
            if falling[middle] >= day { low = middle + 1 } else { high = middle }
        }
        return Int32(low)
    }

    /// Bare pointers to the tables, valid inside `body` only.
    func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        instance.jobs.withUnsafeBufferPointer { jobs in
            instance.labelPlans.withUnsafeBufferPointer { labels in
                instance.computePlans.withUnsafeBufferPointer { computes in
                    instance.uses.withUnsafeBufferPointer { uses in
                        computeOrder.withUnsafeBufferPointer { order in
                            reach.withUnsafeBufferPointer { reach in
                                withVoucherTables { binds, vouchers, owned, drawn in
                                    body(
                                        Tables(
                                            jobs: jobs, labels: labels, computes: computes, uses: uses, order: order,
                                            reach: reach, budgetCanBind: binds, vouchers: vouchers, jobVouchers: owned,
                                            voucherResources: drawn))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Layout {
    private func withVoucherTables<Result>(
        _ body: (
            UnsafeBufferPointer<Bool>, UnsafeBufferPointer<Voucher>, UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Int32>
        ) -> Result
    ) -> Result {
        budgetCanBind.withUnsafeBufferPointer { binds in
            instance.vouchers.withUnsafeBufferPointer { vouchers in
                instance.jobVouchers.withUnsafeBufferPointer { owned in
                    instance.voucherResources.withUnsafeBufferPointer { drawn in body(binds, vouchers, owned, drawn) }
                }
            }
        }
    }
}

/// Borrowed tables of a `Layout`. Every index in them was checked when the instance was built.
struct Tables {
    let jobs: UnsafeBufferPointer<Job>
    let labels: UnsafeBufferPointer<Plan>
    let computes: UnsafeBufferPointer<Plan>
    let uses: UnsafeBufferPointer<Use>
    let order: UnsafeBufferPointer<Int32>
    let reach: UnsafeBufferPointer<Int32>
    let budgetCanBind: UnsafeBufferPointer<Bool>
    let vouchers: UnsafeBufferPointer<Voucher>
    let jobVouchers: UnsafeBufferPointer<Int32>
    let voucherResources: UnsafeBufferPointer<Int32>
}
