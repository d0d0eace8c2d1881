import LabelMarket

/// The bids on a buyer's job: their number before closing, side by side after.
func comparisonPage(_ visit: Visit, _ view: Comparison, order: BidOrder) -> Page {
    let t = visit.t
    let title = t("Bids on “{job}”", ["job": view.job.title]) + sorting(t, order)
    return Page(title, back: "/jobs/\(view.job.id)") {
        "<h1>\(title)</h1>"
        "<p>\(visit.link("/jobs/\(view.job.id)/match", t("What the matching engine proposes")))</p>"
        if !view.isClosed {
            """
            <p>\(t("{count} sealed offers so far.", ["count": t.count(view.sealedCount)]))
            \(t("Who offers what opens when bidding closes: {time}.", ["time": t.time(view.job.closesAt)]))</p>
            """
        } else if view.bids.isEmpty {
            "<p>\(t("Bidding has closed without an offer. You can withdraw the job and post it again with other terms."))</p>"
        } else {
            if let contract = view.contract {
                "<div class=\"notice\"><p>\(t("The job is awarded.")) \(visit.link("/contracts/\(contract)", t("See the contract")))</p></div>"
            }
            table(visit, view, order)
            for compared in view.bids { plan(visit, view, compared) }
        }
    }
}

/// What an order other than the usual one adds to the title.
private func sorting(_ t: Texts, _ order: BidOrder) -> String {
    switch order {
    case .price: ""
    case .days: t.bracketed(t("sorted by days"))
    case .own: t.bracketed(t("sorted by what you pay"))
    case .offered: t.bracketed(t("sorted by the time of the offer"))
    }
}

private func table(_ visit: Visit, _ view: Comparison, _ order: BidOrder) -> HTML {
    let t = visit.t
    func head(_ words: String, _ by: BidOrder?) -> HTML {
        guard let by else { return "<th scope=\"col\">\(words)</th>" }
        let sorted: HTML = by == order ? " aria-sort=\"ascending\"" : ""
        return
            "<th scope=\"col\" class=\"num\"\(sorted)><a href=\"\(visit.path("/jobs/\(view.job.id)/bids?order=\(by.rawValue)"))\">\(words)</a></th>"
    }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Offers side by side"))"><table>
        <caption>\(t("Offers side by side; choose a heading to sort by it. Amounts in yuan."))</caption><thead><tr>
        <th scope="col">\(t("Vendor"))</th>\(head(t("Price"), .price))<th scope="col" class="num">\(t("Per item"))</th>
        \(head(t("Days"), .days))<th scope="col" class="num">\(t("Vouchers pay"))</th>\(head(t("You pay"), .own))
        <th scope="col">\(t("Record here"))</th>\(head(t("Offered"), .offered))<th scope="col">\(t("State"))</th></tr></thead><tbody>
        \(each: view.bids, { row(visit, view, $0) })</tbody></table></div>
        """
}

private func row(_ visit: Visit, _ view: Comparison, _ compared: ComparedBid) -> HTML {
    let t = visit.t
    let bid = compared.bid
    let state: HTML =
        if bid.state == .sealed, !compared.isConfirmed {
            "<span class=\"tag\">\(t("Not confirmed, does not count"))</span>"
        } else if bid.state == .sealed, view.job.state == .open, visit.signedIn?.actor.role == .buyer {
            """
            <a class="button" href="\(visit.path("/jobs/\(view.job.id)/award/\(bid.id)"))">\(t("Award"))<span class="sr"> \(t(compared.vendorName))</span></a>
            <a href="\(visit.path("/jobs/\(view.job.id)/exclude/\(bid.id)"))">\(t("Exclude"))<span class="sr"> \(t(compared.vendorName))</span></a>
            """
        } else {
            "<span class=\"tag\">\(t(bid.state))</span>"
        }
    return """
        <tr><th scope="row"><a href="#bid-\(bid.id.description)">\(t(compared.vendorName))</a></th><td class="num">\(bid.price.groupedText)</td>
        <td class="num">\(compared.perItem.groupedText)</td><td class="num">\(t.count(bid.days))</td>
        <td class="num">\(compared.voucherShare?.groupedText ?? "–")</td><td class="num">\(compared.own?.groupedText ?? "–")</td>
        <td>\(record(t, compared))</td><td class="num">\(t.timeElement(compared.offeredAt))</td><td>\(state)</td></tr>
        """
}

private func record(_ t: Texts, _ compared: ComparedBid) -> String {
    if compared.decidedItems == 0 { return t("No decided work yet") }
    return t(
        "{contracts} contracts completed, {accepted} of {decided} items accepted",
        [
            "contracts": t.count(compared.completedContracts), "accepted": t.count(compared.acceptedItems),
            "decided": t.count(compared.decidedItems),
        ])
}

private func plan(_ visit: Visit, _ view: Comparison, _ compared: ComparedBid) -> HTML {
    let t = visit.t
    return """
        <h2 id="bid-\(compared.bid.id.description)">\(t("Plan of {vendor}", ["vendor": t(compared.vendorName)]))</h2>\(paragraphs(compared.bid.plan))
        \(if: compared.bid.reason != nil, "<p class=\"hint\">\(t("Reason given:")) \(compared.bid.reason ?? "")</p>")
        """
}
