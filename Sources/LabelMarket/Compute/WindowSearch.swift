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
    /// Of a card-hour.
    package var priceMost: Money?
    /// What the buyer would pay itself for the card-hours, or for the smallest booking; for buyers only.
    package var ownMost: Money?
    package var isDomestic = false
    package var isAttested = false
    package var order = WindowOrder.start
    /// The last window of the page before, in the order by start.
    package var after: WindowPlace?
    /// The same in the order by price.
    package var afterPrice: PricePlace?

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
    /// So many windows are priced after vouchers for one page at most: those that cost least before vouchers, or in the
    /// order by start those that come next.
    package static let mostPriced = 200

    /// Windows that take reservations.
    /// - Parameter actor: a buyer sees what its vouchers would leave to pay.
    /// - Throws: ``MoneyOverflow``
    /// - Complexity: O(windows passed over until the page is full); by price O(windows)
    package func search(_ filter: WindowFilter, for actor: Actor?) throws -> WindowListPage {
        let now = house.world.now()
        let list = try shelf.current(in: house.database, at: now)
        guard let actor, actor.role == .buyer else {
            guard filter.order == .price else {
                return Self.page(list, list.first(Self.pageSize + 1, filter, at: now), filter)
            }
            let found = list.lowest(Self.pageSize + 1, filter, after: filter.afterPrice, at: now) { $0.pricePerCardHour }
            return Self.page(list, found.found.map(\.window), filter)
        }
        return try house.database.read { transaction in
            var prices = try BuyerPrices(of: actor.organisation, places: list.places, at: now, in: transaction)
            var filter = filter
            filter.firmRegion = prices.region
            return filter.order == .price
                ? try Self.cheapest(list, filter, &prices, at: now) : try Self.earliest(list, filter, &prices, at: now)
        }
    }

    /// The page of a buyer in the order by start. With a limit to what it pays itself, windows that only vouchers can
    /// bring below it are worked out one by one; after ``mostPriced`` of them the page ends, and the next goes on there.
    private static func earliest(
        _ list: WindowList, _ filter: WindowFilter, _ prices: inout BuyerPrices, at now: Instant
    ) throws -> WindowListPage {
        var found: [ListedWindow] = []
        var (failure, lastSeen): ((any Error)?, WindowPlace?) = (nil, nil)
        list.each(filter, from: list.startIndex(filter, at: now), at: now) { window in
            do {
                let place = list.places[Int(window.placeIndex)]
                if let most = filter.ownMost {
                    if prices.answered >= mostPriced { return false }
                    if try !prices.pays(atMost: most, window, place, asked: filter.cardHours) {
                        lastSeen = window.listPlace
                        return true
                    }
                }
                found.append(window)
                if found.count <= pageSize { lastSeen = window.listPlace }
                return found.count <= pageSize
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        let isCut = found.count > pageSize || (filter.ownMost != nil && prices.answered >= mostPriced)
        return try page(list, found, filter, &prices, next: isCut ? lastSeen : nil)
    }

    /// The page of a buyer in the order of what it pays itself, among those that cost least before vouchers.
    private static func cheapest(
        _ list: WindowList, _ filter: WindowFilter, _ prices: inout BuyerPrices, at now: Instant
    ) throws -> WindowListPage {
        let (compared, matching) = list.lowest(mostPriced, filter, after: nil, at: now) { window in
            (try? BuyerPrices.price(window, asked: filter.cardHours)) ?? .largest
        }
        var ranked: [(place: PricePlace, window: ListedWindow)] = []
        for (_, window) in compared {
            let own = try prices.quote(window, list.places[Int(window.placeIndex)], asked: filter.cardHours).own
            if let most = filter.ownMost, own > most { continue }
            let place = PricePlace(price: own, window: window.id)
            if let after = filter.afterPrice, place <= after { continue }
            ranked.append((place, window))
        }
        ranked.sort { $0.place < $1.place }
        var page = try page(list, ranked.map(\.window), filter, &prices, next: nil)
        if ranked.count > pageSize { page.nextPrice = ranked[pageSize - 1].place }
        page.comparison = WindowComparison(matching: matching, compared: compared.count)
        return page
    }

    private static func page(
        _ list: WindowList, _ found: [ListedWindow], _ filter: WindowFilter, _ prices: inout BuyerPrices,
        next: WindowPlace?
    ) throws -> WindowListPage {
        var lines: [WindowLine] = []
        for window in found.prefix(pageSize) {
            let place = list.places[Int(window.placeIndex)]
            lines.append(
                line(window, place, filter, quote: try prices.quote(window, place, asked: filter.cardHours)))
        }
        return WindowListPage(
            lines: lines, next: next, accelerators: list.accelerators, acceleratorsStamp: list.acceleratorsStamp)
    }

    /// The page of somebody who is no buyer.
    private static func page(_ list: WindowList, _ found: [ListedWindow], _ filter: WindowFilter) -> WindowListPage {
        let lines = found.prefix(pageSize).map { line($0, list.places[Int($0.placeIndex)], filter, quote: nil) }
        var page = WindowListPage(
            lines: lines, next: nil, accelerators: list.accelerators, acceleratorsStamp: list.acceleratorsStamp)
        guard found.count > pageSize, let last = lines.last?.window else { return page }
        switch filter.order {
        case .start: page.next = last.listPlace
        case .price: page.nextPrice = PricePlace(price: last.pricePerCardHour, window: last.id)
        }
        return page
    }

    private static func line(
        _ window: ListedWindow, _ place: OfferPlace, _ filter: WindowFilter, quote: WindowLine.Quote?
    ) -> WindowLine {
        WindowLine(
            window: window, place: place,
            latency: filter.firmRegion.map { LatencyTier.between($0, place.region, hub: place.hub) }, quote: quote)
    }
}

extension WindowList {
    /// The first windows in the list's order that `filter` lets through, at most `count`.
    /// - Complexity: O(windows passed over)
    func first(_ count: Int, _ filter: WindowFilter, at now: Instant) -> [ListedWindow] {
        var found: [ListedWindow] = []
        found.reserveCapacity(count)
        each(filter, from: startIndex(filter, at: now), at: now) { window in
            found.append(window)
            return found.count < count
        }
        return found
    }

    /// Where the list begins for `filter`: no earlier window can still be running, or is not on a page before.
    func startIndex(_ filter: WindowFilter, at now: Instant) -> Int {
        let from = max(filter.from ?? now, now)
        let earliest = from.advanced(by: .days(-Int64(ComputeRefusal.longestDays)))
        let index = firstIndex(notBefore: WindowPlace(startsAt: earliest, window: ID(rawValue: .min)))
        guard filter.order == .start, let after = filter.after else { return index }
        let next = firstIndex(notBefore: after)
        let isThere = next < windows.count && windows[next].listPlace == after
        return max(index, isThere ? next + 1 : next)
    }

    /// Visits the windows from `start` on that `filter` lets through, in the list's order, until `visit` returns false.
    func each(_ filter: WindowFilter, from start: Int, at now: Instant, _ visit: (ListedWindow) -> Bool) {
        let from = max(filter.from ?? now, now)
        let admitted = places.map { filter.admits($0) }
        guard admitted.contains(true) else { return }
        let until = filter.to ?? Instant(milliseconds: .max)
        let cardHours = filter.cardHours
        let priceMost = filter.priceMost ?? .largest
        var index = start
        while index < windows.count {
            let window = windows[index]
            index += 1
            if window.startsAt >= until { return }
            guard window.endsAt > from, admitted[Int(window.placeIndex)], window.pricePerCardHour <= priceMost else {
                continue
            }
            if let cardHours, window.freeCardHours < cardHours || window.minimumCardHours > cardHours { continue }
            if !visit(window) { return }
        }
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
