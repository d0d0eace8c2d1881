package import Annotations
package import Storage

/// A lot as its two parties see it.
package struct LotView: Sendable {
    package let contract: Contract
    package let lot: Lot
    package let title: String
    package let buyerName: Bilingual
    package let vendorName: Bilingual
    package let viewer: Role
    /// What the vendor is putting together; nil for everyone else.
    package let draft: DraftView?
    /// The newest delivery that the buyer has or had.
    package let current: Delivery?
    package let history: [Delivery]
    /// A page of the current delivery's items.
    package let items: [LotItem]
    /// The item that the next page begins behind; nil on the last.
    package let nextItem: Int?
    package let refusedItems: Int
    package let isPictures: Bool
    /// What is measured of the current delivery; nil for one handed over before samples were drawn.
    package let quality: DeliveryQuality?
    /// Whether `items` are those of the sample only.
    package let showsSample: Bool
    /// The first item of the sample that is not marked; nil when all are.
    package let firstUnmarked: Int?

    package var missingItems: Int { lot.items.count - (current?.deliveredItems ?? 0) }

    /// What the lot pays when `accepted` of its items are accepted.
    package func earned(_ accepted: Int) -> Money {
        (try? LotRules.earned(lot.price, accepted: accepted, of: lot.items.count)) ?? .zero
    }
}

package struct DraftView: Sendable {
    package let delivery: Delivery
    package let labeledItems: Int
    /// The first of the items that have no labels yet.
    package let firstMissing: [Int]
    package let problems: [UploadProblem]
}

package struct LotItem: Sendable {
    package let number: Int
    package let name: String
    package let labelCount: Int
    package let decision: LabelRecord.Decision?
    package let reason: String?
}

/// A picture to be labeled.
package struct LotPicture: Sendable {
    package let name: String
    package let blob: BlobKey
}

/// One item with its labels, to be looked at.
package struct ItemReview: Sendable {
    package let contract: Contract
    package let lot: Lot
    package let delivery: Delivery
    package let item: Item
    package let record: LabelRecord
    package let config: LabelConfig
    package let data: JSONObject
    package let annotations: [Annotation]
    package let previous: Int?
    package let next: Int?
    /// Whether `previous` and `next` keep to the sample.
    package let isInSample: Bool
    /// Whether the viewer may still say what they think of it.
    package let mayMark: Bool
}

/// What was accepted, when, and what it paid: for both parties' files.
package struct AcceptanceCertificate: Sendable {
    package let contract: Contract
    package let lot: Lot
    package let title: String
    package let buyerName: Bilingual
    package let vendorName: Bilingual
    package let delivery: Delivery
    package let holds: [LotHold]

    package var number: String { "AC-" + contract.number.dropFirst(3) + "-\(lot.number)" }
}

extension Deliveries {
    /// One lot, for its parties and for auditors.
    /// - Parameters:
    ///   - after: the item that the list of items begins behind.
    ///   - sampleOnly: lists the items of the drawn sample only.
    package func page(
        _ lot: Int, of contract: ID<Contract>, for actor: Actor, after: Int = 0, limit: Int = 50,
        sampleOnly: Bool = false
    ) throws -> LotView {
        try house.database.read { transaction in
            let (contract, lot) = try Self.visible(lot, of: contract, for: actor, in: transaction)
            let current = try Delivery.shown(contract.id, lot.number, transaction)
            let items =
                try current.map {
                    try Self.items(
                        of: $0, contract, after: after, limit: limit, sampleOnly: sampleOnly, in: transaction)
                } ?? []
            return LotView(
                contract: contract, lot: lot, title: try Jobs.load(contract.job, in: transaction)?.title ?? "",
                buyerName: try Parties.name(contract.buyer, in: transaction),
                vendorName: try Parties.name(contract.vendor, in: transaction), viewer: actor.role,
                draft: actor.role == .vendor ? try Self.draft(contract, lot, in: transaction) : nil, current: current,
                history: try Delivery.all(of: contract.id, lot.number, transaction), items: items,
                nextItem: items.count == limit ? items.last?.number : nil,
                refusedItems: try current?.count(.refused, in: transaction) ?? 0,
                isPictures: try Jobs.items(
                    of: contract.dataset, numbers: lot.items.lowerBound...lot.items.lowerBound, in: transaction
                ).contains { $0.blob != nil },
                quality: try current.flatMap { try Self.quality(of: $0, contract, for: actor, in: transaction) },
                showsSample: sampleOnly,
                firstUnmarked: try current.flatMap { try QualityRows.firstUnmarked(of: $0.id, in: transaction) })
        }
    }

