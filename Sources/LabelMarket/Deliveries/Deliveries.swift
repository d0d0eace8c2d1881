package import Storage

/// What vendors hand over and buyers decide, lot by lot.
package struct Deliveries: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Reads an uploaded label file into the lot's draft: good records are kept, also from earlier uploads; what is wrong
    /// is listed on the lot's page.
    /// - Throws: ``DeliveryRefusal``
    package func upload(
        _ blob: BlobKey, name: String, to lot: Int, of contract: ID<Contract>, by actor: Actor
    ) async throws {
        let (house, now) = (house, house.world.now())
        let outcome = try await house.database.readAside { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .vendor, actor, in: transaction)
            try DeliveryRules.mayUpload(contract.state, lot.state)
            return try LabelFiles.read(blob, from: house.blobs, contract, items: lot.items, in: transaction)
        }
        let fresh = house.world.makeID(Delivery.self)
        try await house.database.write { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .vendor, actor, in: transaction)
            try DeliveryRules.mayUpload(contract.state, lot.state)
            let draft = try Self.draft(contract, lot, fresh: fresh, at: now, in: transaction)
            try transaction.execute(
                "UPDATE delivery SET blob = \(blob), file_name = \(name), uploaded_at = \(now) WHERE id = \(draft)")
            for record in outcome.records { try Self.put(record, into: draft, in: transaction) }
            try transaction.execute("DELETE FROM upload_problem WHERE delivery = \(draft)")
            for (index, problem) in outcome.problems.enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO upload_problem (delivery, number, record, item, result, code, detail)
                    VALUES (\(draft), \(index + 1), \(problem.record), \(problem.item), \(problem.result),
                        \(problem.code), \(problem.detail))
                    """)
            }
            try QualityRows.score(draft, of: contract, in: transaction)
        }
    }

    /// Hands the draft to the buyer.
    /// - Parameter partial: whether items without labels may be left out; they are not paid for.
    /// - Throws: ``DeliveryRefusal``
    package func deliver(
        _ lot: Int, of contract: ID<Contract>, partial: Bool, by actor: Actor, key: FormKey
    ) async throws {
        let (now, world) = (house.world.now(), house.world)
        let content = "deliver \(contract) \(lot) \(partial)"
        // Random, and drawn only now: until the labels are handed over nobody can know which of them will be looked at.
        let seed = world.randomBytes(32)
        _ = try await house.once(key, content: content, by: actor, refusing: DeliveryRefusal.self) { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .vendor, actor, in: transaction)
            try DeliveryRules.mayUpload(contract.state, lot.state)
            guard let draft = try Delivery.of(contract.id, lot.number, in: .draft, transaction) else {
                throw DeliveryRefusal.nothingToDeliver
            }
            let labeled = try draft.count(nil, in: transaction)
            try DeliveryRules.mayDeliver(
                contract.state, lot.state, labeled: labeled, items: lot.items.count, isPartialAgreed: partial)
            let silentAt = now.advanced(by: .days(Int64(contract.acceptanceDays)))
            try transaction.execute(
                """
                UPDATE delivery SET state = \(DeliveryState.delivered), delivered_at = \(now), silent_at = \(silentAt),
                    delivered_items = \(labeled) WHERE id = \(draft.id)
                """)
            try Self.move(lot, to: .delivered, in: transaction)
            try QualityRows.score(draft.id, of: contract, in: transaction)
            try QualityRows.drawSample(
                of: draft.id, plan: try Jobs.load(contract.job, in: transaction)?.samplingPlan.strictness ?? .standard,
                requiredAccuracyBasisPoints: contract.requiredAccuracyBasisPoints, seed: seed, in: transaction)
            try Notices.add(
                to: contract.buyer,
                Bilingual(
                    zh: "合同 \(contract.number) 第 \(lot.number) 批已交付，等您验收",
                    en: "Lot \(lot.number) of contract \(contract.number) is delivered and awaits your acceptance"),
                path: "/contracts/\(contract.id)/lots/\(lot.number)", mail: .delivery, at: now, world: world,
                in: transaction)
            try Audit.record(
                "deliver lot", on: BusinessReference("delivery", draft.id), by: actor, at: now, in: transaction)
            return draft.id
        }
    }

    /// The lot with its contract, for the party in `role` only.
    static func lot(
        _ number: Int, of contract: ID<Contract>, _ role: Role, _ actor: Actor, in transaction: ReadTransaction
    ) throws -> (Contract, Lot) {
        let contract = try Contracts.party(contract, actor, in: transaction)
        guard actor.role == role else { throw CommonRefusal.forbidden }
        guard let lot = try Lot.load(number, of: contract.id, in: transaction) else { throw CommonRefusal.notFound }
        return (contract, lot)
    }

    static func move(_ lot: Lot, to state: LotState, in transaction: WriteTransaction) throws {
        let rounds = lot.reworkRounds + (state == .returned ? 1 : 0)
        try transaction.execute(
            """
            UPDATE lot SET state = \(state), rework_rounds = \(rounds)
            WHERE contract = \(lot.contract) AND number = \(lot.number)
            """)
    }

    /// The lot's draft. A new one after a return starts with everything that the buyer did not refuse.
    private static func draft(
        _ contract: Contract, _ lot: Lot, fresh: ID<Delivery>, at now: Instant, in transaction: WriteTransaction
    ) throws -> ID<Delivery> {
        if let draft = try Delivery.of(contract.id, lot.number, in: .draft, transaction) { return draft.id }
        try transaction.execute(
            """
            INSERT INTO delivery (id, contract, lot, round, state, uploaded_at)
            VALUES (\(fresh), \(contract.id), \(lot.number), \(lot.reworkRounds), \(DeliveryState.draft), \(now))
            """)
        if let returned = try Delivery.of(contract.id, lot.number, in: .returned, transaction) {
            try transaction.execute(
                """
                INSERT INTO label_record (delivery, item_number, annotations, label_count)
                SELECT \(fresh), item_number, annotations, label_count FROM label_record
                WHERE delivery = \(returned.id) AND (decision IS NULL OR decision <> \(LabelRecord.Decision.refused))
                """)
        }
        return fresh
    }

    private static func put(
        _ record: LabelRecord, into delivery: ID<Delivery>, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO label_record (delivery, item_number, annotations, label_count)
            VALUES (\(delivery), \(record.itemNumber), \(record.annotations), \(record.labelCount))
            ON CONFLICT (delivery, item_number)
            DO UPDATE SET annotations = excluded.annotations, label_count = excluded.label_count
            """)
    }
}
