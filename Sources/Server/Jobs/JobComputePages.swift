import LabelMarket

/// The fields of the part "Compute afterwards".
func computeFields(_ t: Texts, _ desk: JobDesk, _ form: FormMarkup) -> HTML {
    let need = desk.compute
    let modes = [
        ("none", t("No compute needed")), (ComputeNeed.Mode.wanted.rawValue, t("Wanted, if there is a good offer")),
        (ComputeNeed.Mode.required.rawValue, t("Required: labels without compute are of no use")),
    ]
    let tiers = [("", t("Any"))] + ComputeNeed.latencyTiers.map { (String($0), t.latency($0)) }
    return """
        <p>\(t("The market then looks for a window of a data centre that starts when the labels are done. Vendors do not bid on this part, so their bids stand when you change it."))</p>
        \(form.radios("mode", t("Does the job need compute afterwards?"), options: modes, value: need?.mode.rawValue ?? "none"))
        \(form.text("card_hours", t("Card-hours"), hint: t("Cards times hours, such as 8 cards for 24 hours: 192"), inputMode: "numeric", short: true, value: need.map { String($0.cardHours) }))
        \(form.text("accelerator", t("Accelerator"), hint: t("Maker and model, such as Ascend 910B; empty for any"), value: need?.accelerator))
        \(form.text("teraflops", t("Least performance of a card, in TFLOPS"), hint: t("Empty for any"), inputMode: "numeric", short: true, value: need?.leastTeraflops.map { String($0) }))
        \(form.select("latency", t("Latency that suffices"), options: tiers, value: need?.latencyMilliseconds.map { String($0) }))
        \(form.date("ends_on", t("Last day for the compute"), value: need?.endsOn))
        \(form.money("compute_budget", t("The most you will pay for compute, in yuan"), value: need?.budget))
        \(form.checkboxes("compute_region", t("Where it may run"), hint: t("Choose none to allow all of mainland China"), options: provinces(t), values: need?.regions ?? []))
        """
}

/// The need in one line of a summary.
func computeWords(_ t: Texts, _ need: ComputeNeed?) -> String {
    guard let need else { return t("No compute needed") }
    let values = [
        need.mode == .required ? t("Required") : t("Wanted"),
        t("{count} card-hours", ["count": t.count(need.cardHours)]), need.accelerator ?? t("Any accelerator"),
        t("until {date}", ["date": t.date(need.endsOn)]), t("up to {amount}", ["amount": t.money(need.budget)]),
    ]
    return values.joined(separator: t.semicolon)
}

extension Texts {
    func latency(_ milliseconds: Int) -> String {
        switch milliseconds {
        case 1: self("1 ms: in the same city")
        case 5: self("5 ms: in the same region")
        default: self("20 ms: anywhere in the country")
        }
    }
}
