@testable import Matching

/// The optimum by trying everything: every plan of every job, every voucher on every part, every way to share the draws.
///
/// Draws: for chosen vouchers a depth-first search over whole fen would be too wide, so the best drawdown is found by
/// raising draws along augmenting exchanges; with two parts a job and nested limits a plain search over the few jobs
/// that draw is enough: each draw tries all its amounts.
struct BruteForce {
    private let instance: Instance
    private var best: Int64 = 0
    private var room: [Int64]

    static func optimum(_ instance: Instance) -> Int64 {
        var search = BruteForce(instance)
        search.job(0, 0, [])
        return search.best
    }

    private init(_ instance: Instance) {
        self.instance = instance
        room = instance.resources.map(\.capacity)
    }

    private struct Part {
        var voucher: Int
        var most: Int64
    }
    /// Parts of one job that may draw, and what its budget lacks.
    private struct Need {
        var parts: [Part]
        var short: Int64
    }

    private mutating func job(_ id: Int, _ worth: Int64, _ needs: [Need]) {
        guard id < instance.jobs.count else { return draws(worth, needs) }
        job(id + 1, worth, needs)
        let row = instance.jobs[id]
        for label in instance.labelPlans[row.labelPlans] {
            guard take(label) else { continue }
            if row.computeMode != .required { part(id, worth, needs, label, nil) }
            if row.computeMode != .none {
                for compute in instance.computePlans[row.computePlans] where compute.startDay >= label.endDay {
                    guard take(compute) else { continue }
                    part(id, worth, needs, label, compute)
                    give(compute)
                }
            }
            give(label)
        }
    }

    private mutating func part(_ id: Int, _ worth: Int64, _ needs: [Need], _ label: Plan, _ compute: Plan?) {
        let row = instance.jobs[id]
        let cost = label.costFen + (compute?.costFen ?? 0)
        let gain = row.valueFen + label.gainFen + (compute?.gainFen ?? 0) - cost
        let short = max(0, cost - row.budgetFen)
        for first in offers(row, label, .label) {
            for second in compute.map({ offers(row, $0, .compute) }) ?? [nil] {
                let parts = [first, second].compactMap { $0 }
                guard parts.reduce(0, { $0 + $1.most }) >= short else { continue }
                job(id + 1, worth + gain * 1000, needs + [Need(parts: parts, short: short)])
            }
        }
    }

    private func offers(_ row: Job, _ plan: Plan, _ scope: VoucherScope) -> [Part?] {
        var found: [Part?] = [nil]
        for id in instance.vouchers(of: row) {
            let voucher = instance.vouchers[Int(id)]
            let most = plan.costFen * voucher.rateBasisPoints / 10_000
            if voucher.scope.contains(scope), plan.endDay <= voucher.lastDay, most > 0 {
                found.append(Part(voucher: Int(id), most: most))
            }
        }
        return found
    }

    private mutating func take(_ plan: Plan) -> Bool {
        for use in instance.uses(of: plan) { room[Int(use.resource)] -= Int64(use.units) }
        for use in instance.uses(of: plan) where room[Int(use.resource)] < 0 && instance.resources[Int(use.resource)].isHard {
            give(plan)
            return false
        }
        return true
    }

    private mutating func give(_ plan: Plan) {
        for use in instance.uses(of: plan) { room[Int(use.resource)] += Int64(use.units) }
    }

    private mutating func draws(_ worth: Int64, _ needs: [Need]) {
        var total = worth
        for (index, resource) in instance.resources.enumerated() where room[index] < 0 { total += room[index] * resource.penalty }
        let parts = needs.flatMap(\.parts)
        let most = parts.reduce(total) { $0 + $1.most * instance.vouchers[$1.voucher].weight }
        guard most > best else { return }
        draw(needs, 0, 0, needs.first?.short ?? 0, total)
    }

    /// Amounts for part `part` of need `need`, the largest first.
    private mutating func draw(_ needs: [Need], _ need: Int, _ part: Int, _ short: Int64, _ worth: Int64) {
        guard need < needs.count else {
            best = max(best, worth)
            return
        }
        guard part < needs[need].parts.count else {
            if short <= 0 { draw(needs, need + 1, 0, need + 1 < needs.count ? needs[need + 1].short : 0, worth) }
            return
        }
        let rest = needs[need].parts[part...].reduce(0) { $0 + $1.most * instance.vouchers[$1.voucher].weight }
            + needs[(need + 1)...].reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.most * instance.vouchers[$1.voucher].weight } }
        guard worth + rest > best else { return }
        let current = needs[need].parts[part]
        let voucher = instance.vouchers[current.voucher]
        let resources = instance.resources(of: voucher).map { Int($0) }
        let most = resources.reduce(current.most) { min($0, max(0, room[$1])) }
        for fen in stride(from: most, through: 0, by: -1) {
            for resource in resources { room[resource] -= fen }
            draw(needs, need, part + 1, short - fen, worth + fen * voucher.weight)
            for resource in resources { room[resource] += fen }
        }
    }
}
