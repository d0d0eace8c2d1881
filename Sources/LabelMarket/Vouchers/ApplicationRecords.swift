package import Storage

extension VoucherApplication {
    static let columns: SQL = """
        application.id, application.programme, application.version, application.round, application.buyer,
        application.filed_by, application.filed_at, application.state, application.revision, application.work_kind,
        application.chip_origin, application.price_fen, application.starts_on, application.ends_on,
        application.purpose, application.declares_unrelated, application.asked_fen, application.entitled_fen,
        application.granted_fen, application.decided_at, application.decided_by, application.reason,
        application.notice_until, application.to_review
        """

    init(row: borrowing Row) throws {
        id = try row("id")
        programme = try row("programme")
        version = try row("version")
        round = try row("round")
        buyer = try row("buyer")
        filedBy = try row("filed_by")
        filedAt = try row("filed_at")
        state = try row("state")
        revision = try row("revision")
        let work: String = try row("work_kind")
        let chip: String? = try row("chip_origin")
        plan = PlannedUse(
            use: VoucherUse(work: WorkKind(rawValue: work) ?? .labeling, chipOrigin: chip.flatMap(ChipOrigin.init)),
            price: try row("price_fen"), startsOn: try row("starts_on"), endsOn: try row("ends_on"),
            purpose: try row("purpose"), declaresUnrelated: try row("declares_unrelated"))
        asked = try row("asked_fen")
        entitled = try row("entitled_fen")
        granted = try row("granted_fen")
        decidedAt = try row("decided_at")
        decidedBy = try row("decided_by")
        reason = try row("reason")
        noticeUntil = try row("notice_until")
        isToReview = try row("to_review")
    }

    package static func load(_ id: ID<Application>, in transaction: ReadTransaction) throws -> VoucherApplication? {
        try transaction.first("SELECT \(columns) FROM application WHERE id = \(id)", VoucherApplication.init(row:))
    }
}

/// Writes and reads what is frozen with an application.
enum ApplicationRecords {
    static func insert(
        _ id: ID<Application>, _ plan: PlannedUse, asked: Money, appraisal: Appraisal, round: ID<ApplicationRound>?,
        by actor: Actor, at now: Instant, in transaction: WriteTransaction
    ) throws {
        let edition = appraisal.edition
        try transaction.execute(
            """
            INSERT INTO application (id, programme, version, round, buyer, filed_by, filed_at, state, work_kind, chip_origin,
              price_fen, starts_on, ends_on, purpose, declares_unrelated, asked_fen, entitled_fen, outcome)
            VALUES (\(id), \(edition.key), \(edition.version), \(round), \(actor.organisation), \(actor.person), \(now),
              \(ApplicationState.submitted), \(plan.use.work.rawValue), \(plan.use.chipOrigin?.rawValue), \(plan.price),
              \(plan.startsOn), \(plan.endsOn), \(plan.purpose), \(plan.declaresUnrelated), \(asked),
              \(appraisal.entitled), \(appraisal.outcome))
            """)
        for (number, verdict) in appraisal.verdicts.enumerated() {
            try transaction.execute(
                """
                INSERT INTO application_verdict (application, number, clause, kind, outcome, words_zh, words_en, proof)
                VALUES (\(id), \(number), \(verdict.clause), \(verdict.kind.rawValue), \(verdict.outcome), \(verdict.words.zh),
                  \(verdict.words.en), \(verdict.proof?.rawValue))
                """)
        }
        for (number, step) in appraisal.steps.enumerated() {
            try transaction.execute(
                """
                INSERT INTO application_step (application, number, words_zh, words_en, amount_fen)
                VALUES (\(id), \(number), \(step.words.zh), \(step.words.en), \(step.amount))
                """)
        }
    }

    /// The verdicts as they were when the firm applied, with what an officer found since.
    static func verdicts(of id: ID<Application>, in transaction: ReadTransaction) throws -> [RuleVerdict] {
        try transaction.all(
            """
            SELECT clause, kind, outcome, words_zh, words_en, proof, found FROM application_verdict
            WHERE application = \(id) ORDER BY number
            """
        ) { row in
            let kind: String = try row("kind")
            let proof: String? = try row("proof")
            return RuleVerdict(
                clause: try row("clause"), kind: RuleKind(rawValue: kind) ?? .inForce, outcome: try row("outcome"),
                words: Bilingual(zh: try row("words_zh"), en: try row("words_en")),
                proof: proof.flatMap(ProofStatus.init), found: try row("found"))
        }
    }

    static func steps(of id: ID<Application>, in transaction: ReadTransaction) throws -> [WorkedStep] {
        try transaction.all(
            """
            SELECT words_zh, words_en, amount_fen FROM application_step WHERE application = \(id) ORDER BY number
            """
        ) { row in
            WorkedStep(
                words: Bilingual(zh: try row("words_zh"), en: try row("words_en")), amount: try row("amount_fen"))
        }
    }

    /// What officers found about the rules that the market cannot prove, by clause.
    static func findings(of id: ID<Application>, in transaction: ReadTransaction) throws -> [String: Bool] {
        var findings: [String: Bool] = [:]
        try transaction.each(
            "SELECT clause, found FROM application_verdict WHERE application = \(id) AND found IS NOT NULL"
        ) { row in
            findings[try row("clause", as: String.self)] = try row("found", as: Bool.self)
        }
        return findings
    }
}
