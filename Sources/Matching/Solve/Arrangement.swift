/// A market in an order made from its content, with the way back to the caller's numbers.
///
/// Every scan and every tie of the engine follows the order of rows. Rows are therefore sorted by colour first, so that the same market
/// is solved in the same way however its jobs, plans, vouchers and resources were numbered. Of things of the same colour, nearly
/// always interchangeable, the caller's first comes first. Resources and vouchers are numbered as the jobs come to them, which also
/// keeps what is used together close in memory.
struct Arrangement: Sendable {
    let instance: Instance
    /// For each row its number with the caller: plans by their number inside the job, which is below `Limits.plansPerJob`.
    private let jobs: [Int32]
    private let labelPlans: [UInt16]
    private let computePlans: [UInt16]
    private let vouchers: [Int32]
    private let resources: [Int32]

    /// - Parameter confirmed: sound matches, which part jobs that are otherwise alike.
    /// - Complexity: O(uses + plans × log plans of a job), twice the instance's memory.
    init(_ source: Instance, confirmed: [Match] = [], workers: any Workers = SerialWorkers()) {
        var draft = Draft(source, Colours(source, marked: confirmed, workers: workers))
        draft.fill()
        instance = draft.instance
        (jobs, labelPlans, computePlans) = (draft.jobs, draft.labelPlans, draft.computePlans)
        (vouchers, resources) = (draft.vouchers.order, draft.resources.order)
    }

    /// Indices by colour, equal ones in their own order.
    private static func order(_ colours: [UInt64]) -> [Int32] {
        let rows = colours.enumerated().map { (colour: $0.element, index: Int32($0.offset)) }
        return rows.sorted { $0.colour != $1.colour ? $0.colour < $1.colour : $0.index < $1.index }.map(\.index)
    }

    private static func precedes(_ left: Int32, _ right: Int32, _ colours: [UInt64]) -> Bool {
        let (a, b) = (colours[Int(left)], colours[Int(right)])
        return a != b ? a < b : left < right
    }

    // MARK: From the caller's numbers

    /// The matches in the numbers used here, in the order of jobs; those that name what is not there are left out.
    func inside(_ matches: [Match]) -> [Match] {
        guard !matches.isEmpty else { return [] }
        let places = Self.inverse(jobs), cards = Self.inverse(vouchers)
        return matches.compactMap { inside($0, places, cards) }.sorted { $0.job < $1.job }
    }

    private func inside(_ match: Match, _ places: [Int32], _ cards: [Int32]) -> Match? {
        guard places.indices.contains(match.job) else { return nil }
        var match = match
        match.job = Int(places[match.job])
        let job = instance.jobs[match.job]
        guard let label = labelPlans[job.labelPlans].firstIndex(where: { Int($0) == match.labelPlan }) else { return nil }
        match.labelPlan = label - job.labelPlans.lowerBound
        if let wanted = match.computePlan {
            guard let compute = computePlans[job.computePlans].firstIndex(where: { Int($0) == wanted }) else { return nil }
            match.computePlan = compute - job.computePlans.lowerBound
        }
        for index in match.draws.indices {
            guard cards.indices.contains(match.draws[index].voucher) else { return nil }
            match.draws[index].voucher = Int(cards[match.draws[index].voucher])
        }
        return match
    }

    /// One figure for each resource, or as many as the caller gave where that is another number.
    func inside(_ prices: [Int64]) -> [Int64] {
        prices.count == resources.count ? resources.map { prices[Int($0)] } : prices
    }

