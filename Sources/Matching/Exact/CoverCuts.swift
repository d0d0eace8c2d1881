/// Inequalities that a fractional mixture of options violates and no real choice does: lifted covers of one resource.
///
/// A cover takes a few jobs, each with a least use, that together exceed the capacity: not all of them can use that much.
/// Every other option is then lifted in turn by a small dynamic program over what the lifted ones can count for at most:
/// "least units for a count of v", at most one option a job (Balas, "Facets of the knapsack polytope", 1975; Zemel,
/// "Easily computable facets of the knapsack problem", 1989; for jobs as generalised upper bounds, Wolsey, 1990).
/// Coefficients and units are whole numbers, so validity does not depend on rounding.
struct CoverCuts {
    struct Item {
        var column: Int32
        var units: Double
    }

    /// One resource with the options that use it, by job.
    struct Row {
        var capacity: Double
        var groups: [[Item]]
    }

    struct Cut {
        var row: Int
        var entries: [Simplex.Entry]
        var limit: Double
        var violation: Double
    }

    let rows: [Row]

    /// The cut of a row that the mixture violates most, or nil.
    func separate(_ index: Int, _ values: [Double]) -> Cut? {
        let row = rows[index]
        var used = 0.0
        for group in row.groups { for item in group { used += values[Int(item.column)] * item.units } }
        guard used > 0.6 * row.capacity else { return nil }
        var search = CoverSearch(row, values)
        var best: Cut?
        for cover in search.covers() {
            guard let cut = lift(index, cover, values), cut.violation > 1e-3 else { continue }
            if cut.violation > (best?.violation ?? 0) { best = cut }
        }
        return best
    }

    // MARK: Lifting

    private struct Counted {
        var count: Int
        var units: Double
    }

    private func lift(_ index: Int, _ cover: [CoverSearch.Member], _ values: [Double]) -> Cut? {
        let row = rows[index], limit = cover.count - 1
        guard limit >= 1, limit <= 64 else { return nil }
        var counted = [[Counted]](repeating: [], count: row.groups.count)
        var counts = row.groups.map { [Int](repeating: 0, count: $0.count) }
        var least = [Double](repeating: .infinity, count: limit + 1)
        least[0] = 0
        var isCovered = [Bool](repeating: false, count: row.groups.count)
        for member in cover {
            isCovered[member.group] = true
            var lowest = Double.infinity
            for (slot, item) in row.groups[member.group].enumerated() where item.units >= member.units {
                counts[member.group][slot] = 1
                lowest = min(lowest, item.units)
            }
            counted[member.group] = [Counted(count: 1, units: lowest)]
            Self.extend(&least, counted[member.group])
        }
        let mass = row.groups.map { $0.reduce(0) { $0 + values[Int($1.column)] * $1.units } }
        let others = row.groups.indices.filter { !isCovered[$0] }.sorted { mass[$0] != mass[$1] ? mass[$0] > mass[$1] : $0 < $1 }
        for group in others {
            raise(group, row, least, limit, &counts, &counted)
            Self.extend(&least, counted[group])
        }
        for member in cover {
            var without = [Double](repeating: .infinity, count: limit + 1)
            without[0] = 0
            for group in row.groups.indices where group != member.group { Self.extend(&without, counted[group]) }
            raise(member.group, row, without, limit, &counts, &counted)
        }
        return assemble(index, counts, limit, values)
    }

    /// Counts each option of a group for as much as the others always leave.
    private func raise(
        _ group: Int, _ row: Row, _ least: [Double], _ limit: Int, _ counts: inout [[Int]], _ counted: inout [[Counted]]
    ) {
        var result: [Counted] = []
        for (slot, item) in row.groups[group].enumerated() {
            var most = limit
            while most > 0, least[most] > row.capacity - item.units { most -= 1 }
            let count = limit - most
            counts[group][slot] = count
            if count > 0, !result.contains(where: { $0.count >= count && $0.units <= item.units }) {
                result.append(Counted(count: count, units: item.units))
            }
        }
        counted[group] = result
    }

