import LabelMarket

/// The officers' queue: the same verdicts that the firms saw, filters in the address, several decided at once.
func queuePage(_ visit: Visit, _ queue: ApplicationQueue, _ filter: QueueFilter, _ form: FormMarkup) -> Page {
    let t = visit.t
    let mayDecide = visit.signedIn?.actor.role != .auditor
    return Page(t("Applications"), form: form) {
        "<h1>\(t("Applications"))</h1>"
        queueFilter(visit, queue, filter)
        if queue.rows.isEmpty {
            "<p>\(t("No application matches this choice."))</p>"
        } else if mayDecide, filter.state == .submitted {
            """
            \(visit.form("/office/applications/decide"))\(queueTable(visit, queue.rows, choose: true))
            \(form.text("reason", t("Reason, when you refuse")))
            <p class="actions"><button name="act" value="grant">\(t("Grant the chosen ones as asked"))</button> \
            <button name="act" value="refuse" class="second">\(t("Refuse the chosen ones"))</button></p></form>
            """
        } else {
            queueTable(visit, queue.rows, choose: false)
        }
        if let next = queue.next {
            "<p><a href=\"\(visit.path("/office/applications?\(address(filter))&after=\(next)"))\">\(t("Next page"))</a></p>"
        }
    }
}

private func address(_ filter: QueueFilter) -> String {
    "state=\(filter.isToReview ? "review" : filter.state?.rawValue ?? "all")&programme=\(filter.programme?.text ?? "")&verdict=\(filter.outcome?.rawValue ?? "")"
}

func queueFilter(_ query: FormFields) -> QueueFilter {
    let asked = query.raw("state")
    let state: ApplicationState? =
        ["all", "review"].contains(asked) ? nil : ApplicationState(rawValue: asked) ?? .submitted
    var filter = QueueFilter(
        state: state, programme: ProgrammeKey(query.raw("programme")), outcome: VerdictOutcome(rawValue: query.raw("verdict")),
        after: ID(text: query.raw("after")))
    filter.isToReview = asked == "review"
    return filter
}

private func queueFilter(_ visit: Visit, _ queue: ApplicationQueue, _ filter: QueueFilter) -> HTML {
    let t = visit.t
    let form = FormMarkup(t: t)
    let states: [ApplicationState] = [.submitted, .onNotice, .granted, .refused, .withdrawn]
    let verdicts: [VerdictOutcome] = [.pass, .notProven]
    return """
        <form method="get" action="\(visit.path("/office/applications"))" class="filters">
        \(form.select("state", t("State"), options: states.map { ($0.rawValue, t($0.name)) } + [("review", t("granted without a person, to look at")), ("all", t("all"))], value: filter.isToReview ? "review" : filter.state?.rawValue ?? "all"))
        \(form.select("programme", t("Programme"), options: [("", t("All programmes"))] + queue.programmes.map { ($0.key.text, t($0.name)) }, value: filter.programme?.text ?? ""))
        \(form.select("verdict", t("Verdict"), options: [("", t("all"))] + verdicts.map { ($0.rawValue, outcomeName($0, t)) }, value: filter.outcome?.rawValue ?? ""))
        <p><button class="second">\(t("Show"))</button></p></form>
        """
}

