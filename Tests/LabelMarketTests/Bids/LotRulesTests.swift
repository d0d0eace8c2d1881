import LabelMarket
import Testing

struct LotRulesTests {
    @Test(
        arguments: [
            (4, 2, [1...2, 3...4]), (5, 2, [1...2, 3...4, 5...5]), (3, 10, [1...3]), (0, 2, []), (3, 0, []),
        ] as [(Int, Int, [ClosedRange<Int>])])
    func ranges_coverEveryItemOnce(items: Int, size: Int, expected: [ClosedRange<Int>]) {
        #expect(LotRules.ranges(itemCount: items, size: size) == expected)
    }

    /// Whatever the amounts: rows sum to lots, columns to sources, no share is negative.
    @Test func shares_sumToLotsAndSources() throws {
        var random = SplitMix64(state: 20_261_123)
        for _ in 0..<500 {
            let lots = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Money(fen: Int64.random(in: 0...10_000, using: &random))
            }
            let total = lots.reduce(0) { $0 + $1.fen }
            let first = Int64.random(in: 0...total, using: &random)
            let second = Int64.random(in: 0...(total - first), using: &random)
            let sources = [first, second, total - first - second].map { Money(fen: $0) }
            let shares = try LotRules.shares(of: lots, from: sources)
            #expect(zip(lots, shares).allSatisfy { lot, row in row.reduce(0) { $0 + $1.fen } == lot.fen })
            for index in sources.indices {
                #expect(shares.reduce(0) { $0 + $1[index].fen } == sources[index].fen)
            }
            #expect(shares.joined().allSatisfy { $0 >= .zero })
        }
    }

    @Test(
        arguments: [
            (1000, 2, 2, 1000), (1000, 1, 3, 333), (1000, 0, 3, 0), (7, 3, 4, 5),
            (9_000_000_000_000, 1, 1, 9_000_000_000_000),
        ] as [(Int64, Int, Int, Int64)])
    func earned_isProportionalAndRoundedDown(price: Int64, accepted: Int, items: Int, fen: Int64) throws {
        #expect(try LotRules.earned(Money(fen: price), accepted: accepted, of: items).fen == fen)
    }

    @Test func captures_neverExceedTheirHolds() throws {
        var random = SplitMix64(state: 7)
        for _ in 0..<500 {
            let holds = (0..<3).map { _ in Money(fen: Int64.random(in: 1...1000, using: &random)) }
            let total = holds.reduce(0) { $0 + $1.fen }
            let earned = Money(fen: Int64.random(in: 0...total, using: &random))
            let parts = try LotRules.captures(earned, from: holds)
            #expect(parts.reduce(0) { $0 + $1.fen } == earned.fen)
            #expect(zip(parts, holds).allSatisfy { $0 <= $1 })
        }
    }
}
