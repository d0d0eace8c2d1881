import LabelMarket

/// Every programme in force, with what it pays for.
func programmesPage(_ visit: Visit, _ rows: [ProgrammeRow], filter: ProgrammeFilter) -> Page {
    let t = visit.t
    return Page(t("Voucher programmes")) {
        """
        <h1>\(t("Voucher programmes"))</h1>
        <p>\(t("Every rule is shown with its source and how well it is proven. Before you apply you see, rule by rule, what holds for your firm."))</p>
        """
        filterForm(visit, filter)
        if rows.isEmpty {
            "<p>\(t("No programme in force matches this choice."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Programmes in force"))"><table>
            <caption>\(t("Programmes in force"))</caption><thead><tr><th scope="col">\(t("Programme"))</th>\
            <th scope="col">\(t("Bureau"))</th><th scope="col">\(t("Region"))</th><th scope="col">\(t("Voucher"))</th>\
            <th scope="col">\(t("Rate"))</th></tr></thead><tbody>\(each: rows, { programmeRow(visit, $0) })</tbody></table></div>
            """
        }
        if visit.signedIn?.actor.role == .buyer {
            "<p>\(visit.link("/vouchers/can-use", t("See which of them your firm can use")))</p>"
        }
    }
}

struct ProgrammeFilter: Sendable {
    let region: RegionCode?
    let kind: VoucherKind?
    let form: FormFields

    init(_ query: FormFields) {
        form = query
        region = RegionCode(query.raw("region"))
        kind = VoucherKind(rawValue: query.raw("kind"))
    }

    static let regions = ["110000", "310000", "330000", "370000", "410000", "440000", "510000"]
}

private func filterForm(_ visit: Visit, _ filter: ProgrammeFilter) -> HTML {
    let t = visit.t
    let form = FormMarkup(t: t, fields: filter.form)
    let regions = ProgrammeFilter.regions.compactMap { code in RegionCode(code).map { (code, t($0.name)) } }
    let kinds = VoucherKind.allCases.map { ($0.rawValue, t($0.name)) }
    return """
        <form method="get" action="\(visit.path("/programmes"))" class="filters">
        \(form.select("region", t("Region"), options: [("", t("All regions"))] + regions))
        \(form.select("kind", t("Voucher"), options: [("", t("All kinds"))] + kinds))
        <p><button class="second">\(t("Show"))</button></p></form>
        """
}

private func programmeRow(_ visit: Visit, _ row: ProgrammeRow) -> HTML {
    let t = visit.t
    let rates = row.programme.clauses.filter { $0.rule.kind == .rate }.map { t($0.rule.sentence) }
    return """
        <tr><th scope="row">\(visit.link("/programmes/\(row.key)", t(row.name)))</th><td>\(t(row.programme.bureau))</td>\
        <td>\(t(row.programme.region.name))</td><td>\(row.programme.voucherKind.map { t($0.name) } ?? t("not found"))</td>\
        <td>\(rates.isEmpty ? t("not found") : rates.joined(separator: t.semicolon))</td></tr>
        """
}

/// One version of a programme: every rule in words, with its value, source and proof.
func programmePage(_ visit: Visit, _ page: ProgrammePage) -> Page {
    let t = visit.t
    let programme = page.edition.programme
    return Page(title(visit, page), back: "/programmes") {
        """
        <h1>\(title(visit, page))</h1><p>\(t(programme.summary))</p>
        """
        if page.edition.state != .inForce {
            "<p class=\"notice\">\(t("This version is not in force: {state}.", ["state": stateName(page.edition.state, t)]))</p>"
        }
        """
        <dl class="summary">
        \(row(t("Bureau"), t(programme.bureau)))\(row(t("Administered here by"), t(page.bureauName)))
        \(row(t("Region"), t(programme.region.name)))\(row(t("Version"), "\(page.edition.version)"))
        \(row(t("Policy in force from"), programme.validFrom.map(t.date) ?? t("not found")))
        \(row(t("Policy in force until"), programme.validTo.map(t.date) ?? t("not found")))
        \(if: programme.leavesAwardOpen, row(t("Amount"), noAmountWords(programme, t)))
        </dl>
        """
        actions(visit, page)
        ruleTable(visit, programme)
        roundList(visit, page.rounds)
        versionList(visit, page)
    }
}

private func title(_ visit: Visit, _ page: ProgrammePage) -> String {
    let name = visit.t(page.edition.programme.name)
    if page.edition.state == .inForce, (try? visit.parameter("version")) == nil { return name }
    return visit.t("{programme}, version {version}", ["programme": name, "version": "\(page.edition.version)"])
}

func stateName(_ state: EditionState, _ t: Texts) -> String {
    switch state {
    case .draft: t("draft")
    case .inForce: t("in force")
    case .superseded: t("superseded")
    }
}

/// A row of a summary list.
private func row(_ term: String, _ value: String) -> HTML {
    "<div><dt>\(term)</dt><dd>\(value)</dd></div>"
}

private func actions(_ visit: Visit, _ page: ProgrammePage) -> HTML {
    let t = visit.t
    let key = page.edition.key
    let isInForce = page.edition.state == .inForce
    let isBuyer = visit.signedIn?.actor.role == .buyer
    return """
        <p class="actions">\(if: isInForce && isBuyer, """
            <a class="button" href="\(visit.path("/programmes/\(key)/apply"))">\(t("Apply for a voucher"))</a> \
            \(visit.link("/programmes/\(key)/verdict", t("See the verdict for your firm")))
            """)\
        \(if: isInForce && visit.signedIn == nil, "<a class=\"button\" href=\"\(visit.path("/sign-in?next=" + encodeURL(visit.path("/programmes/\(key)/apply"))))\">\(t("Sign in to apply"))</a>")
        \(visit.link("/programmes/\(key)/take-up", t("Take-up: where the money is"))) · \
        \(visit.link("/programmes/\(key)/notice", t("Public notice")))</p>
        """
}

private func ruleTable(_ visit: Visit, _ programme: Programme) -> HTML {
    let t = visit.t
    let order = RuleKind.allCases
    let clauses = programme.clauses.enumerated().sorted { left, right in
        let places = (order.firstIndex(of: left.element.rule.kind) ?? 0, order.firstIndex(of: right.element.rule.kind) ?? 0)
        return (places.0, left.offset) < (places.1, right.offset)
    }
    return """
        <h2>\(t("Rules"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Rules with their sources"))"><table>
        <caption>\(t("Rules with their sources"))</caption><thead><tr><th scope="col">\(t("Rule"))</th>\
        <th scope="col">\(t("What it says"))</th><th scope="col">\(t("Proof"))</th><th scope="col">\(t("Source"))</th></tr></thead>
        <tbody>\(each: clauses, { entry in
            let clause = entry.element
            return """
                <tr id="rule-\(clause.id)"><th scope="row">\(t(clause.rule.kind.name))</th><td>\(t(clause.rule.sentence))</td>\
                <td>\(proofTag(clause.source.status, t))</td><td>\(sourceWords(clause.source, t))</td></tr>
                """
        })</tbody></table></div>
        """
}

/// How well a parameter is proven, as its letter and what that means.
func proofTag(_ status: ProofStatus, _ t: Texts) -> HTML {
    "<span class=\"tag\">\(status.rawValue)</span> \(t(status.meaning))"
}

private func sourceWords(_ source: Source, _ t: Texts) -> HTML {
    """
    \(each: source.citations, { citation in "<span>[\(citation.number)] \(addressLink(citation.address))</span> " })\
    \(source.note.map { "<span class=\"hint\">\(t($0))</span>" as HTML })
    """
}

private func addressLink(_ address: String?) -> HTML {
    guard let address else { return .empty }
    return address.hasPrefix("https://") || address.hasPrefix("http://")
        ? "<a href=\"\(address)\">\(address)</a>" : "\(address)"
}

private func roundList(_ visit: Visit, _ rounds: [RoundRow]) -> HTML {
    let t = visit.t
    if rounds.isEmpty { return .empty }
    return """
        <h2>\(t("Rounds"))</h2><ul>\(each: rounds, { round in
            """
            <li>\(visit.link("/programmes/\(round.programme)/rounds/\(round.id)", round.name))\(t.colon)\(t.timeElement(round.opensAt)) – \(t.timeElement(round.closesAt)) \
            <span class="tag\(if: round.isOpen(at: visit.now), " open")">\(roundState(round, visit.now, t))</span></li>
            """
        })</ul>
        """
}

func roundState(_ round: RoundRow, _ now: Instant, _ t: Texts) -> String {
    if round.isOpen(at: now) { return t("open") }
    return now < round.opensAt ? t("not open yet") : t("closed")
}

private func versionList(_ visit: Visit, _ page: ProgrammePage) -> HTML {
    let t = visit.t
    if page.versions.count < 2 { return .empty }
    let key = page.edition.key
    return """
        <h2>\(t("Versions"))</h2><ul>\(each: page.versions, { version in
            """
            <li>\(visit.link("/programmes/\(key)/versions/\(version.version)", t("Version {number}", ["number": "\(version.version)"]))) \
            <span class="tag">\(stateName(version.state, t))</span> \(t.dateElement(version.importedAt.shanghaiDate))</li>
            """
        })</ul>
        """
}