private func queueTable(_ visit: Visit, _ rows: [ApplicationRow], choose: Bool) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Applications, oldest first"))"><table>
        <caption>\(t("Applications, oldest first"))</caption><thead><tr>\(if: choose, "<th scope=\"col\">\(t("Choose"))</th>")\
        <th scope="col">\(t("Application"))</th><th scope="col">\(t("Firm"))</th><th scope="col">\(t("Programme"))</th>\
        <th scope="col" class="num">\(t("Amount asked"))</th><th scope="col" class="num">\(t("Worked out by the rules"))</th>\
        <th scope="col">\(t("Verdict"))</th><th scope="col">\(t("State"))</th></tr></thead><tbody>\(each: rows, { row in
            let id = "\(row.application.id)"
            return """
                <tr>\(if: choose, "<td><input type=\"checkbox\" name=\"application\" value=\"\(id)\" aria-label=\"\(t("Choose application {number}", ["number": id]))\"></td>")\
                <th scope="row">\(visit.link("/office/applications/\(id)", id))</th><td>\(t(row.buyerName))</td>\
                <td>\(t(row.programmeName))</td><td class="num">\(t.money(row.application.asked))</td>\
                <td class="num">\(row.application.entitled.map(t.money) ?? t("not settled"))</td><td>\(outcomeTag(row.outcome, t))</td>\
                <td><span class="tag">\(t(row.application.state.name))</span></td></tr>
                """
        })</tbody></table></div>
        """
}

/// An application as an officer decides it.
func officeApplicationPage(_ visit: Visit, _ page: ApplicationPage, _ form: FormMarkup) -> Page {
    let t = visit.t
    let application = page.application
    let title = t("Application {number}", ["number": "\(application.id)"])
    let mayDecide = visit.signedIn?.actor.role != .auditor && [.submitted, .onNotice].contains(application.state)
    return Page(title, form: form, back: "/office/applications") {
        "<h1>\(title)</h1>"
        applicationSummary(visit, page)
        "<p>\(page.potLeft.map { t("The pot of this year has {amount} left.", ["amount": t.money($0)]) } ?? t("No money has been appropriated for this year."))</p>"
        verdictTable(page.verdicts, caption: t("Verdict when the firm applied"), t)
        stepTable(page.steps, t)
        if let reason = application.reason { "<h2>\(t("Reason"))</h2><p>\(reason)</p>" }
        if let voucher = page.voucher { "<p>\(visit.link("/office/vouchers/\(voucher)", t("Open the voucher")))</p>" }
        if application.isToReview, visit.signedIn?.actor.role != .auditor {
            """
            <p class="notice">\(t("This was granted without a person and drawn for one to look at."))</p>
            \(visit.button("/office/applications/\(application.id)/reviewed", t("I have looked at it")))
            <p class="hint">\(t("Is something wrong? Open the voucher: what is unspent can be taken back, what was spent demanded back."))</p>
            """
        }
        if mayDecide { decisionForm(visit, page, form) }
    }
}

private func decisionForm(_ visit: Visit, _ page: ApplicationPage, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let application = page.application
    let open = page.verdicts.filter { $0.outcome == .notProven && !$0.clause.isEmpty }
    return """
        <h2>\(t("Decide"))</h2>\(visit.form("/office/applications/\(application.id)"))
        <input type="hidden" name="revision" value="\(application.revision)">
        \(each: open, { verdict in
            form.radios(
                "found-\(verdict.clause)", t("{rule}: what did you find?", ["rule": t(verdict.kind.name)]), hint: t(verdict.words),
                options: [("", t("left open")), ("1", t("holds")), ("0", t("does not hold"))], value: "")
        })
        \(form.radios("act", t("Decision"), options: application.state == .onNotice ? [("refuse", t("Refuse"))] : [("grant", t("Grant")), ("refuse", t("Refuse"))]))
        \(form.money("amount", t("Amount to grant"), hint: t("In yuan, at most what was asked"), value: suggested(application)))
        \(form.area("reason", t("Reason, when you refuse"), hint: t("The firm reads it"), rows: 3))
        <p><button>\(t("Decide the application"))</button></p></form>
        """
}

private func suggested(_ application: VoucherApplication) -> Money {
    guard let entitled = application.entitled, entitled.fen > 0 else { return application.asked }
    return min(entitled, application.asked)
}

/// What an officer decides on one application's page.
struct DecisionForm: Sendable {
    let decision: ApplicationDecision
    let findings: [String: Bool]
    let revision: Int

    static func read(_ form: inout FormReader, clauses: [String]) -> DecisionForm? {
        let t = form.t
        var findings: [String: Bool] = [:]
        for clause in clauses {
            switch form.fields.raw("found-\(clause)") {
            case "1": findings[clause] = true
            case "0": findings[clause] = false
            default: continue
            }
        }
        let revision = Int(form.fields.raw("revision")) ?? 0
        switch form.fields.raw("act") {
        case "grant":
            guard let amount = form.money("amount", missing: t("Enter the amount to grant")) else { return nil }
            return DecisionForm(decision: .grant(amount), findings: findings, revision: revision)
        case "refuse":
            guard let reason = form.text("reason", limit: 1000, missing: t("Write the reason for the refusal")) else {
                return nil
            }
            return DecisionForm(decision: .refuse(reason: reason), findings: findings, revision: revision)
        default:
            form.fail("act", t("Choose whether to grant or to refuse"))
            return nil
        }
    }
}
