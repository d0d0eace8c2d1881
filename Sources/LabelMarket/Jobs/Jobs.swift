package import Storage

/// Use cases around labeling jobs.
package struct Jobs: Sendable {
    let house: House

    package init(house: House) {
        self.house = house
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
}

/// "No" from the jobs slice.
package enum JobRefusal: Refusal, Hashable {
    /// The job is in this state, from which what was asked cannot follow.
    case notInState(JobState)

    package var kind: RefusalKind { .closed }
}
