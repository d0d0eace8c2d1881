internal import Storage

/// A way to have a job labeled: a bid or a standing price, with what vouchers would pay of it.
struct LabelOption: Sendable {
    let vendor: ID<Organisation>
    /// nil for a standing price.
    let bid: ID<Bid>?
    let price: Money
    let days: Int
    let firstDay: Int64
    /// The day after the last delivery.
    let endDay: Int64
    /// Of the vendor's stated capacity; nil where it states none.
    let minutes: Int64?
    let merits: Merits
    var shares: [(grant: ID<Grant>, amount: Money)]

    var voucherFen: Int64 { shares.reduce(0) { $0 + $1.amount.fen } }
    var ownFen: Int64 { price.fen - voucherFen }
}

/// A way to compute afterwards: a booking of one window.
struct ComputeOption: Sendable {
    let window: ID<ComputeWindow>
    let site: ID<ComputeSite>
    let use: CardUse
    let price: Money
    /// Whether card-hours there fill an idle site.
    let fillsIdle: Bool
    var shares: [(grant: ID<Grant>, amount: Money)]

    var cardHours: Int64 { Int64(use.cards) * (use.to.since(use.from).milliseconds / 3_600_000) }
    var startDay: Int64 { use.from.shanghaiDate.dayNumber }
    var lastDay: CivilDate { ReservationRules.lastDay(endsAt: use.to) }
    var voucherFen: Int64 { shares.reduce(0) { $0 + $1.amount.fen } }
    var ownFen: Int64 { price.fen - voucherFen }
}

/// Who may do a job and at what price, and why others may not.
struct LabelOptions {
    let market: FrozenMarket
    let job: FrozenJob
    private(set) var options: [LabelOption] = []
    private(set) var excluded: [MatchReasons.VendorLine] = []

    private let buyer: OrganisationFacts?
    private let firstDay: Int64

    init(_ market: FrozenMarket, _ job: FrozenJob) throws(MoneyOverflow) {
        self.market = market
        self.job = job
        buyer = market.firms[job.buyer]
        firstDay = market.firstDay(of: job)
        let bids = market.bids[job.id] ?? []
        for bid in bids { try add(bid) }
        let bidders = Set(bids.map(\.vendor))
        for list in market.lists where !bidders.contains(list.vendor) { try add(list) }
    }

    private mutating func add(_ bid: FrozenBid) throws(MoneyOverflow) {
        let last = firstDay - 1 + Int64(bid.days)
        let why: WhyNot? =
            bid.version != job.version
            ? .unconfirmed : whyNot(bid.vendor) ?? (last > job.deadlineOn.dayNumber ? .late : nil)
        let line = market.lists.first { $0.vendor == bid.vendor }
        let seconds = line?.line(job.family)?.secondsPerItem ?? PriceListRules.usualSeconds(job.family)
        try add(
            vendor: bid.vendor, bid: bid.id, price: bid.price, days: bid.days,
            minutes: line == nil ? nil : PriceListRules.minutes(seconds, items: job.itemCount), why)
    }

    private mutating func add(_ list: PriceList) throws(MoneyOverflow) {
        guard list.vendor != job.buyer else { return }
        guard let line = list.line(job.family) else {
            return exclude(list.vendor, nil, .notOffered)
        }
        guard let price = try? line.pricePerItem.multiplied(by: Int64(job.itemCount)), price <= .largest else {
            return exclude(list.vendor, nil, .overBudget)
        }
        let days = list.days(line, items: job.itemCount)
        let why =
            whyNot(list.vendor)
            ?? (job.languages.allSatisfy(list.languages.contains) ? nil : .language)
            ?? (firstDay - 1 + days > job.deadlineOn.dayNumber ? .late : nil)
        try add(
            vendor: list.vendor, bid: nil, price: price, days: Int(clamping: days),
            minutes: PriceListRules.minutes(line.secondsPerItem, items: job.itemCount), why)
    }

    private func whyNot(_ vendor: ID<Organisation>) -> WhyNot? {
        guard let facts = market.firms[vendor], let buyer else { return .notOffered }
        if vendor == job.buyer || market.ties.areRelated(facts.creditCode.text, buyer.creditCode.text) {
            return .relatedParties
        }
        if market.refused[job.id]?.contains(vendor) == true { return .refusedBefore }
        if !job.regions.isEmpty, !job.regions.contains(facts.region.provinceCode) { return .outsideRegions }
        return nil
    }

    private mutating func exclude(_ vendor: ID<Organisation>, _ price: Money?, _ why: WhyNot, isStanding: Bool = true) {
        excluded.append(
            MatchReasons.VendorLine(vendor: vendor, price: price, voucherShare: .zero, isStanding: isStanding, why: why))
    }

