@testable import LabelMarket
import Storage
import Testing

/// What buyers do with proposals, and what may have happened before they do.
@Suite struct ProposalTests {
    @Test func acceptedBid_isAwardedAndItsMoneyHeld() async throws {
        let house = try await MatchHouse()
        try await house.trade.offer(1000)
        try await house.trade.deposit(1500)
        house.trade.close()
        try await house.run()
        let contract = try await house.accept()
        #expect(try house.trade.purse() == [500, 1000, 0])
        let view = try #require(try house.proposal())
        #expect(view.proposal.state == .accepted)
        #expect(view.proposal.contract == contract)
    }

    @Test func acceptedStandingPrice_becomesABidAndAContract() async throws {
        let house = try await MatchHouse()
        try await house.list(TradeHouse.vendor, fen: 25_000)
        try await house.trade.deposit(1000)
        house.trade.close()
        try await house.run()
        _ = try await house.accept()
        #expect(try house.trade.purse() == [0, 1000, 0])
        #expect(try house.market.bids.mine(TradeHouse.vendor, after: nil, limit: 10).map(\.bid.state) == [.won])
    }

    @Test func withdrawnBid_cannotBeAcceptedAndNothingIsHeld() async throws {
        let house = try await MatchHouse()
        let bid = try await house.trade.offer(1000)
        try await house.trade.deposit(1000)
        house.trade.close()
        try await house.run()
        let shown = try house.market.matchRuns.check(house.job, for: TradeHouse.buyer)
        _ = try await house.house.database.write { transaction in
            try transaction.execute("UPDATE bid SET state = 'withdrawn', decided_at = 1 WHERE id = \(bid)")
        }
        await #expect(throws: MatchRefusal.offerGone) {
            try await house.market.matchRuns.accept(
                shown.view.proposal.id, shownOwn: shown.own, reason: "Yes", by: TradeHouse.buyer, key: house.key)
        }
        #expect(try house.trade.purse() == [1000, 0, 0])
        #expect(try house.proposal()?.proposal.state == .proposed)
    }

    @Test(arguments: [(true, 26_000), (false, 25_000)] as [(Bool, Int64)])
    func changedStandingPrice_isNotAccepted(stands: Bool, fen: Int64) async throws {
        let house = try await MatchHouse()
        try await house.list(TradeHouse.vendor, fen: 25_000)
        try await house.trade.deposit(2000)
        house.trade.close()
        try await house.run()
        try await house.list(TradeHouse.vendor, fen: fen, stands: stands)
        await #expect(throws: MatchRefusal.listChanged) { try await house.accept() }
        #expect(try house.trade.purse() == [2000, 0, 0])
    }

    @Test func bidOfTheProposedVendor_goesBeforeItsStandingPrice() async throws {
        let house = try await MatchHouse()
        try await house.list(TradeHouse.vendor, fen: 25_000)
        try await house.run()
        try await house.trade.offer(700)
        house.trade.close()
        await #expect(throws: MatchRefusal.vendorBid) { try await house.accept() }
    }

    @Test func voucherThatEndedSince_isNamed() async throws {
        let house = try await MatchHouse()
        let grant = try await house.trade.voucher(400)
        try await house.trade.offer(1000)
        try await house.trade.deposit(1000)
        house.trade.close()
        try await house.run()
        let shown = try house.market.matchRuns.check(house.job, for: TradeHouse.buyer)
        #expect(shown.view.proposal.voucherShare == .yuan(400))
        #expect(shown.own == .yuan(600))
        let bureau = try await house.house.database.write { transaction -> Actor? in
            try transaction.first(
                """
                SELECT id, person_id, organisation_id FROM membership WHERE organisation_id =
                    (SELECT bureau FROM programme_version WHERE programme = 'test-labels')
                """
            ) { row in
                Actor(person: try row.at(1), organisation: try row.at(2), membership: try row.at(0), role: .officer)
            }
        }
        _ = try await house.market.vouchers.clawBack(
            grant, because: "Test", by: try #require(bureau), formKey: house.key)
        let refusal = MatchRefusal.voucherExpires(programme: Bilingual(zh: "标注券", en: "Labeling voucher"))
        await #expect(throws: refusal) {
            try await house.market.matchRuns.accept(
                shown.view.proposal.id, shownOwn: shown.own, reason: "Yes", by: TradeHouse.buyer, key: house.key)
        }
        #expect(try house.trade.purse() == [1000, 0, 0])
    }

    @Test func refusedVendor_isNotProposedAgain() async throws {
        let house = try await MatchHouse()
        try await house.trade.offer(1000)
        try await house.trade.offer(1400, by: TradeHouse.rival)
        house.trade.close()
        try await house.run()
        let first = try #require(try house.proposal()).proposal
        await #expect(throws: MatchRefusal.reasonMissing) {
            try await house.market.matchRuns.refuse(first.id, because: "", by: TradeHouse.buyer)
        }
        _ = try await house.market.matchRuns.refuse(first.id, because: "We worked with it before", by: TradeHouse.buyer)
        await #expect(throws: MatchRefusal.proposalGone) {
            try await house.market.matchRuns.keepOwnChoice(first.id, by: TradeHouse.buyer)
        }
        try await house.run()
        let second = try #require(try house.proposal()).proposal
        #expect(second.vendor == TradeHouse.rival.organisation)
        #expect(second.reasons.why(TradeHouse.vendor) == .refusedBefore)
    }

    @Test func strangers_seeNoProposal() async throws {
        let house = try await MatchHouse()
        #expect(throws: CommonRefusal.notFound) {
            try house.market.matchRuns.proposal(for: house.job, for: TradeHouse.stranger)
        }
        #expect(throws: CommonRefusal.forbidden) {
            try house.market.matchRuns.proposal(for: house.job, for: TradeHouse.vendor)
        }
    }

    @Test func matchOnDemand_answersAtTheStandingPricesAndLeavesOthersAlone() async throws {
        let house = try await MatchHouse()
        try await house.list(TradeHouse.vendor, fen: 25_000)
        let run = try await house.run()
        try await house.list(TradeHouse.rival, fen: 20_000)
        try await house.market.matchRuns.matchNow(house.job, by: TradeHouse.buyer)
        let view = try #require(try house.proposal())
        #expect(view.proposal.vendor == TradeHouse.rival.organisation)
        #expect(view.run?.job == house.job)
        #expect(view.run?.base == run.id)
        let rows = try house.market.matchRuns.own(for: TradeHouse.buyer, before: nil).rows
        #expect(rows.map(\.proposal.state) == [.proposed, .overtaken])
    }

    @Test func whatIf_showsTheMatchAndStoresNothing() async throws {
        let house = try await MatchHouse()
        try await house.list(TradeHouse.vendor, fen: 25_000)
        let cheap = try house.market.matchRuns.whatIf(WhatIf(budget: .yuan(900)), house.job, for: TradeHouse.buyer)
        #expect(cheap.proposal.vendor == nil)
        #expect(cheap.proposal.reasons.why(TradeHouse.vendor) == .overBudget)
        let west = try house.market.matchRuns.whatIf(WhatIf(regions: ["620000"]), house.job, for: TradeHouse.buyer)
        #expect(west.proposal.reasons.why(TradeHouse.vendor) == .outsideRegions)
        let soon = try house.market.matchRuns.whatIf(
            WhatIf(deadlineOn: CivilDate(year: 2026, month: 12, day: 2)!), house.job, for: TradeHouse.buyer)
        #expect(soon.proposal.reasons.why(TradeHouse.vendor) == .late)
        #expect(try house.proposal() == nil)
    }
}
