internal import Storage

/// The rules of the books as a pure function: the same for every engine, for replay, and for the model in tests.
package enum LedgerRules {
    /// How far the clock may lag behind the newest transfer; within it a transfer takes that one's moment.
    static let clockTolerance = Instant.Span.minutes(1)

    /// Carries out `commands` in order, all or none.
    /// - Returns: the transfers made; `state` then holds their effect.
    /// - Throws: the refusal of the first command that cannot be carried out; `state` is then as it was.
    /// - Complexity: O(commands), besides one copy of the tables of `state` that are changed.
    package static func apply(
        _ commands: [LedgerCommand], to state: inout LedgerState, context: LedgerContext
    ) throws(LedgerRefusal) -> [Transfer] {
        var posting = Posting(state: state, context: context, requestHash: requestHash(commands, context))
        for command in commands { try posting.apply(command) }
        for (before, after) in zip(posting.transfers, posting.transfers.dropFirst()) where before.book == after.book {
            precondition(before.sequence + 1 == after.sequence, "sequences have no gaps")
            precondition(before.hash == after.previousHash, "the chain is whole")
        }
        state = posting.state
        return posting.transfers
    }

    /// SHA-256 of what was asked, by whom and about what.
    static func requestHash(_ commands: [LedgerCommand], _ context: LedgerContext) -> [UInt8] {
        var encoding = CanonicalBytes()
        encoding.append(context.actor)
        encoding.append(context.reference.kind)
        encoding.append(context.reference.id)
        for command in commands { encoding.append(command) }
        return encoding.sha256()
    }
}

/// Transfers under construction.
struct Posting {
    var state: LedgerState
    let context: LedgerContext
    let requestHash: [UInt8]
    var transfers: [Transfer] = []
    private var batches: [ID<Book>: Int64] = [:]
    private var idsMade: Int64 = 0

    init(state: LedgerState, context: LedgerContext, requestHash: [UInt8]) {
        self.state = state
        self.context = context
        self.requestHash = requestHash
    }

    /// A movement before it has its place in the book.
    struct Movement {
        let id: TransferID
        let kind: TransferKind
        let phase: TransferPhase
        let debit: AccountKey
        let credit: AccountKey
        let amount: Money
        var resolves: LedgerState.Hold?
        var approver: Int64?
    }

    mutating func single(
        _ kind: TransferKind, from debit: AccountKey, to credit: AccountKey, _ amount: Money,
        approver: ID<Person>? = nil
    ) throws(LedgerRefusal) {
        try record(
            Movement(
                id: makeID(in: debit.book), kind: kind, phase: .single, debit: debit, credit: credit, amount: amount,
                approver: approver?.rawValue))
    }

    mutating func reserve(
        _ kind: TransferKind, _ id: TransferID, from debit: AccountKey, to credit: AccountKey, _ amount: Money
    ) throws(LedgerRefusal) {
        guard id.book == debit.book else { throw .acrossBooks }
        guard state.holds[id] == nil else { throw .idTaken }
        try record(Movement(id: id, kind: kind, phase: .hold, debit: debit, credit: credit, amount: amount))
        state.holds[id] = LedgerState.Hold(
            sequence: transfers[transfers.count - 1].sequence, debit: debit, credit: credit, amount: amount, kind: kind,
            isResolved: false)
    }

    /// Ends the hold `id`: posts `amount` of it, or voids it.
    mutating func resolve(
        _ id: TransferID, as kind: TransferKind, posting amount: Money?
    ) throws(LedgerRefusal) -> LedgerState.Hold {
        guard let hold = state.holds[id], hold.kind == (kind == .settle ? .settle : .hold) else { throw .holdUnknown }
        guard !hold.isResolved else { throw .holdResolved }
        if let amount, amount > hold.amount { throw .aboveHold(reserved: hold.amount) }
        try record(
            Movement(
                id: makeID(in: id.book), kind: kind, phase: amount == nil ? .void : .post, debit: hold.debit,
                credit: hold.credit, amount: amount ?? hold.amount, resolves: hold))
        state.holds[id]?.isResolved = true
        return hold
    }

    /// What has come back to a grant that expired meanwhile goes on to its pool.
    mutating func passOnIfExpired(_ key: AccountKey, _ amount: Money) throws(LedgerRefusal) {
        guard key.kind == .grant, amount.fen > 0, state.account(key).isExpired(at: context.now) else { return }
        try single(.expire, from: key, to: .pool(key.book), amount)
    }

