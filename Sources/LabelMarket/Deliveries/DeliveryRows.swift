internal import Storage

extension Delivery {
    static let columns: SQL = """
        delivery.id, delivery.contract, delivery.lot, delivery.round, delivery.state, delivery.file_name,
        delivery.uploaded_at, delivery.delivered_at, delivery.silent_at, delivery.decided_at, delivery.decided_by,
        delivery.delivered_items, delivery.accepted_items, delivery.reason
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        contract = try row("contract")
        lot = try row("lot")
        round = try row("round")
        state = try row("state")
        fileName = try row("file_name")
        uploadedAt = try row("uploaded_at")
        deliveredAt = try row("delivered_at")
        silentAt = try row("silent_at")
        decidedAt = try row("decided_at")
        decidedBy = try row("decided_by")
        deliveredItems = try row("delivered_items")
        acceptedItems = try row("accepted_items")
        reason = try row("reason")
    }

    static func of(
        _ contract: ID<Contract>, _ lot: Int, in state: DeliveryState, _ transaction: ReadTransaction
    ) throws -> Delivery? {
        try transaction.first(
            """
            SELECT \(columns) FROM delivery
            WHERE delivery.contract = \(contract) AND delivery.lot = \(lot) AND delivery.state = \(state)
            ORDER BY delivery.id DESC LIMIT 1
            """
        ) { try Delivery($0) }
    }

    /// The newest delivery of a lot that the buyer has or had before them.
    static func shown(
        _ contract: ID<Contract>, _ lot: Int, _ transaction: ReadTransaction
    ) throws -> Delivery? {
        try transaction.first(
            """
            SELECT \(columns) FROM delivery WHERE delivery.contract = \(contract) AND delivery.lot = \(lot)
            AND delivery.delivered_at IS NOT NULL ORDER BY delivery.id DESC LIMIT 1
            """
        ) { try Delivery($0) }
    }

    static func all(
        of contract: ID<Contract>, _ lot: Int, _ transaction: ReadTransaction
    ) throws -> [Delivery] {
        try transaction.all(
            """
            SELECT \(columns) FROM delivery WHERE delivery.contract = \(contract) AND delivery.lot = \(lot)
            AND delivery.delivered_at IS NOT NULL ORDER BY delivery.id
            """
        ) { try Delivery($0) }
    }

    func count(_ decision: LabelRecord.Decision?, in transaction: ReadTransaction) throws -> Int {
        guard let decision else {
            return try transaction.value("SELECT COUNT(*) FROM label_record WHERE delivery = \(id)") ?? 0
        }
        return try transaction.value(
            "SELECT COUNT(*) FROM label_record WHERE delivery = \(id) AND decision = \(decision)") ?? 0
    }

    func record(_ item: Int, in transaction: ReadTransaction) throws -> LabelRecord? {
        try transaction.first(
            "SELECT \(LabelRecord.columns) FROM label_record WHERE delivery = \(id) AND item_number = \(item)"
        ) { try LabelRecord($0) }
    }
}

extension LabelRecord {
    static let columns: SQL = "item_number, annotations, label_count, decision, reason"

    init(_ row: borrowing Row) throws {
        itemNumber = try row("item_number")
        annotations = try row("annotations")
        labelCount = try row("label_count")
        decision = try row("decision")
        reason = try row("reason")
    }
}

extension UploadProblem {
    init(_ row: borrowing Row) throws {
        record = try row("record")
        item = try row("item")
        result = try row("result")
        code = try row("code")
        detail = try row("detail")
    }
}
