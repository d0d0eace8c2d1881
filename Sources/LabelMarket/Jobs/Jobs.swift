internal import Annotations
package import Storage

/// Use cases around labeling jobs.
package struct Jobs: Sendable {
    /// What vouchers would carry of a price that the buyer pays for work that ends on a day. Answered by the vouchers;
    /// nil when there are none to ask.
    package typealias Draw = @Sendable (
        _ price: Money, _ buyer: ID<Organisation>, _ workEndsOn: CivilDate, _ now: Instant, _ transaction: ReadTransaction
    ) throws -> PriceAfterSubsidy?

    /// Tells whoever has an interest that a published job was edited or withdrawn. Answered by the bids.
    package typealias Tell = @Sendable (_ job: Job, _ now: Instant, _ transaction: WriteTransaction) throws -> Void

    let house: House
    let access: DatasetAccess
    let draw: Draw
    let tell: Tell

    package init(
        house: House, access: DatasetAccess = DatasetAccess(), draw: @escaping Draw = { _, _, _, _, _ in nil },
        tell: @escaping Tell = { _, _, _ in }
    ) {
        self.house = house
        self.access = access
        self.draw = draw
        self.tell = tell
    }

    /// The published job `id`; nil when there is none, or only a draft.
    package static func load(_ id: ID<Job>, in transaction: ReadTransaction) throws -> Job? {
        try draft(id, in: transaction).flatMap(Job.init)
    }

    /// The job `id`, published or not.
    static func draft(_ id: ID<Job>, in transaction: ReadTransaction) throws -> JobDraft? {
        try transaction.first("SELECT \(JobDraft.columns) FROM job WHERE job.id = \(id)") { try JobDraft($0) }
    }

    /// Moves a published job on. A job that leaves `open` leaves the public list.
    /// - Throws: ``JobRefusal/notInState`` when `state` does not follow the job's present one.
    package static func setState(
        _ id: ID<Job>, to state: JobState, at now: Instant, in transaction: WriteTransaction
    ) throws {
        guard let job = try load(id, in: transaction) else { throw CommonRefusal.notFound }
        guard job.state.successors.contains(state) else { throw JobRefusal.notInState(job.state) }
        try transaction.execute("UPDATE job SET state = \(state), ended_at = \(now) WHERE id = \(id)")
        try transaction.execute("DELETE FROM job_term WHERE job = \(id)")
    }

    /// Items of `dataset` with numbers in `numbers`, in order.
    package static func items(
        of dataset: ID<Dataset>, numbers: ClosedRange<Int>, in transaction: ReadTransaction
    ) throws -> [Item] {
        try transaction.all(
            """
            SELECT dataset, number, key, data, blob, media_type, width, height FROM item
            WHERE dataset = \(dataset) AND number BETWEEN \(numbers.lowerBound) AND \(numbers.upperBound) ORDER BY number
            """
        ) { try Item($0) }
    }

    // MARK: Commands

    /// Begins a job.
    package func begin(title: String, by actor: Actor, key: FormKey) async throws -> ID<Job> {
        try actor.require(.buyer)
        let (id, now) = (house.world.makeID(Job.self), house.world.now())
        return try await house.once(key, content: "job " + title, by: actor) { transaction in
            try transaction.execute(
                """
                INSERT INTO job (id, buyer, state, title, created_at)
                VALUES (\(id), \(actor.organisation), 'draft', \(title), \(now))
                """)
            return id
        }
    }

    /// Changes one part of a job. A published job's version grows when the part really changes, and bids on it must be
    /// confirmed again.
    /// - Parameter seen: the version on the page that the change was made on.
    /// - Throws: ``JobRefusal``; ``CommonRefusal/stale`` when the job was edited meanwhile.
    package func change(_ id: ID<Job>, _ change: JobChange, seen: Int, by actor: Actor) async throws {
        let (now, tell) = (house.world.now(), tell)
        try await house.database.write { transaction in
            let job = try Self.owned(id, by: actor, in: transaction)
            try JobRules.check(job, at: now)
            guard job.version == seen else { throw CommonRefusal.stale }
            try Self.apply(change, to: job, at: now, in: transaction)
            guard let changed = try Self.draft(id, in: transaction) else { throw CommonRefusal.notFound }
            try Self.refreshEstimate(changed, in: transaction)
            if change.part == .compute, job.state == .open {
                try Audit.record(
                    "edit job", on: BusinessReference("job", id), by: actor, note: change.part.rawValue, at: now,
                    in: transaction)
            }
            guard job.state == .open, changed.content != job.content else { return }
            try transaction.execute("UPDATE job SET version = version + 1 WHERE id = \(id)")
            try transaction.execute(
                """
                INSERT INTO job_edit (job, version, part, edited_at, edited_by)
                VALUES (\(id), \(job.version + 1), \(change.part), \(now), \(actor.person))
                """)
            try Self.index(id, in: transaction)
            try Audit.record(
                "edit job", on: BusinessReference("job", id), before: job.content, after: changed.content, by: actor,
                note: change.part.rawValue, at: now, in: transaction)
            if let edited = try Self.load(id, in: transaction) { try tell(edited, now, transaction) }
        }
    }

    /// Makes a complete draft public. Publishing twice is publishing once.
    package func publish(_ id: ID<Job>, by actor: Actor) async throws {
        let now = house.world.now()
        try await house.database.write { transaction in
            let job = try Self.owned(id, by: actor, in: transaction)
            if job.state == .open { return }
            guard job.state == .draft else { throw JobRefusal.notInState(job.state) }
            guard job.missingParts.isEmpty else { throw JobRefusal.incomplete(job.missingParts) }
            guard let closesAt = job.closesAt, let deadlineOn = job.deadlineOn, let datasetID = job.dataset,
                let xml = job.labelConfig, let dataset = try Datasets.load(datasetID, in: transaction)
            else { throw JobRefusal.incomplete(job.missingParts) }
            guard dataset.state == .ready else { throw JobRefusal.datasetNotReady }
            try JobRules.check(config: xml, against: dataset)
            try JobRules.check(closesAt: closesAt, deadlineOn: deadlineOn, at: now)
            try transaction.execute("UPDATE job SET state = 'open', published_at = \(now) WHERE id = \(id)")
            try Self.index(id, in: transaction)
            try Audit.record(
                "publish job", on: BusinessReference("job", id), after: job.content, by: actor, at: now, in: transaction)
        }
    }

    /// Takes a published job back before it is awarded. Withdrawing twice is withdrawing once.
    package func withdraw(_ id: ID<Job>, by actor: Actor) async throws {
        let (now, tell) = (house.world.now(), tell)
        try await house.database.write { transaction in
            let job = try Self.owned(id, by: actor, in: transaction)
            if job.state == .withdrawn { return }
            try Self.setState(id, to: .withdrawn, at: now, in: transaction)
            try Audit.record("withdraw job", on: BusinessReference("job", id), by: actor, at: now, in: transaction)
            if let withdrawn = try Self.load(id, in: transaction) { try tell(withdrawn, now, transaction) }
        }
    }

    /// Throws a draft away.
    package func discard(_ id: ID<Job>, by actor: Actor) async throws {
        try await house.database.write { transaction in
            let job = try Self.owned(id, by: actor, in: transaction)
            guard job.state == .draft else { throw JobRefusal.notInState(job.state) }
            try transaction.execute("DELETE FROM job_compute WHERE job = \(id)")
            try transaction.execute("DELETE FROM job WHERE id = \(id)")
        }
    }

    /// The job, when `actor` may change it.
    static func owned(_ id: ID<Job>, by actor: Actor, in transaction: ReadTransaction) throws -> JobDraft {
        guard let job = try draft(id, in: transaction), job.buyer == actor.organisation else {
            throw CommonRefusal.notFound
        }
        try actor.require(.buyer)
        return job
    }
}
