package import Storage

/// Public notice before a grant, and grants without a person.
extension Vouchers {
    /// Days of public notice before a voucher is given; nil where the programme asks for none.
    static func noticeDays(
        of application: VoucherApplication, in transaction: ReadTransaction
    ) throws -> Int? {
        let edition = try ProgrammeEdition.load(application.programme, version: application.version, in: transaction)
        for clause in edition?.programme.clauses ?? [] {
            if case .review(let review) = clause.rule, let days = review.noticeDays, days > 0 { return days }
        }
        return nil
    }

    static func announce(
        _ application: VoucherApplication, _ amount: Money, days: Int, by actor: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {
        let until = Instant.endOfDay(shanghai: now.shanghaiDate.advanced(byDays: Int64(days)))
        try transaction.execute(
            """
            UPDATE application SET state = \(ApplicationState.onNotice), granted_fen = \(amount), decided_at = \(now),
              decided_by = \(actor.person), notice_until = \(until), revision = revision + 1 WHERE id = \(application.id)
            """)
        try Audit.record(
            "announce application", on: BusinessReference("application", application.id), after: "\(amount.fen)", by: actor,
            at: now, in: transaction)
        let name = try Programmes.name(of: application.programme, in: transaction)
        try Notices.add(
            to: application.buyer, .announced(name, amount, until: until.shanghaiDate),
            path: "/applications/\(application.id)", mail: .application, at: now, world: world, in: transaction)
    }

    /// Grants what has been on public notice long enough. Where the pot cannot pay, the bureau is told and it is tried
    /// again a day later.
    static func endNotices(at now: Instant, world: World, in transaction: WriteTransaction) throws -> Int {
        let due = try transaction.all(
            """
            SELECT \(VoucherApplication.columns) FROM application WHERE application.state = \(ApplicationState.onNotice)
              AND application.notice_until < \(now) ORDER BY application.notice_until LIMIT 200
            """, VoucherApplication.init(row:))
        var granted = 0
        for application in due {
            do {
                try transaction.savepoint {
                    try grant(
                        application, application.granted ?? application.asked, by: nil, at: now, world: world,
                        in: transaction)
                }
                granted += 1
            } catch is VoucherRefusal {
                try postpone(application, at: now, world: world, in: transaction)
            }
        }
        return granted
    }

    private static func postpone(
        _ application: VoucherApplication, at now: Instant, world: World, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            """
            UPDATE application SET notice_until = \(now.advanced(by: .days(1))) WHERE id = \(application.id)
            """)
        guard let edition = try ProgrammeEdition.load(
            application.programme, version: application.version, in: transaction)
        else { return }
        try Notices.add(
            to: edition.bureau, .potCannotPay(edition.programme.name), path: "/office/applications/\(application.id)",
            at: now, world: world, in: transaction)
    }

    /// Grants a new application without a person where the programme says so; it stays filed when the pot cannot pay.
    static func grantByRule(
        _ id: ID<Application>, _ appraisal: Appraisal, at now: Instant, world: World, in transaction: WriteTransaction
    ) throws {
        guard appraisal.assessment.canBeGrantedAutomatically,
            let application = try VoucherApplication.load(id, in: transaction),
            // A round with a rule for too many applications is decided as a whole, nobody before the others.
            application.round == nil || appraisal.edition.programme.oversubscription == nil,
            try noticeDays(of: application, in: transaction) == nil
        else { return }
        // The market grants here, not the applicant: the transfer belongs to nobody's form.
        let form = transaction.request
        transaction.request = nil
        defer { transaction.request = form }
        do {
            try transaction.savepoint {
                try grant(application, application.asked, by: nil, at: now, world: world, in: transaction)
            }
        } catch is VoucherRefusal {
            return
        }
        if ApplicationRules.isDrawnForReview(id, share: appraisal.edition.programme.reviewShare) {
            try transaction.execute("UPDATE application SET to_review = 1 WHERE id = \(id)")
        }
    }

    /// An officer has looked at an application that was granted without a person.
    package func markReviewed(_ id: ID<Application>, by actor: Actor, formKey: FormKey) async throws {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        _ = try await house.once(formKey, content: "reviewed \(id)", by: actor, refusing: VoucherRefusal.self) {
            transaction in
            guard let application = try VoucherApplication.load(id, in: transaction),
                try Programmes.answers(actor, for: application.programme, in: transaction)
            else { throw CommonRefusal.notFound }
            try transaction.execute("UPDATE application SET to_review = 0 WHERE id = \(id)")
            try Audit.record(
                "review application", on: BusinessReference("application", id), by: actor, at: now, in: transaction)
            return true
        }
    }
}
