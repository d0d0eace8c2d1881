/// The money rules of a programme that hold for one case, gathered before anything is worked out: so the order of the
/// clauses does not matter.
struct AmountRules {
    struct UsedCap {
        var cap: Cap
        var used: Money
    }

    struct Ceiling {
        var share: BasisPoints
        var others: Money
    }

    var rate: BasisPoints?
    var base = RateBase.signedContract
    var arithmetic = Arithmetic()
    var caps: [UsedCap] = []
    var ceilings: [Ceiling] = []
    var floor: Money?
    var scopes: [LineItemScope] = []
    var isProven = true

    /// Works the amount out.
    /// - Parameter isAward: the programme pays makers or target letters, not a part of a price: what its cap states is
    ///   what it gives at most.
    /// - Returns: nil without a rate, and for an award without a stated amount.
    /// - Throws: ``MoneyOverflow``.
    func amount(of contract: Case.Contract, isAward: Bool = false) throws(MoneyOverflow) -> VoucherAmount? {
        guard let rate else { return isAward ? try award() : nil }
        let price = try contract.price()
        var steps: [AmountStep] = []
        steps.reserveCapacity(8)
        steps.append(.price(price))
        let eligible = try covered(contract.items)
        if eligible != price { steps.append(.covered(eligible, leavingOut: try price.subtracting(eligible))) }
        let baseAmount = try base(of: contract, price: price, eligible: eligible, &steps)
        let fraction = try days(of: contract, baseAmount, &steps)
        let top = Int128(baseAmount.fen) * Int128(fraction.inside) * Int128(rate)
        let bottom = Int128(fraction.all) * 10_000
        guard let shown = Int64(exactly: top / bottom) else { throw MoneyOverflow() }
        steps.append(.rate(rate, Money(fen: shown)))
        var voucher = try arithmetic.round(top, over: bottom)
        if voucher.fen != shown || top % bottom != 0 { steps.append(.rounded(arithmetic, voucher)) }
        voucher = try limited(voucher, price: price, &steps)
        if baseAmount < voucher {
            voucher = baseAmount
            steps.append(.priceLimit(voucher))
        }
        if let floor, voucher < floor {
            voucher = .zero
            steps.append(.floor(floor, voucher))
        }
        let own = max(Money.zero, try max(price, baseAmount).subtracting(voucher))
        steps.append(.own(own))
        return VoucherAmount(base: baseAmount, voucher: voucher, own: own, isProven: isProven, steps: steps)
    }

    /// The stated amount of an award: the smallest of its caps, less what was used of them.
    private func award() throws(MoneyOverflow) -> VoucherAmount? {
        var steps: [AmountStep] = []
        var most: Money?
        for entry in caps {
            guard let amount = entry.cap.amount else { continue }
            let left = max(Money.zero, try amount.subtracting(entry.used))
            if let known = most, known <= left { continue }
            most = left
            steps.append(.cap(entry.cap, used: entry.used, left))
        }
        guard let most else { return nil }
        return VoucherAmount(base: most, voucher: most, own: .zero, isProven: isProven, steps: steps)
    }

    /// What the scopes let count; a line in no list of an including scope does not count yet.
    private func covered(_ items: [Case.LineItem]) throws(MoneyOverflow) -> Money {
        var sum = Money.zero
        for item in items where scopes.allSatisfy({ $0.covers(item.lineClass) == .pass }) {
            sum = try sum.adding(item.amount)
        }
        return sum
    }

    private func base(
        of contract: Case.Contract, price: Money, eligible: Money, _ steps: inout [AmountStep]
    ) throws(MoneyOverflow) -> Money {
        switch base {
        case .signedContract: return eligible
        case .approvedContract:
            guard let approved = contract.approved else { return eligible }
            let amount = min(approved, eligible)
            steps.append(.base(base, amount))
            return amount
        case .settledFee, .yearlyFee:
            guard let settled = contract.settled else { return eligible }
            steps.append(.base(base, settled))
            guard eligible != price, price.fen > 0 else { return eligible == price ? settled : .zero }
            let part = try settled.scaledDown(eligible.fen, over: price.fen).money
            steps.append(.coveredPart(part, of: eligible, outOf: price))
            return part
        }
    }

    private func days(
        of contract: Case.Contract, _ base: Money, _ steps: inout [AmountStep]
    ) throws(MoneyOverflow) -> (inside: Int64, all: Int64) {
        guard let window = arithmetic.proRata, let from = contract.from, let to = contract.to, from <= to else {
            return (1, 1)
        }
        let extra: Int64 = window.dayCount == .inclusive ? 1 : 0
        let all = to.dayNumber - from.dayNumber + extra
        let first = max(from, window.from)
        let last = min(to, window.to)
        let inside = last < first ? 0 : last.dayNumber - first.dayNumber + extra
        guard all > 0 else { return (1, 1) }
        steps.append(.days(inside: inside, of: all, try base.scaledDown(inside, over: all).money))
        return (inside, all)
    }

    private func limited(
        _ amount: Money, price: Money, _ steps: inout [AmountStep]
    ) throws(MoneyOverflow) -> Money {
        var voucher = amount
        for entry in caps {
            guard let most = entry.cap.amount else { continue }
            let left = max(Money.zero, try most.subtracting(entry.used))
            guard left < voucher else { continue }
            voucher = left
            steps.append(.cap(entry.cap, used: entry.used, voucher))
        }
        for ceiling in ceilings {
            let whole = try price.scaledDown(Int64(ceiling.share), over: 10_000).money
            let left = max(Money.zero, try whole.subtracting(ceiling.others))
            guard left < voucher else { continue }
            voucher = left
            steps.append(.ceiling(ceiling.share, others: ceiling.others, voucher))
        }
        return voucher
    }
}

extension LineItemScope {
    /// Whether a line of this class counts.
    package func covers(_ lineClass: LineClass) -> Outcome {
        if excluded.contains(lineClass) { return .fail }
        if included.isEmpty || included.contains(lineClass) { return .pass }
        return .notProven
    }
}