    private static func extend(_ least: inout [Double], _ options: [Counted]) {
        guard !options.isEmpty else { return }
        var count = least.count - 1
        while count > 0 {
            for option in options { least[count] = min(least[count], least[max(0, count - option.count)] + option.units) }
            count -= 1
        }
    }

    private func assemble(_ index: Int, _ counts: [[Int]], _ limit: Int, _ values: [Double]) -> Cut {
        var entries: [Simplex.Entry] = [], left = 0.0, norm = 0.0
        for (group, items) in rows[index].groups.enumerated() {
            for (slot, item) in items.enumerated() where counts[group][slot] > 0 {
                let count = Double(counts[group][slot])
                entries.append(Simplex.Entry(index: item.column, value: count))
                left += count * values[Int(item.column)]
                if values[Int(item.column)] > 0 { norm += count * count }
            }
        }
        return Cut(row: index, entries: entries, limit: Double(limit), violation: (left - Double(limit)) / max(1, norm).squareRoot())
    }
}

/// Looks for covers that a mixture comes close to using whole: least Σ (1 − share of the mixture that uses at least the units).
struct CoverSearch {
    struct Member {
        var group: Int
        var units: Double
    }

    private struct Step {
        var units: Double
        var lack: Double
    }

    private let capacity: Double
    private var groups: [(group: Int, steps: [Step])] = []
    private var suffix: [Double] = []
    private var nodes = 0
    private var path: [(slot: Int, step: Int)] = []
    private var bestLack = 0.995
    private var found: [[(slot: Int, step: Int)]] = []

    init(_ row: CoverCuts.Row, _ values: [Double]) {
        capacity = row.capacity
        for (index, group) in row.groups.enumerated() {
            let used = group.filter { values[Int($0.column)] > 1e-7 && $0.units > 0 }.sorted { $0.units > $1.units }
            var steps: [Step] = [], share = 0.0
            for item in used {
                share += values[Int(item.column)]
                if let last = steps.last, last.units == item.units { steps.removeLast() }
                steps.append(Step(units: item.units, lack: max(0, 1 - share)))
            }
            if !steps.isEmpty { groups.append((index, steps)) }
        }
        groups.sort { left, right in
            let a = left.steps.map { $0.lack / $0.units }.min() ?? 0, b = right.steps.map { $0.lack / $0.units }.min() ?? 0
            return a != b ? a < b : left.group < right.group
        }
        suffix = .init(repeating: 0, count: groups.count + 1)
        for slot in groups.indices.reversed() { suffix[slot] = suffix[slot + 1] + (groups[slot].steps.map(\.units).max() ?? 0) }
    }

    /// A few covers, the best last.
    mutating func covers() -> [[Member]] {
        descend(0, 0, 0)
        return found.suffix(4).map { minimal($0) }
    }

    private mutating func descend(_ first: Int, _ units: Double, _ lack: Double) {
        if units > capacity {
            bestLack = lack
            found.append(path)
            return
        }
        for slot in first..<groups.count {
            guard units + suffix[slot] > capacity, nodes < 2000 else { return }
            nodes += 1
            for (index, step) in groups[slot].steps.enumerated() where lack + step.lack < bestLack - 1e-6 {
                path.append((slot, index))
                descend(slot + 1, units + step.units, lack + step.lack)
                path.removeLast()
            }
        }
    }

    /// Without members that the cover does not need, the least used first.
    private func minimal(_ cover: [(slot: Int, step: Int)]) -> [Member] {
        var members = cover
        var units = members.reduce(0) { $0 + groups[$1.slot].steps[$1.step].units }
        for one in members.sorted(by: { groups[$0.slot].steps[$0.step].lack > groups[$1.slot].steps[$1.step].lack }) {
            let step = groups[one.slot].steps[one.step]
            guard units - step.units > capacity else { continue }
            units -= step.units
            members.removeAll { $0.slot == one.slot }
        }
        return members.map { Member(group: groups[$0.slot].group, units: groups[$0.slot].steps[$0.step].units) }
    }
}
