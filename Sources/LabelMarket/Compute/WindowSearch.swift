package import Storage

/// What the list of windows is asked for.
package struct WindowFilter: Sendable, Hashable {
    /// `Ascend 910B`
    package var accelerator: String?
    /// Key of a hub.
    package var hub: String?
    package var region: Region?
    /// At most so far from ``firmRegion``.
    package var latency: LatencyTier?
    package var firmRegion: Region?
    /// The window overlaps this time.
    package var from: Instant?
    package var to: Instant?
    /// So many card-hours are still free.
    package var cardHours: Int64?
    package var priceMost: Money?
    package var isDomestic = false
    package var isAttested = false
    /// The last window of the page before.
    package var after: WindowPlace?

    package init() {}
}

/// Where in the list a window stands.
package struct WindowPlace: Sendable, Hashable {
    package let startsAt: Instant
    package let window: ID<ComputeWindow>

    package init(startsAt: Instant, window: ID<ComputeWindow>) {
        self.startsAt = startsAt
        self.window = window
    }
}

extension ComputeWindows {
    package static let pageSize = 20

    /// Windows that take reservations, earliest first.
    /// - Parameter actor: a buyer sees what its vouchers would leave to pay.
    /// - Complexity: O(windows passed over until the page is full)
    package func search(_ filter: WindowFilter, for actor: Actor?) throws -> WindowListPage {
        let now = house.world.now()
        let list = try shelf.current(in: house.database, at: now)
        guard let actor, actor.role == .buyer else { return try page(list, filter, at: now) { _, _ in nil } }
        return try house.database.read { transaction in
            var filter = filter
            filter.firmRegion = try Organisations.profile(of: actor.organisation, in: transaction).facts.region
            return try page(list, filter, at: now) { window, place in
                try Self.quote(
                    window, place, asked: filter.cardHours, for: actor.organisation, at: now, in: transaction)
            }
        }
    }

    private func page(
        _ list: WindowList, _ filter: WindowFilter, at now: Instant,
        quote: (ListedWindow, OfferPlace) throws -> WindowLine.Quote?
    ) throws -> WindowListPage {
        let found = list.first(Self.pageSize + 1, filter, at: now)
        let lines = try found.prefix(Self.pageSize).map { window in
            let place = list.places[Int(window.placeIndex)]
            return WindowLine(
                window: window, place: place,
                latency: filter.firmRegion.map { LatencyTier.between($0, place.region, hub: place.hub) },
                quote: try quote(window, place))
        }
        return WindowListPage(
            lines: lines, next: found.count > Self.pageSize ? lines.last?.window.listPlace : nil,
            accelerators: list.accelerators, acceleratorsStamp: list.acceleratorsStamp)
    }

    private static func quote(
        _ window: ListedWindow, _ place: OfferPlace, asked: Int64?, for buyer: ID<Organisation>, at now: Instant,
        in transaction: ReadTransaction
    ) throws -> WindowLine.Quote {
        let cardHours = max(1, asked ?? window.minimumCardHours)
        let price = try window.pricePerCardHour.multiplied(by: cardHours)
        let draw = try Vouchers.draw(
            for: price, buyer: buyer, vendor: place.site.operator, use: .compute(chipOrigin: place.deviceClass.chipOrigin),
            workEndsOn: ReservationRules.lastDay(endsAt: window.endsAt),
            supply: ComputeSupply(
                region: RegionCode(place.site.region.code), isAttested: place.deviceClass.isAttested), at: now,
            in: transaction)
        return WindowLine.Quote(cardHours: cardHours, price: price, own: draw.own)
    }
}

extension WindowList {
    /// The first windows in the list's order that `filter` lets through, at most `count`.
    /// - Complexity: O(windows passed over)
    func first(_ count: Int, _ filter: WindowFilter, at now: Instant) -> [ListedWindow] {
        let from = max(filter.from ?? now, now)
        let admitted = places.map { filter.admits($0) }
        guard admitted.contains(true) else { return [] }
        let earliest = from.advanced(by: .days(-Int64(ComputeRefusal.longestDays)))
        var index = firstIndex(notBefore: WindowPlace(startsAt: earliest, window: ID(rawValue: .min)))
        if let after = filter.after {
            let next = firstIndex(notBefore: after)
            let isThere = next < windows.count && windows[next].listPlace == after
            index = max(index, isThere ? next + 1 : next)
        }
        let until = filter.to ?? Instant(milliseconds: .max)
        let cardHours = filter.cardHours
        let priceMost = filter.priceMost ?? .largest
        var found: [ListedWindow] = []
        found.reserveCapacity(count)
        while index < windows.count, found.count < count {
            let window = windows[index]
            index += 1
            if window.startsAt >= until { break }
            guard window.endsAt > from, admitted[Int(window.placeIndex)], window.pricePerCardHour <= priceMost else {
                continue
            }
            if let cardHours, window.freeCardHours < cardHours || window.minimumCardHours > cardHours { continue }
            found.append(window)
        }
        return found
    }
}

extension WindowFilter {
    /// Whether windows at `place` can be among what is asked for.
    fileprivate func admits(_ place: OfferPlace) -> Bool {
        if let accelerator, accelerator != place.accelerator { return false }
        if let hub, hub != place.hub?.key { return false }
        if let region, !place.region.lies(in: region) { return false }
        if isDomestic, !place.deviceClass.facts.isDomestic { return false }
        if isAttested, !place.deviceClass.isAttested { return false }
        if let latency, let firmRegion {
            return LatencyTier.between(firmRegion, place.region, hub: place.hub) <= latency
        }
        return true
    }
}
