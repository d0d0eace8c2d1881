/// Objective units of the engine: 64 to the milli-fen, so that prices can lie between whole milli-fen and every
/// product and sum is still a whole number below 2⁵³, exact in a Double.
enum Grid {
    static let perMilliFen = 64.0
    static let perFen = 64_000.0
    /// Stands for "impossible" where a value is compared; far below every real value.
    static let impossible = -1e300
    /// The nearest whole number, of an amount below 2⁵¹; adding and taking away 1.5 × 2⁵² leaves no room for a fraction.
    @inline(__always) static func rounded(_ amount: Double) -> Double { (amount + 0x1.8p52) - 0x1.8p52 }
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
    var instance: Instance
    /// For each job its compute plans by falling start, as numbers inside the job; parallel to `computePlans`.
    private(set) var computeOrder: [Int32] = []
    /// For each label plan how many entries of `computeOrder` start on or after its finish.
    private(set) var reach: [Int32] = []
    private(set) var budgetCanBind: [Bool] = []
    private(set) var widestLabel = 0
    private(set) var widestCompute = 0
    /// Largest number of uses of a label plan plus a compute plan of the job.
    private(set) var slotCount: [Int32] = []

    /// - Complexity: O(plans × log plans of a job).
    init(_ instance: Instance) {
        self.instance = instance
        computeOrder.reserveCapacity(instance.computePlans.count)
        reach.reserveCapacity(instance.labelPlans.count)
        for job in instance.jobs.indices { append(job) }
    }

    /// Adds the rows of the next job of the instance.
    mutating func append(_ id: Int) {
        let job = instance.jobs[id], labels = job.labelPlans, computes = job.computePlans
        widestLabel = max(widestLabel, labels.count)
        widestCompute = max(widestCompute, computes.count)
        let sorted = (0..<computes.count).sorted { left, right in
            let a = instance.computePlans[computes.lowerBound + left].startDay
            let b = instance.computePlans[computes.lowerBound + right].startDay
            return a != b ? a > b : left < right
        }
        let starts = sorted.map { instance.computePlans[computes.lowerBound + $0].startDay }
        for local in sorted { computeOrder.append(Int32(local)) }
        var labelCost: Int64 = 0, labelUses: Int32 = 0, computeCost: Int64 = 0, computeUses: Int32 = 0
        for plan in labels {
            let row = instance.labelPlans[plan]
            reach.append(Self.countReached(starts, from: row.endDay))
            labelCost = max(labelCost, row.costFen)
            labelUses = max(labelUses, row.useCount)
        }
        for plan in computes {
            computeCost = max(computeCost, instance.computePlans[plan].costFen)
            computeUses = max(computeUses, instance.computePlans[plan].useCount)
        }
        budgetCanBind.append(labelCost + computeCost > job.budgetFen)
        slotCount.append(labelUses + computeUses)
    }

    /// Makes the pots a matter of cost.
    mutating func price(_ pots: Pots) { instance.resources = pots.priced(instance.resources) }

    /// Hands the instance over for change; `instance` is empty until it is set again, so that nothing is copied.
    mutating func takeInstance() -> Instance {
        var taken = InstanceBuilder().unchecked()
        swap(&taken, &instance)
        return taken
    }

    /// Room in every table for a quarter more, so that arrivals seldom move them.
    mutating func reserveHeadroom() {
        func more(_ count: Int) -> Int { count + count / 4 + 4096 }
        instance.jobs.reserveCapacity(more(instance.jobs.count))
        instance.labelPlans.reserveCapacity(more(instance.labelPlans.count))
        instance.computePlans.reserveCapacity(more(instance.computePlans.count))
        instance.uses.reserveCapacity(more(instance.uses.count))
        instance.jobVouchers.reserveCapacity(more(instance.jobVouchers.count))
        computeOrder.reserveCapacity(more(computeOrder.count))
        reach.reserveCapacity(more(reach.count))
        budgetCanBind.reserveCapacity(more(budgetCanBind.count))
        slotCount.reserveCapacity(more(slotCount.count))
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
