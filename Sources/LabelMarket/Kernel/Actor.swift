/// Marks for typed ids of things that several slices name.
package enum Person {}
package enum Organisation {}
package enum Membership {}

/// The part a member plays for an organisation. A role belongs to a membership, not to a person.
package enum Role: String, CaseIterable, Sendable, Hashable {
    case buyer, vendor, `operator`, officer, auditor, administrator
}

/// Who acts: a person in one of their memberships.
package struct Actor: Sendable, Hashable {
    package let person: ID<Person>
    package let organisation: ID<Organisation>
    package let membership: ID<Membership>
    package let role: Role

    package init(person: ID<Person>, organisation: ID<Organisation>, membership: ID<Membership>, role: Role) {
        self.person = person
        self.organisation = organisation
        self.membership = membership
        self.role = role
    }

    /// - Throws: ``CommonRefusal/forbidden`` unless the actor has one of `roles`.
    package func require(_ roles: Role...) throws(CommonRefusal) {
        guard roles.contains(role) else { throw .forbidden }
    }
}
