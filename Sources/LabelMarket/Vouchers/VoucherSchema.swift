package import Storage

/// Migration 4: applications with their frozen verdicts, the vouchers granted on them, and the notices that firms get.
package enum VoucherSchema {
    package static let migration = Migration(
        number: 4, name: "vouchers",
        sql: """
            CREATE TABLE application (
              id INTEGER PRIMARY KEY,
              programme TEXT NOT NULL,
              version INTEGER NOT NULL,
              round INTEGER REFERENCES application_round (id),
              buyer INTEGER NOT NULL REFERENCES organisation (id),
              filed_by INTEGER NOT NULL REFERENCES person (id),
              filed_at INTEGER NOT NULL,
              state TEXT NOT NULL CHECK (state IN ('submitted', 'onNotice', 'granted', 'refused', 'withdrawn')),
              revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0),
              work_kind TEXT NOT NULL,
              chip_origin TEXT,
              price_fen INTEGER NOT NULL CHECK (price_fen > 0),
              starts_on INTEGER NOT NULL,
              ends_on INTEGER NOT NULL,
              purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 4000),
              declares_unrelated INTEGER NOT NULL CHECK (declares_unrelated IN (0, 1)),
              asked_fen INTEGER NOT NULL CHECK (asked_fen > 0),
              entitled_fen INTEGER CHECK (entitled_fen >= 0),
              outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'not_proven')),
              granted_fen INTEGER CHECK (granted_fen > 0),
              decided_at INTEGER,
              decided_by INTEGER REFERENCES person (id),
              reason TEXT,
              notice_until INTEGER,
              to_review INTEGER NOT NULL DEFAULT 0 CHECK (to_review IN (0, 1)),
              FOREIGN KEY (programme, version) REFERENCES programme_version (programme, version),
              CHECK (ends_on >= starts_on),
              CHECK (state NOT IN ('onNotice', 'granted', 'refused') OR decided_at IS NOT NULL),
              CHECK (state <> 'refused' OR length(reason) > 0),
              CHECK ((state IN ('onNotice', 'granted')) = (granted_fen IS NOT NULL))
            ) {strict};
            CREATE INDEX application_by_buyer ON application (buyer, id);
            CREATE INDEX application_by_programme ON application (programme, state, id);
            CREATE INDEX application_by_state ON application (state, id);
            CREATE INDEX application_on_notice ON application (notice_until) WHERE state = 'onNotice';
            CREATE INDEX application_to_review ON application (programme, id) WHERE to_review = 1;

            CREATE TABLE application_verdict (
              application INTEGER NOT NULL REFERENCES application (id),
              number INTEGER NOT NULL,
              clause TEXT NOT NULL,
              kind TEXT NOT NULL,
              outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'not_proven', 'information')),
              words_zh TEXT NOT NULL,
              words_en TEXT NOT NULL,
              proof TEXT,
              found INTEGER CHECK (found IN (0, 1)),
              PRIMARY KEY (application, number)
            ) {strict};

            CREATE TABLE application_step (
              application INTEGER NOT NULL REFERENCES application (id),
              number INTEGER NOT NULL,
              words_zh TEXT NOT NULL,
              words_en TEXT NOT NULL,
              amount_fen INTEGER,
              PRIMARY KEY (application, number)
            ) {strict};

            CREATE TABLE voucher (
              id INTEGER PRIMARY KEY,
              application INTEGER NOT NULL UNIQUE REFERENCES application (id),
              holder INTEGER NOT NULL REFERENCES organisation (id),
              programme TEXT NOT NULL,
              version INTEGER NOT NULL,
              pot INTEGER NOT NULL REFERENCES pot (id),
              book INTEGER NOT NULL REFERENCES book (id),
              granted_fen INTEGER NOT NULL CHECK (granted_fen > 0),
              granted_at INTEGER NOT NULL,
              granted_by INTEGER REFERENCES person (id),
              expires_at INTEGER NOT NULL,
              state TEXT NOT NULL CHECK (state IN ('live', 'expired', 'clawed_back')),
              ended_at INTEGER,
              reminded_days INTEGER,
              FOREIGN KEY (programme, version) REFERENCES programme_version (programme, version),
              CHECK ((state = 'live') = (ended_at IS NULL))
            ) {strict};
            CREATE INDEX voucher_by_holder ON voucher (holder, expires_at, id);
            CREATE INDEX voucher_by_state ON voucher (state, expires_at);
            CREATE INDEX voucher_by_programme ON voucher (programme, id);

            CREATE TABLE notice (
              id INTEGER PRIMARY KEY,
              organisation INTEGER NOT NULL REFERENCES organisation (id),
              at INTEGER NOT NULL,
              words_zh TEXT NOT NULL CHECK (length(words_zh) > 0),
              words_en TEXT NOT NULL CHECK (length(words_en) > 0),
              path TEXT NOT NULL CHECK (path LIKE '/%'),
              read_at INTEGER
            ) {strict};
            CREATE INDEX notice_by_organisation ON notice (organisation, id);
            """,
        guards: [
            Guard(
                "application_ends_once", .update, on: "application",
                refuses: "OLD.state IN ('granted', 'refused', 'withdrawn') AND NEW.state <> OLD.state",
                "a decided application stays decided"),
            Guard("application_stays", .delete, on: "application", "an application is never deleted"),
            Guard(
                "voucher_is_never_transferred", .update, on: "voucher",
                refuses: "NEW.holder <> OLD.holder OR NEW.granted_fen <> OLD.granted_fen OR NEW.book <> OLD.book",
                "a voucher keeps its holder, amount and book"),
            Guard("voucher_stays", .delete, on: "voucher", "a voucher is never deleted"),
        ])
}
