/// What one rule says of a case.
package enum Outcome: String, RuleWord {
    case pass, fail, notProven

    package var name: Bilingual {
        switch self {
        case .pass: Bilingual(en: "passes", zh: "符合")
        case .fail: Bilingual(en: "fails", zh: "不符合")
        case .notProven: Bilingual(en: "not proven", zh: "未证明")
        }
    }
}

/// One rule's verdict. Sentences are made on demand by ``Assessment/lines``: a market asks far more than it prints.
package struct Verdict: Hashable, Sendable {
    /// The rule's place in its programme's clauses; nil for the programme's own state and dates.
    package let clauseIndex: Int?
    package let kind: RuleKind
    package let outcome: Outcome
    /// Whether the outcome takes part in the assessment's, or only tells.
    package let decides: Bool
    package let finding: Finding
}

/// Everything a programme says of a case at a moment.
package struct Assessment: Sendable {
    package let programme: Programme
    package let at: Instant
    /// One for the programme itself, then one per clause in the programme's order.
    package let verdicts: [Verdict]
    /// Fails when a deciding rule fails; is not proven when one is not proven and none fails.
    package let outcome: Outcome
    /// What the arithmetic gives; nil where the programme has no rate, or none that was found.
    package let amount: VoucherAmount?
    /// Set when the arithmetic leaves the range of money.
    package let overflowed: Bool
    /// Every deciding rule passes, is proven well enough, and the amount is small enough, by the programme's own rule.
    package let canBeGrantedAutomatically: Bool

    /// What the voucher pays: the amount, or nothing where a rule fails.
    package var voucherShare: Money { outcome == .fail ? .zero : amount?.voucher ?? .zero }

    /// The verdicts in words, with source and proof status of each rule.
    package var lines: [VerdictLine] {
        verdicts.map { verdict in
            let clause = verdict.clauseIndex.map { programme.clauses[$0] }
            let rule = clause?.rule.sentence ?? programme.periodSentence
            return VerdictLine(
                clauseID: clause?.id, kind: verdict.kind, outcome: verdict.outcome, decides: verdict.decides,
                reason: verdict.finding.reason(after: rule), source: clause?.source)
        }
    }

    /// Verdicts that stand between the firm and the voucher: what fails, then what is missing.
    package var obstacles: [VerdictLine] {
        let deciding = lines.filter { $0.decides && $0.outcome != .pass }
        return deciding.filter { $0.outcome == .fail } + deciding.filter { $0.outcome == .notProven }
    }
}

/// A verdict as a page or a print shows it.
package struct VerdictLine: Hashable, Sendable {
    package let clauseID: String?
    package let kind: RuleKind
    package let outcome: Outcome
    package let decides: Bool
    package let reason: Bilingual
    /// nil for the programme's own state and dates.
    package let source: Source?
}
