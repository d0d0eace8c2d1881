/// Fen drawn from a voucher for one part of a job.
package struct Draw: Sendable, Equatable {
    package var voucher: Int
    package var scope: VoucherScope
    package var fen: Int64
    package init(voucher: Int, scope: VoucherScope, fen: Int64) {
        self.voucher = voucher
        self.scope = scope
        self.fen = fen
    }
}

/// One matched job. Plans are numbered from 0 inside their job.
package struct Match: Sendable, Equatable {
    package var job: Int
    package var labelPlan: Int
    package var computePlan: Int?
    package var draws: [Draw]
    package init(job: Int, labelPlan: Int, computePlan: Int? = nil, draws: [Draw] = []) {
        self.job = job
        self.labelPlan = labelPlan
        self.computePlan = computePlan
        self.draws = draws
    }
}

/// Matches with their welfare and a proven limit on what any other set of matches could reach.
package struct Solution: Sendable, Equatable {
    /// In the order of jobs.
    package var matches: [Match]
    /// Milli-fen.
    package var objective: Int64
    /// Milli-fen; no feasible set of matches has a greater objective.
    package var bound: Int64
    /// Shadow price of each resource in 1/64 milli-fen a unit, or empty when the method has none.
    package var prices: [Int64]
    /// Whether the prices alone prove the bound. A tightened bound is lower than what its prices prove.
    package var pricesProveBound: Bool
    package init(
        matches: [Match], objective: Int64, bound: Int64, prices: [Int64] = [], pricesProveBound: Bool = false
    ) {
        self.pricesProveBound = pricesProveBound
        self.matches = matches
        self.objective = objective
        self.bound = bound
        self.prices = prices
    }

    package var isOptimal: Bool { objective == bound }
    /// The gap in parts per million of the bound.
    package var gapPartsPerMillion: Int64 {
        guard bound > objective else { return 0 }
        let scaled = Int128(bound - objective) * 1_000_000 / Int128(max(1, bound.magnitude))
        return Int64(clamping: scaled)
    }
}
