package import Storage

/// Migration 17: interest on money that came back late, and debts that are given up.
package enum RecoveryDebtSchema {
    package static let migration = Migration(
        number: 17, name: "late interest and write-offs",
        sql: """
            CREATE TABLE recovery_interest (
              recovery INTEGER PRIMARY KEY REFERENCES recovery (id),
              daily_rate INTEGER NOT NULL CHECK (daily_rate > 0),
              until_day INTEGER NOT NULL,
              amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
              charged_at INTEGER NOT NULL,
              charged_by INTEGER NOT NULL REFERENCES person (id)
            ) {strict};

            CREATE TABLE recovery_write_off (
              recovery INTEGER NOT NULL REFERENCES recovery (id),
              number INTEGER NOT NULL CHECK (number > 0),
              amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
              reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
              proposed_at INTEGER NOT NULL,
              proposed_by INTEGER NOT NULL REFERENCES person (id),
              state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'declined')),
              decided_at INTEGER,
              decided_by INTEGER REFERENCES person (id),
              PRIMARY KEY (recovery, number),
              CHECK ((state = 'proposed') = (decided_at IS NULL)),
              CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
              CHECK (state <> 'approved' OR decided_by <> proposed_by)
            ) {strict};
            CREATE UNIQUE INDEX recovery_write_off_open ON recovery_write_off (recovery) WHERE state = 'proposed';
            """,
        guards: [
            Guard("recovery_interest_stays", .update, on: "recovery_interest", "charged interest keeps its amount"),
            Guard("recovery_interest_is_kept", .delete, on: "recovery_interest", "charged interest is never deleted"),
            Guard(
                "recovery_write_off_stays", .update, on: "recovery_write_off",
                refuses: """
                    OLD.state <> 'proposed' OR NEW.amount_fen <> OLD.amount_fen OR NEW.reason <> OLD.reason
                      OR NEW.proposed_by <> OLD.proposed_by
                    """,
                "a proposal is decided once and keeps its amount and its reason"),
            Guard("recovery_write_off_is_kept", .delete, on: "recovery_write_off", "a write-off is never deleted"),
        ])
}
