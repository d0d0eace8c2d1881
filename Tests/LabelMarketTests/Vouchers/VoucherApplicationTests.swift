@testable import LabelMarket
import Storage
import Testing

struct VoucherApplicationTests {
    @Test func apply_planThatPasses_isFrozenWithItsVerdicts() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let id = try await house.apply()
        let page = try house.market.vouchers.application(id, for: house.buyer)
        #expect(page.application.state == .submitted)
        #expect(page.outcome == .pass)
        #expect(page.application.entitled == .yuan(50_000))
        #expect(page.verdicts.contains { $0.kind == .lineItems && $0.outcome == .pass })
        #expect(page.steps.last?.amount == .yuan(50_000))
    }

    @Test func apply_whatTheRulesRefuse_namesTheRule() async throws {
        let house = try await VoucherHouse()
        try await house.open(try VoucherHouse.document(buyers: RegionCode("110000")!))
        await #expect { try await house.apply() } throws: { error in
            guard case VoucherRefusal.ruleFails(let clause, _) = error else { return false }
            return clause == "r6"
        }
    }

    @Test func apply_toOlderVersion_isRefused() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        try await house.open(try VoucherHouse.document(version: 2), pot: nil)
        await #expect(throws: VoucherRefusal.programmeChanged) { try await house.apply(version: 1) }
    }

    @Test func apply_moreThanEntitled_isRefused() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        await #expect(throws: VoucherRefusal.askedTooMuch(entitled: .yuan(50_000))) {
            try await house.apply(asked: Money(fen: 5_000_001))
        }
    }

    @Test func apply_whileOneWaits_isRefused() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let first = try await house.apply()
        await #expect(throws: VoucherRefusal.alreadyWaiting(first)) { try await house.apply() }
    }

    @Test func apply_sameKeyTwice_filesOnce() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let key = house.formKey
        let (plan, program) = (house.plan(), house.key)
        let first = try await house.market.vouchers.apply(
            plan, asked: .yuan(1), to: program, version: 1, by: house.buyer, formKey: key)
        let second = try await house.market.vouchers.apply(
            plan, asked: .yuan(1), to: program, version: 1, by: house.buyer, formKey: key)
        #expect(first == second)
        await #expect(throws: CommonRefusal.keyReused) {
            try await house.market.vouchers.apply(
                plan, asked: .yuan(2), to: program, version: 1, by: house.buyer, formKey: key)
        }
    }

    @Test func apply_betweenRounds_saysWhenTheNextOpens() async throws {
        let house = try await VoucherHouse()
        let (now, later) = (house.clock.now, house.clock.now.advanced(by: .days(3)))
        let rounds = [Round(key: "2026-4", opens: later, closes: now.advanced(by: .days(9)))]
        try await house.open(try VoucherHouse.document(rounds: rounds))
        await #expect(throws: VoucherRefusal.roundClosed(next: later)) { try await house.apply() }
        house.clock.set(later)
        let id = try await house.apply()
        #expect(try house.market.vouchers.application(id, for: house.buyer).application.round != nil)
    }

    @Test func withdraw_beforeDecision_endsIt() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let id = try await house.apply()
        try await house.market.vouchers.withdraw(id, by: house.buyer, formKey: house.formKey)
        await #expect(throws: VoucherRefusal.withdrawnMeanwhile) {
            try await house.market.vouchers.decide(
                id, .grant(.yuan(1)), revision: 1, by: house.officer, formKey: house.formKey)
        }
    }

    @Test func application_ofAnotherFirm_isNotFound() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let id = try await house.apply()
        #expect(throws: CommonRefusal.notFound) { try house.market.vouchers.application(id, for: house.vendor) }
        #expect(throws: CommonRefusal.notFound) { try house.market.vouchers.application(id, for: house.strangerOfficer) }
    }
}

