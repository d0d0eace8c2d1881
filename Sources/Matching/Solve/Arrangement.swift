/// A market in an order made from its content, with the way back to the caller's numbers.
///
/// Every scan and every tie of the engine follows the order of rows. Rows are therefore sorted by colour first, so that the same market
/// is solved in the same way however its jobs, plans, vouchers and resources were numbered. Of things of the same colour, nearly
/// always interchangeable, the caller's first comes first. Resources and vouchers are numbered as the jobs come to them, which also
/// keeps what is used together close in memory.
struct Arrangement: Sendable {
    private(set) var instance: Instance
    /// For each row its number with the caller: plans by their number inside the job, which is below `Limits.plansPerJob`.
    private var jobs: [Int32] = []
    private var labelPlans: [UInt16] = []
    private var computePlans: [UInt16] = []
    private var vouchers: [Int32] = []
    private var resources: [Int32] = []

    /// - Parameter confirmed: sound matches, which part jobs that are otherwise alike.
    /// - Complexity: O(uses + plans × log plans of a job), twice the instance's memory.
    init(_ source: Instance, confirmed: [Match] = [], workers: any Workers = SerialWorkers()) {
        let colours = Colours(source, marked: confirmed, workers: workers)
        var draft = Draft(source, colours)
        draft.fill()
        instance = draft.instance
        (jobs, labelPlans, computePlans) = (draft.jobs, draft.labelPlans, draft.computePlans)
        (vouchers, resources) = (draft.vouchers.order, draft.resources.order)
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
        private(set) var jobs: [Int32] = []
        private(set) var labelPlans: [UInt16] = []
        private(set) var computePlans: [UInt16] = []
        private(set) var vouchers: Numbering
        private(set) var resources: Numbering
        private let source: Instance
        private let colours: Colours
        /// Scratch: plans of a job by colour, uses of a plan.
        private var keys: [UInt64] = []
        private var lines: [Use] = []

        init(_ source: Instance, _ colours: Colours) {
            self.source = source
            self.colours = colours
            vouchers = Numbering(source.vouchers.count)
            resources = Numbering(source.resources.count)
            instance = Instance(
                name: source.name, resources: [], vouchers: [], voucherResources: [], jobs: [], labelPlans: [], computePlans: [], uses: [],
                jobVouchers: [])
            jobs = Self.order(colours.jobs)
            instance.jobs.reserveCapacity(source.jobs.count)
            instance.labelPlans.reserveCapacity(source.labelPlans.count)
            instance.computePlans.reserveCapacity(source.computePlans.count)
            instance.uses.reserveCapacity(source.uses.count)
            labelPlans.reserveCapacity(source.labelPlans.count)
            computePlans.reserveCapacity(source.computePlans.count)
        }

        /// Indices by colour, equal ones in their own order.
        private static func order(_ colours: [UInt64]) -> [Int32] {
            let rows = colours.enumerated().map { (colour: $0.element, index: Int32($0.offset)) }
            return rows.sorted { $0.colour != $1.colour ? $0.colour < $1.colour : $0.index < $1.index }.map(\.index)
        }

        mutating func fill() {
            for id in jobs { append(source.jobs[Int(id)]) }
            for id in Self.order(colours.vouchers) { _ = vouchers.place(of: id) }
            for id in vouchers.order { append(source.vouchers[Int(id)]) }
            for id in Self.order(colours.resources) { _ = resources.place(of: id) }
            instance.resources = resources.order.map { source.resources[Int($0)] }
        }

        private mutating func append(_ old: Job) {
            var job = old
            job.labelStart = Int32(instance.labelPlans.count)
            job.computeStart = Int32(instance.computePlans.count)
            job.voucherStart = Int32(instance.jobVouchers.count)
            instance.jobs.append(job)
            sort(source.labelPlans, old.labelPlans)
            for key in keys {
                labelPlans.append(UInt16(truncatingIfNeeded: key))
                let plan = copy(source.labelPlans[old.labelPlans.lowerBound + Int(key & 0xFFFF)])
                instance.labelPlans.append(plan)
            }
            sort(source.computePlans, old.computePlans)
            for key in keys {
                computePlans.append(UInt16(truncatingIfNeeded: key))
                let plan = copy(source.computePlans[old.computePlans.lowerBound + Int(key & 0xFFFF)])
                instance.computePlans.append(plan)
            }
            let owned = source.vouchers(of: old).enumerated().sorted {
                let (left, right) = (colours.vouchers[Int($0.element)], colours.vouchers[Int($1.element)])
                return left != right ? left < right : $0.offset < $1.offset
            }
            for (_, voucher) in owned { instance.jobVouchers.append(vouchers.place(of: voucher)) }
        }

        /// Leaves the plans' colours in `keys`, sorted, the last sixteen bits of each taken by the plan's number inside the job.
        private mutating func sort(_ plans: [Plan], _ range: Range<Int>) {
            keys.removeAll(keepingCapacity: true)
            source.uses.withUnsafeBufferPointer { uses in
                colours.resources.withUnsafeBufferPointer { resources in
                    for index in range {
                        keys.append(Colours.colour(plans[index], uses, resources) & ~0xFFFF | UInt64(index - range.lowerBound))
                    }
                }
            }
            keys.sort()
        }

        private mutating func copy(_ old: Plan) -> Plan {
            var plan = old
            plan.useStart = Int32(instance.uses.count)
            lines.removeAll(keepingCapacity: true)
            lines.append(contentsOf: source.uses(of: old))
            if lines.count > 1 {
                lines.sort {
                    let (left, right) = (colours.resources[Int($0.resource)], colours.resources[Int($1.resource)])
                    return left != right ? left < right : $0.units < $1.units
                }
            }
            for var line in lines {
                line.resource = resources.place(of: line.resource)
                instance.uses.append(line)
            }
            return plan
        }

        private mutating func append(_ old: Voucher) {
            var voucher = old
            let drawn = source.resources(of: old)
            voucher.resourceStart = Int32(instance.voucherResources.count)
            let pots = drawn.dropFirst().sorted { colours.resources[Int($0)] < colours.resources[Int($1)] }
            for resource in drawn.prefix(1) + pots { instance.voucherResources.append(resources.place(of: resource)) }
            instance.vouchers.append(voucher)
        }
    }
}