    /// What is measured of a delivery. The score on known items is the buyer's: from it a vendor could tell which they are.
    private static func quality(
        of delivery: Delivery, _ contract: Contract, for actor: Actor, in transaction: ReadTransaction
    ) throws -> DeliveryQuality? {
        guard let sample = try QualityRows.sample(of: delivery.id, in: transaction) else { return nil }
        return DeliveryQuality(
            requiredAccuracyBasisPoints: contract.requiredAccuracyBasisPoints, sample: sample,
            gold: actor.role == .vendor ? nil : try QualityRows.goldScore(of: delivery.id, in: transaction))
    }

    /// One delivered item with its labels.
    /// - Parameter inSample: whether the neighbours are those in the drawn sample.
    package func review(
        _ item: Int, of lot: Int, in contract: ID<Contract>, for actor: Actor, inSample: Bool = false
    ) throws -> ItemReview {
        try house.database.read { transaction in
            let (contract, lot) = try Self.visible(lot, of: contract, for: actor, in: transaction)
            guard let delivery = try Delivery.shown(contract.id, lot.number, transaction),
                let record = try delivery.record(item, in: transaction),
                let found = try Jobs.items(of: contract.dataset, numbers: item...item, in: transaction).first
            else { throw CommonRefusal.notFound }
            let config = try LabelFiles.config(of: contract)
            let portable = try LabelFiles.portable(found)
            let neighbours =
                inSample
                ? try QualityRows.neighbours(of: item, in: delivery.id, transaction)
                : try Self.neighbours(of: item, in: delivery.id, transaction)
            return ItemReview(
                contract: contract, lot: lot, delivery: delivery, item: found, record: record, config: config,
                data: portable.data, annotations: try LabelFiles.annotations(record.annotations, portable, config),
                previous: neighbours.previous, next: neighbours.next, isInSample: inSample,
                mayMark: actor.role == .buyer && delivery.state == .delivered && contract.state == .active)
        }
    }

    private static func neighbours(
        of item: Int, in delivery: ID<Delivery>, _ transaction: ReadTransaction
    ) throws -> (previous: Int?, next: Int?) {
        (
            try transaction.value(
                "SELECT MAX(item_number) FROM label_record WHERE delivery = \(delivery) AND item_number < \(item)",
                as: Int?.self) ?? nil,
            try transaction.value(
                "SELECT MIN(item_number) FROM label_record WHERE delivery = \(delivery) AND item_number > \(item)",
                as: Int?.self) ?? nil
        )
    }

    package func certificate(_ lot: Int, of contract: ID<Contract>, for actor: Actor) throws -> AcceptanceCertificate {
        try house.database.read { transaction in
            guard let contract = try Contracts.load(contract, for: actor, in: transaction),
                let lot = try Lot.load(lot, of: contract.id, in: transaction),
                let delivery = try Delivery.of(contract.id, lot.number, in: .accepted, transaction)
            else { throw CommonRefusal.notFound }
            return AcceptanceCertificate(
                contract: contract, lot: lot, title: try Jobs.load(contract.job, in: transaction)?.title ?? "",
                buyerName: try Parties.name(contract.buyer, in: transaction),
                vendorName: try Parties.name(contract.vendor, in: transaction), delivery: delivery,
                holds: try lot.holds(in: transaction))
        }
    }

