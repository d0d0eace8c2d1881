/// In which order windows are listed.
package enum WindowOrder: String, Sendable, Hashable {
    case start
    /// A buyer's by what it would pay itself, everyone else's by the price of a card-hour.
    case price
}

/// Where in a list by price a window stands.
package struct PricePlace: Sendable, Hashable, Comparable {
    /// What the list is ordered by.
    package let price: Money
    package let window: ID<ComputeWindow>

    package init(price: Money, window: ID<ComputeWindow>) {
        self.price = price
        self.window = window
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.price == right.price ? left.window < right.window : left.price < right.price
    }
}

/// How many windows a list by price after vouchers looked at.
package struct WindowComparison: Sendable, Hashable {
    /// Windows that the filter lets through, before anything is said of what the buyer pays.
    package let matching: Int
    /// Those of them that were priced: the ones with the lowest price before vouchers.
    package let compared: Int
    package var isWhole: Bool { compared == matching }
}

extension WindowList {
    /// The `count` windows that `filter` lets through and that come first by `key` and id, those at or before `place` left
    /// out, in that order; and how many it lets through in all.
    /// - Complexity: O(windows · log `count`)
    func lowest(
        _ count: Int, _ filter: WindowFilter, after place: PricePlace?, at now: Instant, by key: (ListedWindow) -> Money
    ) -> (found: [(place: PricePlace, window: ListedWindow)], matching: Int) {
        var found: [(place: PricePlace, window: ListedWindow)] = []
        var matching = 0
        each(filter, from: startIndex(filter, at: now), at: now) { window in
            matching += 1
            let here = PricePlace(price: key(window), window: window.id)
            if let place, here <= place { return true }
            if found.count == count, let last = found.last, here > last.place { return true }
            var (low, high) = (0, found.count)
            while low < high {
                let middle = (low + high) / 2
                if found[middle].place < here { low = middle + 1 } else { high = middle }
            }
            found.insert((here, window), at: low)
            if found.count > count { found.removeLast() }
            return true
        }
        return (found, matching)
    }
}
