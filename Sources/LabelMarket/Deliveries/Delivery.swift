internal import Storage

/// Labels for the items of one lot, from the first upload to the decision.
package struct Delivery: Hashable, Sendable {
    package let id: ID<Delivery>
    package let contract: ID<Contract>
    package let lot: Int
    /// 0 for the first, one more after each return.
    package let round: Int
    package let state: DeliveryState
    package let fileName: String?
    package let uploadedAt: Instant
    package let deliveredAt: Instant?
    /// When silence accepts it.
    package let silentAt: Instant?
    package let decidedAt: Instant?
    /// nil with a decision means that silence accepted.
    package let decidedBy: ID<Person>?
    package let deliveredItems: Int?
    package let acceptedItems: Int?
    package let reason: String?
}

package enum DeliveryState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Uploaded, seen by the vendor alone.
    case draft
    case delivered
    case accepted, returned
    /// The contract ended before it was delivered.
    case abandoned
}

/// The labels of one item.
package struct LabelRecord: Hashable, Sendable {
    package enum Decision: String, Sendable, Hashable, SQLBindable, SQLReadable { case accepted, refused }

    package let itemNumber: Int
    /// The `annotations` array of a Label Studio task.
    package let annotations: String
    /// Labels in the result: shapes, spans, choices.
    package let labelCount: Int
    package let decision: Decision?
    package let reason: String?
}

/// Something in an upload that was left out, and why.
package struct UploadProblem: Hashable, Sendable {
    /// Position of the record in the file, from 1; 0 when it is about the whole file.
    package let record: Int
    /// The item as the file names it.
    package let item: String?
    /// The single result of the annotation.
    package let result: String?
    /// A `Problem.Code` of the label reader.
    package let code: String
    /// Names and figures, never translated.
    package let detail: String
}

/// What a buyer decides about a delivery.
package enum DeliveryDecision: Hashable, Sendable {
    /// Every delivered item is accepted.
    case acceptAll
    /// Items marked as refused stay refused; all others are accepted. Final for the lot.
    case acceptPart
    /// Back to the vendor for rework, with what is wrong.
    case giveBack(reason: String)
}

/// Why something cannot be done with a delivery, in the order in which it is checked.
package enum DeliveryRefusal: Refusal, Hashable, Codable {
    /// The contract or the lot takes no labels any more.
    case lotClosed
    /// The lot's labels are with the buyer.
    case underReview
    case fileMissing
    case nothingToDeliver
    /// Items without labels; the vendor may deliver without them by saying so.
    case incomplete(missing: Int)
    case notDelivered
    case reasonMissing
    /// The agreed number of returns is used up.
    case reworkUsedUp(limit: Int)
    /// Nothing is refused, so everything is accepted; or everything is.
    case nothingRefused
    /// Known answers are fixed once labels have been delivered.
    case goldClosed
    /// A record of the file of known answers does not pass the checks, named by a `Problem.Code`; nothing was taken.
    case goldUnreadable(record: Int, code: String)

    package var kind: RefusalKind {
        switch self {
        case .lotClosed, .goldClosed: .closed
        case .underReview, .notDelivered: .conflict
        case .fileMissing, .nothingToDeliver, .incomplete, .reasonMissing, .nothingRefused, .goldUnreadable:
            .invalid
        case .reworkUsedUp: .closed
        }
    }

    package var field: String? {
        switch self {
        case .fileMissing, .goldUnreadable: "file"
        case .incomplete: "partial"
        case .reasonMissing: "reason"
        default: nil
        }
    }
}

/// What may be done with a lot and its deliveries, decided without a database.
package enum DeliveryRules {
    /// Whether the vendor may upload labels for the lot.
    package static func mayUpload(_ contract: ContractState, _ lot: LotState) throws(DeliveryRefusal) {
        guard contract == .active, !lot.isDecided else { throw .lotClosed }
        guard lot.awaitsDelivery else { throw .underReview }
    }

    /// Whether a draft may be handed over.
    package static func mayDeliver(
        _ contract: ContractState, _ lot: LotState, labeled: Int, items: Int, isPartialAgreed: Bool
    ) throws(DeliveryRefusal) {
        try mayUpload(contract, lot)
        guard labeled > 0 else { throw .nothingToDeliver }
        guard labeled == items || isPartialAgreed else { throw .incomplete(missing: items - labeled) }
    }

    /// How many items a decision accepts; nil when it returns the lot.
    package static func accepted(
        by decision: DeliveryDecision, contract: ContractState, lot: LotState, reworkRounds: Int, reworkLimit: Int,
        delivered: Int, refused: Int
    ) throws(DeliveryRefusal) -> Int? {
        guard contract == .active, !lot.isDecided else { throw .lotClosed }
        guard lot == .delivered else { throw .notDelivered }
        switch decision {
        case .acceptAll: return delivered
        case .acceptPart:
            guard refused > 0 else { throw .nothingRefused }
            return delivered - refused
        case .giveBack(let reason):
            guard !reason.isEmpty else { throw .reasonMissing }
            guard reworkRounds < reworkLimit else { throw .reworkUsedUp(limit: reworkLimit) }
            return nil
        }
    }
}
