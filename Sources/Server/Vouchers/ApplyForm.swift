import LabelMarket

/// What the application form says: the plan, and how much is asked.
struct ApplyForm: Sendable {
    let plan: PlannedUse
    let asked: Money
    /// The version whose rules the firm saw.
    let version: Int

    static func read(_ form: inout FormReader) -> ApplyForm? {
        let t = form.t
        let work = form.choice("work", as: WorkKind.self, missing: t("Choose what you want to buy"))
        let price = form.money("price", missing: t("Enter the planned price of the contract"))
        let starts = form.date("starts", missing: t("Enter the day on which the work starts"))
        let ends = form.date("ends", missing: t("Enter the day on which the work ends"))
        let asked = form.money("asked", missing: t("Enter the amount that you ask for"))
        let purpose = form.text("purpose", limit: 2000, missing: t("Describe what the labels or the compute are for"))
        if !form.fields.isOn("unrelated") {
            form.fail("unrelated", t("Declare that your supplier is not related to you, or leave the application"))
        }
        let version = Int(form.fields.raw("version")) ?? 0
        guard let work, let price, let starts, let ends, let asked, let purpose, form.errors.isEmpty else { return nil }
        let chip = ChipOrigin(rawValue: form.fields.raw("chip"))
        let plan = PlannedUse(
            use: VoucherUse(work: work, chipOrigin: chip), price: price, startsOn: starts, endsOn: ends,
            purpose: purpose, declaresUnrelated: true)
        return ApplyForm(plan: plan, asked: asked, version: version)
    }

    /// The same answers as fields, for the page that shows them before they are sent.
    var pairs: [(String, String)] {
        [
            ("work", plan.use.work.rawValue), ("chip", plan.use.chipOrigin?.rawValue ?? ""),
            ("price", plan.price.decimalText), ("starts", plan.startsOn.isoText), ("ends", plan.endsOn.isoText),
            ("asked", asked.decimalText), ("purpose", plan.purpose), ("unrelated", "1"), ("version", "\(version)"),
        ]
    }

    var query: String { pairs.map { encodeURL($0.0) + "=" + encodeURL($0.1) }.joined(separator: "&") }
}

/// The plan that a firm tries out, with what stands in for everything left open.
func triedPlan(_ query: FormFields, today: CivilDate, _ t: Texts) -> (plan: PlannedUse, form: FormMarkup) {
    var reader = FormReader(query, t)
    var price = Money.yuan(100_000)
    var ends = today.advanced(byDays: 90)
    if query.has("price"), let typed = reader.money("price", missing: t("Enter the planned price of the contract")) {
        price = typed
    }
    if query.has("ends"), let typed = reader.date("ends", missing: t("Enter the day on which the work ends")) {
        if typed < today {
            reader.fail("ends", t("Enter a day that is not in the past"))
        } else {
            ends = typed
        }
    }
    let work = WorkKind(rawValue: query.raw("work")) ?? .labeling
    let chip = ChipOrigin(rawValue: query.raw("chip"))
    let plan = PlannedUse(
        use: VoucherUse(work: work, chipOrigin: chip), price: price, startsOn: today, endsOn: ends, purpose: "-",
        declaresUnrelated: false)
    return (plan, FormMarkup(t: t, fields: query, errors: reader.errors))
}
