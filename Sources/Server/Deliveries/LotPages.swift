import LabelMarket

/// One lot: for the vendor what to label and hand over, for the buyer what to decide.
func lotPage(_ visit: Visit, _ view: LotView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("Lot {lot} of contract {number}", ["lot": t.count(view.lot.number), "number": view.contract.number])
        + (view.showsSample ? t.bracketed(t("sample")) : "")
    return Page(title, form: form, back: "/contracts/\(view.contract.id)") {
        "<h1>\(title)</h1><p><span class=\"tag\">\(t(view.lot.state))</span></p>"
        facts(visit, view)
        if let quality = view.quality { qualityPanel(visit, view, quality) }
        if view.contract.state == .active {
            if view.viewer == .vendor, view.lot.state.awaitsDelivery { work(visit, view, form) }
            if view.viewer == .buyer, view.lot.state == .delivered { decision(visit, view, form) }
        }
        if view.lot.decidedAt != nil, view.current?.state == .accepted { accepted(visit, view) }
        history(visit, view)
        items(visit, view)
    }
}

private func lotPath(_ view: LotView) -> String { "/contracts/\(view.contract.id)/lots/\(view.lot.number)" }

private func facts(_ visit: Visit, _ view: LotView) -> HTML {
    let t = visit.t
    return """
        <dl class="summary"><div><dt>\(t("Job"))</dt><dd>\(visit.link("/jobs/\(view.contract.job)", view.title))</dd></div>
        <div><dt>\(view.viewer == .vendor ? t("Buyer") : t("Vendor"))</dt><dd>\(t(view.viewer == .vendor ? view.buyerName : view.vendorName))</dd></div>
        <div><dt>\(t("Items"))</dt><dd>\(view.lot.items.lowerBound)–\(view.lot.items.upperBound)\(t.bracketed(t.count(view.lot.items.count)))</dd></div>
        <div><dt>\(t("Price"))</dt><dd>\(t.money(view.lot.price))</dd></div>
        <div><dt>\(t("Last day of delivery"))</dt><dd>\(t.dateElement(view.contract.deliverBy))</dd></div>
        <div><dt>\(t("Rework"))</dt><dd>\(t("{done} of {limit} returns used", ["done": t.count(view.lot.reworkRounds), "limit": t.count(view.contract.reworkLimit)]))</dd></div></dl>
        """
}

// MARK: The vendor

private func work(_ visit: Visit, _ view: LotView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let path = lotPath(view)
    return """
        <h2>\(t("1. Label the items"))</h2>
        <p>\(visit.link(path + "/tasks.json", t("Download the tasks of this lot (Label Studio JSON)")))\(if: view.isPictures, " · \(visit.link(path + "/pictures.zip", t("Download its pictures (zip)")))")</p>
        <p>\(t("Import the file into your labeling tool. Every task carries its item number in data.item_id; leave it as it is."))</p>
        <details><summary>\(t("Label config of the contract"))</summary><pre><code>\(view.contract.labelConfig)</code></pre></details>
        <h2>\(t("2. Upload the labels"))</h2>
        \(visit.form(path + "/upload", upload: true))
        \(form.file("file", t("Label file"), hint: t("Label Studio JSON or JSON Lines, at most {limit} MiB. Good records are kept from upload to upload; the newest labels of an item count.", ["limit": "64"])))
        <button>\(t("Upload and check"))</button></form>
        \(view.draft.map { draft(visit, view, $0, form) } ?? .empty)
        """
}

private func draft(_ visit: Visit, _ view: LotView, _ draft: DraftView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let missing = view.lot.items.count - draft.labeledItems
    return """
        <h2>\(t("3. Deliver"))</h2>
        <p>\(t("{done} of {all} items have labels that pass the checks.", ["done": t.count(draft.labeledItems), "all": t.count(view.lot.items.count)]))
        <progress value="\(draft.labeledItems)" max="\(view.lot.items.count)">\(draft.labeledItems) / \(view.lot.items.count)</progress></p>
        \(problems(visit, draft))
        \(if: missing > 0, "<p>\(t("Still without labels: {items}", ["items": numbers(draft.firstMissing, missing, t)]))</p>")
        \(if: draft.labeledItems > 0, "\(visit.form(lotPath(view) + "/deliver"))\(if: missing > 0, form.checkbox("partial", t("Deliver without the {count} missing items; they will not be paid", ["count": t.count(missing)])))<button>\(t("Deliver {count} items to the buyer", ["count": t.count(draft.labeledItems)]))</button></form>")
        """
}

