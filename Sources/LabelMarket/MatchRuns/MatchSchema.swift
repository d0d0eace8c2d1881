internal import Storage

/// Migration 12: standing price lists, policies, runs of the matching engine, and what they proposed.
enum MatchSchema {
    static let migration = Migration(
        number: 12, name: "match runs", sql: lists + runs + proposals,
        guards: [
            Guard("match_policy_fixed", .update, on: "match_policy", "a published policy never changes"),
            Guard("match_policy_kept", .delete, on: "match_policy", "a published policy is never deleted"),
            Guard(
                "match_run_ended", .update, on: "match_run",
                refuses: "OLD.state IN ('adopted', 'superseded', 'failed') AND NEW.state <> OLD.state",
                "a run that has ended stays as it is"),
            Guard(
                "match_run_inputs_fixed", .update, on: "match_run",
                refuses: "NEW.seed <> OLD.seed OR NEW.policy <> OLD.policy OR (OLD.state = 'adopted' AND NEW.inputs_blob <> OLD.inputs_blob)",
                "a run keeps its seed, its policy and its inputs"),
            Guard("match_run_kept", .delete, on: "match_run", "a run is never deleted"),
            Guard(
                "match_proposal_decided", .update, on: "match_proposal",
                refuses: "OLD.state IN ('accepted', 'refused', 'kept', 'overtaken') AND NEW.state <> OLD.state",
                "a decided proposal stays decided"),
            Guard(
                "match_proposal_terms_fixed", .update, on: "match_proposal",
                refuses: "NEW.job <> OLD.job OR NEW.run <> OLD.run OR NEW.price_fen <> OLD.price_fen",
                "a proposal keeps its terms"),
            Guard("match_proposal_kept", .delete, on: "match_proposal", "a proposal is never deleted"),
        ])

    private static let lists = """
        CREATE TABLE price_list (
            vendor INTEGER PRIMARY KEY REFERENCES organisation (id),
            stands INTEGER NOT NULL CHECK (stands IN (0, 1)),
            hours_per_week INTEGER NOT NULL CHECK (hours_per_week BETWEEN 1 AND 1000000),
            lead_days INTEGER NOT NULL CHECK (lead_days BETWEEN 0 AND 90),
            languages TEXT NOT NULL CHECK (length(languages) >= 2),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            changed_at INTEGER NOT NULL
        ) {strict};

        CREATE TABLE price_list_line (
            vendor INTEGER NOT NULL REFERENCES price_list (vendor),
            task_family TEXT NOT NULL CHECK (length(task_family) BETWEEN 1 AND 40),
            price_fen INTEGER NOT NULL CHECK (price_fen BETWEEN 1 AND 100000000),
            seconds_per_item INTEGER NOT NULL CHECK (seconds_per_item BETWEEN 1 AND 86400),
            PRIMARY KEY (vendor, task_family)
        ) {strict};

        """

