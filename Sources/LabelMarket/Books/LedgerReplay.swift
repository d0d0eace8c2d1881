/// Recomputes one book from its transfers, one after the other, and says where they contradict themselves. Shares no
/// code with the rules that made them, besides the table of routes and the hash.
struct LedgerReplay {
    private struct Reservation {
        let sequence: Int64
        let debit: AccountKey
        let credit: AccountKey
        let amount: Int64
        let kind: TransferKind
    }

    let book: ID<Book>
    private(set) var accounts: [AccountKey: LedgerAccount] = [:]
    private(set) var lastSequence: Int64 = 0
    private var lastHash = Transfer.originHash
    private var lastMoment = Instant(milliseconds: .min)
    private var lastBatch: Int64 = 0
    private var open: [Int64: Reservation] = [:]
    /// Appropriated less what went back, corrections of the pool included.
    private var appropriated: Int64 = 0
    /// Granted less what came back.
    private var granted: Int64 = 0

    init(book: ID<Book>) { self.book = book }

    /// The next transfer in the order of the book.
    mutating func take(_ transfer: Transfer, _ report: inout VerificationReport) {
        let book = book
        func fail(_ invariant: Invariant, _ problem: String) {
            report.add(invariant, at: "book \(book), transfer \(transfer.sequence)", problem)
        }
        report.transfers += 1
        link(transfer, fail)
        reason(transfer, fail)
        let resolved = resolve(transfer, fail)
        move(transfer, releasing: resolved, fail)
        appropriate(transfer, fail)
    }

    private mutating func link(_ transfer: Transfer, _ fail: (Invariant, String) -> Void) {
        if transfer.book != book { fail(.chain, "its id belongs to another book") }
        if transfer.sequence != lastSequence + 1 { fail(.chain, "follows \(lastSequence): numbers are missing") }
        if transfer.previousHash != lastHash { fail(.chain, "does not name the hash of the transfer before it") }
        if transfer.hash != transfer.computedHash() { fail(.chain, "its content does not match its hash") }
        if transfer.at < lastMoment { fail(.chain, "lies before the transfer before it") }
        if transfer.batch != transfer.sequence, transfer.batch != lastBatch { fail(.chain, "its batch is broken") }
        lastSequence = transfer.sequence
        lastHash = transfer.hash
        lastMoment = transfer.at
        lastBatch = transfer.batch
    }

    private func reason(_ transfer: Transfer, _ fail: (Invariant, String) -> Void) {
        if transfer.reference.kind.isEmpty { fail(.reasons, "has no business reference") }
        if transfer.amount.fen < 1 || transfer.amount > .largest { fail(.reasons, "its amount is out of range") }
        if transfer.debit == transfer.credit { fail(.reasons, "runs from an account to itself") }
        if !LedgerRoutes.allows(transfer.kind, transfer.phase, transfer.debit.kind, transfer.credit.kind) {
            fail(.reasons, "a \(transfer.kind.rawValue) does not run between such accounts")
        }
        let needsTwo = transfer.kind == .correct || transfer.kind == .writeOff
        if needsTwo != (transfer.approver != nil)
            || (needsTwo && (transfer.actor == 0 || transfer.approver == transfer.actor))
        {
            fail(.reasons, "two different people are needed, exactly for corrections and write-offs")
        }
    }

    /// - Returns: how much the transfer takes off the held sums.
    private mutating func resolve(_ transfer: Transfer, _ fail: (Invariant, String) -> Void) -> Int64 {
        switch transfer.phase {
        case .single: return 0
        case .hold:
            open[transfer.sequence] = Reservation(
                sequence: transfer.sequence, debit: transfer.debit, credit: transfer.credit,
                amount: transfer.amount.fen, kind: transfer.kind)
            return 0
        case .post, .void:
            guard let sequence = transfer.resolves, let hold = open.removeValue(forKey: sequence) else {
                fail(.holds, "resolves no open hold")
                return 0
            }
            if hold.debit != transfer.debit || hold.credit != transfer.credit {
                fail(.holds, "resolves hold \(sequence) between other accounts")
            }
            if transfer.amount.fen > hold.amount || (transfer.phase == .void && transfer.amount.fen != hold.amount) {
                fail(.holds, "does not fit the amount of hold \(sequence)")
            }
            if (transfer.kind == .settle) != (hold.kind == .settle) { fail(.holds, "resolves a hold of another kind") }
            return hold.amount
        }
    }

