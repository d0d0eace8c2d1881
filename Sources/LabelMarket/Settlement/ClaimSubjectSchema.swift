package import Storage

/// Migration 10: a claim is about a contract or about a reservation of compute. The tables of claims are made anew with
/// all that they held: what depends on others goes first and comes back last.
package enum ClaimSubjectSchema {
    package static let migration = Migration(
        number: 10, name: "claims for compute",
        sql: """
            CREATE TABLE kept_claim AS SELECT * FROM claim;
            CREATE TABLE kept_claim_line AS SELECT * FROM claim_line;
            CREATE TABLE kept_settlement_line AS SELECT * FROM settlement_line;
            DROP TABLE settlement_line;
            DROP TABLE claim_line;
            DROP TABLE claim;

            CREATE TABLE claim (
                id INTEGER PRIMARY KEY,
                number TEXT NOT NULL UNIQUE,
                book INTEGER NOT NULL,
                vendor INTEGER NOT NULL REFERENCES organisation (id),
                contract INTEGER REFERENCES contract (id),
                reservation INTEGER REFERENCES reservation (id),
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
                CHECK (state <> 'returned' OR reason IS NOT NULL),
                CHECK ((contract IS NULL) <> (reservation IS NULL))
            ) {strict};
            CREATE INDEX claim_vendor ON claim (vendor, id);
            CREATE INDEX claim_contract ON claim (contract, id);
            CREATE INDEX claim_reservation ON claim (reservation, id);
            CREATE INDEX claim_queue ON claim (book, state, id);
            CREATE UNIQUE INDEX claim_invoice ON claim (invoice_number, book) WHERE state <> 'returned';

            CREATE TABLE claim_line (
                claim INTEGER NOT NULL REFERENCES claim (id),
                lot_hold BLOB REFERENCES lot_hold (transfer),
                reservation_hold BLOB REFERENCES reservation_hold (transfer),
                amount_fen INTEGER NOT NULL CHECK (amount_fen >= 1),
                live INTEGER NOT NULL CHECK (live IN (0, 1)),
                CHECK ((lot_hold IS NULL) <> (reservation_hold IS NULL))
            ) {strict};
            CREATE UNIQUE INDEX claim_line_lot ON claim_line (claim, lot_hold) WHERE lot_hold IS NOT NULL;
            CREATE UNIQUE INDEX claim_line_use ON claim_line (claim, reservation_hold)
                WHERE reservation_hold IS NOT NULL;
            CREATE UNIQUE INDEX claim_line_lot_once ON claim_line (lot_hold) WHERE live = 1 AND lot_hold IS NOT NULL;
            CREATE UNIQUE INDEX claim_line_use_once ON claim_line (reservation_hold)
                WHERE live = 1 AND reservation_hold IS NOT NULL;

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

            INSERT INTO claim (id, number, book, vendor, contract, state, amount_fen, invoice_number, invoice_on,
                invoice_fen, invoice_blob, invoice_file, filed_at, filed_by, decided_at, decided_by, reason)
            SELECT id, number, book, vendor, contract, state, amount_fen, invoice_number, invoice_on,
                invoice_fen, invoice_blob, invoice_file, filed_at, filed_by, decided_at, decided_by, reason FROM kept_claim;
            INSERT INTO claim_line (claim, lot_hold, amount_fen, live)
            SELECT claim, hold, amount_fen, live FROM kept_claim_line;
            INSERT INTO settlement_line (settlement, claim, transfer, payee, bank_account, amount_fen, state, reason)
            SELECT settlement, claim, transfer, payee, bank_account, amount_fen, state, reason FROM kept_settlement_line;
            DROP TABLE kept_settlement_line;
            DROP TABLE kept_claim_line;
            DROP TABLE kept_claim;
            """,
        guards: [
            Guard(
                "claim_terms_fixed", .update, on: "claim",
                refuses: """
                    NEW.amount_fen <> OLD.amount_fen OR NEW.book <> OLD.book OR NEW.vendor <> OLD.vendor
                    OR COALESCE(NEW.contract, 0) <> COALESCE(OLD.contract, 0)
                    OR COALESCE(NEW.reservation, 0) <> COALESCE(OLD.reservation, 0)
                    OR NEW.invoice_number <> OLD.invoice_number
                    """, "a claim keeps what it claims"),
            Guard("claim_paid_stays", .update, on: "claim", refuses: "OLD.state = 'paid'", "a paid claim stays paid"),
            Guard("claim_kept", .delete, on: "claim", "a claim is never deleted"),
            Guard(
                "settlement_line_closed", .update, on: "settlement_line", refuses: "OLD.state <> 'sent'",
                "the payment is decided"),
        ])
}
