internal import Storage

/// Tables of bids, questions, contracts, their lots the money reserved for each, and deposits of own money.
enum BidSchema {
    static let migration = Migration(
        number: 6, name: "bids and contracts",
        sql: """
            CREATE TABLE bid (
                id INTEGER PRIMARY KEY,
                job INTEGER NOT NULL REFERENCES job (id),
                vendor INTEGER NOT NULL REFERENCES organisation (id),
                job_version INTEGER NOT NULL CHECK (job_version >= 1),
                price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND 9000000000000),
                days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 730),
                plan TEXT NOT NULL CHECK (length(plan) BETWEEN 1 AND 4000),
                state TEXT NOT NULL CHECK (state IN
                    ('draft', 'sealed', 'replaced', 'withdrawn', 'won', 'lost', 'disqualified')),
                written_at INTEGER NOT NULL,
                offered_at INTEGER CHECK ((offered_at IS NULL) = (state = 'draft')),
                decided_at INTEGER,
                ground TEXT CHECK (ground IN ('price', 'plan', 'time', 'record', 'unconfirmed', 'withdrawn_job')),
                reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
                CHECK (state NOT IN ('won', 'lost', 'disqualified') OR (decided_at IS NOT NULL AND ground IS NOT NULL))
            ) {strict};
            CREATE UNIQUE INDEX bid_draft ON bid (job, vendor) WHERE state = 'draft';
            CREATE UNIQUE INDEX bid_live ON bid (job, vendor)
                WHERE state IN ('sealed', 'won', 'lost', 'disqualified');
            CREATE UNIQUE INDEX bid_won ON bid (job) WHERE state = 'won';
            CREATE INDEX bid_vendor ON bid (vendor, id);

            CREATE TABLE question (
                id INTEGER PRIMARY KEY,
                job INTEGER NOT NULL REFERENCES job (id),
                vendor INTEGER NOT NULL REFERENCES organisation (id),
                asked_at INTEGER NOT NULL,
                text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
                answer TEXT CHECK (length(answer) BETWEEN 1 AND 2000),
                answered_at INTEGER CHECK ((answered_at IS NULL) = (answer IS NULL))
            ) {strict};
            CREATE INDEX question_job ON question (job, id);

            CREATE TABLE contract (
                id INTEGER PRIMARY KEY,
                job INTEGER NOT NULL UNIQUE REFERENCES job (id),
                bid INTEGER NOT NULL UNIQUE REFERENCES bid (id),
                buyer INTEGER NOT NULL REFERENCES organisation (id),
                vendor INTEGER NOT NULL REFERENCES organisation (id) CHECK (vendor <> buyer),
                number TEXT NOT NULL UNIQUE,
                state TEXT NOT NULL CHECK (state IN ('active', 'completed', 'cancelled')),
                price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND 9000000000000),
                voucher_fen INTEGER NOT NULL CHECK (voucher_fen >= 0),
                own_fen INTEGER NOT NULL CHECK (own_fen >= 0),
                signed_at INTEGER NOT NULL,
                deliver_by INTEGER NOT NULL,
                acceptance_days INTEGER NOT NULL CHECK (acceptance_days BETWEEN 1 AND 90),
                required_accuracy_bp INTEGER NOT NULL CHECK (required_accuracy_bp BETWEEN 0 AND 10000),
                rework_limit INTEGER NOT NULL CHECK (rework_limit BETWEEN 0 AND 10),
                label_config TEXT NOT NULL,
                dataset INTEGER NOT NULL REFERENCES dataset (id),
                item_count INTEGER NOT NULL CHECK (item_count >= 1),
                ended_at INTEGER CHECK ((ended_at IS NULL) = (state = 'active')),
                cancel_asked_by INTEGER REFERENCES organisation (id),
                cancel_asked_at INTEGER CHECK ((cancel_asked_at IS NULL) = (cancel_asked_by IS NULL)),
                cancel_reason TEXT CHECK (length(cancel_reason) BETWEEN 1 AND 2000),
                CHECK (price_fen = voucher_fen + own_fen)
            ) {strict};
            CREATE INDEX contract_buyer ON contract (buyer, id);
            CREATE INDEX contract_vendor ON contract (vendor, id);

            CREATE TABLE lot (
                contract INTEGER NOT NULL REFERENCES contract (id),
                number INTEGER NOT NULL CHECK (number >= 1),
                first_item INTEGER NOT NULL CHECK (first_item >= 1),
                last_item INTEGER NOT NULL CHECK (last_item >= first_item),
                price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
                state TEXT NOT NULL CHECK (state IN
                    ('due', 'delivered', 'returned', 'accepted', 'refused', 'cancelled')),
                rework_rounds INTEGER NOT NULL DEFAULT 0 CHECK (rework_rounds >= 0),
                accepted_items INTEGER NOT NULL DEFAULT 0
                    CHECK (accepted_items BETWEEN 0 AND last_item - first_item + 1),
                captured_fen INTEGER NOT NULL DEFAULT 0 CHECK (captured_fen BETWEEN 0 AND price_fen),
                decided_at INTEGER CHECK ((decided_at IS NOT NULL) = (state IN ('accepted', 'refused', 'cancelled'))),
                PRIMARY KEY (contract, number)
            ) {strict};

            CREATE TABLE lot_hold (
                transfer BLOB NOT NULL PRIMARY KEY CHECK (length(transfer) = 16),
                contract INTEGER NOT NULL,
                lot INTEGER NOT NULL,
                source TEXT NOT NULL CHECK (source IN ('grant', 'own')),
                grant_id INTEGER CHECK ((grant_id IS NOT NULL) = (source = 'grant')),
                amount_fen INTEGER NOT NULL CHECK (amount_fen >= 1),
                captured_fen INTEGER NOT NULL DEFAULT 0 CHECK (captured_fen BETWEEN 0 AND amount_fen),
                state TEXT NOT NULL CHECK (state IN ('held', 'captured', 'released')),
                CHECK ((state = 'captured') = (captured_fen > 0)),
                FOREIGN KEY (contract, lot) REFERENCES lot (contract, number)
            ) {strict};
            CREATE INDEX lot_hold_lot ON lot_hold (contract, lot);

            CREATE TABLE deposit (
                id INTEGER PRIMARY KEY,
                organisation INTEGER NOT NULL REFERENCES organisation (id),
                amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 9000000000000),
                bank_reference TEXT NOT NULL UNIQUE CHECK (length(bank_reference) BETWEEN 1 AND 100),
                received_on INTEGER NOT NULL,
                recorded_by INTEGER NOT NULL,
                recorded_at INTEGER NOT NULL,
                transfer BLOB NOT NULL UNIQUE CHECK (length(transfer) = 16)
            ) {strict};
            CREATE INDEX deposit_organisation ON deposit (organisation, id);
            """,
        guards: [
            Guard(
                "bid_sealed_fixed", .update, on: "bid",
                refuses: """
                    OLD.state <> 'draft' AND (NEW.price_fen <> OLD.price_fen OR NEW.days <> OLD.days
                    OR NEW.plan <> OLD.plan OR NEW.vendor <> OLD.vendor OR NEW.job <> OLD.job)
                    """, "an offered bid keeps its terms"),
            Guard(
                "bid_kept", .delete, on: "bid", refuses: "OLD.state <> 'draft'", "an offered bid is never deleted"),
            Guard(
                "contract_terms_fixed", .update, on: "contract",
                refuses: """
                    NEW.price_fen <> OLD.price_fen OR NEW.vendor <> OLD.vendor OR NEW.buyer <> OLD.buyer
                    OR NEW.number <> OLD.number OR NEW.voucher_fen <> OLD.voucher_fen
                    OR NEW.label_config <> OLD.label_config OR NEW.deliver_by <> OLD.deliver_by
                    """, "a contract keeps its terms"),
            Guard(
                "contract_ended", .update, on: "contract", refuses: "OLD.state <> 'active'", "the contract has ended"),
            Guard("contract_kept", .delete, on: "contract", "a contract is never deleted"),
            Guard(
                "lot_decided", .update, on: "lot", refuses: "OLD.decided_at IS NOT NULL", "the lot is decided"),
            Guard("deposit_fixed", .update, on: "deposit", "a deposit never changes"),
            Guard("deposit_kept", .delete, on: "deposit", "a deposit is never deleted"),
            Guard(
                "lot_hold_resolved", .update, on: "lot_hold", refuses: "OLD.state <> 'held'", "the hold is resolved"),
        ])
}