    private mutating func add(
        vendor: ID<Organisation>, bid: ID<Bid>?, price: Money, days: Int, minutes: Int64?, _ why: WhyNot?
    ) throws(MoneyOverflow) {
        if let why { return exclude(vendor, price, why, isStanding: bid == nil) }
        let last = CivilDate(dayNumber: firstDay - 1 + Int64(days))
        let shares = try market.shelf.shares(
            of: VoucherShelf.Purchase(
                price: price, buyer: job.buyer, supplier: vendor, use: .labeling,
                endsOn: last.advanced(byDays: Int64(job.acceptanceDays))), at: market.at)
        let option = LabelOption(
            vendor: vendor, bid: bid, price: price, days: days, firstDay: firstDay, endDay: last.dayNumber + 1,
            minutes: minutes, merits: merits(vendor, price), shares: shares)
        guard option.ownFen <= job.budget.fen, price.fen <= MatchProblem.largestFen else {
            return exclude(vendor, price, .overBudget, isStanding: bid == nil)
        }
        options.append(option)
        if !shares.isEmpty, price <= job.budget {
            var without = option
            without.shares = []
            options.append(without)
        }
    }

    private func merits(_ vendor: ID<Organisation>, _ price: Money) -> Merits {
        let weights = market.policy.weights
        func share(_ thousandths: Int64) -> Int64 { Int64(clamping: Int128(price.fen) * Int128(thousandths) / 1000) }
        var merits = Merits(record: share(weights.quality * TrackRecord.score(market.records[vendor]) / 1000))
        if let facts = market.firms[vendor] {
            if let size = facts.sizeClass, size <= .small { merits.small = share(weights.small) }
            if MatchPolicy.isWestern(facts.region) { merits.west = share(weights.west) }
        }
        return merits
    }
}

/// Which windows a job may book and when, and why not others.
struct ComputeOptions {
    private(set) var options: [ComputeOption] = []
    private(set) var excluded: [MatchReasons.WindowLine] = []
    private(set) var further = 0

    /// Windows that are offered to a job at most.
    static let mostWindows = 24
    private static let mostLines = 40

    let market: FrozenMarket
    let job: FrozenJob
    let need: ComputeNeed

    /// - Parameters:
    ///   - ends: the days after the last delivery of the job's label options.
    ///   - spent: what label options would take of vouchers before.
    init(
        _ market: FrozenMarket, _ job: FrozenJob, _ need: ComputeNeed, ends: [Int64], spent: [ID<Grant>: Int64],
        calendar: WindowCalendar
    ) throws(MoneyOverflow) {
        self.market = market
        self.job = job
        self.need = need
        guard let buyer = market.firms[job.buyer], let earliest = ends.min() else { return }
        var fitting: [OpenWindow] = []
        for open in market.windows {
            if let why = whyNot(open, buyer, earliest) { exclude(open, why) } else { fitting.append(open) }
        }
        fitting.sort { Self.order($0) < Self.order($1) }
        further += max(0, fitting.count - Self.mostWindows)
        for open in Self.kept(of: fitting) {
            try add(open, ends: Array(Set(ends)).sorted(), spent: spent, calendar: calendar)
        }
    }

    /// The cheapest ones; where all of these lie on one side, the last place goes to the cheapest of the other side, so
    /// that the buyer reads what going west or staying east would cost.
    private static func kept(of fitting: [OpenWindow]) -> ArraySlice<OpenWindow> {
        var kept = fitting.prefix(mostWindows)
        guard let side = kept.first.map(isWestern), kept.allSatisfy({ isWestern($0) == side }),
            let other = fitting.dropFirst(mostWindows).first(where: { isWestern($0) != side })
        else { return kept }
        kept[kept.endIndex - 1] = other
        return kept
    }

    private static func isWestern(_ open: OpenWindow) -> Bool { open.site.hub?.side == .west }

    private static func order(_ open: OpenWindow) -> (Int64, ID<ComputeWindow>) {
        (open.window.terms.pricePerCardHour.fen, open.window.id)
    }

    private mutating func exclude(_ open: OpenWindow, _ why: WhyNot) {
        guard excluded.count < Self.mostLines else {
            further += 1
            return
        }
        excluded.append(
            MatchReasons.WindowLine(window: open.window.id, price: nil, voucherShare: .zero, why: why))
    }

    private func whyNot(_ open: OpenWindow, _ buyer: OrganisationFacts, _ earliest: Int64) -> WhyNot? {
        let facts = open.deviceClass.facts
        if let wanted = need.accelerator, !open.window.accelerator.lowercased().contains(wanted.lowercased()) {
            return .otherAccelerator
        }
        if let least = need.leastTeraflops, facts.teraflops < least { return .tooSlow }
        if !need.regions.isEmpty, !need.regions.contains(open.site.region.provinceCode) { return .outsideRegions }
        if let most = need.latencyMilliseconds,
            LatencyTier.between(buyer.region, open.site.region, hub: open.site.hub).milliseconds > most
        {
            return .tooFar
        }
        if open.window.operator == job.buyer { return .relatedParties }
        if let owner = market.firms[open.window.operator],
            market.ties.areRelated(owner.creditCode.text, buyer.creditCode.text)
        {
            return .relatedParties
        }
        if open.window.terms.endsAt.shanghaiDate.dayNumber < earliest { return .beforeLabels }
        if open.window.terms.startsAt.shanghaiDate > need.endsOn { return .late }
        let wanted = max(need.cardHours, open.window.terms.minimumCardHours)
        if open.window.cardHours < wanted { return .tooSmall }
        if open.window.freeCardHours < wanted { return .full }
        return nil
    }

