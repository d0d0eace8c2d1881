internal import Matching

/// A frozen market as the engine takes it, with the way back from its numbers to the market's things.
struct MatchProblem: Sendable {
    /// What the options of one job are.
    struct BuiltJob: Sendable {
        let job: FrozenJob
        let labels: [LabelOption]
        let computes: [ComputeOption]
        let excludedVendors: [MatchReasons.VendorLine]
        let excludedWindows: [MatchReasons.WindowLine]
        let furtherWindows: Int
    }

    let market: FrozenMarket
    /// In the order of the engine.
    let jobs: [BuiltJob]
    let resources: [MatchResource]
    let instance: Instance

    /// The largest price that the engine takes: a hundred million yuan.
    static let largestFen = Limits.moneyFen

    /// - Parameters:
    ///   - seed: decides the order among equals.
    ///   - taken: what standing proposals for other jobs take of each limit.
    /// - Throws: ``MoneyOverflow``, or the engine's fault when sums leave its range.
    init(
        _ market: FrozenMarket, seed: Int64, taken: [MatchResource: Int64] = [:], progress: (Int) -> Void = { _ in }
    ) throws {
        let calendar = WindowCalendar(market.windows)
        var table = ResourceTable(market: market, calendar: calendar, taken: taken)
        let order = TieBreak(seed: seed)
        var jobs: [BuiltJob] = []
        jobs.reserveCapacity(market.jobs.count)
        for job in market.jobs.sorted(by: { order.precedes($0.id.rawValue, $1.id.rawValue) }) {
            jobs.append(try Self.build(job, market, calendar, order))
            if jobs.count % 500 == 0 { progress(jobs.count * 1000 / market.jobs.count) }
        }
        let plans = jobs.map { built in
            (labels: built.labels.map { table.uses($0) }, computes: built.computes.map { table.uses($0) })
        }
        var builder = InstanceBuilder()
        for resource in table.rows { try builder.addResource(resource) }
        for (built, plans) in zip(jobs, plans) { try Self.add(built, plans, market.policy, to: &builder) }
        self.market = market
        self.jobs = jobs
        resources = table.resources
        instance = try builder.build()
    }

    static func build(
        _ job: FrozenJob, _ market: FrozenMarket, _ calendar: WindowCalendar, _ order: TieBreak
    ) throws -> BuiltJob {
        let labels = try LabelOptions(market, job)
        let options = labels.options.sorted { order.precedes($0.vendor.rawValue, $1.vendor.rawValue) }
        guard let need = job.need, !options.isEmpty else {
            return BuiltJob(
                job: job, labels: options, computes: [], excludedVendors: labels.excluded, excludedWindows: [],
                furtherWindows: 0)
        }
        var spent: [ID<Grant>: Int64] = [:]
        for option in options {
            for share in option.shares { spent[share.grant] = max(spent[share.grant] ?? 0, share.amount.fen) }
        }
        let computes = try ComputeOptions(
            market, job, need, ends: options.map(\.endDay), spent: spent, calendar: calendar)
        return BuiltJob(
            job: job, labels: options,
            computes: computes.options.sorted { order.precedes($0.window.rawValue, $1.window.rawValue) },
            excludedVendors: labels.excluded, excludedWindows: computes.excluded, furtherWindows: computes.further)
    }

    private static func add(
        _ built: BuiltJob, _ plans: (labels: [[Use]], computes: [[Use]]), _ policy: MatchPolicy,
        to builder: inout InstanceBuilder
    ) throws {
        let job = built.job
        try builder.addJob(
            holder: job.buyer.rawValue, valueFen: min(job.budget.fen, largestFen), budgetFen: Self.budget(of: job),
            computeMode: Self.mode(of: job))
        for (option, uses) in zip(built.labels, plans.labels) {
            try builder.addLabelPlan(
                costFen: option.ownFen, gainFen: Self.gain(option, policy), startDay: option.firstDay,
                finishDay: option.endDay, uses: uses)
        }
        for (option, uses) in zip(built.computes, plans.computes) {
            try builder.addComputePlan(
                costFen: option.ownFen, gainFen: Self.gain(option, job, policy), startDay: option.startDay,
                endDay: option.lastDay.dayNumber, uses: uses)
        }
    }

    private static func budget(of job: FrozenJob) -> Int64 { job.budget.fen + (job.need?.budget.fen ?? 0) }

    private static func mode(of job: FrozenJob) -> ComputeMode {
        switch job.need?.mode {
        case nil: .none
        case .wanted: .desired
        case .required: .required
        }
    }

    private static func gain(_ option: LabelOption, _ policy: MatchPolicy) -> Int64 {
        option.merits.total + weighed(own: option.ownFen, vouchers: option.voucherFen, policy)
    }

    /// What paying for an offer counts under the policy, in fen: negative.
    static func paid(_ option: LabelOption, _ policy: MatchPolicy) -> Int64 {
        weighed(own: option.ownFen, vouchers: option.voucherFen, policy) - option.ownFen
    }

    /// Having its compute is worth the budget that the buyer gave for it.
    private static func gain(_ option: ComputeOption, _ job: FrozenJob, _ policy: MatchPolicy) -> Int64 {
        let worth = min(job.need?.budget.fen ?? 0, largestFen)
        let fill = option.fillsIdle ? policy.weights.idleFen * option.cardHours : 0
        return worth + fill + weighed(own: option.ownFen, vouchers: option.voucherFen, policy)
    }

