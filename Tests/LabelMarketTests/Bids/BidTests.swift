import LabelMarket
import Storage
import Testing

struct BidTests {
    @Test(
        arguments: [
            (open: true, late: false, own: false, related: false, refusal: nil),
            (false, false, false, false, .notOpen),
            (true, true, false, false, .biddingClosed(TradeHouse.closesAt)),
            (true, false, true, false, .ownJob),
            (true, false, false, true, .relatedParties),
            (false, true, true, true, .notOpen),
        ] as [(open: Bool, late: Bool, own: Bool, related: Bool, refusal: BidRefusal?)])
    func rules_decideWhoMayBid(
        row: (open: Bool, late: Bool, own: Bool, related: Bool, refusal: BidRefusal?)
    ) {
        let now = row.late ? TradeHouse.closesAt : TradeHouse.closesAt.advanced(by: .seconds(-1))
        let vendor: ID<Organisation> = ID(rawValue: row.own ? 1 : 3)
        var refusal: BidRefusal?
        do {
            try BidRules.mayBid(
                vendor: vendor, buyer: ID(rawValue: 1), isOpen: row.open, closesAt: TradeHouse.closesAt,
                areRelated: row.related, at: now)
        } catch { refusal = error }
        #expect(refusal == row.refusal)
    }

