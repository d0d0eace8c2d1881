/// A published voucher policy in one of its versions: rules as data, each with its source and proof status.
package struct Programme: Hashable, Sendable {
    package enum State: String, CaseIterable, Hashable, Sendable {
        case draft
        case inForce
        case superseded
    }

    /// Stable among versions: `shanghai-compute`.
    package var key: String
    package var version: Int
    package var state: State
    package var name: Bilingual
    package var summary: Bilingual
    package var bureau: Bilingual
    package var region: RegionCode
    package var level: AdministrativeLevel
    /// The first and the last day on which applications can be made; nil where no text says so.
    package var validFrom: CivilDate?
    package var validTo: CivilDate?
    package var clauses: [Clause]

    package init(
        key: String, version: Int, state: State, name: Bilingual, summary: Bilingual, bureau: Bilingual,
        region: RegionCode, level: AdministrativeLevel, validFrom: CivilDate? = nil, validTo: CivilDate? = nil,
        clauses: [Clause] = []
    ) {
        self.key = key
        self.version = version
        self.state = state
        self.name = name
        self.summary = summary
        self.bureau = bureau
        self.region = region
        self.level = level
        self.validFrom = validFrom
        self.validTo = validTo
        self.clauses = clauses
    }

    package var voucherKind: VoucherKind? {
        for clause in clauses { if case .direction(let terms) = clause.rule { return terms.kind } }
        return nil
    }

    package var direction: Direction? {
        for clause in clauses { if case .direction(let terms) = clause.rule { return terms.direction } }
        return nil
    }

    /// Pays makers or agreed targets, not a part of what a firm buys.
    package var paysAwards: Bool { direction == .awardToMaker || direction == .supplyTarget }

    /// Pays an award or for a target, and no text says how much.
    package var leavesAwardOpen: Bool {
        paysAwards && !clauses.contains { if case .cap(let cap) = $0.rule { cap.amount != nil } else { false } }
    }

    package var pots: [Pot] {
        clauses.compactMap { if case .pot(let pot) = $0.rule { pot } else { nil } }
    }

    package var lawTexts: [LawText] {
        clauses.compactMap { if case .lawText(let text) = $0.rule { text } else { nil } }
    }

    package var validity: Validity? {
        for clause in clauses { if case .validity(let validity) = clause.rule { return validity } }
        return nil
    }

    package var rounds: RoundCalendar? {
        for clause in clauses { if case .round(let calendar) = clause.rule { return calendar } }
        return nil
    }

    package var oversubscription: Oversubscription? {
        for clause in clauses { if case .oversubscription(let method) = clause.rule { return method } }
        return nil
    }
}

/// One rule of a programme, with the place that it was taken from.
package struct Clause: Hashable, Sendable {
    /// Unique in its programme, stable among versions: findings and differences refer to it.
    package let id: String
    package let rule: Rule
    package let source: Source

    package init(id: String, rule: Rule, source: Source) {
        self.id = id
        self.rule = rule
        self.source = source
    }
}