struct VoucherDecisionTests {
    @Test func grant_movesMoneyOutOfThePot() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let voucher = try await house.granted()
        #expect(try house.balance(voucher).available == .yuan(40_000))
        let takeUp = try house.takeUp()
        #expect(takeUp.granted == .yuan(40_000))
        #expect(takeUp.available == .yuan(60_000))
        #expect(takeUp.basisPoints(of: takeUp.granted) == 4000)
        let page = try house.market.vouchers.voucher(voucher, for: house.buyer)
        #expect(page.row.voucher.expiresAt.shanghaiDate == CivilDate(year: 2027, month: 5, day: 22))
        #expect(page.movements.map(\.kind) == [.grant])
    }

    @Test func decide_secondOfficer_getsAConflict() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let id = try await house.apply()
        let (first, second) = (house.formKey, house.formKey)
        let (vouchers, now) = (house.market.vouchers, house.clock.now)
        async let one = vouchers.decide(id, .grant(.yuan(10)), revision: 1, by: house.officer, formKey: first)
        async let two = vouchers.decide(
            id, .refuse(reason: "No"), revision: 1, by: house.secondOfficer, formKey: second)
        var results: [Result<ApplicationState, any Error>] = []
        do { results.append(.success(try await one)) } catch { results.append(.failure(error)) }
        do { results.append(.success(try await two)) } catch { results.append(.failure(error)) }
        let states = results.compactMap { try? $0.get() }
        #expect(states.count == 1)
        let state = try #require(states.first)
        for case .failure(let error) in results {
            #expect(error as? VoucherRefusal == .alreadyDecided(state, at: now))
        }
    }

    @Test func decide_outcomes() async throws {
        let house = try await VoucherHouse()
        try await house.open(pot: .yuan(30_000))
        let id = try await house.apply(asked: .yuan(40_000))
        let rows: [(ApplicationDecision, Int, any Error)] = [
            (.grant(.yuan(40_001)), 1, VoucherRefusal.grantedTooMuch(asked: .yuan(40_000))),
            (.grant(.yuan(1)), 2, CommonRefusal.stale),
            (.refuse(reason: ""), 1, VoucherRefusal.reasonMissing),
            (.grant(.yuan(40_000)), 1, VoucherRefusal.potExhausted(available: .yuan(30_000))),
        ]
        for (decision, revision, expected) in rows {
            await #expect("\(decision)") {
                try await house.market.vouchers.decide(
                    id, decision, revision: revision, by: house.officer, formKey: house.formKey)
            } throws: { error in
                "\(error)" == "\(expected)"
            }
        }
        #expect(try house.market.vouchers.application(id, for: house.officer).application.state == .submitted)
    }

    @Test func decide_byAnotherBureau_isNotFound() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let id = try await house.apply()
        await #expect(throws: CommonRefusal.notFound) {
            try await house.market.vouchers.decide(
                id, .grant(.yuan(1)), revision: 1, by: house.strangerOfficer, formKey: house.formKey)
        }
    }

    @Test func grant_withoutPot_isRefused() async throws {
        let house = try await VoucherHouse()
        try await house.open(pot: nil)
        await #expect(throws: VoucherRefusal.noPot(year: 2026)) { try await house.granted() }
    }

    @Test func appropriate_splitsAmongFunders_toTheFen() async throws {
        let house = try await VoucherHouse()
        try await house.open(pot: Money(fen: 100))
        let pot = try #require(try house.market.programmes.page(of: house.key, for: nil).pots.first)
        let sources = try house.house.database.read { transaction in
            try [1, 2].map { number in
                try Books.balance(
                    of: AccountKey(book: pot.book, kind: .source, owner: number), in: transaction).posted
            }
        }
        #expect(sources == [Money(fen: -33), Money(fen: -67)])
    }

    @Test func decideAll_leavesOpenWhatThePotCannotPay() async throws {
        let house = try await VoucherHouse()
        try await house.open(pot: .yuan(50_000))
        let id = try await house.apply(asked: .yuan(40_000))
        let other = try await VoucherHouse.member(
            house.house, of: try await VoucherHouse.organisation(house.house, "firm", 9), as: .buyer, "b2")
        let second = try await house.market.vouchers.apply(
            house.plan(), asked: .yuan(40_000), to: house.key, version: 1, by: other, formKey: house.formKey)
        let outcome = try await house.market.vouchers.decideAll(
            [id, second], refusingBecause: nil, by: house.officer, formKey: house.formKey)
        #expect(outcome.granted == [id])
        #expect(outcome.leftOpen == [second])
        #expect(try house.market.vouchers.queue(QueueFilter(), for: house.officer).rows.map(\.application.id) == [second])
    }
}
