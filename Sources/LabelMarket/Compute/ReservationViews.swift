package import Storage

/// A reservation as a list shows it.
package struct ReservationLine: Sendable {
    package let reservation: Reservation
    package let accelerator: String
    package let siteName: Bilingual
    package let otherName: Bilingual
}

/// A reservation with everything that happened to it.
package struct ReservationView: Sendable {
    package let reservation: Reservation
    package let offer: OpenWindow
    package let buyerName: Bilingual
    package let operatorName: Bilingual
    package let jobTitle: String?
    package let sources: [ReservationSource]
    /// Every movement of money, in order.
    package let extract: [ExtractLine]
    /// Newest first.
    package let reports: [UsageReport]
    /// The viewer's role; officers, auditors and administrators only look, administrators decide disputes.
    package let viewer: Role
    /// What cancelling would cost now.
    package let feeNow: Money
    /// The operator's live keys, for its operator.
    package let keys: [OperatorKey]
    package let now: Instant

    package var standing: UsageReport? { reports.first(where: \.isStanding) }
}

/// What one source gives to a reservation.
package struct ReservationSource: Sendable {
    package let grant: ID<Grant>?
    /// nil for the buyer's own account.
    package let programmeName: Bilingual?
    package let amount: Money
    package let captured: Money
    package let state: ReservationHold.State

    package var released: Money { state == .held ? .zero : Money(fen: amount.fen - captured.fen) }
}

extension Reservations {
    /// The actor's reservations as buyer or operator, newest first.
    package func mine(
        _ actor: Actor, state: ReservationState? = nil, after: ID<Reservation>?, limit: Int
    ) throws -> [ReservationLine] {
        try actor.require(.buyer, .operator)
        let side: SQL = actor.role == .buyer ? "reservation.buyer" : "reservation.operator"
        let other: SQL = actor.role == .buyer ? "reservation.operator" : "reservation.buyer"
        let states: SQL = state.map { "reservation.state = \($0)" } ?? "1 = 1"
        return try house.database.read { transaction in
            try transaction.all(
                """
                SELECT \(Reservation.columns), compute_window.accelerator, site.name_zh AS site_zh,
                    site.name_en AS site_en, organisation.name_zh AS other_zh, organisation.name_en AS other_en
                FROM reservation JOIN compute_window ON compute_window.id = reservation.compute_window
                JOIN site ON site.id = compute_window.site JOIN organisation ON organisation.id = \(other)
                WHERE \(side) = \(actor.organisation) AND \(states) AND reservation.id < \(after?.rawValue ?? .max)
                ORDER BY reservation.id DESC LIMIT \(limit)
                """
            ) { row in
                let (site, other): (String, String) = (try row("site_zh"), try row("other_zh"))
                return ReservationLine(
                    reservation: try Reservation(row), accelerator: try row("accelerator"),
                    siteName: Bilingual(zh: site, en: try row("site_en", as: String?.self) ?? site),
                    otherName: Bilingual(zh: other, en: try row("other_en", as: String?.self) ?? other))
            }
        }
    }

    /// Reservations in dispute, for administrators, oldest first.
    package func disputed(for actor: Actor) throws -> [ReservationLine] {
        try actor.require(.administrator, .auditor)
        return try house.database.read { transaction in
            let found = try transaction.all(
                """
                SELECT \(Reservation.columns), compute_window.accelerator, site.name_zh AS site_zh,
                    site.name_en AS site_en
                FROM reservation JOIN compute_window ON compute_window.id = reservation.compute_window
                JOIN site ON site.id = compute_window.site
                WHERE reservation.state = 'disputed' ORDER BY reservation.id LIMIT 200
                """
            ) { row in
                let site: String = try row("site_zh")
                return (
                    try Reservation(row), try row("accelerator", as: String.self),
                    Bilingual(zh: site, en: try row("site_en", as: String?.self) ?? site)
                )
            }
            return try found.map { reservation, accelerator, site in
                ReservationLine(
                    reservation: reservation, accelerator: accelerator, siteName: site,
                    otherName: try Organisations.name(of: reservation.operator, in: transaction))
            }
        }
    }

    /// One reservation for one of its parties, or for whoever oversees them.
    package func page(_ id: ID<Reservation>, for actor: Actor) throws -> ReservationView {
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let reservation = try Self.load(id, for: actor, in: transaction),
                let offer = try ComputeWindows.openWindow(reservation.window, at: now, in: transaction)
            else { throw CommonRefusal.notFound }
            return ReservationView(
                reservation: reservation, offer: offer,
                buyerName: try Organisations.name(of: reservation.buyer, in: transaction),
                operatorName: try Organisations.name(of: reservation.operator, in: transaction),
                jobTitle: try reservation.job.flatMap { try Jobs.load($0, in: transaction)?.title },
                sources: try Self.sources(id, in: transaction),
                extract: try Books.extract(for: ReservationMoney.reference(id), in: transaction),
                reports: try Self.reports(of: id, in: transaction), viewer: actor.role,
                feeNow: try ReservationRules.cancellationFee(reservation, at: now),
                keys: actor.role == .operator
                    ? try OperatorKey.all(of: actor.organisation, in: transaction).filter { $0.revokedAt == nil } : [],
                now: now)
        }
    }

    /// What was reported of a reservation, newest first.
    package static func reports(of id: ID<Reservation>, in transaction: ReadTransaction) throws -> [UsageReport] {
        try UsageReport.all(of: id, in: transaction)
    }

    /// The file behind a usage report, for those who may see the reservation.
    package func evidence(
        of report: ID<UsageReport>, in id: ID<Reservation>, for actor: Actor
    ) throws -> (blob: BlobKey, name: String) {
        try house.database.read { transaction in
            guard try Self.load(id, for: actor, in: transaction) != nil,
                let found = try Self.reports(of: id, in: transaction).first(where: { $0.id == report }),
                let blob = found.evidence
            else { throw CommonRefusal.notFound }
            return (blob, found.fileName ?? "usage")
        }
    }

    private static func sources(
        _ id: ID<Reservation>, in transaction: ReadTransaction
    ) throws -> [ReservationSource] {
        try ReservationHold.all(of: id, in: transaction).map { hold in
            ReservationSource(
                grant: hold.grant,
                programmeName: try hold.grant.map { try Voucher.programmeName(of: $0, in: transaction) },
                amount: hold.amount, captured: hold.captured, state: hold.state)
        }
    }
}