    private static let runs = """
        CREATE TABLE match_policy (
            version INTEGER PRIMARY KEY CHECK (version >= 1),
            published_at INTEGER NOT NULL,
            published_by INTEGER NOT NULL REFERENCES person (id),
            note TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 1000),
            own_weight INTEGER NOT NULL CHECK (own_weight BETWEEN 100 AND 5000),
            voucher_weight INTEGER NOT NULL CHECK (voucher_weight BETWEEN 0 AND 5000),
            quality_weight INTEGER NOT NULL CHECK (quality_weight BETWEEN 0 AND 2000),
            small_weight INTEGER NOT NULL CHECK (small_weight BETWEEN 0 AND 2000),
            west_weight INTEGER NOT NULL CHECK (west_weight BETWEEN 0 AND 2000),
            idle_fen INTEGER NOT NULL CHECK (idle_fen BETWEEN 0 AND 100000),
            idle_below_bp INTEGER NOT NULL CHECK (idle_below_bp BETWEEN 0 AND 10000)
        ) {strict};

        -- The bids of all open jobs are read at once.
        CREATE INDEX bid_job ON bid (job, id);

        CREATE TABLE match_run (
            id INTEGER PRIMARY KEY,
            job INTEGER REFERENCES job (id),
            cause TEXT NOT NULL CHECK (cause IN ('clock', 'officer', 'buyer', 'command')),
            asked_by INTEGER REFERENCES person (id),
            asked_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'proposed', 'adopted', 'superseded', 'failed')),
            permille INTEGER NOT NULL DEFAULT 0 CHECK (permille BETWEEN 0 AND 1000),
            seed INTEGER NOT NULL,
            policy INTEGER NOT NULL CHECK (policy >= 0),
            base INTEGER REFERENCES match_run (id),
            frozen_at INTEGER,
            inputs_blob BLOB CHECK (length(inputs_blob) = 32),
            ended_at INTEGER,
            solve_ms INTEGER CHECK (solve_ms >= 0),
            objective_mfen INTEGER,
            bound_mfen INTEGER,
            jobs INTEGER NOT NULL DEFAULT 0,
            matched INTEGER NOT NULL DEFAULT 0,
            offers INTEGER NOT NULL DEFAULT 0,
            windows INTEGER NOT NULL DEFAULT 0,
            own_fen INTEGER NOT NULL DEFAULT 0,
            voucher_fen INTEGER NOT NULL DEFAULT 0,
            hand_matched INTEGER NOT NULL DEFAULT 0,
            hand_own_fen INTEGER NOT NULL DEFAULT 0,
            shared_own_fen INTEGER NOT NULL DEFAULT 0,
            idle_hours INTEGER NOT NULL DEFAULT 0,
            booked_hours INTEGER NOT NULL DEFAULT 0,
            filled_hours INTEGER NOT NULL DEFAULT 0,
            changes TEXT,
            CHECK ((ended_at IS NOT NULL) = (state IN ('adopted', 'superseded', 'failed'))),
            CHECK (state NOT IN ('proposed', 'adopted') OR inputs_blob IS NOT NULL),
            CHECK (bound_mfen >= objective_mfen)
        ) {strict};
        CREATE INDEX match_run_state ON match_run (state, id);
        CREATE INDEX match_run_market ON match_run (state, id) WHERE job IS NULL;
        CREATE INDEX match_run_job ON match_run (job, id);
        CREATE INDEX match_run_cause ON match_run (cause, asked_at);

        CREATE TABLE match_resource (
            run INTEGER NOT NULL REFERENCES match_run (id),
            kind TEXT NOT NULL CHECK (kind IN ('vendor', 'window', 'voucher', 'site')),
            owner INTEGER NOT NULL,
            day INTEGER NOT NULL,
            capacity INTEGER NOT NULL CHECK (capacity >= 0),
            used INTEGER NOT NULL CHECK (used >= 0),
            price INTEGER NOT NULL CHECK (price >= 0),
            PRIMARY KEY (run, kind, owner, day)
        ) {clustered};

        """

    private static let proposals = """
        CREATE TABLE match_proposal (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES match_run (id),
            job INTEGER NOT NULL REFERENCES job (id),
            job_version INTEGER NOT NULL,
            buyer INTEGER NOT NULL REFERENCES organisation (id),
            vendor INTEGER REFERENCES organisation (id),
            bid INTEGER REFERENCES bid (id),
            price_fen INTEGER NOT NULL CHECK (price_fen >= 0),
            voucher_fen INTEGER NOT NULL CHECK (voucher_fen BETWEEN 0 AND price_fen),
            days INTEGER NOT NULL CHECK (days >= 0),
            compute_window INTEGER REFERENCES compute_window (id),
            cards INTEGER CHECK (cards >= 1),
            starts_at INTEGER,
            ends_at INTEGER,
            compute_fen INTEGER NOT NULL CHECK (compute_fen >= 0),
            compute_voucher_fen INTEGER NOT NULL CHECK (compute_voucher_fen BETWEEN 0 AND compute_fen),
            runner_up INTEGER,
            ahead_fen INTEGER,
            state TEXT NOT NULL CHECK (state IN ('proposed', 'unmatched', 'accepted', 'refused', 'kept', 'overtaken')),
            uses TEXT NOT NULL,
            reasons TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            decided_at INTEGER,
            decided_by INTEGER REFERENCES person (id),
            reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
            contract INTEGER REFERENCES contract (id),
            reservation INTEGER REFERENCES reservation (id),
            CHECK ((state = 'unmatched') <= (vendor IS NULL)),
            CHECK ((compute_window IS NULL) = (cards IS NULL)),
            CHECK ((compute_window IS NULL) = (starts_at IS NULL)),
            CHECK ((compute_window IS NULL) = (ends_at IS NULL)),
            CHECK (state <> 'refused' OR reason IS NOT NULL),
            CHECK ((contract IS NOT NULL) = (state = 'accepted'))
        ) {strict};
        CREATE UNIQUE INDEX match_proposal_run ON match_proposal (run, job);
        CREATE UNIQUE INDEX match_proposal_live ON match_proposal (job) WHERE state IN ('proposed', 'unmatched');
        CREATE INDEX match_proposal_job ON match_proposal (job, id);
        CREATE INDEX match_proposal_buyer ON match_proposal (buyer, id);
        CREATE INDEX match_proposal_vendor ON match_proposal (vendor, id);
        CREATE INDEX match_proposal_refused ON match_proposal (job, vendor) WHERE state = 'refused';
        """
}
