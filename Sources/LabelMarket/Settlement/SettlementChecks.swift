internal import Storage

/// What the states of contracts, claims and batches imply about the books: proven beside the books themselves. A transfer
/// is looked up by book and id together, as its index asks: by its id alone every transfer would be read.
enum SettlementChecks {
    private static let contractMoney = Invariant(
        "contracts", "every contract's money is held, paid or released exactly as its lots say")
    private static let bankMoney = Invariant("payments", "every payment of a batch is in the books, and nothing else is")

    static let contracts = Verification.Check(contractMoney) { transaction, report in
        try transaction.each(
            """
            SELECT lot_hold.contract, lot_hold.lot, lot_hold.state, lot_hold.amount_fen, lot_hold.captured_fen,
                opened.amount, opened.phase, ended.phase, ended.amount
            FROM lot_hold
            LEFT JOIN transfer AS opened ON opened.book IN (SELECT id FROM book) AND opened.id = lot_hold.transfer
            LEFT JOIN transfer AS ended ON ended.book = opened.book AND ended.resolves = opened.sequence
            ORDER BY lot_hold.contract, lot_hold.lot
            """
        ) { row in
            let place = "contract \(try row.at(0, as: ID<Contract>.self)) lot \(try row.at(1, as: Int.self))"
            let state: LotHold.State = try row.at(2)
            let (amount, captured): (Int64, Int64) = (try row.at(3), try row.at(4))
            let opened: Int64? = try row.at(5)
            let (openedPhase, endedPhase): (TransferPhase?, TransferPhase?) = (try row.at(6), try row.at(7))
            let ended: Int64? = try row.at(8)
            if opened != amount || openedPhase != .hold {
                report.add(contractMoney, at: place, "sets \(amount) fen aside, the books \(opened ?? 0)")
            }
            let fits =
                switch state {
                case .held: endedPhase == nil
                case .captured: endedPhase == .post && ended == captured
                case .released: endedPhase == .void
                }
            if !fits { report.add(contractMoney, at: place, "is \(state.rawValue), the books say otherwise") }
        }
        try transaction.each(
            """
            SELECT contract.id, contract.number FROM contract WHERE contract.state <> 'active' AND EXISTS
                (SELECT 1 FROM lot_hold WHERE lot_hold.contract = contract.id AND lot_hold.state = 'held')
            """
        ) { row in
            report.add(contractMoney, at: "contract \(try row.at(1, as: String.self))", "has ended with money still held")
        }
        try transaction.each(
            """
            SELECT contract.number, contract.price_fen, COALESCE(SUM(lot_hold.amount_fen), 0) FROM contract
            LEFT JOIN lot_hold ON lot_hold.contract = contract.id
            GROUP BY contract.id, contract.number, contract.price_fen
            HAVING COALESCE(SUM(lot_hold.amount_fen), 0) <> contract.price_fen
            """
        ) { row in
            report.add(
                contractMoney, at: "contract \(try row.at(0, as: String.self))",
                "costs \(try row.at(1, as: Int64.self)) fen, \(try row.at(2, as: Int64.self)) were set aside")
        }
    }

    static let payments = Verification.Check(bankMoney) { transaction, report in
        try transaction.each(
            """
            SELECT claim.number, settlement_line.state, settlement_line.amount_fen, opened.amount, ended.phase
            FROM settlement_line JOIN claim ON claim.id = settlement_line.claim
            LEFT JOIN transfer AS opened
                ON opened.book IN (SELECT id FROM book) AND opened.id = settlement_line.transfer
            LEFT JOIN transfer AS ended ON ended.book = opened.book AND ended.resolves = opened.sequence
            """
        ) { row in
            let state: SettlementLine.State = try row.at(1)
            let (amount, opened): (Int64, Int64?) = (try row.at(2), try row.at(3))
            let ended: TransferPhase? = try row.at(4)
            let wanted: TransferPhase? =
                switch state {
                case .sent: nil
                case .paid: .post
                case .returned: .void
                }
            if opened != amount || ended != wanted {
                let number: String = try row.at(0)
                report.add(bankMoney, at: "claim \(number)", "is \(state.rawValue), the books say otherwise")
            }
        }
        try transaction.each(
            """
            SELECT account.book, account.posted_credits - account.posted_debits, COALESCE((
                SELECT SUM(settlement_line.amount_fen) FROM settlement_line
                JOIN settlement ON settlement.id = settlement_line.settlement
                WHERE settlement.book = account.book AND settlement_line.state = 'paid'), 0)
            FROM account WHERE account.kind = 'paid'
            """
        ) { row in
            let (inBooks, inBatches): (Int64, Int64) = (try row.at(1), try row.at(2))
            if inBooks != inBatches {
                report.add(
                    bankMoney, at: "book \(try row.at(0, as: ID<Book>.self))",
                    "\(inBooks) fen are paid out in the books, \(inBatches) in the batches")
            }
        }
    }
}
