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

/// A line of the list.
package struct WindowLine: Sendable {
    package let window: ComputeWindow
    package let site: ComputeSite
    package let deviceClass: DeviceClass
    package let operatorName: Bilingual
    /// From the firm that asks; nil when none does.
    package let latency: LatencyTier?
    /// What the asked card-hours, or the smallest booking, would cost, and what of it the firm would pay itself.
    package let quote: Quote?

    package struct Quote: Sendable {
        package let cardHours: Int64
        package let price: Money
        package let own: Money
    }
}

package struct WindowListPage: Sendable {
    package let lines: [WindowLine]
    package let next: WindowPlace?
    /// What one can filter by, in order.
    package let accelerators: [String]
}

extension ComputeWindows {
    package static let pageSize = 20

    /// Windows that take reservations, earliest first.
    /// - Parameter actor: a buyer sees what its vouchers would leave to pay.
    package func search(_ filter: WindowFilter, for actor: Actor?) throws -> WindowListPage {
        let now = house.world.now()
        return try house.database.read { transaction in
            var filter = filter
            if let actor, actor.role == .buyer {
                filter.firmRegion = try Organisations.profile(of: actor.organisation, in: transaction).facts.region
            }
            let buyer = actor?.role == .buyer ? actor?.organisation : nil
            let found = try transaction.all(Self.query(filter, at: now)) { row in
                (try ComputeWindow(row), try ComputeSite(row), try DeviceClass(row))
            }
            let lines = try found.prefix(Self.pageSize).map { window, site, deviceClass in
                WindowLine(
                    window: window, site: site, deviceClass: deviceClass,
                    operatorName: try Organisations.name(of: window.operator, in: transaction),
                    latency: filter.firmRegion.map { LatencyTier.between($0, site.region, hub: site.hub) },
                    quote: try buyer.map {
                        try Self.quote(
                            window, site, deviceClass, asked: filter.cardHours, for: $0, at: now, in: transaction)
                    })
            }
            let last = found.count > Self.pageSize ? lines.last : nil
            return WindowListPage(
                lines: lines,
                next: last.map { WindowPlace(startsAt: $0.window.terms.startsAt, window: $0.window.id) },
                accelerators: try transaction.all(
                    "SELECT DISTINCT vendor || ' ' || model FROM device_class ORDER BY 1 LIMIT 200") { try $0.at(0) })
        }
    }

    /// The list's own query, for the test that its order comes from an index.
    package static func query(_ filter: WindowFilter, at now: Instant) -> SQL {
        let from = max(filter.from ?? now, now)
        var earliest = from.advanced(by: .days(-Int64(ComputeRefusal.longestDays)))
        if let after = filter.after { earliest = max(earliest, after.startsAt) }
        var conditions: [SQL] = [
            "compute_window.state = 'open'", "compute_window.starts_at >= \(earliest)", "compute_window.ends_at > \(from)",
        ]
        if let to = filter.to { conditions.append("compute_window.starts_at < \(to)") }
        if let name = filter.accelerator { conditions.append("compute_window.accelerator = \(name)") }
        if let hub = filter.hub { conditions.append("compute_window.hub = \(hub)") }
        if let region = filter.region { conditions.append(place(in: region)) }
        if let latency = filter.latency, let firm = filter.firmRegion, let near = near(firm, latency) {
            conditions.append(near)
        }
        if let cardHours = filter.cardHours {
            conditions.append(
                """
                compute_window.cards * ((compute_window.ends_at - compute_window.starts_at) / 3600000)
                    - compute_window.booked_card_hours >= \(cardHours) AND compute_window.minimum_card_hours <= \(cardHours)
                """)
        }
        if let price = filter.priceMost { conditions.append("compute_window.price_fen <= \(price)") }
        if filter.isDomestic { conditions.append("device_class.is_domestic = 1") }
        if filter.isAttested { conditions.append("device_class.attested_on IS NOT NULL") }
        if let after = filter.after {
            conditions.append(
                """
                (compute_window.starts_at > \(after.startsAt)
                    OR (compute_window.starts_at = \(after.startsAt) AND compute_window.id > \(after.window)))
                """)
        }
        return """
            SELECT \(ComputeWindow.columns), \(ComputeSite.columns), \(DeviceClass.columns)
            FROM compute_window JOIN site ON site.id = compute_window.site
            JOIN device_class ON device_class.id = compute_window.device_class
            WHERE \(SQL.joined(conditions, separator: " AND "))
            ORDER BY compute_window.starts_at, compute_window.id LIMIT \(pageSize + 1)
            """
    }

    /// A province stands for its cities. Asked so that the order by time keeps its index.
    private static func place(in region: Region) -> SQL {
        let codes = Region.all.filter { $0.lies(in: region) }.map(\.code)
        return "COALESCE(compute_window.region, '') IN \(list: codes)"
    }

    /// nil when everything is near enough.
    private static func near(_ firm: Region, _ latency: LatencyTier) -> SQL? {
        let all = Region.all.filter { place in
            let hub = Hub.all.first { $0.serves(place) }
            return LatencyTier.between(firm, place, hub: hub) <= latency
        }
        return latency == .country ? nil : "COALESCE(compute_window.region, '') IN \(list: all.map(\.code))"
    }

    private static func quote(
        _ window: ComputeWindow, _ site: ComputeSite, _ deviceClass: DeviceClass, asked: Int64?,
        for buyer: ID<Organisation>, at now: Instant, in transaction: ReadTransaction
    ) throws -> WindowLine.Quote {
        let cardHours = max(1, asked ?? window.terms.minimumCardHours)
        let price = try window.terms.pricePerCardHour.multiplied(by: cardHours)
        let draw = try Vouchers.draw(
            for: price, buyer: buyer, vendor: window.operator, use: .compute(chipOrigin: deviceClass.chipOrigin),
            workEndsOn: ReservationRules.lastDay(endsAt: window.terms.endsAt),
            supply: ComputeSupply(region: RegionCode(site.region.code), isAttested: deviceClass.isAttested), at: now,
            in: transaction)
        return WindowLine.Quote(cardHours: cardHours, price: price, own: draw.own)
    }
}
