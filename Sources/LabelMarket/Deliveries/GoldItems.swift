package import Storage

/// The known answers of a contract, as the buyer sees them. A vendor never does.
package struct GoldView: Sendable {
    package let contract: Contract
    package let title: String
    /// Numbers of the known items, at most ``shown`` of them.
    package let items: [Int]
    package let count: Int
    /// Whether they may still be changed: until the first delivery.
    package let mayChange: Bool

    static let shown = 200
}

extension Deliveries {
    /// The known items of a contract, for its buyer and for auditors.
    /// - Throws: ``CommonRefusal/notFound`` for everyone else, the vendor before all.
    package func gold(of contract: ID<Contract>, for actor: Actor) throws -> GoldView {
        try house.database.read { transaction in
            guard [.buyer, .auditor].contains(actor.role),
                let contract = try Contracts.load(contract, for: actor, in: transaction)
            else { throw CommonRefusal.notFound }
            let items: [Int] = try transaction.all(
                """
                SELECT item_number FROM gold_item WHERE job = \(contract.job) ORDER BY item_number LIMIT \(GoldView.shown)
                """
            ) { try $0.at(0) }
            return GoldView(
                contract: contract, title: try Jobs.load(contract.job, in: transaction)?.title ?? "", items: items,
                count: try QualityRows.goldCount(of: contract.job, in: transaction),
                mayChange: try actor.role == .buyer && Self.isBeforeDelivery(contract, in: transaction))
        }
    }

    /// Takes a file of known answers in place of an earlier one: labels as a vendor would deliver them. The whole file is
    /// taken or none of it.
    /// - Throws: ``DeliveryRefusal``: `goldClosed`, `goldUnreadable`.
    package func setGold(_ blob: BlobKey, of contract: ID<Contract>, by actor: Actor) async throws {
        let (house, now) = (house, house.world.now())
        let records = try await house.database.readAside { transaction in
            let contract = try Self.changeable(contract, by: actor, in: transaction)
            let outcome = try LabelFiles.read(
                blob, from: house.blobs, contract, items: 1...contract.itemCount, in: transaction)
            if let problem = outcome.problems.first {
                throw DeliveryRefusal.goldUnreadable(record: problem.record, code: problem.code)
            }
            return outcome.records
        }
        try await house.database.write { transaction in
            let contract = try Self.changeable(contract, by: actor, in: transaction)
            try transaction.execute("DELETE FROM gold_item WHERE job = \(contract.job)")
            for record in records {
                try transaction.execute(
                    """
                    INSERT INTO gold_item (job, item_number, annotations, added_at)
                    VALUES (\(contract.job), \(record.itemNumber), \(record.annotations), \(now))
                    """)
            }
            try Audit.record(
                "set gold items", on: BusinessReference("contract", contract.id), by: actor, note: "\(records.count)",
                at: now, in: transaction)
        }
    }

    private static func changeable(
        _ id: ID<Contract>, by actor: Actor, in transaction: ReadTransaction
    ) throws -> Contract {
        guard actor.role == .buyer else { throw CommonRefusal.notFound }
        let contract = try Contracts.party(id, actor, in: transaction)
        guard try isBeforeDelivery(contract, in: transaction) else { throw DeliveryRefusal.goldClosed }
        return contract
    }

    /// What is known must be known before it is compared with: no label has been handed over yet.
    private static func isBeforeDelivery(_ contract: Contract, in transaction: ReadTransaction) throws -> Bool {
        guard contract.state == .active else { return false }
        let delivered: Int? = try transaction.value(
            "SELECT 1 FROM delivery WHERE contract = \(contract.id) AND delivered_at IS NOT NULL LIMIT 1")
        return delivered == nil
    }
}
