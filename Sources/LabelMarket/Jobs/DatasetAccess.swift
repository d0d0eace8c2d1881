package import Storage

/// Who may see the items of a dataset: the owner's people; auditors; vendors that work on it under contract; and
/// everyone for the first few of an open job, when its buyer says so.
package struct DatasetAccess: Sendable {
    /// Whether an organisation labels this dataset under a contract. Answered by the contracts.
    let isContracted: @Sendable (ID<Dataset>, ID<Organisation>, ReadTransaction) throws -> Bool

    package init(
        isContracted: @escaping @Sendable (ID<Dataset>, ID<Organisation>, ReadTransaction) throws -> Bool = { _, _, _ in
            false
        }
    ) {
        self.isContracted = isContracted
    }

    /// How many items of `dataset`, counted from the first, `actor` may see.
    func visibleItems(of dataset: Dataset, for actor: Actor?, in transaction: ReadTransaction) throws -> Int {
        if let actor {
            if actor.organisation == dataset.organisation || actor.role == .auditor { return dataset.itemCount }
            if actor.role == .vendor, try isContracted(dataset.id, actor.organisation, transaction) {
                return dataset.itemCount
            }
        }
        guard dataset.state == .ready else { return 0 }
        let samples: Int? = try transaction.value(
            """
            SELECT MAX(public_sample_count) FROM job
            WHERE dataset = \(dataset.id) AND state <> 'draft' AND security_class = 'open'
            """, as: Int?.self) ?? nil
        return min(samples ?? 0, dataset.itemCount)
    }
}
