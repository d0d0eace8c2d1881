/// What confirmed matches leave for the others.
struct Commitments: Sendable {
    /// Jobs with a confirmed match, which stay out of the search.
    var isFixed: [Bool]
    /// Their matches, in the order of jobs.
    var matches: [Match]
    /// What they contribute to the objective, soft penalties included, in milli-fen.
    var objective: Int64
    /// The resources with what is left of their capacity, never below zero.
    var resources: [Resource]

    /// - Returns: nil when the confirmed matches break a rule; `violations` of the verifier says which.
    init?(_ confirmed: [Match], in instance: Instance) {
        isFixed = .init(repeating: false, count: instance.jobs.count)
        matches = confirmed.sorted { $0.job < $1.job }
        resources = instance.resources
        objective = 0
        guard !confirmed.isEmpty else { return }
        let (violations, sum) = Verifier(instance).examine(matches)
        guard violations.isEmpty else { return nil }
        objective = sum
        var used = [Int64](repeating: 0, count: resources.count)
        for match in matches {
            isFixed[match.job] = true
            let job = instance.jobs[match.job]
            for use in instance.uses(of: instance.labelPlans[Int(job.labelStart) + match.labelPlan]) {
                used[Int(use.resource)] += Int64(use.units)
            }
            if let compute = match.computePlan {
                for use in instance.uses(of: instance.computePlans[Int(job.computeStart) + compute]) {
                    used[Int(use.resource)] += Int64(use.units)
                }
            }
            for draw in match.draws {
                for resource in instance.resources(of: instance.vouchers[draw.voucher]) { used[Int(resource)] += draw.fen }
            }
        }
        for index in resources.indices { resources[index].capacity = max(0, resources[index].capacity - used[index]) }
    }
}

extension Choice {
    init(_ match: Match) {
        self.init(label: Int32(match.labelPlan), compute: match.computePlan.map { Int32($0) } ?? -1)
        for draw in match.draws {
            if draw.scope == .label {
                labelVoucher = Int32(draw.voucher)
                labelDraw = draw.fen
            } else {
                computeVoucher = Int32(draw.voucher)
                computeDraw = draw.fen
            }
        }
    }

    func match(of job: Int) -> Match {
        var draws: [Draw] = []
        if labelVoucher >= 0, labelDraw > 0 { draws.append(Draw(voucher: Int(labelVoucher), scope: .label, fen: labelDraw)) }
        if computeVoucher >= 0, computeDraw > 0 {
            draws.append(Draw(voucher: Int(computeVoucher), scope: .compute, fen: computeDraw))
        }
        return Match(job: job, labelPlan: Int(label), computePlan: compute < 0 ? nil : Int(compute), draws: draws)
    }
}
