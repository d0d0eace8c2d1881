package import Storage

extension Vouchers {
    /// Decides an application: a grant moves money out of the pot in the same transaction.
    ///
    /// - Parameters:
    ///   - findings: what the officer found about rules that are not proven, by clause.
    ///   - revision: of the application, as the officer saw it.
    /// - Throws: ``VoucherRefusal/alreadyDecided(_:at:)`` to whoever comes second, ``VoucherRefusal/potExhausted(available:)``
    package func decide(
        _ id: ID<Application>, _ decision: ApplicationDecision, findings: [String: Bool] = [:], revision: Int,
        by actor: Actor, formKey: FormKey
    ) async throws -> ApplicationState {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let world = house.world
        let found = findings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        let content = "decide \(id) \(decision) \(revision) \(found)"
        return try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            try Self.decide(
                id, decision, findings: findings, revision: revision, by: actor, at: now, world: world, in: transaction)
        }
    }

    private static func decide(
        _ id: ID<Application>, _ decision: ApplicationDecision, findings: [String: Bool], revision: Int?,
        by actor: Actor, at now: Instant, world: World, in transaction: WriteTransaction
    ) throws -> ApplicationState {
        guard let application = try VoucherApplication.load(id, in: transaction),
            try Programmes.answers(actor, for: application.programme, in: transaction)
        else { throw CommonRefusal.notFound }
        try ApplicationRules.checkOpen(application, for: decision)
        if let revision, revision != application.revision { throw CommonRefusal.stale }
        try ApplicationRules.check(decision, on: application)
        for (clause, found) in findings {
            try transaction.execute(
                """
                UPDATE application_verdict SET found = \(found)
                WHERE application = \(id) AND clause = \(clause) AND outcome = \(VerdictOutcome.notProven)
                """)
        }
        switch decision {
        case .refuse(let reason):
            try refuse(application, reason, by: actor, at: now, world: world, in: transaction)
            return .refused
        case .grant(let amount):
            guard !findings.values.contains(false) else { throw VoucherRefusal.officerFoundOtherwise }
            if let days = try noticeDays(of: application, in: transaction) {
                try announce(application, amount, days: days, by: actor, at: now, world: world, in: transaction)
                return .onNotice
            }
            try grant(application, amount, by: actor, at: now, world: world, in: transaction)
            return .granted
        }
    }

    static func refuse(
        _ application: VoucherApplication, _ reason: String, by actor: Actor, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            """
            UPDATE application SET state = \(ApplicationState.refused), reason = \(reason), decided_at = \(now),
              granted_fen = NULL, notice_until = NULL, decided_by = \(actor.person), revision = revision + 1 WHERE id = \(application.id)
            """)
        try Audit.record(
            "refuse application", on: BusinessReference("application", application.id), by: actor, note: reason, at: now,
            in: transaction)
        let name = try Programmes.name(of: application.programme, in: transaction)
        try Notices.add(
            to: application.buyer, .applicationRefused(name), path: "/applications/\(application.id)",
            mail: .application, at: now, world: world, in: transaction)
    }

    /// - Parameter actor: nil when the market grants by a programme's own rule or at the end of a public notice.
    static func grant(
        _ application: VoucherApplication, _ amount: Money, by actor: Actor?, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {
        let year = now.shanghaiDate.parts.year
        guard let pot = try Pots.find(application.programme, year: year, in: transaction) else {
            throw VoucherRefusal.noPot(year: year)
        }
        let edition = try ProgrammeEdition.load(application.programme, version: application.version, in: transaction)
        guard let programme = edition?.programme else { throw CommonRefusal.notFound }
        let expiresAt = ApplicationRules.expiry(of: programme, grantedAt: now)
        let voucher = world.makeID(Grant.self)
        let account = AccountKey(book: pot.book, kind: .grant, owner: voucher.rawValue)
        do {
            try Books.post(
                [.grant(account, amount, expiresAt: expiresAt)], for: BusinessReference("grant", voucher), by: actor,
                at: now, in: transaction, world: world)
        } catch LedgerRefusal.insufficient(let available) {
            throw VoucherRefusal.potExhausted(available: available)
        }
        try transaction.execute(
            """
            UPDATE application SET state = \(ApplicationState.granted), granted_fen = \(amount), decided_at = \(now),
              decided_by = \(actor?.person ?? application.decidedBy), revision = revision + 1 WHERE id = \(application.id)
            """)
        try transaction.execute(
            """
            INSERT INTO voucher (id, application, holder, programme, version, pot, book, granted_fen, granted_at, granted_by,
              expires_at, state)
            VALUES (\(voucher), \(application.id), \(application.buyer), \(application.programme), \(application.version),
              \(pot.id), \(pot.book), \(amount), \(now), \(actor?.person ?? application.decidedBy), \(expiresAt), \(VoucherState.live))
            """)
        try Audit.record(
            "grant voucher", on: BusinessReference("grant", voucher), after: "\(application.id) \(amount.fen)", by: actor,
            at: now, in: transaction)
        try Notices.add(
            to: application.buyer, .granted(programme.name, amount, until: expiresAt.shanghaiDate),
            path: "/vouchers/\(voucher)", mail: .application, at: now, world: world, in: transaction)
    }

    /// What became of each application of a bulk decision.
    package struct BulkOutcome: Codable, Sendable {
        package var granted: [ID<Application>] = []
        package var refused: [ID<Application>] = []
        /// Left as they were: decided meanwhile, or the pot had run out.
        package var leftOpen: [ID<Application>] = []
    }

    /// Decides several applications at once: grants give what was asked. One that cannot be decided is left as it is.
    package func decideAll(
        _ ids: [ID<Application>], refusingBecause reason: String?, by actor: Actor, formKey: FormKey
    ) async throws -> BulkOutcome {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let world = house.world
        let list = ids.sorted()
        let content = "decide all \(list) \(reason ?? "")"
        return try await house.once(formKey, content: content, by: actor, refusing: VoucherRefusal.self) { transaction in
            if let reason, reason.isEmpty { throw VoucherRefusal.reasonMissing }
            var outcome = BulkOutcome()
            for id in list {
                guard let application = try VoucherApplication.load(id, in: transaction) else { continue }
                let decision = reason.map { ApplicationDecision.refuse(reason: $0) } ?? .grant(application.asked)
                do {
                    try transaction.savepoint {
                        _ = try Self.decide(
                            id, decision, findings: [:], revision: nil, by: actor, at: now, world: world, in: transaction)
                    }
                    if reason == nil { outcome.granted.append(id) } else { outcome.refused.append(id) }
                } catch is VoucherRefusal {
                    outcome.leftOpen.append(id)
                }
            }
            return outcome
        }
    }
}

extension ApplicationRules {
    /// Whether a person looks later at an application that was granted without one: drawn by the hash of its id, so that
    /// nobody can choose and anybody can draw again.
    static func isDrawnForReview(_ id: ID<Application>, share: BasisPoints) -> Bool {
        let hash = sha256(Array("review \(id)".utf8))
        let number = hash.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return number % 10_000 < share
    }

    /// Months for which a voucher is valid where no text says anything.
    static let usualMonths = 12

    /// The last moment of a voucher granted at `instant`.
    static func expiry(of programme: Programme, grantedAt instant: Instant) -> Instant {
        let day = instant.shanghaiDate
        if let expiry = programme.validity?.expiry(grantedOn: day) { return expiry }
        return Instant.endOfDay(shanghai: day.advanced(byMonths: usualMonths).advanced(byDays: -1))
    }
}

extension Programme {
    /// The part of automatic grants that a person looks at, in hundredths of a percent.
    var reviewShare: BasisPoints {
        for clause in clauses { if case .automaticGrant(let terms) = clause.rule { return terms.sample } }
        return 0
    }
}
