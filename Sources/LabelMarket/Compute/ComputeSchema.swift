internal import Storage

/// Tables of sites, their accelerators, the windows offered on them, reservations, the money they hold, and what was used.
enum ComputeSchema {
    static let migration = Migration(
        number: 9, name: "compute",
        sql: """
            CREATE TABLE site (
                id INTEGER PRIMARY KEY,
                operator INTEGER NOT NULL REFERENCES organisation (id),
                name_zh TEXT NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 100),
                name_en TEXT CHECK (length(name_en) BETWEEN 1 AND 100),
                hub TEXT CHECK (length(hub) BETWEEN 1 AND 40),
                cluster TEXT CHECK (length(cluster) BETWEEN 1 AND 40),
                region TEXT NOT NULL CHECK (length(region) = 6),
                registered_at INTEGER NOT NULL,
                CHECK (cluster IS NULL OR hub IS NOT NULL)
            ) {strict};
            CREATE INDEX site_operator ON site (operator, id);
            CREATE UNIQUE INDEX site_name ON site (operator, name_zh);

            CREATE TABLE site_claim (
                site INTEGER NOT NULL REFERENCES site (id),
                claimed_on INTEGER NOT NULL,
                recorded_at INTEGER NOT NULL,
                power_fen_per_mwh INTEGER NOT NULL CHECK (power_fen_per_mwh BETWEEN 0 AND 10000000),
                green_share_bp INTEGER NOT NULL CHECK (green_share_bp BETWEEN 0 AND 10000),
                racks_filled_bp INTEGER NOT NULL CHECK (racks_filled_bp BETWEEN 0 AND 10000),
                compute_used_bp INTEGER NOT NULL CHECK (compute_used_bp BETWEEN 0 AND 10000),
                recorded_by INTEGER NOT NULL REFERENCES person (id),
                PRIMARY KEY (site, claimed_on, recorded_at)
            ) {strict};

            CREATE TABLE device_class (
                id INTEGER PRIMARY KEY,
                site INTEGER NOT NULL REFERENCES site (id),
                vendor TEXT NOT NULL CHECK (length(vendor) BETWEEN 1 AND 60),
                model TEXT NOT NULL CHECK (length(model) BETWEEN 1 AND 60),
                number_format TEXT NOT NULL CHECK (length(number_format) BETWEEN 1 AND 20),
                teraflops INTEGER NOT NULL CHECK (teraflops BETWEEN 1 AND 1000000),
                memory_gigabytes INTEGER NOT NULL CHECK (memory_gigabytes BETWEEN 1 AND 100000),
                quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
                is_domestic INTEGER NOT NULL CHECK (is_domestic IN (0, 1)),
                is_state_funded INTEGER NOT NULL CHECK (is_state_funded IN (0, 1)),
                attestation TEXT CHECK (length(attestation) BETWEEN 1 AND 1000),
                attested_on INTEGER CHECK ((attested_on IS NULL) = (attestation IS NULL)),
                registered_at INTEGER NOT NULL
            ) {strict};
            CREATE UNIQUE INDEX device_class_site ON device_class (site, vendor, model);

            CREATE TABLE operator_key (
                id INTEGER PRIMARY KEY,
                operator INTEGER NOT NULL REFERENCES organisation (id),
                name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
                public_key BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
                registered_at INTEGER NOT NULL,
                revoked_at INTEGER
            ) {strict};
            CREATE INDEX operator_key_operator ON operator_key (operator, id);

            CREATE TABLE compute_window (
                id INTEGER PRIMARY KEY,
                site INTEGER NOT NULL REFERENCES site (id),
                device_class INTEGER NOT NULL REFERENCES device_class (id),
                operator INTEGER NOT NULL REFERENCES organisation (id),
                hub TEXT,
                region TEXT NOT NULL,
                accelerator TEXT NOT NULL,
                starts_at INTEGER NOT NULL CHECK (starts_at % 3600000 = 0),
                ends_at INTEGER NOT NULL CHECK (ends_at % 3600000 = 0),
                cards INTEGER NOT NULL CHECK (cards BETWEEN 1 AND 1000000),
                price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND 10000000),
                minimum_card_hours INTEGER NOT NULL CHECK (minimum_card_hours >= 1),
                notice_hours INTEGER NOT NULL CHECK (notice_hours BETWEEN 0 AND 720),
                fee_bp INTEGER NOT NULL CHECK (fee_bp BETWEEN 0 AND 10000),
                state TEXT NOT NULL CHECK (state IN ('open', 'withdrawn', 'ended')),
                series INTEGER,
                booked_card_hours INTEGER NOT NULL DEFAULT 0 CHECK (booked_card_hours >= 0),
                published_at INTEGER NOT NULL,
                revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
                CHECK (ends_at > starts_at AND ends_at - starts_at <= 7948800000),
                CHECK (minimum_card_hours <= cards * ((ends_at - starts_at) / 3600000)),
                CHECK (booked_card_hours <= cards * ((ends_at - starts_at) / 3600000))
            ) {strict};
            CREATE INDEX compute_window_time ON compute_window (state, starts_at, id);
            CREATE INDEX compute_window_accelerator ON compute_window (state, accelerator, starts_at, id);
            CREATE INDEX compute_window_hub ON compute_window (state, hub, starts_at, id);
            CREATE INDEX compute_window_region ON compute_window (state, region, starts_at, id);
            CREATE INDEX compute_window_class ON compute_window (device_class, starts_at, id);
            CREATE INDEX compute_window_operator ON compute_window (operator, starts_at, id);
            CREATE INDEX compute_window_site ON compute_window (site, starts_at, id);

            CREATE TABLE reservation (
                id INTEGER PRIMARY KEY,
                number TEXT NOT NULL UNIQUE,
                compute_window INTEGER NOT NULL REFERENCES compute_window (id),
                operator INTEGER NOT NULL REFERENCES organisation (id),
                buyer INTEGER NOT NULL REFERENCES organisation (id) CHECK (buyer <> operator),
                job INTEGER REFERENCES job (id),
                work TEXT NOT NULL CHECK (length(work) BETWEEN 1 AND 40),
                cards INTEGER NOT NULL CHECK (cards >= 1),
                starts_at INTEGER NOT NULL CHECK (starts_at % 3600000 = 0),
                ends_at INTEGER NOT NULL CHECK (ends_at % 3600000 = 0 AND ends_at > starts_at),
                unit_price_fen INTEGER NOT NULL CHECK (unit_price_fen >= 1),
                price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND 9000000000000),
                voucher_fen INTEGER NOT NULL CHECK (voucher_fen >= 0),
                own_fen INTEGER NOT NULL CHECK (own_fen >= 0),
                notice_hours INTEGER NOT NULL CHECK (notice_hours >= 0),
                fee_bp INTEGER NOT NULL CHECK (fee_bp BETWEEN 0 AND 10000),
                state TEXT NOT NULL CHECK (state IN ('requested', 'confirmed', 'reported', 'disputed', 'closed',
                    'cancelled', 'declined', 'expired', 'lapsed')),
                made_at INTEGER NOT NULL,
                made_by INTEGER NOT NULL REFERENCES person (id),
                confirm_by INTEGER NOT NULL,
                confirmed_at INTEGER,
                decide_by INTEGER,
                dispute TEXT CHECK (length(dispute) BETWEEN 1 AND 2000),
                captured_fen INTEGER NOT NULL DEFAULT 0 CHECK (captured_fen BETWEEN 0 AND price_fen),
                ended_at INTEGER,
                reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
                CHECK (price_fen = voucher_fen + own_fen),
                CHECK (price_fen = unit_price_fen * cards * ((ends_at - starts_at) / 3600000)),
                CHECK ((ended_at IS NULL) = (state IN ('requested', 'confirmed', 'reported', 'disputed'))),
                CHECK (state IN ('requested', 'cancelled', 'declined', 'expired') OR confirmed_at IS NOT NULL),
                CHECK ((state IN ('reported', 'disputed')) <= (decide_by IS NOT NULL)),
                CHECK (state <> 'disputed' OR dispute IS NOT NULL)
            ) {strict};
            CREATE INDEX reservation_window ON reservation (compute_window, starts_at, id);
            CREATE INDEX reservation_buyer ON reservation (buyer, id);
            CREATE INDEX reservation_operator ON reservation (operator, id);
            CREATE INDEX reservation_job ON reservation (job, id);
            CREATE INDEX reservation_state ON reservation (state, id);

            CREATE TABLE reservation_hold (
                transfer BLOB NOT NULL PRIMARY KEY CHECK (length(transfer) = 16),
                reservation INTEGER NOT NULL REFERENCES reservation (id),
                source TEXT NOT NULL CHECK (source IN ('grant', 'own')),
                grant_id INTEGER CHECK ((grant_id IS NOT NULL) = (source = 'grant')),
                amount_fen INTEGER NOT NULL CHECK (amount_fen >= 1),
                captured_fen INTEGER NOT NULL DEFAULT 0 CHECK (captured_fen BETWEEN 0 AND amount_fen),
                state TEXT NOT NULL CHECK (state IN ('held', 'captured', 'released')),
                CHECK ((state = 'captured') = (captured_fen > 0))
            ) {strict};
            CREATE INDEX reservation_hold_reservation ON reservation_hold (reservation);

            CREATE TABLE usage_report (
                id INTEGER PRIMARY KEY,
                reservation INTEGER NOT NULL REFERENCES reservation (id),
                source TEXT NOT NULL CHECK (source IN ('form', 'csv', 'signed')),
                evidence BLOB CHECK (length(evidence) = 32),
                file_name TEXT CHECK (length(file_name) BETWEEN 1 AND 200),
                operator_key INTEGER REFERENCES operator_key (id),
                card_seconds INTEGER NOT NULL CHECK (card_seconds >= 0),
                is_standing INTEGER NOT NULL CHECK (is_standing IN (0, 1)),
                reported_at INTEGER NOT NULL,
                reported_by INTEGER NOT NULL REFERENCES person (id),
                CHECK ((source = 'form') = (evidence IS NULL)),
                CHECK ((source = 'signed') = (operator_key IS NOT NULL))
            ) {strict};
            CREATE UNIQUE INDEX usage_report_standing ON usage_report (reservation) WHERE is_standing = 1;
            CREATE INDEX usage_report_reservation ON usage_report (reservation, id);

            CREATE TABLE usage_record (
                report INTEGER NOT NULL REFERENCES usage_report (id),
                number INTEGER NOT NULL CHECK (number >= 1),
                starts_at INTEGER NOT NULL,
                ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
                card_seconds INTEGER NOT NULL CHECK (card_seconds >= 0),
                PRIMARY KEY (report, number)
            ) {strict};
            """,
        guards: capacity + terms)

