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
        filter.after = Self.place(fields.raw("after"))
        self.filter = filter
    }

    static func place(_ text: String) -> WindowPlace? {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let moment = Int64(parts[0]), let window = ID<ComputeWindow>(text: parts[1]) else {
            return nil
        }
        return WindowPlace(startsAt: Instant(milliseconds: moment), window: window)
    }

    static let names = [
        "class", "hub", "region", "firm", "latency", "first", "last", "hours", "most", "domestic", "attested",
    ]

    /// The address of the same list from `place` on.
    func address(after place: WindowPlace?) -> String {
        var pairs = Self.names.filter { !fields.raw($0).isEmpty }.map { $0 + "=" + encodeURL(fields.raw($0)) }
        if let place { pairs.append("after=\(place.startsAt.milliseconds).\(place.window)") }
        return pairs.isEmpty ? "/compute" : "/compute?" + pairs.joined(separator: "&")
    }

    var isNarrowed: Bool { Self.names.contains { !fields.raw($0).isEmpty } }
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
        if page.lines.isEmpty {
            if query.filter.after != nil {
                "<p>\(visit.link(query.address(after: nil), t("First page")))</p>"
            } else if query.isNarrowed {
                "<p>\(t("No window matches. Try other times or fewer filters.")) \(visit.link("/compute", t("Show all windows")))</p>"
            } else {
                "<p>\(t("No window takes reservations at the moment. Data centres publish new ones every week."))</p>"
            }
        } else {
            windowTable(visit, page.lines)
            """
            <nav aria-label="\(t("Pages"))"><ul class="pages">\
            \(if: query.filter.after != nil, "<li>\(visit.link(query.address(after: nil), t("First page")))</li>")\
            \(page.next.map { "<li>\(visit.link(query.address(after: $0), t("Next page")))</li>" as HTML })</ul></nav>
            """
        }
    }
}

