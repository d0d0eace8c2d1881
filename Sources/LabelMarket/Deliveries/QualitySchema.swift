package import Storage

/// Tables of what deliveries are measured by: known answers, and the drawn sample.
package enum QualitySchema {
    static let sql = """
        CREATE TABLE gold_item (
            job INTEGER NOT NULL REFERENCES job (id),
            item_number INTEGER NOT NULL CHECK (item_number >= 1),
            annotations TEXT NOT NULL,
            added_at INTEGER NOT NULL,
            PRIMARY KEY (job, item_number)
        ) {clustered};

        CREATE TABLE gold_score (
            delivery INTEGER NOT NULL REFERENCES delivery (id),
            item_number INTEGER NOT NULL CHECK (item_number >= 1),
            is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
            PRIMARY KEY (delivery, item_number)
        ) {clustered};

        CREATE TABLE delivery_sample (
            delivery INTEGER PRIMARY KEY REFERENCES delivery (id),
            seed BLOB NOT NULL CHECK (length(seed) = 32),
            strictness TEXT NOT NULL CHECK (strictness IN ('standard', 'strict', 'full')),
            lot_size INTEGER NOT NULL CHECK (lot_size >= 1),
            sample_size INTEGER NOT NULL CHECK (sample_size BETWEEN 1 AND lot_size),
            acceptance_number INTEGER NOT NULL CHECK (acceptance_number BETWEEN 0 AND sample_size)
        ) {strict};

        CREATE TABLE sampled_item (
            delivery INTEGER NOT NULL REFERENCES delivery_sample (delivery),
            item_number INTEGER NOT NULL CHECK (item_number >= 1),
            PRIMARY KEY (delivery, item_number)
        ) {clustered};

        CREATE TABLE delivery_reminder (
            contract INTEGER PRIMARY KEY REFERENCES contract (id),
            at INTEGER NOT NULL
        ) {strict};
        CREATE INDEX contract_due ON contract (deliver_by) WHERE state = 'active';
        """

    static let guards = [
        Guard("delivery_sample_fixed", .update, on: "delivery_sample", "a drawn sample never changes"),
        Guard("delivery_sample_kept", .delete, on: "delivery_sample", "a drawn sample is kept"),
        Guard("sampled_item_fixed", .update, on: "sampled_item", "a drawn sample never changes"),
        Guard("sampled_item_kept", .delete, on: "sampled_item", "a drawn sample is kept"),
    ]
}
