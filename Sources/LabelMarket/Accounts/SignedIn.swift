/// A live session as every page needs it: who acts, for whom, and what else they could act as.
package struct SignedIn: Sendable {
    package let actor: Actor
    package let session: ID<Session>
    package let personName: String
    package let organisationName: Bilingual
    /// The person's other memberships, to switch to.
    package let others: [Seat]
    /// Whether the person must set up a second factor before anything else (officers, auditors, administrators).
    package let owesSecondFactor: Bool
    /// Whether it is time to note that the session is in use: ``Accounts/touch(_:)``.
    package let isTouchDue: Bool

    package init(
        actor: Actor, session: ID<Session>, personName: String, organisationName: Bilingual, others: [Seat],
        owesSecondFactor: Bool, isTouchDue: Bool = false
    ) {
        self.actor = actor
        self.session = session
        self.personName = personName
        self.organisationName = organisationName
        self.others = others
        self.owesSecondFactor = owesSecondFactor
        self.isTouchDue = isTouchDue
    }

    /// One membership of a person, as the switch on the page shows it.
    package struct Seat: Sendable {
        package let membership: ID<Membership>
        package let organisationName: Bilingual
        package let role: Role

        package init(membership: ID<Membership>, organisationName: Bilingual, role: Role) {
            self.membership = membership
            self.organisationName = organisationName
            self.role = role
        }
    }
}

/// Mark for ids of sessions.
package enum Session {}
