/// What a voucher pays of a price, with every step of the arithmetic.
package struct VoucherAmount: Hashable, Sendable {
    /// What the rate is taken of.
    package let base: Money
    package let voucher: Money
    /// The rest of the contract price.
    package let own: Money
    /// Whether every figure that went in is known; else the amount is an estimate.
    package let isProven: Bool
    package let steps: [AmountStep]
}

/// One step of the arithmetic, with the amount after it.
package enum AmountStep: Hashable, Sendable {
    case price(Money)
    case covered(Money, leavingOut: Money)
    case base(RateBase, Money)
    /// The settled fee, cut down to the part of the price that is covered.
    case coveredPart(Money, of: Money, outOf: Money)
    /// Days inside the window over days of the contract; the amount is shown cut off to the fen, the next step goes on
    /// with the exact fraction.
    case days(inside: Int64, of: Int64, Money)
    /// Cut off to the fen for showing; rounding follows.
    case rate(BasisPoints, Money)
    case rounded(Arithmetic, Money)
    case cap(Cap, used: Money, Money)
    case ceiling(BasisPoints, others: Money, Money)
    /// Never more than what is bought.
    case priceLimit(Money)
    case floor(Money, Money)
    case own(Money)

    package var amount: Money {
        switch self {
        case .price(let money), .covered(let money, _), .base(_, let money), .coveredPart(let money, _, _),
            .days(_, _, let money), .rate(_, let money), .rounded(_, let money), .cap(_, _, let money),
            .ceiling(_, _, let money), .priceLimit(let money), .floor(_, let money), .own(let money):
            money
        }
    }

    package var sentence: Bilingual {
        let result = Bilingual.money(amount)
        let words = label
        return Bilingual(en: words.en + ": " + result.en, zh: words.zh + "：" + result.zh)
    }

    private var label: Bilingual {
        switch self {
        case .price: return Bilingual(en: "contract price", zh: "合同价")
        case .covered(_, let out):
            let money = Bilingual.money(out)
            return Bilingual(en: "covered lines, leaving out \(money.en)", zh: "可支持的明细，剔除\(money.zh)")
        case .base(let base, _): return Bilingual(en: base.name.en, zh: base.name.zh)
        case .coveredPart(_, let part, let whole):
            let (top, bottom) = (Bilingual.money(part), Bilingual.money(whole))
            return Bilingual(en: "× \(top.en) ÷ \(bottom.en) covered", zh: "×可支持部分\(top.zh)÷\(bottom.zh)")
        case .days(let inside, let all, _): return Bilingual(en: "× \(inside) ÷ \(all) days", zh: "×\(inside)天÷\(all)天")
        case .rate(let rate, _):
            let share = Bilingual.percent(rate).en
            return Bilingual(en: "× \(share)", zh: "×\(share)")
        case .rounded(let arithmetic, _): return arithmetic.roundingLabel
        case .cap(let cap, let used, _):
            let (most, spent) = (Bilingual.money(cap.amount), Bilingual.money(used))
            return Bilingual(
                en: "cap of \(most.en) \(cap.period.name.en), \(spent.en) used",
                zh: "\(cap.period.name.zh)上限\(most.zh)，已用\(spent.zh)")
        case .ceiling(let share, let others, _):
            let (text, money) = (Bilingual.percent(share).en, Bilingual.money(others))
            return Bilingual(
                en: "together at most \(text) of the contract, others pay \(money.en)",
                zh: "合计不超过合同金额的\(text)，其他已补助\(money.zh)")
        case .priceLimit: return Bilingual(en: "not more than what is bought", zh: "不超过所购金额")
        case .floor(let least, _):
            let money = Bilingual.money(least)
            return Bilingual(en: "below the minimum of \(money.en)", zh: "低于起付额\(money.zh)")
        case .own: return Bilingual(en: "own share", zh: "自付")
        }
    }
}

extension Arithmetic {
    fileprivate var roundingLabel: Bilingual {
        let quantum = Bilingual.money(Money(fen: quantumFen ?? 1))
        switch rounding {
        case .truncate: return Bilingual(en: "cut off to \(quantum.en)", zh: "截至\(quantum.zh)")
        case .halfUp: return Bilingual(en: "rounded half up to \(quantum.en)", zh: "四舍五入至\(quantum.zh)")
        case .halfEven: return Bilingual(en: "rounded half to even to \(quantum.en)", zh: "修约至\(quantum.zh)")
        case .up: return Bilingual(en: "rounded up to \(quantum.en)", zh: "进位至\(quantum.zh)")
        }
    }

    /// `numerator ÷ denominator` fen, rounded to the arithmetic's step.
    /// - Throws: ``MoneyOverflow``, also when the step is less than a fen.
    func round(_ numerator: Int128, over denominator: Int128) throws(MoneyOverflow) -> Money {
        guard let quantum = quantumFen, denominator > 0 else { throw MoneyOverflow() }
        let (step, overflow) = denominator.multipliedReportingOverflow(by: Int128(quantum))
        if overflow { throw MoneyOverflow() }
        var (count, rest) = numerator.quotientAndRemainder(dividingBy: step)
        switch rounding {
        case .truncate: break
        case .up: if rest > 0 { count += 1 }
        case .halfUp: if rest >= step - rest { count += 1 }
        case .halfEven:
            if rest > step - rest || (rest == step - rest && count % 2 == 1) { count += 1 }
        }
        guard let fits = Int64(exactly: count * Int128(quantum)) else { throw MoneyOverflow() }
        return Money(fen: fits)
    }
}
