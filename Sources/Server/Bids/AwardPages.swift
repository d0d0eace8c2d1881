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
    return """
        <h2>\(t("Why this bid"))</h2>
        \(visit.form("/jobs/\(check.job.id)/award/\(check.bid.id)"))
        <input type="hidden" name="shares" value="\(VoucherShare.text(check.shares))">
        \(form.radios("ground", t("What decided"), options: AwardGround.choices.map { ($0.rawValue, t($0)) }))
        \(form.area("reason", t("Reason"), hint: t("In a sentence or two that the other bidders can learn from."), rows: 4))
        \(if: !check.others.isEmpty, "<h2>\(t("What the other bidders read"))</h2><p>\(t("Each reads what decided, its own place by price and by days, and your words; nobody reads what another is told. Leave these as they are to tell all the same."))</p>")
        \(each: check.others, { loser(t, $0, form) })
        <button>\(t("Award and hold {amount}", ["amount": t.money(check.bid.price)]))</button></form>
        """
}

private func loser(_ t: Texts, _ other: LosingBid, _ form: FormMarkup) -> HTML {
    let name = t(other.vendorName)
    guard let rank = other.rank else {
        return "<h3>\(name)</h3><p>\(t("Does not count: the vendor did not confirm the offer after the job was edited, and reads that."))</p>"
    }
    let grounds = [("", t("The same as above"))] + AwardGround.choices.map { ($0.rawValue, t($0)) }
    return """
        <h3>\(name)</h3><p>\(t.money(other.bid.price)), \(t("work in {count} days", ["count": t.count(other.bid.days)])). \(t(rank))</p>
        <input type="hidden" name="losers" value="\(other.bid.id.description)">
        \(form.select("ground-\(other.bid.id)", t("What decided against {vendor}", ["vendor": name]), options: grounds))
        \(form.area("reason-\(other.bid.id)", t("Words for {vendor} alone", ["vendor": name]), hint: t("May be left empty"), rows: 2))
        """
}

extension Texts {
    /// Where a bid stood, in a sentence.
    func callAsFunction(_ rank: BidRank) -> String {
        self(
            "Of {among} offers that counted: number {price} by price, number {days} by days.",
            ["among": count(rank.among), "price": count(rank.price), "days": count(rank.days)])
    }
}
