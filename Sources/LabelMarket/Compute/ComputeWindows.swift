package import Storage

/// The windows that operators publish.
package struct ComputeWindows: Sendable {
    let house: House
    /// What the search looks at.
    let shelf = WindowShelf()

    package init(house: House) { self.house = house }

    /// Publishes windows of one class, all or none.
    /// - Parameter repeats: whether they belong together as a series.
    /// - Throws: ``ComputeRefusal``, the first that applies to any of them.
    package func publish(
        _ windows: [WindowTerms], of deviceClass: ID<DeviceClass>, asSeries repeats: Bool = false, by actor: Actor,
        key: FormKey
    ) async throws -> [ID<ComputeWindow>] {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "publish \(deviceClass) " + windows.map(\.content).joined(separator: ";")
        return try await house.once(key, content: content, by: actor, refusing: ComputeRefusal.self) { transaction in
            guard windows.count <= ComputeRefusal.mostWindowsAtOnce else {
                throw ComputeRefusal.tooManyWindows(most: ComputeRefusal.mostWindowsAtOnce)
            }
            let series = repeats ? world.makeID(WindowSeries.self) : nil
            return try windows.map { terms in
                try Self.publish(terms, of: deviceClass, series: series, by: actor, at: now, in: transaction, world: world)
            }
        }
    }

    /// - Throws: ``ComputeRefusal``
    static func publish(
        _ terms: WindowTerms, of id: ID<DeviceClass>, series: ID<WindowSeries>?, by actor: Actor, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws -> ID<ComputeWindow> {
        guard let deviceClass = try DeviceClass.load(id, in: transaction) else { throw CommonRefusal.notFound }
        let site = try ComputeSites.own(deviceClass.site, actor, in: transaction)
        try WindowRules.check(terms, at: now)
        try WindowRules.checkQuantity(
            terms,
            others: try ComputeWindow.offered(
                of: id, from: terms.startsAt, to: terms.endsAt, leavingOut: nil, in: transaction),
            quantity: deviceClass.facts.quantity)
        let window = world.makeID(ComputeWindow.self)
        try transaction.execute(
            """
            INSERT INTO compute_window (id, site, device_class, operator, hub, region, accelerator, starts_at, ends_at,
                cards, price_fen, minimum_card_hours, notice_hours, fee_bp, state, series, published_at)
            VALUES (\(window), \(site.id), \(id), \(actor.organisation), \(site.hub?.key), \(site.region),
                \(deviceClass.accelerator), \(terms.startsAt), \(terms.endsAt), \(terms.cards), \(terms.pricePerCardHour),
                \(terms.minimumCardHours), \(terms.cancellation.noticeHours), \(terms.cancellation.feeBasisPoints),
                \(WindowState.open), \(series), \(now))
            """)
        try Audit.record(
            "publish window", on: BusinessReference("compute window", window), after: terms.content, by: actor, at: now,
            in: transaction)
        return window
    }

    /// Changes a window. What is reserved keeps its time, its cards and its price.
    /// - Parameter revision: of the window, as the operator saw it.
    /// - Throws: ``ComputeRefusal``
    package func edit(
        _ id: ID<ComputeWindow>, to terms: WindowTerms, revision: Int, by actor: Actor
    ) async throws {
        try actor.require(.operator)
        let now = house.world.now()
        try await house.database.write { transaction in
            let window = try Self.own(id, actor, in: transaction)
            guard window.state != .withdrawn else { throw ComputeRefusal.withdrawn }
            guard window.state == .open, window.terms.endsAt > now else { throw ComputeRefusal.ended }
            guard window.revision == revision else { throw ComputeRefusal.windowEdited }
            if terms.startsAt == window.terms.startsAt {
                try WindowRules.shape(terms, at: now)
            } else {
                try WindowRules.check(terms, at: now)
            }
            try WindowRules.checkReserved(terms, reserved: try ComputeWindow.reserved(on: id, in: transaction))
            guard let deviceClass = try DeviceClass.load(window.deviceClass, in: transaction) else {
                throw CommonRefusal.notFound
            }
            try WindowRules.checkQuantity(
                terms,
                others: try ComputeWindow.offered(
                    of: window.deviceClass, from: terms.startsAt, to: terms.endsAt, leavingOut: id, in: transaction),
                quantity: deviceClass.facts.quantity)
            try transaction.execute(
                """
                UPDATE compute_window SET starts_at = \(terms.startsAt), ends_at = \(terms.endsAt), cards = \(terms.cards),
                    price_fen = \(terms.pricePerCardHour), minimum_card_hours = \(terms.minimumCardHours),
                    notice_hours = \(terms.cancellation.noticeHours), fee_bp = \(terms.cancellation.feeBasisPoints),
                    revision = revision + 1 WHERE id = \(id)
                """)
            try Audit.record(
                "edit window", on: BusinessReference("compute window", id), before: window.terms.content,
                after: terms.content, by: actor, at: now, in: transaction)
        }
    }

    /// Takes a window, or all that is left of its series, off the market. Reservations that stand are kept.
    /// - Throws: ``ComputeRefusal``
    package func withdraw(_ id: ID<ComputeWindow>, wholeSeries: Bool = false, by actor: Actor) async throws {
        try actor.require(.operator)
        let now = house.world.now()
        try await house.database.write { transaction in
            let window = try Self.own(id, actor, in: transaction)
            guard window.state != .withdrawn else { throw ComputeRefusal.withdrawn }
            guard window.state == .open else { throw ComputeRefusal.ended }
            let which: SQL =
                if wholeSeries, let series = window.series {
                    "operator = \(actor.organisation) AND series = \(series) AND ends_at > \(now)"
                } else {
                    "id = \(id)"
                }
            try transaction.execute(
                """
                UPDATE compute_window SET state = \(WindowState.withdrawn), revision = revision + 1
                WHERE \(which) AND state = 'open'
                """)
            try Audit.record(
                wholeSeries ? "withdraw windows" : "withdraw window", on: BusinessReference("compute window", id),
                by: actor, at: now, in: transaction)
        }
    }

    /// Marks windows whose time is over.
    /// - Returns: how many.
    @discardableResult
    package func endPassed() async throws -> Int {
        let now = house.world.now()
        return try await house.database.write { transaction in
            try transaction.execute(
                """
                UPDATE compute_window SET state = \(WindowState.ended)
                WHERE state = 'open' AND starts_at < \(now) AND ends_at <= \(now)
                """)
        }
    }

    static func own(_ id: ID<ComputeWindow>, _ actor: Actor, in transaction: ReadTransaction) throws -> ComputeWindow {
        guard let window = try ComputeWindow.load(id, in: transaction), window.operator == actor.organisation else {
            throw CommonRefusal.notFound
        }
        return window
    }
}

extension WindowTerms {
    /// Equal for equal terms.
    var content: String {
        "\(startsAt.milliseconds)-\(endsAt.milliseconds) \(cards) \(pricePerCardHour.fen) \(minimumCardHours) \(cancellation.noticeHours) \(cancellation.feeBasisPoints)"
    }
}

extension ComputeWindows {
    /// Every window that takes reservations, with its site, its accelerators and what is free from `now` on; ordered by
    /// id, so that the same market gives the same list.
    /// - Complexity: O(windows + reservations).
    package static func open(at now: Instant, in transaction: ReadTransaction) throws -> [OpenWindow] {
        var uses: [ID<ComputeWindow>: [CardUse]] = [:]
        try transaction.each(
            """
            SELECT reservation.compute_window, reservation.starts_at, reservation.ends_at, reservation.cards
            FROM compute_window JOIN reservation ON reservation.compute_window = compute_window.id
            WHERE compute_window.state = 'open' AND compute_window.ends_at > \(now)
                AND reservation.state NOT IN ('cancelled', 'declined', 'expired')
            """
        ) { row in
            uses[try row.at(0), default: []].append(
                CardUse(from: try row.at(1), to: try row.at(2), cards: try row.at(3)))
        }
        return try transaction.all(
            """
            SELECT \(ComputeWindow.columns), \(ComputeSite.columns), \(DeviceClass.columns)
            FROM compute_window JOIN site ON site.id = compute_window.site
            JOIN device_class ON device_class.id = compute_window.device_class
            WHERE compute_window.state = 'open' AND compute_window.ends_at > \(now) ORDER BY compute_window.id
            """
        ) { row in
            let window = try ComputeWindow(row)
            return OpenWindow(
                window: window, site: try ComputeSite(row), deviceClass: try DeviceClass(row),
                free: free(of: window, uses: uses[window.id] ?? [], at: now))
        }
    }

    /// One window with what is free of it; nil when there is none.
    package static func openWindow(
        _ id: ID<ComputeWindow>, at now: Instant, in transaction: ReadTransaction
    ) throws -> OpenWindow? {
        guard let window = try ComputeWindow.load(id, in: transaction),
            let site = try ComputeSite.load(window.site, in: transaction),
            let deviceClass = try DeviceClass.load(window.deviceClass, in: transaction)
        else { return nil }
        let uses = try ComputeWindow.reserved(on: id, in: transaction)
        return OpenWindow(
            window: window, site: site, deviceClass: deviceClass, free: free(of: window, uses: uses, at: now))
    }

    /// From the first full hour that has not begun.
    private static func free(of window: ComputeWindow, uses: [CardUse], at now: Instant) -> [FreeCards] {
        let hour: Int64 = 3_600_000
        let next = Instant(milliseconds: (now.milliseconds + hour - 1) / hour * hour)
        return Capacity.free(
            window.terms.cards, uses: uses, from: max(window.terms.startsAt, next), to: window.terms.endsAt)
    }
}
