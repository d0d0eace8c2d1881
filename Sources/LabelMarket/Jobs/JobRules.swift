package import Annotations
internal import Storage

/// The parts of a job, in the order of the task list.
package enum JobPart: String, CaseIterable, Sendable, Hashable, Codable, SQLBindable, SQLReadable {
    case description, dataset, config, quality, dates, budget, security
    /// Compute after the labels: the one part that may be left out.
    case compute
}

/// What a buyer says about one part of a job.
package enum JobChange: Sendable {
    case description(title: String, description: String, languages: [LabelLanguage])
    case dataset(ID<Dataset>)
    case config(TaskFamily, xml: String)
    case quality(JobQuality)
    case dates(closesAt: Instant, deadlineOn: CivilDate)
    case budget(Money)
    case security(SecurityClass, regions: [String], publicSampleCount: Int)
    /// nil for none.
    case compute(ComputeNeed?)

    package var part: JobPart {
        switch self {
        case .description: .description
        case .dataset: .dataset
        case .config: .config
        case .quality: .quality
        case .dates: .dates
        case .budget: .budget
        case .security: .security
        case .compute: .compute
        }
    }
}

/// What "right" means and how it is found out.
package struct JobQuality: Sendable, Hashable {
    package let requiredAccuracyBasisPoints: Int
    package let lotSize: Int
    package let strictness: SamplingPlan.Strictness
    package let acceptanceDays: Int
    package let objectsPerItem: Int

    package init(
        requiredAccuracyBasisPoints: Int, lotSize: Int, strictness: SamplingPlan.Strictness, acceptanceDays: Int,
        objectsPerItem: Int
    ) {
        self.requiredAccuracyBasisPoints = requiredAccuracyBasisPoints
        self.lotSize = lotSize
        self.strictness = strictness
        self.acceptanceDays = acceptanceDays
        self.objectsPerItem = objectsPerItem
    }
}

/// "No" from the jobs slice, in the order in which it is checked.
package enum JobRefusal: Refusal, Hashable {
    /// The job is in this state, in which what was asked cannot be done.
    case notInState(JobState)
    /// Bidding is over: what bidders offered on cannot change any more.
    case biddingOver
    /// A part that can only be chosen after another one.
    case datasetFirst
    /// The dataset of a published job stays.
    case datasetFixed
    case datasetNotReady
    case config([LabelConfigProblem])
    /// Keys that the label config asks for and not every item has; and those that they have.
    case missingKeys([String], has: [String])
    case lotTooLarge(items: Int)
    case closesTooSoon
    case closesTooLate
    case deadlineBeforeClosing
    case deadlineTooLate
    case samplesOfClosedJob
    /// Compute would have to end before the labels are done.
    case computeBeforeLabels
    /// Parts that must be filled in before the job can be published.
    case incomplete([JobPart])

    package var kind: RefusalKind {
        switch self {
        case .notInState, .biddingOver: .closed
        case .datasetFixed: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .notInState, .biddingOver, .datasetFixed, .datasetFirst, .incomplete: nil
        case .datasetNotReady: "dataset"
        case .config, .missingKeys: "config"
        case .lotTooLarge: "lot_size"
        case .closesTooSoon, .closesTooLate: "closes_on"
        case .deadlineBeforeClosing, .deadlineTooLate: "deadline_on"
        case .samplesOfClosedJob: "samples"
        case .computeBeforeLabels: "ends_on"
        }
    }
}

/// What must hold for a job, with no database in sight.
package enum JobRules {
    /// The least time for bidding.
    package static let leastBidding = Instant.Span.hours(1)
    /// The most time for bidding.
    package static let mostBidding = Instant.Span.days(180)
    package static let mostWorkDays: Int64 = 730
    package static let mostPublicSamples = 10

    /// - Parameter isPublished: whether vendors may already have read the job.
    static func check(_ job: JobDraft, at now: Instant) throws(JobRefusal) {
        switch job.state {
        case .draft: return
        case .open: if let closesAt = job.closesAt, now >= closesAt { throw .biddingOver }
        default: throw .notInState(job.state)
        }
    }

    static func check(closesAt: Instant, deadlineOn: CivilDate, at now: Instant) throws(JobRefusal) {
        if closesAt < now.advanced(by: leastBidding) { throw .closesTooSoon }
        if closesAt > now.advanced(by: mostBidding) { throw .closesTooLate }
        if deadlineOn <= closesAt.shanghaiDate { throw .deadlineBeforeClosing }
        if deadlineOn > closesAt.shanghaiDate.advanced(byDays: mostWorkDays) { throw .deadlineTooLate }
    }

    /// - Returns: the config as it will be kept.
    @discardableResult
    static func check(config xml: String, against dataset: Dataset) throws(JobRefusal) -> LabelConfig {
        let config: LabelConfig
        do {
            config = try LabelConfig.parse(xml)
        } catch {
            throw .config(error.problems)
        }
        let missing = config.dataKeys.filter { !dataset.dataKeys.contains($0) }
        if !missing.isEmpty { throw .missingKeys(missing, has: dataset.dataKeys) }
        return config
    }

    static func check(_ quality: JobQuality, itemCount: Int) throws(JobRefusal) -> SamplingPlan {
        if quality.lotSize > itemCount { throw .lotTooLarge(items: itemCount) }
        return SamplingPlan.make(
            quality.strictness, requiredAccuracyBasisPoints: quality.requiredAccuracyBasisPoints,
            lotSize: quality.lotSize)
    }
}

extension JobDraft {
    /// Parts about which nothing has been said yet, in the order of the task list.
    package var missingParts: [JobPart] { JobPart.allCases.filter { !has($0) } }

    package func has(_ part: JobPart) -> Bool {
        switch part {
        case .description: !description.isEmpty && !languages.isEmpty
        case .dataset: dataset != nil
        case .config: labelConfig != nil
        case .quality: samplingPlan != nil
        case .dates: closesAt != nil && deadlineOn != nil
        case .budget: budget != nil
        case .security: securityClass != nil
        case .compute: true
        }
    }

    /// Whether `part` can be filled in now: some need the dataset.
    package func allows(_ part: JobPart) -> Bool {
        switch part {
        case .config, .quality: dataset != nil
        case .dataset: state == .draft
        default: true
        }
    }
}
