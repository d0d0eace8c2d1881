import LabelMarket

/// Reserving: what is asked, then what it costs and who pays, then the button.
func reservePage(
    _ visit: Visit, _ view: WindowView, _ check: BookingCheck?, jobs: [OwnJobLine], _ form: FormMarkup
) -> Page {
    let t = visit.t
    let window = view.offer.window
    let title = t("Reserve cards of {name}", ["name": window.accelerator])
    return Page(title, form: form, back: "/compute/windows/\(window.id)") {
        """
        <h1>\(title)</h1>
        <dl class="summary"><div><dt>\(t("Site"))</dt><dd>\(t(view.offer.site.name))\(t.comma)\(hubWords(view.offer.site, t))</dd></div>
        <div><dt>\(t("Time"))</dt><dd>\(span(window.terms.startsAt, window.terms.endsAt, t))</dd></div>
        <div><dt>\(t("Price"))</dt><dd>\(t("{price} for a card-hour", ["price": t.money(window.terms.pricePerCardHour)]))</dd></div>
        <div><dt>\(t("Smallest booking"))</dt><dd>\(t("{count} card-hours", ["count": t.count(window.terms.minimumCardHours)]))</dd></div></dl>
        """
        bookingForm(visit, view, jobs, form)
        if let check { checkedBooking(visit, check) }
    }
}

private func bookingForm(_ visit: Visit, _ view: WindowView, _ jobs: [OwnJobLine], _ form: FormMarkup) -> HTML {
    let t = visit.t
    let best = Capacity.largest(in: view.offer.free)
    func typed(_ moment: Instant?) -> String? {
        moment.map { $0.shanghaiDate.isoText + " " + padded($0.shanghaiClock.hour, 2) + ":" + padded($0.shanghaiClock.minute, 2) }
    }
    let hint = t("Beijing time, on the full hour")
    return """
        <form method="get" action="\(visit.path("/compute/windows/\(view.offer.window.id)/reserve"))">
        \(form.text("cards", t("Cards"), hint: best.map { t("At most {count} over the longest free time", ["count": t.count($0.cards)]) }, inputMode: "numeric", short: true))
        \(form.text("startsAt", t("Begins"), hint: hint, value: typed(best?.from)))
        \(form.text("endsAt", t("Ends"), hint: hint, value: typed(best?.to)))
        \(form.radios("work", t("What you will do"), options: Booking.works.map { ($0.rawValue, t($0.name)) }, value: WorkKind.training.rawValue))
        \(form.select("job", t("For the labels of a job, if any"), options: [("", t("none"))] + jobs.map { ($0.id.description, $0.title) }))
        <button\(if: !form.fields.raw("cards").isEmpty, " class=\"second\"")>\(t("Show the price"))</button></form>
        """
}

private func checkedBooking(_ visit: Visit, _ check: BookingCheck) -> HTML {
    let t = visit.t
    let booking = check.booking
    return """
        <h2>\(t("What will be held"))</h2>
        <dl class="summary"><div><dt>\(t("Cards"))</dt><dd>\(t.count(booking.cards)) × \(check.offer.window.accelerator)</dd></div>
        <div><dt>\(t("Time"))</dt><dd>\(span(booking.startsAt, booking.endsAt, t))</dd></div>
        <div><dt>\(t("Card-hours"))</dt><dd>\(t.count(ReservationRules.cardHours(booking)))</dd></div>
        <div><dt>\(t("Cancellation"))</dt><dd>\(cancellationWords(check.offer.window.terms.cancellation, t))</dd></div>
        <div><dt>\(t("The data centre answers by"))</dt><dd>\(t.timeElement(check.confirmBy))</dd></div></dl>
        \(drawTable(visit, check.draw, total: check.price))
        \(check.missing > .zero ? missingMoney(visit, check) : reserveButton(visit, check))
        """
}

/// Who pays what of a price, and why a voucher does not.
func drawTable(_ visit: Visit, _ draw: VoucherDraw, total: Money) -> HTML {
    let t = visit.t
    let notes: HTML =
        draw.notes.isEmpty
        ? .empty
        : "<h3>\(t("Vouchers that do not pay here, and why"))</h3><ul>\(each: draw.notes, { "<li>\(t($0))</li>" })</ul>"
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Who pays"))"><table>
        <caption>\(t("Held until the usage is accepted; for what is not used it goes back to where it came from. Amounts in yuan."))</caption>
        <thead><tr><th scope="col">\(t("Account"))</th><th scope="col" class="num">\(t("Held (yuan)"))</th></tr></thead><tbody>
        \(each: draw.parts, { part in
            "<tr><th scope=\"row\">\(visit.link("/vouchers/\(part.grant)", t("Voucher of {programme}", ["programme": t(part.programmeName)])))</th><td class=\"num\">\(part.amount.groupedText)</td></tr>"
        })
        <tr><th scope="row">\(visit.link("/money", t("Your own account")))</th><td class="num">\(draw.own.groupedText)</td></tr>
        <tr><th scope="row">\(t("Total"))</th><td class="num"><strong>\(total.groupedText)</strong></td></tr></tbody></table></div>
        \(notes)
        """
}

private func missingMoney(_ visit: Visit, _ check: BookingCheck) -> HTML {
    let t = visit.t
    return """
        <div class="notice"><h2>\(t("{amount} is missing in your own account", ["amount": t.money(check.missing)]))</h2>
        <p>\(t("It has {available}; your share is {share}. Deposit the difference with the reference {reference}; then come back to reserve.", ["available": t.money(check.available), "share": t.money(check.draw.own), "reference": check.depositReference]))</p>
        <p>\(visit.link("/money", t("How to deposit")))</p></div>
        """
}

private func reserveButton(_ visit: Visit, _ check: BookingCheck) -> HTML {
    let booking = check.booking
    return visit.button(
        "/compute/windows/\(booking.window)/reserve",
        visit.t("Reserve and hold {amount}", ["amount": visit.t.money(check.price)]),
        hidden: [
            ("cards", String(booking.cards)), ("startsAt", booking.startsAt.isoText), ("endsAt", booking.endsAt.isoText),
            ("work", booking.work.rawValue), ("job", booking.job?.description ?? ""),
            ("shares", VoucherShare.text(check.draw.shares)),
        ])
}
