package import Storage

/// Applications for vouchers, the vouchers granted on them, and what becomes of those.
package struct Vouchers: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    // MARK: What a firm may claim

    /// A programme's answer to a plan of `buyer`, from what the market knows.
    static func appraise(
        _ edition: ProgrammeEdition, _ plan: PlannedUse, for buyer: ID<Organisation>, findings: [String: Bool] = [:],
        at now: Instant, in transaction: ReadTransaction
    ) throws -> Appraisal {
        var subject = Case()
        subject.findings = findings
        subject.firm = try VoucherCases.firm(buyer, in: transaction)
        subject.history = try VoucherCases.history(of: buyer, in: transaction)
        return try appraise(edition, plan, subject, of: buyer, at: now, in: transaction)
    }

    private static func appraise(
        _ edition: ProgrammeEdition, _ plan: PlannedUse, _ known: Case, of buyer: ID<Organisation>, at now: Instant,
        in transaction: ReadTransaction
    ) throws -> Appraisal {
        var subject = known
        try Registers.complete(
            &subject, for: edition, buyer: buyer, vendor: nil, on: now.shanghaiDate, in: transaction)
        subject.contract = VoucherCases.contract(
            plan.use, price: plan.price, from: plan.startsOn, to: plan.endsOn, line: plan.use.line)
        if plan.declaresUnrelated { subject.evidence.append(.relationDeclaration) }
        let rounds = try Rounds.all(of: edition.key, in: transaction)
        let programme = edition.programme.running(rounds)
        return Appraisal(edition: edition, assessment: programme.evaluate(subject, at: now))
    }

    /// Every programme in force with its verdict on the plan, best first: what passes, by amount, then what is open.
    package func canUse(_ plan: PlannedUse, for actor: Actor) throws -> [Appraisal] {
        try actor.require(.buyer)
        let now = house.world.now()
        let all = try house.database.read { transaction in
            var subject = Case()
            subject.firm = try VoucherCases.firm(actor.organisation, in: transaction)
            subject.history = try VoucherCases.history(of: actor.organisation, in: transaction)
            return try ProgrammeEdition.allInForce(in: transaction).map { edition in
                try Self.appraise(edition, plan, subject, of: actor.organisation, at: now, in: transaction)
            }
        }
        return all.sorted { left, right in
            if left.outcome != right.outcome { return left.outcome.rank < right.outcome.rank }
            return (right.entitled ?? .zero, left.edition.key) < (left.entitled ?? .zero, right.edition.key)
        }
    }

    /// One programme's answer to a plan of the actor's firm. Nothing is filed.
    package func appraisal(of plan: PlannedUse, by key: ProgrammeKey, for actor: Actor) throws -> Appraisal {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let edition = try ProgrammeEdition.inForce(key, in: transaction) else { throw CommonRefusal.notFound }
            return try Self.appraise(edition, plan, for: actor.organisation, at: now, in: transaction)
        }
    }

    // MARK: Applying

    /// What the application form needs to know.
    package func applyView(_ key: ProgrammeKey, for actor: Actor) throws -> ApplyView {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            guard let edition = try ProgrammeEdition.inForce(key, in: transaction) else { throw CommonRefusal.notFound }
            let rounds = try Rounds.all(of: key, in: transaction)
            return ApplyView(
                edition: edition, isOpen: Self.open(edition, rounds, at: now).isOpen,
                nextRound: rounds.first { now < $0.opensAt }?.opensAt,
                waiting: try Self.waiting(key, actor.organisation, in: transaction))
        }
    }

    /// Whether applications are taken, and in which round.
    static func open(
        _ edition: ProgrammeEdition, _ rounds: [RoundRow], at now: Instant
    ) -> (isOpen: Bool, round: ID<ApplicationRound>?) {
        if let round = rounds.first(where: { $0.isOpen(at: now) }) { return (true, round.id) }
        let takesAlways = edition.programme.rounds?.continuous ?? true
        return (takesAlways || rounds.isEmpty, nil)
    }

    private static func waiting(
        _ key: ProgrammeKey, _ buyer: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> ID<Application>? {
        try transaction.value(
            """
            SELECT id FROM application WHERE buyer = \(buyer) AND programme = \(key)
              AND state = \(ApplicationState.submitted) ORDER BY id DESC LIMIT 1
            """)
    }

    /// Files an application. The verdicts of this moment are frozen with it.
    ///
    /// - Parameter version: of the programme, as the firm saw it.
    /// - Throws: ``VoucherRefusal``
    package func apply(
        _ plan: PlannedUse, asked: Money, to key: ProgrammeKey, version: Int, by actor: Actor, formKey: FormKey
    ) async throws -> ID<Application> {
        try actor.require(.buyer)
        let now = house.world.now()
        let world = house.world
        let content = "apply \(key) \(version) \(asked.fen) \(plan.content)"
        return try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            guard let edition = try ProgrammeEdition.inForce(key, in: transaction) else {
                throw VoucherRefusal.programmeNotInForce
            }
            guard edition.version == version else { throw VoucherRefusal.programmeChanged }
            try edition.requireForBuyers()
            let rounds = try Rounds.all(of: key, in: transaction)
            let open = Self.open(edition, rounds, at: now)
            guard open.isOpen else {
                throw VoucherRefusal.roundClosed(next: rounds.first { now < $0.opensAt }?.opensAt)
            }
            try ApplicationRules.check(plan, today: now.shanghaiDate)
            if let waiting = try Self.waiting(key, actor.organisation, in: transaction) {
                throw VoucherRefusal.alreadyWaiting(waiting)
            }
            let appraisal = try Self.appraise(edition, plan, for: actor.organisation, at: now, in: transaction)
            if let failing = appraisal.verdicts.first(where: { $0.outcome == .fail }) {
                throw VoucherRefusal.ruleFails(clause: failing.clause, failing.words)
            }
            if let entitled = appraisal.entitled, entitled.fen > 0, entitled < asked {
                throw VoucherRefusal.askedTooMuch(entitled: entitled)
            }
            let id = world.makeID(Application.self)
            try ApplicationRecords.insert(
                id, plan, asked: asked, appraisal: appraisal, round: open.round, by: actor, at: now, in: transaction)
            try Audit.record(
                "file application", on: BusinessReference("application", id), after: content, by: actor, at: now,
                in: transaction)
            try Notices.add(
                to: edition.bureau, .applicationArrived(edition.programme.name), path: "/office/applications/\(id)",
                at: now, world: world, in: transaction)
            try Self.grantByRule(id, appraisal, at: now, world: world, in: transaction)
            return id
        }
    }

    /// Takes an application back before anybody has decided.
    /// - Throws: ``VoucherRefusal/alreadyDecided(_:at:)``
    package func withdraw(_ id: ID<Application>, by actor: Actor, formKey: FormKey) async throws {
        try actor.require(.buyer)
        let now = house.world.now()
        _ = try await house.once(formKey, content: "withdraw \(id)", by: actor, refusing: VoucherRefusal.self) {
            transaction in
            guard let application = try VoucherApplication.load(id, in: transaction),
                application.buyer == actor.organisation
            else { throw CommonRefusal.notFound }
            try ApplicationRules.checkOpen(application)
            try transaction.execute(
                """
                UPDATE application SET state = \(ApplicationState.withdrawn), revision = revision + 1 WHERE id = \(id)
                """)
            try Audit.record(
                "withdraw application", on: BusinessReference("application", id), by: actor, at: now, in: transaction)
            return true
        }
    }
}