    private mutating func add(
        _ open: OpenWindow, ends: [Int64], spent: [ID<Grant>: Int64], calendar: WindowCalendar
    ) throws(MoneyOverflow) {
        var starts: Set<Int64> = []
        let before = options.count
        for end in ends.prefix(4) {
            guard let use = calendar.place(need, in: open, notBefore: end), starts.insert(use.from.milliseconds).inserted
            else { continue }
            let hours = Int64(use.cards) * (use.to.since(use.from).milliseconds / 3_600_000)
            let price = try open.window.terms.pricePerCardHour.multiplied(by: hours)
            let shares = try market.shelf.shares(
                of: VoucherShelf.Purchase(
                    price: price, buyer: job.buyer, supplier: open.window.operator,
                    use: .compute(.training, chipOrigin: open.deviceClass.chipOrigin), supply: open.supply,
                    endsOn: ReservationRules.lastDay(endsAt: use.to)), spent: spent, at: market.at)
            let option = ComputeOption(
                window: open.window.id, site: open.site.id, use: use, price: price, fillsIdle: isIdle(open),
                shares: shares)
            guard option.ownFen <= need.budget.fen, price.fen <= MatchProblem.largestFen else { continue }
            options.append(option)
            if !shares.isEmpty, price <= need.budget {
                var without = option
                without.shares = []
                options.append(without)
            }
        }
        if options.count == before {
            let fits = ends.contains { calendar.place(need, in: open, notBefore: $0) != nil }
            exclude(open, fits ? .overBudget : .full)
        }
    }

    private func isIdle(_ open: OpenWindow) -> Bool { calendarIsIdle(open, market) }
}

/// Whether card-hours at the window's site fill an idle western site.
func calendarIsIdle(_ open: OpenWindow, _ market: FrozenMarket) -> Bool {
    open.site.hub?.side == .west && Int64(market.siteUse[open.site.id] ?? 10_000) < market.policy.weights.idleBelow
}

/// The cards that are free in each window on each day: what a run books by. A day counts with its tightest hour, so that
/// two bookings that both fit never meet.
struct WindowCalendar: Sendable {
    /// Free cards and hours of a day, from the window's first day that is free on.
    struct Day: Sendable {
        let number: Int64
        let from: Instant
        let hours: Int64
        let cards: Int
    }

    private let days: [ID<ComputeWindow>: [Day]]

    init(_ windows: [OpenWindow]) {
        var days: [ID<ComputeWindow>: [Day]] = [:]
        for open in windows { days[open.window.id] = Self.days(of: open) }
        self.days = days
    }

    private static func days(of open: OpenWindow) -> [Day] {
        guard let first = open.free.first, let last = open.free.last else { return [] }
        var days: [Day] = []
        var number = first.from.shanghaiDate.dayNumber
        while true {
            let date = CivilDate(dayNumber: number)
            let from = max(first.from, Instant(shanghai: date))
            let to = min(last.to, Instant(shanghai: date.advanced(byDays: 1)))
            guard from < to else { return days }
            let cards = open.free.filter { $0.from < to && $0.to > from }.map(\.cards).min() ?? 0
            days.append(
                Day(number: number, from: from, hours: to.since(from).milliseconds / 3_600_000, cards: max(0, cards)))
            number += 1
        }
    }

    func cards(_ window: ID<ComputeWindow>, on day: Int64) -> Int {
        guard let all = days[window], let first = all.first else { return 0 }
        let index = Int(day - first.number)
        return all.indices.contains(index) ? all[index].cards : 0
    }

    /// A booking that serves `need` from a day on: about a day long where that many cards are free, else longer, else wider.
    func place(_ need: ComputeNeed, in open: OpenWindow, notBefore day: Int64) -> CardUse? {
        let wanted = max(need.cardHours, open.window.terms.minimumCardHours)
        let offered = (days[open.window.id] ?? []).filter { $0.number >= day && $0.number <= need.endsOn.dayNumber }
        guard let most = offered.map(\.cards).max(), most > 0 else { return nil }
        var widths: [Int64] = [24, 48, 96, 168, 12, 6, 1].map { (wanted + $0 - 1) / $0 }
        widths += Set(offered.map { Int64($0.cards) }).sorted(by: >)
        for width in widths where width >= 1 && width <= Int64(most) {
            if let use = place(Int(width), hours: (wanted + width - 1) / width, in: offered) { return use }
        }
        return nil
    }

    private func place(_ width: Int, hours: Int64, in offered: [Day]) -> CardUse? {
        var start: Instant?
        var have: Int64 = 0
        for day in offered {
            if day.cards < width {
                start = nil
                have = 0
                continue
            }
            let from = start ?? day.from
            start = from
            have += day.hours
            if have >= hours { return CardUse(from: from, to: from.advanced(by: .hours(hours)), cards: width) }
        }
        return nil
    }
}
