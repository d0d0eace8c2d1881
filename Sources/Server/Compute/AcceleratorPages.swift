import LabelMarket

/// Accelerators that are new at a site.
func newDeviceClassPage(_ visit: Visit, _ site: ComputeSite, _ form: FormMarkup) -> Page {
    deviceClassPage(visit, site, nil, form, further: .empty)
}

/// Accelerators that are there; once something is attested of them, with its papers.
func deviceClassPage(_ visit: Visit, _ view: AcceleratorsView, _ form: FormMarkup) -> Page {
    let t = visit.t
    guard view.deviceClass.isAttested else { return deviceClassPage(visit, view.site, view.deviceClass, form, further: .empty) }
    let papers: HTML = """
        <h2>\(t("Papers of the attestation"))</h2>
        <p>\(t("For you, the officers of the bureaus and the auditors. A paper is never removed; a newer one stands before it."))</p>
        \(view.papers.isEmpty ? "<p>\(t("There is no paper yet."))</p>" : paperList(visit, view.papers))
        \(visit.form("/accelerators/\(view.deviceClass.id)/papers", upload: true))
        \(form.file("paper", t("File"), hint: t("PDF, PNG or JPEG, at most 10 MiB")))
        <button>\(t("Add the paper"))</button></form>
        """
    return deviceClassPage(visit, view.site, view.deviceClass, form, further: papers)
}

/// Links to papers with the day on which each was added.
func paperList(_ visit: Visit, _ papers: [AttestationPaper]) -> HTML {
    let t = visit.t
    return """
        <ul>\(each: papers, { paper in
            "<li>\(visit.link("/compute/papers/\(paper.id)", paper.fileName))\(t.comma)\(t.timeElement(paper.addedAt))</li>"
        })</ul>
        """
}

/// The form of accelerators: new at a site, or those that are there, with what belongs below it.
private func deviceClassPage(
    _ visit: Visit, _ site: ComputeSite, _ known: DeviceClass?, _ form: FormMarkup, further: HTML
) -> Page {
    let t = visit.t
    let facts = known?.facts
    let title = known.map { t("Change {name}", ["name": $0.accelerator]) } ?? t("Register accelerators")
    let fixed: HTML =
        facts.map { facts in
            """
            <input type="hidden" name="vendor" value="\(facts.vendor)"><input type="hidden" name="model" value="\(facts.model)">
            <input type="hidden" name="origin" value="\(facts.isDomestic ? "domestic" : "imported")">
            """
        } ?? """
            \(form.text("vendor", t("Maker"), hint: t("Such as Ascend")))\(form.text("model", t("Model"), hint: t("Such as 910B")))
            \(form.radios("origin", t("Where the chips come from"), options: [("domestic", t("domestic")), ("imported", t("imported"))]))
            """
    return Page(title + t.bracketed(t(site.name)), form: form, back: "/compute/sites/\(site.id)") {
        """
        <h1>\(title)</h1>\(visit.form(known.map { "/accelerators/\($0.id)" } ?? "/sites/\(site.id)/accelerators/new"))\(fixed)
        \(form.text("format", t("Performance is stated in"), hint: t("Such as FP16 or INT8"), short: true, value: facts?.numberFormat))
        \(form.text("teraflops", t("Performance of one card, in TFLOPS or TOPS"), inputMode: "numeric", short: true, value: facts.map { String($0.teraflops) }))
        \(form.text("memory", t("Memory of one card, in GB"), inputMode: "numeric", short: true, value: facts.map { String($0.memoryGigabytes) }))
        \(form.text("quantity", t("How many cards there are"), inputMode: "numeric", short: true, value: facts.map { String($0.quantity) }))
        \(form.checkbox("stateFunded", t("The site was built with state money"), isOn: facts?.isStateFunded ?? false))
        \(form.area("attestation", t("Who attests how they were acquired"), hint: t("Left empty, they are shown as claimed and not attested, and vouchers do not pay for them unless their programme says so."), rows: 3, value: facts?.attestation?.text))
        \(form.date("attestedOn", t("Day of the attestation"), value: facts?.attestation?.on))
        <button>\(known == nil ? t("Register accelerators") : t("Save"))</button></form>
        \(further)
        """
    }
}
