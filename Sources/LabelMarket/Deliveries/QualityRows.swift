internal import Annotations
internal import Storage

/// Reading and writing what deliveries are measured by.
enum QualityRows {
    /// Draws the sample of a delivery that is handed over.
    static func drawSample(
        of delivery: ID<Delivery>, plan strictness: SamplingPlan.Strictness, requiredAccuracyBasisPoints: Int,
        seed: [UInt8], in transaction: WriteTransaction
    ) throws {
        let items: [Int] = try transaction.all(
            "SELECT item_number FROM label_record WHERE delivery = \(delivery) ORDER BY item_number") { try $0.at(0) }
        let plan = SamplingPlan.make(
            strictness, requiredAccuracyBasisPoints: requiredAccuracyBasisPoints, lotSize: items.count)
        try transaction.execute(
            """
            INSERT INTO delivery_sample (delivery, seed, strictness, lot_size, sample_size, acceptance_number)
            VALUES (\(delivery), \(seed), \(strictness), \(items.count), \(plan.sampleSize), \(plan.acceptanceNumber))
            """)
        for item in SampleRules.draw(plan.sampleSize, of: items, seed: seed) {
            try transaction.execute(
                "INSERT INTO sampled_item (delivery, item_number) VALUES (\(delivery), \(item))")
        }
    }

    /// The sample of a delivery with what was found in it; nil for one handed over before samples were drawn.
    static func sample(of delivery: ID<Delivery>, in transaction: ReadTransaction) throws -> DrawnSample? {
        let found = try transaction.first(
            """
            SELECT COUNT(record.decision), COUNT(CASE WHEN record.decision = 'refused' THEN 1 END)
            FROM sampled_item JOIN label_record record
                ON record.delivery = sampled_item.delivery AND record.item_number = sampled_item.item_number
            WHERE sampled_item.delivery = \(delivery)
            """
        ) { row in (inspected: try row.at(0, as: Int.self), defects: try row.at(1, as: Int.self)) }
        return try transaction.first(
            """
            SELECT seed, strictness, lot_size, sample_size, acceptance_number FROM delivery_sample
            WHERE delivery = \(delivery)
            """
        ) { row in
            DrawnSample(
                seed: try row.at(0), strictness: try row.at(1), lotSize: try row.at(2), size: try row.at(3),
                acceptanceNumber: try row.at(4), inspected: found?.inspected ?? 0, defects: found?.defects ?? 0)
        }
    }

    /// The neighbours of `item` in the sample, and the first after it that is not marked.
    static func neighbours(
        of item: Int, in delivery: ID<Delivery>, _ transaction: ReadTransaction
    ) throws -> (previous: Int?, next: Int?) {
        (
            try transaction.value(
                "SELECT MAX(item_number) FROM sampled_item WHERE delivery = \(delivery) AND item_number < \(item)",
                as: Int?.self) ?? nil,
            try transaction.value(
                "SELECT MIN(item_number) FROM sampled_item WHERE delivery = \(delivery) AND item_number > \(item)",
                as: Int?.self) ?? nil
        )
    }

    /// The first item of the sample that is not marked yet.
    static func firstUnmarked(of delivery: ID<Delivery>, in transaction: ReadTransaction) throws -> Int? {
        try transaction.value(
            """
            SELECT MIN(sampled_item.item_number) FROM sampled_item JOIN label_record record
                ON record.delivery = sampled_item.delivery AND record.item_number = sampled_item.item_number
            WHERE sampled_item.delivery = \(delivery) AND record.decision IS NULL
            """, as: Int?.self) ?? nil
    }

    // MARK: Known answers

    static func goldCount(of job: ID<Job>, in transaction: ReadTransaction) throws -> Int {
        try transaction.value("SELECT COUNT(*) FROM gold_item WHERE job = \(job)") ?? 0
    }

    /// Compares every known item of a delivery with its labels.
    static func score(_ delivery: ID<Delivery>, of contract: Contract, in transaction: WriteTransaction) throws {
        try transaction.execute("DELETE FROM gold_score WHERE delivery = \(delivery)")
        let pairs = try transaction.all(
            """
            SELECT gold_item.item_number, gold_item.annotations, record.annotations
            FROM gold_item JOIN label_record record
                ON record.delivery = \(delivery) AND record.item_number = gold_item.item_number
            WHERE gold_item.job = \(contract.job)
            """
        ) { row in (item: try row.at(0, as: Int.self), known: try row.at(1, as: String.self), given: try row.at(2, as: String.self)) }
        guard !pairs.isEmpty else { return }
        let config = try LabelFiles.config(of: contract)
        for pair in pairs {
            guard let item = try LabelFiles.item(pair.item, of: contract, in: transaction) else { continue }
            func results(_ text: String) throws -> [LabelResult] {
                try LabelFiles.annotations(text, item, config).first?.results ?? []
            }
            let agreement = LabelAgreement(known: try results(pair.known), given: try results(pair.given))
            try transaction.execute(
                """
                INSERT INTO gold_score (delivery, item_number, is_right)
                VALUES (\(delivery), \(pair.item), \(agreement.isFull))
                """)
        }
    }

    static func goldScore(of delivery: ID<Delivery>, in transaction: ReadTransaction) throws -> GoldScore? {
        let found = try transaction.first(
            "SELECT COUNT(*), COALESCE(SUM(is_right), 0) FROM gold_score WHERE delivery = \(delivery)"
        ) { row in GoldScore(scored: try row.at(0), right: try row.at(1)) }
        return found.flatMap { $0.scored > 0 ? $0 : nil }
    }
}
