import LabelMarket

/// "What can I use?": every programme in force with its verdict for the firm, for a price and dates that it tries.
func canUsePage(_ visit: Visit, _ plan: PlannedUse, _ assessments: [Appraisal], form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("What can my firm use?"), form: form, back: "/vouchers") {
        """
        <h1>\(t("What can my firm use?"))</h1>
        <p>\(t("For the work and the price below, every programme in force is checked against what the market knows about your firm. Nothing is filed by looking."))</p>
        <form method="get" action="\(visit.path("/vouchers/can-use"))" class="filters" novalidate>
        \(workField(form, plan.use.work.rawValue))
        \(form.money("price", t("Planned price of the contract"), value: plan.price))
        \(form.date("ends", t("Work ends on"), value: plan.endsOn))
        <p><button class="second">\(t("Work it out again"))</button></p></form>
        """
        for outcome in [VerdictOutcome.pass, .notProven] { group(visit, outcome, assessments, plan) }
        if assessments.allSatisfy({ $0.outcome == .fail }) {
            "<p>\(t("No programme in force fits this plan. Try another kind of work, or look at the rules that fail below."))</p>"
        }
        failing(visit, assessments.filter { $0.outcome == .fail }, plan)
    }
}

/// The list of what can be bought with a voucher.
func workField(_ form: FormMarkup, _ value: String) -> HTML {
    let t = form.t
    return form.select(
        "work", t("What you want to buy"), options: WorkKind.allCases.map { ($0.rawValue, t($0.name)) }, value: value)
}

/// Programmes that are not for this plan: one line each, with what is in the way.
private func failing(_ visit: Visit, _ mine: [Appraisal], _ plan: PlannedUse) -> HTML {
    let t = visit.t
    if mine.isEmpty { return .empty }
    let heading = t("Not for this plan")
    return """
        <h2>\(heading)</h2><div class="scroll" tabindex="0" role="region" aria-label="\(heading)"><table><caption>\(t("Every rule that fails; the verdict has all of them"))</caption>
        <thead><tr><th scope="col">\(t("Programme"))</th><th scope="col">\(t("What is in the way"))</th><th scope="col">\(t("Verdict"))</th></tr></thead>
        <tbody>\(each: mine, { assessment in
            let name = t(assessment.edition.programme.name)
            let reasons = assessment.verdicts.filter { $0.outcome == .fail }.map { "\(t($0.kind.name))\(t.colon)\(t($0.words))" }
            return """
                <tr><th scope="row">\(visit.link("/programmes/\(assessment.edition.key)", name))</th><td>\(reasons.joined(separator: " "))</td>\
                <td><a href="\(verdictAddress(visit, assessment, plan))">\(t("All rules of {programme}", ["programme": name]))</a></td></tr>
                """
        })</tbody></table></div>
        """
}

private func applyLink(_ visit: Visit, _ edition: ProgrammeEdition) -> HTML {
    let t = visit.t
    if edition.programme.paysAwards { return "\(t("Paid to makers or for agreed targets: apply at the bureau itself."))" }
    return visit.link("/programmes/\(edition.key)/apply", t("Apply to {programme}", ["programme": t(edition.programme.name)]))
}

private func verdictAddress(_ visit: Visit, _ assessment: Appraisal, _ plan: PlannedUse) -> String {
    let query = "work=\(plan.use.work.rawValue)&price=\(plan.price.decimalText)&ends=\(plan.endsOn.isoText)"
    return visit.path("/programmes/\(assessment.edition.key)/verdict?\(query)")
}

private func group(_ visit: Visit, _ outcome: VerdictOutcome, _ all: [Appraisal], _ plan: PlannedUse) -> HTML {
    let t = visit.t
    let mine = all.filter { $0.outcome == outcome }
    if mine.isEmpty { return .empty }
    let heading =
        switch outcome {
        case .pass: t("You can use these")
        case .notProven, .information, .fail: t("Possible, when the open points are proven")
        }
    return "<h2>\(heading)</h2>\(each: mine, { programme(visit, $0, plan) })"
}

