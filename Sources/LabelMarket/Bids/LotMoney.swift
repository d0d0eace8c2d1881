internal import Storage

/// Where lots meet the books: money is held for each when the contract is signed, and captured or released when the lot
/// is decided.
enum LotMoney {
    /// Holds every lot's price from every source, all or nothing, and writes down which hold is for which lot.
    /// - Throws: ``LedgerRefusal`` when a source has too little or has expired.
    static func hold(
        _ lots: [Lot], of contract: Contract, from draw: VoucherDraw, own: AccountKey, by actor: Actor, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        let sources = draw.parts.map(\.amount) + [draw.own]
        let accounts = draw.parts.map(\.account) + [own]
        let grants: [ID<Grant>?] = draw.parts.map(\.grant) + [nil]
        let shares = try LotRules.shares(of: lots.map(\.price), from: sources)
        var commands: [LedgerCommand] = []
        var rows: [(transfer: TransferID, lot: Int, grant: ID<Grant>?, amount: Money)] = []
        for (lot, row) in zip(lots, shares) {
            for (index, amount) in row.enumerated() where amount > .zero {
                let account = accounts[index]
                let transfer = TransferID(book: account.book, world: world)
                let payable = AccountKey(book: account.book, kind: .payable, owner: contract.vendor.rawValue)
                commands.append(.hold(transfer, from: account, to: payable, amount))
                rows.append((transfer, lot.number, grants[index], amount))
            }
        }
        try Books.post(commands, for: reference(contract), by: actor, at: now, in: transaction, world: world)
        for row in rows {
            try transaction.execute(
                """
                INSERT INTO lot_hold (transfer, contract, lot, source, grant_id, amount_fen, state)
                VALUES (\(row.transfer), \(contract.id), \(row.lot),
                    \(row.grant == nil ? LotHold.Source.own : LotHold.Source.grant), \(row.grant), \(row.amount.fen),
                    \(LotHold.State.held))
                """)
        }
    }

    /// Captures `earned` of the lot's holds and releases the rest.
    static func resolve(
        _ lot: Lot, of contract: Contract, earned: Money, by actor: Actor?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        let holds = try lot.holds(in: transaction)
        let parts = try LotRules.captures(earned, from: holds.map(\.amount))
        let commands = zip(holds, parts).map { hold, part -> LedgerCommand in
            part > .zero ? .redeem(hold.transfer, part, keepingRestAs: nil) : .release(hold.transfer)
        }
        if commands.isEmpty { return }
        try Books.post(commands, for: reference(contract), by: actor, at: now, in: transaction, world: world)
        for (hold, part) in zip(holds, parts) {
            try transaction.execute(
                """
                UPDATE lot_hold SET state = \(part > .zero ? LotHold.State.captured : LotHold.State.released),
                    captured_fen = \(part.fen) WHERE transfer = \(hold.transfer)
                """)
        }
    }

    /// What every transfer under a contract refers to.
    static func reference(_ contract: Contract) -> BusinessReference { BusinessReference("contract", contract.id) }

    /// Every movement under the contract, in time.
    static func extract(of contract: Contract, in transaction: ReadTransaction) throws -> [ExtractLine] {
        try Books.extract(for: reference(contract), in: transaction)
    }
}
