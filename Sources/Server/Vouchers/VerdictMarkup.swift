import LabelMarket

/// An outcome as a word; colour never carries it alone.
func outcomeName(_ outcome: VerdictOutcome, _ t: Texts) -> String {
    switch outcome {
    case .pass: t("passes")
    case .fail: t("fails")
    case .notProven: t("not yet proven")
    case .information: t("for information")
    }
}

func outcomeTag(_ outcome: VerdictOutcome, _ t: Texts) -> HTML {
    "<span class=\"tag\(if: outcome == .pass, " open")\">\(outcomeName(outcome, t))</span>"
}

/// Every rule's verdict in words: what fails first, then what is open, then what passes, then what only tells.
func verdictTable(_ verdicts: [RuleVerdict], caption: String, _ t: Texts) -> HTML {
    let order: [VerdictOutcome] = [.fail, .notProven, .pass, .information]
    let sorted = order.flatMap { outcome in verdicts.filter { $0.outcome == outcome } }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>
        <thead><tr><th scope="col">\(t("Rule"))</th><th scope="col">\(t("Verdict"))</th><th scope="col">\(t("Reason"))</th>\
        <th scope="col">\(t("Proof of the rule"))</th></tr></thead><tbody>\(each: sorted, { verdictRow($0, t) })</tbody></table></div>
        """
}

private func verdictRow(_ verdict: RuleVerdict, _ t: Texts) -> HTML {
    """
    <tr><th scope="row">\(t(verdict.kind.name))</th><td>\(outcomeTag(verdict.outcome, t))\(finding(verdict, t))</td>\
    <td>\(t(verdict.words))</td><td>\(verdict.proof.map { proofTag($0, t) })</td></tr>
    """
}

private func finding(_ verdict: RuleVerdict, _ t: Texts) -> HTML {
    guard let found = verdict.found else { return .empty }
    return "<br><small>\(found ? t("officer: holds") : t("officer: does not hold"))</small>"
}

/// The calculation, line by line.
func stepTable(_ steps: [WorkedStep], _ t: Texts) -> HTML {
    if steps.isEmpty { return .empty }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("How the amount is worked out"))"><table>
        <caption>\(t("How the amount is worked out"))</caption><thead><tr><th scope="col">\(t("Step"))</th>\
        <th scope="col" class="num">\(t("Amount"))</th></tr></thead><tbody>\(each: steps, { step in
            "<tr><td>\(t(step.words))</td><td class=\"num\">\(step.amount.map(t.money) ?? "")</td></tr>"
        })</tbody></table></div>
        """
}

/// A row of a summary list.
func summaryRow(_ term: String, _ value: HTML, change: HTML = .empty) -> HTML {
    "<div><dt>\(term)</dt><dd>\(value)</dd>\(if: !change.isEmpty, "<dd>\(change)</dd>")</div>"
}

/// The same for plain text in a variable. Disfavored, or a literal with markup in it would be taken for text.
@_disfavoredOverload
func summaryRow(_ term: String, _ value: String) -> HTML {
    let markup: HTML = "\(value)"
    return summaryRow(term, markup)
}