private func windowTable(_ visit: Visit, _ lines: [WindowLine]) -> HTML {
    let t = visit.t
    let quoted = lines.contains { $0.quote != nil }
    let near = lines.contains { $0.latency != nil }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Windows that take reservations"))"><table>
        <caption>\(t("Windows that take reservations, earliest first"))</caption>
        <thead><tr><th scope="col">\(t("Accelerators"))</th><th scope="col">\(t("Site"))</th><th scope="col">\(t("Time"))</th>
        <th scope="col" class="num">\(t("Free card-hours"))</th><th scope="col" class="num">\(t("Yuan for a card-hour"))</th>\
        \(if: near, "<th scope=\"col\">\(t("Latency"))</th>")\
        \(if: quoted, "<th scope=\"col\" class=\"num\">\(t("You pay after vouchers, yuan"))</th>")</tr></thead>
        <tbody>\(each: lines, { line in windowRow(visit, line, near: near, quoted: quoted) })</tbody></table></div>
        """
}

private func windowRow(_ visit: Visit, _ line: WindowLine, near: Bool, quoted: Bool) -> HTML {
    let t = visit.t
    let terms = line.window.terms
    let quote = line.quote.map { quote -> HTML in
        """
        \(quote.own.groupedText)<br><small>\(t("{price} for {count} card-hours", ["price": quote.price.groupedText, "count": t.count(quote.cardHours)]))</small>
        """
    }
    return """
        <tr><th scope="row">\(visit.link("/compute/windows/\(line.window.id)", "\(t.count(terms.cards)) × \(line.window.accelerator)"))<br>\
        \(provenanceTag(line.deviceClass, t))</th>
        <td>\(t(line.site.name))<br><small>\(hubWords(line.site, t))\(t.comma)\(t(line.site.region.name))</small></td>
        <td>\(span(terms.startsAt, terms.endsAt, t))</td><td class="num">\(t.count(line.window.freeCardHours))</td>
        <td class="num">\(terms.pricePerCardHour.groupedText)</td>\
        \(if: near, "<td>\(line.latency.map { t.latency($0) } ?? "")</td>")\(if: quoted, "<td class=\"num\">\(quote)</td>")</tr>
        """
}

private func windowFilterForm(_ visit: Visit, _ query: WindowQuery, _ page: WindowListPage) -> HTML {
    let t = visit.t
    let form = FormMarkup(t: t, fields: query.fields)
    let any = [("", t("All"))]
    let isBuyer = visit.signedIn?.actor.role == .buyer
    return """
        <form class="filters" method="get" action="\(visit.path("/compute"))">
        \(form.select("class", t("Accelerators"), options: any + page.accelerators.map { ($0, $0) }))
        \(form.select("hub", t("Hub"), options: any + Hub.all.map { ($0.key, t($0.name)) }))
        \(form.select("region", t("Province"), options: any + provinces(t)))
        \(if: !isBuyer, form.select("firm", t("Latency from"), options: [("", t("not asked"))] + provinces(t)))
        \(form.select("latency", isBuyer ? t("Latency from your place") : t("Latency"), options: any + LatencyTier.allCases.map { (String($0.rawValue), t.latency($0)) }))
        \(form.date("first", t("Free from")))\(form.date("last", t("Free until")))
        \(form.text("hours", t("Card-hours needed"), inputMode: "numeric", short: true))
        \(form.money("most", t("At most yuan for a card-hour")))
        \(form.select("domestic", t("Chips"), options: any + [("1", t("domestic only"))]))
        \(form.select("attested", t("Origin of the hardware"), options: any + [("1", t("attested only"))]))
        <p><button>\(t("Search"))</button></p></form>
        """
}

/// One window for whoever looks at it.
func windowPage(_ visit: Visit, _ view: WindowView) -> Page {
    let t = visit.t
    let (offer, terms) = (view.offer, view.offer.window.terms)
    let title = t("Window {name}", ["name": "\(t.count(terms.cards)) × \(offer.window.accelerator)"])
    return Page(title + t.bracketed(t.time(terms.startsAt)), back: view.isOwn ? "/windows" : "/compute") {
        "<h1>\(title)</h1>"
        windowActions(visit, view)
        """
        <dl class="summary"><div><dt>\(t("State"))</dt><dd><span class="tag\(if: offer.window.state == .open, " open")">\(t(offer.window.state))</span></dd></div>
        <div><dt>\(t("Time"))</dt><dd>\(span(terms.startsAt, terms.endsAt, t))</dd></div>
        <div><dt>\(t("Site"))</dt><dd>\(visit.link("/compute/sites/\(offer.site.id)", t(offer.site.name)))\(t.comma)\(hubWords(offer.site, t))\(t.comma)\(t(offer.site.region.name))</dd></div>
        <div><dt>\(t("Data centre"))</dt><dd>\(t(view.operatorName))</dd></div>
        \(view.latency.map { "<div><dt>\(t("Latency from your place"))</dt><dd>\(t.latency($0)) (\(t("as the network plan grades it, not measured")))</dd></div>" as HTML })
        <div><dt>\(t("Price"))</dt><dd>\(t("{price} for a card-hour", ["price": t.money(terms.pricePerCardHour)]))</dd></div>
        <div><dt>\(t("Smallest booking"))</dt><dd>\(t("{count} card-hours", ["count": t.count(terms.minimumCardHours)]))</dd></div>
        <div><dt>\(t("Cancellation"))</dt><dd>\(cancellationWords(terms.cancellation, t))</dd></div>
        \(classRows(offer.deviceClass, t))</dl>
        """
        freeTable(visit, view)
        if view.isOwn { standingTable(visit, view.reservations) }
    }
}

private func windowActions(_ visit: Visit, _ view: WindowView) -> HTML {
    let t = visit.t
    let id = view.offer.window.id
    let isOpen = view.offer.window.state == .open && view.offer.window.terms.endsAt > visit.now
    if view.isOwn, isOpen {
        return """
            <p class="actions"><a class="button" href="\(visit.path("/windows/\(id)/edit"))">\(t("Change this window"))</a></p>
            \(visit.button("/windows/\(id)/withdraw", t("Withdraw this window"), second: true))
            \(if: view.seriesCount > 1, visit.button("/windows/\(id)/withdraw", t("Withdraw all {count} windows of the series", ["count": t.count(view.seriesCount)]), second: true, hidden: [("series", "1")]))
            """
    }
    guard isOpen, visit.signedIn == nil || visit.signedIn?.actor.role == .buyer else { return .empty }
    return "<p class=\"actions\"><a class=\"button\" href=\"\(visit.path("/compute/windows/\(id)/reserve"))\">\(t("Reserve cards"))</a></p>"
}

/// What is claimed of accelerators, in rows of a summary.
func classRows(_ deviceClass: DeviceClass, _ t: Texts) -> HTML {
    let facts = deviceClass.facts
    let proof = facts.attestation.map { attestation -> HTML in
        "<span class=\"tag open\">\(t("attested"))</span> \(attestation.text)\(t.comma)\(t.dateElement(attestation.on))"
    }
    return """
        <div><dt>\(t("Accelerators"))</dt><dd>\(deviceClass.accelerator)\(t.comma)\(t.count(facts.teraflops)) TFLOPS \(facts.numberFormat)\(t.comma)\(t.count(facts.memoryGigabytes)) GB</dd></div>
        <div><dt>\(t("Cards at the site"))</dt><dd>\(t.count(facts.quantity))</dd></div>
        <div><dt>\(t("Chips"))</dt><dd>\(facts.isDomestic ? t("domestic") : t("imported"))\(if: facts.isStateFunded, "\(t.comma)\(t("state-funded site"))")\
        \(if: facts.isStateFunded && !facts.isDomestic, "<br><small>\(t("Reported, national scope unclear: new state-funded centres may only use domestic AI chips (news, November 2025)."))</small>")</dd></div>
        <div><dt>\(t("How they were acquired"))</dt><dd>\(proof ?? "<span class=\"tag\">\(t("claimed, not attested"))</span> \(t("Vouchers do not pay for them unless their programme says so."))")</dd></div>
        """
}

private func freeTable(_ visit: Visit, _ view: WindowView) -> HTML {
    let t = visit.t
    if view.offer.free.isEmpty { return .empty }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Free cards"))"><table><caption>\(t("Free cards over time"))</caption>
        <thead><tr><th scope="col">\(t("Starts"))</th><th scope="col">\(t("Ends"))</th><th scope="col" class="num">\(t("Free cards"))</th></tr></thead>
        <tbody>\(each: view.offer.free.prefix(100), { free in
            "<tr><td>\(t.timeElement(free.from))</td><td>\(t.timeElement(free.to))</td><td class=\"num\">\(t.count(free.cards))</td></tr>"
        })</tbody></table></div>
        """
}

private func standingTable(_ visit: Visit, _ reservations: [Reservation]) -> HTML {
    let t = visit.t
    if reservations.isEmpty { return "<p>\(t("Nobody has reserved any of it yet."))</p>" }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Reservations"))"><table><caption>\(t("Reservations on this window"))</caption>
        <thead><tr><th scope="col">\(t("Number"))</th><th scope="col">\(t("Time"))</th><th scope="col" class="num">\(t("Cards"))</th><th scope="col">\(t("State"))</th></tr></thead>
        <tbody>\(each: reservations, { reservation in
            """
            <tr><th scope="row">\(visit.link("/reservations/\(reservation.id)", reservation.number))</th>
            <td>\(span(reservation.use.from, reservation.use.to, t))</td><td class="num">\(t.count(reservation.use.cards))</td>
            <td>\(reservationTag(reservation.state, t))</td></tr>
            """
        })</tbody></table></div>
        """
}
