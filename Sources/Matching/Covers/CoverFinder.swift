/// Finds the lifted cover of one resource that a mixture of options violates most.
///
/// A cover takes a few jobs, each with a least use, that together exceed the capacity: not all of them can use that much. Every
/// other option is then lifted in turn by a small dynamic program over what the lifted ones can count for at most: "least units for
/// a count of v", at most one option a job (Balas, "Facets of the knapsack polytope", 1975; Zemel, "Easily computable facets of
/// the knapsack problem", 1989; for jobs as generalised upper bounds, Wolsey, 1990). Options outside the mixture change no
/// violation, so only the best cover is lifted for them too. Units are whole numbers: validity does not depend on rounding.
///
/// Serves the priced cuts (`UseIndex`) and those of the exact search (`CoverCuts`).
struct CoverFinder {
    /// One option that uses the resource; options of a job are consecutive.
    struct Item {
        var units: Double
        /// Share in the mixture; 0 leaves it out.
        var share: Double
    }

    struct Cut {
        var limit: Int
        /// For each item what it counts for.
        var counts: [Int32]
        /// By the distance of the mixture from the cut.
        var violation: Double
    }

    private let capacity: Double
    private let items: [Item]
    /// Where each job's items start, and the end.
    private let starts: [Int]
    private var search: CoverSearchTree
    private var counts: [Int32] = []
    /// What each job lifted so far can count for, at which least units; a job's stand from its first item's place on.
    private var options: [Option] = []
    /// How many options of each job stand; 0 for jobs not lifted.
    private var standing: [Int] = []
    /// Least units for each count.
    private var least: [Double] = []

    private struct Option {
        var count: Int
        var units: Double
    }

    init(capacity: Double, items: [Item], starts: [Int]) {
        self.capacity = capacity
        self.items = items
        self.starts = starts
        search = CoverSearchTree(capacity: capacity, items: items, starts: starts)
    }

    /// - Parameters:
    ///   - tries: how many covers to lift, of those found last.
    ///   - violation: what the cut must exceed.
    /// - Returns: nil when no such cover was found.
    /// - Complexity: a cover lifted costs its jobs × items, the best one that again for each of its jobs; branchings are at most 2,000.
    mutating func best(of tries: Int, least violation: Double) -> Cut? {
        let covers = search.covers(most: tries)
        guard !covers.isEmpty else { return nil }
        counts = .init(repeating: 0, count: items.count)
        options = .init(repeating: Option(count: 0, units: 0), count: items.count)
        standing = .init(repeating: 0, count: starts.count - 1)
        let mixed = search.jobs
        let mass = mixed.map { job in (starts[job]..<starts[job + 1]).reduce(0) { $0 + items[$1].share * items[$1].units } }
        let order = mixed.indices.sorted { mass[$0] != mass[$1] ? mass[$0] > mass[$1] : mixed[$0] < mixed[$1] }.map { mixed[$0] }
        var best: (violation: Double, cover: [CoverSearchTree.Member])?
        for cover in covers where lift(cover, order) {
            let found = self.violation(of: cover.count - 1, order)
            if found > max(violation, best?.violation ?? 0) { best = (found, cover) }
        }
        guard let best else { return nil }
        if covers.count > 1 { _ = lift(best.cover, order) }
        finish(best.cover)
        let limit = best.cover.count - 1
        return Cut(limit: limit, counts: counts, violation: self.violation(of: limit, order))
    }

    /// Violation by the distance of the mixture from the cut.
    private func violation(of limit: Int, _ order: [Int]) -> Double {
        var left = 0.0, norm = 0.0
        for job in order {
            for item in starts[job]..<starts[job + 1] where counts[item] > 0 && items[item].share > 0 {
                left += Double(counts[item]) * items[item].share
                norm += Double(counts[item] * counts[item])
            }
        }
        return (left - Double(limit)) / max(1, norm).squareRoot()
    }

    // MARK: Lifting

    /// Counts the cover's jobs, then those of the mixture in the order given.
    private mutating func lift(_ cover: [CoverSearchTree.Member], _ order: [Int]) -> Bool {
        let limit = cover.count - 1
        guard limit >= 1, limit <= 64 else { return false }
        for item in counts.indices { counts[item] = 0 }
        for job in standing.indices { standing[job] = 0 }
        forget(limit)
        for member in cover {
            var lowest = Double.infinity
            for item in starts[member.job]..<starts[member.job + 1] where items[item].units >= member.units {
                counts[item] = 1
                lowest = min(lowest, items[item].units)
            }
            options[starts[member.job]] = Option(count: 1, units: lowest)
            standing[member.job] = 1
            extend(member.job)
        }
        for job in order where standing[job] == 0 {
            raise(job)
            extend(job)
        }
        return true
    }

    /// Counts greater uses of the cover's own jobs for more, then lifts all jobs outside the mixture.
    private mutating func finish(_ cover: [CoverSearchTree.Member]) {
        let limit = least.count - 1
        var isDone = [Bool](repeating: false, count: standing.count)
        for job in search.jobs { isDone[job] = true }
        for member in cover.map(\.job) + [-1] {
            forget(limit)
            for job in standing.indices where job != member { extend(job) }
            if member >= 0 { raise(member) }
        }
        for job in standing.indices where !isDone[job] {
            raise(job)
            extend(job)
        }
    }

    /// Begins with no job lifted.
    private mutating func forget(_ limit: Int) {
        least.removeAll(keepingCapacity: true)
        least.append(0)
        for _ in 0..<limit { least.append(.infinity) }
    }

    /// Counts each option of a job for as much as the others always leave.
    private mutating func raise(_ job: Int) {
        let limit = least.count - 1, first = starts[job]
        var end = first
        for item in first..<starts[job + 1] {
            let units = items[item].units, room = capacity - units
            var most = limit
            while most > 0, least[most] > room { most -= 1 }
            let count = limit - most
            counts[item] = Int32(count)
            if count > 0, !options[first..<end].contains(where: { $0.count >= count && $0.units <= units }) {
                options[end] = Option(count: count, units: units)
                end += 1
            }
        }
        standing[job] = end - first
    }

    /// Lets the job's options count besides those lifted before.
    private mutating func extend(_ job: Int) {
        guard standing[job] > 0 else { return }
        let own = starts[job]..<starts[job] + standing[job]
        var count = least.count - 1
        while count > 0 {
            for option in own {
                least[count] = min(least[count], least[max(0, count - options[option].count)] + options[option].units)
            }
            count -= 1
        }
    }
}
