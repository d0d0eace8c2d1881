/// What tells the things of a market apart: a colour for each, made from content alone, never from an index, an owner or a name.
///
/// Colour refinement: everything starts with a colour of its own figures, then takes in the colours of what it is tied to, until no
/// more things part (Weisfeiler and Leman, "The reduction of a graph to canonical form", 1968). Many neighbours go in as a
/// wrapping sum of mixed words, which has no order; so the same market gets the same colours however its rows are numbered.
struct Colours: Sendable {
    private(set) var resources: [UInt64]
    private(set) var vouchers: [UInt64] = []
    private(set) var jobs: [UInt64] = []
    /// What the jobs that may draw on a voucher add to it.
    private var owners: [UInt64]
    /// Matches that set their jobs apart from others like them.
    private let marks: [Int: Match]

    /// - Parameter marked: matches, sound ones, that part jobs which are otherwise alike.
    /// - Complexity: a pass over all uses for each round; one round where every job has figures of its own, `mostRounds` at most.
    init(_ instance: Instance, marked: [Match] = [], workers: any Workers = SerialWorkers()) {
        resources = instance.resources.map {
            Self.mixed(Self.joined(UInt64(bitPattern: $0.capacity), UInt64(bitPattern: $0.penalty)) &+ UInt64($0.kind) &+ Self.seed)
        }
        owners = .init(repeating: 0, count: instance.vouchers.count)
        marks = Dictionary(marked.map { ($0.job, $0) }) { first, _ in first }
        colourVouchers(instance)
        var classes = 0
        for _ in 0..<Self.mostRounds {
            refine(instance, workers)
            // When no two jobs are alike, whatever they are tied to follows their order.
            let known = Self.distinct(jobs)
            if known == jobs.count { break }
            let found = known + Self.distinct(vouchers) + Self.distinct(resources)
            if found <= classes { break }
            classes = found
        }
    }

    private static let mostRounds = 6
    /// Another seed gives another order and so another answer, within a tenth of a per cent; none is better in general.
    private static let seed: UInt64 = 3000

    // MARK: Mixing

    /// A word whose every bit depends on all bits of the given one (the finaliser of SplitMix).
    @inline(__always) static func mixed(_ word: UInt64) -> UInt64 {
        var word = word &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Two words in one; which comes first matters.
    @inline(__always) static func joined(_ first: UInt64, _ second: UInt64) -> UInt64 {
        Colours.mixed(first) &* 0xD6E8_FEB8_6659_FD93 &+ second &* 0xA076_1D64_78BD_642F
    }

    @inline(__always) fileprivate static func scaled(_ units: Int32) -> UInt64 {
        UInt64(truncatingIfNeeded: units) &* 0xE703_7ED1_A0B4_28DB
    }

    /// The colour of a plan, from its figures and the colours and units of what it uses.
    @inline(__always)
    static func colour(
        _ plan: Plan, _ uses: UnsafeBufferPointer<Use>, _ resources: UnsafeBufferPointer<UInt64>
    ) -> UInt64 {
        let days = UInt64(UInt32(bitPattern: plan.startDay)) << 32 | UInt64(UInt32(bitPattern: plan.endDay))
        var sum = UInt64(bitPattern: plan.costFen) &* 0x8EBC_6AF0_9C88_C6E3
        sum &+= UInt64(bitPattern: plan.gainFen) &* 0x5899_65CC_7537_4CC3 &+ days &* 0x1D8E_4E27_C47D_124F
        for index in plan.useRange {
            let use = uses[index]
            sum &+= Colours.mixed(resources[Int(use.resource)] &+ Colours.scaled(use.units))
        }
        return Colours.mixed(sum)
    }

    private static func distinct(_ colours: [UInt64]) -> Int {
        let sorted = colours.sorted()
        return zip(sorted, sorted.dropFirst()).reduce(sorted.isEmpty ? 0 : 1) { $0 + ($1.0 != $1.1 ? 1 : 0) }
    }

    // MARK: Rounds

    /// Jobs by their plans and vouchers, then resources by all that use them, then vouchers by what they draw on and whose they are.
    private mutating func refine(_ instance: Instance, _ workers: any Workers) {
        let blocks = min(4, instance.jobs.count / 1000 + 1), count = instance.jobs.count, colours = self
        let parts = workers.map(blocks) { Part(instance, count * $0 / blocks..<count * ($0 + 1) / blocks, colours) }
        jobs = parts.flatMap(\.jobs)
        var sums = [UInt64](repeating: 0, count: resources.count)
        for voucher in owners.indices { owners[voucher] = 0 }
        for part in parts {
            for index in sums.indices { sums[index] &+= part.resources[index] }
            for index in owners.indices { owners[index] &+= part.owners[index] }
        }
        for (id, voucher) in instance.vouchers.enumerated() {
            var isOwn = true
            for resource in instance.resources(of: voucher) {
                sums[Int(resource)] &+= Self.mixed(Self.joined(vouchers[id] &+ owners[id], isOwn ? 1 : 2))
                isOwn = false
            }
        }
        for index in sums.indices { resources[index] = Self.mixed(Self.joined(resources[index], sums[index])) }
        colourVouchers(instance)
    }

    private mutating func colourVouchers(_ instance: Instance) {
        vouchers = instance.vouchers.enumerated().map { id, voucher in
            let drawn = instance.resources(of: voucher)
            var colour = Self.joined(UInt64(bitPattern: voucher.rateBasisPoints), UInt64(bitPattern: voucher.weight))
            colour = Self.joined(colour, UInt64(voucher.scope.rawValue) << 32 | UInt64(UInt32(bitPattern: voucher.lastDay)))
            colour = Self.joined(colour, drawn.first.map { resources[Int($0)] } ?? 0)
            for resource in drawn.dropFirst() { colour &+= Self.mixed(resources[Int(resource)]) }
            return Self.mixed(Self.joined(colour, owners[id]))
        }
    }
}

extension Colours {
    /// What a run of jobs adds up to.
    private struct Part: Sendable {
        private(set) var jobs: [UInt64] = []
        private(set) var resources: [UInt64]
        private(set) var owners: [UInt64]