    private mutating func move(
        _ transfer: Transfer, releasing released: Int64, _ fail: (Invariant, String) -> Void
    ) {
        let amount = transfer.amount.fen
        let posts = transfer.phase == .single || transfer.phase == .post ? amount : 0
        let holds = transfer.phase == .hold ? amount : 0 &- released
        for (key, side, after) in [
            (transfer.debit, Balance.Side.debit, transfer.debitAfter),
            (transfer.credit, .credit, transfer.creditAfter),
        ] {
            var account = accounts[key] ?? LedgerAccount(key: key)
            do throws(LedgerRefusal) {
                try account.balance.add(posts: posts, holds: holds, on: side)
            } catch {
                fail(.balances, "takes a sum of \(key.kind.rawValue) \(key.owner) out of range")
            }
            account.touched = transfer.sequence
            if account.balance != after {
                fail(
                    .balances, "the sums it states for \(key.kind.rawValue) \(key.owner) are not those of the transfers"
                )
                // Report each contradiction once: go on from what is stated.
                account.balance = after
            }
            if !account.balance.isWithin(key.kind.bound) {
                fail(.bounds, "\(key.kind.rawValue) \(key.owner) is beyond its bound")
            }
            accounts[key] = account
        }
    }

    private mutating func appropriate(_ transfer: Transfer, _ fail: (Invariant, String) -> Void) {
        guard transfer.phase == .single else { return }
        let amount = transfer.amount.fen
        switch transfer.kind {
        case .appropriate: appropriated &+= amount
        case .deappropriate: appropriated &-= amount
        case .grant: granted &+= amount
        case .clawback, .expire: granted &-= amount
        case .correct where transfer.credit.kind == .pool: appropriated &+= amount
        case .correct where transfer.debit.kind == .pool: appropriated &-= amount
        case .writeOff where transfer.debit.kind == .pool: appropriated &-= amount
        default: return
        }
        if granted > appropriated { fail(.appropriations, "grants exceed appropriations") }
    }

    /// After the last transfer: compares with the accounts as they are kept.
    func finish(with kept: [LedgerAccount], _ report: inout VerificationReport) {
        func fail(_ invariant: Invariant, _ key: AccountKey, _ problem: String) {
            report.add(invariant, at: "book \(book), account \(key.kind.rawValue) \(key.owner)", problem)
        }
        var held: [AccountKey: (debits: Int64, credits: Int64)] = [:]
        for hold in open.values {
            held[hold.debit, default: (0, 0)].debits += hold.amount
            held[hold.credit, default: (0, 0)].credits += hold.amount
        }
        var totals = [Int64](repeating: 0, count: 4)
        var seen: Set<AccountKey> = []
        for account in kept {
            let balance = account.balance
            seen.insert(account.key)
            let expected = accounts[account.key] ?? LedgerAccount(key: account.key)
            if balance != expected.balance || account.touched != expected.touched {
                fail(.balances, account.key, "is kept with other sums than its transfers give")
            }
            if !balance.isWithin(account.key.kind.bound) { fail(.bounds, account.key, "is beyond its bound") }
            let open = held[account.key] ?? (0, 0)
            if open.debits != balance.heldDebits || open.credits != balance.heldCredits {
                fail(.holds, account.key, "its held sums are not those of its open holds")
            }
            totals[0] &+= balance.postedDebits
            totals[1] &+= balance.postedCredits
            totals[2] &+= balance.heldDebits
            totals[3] &+= balance.heldCredits
        }
        for key in accounts.keys.sorted(by: { $0.description < $1.description }) where !seen.contains(key) {
            fail(.balances, key, "has transfers and is not kept")
        }
        if totals[0] != totals[1] { report.add(.sums, at: "book \(book)", "posted \(totals[0]) and \(totals[1])") }
        if totals[2] != totals[3] { report.add(.sums, at: "book \(book)", "held \(totals[2]) and \(totals[3])") }
    }
}

extension Balance {
    fileprivate func isWithin(_ bound: AccountBound) -> Bool {
        switch bound {
        case .free: true
        case .credit: postedDebits &+ heldDebits <= postedCredits
        case .debit: postedCredits &+ heldCredits <= postedDebits
        }
    }
}
