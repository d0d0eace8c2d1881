import LabelMarket

/// What waits for the office, book by book: claims to decide, claims to pay, batches.
func officePage(_ visit: Visit, _ books: [OfficeBook], _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Claims and settlement"), form: form) {
        "<h1>\(t("Claims and settlement"))</h1>"
        if books.isEmpty { "<p>\(t("No pot of your office has been opened yet, so there is nothing to settle."))</p>" }
        for book in books { bookSection(visit, book, form) }
    }
}

private func bookSection(_ visit: Visit, _ book: OfficeBook, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let mayAct = visit.signedIn?.actor.role != .auditor
    let total = book.approved.reduce(Int64(0)) { $0 + $1.claim.amount.fen }
    let place = t.bracketed(payer(book.programmeName, t))
    return """
        <section><h2>\(payer(book.programmeName, t))</h2>
        <h3>\(t("Claims to decide"))</h3>
        \(book.filed.isEmpty ? "<p>\(t("None."))</p>" : claimTable(visit, book.filed, caption: t("Claims to decide") + place, vendor: true))
        <h3>\(t("Approved claims"))</h3>
        \(book.approved.isEmpty ? "<p>\(t("None."))</p>" : approved(visit, book, Money(fen: total), form, mayAct, place))
        <h3>\(t("Settlement batches"))</h3>
        \(book.settlements.isEmpty ? "<p>\(t("None."))</p>" : batchTable(visit, book.settlements, place))
        </section>
        """
}

private func approved(
    _ visit: Visit, _ book: OfficeBook, _ total: Money, _ form: FormMarkup, _ mayAct: Bool, _ place: String
) -> HTML {
    let t = visit.t
    guard mayAct else { return claimTable(visit, book.approved, caption: t("Approved claims") + place, vendor: true) }
    let options = book.approved.map { row in
        (row.claim.id.description, "\(row.claim.number) · \(t(row.vendorName)) · \(t.money(row.claim.amount))")
    }
    return """
        \(visit.form("/office/books/\(book.book)/settlement"))
        \(form.checkboxes("claims", t("Claims in the next batch, {total} in all", ["total": t.money(total)]), options: options, values: options.map(\.0)))
        <button>\(t("Make the batch"))</button></form>
        """
}

private func batchTable(_ visit: Visit, _ batches: [Settlement], _ place: String) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Settlement batches") + place)"><table><caption>\(t("Newest first"))</caption>
        <thead><tr><th scope="col">\(t("Batch"))</th><th scope="col">\(t("Made"))</th><th scope="col">\(t("Status"))</th>
        <th scope="col" class="num">\(t("Amount, yuan"))</th></tr></thead><tbody>
        \(each: batches, { batch in
            """
            <tr><th scope="row">\(visit.link("/office/settlements/\(batch.id)", batch.number))</th>
            <td>\(t.timeElement(batch.madeAt))</td><td>\(batchTag(batch, t))</td><td class="num">\(batch.total.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

private func batchTag(_ batch: Settlement, _ t: Texts) -> HTML {
    batch.isClosed ? "<span class=\"tag open\">\(t("Paid"))</span>" : "<span class=\"tag\">\(t("With the bank"))</span>"
}

/// One batch: its payments, and, while it is with the bank, the form for what the bank says.
func settlementPage(
    _ visit: Visit,
    _ view: (settlement: Settlement, lines: [SettlementLine], programmeName: Bilingual?, mayClose: Bool), _ form: FormMarkup
) -> Page {
    let t = visit.t
    let (batch, lines, programme, mayClose) = view
    let title = t("Settlement batch {number}", ["number": batch.number])
    return Page(title, form: form, back: "/office/settlements") {
        """
        <h1>\(title)</h1>
        <dl class="summary"><div><dt>\(t("Paid from"))</dt><dd>\(payer(programme, t))</dd></div>
        <div><dt>\(t("Status"))</dt><dd>\(batchTag(batch, t))</dd></div>
        <div><dt>\(t("Made"))</dt><dd>\(t.timeElement(batch.madeAt))</dd></div>
        <div><dt>\(t("Total"))</dt><dd>\(t.money(batch.total))</dd></div>
        \(batch.paidOn.map { "<div><dt>\(t("Paid on"))</dt><dd>\(t.dateElement($0))</dd></div>" })
        \(batch.bankReference.map { "<div><dt>\(t("Bank's reference"))</dt><dd>\($0)</dd></div>" })</dl>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Payments"))"><table><caption>\(t("Payments"))</caption>
        <thead><tr><th scope="col">\(t("Claim number"))</th><th scope="col">\(t("Payee"))</th><th scope="col">\(t("Bank account"))</th>
        <th scope="col">\(t("Status"))</th><th scope="col" class="num">\(t("Amount, yuan"))</th></tr></thead><tbody>
        \(each: lines, { line in
            """
            <tr><th scope="row">\(visit.link("/claims/\(line.claim)", line.claimNumber))</th><td>\(line.payee)</td><td>\(line.bankAccount)</td>
            <td>\(lineStatus(line, t))</td><td class="num">\(line.amount.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
        if mayClose { resultForm(visit, batch, lines, form) }
    }
}

private func lineStatus(_ line: SettlementLine, _ t: Texts) -> HTML {
    switch line.state {
    case .sent: "<span class=\"tag\">\(t("With the bank"))</span>"
    case .paid: "<span class=\"tag open\">\(t("Paid"))</span>"
    case .returned: "<span class=\"tag\">\(t("Returned by the bank"))</span> \(line.reason ?? "")"
    }
}

private func resultForm(
    _ visit: Visit, _ batch: Settlement, _ lines: [SettlementLine], _ form: FormMarkup
) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("What the bank did"))</h2>
        <p>\(t("Pay the lines above at the bank, then record the result. Payments marked as returned wait for the next batch."))</p>
        \(visit.form("/office/settlements/\(batch.id)/result"))
        \(form.date("paidOn", t("Day of the payment")))
        \(form.text("reference", t("Bank's reference"), short: true))
        \(form.checkboxes("returned", t("Payments that the bank returned"), options: lines.map { ($0.claim.description, "\($0.claimNumber) · \($0.payee)") }))
        <details><summary>\(t("Reasons for returned payments"))</summary>
        \(each: lines, { line in form.text("reason-\(line.claim)", t("Why {number} was returned", ["number": line.claimNumber])) })
        </details><button>\(t("Record the result"))</button></form>
        """
}
