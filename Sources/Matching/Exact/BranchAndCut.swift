/// Proves markets of a few hundred jobs optimal: linear programs over mixtures of options, cut by covers, and where
/// that leaves a choice open, both ways are searched.
///
/// Every bound that closes a branch is evaluated from the duals alone (`MixtureProgram.certify`), so floating point in the
/// simplex can cost time but never correctness. Options that the bound rules out are shut on the way (reduced-cost fixing).
struct BranchAndCut {
    private let instance: Instance
    private let commitments: Commitments
    private let isOver: () -> Bool
    private var program: MixtureProgram
    private let granule: Int64
    private var shut: [Int] = []
    private var workLeft: Int
    /// Milli-fen, commitments not counted.
    private(set) var best: Int64
    private(set) var choices: [Choice]?
    private var open = Int64.min
    private var rootBound: Int64

    /// No solution is better than this.
    var bound: Int64 { max(best, min(rootBound, open)) }

    /// - Parameters:
    ///   - table: every option that a better answer could take; with fewer, answers improve but nothing is proven.
    ///   - upper: a bound already known, milli-fen, commitments not counted, like all sums here.
    ///   - incumbent: welfare known to be reachable.
    ///   - workLimit: multiplications, roughly.
    init(
        _ instance: Instance, _ commitments: Commitments, table: OptionTable, upper: Int64, incumbent: Int64, workLimit: Int,
        isOver: @escaping () -> Bool
    ) {
        self.instance = instance
        self.commitments = commitments
        self.isOver = isOver
        best = incumbent
        rootBound = upper
        workLeft = workLimit
        granule = Self.granule(instance)
        program = MixtureProgram(table, commitments.resources, granule: granule)
    }

    /// Every welfare is a multiple of this many milli-fen.
    private static func granule(_ instance: Instance) -> Int64 {
        var result: Int64 = 1000
        func reduce(_ value: Int64) {
            var a = result, b = value.magnitude == 0 ? result : Int64(value.magnitude)
            while b != 0 { (a, b) = (b, a % b) }
            result = a
        }
        for voucher in instance.vouchers { reduce(voucher.weight) }
        for resource in instance.resources { reduce(resource.penalty) }
        return max(1, result)
    }

    mutating func run() {
        for _ in 0..<4 {
            guard tightenRoot() else { return }
            let before = program.table.options.count
            let kept = (0..<before).filter { !program.simplex.isShut[$0] }.count
            guard kept * 10 < before * 9 else { break }
            var table = program.table
            table.filter { !program.simplex.isShut[$0] }
            program = MixtureProgram(table, commitments.resources, granule: granule)
            shut.removeAll()
        }
        explore(0)
    }

    // MARK: Bounds

    private var cutoff: Double { Double(best) / MixtureProgram.unit }

    /// Counts work rather than seconds, so that the answer does not depend on the machine.
    private mutating func spend(_ pivots: Int) {
        let rows = program.simplex.rowCount
        workLeft -= pivots * (rows * rows + 4 * program.table.options.count)
    }

    private mutating func solve() -> Int64 {
        let simplex = program.simplex, before = simplex.pivots
        simplex.refresh()
        let limit = max(0, min(5000, workLeft / max(1, simplex.rowCount * simplex.rowCount)))
        let outcome = simplex.solve(limit: limit, cutoff: cutoff)
        var value = program.certify()
        // The simplex found the branch hopeless but its duals do not prove it: solve to the end with fresh numbers.
        if value > best, outcome == .below || outcome == .infeasible {
            simplex.refactor()
            _ = simplex.solve(limit: limit, cutoff: -.infinity)
            value = min(value, program.certify())
        }
        spend(simplex.pivots - before + 4)
        return value
    }

    /// Cuts and fixes at the root. - Returns: whether anything is left to search.
    private mutating func tightenRoot() -> Bool {
        var stalled = 0, last = Int64.max
        for _ in 0..<40 {
            let value = solve()
            rootBound = min(rootBound, max(value, best))
            guard value > best, workLeft > 0, !isOver() else { return value > best }
            fix()
            let values = program.simplex.values()
            if tryMixture(values), rootBound <= best { return false }
            stalled = Double(last - value) < 0.02 * Double(value - best) ? stalled + 1 : 0
            last = value
            if stalled >= 3 || program.addCuts(values, most: 40) == 0 { break }
        }
        return true
    }

