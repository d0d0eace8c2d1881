package import Storage

/// One line of an account's statement.
package struct StatementLine: Hashable, Sendable {
    package let transfer: Transfer
    /// Whether the account is the debited side.
    package let isDebit: Bool
    /// The account's sums after it.
    package var balanceAfter: Balance { isDebit ? transfer.debitAfter : transfer.creditAfter }
}

extension Books {
    /// What the account holds now; zeros when it has never been used.
    package static func balance(of key: AccountKey, in transaction: ReadTransaction) throws -> Balance {
        try LedgerStore.account(key, in: transaction)?.balance ?? Balance()
    }

    /// The account with its expiry; nil when it has never been used.
    package static func account(_ key: AccountKey, in transaction: ReadTransaction) throws -> LedgerAccount? {
        try LedgerStore.account(key, in: transaction)
    }

    /// What the account held at the end of `moment`.
    package static func balance(
        of key: AccountKey, at moment: Instant, in transaction: ReadTransaction
    ) throws -> Balance {
        let last: Int64? = try transaction.first(
            """
            SELECT sequence FROM transfer WHERE book = \(key.book) AND at <= \(moment)
            ORDER BY at DESC, sequence DESC LIMIT 1
            """
        ) { row in try row.at(0) }
        guard let last else { return Balance() }
        return try balance(of: key, afterSequence: last, in: transaction)
    }

    /// What the account held after the transfer numbered `sequence` of its book.
    package static func balance(
        of key: AccountKey, afterSequence sequence: Int64, in transaction: ReadTransaction
    ) throws -> Balance {
        guard sequence < Int64.max else { return try balance(of: key, in: transaction) }
        return try statement(of: key, before: sequence + 1, limit: 1, in: transaction).first?.balanceAfter ?? Balance()
    }

    /// Every transfer about one business object, in the order of its books.
    package static func transfers(
        for reference: BusinessReference, in transaction: ReadTransaction
    ) throws -> [Transfer] {
        try transaction.all(
            """
            SELECT \(LedgerStore.columns) FROM transfer
            WHERE reference_kind = \(reference.kind) AND reference_id = \(reference.id) ORDER BY book, sequence
            """, LedgerStore.transfer)
    }

    /// A book's transfers, newest first.
    /// - Parameter before: only those with a smaller sequence, for the next page; nil for the first page.
    package static func newest(
        in book: ID<Book>, before: Int64?, limit: Int, _ transaction: ReadTransaction
    ) throws -> [Transfer] {
        try transaction.all(
            """
            SELECT \(LedgerStore.columns) FROM transfer WHERE book = \(book) AND sequence < \(before ?? .max)
            ORDER BY sequence DESC LIMIT \(limit)
            """, LedgerStore.transfer)
    }

    /// The transfer with this id.
    package static func transfer(_ id: TransferID, in transaction: ReadTransaction) throws -> Transfer? {
        try transaction.first(
            "SELECT \(LedgerStore.columns) FROM transfer WHERE book = \(id.book) AND id = \(id)", LedgerStore.transfer)
    }

    /// The hold `id` as far as the books know it; nil when there is none.
    package static func hold(_ id: TransferID, in transaction: ReadTransaction) throws -> LedgerState.Hold? {
        try LedgerStore.hold(id, in: transaction)
    }

    /// Lines of an account's statement, newest first.
    /// - Parameter before: only those with a smaller sequence, for the next page; nil for the first page.
    package static func statement(
        of key: AccountKey, before: Int64?, limit: Int, in transaction: ReadTransaction
    ) throws -> [StatementLine] {
        precondition((1...1000).contains(limit), "a page has 1 to 1000 lines")
        let end = before ?? Int64.max
        // Each half is read newest first from its own index; the outer order merges them.
        return try transaction.all(
            """
            SELECT \(LedgerStore.columns) FROM transfer WHERE book = \(key.book) AND sequence IN (
                SELECT sequence FROM (SELECT sequence FROM transfer
                    WHERE book = \(key.book) AND debit_kind = \(key.kind) AND debit_owner = \(key.owner)
                    AND sequence < \(end) ORDER BY sequence DESC LIMIT \(limit)) AS debited
                UNION ALL SELECT sequence FROM (SELECT sequence FROM transfer
                    WHERE book = \(key.book) AND credit_kind = \(key.kind) AND credit_owner = \(key.owner)
                    AND sequence < \(end) ORDER BY sequence DESC LIMIT \(limit)) AS credited)
            ORDER BY sequence DESC LIMIT \(limit)
            """
        ) { row in
            let transfer = try LedgerStore.transfer(row)
            return StatementLine(transfer: transfer, isDebit: transfer.debit == key)
        }
    }

    /// Every account of a kind in a book, by owner, with its sums: for reports and for the day's expiries.
    package static func accounts(
        of kind: AccountKind, in book: ID<Book>, afterOwner owner: Int64 = .min, limit: Int,
        in transaction: ReadTransaction
    ) throws -> [LedgerAccount] {
        try transaction.all(
            """
            SELECT posted_debits, posted_credits, held_debits, held_credits, expires_at, touched, owner FROM account
            WHERE book = \(book) AND kind = \(kind) AND owner > \(owner) ORDER BY owner LIMIT \(limit)
            """
        ) { row in
            LedgerAccount(
                key: AccountKey(book: book, kind: kind, owner: try row.at(6)),
                balance: Balance(
                    postedDebits: try row.at(0), postedCredits: try row.at(1), heldDebits: try row.at(2),
                    heldCredits: try row.at(3)),
                expiresAt: try row.at(4), touched: try row.at(5))
        }
    }
}
