/// Shares vouchers and pots out among jobs whose plans are settled.
///
/// First every job draws what its budget needs; a job whose need nothing covers leaves. Then each part of a job picks the voucher that
/// pays it most at the pots' prices, which move until the pots are about used up. Then the parts draw, first those that would lose most
/// for each fen if their voucher failed them (the regret rule of Vogel's approximation for transport problems: Reinfeld and Vogel,
/// "Mathematical Programming", 1958), so that who has a second voucher gives way to who has none. What is left goes by weight: inside
/// one programme the limits are nested (a draw within its plan's share, within its voucher's balance, within the pots), and on nested
/// limits that order is optimal (Edmonds, "Submodular functions, matroids, and certain polyhedra", 1970). Last, holder by holder, all
/// ways to spread the parts over the vouchers are compared, for a balance that two parts share is seen by no rule for one.
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
        /// What the budget needs, which stays.
        var needed: Int64
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
        let gains = instance.vouchers.indices.map { gain($0) }
        for part in urgent(gains) {
            guard let option = best(parts[part].options, gains) else { continue }
            grant(parts[part], options[option], &result[Int(parts[part].job)])
        }
        fill(gains, &result)
        for _ in 0..<3 {
            improve(&result)
            fill(gains, &result)
        }
        return result
    }

    /// Gives what is left to whoever may draw it, in the order of weight above the pots' prices.
    private mutating func fill(_ gains: [Double], _ result: inout [Choice]) {
        var claims: [(part: Int, option: Int)] = []
        for part in parts.indices { for option in parts[part].options { claims.append((part, option)) } }
        claims.sort { left, right in
            let a = gains[Int(options[left.option].voucher)], b = gains[Int(options[right.option].voucher)]
            return a != b ? a > b : left.option < right.option
        }
        for claim in claims { grant(parts[claim.part], options[claim.option], &result[Int(parts[claim.part].job)]) }
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
        guard holds(kept) else {
            result[id] = .none
            return
        }
        take(kept.labelVoucher, kept.labelDraw)
        take(kept.computeVoucher, kept.computeDraw)
        result[id] = kept
    }

    /// Whether vouchers and pots have room for the choice's draws.
    private func holds(_ choice: Choice) -> Bool {
        for voucher in [choice.labelVoucher, choice.computeVoucher] where voucher >= 0 {
            for resource in instance.resources(of: instance.vouchers[Int(voucher)]) {
                if room[Int(resource)] < drawn(choice, from: resource) { return false }
            }
        }
        return true
    }

    private func drawn(_ choice: Choice, from resource: Int32) -> Int64 {
        var sum: Int64 = 0
        for (voucher, fen) in [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)] where voucher >= 0 {
            if instance.resources(of: instance.vouchers[Int(voucher)]).contains(resource) { sum += fen }
        }
        return sum
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
            guard row.scope.contains(scope), plan.endDay <= row.lastDay, row.weight > instance.toll(of: row) else { continue }
            let most = plan.costFen * row.rateBasisPoints / 10_000 - drawn
            let balance = instance.voucherResources[Int(row.resourceStart)]
            if most > 0 { options.append(Option(voucher: voucher, balance: balance, most: most)) }
        }
        guard options.count > first else { return }
        parts.append(Part(job: Int32(id), isCompute: scope == .compute, options: first..<options.count, needed: drawn))
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

    /// The parts that gain something, first those that lose most for each fen should their best voucher fail them.
    private func urgent(_ gains: [Double]) -> [Int] {
        var loss = [Double](repeating: 0, count: parts.count)
        var asked = [Double](repeating: 0, count: instance.vouchers.count)
        for option in options { asked[Int(option.voucher)] += Double(option.most) }
        let gaining = parts.indices.filter { index in
            var first = 0.0, second = 0.0, fen = 1.0
            for slot in parts[index].options {
                let balance = Double(room[Int(options[slot].balance)]), all = asked[Int(options[slot].voucher)]
                let most = Double(options[slot].most) * min(1, balance / max(1, all))
                let worth = gains[Int(options[slot].voucher)] * most
                if worth > first { (first, second, fen) = (worth, first, most) } else { second = max(second, worth) }
            }
            loss[index] = (first - second) / max(1, fen)
            return first > 0
        }
        return gaining.sorted { loss[$0] != loss[$1] ? loss[$0] > loss[$1] : $0 < $1 }
    }

    /// The option that pays most with the room that there is.
    private func best(_ range: Range<Int>, _ gains: [Double]) -> Int? {
        var best: Int?, most = 0.0
        for slot in range {
            let worth = gains[Int(options[slot].voucher)] * Double(reach(options[slot]))
            if worth > most { (best, most) = (slot, worth) }
        }
        return best
    }

    /// Fen that the option can draw with the room that there is.
    private func reach(_ option: Option) -> Int64 {
        instance.resources(of: instance.vouchers[Int(option.voucher)]).reduce(option.most) { min($0, room[Int($1)]) }
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

    // MARK: Holder by holder

    /// Lets each holder choose vouchers for all its parts at once, where a voucher's balance does not cover them all or another
    /// has since been left over. Fen of a pot that is used up cost the pot's price, for others wait for them.
    private mutating func improve(_ result: inout [Choice]) {
        let worth = instance.vouchers.indices.map { marginal($0) }
        var group: [Int64: Int] = [:], groups: [[Int]] = []
        for part in parts.indices {
            let holder = instance.jobs[Int(parts[part].job)].holder
            // A holder of very many parts settles a few at a time.
            if let found = group[holder], groups[found].count < 5 { groups[found].append(part) } else {
                group[holder] = groups.count
                groups.append([part])
            }
        }
        for members in groups where members.count > 1 || parts[members[0]].options.count > 1 { rearrange(members, worth, &result) }
    }

    private mutating func rearrange(_ members: [Int], _ worth: [Double], _ result: inout [Choice]) {
        // So many options a part that all ways together stay below 5,000.
        let width = [64, 63, 15, 7, 4][members.count - 1]
        let slots = members.map { leading(width, of: parts[$0].options, worth) }
        var search = HolderSearch(slots: slots, standing: [], best: 0, current: [])
        for part in members {
            let drawn = drawn(parts[part], result), extra = drawn.fen - parts[part].needed
            guard drawn.voucher >= 0, extra > 0 else { search.standing.append(nil); continue }
            search.standing.append((drawn.voucher, extra))
            search.best += worth[Int(drawn.voucher)] * Double(extra)
            take(drawn.voucher, -extra)
        }
        let before = search.standing
        search.best += 1
        descend(0, 0, worth, &search)
        for (index, part) in members.enumerated() {
            if let (voucher, fen) = search.standing[index] { take(voucher, fen) }
            guard search.standing[index]?.fen != before[index]?.fen || search.standing[index]?.voucher != before[index]?.voucher else { continue }
            set(parts[part], search.standing[index], &result)
        }
    }

    /// The options of a part that could pay most.
    private func leading(_ width: Int, of range: Range<Int>, _ worth: [Double]) -> [Int] {
        guard range.count > width else { return Array(range) }
        let pay = range.map { worth[Int(options[$0].voucher)] * Double(options[$0].most) }
        let order = range.indices.sorted { left, right in
            let a = pay[left - range.lowerBound], b = pay[right - range.lowerBound]
            return a != b ? a > b : left < right
        }
        return Array(order.prefix(width))
    }

    private struct HolderSearch {
        /// For each part the options to try.
        var slots: [[Int]]
        /// For each part its best draw so far beyond its need.
        var standing: [(voucher: Int32, fen: Int64)?]
        var best: Double
        var current: [(voucher: Int32, fen: Int64)?]
    }

    private mutating func descend(
        _ sum: Double, _ index: Int, _ worth: [Double], _ search: inout HolderSearch
    ) {
        guard index < search.slots.count else {
            if sum > search.best { (search.best, search.standing) = (sum, search.current) }
            return
        }
        search.current.append(nil)
        descend(sum, index + 1, worth, &search)
        for slot in search.slots[index] {
            let option = options[slot], gain = worth[Int(option.voucher)], fen = reach(option)
            guard fen > 0, gain > 0 else { continue }
            take(option.voucher, fen)
            search.current[index] = (option.voucher, fen)
            descend(sum + gain * Double(fen), index + 1, worth, &search)
            take(option.voucher, -fen)
        }
        search.current.removeLast()
    }

    private func drawn(_ part: Part, _ result: [Choice]) -> (voucher: Int32, fen: Int64) {
        let choice = result[Int(part.job)]
        return part.isCompute ? (choice.computeVoucher, choice.computeDraw) : (choice.labelVoucher, choice.labelDraw)
    }

    private func set(_ part: Part, _ extra: (voucher: Int32, fen: Int64)?, _ result: inout [Choice]) {
        let fen = part.needed + (extra?.fen ?? 0)
        let voucher = fen == 0 ? -1 : extra?.voucher ?? drawn(part, result).voucher
        if part.isCompute {
            (result[Int(part.job)].computeVoucher, result[Int(part.job)].computeDraw) = (voucher, fen)
        } else {
            (result[Int(part.job)].labelVoucher, result[Int(part.job)].labelDraw) = (voucher, fen)
        }
    }

    /// Welfare of one more fen from a voucher, in grid units, while pots that are used up cost their price; never quite nothing, for
    /// a fen that none draws is worth less than any.
    private func marginal(_ voucher: Int) -> Double {
        let row = instance.vouchers[voucher], own = Double(row.weight) * Grid.perMilliFen
        var gain = own
        for resource in instance.resources(of: row).dropFirst() where room[Int(resource)] <= 0 { gain -= prices[Int(resource)] }
        return max(gain, own * 1e-6)
    }
}
