/// A linear program, maximise c·x subject to A x ≤ b and x ≥ 0 with b ≥ 0, kept solved while rows are added and columns are
/// shut: revised simplex with an explicit inverse, primal and dual (Chvátal, "Linear Programming", 1983; the dual with exact
/// steepest-edge norms of the rows that matter, Forrest and Goldfarb, 1992).
///
/// Floating point throughout. Nothing proven rests on it: callers take the duals and evaluate the bound that they prove.
/// The buffers are owned here; every index comes from the rows and columns that were added.
final class Simplex {
    struct Entry {
        var index: Int32
        var value: Double
    }
    enum Outcome { case optimal, infeasible, below, stopped }

    private(set) var rowCount = 0
    let columnCount: Int
    private let stride: Int
    private(set) var columns: [[Entry]]
    private(set) var rows: [[Entry]] = []
    let cost: [Double]
    private(set) var rhs: [Double] = []
    /// Columns that must stay at zero.
    var isShut: [Bool]
    /// Rows that must hold with equality.
    var isTight: [Bool] = []

    /// For each place of the basis its variable: a column, or ~row for the slack of a row.
    private(set) var basis: [Int] = []
    private var place: [Int]
    private var slackPlace: [Int] = []
    private let inverse: UnsafeMutablePointer<Double>
    private(set) var level: [Double] = []
    private(set) var duals: [Double] = []
    private(set) var reduced: [Double]
    private var alpha: [Double]
    private var slackAlpha: [Double] = []
    private var work: [Double]
    private var sincePivot = 0
    private(set) var pivots = 0

    private let tiny = 1e-7
    private let dualTiny = 1e-9

    init(cost: [Double], mostRows: Int) {
        self.cost = cost
        columnCount = cost.count
        stride = mostRows
        columns = .init(repeating: [], count: cost.count)
        isShut = .init(repeating: false, count: cost.count)
        place = .init(repeating: -1, count: cost.count)
        reduced = cost
        alpha = .init(repeating: 0, count: cost.count)
        work = .init(repeating: 0, count: mostRows)
        inverse = .allocate(capacity: mostRows * mostRows)
        inverse.initialize(repeating: 0, count: mostRows * mostRows)
    }

    deinit { inverse.deallocate() }

    var hasRoom: Bool { rowCount < stride }
    var objective: Double {
        var sum = 0.0
        for row in 0..<rowCount { sum += duals[row] * rhs[row] }
        return sum
    }

    /// The present value of each column.
    func values() -> [Double] {
        var result = [Double](repeating: 0, count: columnCount)
        for p in 0..<rowCount where basis[p] >= 0 { result[basis[p]] = max(0, level[p]) }
        return result
    }

    /// How far the row is from its limit.
    func slack(of row: Int) -> Double { slackPlace[row] >= 0 ? level[slackPlace[row]] : 0 }

    /// Adds a row whose slack joins the basis; it may be violated until the dual simplex has run.
    func addRow(_ entries: [Entry], rhs limit: Double) {
        guard rowCount < stride else { return }
        let row = rowCount
        var value = limit
        let last = inverse + row * stride
        for j in 0...row {
            last[j] = 0
            inverse[j * stride + row] = 0
        }
        for entry in entries {
            columns[Int(entry.index)].append(Entry(index: Int32(row), value: entry.value))
            let p = place[Int(entry.index)]
            guard p >= 0 else { continue }
            value -= entry.value * level[p]
            let source = inverse + p * stride
            for j in 0..<row { last[j] -= entry.value * source[j] }
        }
        last[row] = 1
        rows.append(entries)
        rhs.append(limit)
        isTight.append(false)
        basis.append(~row)
        slackPlace.append(row)
        level.append(value)
        duals.append(0)
        slackAlpha.append(0)
        rowCount += 1
    }

    // MARK: Solving

    /// Solves after any change: dual until every level is in its limits, then primal for what opened again.
    /// - Parameter cutoff: stop as soon as the optimum is known to lie below it.
    func solve(limit: Int, cutoff: Double) -> Outcome {
        var left = limit
        for _ in 0..<6 {
            let first = dual(&left, cutoff)
            if first != .optimal { return first }
            let second = primal(&left)
            if second != .optimal { return second }
            if !hasViolation { return .optimal }
        }
        return .stopped
    }

    private func wrong(_ p: Int) -> Double {
        let value = level[p]
        return value < -tiny || (value > tiny && isHeld(basis[p])) ? value : 0
    }

    private var hasViolation: Bool { (0..<rowCount).contains { wrong($0) != 0 } }