    /// The lot's items as a task file of Label Studio, for the vendor while it works on them.
    package func tasks(_ lot: Int, of contract: ID<Contract>, for actor: Actor) throws -> [UInt8] {
        try house.database.read { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .vendor, actor, in: transaction)
            guard contract.state != .cancelled else { throw ContractRefusal.ended }
            return try LabelFiles.tasks(contract, lot, in: transaction)
        }
    }

    /// The lot's pictures under the names that its tasks give them, for the vendor while it works on them; empty for text.
    package func pictures(_ lot: Int, of contract: ID<Contract>, for actor: Actor) throws -> [LotPicture] {
        try house.database.read { transaction in
            let (contract, lot) = try Self.lot(lot, of: contract, .vendor, actor, in: transaction)
            guard contract.state != .cancelled else { throw ContractRefusal.ended }
            return try Jobs.items(of: contract.dataset, numbers: lot.items, in: transaction).compactMap { item in
                item.blob.map { LotPicture(name: item.key, blob: $0) }
            }
        }
    }

    /// The lot's accepted labels, for both parties once the lot is decided.
    package func labels(_ lot: Int, of contract: ID<Contract>, for actor: Actor) throws -> [UInt8] {
        try house.database.read { transaction in
            let (contract, lot) = try Self.visible(lot, of: contract, for: actor, in: transaction)
            guard let delivery = try Delivery.of(contract.id, lot.number, in: .accepted, transaction) else {
                throw CommonRefusal.notFound
            }
            return try LabelFiles.labels(contract, delivery, in: transaction)
        }
    }

    private static func visible(
        _ lot: Int, of contract: ID<Contract>, for actor: Actor, in transaction: ReadTransaction
    ) throws -> (Contract, Lot) {
        guard let contract = try Contracts.load(contract, for: actor, in: transaction),
            [.buyer, .vendor, .auditor].contains(actor.role),
            let lot = try Lot.load(lot, of: contract.id, in: transaction)
        else { throw CommonRefusal.notFound }
        return (contract, lot)
    }

    private static func draft(_ contract: Contract, _ lot: Lot, in transaction: ReadTransaction) throws -> DraftView? {
        guard let draft = try Delivery.of(contract.id, lot.number, in: .draft, transaction) else { return nil }
        let labeled = try draft.count(nil, in: transaction)
        let missing = try transaction.all(
            """
            SELECT item.number FROM item LEFT JOIN label_record
                ON label_record.delivery = \(draft.id) AND label_record.item_number = item.number
            WHERE item.dataset = \(contract.dataset)
                AND item.number BETWEEN \(lot.items.lowerBound) AND \(lot.items.upperBound)
                AND label_record.item_number IS NULL ORDER BY item.number LIMIT 50
            """
        ) { try $0.at(0, as: Int.self) }
        let problems = try transaction.all(
            "SELECT record, item, result, code, detail FROM upload_problem WHERE delivery = \(draft.id) ORDER BY number"
        ) { try UploadProblem($0) }
        return DraftView(delivery: draft, labeledItems: labeled, firstMissing: missing, problems: problems)
    }

    private static func items(
        of delivery: Delivery, _ contract: Contract, after: Int, limit: Int, sampleOnly: Bool,
        in transaction: ReadTransaction
    ) throws -> [LotItem] {
        let wanted: SQL =
            sampleOnly
            ? """
            label_record.item_number IN (SELECT item_number FROM sampled_item WHERE delivery = \(delivery.id))
            """ : "1 = 1"
        return try transaction.all(
            """
            SELECT label_record.item_number, item.key, label_record.label_count, label_record.decision,
                label_record.reason
            FROM label_record JOIN item
                ON item.dataset = \(contract.dataset) AND item.number = label_record.item_number
            WHERE label_record.delivery = \(delivery.id) AND label_record.item_number > \(after)
                AND \(wanted)
            ORDER BY label_record.item_number LIMIT \(limit)
            """
        ) { row in
            LotItem(
                number: try row("item_number"), name: try row("key"), labelCount: try row("label_count"),
                decision: try row("decision"), reason: try row("reason"))
        }
    }
}
