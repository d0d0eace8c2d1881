import LabelMarket

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
