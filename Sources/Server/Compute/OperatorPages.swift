import LabelMarket

/// The operator's own sites.
func ownSitesPage(_ visit: Visit, _ views: [SiteView]) -> Page {
    let t = visit.t
    return Page(t("My sites")) {
        """
        <h1>\(t("My sites"))</h1>
        <p class="actions"><a class="button" href="\(visit.path("/sites/new"))">\(t("Register a site"))</a> \
        \(visit.link("/keys", t("Keys for signed usage")))</p>
        """
        if views.isEmpty {
            "<p>\(t("You have no site yet. Register one with its hub and power, then its accelerators, then publish windows."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("My sites"))"><table><caption>\(t("Sites with their accelerators"))</caption>
            <thead><tr><th scope="col">\(t("Site"))</th><th scope="col">\(t("Hub"))</th><th scope="col">\(t("Accelerators"))</th><th scope="col" class="num">\(t("Open windows"))</th></tr></thead>
            <tbody>\(each: views, { view in
                """
                <tr><th scope="row">\(visit.link("/compute/sites/\(view.site.id)", t(view.site.name)))</th><td>\(hubWords(view.site, t))</td>
                <td>\(t.list(view.classes.map { "\(t.count($0.facts.quantity)) × \($0.accelerator)" }))</td><td class="num">\(t.count(view.windowCount))</td></tr>
                """
            })</tbody></table></div>
            """
        }
    }
}

func siteFormPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    let hubs = Hub.all.flatMap { hub in
        [(hub.key, t(hub.name))] + hub.clusters.map { ("\(hub.key)/\($0.key)", t(hub.name) + t.comma + t($0.name)) }
    }
    return Page(t("Register a site"), form: form, back: "/sites") {
        """
        <h1>\(t("Register a site"))</h1>\(visit.form("/sites/new"))
        \(form.text("nameZh", t("Name of the site")))\(form.text("nameEn", t("Name in English, if any")))
        \(form.select("hub", t("Hub and cluster"), options: [("", t("outside the national hubs"))] + hubs))
        \(form.select("region", t("Place"), options: [("", t("Choose"))] + Region.all.map { ($0.code, t($0.name)) }))
        \(claimFields(form, t, today: visit.now.shanghaiDate))
        <button>\(t("Register the site"))</button></form>
        """
    }
}

private func claimFields(_ form: FormMarkup, _ t: Texts, today: CivilDate) -> HTML {
    """
    <h2>\(t("What you claim of it"))</h2><p>\(t("Shown to everyone as your claim, with its day. It can be stated anew at any time; earlier claims stay."))</p>
    \(form.date("claimedOn", t("As of"), value: today))
    \(form.text("racks", t("Racks filled, percent"), inputMode: "decimal", short: true))
    \(form.text("used", t("Compute used, percent"), hint: t("Of what the accelerators could compute, not of the racks"), inputMode: "decimal", short: true))
    \(form.text("green", t("Renewable power, percent"), inputMode: "decimal", short: true))
    \(form.money("power", t("Price of a megawatt-hour, in yuan")))
    """
}

func claimUtilisationPage(_ visit: Visit, _ view: SiteView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("Utilisation and power of {name}", ["name": t(view.site.name)])
    return Page(title, form: form, back: "/compute/sites/\(view.site.id)") {
        """
        <h1>\(title)</h1>\(visit.form("/sites/\(view.site.id)/claim"))
        \(claimFields(form, t, today: visit.now.shanghaiDate))<button>\(t("State this"))</button></form>
        """
    }
}

func keysPage(_ visit: Visit, _ keys: [OperatorKey], _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Keys for signed usage"), form: form, back: "/sites") {
        """
        <h1>\(t("Keys for signed usage"))</h1>
        <p>\(t("A usage file signed with one of your Ed25519 keys proves that it came from you unchanged. The market keeps the public key only."))</p>
        """
        if keys.isEmpty {
            "<p>\(t("You have no key yet."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Keys"))"><table><caption>\(t("Your keys, newest first"))</caption>
            <thead><tr><th scope="col">\(t("Name"))</th><th scope="col">\(t("Public key"))</th><th scope="col">\(t("Registered"))</th><th scope="col">\(t("State"))</th></tr></thead>
            <tbody>\(each: keys, { key in
                """
                <tr><th scope="row">\(key.name)</th><td><code>\(hexadecimal(key.publicKey))</code></td><td>\(t.timeElement(key.registeredAt))</td>
                <td>\(key.revokedAt == nil ? visit.button("/keys/\(key.id)/revoke", t("Revoke {name}", ["name": key.name]), second: true) : "\(t("revoked"))")</td></tr>
                """
            })</tbody></table></div>
            """
        }
        """
        <h2>\(t("Register a key"))</h2>\(visit.form("/keys"))\(form.text("name", t("Name of the key")))
        \(form.text("publicKey", t("Public key"), hint: t("32 bytes, in hexadecimal or base 64")))<button>\(t("Register the key"))</button></form>
        """
    }
}

