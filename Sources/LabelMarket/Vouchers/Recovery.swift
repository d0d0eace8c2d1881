package import Storage

/// Mark for ids of recoveries.
package enum RecoveryMark {}

/// What an officer demands back of the money that a voucher has paid.
package struct RecoveryDemand: Hashable, Sendable {
    package var amount: Money
    package var reason: String
    /// The paragraph or order on which the demand rests.
    package var legalBasis: String
    package var dueOn: CivilDate

    package init(amount: Money, reason: String, legalBasis: String, dueOn: CivilDate) {
        self.amount = amount
        self.reason = reason
        self.legalBasis = legalBasis
        self.dueOn = dueOn
    }
}

/// What the bank says about money that came back.
package struct RecoveryPayment: Hashable, Sendable {
    package var bankReference: String
    package var amount: Money
    package var receivedOn: CivilDate

    package init(bankReference: String, amount: Money, receivedOn: CivilDate) {
        self.bankReference = bankReference
        self.amount = amount
        self.receivedOn = receivedOn
    }
}

/// A recovery as its debtor and its bureau see it.
package struct RecoveryView: Sendable {
    package let id: ID<RecoveryMark>
    package let voucher: ID<Grant>
    package let programme: ProgrammeKey
    package let programmeName: Bilingual
    package let debtor: ID<Organisation>
    package let debtorName: Bilingual
    package let book: ID<Book>
    package let demand: RecoveryDemand
    package let openedAt: Instant
    package let payments: [RecoveryPayment]

    package var paid: Money { payments.reduce(.zero) { Money(fen: $0.fen + $1.amount.fen) } }
    package var owed: Money { Money(fen: demand.amount.fen - paid.fen) }
    package var isSettled: Bool { owed.fen == 0 }
}

/// What a bureau knows before it demands money back.
package struct RecoveryPreview: Sendable {
    package let page: VoucherPage
    /// Paid for accepted work out of the voucher, less what is demanded back already.
    package let most: Money
    /// What the programme says about recovery; nil where no text was found.
    package let rule: Clause?
}

extension Vouchers {
    /// - Throws: ``CommonRefusal/notFound``
    package func recoveryPreview(of id: ID<Grant>, for actor: Actor) throws -> RecoveryPreview {
        try actor.require(.officer, .administrator)
        let page = try voucher(id, for: actor)
        let most = try house.database.read { try Self.recoverable(page.row.voucher, in: $0) }
        return RecoveryPreview(
            page: page, most: most, rule: page.edition.programme.clauses.first { $0.rule.kind == .recovery })
    }

    private static func recoverable(_ voucher: Voucher, in transaction: ReadTransaction) throws -> Money {
        let redeemed: Int64? = try transaction.value(
            """
            SELECT SUM(CASE WHEN kind = 'redeem' AND debit_owner = \(voucher.id) AND debit_kind = 'grant' THEN amount
              WHEN kind = 'refund' AND credit_owner = \(voucher.id) AND credit_kind = 'grant' THEN -amount ELSE 0 END)
            FROM transfer WHERE book = \(voucher.book)
            """, as: Int64?.self).flatMap { $0 }
        let demanded: Int64? = try transaction.value(
            "SELECT SUM(amount_fen) FROM recovery WHERE voucher = \(voucher.id)", as: Int64?.self).flatMap { $0 }
        return Money(fen: max(0, (redeemed ?? 0) - (demanded ?? 0)))
    }

