import LabelMarket

/// What is measured of a delivery, before anybody pays for it.
func qualityPanel(_ visit: Visit, _ view: LotView, _ quality: DeliveryQuality) -> HTML {
    let t = visit.t
    let sample = quality.sample
    let lot = "/contracts/\(view.contract.id)/lots/\(view.lot.number)"
    let plan = t(
        "{size} of {all} items; the lot passes with at most {accept} wrong ones (Ac {accept}, Re {reject})",
        [
            "size": t.count(sample.size), "all": t.count(sample.lotSize), "accept": t.count(sample.acceptanceNumber),
            "reject": t.count(sample.rejectionNumber),
        ])
    return """
        <h2>\(t("Measured quality"))</h2><dl class="summary">
        <div><dt>\(t("Agreed sample"))</dt><dd>\(plan)</dd></div>
        <div><dt>\(t("Inspected"))</dt><dd>\(t("{done} of {all}", ["done": t.count(sample.inspected), "all": t.count(sample.size)])), \(t("{count} wrong", ["count": t.count(sample.defects)]))</dd></div>
        <div><dt>\(t("Right in the sample so far"))</dt><dd>\(percent(t, quality.sampleBasisPoints))\(t.bracketed(t("required: {share}", ["share": t.percent(basisPoints: Int64(quality.requiredAccuracyBasisPoints))])))</dd></div>
        \(quality.gold.map { gold(t, quality, $0) } ?? .empty)
        <div><dt>\(t("The plan proposes"))</dt><dd><strong>\(proposal(t, view, sample))</strong></dd></div></dl>
        <p>\(visit.link(lot + "?sample=1", t("List the sample")))\(if: view.viewer == .buyer && view.lot.state == .delivered && view.firstUnmarked != nil, " · \(visit.link(lot + "/items/\(view.firstUnmarked ?? 0)?sample=1", t("Inspect the next item of the sample")))")</p>
        <details><summary>\(t("How the sample was drawn"))</summary>
        <p>\(t("The seed was made when the lot was handed over. Each delivered item gets the rank SHA-256(seed, item number as eight bytes, most significant first); the items of the lowest ranks are the sample."))</p>
        <p>\(t("Seed:")) <code>\(hexadecimal(sample.seed))</code></p></details>
        """
}

private func gold(_ t: Texts, _ quality: DeliveryQuality, _ score: GoldScore) -> HTML {
    """
    <div><dt>\(t("Right on gold items"))</dt><dd>\(percent(t, quality.goldBasisPoints))\(t.bracketed(t("{right} of {all}", ["right": t.count(score.right), "all": t.count(score.scored)])))</dd></div>
    """
}

private func percent(_ t: Texts, _ basisPoints: Int?) -> String {
    basisPoints.map { t.percent(basisPoints: Int64($0)) } ?? "–"
}

private func proposal(_ t: Texts, _ view: LotView, _ sample: DrawnSample) -> String {
    switch sample.proposal {
    case .inspect(let left): t("Inspect {count} more items of the sample", ["count": t.count(left)])
    case .accept: t("Accept: the sample has no more wrong items than agreed")
    case .refuse where view.lot.reworkRounds < view.contract.reworkLimit:
        t("Return: the sample has more wrong items than agreed")
    case .refuse: t("Accept in part: the sample has more wrong items than agreed, and no return is left")
    }
}

/// The known answers of a contract: for its buyer, never for the vendor.
func goldPage(_ visit: Visit, _ view: GoldView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("Gold items of contract {number}", ["number": view.contract.number])
    return Page(title, form: form, back: "/contracts/\(view.contract.id)") {
        """
        <h1>\(title)</h1>
        <p>\(t("Items whose right labels you know. The vendor never learns which they are; every delivery is compared with them, and you see how it did before you decide."))</p>
        """
        if view.count == 0 {
            "<p>\(t("There are no gold items yet."))</p>"
        } else {
            """
            <p>\(t("{count} gold items", ["count": t.count(view.count)]))\(t(": "))\(view.items.map(String.init).joined(separator: t(", ")))\(if: view.count > view.items.count, " …")</p>
            """
        }
        if view.mayChange {
            """
            \(visit.form("/contracts/\(view.contract.id)/gold", upload: true))
            \(form.file("file", t("File with the right labels"), hint: t("Label Studio JSON or JSON Lines with the item number in data.item_id, as a vendor delivers it; at most {limit} MiB. It takes the place of an earlier one.", ["limit": "16"])))
            <button>\(t("Set the gold items"))</button></form>
            """
        } else {
            "<p>\(t("They are fixed now: labels have been delivered, or the contract has ended."))</p>"
        }
    }
}
