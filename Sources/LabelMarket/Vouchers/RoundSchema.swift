package import Storage

/// Migration 13: how rounds are allocated, and the lists that verdicts are given by.
package enum RoundSchema {
    package static let migration = Migration(
        number: 13, name: "round allocations and registers",
        sql: """
            CREATE TABLE round_closing (
              round INTEGER PRIMARY KEY REFERENCES application_round (id),
              applications INTEGER NOT NULL CHECK (applications >= 0),
              told_at INTEGER NOT NULL
            ) {strict};

            CREATE TABLE round_seed (
              round INTEGER PRIMARY KEY REFERENCES application_round (id),
              commitment BLOB NOT NULL CHECK (length(commitment) = 32),
              seed BLOB NOT NULL CHECK (length(seed) = 32),
              committed_at INTEGER NOT NULL,
              committed_by INTEGER NOT NULL REFERENCES person (id)
            ) {strict};

            CREATE TABLE round_allocation (
              round INTEGER PRIMARY KEY REFERENCES application_round (id),
              method TEXT CHECK (method IN ('contractOrder', 'proRata', 'lottery')),
              pot_fen INTEGER NOT NULL CHECK (pot_fen >= 0),
              asked_fen INTEGER NOT NULL CHECK (asked_fen >= 0),
              given_fen INTEGER NOT NULL CHECK (given_fen BETWEEN 0 AND pot_fen),
              refused INTEGER NOT NULL CHECK (refused >= 0),
              seed BLOB CHECK (length(seed) = 32),
              list_hash BLOB NOT NULL CHECK (length(list_hash) = 32),
              decided_at INTEGER NOT NULL,
              decided_by INTEGER NOT NULL REFERENCES person (id),
              CHECK (given_fen <= asked_fen)
            ) {strict};

            CREATE TABLE round_share (
              round INTEGER NOT NULL REFERENCES round_allocation (round),
              place INTEGER NOT NULL CHECK (place > 0),
              application INTEGER NOT NULL UNIQUE REFERENCES application (id),
              asked_fen INTEGER NOT NULL CHECK (asked_fen > 0),
              given_fen INTEGER NOT NULL CHECK (given_fen BETWEEN 0 AND asked_fen),
              contract_on INTEGER NOT NULL,
              received_at INTEGER NOT NULL,
              PRIMARY KEY (round, place)
            ) {strict};
            CREATE INDEX application_by_round ON application (round, state, id);

            CREATE TABLE register (
              id INTEGER PRIMARY KEY,
              bureau INTEGER NOT NULL REFERENCES organisation (id),
              kind TEXT NOT NULL CHECK (kind IN ('supplier', 'credit', 'park')),
              name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
              entries INTEGER NOT NULL CHECK (entries >= 0),
              file_hash BLOB NOT NULL CHECK (length(file_hash) = 32),
              uploaded_at INTEGER NOT NULL,
              uploaded_by INTEGER NOT NULL REFERENCES person (id),
              UNIQUE (bureau, kind, name)
            ) {strict};

            CREATE TABLE register_entry (
              register INTEGER NOT NULL REFERENCES register (id),
              number INTEGER NOT NULL CHECK (number > 0),
              credit_code TEXT NOT NULL CHECK (length(credit_code) = 18),
              name TEXT NOT NULL,
              valid_from INTEGER NOT NULL,
              valid_to INTEGER,
              PRIMARY KEY (register, number),
              CHECK (valid_to IS NULL OR valid_to >= valid_from)
            ) {strict};
            CREATE INDEX register_entry_by_code ON register_entry (credit_code, register);
            """,
        guards: [
            Guard(
                "round_seed_stays", .update, on: "round_seed", "a seed that was promised is never changed"),
            Guard("round_seed_is_kept", .delete, on: "round_seed", "a seed that was promised is never deleted"),
            Guard("round_allocation_stays", .update, on: "round_allocation", "a decided round stays as it is"),
            Guard("round_allocation_is_kept", .delete, on: "round_allocation", "a decided round is never deleted"),
            Guard("round_share_stays", .update, on: "round_share", "a decided round stays as it is"),
            Guard("round_share_is_kept", .delete, on: "round_share", "a decided round is never deleted"),
        ])
}
