/// The linear program over mixtures of options: one row a job, one a resource that could run short, then cuts.
///
/// Money is counted in thousand fen and each resource in shares of its capacity, so that all numbers are of one size.
final class MixtureProgram {
    let table: OptionTable
    let simplex: Simplex
    private let resources: [Resource]
    /// Rows of resources follow those of jobs.
    private(set) var resourceOf: [Int] = []
    private let penalties: [Double]
    let cuts: CoverCuts
    /// The job row of each option.
    let slotOf: [Int32]
    private let granule: Double
    /// Worth of each option at the duals last certified, and each job's best.
    private(set) var priced: [Double]
    private(set) var tops: [Double]
    private(set) var total = 0.0
    private(set) var margin = 0.0

    static let unit = 1e6

    init(_ table: OptionTable, _ resources: [Resource], granule: Int64) {
        self.table = table
        self.resources = resources
        self.granule = Double(granule)
        let plan = RowPlan(table, resources)
        resourceOf = plan.binding
        var cost = table.options.map { $0.worth / Self.unit }
        var slots = [Int32](repeating: 0, count: table.options.count)
        for (slot, range) in table.ranges.enumerated() { for index in range { slots[index] = Int32(slot) } }
        slotOf = slots
        var overflow: [Int: Int] = [:], penalties: [Double] = []
        for resource in plan.binding {
            let row = resources[resource], scale = Double(max(1, row.capacity))
            penalties.append(row.isHard ? .infinity : Double(row.penalty) * scale / Self.unit)
            if !row.isHard {
                overflow[resource] = cost.count
                cost.append(-Double(row.penalty) * scale / Self.unit)
            }
        }
        self.penalties = penalties
        priced = .init(repeating: 0, count: table.options.count)
        tops = .init(repeating: 0, count: table.ranges.count)
        simplex = Simplex(cost: cost, mostRows: table.ranges.count + plan.binding.count + 160)
        for range in table.ranges { simplex.addRow(range.map { .init(index: Int32($0), value: 1) }, rhs: 1) }
        for (slot, resource) in plan.binding.enumerated() {
            let scale = Double(max(1, resources[resource].capacity))
            var entries = plan.entries[slot].map { Simplex.Entry(index: $0.column, value: $0.units / scale) }
            if let column = overflow[resource] { entries.append(.init(index: Int32(column), value: -1)) }
            simplex.addRow(entries, rhs: resources[resource].capacity > 0 ? 1 : 0)
        }
        cuts = CoverCuts(rows: plan.cutRows)
    }

    /// The bound that the present duals prove, whole milli-fen; `Int64.min` when some job can no longer be served.
    ///
    /// Evaluated anew in the order of definition: Σ duals × limits + Σ over jobs of the best option at the duals, whatever
    /// the simplex did. A sum of n products errs by less than n × 2⁻⁵² of the sum of their sizes (Higham, "Accuracy and
    /// Stability of Numerical Algorithms", 2002, chapter 3); 10⁻¹² of the sizes covers every n here and is added.
    func certify() -> Int64 {
        let first = table.ranges.count
        var duals = simplex.duals
        for row in first..<simplex.rowCount {
            duals[row] = duals[row].isFinite ? max(0, duals[row]) : 0
            if row - first < penalties.count { duals[row] = min(duals[row], penalties[row - first]) }
        }
        var sum = 0.0, size = 0.0
        for row in first..<simplex.rowCount { sum += duals[row] * simplex.rhs[row] }
        size = sum
        for (slot, range) in table.ranges.enumerated() {
            var top = simplex.isTight[slot] ? -Double.infinity : 0
            for column in range {
                var charge = 0.0
                for entry in simplex.columns[column] where Int(entry.index) >= first { charge += duals[Int(entry.index)] * entry.value }
                let value = simplex.cost[column] - charge + 1e-12 * (abs(simplex.cost[column]) + charge)
                priced[column] = value
                if !simplex.isShut[column] { top = max(top, value) }
            }
            guard top > -.infinity else { return Int64.min }
            tops[slot] = top
            sum += top
            size += abs(top)
        }
        total = sum
        margin = 1e-12 * size
        return whole(sum)
    }

    /// The bound with one option of a job taken, or, for nil, none.
    func bound(taking column: Int?, slot: Int) -> Int64 { whole(total - tops[slot] + (column.map { priced[$0] } ?? 0)) }

    private func whole(_ sum: Double) -> Int64 {
        let value = ((sum + margin) * Self.unit / granule).rounded(.down) * granule
        return !value.isFinite || value > 9e18 ? Int64.max : value < -9e18 ? Int64.min : Int64(value)
    }

    /// Adds the most violated cuts. - Returns: how many.
    func addCuts(_ values: [Double], most: Int) -> Int {
        var found: [CoverCuts.Cut] = []
        for row in cuts.rows.indices { if let cut = cuts.separate(row, values) { found.append(cut) } }
        found.sort { $0.violation != $1.violation ? $0.violation > $1.violation : $0.row < $1.row }
        var added = 0
        for cut in found.prefix(most) where simplex.hasRoom {
            simplex.addRow(cut.entries, rhs: cut.limit)
            added += 1
        }
        return added
    }
}

/// Which resources could run short among the options, and who uses them.
private struct RowPlan {
    struct Entry {
        var column: Int32
        var units: Double
    }
    var binding: [Int] = []
    var entries: [[Entry]] = []
    var cutRows: [CoverCuts.Row] = []

    init(_ table: OptionTable, _ resources: [Resource]) {
        var most = [Double](repeating: 0, count: resources.count)
        var all = [[Entry]](repeating: [], count: resources.count)
        var isDrawn = [Bool](repeating: false, count: resources.count)
        for range in table.ranges {
            var own: [Int: Double] = [:]
            for column in range {
                let option = table.options[column]
                for (index, line) in table.lines[option.lines].enumerated() {
                    let resource = Int(line.resource)
                    if index >= option.planLines { isDrawn[resource] = true }
                    if let last = all[resource].last, last.column == Int32(column) {
                        all[resource][all[resource].count - 1].units += line.units
                    } else {
                        all[resource].append(Entry(column: Int32(column), units: line.units))
                    }
                    own[resource] = max(own[resource] ?? 0, all[resource].last?.units ?? 0)
                }
            }
            for (resource, units) in own { most[resource] += units }
        }
        for resource in resources.indices where most[resource] > Double(resources[resource].capacity) {
            binding.append(resource)
            entries.append(all[resource])
            guard resources[resource].isHard, !isDrawn[resource] else { continue }
            cutRows.append(Self.groups(all[resource], table, Double(resources[resource].capacity)))
        }
    }

    private static func groups(_ entries: [Entry], _ table: OptionTable, _ capacity: Double) -> CoverCuts.Row {
        var groups: [[CoverCuts.Item]] = [], last: Int32 = -1
        for entry in entries {
            let job = table.options[Int(entry.column)].job
            if job != last { groups.append([]) }
            last = job
            groups[groups.count - 1].append(.init(column: entry.column, units: entry.units))
        }
        return CoverCuts.Row(capacity: capacity, groups: groups)
    }
}
