internal import Storage

/// A vendor's offer on a job: what the vendor wants, by when, and how it will do the work.
package struct Bid: Hashable, Sendable {
    package let id: ID<Bid>
    package let job: ID<Job>
    package let vendor: ID<Organisation>
    /// The version of the job that the vendor has read; an older one than the job's own does not count at closing.
    package let jobVersion: Int
    package let price: Money
    /// Days from the signing of the contract to the last delivery.
    package let days: Int
    package let plan: String
    package let state: BidState
    /// nil while it is a draft.
    package let offeredAt: Instant?
    package let decidedAt: Instant?
    package let ground: AwardGround?
    /// What the buyer wrote to this vendor with the decision.
    package let reason: String?

    /// The number on the vendor's confirmation page.
    package var number: String { "B-" + id.description.uppercased() }

    /// Whether it counts when bidding closes on a job of `version`.
    package func isConfirmed(for version: Int) -> Bool { jobVersion == version }

    /// Whether the buyer excluded it after bidding closed.
    package var isExcluded: Bool { state == .disqualified && ground != .unconfirmed }
}

package enum BidState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Written, not binding, seen by the vendor alone.
    case draft
    /// Binding; opened to the buyer when bidding closes.
    case sealed
    /// Another offer of the same vendor took its place before closing.
    case replaced
    case withdrawn
    case won, lost
    /// Did not count: not confirmed after the job was edited, or excluded by the buyer with a reason.
    case disqualified
}

/// Why a bid won or lost.
package enum AwardGround: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case price, plan, time, record
    /// The vendor did not confirm the bid after the job was edited.
    case unconfirmed
    case withdrawnJob = "withdrawn_job"

    /// What a buyer may choose from.
    package static let choices: [AwardGround] = [.price, .plan, .time, .record]
}

/// The terms of a bid as the vendor fills them in.
package struct Offer: Hashable, Sendable {
    package let price: Money
    package let days: Int
    package let plan: String

    package init(price: Money, days: Int, plan: String) {
        self.price = price
        self.days = days
        self.plan = plan
    }
}

/// A vendor's question about a job. Who asked is seen by nobody.
package struct Question: Hashable, Sendable {
    package let id: ID<Question>
    package let job: ID<Job>
    package let askedAt: Instant
    package let text: String
    package let answer: String?
    package let answeredAt: Instant?
}
