package import Storage

/// What one rule says about a case.
package enum VerdictOutcome: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case pass, fail
    /// Something that the rule needs is not known.
    case notProven = "not_proven"
    /// The rule asks nothing at this step; it only tells.
    case information
}

/// One rule's verdict in words, as a page shows it and an application keeps it.
package struct RuleVerdict: Hashable, Sendable {
    package let clause: String
    package let kind: RuleKind
    package let outcome: VerdictOutcome
    package let words: Bilingual
    /// How well the rule itself is proven.
    package let proof: ProofStatus?
    /// What an officer found where the market could not know; nil before anyone looked.
    package var found: Bool?

    package init(
        clause: String, kind: RuleKind, outcome: VerdictOutcome, words: Bilingual, proof: ProofStatus?,
        found: Bool? = nil
    ) {
        self.clause = clause
        self.kind = kind
        self.outcome = outcome
        self.words = words
        self.proof = proof
        self.found = found
    }
}

/// A line of the calculation.
package struct WorkedStep: Hashable, Sendable {
    package let words: Bilingual
    package let amount: Money?

    package init(words: Bilingual, amount: Money?) {
        self.words = words
        self.amount = amount
    }
}

/// A programme's answer to one firm's plan.
package struct Appraisal: Sendable {
    package let edition: ProgrammeEdition
    package let assessment: Assessment

    /// The worst of the deciding verdicts: what fails decides, then what is not proven.
    package var outcome: VerdictOutcome { VerdictOutcome(assessment.outcome) }

    /// What the rules work out; nil when they leave it open.
    package var entitled: Money? { assessment.outcome == .fail ? .zero : assessment.amount?.voucher }

    package var verdicts: [RuleVerdict] { RuleVerdict.all(of: assessment) }

    package var steps: [WorkedStep] { WorkedStep.all(of: assessment) }
}

extension RuleVerdict {
    static func all(of assessment: Assessment) -> [RuleVerdict] {
        assessment.lines.map { line in
            RuleVerdict(
                clause: line.clauseID ?? "", kind: line.kind,
                outcome: line.decides ? VerdictOutcome(line.outcome) : .information, words: line.reason,
                proof: line.source?.status)
        }
    }
}

extension WorkedStep {
    static func all(of assessment: Assessment) -> [WorkedStep] {
        (assessment.amount?.steps ?? []).map { WorkedStep(words: $0.sentence, amount: $0.amount) }
    }
}

extension VerdictOutcome {
    init(_ outcome: Outcome) {
        switch outcome {
        case .pass: self = .pass
        case .fail: self = .fail
        case .notProven: self = .notProven
        }
    }
}
