/// How much work a solve may do. The work is counted in passes and moves, not in seconds, so that the same instance and
/// quality give the same bytes on every machine; a time limit only cuts it short.
package enum Quality: String, Sendable, CaseIterable {
    case fast
    case standard
    case best
}

/// What a running solve reports. Objective and bound in milli-fen.
package struct SolveProgress: Sendable, Equatable {
    package enum Phase: String, Sendable {
        case prices
        case placing
        case improving
        case proving
    }
    package var phase: Phase
    /// Thousandths of the planned work.
    package var permille: Int
    /// While jobs look for places an estimate: pots that they draw from count at their prices until they are shared out.
    package var objective: Int64
    package var bound: Int64
}

package struct SolveOptions {
    package var quality: Quality = .standard
    /// Nanoseconds from some fixed moment. The default stands still: no time limit.
    package var clock: () -> Int64 = { 0 }
    /// Nanoseconds; the best answer so far is returned when they are over.
    package var timeLimit: Int64?
    package var isCancelled: () -> Bool = { false }
    package var onProgress: (SolveProgress) -> Void = { _ in }
    package var workers: any Workers = SerialWorkers()
    /// Prices of an earlier solve of a similar market, in 1/64 milli-fen, to start from.
    package var startPrices: [Int64] = []
    /// Matches to start from where they still fit.
    package var startMatches: [Match] = []
    /// Confirmed matches: kept as they are, their use of resources included.
    package var confirmed: [Match] = []

    package init(quality: Quality = .standard) { self.quality = quality }
}
