import LabelMarket
import Storage
import Testing

/// A buyer excludes a bid with a reason.
struct DisqualificationTests {
    private func exclude(_ bid: ID<Bid>, _ house: TradeHouse, by actor: Actor = TradeHouse.buyer) async throws {
        _ = try await house.market.awards.disqualify(
            bid, on: .plan, because: "The plan names nobody who reads the reviews", by: actor, key: house.key)
    }

    @Test func excludedBid_cannotWin_countsForNoRank_andItsVendorReadsWhy() async throws {
        let house = try await TradeHouse()
        let (cheap, dear) = (try await house.offer(1000), try await house.offer(1200, by: TradeHouse.rival))
        try await house.deposit(1500)
        house.close()
        try await exclude(cheap, house)
        let read = try house.market.bids.page(of: cheap, for: TradeHouse.vendor)
        #expect(read.bid.state == .disqualified && read.bid.ground == .plan)
        #expect(read.bid.reason == "The plan names nobody who reads the reviews")
        await #expect(throws: BidRefusal.notLive) { try await house.award(cheap) }
        await #expect(throws: BidRefusal.notLive) { try await exclude(cheap, house) }
        let check = try house.market.awards.check(dear, on: house.job, for: TradeHouse.buyer)
        #expect(check.others.isEmpty)
        _ = try await house.award(dear)
        #expect(try house.market.bids.page(of: dear, for: TradeHouse.rival).rank?.among == 1)
        let after = try house.market.bids.page(of: cheap, for: TradeHouse.vendor).bid
        #expect(after.state == .disqualified && after.reason == "The plan names nobody who reads the reviews")
    }

    @Test func exclusion_waitsForClosing_andIsTheBuyersAlone() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(1000)
        await #expect(throws: BidRefusal.biddingGoesOn(TradeHouse.closesAt)) { try await exclude(bid, house) }
        house.close()
        await #expect(throws: CommonRefusal.notFound) { try await exclude(bid, house, by: TradeHouse.stranger) }
        await #expect(throws: CommonRefusal.forbidden) { try await exclude(bid, house, by: TradeHouse.rival) }
    }
}