    private mutating func makeID(in book: ID<Book>) -> TransferID {
        idsMade += 1
        var encoding = CanonicalBytes()
        encoding.append(context.seed)
        encoding.append(idsMade)
        let serial = encoding.sha256().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return TransferID(book: book, serial: serial)
    }

    private mutating func record(_ movement: Movement) throws(LedgerRefusal) {
        guard let head = state.heads[movement.debit.book] else { throw .bookUnknown }
        guard head.at.since(context.now) <= LedgerRules.clockTolerance else { throw .clockBehind }
        guard movement.amount.fen >= 1, movement.amount <= .largest else { throw .amountOutOfRange }
        if let approver = movement.approver {
            guard context.actor != 0, approver != 0, approver != context.actor else { throw .secondPersonNeeded }
        }
        guard movement.debit.book == movement.credit.book else { throw .acrossBooks }
        guard movement.debit != movement.credit else { throw .sameAccount }
        guard LedgerRoutes.allows(movement.kind, movement.phase, movement.debit.kind, movement.credit.kind) else {
            throw .wrongAccounts
        }
        var debit = state.account(movement.debit)
        var credit = state.account(movement.credit)
        try debit.balance.move(movement, on: .debit)
        try credit.balance.move(movement, on: .credit)
        try debit.requireBound(before: state.account(movement.debit))
        try credit.requireBound(before: state.account(movement.credit))

        let sequence = head.sequence + 1
        let batch = batches[movement.debit.book] ?? sequence
        let now = max(context.now, head.at)
        var transfer = Transfer(
            id: movement.id, sequence: sequence, batch: batch, debit: movement.debit, credit: movement.credit,
            amount: movement.amount, phase: movement.phase, kind: movement.kind, resolves: movement.resolves?.sequence,
            actor: context.actor, approver: movement.approver, reference: context.reference, at: now,
            request: context.request, requestHash: requestHash, previousHash: head.hash, hash: [],
            debitAfter: debit.balance, creditAfter: credit.balance)
        transfer.hash = transfer.computedHash()
        debit.touched = sequence
        credit.touched = sequence
        batches[movement.debit.book] = batch
        state.heads[movement.debit.book] = LedgerState.Head(sequence: sequence, hash: transfer.hash, at: now)
        state.accounts[movement.debit] = debit
        state.accounts[movement.credit] = credit
        transfers.append(transfer)
    }
}

extension LedgerAccount {
    /// - Throws: the refusal of a change from `before` to here that the account's bound forbids.
    fileprivate func requireBound(before: LedgerAccount) throws(LedgerRefusal) {
        precondition(before.key == key, "one account, before and after")
        switch key.kind.bound {
        case .free: return
        case .credit:
            let (debits, overflow) = balance.postedDebits.addingReportingOverflow(balance.heldDebits)
            if overflow || debits > balance.postedCredits { throw .insufficient(available: before.balance.available) }
        case .debit:
            let (credits, overflow) = balance.postedCredits.addingReportingOverflow(balance.heldCredits)
            if overflow || credits > balance.postedDebits { throw .aboveOwed(owed: before.balance.owed) }
        }
    }
}

extension Balance {
    enum Side { case debit, credit }

    /// The largest sum an account may reach; two of them still fit into 64 bits.
    static let largestSum: Int64 = 4_000_000_000_000_000_000

    /// Adds `movement` to the sums of one side.
    fileprivate mutating func move(_ movement: Posting.Movement, on side: Side) throws(LedgerRefusal) {
        let amount = movement.amount.fen
        let posts: Int64 = movement.phase == .single || movement.phase == .post ? amount : 0
        let holds: Int64 =
            switch movement.phase {
            case .single: 0
            case .hold: amount
            case .post, .void: -(movement.resolves?.amount.fen ?? 0)
            }
        try add(posts: posts, holds: holds, on: side)
    }

    /// Adds to the posted and held sums of one side.
    /// - Throws: ``LedgerRefusal/sumTooLarge`` when a sum leaves 0 to ``largestSum``.
    mutating func add(posts: Int64, holds: Int64, on side: Side) throws(LedgerRefusal) {
        switch side {
        case .debit:
            postedDebits = try Balance.sum(postedDebits, posts)
            heldDebits = try Balance.sum(heldDebits, holds)
        case .credit:
            postedCredits = try Balance.sum(postedCredits, posts)
            heldCredits = try Balance.sum(heldCredits, holds)
        }
    }

    private static func sum(_ left: Int64, _ right: Int64) throws(LedgerRefusal) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow, (0...largestSum).contains(sum) else { throw .sumTooLarge }
        return sum
    }
}
