/// Finds the lifted cover of one resource that a mixture of options violates most.
///
/// A cover takes a few jobs, each with a least use, that together exceed the capacity: not all of them can use that much. Every
/// other option is then lifted in turn by a small dynamic program over what the lifted ones can count for at most: "least units for
/// a count of v", at most one option a job (Balas, "Facets of the knapsack polytope", 1975; Zemel, "Easily computable facets of
/// the knapsack problem", 1989; for jobs as generalised upper bounds, Wolsey, 1990). Options outside the mixture change no
/// violation, so only the best cover is lifted for them too. Units are whole numbers: validity does not depend on rounding.
struct CoverFinder {
    /// One option that uses the resource; options of a job are consecutive.
    struct Item {
        var units: Double
        /// Share in the mixture.
        var share: Double
    }

    struct Cut {
        var limit: Int
        /// For each item what it counts for.
        var counts: [Int32]
        var violation: Double
    }

    private let capacity: Double
    private let items: [Item]
    /// Where each job's items start, and the end.
    private let starts: [Int]
    private var search: CoverSearchTree
    private var counts: [Int32]
    /// What each job lifted so far can count for, at which least units.
    private var options: [[Option]]
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
        counts = .init(repeating: 0, count: items.count)
        options = .init(repeating: [], count: starts.count - 1)
    }

    /// - Returns: nil when no cover that is violated by more than `least` was found.
    mutating func best(least violation: Double) -> Cut? {
        let mixed = search.jobs
        let mass = mixed.map { job in (starts[job]..<starts[job + 1]).reduce(0) { $0 + items[$1].share * items[$1].units } }
        let order = mixed.indices.sorted { mass[$0] != mass[$1] ? mass[$0] > mass[$1] : mixed[$0] < mixed[$1] }.map { mixed[$0] }
        var best: (violation: Double, cover: [CoverSearchTree.Member])?
        let covers = search.covers()
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

    /// Counts the cover's jobs, then those of the mixture in the order given.
    private mutating func lift(_ cover: [CoverSearchTree.Member], _ order: [Int]) -> Bool {
        let limit = cover.count - 1
        guard limit >= 1, limit <= 64 else { return false }
        for item in counts.indices { counts[item] = 0 }
        for job in options.indices where !options[job].isEmpty { options[job].removeAll(keepingCapacity: true) }
        least = .init(repeating: .infinity, count: limit + 1)
        least[0] = 0
        for member in cover {
            var lowest = Double.infinity
            for item in starts[member.job]..<starts[member.job + 1] where items[item].units >= member.units {
                counts[item] = 1
                lowest = min(lowest, items[item].units)
            }
            options[member.job].append(Option(count: 1, units: lowest))
            Self.extend(&least, options[member.job])
        }
        for job in order where options[job].isEmpty && !cover.contains(where: { $0.job == job }) {
            raise(job)
            Self.extend(&least, options[job])
        }
        return true
    }

    /// Counts greater uses of the cover's own jobs for more, then lifts all jobs outside the mixture.
    private mutating func finish(_ cover: [CoverSearchTree.Member]) {
        let limit = least.count - 1
        var isDone = [Bool](repeating: false, count: options.count)
        for job in search.jobs { isDone[job] = true }
        for member in cover.map(\.job) + [-1] {
            least = .init(repeating: .infinity, count: limit + 1)
            least[0] = 0
            for job in options.indices where job != member { Self.extend(&least, options[job]) }
            if member >= 0 { raise(member) }
        }
        for job in options.indices where !isDone[job] {
            raise(job)
            Self.extend(&least, options[job])
        }
    }

    /// Counts each option of a job for as much as the others always leave.
    private mutating func raise(_ job: Int) {
        let limit = least.count - 1
        options[job].removeAll(keepingCapacity: true)
        for item in starts[job]..<starts[job + 1] {
            let units = items[item].units, room = capacity - units
            var most = limit
            while most > 0, least[most] > room { most -= 1 }
            let count = limit - most
            counts[item] = Int32(count)
            if count > 0, !options[job].contains(where: { $0.count >= count && $0.units <= units }) {
                options[job].append(Option(count: count, units: units))
            }
        }
    }

    private static func extend(_ least: inout [Double], _ options: [Option]) {
        guard !options.isEmpty else { return }
        var count = least.count - 1
        while count > 0 {
            for option in options { least[count] = min(least[count], least[max(0, count - option.count)] + option.units) }
            count -= 1
        }
    }
}

