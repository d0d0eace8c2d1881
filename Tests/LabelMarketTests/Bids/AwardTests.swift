import LabelMarket
import Storage
import Testing

struct AwardTests {
    @Test func award_holdsEveryLot_andTellsTheLosers() async throws {
        let house = try await TradeHouse()
        let (cheap, dear) = (try await house.offer(1000), try await house.offer(1200, by: TradeHouse.rival))
        try await house.deposit(1500)
        house.close()
        let contract = try await house.award(cheap)
        let view = try house.market.contracts.page(contract, for: TradeHouse.buyer)
        #expect(view.contract.number == "LM-2026-000001")
        #expect(view.lots.map(\.price) == [.yuan(500), .yuan(500)])
        #expect(view.extract.map(\.kind) == [.hold, .hold])
        #expect(try house.purse() == [500, 1000, 0])
        let loser = try house.market.bids.page(of: dear, for: TradeHouse.rival).bid
        #expect(loser.state == .lost)
        #expect(loser.reason == "The lowest price for a sound plan")
        #expect(try house.market.bids.page(of: cheap, for: TradeHouse.vendor).contract == contract)
        #expect(throws: CommonRefusal.notFound) { try house.market.contracts.page(contract, for: TradeHouse.rival) }
    }

    @Test func losers_readEachTheirOwnReasonAndRank() async throws {
        let house = try await TradeHouse()
        let (cheap, dear) = (try await house.offer(1000), try await house.offer(1200, by: TradeHouse.rival))
        try await house.deposit(1500)
        house.close()
        let check = try house.market.awards.check(cheap, on: house.job, for: TradeHouse.buyer)
        #expect(check.others.map(\.bid.id) == [dear])
        #expect(check.others.first?.rank?.price == 2)
        let decision = AwardDecision(
            bid: cheap, ground: .price, reason: "The lowest price for a sound plan", shownShares: check.shares,
            toLosers: [dear: LoserReason(ground: .plan, words: "Nobody was named who reads the reviews")])
        _ = try await house.market.awards.award(decision, by: TradeHouse.buyer, key: house.key)
        let loser = try house.market.bids.page(of: dear, for: TradeHouse.rival)
        #expect((loser.bid.ground, loser.bid.reason) == (.plan, "Nobody was named who reads the reviews"))
        #expect((loser.rank?.price, loser.rank?.among) == (2, 2))
        let winner = try house.market.bids.page(of: cheap, for: TradeHouse.vendor)
        #expect((winner.bid.ground, winner.bid.reason) == (.price, "The lowest price for a sound plan"))
        #expect(winner.rank?.price == 1)
    }

    @Test func reasonThatCannotBeTrue_isRefused() async throws {
        let house = try await TradeHouse()
        let (cheap, dear) = (try await house.offer(1000, by: TradeHouse.rival), try await house.offer(1200))
        try await house.deposit(1500)
        house.close()
        await #expect(throws: BidRefusal.reasonUntrue(cheap)) { try await house.award(dear) }
        #expect(try house.purse() == [1500, 0, 0])
        let check = try house.market.awards.check(dear, on: house.job, for: TradeHouse.buyer)
        let decision = AwardDecision(
            bid: dear, ground: .record, reason: "Two good contracts before", shownShares: check.shares)
        _ = try await house.market.awards.award(decision, by: TradeHouse.buyer, key: house.key)
        #expect(try house.market.bids.page(of: cheap, for: TradeHouse.rival).bid.ground == .record)
    }

    @Test func twoAwardsAtOnce_makeExactlyOneContract() async throws {
        let house = try await TradeHouse()
        let bids = [try await house.offer(1000), try await house.offer(1100, by: TradeHouse.rival)]
        try await house.deposit(5000)
        house.close()
        let decisions = try bids.map { try house.decision($0) }
        let (awards, keys) = (house.market.awards, [house.key, house.key])
        let outcomes = await withTaskGroup(of: Result<ID<Contract>, any Error>.self) { group in
            for (decision, key) in zip(decisions, keys) {
                group.addTask {
                    do { return .success(try await awards.award(decision, by: TradeHouse.buyer, key: key)) } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusals = outcomes.compactMap { outcome -> BidRefusal? in
            if case .failure(let error) = outcome { error as? BidRefusal } else { nil }
        }
        #expect(refusals == [.alreadyAwarded])
        let contracts: Int? = try house.house.database.read { try $0.value("SELECT COUNT(*) FROM contract") }
        #expect(contracts == 1)
        #expect([1000, 1100].contains(try house.money(.own, TradeHouse.buyer).held.fen / 100))
    }

    @Test func sameForm_sentTwice_signsOneContract() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(1000)
        try await house.deposit(3000)
        house.close()
        let (decision, key) = (try house.decision(bid), house.key)
        let first = try await house.market.awards.award(decision, by: TradeHouse.buyer, key: key)
        let second = try await house.market.awards.award(decision, by: TradeHouse.buyer, key: key)
        #expect(first == second)
        #expect(try house.purse() == [2000, 1000, 0])
    }

    @Test func insufficientOwnMoney_namesWhatIsMissing_andHoldsNothing() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(1000)
        try await house.deposit(400)
        house.close()
        #expect(try house.market.awards.check(bid, on: house.job, for: TradeHouse.buyer).missing == .yuan(600))
        await #expect(throws: BidRefusal.ownMoneyMissing(missing: .yuan(600), available: .yuan(400))) {
            try await house.award(bid)
        }
        #expect(try house.purse() == [400, 0, 0])
        #expect(try house.market.bids.page(of: bid, for: TradeHouse.vendor).bid.state == .sealed)
        try await house.deposit(600, reference: "BANK-2")
        _ = try await house.award(bid)
        #expect(try house.purse() == [0, 1000, 0])
    }

