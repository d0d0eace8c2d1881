/// Searches the sets of vouchers that may stand together.
struct BestUseSearch {
    /// Vouchers of one programme that may be drawn together, or a single one where only one is allowed.
    private struct Node {
        var vouchers: [Int]
        var programme: String
        /// What it can pay at most.
        var limit: Int64
        /// By item, rounded up to the fen: no line is paid beyond the rate.
        var perItem: [Int64]
    }

    private let question: BestUse.Question
    private let price: Money
    /// By expiry, then id.
    private let vouchers: [BestUse.Voucher]
    private var refused: [Int: BestUse.Remark] = [:]
    private var nodes: [Node] = []
    /// What each node can pay at most; candidates are always looked at from the largest on.
    private var values: [Int64] = []
    /// Ceilings between nodes; 0 where they exclude each other.
    private var ceilings: [[BasisPoints]] = []
    private var best: (total: Int64, draws: [Int64])
    private var bestNodes: Set<Int> = []

    init(_ question: BestUse.Question) throws(MoneyOverflow) {
        self.question = question
        var sum = Money.zero
        for item in question.items {
            guard item.amount.fen >= 0 else { throw MoneyOverflow() }
            sum = try sum.adding(item.amount)
        }
        price = sum
        vouchers = question.vouchers.sorted { ($0.expires, $0.id) < ($1.expires, $1.id) }
        best = (0, [Int64](repeating: 0, count: vouchers.count))
        try gatherNodes()
        values = nodes.indices.map { min(nodes[$0].limit, balance(of: $0)) }
        gatherCeilings()
    }

    mutating func plan() -> BestUse.Plan {
        var levels: Set<BasisPoints> = [10_000]
        for row in ceilings { levels.formUnion(row) }
        for level in levels.sorted(by: >) where level > 0 { explore(level: level) }
        let draws = vouchers.indices.filter { best.draws[$0] > 0 }.map {
            BestUse.Draw(voucher: vouchers[$0], amount: Money(fen: best.draws[$0]))
        }
        return BestUse.Plan(
            price: price, draws: draws, voucherShare: Money(fen: best.total),
            ownShare: Money(fen: price.fen - best.total), remarks: remarks)
    }

    private var remarks: [BestUse.Remark] {
        vouchers.indices.map { index in
            let id = vouchers[index].id
            if let remark = refused[index] { return remark }
            if best.draws[index] > 0 { return .drawn(id, Money(fen: best.draws[index])) }
            let isIn = nodes.indices.contains { bestNodes.contains($0) && nodes[$0].vouchers.contains(index) }
            return isIn ? .notNeeded(id) : .leftOut(id)
        }
    }

    private mutating func gatherNodes() throws(MoneyOverflow) {
        var byProgramme: [String: Int] = [:]
        for (index, voucher) in vouchers.enumerated() {
            guard let terms = question.terms[voucher.programme] else {
                refused[index] = .noTerms(voucher.id)
                continue
            }
            if voucher.expires < question.neededUntil {
                refused[index] = .expiresTooSoon(voucher.id, voucher.expires)
                continue
            }
            if let place = byProgramme[voucher.programme], !terms.oneVoucher {
                nodes[place].vouchers.append(index)
                continue
            }
            guard let node = try node(for: terms, voucher, index) else {
                refused[index] = .coversNothing(voucher.id)
                continue
            }
            byProgramme[voucher.programme] = nodes.count
            nodes.append(node)
        }
    }

    private func node(
        for terms: BestUse.Terms, _ voucher: BestUse.Voucher, _ index: Int
    ) throws(MoneyOverflow) -> Node? {
        var covered = Money.zero
        var perItem: [Int64] = []
        for item in question.items {
            guard terms.covers.contains(item.lineClass) else {
                perItem.append(0)
                continue
            }
            covered = try covered.adding(item.amount)
            let share = try item.amount.scaledDown(Int64(terms.rate), over: 10_000)
            perItem.append(share.money.fen + (share.remainder > 0 ? 1 : 0))
        }
        var limit = try covered.scaledDown(Int64(terms.rate), over: 10_000).money.fen
        if let cap = terms.cap { limit = min(limit, max(0, cap.fen)) }
        return covered.fen > 0
            ? Node(vouchers: [index], programme: voucher.programme, limit: limit, perItem: perItem) : nil
    }

    private mutating func gatherCeilings() {
        struct Names: Hashable { let first: String, second: String }
        var pairs: [Names: BasisPoints] = [:]
        for pair in question.pairs {
            for names in [Names(first: pair.first, second: pair.second), Names(first: pair.second, second: pair.first)]
            {
                pairs[names] = min(pairs[names] ?? pair.ceiling, pair.ceiling)
            }
        }
        ceilings = nodes.map { left in
            nodes.map { right in
                left.programme == right.programme
                    ? 0 : pairs[Names(first: left.programme, second: right.programme)] ?? 0
            }
        }
    }

    /// Tries every largest set of nodes whose pairs all have at least `level`; the whole then obeys `level`.
    private mutating func explore(level: BasisPoints) {
        let all = nodes.indices.sorted { values[$0] > values[$1] }
        grow([], candidates: all, excluded: [], level: level)
    }