    private static func inverse(_ order: [Int32]) -> [Int32] {
        var places = [Int32](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { places[Int(number)] = Int32(place) }
        return places
    }

    // MARK: To the caller's numbers

    /// The solution in the caller's numbers, matches in the order of jobs.
    func outside(_ solution: Solution) -> Solution {
        var solution = solution
        for index in solution.matches.indices { renumber(&solution.matches[index]) }
        solution.matches.sort { $0.job < $1.job }
        if solution.prices.count == resources.count {
            var prices = solution.prices
            for (place, number) in resources.enumerated() { prices[Int(number)] = solution.prices[place] }
            solution.prices = prices
        }
        return solution
    }

    private func renumber(_ match: inout Match) {
        let job = instance.jobs[match.job]
        match.job = Int(jobs[match.job])
        match.labelPlan = Int(labelPlans[job.labelPlans.lowerBound + match.labelPlan])
        match.computePlan = match.computePlan.map { Int(computePlans[job.computePlans.lowerBound + $0]) }
        for index in match.draws.indices { match.draws[index].voucher = Int(vouchers[match.draws[index].voucher]) }
    }
}

extension Arrangement {
    /// Numbers given out in the order of first asking.
    private struct Numbering {
        private(set) var order: [Int32] = []
        private var places: [Int32]

        init(_ count: Int) {
            places = .init(repeating: -1, count: count)
            order.reserveCapacity(count)
        }

        @inline(__always) mutating func place(of number: Int32) -> Int32 {
            let known = places[Int(number)]
            if known >= 0 { return known }
            places[Int(number)] = Int32(order.count)
            order.append(number)
            return Int32(order.count - 1)
        }
    }

    /// The arranged instance while it grows, job by job.
    private struct Draft {
        private(set) var instance: Instance
        let jobs: [Int32]
        private(set) var labelPlans: [UInt16] = []
        private(set) var computePlans: [UInt16] = []
        private(set) var vouchers: Numbering
        private(set) var resources: Numbering
        private let source: Instance
        private let colours: Colours
        private var sorter = KeySorter()

        init(_ source: Instance, _ colours: Colours) {
            self.source = source
            self.colours = colours
            jobs = Arrangement.order(colours.jobs)
            vouchers = Numbering(source.vouchers.count)
            resources = Numbering(source.resources.count)
            instance = Instance(
                name: source.name, resources: [], vouchers: [], voucherResources: [], jobs: [], labelPlans: [], computePlans: [], uses: [],
                jobVouchers: [])
        }

        mutating func fill() {
            instance.jobs.reserveCapacity(jobs.count)
            let plans = source.jobs.reduce((0, 0)) { ($0.0 + $1.labelPlans.count, $0.1 + $1.computePlans.count) }
            instance.labelPlans.reserveCapacity(plans.0)
            labelPlans.reserveCapacity(plans.0)
            instance.computePlans.reserveCapacity(plans.1)
            computePlans.reserveCapacity(plans.1)
            fillJobs()
            for id in Arrangement.order(colours.vouchers) { _ = vouchers.place(of: id) }
            for id in vouchers.order { append(source.vouchers[Int(id)]) }
            for id in Arrangement.order(colours.resources) { _ = resources.place(of: id) }
            instance.resources = resources.order.map { source.resources[Int($0)] }
        }

        private mutating func fillJobs() {
            let count = source.labelPlans.reduce(0) { $0 + Int($1.useCount) } + source.computePlans.reduce(0) { $0 + Int($1.useCount) }
            instance.uses = .init(unsafeUninitializedCapacity: count) { buffer, used in
                source.uses.withUnsafeBufferPointer { uses in
                    colours.resources.withUnsafeBufferPointer { colours in
                        var shelf = Shelf(uses: uses, colours: colours, buffer: buffer)
                        for id in jobs { append(source.jobs[Int(id)], &shelf) }
                        used = shelf.used
                    }
                }
            }
        }

        private mutating func append(_ old: Job, _ shelf: inout Shelf) {
            var job = old
            job.labelStart = Int32(instance.labelPlans.count)
            job.computeStart = Int32(instance.computePlans.count)
            job.voucherStart = Int32(instance.jobVouchers.count)
            instance.jobs.append(job)
            for plan in source.labelPlans[old.labelPlans] { sorter.add(Colours.colour(plan, shelf.uses, shelf.colours)) }
            sorter.take { number in
                labelPlans.append(number)
                instance.labelPlans.append(shelf.copy(source.labelPlans[Int(old.labelStart) + Int(number)], &resources))
            }
            for plan in source.computePlans[old.computePlans] { sorter.add(Colours.colour(plan, shelf.uses, shelf.colours)) }
            sorter.take { number in
                computePlans.append(number)
                instance.computePlans.append(shelf.copy(source.computePlans[Int(old.computeStart) + Int(number)], &resources))
            }
            let owned = source.vouchers(of: old).sorted { Arrangement.precedes($0, $1, colours.vouchers) }
            for voucher in owned { instance.jobVouchers.append(vouchers.place(of: voucher)) }
        }

