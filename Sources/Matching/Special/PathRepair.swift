/// Turns near-optimal prices and matches into optimal ones by shortest augmenting paths.
///
/// Nodes: jobs, resources, and one outside that is both the choice to stay out and the taker of unused capacity. With a
/// job's potential u = max(0, best profit − price), arcs out of balance are: jobs whose match is not their best (they
/// are freed), and unused units of resources with a price. Each search starts at one freed job, or one unused priced
/// unit, and runs Dijkstra over reduced costs, all non-negative, to the nearest node that can take or give.
struct PathRepair {
    private let problem: TransportProblem
    private(set) var price: [Double]
    private(set) var matched: [Int32]
    private var utility: [Double] = []
    private var load: [Int32]
    private var holders: [[Int32]]

    init(_ problem: TransportProblem, price: [Double], matched: [Int32]) {
        self.problem = problem
        self.price = price
        self.matched = matched
        load = .init(repeating: 0, count: price.count)
        holders = .init(repeating: [], count: price.count)
        let nodes = price.count
        distance = .init(repeating: .infinity, count: nodes)
        via = .init(repeating: -1, count: nodes)
        viaJob = via
        done = .init(repeating: false, count: nodes)
    }

    // Search state over resources; jobs are passed through.
    private var distance: [Double]
    /// The edge by which the resource was reached.
    private var via: [Int32]
    private var done: [Bool]
    private var touched: [Int32] = []
    private var heap: [(key: Double, node: Int32)] = []
    /// The job that the edge in `via` belongs to.
    private var viaJob: [Int32]

    /// - Returns: false when cancelled.
    mutating func run(_ isCancelled: () -> Bool) -> Bool {
        lowerUnsold()
        rate()
        var freed: [Int32] = []
        for job in 0..<problem.jobCount {
            let edge = matched[job]
            if edge >= 0, problem.profit[Int(edge)] - price[Int(problem.target[Int(edge)])] == utility[job] {
                sit(job, edge)
            } else {
                matched[job] = -1
                if utility[job] > 0 { freed.append(Int32(job)) }
            }
        }
        var checks = 0
        // Unused units of priced resources first: each either finds a taker or brings its price down.
        for resource in price.indices {
            while load[resource] < problem.capacity[resource], price[resource] > 0 {
                checks += 1
                if checks % 256 == 0, isCancelled() { return false }
                fill(resource)
            }
        }
        for job in freed where matched[Int(job)] < 0 && utility[Int(job)] > 0 {
            checks += 1
            if checks % 256 == 0, isCancelled() { return false }
            route(Int(job))
        }
        return true
    }

    /// Resources that are far from full after the auction start at a price of 0: cheaper than walking it down.
    private mutating func lowerUnsold() {
        var sold = [Int32](repeating: 0, count: price.count)
        for edge in matched where edge >= 0 { sold[Int(problem.target[Int(edge)])] += 1 }
        for resource in price.indices where sold[resource] * 2 < problem.capacity[resource] { price[resource] = 0 }
    }

    private mutating func rate() {
        utility = (0..<problem.jobCount).map { job in
            var best = 0.0
            for edge in problem.start[job]..<problem.start[job + 1] {
                best = max(best, problem.profit[Int(edge)] - price[Int(problem.target[Int(edge)])])
            }
            return best
        }
    }

    private mutating func sit(_ job: Int, _ edge: Int32) {
        let resource = Int(problem.target[Int(edge)])
        matched[job] = edge
        load[resource] += 1
        holders[resource].append(Int32(job))
    }

    private mutating func leave(_ job: Int) {
        let resource = Int(problem.target[Int(matched[job])])
        load[resource] -= 1
        if let slot = holders[resource].firstIndex(of: Int32(job)) { holders[resource].swapAt(slot, holders[resource].count - 1) }
        holders[resource].removeLast()
        matched[job] = -1
    }

    // MARK: From a freed job

    /// Finds the job a place along a path of least total loss: ends at a resource with a free unit, or at a job that
    /// stays out instead.
    private mutating func route(_ job: Int) {
        begin()
        var limit = utility[job], endJob = Int32(job), endResource: Int32 = -1
        relax(job, 0)
        while let top = pop() {
            let resource = Int(top.node)
            if top.key >= limit { break }
            done[resource] = true
            if load[resource] < problem.capacity[resource] {
                // Unused units carry no price by now, so the path may end here.
                limit = top.key
                endJob = -1
                endResource = top.node
                break
            }
            for holder in holders[resource] {
                let out = top.key + utility[Int(holder)]
                if out < limit {
                    limit = out
                    endJob = holder
                    endResource = top.node
                }
                relax(Int(holder), top.key)
            }
        }
        // Everyone nearer than the end pays the difference.
        settle(limit, from: job)
        if endJob == Int32(job) { return }
        if endJob >= 0 { leave(Int(endJob)) }
        augment(to: endResource, from: job)
    }

    private mutating func settle(_ limit: Double, from job: Int) {
        utility[job] -= limit
        for node in touched where done[Int(node)] && distance[Int(node)] < limit {
            let rise = limit - distance[Int(node)]
            price[Int(node)] += rise
            for holder in holders[Int(node)] { utility[Int(holder)] -= rise }
        }
    }

    private mutating func augment(to end: Int32, from job: Int) {
        var resource = end
        while true {
            let edge = via[Int(resource)]
            let mover = Int(viaJob[Int(resource)])
            let old = matched[mover]
            if old >= 0 { leave(mover) }
            sit(mover, edge)
            if mover == job { return }
            resource = problem.target[Int(old)]
        }
    }

