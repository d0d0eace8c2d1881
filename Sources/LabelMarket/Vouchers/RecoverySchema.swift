package import Storage

/// Migration 14: money that has to come back after it was spent, and what was paid of it.
package enum RecoverySchema {
    package static let migration = Migration(
        number: 14, name: "recoveries",
        sql: """
            CREATE TABLE recovery (
              id INTEGER PRIMARY KEY,
              voucher INTEGER NOT NULL REFERENCES voucher (id),
              book INTEGER NOT NULL REFERENCES book (id),
              debtor INTEGER NOT NULL REFERENCES organisation (id),
              amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
              reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
              legal_basis TEXT NOT NULL CHECK (length(legal_basis) BETWEEN 1 AND 500),
              due_on INTEGER NOT NULL,
              opened_at INTEGER NOT NULL,
              opened_by INTEGER NOT NULL REFERENCES person (id)
            ) {strict};
            CREATE INDEX recovery_by_voucher ON recovery (voucher, id);
            CREATE INDEX recovery_by_debtor ON recovery (debtor, id);
            CREATE INDEX recovery_by_book ON recovery (book, id);

            CREATE TABLE recovery_payment (
              recovery INTEGER NOT NULL REFERENCES recovery (id),
              number INTEGER NOT NULL CHECK (number > 0),
              bank_reference TEXT NOT NULL UNIQUE CHECK (length(bank_reference) BETWEEN 1 AND 100),
              amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
              received_on INTEGER NOT NULL,
              recorded_at INTEGER NOT NULL,
              recorded_by INTEGER NOT NULL REFERENCES person (id),
              PRIMARY KEY (recovery, number)
            ) {strict};
            """,
        guards: [
            Guard("recovery_stays", .update, on: "recovery", "a recovery keeps its amount and its ground"),
            Guard("recovery_is_kept", .delete, on: "recovery", "a recovery is never deleted"),
            Guard("recovery_payment_stays", .update, on: "recovery_payment", "a payment keeps its amount"),
            Guard("recovery_payment_is_kept", .delete, on: "recovery_payment", "a payment is never deleted"),
        ])
}