    /// Bron and Kerbosch's enumeration of maximal cliques, with a pivot, cut off where even everything together cannot beat
    /// the best plan.
    private mutating func grow(_ clique: [Int], candidates: [Int], excluded: [Int], level: BasisPoints) {
        if candidates.isEmpty {
            if excluded.isEmpty, !clique.isEmpty { weigh(clique, level: level) }
            return
        }
        if bound(clique, candidates, level: level) < best.total { return }
        let pivot = (candidates + excluded).max { left, right in
            candidates.count { ceilings[left][$0] >= level } < candidates.count { ceilings[right][$0] >= level }
        }
        var (open, closed) = (candidates, excluded)
        for node in candidates where pivot.map({ node == $0 || ceilings[$0][node] < level }) ?? true {
            let joins = { (other: Int) in self.ceilings[node][other] >= level }
            grow(clique + [node], candidates: open.filter(joins), excluded: closed.filter(joins), level: level)
            open.removeAll { $0 == node }
            closed.append(node)
        }
    }

    /// No plan over `clique` and some of `candidates` pays more: of candidates that all exclude each other at most one joins,
    /// so each such group counts as its largest.
    private func bound(_ clique: [Int], _ candidates: [Int], level: BasisPoints) -> Int64 {
        let most = ceiling(level, alone: clique.count + candidates.count == 1)
        var groups: [[Int]] = []
        var sum: Int64 = 0
        func add(_ value: Int64) { sum = value < most - sum ? sum + value : most }
        for node in clique { add(values[node]) }
        for node in candidates {
            let place = groups.firstIndex { group in group.allSatisfy { ceilings[node][$0] < level } }
            if let place {
                groups[place].append(node)
            } else {
                groups.append([node])
                add(values[node])
            }
        }
        return sum
    }

    private func balance(of node: Int) -> Int64 {
        var sum: Int64 = 0
        for voucher in nodes[node].vouchers {
            let (more, overflow) = sum.addingReportingOverflow(max(0, vouchers[voucher].balance.fen))
            if overflow { return Int64.max }
            sum = more
        }
        return sum
    }

    /// A single programme may pay up to its own limit; several together up to `level` of the price.
    private func ceiling(_ level: BasisPoints, alone: Bool) -> Int64 {
        if alone || level >= 10_000 { return price.fen }
        return (try? price.scaledDown(Int64(level), over: 10_000).money.fen) ?? price.fen
    }

    private mutating func weigh(_ clique: [Int], level: BasisPoints) {
        var flow = BestUseFlow(
            items: question.items.map(\.amount.fen), limits: clique.map { nodes[$0].limit },
            perItem: clique.map { nodes[$0].perItem }, total: ceiling(level, alone: clique.count == 1))
        var order: [(voucher: Int, place: Int)] = []
        for (place, node) in clique.enumerated() { order += nodes[node].vouchers.map { ($0, place) } }
        order.sort { $0.voucher < $1.voucher }
        var draws = [Int64](repeating: 0, count: vouchers.count)
        var total: Int64 = 0
        for (voucher, place) in order {
            let drawn = flow.push(max(0, vouchers[voucher].balance.fen), from: place)
            draws[voucher] = drawn
            total += drawn
        }
        let isBetter = total > best.total || (total == best.total && best.draws.lexicographicallyPrecedes(draws))
        guard isBetter || bestNodes.isEmpty else { return }
        best = (total, draws)
        bestNodes = Set(clique)
    }
}

/// Pushes money from programmes to items by augmenting paths; what was pushed stays, but may be led to other items.
struct BestUseFlow {
    private var itemLeft: [Int64]
    private var limitLeft: [Int64]
    private var edgeLeft: [[Int64]]
    private var pushed: [[Int64]]
    private var totalLeft: Int64

    init(items: [Int64], limits: [Int64], perItem: [[Int64]], total: Int64) {
        itemLeft = items
        limitLeft = limits
        edgeLeft = perItem
        pushed = perItem.map { $0.map { _ in 0 } }
        totalLeft = total
    }

    /// Pushes up to `amount` from `source`.
    /// - Returns: what could be pushed.
    mutating func push(_ amount: Int64, from source: Int) -> Int64 {
        var wanted = min(amount, limitLeft[source], totalLeft)
        var done: Int64 = 0
        while wanted > 0 {
            let step = augment(from: source, wanted)
            if step == 0 { break }
            wanted -= step
            done += step
        }
        limitLeft[source] -= done
        totalLeft -= done
        return done
    }

    /// One shortest path: source, item, programme that gave to the item, another item, and so on to an item with room.
    private mutating func augment(from source: Int, _ most: Int64) -> Int64 {
        var cameToItem = [Int](repeating: -1, count: itemLeft.count)
        var cameToSource = [Int](repeating: -1, count: limitLeft.count)
        var queue = [source]
        var next = 0
        while next < queue.count {
            let from = queue[next]
            next += 1
            for item in itemLeft.indices where cameToItem[item] < 0 && edgeLeft[from][item] > 0 {
                cameToItem[item] = from
                if itemLeft[item] > 0 { return apply(to: item, cameToItem, cameToSource, source, most) }
                for other in limitLeft.indices
                where other != source && cameToSource[other] < 0 && pushed[other][item] > 0 {
                    cameToSource[other] = item
                    queue.append(other)
                }
            }
        }
        return 0
    }

    private mutating func apply(
        to last: Int, _ cameToItem: [Int], _ cameToSource: [Int], _ source: Int, _ most: Int64
    ) -> Int64 {
        var step = min(most, itemLeft[last])
        var item = last
        while true {
            let from = cameToItem[item]
            step = min(step, edgeLeft[from][item])
            if from == source { break }
            item = cameToSource[from]
            step = min(step, pushed[from][item])
        }
        itemLeft[last] -= step
        item = last
        while true {
            let from = cameToItem[item]
            edgeLeft[from][item] -= step
            pushed[from][item] += step
            if from == source { break }
            item = cameToSource[from]
            edgeLeft[from][item] += step
            pushed[from][item] -= step
        }
        return step
    }
}
