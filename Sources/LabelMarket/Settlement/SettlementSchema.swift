package import Storage

/// Migration 8: what vendors claim, and the batches in which it is paid.
package enum SettlementSchema {
    package static let migration = Migration(
        number: 8, name: "settlement",
        sql: """
            CREATE TABLE claim (
                id INTEGER PRIMARY KEY,
                number TEXT NOT NULL UNIQUE,
                book INTEGER NOT NULL,
                vendor INTEGER NOT NULL REFERENCES organisation (id),
                contract INTEGER NOT NULL REFERENCES contract (id),
                state TEXT NOT NULL CHECK (state IN ('filed', 'approved', 'returned', 'settling', 'paid')),
                amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 9000000000000),
                invoice_number TEXT NOT NULL CHECK (length(invoice_number) BETWEEN 8 AND 20),
                invoice_on INTEGER NOT NULL,
                invoice_fen INTEGER NOT NULL CHECK (invoice_fen >= amount_fen),
                invoice_blob BLOB NOT NULL CHECK (length(invoice_blob) = 32),
                invoice_file TEXT NOT NULL CHECK (length(invoice_file) BETWEEN 1 AND 200),
                filed_at INTEGER NOT NULL,
                filed_by INTEGER NOT NULL REFERENCES person (id),
                decided_at INTEGER,
                decided_by INTEGER REFERENCES person (id),
                reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
                CHECK ((state = 'filed') = (decided_at IS NULL)),
                CHECK (state <> 'returned' OR reason IS NOT NULL)
            ) {strict};
            CREATE INDEX claim_vendor ON claim (vendor, id);
            CREATE INDEX claim_contract ON claim (contract, id);
            CREATE INDEX claim_queue ON claim (book, state, id);
            CREATE UNIQUE INDEX claim_invoice ON claim (invoice_number, book) WHERE state <> 'returned';

            CREATE TABLE claim_line (
                claim INTEGER NOT NULL REFERENCES claim (id),
                hold BLOB NOT NULL REFERENCES lot_hold (transfer),
                amount_fen INTEGER NOT NULL CHECK (amount_fen >= 1),
                live INTEGER NOT NULL CHECK (live IN (0, 1)),
                PRIMARY KEY (claim, hold)
            ) {strict};
            CREATE UNIQUE INDEX claim_line_once ON claim_line (hold) WHERE live = 1;

            CREATE TABLE settlement (
                id INTEGER PRIMARY KEY,
                number TEXT NOT NULL UNIQUE,
                book INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('sent', 'paid')),
                total_fen INTEGER NOT NULL CHECK (total_fen >= 1),
                made_at INTEGER NOT NULL,
                made_by INTEGER NOT NULL REFERENCES person (id),
                paid_on INTEGER,
                bank_reference TEXT CHECK (length(bank_reference) BETWEEN 1 AND 64),
                closed_at INTEGER CHECK ((closed_at IS NULL) = (state = 'sent')),
                closed_by INTEGER REFERENCES person (id),
                CHECK ((paid_on IS NULL) = (state = 'sent')),
                CHECK ((bank_reference IS NULL) = (state = 'sent'))
            ) {strict};
            CREATE INDEX settlement_book ON settlement (book, id);

            CREATE TABLE settlement_line (
                settlement INTEGER NOT NULL REFERENCES settlement (id),
                claim INTEGER NOT NULL REFERENCES claim (id),
                transfer BLOB NOT NULL UNIQUE CHECK (length(transfer) = 16),
                payee TEXT NOT NULL CHECK (length(payee) >= 1),
                bank_account TEXT NOT NULL,
                amount_fen INTEGER NOT NULL CHECK (amount_fen >= 1),
                state TEXT NOT NULL CHECK (state IN ('sent', 'paid', 'returned')),
                reason TEXT CHECK (length(reason) BETWEEN 1 AND 500),
                PRIMARY KEY (settlement, claim),
                CHECK ((state = 'returned') = (reason IS NOT NULL))
            ) {strict};
            CREATE UNIQUE INDEX settlement_line_claim ON settlement_line (claim) WHERE state <> 'returned';
            """,
        guards: [
            Guard(
                "claim_terms_fixed", .update, on: "claim",
                refuses: """
                    NEW.amount_fen <> OLD.amount_fen OR NEW.book <> OLD.book OR NEW.vendor <> OLD.vendor
                    OR NEW.contract <> OLD.contract OR NEW.invoice_number <> OLD.invoice_number
                    """, "a claim keeps what it claims"),
            Guard("claim_paid_stays", .update, on: "claim", refuses: "OLD.state = 'paid'", "a paid claim stays paid"),
            Guard("claim_kept", .delete, on: "claim", "a claim is never deleted"),
            Guard(
                "settlement_closed", .update, on: "settlement", refuses: "OLD.state = 'paid'", "the batch is closed"),
            Guard("settlement_kept", .delete, on: "settlement", "a settlement is never deleted"),
            Guard(
                "settlement_line_closed", .update, on: "settlement_line", refuses: "OLD.state <> 'sent'",
                "the payment is decided"),
        ])
}
