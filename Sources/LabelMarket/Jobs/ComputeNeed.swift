package import Storage

/// The compute that a buyer wants once its labels are there: what, how much, how near, and until when.
package struct ComputeNeed: Hashable, Sendable {
    package enum Mode: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
        /// The job may go without.
        case wanted
        /// Labels without compute are of no use.
        case required
    }

    package let mode: Mode
    /// Maker and model as windows name them; nil for any.
    package let accelerator: String?
    /// Of one card; nil for any.
    package let leastTeraflops: Int?
    package let cardHours: Int64
    /// The latency tier that suffices: 1, 5 or 20 ms; nil for any.
    package let latencyMilliseconds: Int?
    /// Codes of provinces where it may run; empty for anywhere.
    package let regions: [String]
    /// The last day on which it may end.
    package let endsOn: CivilDate
    /// The most the buyer will pay for it, vouchers included.
    package let budget: Money

    package init(
        mode: Mode, accelerator: String?, leastTeraflops: Int?, cardHours: Int64, latencyMilliseconds: Int?,
        regions: [String], endsOn: CivilDate, budget: Money
    ) {
        self.mode = mode
        self.accelerator = accelerator
        self.leastTeraflops = leastTeraflops
        self.cardHours = cardHours
        self.latencyMilliseconds = latencyMilliseconds
        self.regions = regions
        self.endsOn = endsOn
        self.budget = budget
    }

    /// The tiers in which the network plan grades latency.
    package static let latencyTiers = [1, 5, 20]

    /// Equal for equal needs.
    package var content: String {
        "\(mode.rawValue) \(accelerator ?? "") \(leastTeraflops ?? 0) \(cardHours) \(latencyMilliseconds ?? 0) "
            + "\(regions.joined(separator: ",")) \(endsOn.isoText) \(budget.fen)"
    }
}

extension ComputeNeed {
    package static let columns: SQL = """
        job_compute.mode, job_compute.accelerator, job_compute.least_teraflops, job_compute.card_hours,
        job_compute.latency_ms, job_compute.regions AS compute_regions, job_compute.ends_on,
        job_compute.budget_fen AS compute_budget_fen
        """

    package init(_ row: borrowing Row) throws {
        mode = try row("mode")
        accelerator = try row("accelerator")
        leastTeraflops = try row("least_teraflops")
        cardHours = try row("card_hours")
        latencyMilliseconds = try row("latency_ms")
        regions = codes(try row("compute_regions"))
        endsOn = try row("ends_on")
        budget = try row("compute_budget_fen")
    }
}

/// Migration 11: what compute a job needs after its labels.
package enum JobComputeSchema {
    package static let migration = Migration(
        number: 11, name: "compute needs",
        sql: """
            CREATE TABLE job_compute (
                job INTEGER PRIMARY KEY REFERENCES job (id),
                mode TEXT NOT NULL CHECK (mode IN ('wanted', 'required')),
                accelerator TEXT CHECK (length(accelerator) BETWEEN 1 AND 130),
                least_teraflops INTEGER CHECK (least_teraflops BETWEEN 1 AND 1000000),
                card_hours INTEGER NOT NULL CHECK (card_hours BETWEEN 1 AND 10000000),
                latency_ms INTEGER CHECK (latency_ms IN (1, 5, 20)),
                regions TEXT NOT NULL DEFAULT '',
                ends_on INTEGER NOT NULL,
                budget_fen INTEGER NOT NULL CHECK (budget_fen BETWEEN 1 AND 9000000000000)
            ) {strict};
            """,
        guards: [
            Guard(
                "job_compute_kept", .update, on: "job_compute", refuses: "NEW.job <> OLD.job",
                "a need for compute stays with its job")
        ])
}

extension Jobs {
    /// What compute the job wants after its labels; nil for none.
    package static func computeNeed(of job: ID<Job>, in transaction: ReadTransaction) throws -> ComputeNeed? {
        try transaction.first("SELECT \(ComputeNeed.columns) FROM job_compute WHERE job_compute.job = \(job)") {
            try ComputeNeed($0)
        }
    }

    /// Vendors do not bid on it, so their bids stand when it changes.
    static func setCompute(_ need: ComputeNeed?, of job: JobDraft, in transaction: WriteTransaction) throws {
        if let need, let deadline = job.deadlineOn, need.endsOn <= deadline { throw JobRefusal.computeBeforeLabels }
        try transaction.execute("DELETE FROM job_compute WHERE job = \(job.id)")
        guard let need else { return }
        try transaction.execute(
            """
            INSERT INTO job_compute (job, mode, accelerator, least_teraflops, card_hours, latency_ms, regions, ends_on,
                budget_fen)
            VALUES (\(job.id), \(need.mode), \(need.accelerator), \(need.leastTeraflops), \(need.cardHours),
                \(need.latencyMilliseconds), \(need.regions.joined(separator: ",")), \(need.endsOn), \(need.budget))
            """)
    }
}
