internal import FoundationEssentials
package import Storage

/// The books as JSON Lines: a line a transfer, then a line an account, for each book. All numbers are decimal text and
/// all bytes hexadecimal, so that no reader's floating point can bend them.
package enum LedgerExport {
    /// Writes every book, line by line, to `sink`.
    /// - Complexity: O(transfers) time, constant memory besides the accounts.
    package static func write(in transaction: ReadTransaction, to sink: (String) throws -> Void) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func line(_ value: some Encodable) throws {
            try sink(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
        }
        for book in try Books.all(in: transaction) {
            try transaction.each(
                "SELECT \(LedgerStore.columns) FROM transfer WHERE book = \(book.id) ORDER BY sequence"
            ) { row in try line(ExportedLine(transfer: ExportedTransfer(try LedgerStore.transfer(row)))) }
            for kind in AccountKind.allCases {
                for account in try Books.accounts(of: kind, in: book.id, limit: .max, in: transaction) {
                    try line(ExportedLine(account: ExportedAccount(account)))
                }
            }
        }
    }

    /// Proves on an export alone what can be proven from transfers and accounts.
    /// - Parameter lines: each a line of an export, in its order.
    package static func verify(_ lines: some Sequence<String>) -> VerificationReport {
        var report = VerificationReport()
        for invariant: Invariant in [.sums, .balances, .bounds, .holds, .chain, .reasons, .appropriations] {
            report.begin(invariant)
        }
        var replays: [ID<Book>: LedgerReplay] = [:]
        var accounts: [ID<Book>: [LedgerAccount]] = [:]
        let decoder = JSONDecoder()
        for (index, text) in lines.enumerated() where !text.isEmpty {
            let line = try? decoder.decode(ExportedLine.self, from: Data(text.utf8))
            if let transfer = line?.transfer?.value {
                replays[transfer.book, default: LedgerReplay(book: transfer.book)].take(transfer, &report)
            } else if let account = line?.account?.value {
                accounts[account.key.book, default: []].append(account)
            } else {
                report.add(.chain, at: "line \(index + 1)", "is neither a transfer nor an account")
            }
        }
        for (book, kept) in accounts { replays[book, default: LedgerReplay(book: book)].finish(with: kept, &report) }
        for (book, replay) in replays where accounts[book] == nil { replay.finish(with: [], &report) }
        return report
    }
}

private struct ExportedLine: Codable {
    var transfer: ExportedTransfer?
    var account: ExportedAccount?
}

private struct ExportedAccount: Codable {
    let book, kind, owner, touched: String
    let expiresAt: String?
    let sums: [String]

    init(_ account: LedgerAccount) {
        book = "\(account.key.book.rawValue)"
        kind = account.key.kind.rawValue
        owner = "\(account.key.owner)"
        touched = "\(account.touched)"
        expiresAt = account.expiresAt.map { "\($0.milliseconds)" }
        sums = texts(account.balance)
    }

    var value: LedgerAccount? {
        guard let key = key(book, kind, owner), let touched = Int64(touched), let balance = balance(sums) else {
            return nil
        }
        let expiry = expiresAt.flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
        return LedgerAccount(key: key, balance: balance, expiresAt: expiry, touched: touched)
    }
}

private struct ExportedTransfer: Codable {
    let book, serial, sequence, batch, debitKind, debitOwner, creditKind, creditOwner, amountFen, phase, kind: String
    let resolves: String?
    let actor: String
    let approver: String?
    let referenceKind, referenceId, at: String
    let request: String?
    let requestHash, previousHash, hash: String
    let debitAfter, creditAfter: [String]

    init(_ transfer: Transfer) {
        book = "\(transfer.book.rawValue)"
        serial = "\(transfer.id.serial)"
        sequence = "\(transfer.sequence)"
        batch = "\(transfer.batch)"
        debitKind = transfer.debit.kind.rawValue
        debitOwner = "\(transfer.debit.owner)"
        creditKind = transfer.credit.kind.rawValue
        creditOwner = "\(transfer.credit.owner)"
        amountFen = "\(transfer.amount.fen)"
        phase = transfer.phase.rawValue
        kind = transfer.kind.rawValue
        resolves = transfer.resolves.map { "\($0)" }
        actor = "\(transfer.actor)"
        approver = transfer.approver.map { "\($0)" }
        referenceKind = transfer.reference.kind
        referenceId = "\(transfer.reference.id)"
        at = "\(transfer.at.milliseconds)"
        request = transfer.request.map(hexadecimal)
        requestHash = hexadecimal(transfer.requestHash)
        previousHash = hexadecimal(transfer.previousHash)
        hash = hexadecimal(transfer.hash)
        debitAfter = texts(transfer.debitAfter)
        creditAfter = texts(transfer.creditAfter)
    }

    var value: Transfer? {
        guard let book = Int64(book), let serial = UInt64(serial), let sequence = Int64(sequence),
            let batch = Int64(batch), let debit = key(self.book, debitKind, debitOwner),
            let credit = key(self.book, creditKind, creditOwner), let amount = Int64(amountFen),
            let phase = TransferPhase(rawValue: phase), let kind = TransferKind(rawValue: kind),
            let actor = Int64(actor), let referenceId = Int64(referenceId), let at = Int64(at),
            let requestHash = bytes(hexadecimal: requestHash), let previousHash = bytes(hexadecimal: previousHash),
            let hash = bytes(hexadecimal: hash),
            let debitAfter = balance(debitAfter), let creditAfter = balance(creditAfter)
        else { return nil }
        return Transfer(
            id: TransferID(book: ID(rawValue: book), serial: serial), sequence: sequence, batch: batch, debit: debit,
            credit: credit, amount: Money(fen: amount), phase: phase, kind: kind,
            resolves: resolves.flatMap { Int64($0) }, actor: actor, approver: approver.flatMap { Int64($0) },
            reference: BusinessReference(kind: referenceKind, id: referenceId), at: Instant(milliseconds: at),
            request: request.flatMap { bytes(hexadecimal: $0) }, requestHash: requestHash, previousHash: previousHash,
            hash: hash,
            debitAfter: debitAfter, creditAfter: creditAfter)
    }
}

private func texts(_ balance: Balance) -> [String] {
    [balance.postedDebits, balance.postedCredits, balance.heldDebits, balance.heldCredits].map { "\($0)" }
}

private func balance(_ texts: [String]) -> Balance? {
    let sums = texts.compactMap { Int64($0) }
    guard sums.count == 4, texts.count == 4 else { return nil }
    return Balance(postedDebits: sums[0], postedCredits: sums[1], heldDebits: sums[2], heldCredits: sums[3])
}

private func key(_ book: String, _ kind: String, _ owner: String) -> AccountKey? {
    guard let book = Int64(book), let kind = AccountKind(rawValue: kind), let owner = Int64(owner) else { return nil }
    return AccountKey(book: ID(rawValue: book), kind: kind, owner: owner)
}
