internal import Annotations
internal import Storage

extension Jobs {
    /// Checks `change` and writes it.
    static func apply(
        _ change: JobChange, to job: JobDraft, at now: Instant, in transaction: WriteTransaction
    ) throws {
        switch change {
        case .description(let title, let description, let languages):
            try transaction.execute(
                """
                UPDATE job SET title = \(title), description = \(description),
                    language = \(languages.map(\.rawValue).joined(separator: ",")) WHERE id = \(job.id)
                """)
        case .dataset(let id): try choose(id, for: job, in: transaction)
        case .config(let family, let xml):
            guard let id = job.dataset, let dataset = try Datasets.load(id, in: transaction) else {
                throw JobRefusal.datasetFirst
            }
            let config = try JobRules.check(config: xml, against: dataset)
            try transaction.execute(
                "UPDATE job SET task_family = \(family), label_config = \(try config.xml()) WHERE id = \(job.id)")
        case .quality(let quality):
            guard let itemCount = job.itemCount else { throw JobRefusal.datasetFirst }
            let plan = try JobRules.check(quality, itemCount: itemCount)
            try transaction.execute(
                """
                UPDATE job SET required_accuracy_bp = \(quality.requiredAccuracyBasisPoints),
                    lot_size = \(quality.lotSize), sampling = \(plan.strictness), sample_size = \(plan.sampleSize),
                    acceptance_number = \(plan.acceptanceNumber), acceptance_days = \(quality.acceptanceDays),
                    objects_per_item = \(quality.objectsPerItem) WHERE id = \(job.id)
                """)
        case .dates(let closesAt, let deadlineOn):
            try JobRules.check(closesAt: closesAt, deadlineOn: deadlineOn, at: now)
            try transaction.execute(
                "UPDATE job SET closes_at = \(closesAt), deadline_on = \(deadlineOn) WHERE id = \(job.id)")
        case .budget(let budget):
            try transaction.execute("UPDATE job SET budget_fen = \(budget) WHERE id = \(job.id)")
        case .security(let securityClass, let regions, let samples):
            if securityClass != .open, samples > 0 { throw JobRefusal.samplesOfClosedJob }
            try transaction.execute(
                """
                UPDATE job SET security_class = \(securityClass), regions = \(regions.joined(separator: ",")),
                    public_sample_count = \(samples) WHERE id = \(job.id)
                """)
        case .compute(let need): try setCompute(need, of: job, in: transaction)
        }
    }

    /// A draft's dataset. What was said about lots before is dropped when it no longer fits.
    private static func choose(_ id: ID<Dataset>, for job: JobDraft, in transaction: WriteTransaction) throws {
        guard job.state == .draft else { throw JobRefusal.datasetFixed }
        guard let dataset = try Datasets.load(id, in: transaction), dataset.organisation == job.buyer,
            dataset.state == .ready
        else { throw JobRefusal.datasetNotReady }
        try transaction.execute(
            "UPDATE job SET dataset = \(id), item_count = \(dataset.itemCount) WHERE id = \(job.id)")
        if let xml = job.labelConfig, (try? JobRules.check(config: xml, against: dataset)) == nil {
            try transaction.execute("UPDATE job SET label_config = NULL, task_family = NULL WHERE id = \(job.id)")
        }
        if let lotSize = job.lotSize, lotSize > dataset.itemCount {
            try transaction.execute(
                """
                UPDATE job SET sampling = NULL, sample_size = NULL, acceptance_number = NULL, lot_size = NULL
                WHERE id = \(job.id)
                """)
        }
    }

    static func refreshEstimate(_ job: JobDraft, in transaction: WriteTransaction) throws {
        var middle: Money?
        if let family = job.taskFamily, let id = job.dataset, let dataset = try Datasets.load(id, in: transaction) {
            middle =
                JobEstimate(
                    family: family, itemCount: dataset.itemCount, objectsPerItem: job.objectsPerItem,
                    characterCount: dataset.characterCount)?.middle
        }
        try transaction.execute("UPDATE job SET estimated_price_fen = \(middle) WHERE id = \(job.id)")
    }

    /// Writes the rows by which the public list finds an open job.
    static func index(_ id: ID<Job>, in transaction: WriteTransaction) throws {
        try transaction.execute("DELETE FROM job_term WHERE job = \(id)")
        guard let job = try load(id, in: transaction), job.state == .open else { return }
        let buyer: String? = try transaction.value("SELECT name_zh FROM organisation WHERE id = \(job.buyer)")
        let labels = (try? LabelConfig.parse(job.labelConfig))?.controls.flatMap(\.labels).map(\.value) ?? []
        var terms = JobTerms.index(
            title: job.title,
            other: [String(job.description.prefix(2000)), buyer ?? "", labels.joined(separator: " ")])
        terms.append(JobFilterTerm.family(job.taskFamily))
        terms += job.languages.map(JobFilterTerm.language)
        terms.append(JobFilterTerm.budget(BudgetBand.of(job.budget)))
        for term in terms {
            try transaction.execute(
                """
                INSERT INTO job_term (term, job, published_at, closes_at)
                VALUES (\(term), \(id), \(job.publishedAt), \(job.closesAt))
                """)
        }
    }
}

extension JobDraft {
    /// Everything that a bidder relies on, as text: equal when nothing has changed.
    var content: String {
        var lines = [title, description, languages.map(\.rawValue).joined(separator: ","), labelConfig ?? ""]
        lines.append(dataset?.description ?? "")
        lines.append(taskFamily?.rawValue ?? "")
        lines += [objectsPerItem, requiredAccuracyBasisPoints ?? 0, lotSize ?? 0, acceptanceDays ?? 0].map { String($0) }
        lines.append(samplingPlan.map { "\($0.strictness.rawValue) \($0.sampleSize) \($0.acceptanceNumber)" } ?? "")
        lines.append(closesAt?.isoText ?? "")
        lines.append(deadlineOn?.isoText ?? "")
        lines.append(budget?.decimalText ?? "")
        lines.append(securityClass?.rawValue ?? "")
        lines.append(regions.joined(separator: ","))
        lines.append(String(publicSampleCount))
        return lines.joined(separator: "\u{1E}")
    }
}
