/// Why an application or a voucher cannot become what was asked, in the order in which it is checked.
package enum VoucherRefusal: Refusal, Hashable, Codable {
    /// No version of the programme is in force.
    case programmeNotInForce
    /// The programme got a new version since the page was made.
    case programmeChanged
    /// The programme pays something else than what firms apply for here.
    case notForBuyers
    case roundClosed(next: Instant?)
    case endsBeforeStart
    case startsInThePast
    /// A rule of the programme fails; its clause and sentence.
    case ruleFails(clause: String, Bilingual)
    case askedTooMuch(entitled: Money)
    /// The firm's newest application to this programme still waits.
    case alreadyWaiting(ID<Application>)
    /// Somebody has decided meanwhile.
    case alreadyDecided(ApplicationState, at: Instant)
    case withdrawnMeanwhile
    case reasonMissing
    case grantedTooMuch(asked: Money)
    /// The officer found that a rule does not hold, and yet granted.
    case officerFoundOtherwise
    case noPot(year: Int)
    case potExhausted(available: Money)
    case voucherEnded
    case nothingToClawBack
    /// The round can be decided once it has closed.
    case roundStillOpen
    case roundDecided
    /// An application came, went or changed since the page was made.
    case roundChanged
    /// More was asked than the pot has, and no text says who goes first.
    case noOversubscriptionRule
    /// No seed was promised before the round closed.
    case seedMissing
    case noLottery
    case seedTooLate
    case seedPromised
    /// More than was paid out of the voucher and not yet called back.
    case aboveRedeemed(left: Money)
    case legalBasisMissing
    case dueInThePast
    case aboveOwed(owed: Money)
    case bankReferenceUsed
    case nothingOwed
    /// A proposal to give the debt up waits for a second officer.
    case writeOffOpen
    case noWriteOffOpen
    /// Who proposed cannot approve.
    case secondOfficerNeeded
    /// Something was paid since the proposal was made.
    case debtChanged(owed: Money)

    package var kind: RefusalKind {
        switch self {
        case .programmeNotInForce, .roundClosed, .voucherEnded, .nothingToClawBack, .notForBuyers, .roundStillOpen,
            .noOversubscriptionRule, .seedMissing, .noLottery, .seedTooLate, .nothingOwed:
            .closed
        case .programmeChanged, .alreadyDecided, .withdrawnMeanwhile, .alreadyWaiting, .roundDecided, .roundChanged,
            .seedPromised, .writeOffOpen, .noWriteOffOpen, .debtChanged:
            .conflict
        case .endsBeforeStart, .startsInThePast, .ruleFails, .askedTooMuch, .reasonMissing, .grantedTooMuch,
            .officerFoundOtherwise, .aboveRedeemed, .legalBasisMissing, .dueInThePast, .aboveOwed, .bankReferenceUsed:
            .invalid
        case .secondOfficerNeeded: .forbidden
        case .noPot, .potExhausted: .insufficient
        }
    }

    package var field: String? {
        switch self {
        case .endsBeforeStart: "ends"
        case .startsInThePast: "starts"
        case .askedTooMuch: "asked"
        case .reasonMissing: "reason"
        case .grantedTooMuch, .potExhausted, .aboveRedeemed, .aboveOwed: "amount"
        case .legalBasisMissing: "basis"
        case .dueInThePast: "due"
        case .bankReferenceUsed: "reference"
        default: nil
        }
    }
}

/// What may happen to an application, and when. Pure: no clock, no database.
package enum ApplicationRules {
    /// Whether the plan makes sense in time.
    static func check(_ plan: PlannedUse, today: CivilDate) throws(VoucherRefusal) {
        guard plan.startsOn >= today else { throw .startsInThePast }
        guard plan.endsOn >= plan.startsOn else { throw .endsBeforeStart }
    }

    /// Whether an officer's page made for `revision` may still decide.
    /// - Throws: ``VoucherRefusal/alreadyDecided(_:at:)`` when somebody was first, ``VoucherRefusal/withdrawnMeanwhile``.
    static func checkOpen(
        _ application: VoucherApplication, for decision: ApplicationDecision? = nil
    ) throws(VoucherRefusal) {
        switch (application.state, decision) {
        // An objection during public notice leads to a refusal.
        case (.submitted, _), (.onNotice, .some(.refuse)): return
        case (.withdrawn, _): throw .withdrawnMeanwhile
        default: throw .alreadyDecided(application.state, at: application.decidedAt ?? application.filedAt)
        }
    }

    /// What a decision must be like, given the application.
    static func check(_ decision: ApplicationDecision, on application: VoucherApplication) throws(VoucherRefusal) {
        switch decision {
        case .refuse(let reason):
            guard !reason.isEmpty else { throw .reasonMissing }
        case .grant(let amount):
            guard amount <= application.asked else { throw .grantedTooMuch(asked: application.asked) }
        }
    }

    /// Days before expiry on which a holder is reminded, longest first.
    static let reminderDays = [30, 7, 1]

    /// The reminder that is due at `now`, as days before expiry; nil when none is or it was given already.
    static func reminderDue(expiresAt: Instant, remindedDays: Int?, now: Instant) -> Int? {
        guard now <= expiresAt else { return nil }
        var due: Int?
        for days in reminderDays where expiresAt.since(now) <= .days(Int64(days)) { due = days }
        guard let due, due < (remindedDays ?? Int.max) else { return nil }
        return due
    }
}
