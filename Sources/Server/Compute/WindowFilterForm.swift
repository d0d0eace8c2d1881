import LabelMarket

/// What can be asked of the list of windows. Its fields are long lists that hardly ever differ, so each is kept as it was
/// last laid out.
func windowFilterForm(_ visit: Visit, _ query: WindowQuery, _ page: WindowListPage) -> HTML {
    let t = visit.t
    let form = WindowFilterFields(visit: visit, form: FormMarkup(t: t, fields: query.fields), stamp: page.acceleratorsStamp)
    let isBuyer = visit.signedIn?.actor.role == .buyer
    return """
        <form class="filters" method="get" action="\(visit.path("/compute"))">
        \(form.select("class", t("Accelerators")) { page.accelerators.map { ($0, $0) } })
        \(form.select("hub", t("Hub")) { Hub.all.map { ($0.key, t($0.name)) } })
        \(form.select("region", t("Province")) { provinces(t) })
        \(if: !isBuyer, form.select("firm", t("Latency from"), none: t("not asked")) { provinces(t) })
        \(form.select("latency", isBuyer ? t("Latency from your place") : t("Latency")) { LatencyTier.allCases.map { (String($0.rawValue), t.latency($0)) } })
        \(form.typed("first") { $0.date("first", t("Free from")) })\(form.typed("last") { $0.date("last", t("Free until")) })
        \(form.typed("hours") { $0.text("hours", t("Card-hours needed"), inputMode: "numeric", short: true) })
        \(form.typed("most") { $0.money("most", t("At most yuan for a card-hour")) })
        \(if: isBuyer, form.typed("own") { $0.money("own", t("At most yuan to pay after vouchers"), hint: t("For the card-hours needed, or else for the smallest booking")) })
        \(form.select("domestic", t("Chips")) { [("1", t("domestic only"))] })
        \(form.select("attested", t("Origin of the hardware")) { [("1", t("attested only"))] })
        \(form.select("order", t("Order"), none: t("Earliest first")) { [("price", isBuyer ? t("Least after vouchers first") : t("Lowest price first"))] })
        <p><button>\(t("Search"))</button></p></form>
        """
}

private struct WindowFilterFields {
    let visit: Visit
    let form: FormMarkup
    /// Of the options that are not the same for ever.
    let stamp: Int64

    /// A list of which one thing is chosen; `none` when nothing is.
    func select(
        _ name: String, _ label: String, none: String? = nil, _ options: () -> [(String, String)]
    ) -> HTML {
        let pieces = visit.site.windowPieces
        let chosen = form.fields.raw(name)
        func make() -> HTML { form.select(name, label, options: [("", none ?? form.t("All"))] + options()) }
        // Anything may stand in an address: only a choice that exists is kept.
        let isShort = chosen.utf8.count <= 2 || (chosen.utf8.count <= 40 && options().contains { $0.0 == chosen })
        guard isShort else { return make() }
        return pieces.piece(.field(name, label: label, value: chosen, stamp: stamp, visit.language), make)
    }

    /// A field that is typed into: the same for all as long as it is empty.
    func typed(_ name: String, _ make: (FormMarkup) -> HTML) -> HTML {
        guard form.fields.raw(name).isEmpty else { return make(form) }
        return visit.site.windowPieces.piece(.field(name, label: "", value: "", stamp: 0, visit.language)) { make(form) }
    }
}
