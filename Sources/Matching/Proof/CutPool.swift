/// Valid inequalities of single resources, each with a price, as amounts on the uses of plans.
///
/// A cut Σ count × (plan taken) ≤ limit is one more resource: its price times its count is charged to each plan, its price times its
/// limit added to the bound (relax and cut: Lucena, "Non delayed relax-and-cut algorithms", 2005).
struct CutPool {
    struct Cut {
        var resource: Int32
        var limit: Double
        /// In `entryUse` and `entryCount`.
        var entries: Range<Int>
        /// Grid units for one count.
        var price: Double
        /// What a step of 1 moves the price by when the cut is wholly overused.
        var scale: Double
        var age: Int
    }

    private(set) var cuts: [Cut] = []
    private(set) var entryUse: [Int32] = []
    private(set) var entryCount: [Float] = []
    /// What each use pays for cuts, grid units; parallel to the instance's uses.
    private(set) var extra: [Double]
    private var known: [Int32: [Int]] = [:]

    init(uses: Int) { extra = .init(repeating: 0, count: uses) }

    /// Price times limit of all cuts.
    var constant: Int128 { cuts.reduce(0) { $0 + Int128($1.price) * Int128($1.limit) } }

    mutating func add(resource: Int32, limit: Double, uses: [Int32], counts: [Float], scale: Double) {
        for index in known[resource] ?? [] where cuts[index].limit == limit && cuts[index].entries.count == uses.count {
            let range = cuts[index].entries
            if entryUse[range].elementsEqual(uses), entryCount[range].elementsEqual(counts) { return }
        }
        let start = entryUse.count
        entryUse += uses
        entryCount += counts
        known[resource, default: []].append(cuts.count)
        cuts.append(Cut(resource: resource, limit: limit, entries: start..<entryUse.count, price: 0, scale: scale, age: 0))
    }

    /// Forgets cuts that have cost nothing for a while.
    mutating func dropIdle(after age: Int) {
        var kept: [Cut] = [], uses: [Int32] = [], counts: [Float] = []
        known.removeAll()
        for var cut in cuts where cut.price > 0 || cut.age < age {
            let start = uses.count
            uses += entryUse[cut.entries]
            counts += entryCount[cut.entries]
            cut.entries = start..<uses.count
            known[cut.resource, default: []].append(kept.count)
            kept.append(cut)
        }
        (cuts, entryUse, entryCount) = (kept, uses, counts)
    }

    /// Moves every price by how far its cut is from being met by the plans taken, and charges the uses accordingly.
    mutating func move(_ step: Double, taken: [Bool]) {
        extra.withUnsafeMutableBufferPointer { extra in
            taken.withUnsafeBufferPointer { taken in
                entryUse.withUnsafeBufferPointer { uses in
                    entryCount.withUnsafeBufferPointer { counts in
                        cuts.withUnsafeMutableBufferPointer { cuts in
                            for index in cuts.indices { Self.move(&cuts[index], step, extra, taken, uses, counts) }
                        }
                    }
                }
            }
        }
    }

    private static func move(
        _ cut: inout Cut, _ step: Double, _ extra: UnsafeMutableBufferPointer<Double>, _ taken: UnsafeBufferPointer<Bool>,
        _ uses: UnsafeBufferPointer<Int32>, _ counts: UnsafeBufferPointer<Float>
    ) {
        var used: Float = 0
        for entry in cut.entries where taken[Int(uses[entry])] { used += counts[entry] }
        let excess = Double(used) - cut.limit
        guard excess > 0 || cut.price > 0 else { return }
        let moved = max(0, min(0x1p46, (cut.price + step * cut.scale * max(-1, min(2, excess / cut.limit))).rounded()))
        let change = moved - cut.price
        guard change != 0 else { return }
        cut.price = moved
        for entry in cut.entries { extra[Int(uses[entry])] += change * Double(counts[entry]) }
    }

    /// Counts anew what each use pays. - Returns: whether every sum stayed a whole number that a Double holds exactly.
    mutating func recount() -> Bool {
        for use in extra.indices { extra[use] = 0 }
        for cut in cuts where cut.price > 0 {
            for entry in cut.entries { extra[Int(entryUse[entry])] += cut.price * Double(entryCount[entry]) }
        }
        return entryUse.allSatisfy { extra[Int($0)] < 0x1p52 }
    }

    mutating func grow() { for index in cuts.indices { cuts[index].age += 1 } }
}
