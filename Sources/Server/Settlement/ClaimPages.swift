import LabelMarket

/// What a vendor can claim, and what became of its claims.
func claimsPage(_ visit: Visit, _ view: VendorClaims) -> Page {
    let t = visit.t
    return Page(t("Claims")) {
        "<h1>\(t("Claims"))</h1><h2>\(t("Accepted and not yet claimed"))</h2>"
        if view.open.isEmpty {
            "<p>\(t("Nothing waits to be claimed. What a buyer accepts appears here at once."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Accepted and not yet claimed"))"><table>
            <caption>\(t("Each line is one payer of one contract or reservation"))</caption>
            <thead><tr><th scope="col">\(t("Number"))</th><th scope="col">\(t("For what"))</th><th scope="col">\(t("Paid from"))</th>
            <th scope="col" class="num">\(t("Amount, yuan"))</th><th scope="col">\(t("Next step"))</th></tr></thead><tbody>
            \(each: view.open, { row in
                """
                <tr><th scope="row">\(visit.link(row.subject.path, row.number))</th><td>\(row.title)</td>
                <td>\(payer(row.claimable.programmeName, t))</td><td class="num">\(row.claimable.amount.groupedText)</td>
                <td><a href="\(visit.path("\(row.subject.path)/claim/\(row.claimable.book)"))">\(t("Claim"))\
                <span class="sr"> \(row.number), \(payer(row.claimable.programmeName, t))</span></a></td></tr>
                """
            })</tbody></table></div>
            """
        }
        "<h2>\(t("Your claims"))</h2>"
        if view.claims.isEmpty {
            "<p>\(t("You have not claimed anything yet."))</p>"
        } else {
            claimTable(visit, view.claims, caption: t("Newest first"), vendor: false)
        }
        if let next = view.next {
            "<ul class=\"pages\"><li><a href=\"\(visit.path("/claims"))?after=\(next.description)\">\(t("Next page"))</a></li></ul>"
        }
    }
}

/// Who pays: a programme, or the buyer itself.
func payer(_ programme: Bilingual?, _ t: Texts) -> String { programme.map { t($0) } ?? t("Buyer's own money") }

func claimTable(_ visit: Visit, _ rows: [ClaimRow], caption: String, vendor: Bool) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>
        <thead><tr><th scope="col">\(t("Claim number"))</th><th scope="col">\(t("Contract or reservation"))</th>\
        \(if: vendor, "<th scope=\"col\">\(t("Payee"))</th>")<th scope="col">\(t("Paid from"))</th>
        <th scope="col">\(t("Filed"))</th><th scope="col">\(t("Status"))</th>
        <th scope="col" class="num">\(t("Amount, yuan"))</th></tr></thead><tbody>
        \(each: rows, { row in
            """
            <tr><th scope="row">\(visit.link("/claims/\(row.claim.id)", row.claim.number))</th><td>\(row.subjectNumber)</td>\
            \(if: vendor, "<td>\(t(row.vendorName))</td>")<td>\(payer(row.programmeName, t))</td>
            <td>\(t.dateElement(row.claim.filedAt.shanghaiDate))</td><td>\(claimTag(row.claim.state, t))</td>
            <td class="num">\(row.claim.amount.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

func claimTag(_ state: ClaimState, _ t: Texts) -> HTML {
    switch state {
    case .filed: "<span class=\"tag\">\(t("Waits for the office"))</span>"
    case .approved: "<span class=\"tag open\">\(t("Approved"))</span>"
    case .returned: "<span class=\"tag\">\(t("Returned"))</span>"
    case .settling: "<span class=\"tag\">\(t("With the bank"))</span>"
    case .paid: "<span class=\"tag open\">\(t("Paid"))</span>"
    }
}

/// The one page on which a vendor claims: everything the market holds is there already, only the invoice is asked for.
func claimFormPage(
    _ visit: Visit, _ subject: ClaimSubject, _ number: String, _ claimable: Claimable, _ form: FormMarkup
) -> Page {
    let t = visit.t
    let title = t("Claim payment") + t.bracketed(number + t.comma + payer(claimable.programmeName, t))
    return Page(title, form: form, back: "/claims") {
        """
        <h1>\(title)</h1>
        <dl class="summary"><div><dt>\(t("Contract or reservation"))</dt><dd>\(visit.link(subject.path, number))</dd></div>
        <div><dt>\(t("Paid from"))</dt><dd>\(payer(claimable.programmeName, t))</dd></div>
        \(if: !claimable.lots.isEmpty, "<div><dt>\(t("Accepted lots"))</dt><dd>\(t.list(claimable.lots.map(String.init)))</dd></div>")
        <div><dt>\(t("Amount of this claim"))</dt><dd>\(t.money(claimable.amount))</dd></div></dl>
        <p>\(t("The contract, the acceptance certificates or usage records and the extract of the books are attached by themselves. The invoice is issued for the full price; the voucher's share is part of it."))</p>
        \(visit.form("\(subject.path)/claim/\(claimable.book)", upload: true))
        <input type="hidden" name="shown" value="\(claimable.amount.decimalText)">
        \(form.text("invoiceNumber", t("Invoice number"), hint: t("8 to 20 digits, as printed"), inputMode: "numeric"))
        \(form.date("invoiceDate", t("Date on the invoice")))
        \(form.money("invoiceAmount", t("Amount on the invoice, in yuan"), hint: t("At least the amount of this claim")))
        \(form.file("invoiceFile", t("File of the invoice"), hint: t("PDF, OFD, XML, PNG or JPEG, at most 20 MiB")))
        <button>\(t("File the claim"))</button></form>
        """
    }
}

/// A claim with its dossier; for the office also the decision.
func claimPage(_ visit: Visit, _ dossier: ClaimDossier, _ form: FormMarkup) -> Page {
    let t = visit.t
    let claim = dossier.row.claim
    let title = t("Claim {number}", ["number": claim.number])
    return Page(title, form: form, back: isPayee(visit) ? "/claims" : "/office/settlements") {
        "<h1>\(title)</h1>"
        claimStatus(visit, dossier)
        """
        <dl class="summary"><div><dt>\(t("Payee"))</dt><dd>\(t(dossier.row.vendorName))</dd></div>
        <div><dt>\(t("Paid from"))</dt><dd>\(payer(dossier.row.programmeName, t))</dd></div>
        <div><dt>\(t("Amount of this claim"))</dt><dd>\(t.money(claim.amount))</dd></div>
        <div><dt>\(t("Filed"))</dt><dd>\(t.timeElement(claim.filedAt))</dd></div></dl>
        <h2>\(t("Dossier"))</h2>
        <dl class="summary">\(basisRows(visit, dossier))
        <div><dt>\(t("Invoice"))</dt><dd>\(t("number {number} of {date}, {amount}", [
            "number": claim.invoice.number, "date": t.date(claim.invoice.date), "amount": t.money(claim.invoice.amount),
        ])) · <a href="\(visit.path("/claims/\(claim.id)/invoice"))">\(claim.invoice.fileName)</a></dd></div></dl>
        """
        switch dossier.basis {
        case .contract(let contract, _, let lots): evidenceTable(visit, contract.id, lots)
        case .reservation(let reservation, _, _, let reports): usageTable(visit, reservation, reports)
        }
        transferTable(visit, dossier.transfers, caption: t("Extract of the books"))
        if dossier.mayDecide { decisionForm(visit, claim, form) }
    }
}

/// Whether the visitor is somebody who is paid, not who pays.
private func isPayee(_ visit: Visit) -> Bool {
    let role = visit.signedIn?.actor.role
    return role == .vendor || role == .operator
}

/// What was agreed.
private func basisRows(_ visit: Visit, _ dossier: ClaimDossier) -> HTML {
    let t = visit.t
    func agreed(_ day: CivilDate, _ price: Money) -> String {
        t("signed {date} between {buyer} and {vendor}, price {price}", [
            "date": t.date(day), "buyer": t(dossier.buyerName), "vendor": t(dossier.row.vendorName), "price": t.money(price),
        ])
    }
    switch dossier.basis {
    case .contract(let contract, let title, _):
        return """
            <div><dt>\(t("Contract"))</dt><dd>\(visit.link("/contracts/\(contract.id)", contract.number))\(t.comma)\
            \(agreed(contract.signedAt.shanghaiDate, contract.price))</dd></div>
            <div><dt>\(t("Job"))</dt><dd>\(visit.link("/jobs/\(contract.job)", title))</dd></div>
            """
    case .reservation(let reservation, let accelerator, let site, _):
        return """
            <div><dt>\(t("Reservation"))</dt><dd>\(visit.link("/reservations/\(reservation.id)", reservation.number))\(t.comma)\
            \(agreed(reservation.madeAt.shanghaiDate, reservation.price))</dd></div>
            <div><dt>\(t("Accelerators"))</dt><dd>\(t.count(reservation.use.cards)) × \(accelerator)\(t.comma)\(t(site))</dd></div>
            <div><dt>\(t("Time"))</dt><dd>\(t.timeElement(reservation.use.from)) – \(t.timeElement(reservation.use.to))</dd></div>
            <div><dt>\(t("Cancellation"))</dt><dd>\(cancellationWords(reservation.cancellation, t))</dd></div>
            """
    }
}

private func claimStatus(_ visit: Visit, _ dossier: ClaimDossier) -> HTML {
    let t = visit.t
    let claim = dossier.row.claim
    let words =
        switch claim.state {
        case .filed where dossier.mayDecide: t("The vendor waits for your decision, at the end of this page.")
        case .filed: t("The office checks the dossier. You will find its decision here and on your desk.")
        case .approved: t("Approved. It is paid with the next settlement batch.")
        case .returned: t("Returned: {reason}", ["reason": claim.reason ?? ""])
        case .settling: t("The payment is with the bank.")
        case .paid: t("Paid.")
        }
    let batch = dossier.settlement.map { batch -> HTML in
        isPayee(visit)
            ? " \(t("Settlement batch {number}", ["number": batch.number]))"
            : " \(visit.link("/office/settlements/\(batch.id)", t("Settlement batch {number}", ["number": batch.number])))"
    }
    return "<div class=\"notice\">\(claimTag(claim.state, t)) \(words)\(batch)</div>"
}

private func evidenceTable(
    _ visit: Visit, _ contract: ID<Contract>, _ lots: [ClaimDossier.LotEvidence]
) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Acceptance"))"><table><caption>\(t("Accepted lots in this claim"))</caption>
        <thead><tr><th scope="col">\(t("Lot"))</th><th scope="col" class="num">\(t("Items"))</th><th scope="col" class="num">\(t("Accepted items"))</th>
        <th scope="col">\(t("Decided"))</th><th scope="col" class="num">\(t("Amount, yuan"))</th></tr></thead><tbody>
        \(each: lots, { lot in
            """
            <tr><th scope="row">\(lotLink(visit, contract, lot.lot))</th>
            <td class="num">\(t.count(lot.items))</td><td class="num">\(t.count(lot.accepted))</td>
            <td>\(t.timeElement(lot.decidedAt))</td><td class="num">\(lot.amount.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

/// The lot itself for those who read labels; for the office its acceptance certificate.
private func lotLink(_ visit: Visit, _ contract: ID<Contract>, _ lot: Int) -> HTML {
    switch visit.signedIn?.actor.role {
    case .buyer, .vendor, .auditor: visit.link("/contracts/\(contract)/lots/\(lot)", String(lot))
    case .officer: visit.link("/contracts/\(contract)/lots/\(lot)/certificate", String(lot))
    default: "\(lot)"
    }
}

private func decisionForm(_ visit: Visit, _ claim: Claim, _ form: FormMarkup) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Decision"))</h2>\(visit.form("/claims/\(claim.id)/decision"))
        \(form.radios("decision", t("Is the claim in order?"), options: [
            ("approve", t("Yes, it is approved for payment")), ("return", t("No, it goes back to the vendor")),
        ]))
        \(form.area("reason", t("Reason"), hint: t("Needed when it goes back: what the vendor has to mend"), rows: 3))
        <button>\(t("Record the decision"))</button></form>
        """
}
