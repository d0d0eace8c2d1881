package import Storage

/// What vendors and operators claim, and what officers decide on it.
package struct Claims: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Files a claim for everything of one contract or reservation in one book that is captured and not claimed yet.
    /// - Parameter shown: the amount that the payee's page showed.
    /// - Throws: ``SettlementRefusal``
    package func file(
        _ subject: ClaimSubject, on book: ID<Book>, shown: Money, invoice: Invoice, by actor: Actor, key: FormKey
    ) async throws -> ID<Claim> {
        try actor.require(.vendor, .operator)
        let (now, world) = (house.world.now(), house.world)
        let content = "claim \(subject.reference.kind) \(subject.reference.id) \(book) \(shown.fen) \(invoice.number) \(invoice.date.isoText) \(invoice.amount.fen) \(invoice.file.hex)"
        return try await house.once(key, content: content, by: actor, refusing: SettlementRefusal.self) { transaction in
            let terms = try ClaimRows.terms(of: subject, for: actor, in: transaction)
            let open = try ClaimRows.open(of: subject, in: transaction).filter { $0.hold.book == book }
            let amount = try open.reduce(Money.zero) { try $0.adding($1.amount) }
            guard amount > .zero else { throw SettlementRefusal.nothingToClaim }
            guard amount == shown else { throw SettlementRefusal.amountChanged }
            try SettlementRules.check(
                invoice, claims: amount, signedOn: terms.agreedAt.shanghaiDate, today: now.shanghaiDate)
            guard try ClaimRows.bankAccount(of: actor.organisation, in: transaction) != nil else {
                throw SettlementRefusal.noBankAccount
            }
            let id = world.makeID(Claim.self)
            let number = try ClaimRows.nextNumber("C", table: "claim", at: now, in: transaction)
            try Self.insert(id, number, book, subject, amount, invoice, by: actor, at: now, in: transaction)
            for line in open { try Self.insert(line.hold, line.amount, of: subject, to: id, in: transaction) }
            try Audit.record(
                "file claim", on: BusinessReference("claim", id), after: content, by: actor, at: now, in: transaction)
            return id
        }
    }

    private static func insert(
        _ id: ID<Claim>, _ number: String, _ book: ID<Book>, _ subject: ClaimSubject, _ amount: Money, _ invoice: Invoice,
        by actor: Actor, at now: Instant, in transaction: WriteTransaction
    ) throws {
        var (contract, reservation): (ID<Contract>?, ID<Reservation>?)
        switch subject {
        case .contract(let id): contract = id
        case .reservation(let id): reservation = id
        }
        do {
            try transaction.execute(
                """
                INSERT INTO claim (id, number, book, vendor, contract, reservation, state, amount_fen, invoice_number,
                    invoice_on, invoice_fen, invoice_blob, invoice_file, filed_at, filed_by)
                VALUES (\(id), \(number), \(book), \(actor.organisation), \(contract), \(reservation),
                    \(ClaimState.filed), \(amount), \(invoice.number), \(invoice.date), \(invoice.amount),
                    \(invoice.file), \(invoice.fileName), \(now), \(actor.person))
                """)
        } catch let violation as ConstraintViolation where violation.kind == .unique {
            throw SettlementRefusal.invoiceUsed
        }
    }

    private static func insert(
        _ hold: TransferID, _ amount: Money, of subject: ClaimSubject, to claim: ID<Claim>,
        in transaction: WriteTransaction
    ) throws {
        let column: SQL =
            switch subject {
            case .contract: "lot_hold"
            case .reservation: "reservation_hold"
            }
        try transaction.execute(
            "INSERT INTO claim_line (claim, \(column), amount_fen, live) VALUES (\(claim), \(hold), \(amount), 1)")
    }

    /// The officer's decision: approved, to be paid with the next batch; or returned with a reason, so that the vendor
    /// can claim again with a better invoice.
    /// - Throws: ``SettlementRefusal``; the second of two officers finds ``SettlementRefusal/alreadyDecided``.
    package func decide(
        _ claim: ID<Claim>, approves: Bool, reason: String?, by actor: Actor, key: FormKey
    ) async throws {
        let (now, world) = (house.world.now(), house.world)
        let content = "decide \(claim) \(approves) \(reason ?? "")"
        let done: Bool = try await house.once(key, content: content, by: actor, refusing: SettlementRefusal.self) { tx in
            let found = try ClaimRows.claim(claim, for: actor, in: tx)
            try ClaimRows.requireBookOffice(found.book, actor, in: tx)
            guard found.state == .filed else { throw SettlementRefusal.alreadyDecided }
            guard approves || reason != nil else { throw SettlementRefusal.reasonNeeded }
            let state: ClaimState = approves ? .approved : .returned
            try tx.execute(
                """
                UPDATE claim SET state = \(state), decided_at = \(now), decided_by = \(actor.person), reason = \(reason)
                WHERE id = \(claim)
                """)
            if !approves { try tx.execute("UPDATE claim_line SET live = 0 WHERE claim = \(claim)") }
            let words =
                approves
                ? Bilingual(zh: "兑付申请 \(found.number) 已通过，等待付款", en: "Claim \(found.number) is approved and waits for payment")
                : Bilingual(zh: "兑付申请 \(found.number) 被退回", en: "Claim \(found.number) was returned")
            try Notices.add(
                to: found.vendor, words, path: "/claims/\(claim)", mail: approves ? nil : .claim, at: now, world: world, in: tx)
            try Audit.record(
                approves ? "approve claim" : "return claim", on: BusinessReference("claim", claim),
                before: found.state.rawValue, after: state.rawValue, by: actor, note: reason ?? "", at: now, in: tx)
            return true
        }
        precondition(done)
    }
}
