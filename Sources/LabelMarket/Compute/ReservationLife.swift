package import Storage

/// What becomes of a reservation: confirmed or declined, cancelled, expired.
extension Reservations {
    /// The operator's yes.
    /// - Throws: ``ReservationRefusal``
    package func confirm(_ id: ID<Reservation>, by actor: Actor) async throws {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        try await house.database.write { transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            try Self.checkRequested(reservation, at: now)
            try transaction.execute(
                """
                UPDATE reservation SET state = \(ReservationState.confirmed), confirmed_at = \(now) WHERE id = \(id)
                """)
            try Self.tell(
                reservation.buyer, reservation,
                Bilingual(
                    zh: "预订 \(reservation.number) 已由算力中心确认", en: "Reservation \(reservation.number) is confirmed"),
                at: now, in: transaction, world: world)
            try Audit.record(
                "confirm reservation", on: ReservationMoney.reference(id), by: actor, at: now, in: transaction)
        }
    }

    /// The operator's no: everything goes back.
    /// - Throws: ``ReservationRefusal``
    package func decline(_ id: ID<Reservation>, reason: String, by actor: Actor, key: FormKey) async throws {
        try actor.require(.operator)
        try await end(id, as: .declined, reason: reason, content: "decline \(id) \(reason)", by: actor, key: key) {
            reservation, now throws(ReservationRefusal) in
            try Self.checkRequested(reservation, at: now)
        }
    }

    /// The operator cannot keep a confirmed reservation: everything goes back, and the reason is kept.
    /// - Throws: ``ReservationRefusal``
    package func callOff(_ id: ID<Reservation>, reason: String, by actor: Actor, key: FormKey) async throws {
        try actor.require(.operator)
        try await end(id, as: .cancelled, reason: reason, content: "call off \(id) \(reason)", by: actor, key: key) {
            reservation, _ throws(ReservationRefusal) in
            guard !reservation.state.hasEnded else { throw .ended }
            guard reservation.state == .confirmed else { throw .notConfirmed }
        }
    }

    private static func checkRequested(_ reservation: Reservation, at now: Instant) throws(ReservationRefusal) {
        guard !reservation.state.hasEnded else { throw .ended }
        guard reservation.state == .requested else { throw .alreadyConfirmed }
        guard now < reservation.confirmBy else { throw .confirmationOver }
    }

    /// The buyer cancels: free in good time, later for the agreed fee out of its own money.
    /// - Returns: the fee.
    /// - Throws: ``ReservationRefusal``
    @discardableResult
    package func cancel(
        _ id: ID<Reservation>, reason: String? = nil, by actor: Actor, key: FormKey
    ) async throws -> Money {
        try actor.require(.buyer)
        let (now, world) = (house.world.now(), house.world)
        let content = "cancel \(id) \(reason ?? "")"
        return try await house.once(key, content: content, by: actor, refusing: ReservationRefusal.self) { transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            guard !reservation.state.hasEnded else { throw ReservationRefusal.ended }
            guard now < reservation.use.from, reservation.state == .requested || reservation.state == .confirmed else {
                throw ReservationRefusal.begun
            }
            let fee = try ReservationRules.cancellationFee(reservation, at: now)
            try Self.finish(
                reservation, as: .cancelled, capturing: .fee(fee), reason: reason, by: actor, at: now, in: transaction,
                world: world)
            try Self.tell(
                reservation.operator, reservation,
                Bilingual(
                    zh: "预订 \(reservation.number) 已被取消", en: "Reservation \(reservation.number) was cancelled"),
                at: now, in: transaction, world: world)
            return fee
        }
    }

    private func end(
        _ id: ID<Reservation>, as state: ReservationState, reason: String, content: String, by actor: Actor,
        key: FormKey, checking: @escaping @Sendable (Reservation, Instant) throws(ReservationRefusal) -> Void
    ) async throws {
        let (now, world) = (house.world.now(), house.world)
        let done = try await house.once(key, content: content, by: actor, refusing: ReservationRefusal.self) {
            transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            try checking(reservation, now)
            guard !reason.isEmpty else { throw ReservationRefusal.reasonNeeded }
            try Self.finish(
                reservation, as: state, capturing: .used(.zero), reason: reason, by: actor, at: now, in: transaction,
                world: world)
            try Self.tell(
                reservation.buyer, reservation,
                Bilingual(
                    zh: "算力中心未能接受预订 \(reservation.number)，款项已退回",
                    en: "The data centre did not keep reservation \(reservation.number); the money went back"),
                at: now, in: transaction, world: world)
            return true
        }
        precondition(done)
    }