        init(_ instance: Instance, _ range: Range<Int>, _ colours: Colours) {
            resources = .init(repeating: 0, count: colours.resources.count)
            owners = .init(repeating: 0, count: colours.vouchers.count)
            jobs.reserveCapacity(range.count)
            var plans: [UInt64] = []
            for id in range { add(id, instance, colours, &plans) }
        }

        /// - Parameter plans: scratch.
        private mutating func add(_ id: Int, _ instance: Instance, _ colours: Colours, _ plans: inout [UInt64]) {
            let job = instance.jobs[id]
            var colour = Colours.joined(UInt64(bitPattern: job.valueFen), UInt64(bitPattern: job.budgetFen))
            colour &+= UInt64(job.computeMode.rawValue)
            plans.removeAll(keepingCapacity: true)
            instance.uses.withUnsafeBufferPointer { uses in
                colours.resources.withUnsafeBufferPointer { resources in
                    for plan in instance.labelPlans[job.labelPlans] { plans.append(Colours.colour(plan, uses, resources)) }
                    for plan in instance.computePlans[job.computePlans] { plans.append(~Colours.colour(plan, uses, resources)) }
                }
            }
            for plan in plans { colour &+= Colours.mixed(plan) }
            for voucher in instance.vouchers(of: job) { colour &+= Colours.mixed(colours.vouchers[Int(voucher)] &+ 1) }
            if let mark = colours.marks[id] {
                colour &+= Colours.mixed(plans[mark.labelPlan] ^ 0xAAAA)
                if let compute = mark.computePlan { colour &+= Colours.mixed(plans[Int(job.labelCount) + compute] ^ 0xAAAA) }
            }
            colour = Colours.mixed(colour)
            jobs.append(colour)
            for voucher in instance.vouchers(of: job) { owners[Int(voucher)] &+= Colours.mixed(colour) }
            instance.uses.withUnsafeBufferPointer { uses in
                resources.withUnsafeMutableBufferPointer { sums in
                    func tie(_ plan: Plan, _ own: UInt64) {
                        let word = Colours.mixed(colour &+ own)
                        for index in plan.useRange {
                            sums[Int(uses[index].resource)] &+= Colours.mixed(word &+ Colours.scaled(uses[index].units))
                        }
                    }
                    for (slot, plan) in job.labelPlans.enumerated() { tie(instance.labelPlans[plan], plans[slot]) }
                    for (slot, plan) in job.computePlans.enumerated() {
                        tie(instance.computePlans[plan], plans[Int(job.labelCount) + slot])
                    }
                }
            }
        }
    }
}
