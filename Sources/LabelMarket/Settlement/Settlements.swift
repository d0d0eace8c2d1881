package import Storage

/// Batches in which approved claims are paid.
package struct Settlements: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Makes a batch of approved claims on one book and sets their money aside for the bank.
    /// - Throws: ``SettlementRefusal``; nothing is set aside unless all of it is.
    package func make(
        on book: ID<Book>, of claims: [ID<Claim>], by actor: Actor, key: FormKey
    ) async throws -> ID<Settlement> {
        let (now, world) = (house.world.now(), house.world)
        let content = "settle \(book) " + claims.map(\.description).sorted().joined(separator: ",")
        return try await house.once(key, content: content, by: actor, refusing: SettlementRefusal.self) { transaction in
            try ClaimRows.requireBookOffice(book, actor, in: transaction)
            guard !claims.isEmpty else { throw SettlementRefusal.noneChosen }
            let id = world.makeID(Settlement.self)
            var payments: [Payment] = []
            for claim in Set(claims).sorted() {
                let found = try ClaimRows.claim(claim, for: actor, in: transaction)
                guard found.state == .approved, found.book == book else { throw SettlementRefusal.notApproved }
                guard let bank = try ClaimRows.bankAccount(of: found.vendor, in: transaction) else {
                    throw SettlementRefusal.noBankAccount
                }
                payments.append(
                    Payment(
                        claim: found, payee: bank.payee, account: bank.account,
                        transfer: TransferID(book: book, world: world)))
            }
            try Books.post(
                payments.map { payment in
                    .settleOut(
                        payment.transfer, from: AccountKey(book: book, kind: .payable, owner: payment.claim.vendor.rawValue),
                        settlement: id.rawValue, payment.claim.amount)
                }, for: BusinessReference("settlement", id), by: actor, at: now, in: transaction, world: world)
            try insert(id, book, payments, by: actor, at: now, in: transaction)
            return id
        }
    }

    private struct Payment {
        let claim: Claim
        let payee: String
        let account: String
        let transfer: TransferID
    }

    private func insert(
        _ id: ID<Settlement>, _ book: ID<Book>, _ payments: [Payment], by actor: Actor, at now: Instant,
        in transaction: WriteTransaction
    ) throws {
        let total = try payments.reduce(Money.zero) { try $0.adding($1.claim.amount) }
        let number = try ClaimRows.nextNumber("S", table: "settlement", at: now, in: transaction)
        try transaction.execute(
            """
            INSERT INTO settlement (id, number, book, state, total_fen, made_at, made_by)
            VALUES (\(id), \(number), \(book), 'sent', \(total), \(now), \(actor.person))
            """)
        for payment in payments {
            try transaction.execute(
                """
                INSERT INTO settlement_line (settlement, claim, transfer, payee, bank_account, amount_fen, state)
                VALUES (\(id), \(payment.claim.id), \(payment.transfer), \(payment.payee), \(payment.account),
                    \(payment.claim.amount), \(SettlementLine.State.sent))
                """)
            try transaction.execute(
                "UPDATE claim SET state = \(ClaimState.settling) WHERE id = \(payment.claim.id)")
        }
        try Audit.record(
            "make settlement", on: BusinessReference("settlement", id), after: "\(number) \(total.fen)", by: actor, at: now,
            in: transaction)
    }

    /// Closes a batch with what the bank said: paid, but for the payments it returned, whose claims wait for the next
    /// batch and whose money is payable again.
    /// - Throws: ``SettlementRefusal``
    package func close(
        _ id: ID<Settlement>, paidOn: CivilDate, bankReference: String, returned: [ID<Claim>: String], by actor: Actor,
        key: FormKey
    ) async throws {
        let (now, world) = (house.world.now(), house.world)
        let refused = returned.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ";")
        let content = "close \(id) \(paidOn.isoText) \(bankReference) \(refused)"
        let done: Bool = try await house.once(key, content: content, by: actor, refusing: SettlementRefusal.self) { tx in
            let (settlement, lines) = try SettlementRows.batch(id, in: tx)
            try ClaimRows.requireBookOffice(settlement.book, actor, in: tx)
            guard !settlement.isClosed else { throw SettlementRefusal.batchClosed }
            try Books.post(
                lines.map { returned[$0.claim] == nil ? .settleConfirm($0.transfer) : .settleReturn($0.transfer) },
                for: BusinessReference("settlement", id), by: actor, at: now, in: tx, world: world)
            for line in lines {
                try Self.decide(line, returned[line.claim], of: settlement, at: now, in: tx, world: world)
            }
            try tx.execute(
                """
                UPDATE settlement SET state = 'paid', paid_on = \(paidOn), bank_reference = \(bankReference),
                    closed_at = \(now), closed_by = \(actor.person) WHERE id = \(id)
                """)
            try Audit.record(
                "close settlement", on: BusinessReference("settlement", id), after: content, by: actor, at: now, in: tx)
            return true
        }
        precondition(done)
    }

    private static func decide(
        _ line: SettlementLine, _ reason: String?, of settlement: Settlement, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws {
        let state: SettlementLine.State = reason == nil ? .paid : .returned
        try transaction.execute(
            """
            UPDATE settlement_line SET state = \(state), reason = \(reason)
            WHERE settlement = \(settlement.id) AND claim = \(line.claim)
            """)
        let next: ClaimState = reason == nil ? .paid : .approved
        try transaction.execute("UPDATE claim SET state = \(next) WHERE id = \(line.claim)")
        let vendor: ID<Organisation>? = try transaction.value("SELECT vendor FROM claim WHERE id = \(line.claim)")
        guard let vendor else { throw CommonRefusal.notFound }
        let words =
            reason == nil
            ? Bilingual(zh: "兑付申请 \(line.claimNumber) 已付款", en: "Claim \(line.claimNumber) was paid")
            : Bilingual(
                zh: "银行退回了兑付申请 \(line.claimNumber) 的付款", en: "The bank returned the payment of claim \(line.claimNumber)")
        try Notices.add(to: vendor, words, path: "/claims/\(line.claim)", at: now, world: world, in: transaction)
    }
}