/// Looks for covers that a mixture comes close to using whole: least Σ (1 − share of the mixture that uses at least the units).
struct CoverSearchTree {
    struct Member {
        var job: Int
        var units: Double
    }

    private struct Step {
        var units: Double
        var lack: Double
    }

    private struct Branch {
        var job: Int
        var steps: Range<Int>
        /// Least lack for a unit.
        var rate: Double
    }

    private let capacity: Double
    private var steps: [Step] = []
    private var branches: [Branch] = []
    /// The most that the branches from here on can add.
    private var suffix: [Double]
    private var nodes = 0
    private var path: [(branch: Int, step: Int)] = []
    private var bestLack = 0.995
    private var found: [[(branch: Int, step: Int)]] = []

    init(capacity: Double, items: [CoverFinder.Item], starts: [Int]) {
        self.capacity = capacity
        for job in 0..<starts.count - 1 {
            let first = steps.count
            for item in starts[job]..<starts[job + 1] where items[item].share > 0 {
                steps.append(Step(units: items[item].units, lack: items[item].share))
            }
            guard steps.count > first else { continue }
            if steps.count > first + 1 { steps[first...].sort { $0.units > $1.units } }
            var share = 0.0, last = first, rate = Double.infinity
            for index in first..<steps.count {
                share += steps[index].lack
                if index > first, steps[index].units < steps[last].units { last += 1 }
                steps[last] = Step(units: steps[index].units, lack: max(0, 1 - share))
                rate = min(rate, steps[last].lack / steps[last].units)
            }
            steps.removeLast(steps.count - last - 1)
            branches.append(Branch(job: job, steps: first..<last + 1, rate: rate))
        }
        branches.sort { $0.rate != $1.rate ? $0.rate < $1.rate : $0.job < $1.job }
        suffix = .init(repeating: 0, count: branches.count + 1)
        for index in branches.indices.reversed() { suffix[index] = suffix[index + 1] + steps[branches[index].steps.lowerBound].units }
    }

    /// The jobs of the mixture.
    var jobs: [Int] { branches.map(\.job) }

    /// A few covers, the best last.
    /// - Complexity: at most 2,000 branchings.
    mutating func covers() -> [[Member]] {
        guard suffix[0] > capacity else { return [] }
        descend(0, 0, 0)
        return found.suffix(3).map { minimal($0) }
    }

    private mutating func descend(_ first: Int, _ units: Double, _ lack: Double) {
        if units > capacity {
            bestLack = lack
            found.append(path)
            return
        }
        for branch in first..<branches.count {
            guard units + suffix[branch] > capacity, nodes < 2000 else { return }
            nodes += 1
            // Branches come by rising lack for a unit: what is missing to a cover costs at least this.
            guard lack + branches[branch].rate * (capacity - units) < bestLack - 1e-6 else { return }
            for step in branches[branch].steps where lack + steps[step].lack < bestLack - 1e-6 {
                path.append((branch, step))
                descend(branch + 1, units + steps[step].units, lack + steps[step].lack)
                path.removeLast()
            }
        }
    }

    /// Without members that the cover does not need, the least used first.
    private func minimal(_ cover: [(branch: Int, step: Int)]) -> [Member] {
        var members = cover
        var units = members.reduce(0) { $0 + steps[$1.step].units }
        for one in cover.sorted(by: { steps[$0.step].lack > steps[$1.step].lack }) where units - steps[one.step].units > capacity {
            units -= steps[one.step].units
            members.removeAll { $0.branch == one.branch }
        }
        return members.map { Member(job: branches[$0.branch].job, units: steps[$0.step].units) }
    }
}