    func dual(_ left: inout Int, _ cutoff: Double) -> Outcome {
        while true {
            var leaving = -1, bestScore = 0.0
            for p in 0..<rowCount {
                let gap = wrong(p)
                guard gap != 0 else { continue }
                let row = inverse + p * stride
                var norm = 1e-12
                for j in 0..<rowCount { norm += row[j] * row[j] }
                let score = gap * gap / norm
                if score > bestScore {
                    bestScore = score
                    leaving = p
                }
            }
            guard leaving >= 0 else { return .optimal }
            guard left > 0 else { return .stopped }
            left -= 1
            let sign = level[leaving] < 0 ? 1.0 : -1.0
            priceRow(leaving)
            var entering = dualRatio(sign, allowSuspended: false)
            if entering == nil { entering = dualRatio(sign, allowSuspended: true) }
            guard let variable = entering else { return lift(leaving, sign, cutoff) }
            pivot(leaving, variable)
            if cutoff > -.infinity, objective < cutoff, !reducedIsPositive { return .below }
        }
    }

    private var reducedIsPositive: Bool {
        for k in 0..<columnCount where reduced[k] > 1e-6 && !isShut[k] { return true }
        for i in 0..<rowCount where duals[i] < -1e-6 && !isTight[i] { return true }
        return false
    }

    /// No entering variable: the duals may move along the row without end. Moves them far enough to show it.
    private func lift(_ leaving: Int, _ sign: Double, _ cutoff: Double) -> Outcome {
        let row = inverse + leaving * stride
        let target = cutoff > -.infinity ? max(1, 2 * (objective - cutoff)) : max(1, abs(objective))
        let step = target / max(1e-6, abs(level[leaving]))
        for j in 0..<rowCount { duals[j] += sign * step * row[j] }
        sincePivot = 1000
        return .infeasible
    }

    /// Row `p` of the tableau: `alpha` for columns, `slackAlpha` for slacks.
    private func priceRow(_ p: Int) {
        for k in 0..<columnCount { alpha[k] = 0 }
        let row = inverse + p * stride
        alpha.withUnsafeMutableBufferPointer { alpha in
            for i in 0..<rowCount {
                let factor = row[i]
                slackAlpha[i] = factor
                guard factor != 0 else { continue }
                rows[i].withUnsafeBufferPointer { entries in
                    for entry in entries { alpha[Int(entry.index)] += factor * entry.value }
                }
            }
        }
    }

    /// The entering variable of the dual ratio test, the largest pivot among near ties.
    private func dualRatio(_ sign: Double, allowSuspended: Bool) -> Int? {
        var limit = Double.infinity
        let slackOpen = 1e-9
        func each(_ body: (Int, Double, Double) -> Void) {
            for k in 0..<columnCount where place[k] < 0 && !isShut[k] {
                let a = sign * alpha[k]
                guard a < -1e-8, allowSuspended || reduced[k] <= 1e-7 else { continue }
                body(k, a, min(0, reduced[k]))
            }
            for i in 0..<rowCount where slackPlace[i] < 0 && !isTight[i] {
                let a = sign * slackAlpha[i]
                guard a < -1e-8, allowSuspended || duals[i] >= -1e-7 else { continue }
                body(~i, a, min(0, -duals[i]))
            }
        }
        each { _, a, d in limit = min(limit, (d - slackOpen) / a) }
        guard limit < .infinity else { return nil }
        var best: Int?, size = 0.0
        each { variable, a, d in
            if d / a <= limit, -a > size {
                size = -a
                best = variable
            }
        }
        return best
    }

    func primal(_ left: inout Int) -> Outcome {
        while true {
            var entering: Int?, most = dualTiny
            for k in 0..<columnCount where reduced[k] > most && !isShut[k] && place[k] < 0 {
                most = reduced[k]
                entering = k
            }
            for i in 0..<rowCount where -duals[i] > most && slackPlace[i] < 0 && !isTight[i] {
                most = -duals[i]
                entering = ~i
            }
            guard let variable = entering else { return .optimal }
            guard left > 0 else { return .stopped }
            left -= 1
            transform(variable)
            guard let leaving = primalRatio() else { return .stopped }
            priceRow(leaving)
            pivot(leaving, variable, isTransformed: true)
        }
    }

    private func primalRatio() -> Int? {
        var limit = Double.infinity
        for p in 0..<rowCount {
            let w = work[p]
            if w > 1e-8 {
                limit = min(limit, (max(0, level[p]) + tiny) / w)
            } else if w < -1e-8, isHeld(basis[p]) {
                limit = min(limit, tiny / -w)
            }
        }
        guard limit < .infinity else { return nil }
        var best: Int?, size = 0.0
        for p in 0..<rowCount {
            let w = work[p]
            if w > 1e-8, max(0, level[p]) / w <= limit, w > size {
                size = w
                best = p
            } else if w < -1e-8, isHeld(basis[p]), -w > size {
                size = -w
                best = p
            }
        }
        return best
    }

    private func isHeld(_ variable: Int) -> Bool { variable >= 0 ? isShut[variable] : isTight[~variable] }

