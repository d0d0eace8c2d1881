package import Storage

/// A part of a window held for a buyer: a number of cards between two moments.
package struct Reservation: Hashable, Sendable {
    package let id: ID<Reservation>
    /// `R-2026-000012`
    package let number: String
    package let window: ID<ComputeWindow>
    package let `operator`: ID<Organisation>
    package let buyer: ID<Organisation>
    /// The labeling job whose labels it trains on, if any.
    package let job: ID<Job>?
    package let work: WorkKind
    package let use: CardUse
    package let pricePerCardHour: Money
    package let price: Money
    package let voucherShare: Money
    package let ownShare: Money
    package let cancellation: CancellationTerms
    package let state: ReservationState
    package let madeAt: Instant
    /// Without the operator's word by then it expires.
    package let confirmBy: Instant
    package let confirmedAt: Instant?
    /// Silence of the buyer past it accepts the usage report.
    package let decideBy: Instant?
    /// What the buyer says against the report.
    package let dispute: String?
    /// What the operator earned.
    package let captured: Money
    package let endedAt: Instant?
    /// Why it was cancelled, declined or settled otherwise than reported.
    package let reason: String?

    package var cardHours: Int64 { Int64(use.cards) * (use.to.since(use.from).milliseconds / 3_600_000) }
    package var cardSeconds: Int64 { cardHours * 3600 }
    /// What went back to where it was held from; zero until it ended.
    package var released: Money { endedAt == nil ? .zero : Money(fen: price.fen - captured.fen) }

    package func isParty(_ organisation: ID<Organisation>) -> Bool { organisation == buyer || organisation == `operator` }
}

package enum ReservationState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Held; the operator has not said yes yet.
    case requested
    case confirmed
    /// The operator said what was used; the buyer may dispute it.
    case reported
    case disputed
    /// Paid for what was used.
    case closed
    case cancelled
    /// The operator said no.
    case declined
    /// Nobody confirmed it in time.
    case expired
    /// Nobody reported usage in time: nothing is paid.
    case lapsed

    package var hasEnded: Bool {
        switch self {
        case .requested, .confirmed, .reported, .disputed: false
        case .closed, .cancelled, .declined, .expired, .lapsed: true
        }
    }

    /// Whether its cards are not free for others.
    package var takesCapacity: Bool { self != .cancelled && self != .declined && self != .expired }
}

/// Money reserved for a reservation from one source.
package struct ReservationHold: Hashable, Sendable {
    package enum Source: String, Sendable, Hashable, SQLBindable, SQLReadable { case grant, own }
    package enum State: String, Sendable, Hashable, SQLBindable, SQLReadable { case held, captured, released }

    package let transfer: TransferID
    package let source: Source
    package let grant: ID<Grant>?
    package let amount: Money
    package let captured: Money
    package let state: State
}

/// What a buyer asks for.
package struct Booking: Hashable, Sendable {
    package let window: ID<ComputeWindow>
    package let cards: Int
    package let startsAt: Instant
    package let endsAt: Instant
    package let work: WorkKind
    package let job: ID<Job>?

    package init(
        window: ID<ComputeWindow>, cards: Int, startsAt: Instant, endsAt: Instant, work: WorkKind = .training,
        job: ID<Job>? = nil
    ) {
        self.window = window
        self.cards = cards
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.work = work
        self.job = job
    }

    /// What one may reserve compute for.
    package static let works: [WorkKind] = [.training, .inference]

    package var use: CardUse { CardUse(from: startsAt, to: endsAt, cards: cards) }

    /// Equal for equal bookings.
    var content: String {
        "\(window) \(cards) \(startsAt.milliseconds) \(endsAt.milliseconds) \(work.rawValue) \(job.map(\.description) ?? "")"
    }
}