    private mutating func relax(_ job: Int, _ base: Double) {
        let own = utility[job]
        for edge in problem.start[job]..<problem.start[job + 1] {
            let resource = Int(problem.target[Int(edge)])
            guard !done[resource] else { continue }
            let key = base + own - (problem.profit[Int(edge)] - price[resource])
            guard key < distance[resource] else { continue }
            if distance[resource] == .infinity { touched.append(Int32(resource)) }
            distance[resource] = key
            via[resource] = edge
            viaJob[resource] = Int32(job)
            push(key, Int32(resource))
        }
    }

    // MARK: From an unused unit

    /// Lowers the resource's price until a job takes its unit, jobs moving along, or until the price is 0. Simple and
    /// rare: the taker that bids most at the present utilities is moved over, and its own place becomes the unused one.
    private mutating func fill(_ start: Int) {
        // Backward Dijkstra would need edges by resource; they are built on first need.
        if edgesOf.isEmpty { buildReverse() }
        begin()
        var limit = price[start], end: Int32 = -1
        distance[start] = 0
        touched.append(Int32(start))
        push(0, Int32(start))
        var endIsJob: Int32 = -1, taker: Int32 = -1
        while let top = pop() {
            let resource = Int(top.node)
            if top.key >= limit { break }
            done[resource] = true
            // The unit may stay unused once the price has come down to 0.
            if top.key + price[resource] < limit {
                limit = top.key + price[resource]
                end = top.node
                endIsJob = -1
            }
            for slot in reverseStart[resource]..<reverseStart[resource + 1] {
                let edge = edgesOf[Int(slot)], job = Int(jobOf[Int(slot)])
                guard matched[job] != edge else { continue }
                let key = top.key + utility[job] - (problem.profit[Int(edge)] - price[resource])
                if matched[job] < 0 {
                    if key < limit {
                        limit = key
                        end = top.node
                        endIsJob = edge
                        taker = Int32(job)
                    }
                } else {
                    let from = Int(problem.target[Int(matched[job])])
                    guard !done[from], key < distance[from] else { continue }
                    if distance[from] == .infinity { touched.append(Int32(from)) }
                    distance[from] = key
                    via[from] = edge
                    viaJob[from] = Int32(job)
                    push(key, Int32(from))
                }
            }
        }
        for node in touched where done[Int(node)] && distance[Int(node)] < limit {
            let fall = limit - distance[Int(node)]
            price[Int(node)] -= fall
            for holder in holders[Int(node)] { utility[Int(holder)] += fall }
        }
        // Jobs outside that are now worth serving at the lower prices gain nothing more than the path allows: their
        // utility stays the best of their edges by the choice of `limit`.
        shift(end, endIsJob, taker, start)
    }

    private mutating func shift(_ end: Int32, _ edge: Int32, _ taker: Int32, _ start: Int) {
        guard end >= 0 else { return }
        // Walk from the end back to the start: each job on the way moves one resource nearer to it.
        var resource = Int(end)
        var moves: [(job: Int, edge: Int32)] = []
        while resource != start {
            moves.append((Int(viaJob[resource]), via[resource]))
            resource = Int(problem.target[Int(via[resource])])
        }
        for move in moves.reversed() {
            leave(move.job)
            sit(move.job, move.edge)
        }
        if taker >= 0 { sit(Int(taker), edge) }
    }

    private var edgesOf: [Int32] = []
    private var jobOf: [Int32] = []
    private var reverseStart: [Int32] = []

    private mutating func buildReverse() {
        var counts = [Int32](repeating: 0, count: price.count + 1)
        for target in problem.target { counts[Int(target) + 1] += 1 }
        for index in price.indices { counts[index + 1] += counts[index] }
        reverseStart = counts
        edgesOf = .init(repeating: 0, count: problem.target.count)
        jobOf = edgesOf
        for job in 0..<problem.jobCount {
            for edge in problem.start[job]..<problem.start[job + 1] {
                let target = Int(problem.target[Int(edge)])
                edgesOf[Int(counts[target])] = edge
                jobOf[Int(counts[target])] = Int32(job)
                counts[target] += 1
            }
        }
    }

    // MARK: Heap

    private mutating func begin() {
        for node in touched {
            distance[Int(node)] = .infinity
            via[Int(node)] = -1
            done[Int(node)] = false
        }
        touched.removeAll(keepingCapacity: true)
        heap.removeAll(keepingCapacity: true)
    }

    private mutating func push(_ key: Double, _ node: Int32) {
        heap.append((key, node))
        var slot = heap.count - 1
        while slot > 0 {
            let parent = (slot - 1) / 2
            guard heap[parent].key > key else { break }
            heap[slot] = heap[parent]
            slot = parent
        }
        heap[slot] = (key, node)
    }

    /// The nearest node not yet done.
    private mutating func pop() -> (key: Double, node: Int32)? {
        while let top = heap.first {
            let last = heap.removeLast()
            if !heap.isEmpty {
                var slot = 0
                while true {
                    var child = 2 * slot + 1
                    guard child < heap.count else { break }
                    if child + 1 < heap.count, heap[child + 1].key < heap[child].key { child += 1 }
                    guard heap[child].key < last.key else { break }
                    heap[slot] = heap[child]
                    slot = child
                }
                heap[slot] = last
            }
            if !done[Int(top.node)], distance[Int(top.node)] == top.key { return top }
        }
        return nil
    }
}
