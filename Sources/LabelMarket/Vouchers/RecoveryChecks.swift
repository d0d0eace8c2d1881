package import Storage

/// What the recoveries imply about the books.
package enum RecoveryChecks {
    private static let debts = Invariant(
        "recoveries", "every demand, interest, repayment and write-off is in the books, and nothing else is")

    package static let recoveries = Verification.Check(debts) { transaction, report in
        try transaction.each(
            """
            SELECT recovery.id, recovery.amount_fen,
              (SELECT COALESCE(SUM(amount), 0) FROM transfer WHERE reference_kind = 'recovery'
                AND reference_id = recovery.id AND kind = 'clawback'),
              (SELECT COALESCE(SUM(amount_fen), 0) FROM recovery_payment WHERE recovery_payment.recovery = recovery.id),
              (SELECT COALESCE(SUM(amount), 0) FROM transfer WHERE reference_kind = 'recovery'
                AND reference_id = recovery.id AND kind = 'deposit'),
              (SELECT COALESCE(SUM(amount_fen), 0) FROM recovery_interest WHERE recovery_interest.recovery = recovery.id),
              (SELECT COALESCE(SUM(amount), 0) FROM transfer WHERE reference_kind = 'interest'
                AND reference_id = recovery.id AND kind = 'clawback'),
              (SELECT COALESCE(SUM(amount_fen), 0) FROM recovery_write_off
                WHERE recovery_write_off.recovery = recovery.id AND state = 'approved'),
              (SELECT COALESCE(SUM(amount), 0) FROM transfer WHERE reference_kind = 'recovery'
                AND reference_id = recovery.id AND kind = 'write_off')
            FROM recovery ORDER BY recovery.id
            """
        ) { row in
            let place = "recovery \(try row.at(0, as: ID<RecoveryMark>.self))"
            let pairs = [(1, "demands"), (3, "has repaid"), (5, "has charged"), (7, "gives up")]
            for (column, word) in pairs {
                let (stated, booked): (Int64, Int64) = (try row.at(column), try row.at(column + 1))
                if stated != booked { report.add(debts, at: place, "\(word) \(stated) fen, the books \(booked)") }
            }
        }
        try transaction.each(
            """
            SELECT book, sequence FROM transfer
            WHERE (debit_kind = 'receivable' AND kind = 'clawback' AND reference_kind NOT IN ('recovery', 'interest'))
              OR (credit_kind = 'receivable' AND kind = 'write_off' AND reference_kind <> 'recovery')
            """
        ) { row in
            report.add(
                debts, at: "book \(try row.at(0, as: ID<Book>.self)) transfer \(try row.at(1, as: Int64.self))",
                "moves a debt that no recovery names")
        }
    }
}
