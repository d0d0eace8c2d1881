import Testing

@testable import Matching

@Suite struct ExactTests {
    @Test(arguments: [
        // Without the cut the mixture takes 5/6 of both; with it their sum may not pass 1.
        ([1.0, 1.0], 1.0), ([3.0, 2.0], 3.0),
    ])
    func simplex_rowAddedLater_isKept(cost: [Double], optimum: Double) {
        let simplex = Simplex(cost: cost, mostRows: 4)
        simplex.addRow([.init(index: 0, value: 1)], rhs: 1)
        simplex.addRow([.init(index: 1, value: 1)], rhs: 1)
        simplex.addRow([.init(index: 0, value: 6), .init(index: 1, value: 6)], rhs: 10)
        #expect(simplex.solve(limit: 100, cutoff: -.infinity) == .optimal)
        #expect(simplex.objective > optimum + 0.1)
        simplex.addRow([.init(index: 0, value: 1), .init(index: 1, value: 1)], rhs: 1)
        #expect(simplex.solve(limit: 100, cutoff: -.infinity) == .optimal)
        #expect(abs(simplex.objective - optimum) < 1e-6)
    }

    @Test func simplex_jobHeldWithoutColumns_isInfeasible() {
        let simplex = Simplex(cost: [5, 4], mostRows: 3)
        simplex.addRow([.init(index: 0, value: 1), .init(index: 1, value: 1)], rhs: 1)
        simplex.isTight[0] = true
        simplex.isShut[0] = true
        simplex.isShut[1] = true
        #expect(simplex.solve(limit: 100, cutoff: -.infinity) == .infeasible)
    }

    /// Every choice that keeps the capacity keeps the cut; the mixture that asked for it does not.
    @Test(arguments: 0..<60) func coverCuts_randomRow_holdForEveryChoice(seed: Int) {
        var random = TinyMarket(seed: 4000 + seed)
        var groups: [[CoverCuts.Item]] = [], values: [Double] = []
        for _ in 0..<random.pick(3...6) {
            var items: [CoverCuts.Item] = []
            for _ in 0..<random.pick(1...3) {
                items.append(.init(column: Int32(values.count), units: Double(random.pick(2...12))))
                values.append(Double(random.pick(0...9)) / 12)
            }
            groups.append(items)
        }
        let capacity = Double(random.pick(10...25))
        let cuts = CoverCuts(rows: [.init(capacity: capacity, groups: groups)])
        guard let cut = cuts.separate(0, values) else { return }
        var counts = [Double](repeating: 0, count: values.count)
        for entry in cut.entries { counts[Int(entry.index)] = entry.value }
        #expect(zip(counts, values).reduce(0) { $0 + $1.0 * $1.1 } > cut.limit)
        func check(_ group: Int, _ units: Double, _ count: Double) {
            guard units <= capacity else { return }
            #expect(count <= cut.limit)
            guard group < groups.count else { return }
            check(group + 1, units, count)
            for item in groups[group] { check(group + 1, units + item.units, count + counts[Int(item.column)]) }
        }
        check(0, 0, 0)
    }

    /// Three options of six in room for eleven exclude each other; what needs more than there is has no part in that, nor has
    /// what the simplex's rounding left behind. Entries name columns, whatever their order.
    @Test func coverCuts_optionAboveCapacity_isLeftOut() throws {
        let groups: [[CoverCuts.Item]] = [
            [.init(column: 4, units: 6)], [.init(column: 1, units: 12)], [.init(column: 0, units: 12), .init(column: 3, units: 6)],
            [.init(column: 2, units: 6)], [.init(column: 5, units: 5)],
        ]
        let cuts = CoverCuts(rows: [.init(capacity: 11, groups: groups)])
        let cut = try #require(cuts.separate(0, [0.3, 0.4, 0.6, 0.6, 0.6, 1e-9]))
        #expect(cut.entries.map(\.index) == [4, 3, 2])
        #expect(cut.entries.allSatisfy { $0.value == 1 })
        #expect(cut.limit == 1)
        #expect(abs(cut.violation - 0.8 / 3.0.squareRoot()) < 1e-9)
    }

    /// The brute-force check above means something only where there are cuts, and lifting only where some count for more than one.
    @Test func coverCuts_threeOfTwo_countTheGreatOptionTwice() throws {
        let groups: [[CoverCuts.Item]] = [
            [.init(column: 0, units: 6), .init(column: 1, units: 12)], [.init(column: 2, units: 6)], [.init(column: 3, units: 6)],
            [.init(column: 4, units: 12)],
        ]
        let cuts = CoverCuts(rows: [.init(capacity: 12, groups: groups)])
        let cut = try #require(cuts.separate(0, [0.7, 0, 0.7, 0.7, 0]))
        #expect(cut.limit == 2)
        #expect(cut.entries.map(\.index) == [0, 1, 2, 3, 4])
        #expect(cut.entries.map(\.value) == [1, 2, 1, 1, 2])
    }
}
