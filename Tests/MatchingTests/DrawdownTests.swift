import Testing

@testable import Matching

@Suite struct DrawdownTests {
    /// A market in which every job has one plan that costs 1,000 fen, pays for itself and takes nothing; `owned` names each job's
    /// vouchers by their index.
    private func market(
        pots: [Int64], vouchers: [(holder: Int64, balance: Int64, pot: Int, weight: Int64)], jobs: [(holder: Int64, budget: Int64, owned: [Int64])]
    ) throws -> Instance {
        var builder = InstanceBuilder()
        for pot in pots { try builder.addResource(Resource(capacity: pot, kind: 80)) }
        for voucher in vouchers {
            let balance = try builder.addResource(Resource(capacity: voucher.balance, kind: 75))
            try builder.addVoucher(
                holder: voucher.holder, rateBasisPoints: 5000, scope: .label, lastDay: 9, weight: voucher.weight,
                resources: [Int64(balance), Int64(voucher.pot)])
        }
        for job in jobs {
            try builder.addJob(holder: job.holder, valueFen: 2000, budgetFen: job.budget, computeMode: .none, vouchers: job.owned)
            try builder.addLabelPlan(costFen: 1000, finishDay: 1, uses: [])
        }
        return try builder.build()
    }

    private func drawn(_ instance: Instance, wanting vouchers: [Int32]? = nil) -> (worth: Int64, matches: Int) {
        var choices = [Choice](repeating: Choice(label: 0), count: instance.jobs.count)
        for (job, voucher) in (vouchers ?? []).enumerated() { (choices[job].labelVoucher, choices[job].labelDraw) = (voucher, 500) }
        let prices = [Double](repeating: 0, count: instance.resources.count)
        let settled = Drawdown(instance, instance.resources, prices: prices).settle(choices, rounds: 40)
        let matches = settled.enumerated().filter { $0.element.isMatched }.map { $0.element.match(of: $0.offset) }
        let (violations, objective) = Verifier(instance).examine(matches)
        #expect(violations.isEmpty)
        return (objective - Int64(matches.count) * 1_000_000, matches.count)
    }

    /// Two firms want the first pot; the one that has a second voucher, and comes first, leaves it to the other.
    @Test func settle_onePotTooSmall_whoHasAnotherVoucherGivesWay() throws {
        let instance = try market(
            pots: [500, 500], vouchers: [(1, 500, 0, 900), (1, 500, 1, 850), (2, 500, 0, 900)],
            jobs: [(1, 9999, [0, 1]), (2, 9999, [2])])
        #expect(drawn(instance).worth == 500 * 850 + 500 * 900)
    }

    /// Both jobs of a firm would rather have the heavier voucher, whose balance serves one of them.
    @Test func settle_balanceForOneOfTwoJobs_theOtherTakesTheSecondVoucher() throws {
        let instance = try market(
            pots: [9999, 9999], vouchers: [(1, 500, 0, 900), (1, 9999, 1, 700)],
            jobs: [(1, 9999, [0]), (1, 9999, [0, 1]), (1, 9999, [0, 1])])
        #expect(drawn(instance).worth == 500 * 900 + 2 * 500 * 700)
    }

    @Test func settle_budgetNeedsMoreThanThePotHolds_jobLeaves() throws {
        let instance = try market(pots: [700], vouchers: [(1, 9999, 0, 900), (2, 9999, 0, 900)], jobs: [(1, 500, [0]), (2, 500, [1])])
        let found = drawn(instance, wanting: [0, 1])
        #expect(found.matches == 1)
        #expect(found.worth == 500 * 900)
    }

    /// As many vouchers as a job may have, five jobs: too many ways to try them all.
    @Test func settle_holderOfVeryManyVouchers_ends() throws {
        let count = 64
        let instance = try market(
            pots: [.init(100 * count)], vouchers: (0..<count).map { (1, 100, 0, Int64(600 + $0)) },
            jobs: (0..<12).map { _ in (1, 9999, (0..<count).map { Int64($0) }) })
        #expect(drawn(instance).worth > 12 * 100 * 600)
    }

    /// Given the plans of the exact search's answer, the draws come within a thousandth of it.
    @Test(arguments: 0..<8) func settle_plansOfAnExactAnswer_drawsNearlyAll(seed: Int) throws {
        let instance = MediumMarket.make(jobs: 24, seed: 900 + seed, vouchers: true)
        let best = try Solver(SolveOptions(quality: .fast)).solve(instance)
        var choices = [Choice](repeating: .none, count: instance.jobs.count)
        for match in best.matches { choices[match.job] = Choice(match) }
        let prices = [Double](repeating: 0, count: instance.resources.count)
        let settled = Drawdown(instance, instance.resources, prices: prices).settle(choices, rounds: 40)
        let matches = settled.enumerated().filter { $0.element.isMatched }.map { $0.element.match(of: $0.offset) }
        let (violations, objective) = Verifier(instance).examine(matches)
        #expect(violations.isEmpty)
        #expect(objective <= best.objective)
        #expect(objective >= best.objective - best.objective / 1000, "\(best.objective - objective) of \(best.objective) missed")
    }
}
