/// A "no" that belongs to the domain: expected, explained, without harm. Each slice has one enum of them, its cases in
/// the order in which they are checked. What is not a refusal is a defect.
package protocol Refusal: Error, Sendable {
    var kind: RefusalKind { get }
    /// The form field the refusal is about, when it is about one: the page then shows it beside that field.
    var field: String? { get }
}

extension Refusal {
    package var field: String? { nil }
}

/// What a refusal means for the caller; the server maps each to one status.
package enum RefusalKind: Hashable, Sendable, CaseIterable {
    /// No such thing, or none that this actor may see.
    case notFound
    /// The actor's role does not allow it.
    case forbidden
    /// What was given does not make sense; the field says which.
    case invalid
    /// Someone else was first, or the page was old, or the same key came with other content.
    case conflict
    /// The moment has passed or has not come: closed, expired, already decided.
    case closed
    /// Not enough money or capacity.
    case insufficient
    /// Too many tries; later it may work.
    case throttled
    /// The market cannot take commands now.
    case unavailable
}

/// The refusals every slice shares.
package enum CommonRefusal: String, Refusal, Hashable, Codable {
    case notFound
    case forbidden
    /// The object changed since the page was made.
    case stale
    /// A form key came again with other content.
    case keyReused
    case unavailable

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .stale, .keyReused: .conflict
        case .unavailable: .unavailable
        }
    }
}
