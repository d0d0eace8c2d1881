import Testing

@testable import Matching

@Suite struct CoverFinderTests {
    /// Cuts hold for every choice of at most one item a job that the capacity allows, items outside the mixture included.
    @Test(arguments: 0..<200) func best_randomResource_holdsForEveryChoice(seed: Int) {
        var random = TinyMarket(seed: 7000 + seed)
        var items: [CoverFinder.Item] = [], starts = [0]
        let capacity = Double(random.pick(10...25))
        for _ in 0..<random.pick(3...7) {
            for _ in 0..<random.pick(1...3) {
                let share = random.pick(0...2) == 0 ? 0 : Double(random.pick(0...9)) / 12
                items.append(.init(units: Double(random.pick(2...10)), share: share))
            }
            starts.append(items.count)
        }
        var finder = CoverFinder(capacity: capacity, items: items, starts: starts)
        guard let cut = finder.best(of: 3, least: 0.001) else { return }
        #expect(zip(items, cut.counts).reduce(0) { $0 + $1.0.share * Double($1.1) } > Double(cut.limit))
        func check(_ job: Int, _ units: Double, _ count: Int) {
            guard units <= capacity else { return }
            #expect(count <= cut.limit)
            guard job + 1 < starts.count else { return }
            check(job + 1, units, count)
            for item in starts[job]..<starts[job + 1] { check(job + 1, units + items[item].units, count + Int(cut.counts[item])) }
        }
        check(0, 0, 0)
    }

    /// Three jobs of six units each and room for twelve: at most two of them, and a job that needs it all counts for both.
    @Test func best_threeOfTwo_countsTheGreatJobTwice() throws {
        let small = CoverFinder.Item(units: 6, share: 0.7), great = CoverFinder.Item(units: 12, share: 0)
        var finder = CoverFinder(capacity: 12, items: [small, small, small, great], starts: [0, 1, 2, 3, 4])
        let found = finder.best(of: 3, least: 0.01)
        let cut = try #require(found)
        #expect(cut.limit == 2)
        #expect(cut.counts == [1, 1, 1, 2])
    }
}
