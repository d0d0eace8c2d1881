/// One resource's own problem: which plans would it take, one a job, within its capacity, if each paid what it offers?
///
/// A small multi-dimensional knapsack with choices, solved by depth-first branch and bound. The bound at a node is
/// Lagrangian: the best reduced value of each undecided job, plus the room that the undecided could still fill, at local
/// prices. All numbers are whole, so comparisons are exact. When the node limit is reached the abandoned subtrees leave
/// their bounds behind, and the result is still a valid upper bound.
struct Knapsack {
    struct Item {
        var job: Int32
        /// Label plan, by its index in the instance.
        var plan: Int32
        var worth: Double
        /// Where the item's units begin in `units`, one for each dimension.
        var row: Int32
    }

    // Input, refilled for each bin.
    var items: [Item] = []
    var units: [Double] = []
    var room: [Double] = []
    var prices: [Double] = []

    // Output.
    private(set) var upper = 0.0
    private(set) var lower = 0.0
    private(set) var picks: [Int32] = []
    private(set) var nodes = 0

    private var groups: [Group] = []
    private var reduced: [Double] = []
    private var suffixGain: [Double] = []
    private var suffixUse: [Double] = []
    private var path: [Int32] = []
    private var free: [Double] = []
    private var abandoned = 0.0
    private var limit = 0
    private var order: [Int32] = []

    private struct Group {
        var start: Int32
        var end: Int32
        var best: Double
        var weight: Double
    }

    private var width: Int { room.count }

    /// Solves the bin. `items` must be grouped by job.
    /// - Complexity: at most `nodeLimit` nodes, each linear in the dimensions.
    mutating func solve(nodeLimit: Int, priceSteps: Int) {
        limit = nodeLimit
        nodes = 0
        picks.removeAll(keepingCapacity: true)
        upper = tunePrices(priceSteps)
        lower = 0
        greedy()
        guard lower < upper else { return }
        prune()
        search()
        upper = min(upper, max(lower, abandoned))
    }

    // MARK: Local prices

    private mutating func tunePrices(_ steps: Int) -> Double {
        var best = rate()
        guard steps > 0, width > 0 else { return best }
        var bestPrices = prices, step = 0.3
        var used = [Double](repeating: 0, count: width)
        for _ in 0..<steps {
            for d in 0..<width { used[d] = 0 }
            for group in groups where group.best > 0 {
                let row = Int(items[Int(order[Int(group.start)])].row)
                for d in 0..<width { used[d] += units[row + d] }
            }
            var norm = 0.0
            for d in 0..<width where prices[d] > 0 || used[d] > room[d] {
                let g = (used[d] - room[d]) / max(1, room[d])
                norm += g * g
            }
            guard norm > 0 else { break }
            for d in 0..<width {
                let g = (used[d] - room[d]) / max(1, room[d])
                let scale = max(prices[d], 0.02 * best / max(1, room[d]))
                prices[d] = max(0, (prices[d] + step * g * scale).rounded())
            }
            let value = rate()
            if value < best {
                best = value
                bestPrices = prices
            } else {
                step *= 0.7
            }
        }
        prices = bestPrices
        return rate()
    }

    /// Reduced values at the local prices, jobs as groups with their best item first; returns the bound.
    private mutating func rate() -> Double {
        reduced.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
        var total = 0.0
        for d in 0..<width { total += prices[d] * room[d] }
        var index = 0
        while index < items.count {
            let job = items[index].job, start = index
            var best = -Double.infinity, top = index
            while index < items.count, items[index].job == job {
                let row = Int(items[index].row)
                var value = items[index].worth
                for d in 0..<width { value -= prices[d] * units[row + d] }
                reduced.append(value)
                order.append(Int32(index))
                if value > best {
                    best = value
                    top = index
                }
                index += 1
            }
            order.swapAt(start, top)
            groups.append(Group(start: Int32(start), end: Int32(index), best: best, weight: 0))
            total += max(0, best)
        }
        return total
    }