private func numbers(_ first: [Int], _ count: Int, _ t: Texts) -> String {
    let shown = first.map(String.init).joined(separator: t(", "))
    return count > first.count ? shown + " …" : shown
}

private func problems(_ visit: Visit, _ draft: DraftView) -> HTML {
    let t = visit.t
    if draft.problems.isEmpty { return .empty }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Problems of the last upload"))"><table>
        <caption>\(t("Problems of the last upload ({file}); these records were left out, all others are kept.", ["file": draft.delivery.fileName ?? ""]))</caption>
        <thead><tr><th scope="col" class="num">\(t("Record"))</th><th scope="col">\(t("Item"))</th><th scope="col">\(t("Result"))</th><th scope="col">\(t("Problem"))</th></tr></thead><tbody>
        \(each: draft.problems, { problem in
            """
            <tr><td class="num">\(problem.record == 0 ? t("whole file") : t.count(problem.record))</td><td>\(problem.item ?? "–")</td><td>\(problem.result ?? "–")</td>
            <td>\(t.labelProblem(problem.code))\(if: !problem.detail.isEmpty, " <code>\(problem.detail)</code>")</td></tr>
            """
        })</tbody></table></div>
        """
}

// MARK: The buyer

private func decision(_ visit: Visit, _ view: LotView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let delivered = view.current?.deliveredItems ?? 0
    let silentAt = view.current?.silentAt ?? view.contract.signedAt
    let kept = delivered - view.refusedItems
    return """
        <h2>\(t("Your decision"))</h2>
        <p>\(t("Look at the items below. If you decide nothing until {time}, all delivered items count as accepted.", ["time": t.time(silentAt)]))</p>
        \(if: view.missingItems > 0, "<p class=\"notice\">\(t("{count} items were delivered without labels and are not paid.", ["count": t.count(view.missingItems)]))</p>")
        \(if: view.refusedItems == 0, visit.button(lotPath(view) + "/accept", t("Accept {count} items and pay {amount}", ["count": t.count(delivered), "amount": t.money(view.earned(delivered))])))
        \(if: view.refusedItems > 0, acceptPart(visit, view, kept))
        \(returning(visit, view, form))
        """
}

private func acceptPart(_ visit: Visit, _ view: LotView, _ kept: Int) -> HTML {
    let t = visit.t
    let words =
        [
            "kept": t.count(kept), "refused": t.count(view.refusedItems), "amount": t.money(view.earned(kept)),
        ] as KeyValuePairs
    return """
        <p>\(t("You refused {refused} items. Accepting the other {kept} is final for this lot; the rest of its money goes back.", words))</p>
        \(visit.button(lotPath(view) + "/accept-part", t("Accept {kept} items and pay {amount}", words)))
        """
}

private func returning(_ visit: Visit, _ view: LotView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    guard view.lot.reworkRounds < view.contract.reworkLimit else {
        return "<p>\(t("All agreed returns are used; the lot can only be accepted, wholly or in part."))</p>"
    }
    return """
        <h3>\(t("Return for rework"))</h3>
        \(visit.form(lotPath(view) + "/return"))
        \(form.area("reason", t("What is to be done better"), hint: t("The vendor sees it with the items you refused."), rows: 4))
        <button class="second">\(t("Return the lot"))</button></form>
        """
}

// MARK: Both

private func accepted(_ visit: Visit, _ view: LotView) -> HTML {
    let t = visit.t
    return """
        <div class="notice"><p>\(t("{accepted} of {all} items were accepted; {amount} was paid.", ["accepted": t.count(view.lot.acceptedItems), "all": t.count(view.lot.items.count), "amount": t.money(view.lot.captured)]))</p>
        <p>\(visit.link(lotPath(view) + "/certificate", t("Acceptance certificate"))) ·
        \(visit.link(lotPath(view) + "/labels.json", t("Download the accepted labels (Label Studio JSON)")))</p></div>
        """
}

private func history(_ visit: Visit, _ view: LotView) -> HTML {
    let t = visit.t
    if view.history.isEmpty { return "<p>\(t("Nothing was delivered yet."))</p>" }
    return """
        <h2>\(t("Deliveries"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(t("Deliveries"))"><table><caption>\(t("In order"))</caption><thead><tr><th scope="col">\(t("Delivered"))</th>
        <th scope="col" class="num">\(t("Items"))</th><th scope="col">\(t("Decision"))</th><th scope="col">\(t("Reason"))</th></tr></thead><tbody>
        \(each: view.history, { delivery in
            """
            <tr><th scope="row">\(t.timeElement(delivery.deliveredAt ?? delivery.uploadedAt))</th><td class="num">\(t.count(delivery.deliveredItems ?? 0))</td>
            <td>\(t.outcome(delivery))</td><td>\(delivery.reason ?? "–")</td></tr>
            """
        })</tbody></table></div>
        """
}

private func items(_ visit: Visit, _ view: LotView) -> HTML {
    let t = visit.t
    if view.items.isEmpty { return .empty }
    let heading = view.showsSample ? t("Items of the sample") : t("Delivered items")
    let mode = view.showsSample ? "?sample=1" : ""
    return """
        <h2>\(heading)</h2>\(if: view.showsSample, "<p>\(visit.link(lotPath(view), t("List all delivered items")))</p>")
        <div class="scroll" tabindex="0" role="region" aria-label="\(heading)"><table>
        <caption>\(t("Choose an item to see its labels."))</caption><thead><tr><th scope="col">\(t("Item"))</th>
        <th scope="col" class="num">\(t("Labels"))</th><th scope="col">\(t("Marked"))</th></tr></thead><tbody>
        \(each: view.items, { item in
            """
            <tr><th scope="row">\(visit.link(lotPath(view) + "/items/\(item.number)\(mode)", "\(item.number) · \(item.name)"))</th>
            <td class="num">\(t.count(item.labelCount))</td><td>\(t.mark(item.decision))\(if: item.reason != nil, "\(t(": "))\(item.reason ?? "")")</td></tr>
            """
        })</tbody></table></div>
        \(if: view.nextItem != nil, "<p>\(visit.link(lotPath(view) + "?after=\(view.nextItem ?? 0)" + (view.showsSample ? "&sample=1" : ""), t("Next page")))</p>")
        """
}

/// What is kept of an acceptance, on paper too.
func certificatePage(_ visit: Visit, _ certificate: AcceptanceCertificate) -> Page {
    let t = visit.t
    let (contract, lot, delivery) = (certificate.contract, certificate.lot, certificate.delivery)
    return Page(t("Acceptance certificate {number}", ["number": certificate.number])) {
        """
        <h1>\(t("Acceptance certificate {number}", ["number": certificate.number]))</h1>
        <dl class="summary"><div><dt>\(t("Contract"))</dt><dd>\(visit.link("/contracts/\(contract.id)", contract.number))</dd></div>
        <div><dt>\(t("Job"))</dt><dd>\(certificate.title)</dd></div>
        <div><dt>\(t("Buyer"))</dt><dd>\(t(certificate.buyerName))</dd></div><div><dt>\(t("Vendor"))</dt><dd>\(t(certificate.vendorName))</dd></div>
        <div><dt>\(t("Lot"))</dt><dd>\(t.count(lot.number))\(t.comma)\(t("items {first} to {last}", ["first": t.count(lot.items.lowerBound), "last": t.count(lot.items.upperBound)]))</dd></div>
        <div><dt>\(t("Delivered"))</dt><dd>\(t.timeElement(delivery.deliveredAt ?? delivery.uploadedAt))</dd></div>
        <div><dt>\(t("Accepted"))</dt><dd>\(t.timeElement(delivery.decidedAt ?? delivery.uploadedAt))\(if: delivery.decidedBy == nil, "\(t.bracketed(t("by silence, as agreed")))")</dd></div>
        <div><dt>\(t("Accepted items"))</dt><dd>\(t("{accepted} of {all}", ["accepted": t.count(lot.acceptedItems), "all": t.count(lot.items.count)]))</dd></div>
        <div><dt>\(t("Price of the lot"))</dt><dd>\(t.money(lot.price))</dd></div>
        <div><dt>\(t("Captured for the vendor"))</dt><dd>\(t.money(lot.captured))</dd></div>
        <div><dt>\(t("Released"))</dt><dd>\(t.money(lot.released))</dd></div></dl>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("What the books say"))"><table><caption>\(t("Entries in the books. Amounts in yuan."))</caption><thead><tr><th scope="col">\(t("Hold"))</th><th scope="col">\(t("Source of money"))</th>
        <th scope="col" class="num">\(t("Held (yuan)"))</th><th scope="col" class="num">\(t("Captured (yuan)"))</th></tr></thead><tbody>
        \(each: certificate.holds, { hold in
            """
            <tr><th scope="row"><code>\(hold.transfer.description)</code></th><td>\(hold.source == .grant ? t("Voucher") : t("Buyer's own account"))</td>
            <td class="num">\(hold.amount.groupedText)</td><td class="num">\(hold.captured.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
    }
}
