package import Storage

/// A contract as a list shows it.
package struct ContractLine: Sendable {
    package let contract: Contract
    package let title: String
    package let otherName: Bilingual
    package let lotCount: Int
    package let decidedLots: Int
    /// Lots that wait for the viewer: deliveries to decide for a buyer, lots to label for a vendor.
    package let waiting: Int
}

/// A contract with everything that has happened to it.
package struct ContractView: Sendable {
    package let contract: Contract
    package let title: String
    package let buyerName: Bilingual
    package let vendorName: Bilingual
    package let plan: String
    package let lots: [Lot]
    package let sources: [ContractSource]
    /// Every movement of money under the contract, in order.
    package let extract: [ExtractLine]
    package let viewer: Role
    /// Whether the viewer is one of the two parties.
    package let isParty: Bool
    package let isOverdue: Bool
    package let otherAsksToCancel: Bool
    package let youAskedToCancel: Bool

    package var captured: Money { lots.reduce(.zero) { Money(fen: $0.fen + $1.captured.fen) } }
    package var released: Money { lots.reduce(.zero) { Money(fen: $0.fen + $1.released.fen) } }
    package var stillHeld: Money { Money(fen: contract.price.fen - captured.fen - released.fen) }
}

/// What one source gives to a contract, summed over its lots.
package struct ContractSource: Sendable {
    package let grant: ID<Grant>?
    /// nil for the buyer's own account.
    package let programmeName: Bilingual?
    package let held: Money
    package let captured: Money
    package let released: Money
}

extension Contracts {
    /// The actor's contracts as buyer or vendor, newest first.
    package func mine(_ actor: Actor, after: ID<Contract>?, limit: Int) throws -> [ContractLine] {
        try actor.require(.buyer, .vendor)
        return try house.database.read { transaction in
            try transaction.all(
                Self.listQuery(of: actor.organisation, as: actor.role, after: after, limit: limit)
            ) { row in
                ContractLine(
                    contract: try Contract(row), title: try row("title"),
                    otherName: Parties.names(zh: try row("name_zh"), en: try row("name_en")),
                    lotCount: try row("lots"), decidedLots: try row("decided"), waiting: try row("waiting"))
            }
        }
    }

    /// The contracts of a party, newest first.
    /// - Parameter role: buyer or vendor.
    package static func listQuery(
        of party: ID<Organisation>, as role: Role, after: ID<Contract>?, limit: Int
    ) -> SQL {
        let isBuyer = role == .buyer
        let (side, other): (SQL, SQL) =
            isBuyer ? ("contract.buyer", "contract.vendor") : ("contract.vendor", "contract.buyer")
        let waiting: SQL = isBuyer ? "'delivered'" : "'due', 'returned'"
        return """
            SELECT \(Contract.columns), job.title, organisation.name_zh, organisation.name_en,
                (SELECT COUNT(*) FROM lot WHERE lot.contract = contract.id) AS lots,
                (SELECT COUNT(*) FROM lot WHERE lot.contract = contract.id AND decided_at IS NOT NULL) AS decided,
                (SELECT COUNT(*) FROM lot WHERE lot.contract = contract.id AND lot.state IN (\(waiting))) AS waiting
            FROM contract JOIN job ON job.id = contract.job JOIN organisation ON organisation.id = \(other)
            WHERE \(side) = \(party) AND contract.id < \(after?.rawValue ?? .max)
            ORDER BY contract.id DESC LIMIT \(limit)
            """
    }

    /// One contract for one of its parties, or for whoever oversees them.
    package func page(_ id: ID<Contract>, for actor: Actor) throws -> ContractView {
        try house.database.read { transaction in
            guard let contract = try Self.load(id, for: actor, in: transaction) else { throw CommonRefusal.notFound }
            let bid = try Bid.load(contract.bid, in: transaction)
            let asked = contract.state == .active ? contract.cancelAskedBy : nil
            return ContractView(
                contract: contract, title: try Jobs.load(contract.job, in: transaction)?.title ?? "",
                buyerName: try Parties.name(contract.buyer, in: transaction),
                vendorName: try Parties.name(contract.vendor, in: transaction), plan: bid?.plan ?? "",
                lots: try Self.lots(id, in: transaction), sources: try Self.sources(id, in: transaction),
                extract: try LotMoney.extract(of: contract, in: transaction), viewer: actor.role,
                isParty: contract.isParty(actor.organisation) && (actor.role == .buyer || actor.role == .vendor),
                isOverdue: contract.state == .active
                    && house.world.now() > Instant.endOfDay(shanghai: contract.deliverBy),
                otherAsksToCancel: asked != nil && asked != actor.organisation,
                youAskedToCancel: asked == actor.organisation)
        }
    }

    static func sources(_ id: ID<Contract>, in transaction: ReadTransaction) throws -> [ContractSource] {
        var order: [ID<Grant>?] = []
        var sums: [ID<Grant>?: (held: Int64, captured: Int64, released: Int64)] = [:]
        for hold in try holds(id, in: transaction) {
            var sum = sums[hold.grant] ?? (0, 0, 0)
            if sums[hold.grant] == nil { order.append(hold.grant) }
            if hold.state == .held {
                sum.held += hold.amount.fen
            } else {
                sum.captured += hold.captured.fen
                sum.released += hold.amount.fen - hold.captured.fen
            }
            sums[hold.grant] = sum
        }
        return try order.map { grant in
            let sum = sums[grant] ?? (0, 0, 0)
            return ContractSource(
                grant: grant, programmeName: try grant.map { try Voucher.programmeName(of: $0, in: transaction) },
                held: Money(fen: sum.held), captured: Money(fen: sum.captured), released: Money(fen: sum.released))
        }
    }
}
