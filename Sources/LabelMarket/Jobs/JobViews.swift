package import Annotations
package import Storage

/// A published job as its public page shows it.
package struct JobView: Sendable {
    package let job: Job
    package let buyerName: Bilingual
    /// What the viewer may see of the items, the first few.
    package let samples: [Item]
    /// Numbers of items that the viewer may see, counted from 1.
    package let visibleItems: Int
    /// Edits since publishing, newest first.
    package let edits: [(version: Int, part: JobPart, at: Instant)]
    package let isOwner: Bool
    /// Whether it takes bids now.
    package let takesBids: Bool
}

/// A job as its buyer works on it: the task list and the check page.
package struct JobDesk: Sendable {
    package let draft: JobDraft
    package let dataset: Dataset?
    package let estimate: JobEstimate?
    /// What vouchers would carry of the budget, or of the middle of the estimate while there is no budget.
    package let afterSubsidy: PriceAfterSubsidy?
    /// Vouchers that expire before bidding, work and acceptance have ended.
    package let expiring: [PriceAfterSubsidy.Share]
    /// Compute that is wanted after the labels; nil for none.
    package let compute: ComputeNeed?
    /// The last day of acceptance, once the dates are known.
    package let acceptanceEndsOn: CivilDate?
}

/// One item with the config it is labeled by.
package struct JobItemView: Sendable {
    package let job: ID<Job>
    package let title: String
    package let item: Item
    package let config: LabelConfig
    package let visibleItems: Int
}

/// A line of a buyer's own list.
package struct OwnJobLine: Sendable {
    package let id: ID<Job>
    package let title: String
    package let state: JobState
    package let closesAt: Instant?
    package let budget: Money?
    package let createdAt: Instant
}

extension Jobs {
    package func list(_ filter: JobFilter) throws -> JobListPage {
        try house.database.read { try JobList.page(filter, at: house.world.now(), in: $0) }
    }

    /// The public page of a job: drafts have none.
    package func page(of id: ID<Job>, for actor: Actor?) throws -> JobView {
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let job = try Self.load(id, in: transaction) else { throw CommonRefusal.notFound }
            guard let dataset = try Datasets.load(job.dataset, in: transaction) else { throw CommonRefusal.notFound }
            let name = try transaction.first("SELECT name_zh, name_en FROM organisation WHERE id = \(job.buyer)") { row in
                let chinese: String = try row.at(0)
                return Bilingual(zh: chinese, en: try row.at(1, as: String?.self) ?? chinese)
            }
            let visible = try visibleItems(job.publicSampleCount, dataset, for: actor, in: transaction)
            let samples = visible == 0 ? [] : try Self.items(of: job.dataset, numbers: 1...min(visible, 3), in: transaction)
            let edits = try transaction.all(
                "SELECT version, part, edited_at FROM job_edit WHERE job = \(id) ORDER BY version DESC LIMIT 20"
            ) { row in
                try (version: row.at(0, as: Int.self), part: row.at(1, as: JobPart.self), at: row.at(2, as: Instant.self))
            }
            return JobView(
                job: job, buyerName: name ?? Bilingual(zh: "", en: ""), samples: samples, visibleItems: visible,
                edits: edits, isOwner: actor.map { $0.organisation == job.buyer && $0.role == .buyer } ?? false,
                takesBids: job.takesBids(at: now))
        }
    }

    /// An item as the vendor will see it.
    package func item(_ number: Int, of id: ID<Job>, for actor: Actor?) throws -> JobItemView {
        try house.database.read { transaction in
            guard let draft = try Self.draft(id, in: transaction), let datasetID = draft.dataset,
                let dataset = try Datasets.load(datasetID, in: transaction), let xml = draft.labelConfig
            else { throw CommonRefusal.notFound }
            let isOwner = actor.map { $0.organisation == draft.buyer } ?? false
            guard isOwner || draft.state != .draft else { throw CommonRefusal.notFound }
            let visible = try visibleItems(draft.publicSampleCount, dataset, for: actor, in: transaction)
            guard number >= 1, number <= visible,
                let item = try Self.items(of: datasetID, numbers: number...number, in: transaction).first,
                let config = try? LabelConfig.parse(xml)
            else { throw CommonRefusal.notFound }
            return JobItemView(
                job: id, title: draft.title, item: item, config: config, visibleItems: visible)
        }
    }

    /// What `actor` may see of a job's items: everyone the job's own samples, some all of the dataset.
    private func visibleItems(
        _ samples: Int, _ dataset: Dataset, for actor: Actor?, in transaction: ReadTransaction
    ) throws -> Int {
        let all = try access.visibleItems(of: dataset, for: actor, in: transaction)
        return all == dataset.itemCount ? all : min(samples, dataset.itemCount)
    }

    /// The buyer's side of a job.
    /// - Throws: ``CommonRefusal/notFound`` for anyone but the buyer's people.
    package func desk(_ id: ID<Job>, for actor: Actor) throws -> JobDesk {
        let now = house.world.now()
        return try house.database.read { transaction in
            let draft = try Self.owned(id, by: actor, in: transaction)
            let dataset = try draft.dataset.flatMap { try Datasets.load($0, in: transaction) }
            var estimate: JobEstimate?
            if let family = draft.taskFamily, let dataset {
                estimate = JobEstimate(
                    family: family, itemCount: dataset.itemCount, objectsPerItem: draft.objectsPerItem,
                    characterCount: dataset.characterCount)
            }
            let ends = draft.deadlineOn.map { $0.advanced(byDays: Int64(draft.acceptanceDays ?? 0)) }
            var after: PriceAfterSubsidy?
            if let price = draft.budget ?? estimate?.middle {
                let end = ends ?? now.shanghaiDate.advanced(byDays: 60)
                after = try draw(price, draft.buyer, end, now, transaction)
            }
            return JobDesk(
                draft: draft, dataset: dataset, estimate: estimate, afterSubsidy: after,
                expiring: ends.map { end in after?.shares.filter { $0.expiresOn < end } ?? [] } ?? [],
                compute: try Self.computeNeed(of: id, in: transaction),
                acceptanceEndsOn: ends)
        }
    }

    /// Datasets of the buyer that a job can use, newest first, 200 at most.
    package func usableDatasets(for actor: Actor) throws -> [Dataset] {
        try house.database.read { transaction in
            try transaction.all(
                """
                SELECT \(Dataset.columns) FROM dataset
                WHERE dataset.organisation = \(actor.organisation) AND dataset.state = 'ready'
                ORDER BY dataset.id DESC LIMIT 200
                """
            ) { try Dataset($0) }
        }
    }

    /// The buyer's own jobs, drafts included, newest first.
    package func own(for actor: Actor, after: ID<Job>? = nil) throws -> (rows: [OwnJobLine], hasMore: Bool) {
        try house.database.read { transaction in
            let rows = try transaction.all(Self.ownQuery(actor.organisation, after: after)) { row in
                OwnJobLine(
                    id: try row.at(0), title: try row.at(1), state: try row.at(2), closesAt: try row.at(3),
                    budget: try row.at(4), createdAt: try row.at(5))
            }
            return (Array(rows.prefix(JobList.pageSize)), rows.count > JobList.pageSize)
        }
    }

    package static func ownQuery(_ buyer: ID<Organisation>, after: ID<Job>?) -> SQL {
        """
        SELECT id, title, state, closes_at, budget_fen, created_at FROM job
        WHERE buyer = \(buyer) AND id < \(after?.rawValue ?? .max) ORDER BY id DESC LIMIT \(JobList.pageSize + 1)
        """
    }
}
