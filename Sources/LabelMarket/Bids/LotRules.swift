/// How a contract's items and money are cut into lots, and how a lot's money follows its accepted items.
package enum LotRules {
    /// Items 1 to `itemCount` in lots of `size`; the last lot takes what is left.
    package static func ranges(itemCount: Int, size: Int) -> [ClosedRange<Int>] {
        guard itemCount > 0, size > 0 else { return [] }
        return stride(from: 1, through: itemCount, by: size).map { first in
            first...min(itemCount, first + size - 1)
        }
    }

    /// The price over the lots by their items, to the fen.
    /// - Throws: ``MoneyOverflow`` when there is no item.
    package static func prices(of price: Money, over ranges: [ClosedRange<Int>]) throws(MoneyOverflow) -> [Money] {
        try price.split(by: ranges.map { Int64($0.count) })
    }

    /// What each source gives to each lot: a row a lot, a column a source. Rows sum to the lots' prices and columns to
    /// the sources' amounts, exactly: each lot is split in proportion to what the sources still have to give.
    /// - Precondition: `prices` and `sources` have the same sum.
    /// - Complexity: O(lots × sources · log sources).
    package static func shares(of prices: [Money], from sources: [Money]) throws(MoneyOverflow) -> [[Money]] {
        var left = sources
        var rows: [[Money]] = []
        for price in prices {
            guard price > .zero else {
                rows.append(sources.map { _ in .zero })
                continue
            }
            let row = try price.split(by: left.map(\.fen))
            for (index, share) in row.enumerated() { left[index] = try left[index].subtracting(share) }
            rows.append(row)
        }
        return rows
    }

    /// What `accepted` of `count` items of a lot earn, rounded down to the fen.
    package static func earned(_ price: Money, accepted: Int, of count: Int) throws(MoneyOverflow) -> Money {
        try price.scaledDown(Int64(accepted), over: Int64(count)).money
    }

    /// The part of each hold that is captured when a lot earns `earned`: by the largest remainder, never above a hold.
    package static func captures(_ earned: Money, from holds: [Money]) throws(MoneyOverflow) -> [Money] {
        guard earned > .zero else { return holds.map { _ in .zero } }
        return try earned.split(by: holds.map(\.fen))
    }
}