    @Test func earlyAward_isRefused() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(1000)
        #expect(throws: BidRefusal.biddingGoesOn(TradeHouse.closesAt)) {
            try house.market.awards.check(bid, on: house.job, for: TradeHouse.buyer)
        }
    }

    @Test func bankReference_isRecordedOnce() async throws {
        let house = try await TradeHouse()
        try await house.deposit(400)
        await #expect(throws: DepositRefusal.referenceUsed) { try await house.deposit(400) }
        #expect(try house.market.deposits.money(of: TradeHouse.buyer, before: nil, limit: 10).available == .yuan(400))
    }

    @Test func order_sortsByItsKey() async throws {
        let house = try await TradeHouse()
        let (slow, fast) = (
            try await house.offer(1000, days: 20), try await house.offer(1200, days: 5, by: TradeHouse.rival)
        )
        house.close()
        func order(_ by: BidOrder) throws -> [ID<Bid>] {
            try house.market.bids.comparison(house.job, for: TradeHouse.buyer, order: by).bids.map(\.bid.id)
        }
        #expect(try order(.price) == [slow, fast])
        #expect(try order(.days) == [fast, slow])
    }

    @Test func voucherAndOwnMoney_areHeldTogether_perLot() async throws {
        let house = try await TradeHouse()
        let voucher = try await house.voucher(400)
        let bid = try await house.offer(1001)
        try await house.deposit(700)
        house.close()
        let check = try house.market.awards.check(bid, on: house.job, for: TradeHouse.buyer)
        #expect(check.draw.own == .yuan(601))
        let contract = try await house.award(bid)
        #expect(try house.voucherMoney(voucher) == [0, 400])
        #expect(try house.purse() == [99, 601, 0])
        let view = try house.market.contracts.page(contract, for: TradeHouse.buyer)
        #expect(view.extract.filter { $0.kind == .hold }.count == 4)
        #expect(Set(view.sources.map(\.held)) == [.yuan(400), .yuan(601)])
        try await house.deliver([1], lot: 1, of: contract, partial: true)
        try await house.decide(.acceptAll, lot: 1, of: contract)
        let after = try house.market.contracts.page(contract, for: TradeHouse.buyer)
        #expect(after.captured == Money(fen: 25_025))
        #expect(after.released == Money(fen: 25_025))
        #expect(after.stillHeld == Money(fen: 50_050))
        #expect(after.sources.reduce(0) { $0 + $1.captured.fen } == 25_025)
    }

    @Test func expiredVoucher_isNamed_andNothingIsHeld() async throws {
        let house = try await TradeHouse()
        let voucher = try await house.voucher(400)
        let bid = try await house.offer(1000)
        try await house.deposit(5000)
        house.close()
        let decision = try house.decision(bid)
        #expect(decision.shownShares.map(\.grant) == [voucher])
        house.clock.advance(by: .days(200))
        await #expect(throws: BidRefusal.voucherExpired(programme: Bilingual(zh: "标注券", en: "Labeling voucher"))) {
            try await house.market.awards.award(decision, by: TradeHouse.buyer, key: house.key)
        }
        #expect(try house.purse() == [5000, 0, 0])
        #expect(try house.voucherMoney(voucher)[1] == 0)
    }

    @Test func changedShare_asksForAnotherLook() async throws {
        let house = try await TradeHouse()
        let bid = try await house.offer(1000)
        try await house.deposit(5000)
        house.close()
        let decision = try house.decision(bid)
        _ = try await house.voucher(400)
        await #expect(throws: BidRefusal.shareChanged) {
            try await house.market.awards.award(decision, by: TradeHouse.buyer, key: house.key)
        }
    }
}