/// Reading batches.
enum SettlementRows {
    static let columns: SQL = """
        settlement.id, settlement.number, settlement.book, settlement.state, settlement.total_fen, settlement.made_at,
        settlement.paid_on, settlement.bank_reference
        """

    static func settlement(_ row: borrowing Row) throws -> Settlement {
        Settlement(
            id: try row("id"), number: try row("number"), book: try row("book"),
            isClosed: try row("state", as: String.self) == "paid", total: try row("total_fen"), madeAt: try row("made_at"),
            paidOn: try row("paid_on"), bankReference: try row("bank_reference"))
    }

    static func batch(
        _ id: ID<Settlement>, in transaction: ReadTransaction
    ) throws -> (Settlement, [SettlementLine]) {
        let found = try transaction.first("SELECT \(columns) FROM settlement WHERE settlement.id = \(id)") {
            try settlement($0)
        }
        guard let found else { throw CommonRefusal.notFound }
        let lines = try transaction.all(
            """
            SELECT settlement_line.claim, claim.number, settlement_line.transfer, settlement_line.payee,
                settlement_line.bank_account, settlement_line.amount_fen, settlement_line.state, settlement_line.reason
            FROM settlement_line JOIN claim ON claim.id = settlement_line.claim
            WHERE settlement_line.settlement = \(id) ORDER BY claim.number
            """
        ) { row in
            SettlementLine(
                claim: try row.at(0), claimNumber: try row.at(1), transfer: try row.at(2), payee: try row.at(3),
                bankAccount: try row.at(4), amount: try row.at(5), state: try row.at(6), reason: try row.at(7))
        }
        return (found, lines)
    }
}
