package import Storage

/// The identity of a transfer, made before it is posted: 8 bytes of its book, 8 bytes of chance.
package struct TransferID: Hashable, Sendable, CustomStringConvertible {
    package let book: ID<Book>
    package let serial: UInt64

    package init(book: ID<Book>, serial: UInt64) {
        self.book = book
        self.serial = serial
    }

    /// A fresh id.
    package init(book: ID<Book>, world: World) {
        self.init(book: book, serial: bigEndian(world.randomBytes(8)[...]))
    }

    package var bytes: [UInt8] {
        var encoding = CanonicalBytes()
        encoding.append(book.rawValue)
        encoding.append(Int64(bitPattern: serial))
        return encoding.bytes
    }

    package var description: String { hexadecimal(bytes) }
}

extension TransferID: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .blob(bytes) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        let bytes = try [UInt8](sqlValue: sqlValue)
        guard bytes.count == 16 else { throw SQLMismatch(expected: "16 bytes", found: sqlValue) }
        self.init(
            book: ID(rawValue: Int64(bitPattern: bigEndian(bytes[..<8]))), serial: bigEndian(bytes[8...]))
    }
}

private func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

/// How far a transfer goes.
package enum TransferPhase: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Done at once.
    case single
    /// Reserved on both sides until it is posted or voided.
    case hold
    /// Resolves a hold by moving money: all of it or a part, the rest returns.
    case post
    /// Resolves a hold by returning all of it.
    case void
}

/// What a transfer means.
package enum TransferKind: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case appropriate, deappropriate, grant, hold, redeem, release, refund, clawback, expire, settle, deposit, withdraw
    case correct
    case writeOff = "write_off"
}

/// The business object that a transfer is about.
package struct BusinessReference: Hashable, Sendable {
    /// `contract`, `grant`, `claim`, `settlement`, `deposit`, ...: 1 to 40 bytes.
    package let kind: String
    package let id: Int64

    package init(kind: String, id: Int64) {
        self.kind = kind
        self.id = id
    }

    package init<Of>(_ kind: String, _ id: ID<Of>) { self.init(kind: kind, id: id.rawValue) }
}

/// One movement between two accounts of a book, never changed once written.
package struct Transfer: Hashable, Sendable {
    package let id: TransferID
    /// Without gaps from 1 in its book.
    package let sequence: Int64
    /// Sequence of the first transfer that was posted together with this one.
    package let batch: Int64
    package let debit: AccountKey
    package let credit: AccountKey
    package let amount: Money
    package let phase: TransferPhase
    package let kind: TransferKind
    /// Sequence of the hold that this resolves.
    package let resolves: Int64?
    /// The person who asked for it; 0 when the market did by itself.
    package let actor: Int64
    /// The second person behind a correction or a write-off.
    package let approver: Int64?
    package let reference: BusinessReference
    package let at: Instant
    /// The form key that it answers, when it came from a form.
    package let request: [UInt8]?
    /// SHA-256 of the commands it came from.
    package let requestHash: [UInt8]
    package let previousHash: [UInt8]
    package internal(set) var hash: [UInt8]
    /// Sums of both accounts after it.
    package let debitAfter: Balance
    package let creditAfter: Balance

    package var book: ID<Book> { id.book }

    /// Before the first transfer of a book.
    static let originHash = [UInt8](repeating: 0, count: 32)

    /// SHA-256 over every field but `hash`, in a fixed order and width.
    func computedHash() -> [UInt8] {
        var encoding = CanonicalBytes()
        encoding.bytes.reserveCapacity(420)
        encoding.append("transfer 1")
        encoding.append(previousHash)
        encoding.append(id.book.rawValue)
        encoding.append(Int64(bitPattern: id.serial))
        encoding.append(sequence)
        encoding.append(batch)
        for account in [debit, credit] {
            encoding.append(account.kind.rawValue)
            encoding.append(account.owner)
        }
        encoding.append(amount.fen)
        encoding.append(phase.rawValue)
        encoding.append(kind.rawValue)
        encoding.append(resolves)
        encoding.append(actor)
        encoding.append(approver)
        encoding.append(reference.kind)
        encoding.append(reference.id)
        encoding.append(at.milliseconds)
        encoding.append(request ?? [])
        encoding.append(requestHash)
        for balance in [debitAfter, creditAfter] {
            encoding.append(balance.postedDebits)
            encoding.append(balance.postedCredits)
            encoding.append(balance.heldDebits)
            encoding.append(balance.heldCredits)
        }
        return encoding.sha256()
    }
}
