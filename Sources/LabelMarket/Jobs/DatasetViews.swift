package import Storage

/// A dataset as its page shows it.
package struct DatasetView: Sendable {
    package let dataset: Dataset
    /// Bytes of the upload that have been read.
    package let readBytes: Int
    package let problemCount: Int
    /// The first of them.
    package let problems: [RowProblem]
    package let refusal: DatasetRefusal?
    /// Items from the one asked for, in order.
    package let items: [Item]
    /// The first item of the next page; nil on the last.
    package let nextItem: Int?
    /// Jobs that use it, newest first.
    package let jobs: [(id: ID<Job>, title: String, state: JobState)]
    package let mayChange: Bool
}

extension Datasets {
    package static let pageSize = 20

    /// The datasets of the actor's organisation, newest first; those given up are left out.
    /// - Parameter after: the last one of the page before.
    package func list(for actor: Actor, after: ID<Dataset>? = nil) throws -> (rows: [Dataset], hasMore: Bool) {
        try house.database.read { transaction in
            let rows = try transaction.all(Self.listQuery(actor.organisation, after: after)) { try Dataset($0) }
            return (Array(rows.prefix(Self.pageSize)), rows.count > Self.pageSize)
        }
    }

    package static func listQuery(_ organisation: ID<Organisation>, after: ID<Dataset>?) -> SQL {
        """
        SELECT \(Dataset.columns) FROM dataset
        WHERE dataset.organisation = \(organisation) AND dataset.id < \(after?.rawValue ?? .max)
            AND dataset.state <> 'discarded'
        ORDER BY dataset.id DESC LIMIT \(pageSize + 1)
        """
    }

    /// - Parameter first: number of the first item to show.
    /// - Throws: ``CommonRefusal/notFound`` for anyone but the owner's people and auditors.
    package func page(of id: ID<Dataset>, for actor: Actor, from first: Int = 1) throws -> DatasetView {
        try house.database.read { transaction in
            let dataset = try Self.seen(id, by: actor, in: transaction)
            let found = try transaction.first(
                "SELECT read_bytes, problem_count, refusal FROM dataset WHERE id = \(id)"
            ) { row in try (row.at(0, as: Int.self), row.at(1, as: Int.self), row.at(2, as: String?.self)) }
            guard let (readBytes, problemCount, refusal) = found else { throw CommonRefusal.notFound }
            let problems = try transaction.all(
                "SELECT line, place, reason, detail FROM dataset_problem WHERE dataset = \(id) ORDER BY position"
            ) { row in
                try RowProblem(line: row.at(0), place: row.at(1), reason: row.at(2), detail: row.at(3))
            }
            let shown = dataset.state == .processing ? 0 : dataset.itemCount
            let items = try Jobs.items(of: id, numbers: first...max(first, first + Self.pageSize - 1), in: transaction)
            let jobs = try transaction.all(
                "SELECT id, title, state FROM job WHERE dataset = \(id) ORDER BY id DESC LIMIT 20"
            ) { row in try (id: row.at(0, as: ID<Job>.self), title: row.at(1, as: String.self), state: row.at(2, as: JobState.self)) }
            return DatasetView(
                dataset: dataset, readBytes: readBytes, problemCount: problemCount, problems: problems,
                refusal: refusal.flatMap(DatasetRefusal.init(stored:)), items: shown > 0 ? items : [],
                nextItem: first + Self.pageSize <= shown ? first + Self.pageSize : nil, jobs: jobs,
                mayChange: actor.role == .buyer && actor.organisation == dataset.organisation)
        }
    }

    private static func seen(_ id: ID<Dataset>, by actor: Actor, in transaction: ReadTransaction) throws -> Dataset {
        guard let dataset = try load(id, in: transaction), dataset.state != .discarded,
            dataset.organisation == actor.organisation || actor.role == .auditor
        else { throw CommonRefusal.notFound }
        return dataset
    }

    /// One item, for everyone whom ``DatasetAccess`` admits.
    package func item(_ number: Int, of id: ID<Dataset>, for actor: Actor?) throws -> Item {
        try house.database.read { transaction in
            guard let dataset = try Self.load(id, in: transaction),
                number >= 1, number <= (try access.visibleItems(of: dataset, for: actor, in: transaction)),
                let item = try Jobs.items(of: id, numbers: number...number, in: transaction).first
            else { throw CommonRefusal.notFound }
            return item
        }
    }
}
