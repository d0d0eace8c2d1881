package import Storage

/// One run of the engine over frozen inputs.
package struct MatchRun: Hashable, Sendable {
    package let id: ID<MatchRun>
    /// The one job it was for; nil for the whole market.
    package let job: ID<Job>?
    package let cause: MatchCause
    package let askedAt: Instant
    package let state: MatchRunState
    /// Thousandths of the work that are done.
    package let permille: Int
    /// Breaks ties; published with the run.
    package let seed: Int64
    package let policy: Int
    /// The market run at whose prices it was answered, for a run over one job.
    package let base: ID<MatchRun>?
    package let frozenAt: Instant?
    /// SHA-256 of the frozen inputs, which lie among the blobs under it.
    package let inputs: BlobKey?
    package let endedAt: Instant?
    package let solveMilliseconds: Int64?
    /// Thousandths of a fen.
    package let objective: Int64?
    package let bound: Int64?
    package let figures: MatchFigures
    /// Kinds of inputs that changed while it ran, with how many: `bid 2, voucher 1`.
    package let changes: String?

    /// The gap to the bound in parts per million.
    package var gapPartsPerMillion: Int64? {
        guard let objective, let bound else { return nil }
        guard bound > objective else { return 0 }
        return Int64(clamping: Int128(bound - objective) * 1_000_000 / Int128(max(1, bound.magnitude)))
    }
}

package enum MatchCause: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case clock, officer, buyer, command
}

package enum MatchRunState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case queued, running, proposed, adopted
    /// What it rested on changed before it could be adopted.
    case superseded
    case failed
}

/// What a run did, in numbers.
package struct MatchFigures: Hashable, Sendable {
    package var jobs = 0
    package var matched = 0
    /// Offers that were eligible.
    package var offers = 0
    package var windows = 0
    /// What the buyers of the matched jobs pay themselves, and what vouchers pay for them.
    package var own = Money.zero
    package var vouchers = Money.zero
    /// Jobs that would be served by hand: each buyer in the order of closing takes the cheapest offer that is left.
    package var handMatched = 0
    /// What the buyers of the jobs served both ways would pay by hand, and what they pay as proposed.
    package var handOwn = Money.zero
    package var sharedOwn = Money.zero
    /// Card-hours that were free at idle western sites, that were booked there, and that the proposals would fill.
    package var idleHours: Int64 = 0
    package var bookedHours: Int64 = 0
    package var filledHours: Int64 = 0

    /// What proposals save against buying by hand, over the jobs served both ways; may be negative.
    package var saved: Money { Money(fen: handOwn.fen - sharedOwn.fen) }

    package init() {}
}

/// What a run proposes for one job.
package struct MatchProposal: Hashable, Sendable {
    package let id: ID<MatchProposal>
    package let run: ID<MatchRun>
    package let job: ID<Job>
    package let jobVersion: Int
    package let buyer: ID<Organisation>
    /// nil where nothing could be proposed.
    package let vendor: ID<Organisation>?
    /// nil for a standing price.
    package let bid: ID<Bid>?
    package let price: Money
    package let voucherShare: Money
    package let days: Int
    package let window: ID<ComputeWindow>?
    package let use: CardUse?
    package let computePrice: Money
    package let computeVoucherShare: Money
    package let runnerUp: ID<Organisation>?
    /// How far it is ahead of the runner-up, in welfare at the run's prices; negative where capacity forced it.
    package let aheadFen: Int64?
    package let state: ProposalState
    package let reasons: MatchReasons
    package let madeAt: Instant
    package let decidedAt: Instant?
    package let reason: String?
    package let contract: ID<Contract>?
    package let reservation: ID<Reservation>?

    /// What the buyer would pay itself of both.
    package var own: Money {
        Money(fen: price.fen - voucherShare.fen + computePrice.fen - computeVoucherShare.fen)
    }
}

package enum ProposalState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case proposed
    /// The run found nothing for the job.
    case unmatched
    case accepted, refused
    /// The buyer goes on with a choice of its own.
    case kept
    /// A newer run took its place, or the job went another way.
    case overtaken
}
