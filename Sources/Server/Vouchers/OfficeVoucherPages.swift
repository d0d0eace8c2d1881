import LabelMarket

/// Vouchers of the bureau, newest first.
func issuedPage(_ visit: Visit, _ rows: [VoucherRow], next: ID<Grant>?, programme: ProgrammeKey?) -> Page {
    let t = visit.t
    return Page(t("Vouchers issued")) {
        "<h1>\(t("Vouchers issued"))</h1>"
        if rows.isEmpty {
            "<p>\(t("No voucher has been granted yet."))</p>"
        } else {
            voucherTable(visit, rows, path: "/office/vouchers", caption: t("Vouchers issued, newest first"), holders: true)
        }
        if let next {
            "<p><a href=\"\(visit.path("/office/vouchers?programme=\(programme?.text ?? "")&after=\(next)"))\">\(t("Next page"))</a></p>"
        }
    }
}

/// Check before money is taken back.
func clawBackPage(_ visit: Visit, _ page: VoucherPage, _ form: FormMarkup) -> Page {
    let t = visit.t
    let id = page.row.voucher.id
    let title = t("Take back voucher {number}", ["number": "\(id)"])
    return Page(title, form: form, back: "/office/vouchers/\(id)") {
        """
        <h1>\(title)</h1>
        <dl class="summary">\(summaryRow(t("Holder"), t(page.row.holderName)))
        \(summaryRow(t("Goes back to the pot"), t.money(page.row.balance.available)))
        \(summaryRow(t("Stays held for contracts"), t.money(page.row.balance.held)))</dl>
        \(visit.form("/office/vouchers/\(id)/claw-back"))
        \(form.area("reason", t("Reason"), hint: t("The firm reads it"), rows: 3))
        <p><button>\(t("Take the money back"))</button></p></form>
        """
    }
}

/// What a price would cost the firm with the vouchers that it holds.
func quotePage(_ visit: Visit, _ plan: PlannedUse, _ draw: VoucherDraw, form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("What would a job cost us?"), form: form, back: "/vouchers") {
        """
        <h1>\(t("What would a job cost us?"))</h1>
        <form method="get" action="\(visit.path("/vouchers/quote"))" class="filters" novalidate>
        \(workField(form, plan.use.work.rawValue))\(form.money("price", t("Price"), value: plan.price))
        \(form.date("ends", t("Work ends on"), value: plan.endsOn))
        <p><button class="second">\(t("Work it out again"))</button></p></form>
        """
        drawTable(draw, price: plan.price, t)
    }
}

/// Which vouchers pay how much of a price, and why the others do not.
func drawTable(_ draw: VoucherDraw, price: Money, _ t: Texts) -> HTML {
    """
    <div class="scroll" tabindex="0" role="region" aria-label="\(t("Who pays what"))"><table><caption>\(t("Who pays what"))</caption>
    <thead><tr><th scope="col">\(t("Comes from"))</th><th scope="col" class="num">\(t("Amount"))</th><th scope="col">\(t("Why"))</th></tr></thead>
    <tbody>\(each: draw.parts, { part in
        """
        <tr><th scope="row">\(t(part.programmeName))</th><td class="num">\(t.money(part.amount))</td>\
        <td>\(part.why.map { t($0) }.joined(separator: t.semicolon))</td></tr>
        """
    })<tr><th scope="row">\(t("Your own money"))</th><td class="num">\(t.money(draw.own))</td><td></td></tr>
    <tr><th scope="row">\(t("Price"))</th><td class="num">\(t.money(price))</td><td></td></tr></tbody></table></div>
    \(if: !draw.notes.isEmpty, "<h2>\(t("To note"))</h2><ul>\(each: draw.notes, { "<li>\(t($0))</li>" })</ul>")
    """
}
