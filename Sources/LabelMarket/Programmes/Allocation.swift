import Crypto

/// What a round gives when its applications ask for more than its pot holds.
package enum Allocation {
    package struct Application: Hashable, Sendable {
        package var id: Int64
        package var amount: Money
        package var contractSignedOn: CivilDate
        /// Settles ties of the day of signing.
        package var receivedAt: Instant

        package init(id: Int64, amount: Money, contractSignedOn: CivilDate, receivedAt: Instant) {
            self.id = id
            self.amount = amount
            self.contractSignedOn = contractSignedOn
            self.receivedAt = receivedAt
        }
    }

    /// What each application gets, in the order of `applications`; the sum is never above `pot`, and no application gets
    /// more than it asks.
    ///
    /// - By contract order and by lottery, applications are served in full in their order; the first that no longer fits
    ///   gets the rest, and those after it nothing.
    /// - In proportion, each gets its share cut off to the fen, and the fen left over go to the largest remainders.
    /// - Parameter seed: for the lottery: published bytes that decide the order, so that anyone can draw again. The order
    ///   is that of SHA-256 over the seed and the id as eight bytes, most significant first.
    /// - Throws: ``MoneyOverflow`` when the amounts do not add up to an amount, or one is negative.
    /// - Complexity: O(n log n).
    package static func allocate(
        _ applications: [Application], pot: Money, by method: Oversubscription, seed: [UInt8] = []
    ) throws(MoneyOverflow) -> [Money] {
        var total = Money.zero
        for application in applications {
            guard application.amount.fen >= 0 else { throw MoneyOverflow() }
            total = try total.adding(application.amount)
        }
        let available = max(Money.zero, pot)
        if total <= available { return applications.map(\.amount) }
        switch method {
        case .proRata: return try available.split(by: applications.map(\.amount.fen))
        case .contractOrder, .lottery:
            return serve(applications, in: order(applications, by: method, seed: seed), available)
        }
    }

    /// The places of `applications` in the order in which they are served: by the day of the contract, then by arrival; by
    /// lot; in proportion all at once, listed as by the contract.
    /// - Complexity: O(n log n).
    package static func order(_ applications: [Application], by method: Oversubscription, seed: [UInt8] = []) -> [Int] {
        switch method {
        case .lottery: return lotteryOrder(applications.map(\.id), seed: seed)
        case .contractOrder, .proRata:
            return applications.indices.sorted { left, right in
                let (one, other) = (applications[left], applications[right])
                return (one.contractSignedOn, one.receivedAt, one.id) < (
                    other.contractSignedOn, other.receivedAt, other.id
                )
            }
        }
    }

    /// The places of `ids` in the order of the draw.
    package static func lotteryOrder(_ ids: [Int64], seed: [UInt8]) -> [Int] {
        struct Ticket { let high: UInt64, low: UInt64, id: Int64, place: Int }
        var start = SHA256()
        start.update(data: seed)
        let tickets = ids.enumerated().map { place, id -> Ticket in
            var hash = start
            withUnsafeBytes(of: id.bigEndian) { hash.update(bufferPointer: $0) }
            let words = hash.finalize().withUnsafeBytes { bytes in
                (
                    bytes.loadUnaligned(as: UInt64.self).bigEndian,
                    bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
                )
            }
            return Ticket(high: words.0, low: words.1, id: id, place: place)
        }
        return tickets.sorted { ($0.high, $0.low, $0.id) < ($1.high, $1.low, $1.id) }.map(\.place)
    }

    private static func serve(_ applications: [Application], in order: [Int], _ available: Money) -> [Money] {
        var amounts = [Money](repeating: .zero, count: applications.count)
        var left = available.fen
        for place in order where left > 0 {
            let given = min(left, applications[place].amount.fen)
            amounts[place] = Money(fen: given)
            left -= given
        }
        return amounts
    }
}
