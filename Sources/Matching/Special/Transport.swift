/// A market in which every plan takes one unit of one resource: n jobs, m resources with whole capacities, a profit on
/// each edge, staying out worth 0. Assignment is the case in which every capacity is 1.
struct TransportProblem {
    /// Edges of job j are `start[j]..<start[j + 1]`.
    var start: [Int32]
    var target: [Int32]
    /// Positive profits, whole multiples of `grid`.
    var profit: [Double]
    var grid: Double
    var capacity: [Int32]

    var jobCount: Int { start.count - 1 }
}

/// Solves transport problems exactly.
///
/// An ε-scaling auction (Bertsekas, "Auction algorithms for network flow problems", 1992) brings prices and most of the
/// matching near the optimum; whatever then breaks complementary slackness is taken back and routed along shortest
/// augmenting paths (Edmonds and Karp, 1972; Jonker and Volgenant, 1987), which leaves an optimal matching with optimal
/// prices. All numbers are whole, below 2⁵³, so the result is exact.
struct TransportSolver {
    private let problem: TransportProblem
    private var price: [Double]
    /// For each job the edge that it is matched on, or −1.
    private(set) var matched: [Int32]
    private var slots: SlotHeaps
    private var isCancelled: () -> Bool

    init(_ problem: TransportProblem, isCancelled: @escaping () -> Bool = { false }) {
        self.problem = problem
        self.isCancelled = isCancelled
        price = .init(repeating: 0, count: problem.capacity.count)
        matched = .init(repeating: -1, count: problem.jobCount)
        slots = SlotHeaps(problem.capacity)
    }

    /// - Returns: optimal prices of the resources; `matched` then holds an optimal matching. Nil when cancelled.
    mutating func solve() -> [Double]? {
        let largest = problem.profit.max() ?? 0
        guard largest > 0 else { return price }
        // Few, wide phases do best on random and on geometric costs; each restarts a few ε below the prices before it.
        let last = max(1, (problem.grid / 50).rounded())
        var epsilon = max(last, (largest / 256).rounded()), drop = 0.0
        while true {
            if isCancelled() { return nil }
            auction(epsilon, startingBelow: drop)
            if epsilon <= last { break }
            drop = epsilon * 6
            epsilon = max(last, (epsilon / 10).rounded())
        }
        let grid = problem.grid
        // Optimal prices exist on the profits' own grid; those of the auction lie a few ε beside it.
        for resource in price.indices { price[resource] = (price[resource] / grid).rounded() * grid }
        var repair = PathRepair(problem, price: price, matched: matched)
        guard repair.run(isCancelled) else { return nil }
        matched = repair.matched
        return repair.price
    }

    /// One phase: all jobs bid until each holds a slot or prefers to stay out.
    private mutating func auction(_ epsilon: Double, startingBelow drop: Double) {
        for resource in price.indices { price[resource] = max(0, price[resource] - drop) }
        slots.clear()
        for job in matched.indices { matched[job] = -1 }
        var queue = (0..<Int32(problem.jobCount)).map { $0 }
        var floor = price
        problem.start.withUnsafeBufferPointer { start in
            problem.target.withUnsafeBufferPointer { target in
                problem.profit.withUnsafeBufferPointer { profit in
                    floor.withUnsafeMutableBufferPointer { floor in
                        while let job = queue.popLast() {
                            var best = 0.0, second = 0.0, edge: Int32 = -1
                            for index in start[Int(job)]..<start[Int(job) + 1] {
                                let value = profit[Int(index)] - floor[Int(target[Int(index)])]
                                if value > second {
                                    if value > best {
                                        second = best
                                        best = value
                                        edge = index
                                    } else {
                                        second = value
                                    }
                                }
                            }
                            guard edge >= 0 else { continue }
                            let resource = Int(target[Int(edge)])
                            let bid = floor[resource] + (best - second) + epsilon
                            matched[Int(job)] = edge
                            if let loser = slots.put(job, bid, resource) {
                                matched[Int(loser)] = -1
                                queue.append(loser)
                            }
                            if slots.isFull(resource) { floor[resource] = max(floor[resource], slots.lowest(resource)) }
                        }
                    }
                }
            }
        }
        price = floor
    }
}

/// For each resource a heap of the bids that hold its slots, lowest on top, all in one buffer.
private struct SlotHeaps {
    private var first: [Int32] = []
    private var count: [Int32]
    private var bids: [Double]
    private var jobs: [Int32]

    init(_ capacity: [Int32]) {
        var sum: Int32 = 0
        for units in capacity {
            first.append(sum)
            sum += units
        }
        first.append(sum)
        count = .init(repeating: 0, count: capacity.count)
        bids = .init(repeating: 0, count: Int(sum))
        jobs = .init(repeating: 0, count: Int(sum))
    }

    mutating func clear() { for index in count.indices { count[index] = 0 } }
    func isFull(_ resource: Int) -> Bool { count[resource] == first[resource + 1] - first[resource] }
    func lowest(_ resource: Int) -> Double { bids[Int(first[resource])] }

    /// - Returns: the job that loses its slot, if all were taken.
    mutating func put(_ job: Int32, _ bid: Double, _ resource: Int) -> Int32? {
        let base = Int(first[resource])
        if isFull(resource) {
            let loser = jobs[base]
            sink(base, Int(count[resource]), job, bid)
            return loser
        }
        var slot = Int(count[resource])
        count[resource] += 1
        while slot > 0 {
            let parent = (slot - 1) / 2
            guard bids[base + parent] > bid else { break }
            bids[base + slot] = bids[base + parent]
            jobs[base + slot] = jobs[base + parent]
            slot = parent
        }
        bids[base + slot] = bid
        jobs[base + slot] = job
        return nil
    }

    private mutating func sink(_ base: Int, _ size: Int, _ job: Int32, _ bid: Double) {
        var slot = 0
        while true {
            var child = 2 * slot + 1
            guard child < size else { break }
            if child + 1 < size, bids[base + child + 1] < bids[base + child] { child += 1 }
            guard bids[base + child] < bid else { break }
            bids[base + slot] = bids[base + child]
            jobs[base + slot] = jobs[base + child]
            slot = child
        }
        bids[base + slot] = bid
        jobs[base + slot] = job
    }
}
