@testable import LabelMarket
import Storage
import Testing

/// Runs from the question to the adopted proposal.
@Suite struct MatchRunTests {
    @Test func run_overClosedJob_proposesTheBestOfferAndSaysWhyNotTheOthers() async throws {
        let house = try await MatchHouse()
        try await house.trade.offer(1000)
        try await house.trade.offer(1400, by: TradeHouse.rival)
        house.trade.close()
        let run = try await house.run()
        #expect(run.state == .adopted)
        #expect(run.figures.matched == 1)
        #expect(run.gapPartsPerMillion == 0)
        let view = try #require(try house.proposal())
        #expect(view.proposal.vendor == TradeHouse.vendor.organisation)
        #expect(view.proposal.price == .yuan(1000))
        #expect(view.proposal.reasons.why(TradeHouse.vendor) == .chosen)
        guard case .behind(let amount) = view.proposal.reasons.why(TradeHouse.rival) else {
            Issue.record("the dearer bid is behind")
            return
        }
        #expect(amount > .zero)
        let line = try #require(view.proposal.reasons.vendors.first { $0.vendor == TradeHouse.rival.organisation })
        let weighing = try #require(line.weighing)
        // 400 yuan dearer, with the same size, place and record, whose worth grows with the price.
        #expect(weighing[.payment] == Money(fen: -40_000))
        #expect(Weighing.Ground.allCases.reduce(0) { $0 + weighing[$1].fen } == -amount.fen)
        #expect(view.proposal.runnerUp == TradeHouse.rival.organisation)
        let notices = try house.market.vouchers.notices(for: TradeHouse.buyer)
        #expect(notices.contains { $0.path == "/jobs/\(house.job)/match" })
    }

    @Test func sealedBids_stayOutOfARunUntilTheirJobCloses() async throws {
        let house = try await MatchHouse()
        try await house.trade.offer(123)
        try await house.list(TradeHouse.vendor, fen: 40_000)
        try await house.list(TradeHouse.rival, fen: 50_000)
        let run = try await house.run()
        let view = try #require(try house.proposal())
        // The bidder is proposed at its standing price, as if it had not bid.
        #expect(view.proposal.vendor == TradeHouse.vendor.organisation)
        #expect(view.proposal.bid == nil)
        #expect(view.proposal.price == .yuan(1600))
        let inputs = String(decoding: try house.house.blobs.bytes(of: try #require(run.inputs), limit: 1 << 20), as: UTF8.self)
        #expect(!inputs.contains("\nbid\t"))
        #expect(throws: MatchRefusal.biddingGoesOn(TradeHouse.closesAt)) {
            try house.market.matchRuns.check(house.job, for: TradeHouse.buyer)
        }
        house.trade.close()
        try await house.run()
        #expect(try house.proposal()?.proposal.price == .yuan(123))
    }

    @Test func changedInputs_supersedeTheRunAndNameWhatChanged() async throws {
        let house = try await MatchHouse()
        let bid = try await house.trade.offer(1000)
        house.trade.close()
        let id = try await house.market.matchRuns.ask(by: house.officer, key: house.key)
        let run = try #require(try house.house.database.read { try MatchRun.load(id, in: $0) })
        let work = MatchWork(house: house.house, run: run, progress: { _ in })
        let (frozen, lines) = try work.freeze(house.clock.now)
        let (answer, took) = try work.solve(frozen)
        _ = try await house.house.database.write { transaction in
            try transaction.execute("UPDATE bid SET state = 'withdrawn', decided_at = 1 WHERE id = \(bid)")
        }
        try await work.adopt(answer, frozenAt: frozen.at, lines: lines, milliseconds: took)
        let ended = try house.market.matchRuns.page(of: id, before: nil, for: house.officer)
        #expect(ended.run.state == .superseded)
        #expect(ended.run.changes == "bid 1")
        #expect(ended.proposals.isEmpty)
        #expect(try house.proposal() == nil)
        #expect(try await house.run().state == .adopted)
    }

    @Test func interruptedRun_isDoneAgainAfterTheStart() async throws {
        let house = try await MatchHouse()
        let id = try await house.market.matchRuns.ask(by: house.officer, key: house.key)
        _ = try await house.house.database.write { transaction in
            try transaction.execute("UPDATE match_run SET state = 'running' WHERE id = \(id)")
        }
        #expect(try await house.market.matchRuns.processNext() == false)
        try await house.market.matchRuns.recover()
        #expect(try await house.market.matchRuns.processNext())
        #expect(try house.market.matchRuns.page(of: id, before: nil, for: house.officer).run.state == .adopted)
    }

    @Test func secondRunWhileOneWaits_isRefused() async throws {
        let house = try await MatchHouse()
        _ = try await house.market.matchRuns.ask(by: house.officer, key: house.key)
        await #expect(throws: MatchRefusal.runUnderWay) {
            try await house.market.matchRuns.ask(by: house.officer, key: house.key)
        }
        await #expect(throws: CommonRefusal.forbidden) {
            try await house.market.matchRuns.ask(by: TradeHouse.buyer, key: house.key)
        }
    }

    @Test func clock_asksOnceANight() async throws {
        let house = try await MatchHouse()
        #expect(try await house.market.matchRuns.askByClock())
        _ = try await house.market.matchRuns.processNext()
        #expect(try await house.market.matchRuns.askByClock() == false)
        house.clock.advance(by: .days(1))
        #expect(try await house.market.matchRuns.askByClock())
    }

    @Test func ineligibleVendors_areNamedWithTheirRule() async throws {
        let house = try await MatchHouse()
        try await house.list(TradeHouse.sister, fen: 10_000)
        try await house.list(TradeHouse.rival, fen: 10_000, languages: [.english])
        try await house.trade.offer(1000)
        try await TradeSeed.edit(house.job, in: house.house)
        house.trade.close()
        try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.state == .unmatched)
        #expect(view.proposal.reasons.why(TradeHouse.sister) == .relatedParties)
        #expect(view.proposal.reasons.why(TradeHouse.rival) == .language)
        #expect(view.proposal.reasons.why(TradeHouse.vendor) == .unconfirmed)
    }

    @Test func vendorsWeek_limitsWhatItIsProposedFor() async throws {
        let house = try await MatchHouse()
        // Four items of twenty seconds are two minutes of work.
        try await house.list(TradeHouse.vendor, fen: 10_000, hours: 1)
        house.trade.close()
        try await house.run()
        #expect(try house.proposal()?.proposal.vendor == TradeHouse.vendor.organisation)
        try await house.house.database.write { transaction in
            _ = try transaction.execute(
                "UPDATE price_list_line SET seconds_per_item = 86400 WHERE vendor = \(TradeHouse.vendor.organisation)")
        }
        try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.state == .unmatched)
        #expect(view.proposal.reasons.why(TradeHouse.vendor) == .late)
    }

    @Test func policy_isPublishedInVersionsAndNamedByTheRun() async throws {
        let house = try await MatchHouse()
        var weights = MatchPolicy.initial.weights
        weights.small = 2000
        let version = try await house.market.policies.publish(
            weights, note: "Small firms first", seen: 0, by: house.officer, key: house.key)
        #expect(version == 1)
        await #expect(throws: CommonRefusal.stale) {
            try await house.market.policies.publish(weights, note: "Again", seen: 0, by: house.officer, key: house.key)
        }
        #expect(try await house.run().policy == 1)
        #expect(try house.market.policies.all(for: house.officer).map(\.version) == [1, 0])
    }
}
