@testable import LabelMarket
import Storage
import Testing

/// Jobs that want compute after their labels.
@Suite struct ComputeMatchTests {
    @Test func cheaperWindow_isProposedAndReservedWithTheAward() async throws {
        let house = try await MatchHouse()
        let west = try await house.window(house.west, yuan: 5)
        let east = try await house.window(house.east, yuan: 9)
        try await house.need()
        try await house.trade.offer(1000)
        try await house.trade.deposit(2000)
        house.trade.close()
        let run = try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.window == west)
        #expect(view.proposal.computePrice == .yuan(480))
        #expect(view.proposal.use?.cards == 4)
        guard case .behind = view.proposal.reasons.why(east) else {
            Issue.record("the dearer window is behind")
            return
        }
        #expect(run.figures.filledHours == 96)
        _ = try await house.accept()
        let accepted = try #require(try house.proposal()).proposal
        #expect(accepted.reservation != nil)
        #expect(try house.trade.money(.own, TradeHouse.buyer).available == .yuan(520))
    }

    @Test func otherSide_isWeighedWhereManyWindowsAreCheaper() async throws {
        let house = try await MatchHouse()
        for number in 1...25 { _ = try await house.window(house.west, yuan: 5, site: number) }
        let east = try await house.window(house.east, yuan: 9)
        _ = try await house.window(house.east, yuan: 10, site: 2)
        try await house.need()
        try await house.trade.offer(1000)
        house.trade.close()
        try await house.run()
        let reasons = try #require(try house.proposal()).proposal.reasons
        guard case .behind = reasons.why(east) else {
            Issue.record("the cheapest window in the east is listed behind those in the west")
            return
        }
        #expect(reasons.windows.count == 24)
        #expect(reasons.furtherWindows == 3)
    }

    @Test func voucherBoundToAPlace_keepsTheComputeThere() async throws {
        let house = try await MatchHouse()
        _ = try await house.computeVoucher(1000, boundTo: "310000")
        let west = try await house.window(house.west, yuan: 8)
        let east = try await house.window(house.east, yuan: 9)
        try await house.need()
        try await house.trade.offer(1000)
        house.trade.close()
        try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.window == east)
        #expect(view.proposal.computeVoucherShare == .yuan(432))
        #expect(view.proposal.reasons.why(west) == .voucherLost(.yuan(432)))
    }

    @Test func voucherThatEndsBeforeTheWindow_paysNothingAndSaysSo() async throws {
        let house = try await MatchHouse()
        let grant = try await house.computeVoucher(1000)
        _ = try await house.house.database.write { transaction in
            try transaction.execute(
                "UPDATE voucher SET expires_at = \(Instant(shanghai: CivilDate(year: 2026, month: 12, day: 20)!)) WHERE id = \(grant)")
        }
        _ = try await house.window(house.west, yuan: 5)
        try await house.need()
        try await house.trade.offer(1000)
        house.trade.close()
        try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.window != nil)
        #expect(view.proposal.computeVoucherShare == .zero)
        #expect(view.notes.contains { $0.en.contains("expires on") })
    }

    @Test func requiredComputeWithoutAWindow_leavesTheJobUnmatched() async throws {
        let house = try await MatchHouse()
        let far = try await house.window(house.west, yuan: 5)
        try await house.need(latency: 1)
        try await house.trade.offer(1000)
        house.trade.close()
        try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.state == .unmatched)
        #expect(view.proposal.reasons.why(TradeHouse.vendor) == .noComputeInTime)
        #expect(view.proposal.reasons.why(far) == .tooFar)
        let cost = try house.market.matchRuns.whatIf(WhatIf(computeBudget: .yuan(9000)), house.job, for: TradeHouse.buyer)
        #expect(cost.proposal.vendor == nil)
    }

    @Test func wantedCompute_isLeftOutWhenThereIsNone() async throws {
        let house = try await MatchHouse()
        try await house.need(.wanted)
        try await house.trade.offer(1000)
        house.trade.close()
        try await house.run()
        let view = try #require(try house.proposal())
        #expect(view.proposal.vendor == TradeHouse.vendor.organisation)
        #expect(view.proposal.window == nil)
    }

    @Test func withdrawnWindow_stopsTheAcceptanceAndNothingIsHeld() async throws {
        let house = try await MatchHouse()
        let window = try await house.window(house.west, yuan: 5)
        try await house.need()
        try await house.trade.offer(1000)
        try await house.trade.deposit(2000)
        house.trade.close()
        try await house.run()
        try await house.market.windows.withdraw(window, by: house.west)
        await #expect(throws: MatchRefusal.windowGone) { try await house.accept() }
        #expect(try house.trade.purse() == [2000, 0, 0])
    }

    @Test func needBeforeTheDeadline_isRefused() async throws {
        let house = try await MatchHouse()
        await #expect(throws: JobRefusal.computeBeforeLabels) {
            try await house.need(endsOn: CivilDate(year: 2026, month: 12, day: 31)!)
        }
    }

    /// The engine asks the shelf, awards ask the vouchers: both must answer the same.
    @Test(arguments: [100, 799, 1000, 5000] as [Int64])
    func shelf_paysWhatAnAwardWouldDraw(yuan: Int64) async throws {
        let house = try await MatchHouse()
        _ = try await house.trade.voucher(400)
        _ = try await house.computeVoucher(1000, boundTo: "310000")
        let (buyer, vendor) = (TradeHouse.buyer.organisation, TradeHouse.vendor.organisation)
        let now = house.clock.now
        let end = now.shanghaiDate.advanced(byDays: 30)
        let supply = ComputeSupply(region: RegionCode("310000"), isAttested: true)
        for (use, supplier, supply) in [
            (VoucherUse.labeling, vendor, nil), (.compute(chipOrigin: .domestic), house.east.organisation, supply),
            (.compute(chipOrigin: .domestic), house.west.organisation, ComputeSupply(region: RegionCode("620000"), isAttested: true)),
        ] as [(VoucherUse, ID<Organisation>, ComputeSupply?)] {
            let (wanted, found) = try house.house.database.read { transaction in
                let shelf = try VoucherShelf.load(
                    holders: "voucher.holder = \(buyer)",
                    firms: try Organisations.facts(where: "1 = 1", in: transaction),
                    ties: try OwnershipMap.load(in: transaction), at: now, in: transaction)
                return (
                    try Vouchers.draw(
                        for: .yuan(yuan), buyer: buyer, vendor: supplier, use: use, workEndsOn: end, supply: supply,
                        at: now, in: transaction),
                    try shelf.shares(
                        of: VoucherShelf.Purchase(
                            price: .yuan(yuan), buyer: buyer, supplier: supplier, use: use, supply: supply, endsOn: end),
                        at: now)
                )
            }
            #expect(wanted.parts.map(\.grant) == found.map(\.grant))
            #expect(wanted.parts.map(\.amount) == found.map(\.amount))
        }
    }
}
