internal import Matching

/// Turns the engine's explanation of one job into reasons.
struct ReasonWriter {
    let problem: MatchProblem
    let job: Int
    let match: Match?
    let explanation: Explanation?
    /// 1/64 of a thousandth of a fen a unit.
    let price: (Int) -> Int64

    private var built: MatchProblem.BuiltJob { problem.jobs[job] }
    private var label: LabelOption? { match.map { built.labels[$0.labelPlan] } }
    private var compute: ComputeOption? { match.flatMap(\.computePlan).map { built.computes[$0] } }

    func line(uses: [(Int, Int64)]) -> MatchAnswer.Line {
        var reasons = MatchReasons()
        reasons.vendors = vendors() + built.excludedVendors.prefix(60)
        reasons.windows = windows() + built.excludedWindows
        reasons.furtherWindows = built.furtherWindows
        reasons.scarce = scarce(uses)
        let second = runnerUp()
        return MatchAnswer.Line(
            built: built, label: label, compute: compute, runnerUp: second?.vendor, aheadFen: second?.ahead,
            uses: Dictionary(uses.map { (problem.resources[$0.0], $0.1) }, uniquingKeysWith: +), reasons: reasons)
    }

    /// One line a vendor, the best of its ways.
    private func vendors() -> [MatchReasons.VendorLine] {
        var lines: [MatchReasons.VendorLine] = []
        var seen: Set<ID<Organisation>> = []
        if let label {
            seen.insert(label.vendor)
            lines.append(line(label, .chosen))
        }
        for plan in explanation?.plans ?? [] {
            let option = built.labels[plan.labelPlan]
            guard seen.insert(option.vendor).inserted else { continue }
            lines.append(line(option, why(plan.reason)))
        }
        return lines
    }

    private func line(_ option: LabelOption, _ why: WhyNot) -> MatchReasons.VendorLine {
        var line = MatchReasons.VendorLine(
            vendor: option.vendor, price: option.price, voucherShare: Money(fen: option.voucherFen),
            isStanding: option.bid == nil, why: why)
        if case .behind(let amount) = why, let label {
            line.weighing = Weighing(option, against: label, behind: amount, policy: problem.market.policy)
        }
        return line
    }

    private func why(_ reason: Explanation.Reason) -> WhyNot {
        switch reason {
        case .chosen: .chosen
        case .outbid(let loss): .behind(Money(fen: loss / 1000))
        case .noRoom: .full
        case .equal: .equal
        case .noComputeInTime: .noComputeInTime
        case .overBudget: .overBudget
        case .notWorthIt: .notWorthIt
        }
    }

    /// The best of other vendors: the same vendor with another share of vouchers is no alternative.
    private func runnerUp() -> (vendor: ID<Organisation>, ahead: Int64)? {
        guard let label, let explanation else { return nil }
        let other = explanation.plans.first { plan in
            if case .noComputeInTime = plan.reason { return false }
            if case .overBudget = plan.reason { return false }
            return built.labels[plan.labelPlan].vendor != label.vendor
        }
        return other.map { (built.labels[$0.labelPlan].vendor, (explanation.pricedValue - $0.pricedValue) / 1000) }
    }

    /// One line a window: what it is behind the chosen one by, and whether a voucher is the cause.
    private func windows() -> [MatchReasons.WindowLine] {
        var best: [ID<ComputeWindow>: (option: ComputeOption, value: Int64)] = [:]
        var order: [ID<ComputeWindow>] = []
        let end = label?.endDay ?? 0
        let first = problem.instance.jobs[job].computePlans.lowerBound
        for (index, option) in built.computes.enumerated() {
            let value = pricedValue(first + index) - (option.startDay < end ? Self.far : 0)
            if let known = best[option.window] {
                if value > known.value { best[option.window] = (option, value) }
            } else {
                best[option.window] = (option, value)
                order.append(option.window)
            }
        }
        let chosen = match.flatMap(\.computePlan).map { pricedValue(first + $0) }
        let lines = order.compactMap { window in best[window].map { (window, $0.option, $0.value) } }
        return lines.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map { window, option, value in
            MatchReasons.WindowLine(
                window: window, price: option.price, voucherShare: Money(fen: option.voucherFen),
                why: why(option, value, chosen, end))
        }.sorted { $0.why == .chosen && $1.why != .chosen }
    }

    private static let far: Int64 = 1 << 50

    private func why(_ option: ComputeOption, _ value: Int64, _ chosen: Int64?, _ end: Int64) -> WhyNot {
        guard let compute, let chosen else { return label == nil ? .notWorthIt : .behind(.zero) }
        if option.window == compute.window { return .chosen }
        if option.startDay < end { return .beforeLabels }
        if option.price <= compute.price, option.voucherFen < compute.voucherFen, option.ownFen > compute.ownFen {
            return .voucherLost(Money(fen: compute.voucherFen - option.voucherFen))
        }
        if value < chosen { return .behind(Money(fen: (chosen - value) / 1000)) }
        return value > chosen ? .full : .equal
    }

    /// Welfare of a compute plan less what its resources are worth to others, in thousandths of a fen.
    private func pricedValue(_ plan: Int) -> Int64 {
        let row = problem.instance.computePlans[plan]
        let charge = problem.instance.uses(of: row).reduce(Int128(0)) { sum, use in
            sum + Int128(price(Int(use.resource))) * Int128(use.units)
        }
        return Int64(clamping: Int128(row.gainFen - row.costFen) * 1000 - charge / 64)
    }

    private func scarce(_ uses: [(Int, Int64)]) -> [MatchReasons.Scarce] {
        uses.compactMap { number, _ in
            let worth = price(number)
            guard worth > 0 else { return nil }
            let resource = problem.resources[number]
            let units: Int64 =
                switch resource.kind {
                case .vendor: 60
                case .voucher: 100
                case .window, .site: 1
                }
            let fen = Int64(clamping: Int128(worth) * Int128(units) / 64_000)
            return fen > 0 ? MatchReasons.Scarce(resource: resource, worth: Money(fen: fen)) : nil
        }
    }
}
