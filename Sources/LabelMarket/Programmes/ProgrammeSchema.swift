package import Storage

/// Migration 3: programmes in their versions, the pots that pay for them, the rounds in which applications are taken.
package enum ProgrammeSchema {
    package static let migration = Migration(
        number: 3, name: "programmes",
        sql: """
            CREATE TABLE programme_version (
              programme TEXT NOT NULL CHECK (length(programme) BETWEEN 1 AND 64),
              version INTEGER NOT NULL CHECK (version > 0),
              state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'superseded')),
              bureau INTEGER NOT NULL REFERENCES organisation (id),
              document BLOB NOT NULL CHECK (length(document) > 0),
              document_hash BLOB NOT NULL CHECK (length(document_hash) = 32),
              name_zh TEXT NOT NULL CHECK (length(name_zh) > 0),
              name_en TEXT NOT NULL CHECK (length(name_en) > 0),
              region TEXT NOT NULL,
              level TEXT NOT NULL,
              voucher_kind TEXT,
              direction TEXT,
              imported_at INTEGER NOT NULL,
              imported_by INTEGER NOT NULL REFERENCES person (id),
              in_force_at INTEGER,
              superseded_at INTEGER,
              PRIMARY KEY (programme, version),
              CHECK (state <> 'in_force' OR in_force_at IS NOT NULL)
            ) {strict};
            CREATE UNIQUE INDEX programme_version_in_force ON programme_version (programme) WHERE state = 'in_force';
            CREATE INDEX programme_version_by_state ON programme_version (state, programme);
            CREATE INDEX programme_version_by_bureau ON programme_version (bureau, programme, version);

            CREATE TABLE pot (
              id INTEGER PRIMARY KEY,
              programme TEXT NOT NULL,
              year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2999),
              book INTEGER NOT NULL UNIQUE REFERENCES book (id),
              created_at INTEGER NOT NULL,
              created_by INTEGER NOT NULL REFERENCES person (id),
              UNIQUE (programme, year)
            ) {strict};

            CREATE TABLE pot_funder (
              pot INTEGER NOT NULL REFERENCES pot (id),
              number INTEGER NOT NULL CHECK (number > 0),
              name_zh TEXT NOT NULL CHECK (length(name_zh) > 0),
              name_en TEXT NOT NULL CHECK (length(name_en) > 0),
              weight INTEGER NOT NULL CHECK (weight > 0),
              PRIMARY KEY (pot, number)
            ) {strict};

            CREATE TABLE application_round (
              id INTEGER PRIMARY KEY,
              programme TEXT NOT NULL,
              name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
              opens_at INTEGER NOT NULL,
              closes_at INTEGER NOT NULL,
              created_at INTEGER NOT NULL,
              created_by INTEGER NOT NULL REFERENCES person (id),
              UNIQUE (programme, name),
              CHECK (closes_at >= opens_at)
            ) {strict};
            CREATE INDEX application_round_by_programme ON application_round (programme, opens_at);
            """,
        guards: [
            Guard(
                "programme_version_text_stays", .update, on: "programme_version",
                refuses: "OLD.state <> 'draft' AND (NEW.document <> OLD.document OR NEW.state = 'draft')",
                "a programme that was in force keeps its text"),
            Guard(
                "programme_version_stays", .delete, on: "programme_version", refuses: "OLD.state <> 'draft'",
                "a programme that was in force is never deleted"),
            Guard("pot_stays", .delete, on: "pot", "a pot is never deleted"),
        ])
}