    /// Demands spent money back: the firm owes it to the pot from now on.
    /// - Throws: ``VoucherRefusal/aboveRedeemed(left:)``, ``VoucherRefusal/reasonMissing``,
    ///   ``VoucherRefusal/legalBasisMissing``, ``VoucherRefusal/dueInThePast``
    package func recover(
        _ demand: RecoveryDemand, of id: ID<Grant>, by actor: Actor, formKey: FormKey
    ) async throws -> ID<RecoveryMark> {
        try actor.require(.officer, .administrator)
        let (now, world) = (house.world.now(), house.world)
        let content = "recover \(id) \(demand.amount.fen) \(demand.dueOn.isoText) \(demand.reason) \(demand.legalBasis)"
        return try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            guard let voucher = try Voucher.load(id, in: transaction),
                try Programmes.answers(actor, for: voucher.programme, in: transaction)
            else { throw CommonRefusal.notFound }
            guard !demand.reason.isEmpty else { throw VoucherRefusal.reasonMissing }
            guard !demand.legalBasis.isEmpty else { throw VoucherRefusal.legalBasisMissing }
            guard demand.dueOn >= now.shanghaiDate else { throw VoucherRefusal.dueInThePast }
            let most = try Self.recoverable(voucher, in: transaction)
            guard demand.amount <= most else { throw VoucherRefusal.aboveRedeemed(left: most) }
            let recovery = world.makeID(RecoveryMark.self)
            let owing = AccountKey(book: voucher.book, kind: .receivable, owner: voucher.holder.rawValue)
            try Books.post(
                [.clawback(from: owing, demand.amount)], for: BusinessReference("recovery", recovery), by: actor, at: now,
                in: transaction, world: world)
            try transaction.execute(
                """
                INSERT INTO recovery (id, voucher, book, debtor, amount_fen, reason, legal_basis, due_on, opened_at, opened_by)
                VALUES (\(recovery), \(id), \(voucher.book), \(voucher.holder), \(demand.amount), \(demand.reason),
                  \(demand.legalBasis), \(demand.dueOn), \(now), \(actor.person))
                """)
            try Audit.record(
                "open recovery", on: BusinessReference("recovery", recovery), after: "\(demand.amount.fen)", by: actor,
                note: demand.reason, at: now, in: transaction)
            let name = try Programmes.name(of: voucher.programme, in: transaction)
            try Notices.add(
                to: voucher.holder, .demanded(name, demand.amount, by: demand.dueOn), path: "/recoveries/\(recovery)", at: now,
                world: world, in: transaction)
            return recovery
        }
    }

    /// Records money that came back, by the bank's reference.
    /// - Throws: ``VoucherRefusal/aboveOwed(owed:)``, ``VoucherRefusal/bankReferenceUsed``
    package func recordRepayment(
        _ payment: RecoveryPayment, of id: ID<RecoveryMark>, by actor: Actor, formKey: FormKey
    ) async throws {
        try actor.require(.officer, .administrator)
        let (now, world) = (house.world.now(), house.world)
        let content = "repaid \(id) \(payment.bankReference) \(payment.amount.fen) \(payment.receivedOn.isoText)"
        _ = try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            guard let view = try RecoveryRecords.load(id, in: transaction),
                try Programmes.answers(actor, for: view.programme, in: transaction)
            else { throw CommonRefusal.notFound }
            guard payment.amount <= view.owed else { throw VoucherRefusal.aboveOwed(owed: view.owed) }
            let owing = AccountKey(book: view.book, kind: .receivable, owner: view.debtor.rawValue)
            try Books.post(
                [.deposit(to: owing, payment.amount)], for: BusinessReference("recovery", id), by: actor, at: now,
                in: transaction, world: world)
            do {
                try transaction.execute(
                    """
                    INSERT INTO recovery_payment (recovery, number, bank_reference, amount_fen, received_on, recorded_at,
                      recorded_by)
                    VALUES (\(id), \(view.payments.count + 1), \(payment.bankReference), \(payment.amount),
                      \(payment.receivedOn), \(now), \(actor.person))
                    """)
            } catch let violation as ConstraintViolation where violation.kind == .unique {
                throw VoucherRefusal.bankReferenceUsed
            }
            try Audit.record(
                "record repayment", on: BusinessReference("recovery", id), after: "\(payment.amount.fen)", by: actor,
                note: payment.bankReference, at: now, in: transaction)
            try Notices.add(
                to: view.debtor, .repaid(view.programmeName, payment.amount, left: Money(fen: view.owed.fen - payment.amount.fen)),
                path: "/recoveries/\(id)", at: now, world: world, in: transaction)
            return true
        }
    }

    // MARK: Reading

    /// Recoveries that the actor may see, newest first: a firm its own, an officer those of its bureau.
    package func recoveries(of voucher: ID<Grant>? = nil, for actor: Actor) throws -> [RecoveryView] {
        try house.database.read { transaction in
            var conditions: [SQL] = [try Self.whose(actor)]
            if let voucher { conditions.append("recovery.voucher = \(voucher)") }
            return try RecoveryRecords.all(where: SQL.joined(conditions, separator: " AND "), in: transaction)
        }
    }

    /// - Throws: ``CommonRefusal/notFound``
    package func recovery(_ id: ID<RecoveryMark>, for actor: Actor) throws -> RecoveryView {
        try house.database.read { transaction in
            let condition: SQL = "recovery.id = \(id) AND " + (try Self.whose(actor))
            guard let view = try RecoveryRecords.all(where: condition, in: transaction).first else {
                throw CommonRefusal.notFound
            }
            return view
        }
    }

    private static func whose(_ actor: Actor) throws -> SQL {
        try actor.require(.buyer, .officer, .administrator, .auditor)
        return actor.role == .buyer
            ? "recovery.debtor = \(actor.organisation)" : Programmes.programmes(of: actor, column: "voucher.programme")
    }
}

/// Reads recoveries with their payments.
enum RecoveryRecords {
    static func load(_ id: ID<RecoveryMark>, in transaction: ReadTransaction) throws -> RecoveryView? {
        try all(where: "recovery.id = \(id)", in: transaction).first
    }

