import LabelMarket

func organisationsPage(_ visit: Visit, _ page: Paged<OrganisationRow>, _ search: String) -> Page {
    let t = visit.t
    return Page(t("Organisations")) {
        """
        <h1>\(t("Organisations"))</h1>
        \(if: visit.signedIn?.actor.role == .administrator, """
            <p>\(visit.link("/establish/bureau", t("Set up a bureau"))) · \(visit.link("/establish/auditOffice", t("Set up an audit office")))</p>
            """)
        \(searchForm(visit, "/organisations", t("Name or credit code"), search))
        <div class="scroll" tabindex="0" role="region" aria-labelledby="organisations"><table>
        <caption id="organisations">\(t("Organisations, in the order of registration"))</caption>
        <thead><tr><th scope="col">\(t("Name"))</th><th scope="col">\(t("Kind"))</th><th scope="col">\(t("Unified social credit code"))</th>\
        <th scope="col">\(t("Place of registration"))</th><th scope="col">\(t("Registered here"))</th></tr></thead>
        <tbody>\(each: page.rows, { row in
            """
            <tr><th scope="row"><a href="\(visit.path("/organisations/\(row.id)"))">\(t.written(t(row.name)))</a></th><td>\(AccountWords.kind(row.kind, t))</td>\
            <td><code>\(row.creditCode.text)</code></td><td>\(regionName(row.region, t))</td>\
            <td>\(t.dateElement(row.registeredAt.shanghaiDate))</td></tr>
            """
        })</tbody></table></div>
        \(if: page.rows.isEmpty, "<p>\(t("Nothing found."))</p>")
        \(pager(visit, "/organisations", search, page.hasMore ? page.rows.last?.id.description : nil))
        """
    }
}

func peoplePage(_ visit: Visit, _ page: Paged<PersonRow>, _ search: String) -> Page {
    let t = visit.t
    return Page(t("People")) {
        """
        <h1>\(t("People"))</h1>
        \(searchForm(visit, "/people", t("Name or e-mail address"), search))
        <div class="scroll" tabindex="0" role="region" aria-labelledby="people"><table>
        <caption id="people">\(t("People, in the order of their accounts"))</caption>
        <thead><tr><th scope="col">\(t("Full name"))</th><th scope="col">\(t("E-mail address"))</th><th scope="col">\(t("Memberships"))</th>\
        <th scope="col">\(t("Second factor"))</th><th scope="col">\(t("Account since"))</th></tr></thead>
        <tbody>\(each: page.rows, { personRow($0, t) })</tbody></table></div>
        \(if: page.rows.isEmpty, "<p>\(t("Nothing found."))</p>")
        \(pager(visit, "/people", search, page.hasMore ? page.rows.last?.id.description : nil))
        """
    }
}

private func personRow(_ row: PersonRow, _ t: Texts) -> HTML {
    let seats = row.seats.map { seat -> HTML in
        "<div>\(t.written(t(seat.organisation))) · \(Navigation.name(of: seat.role, t))</div>"
    }
    return """
        <tr><th scope="row">\(t.written(row.name))</th><td>\(row.email)</td><td>\(seats)</td>\
        <td>\(row.hasSecondFactor ? t("Set up") : t("Not set up"))</td><td>\(t.dateElement(row.createdAt.shanghaiDate))</td></tr>
        """
}

func establishPage(_ visit: Visit, _ kind: OrganisationKind, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = kind == .bureau ? t("Set up a bureau") : t("Set up an audit office")
    return Page(title, form: form, back: "/organisations") {
        """
        <h1>\(title)</h1>
        \(visit.form("/establish/\(kind.rawValue)"))\
        \(identityFields(form, nil))\(form.text(
            "creditCode", t("Unified social credit code"),
            hint: t("18 characters, as on the licence; spaces do not matter")))\(placeFields(form, nil))\
        \(form.text("email", t("E-mail address of the first member"), type: "email", autocomplete: "off"))\
        <button>\(t("Set up and invite"))</button></form>
        """
    }
}

/// A search that stands in the address.
private func searchForm(_ visit: Visit, _ path: String, _ label: String, _ search: String) -> HTML {
    """
    <search><form class="filters" action="\(visit.path(path))" method="get"><div class="field"><label for="q">\(label)</label>\
    <input id="q" name="q" type="search" value="\(search)"></div>\
    <div class="field"><button class="second">\(visit.t("Search"))</button></div></form></search>
    """
}

/// The way on in a list that is paged by key; nothing when there is none.
private func pager(_ visit: Visit, _ path: String, _ search: String, _ after: String?) -> HTML {
    let t = visit.t
    let query = search.isEmpty ? "" : "q=" + encodeURL(search)
    var items: HTML = .empty
    if visit.query.has("after") {
        items += "<li>\(visit.link(path + (query.isEmpty ? "" : "?" + query), t("First page")))</li>"
    }
    if let after {
        let address = path + "?after=" + after + (query.isEmpty ? "" : "&" + query)
        items += "<li><a href=\"\(visit.path(address))\" rel=\"next\">\(t("Next page"))</a></li>"
    }
    return items.isEmpty ? .empty : "<nav aria-label=\"\(t("Pages"))\"><ul class=\"pages\">\(items)</ul></nav>"
}
