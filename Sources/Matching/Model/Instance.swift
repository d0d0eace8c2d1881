/// Whether a job buys compute after its labels.
package enum ComputeMode: UInt8, Sendable {
    case none = 0
    /// The job is matched only together with a compute plan.
    case required = 1
    /// A compute plan adds its gain when there is one; the job may do without.
    case desired = 2
}

/// What a voucher may pay for. A set: a voucher may be open to both.
package struct VoucherScope: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let label = VoucherScope(rawValue: 1)
    package static let compute = VoucherScope(rawValue: 2)
}

/// A limited thing: a vendor's week, a compute window, a voucher's balance, a programme's pot, a target.
package struct Resource: Sendable, Equatable {
    /// Units that may be used (hard) or used without penalty (soft).
    package var capacity: Int64
    /// Milli-fen for each unit above capacity; 0 means that capacity must not be exceeded.
    package var penalty: Int64
    /// One ASCII letter naming the kind, for reports: V, W, S, F, K, P, N.
    package var kind: UInt8
    /// Index of the owner within the kind, for reports.
    package var owner: Int32

    package init(capacity: Int64, penalty: Int64 = 0, kind: UInt8 = UInt8(ascii: "V"), owner: Int32 = 0) {
        self.capacity = capacity
        self.penalty = penalty
        self.kind = kind
        self.owner = owner
    }
    package var isHard: Bool { penalty == 0 }
    /// Milli-fen that each unit costs from the first on: the penalty of a soft resource that has nothing free.
    var toll: Int64 { capacity > 0 ? 0 : penalty }
}

/// Units of one resource that a plan takes.
package struct Use: Sendable, Equatable {
    package var resource: Int32
    package var units: Int32
    package init(resource: Int, units: Int) {
        self.resource = Int32(clamping: resource)
        self.units = Int32(clamping: units)
    }
}

/// A label plan or a compute plan. The uses lie in `Instance.uses`, contiguous for the plans of a job.
package struct Plan: Sendable {
    package var costFen: Int64
    package var gainFen: Int64
    package var startDay: Int32
    package var endDay: Int32
    var useStart: Int32
    var useCount: Int32
    var useRange: Range<Int> { Int(useStart)..<Int(useStart) + Int(useCount) }
}

/// A voucher. A drawn fen adds `weight` milli-fen to the welfare and takes one unit of each of its resources.
package struct Voucher: Sendable {
    package var holder: Int64
    package var rateBasisPoints: Int64
    package var scope: VoucherScope
    package var lastDay: Int32
    package var weight: Int64
    var resourceStart: Int32
    var resourceCount: Int32
    var resourceRange: Range<Int> { Int(resourceStart)..<Int(resourceStart) + Int(resourceCount) }
}

/// A job; its plans are consecutive in `Instance.labelPlans` and `Instance.computePlans`.
package struct Job: Sendable {
    package var holder: Int64
    package var valueFen: Int64
    package var budgetFen: Int64
    package var computeMode: ComputeMode
    var labelStart: Int32
    var labelCount: Int32
    var computeStart: Int32
    var computeCount: Int32
    var voucherStart: Int32
    var voucherCount: Int32
    package var labelPlans: Range<Int> { Int(labelStart)..<Int(labelStart) + Int(labelCount) }
    package var computePlans: Range<Int> { Int(computeStart)..<Int(computeStart) + Int(computeCount) }
    package var vouchers: Range<Int> { Int(voucherStart)..<Int(voucherStart) + Int(voucherCount) }
}

/// A market frozen for matching. Made by `InstanceBuilder`, which has checked every index and every sum.
///
/// Everything is an integer index into a flat array, so that a job's plans and their uses are read in one run of memory.
package struct Instance: Sendable {
    package internal(set) var name: String
    package internal(set) var resources: [Resource]
    package internal(set) var vouchers: [Voucher]
    package internal(set) var voucherResources: [Int32]
    package internal(set) var jobs: [Job]
    package internal(set) var labelPlans: [Plan]
    package internal(set) var computePlans: [Plan]
    package internal(set) var uses: [Use]
    /// Indices into `vouchers`, for each job those that it may draw on.
    package internal(set) var jobVouchers: [Int32]

    package func uses(of plan: Plan) -> ArraySlice<Use> { uses[plan.useRange] }
    package func resources(of voucher: Voucher) -> ArraySlice<Int32> { voucherResources[voucher.resourceRange] }
    package func vouchers(of job: Job) -> ArraySlice<Int32> { jobVouchers[job.vouchers] }

    /// Milli-fen that each fen drawn from the voucher costs where nothing is free.
    func toll(of voucher: Voucher) -> Int64 { resources(of: voucher).reduce(0) { $0 + resources[Int($1)].toll } }

    /// Takes back the job that was added last, with its plans.
    mutating func removeLastJob() {
        guard let job = jobs.popLast() else { return }
        let firstUses = [labelPlans[job.labelPlans].first, computePlans[job.computePlans].first].compactMap { $0?.useStart }
        if let first = firstUses.min() { uses.removeSubrange(Int(first)...) }
        labelPlans.removeSubrange(job.labelPlans)
        computePlans.removeSubrange(job.computePlans)
        jobVouchers.removeSubrange(job.vouchers)
    }
}

/// Bounds on input under which no sum in the engine leaves 64-bit integers and no priced product leaves 2⁵³.
package enum Limits {
    /// Ten billion fen, a hundred million yuan, for each cost, gain or value.
    package static let moneyFen: Int64 = 10_000_000_000
    package static let weight: Int64 = 10_000
    package static let penalty: Int64 = 1_000_000_000
    package static let units: Int64 = Int64(Int32.max)
    package static let day: Int64 = 1_000_000
    package static let usesPerPlan = 1024
    package static let vouchersPerJob = 64
    package static let plansPerJob = 60_000
    /// Rows of each table; indices are 32 bits wide.
    package static let rows = 1 << 30
}
