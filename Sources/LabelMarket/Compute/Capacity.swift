/// Cards in use between two moments.
package struct CardUse: Hashable, Sendable {
    package let from: Instant
    package let to: Instant
    package let cards: Int

    package init(from: Instant, to: Instant, cards: Int) {
        self.from = from
        self.to = to
        self.cards = cards
    }
}

/// Exact arithmetic of cards over time: a sweep over the moments at which anything changes.
package enum Capacity {
    /// The most cards in use at one instant of `from..<to`.
    /// - Complexity: O(n log n).
    package static func peak(of uses: [CardUse], from: Instant, to: Instant) -> Int {
        var most = 0
        for span in levels(of: uses, from: from, to: to) { most = max(most, span.cards) }
        return most
    }

    /// What is left of `cards` over `from..<to`, in order, without gaps; neighbours differ. Negative where more is in use
    /// than there is.
    /// - Complexity: O(n log n).
    package static func free(_ cards: Int, uses: [CardUse], from: Instant, to: Instant) -> [FreeCards] {
        levels(of: uses, from: from, to: to).map { FreeCards(from: $0.from, to: $0.to, cards: cards - $0.cards) }
    }

    /// Cards in use, span by span.
    private static func levels(of uses: [CardUse], from: Instant, to: Instant) -> [CardUse] {
        guard from < to else { return [] }
        var changes: [(at: Instant, cards: Int)] = []
        for use in uses where use.from < to && use.to > from && use.from < use.to {
            changes.append((max(use.from, from), use.cards))
            if use.to < to { changes.append((use.to, -use.cards)) }
        }
        changes.sort { $0.at < $1.at }
        var levels: [CardUse] = []
        var (begin, level) = (from, 0)
        func close(at end: Instant) {
            guard begin < end else { return }
            if let last = levels.last, last.cards == level {
                levels[levels.count - 1] = CardUse(from: last.from, to: end, cards: level)
            } else {
                levels.append(CardUse(from: begin, to: end, cards: level))
            }
        }
        for change in changes {
            close(at: change.at)
            begin = change.at
            level += change.cards
        }
        close(at: to)
        return levels
    }

    /// The most card-hours that one booking of constant width can take of `free`, and where.
    /// - Complexity: O(n²).
    package static func largest(in free: [FreeCards]) -> CardUse? {
        var best: (use: CardUse, size: Int64)?
        for (index, first) in free.enumerated() {
            var width = first.cards
            for span in free[index...] {
                width = min(width, span.cards)
                if width <= 0 { break }
                let size = Int64(width) * (span.to.since(first.from).milliseconds / 3_600_000)
                if size > best?.size ?? 0 { best = (CardUse(from: first.from, to: span.to, cards: width), size) }
            }
        }
        return best?.use
    }
}