    /// The moments at which a new reservation could be one too many: its own start and the starts of others within it.
    private static let capacity = [
        Guard(
            "reservation_capacity", .insert, on: "reservation",
            refuses: """
                EXISTS (SELECT 1 FROM compute_window AS offered WHERE offered.id = NEW.compute_window AND (
                    offered.state <> 'open' OR NEW.starts_at < offered.starts_at OR NEW.ends_at > offered.ends_at
                    OR EXISTS (
                        SELECT 1 FROM (
                            SELECT NEW.starts_at AS moment
                            UNION SELECT other.starts_at FROM reservation AS other
                            WHERE other.compute_window = NEW.compute_window
                                AND other.state NOT IN ('cancelled', 'declined', 'expired')
                                AND other.starts_at > NEW.starts_at AND other.starts_at < NEW.ends_at) AS points
                        WHERE NEW.cards + (
                            SELECT COALESCE(SUM(taken.cards), 0) FROM reservation AS taken
                            WHERE taken.compute_window = NEW.compute_window
                                AND taken.state NOT IN ('cancelled', 'declined', 'expired')
                                AND taken.starts_at <= points.moment AND taken.ends_at > points.moment) > offered.cards)))
                """, "the window has no such capacity left"),
        Guard(
            "compute_window_booked", .update, on: "compute_window",
            refuses: """
                (NEW.cards < OLD.cards OR NEW.starts_at > OLD.starts_at OR NEW.ends_at < OLD.ends_at) AND EXISTS (
                    SELECT 1 FROM reservation AS live WHERE live.compute_window = OLD.id
                        AND live.state NOT IN ('cancelled', 'declined', 'expired')
                        AND (live.starts_at < NEW.starts_at OR live.ends_at > NEW.ends_at OR NEW.cards < (
                            SELECT SUM(taken.cards) FROM reservation AS taken
                            WHERE taken.compute_window = OLD.id AND taken.state NOT IN ('cancelled', 'declined', 'expired')
                                AND taken.starts_at <= live.starts_at AND taken.ends_at > live.starts_at)))
                """, "reservations stand on the window"),
    ]

