/// How many passes and moves a quality allows for an instance.
struct WorkPlan {
    var passes: Int
    var firstStep: Double
    var decay: Double
    var movesPerJob: Int
    var refining = Refining()

    /// Passes with cuts, and neighbourhoods solved exactly.
    struct Refining {
        var passes = 0
        /// Passes from one look for cuts to the next.
        var every = 4
        var step = 0.02
        var decay = 0.96
        /// Passes from one choice of the plans that the passes see to the next.
        var renewal = 15
        var rounds = 0
        var parts = 4
    }
    /// Jobs of the largest market that is searched exactly.
    static let mostExact = 400

    /// The first temperature of the annealing, as a share of the mean welfare of a job.
    var firstTemperature = 0.06
    /// Passes over all plans before the reduction to the kept ones.
    var fullPasses = 8
    var lateDecay = 0.85
    var keptLabels = 10
    var keptComputes = 8
    var reduces = false
    /// Whether the moves too are made among the kept plans only: quicker, and not as good.
    var searchesReduced = false
    var drawRounds = 40
    /// Multiplications that the exact search may spend; a pivot takes the square of the rows.
    var exactWork = 500_000_000

    init(_ quality: Quality, jobs: Int) {
        switch quality {
        case .fast: self.init(passes: 20, firstStep: 0.1, decay: 0.7, movesPerJob: 3)
        case .standard: self.init(passes: 20, firstStep: 0.1, decay: 0.82, movesPerJob: 10)
        case .best: self.init(passes: 40, firstStep: 0.1, decay: 0.88, movesPerJob: 28)
        }
        if quality == .fast { (firstTemperature, drawRounds) = (0.02, 16) }
        if quality == .best { firstTemperature = 0.1 }
        if quality != .fast { exactWork = quality == .best ? 8_000_000_000 : 2_000_000_000 }
        if quality == .fast, jobs > 150 { exactWork = 20_000_000 }
        reduces = jobs > 20_000 && quality == .fast
        searchesReduced = jobs > 20_000 && quality == .fast
        switch quality {
        case .fast: refining = Refining(passes: 20, decay: 0.8)
        case .standard: refining = Refining(passes: 40, decay: 0.89)
        case .best: refining = Refining(passes: 90, decay: 0.95, renewal: 22)
        }
        if jobs <= 20_000 { scaleDown(quality, jobs) }
    }

    /// Smaller markets can afford more of everything and still take well under a second or a few.
    private mutating func scaleDown(_ quality: Quality, _ jobs: Int) {
        (passes, decay) = quality == .fast ? (16, 0.75) : (40, 0.88)
        let most = quality == .best ? min(200, 80_000 / max(1, jobs)) : min(15, 20_000 / max(1, jobs))
        if quality == .best, jobs > Self.mostExact { movesPerJob = jobs <= 5000 ? 10 : 15 }
        movesPerJob *= max(1, most)
        if quality == .standard { refining = Refining(passes: 60, decay: 0.925) }
        if quality == .best { refining = Refining(passes: 150, decay: 0.97, rounds: 300, parts: 8) }
        if quality != .fast, jobs <= 5000 {
            refining = quality == .best ? Refining(passes: 180, decay: 0.972, rounds: 200) : Refining(passes: 60, decay: 0.925, rounds: 60)
        }
        // The exact search needs a good answer to start from, not the best; it finds that itself.
        if jobs <= Self.mostExact { (refining, movesPerJob) = (Refining(), min(movesPerJob, 60)) }
        firstTemperature = movesPerJob >= 30 ? 0.1 : movesPerJob >= 10 ? 0.06 : 0.02
    }

    private init(passes: Int, firstStep: Double, decay: Double, movesPerJob: Int) {
        self.passes = passes
        self.firstStep = firstStep
        self.decay = decay
        self.movesPerJob = movesPerJob
    }
}