private func programme(_ visit: Visit, _ assessment: Appraisal, _ plan: PlannedUse) -> HTML {
    let t = visit.t
    let key = assessment.edition.key
    let open = assessment.verdicts.filter { $0.outcome == .fail || $0.outcome == .notProven }
    return """
        <h3>\(visit.link("/programmes/\(key)", t(assessment.edition.programme.name)))</h3>
        <p>\(outcomeTag(assessment.outcome, t)) \(entitlement(assessment, t))</p>
        <ul>\(each: open.prefix(3), { "<li>\(t($0.kind.name))\(t.colon)\(t($0.words))</li>" })</ul>
        <details><summary>\(t("All {count} rules of {programme}", ["count": t.count(assessment.verdicts.count), "programme": t(assessment.edition.programme.name)]))</summary>
        \(verdictTable(assessment.verdicts, caption: t("Rules of {programme}", ["programme": t(assessment.edition.programme.name)]), t))</details>
        <p>\(applyLink(visit, assessment.edition))\(t.semicolon)\
        <a href="\(verdictAddress(visit, assessment, plan))">\(t("Verdict of {programme}, to print and take along", ["programme": t(assessment.edition.programme.name)]))</a></p>
        """
}

private func entitlement(_ assessment: Appraisal, _ t: Texts) -> String {
    if assessment.outcome == .fail { return "" }
    guard let entitled = assessment.entitled else { return noAmountWords(assessment.edition.programme, t) }
    return t("Pays up to {amount}.", ["amount": t.money(entitled)])
}

/// The verdict of one programme for the firm: made to be printed and taken along.
func verdictPage(_ visit: Visit, _ assessment: Appraisal, _ plan: PlannedUse) -> Page {
    let t = visit.t
    let name = t(assessment.edition.programme.name)
    return Page(t("Verdict: {programme}", ["programme": name]), back: "/programmes/\(assessment.edition.key)") {
        """
        <h1>\(t("Verdict: {programme}", ["programme": name]))</h1>
        <dl class="summary">
        \(summaryRow(t("Firm"), visit.signedIn.map { t($0.organisationName) } ?? ""))
        \(summaryRow(t("Programme and version"), t("{programme}, version {version}", ["programme": name, "version": "\(assessment.edition.version)"])))
        \(summaryRow(t("Plan"), planWords(plan, t)))
        \(summaryRow(t("Outcome"), outcomeTag(assessment.outcome, t)))
        \(summaryRow(t("Amount"), assessment.entitled.map(t.money) ?? noAmountWords(assessment.edition.programme, t)))
        \(summaryRow(t("As of"), t.timeElement(visit.now)))
        </dl>
        """
        verdictTable(assessment.verdicts, caption: t("Verdict rule by rule"), t)
        stepTable(assessment.steps, t)
        """
        <p class="hint">\(t("A verdict is worked out from what the market knows; the bureau decides."))</p>
        <p class="actions">\(if: assessment.outcome != .fail, "<a class=\"button\" href=\"\(visit.path("/programmes/\(assessment.edition.key)/apply"))\">\(t("Apply for a voucher"))</a>")</p>
        """
    }
}

/// Why a programme works out no amount: what its text leaves open.
func noAmountWords(_ programme: Programme, _ t: Texts) -> String {
    switch programme.direction {
    case .supplyTarget:
        t("No amount: the text names the target to be reached, but no sum and no cap. What a letter is worth is agreed between the bureau and the supplier, outside of this market.")
    case .awardToMaker:
        t("No amount: the text promises an award to the maker, but states no sum and no cap.")
    default: t("How much it pays is not settled in any text.")
    }
}

func planWords(_ plan: PlannedUse, _ t: Texts) -> String {
    t(
        "{work} for {price}, {from} to {to}",
        ["work": t(plan.use.work.name), "price": t.money(plan.price), "from": t.date(plan.startsOn), "to": t.date(plan.endsOn)])
}
