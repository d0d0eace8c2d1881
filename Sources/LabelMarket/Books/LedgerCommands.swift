extension Posting {
    /// Turns one command into its movements.
    mutating func apply(_ command: LedgerCommand) throws(LedgerRefusal) {
        switch command {
        case .appropriate(let book, let funder, let amount):
            try single(.appropriate, from: source(book, funder), to: .pool(book), amount)
        case .deappropriate(let book, let funder, let amount):
            try single(.deappropriate, from: .pool(book), to: source(book, funder), amount)
        case .grant(let grant, let amount, let expiresAt):
            try single(.grant, from: .pool(grant.book), to: grant, amount)
            state.accounts[grant]?.expiresAt = expiresAt
        case .hold(let id, let from, let to, let amount):
            guard !state.account(from).isExpired(at: context.now) else { throw .grantExpired }
            try reserve(.hold, id, from: from, to: to, amount)
        case .redeem(let id, let amount, let restID): try redeem(id, amount, keepingRestAs: restID)
        case .release(let id):
            let hold = try resolve(id, as: .release, posting: nil)
            try passOnIfExpired(hold.debit, hold.amount)
        case .refund(let from, let to, let amount):
            try single(.refund, from: from, to: to, amount)
            try passOnIfExpired(to, amount)
        case .clawback(let from, let amount): try single(.clawback, from: from, to: .pool(from.book), amount)
        case .expire(let grant): try expire(grant)
        case .settleOut, .settleConfirm, .settleReturn: try settle(command)
        case .deposit(let to, let amount):
            let owner = to.kind == .own ? to.owner : 0
            try single(.deposit, from: source(to.book, owner), to: to, amount)
        case .withdraw(let from, let amount):
            try single(.withdraw, from: from, to: source(from.book, from.owner), amount)
        case .correct(let from, let to, let amount, let approver):
            try single(.correct, from: from, to: to, amount, approver: approver)
        case .writeOff(let from, let receivable, let amount, let approver):
            try single(.writeOff, from: from, to: receivable, amount, approver: approver)
        }
    }

    private func source(_ book: ID<Book>, _ owner: Int64) -> AccountKey {
        AccountKey(book: book, kind: .source, owner: owner)
    }

    private mutating func redeem(
        _ id: TransferID, _ amount: Money, keepingRestAs restID: TransferID?
    ) throws(LedgerRefusal) {
        let hold = try resolve(id, as: .redeem, posting: amount)
        let rest = Money(fen: hold.amount.fen - amount.fen)
        precondition(rest.fen >= 0, "a post is never above its hold")
        guard rest.fen > 0 else { return }
        if let restID {
            try reserve(.hold, restID, from: hold.debit, to: hold.credit, rest)
        } else {
            try passOnIfExpired(hold.debit, rest)
        }
    }

    private mutating func expire(_ grant: AccountKey) throws(LedgerRefusal) {
        guard grant.kind == .grant else { throw .wrongAccounts }
        guard state.heads[grant.book] != nil else { throw .bookUnknown }
        let account = state.account(grant)
        guard account.isExpired(at: context.now) else { throw .grantNotExpired }
        guard account.balance.available.fen > 0 else { return }
        try single(.expire, from: grant, to: .pool(grant.book), account.balance.available)
    }

    private mutating func settle(_ command: LedgerCommand) throws(LedgerRefusal) {
        switch command {
        case .settleOut(let id, let from, let settlement, let amount):
            let transit = AccountKey(book: from.book, kind: .transit, owner: settlement)
            try reserve(.settle, id, from: from, to: transit, amount)
        case .settleConfirm(let id):
            let amount = state.holds[id]?.amount
            let hold = try resolve(id, as: .settle, posting: amount)
            try single(.settle, from: hold.credit, to: AccountKey(book: id.book, kind: .paid), hold.amount)
        case .settleReturn(let id): _ = try resolve(id, as: .settle, posting: nil)
        default: preconditionFailure("only settlements come here")
        }
    }
}

extension LedgerCommand {
    /// The holds it resolves.
    package var holds: [TransferID] {
        switch self {
        case .redeem(let id, _, _), .release(let id), .settleConfirm(let id), .settleReturn(let id): [id]
        default: []
        }
    }

    /// The ids it asks for.
    var newIDs: [TransferID] {
        switch self {
        case .hold(let id, _, _, _), .settleOut(let id, _, _, _): [id]
        case .redeem(_, _, let id): id.map { [$0] } ?? []
        default: []
        }
    }

    /// The accounts it may touch, besides those of the holds it resolves.
    var accounts: [AccountKey] {
        switch self {
        case .appropriate(let book, let funder, _), .deappropriate(let book, let funder, _):
            [AccountKey(book: book, kind: .source, owner: funder), .pool(book)]
        case .grant(let key, _, _), .expire(let key), .clawback(let key, _): [key, .pool(key.book)]
        case .hold(_, let from, let to, _): [from, to]
        case .redeem(let id, _, _), .release(let id): [.pool(id.book)]
        case .refund(let from, let to, _): [from, to, .pool(to.book)]
        case .settleOut(_, let from, let settlement, _):
            [from, AccountKey(book: from.book, kind: .transit, owner: settlement)]
        case .settleConfirm(let id): [AccountKey(book: id.book, kind: .paid)]
        case .settleReturn: []
        case .deposit(let key, _), .withdraw(let key, _):
            [key, AccountKey(book: key.book, kind: .source, owner: key.kind == .own ? key.owner : 0)]
        case .correct(let from, let to, _, _), .writeOff(let from, let to, _, _): [from, to]
        }
    }
}

extension CanonicalBytes {
    mutating func append(_ key: AccountKey) {
        append(key.book.rawValue)
        append(key.kind.rawValue)
        append(key.owner)
    }

    mutating func append(_ command: LedgerCommand) {
        switch command {
        case .appropriate(_, _, let amount), .deappropriate(_, _, let amount): append("appropriation", amount)
        case .grant(_, let amount, let expiresAt):
            append("grant", amount)
            append(expiresAt?.milliseconds)
        case .hold(_, _, _, let amount): append("hold", amount)
        case .redeem(_, let amount, _): append("redeem", amount)
        case .release: append("release", .zero)
        case .refund(_, _, let amount): append("refund", amount)
        case .clawback(_, let amount): append("clawback", amount)
        case .expire: append("expire", .zero)
        case .settleOut(_, _, _, let amount): append("settle", amount)
        case .settleConfirm: append("confirm", .zero)
        case .settleReturn: append("return", .zero)
        case .deposit(_, let amount): append("deposit", amount)
        case .withdraw(_, let amount): append("withdraw", amount)
        case .correct(_, _, let amount, let approver):
            append("correct", amount)
            append(approver.rawValue)
        case .writeOff(_, _, let amount, let approver):
            append("write off", amount)
            append(approver.rawValue)
        }
        for key in command.accounts { append(key) }
        for id in command.holds + command.newIDs { append(id.bytes) }
    }

    private mutating func append(_ word: String, _ amount: Money) {
        append(word)
        append(amount.fen)
    }
}