        private mutating func append(_ old: Voucher) {
            var voucher = old
            let drawn = source.resources(of: old)
            voucher.resourceStart = Int32(instance.voucherResources.count)
            let pots = drawn.dropFirst().sorted { Arrangement.precedes($0, $1, colours.resources) }
            for resource in drawn.prefix(1) + pots { instance.voucherResources.append(resources.place(of: resource)) }
            instance.vouchers.append(voucher)
        }
    }

    /// The uses of the arranged plans, side by side as they come.
    private struct Shelf {
        let uses: UnsafeBufferPointer<Use>
        let colours: UnsafeBufferPointer<UInt64>
        let buffer: UnsafeMutableBufferPointer<Use>
        private(set) var used = 0

        init(uses: UnsafeBufferPointer<Use>, colours: UnsafeBufferPointer<UInt64>, buffer: UnsafeMutableBufferPointer<Use>) {
            self.uses = uses
            self.colours = colours
            self.buffer = buffer
        }

        private func precedes(_ left: Use, _ right: Use) -> Bool {
            let (a, b) = (colours[Int(left.resource)], colours[Int(right.resource)])
            return a != b ? a < b : left.units < right.units
        }

        /// Copies a plan's uses by colour, then gives their resources numbers.
        mutating func copy(_ old: Plan, _ resources: inout Numbering) -> Plan {
            let first = used
            for index in old.useRange {
                var slot = used
                while old.useCount <= 32, slot > first, precedes(uses[index], buffer[slot - 1]) {
                    buffer.initializeElement(at: slot, to: buffer[slot - 1])
                    slot -= 1
                }
                buffer.initializeElement(at: slot, to: uses[index])
                used += 1
            }
            if old.useCount > 32 { buffer[first..<used].sort(by: precedes) }
            for slot in first..<used { buffer[slot].resource = resources.place(of: buffer[slot].resource) }
            var plan = old
            plan.useStart = Int32(first)
            return plan
        }
    }

    /// Sorts up to 65,536 colours. They are spread evenly, so each goes at once to about where it belongs.
    private struct KeySorter {
        /// The last sixteen bits give way to the order of adding.
        private var keys: [UInt64] = []
        private var sorted: [UInt64] = []
        private var ends: [Int32] = []

        mutating func add(_ colour: UInt64) { keys.append(colour & ~0xFFFF | UInt64(keys.count)) }

        @inline(__always) private static func slot(_ key: UInt64, _ count: Int) -> Int {
            Int(truncatingIfNeeded: key.multipliedFullWidth(by: UInt64(count)).high)
        }

        /// Hands out the numbers of what was added, by rising colour, and forgets them.
        mutating func take(_ body: (UInt16) -> Void) {
            let count = keys.count
            if sorted.count < count {
                sorted = .init(repeating: 0, count: count)
                ends = .init(repeating: 0, count: count)
            }
            for slot in 0..<count { ends[slot] = 0 }
            for key in keys { ends[Self.slot(key, count)] += 1 }
            var sum: Int32 = 0
            for slot in 0..<count {
                sum += ends[slot]
                ends[slot] = sum
            }
            for key in keys {
                let slot = Self.slot(key, count)
                ends[slot] -= 1
                sorted[Int(ends[slot])] = key
            }
            for index in 0..<count {
                let key = sorted[index]
                var place = index
                while place > 0, sorted[place - 1] > key {
                    sorted[place] = sorted[place - 1]
                    place -= 1
                }
                sorted[place] = key
            }
            for index in 0..<count { body(UInt16(truncatingIfNeeded: sorted[index])) }
            keys.removeAll(keepingCapacity: true)
        }
    }
}
