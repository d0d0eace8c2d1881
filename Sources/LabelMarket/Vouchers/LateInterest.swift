/// Simple interest on money that comes back late, as a programme states it. Interest bears none itself, and what a firm
/// pays counts towards the demand first.
package struct LateInterest: Hashable, Sendable {
    /// Of the sum that is late, for each day.
    package var dailyRate: BasisPoints
    package var dayCount: Arithmetic.DayCount
    package var rounding: Arithmetic.Rounding

    /// What came back, and on which day.
    package struct Repaid: Hashable, Sendable {
        package var day: CivilDate
        package var amount: Money

        package init(day: CivilDate, amount: Money) {
            self.day = day
            self.amount = amount
        }
    }

    /// - Parameter programme: its rule on recovery gives the rate, its arithmetic the rounding and the counting of days;
    ///   where it has none, amounts are cut off and the first day is not counted.
    /// - Returns: nil where no text states a rate.
    package init?(_ programme: Programme) {
        var rate: BasisPoints?
        (dayCount, rounding) = (.exclusive, .truncate)
        for clause in programme.clauses {
            switch clause.rule {
            case .recovery(let recovery): rate = recovery.dailyRate
            case .arithmetic(let arithmetic):
                rounding = arithmetic.rounding
                dayCount = arithmetic.proRata?.dayCount ?? .exclusive
            default: continue
            }
        }
        guard let rate else { return nil }
        dailyRate = rate
    }

    package init(dailyRate: BasisPoints, dayCount: Arithmetic.DayCount, rounding: Arithmetic.Rounding) {
        self.dailyRate = dailyRate
        self.dayCount = dayCount
        self.rounding = rounding
    }

    /// Days for which a sum that was due on `due` is late on `day`; 0 until then.
    package func daysLate(_ day: CivilDate, after due: CivilDate) -> Int64 {
        guard day > due else { return 0 }
        return day.dayNumber - due.dayNumber + (dayCount == .inclusive ? 1 : 0)
    }

    /// The interest on `principal` at the end of `day`: each part for the days that it was late, rounded once, to the fen.
    /// - Throws: ``MoneyOverflow``
    /// - Complexity: O(n log n) in the repayments.
    package func amount(
        on principal: Money, due: CivilDate, repaid: [Repaid], at day: CivilDate
    ) throws(MoneyOverflow) -> Money {
        var left = principal.fen
        var fenDays: Int128 = 0
        for part in repaid.sorted(by: { $0.day < $1.day }) {
            let counted = min(left, part.amount.fen)
            fenDays += Int128(counted) * Int128(daysLate(part.day, after: due))
            left -= counted
        }
        fenDays += Int128(left) * Int128(daysLate(day, after: due))
        return try Arithmetic(rounding: rounding).round(fenDays * Int128(dailyRate), over: 10_000)
    }
}
