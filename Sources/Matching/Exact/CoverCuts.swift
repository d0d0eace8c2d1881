/// Inequalities that a fractional mixture of options violates and no real choice does: lifted covers of one resource
/// (`CoverFinder`), as rows of the exact search's linear program.
struct CoverCuts {
    struct Item {
        var column: Int32
        /// At most the capacity, and more than 0.
        var units: Double
    }

    /// One resource with the options that use it, by job.
    struct Row {
        let capacity: Double
        fileprivate let items: [Item]
        /// Where each job's items start, and the end.
        fileprivate let starts: [Int]

        /// - Parameter groups: each job's options. Those that use more than the capacity can never be taken, and are left out.
        init(capacity: Double, groups: [[Item]]) {
            var items: [Item] = [], starts = [0]
            for group in groups {
                for item in group where item.units > 0 && item.units <= capacity { items.append(item) }
                if starts.last != items.count { starts.append(items.count) }
            }
            (self.capacity, self.items, self.starts) = (capacity, items, starts)
        }
    }

    struct Cut {
        var row: Int
        var entries: [Simplex.Entry]
        var limit: Double
        var violation: Double
    }

    let rows: [Row]

    /// The cut of a row that the mixture violates most, or nil.
    /// - Parameter values: each column's share in the mixture.
    func separate(_ index: Int, _ values: [Double]) -> Cut? {
        let row = rows[index]
        var used = 0.0
        for item in row.items { used += values[Int(item.column)] * item.units }
        guard used > 0.6 * row.capacity else { return nil }
        let items = row.items.map { item in
            let share = values[Int(item.column)]
            return CoverFinder.Item(units: item.units, share: share > Self.leastShare ? share : 0)
        }
        var finder = CoverFinder(capacity: row.capacity, items: items, starts: row.starts)
        guard let found = finder.best(of: 4, least: 1e-3) else { return nil }
        var entries: [Simplex.Entry] = []
        for (item, count) in zip(row.items, found.counts) where count > 0 {
            entries.append(Simplex.Entry(index: item.column, value: Double(count)))
        }
        return Cut(row: index, entries: entries, limit: Double(found.limit), violation: found.violation)
    }

    /// Shares below this are the simplex's rounding.
    private static let leastShare = 1e-7
}