func ownWindowsPage(_ visit: Visit, _ rows: [OwnWindowLine], next: WindowPlace?) -> Page {
    let t = visit.t
    return Page(t("My windows")) {
        "<h1>\(t("My windows"))</h1><p>\(t("Windows are published from a site.")) \(visit.link("/sites", t("My sites")))</p>"
        if rows.isEmpty {
            "<p>\(t("You have published nothing yet."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("My windows"))"><table><caption>\(t("Latest start first"))</caption>
            <thead><tr><th scope="col">\(t("Window"))</th><th scope="col">\(t("Site"))</th><th scope="col">\(t("Time"))</th>
            <th scope="col" class="num">\(t("Reserved card-hours"))</th><th scope="col" class="num">\(t("Of"))</th><th scope="col">\(t("State"))</th></tr></thead>
            <tbody>\(each: rows, { line in
                """
                <tr><th scope="row">\(visit.link("/compute/windows/\(line.window.id)", "\(t.count(line.window.terms.cards)) × \(line.window.accelerator)"))</th>
                <td>\(t(line.site.name))</td><td>\(span(line.window.terms.startsAt, line.window.terms.endsAt, t))</td>
                <td class="num">\(t.count(line.window.bookedCardHours))</td><td class="num">\(t.count(line.window.cardHours))</td>
                <td><span class="tag\(if: line.window.state == .open, " open")">\(t(line.window.state))</span></td></tr>
                """
            })</tbody></table></div>
            """
        }
        if let next {
            "<ul class=\"pages\"><li>\(visit.link("/windows?before=\(next.startsAt.milliseconds).\(next.window)", t("Next page")))</li></ul>"
        }
    }
}

/// A new window, once or by the calendar.
func newWindowPage(_ visit: Visit, _ view: SiteView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let days = [t("Monday"), t("Tuesday"), t("Wednesday"), t("Thursday"), t("Friday"), t("Saturday"), t("Sunday")]
    return Page(t("Publish a window") + t.bracketed(t(view.site.name)), form: form, back: "/compute/sites/\(view.site.id)") {
        "<h1>\(t("Publish a window"))</h1>"
        if view.classes.isEmpty {
            "<p>\(t("Register the accelerators first.")) \(visit.link("/sites/\(view.site.id)/accelerators/new", t("Register accelerators")))</p>"
        } else {
            """
            \(visit.form("/sites/\(view.site.id)/windows/new"))
            \(form.select("class", t("Accelerators"), options: view.classes.map { ($0.id.description, "\($0.accelerator) · \(t.count($0.facts.quantity))") }))
            \(termFields(form, nil, t))
            <h2>\(t("Repeat it"))</h2>
            \(form.checkboxes("days", t("On these days of the week"), hint: t("None for every day; nothing is repeated without a last day"), options: days.enumerated().map { (String($0.offset + 1), $0.element) }))
            \(form.date("until", t("Last day, if it repeats")))
            <button>\(t("Publish"))</button></form>
            """
        }
    }
}

private func termFields(_ form: FormMarkup, _ terms: WindowTerms?, _ t: Texts) -> HTML {
    let hint = t("Beijing time, such as 2026-12-01 08:00; times with a zone are converted")
    func typed(_ moment: Instant?) -> String? {
        moment.map { $0.shanghaiDate.isoText + " " + padded($0.shanghaiClock.hour, 2) + ":" + padded($0.shanghaiClock.minute, 2) }
    }
    return """
        \(form.text("startsAt", t("Starts"), hint: hint, value: typed(terms?.startsAt)))
        \(form.text("endsAt", t("Ends"), hint: hint, value: typed(terms?.endsAt)))
        \(form.text("cards", t("Cards"), inputMode: "numeric", short: true, value: terms.map { String($0.cards) }))
        \(form.money("price", t("Yuan for a card-hour"), value: terms?.pricePerCardHour))
        \(form.text("minimum", t("Smallest booking, in card-hours"), inputMode: "numeric", short: true, value: terms.map { String($0.minimumCardHours) } ?? "1"))
        \(form.text("notice", t("Cancelling is free until so many hours before the start"), inputMode: "numeric", short: true, value: terms.map { String($0.cancellation.noticeHours) } ?? "24"))
        \(form.text("fee", t("Cancelling later costs, percent of the price"), hint: t("Taken from the buyer's own money, never from a voucher"), inputMode: "decimal", short: true, value: terms.map { t.percent(basisPoints: Int64($0.cancellation.feeBasisPoints)).replacing("%", with: "") } ?? "20"))
        """
}

func editWindowPage(_ visit: Visit, _ view: WindowView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let window = view.offer.window
    return Page(t("Change this window") + t.bracketed(window.accelerator), form: form, back: "/compute/windows/\(window.id)") {
        """
        <h1>\(t("Change this window"))</h1>
        <p>\(t("What is reserved keeps its time, its cards and its price: {count} card-hours so far.", ["count": t.count(window.bookedCardHours)]))</p>
        \(visit.form("/windows/\(window.id)/edit"))<input type="hidden" name="revision" value="\(window.revision)">
        \(termFields(form, window.terms, t))<button>\(t("Save"))</button></form>
        """
    }
}

/// Windows from CSV.
func windowFilePage(_ visit: Visit, _ view: SiteView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let example = """
        accelerator,starts_at,ends_at,cards,price_yuan,minimum_card_hours,notice_hours,fee_percent
        \(view.classes.first?.accelerator ?? "Ascend 910B"),2026-12-01 08:00,2026-12-05 20:00,64,6.50,16,24,20
        """
    return Page(t("Publish windows from a file") + t.bracketed(t(view.site.name)), form: form, back: "/compute/sites/\(view.site.id)") {
        """
        <h1>\(t("Publish windows from a file"))</h1>
        <p>\(t("CSV: the first line names the columns, each further line is a window. Times are Beijing time unless they carry a zone. All windows are published or none; every mistake is named with its line."))</p>
        <pre>\(example)</pre>
        \(visit.form("/sites/\(view.site.id)/windows/file", upload: true))
        \(form.file("file", t("File"), hint: t("At most 1 MiB; or paste its content below")))
        \(form.area("rows", t("Content"), rows: 8))<button>\(t("Publish"))</button></form>
        """
    }
}
