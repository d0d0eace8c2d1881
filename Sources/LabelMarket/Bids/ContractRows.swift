internal import Storage

extension Contract {
    static let columns: SQL = """
        contract.id, contract.job, contract.bid, contract.buyer, contract.vendor, contract.number, contract.state,
        contract.price_fen, contract.voucher_fen, contract.own_fen, contract.signed_at, contract.deliver_by,
        contract.acceptance_days, contract.required_accuracy_bp, contract.rework_limit, contract.label_config,
        contract.dataset, contract.item_count, contract.ended_at, contract.cancel_asked_by, contract.cancel_asked_at,
        contract.cancel_reason
        """

    init(_ row: borrowing Row) throws {
        id = try row("id")
        job = try row("job")
        bid = try row("bid")
        buyer = try row("buyer")
        vendor = try row("vendor")
        number = try row("number")
        state = try row("state")
        price = try row("price_fen")
        voucherShare = try row("voucher_fen")
        ownShare = try row("own_fen")
        signedAt = try row("signed_at")
        deliverBy = try row("deliver_by")
        acceptanceDays = try row("acceptance_days")
        requiredAccuracyBasisPoints = try row("required_accuracy_bp")
        reworkLimit = try row("rework_limit")
        labelConfig = try row("label_config")
        dataset = try row("dataset")
        itemCount = try row("item_count")
        endedAt = try row("ended_at")
        cancelAskedBy = try row("cancel_asked_by")
        cancelAskedAt = try row("cancel_asked_at")
        cancelReason = try row("cancel_reason")
    }

    func insert(in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO contract (id, job, bid, buyer, vendor, number, state, price_fen, voucher_fen, own_fen, signed_at,
                deliver_by, acceptance_days, required_accuracy_bp, rework_limit, label_config, dataset, item_count)
            VALUES (\(id), \(job), \(bid), \(buyer), \(vendor), \(number), \(state), \(price.fen), \(voucherShare.fen),
                \(ownShare.fen), \(signedAt), \(deliverBy), \(acceptanceDays), \(requiredAccuracyBasisPoints),
                \(reworkLimit), \(labelConfig), \(dataset), \(itemCount))
            """)
    }

    /// The number that the next contract signed in `year` gets.
    static func nextNumber(year: Int, in transaction: ReadTransaction) throws -> String {
        let prefix = "LM-\(padded(year, 4))-"
        let last: String? =
            try transaction.value(
                "SELECT MAX(number) FROM contract WHERE number >= \(prefix) AND number < \(prefix + "~")",
                as: String?.self) ?? nil
        let serial = last.flatMap { Int($0.dropFirst(prefix.utf8.count)) } ?? 0
        return prefix + padded(serial + 1, 6)
    }
}

extension Lot {
    static let columns: SQL = """
        lot.contract, lot.number, lot.first_item, lot.last_item, lot.price_fen, lot.state, lot.rework_rounds,
        lot.accepted_items, lot.captured_fen, lot.decided_at
        """

    init(_ row: borrowing Row) throws {
        contract = try row("contract")
        number = try row("number")
        let first: Int = try row("first_item")
        let last: Int = try row("last_item")
        items = first...last
        price = try row("price_fen")
        state = try row("state")
        reworkRounds = try row("rework_rounds")
        acceptedItems = try row("accepted_items")
        captured = try row("captured_fen")
        decidedAt = try row("decided_at")
    }

    static func load(_ number: Int, of contract: ID<Contract>, in transaction: ReadTransaction) throws -> Lot? {
        try transaction.first(
            "SELECT \(columns) FROM lot WHERE lot.contract = \(contract) AND lot.number = \(number)"
        ) { try Lot($0) }
    }

    func holds(in transaction: ReadTransaction) throws -> [LotHold] {
        try transaction.all(
            """
            SELECT \(LotHold.columns) FROM lot_hold
            WHERE contract = \(contract) AND lot = \(number) ORDER BY source, grant_id, transfer
            """
        ) { try LotHold($0) }
    }
}

extension LotHold {
    static let columns: SQL = "transfer, lot, source, grant_id, amount_fen, captured_fen, state"

    init(_ row: borrowing Row) throws {
        transfer = try row("transfer")
        lot = try row("lot")
        source = try row("source")
        grant = try row("grant_id")
        amount = try row("amount_fen")
        captured = try row("captured_fen")
        state = try row("state")
    }
}
