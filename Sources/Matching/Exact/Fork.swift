/// A question to branch on: does the job take one of the inside options, or one of the outside?
///
/// Options that are on neither side, such as drawing nothing when the question is which voucher, stay open on both.
struct Fork {
    var slot: Int
    /// Shut on the second side.
    var inside: [Int]
    /// Shut on the first side.
    var outside: [Int]
    /// Whether the job must be matched on the first side.
    var holds: Bool
    var score: Double
    var insideFirst = true

    /// Jobs whose options the mixture splits, the most promising questions first; for a mixture without any, a question
    /// that sets a job's choice apart from its other options.
    static func candidates(_ program: MixtureProgram, _ values: [Double]) -> [Fork] {
        let table = program.table, simplex = program.simplex
        var forks: [Fork] = [], widest: Fork?, width = 0
        for (slot, range) in table.ranges.enumerated() {
            let alive = range.filter { !simplex.isShut[$0] }
            guard !alive.isEmpty else { continue }
            let mass = alive.reduce(0) { $0 + values[$1] }
            let worth = alive.reduce(0) { max($0, simplex.cost[$1]) }
            if mass > 1e-6, mass < 1 - 1e-6 {
                forks.append(Fork(slot: slot, inside: alive, outside: [], holds: true, score: mass * (1 - mass) * worth))
            }
            for part in Part.allCases {
                guard let fork = split(slot, alive, values, table, part, worth) else { continue }
                forks.append(fork)
                break
            }
            guard alive.count > width else { continue }
            for part in Part.allCases {
                guard let fork = setApart(slot, alive, values, table, part) else { continue }
                (widest, width) = (fork, alive.count)
                break
            }
            if !simplex.isTight[slot], widest?.slot != slot {
                let first = mass > 0.5
                (widest, width) = (Fork(slot: slot, inside: alive, outside: [], holds: true, score: 0, insideFirst: first), alive.count)
            }
        }
        if forks.isEmpty { return widest.map { [$0] } ?? [] }
        forks.sort { $0.score != $1.score ? $0.score > $1.score : $0.slot < $1.slot }
        return forks
    }

    private enum Part: CaseIterable {
        case label, compute, labelVoucher, computeVoucher
        var isVoucher: Bool { self == .labelVoucher || self == .computeVoucher }

        func key(_ choice: Choice) -> Int32 {
            switch self {
            case .label: choice.label
            case .compute: choice.compute
            case .labelVoucher: choice.labelVoucher
            case .computeVoucher: choice.computeVoucher
            }
        }
    }

    /// The question whether the part has the value whose share of the mixture is nearest to a half.
    private static func split(
        _ slot: Int, _ alive: [Int], _ values: [Double], _ table: OptionTable, _ part: Part, _ worth: Double
    ) -> Fork? {
        var shares: [Int32: Double] = [:]
        for column in alive where values[column] > 1e-9 {
            let key = part.key(table.options[column].choice)
            if key >= 0 || !part.isVoucher { shares[key, default: 0] += values[column] }
        }
        guard shares.count > 1 else { return nil }
        var best: (key: Int32, share: Double)?
        for (key, share) in shares.sorted(by: { $0.key < $1.key }) {
            if abs(share - 0.5) < abs((best?.share ?? 9) - 0.5) { best = (key, share) }
        }
        guard let best, best.share > 1e-6, best.share < 1 - 1e-6 else { return nil }
        return fork(slot, alive, table, part, best.key, score: best.share * (1 - best.share) * worth)
    }

    /// The question whether the part has the value that the mixture gives it, where another is still open.
    private static func setApart(_ slot: Int, _ alive: [Int], _ values: [Double], _ table: OptionTable, _ part: Part) -> Fork? {
        var keys = Set<Int32>()
        for column in alive {
            let key = part.key(table.options[column].choice)
            if key >= 0 || !part.isVoucher { keys.insert(key) }
        }
        guard keys.count > 1, let least = keys.min() else { return nil }
        let chosen = alive.first { values[$0] > 1e-6 && keys.contains(part.key(table.options[$0].choice)) }
        return fork(slot, alive, table, part, chosen.map { part.key(table.options[$0].choice) } ?? least, score: 0)
    }

    private static func fork(_ slot: Int, _ alive: [Int], _ table: OptionTable, _ part: Part, _ key: Int32, score: Double) -> Fork {
        let inside = alive.filter { part.key(table.options[$0].choice) == key }
        let outside = alive.filter {
            let other = part.key(table.options[$0].choice)
            return other != key && (other >= 0 || !part.isVoucher)
        }
        return Fork(slot: slot, inside: inside, outside: outside, holds: !part.isVoucher, score: score)
    }
}

