import LabelMarket

/// The actor's reservations.
func reservationsPage(_ visit: Visit, _ lines: [ReservationLine], hasMore: Bool) -> Page {
    let t = visit.t
    let state = ReservationState(rawValue: visit.query.raw("state"))
    let title = state.map { t("Reservations: {state}", ["state": t($0)]) } ?? t("Reservations")
    return Page(title) {
        "<h1>\(title)</h1>"
        stateFilter(visit)
        if lines.isEmpty {
            visit.signedIn?.actor.role == .buyer
                ? "<p>\(t("You have reserved nothing here.")) \(visit.link("/compute", t("Compute windows")))</p>"
                : "<p>\(t("Nobody has reserved your windows here.")) \(visit.link("/windows", t("My windows")))</p>"
        } else {
            reservationTable(visit, lines, caption: t("Newest first"))
        }
        if hasMore, let last = lines.last {
            "<ul class=\"pages\"><li>\(visit.link("/reservations?after=\(last.reservation.id)\(visit.query.raw("state").isEmpty ? "" : "&state=" + encodeURL(visit.query.raw("state")))", t("Next page")))</li></ul>"
        }
    }
}

private func stateFilter(_ visit: Visit) -> HTML {
    let t = visit.t
    let form = FormMarkup(t: t, fields: visit.query)
    return """
        <form class="filters" method="get" action="\(visit.path("/reservations"))">
        \(form.select("state", t("State"), options: [("", t("All"))] + ReservationState.allCases.map { ($0.rawValue, t($0)) }))
        <p><button>\(t("Search"))</button></p></form>
        """
}

