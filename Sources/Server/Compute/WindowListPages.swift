import LabelMarket

/// The filter as it stands in the address.
struct WindowQuery {
    let filter: WindowFilter
    /// What was typed, so that the form shows it again.
    let fields: FormFields

    init(_ fields: FormFields) {
        self.fields = fields
        var filter = WindowFilter()
        filter.accelerator = fields.trimmed("class").isEmpty ? nil : fields.trimmed("class")
        filter.hub = Hub.named(fields.raw("hub"))?.key
        filter.region = Region(code: fields.raw("region"))
        filter.latency = Int(fields.raw("latency")).flatMap(LatencyTier.init)
        filter.firmRegion = Region(code: fields.raw("firm"))
        filter.from = CivilDate(text: fields.trimmed("first")).map { Instant(shanghai: $0) }
        filter.to = CivilDate(text: fields.trimmed("last")).map { Instant(shanghai: $0.advanced(byDays: 1)) }
        filter.cardHours = Int64(fields.trimmed("hours").halfWidth).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
        if case .success(let most) = Money.parse(fields.raw("most")), most > .zero { filter.priceMost = most }
        filter.isDomestic = fields.isOn("domestic")
        filter.isAttested = fields.isOn("attested")
        if case .success(let most) = Money.parse(fields.raw("own")) { filter.ownMost = most }
        filter.order = WindowOrder(rawValue: fields.raw("order")) ?? .start
        filter.after = Self.place(fields.raw("after"))
        filter.afterPrice = Self.pricePlace(fields.raw("after"))
        self.filter = filter
    }

    static func place(_ text: String) -> WindowPlace? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let moment = Int64(parts[0]), let window = ID<ComputeWindow>(text: parts[1]) else {
            return nil
        }
        return WindowPlace(startsAt: Instant(milliseconds: moment), window: window)
    }

    static func pricePlace(_ text: String) -> PricePlace? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let fen = Int64(parts[0]), let window = ID<ComputeWindow>(text: parts[1]) else { return nil }
        return PricePlace(price: Money(fen: fen), window: window)
    }

    static let names = [
        "class", "hub", "region", "firm", "latency", "first", "last", "hours", "most", "own", "domestic", "attested",
        "order",
    ]

    /// The address of the same list from its beginning.
    var address: String { address(after: nil) }

    /// The address of the page that follows `page`; nil when none does.
    func address(following page: WindowListPage) -> String? {
        if let place = page.next { return address(after: "\(place.startsAt.milliseconds).\(place.window)") }
        if let place = page.nextPrice { return address(after: "\(place.price.fen).\(place.window)") }
        return nil
    }

    private func address(after place: String?) -> String {
        var pairs = Self.names.filter { !fields.raw($0).isEmpty }.map { $0 + "=" + encodeURL(fields.raw($0)) }
        if let place { pairs.append("after=" + place) }
        return pairs.isEmpty ? "/compute" : "/compute?" + pairs.joined(separator: "&")
    }

    var isNarrowed: Bool { Self.names.contains { $0 != "order" && !fields.raw($0).isEmpty } }
    /// Whether this is not the first page.
    var isFurther: Bool { filter.order == .price ? filter.afterPrice != nil : filter.after != nil }
}

func windowListPage(_ visit: Visit, _ query: WindowQuery, _ page: WindowListPage) -> Page {
    let t = visit.t
    return Page(t("Compute windows")) {
        """
        <h1>\(t("Compute windows"))</h1>
        <p>\(t("Accelerators that data centres offer between two moments. What a data centre says of itself is its claim; the market records it and certifies nothing.")) \
        \(visit.link("/compute/sites", t("Sites and their utilisation")))</p>
        \(windowFilterForm(visit, query, page))
        """
        if let words = comparisonWords(page.comparison, t) { "<p>\(words)</p>" }
        let next = query.address(following: page)
        if page.lines.isEmpty {
            if next != nil {
                "<p>\(t("None of the next {count} windows is within that amount; there may be more further on.", ["count": t.count(ComputeWindows.mostPriced)]))</p>"
            } else if query.isFurther {
                "<p>\(visit.link(query.address, t("First page")))</p>"
            } else if query.isNarrowed {
                "<p>\(t("No window matches. Try other times or fewer filters.")) \(visit.link("/compute", t("Show all windows")))</p>"
            } else {
                "<p>\(t("No window takes reservations at the moment. Data centres publish new ones every week."))</p>"
            }
        } else {
            windowTable(visit, page.lines, query.filter.order)
        }
        if query.isFurther && !page.lines.isEmpty || next != nil {
            """
            <nav aria-label="\(t("Pages"))"><ul class="pages">\
            \(if: query.isFurther, "<li>\(visit.link(query.address, t("First page")))</li>")\
            \(next.map { "<li>\(visit.link($0, t("Next page")))</li>" as HTML })</ul></nav>
            """
        }
    }
}