/// A mixture in which every job has settled on its plans and vouchers: only the amounts drawn are mixed.
struct PureMixture {
    private var settled: [(job: Int, choice: Choice)] = []

    init?(_ table: OptionTable, _ values: [Double], _ instance: Instance) {
        for range in table.ranges {
            var choice = Choice.none, mass = 0.0, label = 0.0, compute = 0.0, job = 0
            for column in range where values[column] > 1e-7 {
                let option = table.options[column], found = option.choice
                job = Int(option.job)
                if choice.isMatched, choice.label != found.label || choice.compute != found.compute { return nil }
                if choice.labelVoucher >= 0, found.labelVoucher >= 0, choice.labelVoucher != found.labelVoucher { return nil }
                if choice.computeVoucher >= 0, found.computeVoucher >= 0, choice.computeVoucher != found.computeVoucher { return nil }
                (choice.label, choice.compute) = (found.label, found.compute)
                choice.labelVoucher = max(choice.labelVoucher, found.labelVoucher)
                choice.computeVoucher = max(choice.computeVoucher, found.computeVoucher)
                mass += values[column]
                label += values[column] * Double(found.labelDraw)
                compute += values[column] * Double(found.computeDraw)
            }
            guard mass > 1e-7 else { continue }
            guard mass > 1 - 1e-6 else { return nil }
            choice.labelDraw = Int64((label / mass + 1e-4).rounded(.down))
            choice.computeDraw = Int64((compute / mass + 1e-4).rounded(.down))
            settled.append((job, choice))
        }
    }

    /// Answers with these plans: the mixture's own draws, filled up, and draws shared out anew.
    func answers(_ instance: Instance, _ commitments: Commitments) -> [(matches: [Match], choices: [Choice])] {
        var room = commitments.resources.map { $0.isHard ? $0.capacity : Int64.max / 4 }
        var own = settled
        for (_, choice) in settled {
            for (voucher, fen) in [(choice.labelVoucher, choice.labelDraw), (choice.computeVoucher, choice.computeDraw)]
            where voucher >= 0 {
                for resource in instance.resources(of: instance.vouchers[Int(voucher)]) { room[Int(resource)] -= fen }
            }
        }
        let order = own.indices.sorted { weight(own[$0].choice, instance) > weight(own[$1].choice, instance) }
        for index in order { fill(&own[index].choice, instance.jobs[own[index].job], instance, &room) }
        var choices = [Choice](repeating: .none, count: instance.jobs.count)
        for (job, choice) in own { choices[job] = choice }
        let prices = [Double](repeating: 0, count: instance.resources.count)
        let shared = Drawdown(instance, commitments.resources, prices: prices).settle(choices, rounds: 12)
        return [choices, shared].map { choices in
            (choices.enumerated().filter { $0.element.isMatched }.map { $0.element.match(of: $0.offset) }, choices)
        }
    }

    private func weight(_ choice: Choice, _ instance: Instance) -> Int64 {
        [choice.labelVoucher, choice.computeVoucher].map { $0 < 0 ? 0 : instance.vouchers[Int($0)].weight }.reduce(0, max)
    }

    /// Draws the few fen that rounding left, as far as rate and room allow.
    private func fill(_ choice: inout Choice, _ job: Job, _ instance: Instance, _ room: inout [Int64]) {
        let label = instance.labelPlans[Int(job.labelStart) + Int(choice.label)]
        if let more = more(choice.labelVoucher, label, choice.labelDraw, instance, &room) { choice.labelDraw += more }
        guard choice.compute >= 0 else { return }
        let compute = instance.computePlans[Int(job.computeStart) + Int(choice.compute)]
        if let more = more(choice.computeVoucher, compute, choice.computeDraw, instance, &room) { choice.computeDraw += more }
    }

    private func more(_ voucher: Int32, _ plan: Plan, _ drawn: Int64, _ instance: Instance, _ room: inout [Int64]) -> Int64? {
        guard voucher >= 0 else { return nil }
        let row = instance.vouchers[Int(voucher)]
        guard row.weight > instance.toll(of: row) else { return nil }
        var most = plan.costFen * row.rateBasisPoints / 10_000 - drawn
        for resource in instance.resources(of: row) { most = min(most, room[Int(resource)]) }
        guard most > 0 else { return nil }
        for resource in instance.resources(of: row) { room[Int(resource)] -= most }
        return most
    }
}
