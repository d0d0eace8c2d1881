internal import Storage

/// Tables of deliveries, the labels in them, and what was wrong with an upload.
enum DeliverySchema {
    static let migration = Migration(
        number: 7, name: "deliveries",
        sql: """
            CREATE TABLE delivery (
                id INTEGER PRIMARY KEY,
                contract INTEGER NOT NULL,
                lot INTEGER NOT NULL,
                round INTEGER NOT NULL CHECK (round >= 0),
                state TEXT NOT NULL CHECK (state IN ('draft', 'delivered', 'accepted', 'returned', 'abandoned')),
                blob BLOB CHECK (length(blob) = 32),
                file_name TEXT,
                uploaded_at INTEGER NOT NULL,
                delivered_at INTEGER,
                silent_at INTEGER CHECK ((silent_at IS NULL) = (delivered_at IS NULL)),
                decided_at INTEGER,
                decided_by INTEGER,
                accepted_items INTEGER CHECK (accepted_items >= 0),
                delivered_items INTEGER CHECK ((delivered_items IS NULL) = (delivered_at IS NULL)),
                reason TEXT CHECK (length(reason) BETWEEN 1 AND 4000),
                CHECK (state IN ('draft', 'abandoned') OR delivered_at IS NOT NULL),
                CHECK ((state IN ('accepted', 'returned')) = (decided_at IS NOT NULL)),
                CHECK ((state = 'accepted') = (accepted_items IS NOT NULL)),
                FOREIGN KEY (contract, lot) REFERENCES lot (contract, number)
            ) {strict};
            CREATE UNIQUE INDEX delivery_draft ON delivery (contract, lot) WHERE state = 'draft';
            CREATE UNIQUE INDEX delivery_open ON delivery (contract, lot) WHERE state = 'delivered';
            CREATE UNIQUE INDEX delivery_accepted ON delivery (contract, lot) WHERE state = 'accepted';
            CREATE INDEX delivery_lot ON delivery (contract, lot, id);
            CREATE INDEX delivery_silent ON delivery (silent_at) WHERE state = 'delivered';

            CREATE TABLE label_record (
                delivery INTEGER NOT NULL REFERENCES delivery (id),
                item_number INTEGER NOT NULL CHECK (item_number >= 1),
                annotations TEXT NOT NULL,
                label_count INTEGER NOT NULL CHECK (label_count >= 0),
                decision TEXT CHECK (decision IN ('accepted', 'refused')),
                reason TEXT CHECK (length(reason) BETWEEN 1 AND 1000),
                CHECK (decision <> 'refused' OR reason IS NOT NULL),
                PRIMARY KEY (delivery, item_number)
            ) {strict};

            CREATE TABLE upload_problem (
                delivery INTEGER NOT NULL REFERENCES delivery (id),
                number INTEGER NOT NULL CHECK (number >= 1),
                record INTEGER NOT NULL CHECK (record >= 0),
                item TEXT,
                result TEXT,
                code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
                detail TEXT NOT NULL,
                PRIMARY KEY (delivery, number)
            ) {strict};
            """,
        guards: [
            Guard(
                "delivery_decided", .update, on: "delivery", refuses: "OLD.decided_at IS NOT NULL",
                "the delivery is decided"),
            Guard(
                "delivery_kept", .delete, on: "delivery", refuses: "OLD.delivered_at IS NOT NULL", "a delivery is kept"),
            Guard(
                "label_record_frozen", .update, on: "label_record",
                refuses: """
                    (NEW.annotations <> OLD.annotations OR NEW.item_number <> OLD.item_number) AND
                    (SELECT delivered_at FROM delivery WHERE id = OLD.delivery) IS NOT NULL
                    """, "delivered labels never change"),
            Guard(
                "label_record_kept", .delete, on: "label_record",
                refuses: "(SELECT delivered_at FROM delivery WHERE id = OLD.delivery) IS NOT NULL",
                "delivered labels are kept"),
        ])
}