    /// Shuts the options that the certified bound rules out, and holds jobs that must be matched.
    ///
    /// An answer takes a job's option whole or mixed with others of the same plans and vouchers, so an option is ruled out
    /// only together with all that it could mix with.
    private mutating func fix() {
        let simplex = program.simplex, options = program.table.options
        for (slot, range) in program.table.ranges.enumerated() {
            let alive = range.filter { !simplex.isShut[$0] }
            let hopeful = alive.filter { program.bound(taking: $0, slot: slot) > best }
            if hopeful.count < alive.count {
                for column in alive where !hopeful.contains(where: { options[$0].choice.mixes(with: options[column].choice) }) {
                    close(column)
                }
            }
            if !simplex.isTight[slot], program.bound(taking: nil, slot: slot) <= best { hold(slot) }
        }
    }

    private mutating func close(_ column: Int) {
        guard !program.simplex.isShut[column] else { return }
        program.simplex.isShut[column] = true
        shut.append(column)
    }

    private mutating func hold(_ slot: Int) {
        guard !program.simplex.isTight[slot] else { return }
        program.simplex.isTight[slot] = true
        shut.append(~slot)
    }

    private mutating func reopen(to mark: Int) {
        while shut.count > mark {
            let last = shut.removeLast()
            if last >= 0 { program.simplex.isShut[last] = false } else { program.simplex.isTight[~last] = false }
        }
    }

    // MARK: Tree

    private mutating func explore(_ depth: Int) {
        let mark = shut.count
        defer { reopen(to: mark) }
        var value = solve()
        guard value > best else { return }
        fix()
        var values = program.simplex.values()
        if depth > 0, depth <= 8 {
            for _ in 0..<2 where program.addCuts(values, most: 10) > 0 {
                value = solve()
                guard value > best else { return }
                fix()
                values = program.simplex.values()
            }
        }
        if tryMixture(values), value <= best { return }
        guard workLeft > 0, depth < 400, !isOver() else {
            open = max(open, value)
            return
        }
        guard let fork = choose(values) else {
            open = max(open, value)
            return
        }
        for side in fork.insideFirst ? [true, false] : [false, true] {
            let here = shut.count
            apply(fork, inside: side)
            explore(depth + 1)
            reopen(to: here)
        }
    }

    private mutating func apply(_ fork: Fork, inside: Bool) {
        if inside {
            for column in fork.outside { close(column) }
            if fork.holds { hold(fork.slot) }
        } else {
            for column in fork.inside { close(column) }
        }
    }

    private mutating func choose(_ values: [Double]) -> Fork? {
        var forks = Fork.candidates(program, values)
        guard forks.count > 1 else { return forks.first }
        forks = Array(forks.prefix(8))
        let simplex = program.simplex, saved = simplex.save(), base = simplex.objective
        var best = 0, bestScore = -1.0
        for index in forks.indices {
            var drops: [Double] = []
            for side in [true, false] {
                let mark = shut.count
                apply(forks[index], inside: side)
                var left = 20
                let before = simplex.pivots
                let outcome = simplex.dual(&left, cutoff)
                spend(simplex.pivots - before + 2)
                let drop = outcome == .infeasible || outcome == .below ? base - cutoff : max(0, base - simplex.objective)
                drops.append(min(drop, base - cutoff))
                reopen(to: mark)
                simplex.restore(saved)
            }
            let floor = 1e-4 * max(1, base - cutoff)
            let score = max(drops[0], floor) * max(drops[1], floor)
            forks[index].insideFirst = drops[0] <= drops[1]
            if score > bestScore {
                bestScore = score
                best = index
            }
        }
        return forks[best]
    }

    // MARK: Answers

    /// Turns a mixture in which every job is of one mind into an answer. - Returns: whether it was such a mixture.
    private mutating func tryMixture(_ values: [Double]) -> Bool {
        guard let mixed = PureMixture(program.table, values, instance) else { return false }
        for found in mixed.answers(instance, commitments) {
            let all = (commitments.matches + found.matches).sorted { $0.job < $1.job }
            let (violations, worth) = Verifier(instance).examine(all)
            if violations.isEmpty, worth - commitments.objective > best {
                best = worth - commitments.objective
                choices = found.choices
            }
        }
        return true
    }
}
