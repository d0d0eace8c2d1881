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
    /// The rule on recovery of the version under which the voucher was granted.
    package let rule: Clause?
    /// nil where no text states a rate.
    package let lateInterest: LateInterest?
    /// Interest that is in the books; nil until the demand itself is paid back late.
    package let charged: Charged?
    /// In order; the last one may be open.
    package let writeOffs: [RecoveryWriteOff]

    package struct Charged: Sendable {
        package let amount: Money
        /// The day on which the demand itself was paid back.
        package let until: CivilDate
    }

    package var paid: Money { payments.reduce(.zero) { Money(fen: $0.fen + $1.amount.fen) } }
    package var openWriteOff: RecoveryWriteOff? { writeOffs.last.flatMap { $0.state == .proposed ? $0 : nil } }
    /// What was given up.
    package var writtenOff: Money { writeOffs.last { $0.state == .approved }?.amount ?? .zero }
    /// As the books say: interest counts from the moment it is charged.
    package var owed: Money {
        Money(fen: demand.amount.fen + (charged?.amount.fen ?? 0) - paid.fen - writtenOff.fen)
    }
    package var isSettled: Bool { owed.fen == 0 }

    /// Interest that has run up until the end of `day` and is not charged yet.
    package func accrued(on day: CivilDate) -> Money {
        guard let lateInterest, charged == nil, !isSettled else { return .zero }
        let repaid = payments.map { LateInterest.Repaid(day: $0.receivedOn, amount: $0.amount) }
        return (try? lateInterest.amount(on: demand.amount, due: demand.dueOn, repaid: repaid, at: day)) ?? .zero
    }
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

    /// Records money that came back, by the bank's reference. The payment that clears a late demand charges its interest.
    /// - Throws: ``VoucherRefusal/aboveOwed(owed:)``, ``VoucherRefusal/bankReferenceUsed``
    package func recordRepayment(
        _ payment: RecoveryPayment, of id: ID<RecoveryMark>, by actor: Actor, formKey: FormKey
    ) async throws {
        try actor.require(.officer, .administrator)
        let (now, world) = (house.world.now(), house.world)
        let content = "repaid \(id) \(payment.bankReference) \(payment.amount.fen) \(payment.receivedOn.isoText)"
        _ = try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            let view = try Self.answerable(id, by: actor, in: transaction)
            let interest = payment.amount >= view.owed ? view.accrued(on: payment.receivedOn) : .zero
            let most = Money(fen: view.owed.fen + interest.fen)
            guard payment.amount <= most else { throw VoucherRefusal.aboveOwed(owed: most) }
            if interest.fen > 0 {
                try Self.charge(interest, on: view, until: payment.receivedOn, by: actor, at: now, world: world, in: transaction)
            }
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
                to: view.debtor, .repaid(view.programmeName, payment.amount, left: Money(fen: most.fen - payment.amount.fen)),
                path: "/recoveries/\(id)", at: now, world: world, in: transaction)
            return true
        }
    }

    /// Puts late interest into the books: from this moment the firm owes it to the pot.
    private static func charge(
        _ interest: Money, on view: RecoveryView, until day: CivilDate, by actor: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {
        let owing = AccountKey(book: view.book, kind: .receivable, owner: view.debtor.rawValue)
        try Books.post(
            [.clawback(from: owing, interest)], for: BusinessReference("interest", view.id), by: actor, at: now,
            in: transaction, world: world)
        try transaction.execute(
            """
            INSERT INTO recovery_interest (recovery, daily_rate, until_day, amount_fen, charged_at, charged_by)
            VALUES (\(view.id), \(view.lateInterest?.dailyRate), \(day), \(interest), \(now), \(actor.person))
            """)
        try Audit.record(
            "charge late interest", on: BusinessReference("recovery", view.id), after: "\(interest.fen)", by: actor,
            note: "until \(day.isoText)", at: now, in: transaction)
        try Notices.add(
            to: view.debtor, .interestCharged(view.programmeName, interest), path: "/recoveries/\(view.id)", at: now,
            world: world, in: transaction)
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

extension Bilingual {
    fileprivate static func demanded(_ programme: Bilingual, _ amount: Money, by day: CivilDate) -> Bilingual {
        let (money, date) = (Bilingual.money(amount), Bilingual.date(day))
        return Bilingual(
            zh: "\(programme.zh)要求退回已使用的 \(money.zh)，请于 \(date.zh)前缴回",
            en: "\(programme.en) demands \(money.en) back that your voucher has paid, until \(date.en)")
    }

    fileprivate static func interestCharged(_ programme: Bilingual, _ amount: Money) -> Bilingual {
        let money = Bilingual.money(amount)
        return Bilingual(
            zh: "\(programme.zh)对逾期缴回的款项计收利息 \(money.zh)",
            en: "\(programme.en) charges \(money.en) of interest on what came back late")
    }

    fileprivate static func repaid(_ programme: Bilingual, _ amount: Money, left: Money) -> Bilingual {
        let (money, rest) = (Bilingual.money(amount), Bilingual.money(left))
        return Bilingual(
            zh: "\(programme.zh)收到退款 \(money.zh)，尚欠 \(rest.zh)",
            en: "\(programme.en) has received \(money.en) back; \(rest.en) are still owed")
    }
}
