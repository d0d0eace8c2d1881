package import Storage

/// Marks for typed ids.
package enum Grant {}
package enum Application {}
package enum Notice {}

extension ApplicationState: SQLBindable, SQLReadable, Codable {}

/// What a firm wants a voucher for, as it says when it applies.
package struct PlannedUse: Hashable, Sendable {
    package var use: VoucherUse
    /// Planned price of the whole contract.
    package var price: Money
    package var startsOn: CivilDate
    /// The last day on which work is done and accepted.
    package var endsOn: CivilDate
    package var purpose: String
    /// The firm's word that its supplier will not be a related party.
    package var declaresUnrelated: Bool

    package init(
        use: VoucherUse, price: Money, startsOn: CivilDate, endsOn: CivilDate, purpose: String, declaresUnrelated: Bool
    ) {
        self.use = use
        self.price = price
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.purpose = purpose
        self.declaresUnrelated = declaresUnrelated
    }
}

/// A firm's request for a voucher.
package struct VoucherApplication: Sendable {
    package let id: ID<Application>
    package let programme: ProgrammeKey
    package let version: Int
    package let round: ID<ApplicationRound>?
    package let buyer: ID<Organisation>
    package let filedBy: ID<Person>
    package let filedAt: Instant
    package let state: ApplicationState
    /// Grows with every change: a form that carries an older one is stale.
    package let revision: Int
    package let plan: PlannedUse
    package let asked: Money
    /// What the programme's rules work out; nil when they leave it open.
    package let entitled: Money?
    package let granted: Money?
    package let decidedAt: Instant?
    package let decidedBy: ID<Person>?
    package let reason: String?
    /// End of the public notice, once decided in favour under a programme that asks for one.
    package let noticeUntil: Instant?
    /// Granted without a person, and drawn for one to look at.
    package let isToReview: Bool
}

/// What an officer decides about an application.
package enum ApplicationDecision: Hashable, Sendable {
    case grant(Money)
    case refuse(reason: String)
}
