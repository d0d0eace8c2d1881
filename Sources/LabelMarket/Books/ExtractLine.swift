package import Storage

/// A line of the ledger as the parties read it.
package struct ExtractLine: Sendable {
    package let transfer: TransferID
    package let sequence: Int64
    package let at: Instant
    package let kind: TransferKind
    package let phase: TransferPhase
    package let amount: Money
    package let from: AccountKind
    package let to: AccountKind
}

extension Books {
    /// Every movement for a business object, in time.
    package static func extract(
        for reference: BusinessReference, in transaction: ReadTransaction
    ) throws -> [ExtractLine] {
        try transfers(for: reference, in: transaction)
            .map { transfer in
                ExtractLine(
                    transfer: transfer.id, sequence: transfer.sequence, at: transfer.at, kind: transfer.kind,
                    phase: transfer.phase, amount: transfer.amount, from: transfer.debit.kind, to: transfer.credit.kind)
            }
            .sorted { ($0.at, $0.transfer.book, $0.sequence) < ($1.at, $1.transfer.book, $1.sequence) }
    }
}
