package import Storage

/// What a payee asks a programme (or the market, for a buyer's own money) to pay out: a vendor for accepted work of one
/// contract, an operator for one reservation of compute.
package struct Claim: Hashable, Sendable {
    package let id: ID<Claim>
    /// `C-2026-000012`
    package let number: String
    package let book: ID<Book>
    /// The payee.
    package let vendor: ID<Organisation>
    package let subject: ClaimSubject
    package let state: ClaimState
    package let amount: Money
    package let invoice: Invoice
    package let filedAt: Instant
    package let decidedAt: Instant?
    /// Why it was returned.
    package let reason: String?
}

/// What a claim is about.
package enum ClaimSubject: Hashable, Sendable {
    case contract(ID<Contract>)
    case reservation(ID<Reservation>)

    /// What its transfers refer to.
    package var reference: BusinessReference {
        switch self {
        case .contract(let id): BusinessReference("contract", id)
        case .reservation(let id): BusinessReference("reservation", id)
        }
    }

    /// Its page, without the language.
    package var path: String {
        switch self {
        case .contract(let id): "/contracts/\(id)"
        case .reservation(let id): "/reservations/\(id)"
        }
    }
}

package enum ClaimState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Waits for the officer.
    case filed
    /// Waits for a settlement batch.
    case approved
    case returned
    /// In a batch that is with the bank.
    case settling
    case paid
}

/// The vendor's invoice (fapiao): what is written on it, and the file kept as evidence.
package struct Invoice: Hashable, Sendable {
    package let number: String
    package let date: CivilDate
    package let amount: Money
    package let file: BlobKey
    package let fileName: String

    package init(number: String, date: CivilDate, amount: Money, file: BlobKey, fileName: String) {
        self.number = number
        self.date = date
        self.amount = amount
        self.file = file
        self.fileName = fileName
    }
}

/// Captured money of one contract or reservation in one book that no live claim asks for yet.
package struct Claimable: Hashable, Sendable {
    package let book: ID<Book>
    /// The programme behind the book; nil for the market's own book.
    package let programmeName: Bilingual?
    package let amount: Money
    /// Of a contract; empty for a reservation.
    package let lots: [Int]
}

/// A batch of claims on one book that goes to the bank together.
package struct Settlement: Hashable, Sendable {
    package let id: ID<Settlement>
    /// `S-2026-000004`
    package let number: String
    package let book: ID<Book>
    package let isClosed: Bool
    package let total: Money
    package let madeAt: Instant
    package let paidOn: CivilDate?
    package let bankReference: String?
}

/// One payment of a batch.
package struct SettlementLine: Hashable, Sendable {
    package enum State: String, Sendable, Hashable, SQLBindable, SQLReadable { case sent, paid, returned }

    package let claim: ID<Claim>
    package let claimNumber: String
    package let transfer: TransferID
    package let payee: String
    package let bankAccount: String
    package let amount: Money
    package let state: State
    package let reason: String?
}

/// Why a claim or a batch cannot go on, in the order in which it is checked.
package enum SettlementRefusal: Refusal, Hashable, Codable {
    /// Every accepted lot is claimed already.
    case nothingToClaim
    /// Accepted lots changed between the page and its posting.
    case amountChanged
    case invoiceBelowClaim(claim: Money)
    case invoiceBeforeContract
    case invoiceInFuture
    case invoiceUsed
    /// The vendor has no bank account to be paid to.
    case noBankAccount
    /// Someone decided the claim before.
    case alreadyDecided
    case reasonNeeded
    case noneChosen
    /// A chosen claim is no longer approved.
    case notApproved
    case batchClosed

    package var kind: RefusalKind {
        switch self {
        case .invoiceBelowClaim, .invoiceBeforeContract, .invoiceInFuture, .reasonNeeded, .noneChosen: .invalid
        case .nothingToClaim, .batchClosed: .closed
        case .amountChanged, .invoiceUsed, .noBankAccount, .alreadyDecided, .notApproved: .conflict
        }
    }

    package var field: String? {
        switch self {
        case .invoiceBelowClaim: "invoiceAmount"
        case .invoiceBeforeContract, .invoiceInFuture: "invoiceDate"
        case .invoiceUsed: "invoiceNumber"
        case .reasonNeeded: "reason"
        case .noneChosen: "claims"
        default: nil
        }
    }
}