    /// The policy's view of who pays: the engine itself counts the buyer's own money once, and vouchers not at all.
    private static func weighed(own: Int64, vouchers: Int64, _ policy: MatchPolicy) -> Int64 {
        let weights = policy.weights
        return -Int64(
            clamping: (Int128(own) * Int128(weights.own - 1000) + Int128(vouchers) * Int128(weights.voucher)) / 1000)
    }
}

/// The order among equals, by a seed that is published with the run: nobody's name or number decides.
struct TieBreak: Sendable {
    let seed: Int64

    func precedes(_ one: Int64, _ other: Int64) -> Bool { (key(one), one) < (key(other), other) }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private func key(_ id: Int64) -> UInt64 {
        var mixed = UInt64(bitPattern: id) ^ UInt64(bitPattern: seed)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What limits a market, numbered as plans name it.
struct ResourceTable {
    private let market: FrozenMarket
    private let calendar: WindowCalendar
    private let lists: [ID<Organisation>: PriceList]
    private var balances: [ID<Grant>: Int64] = [:]
    private var idleTargets: [ID<ComputeSite>: Int64] = [:]
    private var numbers: [MatchResource: Int] = [:]
    private(set) var resources: [MatchResource] = []
    private(set) var rows: [Resource] = []

    private let taken: [MatchResource: Int64]

    init(market: FrozenMarket, calendar: WindowCalendar, taken: [MatchResource: Int64]) {
        self.market = market
        self.taken = taken
        self.calendar = calendar
        lists = Dictionary(market.lists.map { ($0.vendor, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in market.shelf.all { balances[entry.voucher.id] = entry.left.fen }
        for open in market.windows where calendarIsIdle(open, market) {
            let room = market.policy.weights.idleBelow - Int64(market.siteUse[open.site.id] ?? 0)
            idleTargets[open.site.id, default: 0] += open.window.cardHours * max(0, room) / 10_000
        }
    }

    /// The number of `resource`; it gets one when it has none.
    mutating func number(_ resource: MatchResource) -> Int {
        if let number = numbers[resource] { return number }
        let number = resources.count
        numbers[resource] = number
        resources.append(resource)
        var row = row(resource)
        row.capacity = max(0, row.capacity - (taken[resource] ?? 0))
        rows.append(row)
        return number
    }

    mutating func uses(_ option: LabelOption) -> [Use] {
        var uses = voucherUses(option.shares)
        guard let minutes = option.minutes else { return uses }
        let days = max(1, option.endDay - option.firstDay)
        var day = option.firstDay
        while day < option.endDay, uses.count < 60 {
            let monday = Self.monday(of: day)
            let next = min(option.endDay, monday + 7)
            let part = (minutes * (next - day) + days - 1) / days
            let week = MatchResource(kind: .vendor, owner: option.vendor.rawValue, day: monday)
            uses.append(Use(resource: number(week), units: Int(clamping: part)))
            day = next
        }
        return uses
    }

    mutating func uses(_ option: ComputeOption) -> [Use] {
        var uses = voucherUses(option.shares)
        var day = option.startDay
        while day <= option.lastDay.dayNumber {
            let cards = MatchResource(kind: .window, owner: option.window.rawValue, day: day)
            uses.append(Use(resource: number(cards), units: option.use.cards))
            day += 1
        }
        if option.fillsIdle, market.policy.weights.idleFen > 0 {
            let site = MatchResource(kind: .site, owner: option.site.rawValue, day: 0)
            uses.append(Use(resource: number(site), units: Int(clamping: option.cardHours)))
        }
        return uses
    }

    private mutating func voucherUses(_ shares: [(grant: ID<Grant>, amount: Money)]) -> [Use] {
        shares.map { share in
            Use(
                resource: number(MatchResource(kind: .voucher, owner: share.grant.rawValue, day: 0)),
                units: Int(clamping: share.amount.fen))
        }
    }

    private func row(_ resource: MatchResource) -> Resource {
        switch resource.kind {
        case .vendor:
            let vendor = ID<Organisation>(rawValue: resource.owner)
            let minutes = (lists[vendor]?.hoursPerWeek ?? 0) * 60
            let taken = (market.commitments[vendor] ?? []).reduce(Int64(0)) { sum, work in
                let days = max(1, work.to - work.from + 1)
                let inside = max(0, min(work.to, resource.day + 6) - max(work.from, resource.day) + 1)
                return sum + work.minutes * inside / days
            }
            return Resource(capacity: max(0, minutes - taken), kind: UInt8(ascii: "V"))
        case .window:
            let cards = calendar.cards(ID(rawValue: resource.owner), on: resource.day)
            return Resource(capacity: Int64(cards), kind: UInt8(ascii: "W"))
        case .voucher:
            return Resource(capacity: balances[ID(rawValue: resource.owner)] ?? 0, kind: UInt8(ascii: "K"))
        case .site:
            return Resource(
                capacity: idleTargets[ID(rawValue: resource.owner)] ?? 0,
                penalty: market.policy.weights.idleFen * 1000, kind: UInt8(ascii: "F"))
        }
    }

    /// The Monday of a day's week. 1970-01-01 was a Thursday.
    static func monday(of day: Int64) -> Int64 { day - (day + 3) % 7 }
}
