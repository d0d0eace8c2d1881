/// As much of the books as some commands need: the whole of them in a model, the rows they name in a database.
package struct LedgerState: Sendable {
    /// The end of a book's chain.
    package struct Head: Hashable, Sendable {
        package var sequence: Int64
        package var hash: [UInt8]
        package var at: Instant

        package init(sequence: Int64 = 0, hash: [UInt8] = Transfer.originHash, at: Instant) {
            self.sequence = sequence
            self.hash = hash
            self.at = at
        }
    }

    /// A reservation, resolved or not.
    package struct Hold: Hashable, Sendable {
        package let sequence: Int64
        package let debit: AccountKey
        package let credit: AccountKey
        package let amount: Money
        package let kind: TransferKind
        package var isResolved: Bool

        package init(
            sequence: Int64, debit: AccountKey, credit: AccountKey, amount: Money, kind: TransferKind, isResolved: Bool
        ) {
            self.sequence = sequence
            self.debit = debit
            self.credit = credit
            self.amount = amount
            self.kind = kind
            self.isResolved = isResolved
        }
    }

    package var heads: [ID<Book>: Head] = [:]
    /// An account that is not here is one without transfers.
    package var accounts: [AccountKey: LedgerAccount] = [:]
    package var holds: [TransferID: Hold] = [:]

    package init() {}

    package func account(_ key: AccountKey) -> LedgerAccount { accounts[key] ?? LedgerAccount(key: key) }
}

/// Everything about a posting that is not in its commands. With it the rules need neither clock nor chance.
package struct LedgerContext: Hashable, Sendable {
    package let now: Instant
    /// The person who asks; 0 when the market acts by itself.
    package let actor: Int64
    package let reference: BusinessReference
    /// The form key that the posting answers.
    package let request: [UInt8]?
    /// 16 random bytes, from which ids are derived that the caller did not choose.
    package let seed: [UInt8]

    package init(now: Instant, actor: Int64, reference: BusinessReference, request: [UInt8]?, seed: [UInt8]) {
        precondition(seed.count == 16, "a posting's seed has 16 bytes")
        precondition((1...40).contains(reference.kind.utf8.count), "a business reference names its kind")
        self.now = now
        self.actor = actor
        self.reference = reference
        self.request = request
        self.seed = seed
    }
}
