internal import Storage

extension Deliveries {
    /// Notes what the buyer thinks of one item; decides nothing yet.
    /// - Parameter reason: nil accepts the item.
    /// - Throws: ``DeliveryRefusal``
    package func mark(
        item: Int, of lot: Int, in contract: ID<Contract>, refusedBecause reason: String?, by actor: Actor
    ) async throws {
        try await house.database.write { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .buyer, actor, in: transaction)
            guard let delivery = try Delivery.of(contract.id, lot.number, in: .delivered, transaction) else {
                throw DeliveryRefusal.notDelivered
            }
            let decision: LabelRecord.Decision = reason == nil ? .accepted : .refused
            let changed = try transaction.execute(
                """
                UPDATE label_record SET decision = \(decision), reason = \(reason)
                WHERE delivery = \(delivery.id) AND item_number = \(item)
                """)
            guard changed == 1 else { throw CommonRefusal.notFound }
        }
    }

    /// The buyer's decision on a delivery. Acceptance pays for what is accepted in the same transaction.
    /// - Throws: ``DeliveryRefusal``, ``LedgerRefusal``
    package func decide(
        _ decision: DeliveryDecision, on lot: Int, of contract: ID<Contract>, by actor: Actor, key: FormKey
    ) async throws {
        let (now, world) = (house.world.now(), house.world)
        let content = "decide \(contract) \(lot) \(decision)"
        _ = try await house.once(key, content: content, by: actor, refusing: DeliveryRefusal.self) { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .buyer, actor, in: transaction)
            return try Self.settle(decision, contract, lot, by: actor, at: now, in: transaction, world: world)
        }
    }

    /// Accepts every delivery whose agreed days have passed without a decision.
    /// - Returns: how many.
    package func acceptSilent() async throws -> Int {
        let (now, world) = (house.world.now(), house.world)
        let due = try house.database.read { transaction in
            try transaction.all(
                "SELECT contract, lot FROM delivery WHERE state = 'delivered' AND silent_at <= \(now) ORDER BY silent_at LIMIT 500"
            ) { row in (contract: try row("contract", as: ID<Contract>.self), lot: try row("lot", as: Int.self)) }
        }
        var accepted = 0
        for (id, number) in due {
            accepted += try await house.database.write { transaction in
                // What a person decided between the reading and this is no longer due.
                guard let contract = try Contracts.load(id, for: nil, in: transaction),
                    let lot = try Lot.load(number, of: id, in: transaction), lot.state == .delivered,
                    let delivery = try Delivery.of(id, number, in: .delivered, transaction),
                    let silentAt = delivery.silentAt, silentAt <= now
                else { return 0 }
                try Self.settle(.acceptAll, contract, lot, by: nil, at: now, in: transaction, world: world)
                return 1
            }
        }
        return accepted
    }

    @discardableResult
    private static func settle(
        _ decision: DeliveryDecision, _ contract: Contract, _ lot: Lot, by actor: Actor?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws -> ID<Delivery> {
        guard lot.state == .delivered,
            let delivery = try Delivery.of(contract.id, lot.number, in: .delivered, transaction)
        else { throw lot.state.isDecided ? DeliveryRefusal.lotClosed : DeliveryRefusal.notDelivered }
        let accepted = try DeliveryRules.accepted(
            by: decision, contract: contract.state, lot: lot.state, reworkRounds: lot.reworkRounds,
            reworkLimit: contract.reworkLimit, delivered: delivery.deliveredItems ?? 0,
            refused: try delivery.count(.refused, in: transaction))
        if let accepted {
            try accept(accepted, delivery, decision, contract, lot, by: actor, at: now, in: transaction, world: world)
        } else if case .giveBack(let reason) = decision {
            try giveBack(delivery, reason, contract, lot, by: actor, at: now, in: transaction, world: world)
        }
        return delivery.id
    }

    private static func accept(
        _ accepted: Int, _ delivery: Delivery, _ decision: DeliveryDecision, _ contract: Contract, _ lot: Lot,
        by actor: Actor?, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws {
        let kept: SQL = decision == .acceptAll ? "1 = 1" : "(decision IS NULL OR decision <> 'refused')"
        try transaction.execute(
            """
            UPDATE label_record SET decision = \(LabelRecord.Decision.accepted), reason = NULL
            WHERE delivery = \(delivery.id) AND \(kept)
            """)
        try transaction.execute(
            """
            UPDATE delivery SET state = \(DeliveryState.accepted), decided_at = \(now), decided_by = \(actor?.person),
                accepted_items = \(accepted) WHERE id = \(delivery.id)
            """)
        let earned = try Contracts.capture(
            lot: lot.number, of: contract.id, acceptedItems: accepted, by: actor, at: now, in: transaction, world: world
        )
        try Contracts.completeIfDone(contract.id, at: now, in: transaction)
        let words = Bilingual(
            zh: "合同 \(contract.number) 第 \(lot.number) 批已验收，应得 \(earned.groupedText) 元",
            en: "Lot \(lot.number) of contract \(contract.number) is accepted: CNY \(earned.groupedText) earned")
        let path = "/contracts/\(contract.id)/lots/\(lot.number)/certificate"
        try Notices.add(to: contract.vendor, words, path: path, at: now, world: world, in: transaction)
        if actor == nil {
            let silence = Bilingual(
                zh: "合同 \(contract.number) 第 \(lot.number) 批逾期未决定，已按约定视为验收",
                en: "Lot \(lot.number) of contract \(contract.number) was accepted by silence, as agreed")
            try Notices.add(to: contract.buyer, silence, path: path, at: now, world: world, in: transaction)
        }
        try Audit.record(
            actor == nil ? "accept by silence" : "accept lot", on: BusinessReference("delivery", delivery.id),
            by: actor,
            note: "\(accepted) of \(lot.items.count)", at: now, in: transaction)
    }

    private static func giveBack(
        _ delivery: Delivery, _ reason: String, _ contract: Contract, _ lot: Lot, by actor: Actor?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        try transaction.execute(
            """
            UPDATE delivery SET state = \(DeliveryState.returned), decided_at = \(now), decided_by = \(actor?.person),
                reason = \(reason) WHERE id = \(delivery.id)
            """)
        try move(lot, to: .returned, in: transaction)
        try Notices.add(
            to: contract.vendor,
            Bilingual(
                zh: "合同 \(contract.number) 第 \(lot.number) 批被退回返工",
                en: "Lot \(lot.number) of contract \(contract.number) came back for rework"),
            path: "/contracts/\(contract.id)/lots/\(lot.number)", mail: .delivery, at: now, world: world,
            in: transaction)
        try Audit.record(
            "return lot", on: BusinessReference("delivery", delivery.id), by: actor, note: reason, at: now,
            in: transaction)
    }
}