    @Test func offer_bindsAfterTheCheck_andStaysSealed() async throws {
        let house = try await TradeHouse()
        let bid = try await house.market.bids.write(
            Offer(price: .yuan(900), days: 10, plan: "Plan"), on: house.job, version: 1, by: TradeHouse.vendor)
        #expect(try house.market.bids.page(of: bid, for: TradeHouse.vendor).bid.state == .draft)
        #expect(try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: .price).sealedCount == 0)
        try await house.market.bids.offer(bid, by: TradeHouse.vendor)
        try await house.market.bids.offer(bid, by: TradeHouse.vendor)
        let before = try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: .price)
        #expect(before.sealedCount == 1)
        #expect(before.bids.isEmpty)
        #expect(throws: CommonRefusal.notFound) { try house.market.bids.page(of: bid, for: TradeHouse.rival) }
        #expect(throws: CommonRefusal.notFound) {
            try house.market.bids.comparison(house.job, for: TradeHouse.stranger, order: .price)
        }
        house.close()
        #expect(try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: .price).bids.count == 1)
    }

    @Test func newOffer_replacesTheOldOne() async throws {
        let house = try await TradeHouse()
        let first = try await house.offer(900)
        let second = try await house.offer(800)
        #expect(try house.market.bids.page(of: first, for: TradeHouse.vendor).bid.state == .replaced)
        #expect(try house.market.bids.page(of: second, for: TradeHouse.vendor).bid.state == .sealed)
        #expect(try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: .price).sealedCount == 1)
    }

    @Test func withdrawnOffer_countsNoMore_andMayComeBack() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(900)
        try await house.market.bids.withdraw(bid, by: TradeHouse.vendor)
        #expect(try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: .price).sealedCount == 0)
        await #expect(throws: BidRefusal.notLive) {
            try await house.market.bids.confirm(bid, version: 1, by: TradeHouse.vendor)
        }
        try await house.offer(950)
        #expect(try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: .price).sealedCount == 1)
    }

    @Test func lateOffer_isRefused_atTheClosingMoment() async throws {
        let house = try await TradeHouse()
        let bid = try await house.market.bids.write(
            Offer(price: .yuan(900), days: 10, plan: "Plan"), on: house.job, version: 1, by: TradeHouse.vendor)
        house.close()
        await #expect(throws: BidRefusal.biddingClosed(TradeHouse.closesAt)) {
            try await house.market.bids.offer(bid, by: TradeHouse.vendor)
        }
        await #expect(throws: BidRefusal.biddingClosed(TradeHouse.closesAt)) { try await house.offer(900) }
    }

    @Test func relatedVendor_isRefused() async throws {
        let house = try await TradeHouse()
        await #expect(throws: BidRefusal.relatedParties) { try await house.offer(900, by: TradeHouse.sister) }
        let insider = TradeHouse.actor(1, .vendor)
        await #expect(throws: BidRefusal.ownJob) { try await house.offer(900, by: insider) }
    }

    @Test func staleForm_afterAnEdit_isRefusedBesideItsField() async throws {
        let house = try await TradeHouse()
        let offer = Offer(price: .yuan(900), days: 10, plan: "Plan")
        let draft = try await house.market.bids.write(offer, on: house.job, version: 1, by: TradeHouse.vendor)
        try await TradeSeed.edit(house.job, in: house.house)
        await #expect(throws: BidRefusal.jobEdited) {
            try await house.market.bids.write(offer, on: house.job, version: 1, by: TradeHouse.vendor)
        }
        await #expect(throws: BidRefusal.jobEdited) { try await house.market.bids.offer(draft, by: TradeHouse.vendor) }
        #expect(BidRefusal.jobEdited.field == "price")
    }

    @Test func editedJob_needsConfirmation_orTheBidDoesNotCount() async throws {
        let house = try await TradeHouse()
        let (kept, dropped) = (try await house.offer(900), try await house.offer(700, by: TradeHouse.rival))
        try await house.deposit(900)
        try await TradeSeed.edit(house.job, in: house.house)
        #expect(try house.market.bids.page(of: kept, for: TradeHouse.vendor).needsConfirmation)
        await #expect(throws: BidRefusal.jobEdited) {
            try await house.market.bids.confirm(kept, version: 1, by: TradeHouse.vendor)
        }
        try await house.market.bids.confirm(kept, version: 2, by: TradeHouse.vendor)
        house.close()
        #expect(throws: BidRefusal.unconfirmedBid) {
            try house.market.awards.check(dropped, on: house.job, for: TradeHouse.buyer)
        }
        _ = try await house.award(kept)
        let loser = try house.market.bids.page(of: dropped, for: TradeHouse.rival).bid
        #expect(loser.state == .disqualified)
        #expect(loser.ground == .unconfirmed)
    }

    @Test func bidders_hearOfAnEditAndOfAWithdrawal() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(900)
        try await house.market.jobs.change(
            house.job, .budget(.yuan(6000)), seen: 1, by: TradeHouse.buyer)
        #expect(try house.market.bids.page(of: bid, for: TradeHouse.vendor).needsConfirmation)
        try await house.market.jobs.withdraw(house.job, by: TradeHouse.buyer)
        #expect(try house.market.bids.page(of: bid, for: TradeHouse.vendor).isMoot)
        let notices = try house.house.database.read { transaction in
            try Notices.newest(of: TradeHouse.vendor.organisation, limit: 9, in: transaction)
        }
        #expect(notices.count == 2)
        #expect(notices.allSatisfy { $0.path == "/bids/\(bid)" })
    }

    @Test func days_stayWithinTheDeadline() async throws {
        let house = try await TradeHouse()
        await #expect(throws: BidRefusal.tooManyDays(most: 30)) { try await house.offer(900, days: 31) }
        try await house.offer(900, days: 30)
    }

    @Test func offeredBid_isFixedInTheDatabase() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(900)
        await #expect(throws: ConstraintViolation.self) {
            try await house.house.database.write { try $0.execute("UPDATE bid SET price_fen = 1 WHERE id = \(bid)") }
        }
    }

    @Test func question_isPublicWithoutItsAsker_andAnsweredOnce() async throws {
        let house = try await TradeHouse()
        let bids = house.market.bids
        try await bids.ask("Are emoji kept?", about: house.job, by: TradeHouse.vendor)
        try await bids.ask("Are emoji kept?", about: house.job, by: TradeHouse.vendor)
        let open = try bids.questions(house.job, for: TradeHouse.buyer)
        #expect(open.questions.count == 1)
        #expect(open.mayAnswer)
        let question = try #require(open.questions.first)
        await #expect(throws: CommonRefusal.notFound) {
            try await bids.answer(question.id, with: "Yes", by: TradeHouse.stranger)
        }
        _ = try await bids.answer(question.id, with: "Yes", by: TradeHouse.buyer)
        await #expect(throws: BidRefusal.alreadyAnswered) {
            try await bids.answer(question.id, with: "No", by: TradeHouse.buyer)
        }
        #expect(try bids.questions(house.job, for: nil).questions.first?.answer == "Yes")
        house.close()
        await #expect(throws: BidRefusal.biddingClosed(TradeHouse.closesAt)) {
            try await bids.ask("Too late?", about: house.job, by: TradeHouse.vendor)
        }
    }
}
