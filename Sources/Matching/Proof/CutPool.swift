/// Valid inequalities of single resources, each with a price, as amounts on the uses of plans.
///
/// A cut Σ count × (plan taken) ≤ limit is one more resource: its price times its count is charged to each plan, its price times its
/// limit added to the bound (relax and cut: Lucena, "Non delayed relax-and-cut algorithms", 2005). Cuts count uses of the full
/// market, for proofs; while prices move, only the uses that the reduced market copies are charged.
struct CutPool {
    struct Cut {
        var resource: Int32
        var limit: Double
        /// In `entryUse` and `entryCount`.
        var entries: Range<Int>
        /// In `stageUse` and `stageCount`.
        var stageEntries = 0..<0
        /// Grid units for one count.
        var price = 0.0
        /// Running mean of the price.
        var smooth = 0.0
        /// What a step of 1 moves the price by when the cut is wholly overused.
        var scale: Double
        /// Mean square of the excess.
        var spread = 0.05
        var age = 0
    }

    private(set) var cuts: [Cut] = []
    private var entryUse: [Int32] = []
    private var entryCount: [Float] = []
    private var stageUse: [Int32] = []
    private var stageCount: [Float] = []
    private let useCount: Int
    /// Uses of the full market that the reduced one copies, a bit for each, and how many bits are set before each word: a set with
    /// ranks (Jacobson, "Space-efficient static trees and graphs", 1989) in place of a table four bytes wide.
    private var isCopied: [UInt64] = []
    private var copiesBefore: [Int32] = []
    /// What each use of the reduced market pays for cuts at present, grid units.
    private(set) var stageExtra: [Double] = []
    private var known: [Int32: [Int]] = [:]

    init(uses: Int) { useCount = uses }

    mutating func add(resource: Int32, limit: Double, uses: [Int32], counts: [Float], scale: Double) {
        for index in known[resource] ?? [] where cuts[index].limit == limit && cuts[index].entries.count == uses.count {
            let range = cuts[index].entries
            if entryUse[range].elementsEqual(uses), entryCount[range].elementsEqual(counts) { return }
        }
        let start = entryUse.count
        entryUse += uses
        entryCount += counts
        known[resource, default: []].append(cuts.count)
        cuts.append(Cut(resource: resource, limit: limit, entries: start..<entryUse.count, scale: scale))
        enter(cuts.count - 1)
    }

    /// Forgets cuts that have cost nothing for a while.
    mutating func dropIdle(after age: Int) {
        var kept: [Cut] = [], uses: [Int32] = [], counts: [Float] = []
        known.removeAll(keepingCapacity: true)
        for var cut in cuts where cut.price > 0 || cut.age < age {
            let start = uses.count
            uses += entryUse[cut.entries]
            counts += entryCount[cut.entries]
            cut.entries = start..<uses.count
            known[cut.resource, default: []].append(kept.count)
            kept.append(cut)
        }
        guard kept.count < cuts.count else { return }
        (cuts, entryUse, entryCount) = (kept, uses, counts)
        enterAll()
    }

    // MARK: Stage

    /// Charges the uses of another reduced market from now on.
    /// - Parameter numbers: for each of its uses the one of the full market that it copies, rising.
    mutating func setStage(_ numbers: [Int32]) {
        isCopied = .init(repeating: 0, count: useCount / 64 + 1)
        copiesBefore = .init(repeating: 0, count: isCopied.count)
        for number in numbers { isCopied[Int(number) >> 6] |= 1 << UInt64(number & 63) }
        var sum: Int32 = 0
        for word in isCopied.indices {
            copiesBefore[word] = sum
            sum += Int32(isCopied[word].nonzeroBitCount)
        }
        stageExtra = .init(repeating: 0, count: numbers.count)
        enterAll()
    }

    private mutating func enterAll() {
        stageUse.removeAll(keepingCapacity: true)
        stageCount.removeAll(keepingCapacity: true)
        for use in stageExtra.indices { stageExtra[use] = 0 }
        for index in cuts.indices { enter(index) }
    }

    private func copy(of use: Int32) -> Int32? {
        let word = isCopied[Int(use) >> 6], bit: UInt64 = 1 << UInt64(use & 63)
        return word & bit == 0 ? nil : copiesBefore[Int(use) >> 6] + Int32((word & (bit - 1)).nonzeroBitCount)
    }

    private mutating func enter(_ index: Int) {
        let start = stageUse.count, price = cuts[index].price
        for entry in cuts[index].entries {
            guard let use = copy(of: entryUse[entry]) else { continue }
            stageUse.append(use)
            stageCount.append(entryCount[entry])
            stageExtra[Int(use)] += price * Double(entryCount[entry])
        }
        cuts[index].stageEntries = start..<stageUse.count
    }

    // MARK: Prices

    /// Moves every price by how far its cut is from being met by the plans taken, and charges the uses accordingly.
    /// - Parameter share: of the new price in its running mean.
    mutating func move(_ step: Double, isTaken: [Bool], share: Double) {
        stageExtra.withUnsafeMutableBufferPointer { extra in
            isTaken.withUnsafeBufferPointer { isTaken in
                stageUse.withUnsafeBufferPointer { uses in
                    stageCount.withUnsafeBufferPointer { counts in
                        cuts.withUnsafeMutableBufferPointer { cuts in
                            for index in cuts.indices {
                                Self.move(&cuts[index], step, extra, isTaken, uses, counts)
                                cuts[index].smooth += share * (cuts[index].price - cuts[index].smooth)
                            }
                        }
                    }
                }
            }
        }
    }

    private static func move(
        _ cut: inout Cut, _ step: Double, _ extra: UnsafeMutableBufferPointer<Double>, _ isTaken: UnsafeBufferPointer<Bool>,
        _ uses: UnsafeBufferPointer<Int32>, _ counts: UnsafeBufferPointer<Float>
    ) {
        var used: Float = 0
        for entry in cut.stageEntries where isTaken[Int(uses[entry])] { used += counts[entry] }
        let over = Double(used) - cut.limit
        guard over > 0 || cut.price > 0 else { return }
        let excess = PriceStep.levelled(max(-1, min(2, over / cut.limit)), &cut.spread)
        let moved = max(0, min(0x1p46, Grid.rounded(cut.price + step * cut.scale * excess)))
        let change = moved - cut.price
        guard change != 0 else { return }
        cut.price = moved
        for entry in cut.stageEntries { extra[Int(uses[entry])] += change * Double(counts[entry]) }
    }

    mutating func grow() { for index in cuts.indices { cuts[index].age += 1 } }

    // MARK: Proofs

    /// What each use of the full market pays at the cuts' mean prices, grid units.
    var extra: [Double] { charges()?.uses ?? .init(repeating: 0, count: useCount) }

    /// What each use of the full market pays at the cuts' mean prices, and price times limit of all cuts, in grid units.
    /// - Returns: nil unless every sum stayed a whole number that a Double holds exactly.
    func charges() -> (uses: [Double], constant: Int128)? {
        var extra = [Double](repeating: 0, count: useCount), constant: Int128 = 0
        for cut in cuts {
            let price = Grid.rounded(cut.smooth)
            guard price > 0 else { continue }
            constant += Int128(Int64(price)) * Int128(Int64(cut.limit))
            for entry in cut.entries {
                extra[Int(entryUse[entry])] += price * Double(entryCount[entry])
                guard extra[Int(entryUse[entry])] < 0x1p52 else { return nil }
            }
        }
        return (extra, constant)
    }
}
