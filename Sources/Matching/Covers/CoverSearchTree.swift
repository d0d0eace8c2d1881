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

    /// The last covers found, the best last.
    /// - Complexity: at most 2,000 branchings.
    mutating func covers(most: Int) -> [[Member]] {
        guard suffix[0] > capacity else { return [] }
        descend(0, 0, 0)
        return found.suffix(most).map { minimal($0) }
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
