import LabelMarket
import Storage
import Testing

/// Known answers, the drawn sample, and what they say before anybody pays.
struct QualityTests {
    private func quality(
        _ house: TradeHouse, _ contract: ID<Contract>, for actor: LabelMarket.Actor = TradeHouse.buyer
    ) throws -> DeliveryQuality {
        try #require(try house.market.deliveries.page(1, of: contract, for: actor).quality)
    }

    private func setGold(_ house: TradeHouse, _ bytes: [UInt8], _ contract: ID<Contract>) async throws {
        try await house.market.deliveries.setGold(
            try house.house.blobs.put(bytes), of: contract, by: TradeHouse.buyer)
    }

    @Test func goldItems_scoreADelivery_forTheBuyerAlone() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await setGold(house, TradeHouse.labels([1, 2, 3], choice: "good"), contract)
        #expect(try house.market.deliveries.gold(of: contract, for: TradeHouse.buyer).items == [1, 2, 3])
        for stranger in [TradeHouse.vendor, TradeHouse.rival, TradeHouse.administrator] {
            #expect(throws: CommonRefusal.notFound) {
                try house.market.deliveries.gold(of: contract, for: stranger)
            }
        }
        try await house.upload(TradeHouse.labels([1], choice: "bad"), to: 1, of: contract)
        try await house.deliver([2], lot: 1, of: contract)
        let mine = try quality(house, contract)
        #expect((mine.gold?.scored, mine.gold?.right) == (2, 1))
        #expect(mine.goldBasisPoints == 5000)
        #expect(try quality(house, contract, for: TradeHouse.vendor).gold == nil)
        await #expect(throws: DeliveryRefusal.goldClosed) {
            try await setGold(house, TradeHouse.labels([1]), contract)
        }
    }

    @Test func goldFile_isTakenWholeOrNotAtAll() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        await #expect(throws: DeliveryRefusal.goldUnreadable(record: 2, code: "itemNotFound")) {
            try await setGold(house, TradeHouse.labels([1, 9]), contract)
        }
        #expect(try house.market.deliveries.gold(of: contract, for: TradeHouse.buyer).count == 0)
        try await setGold(house, TradeHouse.labels([1, 2]), contract)
        try await setGold(house, TradeHouse.labels([4]), contract)
        #expect(try house.market.deliveries.gold(of: contract, for: TradeHouse.buyer).items == [4])
        await #expect(throws: CommonRefusal.notFound) {
            try await house.market.deliveries.setGold(
                try house.house.blobs.put(TradeHouse.labels([1])), of: contract, by: TradeHouse.vendor)
        }
    }

    @Test func sample_isDrawnAtHandOver_countsDefects_andProposes() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        try await house.upload(TradeHouse.labels([1, 2]), to: 1, of: contract)
        #expect(try house.market.deliveries.page(1, of: contract, for: TradeHouse.buyer).quality == nil)
        try await house.deliver([1, 2], lot: 1, of: contract)
        #expect(try quality(house, contract).sample.proposal == .inspect(left: 2))
        #expect((try quality(house, contract).sample.acceptanceNumber, try quality(house, contract).sample.rejectionNumber) == (0, 1))
        try await house.market.deliveries.mark(item: 1, of: 1, in: contract, refusedBecause: nil, by: TradeHouse.buyer)
        #expect(try quality(house, contract).sample.proposal == .inspect(left: 1))
        #expect(try quality(house, contract).sampleBasisPoints == 10_000)
        try await house.market.deliveries.mark(item: 2, of: 1, in: contract, refusedBecause: nil, by: TradeHouse.buyer)
        #expect(try quality(house, contract).sample.proposal == .accept)
        try await house.market.deliveries.mark(item: 2, of: 1, in: contract, refusedBecause: "Wrong", by: TradeHouse.buyer)
        let measured = try quality(house, contract)
        #expect(measured.sample.proposal == .refuse)
        #expect((measured.sample.inspected, measured.sample.defects, measured.sampleBasisPoints) == (2, 1, 5000))
        // Either party can draw it again from the published seed.
        #expect(SampleRules.draw(2, of: [1, 2], seed: measured.sample.seed) == [1, 2])
        #expect(try quality(house, contract, for: TradeHouse.vendor).sample.seed == measured.sample.seed)
        await #expect(throws: ConstraintViolation.self) {
            try await house.house.database.write { _ = try $0.execute("UPDATE delivery_sample SET sample_size = 1") }
        }
        let listed = try house.market.deliveries.page(1, of: contract, for: TradeHouse.buyer, sampleOnly: true)
        #expect(listed.items.map(\.number) == [1, 2])
    }

    /// The published rule, done by hand for one seed; and every item has the same chance over many seeds.
    @Test func draw_isTheRuleThatIsPublished() {
        let seed = [UInt8](0..<32)
        let ranks = (1...5).map { item in sha256(seed + [0, 0, 0, 0, 0, 0, 0, UInt8(item)]) }
        let expected = (1...5).sorted { ranks[$0 - 1].lexicographicallyPrecedes(ranks[$1 - 1]) }.prefix(2).sorted()
        #expect(SampleRules.draw(2, of: [5, 4, 3, 2, 1], seed: seed) == expected)
        var random = SplitMix64(state: 4)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<4000 {
            let seed = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let drawn = SampleRules.draw(3, of: Array(1...10), seed: seed)
            #expect(Set(drawn).count == 3)
            for item in drawn { counts[item - 1] += 1 }
        }
        // 1,200 expected each; five standard deviations are 145.
        #expect(counts.allSatisfy { abs($0 - 1200) < 145 }, "\(counts)")
    }

    @Test func dueDelivery_isRemindedOnce_byLetterToo() async throws {
        let house = try await TradeHouse()
        let contract = try await house.contract()
        #expect(try await house.market.deliveries.remindDue() == 0)
        let deliverBy = try house.market.contracts.page(contract, for: TradeHouse.buyer).contract.deliverBy
        house.clock.set(Instant(shanghai: deliverBy.advanced(byDays: -3), hour: 9))
        #expect(try await house.market.deliveries.remindDue() == 1)
        #expect(try await house.market.deliveries.remindDue() == 0)
    }
}
