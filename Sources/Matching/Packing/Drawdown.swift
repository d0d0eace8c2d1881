/// Shares vouchers and pots out among jobs whose plans are settled.
///
/// First every job draws what its budget needs. Then each part of a job picks the voucher that pays it most at the pots'
/// prices, which move until the pots are about used up. Last, in the order of weight above those prices, each draws as
/// much as its rate, its voucher and the pots allow, and what is left is filled. Inside one programme the limits are
/// nested (a draw within its plan's share, within its voucher's balance, within the pots), and on nested limits the greedy order
/// is optimal (Edmonds, "Submodular functions, matroids, and certain polyhedra", 1970); the prices choose between
/// programmes.
struct Drawdown {
    private let instance: Instance
    private var room: [Int64]
    private var prices: [Double]
    private var parts: [Part] = []
    private var options: [Option] = []

    /// A label or compute part of a job that may draw.
    private struct Part {
        var job: Int32
        var isCompute: Bool
        var options: Range<Int>
        var picked = -1
        var fen: Int64 = 0
    }

    private struct Option {
        var voucher: Int32
        /// The voucher's own balance, as a resource.
        var balance: Int32
        var most: Int64
    }

    /// - Parameter prices: of the pots at the start, in grid units.
    init(_ instance: Instance, _ resources: [Resource], prices: [Double]) {
        self.instance = instance
        self.prices = prices
        room = resources.map { $0.isHard ? $0.capacity : Int64.max / 4 }
    }

    /// - Returns: the same plans with the draws that are best for them.
    /// - Complexity: O(rounds × n + n log n) in the matched jobs and their vouchers.
    consuming func settle(_ choices: [Choice], rounds: Int) -> [Choice] {
        guard !instance.vouchers.isEmpty else { return choices }
        var result = choices
        for (id, choice) in choices.enumerated() where choice.isMatched { usePlans(id, choice) }
        for (id, choice) in choices.enumerated() where choice.isMatched { meetBudget(id, choice, &result) }
        for (id, choice) in result.enumerated() where choice.isMatched { collect(id, choice) }
        tunePots(rounds)
        let gains = options.map { gain(Int($0.voucher)) }
        let byPick = parts.indices.filter { parts[$0].picked >= 0 }.sorted { left, right in
            let a = gains[parts[left].picked], b = gains[parts[right].picked]
            return a != b ? a > b : left < right
        }
        for part in byPick { grant(parts[part], options[parts[part].picked], &result[Int(parts[part].job)]) }
        var claims: [(part: Int, option: Int)] = []
        for part in parts.indices { for option in parts[part].options { claims.append((part, option)) } }
        claims.sort { left, right in
            let a = gains[left.option], b = gains[right.option]
            return a != b ? a > b : left.option < right.option
        }
        for claim in claims { grant(parts[claim.part], options[claim.option], &result[Int(parts[claim.part].job)]) }
        return result
    }

    private func gain(_ voucher: Int) -> Double {
        let row = instance.vouchers[voucher]
        var gain = Double(row.weight) * Grid.perMilliFen
        for resource in instance.resources(of: row).dropFirst() { gain -= prices[Int(resource)] }
        return gain
    }

    // MARK: What must be drawn

    private func plans(_ id: Int, _ choice: Choice) -> (label: Plan, compute: Plan?) {
        let job = instance.jobs[id]
        let label = instance.labelPlans[Int(job.labelStart) + Int(choice.label)]
        let compute = choice.compute >= 0 ? instance.computePlans[Int(job.computeStart) + Int(choice.compute)] : nil
        return (label, compute)
    }

    private mutating func usePlans(_ id: Int, _ choice: Choice) {
        let chosen = plans(id, choice)
        for plan in [chosen.label, chosen.compute].compactMap({ $0 }) {
            for use in instance.uses(of: plan) { room[Int(use.resource)] -= Int64(use.units) }
        }
    }

    /// Keeps of the present draws only what the budget needs, the lighter voucher giving way first.
    private mutating func meetBudget(_ id: Int, _ choice: Choice, _ result: inout [Choice]) {
        let chosen = plans(id, choice)
        let cost = chosen.label.costFen + (chosen.compute?.costFen ?? 0)
        let budget = max(instance.jobs[id].budgetFen, -Limits.moneyFen * 4)
        var need = max(0, cost - budget)
        let labelWeight = choice.labelVoucher >= 0 ? instance.vouchers[Int(choice.labelVoucher)].weight : -1
        let computeWeight = choice.computeVoucher >= 0 ? instance.vouchers[Int(choice.computeVoucher)].weight : -1
        var kept = choice
        if labelWeight >= computeWeight {
            kept.labelDraw = min(choice.labelDraw, need)
            need -= kept.labelDraw
            kept.computeDraw = min(choice.computeDraw, need)
        } else {
            kept.computeDraw = min(choice.computeDraw, need)
            need -= kept.computeDraw
            kept.labelDraw = min(choice.labelDraw, need)
        }
        if kept.labelDraw == 0 { kept.labelVoucher = -1 }
        if kept.computeDraw == 0 { kept.computeVoucher = -1 }
        take(kept.labelVoucher, kept.labelDraw)
        take(kept.computeVoucher, kept.computeDraw)
        result[id] = kept
    }