/// Says what a list by own share left out; nil when it left out nothing.
private func comparisonWords(_ comparison: WindowComparison?, _ t: Texts) -> String? {
    guard let comparison, !comparison.isWhole else { return nil }
    return t(
        "{matching} windows match. The {count} with the lowest price before vouchers were compared; narrow the search to compare others.",
        ["matching": t.count(comparison.matching), "count": t.count(comparison.compared)])
}

private func windowTable(_ visit: Visit, _ lines: [WindowLine], _ order: WindowOrder) -> HTML {
    let t = visit.t
    let quoted = lines.contains { $0.quote != nil }
    let near = lines.contains { $0.latency != nil }
    let pieces = visit.site.windowPieces
    var table = pieces.piece(.head(near: near, quoted: quoted, order, visit.language)) {
        windowHead(t, near: near, quoted: quoted, order)
    }
    for line in lines {
        table += pieces.piece(.row(line.window.stamp, line.place.stamp, visit.language)) { windowCells(visit, line) }
        if near { table += "<td>\(line.latency.map { t.latency($0) } ?? "")</td>" }
        if quoted { table += "<td class=\"num\">\(line.quote.map { quoteWords($0, t) })</td>" }
        table += "</tr>"
    }
    table += "</tbody></table></div>"
    return table
}

private func windowHead(_ t: Texts, near: Bool, quoted: Bool, _ order: WindowOrder) -> HTML {
    let caption =
        switch (order, quoted) {
        case (.start, _): t("Windows that take reservations, earliest first")
        case (.price, true): t("Windows that take reservations, those first that you pay least for after vouchers")
        case (.price, false): t("Windows that take reservations, lowest price of a card-hour first")
        }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Windows that take reservations"))"><table>
        <caption>\(caption)</caption>
        <thead><tr><th scope="col">\(t("Accelerators"))</th><th scope="col">\(t("Site"))</th><th scope="col">\(t("Time"))</th>
        <th scope="col" class="num">\(t("Free card-hours"))</th><th scope="col" class="num">\(t("Yuan for a card-hour"))</th>\
        \(if: near, "<th scope=\"col\">\(t("Latency"))</th>")\
        \(if: quoted, "<th scope=\"col\" class=\"num\">\(t("You pay after vouchers, yuan"))</th>")</tr></thead>
        <tbody>
        """
}

/// What everyone sees of a window: the row up to its price.
private func windowCells(_ visit: Visit, _ line: WindowLine) -> HTML {
    let t = visit.t
    let (window, place) = (line.window, line.place)
    return """
        <tr><th scope="row">\(visit.link("/compute/windows/\(window.id)", "\(t.count(window.cards)) × \(place.accelerator)"))<br>\
        \(provenanceTag(place.deviceClass, t))</th>
        <td>\(t(place.site.name))<br><small>\(hubWords(place.site, t))\(t.comma)\(t(place.site.region.name))</small></td>
        <td>\(span(window.startsAt, window.endsAt, t))</td><td class="num">\(t.count(window.freeCardHours))</td>
        <td class="num">\(window.pricePerCardHour.groupedText)</td>
        """
}

private func quoteWords(_ quote: WindowLine.Quote, _ t: Texts) -> HTML {
    """
    \(quote.own.groupedText)<br><small>\(t("{price} for {count} card-hours", ["price": quote.price.groupedText, "count": t.count(quote.cardHours)]))</small>
    """
}