    private static let terms = [
        Guard(
            "compute_window_place_fixed", .update, on: "compute_window",
            refuses: """
                NEW.site <> OLD.site OR NEW.device_class <> OLD.device_class OR NEW.operator <> OLD.operator
                OR NEW.accelerator <> OLD.accelerator OR NEW.region <> OLD.region
                """, "a window stays where it is"),
        Guard("compute_window_kept", .delete, on: "compute_window", "a window is never deleted"),
        Guard(
            "device_class_fixed", .update, on: "device_class",
            refuses: """
                NEW.site <> OLD.site OR NEW.vendor <> OLD.vendor OR NEW.model <> OLD.model
                OR NEW.is_domestic <> OLD.is_domestic
                """, "accelerators stay what they are"),
        Guard("site_claim_fixed", .update, on: "site_claim", "a claim about a site never changes"),
        Guard("site_claim_kept", .delete, on: "site_claim", "a claim about a site is never deleted"),
        Guard(
            "reservation_terms_fixed", .update, on: "reservation",
            refuses: """
                NEW.compute_window <> OLD.compute_window OR NEW.buyer <> OLD.buyer OR NEW.operator <> OLD.operator
                OR NEW.cards <> OLD.cards OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at
                OR NEW.price_fen <> OLD.price_fen OR NEW.voucher_fen <> OLD.voucher_fen OR NEW.number <> OLD.number
                OR NEW.notice_hours <> OLD.notice_hours OR NEW.fee_bp <> OLD.fee_bp
                """, "a reservation keeps its terms"),
        Guard(
            "reservation_ended", .update, on: "reservation", refuses: "OLD.ended_at IS NOT NULL",
            "the reservation has ended"),
        Guard("reservation_kept", .delete, on: "reservation", "a reservation is never deleted"),
        Guard(
            "reservation_hold_resolved", .update, on: "reservation_hold", refuses: "OLD.state <> 'held'",
            "the hold is resolved"),
        Guard(
            "usage_report_fixed", .update, on: "usage_report",
            refuses: "NEW.card_seconds <> OLD.card_seconds OR NEW.reservation <> OLD.reservation OR OLD.is_standing = 0",
            "a usage report never changes"),
        Guard("usage_report_kept", .delete, on: "usage_report", "a usage report is never deleted"),
        Guard("usage_record_fixed", .update, on: "usage_record", "a usage record never changes"),
        Guard("usage_record_kept", .delete, on: "usage_record", "a usage record is never deleted"),
    ]
}
