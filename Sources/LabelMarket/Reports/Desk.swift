package import Storage

/// What waits for an actor, and what happened lately: the page a working day begins on.
package struct Desk: Sendable {
    package let duties: [Duty]
    package let notices: [DeskNotice]

    /// A kind of thing that waits for this actor, and how many there are.
    package struct Duty: Sendable {
        package let kind: Kind
        package let count: Int
    }

    package enum Kind: Sendable, CaseIterable {
        // Buyers
        case draftsToPublish, questionsToAnswer, matchesToDecide, jobsToAward, deliveriesToDecide, usageToCheck
        // Vendors
        case bidsToConfirm, lotsToDeliver, workToClaim
        // Operators
        case reservationsToConfirm, usageToReport, disputesToAnswer, useToClaim
        // Officers and administrators
        case applicationsToDecide, claimsToDecide, claimsToSettle, disputesToDecide
    }
}

extension Reports {
    package func desk(for actor: Actor) throws -> Desk {
        let now = house.world.now()
        return try house.database.read { transaction in
            let duties = try Self.kinds(of: actor.role).map { kind in
                Desk.Duty(kind: kind, count: try transaction.value(Self.query(kind, actor, now)) ?? 0)
            }
            return Desk(
                duties: duties, notices: try Notices.newest(of: actor.organisation, limit: 20, in: transaction))
        }
    }

    private static func kinds(of role: Role) -> [Desk.Kind] {
        switch role {
        case .buyer: [.draftsToPublish, .questionsToAnswer, .matchesToDecide, .jobsToAward, .deliveriesToDecide, .usageToCheck]
        case .vendor: [.bidsToConfirm, .lotsToDeliver, .workToClaim]
        case .officer: [.applicationsToDecide, .claimsToDecide, .claimsToSettle]
        case .administrator: [.claimsToDecide, .claimsToSettle, .disputesToDecide]
        case .operator: [.reservationsToConfirm, .usageToReport, .disputesToAnswer, .useToClaim]
        case .auditor: []
        }
    }

    private static func query(_ kind: Desk.Kind, _ actor: Actor, _ now: Instant) -> SQL {
        let own = actor.organisation
        return switch kind {
        case .draftsToPublish: "SELECT COUNT(*) FROM job WHERE buyer = \(own) AND state = 'draft'"
        case .questionsToAnswer:
            """
            SELECT COUNT(*) FROM job JOIN question ON question.job = job.id
            WHERE job.buyer = \(own) AND job.state = 'open' AND job.closes_at > \(now) AND question.answer IS NULL
            """
        case .matchesToDecide:
            """
            SELECT COUNT(*) FROM match_proposal JOIN job ON job.id = match_proposal.job
            WHERE match_proposal.buyer = \(own) AND match_proposal.state = 'proposed' AND job.state = 'open'
                AND job.closes_at <= \(now)
            """
        case .jobsToAward: "SELECT COUNT(*) FROM job WHERE buyer = \(own) AND state = 'open' AND closes_at <= \(now)"
        case .deliveriesToDecide:
            """
            SELECT COUNT(*) FROM contract JOIN lot ON lot.contract = contract.id
            WHERE contract.buyer = \(own) AND contract.state = 'active' AND lot.state = 'delivered'
            """
        case .bidsToConfirm:
            """
            SELECT COUNT(*) FROM bid JOIN job ON job.id = bid.job
            WHERE bid.vendor = \(own) AND bid.state = 'sealed' AND job.state = 'open' AND job.closes_at > \(now)
                AND bid.job_version < job.version
            """
        case .lotsToDeliver:
            """
            SELECT COUNT(*) FROM contract JOIN lot ON lot.contract = contract.id
            WHERE contract.vendor = \(own) AND contract.state = 'active' AND lot.state IN ('due', 'returned')
            """
        case .workToClaim:
            """
            SELECT COUNT(DISTINCT contract.id) FROM contract JOIN lot_hold ON lot_hold.contract = contract.id
            WHERE contract.vendor = \(own) AND lot_hold.captured_fen > 0 AND NOT EXISTS
                (SELECT 1 FROM claim_line WHERE claim_line.lot_hold = lot_hold.transfer AND claim_line.live = 1)
            """
        case .applicationsToDecide:
            """
            SELECT COUNT(*) FROM application JOIN programme_version ON programme_version.programme = application.programme
                AND programme_version.version = application.version
            WHERE programme_version.bureau = \(own) AND application.state = \(ApplicationState.submitted)
            """
        case .usageToCheck: "SELECT COUNT(*) FROM reservation WHERE buyer = \(own) AND state = 'reported'"
        case .reservationsToConfirm:
            "SELECT COUNT(*) FROM reservation WHERE operator = \(own) AND state = 'requested' AND confirm_by > \(now)"
        case .usageToReport:
            "SELECT COUNT(*) FROM reservation WHERE operator = \(own) AND state = 'confirmed' AND ends_at <= \(now)"
        case .disputesToAnswer: "SELECT COUNT(*) FROM reservation WHERE operator = \(own) AND state = 'disputed'"
        case .useToClaim:
            """
            SELECT COUNT(DISTINCT reservation.id) FROM reservation
            JOIN reservation_hold ON reservation_hold.reservation = reservation.id
            WHERE reservation.operator = \(own) AND reservation_hold.captured_fen > 0 AND NOT EXISTS
                (SELECT 1 FROM claim_line
                WHERE claim_line.reservation_hold = reservation_hold.transfer AND claim_line.live = 1)
            """
        case .disputesToDecide: "SELECT COUNT(*) FROM reservation WHERE state = 'disputed'"
        case .claimsToDecide: claims(in: .filed, for: actor)
        case .claimsToSettle: claims(in: .approved, for: actor)
        }
    }

    private static func claims(in state: ClaimState, for actor: Actor) -> SQL {
        let theirs: SQL =
            actor.role == .administrator
            ? "NOT EXISTS (SELECT 1 FROM pot WHERE pot.book = claim.book)"
            : """
            EXISTS (SELECT 1 FROM pot JOIN programme_version ON programme_version.programme = pot.programme
                WHERE pot.book = claim.book AND programme_version.bureau = \(actor.organisation))
            """
        return "SELECT COUNT(*) FROM claim WHERE claim.state = \(state) AND \(theirs)"
    }
}
