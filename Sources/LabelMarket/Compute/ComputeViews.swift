package import Storage

/// A site with everything that is known of it.
package struct SiteView: Sendable {
    package let site: ComputeSite
    package let operatorName: Bilingual
    package let claim: SiteClaim?
    /// Newest first.
    package let history: [SiteClaim]
    package let classes: [DeviceClass]
    package let weeks: [WeekUse]
    package let windowCount: Int
    /// Of its accelerators' attestations, newest first; empty for those who may not see them.
    package internal(set) var papers: [AttestationPaper] = []
}

/// Card-hours of one week, from Monday.
package struct WeekUse: Hashable, Sendable {
    package let monday: CivilDate
    package let offered: Int64
    package let reserved: Int64
}

/// An operator's keys.
package struct KeysView: Sendable {
    package let keys: [OperatorKey]
}

/// A window for whoever looks at it.
package struct WindowView: Sendable {
    package let offer: OpenWindow
    package let operatorName: Bilingual
    package let latency: LatencyTier?
    /// Whether the viewer published it.
    package let isOwn: Bool
    /// For its operator: what stands on it.
    package let reservations: [Reservation]
    package let seriesCount: Int
}

/// A line of an operator's own windows.
package struct OwnWindowLine: Sendable {
    package let window: ComputeWindow
    package let site: ComputeSite
}

extension ComputeSites {
    /// The operator's own sites.
    package func mine(_ actor: Actor) throws -> [SiteView] {
        try actor.require(.operator)
        return try house.database.read { transaction in
            try Self.views("site.operator = \(actor.organisation)", weeks: 0, at: house.world.now(), in: transaction)
        }
    }

    /// Every site with what its operator claims, for everyone; in the order of the hubs' names.
    package func all() throws -> [SiteView] {
        try house.database.read { try Self.views("1 = 1", weeks: 8, at: house.world.now(), in: $0) }
    }

    /// One site, for everyone; the papers of its attestations only for whom they are.
    package func page(_ id: ID<ComputeSite>, for actor: Actor?) throws -> SiteView {
        let now = house.world.now()
        return try house.database.read { transaction in
            guard var view = try Self.views("site.id = \(id)", weeks: 8, at: now, in: transaction).first else {
                throw CommonRefusal.notFound
            }
            if AttestationPaper.isVisible(to: actor, of: view.site.operator) {
                view.papers = try AttestationPaper.all(of: id, in: transaction)
            }
            return view
        }
    }

    /// One site of the actor's own, for its forms.
    package func own(_ id: ID<ComputeSite>, for actor: Actor) throws -> SiteView {
        try actor.require(.operator)
        let view = try page(id, for: actor)
        guard view.site.operator == actor.organisation else { throw CommonRefusal.notFound }
        return view
    }

    package func keys(of actor: Actor) throws -> [OperatorKey] {
        try actor.require(.operator)
        return try house.database.read { try OperatorKey.all(of: actor.organisation, in: $0) }
    }

    private static func views(
        _ condition: SQL, weeks: Int, at now: Instant, in transaction: ReadTransaction
    ) throws -> [SiteView] {
        let sites = try transaction.all(
            "SELECT \(ComputeSite.columns) FROM site WHERE \(condition) ORDER BY site.hub, site.id LIMIT 500"
        ) { try ComputeSite($0) }
        return try sites.map { site in
            let history = try SiteClaim.history(of: site.id, limit: 24, in: transaction)
            return SiteView(
                site: site, operatorName: try Organisations.name(of: site.operator, in: transaction),
                claim: history.first, history: history, classes: try DeviceClass.all(of: site.id, in: transaction),
                weeks: try WeekUse.weeks(weeks, of: site.id, at: now, in: transaction),
                windowCount: try transaction.value(
                    "SELECT COUNT(*) FROM compute_window WHERE site = \(site.id) AND state = 'open'") ?? 0)
        }
    }
}

