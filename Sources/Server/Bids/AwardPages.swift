import LabelMarket

/// The last look before an award: what is held from which account, and the reason every bidder will read.
func awardPage(_ visit: Visit, _ check: AwardCheck, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Award to {vendor}", ["vendor": t(check.vendorName)]), form: form, back: "/jobs/\(check.job.id)/bids")
    {
        """
        <h1>\(t("Award to {vendor}", ["vendor": t(check.vendorName)]))</h1>
        <dl class="summary"><div><dt>\(t("Job"))</dt><dd>\(visit.link("/jobs/\(check.job.id)", check.job.title))</dd></div>
        <div><dt>\(t("Vendor"))</dt><dd>\(t(check.vendorName))</dd></div>
        <div><dt>\(t("Price"))</dt><dd>\(t.money(check.bid.price))</dd></div>
        <div><dt>\(t("Last day of delivery"))</dt><dd>\(t.dateElement(check.deliverBy))\(if: check.deliverBy > check.job.deadlineOn, " <span class=\"tag\">\(t("later than the job asked for"))</span>")</dd></div>
        <div><dt>\(t("Lots"))</dt><dd>\(t.count(check.lotCount))</dd></div></dl>
        \(holdTable(visit, check))
        """
        if check.missing > .zero { missingMoney(visit, check) } else { awardForm(visit, check, form) }
    }
}

private func holdTable(_ visit: Visit, _ check: AwardCheck) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("What will be held"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("What will be held"))"><table><caption>\(t("Held until each lot is accepted; for what is not accepted it goes back to where it came from. Amounts in yuan."))</caption>
        <thead><tr><th scope="col">\(t("Account"))</th><th scope="col" class="num">\(t("Held (yuan)"))</th></tr></thead><tbody>
        \(each: check.draw.parts, { part in
            "<tr><th scope=\"row\">\(visit.link("/vouchers/\(part.grant)", t("Voucher of {programme}", ["programme": t(part.programmeName)])))</th><td class=\"num\">\(part.amount.groupedText)</td></tr>"
        })
        <tr><th scope="row">\(visit.link("/money", t("Your own account")))</th><td class="num">\(check.draw.own.groupedText)</td></tr>
        <tr><th scope="row">\(t("Total"))</th><td class="num"><strong>\(check.bid.price.groupedText)</strong></td></tr></tbody></table></div>
        \(notes(t, check.draw))
        """
}

private func notes(_ t: Texts, _ draw: VoucherDraw) -> HTML {
    if draw.notes.isEmpty { return .empty }
    return """
        <details><summary>\(t("Vouchers that do not pay here, and why"))</summary><ul>\(each: draw.notes, { "<li>\(t($0))</li>" })</ul></details>
        """
}

private func missingMoney(_ visit: Visit, _ check: AwardCheck) -> HTML {
    let t = visit.t
    return """
        <div class="notice"><h2>\(t("{amount} is missing in your own account", ["amount": t.money(check.missing)]))</h2>
        <p>\(t("It has {available}; your share is {share}. Deposit the difference with the reference {reference}; then come back to award.", ["available": t.money(check.available), "share": t.money(check.draw.own), "reference": check.depositReference]))</p>
        <p>\(visit.link("/money", t("How to deposit")))</p></div>
        """
}

private func awardForm(_ visit: Visit, _ check: AwardCheck, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let others: HTML =
        check.others.isEmpty
        ? .empty
        : "<p>\(t("These bidders will read your reason: {names}.", ["names": check.others.map { t($0) }.joined(separator: t(", "))]))</p>"
    return """
        <h2>\(t("Why this bid"))</h2>\(others)
        \(visit.form("/jobs/\(check.job.id)/award/\(check.bid.id)"))
        <input type="hidden" name="shares" value="\(VoucherShare.text(check.shares))">
        \(form.radios("ground", t("What decided"), options: AwardGround.choices.map { ($0.rawValue, t($0)) }))
        \(form.area("reason", t("Reason"), hint: t("In a sentence or two that the other bidders can learn from."), rows: 4))
        <button>\(t("Award and hold {amount}", ["amount": t.money(check.bid.price)]))</button></form>
        """
}