    /// `work` becomes the inverse times the variable's column.
    private func transform(_ variable: Int) {
        let column = variable < 0 ? [Entry(index: Int32(~variable), value: 1)] : columns[variable]
        work.withUnsafeMutableBufferPointer { work in
            column.withUnsafeBufferPointer { column in
                for p in 0..<rowCount {
                    let row = inverse + p * stride
                    var sum = 0.0
                    for entry in column { sum += row[Int(entry.index)] * entry.value }
                    work[p] = sum
                }
            }
        }
    }

    /// Exchanges the variable at `leaving` for another; the row of the tableau has been priced.
    private func pivot(_ leaving: Int, _ entering: Int, isTransformed: Bool = false) {
        if !isTransformed { transform(entering) }
        let element = work[leaving]
        let gain = entering < 0 ? -duals[~entering] : reduced[entering]
        let step = gain / element
        let source = inverse + leaving * stride
        for k in 0..<columnCount where alpha[k] != 0 { reduced[k] -= step * alpha[k] }
        for j in 0..<rowCount { duals[j] += step * source[j] }
        let amount = level[leaving] / element
        for p in 0..<rowCount where p != leaving && work[p] != 0 { level[p] -= work[p] * amount }
        level[leaving] = amount
        exchange(leaving, entering)
        pivots += 1
        sincePivot += 1
        if sincePivot > 80 { refactor() }
    }

    /// Updates the inverse and the basis lists.
    private func exchange(_ leaving: Int, _ entering: Int) {
        let source = inverse + leaving * stride
        let scale = 1 / work[leaving]
        let count = rowCount
        for j in 0..<count { source[j] *= scale }
        for p in 0..<count where p != leaving {
            let factor = work[p]
            guard abs(factor) > 1e-14 else { continue }
            let row = inverse + p * stride
            for j in 0..<count { row[j] -= factor * source[j] }
        }
        let old = basis[leaving]
        if old >= 0 { place[old] = -1 } else { slackPlace[~old] = -1 }
        basis[leaving] = entering
        if entering >= 0 { place[entering] = leaving } else { slackPlace[~entering] = leaving }
    }

    // MARK: Anew

    /// Builds the inverse, levels, duals and reduced costs anew from the basis.
    func refactor() {
        sincePivot = 0
        let members = basis.filter { $0 >= 0 }
        var reserved = [Bool](repeating: false, count: rowCount)
        for variable in basis where variable < 0 { reserved[~variable] = true }
        for k in 0..<columnCount { place[k] = -1 }
        for p in 0..<rowCount {
            let row = inverse + p * stride
            for j in 0..<rowCount { row[j] = 0 }
            row[p] = 1
            basis[p] = ~p
            slackPlace[p] = p
        }
        for variable in members {
            transform(variable)
            var best = -1, size = 1e-10
            for p in 0..<rowCount where !reserved[p] && basis[p] < 0 && abs(work[p]) > size {
                size = abs(work[p])
                best = p
            }
            if best >= 0 { exchange(best, variable) }
        }
        recount()
    }

    private func recount() {
        for p in 0..<rowCount {
            let row = inverse + p * stride
            var sum = 0.0
            for j in 0..<rowCount { sum += row[j] * rhs[j] }
            level[p] = sum
        }
        for j in 0..<rowCount { duals[j] = 0 }
        for p in 0..<rowCount where basis[p] >= 0 {
            let c = cost[basis[p]]
            guard c != 0 else { continue }
            let row = inverse + p * stride
            for j in 0..<rowCount { duals[j] += c * row[j] }
        }
        for k in 0..<columnCount {
            var sum = cost[k]
            for entry in columns[k] { sum -= duals[Int(entry.index)] * entry.value }
            reduced[k] = place[k] >= 0 ? 0 : sum
        }
    }

    func refresh() { if sincePivot > 40 { refactor() } }

    // MARK: Trials

    struct Saved {
        fileprivate var basis: [Int]
        fileprivate var place: [Int]
        fileprivate var slackPlace: [Int]
        fileprivate var level: [Double]
        fileprivate var duals: [Double]
        fileprivate var reduced: [Double]
        fileprivate var inverse: [Double]
        fileprivate var sincePivot: Int
    }

    func save() -> Saved {
        let count = rowCount, stride = stride, source = inverse
        let copy = [Double](unsafeUninitializedCapacity: count * count) { buffer, filled in
            for p in 0..<count { for j in 0..<count { buffer[p * count + j] = source[p * stride + j] } }
            filled = count * count
        }
        return Saved(
            basis: basis, place: place, slackPlace: slackPlace, level: level, duals: duals, reduced: reduced, inverse: copy,
            sincePivot: sincePivot)
    }

    /// Goes back to a state with the same rows.
    func restore(_ saved: Saved) {
        (basis, place, slackPlace) = (saved.basis, saved.place, saved.slackPlace)
        (level, duals, reduced, sincePivot) = (saved.level, saved.duals, saved.reduced, saved.sincePivot)
        let count = rowCount
        saved.inverse.withUnsafeBufferPointer { copy in
            for p in 0..<count { for j in 0..<count { inverse[p * stride + j] = copy[p * count + j] } }
        }
    }
}