    private mutating func take(_ voucher: Int32, _ fen: Int64) {
        guard voucher >= 0 else { return }
        for resource in instance.resources(of: instance.vouchers[Int(voucher)]) { room[Int(resource)] -= fen }
    }

    // MARK: What may be drawn

    private mutating func collect(_ id: Int, _ choice: Choice) {
        let job = instance.jobs[id]
        guard job.voucherCount > 0 else { return }
        let chosen = plans(id, choice)
        collect(id, chosen.label, .label, choice.labelVoucher, choice.labelDraw)
        if let compute = chosen.compute { collect(id, compute, .compute, choice.computeVoucher, choice.computeDraw) }
    }

    private mutating func collect(_ id: Int, _ plan: Plan, _ scope: VoucherScope, _ held: Int32, _ drawn: Int64) {
        let first = options.count
        for voucher in instance.vouchers(of: instance.jobs[id]) where held < 0 || held == voucher {
            let row = instance.vouchers[Int(voucher)]
            guard row.scope.contains(scope), plan.endDay <= row.lastDay, row.weight > 0 else { continue }
            let most = plan.costFen * row.rateBasisPoints / 10_000 - drawn
            let balance = instance.voucherResources[Int(row.resourceStart)]
            if most > 0 { options.append(Option(voucher: voucher, balance: balance, most: most)) }
        }
        guard options.count > first else { return }
        parts.append(Part(job: Int32(id), isCompute: scope == .compute, options: first..<options.count))
    }

    /// Parts choose vouchers at the pots' prices, within the vouchers' balances; the prices answer.
    private mutating func tunePots(_ rounds: Int) {
        let pots = Set(instance.vouchers.flatMap { instance.resources(of: $0).dropFirst() }).map { Int($0) }.sorted()
        var balance = room, step = 0.15
        var drawn = [Int64](repeating: 0, count: instance.vouchers.count)
        for round in 0..<max(1, rounds) {
            let gains = instance.vouchers.indices.map { gain($0) }
            choose(gains, &balance, &drawn)
            guard round < rounds - 1 else { break }
            var used = [Double](repeating: 0, count: room.count)
            for (voucher, fen) in drawn.enumerated() where fen > 0 {
                for resource in instance.resources(of: instance.vouchers[voucher]).dropFirst() { used[Int(resource)] += Double(fen) }
            }
            for pot in pots {
                let capacity = Double(max(1, room[pot]))
                let excess = max(-1, min(1, (used[pot] - capacity) / capacity))
                prices[pot] = max(0, min(Double(Limits.weight) * Grid.perMilliFen, prices[pot] + step * excess * 64_000))
            }
            step *= 0.9
        }
    }

    private mutating func choose(_ gains: [Double], _ balance: inout [Int64], _ drawn: inout [Int64]) {
        for index in parts.indices {
            let old = parts[index].picked
            if old >= 0 {
                balance[Int(options[old].balance)] += parts[index].fen
                drawn[Int(options[old].voucher)] -= parts[index].fen
            }
            var best = 0.0, picked = -1, amount: Int64 = 0
            for slot in parts[index].options {
                let option = options[slot]
                let fen = min(option.most, balance[Int(option.balance)])
                let worth = gains[Int(option.voucher)] * Double(fen)
                if fen > 0, worth > best {
                    best = worth
                    picked = slot
                    amount = fen
                }
            }
            parts[index].picked = picked
            parts[index].fen = amount
            if picked >= 0 {
                balance[Int(options[picked].balance)] -= amount
                drawn[Int(options[picked].voucher)] += amount
            }
        }
    }

    private mutating func grant(_ part: Part, _ option: Option, _ choice: inout Choice) {
        let held = part.isCompute ? choice.computeVoucher : choice.labelVoucher
        guard held < 0 || held == option.voucher else { return }
        let drawn = part.isCompute ? choice.computeDraw : choice.labelDraw
        let row = instance.vouchers[Int(option.voucher)]
        let chosen = plans(Int(part.job), choice)
        let cost = part.isCompute ? chosen.compute?.costFen ?? 0 : chosen.label.costFen
        var more = cost * row.rateBasisPoints / 10_000 - drawn
        for resource in instance.resources(of: row) { more = min(more, room[Int(resource)]) }
        guard more > 0 else { return }
        take(option.voucher, more)
        if part.isCompute {
            choice.computeVoucher = option.voucher
            choice.computeDraw = drawn + more
        } else {
            choice.labelVoucher = option.voucher
            choice.labelDraw = drawn + more
        }
    }
}
