package import Storage

/// The posted transfers of a book in the language of Beancount 3, so that a program that is not ours can add them up.
///
/// Debits are positive. Every account is asserted at the end of every day on which it moved, from the post-images and not
/// from the movements. Source: https://beancount.github.io/docs/beancount_language_syntax.html
package enum BeancountJournal {
    /// Writes the journal of `book` piece by piece to `sink`.
    /// - Complexity: O(transfers) time; memory for accounts.
    package static func write(
        _ book: ID<Book>, in transaction: ReadTransaction, to sink: (String) throws -> Void
    ) throws {
        try sink("option \"title\" \"LabelMarket book \(book)\"\noption \"operating_currency\" \"CNY\"\n")
        var opened: Set<AccountKey> = []
        var moved: [AccountKey: Balance] = [:]
        var day: CivilDate?
        try transaction.each(
            """
            SELECT \(LedgerStore.columns) FROM transfer WHERE book = \(book) AND phase IN ('single', 'post')
            ORDER BY sequence
            """
        ) { row in
            let transfer = try LedgerStore.transfer(row)
            let date = transfer.at.shanghaiDate
            if let last = day, last != date {
                try assert(moved, on: last.advanced(byDays: 1), sink)
                moved = [:]
            }
            day = date
            for key in [transfer.debit, transfer.credit] where opened.insert(key).inserted {
                try sink("\n\(date.isoText) open \(name(key)) CNY\n")
            }
            moved[transfer.debit] = transfer.debitAfter
            moved[transfer.credit] = transfer.creditAfter
            try sink(entry(transfer, date))
        }
        if let day { try assert(moved, on: day.advanced(byDays: 1), sink) }
    }

    private static func entry(_ transfer: Transfer, _ date: CivilDate) -> String {
        let reference = String(
            decoding: transfer.reference.kind.utf8.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") },
            as: UTF8.self)
        return """

            \(date.isoText) * "\(transfer.kind.rawValue)" "\(reference) \(transfer.reference.id)"
              sequence: \(transfer.sequence)
              hash: "\(hexadecimal(transfer.hash))"
              \(name(transfer.debit))  \(transfer.amount.decimalText) CNY
              \(name(transfer.credit))  -\(transfer.amount.decimalText) CNY

            """
    }

    private static func assert(
        _ balances: [AccountKey: Balance], on date: CivilDate, _ sink: (String) throws -> Void
    ) throws {
        for (key, balance) in balances.sorted(by: { $0.key.description < $1.key.description }) {
            let debit = Money(fen: balance.postedDebits - balance.postedCredits)
            try sink("\(date.isoText) balance \(name(key))  \(debit.decimalText) CNY\n")
        }
    }

    /// Liabilities are what is owed to someone, assets what is owed or was given to the book.
    private static func name(_ key: AccountKey) -> String {
        let root =
            switch key.kind {
            case .source, .receivable: "Assets"
            case .paid: "Equity"
            case .pool, .grant, .own, .payable, .transit, .suspense: "Liabilities"
            }
        let kind = key.kind.rawValue
        let owner = key.owner < 0 ? "M\(key.owner.magnitude)" : "\(key.owner)"
        return "\(root):\(kind.prefix(1).uppercased())\(kind.dropFirst()):N\(owner)"
    }
}
