internal import Storage

/// Mark for the typed id of a book: one per programme and funding year, and one for the market's own money.
package enum Book {}

/// What an account stands for. Its kind decides its bound and which transfers may touch it.
package enum AccountKind: String, CaseIterable, Sendable, Hashable, Codable, SQLBindable, SQLReadable {
    /// Where money enters and leaves the book: a funder, or a firm's bank account. May run a debt without limit.
    case source
    /// Appropriated and not yet granted.
    case pool
    /// What is left of one grant to one firm.
    case grant
    /// A buyer's own deposited money.
    case own
    /// Earned by a supplier, not yet paid out.
    case payable
    /// Owed back by a party.
    case receivable
    /// Written into a payment file, not yet confirmed by the bank.
    case transit
    /// Confirmed by the bank.
    case paid
    /// Money whose meaning is not known yet.
    case suspense

    package var bound: AccountBound {
        switch self {
        case .source: .free
        case .receivable: .debit
        case .pool, .grant, .own, .payable, .transit, .paid, .suspense: .credit
        }
    }
}

/// Which side of an account may not outgrow the other; held amounts count.
package enum AccountBound: String, Sendable, Hashable, SQLBindable, SQLReadable {
    case free
    /// Debits may not exceed credits: nothing is spent that is not there.
    case credit
    /// Credits may not exceed debits: nobody repays more than is owed.
    case debit
}

/// The identity of an account.
package struct AccountKey: Hashable, Sendable, CustomStringConvertible {
    package let book: ID<Book>
    package let kind: AccountKind
    /// Raw id of the grant, organisation or funder behind it; 0 where the book has only one of the kind.
    package let owner: Int64

    package init(book: ID<Book>, kind: AccountKind, owner: Int64 = 0) {
        self.book = book
        self.kind = kind
        self.owner = owner
    }

    package static func pool(_ book: ID<Book>) -> AccountKey { AccountKey(book: book, kind: .pool) }

    package var description: String { "\(book)/\(kind.rawValue)/\(owner)" }
}

/// The four sums of an account, in fen.
package struct Balance: Hashable, Sendable {
    package var postedDebits: Int64 = 0
    package var postedCredits: Int64 = 0
    package var heldDebits: Int64 = 0
    package var heldCredits: Int64 = 0

    package init() {}

    package init(postedDebits: Int64, postedCredits: Int64, heldDebits: Int64, heldCredits: Int64) {
        self.postedDebits = postedDebits
        self.postedCredits = postedCredits
        self.heldDebits = heldDebits
        self.heldCredits = heldCredits
    }

    /// Credits less debits, held amounts aside; negative for sources and receivables.
    package var posted: Money { Money(fen: postedCredits - postedDebits) }
    /// What may still be spent: credits less debits less what is held for someone.
    package var available: Money { Money(fen: postedCredits - postedDebits - heldDebits) }
    /// Reserved by holds that are still open.
    package var held: Money { Money(fen: heldDebits) }
    /// On its way in by holds that are still open.
    package var incoming: Money { Money(fen: heldCredits) }
    /// What a receivable's party still owes.
    package var owed: Money { Money(fen: postedDebits - postedCredits - heldCredits) }
}

/// An account as the rules see it.
package struct LedgerAccount: Hashable, Sendable {
    package let key: AccountKey
    package var balance: Balance
    /// For grants: the last moment at which new holds may be made. What returns later goes on to the pool.
    package var expiresAt: Instant?
    /// Sequence of the newest transfer that changed it; 0 before the first.
    package var touched: Int64

    package init(key: AccountKey, balance: Balance = Balance(), expiresAt: Instant? = nil, touched: Int64 = 0) {
        self.key = key
        self.balance = balance
        self.expiresAt = expiresAt
        self.touched = touched
    }

    func isExpired(at now: Instant) -> Bool {
        guard let expiresAt else { return false }
        return expiresAt < now
    }
}
