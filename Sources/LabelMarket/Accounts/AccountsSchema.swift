package import Storage

package enum AccountsSchema {
    package static let migration = Migration(number: 2, name: "accounts", sql: sql)

    private static let sql = """
        CREATE TABLE organisation (
          id INTEGER PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('firm', 'startUp', 'researchInstitute', 'university', 'labelingVendor', 'dataCentre', 'bureau', 'auditOffice', 'marketOperator')),
          name_zh TEXT NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 200),
          name_en TEXT CHECK (length(name_en) BETWEEN 1 AND 200),
          credit_code TEXT NOT NULL UNIQUE CHECK (length(credit_code) = 18),
          region TEXT NOT NULL CHECK (length(region) = 6),
          district TEXT,
          sector TEXT NOT NULL,
          headcount INTEGER NOT NULL CHECK (headcount BETWEEN 0 AND 10000000),
          annual_revenue_fen INTEGER NOT NULL CHECK (annual_revenue_fen BETWEEN 0 AND 9000000000000000),
          total_assets_fen INTEGER NOT NULL CHECK (total_assets_fen BETWEEN 0 AND 9000000000000000),
          founded_on INTEGER NOT NULL,
          legal_representative TEXT NOT NULL CHECK (length(legal_representative) BETWEEN 1 AND 100),
          bank_name TEXT,
          bank_account TEXT CHECK (length(bank_account) BETWEEN 8 AND 30),
          contact_email TEXT NOT NULL,
          registered_at INTEGER NOT NULL,
          version INTEGER NOT NULL CHECK (version >= 1),
          CHECK ((bank_name IS NULL) = (bank_account IS NULL))
        ) {strict};
        CREATE INDEX organisation_by_kind ON organisation (kind, id);
        CREATE TABLE organisation_relation (
          organisation_id INTEGER NOT NULL REFERENCES organisation (id),
          credit_code TEXT NOT NULL CHECK (length(credit_code) = 18),
          share_basis_points INTEGER NOT NULL CHECK (share_basis_points BETWEEN 1 AND 10000),
          PRIMARY KEY (organisation_id, credit_code)
        ) {strict};
        CREATE INDEX organisation_relation_by_code ON organisation_relation (credit_code);
        CREATE TABLE person (
          id INTEGER PRIMARY KEY,
          email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
          name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
          password_hash TEXT NOT NULL,
          password_changed_at INTEGER NOT NULL,
          totp_secret BLOB CHECK (length(totp_secret) = 20),
          totp_step INTEGER NOT NULL CHECK (totp_step >= 0),
          pending_totp_secret BLOB CHECK (length(pending_totp_secret) = 20),
          pending_recovery_codes TEXT,
          created_at INTEGER NOT NULL
        ) {strict};
        CREATE TABLE recovery_code (
          person_id INTEGER NOT NULL REFERENCES person (id),
          code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
          used_at INTEGER,
          PRIMARY KEY (person_id, code_hash)
        ) {strict};
        CREATE TABLE membership (
          id INTEGER PRIMARY KEY,
          person_id INTEGER NOT NULL REFERENCES person (id),
          organisation_id INTEGER NOT NULL REFERENCES organisation (id),
          role TEXT NOT NULL CHECK (role IN ('buyer', 'vendor', 'operator', 'officer', 'auditor', 'administrator')),
          since INTEGER NOT NULL,
          ended_at INTEGER,
          UNIQUE (person_id, organisation_id, role)
        ) {strict};
        CREATE INDEX membership_by_organisation ON membership (organisation_id, id);
        CREATE INDEX membership_by_role ON membership (role);
        CREATE TABLE session (
          id INTEGER PRIMARY KEY,
          token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
          person_id INTEGER NOT NULL REFERENCES person (id),
          membership_id INTEGER NOT NULL REFERENCES membership (id),
          awaits_second_factor INTEGER NOT NULL CHECK (awaits_second_factor IN (0, 1)),
          address TEXT NOT NULL,
          browser TEXT NOT NULL,
          started_at INTEGER NOT NULL,
          last_seen_at INTEGER NOT NULL,
          ends_at INTEGER NOT NULL
        ) {strict};
        CREATE INDEX session_by_person ON session (person_id, id);
        CREATE INDEX session_by_membership ON session (membership_id);
        CREATE INDEX session_by_end ON session (ends_at);
        CREATE TABLE invitation (
          id INTEGER PRIMARY KEY,
          token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
          organisation_id INTEGER NOT NULL REFERENCES organisation (id),
          role TEXT NOT NULL CHECK (role IN ('buyer', 'vendor', 'operator', 'officer', 'auditor', 'administrator')),
          email TEXT NOT NULL CHECK (email = lower(email)),
          invited_by INTEGER NOT NULL REFERENCES person (id),
          made_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL CHECK (expires_at > made_at),
          accepted_at INTEGER,
          withdrawn_at INTEGER,
          CHECK (accepted_at IS NULL OR withdrawn_at IS NULL)
        ) {strict};
        CREATE INDEX invitation_by_organisation ON invitation (organisation_id, id);
        CREATE TABLE sign_in_throttle (
          subject TEXT PRIMARY KEY,
          failures INTEGER NOT NULL CHECK (failures >= 0),
          last_try_at INTEGER NOT NULL,
          closed_until INTEGER NOT NULL
        ) {strict};
        """
}
