import LabelMarket

/// What the viewer can do with a reservation now.
func reservationSteps(_ visit: Visit, _ view: ReservationView, _ form: FormMarkup) -> HTML {
    switch view.viewer {
    case .buyer: buyerSteps(visit, view, form)
    case .operator: operatorSteps(visit, view, form)
    case .administrator where view.reservation.state == .disputed: decisionForm(visit, view, form)
    default: .empty
    }
}

private func buyerSteps(_ visit: Visit, _ view: ReservationView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let reservation = view.reservation
    let path = "/reservations/\(reservation.id)"
    switch reservation.state {
    case .requested, .confirmed:
        guard view.now < reservation.use.from else { return .empty }
        let cost =
            view.feeNow == .zero
            ? t("Cancelling now costs nothing.")
            : t("Cancelling now costs {amount} of your own money.", ["amount": t.money(view.feeNow)])
        return """
            <details><summary>\(t("Cancel this reservation"))</summary><p>\(cost)</p>\(visit.form("\(path)/cancel"))
            \(form.area("reason", t("Reason, if you like"), rows: 2))<button class="second">\(t("Cancel the reservation"))</button></form></details>
            """
    case .reported:
        return """
            <h2>\(t("Is the usage right?"))</h2>
            \(visit.button("\(path)/accept", t("Accept and pay for the usage")))
            <details><summary>\(t("Dispute the usage"))</summary>\(visit.form("\(path)/dispute"))
            \(form.area("reason", t("What is wrong with it"), hint: t("The data centre reads it; nothing is paid meanwhile."), rows: 4))
            <button class="second">\(t("Dispute"))</button></form></details>
            """
    case .disputed: return visit.button("\(path)/accept", t("Accept the report after all"))
    default: return .empty
    }
}

private func operatorSteps(_ visit: Visit, _ view: ReservationView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let reservation = view.reservation
    let path = "/reservations/\(reservation.id)"
    func refusal(_ step: String, _ summary: String, _ words: String) -> HTML {
        """
        <details\(if: !form.errors.isEmpty, " open")><summary>\(summary)</summary>\(visit.form("\(path)/\(step)"))
        \(form.area("reason", t("Reason"), hint: t("The buyer reads it."), rows: 3))<button class="second">\(words)</button></form></details>
        """
    }
    switch reservation.state {
    case .requested:
        return visit.button("\(path)/confirm", t("Confirm the reservation"))
            + refusal("decline", t("Decline the reservation"), t("Decline"))
    case .confirmed where view.now < reservation.use.to:
        return refusal("call-off", t("The reservation cannot be kept"), t("Call it off"))
    case .confirmed, .reported, .disputed: return usageForms(visit, view, form)
    case .closed, .cancelled:
        return reservation.captured > .zero ? "<p>\(visit.link("/claims", t("Claim payment")))</p>" : .empty
    default: return .empty
    }
}

private func usageForms(_ visit: Visit, _ view: ReservationView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let reservation = view.reservation
    let path = "/reservations/\(reservation.id)/usage"
    func typed(_ moment: Instant) -> String {
        moment.shanghaiDate.isoText + " " + padded(moment.shanghaiClock.hour, 2) + ":" + padded(moment.shanghaiClock.minute, 2)
    }
    let suggestion = "\(typed(reservation.use.from)), \(typed(reservation.use.to)), \(reservation.cardHours)"
    return """
        <h2>\(t("Report what was used"))</h2>\(visit.form(path))
        \(form.area("usage", t("Usage"), hint: t("A line a record: from, to, card-hours. Beijing time unless a zone is given."), rows: 4, value: suggestion))
        <button>\(t("Report the usage"))</button></form>
        <details\(if: form.errors.list.contains { ["file", "signature", "key"].contains($0.field) }, " open")><summary>\(t("Report from a file, signed or not"))</summary>
        <p>\(t("CSV with the columns reservation, from, to and card_hours or card_seconds; or JSON with the same names. A signed file must name the reservation {number}.", ["number": reservation.number]))</p>
        \(visit.form("\(path)/file", upload: true))\(form.file("file", t("Usage file"), hint: t("At most 1 MiB; it is kept as evidence")))
        \(form.select("key", t("Signed with"), options: [("", t("not signed"))] + view.keys.map { ($0.id.description, $0.name) }))
        \(form.text("signature", t("Signature"), hint: t("64 bytes of Ed25519 over the file, in hexadecimal or base 64")))
        <button>\(t("Report from the file"))</button></form></details>
        """
}

private func decisionForm(_ visit: Visit, _ view: ReservationView, _ form: FormMarkup) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Decide the dispute"))</h2>\(visit.form("/reservations/\(view.reservation.id)/decision"))
        \(form.text("hours", t("Card-hours that count as used"), hint: t("Reported: {count}", ["count": cardHours(view.standing?.cardSeconds ?? 0, t)]), inputMode: "decimal", short: true))
        \(form.area("reason", t("Reason"), hint: t("Both sides read it."), rows: 3))<button>\(t("Decide"))</button></form>
        """
}