    static func all(where condition: SQL, in transaction: ReadTransaction) throws -> [RecoveryView] {
        let found = try transaction.all(
            """
            SELECT recovery.id AS id, recovery.voucher AS voucher, recovery.book AS book, recovery.debtor AS debtor,
              recovery.amount_fen AS amount_fen, recovery.reason AS reason, recovery.legal_basis AS legal_basis,
              recovery.due_on AS due_on, recovery.opened_at AS opened_at, voucher.programme AS programme,
              organisation.name_zh AS zh, COALESCE(organisation.name_en, organisation.name_zh) AS en
            FROM recovery JOIN voucher ON voucher.id = recovery.voucher
            JOIN organisation ON organisation.id = recovery.debtor
            WHERE \(condition) ORDER BY recovery.id DESC LIMIT 500
            """
        ) { row in
            RecoveryView(
                id: try row("id"), voucher: try row("voucher"), programme: try row("programme"),
                programmeName: Bilingual(zh: "", en: ""), debtor: try row("debtor"),
                debtorName: Bilingual(zh: try row("zh"), en: try row("en")), book: try row("book"),
                demand: RecoveryDemand(
                    amount: try row("amount_fen"), reason: try row("reason"), legalBasis: try row("legal_basis"),
                    dueOn: try row("due_on")),
                openedAt: try row("opened_at"), payments: [])
        }
        return try found.map { view in
            RecoveryView(
                id: view.id, voucher: view.voucher, programme: view.programme,
                programmeName: try Programmes.name(of: view.programme, in: transaction), debtor: view.debtor,
                debtorName: view.debtorName, book: view.book, demand: view.demand, openedAt: view.openedAt,
                payments: try transaction.all(
                    """
                    SELECT bank_reference, amount_fen, received_on FROM recovery_payment WHERE recovery = \(view.id)
                    ORDER BY number
                    """
                ) { row in
                    RecoveryPayment(
                        bankReference: try row.at(0), amount: try row.at(1), receivedOn: try row.at(2))
                })
        }
    }
}

extension Bilingual {
    fileprivate static func demanded(_ programme: Bilingual, _ amount: Money, by day: CivilDate) -> Bilingual {
        let (money, date) = (Bilingual.money(amount), Bilingual.date(day))
        return Bilingual(
            zh: "\(programme.zh)要求退回已使用的 \(money.zh)，请于 \(date.zh)前缴回",
            en: "\(programme.en) demands \(money.en) back that your voucher has paid, until \(date.en)")
    }

    fileprivate static func repaid(_ programme: Bilingual, _ amount: Money, left: Money) -> Bilingual {
        let (money, rest) = (Bilingual.money(amount), Bilingual.money(left))
        return Bilingual(
            zh: "\(programme.zh)收到退款 \(money.zh)，尚欠 \(rest.zh)",
            en: "\(programme.en) has received \(money.en) back; \(rest.en) are still owed")
    }
}

/// What the recoveries imply about the books.
package enum RecoveryChecks {
    private static let debts = Invariant("recoveries", "every demand and repayment is in the books, and nothing else is")

    package static let recoveries = Verification.Check(debts) { transaction, report in
        try transaction.each(
            """
            SELECT recovery.id, recovery.amount_fen,
              (SELECT COALESCE(SUM(amount), 0) FROM transfer WHERE reference_kind = 'recovery'
                AND reference_id = recovery.id AND kind = 'clawback'),
              (SELECT COALESCE(SUM(amount_fen), 0) FROM recovery_payment WHERE recovery_payment.recovery = recovery.id),
              (SELECT COALESCE(SUM(amount), 0) FROM transfer WHERE reference_kind = 'recovery'
                AND reference_id = recovery.id AND kind = 'deposit')
            FROM recovery ORDER BY recovery.id
            """
        ) { row in
            let place = "recovery \(try row.at(0, as: ID<RecoveryMark>.self))"
            let (demanded, booked): (Int64, Int64) = (try row.at(1), try row.at(2))
            let (paid, received): (Int64, Int64) = (try row.at(3), try row.at(4))
            if demanded != booked { report.add(debts, at: place, "demands \(demanded) fen, the books \(booked)") }
            if paid != received { report.add(debts, at: place, "has \(paid) fen repaid, the books \(received)") }
        }
        try transaction.each(
            """
            SELECT book, sequence FROM transfer
            WHERE debit_kind = 'receivable' AND kind = 'clawback' AND reference_kind <> 'recovery'
            """
        ) { row in
            report.add(
                debts, at: "book \(try row.at(0, as: ID<Book>.self)) transfer \(try row.at(1, as: Int64.self))",
                "demands money that no recovery names")
        }
    }
}
