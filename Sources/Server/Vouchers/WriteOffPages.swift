import LabelMarket

/// What the programme says about interest on this debt, and what it comes to.
func lateInterestWords(_ visit: Visit, _ row: RecoveryView) -> HTML {
    let t = visit.t
    guard let terms = row.lateInterest, let rule = row.rule else {
        return "\(t("none: no text states a rate")) \(row.rule.map { proofTag($0.source.status, t) })"
    }
    let rate = t("{rate} of what is late, for each day after the last day", ["rate": t(Bilingual.percent(terms.dailyRate))])
    let today = visit.now.shanghaiDate
    let sum: String
    if let charged = row.charged {
        sum = t("{amount} charged until {day}", ["amount": t.money(charged.amount), "day": t.date(charged.until)])
    } else if row.isSettled {
        sum = t("nothing was charged")
    } else {
        sum = t("{amount} until today, charged when the demand is paid back", ["amount": t.money(row.accrued(on: today))])
    }
    return "\(rate) \(proofTag(rule.source.status, t))\(t.semicolon)\(sum)"
}

/// Giving a debt up: one officer proposes, another approves.
func writeOffSection(_ visit: Visit, _ row: RecoveryView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let role = visit.signedIn?.actor.role
    guard role != .buyer else { return .empty }
    let path = "/office/recoveries/\(row.id)/write-off"
    let past = row.writeOffs.filter { $0.state != .proposed }
    var section: HTML = .empty
    if !past.isEmpty {
        section = """
            <h2>\(t("Write-offs decided"))</h2><ul>\(each: past, { entry in
                "<li>\(t.money(entry.amount))\(t.comma)\(entry.state == .approved ? t("written off") : t("declined"))\(t.colon)\(t("proposed by {proposer}, decided by {decider}", ["proposer": entry.proposerName, "decider": entry.deciderName]))\(t.comma)\(entry.decidedAt.map { t.timeElement($0) })\(t.semicolon)\(entry.reason)</li>"
            })</ul>
            """
    }
    if let open = row.openWriteOff { return "\(section)\(openProposal(visit, row, open, path))" }
    guard role == .officer, !row.isSettled else { return section }
    return """
        \(section)<h2>\(t("Give the debt up"))</h2>
        <p>\(t("You propose to write off the {amount} still owed. Another officer of the bureau has to approve; then the pot bears it.", ["amount": t.money(row.owed)]))</p>
        \(visit.form(path))
        \(form.area("reason", t("Reason"), hint: t("Officers and auditors read it"), rows: 3))
        <p><button class="second">\(t("Propose the write-off"))</button></p></form>
        """
}

private func openProposal(_ visit: Visit, _ row: RecoveryView, _ open: RecoveryWriteOff, _ path: String) -> HTML {
    let t = visit.t
    let actor = visit.signedIn?.actor
    let isOwn = actor?.person == open.proposedBy
    let buttons: HTML
    switch (actor?.role, isOwn) {
    case (.officer, true):
        buttons = """
            <p>\(t("Another officer has to approve it."))</p>
            \(visit.button(path + "/decline", t("Withdraw the proposal"), second: true))
            """
    case (.officer, false):
        buttons = """
            \(visit.button(path + "/approve", t("Approve: write off {amount}", ["amount": t.money(open.amount)])))
            \(visit.button(path + "/decline", t("Decline the write-off"), second: true))
            """
    default: buttons = .empty
    }
    return """
        <h2>\(t("Write-off proposed"))</h2>
        <dl class="summary">\(summaryRow(t("Amount"), t.money(open.amount)))\(summaryRow(t("Reason"), "\(open.reason)"))
        \(summaryRow(t("Proposed by"), "\(open.proposerName)\(t.comma)\(t.timeElement(open.proposedAt))"))</dl>
        \(if: open.amount != row.owed, "<p class=\"notice\">\(t("Something was paid meanwhile: decline this proposal and make a new one."))</p>")
        \(buttons)
        """
}
