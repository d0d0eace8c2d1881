/// What may be asked of the books. Amounts are 1 to ``Money/largest`` fen.
package enum LedgerCommand: Hashable, Sendable {
    /// source → pool: a funder puts money into a programme's pot. `funder` is the owner of the source account.
    case appropriate(book: ID<Book>, funder: Int64, Money)
    /// pool → source: ungranted money goes back to its funder.
    case deappropriate(book: ID<Book>, funder: Int64, Money)
    /// pool → grant, usable until `expiresAt`.
    case grant(AccountKey, Money, expiresAt: Instant?)
    /// Reserves money of a grant or of a buyer's own for a supplier. The id is what redeem and release name later.
    case hold(TransferID, from: AccountKey, to: AccountKey, Money)
    /// Pays a part or all of a hold to the supplier. The rest returns, or stays reserved under a new id.
    case redeem(TransferID, Money, keepingRestAs: TransferID?)
    /// Returns all of a hold; to the pool when its grant has expired meanwhile.
    case release(TransferID)
    /// payable → grant or own before the payout, receivable → grant or own after it.
    case refund(from: AccountKey, to: AccountKey, Money)
    /// grant → pool for what is unspent, receivable → pool for what is spent.
    case clawback(from: AccountKey, Money)
    /// grant → pool: everything that an expired grant has left and not reserved; nothing when that is nothing.
    case expire(AccountKey)
    /// Reserves a supplier's money for a payment file: payable → transit, whose owner is the settlement.
    case settleOut(TransferID, from: AccountKey, settlement: Int64, Money)
    /// The bank has paid: payable → transit → paid.
    case settleConfirm(TransferID)
    /// The bank has returned the payment, or the file was withdrawn.
    case settleReturn(TransferID)
    /// source → own: a buyer's money arrives; source → receivable: a party repays.
    case deposit(to: AccountKey, Money)
    /// own → source: a buyer takes its money back.
    case withdraw(from: AccountKey, Money)
    /// Between any two accounts of a book, by two different people.
    case correct(from: AccountKey, to: AccountKey, Money, approver: ID<Person>)
    /// pool or suspense → receivable: a debt is given up, by two different people.
    case writeOff(from: AccountKey, receivable: AccountKey, Money, approver: ID<Person>)
}

/// Why the books say no, in the order in which it is checked.
package enum LedgerRefusal: Refusal, Hashable, Codable {
    case bookUnknown
    /// The clock is more than a minute behind the newest transfer.
    case clockBehind
    /// Not between 1 fen and the largest amount.
    case amountOutOfRange
    /// Corrections and write-offs need two different people.
    case secondPersonNeeded
    case acrossBooks
    case sameAccount
    /// Such a transfer does not run between such accounts.
    case wrongAccounts
    case holdUnknown
    case holdResolved
    /// More than the hold reserves.
    case aboveHold(reserved: Money)
    /// The grant has expired; what it still reserves can be redeemed, nothing new reserved.
    case grantExpired
    case grantNotExpired
    case idTaken
    /// The account has less than that.
    case insufficient(available: Money)
    /// The party owes less than that.
    case aboveOwed(owed: Money)
    /// A sum would leave the range of the books.
    case sumTooLarge

    package var kind: RefusalKind {
        switch self {
        case .bookUnknown, .holdUnknown: .notFound
        case .clockBehind: .unavailable
        case .amountOutOfRange, .acrossBooks, .sameAccount, .wrongAccounts, .aboveHold, .aboveOwed, .sumTooLarge:
            .invalid
        case .secondPersonNeeded: .forbidden
        case .holdResolved, .idTaken: .conflict
        case .grantExpired, .grantNotExpired: .closed
        case .insufficient: .insufficient
        }
    }
}