/// What the application form needs to know.
package struct ApplyView: Sendable {
    package let edition: ProgrammeEdition
    package let isOpen: Bool
    package let nextRound: Instant?
    /// An application of the firm that still waits for a decision.
    package let waiting: ID<Application>?
}

extension PlannedUse {
    /// Equal for equal plans.
    var content: String {
        "\(use.work.rawValue) \(use.chipOrigin?.rawValue ?? "") \(price.fen) \(startsOn.isoText) \(endsOn.isoText) \(declaresUnrelated) \(purpose)"
    }
}

extension VerdictOutcome {
    fileprivate var rank: Int {
        switch self {
        case .pass: 0
        case .notProven, .information: 1
        case .fail: 2
        }
    }
}

extension ProgrammeEdition {
    /// Firms apply for vouchers and reimbursements; awards and supply targets run outside this market.
    func requireForBuyers() throws(VoucherRefusal) {
        if programme.paysAwards { throw .notForBuyers }
    }
}

extension Programme {
    /// The programme with the rounds that the market really runs in place of those its text announces.
    func running(_ rows: [RoundRow]) -> Programme {
        guard !rows.isEmpty else { return self }
        var running = self
        running.clauses = clauses.map { clause in
            guard case .round(var calendar) = clause.rule else { return clause }
            calendar.rounds = rows.map { Round(key: $0.name, opens: $0.opensAt, closes: $0.closesAt) }
            return Clause(id: clause.id, rule: .round(calendar), source: clause.source)
        }
        return running
    }
}

extension Vouchers {
    /// Whether a plan could be filed as it stands; what ``apply(_:asked:to:version:by:formKey:)`` would say.
    package func check(_ plan: PlannedUse, asked: Money, to key: ProgrammeKey, for actor: Actor) throws -> Appraisal {
        try ApplicationRules.check(plan, today: house.world.now().shanghaiDate)
        let appraisal = try appraisal(of: plan, by: key, for: actor)
        if appraisal.outcome != .fail, let entitled = appraisal.entitled, entitled.fen > 0, entitled < asked {
            throw VoucherRefusal.askedTooMuch(entitled: entitled)
        }
        return appraisal
    }

    /// The newest notices to the actor's organisation.
    package func notices(for actor: Actor, limit: Int = 50) throws -> [DeskNotice] {
        try house.database.read { try Notices.newest(of: actor.organisation, limit: limit, in: $0) }
    }

    package func markNoticesRead(for actor: Actor) async throws {
        let now = house.world.now()
        try await house.database.write { try Notices.markRead(of: actor.organisation, at: now, in: $0) }
    }
}
