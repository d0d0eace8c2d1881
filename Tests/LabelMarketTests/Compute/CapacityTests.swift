import LabelMarket
import Testing

struct CapacityTests {
    private static func hour(_ number: Int) -> Instant { Instant(milliseconds: Int64(number) * 3_600_000) }

    @Test(arguments: 1...200) func free_agreesWithCountingEveryHour(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        let cards = Int.random(in: 1...20, using: &random)
        let uses = (0..<Int.random(in: 0...12, using: &random)).map { _ in
            let from = Int.random(in: 0..<40, using: &random)
            return CardUse(
                from: Self.hour(from), to: Self.hour(from + Int.random(in: 1...15, using: &random)),
                cards: Int.random(in: 1...9, using: &random))
        }
        let (first, last) = (5, 45)
        let spans = Capacity.free(cards, uses: uses, from: Self.hour(first), to: Self.hour(last))
        var counted: [Int] = []
        for hour in first..<last {
            let now = Self.hour(hour)
            let used = uses.filter { $0.from <= now && now < $0.to }.reduce(0) { $0 + $1.cards }
            counted.append(used)
            let span = spans.first { $0.from <= now && now < $0.to }
            #expect(span?.cards == cards - used, "seed \(seed), hour \(hour)")
        }
        #expect(Capacity.peak(of: uses, from: Self.hour(first), to: Self.hour(last)) == max(0, counted.max() ?? 0))
        #expect(spans.first?.from == Self.hour(first) && spans.last?.to == Self.hour(last))
        #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.to == $1.from && $0.cards != $1.cards })
    }

    @Test func largest_isTheBiggestRectangle() {
        let free = [
            FreeCards(from: Self.hour(0), to: Self.hour(2), cards: 9), FreeCards(from: Self.hour(2), to: Self.hour(9), cards: 3),
            FreeCards(from: Self.hour(9), to: Self.hour(10), cards: 0),
        ]
        #expect(Capacity.largest(in: free) == CardUse(from: Self.hour(0), to: Self.hour(9), cards: 3))
        #expect(Capacity.largest(in: [FreeCards(from: Self.hour(0), to: Self.hour(1), cards: 0)]) == nil)
    }

    @Test(arguments: [
        ("2026-12-01 08:00", "2026-12-01T00:00:00.000Z"), ("2026-12-01T08:00", "2026-12-01T00:00:00.000Z"),
        ("2026-12-01T08:00Z", "2026-12-01T08:00:00.000Z"), ("2026-12-01T08:00:00.5+00:00", "2026-12-01T08:00:00.500Z"),
        ("2026-12-01T08:00+0800", "2026-12-01T00:00:00.000Z"), ("2026年12月1日 8:00", "2026-12-01T00:00:00.000Z"),
        ("２０２６-１２-０１　０８：００", "2026-12-01T00:00:00.000Z"), ("2026-12-01 00:00-05:00", "2026-12-01T05:00:00.000Z"),
        ("2026-12-01 24:00", "2026-12-01T16:00:00.000Z"), ("2026-12-01 08:00 UTC", "2026-12-01T08:00:00.000Z"),
    ]) func moment_isReadWithItsZone(typed: String, iso: String) {
        #expect(Instant(typed: typed)?.isoText == iso)
    }

    @Test(arguments: [
        "2026-12-01", "08:00", "2026-02-30 08:00", "2026-12-01 25:00", "2026-12-01 08:60", "2026-12-01T08:00Z+08:00",
        "2026-12-01 24:01", "tomorrow", "2026-12-01 08:00+25:00", "",
    ]) func moment_isNotGuessed(typed: String) {
        #expect(Instant(typed: typed) == nil)
    }

    @Test func hubs_areEightWithTenClusters() {
        #expect(Hub.all.count == 8)
        #expect(Hub.all.flatMap(\.clusters).count == 10)
        #expect(Set(Hub.all.flatMap(\.clusters).map(\.key)).count == 10)
        #expect(Hub.latencySources.count == 3)
        #expect(Hub.all.allSatisfy { hub in hub.clusters.allSatisfy { $0.regions.allSatisfy(hub.serves) } })
    }

    @Test(arguments: [
        ("310000", "310000", LatencyTier.city), ("310000", "340200", .region), ("310000", "621000", .country),
        ("621000", "621000", .city), ("620000", "621000", .region), ("620000", "620000", .region),
        ("110000", "130700", .region), ("510100", "500000", .region),
    ]) func latency_followsThePlaces(firm: String, site: String, tier: LatencyTier) throws {
        let place = try #require(Region(code: site))
        #expect(
            LatencyTier.between(try #require(Region(code: firm)), place, hub: Hub.all.first { $0.serves(place) }) == tier)
    }
}