    // MARK: Search

    private mutating func greedy() {
        free = room
        let bests = groups.map(\.best)
        let ranked = bests.indices.sorted { bests[$0] != bests[$1] ? bests[$0] > bests[$1] : $0 < $1 }
        for group in ranked {
            for slot in groups[group].start..<groups[group].end {
                let item = Int(order[Int(slot)])
                guard fits(item) else { continue }
                place(item, 1)
                lower += items[item].worth
                picks.append(Int32(item))
                break
            }
        }
        free = room
    }

    /// Leaves out items that cannot be in any better set, and sorts the rest: the most decisive jobs first.
    private mutating func prune() {
        var keptOrder: [Int32] = [], keptGroups: [Group] = []
        for group in groups {
            let start = Int32(keptOrder.count)
            let lossless = max(0, group.best)
            for slot in group.start..<group.end {
                let item = order[Int(slot)]
                if upper - lossless + reduced[Int(item)] > lower { keptOrder.append(item) }
            }
            let end = Int32(keptOrder.count)
            guard end > start else { continue }
            let values = reduced
            keptOrder[Int(start)..<Int(end)].sort { left, right in
                let a = values[Int(left)], b = values[Int(right)]
                return a != b ? a > b : left < right
            }
            keptGroups.append(Group(start: start, end: end, best: group.best, weight: group.best < 0 ? -group.best : group.best))
        }
        // Jobs that were left out whole lose their positive best value only if leaving them out is no loss: best ≤ 0, or
        // upper − best ≤ lower would have kept their items.
        keptGroups.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.start < $1.start }
        order = keptOrder
        groups = keptGroups
        let levels = groups.count
        suffixGain = .init(repeating: 0, count: levels + 1)
        suffixUse = .init(repeating: 0, count: (levels + 1) * width)
        for level in stride(from: levels - 1, through: 0, by: -1) {
            let group = groups[level]
            suffixGain[level] = suffixGain[level + 1] + max(0, group.best)
            for d in 0..<width {
                var most = 0.0
                for slot in group.start..<group.end { most = max(most, units[Int(items[Int(order[Int(slot)])].row) + d]) }
                suffixUse[level * width + d] = suffixUse[(level + 1) * width + d] + most
            }
        }
    }

    private mutating func search() {
        abandoned = 0
        path.removeAll(keepingCapacity: true)
        free = room
        descend(0, 0)
    }

    private func bound(_ level: Int, _ value: Double) -> Double {
        var total = value + suffixGain[level]
        let base = level * width
        for d in 0..<width { total += prices[d] * min(free[d], suffixUse[base + d]) }
        return total
    }

    private mutating func descend(_ level: Int, _ value: Double) {
        if value > lower {
            lower = value
            picks = path
        }
        guard level < groups.count else { return }
        let limitHere = bound(level, value)
        guard limitHere > lower else { return }
        nodes += 1
        guard nodes <= limit else {
            abandoned = max(abandoned, limitHere)
            return
        }
        let group = groups[level]
        var leftOut = false
        for slot in group.start..<group.end {
            let item = Int(order[Int(slot)])
            if !leftOut, reduced[item] < 0 {
                descend(level + 1, value)
                leftOut = true
            }
            guard fits(item) else { continue }
            place(item, 1)
            path.append(Int32(item))
            descend(level + 1, value + items[item].worth)
            path.removeLast()
            place(item, -1)
        }
        if !leftOut { descend(level + 1, value) }
    }

    private func fits(_ item: Int) -> Bool {
        let row = Int(items[item].row)
        for d in 0..<width where units[row + d] > free[d] { return false }
        return true
    }

    private mutating func place(_ item: Int, _ sign: Double) {
        let row = Int(items[item].row)
        for d in 0..<width { free[d] -= sign * units[row + d] }
    }
}
