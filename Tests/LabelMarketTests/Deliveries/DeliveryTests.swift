import Annotations
import LabelMarket
import Storage
import Testing

struct DeliveryTests {
    private func lot(_ house: TradeHouse, _ number: Int, _ contract: ID<Contract>) throws -> LotView {
        try house.market.deliveries.page(number, of: contract, for: TradeHouse.vendor)
    }

    @Test func acceptAll_paysTheLot_andTheLastCompletesTheContract() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        try await house.decide(.acceptAll, lot: 1, of: contract)
        #expect(try house.purse() == [0, 500, 500])
        #expect(try house.market.contracts.page(contract, for: TradeHouse.vendor).contract.state == .active)
        try await house.deliver([3, 4], lot: 2, of: contract)
        try await house.decide(.acceptAll, lot: 2, of: contract)
        #expect(try house.purse() == [0, 0, 1000])
        let view = try house.market.contracts.page(contract, for: TradeHouse.vendor)
        #expect(view.contract.state == .completed)
        #expect(view.captured == .yuan(1000))
        let state = try house.house.database.read { try Jobs.load(house.job, in: $0)?.state }
        #expect(state == .completed)
        let labels = try house.market.deliveries.labels(1, of: contract, for: TradeHouse.buyer)
        #expect(String(decoding: labels, as: UTF8.self).contains("\"choices\":[\"good\"]"))
    }

    @Test func refusedItem_isNotPaid_andItsShareGoesBack() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        await #expect(throws: DeliveryRefusal.nothingRefused) {
            try await house.decide(.acceptPart, lot: 1, of: contract)
        }
        try await house.market.deliveries.mark(
            item: 2, of: 1, in: contract, refusedBecause: "The mood is wrong", by: TradeHouse.buyer)
        try await house.decide(.acceptPart, lot: 1, of: contract)
        #expect(try house.purse() == [250, 500, 250])
        let certificate = try house.market.deliveries.certificate(1, of: contract, for: TradeHouse.vendor)
        #expect(certificate.delivery.acceptedItems == 1)
        #expect(certificate.lot.captured == .yuan(250))
        #expect(certificate.number == "AC-2026-000001-1")
    }

    @Test func uploadedRecords_areCheckedOneByOne() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        var file = TradeHouse.labels([1, 3, 9])
        try await house.upload(file, to: 1, of: contract)
        let draft = try #require(try lot(house, 1, contract).draft)
        #expect(draft.labeledItems == 1)
        #expect(draft.firstMissing == [2])
        #expect(draft.problems.map(\.item) == ["3", "9"])
        #expect(Set(draft.problems.map(\.code)) == ["itemNotFound"])
        file = TradeHouse.labels([2], choice: "splendid")
        try await house.upload(file, to: 1, of: contract)
        let second = try #require(try lot(house, 1, contract).draft)
        #expect(second.labeledItems == 1)
        #expect(second.problems.map(\.code) == ["unknownChoice"])
        try await house.upload(Array("not json".utf8), to: 1, of: contract)
        #expect(try lot(house, 1, contract).draft?.problems.first?.record == 0)
        #expect(try lot(house, 1, contract).draft?.labeledItems == 1)
    }

    @Test func partialDelivery_needsTheVendorsWord_andPaysOnlyWhatCame() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        await #expect(throws: DeliveryRefusal.incomplete(missing: 1)) {
            try await house.deliver([1], lot: 1, of: contract)
        }
        try await house.deliver([1], lot: 1, of: contract, partial: true)
        try await house.decide(.acceptAll, lot: 1, of: contract)
        #expect(try house.purse() == [250, 500, 250])
    }

    @Test func returnedLot_comesBackWithWhatWasGood_andTheRoundsAreCapped() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        await #expect(throws: DeliveryRefusal.reasonMissing) {
            try await house.decide(.giveBack(reason: ""), lot: 1, of: contract)
        }
        try await house.market.deliveries.mark(
            item: 2, of: 1, in: contract, refusedBecause: "Wrong", by: TradeHouse.buyer)
        try await house.decide(.giveBack(reason: "See item 2"), lot: 1, of: contract)
        #expect(try house.purse() == [0, 1000, 0])
        try await house.upload(TradeHouse.labels([2], choice: "bad"), to: 1, of: contract)
        #expect(try lot(house, 1, contract).draft?.labeledItems == 2)
        try await house.market.deliveries.deliver(
            1, of: contract, partial: false, by: TradeHouse.vendor, key: house.key)
        try await house.decide(.giveBack(reason: "Again"), lot: 1, of: contract)
        try await house.deliver([1, 2], lot: 1, of: contract)
        await #expect(throws: DeliveryRefusal.reworkUsedUp(limit: 2)) {
            try await house.decide(.giveBack(reason: "Once more"), lot: 1, of: contract)
        }
        #expect(try lot(house, 1, contract).lot.reworkRounds == 2)
    }

    @Test func silence_acceptsWhenTheAgreedDaysHavePassed() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        house.clock.advance(by: .days(5))
        house.clock.set(Instant(milliseconds: house.clock.now.milliseconds - 1))
        #expect(try await house.market.deliveries.acceptSilent() == 0)
        house.clock.advance(by: .seconds(1))
        #expect(try await house.market.deliveries.acceptSilent() == 1)
        #expect(try await house.market.deliveries.acceptSilent() == 0)
        #expect(try house.purse() == [0, 500, 500])
        let certificate = try house.market.deliveries.certificate(1, of: contract, for: TradeHouse.buyer)
        #expect(certificate.delivery.decidedBy == nil)
        await #expect(throws: DeliveryRefusal.lotClosed) {
            try await house.decide(.acceptAll, lot: 1, of: contract)
        }
    }

    @Test func decisionSentTwice_paysOnce() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        let key = house.key
        for _ in 0..<2 {
            try await house.market.deliveries.decide(
                .acceptAll, on: 1, of: contract, by: TradeHouse.buyer, key: key)
        }
        #expect(try house.purse() == [0, 500, 500])
    }

    @Test func cancelledContract_releasesWhatIsStillHeld() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        try await house.decide(.acceptAll, lot: 1, of: contract)
        let contracts = house.market.contracts
        try await contracts.askToCancel(contract, reason: "The product is given up", by: TradeHouse.buyer)
        await #expect(throws: ContractRefusal.nothingToAgree) {
            try await contracts.agreeToCancel(contract, by: TradeHouse.buyer, key: house.key)
        }
        try await contracts.agreeToCancel(contract, by: TradeHouse.vendor, key: house.key)
        #expect(try house.purse() == [500, 0, 500])
        #expect(try contracts.page(contract, for: TradeHouse.buyer).contract.state == .cancelled)
    }

    @Test func overdueContract_endsWithoutTheVendor_butNotWithAnOpenDelivery() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        let contracts = house.market.contracts
        let due = try contracts.page(contract, for: TradeHouse.buyer).contract.deliverBy
        await #expect(throws: ContractRefusal.notOverdue(until: .endOfDay(shanghai: due))) {
            try await contracts.cancelForNonDelivery(contract, by: TradeHouse.buyer, key: house.key)
        }
        try await house.deliver([1, 2], lot: 1, of: contract)
        house.clock.set(Instant(shanghai: due.advanced(byDays: 1)))
        await #expect(throws: ContractRefusal.deliveryOpen) {
            try await contracts.cancelForNonDelivery(contract, by: TradeHouse.buyer, key: house.key)
        }
        try await house.decide(.acceptAll, lot: 1, of: contract)
        try await contracts.cancelForNonDelivery(contract, by: TradeHouse.buyer, key: house.key)
        #expect(try house.purse() == [500, 0, 500])
    }

    @Test func review_showsLabelsUnderstood() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.deliver([1, 2], lot: 1, of: contract)
        let review = try house.market.deliveries.review(1, of: 1, in: contract, for: TradeHouse.buyer)
        #expect(review.annotations.first?.results.map(\.value) == [.choices(["good"])])
        #expect(review.next == 2)
        #expect(review.mayMark)
        #expect(throws: CommonRefusal.notFound) {
            try house.market.deliveries.review(1, of: 1, in: contract, for: TradeHouse.rival)
        }
    }
}
