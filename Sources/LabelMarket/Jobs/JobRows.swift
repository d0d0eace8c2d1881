internal import Annotations
internal import Storage

/// Rows of `job` as values.
extension JobDraft {
    static let columns: SQL = """
        job.id, job.buyer, job.state, job.version, job.title, job.description, job.dataset, job.item_count,
        job.task_family, job.language, job.label_config, job.objects_per_item, job.required_accuracy_bp, job.lot_size,
        job.sampling, job.sample_size, job.acceptance_number, job.closes_at, job.deadline_on, job.acceptance_days,
        job.budget_fen, job.security_class, job.regions, job.public_sample_count, job.estimated_price_fen,
        job.published_at, job.created_at
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        buyer = try row("buyer")
        state = try row("state")
        version = try row("version")
        title = try row("title")
        description = try row("description")
        dataset = try row("dataset")
        itemCount = try row("item_count")
        taskFamily = try row("task_family")
        languages = codes(try row("language")).compactMap(LabelLanguage.init)
        labelConfig = try row("label_config")
        objectsPerItem = try row("objects_per_item")
        requiredAccuracyBasisPoints = try row("required_accuracy_bp")
        lotSize = try row("lot_size")
        let strictness: SamplingPlan.Strictness? = try row("sampling")
        let sampleSize: Int? = try row("sample_size")
        let acceptanceNumber: Int? = try row("acceptance_number")
        if let strictness, let sampleSize, let acceptanceNumber {
            samplingPlan = SamplingPlan(
                strictness: strictness, sampleSize: sampleSize, acceptanceNumber: acceptanceNumber)
        } else {
            samplingPlan = nil
        }
        closesAt = try row("closes_at")
        deadlineOn = try row("deadline_on")
        acceptanceDays = try row("acceptance_days")
        budget = try row("budget_fen")
        securityClass = try row("security_class")
        regions = codes(try row("regions"))
        publicSampleCount = try row("public_sample_count")
        estimatedPrice = try row("estimated_price_fen")
        publishedAt = try row("published_at")
        createdAt = try row("created_at")
    }
}

extension Job {
    /// - Returns: nil for a job that is not published.
    package init?(_ draft: JobDraft) {
        guard let publishedAt = draft.publishedAt, let dataset = draft.dataset, let itemCount = draft.itemCount,
            let taskFamily = draft.taskFamily, let labelConfig = draft.labelConfig,
            let accuracy = draft.requiredAccuracyBasisPoints, let lotSize = draft.lotSize,
            let samplingPlan = draft.samplingPlan, let closesAt = draft.closesAt, let deadlineOn = draft.deadlineOn,
            let acceptanceDays = draft.acceptanceDays, let budget = draft.budget, let securityClass = draft.securityClass
        else { return nil }
        self.init(
            id: draft.id, buyer: draft.buyer, dataset: dataset, version: draft.version, state: draft.state,
            title: draft.title, description: draft.description, taskFamily: taskFamily, languages: draft.languages,
            labelConfig: labelConfig, itemCount: itemCount, requiredAccuracyBasisPoints: accuracy, lotSize: lotSize,
            samplingPlan: samplingPlan, closesAt: closesAt, deadlineOn: deadlineOn, acceptanceDays: acceptanceDays,
            budget: budget, securityClass: securityClass, regions: draft.regions, estimatedPrice: draft.estimatedPrice,
            publicSampleCount: draft.publicSampleCount, publishedAt: publishedAt, createdAt: draft.createdAt)
    }
}

/// The parts of a list that a column keeps with commas between them.
func codes(_ column: String?) -> [String] {
    (column ?? "").split(separator: ",").map(String.init)
}
