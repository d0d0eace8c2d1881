internal import Storage

/// The state of the books between the rules and the tables.
enum LedgerStore {
    /// The rows that `commands` may touch.
    /// - Complexity: O(commands) look-ups by key.
    static func state(
        for commands: [LedgerCommand], in transaction: ReadTransaction, now: Instant
    ) throws -> LedgerState {
        var state = LedgerState()
        var keys: Set<AccountKey> = []
        for command in commands {
            keys.formUnion(command.accounts)
            for id in command.holds + command.newIDs {
                guard state.holds[id] == nil, let hold = try hold(id, in: transaction) else { continue }
                state.holds[id] = hold
                keys.insert(hold.debit)
                keys.insert(hold.credit)
            }
        }
        for key in keys {
            if state.heads[key.book] == nil { state.heads[key.book] = try head(of: key.book, in: transaction) }
            if let account = try account(key, in: transaction) { state.accounts[key] = account }
        }
        return state
    }

    /// The end of the chain of `book`; nil when there is no such book.
    static func head(of book: ID<Book>, in transaction: ReadTransaction) throws -> LedgerState.Head? {
        let newest = try transaction.first(
            "SELECT sequence, hash, at FROM transfer WHERE book = \(book) ORDER BY sequence DESC LIMIT 1"
        ) { row in LedgerState.Head(sequence: try row.at(0), hash: try row.at(1), at: try row.at(2)) }
        if let newest { return newest }
        return try transaction.first("SELECT opened_at FROM book WHERE id = \(book)") { row in
            LedgerState.Head(at: try row.at(0))
        }
    }

    static func account(_ key: AccountKey, in transaction: ReadTransaction) throws -> LedgerAccount? {
        try transaction.first(
            """
            SELECT posted_debits, posted_credits, held_debits, held_credits, expires_at, touched FROM account
            WHERE book = \(key.book) AND kind = \(key.kind) AND owner = \(key.owner)
            """
        ) { row in
            LedgerAccount(
                key: key,
                balance: Balance(
                    postedDebits: try row.at(0), postedCredits: try row.at(1), heldDebits: try row.at(2),
                    heldCredits: try row.at(3)),
                expiresAt: try row.at(4), touched: try row.at(5))
        }
    }

    /// The hold `id`, or any other transfer with this id as one that is resolved.
    static func hold(_ id: TransferID, in transaction: ReadTransaction) throws -> LedgerState.Hold? {
        try transaction.first(
            """
            SELECT sequence, debit_kind, debit_owner, credit_kind, credit_owner, amount, kind, phase,
                EXISTS (SELECT 1 FROM transfer r WHERE r.book = t.book AND r.resolves = t.sequence) AS resolved
            FROM transfer t WHERE book = \(id.book) AND id = \(id)
            """
        ) { row in
            let resolved: Bool = try row.at(8)
            let phase: TransferPhase = try row.at(7)
            return LedgerState.Hold(
                sequence: try row.at(0), debit: AccountKey(book: id.book, kind: try row.at(1), owner: try row.at(2)),
                credit: AccountKey(book: id.book, kind: try row.at(3), owner: try row.at(4)), amount: try row.at(5),
                kind: try row.at(6), isResolved: resolved || phase != .hold)
        }
    }

    /// Writes what the rules made: each transfer first, then its two accounts, as the schema asks.
    static func write(
        _ transfers: [Transfer], from before: LedgerState, to after: LedgerState, in transaction: WriteTransaction
    ) throws {
        for (key, account) in after.accounts.sorted(by: { $0.key.description < $1.key.description }) {
            if let known = before.accounts[key] {
                if known.expiresAt != account.expiresAt, let moment = account.expiresAt {
                    try Books.setExpiry(of: key, to: moment, in: transaction)
                }
            } else if account.touched > 0 {
                try open(account, in: transaction)
            }
        }
        for transfer in transfers {
            try insert(transfer, in: transaction)
            try update(transfer.debit, to: transfer.debitAfter, by: transfer.sequence, in: transaction)
            try update(transfer.credit, to: transfer.creditAfter, by: transfer.sequence, in: transaction)
        }
    }