extension WeekUse {
    /// Offered and reserved card-hours of `count` weeks: half of them before the week of `now`.
    static func weeks(
        _ count: Int, of site: ID<ComputeSite>, at now: Instant, in transaction: ReadTransaction
    ) throws -> [WeekUse] {
        guard count > 0 else { return [] }
        let today = now.shanghaiDate
        let monday = today.advanced(byDays: Int64(1 - WindowRules.weekday(today) - 7 * (count / 2)))
        let starts = (0...count).map { Instant(shanghai: monday.advanced(byDays: Int64(7 * $0))) }
        let earliest = starts[0].advanced(by: .days(-Int64(ComputeRefusal.longestDays)))
        let offered = try transaction.all(
            """
            SELECT starts_at, ends_at, cards FROM compute_window
            WHERE site = \(site) AND state <> 'withdrawn' AND starts_at >= \(earliest) AND starts_at < \(starts[count])
            """
        ) { row in CardUse(from: try row.at(0), to: try row.at(1), cards: try row.at(2)) }
        let reserved = try transaction.all(
            """
            SELECT reservation.starts_at, reservation.ends_at, reservation.cards FROM compute_window
            JOIN reservation ON reservation.compute_window = compute_window.id
            WHERE compute_window.site = \(site) AND compute_window.starts_at >= \(earliest)
                AND compute_window.starts_at < \(starts[count])
                AND reservation.state NOT IN ('cancelled', 'declined', 'expired')
            """
        ) { row in CardUse(from: try row.at(0), to: try row.at(1), cards: try row.at(2)) }
        return (0..<count).map { week in
            WeekUse(
                monday: monday.advanced(byDays: Int64(7 * week)),
                offered: cardHours(offered, starts[week], starts[week + 1]),
                reserved: cardHours(reserved, starts[week], starts[week + 1]))
        }
    }

    private static func cardHours(_ uses: [CardUse], _ from: Instant, _ to: Instant) -> Int64 {
        uses.reduce(0) { sum, use in
            let span = min(use.to, to).since(max(use.from, from)).milliseconds
            return sum + max(0, span) / 3_600_000 * Int64(use.cards)
        }
    }
}

extension OperatorKey {
    private static let columns: SQL = "id, operator, name, public_key, registered_at, revoked_at"

    private init(_ row: borrowing Row) throws {
        id = try row("id")
        `operator` = try row("operator")
        name = try row("name")
        publicKey = try row("public_key")
        registeredAt = try row("registered_at")
        revokedAt = try row("revoked_at")
    }

    static func load(_ id: ID<OperatorKey>, in transaction: ReadTransaction) throws -> OperatorKey? {
        try transaction.first("SELECT \(columns) FROM operator_key WHERE id = \(id)") { try OperatorKey($0) }
    }

    static func all(of organisation: ID<Organisation>, in transaction: ReadTransaction) throws -> [OperatorKey] {
        try transaction.all(
            "SELECT \(columns) FROM operator_key WHERE operator = \(organisation) ORDER BY id DESC LIMIT 100"
        ) { try OperatorKey($0) }
    }
}

extension ComputeWindows {
    /// One window, for everyone; what stands on it only for its operator.
    package func page(_ id: ID<ComputeWindow>, for actor: Actor?) throws -> WindowView {
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let offer = try Self.openWindow(id, at: now, in: transaction) else { throw CommonRefusal.notFound }
            let isOwn = actor?.role == .operator && actor?.organisation == offer.window.operator
            var firm: Region?
            if let actor, actor.role == .buyer {
                firm = try Organisations.profile(of: actor.organisation, in: transaction).facts.region
            }
            let reservations = try transaction.all(
                """
                SELECT \(Reservation.columns) FROM reservation WHERE reservation.compute_window = \(id)
                ORDER BY reservation.starts_at, reservation.id LIMIT 500
                """
            ) { try Reservation($0) }
            let series: Int? = try offer.window.series.flatMap {
                try transaction.value(
                    """
                    SELECT COUNT(*) FROM compute_window
                    WHERE operator = \(offer.window.operator) AND series = \($0) AND state = 'open'
                    """)
            }
            return WindowView(
                offer: offer, operatorName: try Organisations.name(of: offer.window.operator, in: transaction),
                latency: firm.map { LatencyTier.between($0, offer.site.region, hub: offer.site.hub) }, isOwn: isOwn,
                reservations: isOwn ? reservations : [], seriesCount: series ?? 0)
        }
    }

    /// The operator's own windows, latest start first, those that ended included.
    package func mine(
        _ actor: Actor, before: WindowPlace?, limit: Int
    ) throws -> (rows: [OwnWindowLine], next: WindowPlace?) {
        try actor.require(.operator)
        return try house.database.read { transaction in
            let edge: SQL =
                before.map {
                    """
                    compute_window.starts_at <= \($0.startsAt) AND (compute_window.starts_at < \($0.startsAt)
                        OR compute_window.id < \($0.window))
                    """
                } ?? "1 = 1"
            let rows = try transaction.all(
                """
                SELECT \(ComputeWindow.columns), \(ComputeSite.columns)
                FROM compute_window JOIN site ON site.id = compute_window.site
                WHERE compute_window.operator = \(actor.organisation) AND \(edge)
                ORDER BY compute_window.starts_at DESC, compute_window.id DESC LIMIT \(limit + 1)
                """
            ) { row in
                OwnWindowLine(window: try ComputeWindow(row), site: try ComputeSite(row))
            }
            let last = rows.count > limit ? rows[limit - 1].window : nil
            return (
                Array(rows.prefix(limit)), last.map { WindowPlace(startsAt: $0.terms.startsAt, window: $0.id) }
            )
        }
    }
}
