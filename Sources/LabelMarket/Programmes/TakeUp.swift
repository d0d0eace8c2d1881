package import Storage

/// Where the money of one book is, added up from its transfers.
package struct TakeUp: Hashable, Sendable {
    /// Paid in by the funders, less what went back to them.
    package let appropriated: Money
    /// Given to firms as vouchers, whatever became of them.
    package let granted: Money
    /// Reserved for contracts and not yet earned.
    package let held: Money
    /// Earned by suppliers.
    package let redeemed: Money
    /// Confirmed as paid by the bank.
    package let settled: Money
    package let expired: Money
    package let clawedBack: Money
    /// Of what was clawed back: spent money that firms still owe.
    package let owed: Money
    /// Charged to firms for paying back late.
    package let interest: Money
    /// Debts of firms that were given up.
    package let writtenOff: Money
    /// Still to be granted.
    package let available: Money

    /// `amount` as a part of the pot, in hundredths of a percent; 0 of an empty pot.
    package func basisPoints(of amount: Money) -> Int64 {
        guard appropriated.fen > 0 else { return 0 }
        return (try? Money(fen: amount.fen).scaledDown(10_000, over: appropriated.fen).money.fen) ?? 0
    }

    /// The state of `book` at the end of `moment`; now when none is given.
    /// - Complexity: linear in the transfers of the book.
    package static func of(
        _ book: ID<Book>, at moment: Instant? = nil, in transaction: ReadTransaction
    ) throws -> TakeUp {
        let last = moment ?? Instant(milliseconds: .max)
        let sums = try transaction.first(
            """
            SELECT
              COALESCE(SUM(CASE kind WHEN 'appropriate' THEN amount WHEN 'deappropriate' THEN -amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'grant' THEN amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'redeem' AND debit_kind = 'grant' THEN amount
                WHEN kind = 'refund' AND credit_kind = 'grant' THEN -amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'settle' AND phase = 'single' THEN amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'expire' THEN amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'clawback' AND reference_kind <> 'interest' THEN amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN phase IN ('single', 'post') AND credit_kind = 'pool' THEN amount
                WHEN phase IN ('single', 'post') AND debit_kind = 'pool' THEN -amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN phase IN ('single', 'post') AND debit_kind = 'receivable' THEN amount
                WHEN phase IN ('single', 'post') AND credit_kind = 'receivable' THEN -amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'clawback' AND reference_kind = 'interest' THEN amount ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN kind = 'write_off' AND debit_kind = 'pool' THEN amount ELSE 0 END), 0)
            FROM transfer WHERE book = \(book) AND at <= \(last)
            """
        ) { row in try (0..<10).map { index in try row.at(index, as: Int64.self) } }
        let held: Int64? = try transaction.value(
            """
            SELECT SUM(opened.amount) FROM transfer AS opened
            WHERE opened.book = \(book) AND opened.debit_kind = 'grant' AND opened.phase = 'hold' AND opened.at <= \(last)
              AND NOT EXISTS (SELECT 1 FROM transfer AS ended WHERE ended.book = opened.book
                AND ended.resolves = opened.sequence AND ended.at <= \(last))
            """, as: Int64?.self).flatMap { $0 }
        let figures = (sums ?? Array(repeating: 0, count: 10)).map(Money.init(fen:))
        return TakeUp(
            appropriated: figures[0], granted: figures[1], held: Money(fen: held ?? 0), redeemed: figures[2],
            settled: figures[3], expired: figures[4], clawedBack: figures[5], owed: figures[7], interest: figures[8],
            writtenOff: figures[9],
            available: figures[6])
    }
}
