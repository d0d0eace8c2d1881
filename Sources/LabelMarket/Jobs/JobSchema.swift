package import Storage

/// Datasets with their items, jobs from draft to end, and the index that the public list searches.
package enum JobSchema {
    package static let migration = Migration(
        number: 5, name: "jobs", sql: datasets + jobs + search,
        guards: [
            Guard(
                "job_stays_published", .update, on: "job", refuses: "NEW.state = 'draft' AND OLD.state <> 'draft'",
                "a published job cannot become a draft again"),
            Guard(
                "job_version_grows", .update, on: "job", refuses: "NEW.version < OLD.version",
                "the version of a job only grows"),
            Guard(
                "job_owner_fixed", .update, on: "job", refuses: "NEW.buyer <> OLD.buyer", "a job keeps its buyer"),
            Guard(
                "item_of_job_fixed", .update, on: "item", "an item never changes"),
            Guard(
                "published_job_stays", .delete, on: "job", refuses: "OLD.state <> 'draft'",
                "a published job is never deleted"),
        ])

    private static let datasets = """
        CREATE TABLE dataset (
            id INTEGER PRIMARY KEY,
            organisation INTEGER NOT NULL REFERENCES organisation (id),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            kind TEXT NOT NULL CHECK (kind IN ('image', 'text')),
            format TEXT NOT NULL CHECK (format IN ('json-lines', 'csv', 'tasks', 'images', 'texts')),
            state TEXT NOT NULL CHECK (state IN ('received', 'processing', 'pending', 'ready', 'refused', 'discarded')),
            item_count INTEGER NOT NULL DEFAULT 0 CHECK (item_count >= 0),
            byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
            character_count INTEGER NOT NULL DEFAULT 0 CHECK (character_count >= 0),
            read_bytes INTEGER NOT NULL DEFAULT 0 CHECK (read_bytes >= 0),
            data_keys TEXT NOT NULL DEFAULT '',
            blob BLOB NOT NULL CHECK (length(blob) = 32),
            file_name TEXT NOT NULL,
            problem_count INTEGER NOT NULL DEFAULT 0 CHECK (problem_count >= 0),
            refusal TEXT,
            created_at INTEGER NOT NULL,
            finished_at INTEGER,
            CHECK (state <> 'ready' OR item_count > 0),
            CHECK ((state = 'refused') = (refusal IS NOT NULL))
        ) {strict};
        CREATE INDEX dataset_by_organisation ON dataset (organisation, id);
        CREATE INDEX dataset_waiting ON dataset (state, id);

        CREATE TABLE dataset_problem (
            dataset INTEGER NOT NULL REFERENCES dataset (id),
            position INTEGER NOT NULL CHECK (position >= 0),
            line INTEGER NOT NULL CHECK (line >= 0),
            place TEXT NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            PRIMARY KEY (dataset, position)
        ) {strict};

        CREATE TABLE item (
            dataset INTEGER NOT NULL REFERENCES dataset (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            key TEXT NOT NULL,
            data TEXT NOT NULL,
            blob BLOB CHECK (length(blob) = 32),
            media_type TEXT CHECK (media_type IN ('image/png', 'image/jpeg')),
            width INTEGER CHECK (width > 0),
            height INTEGER CHECK (height > 0),
            PRIMARY KEY (dataset, number),
            CHECK ((blob IS NULL) = (media_type IS NULL)),
            CHECK ((blob IS NULL) = (width IS NULL)),
            CHECK ((blob IS NULL) = (height IS NULL))
        ) {strict};

        """

    private static let jobs = """
        CREATE TABLE job (
            id INTEGER PRIMARY KEY,
            buyer INTEGER NOT NULL REFERENCES organisation (id),
            dataset INTEGER REFERENCES dataset (id),
            version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
            state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'withdrawn', 'awarded', 'completed', 'cancelled')),
            title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
            description TEXT NOT NULL DEFAULT '',
            task_family TEXT CHECK (task_family IN (
                'textClassification', 'namedEntities', 'relations', 'textRating', 'translation', 'summarisation',
                'questionAnswering', 'answerComparison', 'answerRanking', 'imageClassification', 'imageBoxes',
                'imagePolygons', 'imageMasks', 'imageKeyPoints', 'imageEllipses', 'imageText', 'imageCaption',
                'audioClassification', 'audioTranscription', 'audioSegments', 'videoClassification',
                'dialogueTurns', 'timeSeriesSegments')),
            language TEXT,
            label_config TEXT,
            item_count INTEGER CHECK (item_count >= 1),
            objects_per_item INTEGER NOT NULL DEFAULT 1 CHECK (objects_per_item BETWEEN 1 AND 1000),
            required_accuracy_bp INTEGER CHECK (required_accuracy_bp BETWEEN 5000 AND 10000),
            lot_size INTEGER CHECK (lot_size >= 1),
            sampling TEXT CHECK (sampling IN ('standard', 'strict', 'full')),
            sample_size INTEGER CHECK (sample_size BETWEEN 1 AND lot_size),
            acceptance_number INTEGER CHECK (acceptance_number BETWEEN 0 AND sample_size),
            closes_at INTEGER,
            deadline_on INTEGER,
            acceptance_days INTEGER CHECK (acceptance_days BETWEEN 1 AND 60),
            budget_fen INTEGER CHECK (budget_fen BETWEEN 1 AND 9000000000000),
            security_class TEXT CHECK (security_class IN ('open', 'restricted', 'confidential')),
            regions TEXT NOT NULL DEFAULT '',
            public_sample_count INTEGER NOT NULL DEFAULT 0 CHECK (public_sample_count BETWEEN 0 AND 20),
            estimated_price_fen INTEGER CHECK (estimated_price_fen > 0),
            published_at INTEGER,
            ended_at INTEGER,
            created_at INTEGER NOT NULL,
            CHECK ((state = 'draft') = (published_at IS NULL)),
            CHECK (security_class = 'open' OR public_sample_count = 0),
            CHECK (state = 'draft' OR (
                dataset IS NOT NULL AND description <> '' AND task_family IS NOT NULL AND language IS NOT NULL
                AND label_config IS NOT NULL AND item_count IS NOT NULL AND required_accuracy_bp IS NOT NULL
                AND lot_size IS NOT NULL AND sampling IS NOT NULL AND sample_size IS NOT NULL
                AND acceptance_number IS NOT NULL AND closes_at IS NOT NULL AND deadline_on IS NOT NULL
                AND acceptance_days IS NOT NULL AND budget_fen IS NOT NULL AND security_class IS NOT NULL))
        ) {strict};
        CREATE INDEX job_by_buyer ON job (buyer, id);
        CREATE INDEX job_newest ON job (state, published_at, id);
        CREATE INDEX job_closing ON job (state, closes_at, id);
        CREATE INDEX job_by_dataset ON job (dataset);

        CREATE TABLE job_edit (
            job INTEGER NOT NULL REFERENCES job (id),
            version INTEGER NOT NULL CHECK (version >= 2),
            part TEXT NOT NULL CHECK (part IN ('description', 'config', 'quality', 'dates', 'budget', 'security')),
            edited_at INTEGER NOT NULL,
            edited_by INTEGER NOT NULL,
            PRIMARY KEY (job, version)
        ) {strict};

        """

    /// One row for each word of an open job and for each of its filters, in the order of the list: newest first by
    /// `published_at`, closing first by `closes_at`.
    private static let search = """
        CREATE TABLE job_term (
            term TEXT NOT NULL,
            job INTEGER NOT NULL REFERENCES job (id),
            published_at INTEGER NOT NULL,
            closes_at INTEGER NOT NULL,
            PRIMARY KEY (job, term)
        ) {strict};
        CREATE INDEX job_term_newest ON job_term (term, published_at, job, closes_at);
        CREATE INDEX job_term_closing ON job_term (term, closes_at, job);
        """
}
