import LabelMarket

/// The last look before a proposal is accepted: what is held from which account.
func acceptPage(_ visit: Visit, _ check: AcceptanceCheck, _ form: FormMarkup) -> Page {
    let t = visit.t
    let view = check.view
    let title = t("Accept the match for “{job}”", ["job": view.job.title])
    return Page(title, form: form, back: "/jobs/\(view.job.id)/match") {
        "<h1>\(title)</h1>"
        """
        <p>\(t("The job is awarded to the proposed offer and the proposed window is reserved, both or neither."))</p>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("What will be held"))"><table>
        <caption>\(t("What is held from which account. Amounts in yuan."))</caption><thead><tr><th scope="col">\(t("For"))</th>
        <th scope="col">\(t("Account"))</th><th scope="col" class="num">\(t("Held (yuan)"))</th></tr></thead><tbody>
        \(draws(visit, t("Labels"), check.labels))\(check.compute.map { draws(visit, t("Compute"), $0) } ?? .empty)
        <tr><th scope="row">\(t("You pay yourself"))</th><td></td><td class="num"><strong>\(check.own.groupedText)</strong></td></tr></tbody></table></div>
        """
        if check.missing > .zero {
            """
            <div class="notice"><h2>\(t("{amount} is missing in your own account", ["amount": t.money(check.missing)]))</h2>
            <p>\(t("It has {available}; your share is {share}. Deposit the difference with the reference {reference}; then come back to award.", ["available": t.money(check.available), "share": t.money(check.own), "reference": check.depositReference]))</p>
            <p>\(visit.link("/money", t("How to deposit")))</p></div>
            """
        } else {
            """
            \(visit.form("/jobs/\(view.job.id)/match/accept"))
            <input type="hidden" name="proposal" value="\(view.proposal.id)"><input type="hidden" name="own" value="\(check.own.fen)">
            \(form.area("reason", t("Reason"), hint: t("In a sentence or two that the other bidders can learn from."), rows: 4, value: t("Proposed by the matching engine as the best offer overall.")))
            <button>\(t("Accept and hold the money"))</button></form>
            """
        }
    }
}

private func draws(_ visit: Visit, _ words: String, _ draw: VoucherDraw) -> HTML {
    let t = visit.t
    return """
        \(each: draw.parts, { part in
            "<tr><th scope=\"row\">\(words)</th><td>\(visit.link("/vouchers/\(part.grant)", t("Voucher of {programme}", ["programme": t(part.programmeName)])))</td><td class=\"num\">\(part.amount.groupedText)</td></tr>"
        })
        <tr><th scope="row">\(words)</th><td>\(visit.link("/money", t("Your own account")))</td><td class="num">\(draw.own.groupedText)</td></tr>
        """
}

func refuseProposalPage(_ visit: Visit, _ view: ProposalView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("Refuse the match for “{job}”", ["job": view.job.title])
    return Page(title, form: form, back: "/jobs/\(view.job.id)/match") {
        """
        <h1>\(title)</h1>
        <p>\(t("The engine will not propose this vendor for this job again. Bids stay as they are."))</p>
        \(visit.form("/jobs/\(view.job.id)/match/refuse"))
        <input type="hidden" name="proposal" value="\(view.proposal.id)">
        \(form.area("reason", t("Reason"), hint: t("Kept with the run, for the office and the auditor."), rows: 4))
        <button>\(t("Refuse the proposal"))</button></form>
        """
    }
}

/// The match under other terms, beside the match as it stands. Nothing is stored.
func whatIfPage(_ visit: Visit, _ job: Job, _ before: ProposalView, _ after: ProposalView?, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("What if? Match for “{job}”", ["job": job.title])
    let regions = [("", t("Anywhere in mainland China"))] + provinces(t)
    let compute: HTML =
        before.need.map { need in
            """
            \(form.money("compute_budget", t("The most you will pay for compute, in yuan"), value: need.budget))
            \(form.date("ends_on", t("Last day for the compute"), value: need.endsOn))
            """
        } ?? .empty
    return Page(title, form: form, back: "/jobs/\(job.id)/match") {
        """
        <h1>\(title)</h1><p>\(t("Nothing is stored and nothing is changed: this is only a look."))</p>
        <form method="get" action="\(visit.path("/jobs/\(job.id)/match/what-if"))">
        \(form.date("deadline_on", t("Last day for the work"), value: job.deadlineOn))
        \(form.money("budget", t("The most you will pay, in yuan"), value: job.budget))
        \(form.select("region", t("Where the work may be done"), options: regions, value: job.regions.first))
        \(compute)<button>\(t("Look"))</button></form>
        <h2>\(t("As it stands"))</h2>\(outcome(t, before))
        """
        if let after {
            "<h2>\(t("With these changes"))</h2>\(outcome(t, after))"
            "<section aria-label=\"\(t("With these changes"))\">\(proposalBody(visit, after))</section>"
        }
    }
}

private func outcome(_ t: Texts, _ view: ProposalView) -> HTML {
    let proposal = view.proposal
    guard let vendor = proposal.vendor.flatMap({ view.names[$0] }) else { return "<p>\(t("No match."))</p>" }
    let words = t(
        "{vendor} for {price}; you pay {own} yourself.",
        ["vendor": t(vendor), "price": t.money(proposal.price), "own": t.money(proposal.own)])
    let window = proposal.window.flatMap { view.windows[$0] }.map { t("Compute at {site}.", ["site": t($0.site)]) } ?? ""
    return "<p>\(words) \(window)</p>"
}
