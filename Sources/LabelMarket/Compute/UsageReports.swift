package import Storage

/// What was used of a reservation: reported by the operator, accepted or disputed by the buyer, and paid.
extension Reservations {
    /// The operator reports what was used, once the time is over. While it is disputed a new report takes the place of
    /// the old one.
    /// - Throws: ``ReservationRefusal``
    package func report(
        _ entry: UsageEntry, of id: ID<Reservation>, by actor: Actor, key: FormKey
    ) async throws -> ID<UsageReport> {
        try actor.require(.operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "usage \(id) \(entry.content)"
        return try await house.once(key, content: content, by: actor, refusing: ReservationRefusal.self) { transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            try Self.checkReportable(reservation, at: now)
            let used = try ReservationRules.used(entry.records, of: reservation)
            let report = world.makeID(UsageReport.self)
            try transaction.execute(
                "UPDATE usage_report SET is_standing = 0 WHERE reservation = \(id) AND is_standing = 1")
            try Self.insert(report, entry, used, of: id, by: actor, at: now, in: transaction)
            try transaction.execute(
                """
                UPDATE reservation SET state = \(ReservationState.reported),
                    decide_by = \(now.advanced(by: ReservationRules.disputeTime)) WHERE id = \(id)
                """)
            try Self.tell(
                reservation.buyer, reservation,
                Bilingual(
                    zh: "预订 \(reservation.number) 的用量已报告，请核对", en: "Usage of reservation \(reservation.number) is reported; check it"),
                at: now, in: transaction, world: world)
            try Audit.record(
                "report usage", on: ReservationMoney.reference(id), after: content, by: actor, note: "\(used) card-seconds",
                at: now, in: transaction)
            return report
        }
    }

    private static func checkReportable(_ reservation: Reservation, at now: Instant) throws(ReservationRefusal) {
        guard !reservation.state.hasEnded else { throw .ended }
        guard reservation.state != .requested else { throw .notConfirmed }
        guard reservation.use.to <= now else { throw .notOver(until: reservation.use.to) }
    }

    private static func insert(
        _ id: ID<UsageReport>, _ entry: UsageEntry, _ used: Int64, of reservation: ID<Reservation>, by actor: Actor,
        at now: Instant, in transaction: WriteTransaction
    ) throws {
        if let key = entry.key {
            let known: Int? = try transaction.value(
                """
                SELECT 1 FROM operator_key
                WHERE id = \(key) AND operator = \(actor.organisation) AND revoked_at IS NULL
                """)
            guard known != nil else { throw ReservationRefusal.keyUnknown }
        }
        try transaction.execute(
            """
            INSERT INTO usage_report (id, reservation, source, evidence, file_name, operator_key, card_seconds, is_standing,
                reported_at, reported_by)
            VALUES (\(id), \(reservation), \(entry.source), \(entry.evidence), \(entry.fileName), \(entry.key), \(used), 1,
                \(now), \(actor.person))
            """)
        for (index, record) in entry.records.enumerated() {
            try transaction.execute(
                """
                INSERT INTO usage_record (report, number, starts_at, ends_at, card_seconds)
                VALUES (\(id), \(index + 1), \(record.from), \(record.to), \(record.cardSeconds))
                """)
        }
    }

    /// The buyer agrees with the report: it is paid at once.
    /// - Throws: ``ReservationRefusal``
    package func acceptUsage(_ id: ID<Reservation>, by actor: Actor, key: FormKey) async throws {
        try actor.require(.buyer)
        let (now, world) = (house.world.now(), house.world)
        _ = try await house.once(key, content: "accept usage \(id)", by: actor, refusing: ReservationRefusal.self) {
            transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            guard !reservation.state.hasEnded else { throw ReservationRefusal.ended }
            guard reservation.state == .reported || reservation.state == .disputed else {
                throw ReservationRefusal.notReported
            }
            try Self.pay(reservation, by: actor, reason: nil, at: now, in: transaction, world: world)
            return id
        }
    }

    /// The buyer says that the report is wrong. Nothing is paid until both agree or an administrator decides.
    /// - Throws: ``ReservationRefusal``
    package func dispute(_ id: ID<Reservation>, reason: String, by actor: Actor) async throws {
        try actor.require(.buyer)
        let (now, world) = (house.world.now(), house.world)
        try await house.database.write { transaction in
            let reservation = try Self.party(id, actor, in: transaction)
            guard !reservation.state.hasEnded else { throw ReservationRefusal.ended }
            guard reservation.state != .disputed else { throw ReservationRefusal.disputed }
            guard reservation.state == .reported else { throw ReservationRefusal.notReported }
            guard now < reservation.decideBy ?? now else { throw ReservationRefusal.disputeOver }
            guard !reason.isEmpty else { throw ReservationRefusal.reasonNeeded }
            try transaction.execute(
                "UPDATE reservation SET state = \(ReservationState.disputed), dispute = \(reason) WHERE id = \(id)")
            try Self.tell(
                reservation.operator, reservation,
                Bilingual(
                    zh: "预订 \(reservation.number) 的用量有异议", en: "Usage of reservation \(reservation.number) is disputed"),
                at: now, in: transaction, world: world)
            try Audit.record(
                "dispute usage", on: ReservationMoney.reference(id), by: actor, note: reason, at: now, in: transaction)
        }
    }

    /// An administrator decides a dispute that the parties do not end by themselves.
    /// - Parameter usedSeconds: card-seconds that count as used.
    /// - Throws: ``ReservationRefusal``
    package func decideDispute(
        _ id: ID<Reservation>, usedSeconds: Int64, reason: String, by actor: Actor, key: FormKey
    ) async throws {
        try actor.require(.administrator)
        let (now, world) = (house.world.now(), house.world)
        let content = "decide dispute \(id) \(usedSeconds) \(reason)"
        _ = try await house.once(key, content: content, by: actor, refusing: ReservationRefusal.self) { transaction in
            guard let reservation = try Self.load(id, for: actor, in: transaction) else { throw CommonRefusal.notFound }
            guard !reservation.state.hasEnded else { throw ReservationRefusal.ended }
            guard reservation.state == .disputed else { throw ReservationRefusal.notDisputed }
            guard !reason.isEmpty else { throw ReservationRefusal.reasonNeeded }
            guard (0...reservation.cardSeconds).contains(usedSeconds) else {
                throw ReservationRefusal.aboveReserved(record: nil, mostSeconds: reservation.cardSeconds)
            }
            let earned = try ReservationRules.earned(
                reservation.price, usedSeconds: usedSeconds, of: reservation.cardSeconds)
            try Self.close(
                reservation, earned: earned, by: actor, reason: reason, at: now, in: transaction, world: world)
            return id
        }
    }

    /// Pays for what the standing report says.
    static func pay(
        _ reservation: Reservation, by actor: Actor?, reason: String?, at now: Instant, in transaction: WriteTransaction,
        world: World
    ) throws {
        let used: Int64? = try transaction.value(
            "SELECT card_seconds FROM usage_report WHERE reservation = \(reservation.id) AND is_standing = 1")
        guard let used else { throw ReservationRefusal.notReported }
        let earned = try ReservationRules.earned(reservation.price, usedSeconds: used, of: reservation.cardSeconds)
        try close(reservation, earned: earned, by: actor, reason: reason, at: now, in: transaction, world: world)
    }

    private static func close(
        _ reservation: Reservation, earned: Money, by actor: Actor?, reason: String?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        try finish(
            reservation, as: .closed, capturing: .used(earned), reason: reason, by: actor, at: now, in: transaction,
            world: world)
        try tell(
            reservation.operator, reservation,
            Bilingual(
                zh: "预订 \(reservation.number) 已结清：\(earned.groupedText) 元，可申请兑付",
                en: "Reservation \(reservation.number) is closed: CNY \(earned.groupedText), ready to be claimed"),
            at: now, in: transaction, world: world)
    }
}