    /// Ends a reservation with its money, and gives its cards back where nothing was used.
    static func finish(
        _ reservation: Reservation, as state: ReservationState, capturing capture: ReservationMoney.Capture,
        reason: String?, by actor: Actor?, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws {
        try ReservationMoney.resolve(
            reservation, capturing: capture, by: actor, at: now, in: transaction, world: world)
        try transaction.execute(
            """
            UPDATE reservation SET state = \(state), captured_fen = \(capture.amount), ended_at = \(now),
                reason = \(reason) WHERE id = \(reservation.id)
            """)
        if !state.takesCapacity {
            try addBooked(-reservation.cardHours, to: reservation.window, in: transaction)
        }
        try Audit.record(
            "\(state.rawValue) reservation", on: ReservationMoney.reference(reservation.id), by: actor,
            note: reason ?? "", at: now, in: transaction)
    }

    static func tell(
        _ organisation: ID<Organisation>, _ reservation: Reservation, _ words: Bilingual, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        try Notices.add(
            to: organisation, words, path: "/reservations/\(reservation.id)", at: now, world: world, in: transaction)
    }

    /// The reservation, when `actor` may see it: its parties, auditors, administrators, and officers (who settle). nil
    /// reads without asking.
    package static func load(
        _ id: ID<Reservation>, for actor: Actor?, in transaction: ReadTransaction
    ) throws -> Reservation? {
        let found = try transaction.first("SELECT \(Reservation.columns) FROM reservation WHERE reservation.id = \(id)") {
            try Reservation($0)
        }
        guard let found, let actor else { return found }
        switch actor.role {
        case .buyer: return found.buyer == actor.organisation ? found : nil
        case .operator: return found.operator == actor.organisation ? found : nil
        case .auditor, .administrator, .officer: return found
        case .vendor: return nil
        }
    }

    /// The reservation, seen by one of its two parties.
    /// - Throws: ``CommonRefusal/notFound`` for everyone else.
    static func party(_ id: ID<Reservation>, _ actor: Actor, in transaction: ReadTransaction) throws -> Reservation {
        guard let reservation = try load(id, for: actor, in: transaction),
            actor.role == .buyer || actor.role == .operator
        else { throw CommonRefusal.notFound }
        return reservation
    }

    /// What the market does by itself: reservations that nobody confirmed expire, undisputed reports are paid, and what
    /// nobody reported lapses.
    /// - Returns: how many reservations it ended.
    @discardableResult
    package func sweep() async throws -> Int {
        let now = house.world.now()
        let due: [ID<Reservation>] = try house.database.read { transaction in
            try transaction.all(
                """
                SELECT id FROM reservation WHERE (state = 'requested' AND confirm_by <= \(now))
                    OR (state = 'reported' AND decide_by <= \(now))
                    OR (state = 'confirmed' AND ends_at <= \(now.advanced(by: .init(
                        milliseconds: -ReservationRules.reportTime.milliseconds))))
                ORDER BY id LIMIT 1000
                """
            ) { try $0.at(0) }
        }
        let world = house.world
        for id in due {
            try await house.database.write { transaction in
                try Self.endByItself(id, at: now, in: transaction, world: world)
            }
        }
        return due.count
    }

    private static func endByItself(
        _ id: ID<Reservation>, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws {
        guard let reservation = try load(id, for: nil, in: transaction) else { return }
        let lapseAt = reservation.use.to.advanced(by: ReservationRules.reportTime)
        switch reservation.state {
        case .requested where reservation.confirmBy <= now:
            try finish(
                reservation, as: .expired, capturing: .used(.zero), reason: nil, by: nil, at: now, in: transaction,
                world: world)
            try tell(
                reservation.buyer, reservation,
                Bilingual(
                    zh: "预订 \(reservation.number) 无人确认，已失效，款项已退回",
                    en: "Nobody confirmed reservation \(reservation.number); the money went back"),
                at: now, in: transaction, world: world)
        case .reported where reservation.decideBy ?? now <= now:
            try pay(reservation, by: nil, reason: nil, at: now, in: transaction, world: world)
        case .confirmed where lapseAt <= now:
            try finish(
                reservation, as: .lapsed, capturing: .used(.zero), reason: nil, by: nil, at: now, in: transaction,
                world: world)
            for party in [reservation.buyer, reservation.operator] {
                try tell(
                    party, reservation,
                    Bilingual(
                        zh: "预订 \(reservation.number) 未报告用量，已失效",
                        en: "No usage was reported for reservation \(reservation.number); it lapsed"),
                    at: now, in: transaction, world: world)
            }
        default: return
        }
    }
}
