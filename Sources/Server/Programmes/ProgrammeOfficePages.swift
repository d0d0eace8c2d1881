import LabelMarket

/// Programmes, versions, pots and rounds of the bureau on one page each.
func officeProgrammesPage(_ visit: Visit, _ rows: [ProgrammeRow], _ form: FormMarkup) -> Page {
    let t = visit.t
    let mayImport = visit.signedIn?.actor.role == .officer
    return Page(t("Programmes of the bureau"), form: form) {
        "<h1>\(t("Programmes of the bureau"))</h1>"
        if rows.isEmpty {
            "<p>\(t("Your bureau has no programme yet. Write or import the first one below."))</p>"
        } else {
            versionTable(visit, rows)
        }
        if mayImport {
            """
            <p class="actions"><a class="button" href="\(visit.path("/office/programmes/new"))">\(t("Write a new programme"))</a></p>
            <h2>\(t("Import a version"))</h2>
            <p>\(t("The document is checked and kept as a draft. Firms see nothing of it until you publish it."))</p>
            \(visit.form("/office/programmes", upload: true))
            \(form.file("document", t("Programme document"), hint: t("An XML file of at most 1 MiB")))
            <p><button>\(t("Import"))</button></p></form>
            """
        }
    }
}

private func versionTable(_ visit: Visit, _ rows: [ProgrammeRow]) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Versions"))"><table><caption>\(t("Versions"))</caption>
        <thead><tr><th scope="col">\(t("Programme"))</th><th scope="col" class="num">\(t("Version"))</th><th scope="col">\(t("State"))</th>\
        <th scope="col">\(t("Actions"))</th></tr></thead><tbody>\(each: rows, { row in
            let path = "/office/programmes/\(row.key)/\(row.version)"
            return """
                <tr><th scope="row">\(t(row.name))</th><td class="num">\(row.version)</td>\
                <td><span class="tag">\(stateName(row.state, t))</span></td><td>\(visit.link(path, t("Open version {number} of {programme}", ["number": "\(row.version)", "programme": t(row.name)])))</td></tr>
                """
        })</tbody></table></div>
        """
}

/// One version as its bureau sees it: what changed, a place to try it, and publishing.
func officeVersionPage(_ visit: Visit, _ view: VersionView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let edition = view.edition
    let name = t(edition.programme.name)
    let title = t("At the bureau: {programme}, version {version}", ["programme": name, "version": "\(edition.version)"])
    let path = "/office/programmes/\(edition.key)/\(edition.version)"
    return Page(title, form: form, back: "/office/programmes") {
        """
        <h1>\(title)</h1><p><span class="tag">\(stateName(edition.state, t))</span> \
        \(visit.link("/programmes/\(edition.key)/versions/\(edition.version)", t("Read it as firms will see it"))) · \
        <a href="\(visit.path(path + "/document"))">\(t("Download the document"))</a></p>
        """
        differences(visit, view)
        if visit.signedIn?.actor.role == .officer {
            if edition.state == .draft {
                "<p class=\"actions\"><a class=\"button\" href=\"\(visit.path(path + "/edit"))\">\(t("Edit by forms"))</a></p>"
            } else {
                """
                <p>\(t("A draft is a copy: this version stays as it is."))</p>
                \(visit.button(path + "/draft", t("Start a draft from version {number}", ["number": "\(edition.version)"]), second: true))
                """
            }
        }
        tryForm(visit, view, form, path: path)
        if edition.state == .draft, visit.signedIn?.actor.role == .officer || visit.signedIn?.actor.role == .administrator {
            """
            <h2>\(t("Publish"))</h2>
            <p>\(view.before == nil ? t("Firms can apply as soon as it is in force.") : t("It replaces the version in force in one moment. Vouchers already granted keep the version they were granted under."))</p>
            \(visit.button(path + "/publish", t("Put version {number} in force", ["number": "\(edition.version)"])))
            """
        }
    }
}

private func differences(_ visit: Visit, _ view: VersionView) -> HTML {
    let t = visit.t
    guard let before = view.before else { return .empty }
    let heading = t("What changes from version {number}", ["number": "\(before)"])
    if view.changes.isEmpty { return "<h2>\(heading)</h2><p>\(t("No rule changes."))</p>" }
    return """
        <h2>\(heading)</h2><div class="scroll" tabindex="0" role="region" aria-label="\(heading)"><table><caption>\(heading)</caption>
        <thead><tr><th scope="col">\(t("Rule"))</th><th scope="col">\(t("Before"))</th><th scope="col">\(t("After"))</th></tr></thead>
        <tbody>\(each: view.changes, { change in
            """
            <tr><th scope="row">\(t(change.subject.name))</th><td>\(change.before.map { t($0) } ?? t("no such rule"))</td>\
            <td>\(change.after.map { t($0) } ?? t("no such rule"))</td></tr>
            """
        })</tbody></table></div>
        """
}

private func tryForm(_ visit: Visit, _ view: VersionView, _ form: FormMarkup, path: String) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Try it"))</h2><p>\(t("Work out what this version would say to a firm. Nothing is kept."))</p>
        <form method="get" action="\(visit.path(path))" class="filters" novalidate>
        \(form.select("firm", t("Kind of firm"), options: FirmKind.allCases.map { ($0.rawValue, t($0.name)) }))
        \(form.select("size", t("Size"), options: FirmSize.allCases.map { ($0.rawValue, t($0.name)) }))
        \(form.text("region", t("Region code"), hint: t("Six digits, such as 310000"), short: true, value: view.edition.programme.region.text))
        \(workField(form, WorkKind.labeling.rawValue))\(form.money("price", t("Planned price of the contract"), value: .yuan(100_000)))
        \(form.date("ends", t("Work ends on"), value: visit.now.shanghaiDate.advanced(byDays: 90)))
        <p><button class="second">\(t("Try it"))</button></p></form>
        \(view.trial.map { trial in
            """
            <p>\(outcomeTag(trial.outcome, t)) \(trial.entitled.map { t("The rules work out {amount}.", ["amount": t.money($0)]) } ?? noAmountWords(view.edition.programme, t))</p>
            \(verdictTable(trial.verdicts, caption: t("Verdict of the trial"), t))\(stepTable(trial.steps, t))
            """ as HTML
        })
        """
}
