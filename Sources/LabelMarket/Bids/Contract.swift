internal import Storage

/// The binding terms between a buyer and a vendor, made by an award.
package struct Contract: Hashable, Sendable {
    package let id: ID<Contract>
    package let job: ID<Job>
    package let bid: ID<Bid>
    package let buyer: ID<Organisation>
    package let vendor: ID<Organisation>
    /// `LM-2026-000012`: counted by the year of signing.
    package let number: String
    package let state: ContractState
    package let price: Money
    /// The part of the price that vouchers pay.
    package let voucherShare: Money
    /// The part that the buyer's own account pays.
    package let ownShare: Money
    package let signedAt: Instant
    package let deliverBy: CivilDate
    /// Days after a delivery in which the buyer decides; silence past them accepts.
    package let acceptanceDays: Int
    package let requiredAccuracyBasisPoints: Int
    /// How often a lot may be returned for rework.
    package let reworkLimit: Int
    package let labelConfig: String
    package let dataset: ID<Dataset>
    package let itemCount: Int
    package let endedAt: Instant?
    package let cancelAskedBy: ID<Organisation>?
    package let cancelAskedAt: Instant?
    package let cancelReason: String?

    package func isParty(_ organisation: ID<Organisation>) -> Bool { organisation == buyer || organisation == vendor }
}

package enum ContractState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case active, completed, cancelled
}

/// A batch of a contract's items that is delivered, decided and paid together.
package struct Lot: Hashable, Sendable {
    package let contract: ID<Contract>
    /// From 1 in its contract.
    package let number: Int
    package let items: ClosedRange<Int>
    package let price: Money
    package let state: LotState
    package let reworkRounds: Int
    package let acceptedItems: Int
    package let captured: Money
    package let decidedAt: Instant?

    /// What went or will go back to where it was held from; zero until it is decided.
    package var released: Money { decidedAt == nil ? .zero : Money(fen: price.fen - captured.fen) }
}

package enum LotState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Awaits its first delivery.
    case due
    case delivered
    /// Awaits rework.
    case returned
    case accepted, refused, cancelled

    package var isDecided: Bool { self == .accepted || self == .refused || self == .cancelled }
    package var awaitsDelivery: Bool { self == .due || self == .returned }
}

/// Money reserved for one lot from one source.
package struct LotHold: Hashable, Sendable {
    package enum Source: String, Sendable, Hashable, SQLBindable, SQLReadable { case grant, own }
    package enum State: String, Sendable, Hashable, SQLBindable, SQLReadable { case held, captured, released }

    package let transfer: TransferID
    package let lot: Int
    package let source: Source
    package let grant: ID<Grant>?
    package let amount: Money
    package let captured: Money
    package let state: State
}

/// Why something cannot be done with a contract, in the order in which it is checked.
package enum ContractRefusal: Refusal, Hashable, Codable {
    case ended
    /// The lot was decided before.
    case lotDecided
    case alreadyAsked
    /// Nobody asked to cancel, or one's own request cannot be agreed to by oneself.
    case nothingToAgree
    /// A delivery awaits its decision; it comes first.
    case deliveryOpen
    /// Cancelling for non-delivery needs the delivery date to have passed.
    case notOverdue(until: Instant)

    package var kind: RefusalKind {
        switch self {
        case .ended, .lotDecided: .closed
        case .alreadyAsked, .nothingToAgree, .deliveryOpen: .conflict
        case .notOverdue: .closed
        }
    }
}
