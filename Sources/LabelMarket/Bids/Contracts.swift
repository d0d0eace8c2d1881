package import Storage

/// What becomes of a contract after it is signed: its lots are paid for, and it is completed or cancelled.
package struct Contracts: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// The contract, when `actor` may see it: its parties, auditors, and officers (who settle). nil reads without asking.
    package static func load(
        _ id: ID<Contract>, for actor: Actor?, in transaction: ReadTransaction
    ) throws -> Contract? {
        let contract = try transaction.first("SELECT \(Contract.columns) FROM contract WHERE contract.id = \(id)") {
            try Contract($0)
        }
        guard let contract, let actor else { return contract }
        switch actor.role {
        case .buyer: return contract.buyer == actor.organisation ? contract : nil
        case .vendor: return contract.vendor == actor.organisation ? contract : nil
        case .auditor, .officer, .administrator: return contract
        case .operator: return nil
        }
    }

    /// The contract, seen by one of its two parties.
    /// - Throws: ``CommonRefusal/notFound`` for everyone else.
    static func party(_ id: ID<Contract>, _ actor: Actor, in transaction: ReadTransaction) throws -> Contract {
        guard let contract = try load(id, for: actor, in: transaction),
            actor.role == .buyer || actor.role == .vendor
        else { throw CommonRefusal.notFound }
        return contract
    }

    /// Whether `vendor` has or had a contract for the items of `dataset`; what a cancelled one showed is closed again.
    package static func isContracted(
        _ dataset: ID<Dataset>, _ vendor: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> Bool {
        let count: Int =
            try transaction.value(
                """
                SELECT COUNT(*) FROM contract WHERE vendor = \(vendor) AND dataset = \(dataset) AND state <> 'cancelled'
                """) ?? 0
        return count > 0
    }

    package static func lots(_ id: ID<Contract>, in transaction: ReadTransaction) throws -> [Lot] {
        try transaction.all("SELECT \(Lot.columns) FROM lot WHERE lot.contract = \(id) ORDER BY lot.number") {
            try Lot($0)
        }
    }

    package static func holds(_ id: ID<Contract>, in transaction: ReadTransaction) throws -> [LotHold] {
        try transaction.all(
            "SELECT \(LotHold.columns) FROM lot_hold WHERE contract = \(id) ORDER BY lot, source, grant_id, transfer"
        ) { try LotHold($0) }
    }

    /// Decides a lot: pays for `acceptedItems` of its items out of its holds and returns the rest to where it came from.
    /// - Returns: what the vendor earned.
    /// - Throws: ``ContractRefusal``
    @discardableResult
    package static func capture(
        lot number: Int, of id: ID<Contract>, acceptedItems: Int, by actor: Actor?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws -> Money {
        guard let contract = try load(id, for: nil, in: transaction),
            let lot = try Lot.load(number, of: id, in: transaction)
        else { throw CommonRefusal.notFound }
        guard contract.state == .active else { throw ContractRefusal.ended }
        guard !lot.state.isDecided else { throw ContractRefusal.lotDecided }
        precondition((0...lot.items.count).contains(acceptedItems))
        let earned = try LotRules.earned(lot.price, accepted: acceptedItems, of: lot.items.count)
        try LotMoney.resolve(lot, of: contract, earned: earned, by: actor, at: now, in: transaction, world: world)
        let state: LotState = acceptedItems > 0 ? .accepted : .refused
        try transaction.execute(
            """
            UPDATE lot SET state = \(state), accepted_items = \(acceptedItems), captured_fen = \(earned.fen),
                decided_at = \(now) WHERE contract = \(id) AND number = \(number)
            """)
        return earned
    }

    /// Completes the contract and its job once every lot is decided.
    package static func completeIfDone(_ id: ID<Contract>, at now: Instant, in transaction: WriteTransaction) throws {
        guard let contract = try load(id, for: nil, in: transaction), contract.state == .active,
            try lots(id, in: transaction).allSatisfy(\.state.isDecided)
        else { return }
        try transaction.execute(
            "UPDATE contract SET state = \(ContractState.completed), ended_at = \(now) WHERE id = \(id)")
        try Jobs.setState(contract.job, to: .completed, at: now, in: transaction)
    }
}

extension Contracts {
    /// Asks the other party to end the contract; it takes effect when the other agrees.
    /// - Throws: ``ContractRefusal``
    package func askToCancel(_ id: ID<Contract>, reason: String, by actor: Actor) async throws {
        let (now, world) = (house.world.now(), house.world)
        try await house.database.write { transaction in
            let contract = try Self.party(id, actor, in: transaction)
            guard contract.state == .active else { throw ContractRefusal.ended }
            guard contract.cancelAskedBy == nil else { throw ContractRefusal.alreadyAsked }
            try transaction.execute(
                """
                UPDATE contract SET cancel_asked_by = \(actor.organisation), cancel_asked_at = \(now),
                    cancel_reason = \(reason) WHERE id = \(id)
                """)
            let other = actor.organisation == contract.buyer ? contract.vendor : contract.buyer
            try Notices.add(
                to: other,
                Bilingual(
                    zh: "对方请求解除合同 \(contract.number)", en: "The other party asks to cancel contract \(contract.number)"),
                path: "/contracts/\(id)", at: now, world: world, in: transaction)
            try Audit.record(
                "ask to cancel contract", on: BusinessReference("contract", id), by: actor, at: now, in: transaction)
        }
    }

    /// Agrees to the other party's request: undecided lots are cancelled and their money goes back. What was accepted
    /// stays paid.
    /// - Throws: ``ContractRefusal``
    package func agreeToCancel(_ id: ID<Contract>, by actor: Actor, key: FormKey) async throws {
        let (now, world) = (house.world.now(), house.world)
        _ = try await house.once(key, content: "cancel \(id)", by: actor, refusing: ContractRefusal.self) {
            transaction in
            let contract = try Self.party(id, actor, in: transaction)
            guard contract.state == .active else { throw ContractRefusal.ended }
            guard let asked = contract.cancelAskedBy, asked != actor.organisation else {
                throw ContractRefusal.nothingToAgree
            }
            try Self.cancel(contract, by: actor, at: now, in: transaction, world: world)
            return id
        }
    }

    /// The buyer's way out when the delivery date has passed and nothing awaits its decision.
    /// - Throws: ``ContractRefusal``
    package func cancelForNonDelivery(_ id: ID<Contract>, by actor: Actor, key: FormKey) async throws {
        let (now, world) = (house.world.now(), house.world)
        _ = try await house.once(key, content: "cancel overdue \(id)", by: actor, refusing: ContractRefusal.self) {
            transaction in
            let contract = try Self.party(id, actor, in: transaction)
            guard actor.organisation == contract.buyer, actor.role == .buyer else { throw CommonRefusal.forbidden }
            guard contract.state == .active else { throw ContractRefusal.ended }
            let last = Instant.endOfDay(shanghai: contract.deliverBy)
            guard now > last else { throw ContractRefusal.notOverdue(until: last) }
            try Self.cancel(contract, by: actor, at: now, in: transaction, world: world)
            return id
        }
    }

    private static func cancel(
        _ contract: Contract, by actor: Actor, at now: Instant, in transaction: WriteTransaction,
        world: World
    ) throws {
        let open = try lots(contract.id, in: transaction).filter { !$0.state.isDecided }
        guard !open.contains(where: { $0.state == .delivered }) else { throw ContractRefusal.deliveryOpen }
        for lot in open {
            try LotMoney.resolve(lot, of: contract, earned: .zero, by: actor, at: now, in: transaction, world: world)
            try transaction.execute(
                """
                UPDATE lot SET state = \(LotState.cancelled), decided_at = \(now)
                WHERE contract = \(contract.id) AND number = \(lot.number)
                """)
        }
        try transaction.execute(
            "UPDATE delivery SET state = 'abandoned' WHERE contract = \(contract.id) AND state = 'draft'")
        try transaction.execute(
            "UPDATE contract SET state = \(ContractState.cancelled), ended_at = \(now) WHERE id = \(contract.id)")
        try Jobs.setState(contract.job, to: .cancelled, at: now, in: transaction)
        try Audit.record(
            "cancel contract", on: BusinessReference("contract", contract.id), by: actor, at: now, in: transaction)
    }
}