    private static func open(_ account: LedgerAccount, in transaction: WriteTransaction) throws {
        let key = account.key
        try transaction.execute(
            """
            INSERT INTO account (book, kind, owner, bound, expires_at, posted_debits, posted_credits, held_debits,
                held_credits, touched)
            VALUES (\(key.book), \(key.kind), \(key.owner), \(key.kind.bound), \(account.expiresAt), 0, 0, 0, 0, 0)
            """)
    }

    private static func update(
        _ key: AccountKey, to balance: Balance, by sequence: Int64, in transaction: WriteTransaction
    ) throws {
        let changed = try transaction.execute(
            """
            UPDATE account SET posted_debits = \(balance.postedDebits), posted_credits = \(balance.postedCredits),
                held_debits = \(balance.heldDebits), held_credits = \(balance.heldCredits), touched = \(sequence)
            WHERE book = \(key.book) AND kind = \(key.kind) AND owner = \(key.owner)
            """)
        precondition(changed == 1, "a transfer changes accounts that exist")
    }

    private static func insert(_ transfer: Transfer, in transaction: WriteTransaction) throws {
        let debit = transfer.debitAfter
        let credit = transfer.creditAfter
        try transaction.execute(
            """
            INSERT INTO transfer (book, sequence, id, batch, debit_kind, debit_owner, credit_kind, credit_owner, amount,
                phase, kind, resolves, actor, approver, reference_kind, reference_id, at, request, request_hash,
                previous_hash, hash, debit_posted_debits, debit_posted_credits, debit_held_debits, debit_held_credits,
                credit_posted_debits, credit_posted_credits, credit_held_debits, credit_held_credits)
            VALUES (\(transfer.book), \(transfer.sequence), \(transfer.id), \(transfer.batch), \(transfer.debit.kind),
                \(transfer.debit.owner), \(transfer.credit.kind), \(transfer.credit.owner), \(transfer.amount),
                \(transfer.phase), \(transfer.kind), \(transfer.resolves), \(transfer.actor), \(transfer.approver),
                \(transfer.reference.kind), \(transfer.reference.id), \(transfer.at), \(transfer.request),
                \(transfer.requestHash), \(transfer.previousHash), \(transfer.hash), \(debit.postedDebits),
                \(debit.postedCredits), \(debit.heldDebits), \(debit.heldCredits), \(credit.postedDebits),
                \(credit.postedCredits), \(credit.heldDebits), \(credit.heldCredits))
            """)
    }

    static let columns: SQL = """
        book, sequence, id, batch, debit_kind, debit_owner, credit_kind, credit_owner, amount, phase, kind, resolves,
        actor, approver, reference_kind, reference_id, at, request, request_hash, previous_hash, hash,
        debit_posted_debits, debit_posted_credits, debit_held_debits, debit_held_credits, credit_posted_debits,
        credit_posted_credits, credit_held_debits, credit_held_credits
        """

    /// A row selected by ``columns``.
    static func transfer(_ row: borrowing Row) throws -> Transfer {
        let book: ID<Book> = try row.at(0)
        return Transfer(
            id: try row.at(2), sequence: try row.at(1), batch: try row.at(3),
            debit: AccountKey(book: book, kind: try row.at(4), owner: try row.at(5)),
            credit: AccountKey(book: book, kind: try row.at(6), owner: try row.at(7)), amount: try row.at(8),
            phase: try row.at(9), kind: try row.at(10), resolves: try row.at(11), actor: try row.at(12),
            approver: try row.at(13), reference: BusinessReference(kind: try row.at(14), id: try row.at(15)),
            at: try row.at(16), request: try row.at(17), requestHash: try row.at(18), previousHash: try row.at(19),
            hash: try row.at(20), debitAfter: try balance(row, from: 21), creditAfter: try balance(row, from: 25))
    }

    private static func balance(_ row: borrowing Row, from index: Int) throws -> Balance {
        Balance(
            postedDebits: try row.at(index), postedCredits: try row.at(index + 1), heldDebits: try row.at(index + 2),
            heldCredits: try row.at(index + 3))
    }
}