private func reservationTable(_ visit: Visit, _ lines: [ReservationLine], caption: String) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table><caption>\(caption)</caption>
        <thead><tr><th scope="col">\(t("Number"))</th><th scope="col">\(t("With"))</th><th scope="col">\(t("Accelerators"))</th>
        <th scope="col">\(t("Time"))</th><th scope="col" class="num">\(t("Price, yuan"))</th><th scope="col">\(t("State"))</th></tr></thead>
        <tbody>\(each: lines, { line in
            """
            <tr><th scope="row">\(visit.link("/reservations/\(line.reservation.id)", line.reservation.number))</th><td>\(t(line.otherName))</td>
            <td>\(t.count(line.reservation.use.cards)) × \(line.accelerator)<br><small>\(t(line.siteName))</small></td>
            <td>\(span(line.reservation.use.from, line.reservation.use.to, t))</td><td class="num">\(line.reservation.price.groupedText)</td>
            <td>\(reservationTag(line.reservation.state, t))</td></tr>
            """
        })</tbody></table></div>
        """
}

/// Reservations whose usage is disputed, for the market's administrators.
func disputesPage(_ visit: Visit, _ lines: [ReservationLine]) -> Page {
    let t = visit.t
    return Page(t("Disputed usage")) {
        "<h1>\(t("Disputed usage"))</h1>"
        if lines.isEmpty {
            "<p>\(t("No usage is in dispute."))</p>"
        } else {
            reservationTable(visit, lines, caption: t("Oldest first"))
        }
    }
}

/// A reservation with its money, its usage, and what the viewer can do next.
func reservationPage(_ visit: Visit, _ view: ReservationView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let reservation = view.reservation
    let title = t("Reservation {number}", ["number": reservation.number])
    let back =
        switch view.viewer {
        case .buyer, .operator: "/reservations"
        case .officer: "/office/settlements"
        default: "/office/disputes"
        }
    return Page(title, form: form, back: back) {
        "<h1>\(title)</h1>"
        """
        <div class="notice"><p>\(reservationTag(reservation.state, t)) \(nextWords(view, t))</p></div>
        <dl class="summary"><div><dt>\(t("Buyer"))</dt><dd>\(t(view.buyerName))</dd></div>
        <div><dt>\(t("Data centre"))</dt><dd>\(t(view.operatorName))\(t.comma)\(visit.link("/compute/sites/\(view.offer.site.id)", t(view.offer.site.name)))</dd></div>
        <div><dt>\(t("Cards"))</dt><dd>\(visit.link("/compute/windows/\(reservation.window)", "\(t.count(reservation.use.cards)) × \(view.offer.window.accelerator)"))</dd></div>
        <div><dt>\(t("Time"))</dt><dd>\(span(reservation.use.from, reservation.use.to, t))</dd></div>
        <div><dt>\(t("Card-hours"))</dt><dd>\(t.count(reservation.cardHours))</dd></div>
        <div><dt>\(t("Purpose"))</dt><dd>\(t(reservation.work.name))\(jobWords(visit, view))</dd></div>
        <div><dt>\(t("Price"))</dt><dd>\(t.money(reservation.price))</dd></div>
        <div><dt>\(t("Cancellation"))</dt><dd>\(cancellationWords(reservation.cancellation, t))</dd></div>
        \(reservation.reason.map { "<div><dt>\(t("Reason"))</dt><dd>\($0)</dd></div>" as HTML })
        \(reservation.dispute.map { "<div><dt>\(t("What the buyer disputes"))</dt><dd>\($0)</dd></div>" as HTML })</dl>
        """
        reservationSteps(visit, view, form)
        if !view.reports.isEmpty { "<h2>\(t("Usage"))</h2>" + usageTable(visit, reservation, view.reports) }
        "<h2>\(t("Money"))</h2>"
        sourceTable(visit, view)
        extractTable(view.extract, t)
    }
}

private func jobWords(_ visit: Visit, _ view: ReservationView) -> HTML {
    guard let job = view.reservation.job, let title = view.jobTitle else { return .empty }
    return "\(visit.t.comma)\(visit.link("/jobs/\(job)", title))"
}

private func nextWords(_ view: ReservationView, _ t: Texts) -> String {
    let reservation = view.reservation
    switch reservation.state {
    case .requested: return t("The data centre answers by {time}; without an answer everything goes back.", ["time": t.time(reservation.confirmBy)])
    case .confirmed:
        return view.now < reservation.use.to
            ? t("The cards are yours at the reserved time. Afterwards the data centre reports what was used.")
            : t("The time is over; the data centre reports what was used. Without a report two weeks after the end nothing is paid.")
    case .reported:
        return t("The buyer accepts or disputes the usage by {time}; silence accepts it.", ["time": reservation.decideBy.map { t.time($0) } ?? ""])
    case .disputed: return t("The data centre reports anew, the buyer accepts, or the market's administrator decides.")
    case .closed: return t("Paid for what was used: {amount}. The rest went back.", ["amount": t.money(reservation.captured)])
    case .cancelled:
        return reservation.captured > .zero
            ? t("Cancelled for a fee of {amount}. The rest went back.", ["amount": t.money(reservation.captured)])
            : t("Cancelled. Everything went back.")
    case .declined: return t("The data centre declined. Everything went back.")
    case .expired: return t("Nobody confirmed it in time. Everything went back.")
    case .lapsed: return t("No usage was reported in time. Everything went back.")
    }
}

private func sourceTable(_ visit: Visit, _ view: ReservationView) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Sources"))"><table><caption>\(t("Where the money comes from, in yuan"))</caption>
        <thead><tr><th scope="col">\(t("Account"))</th><th scope="col" class="num">\(t("Set aside"))</th><th scope="col" class="num">\(t("Paid"))</th>
        <th scope="col" class="num">\(t("Went back"))</th></tr></thead><tbody>\(each: view.sources, { source in
            """
            <tr><th scope="row">\(source.programmeName.map { t("Voucher of {programme}", ["programme": t($0)]) } ?? t("Buyer's own money"))</th>
            <td class="num">\(source.amount.groupedText)</td><td class="num">\(source.captured.groupedText)</td><td class="num">\(source.released.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

private func extractTable(_ lines: [ExtractLine], _ t: Texts) -> HTML {
    """
    <div class="scroll" tabindex="0" role="region" aria-label="\(t("Extract of the books"))"><table><caption>\(t("Extract of the books"))</caption>
    <thead><tr><th scope="col">\(t("When"))</th><th scope="col">\(t("From"))</th><th scope="col">\(t("To"))</th><th scope="col">\(t("Movement"))</th>
    <th scope="col" class="num">\(t("Amount, yuan"))</th></tr></thead><tbody>\(each: lines, { line in
        """
        <tr><td>\(t.timeElement(line.at))</td><td>\(accountName(line.from, t))</td><td>\(accountName(line.to, t))</td>
        <td>\(usageMovement(line.kind, t))</td><td class="num">\(line.amount.groupedText)</td></tr>
        """
    })</tbody></table></div>
    """
}

private func usageMovement(_ kind: TransferKind, _ t: Texts) -> String {
    switch kind {
    case .hold: t("Set aside")
    case .redeem: t("Paid for use")
    case .release: t("Released")
    default: t("Other")
    }
}
