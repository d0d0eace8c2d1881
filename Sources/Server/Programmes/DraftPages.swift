import LabelMarket

/// A draft with all its rules, each to be changed on a page of its own.
func draftPage(_ visit: Visit, _ edition: ProgrammeEdition, _ form: FormMarkup) -> Page {
    let t = visit.t
    let programme = edition.programme
    let path = draftPath(edition)
    let title = t("Edit {programme}, version {version}", ["programme": t(programme.name), "version": "\(edition.version)"])
    return Page(title, form: form, back: path) {
        """
        <h1>\(title)</h1>
        <p>\(t("Firms see nothing of a draft. What is saved here stands in the draft at once; nothing in force changes before you publish."))</p>
        \(staleNote(form, t))
        <h2>\(t("Rules"))</h2>
        """
        draftRules(visit, edition)
        silentRules(edition, t)
        """
        <h2>\(t("Add a rule"))</h2>\(visit.form(path + "/rules"))\(seenField(edition))
        \(form.select("kind", t("Kind of rule"), options: RuleStarter.all.map { ($0.key, t($0.name)) }))
        <p><button class="second">\(t("Add the rule"))</button></p></form>
        <h2>\(t("Name and texts"))</h2>\(visit.form(path + "/edit"))\(seenField(edition))
        \(bilingualFields(form, "name", t("Name"), programme.name))\(bilingualFields(form, "summary", t("Summary"), programme.summary))
        \(bilingualFields(form, "bureau", t("Bureau"), programme.bureau))
        \(form.text("region", t("Region code"), hint: t("Six digits, such as 310000"), short: true, value: programme.region.text))
        \(form.select("level", t("Level"), options: AdministrativeLevel.allCases.map { ($0.rawValue, t($0.name)) }, value: programme.level.rawValue))
        \(form.date("from", t("First day of applications"), hint: t("Leave empty where no text names one"), value: programme.validFrom))
        \(form.date("to", t("Last day of applications"), hint: t("Leave empty where no text names one"), value: programme.validTo))
        <p><button>\(t("Save the texts"))</button></p></form>
        <p class="actions">\(visit.link(path, t("Compare with the version in force, try it, publish")))</p>
        """
    }
}

func draftPath(_ edition: ProgrammeEdition) -> String { "/office/programmes/\(edition.key)/\(edition.version)" }

/// What two officers at once lead to, above the forms.
private func staleNote(_ form: FormMarkup, _ t: Texts) -> HTML {
    guard let message = form.errors.message("seen") else { return .empty }
    return "<p id=\"seen\" class=\"notice\">\(message)</p>"
}

private func seenField(_ edition: ProgrammeEdition) -> HTML {
    "<input type=\"hidden\" name=\"seen\" value=\"\(hexadecimal(edition.documentHash))\">"
}

private func bilingualFields(_ form: FormMarkup, _ name: String, _ label: String, _ words: Bilingual) -> HTML {
    let t = form.t
    return """
        \(form.area("\(name)-en", t("{field}, in English", ["field": label]), rows: 2, value: words.en))
        \(form.area("\(name)-zh", t("{field}, in Chinese", ["field": label]), rows: 2, value: words.zh))
        """
}

/// What the draft says nothing about yet; nothing is wrong with that, but a firm then gets no answer.
private func silentRules(_ edition: ProgrammeEdition, _ t: Texts) -> HTML {
    let kinds = edition.programme.silentKinds
    if kinds.isEmpty { return .empty }
    return """
        <h2>\(t("Not written yet"))</h2>
        <p>\(t("No rule of the draft speaks of these. Whatever depends on them stays unsettled for a firm."))</p>
        <ul>\(each: kinds, { "<li>\(t($0.name))</li>" })</ul>
        """
}

private func draftRules(_ visit: Visit, _ edition: ProgrammeEdition) -> HTML {
    let t = visit.t
    if edition.programme.clauses.isEmpty { return "<p>\(t("There is no rule yet."))</p>" }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Rules of the draft"))"><table><caption>\(t("Rules of the draft"))</caption>
        <thead><tr><th scope="col">\(t("Rule"))</th><th scope="col">\(t("What it says"))</th><th scope="col">\(t("Proof"))</th>\
        <th scope="col">\(t("Actions"))</th></tr></thead><tbody>\(each: edition.programme.clauses, { clause in
            let words = ["rule": "\(t(clause.rule.kind.name)) (\(clause.id))"] as KeyValuePairs
            return """
                <tr id="rule-\(clause.id)"><th scope="row">\(t(clause.rule.kind.name))<br><small>\(clause.id)</small></th>\
                <td>\(t(clause.rule.sentence))</td><td>\(proofTag(clause.source.status, t))</td>\
                <td>\(visit.link(draftPath(edition) + "/rules/\(clause.id)", t("Change {rule}", words)))</td></tr>
                """
        })</tbody></table></div>
        """
}

/// One rule as a form: every parameter with its source and proof status, in the order of the format.
func draftRulePage(_ visit: Visit, _ edition: ProgrammeEdition, _ clause: Clause, _ form: FormMarkup) -> Page {
    let t = visit.t
    let name = "\(t(clause.rule.kind.name)) (\(clause.id))"
    let title = t("Change {rule}", ["rule": name])
    let path = draftPath(edition)
    let fields = clause.fieldsWithRoom.filter { $0.path != "test" }
    let (own, source) = (fields.filter { !$0.path.hasPrefix("source.") }, fields.filter { $0.path.hasPrefix("source.") })
    return Page(title, form: form, back: path + "/edit") {
        """
        <h1>\(title)</h1><p class="hint">\(t("{programme}, version {version}", ["programme": t(edition.programme.name), "version": "\(edition.version)"]))</p>
        \(staleNote(form, t))
        <p>\(t("Now: {sentence}.", ["sentence": t(clause.rule.sentence)]))</p>
        <p class="hint">\(t("Leave a parameter empty where no text fixes it: the rule then answers “not proven”."))</p>
        \(visit.form(path + "/rules/\(clause.id)"))\(seenField(edition))
        \(fieldGroups(own, clause, form))
        <h2>\(t("Source"))</h2>\(fieldGroups(source, clause, form))
        \(removalBoxes(clause, form))
        <p><button>\(t("Save the rule"))</button></p></form>
        <h2>\(t("Remove the rule"))</h2><p>\(t("It goes from the draft; versions that were in force keep it."))</p>
        \(visit.button(path + "/rules/\(clause.id)/remove", t("Remove {rule}", ["rule": name]), second: true, hidden: [("seen", hexadecimal(edition.documentHash))]))
        """
    }
}

/// Fields by the part that they belong to, conditions by themselves; what says nothing yet is folded away.
private func fieldGroups(_ fields: [RuleField], _ clause: Clause, _ form: FormMarkup) -> HTML {
    let t = form.t
    var groups: [(title: String, fields: [RuleField])] = []
    for field in fields {
        let part = field.part.map { partName($0, t) } ?? ""
        let isCondition = field.path.split(separator: ".").contains("when")
        let title = isCondition ? (part.isEmpty ? t("Condition") : t("Condition of {part}", ["part": part])) : part
        if groups.last?.title == title { groups[groups.count - 1].fields.append(field) } else { groups.append((title, [field])) }
    }
    let markup = groups.map { group -> HTML in
        let inside: HTML = "\(each: group.fields, { ruleField($0, clause, form) })"
        if group.title.isEmpty { return inside }
        let isOpen = group.fields.contains { field in
            !field.value.isEmpty || !form.fields.trimmed("v.\(field.path)").isEmpty || form.errors.message("v.\(field.path)") != nil
        }
        return "<details\(if: isOpen, " open")><summary>\(group.title)</summary>\(inside)</details>"
    }
    return markup.reduce(into: .empty) { $0 += $1 }
}

private func ruleField(_ field: RuleField, _ clause: Clause, _ form: FormMarkup) -> HTML {
    let t = form.t
    let words = t(field.label)
    let (name, label) = ("v.\(field.path)", words.prefix(1).uppercased() + words.dropFirst())
    switch clause.fieldKind(field.path) {
    case .text: return form.text(name, label, value: field.value)
    case .date: return form.text(name, label, hint: t("Year-month-day, such as 2026-12-31"), short: true, value: field.value)
    case .number: return form.text(name, label, inputMode: "numeric", short: true, value: field.value)
    case .money, .percent: return form.text(name, label, inputMode: "decimal", short: true, value: field.value)
    case .flag: return form.select(name, label, options: [("", t("no")), ("true", t("yes"))], value: field.value)
    case .openFlag:
        return form.select(
            name, label, options: [("", t("not found")), ("true", t("yes")), ("false", t("no"))], value: field.value)
    case .one(let choices):
        return form.select(
            name, label, options: [("", t("not found"))] + choices.map { ($0.value, t($0.name)) }, value: field.value)
    case .several(let choices):
        var shown = form
        // Boxes without a tick are not sent: a form that came back says what was ticked, be it nothing.
        if form.fields.has("seen"), !form.fields.has(name) { shown.fields.set(name, "") }
        return shown.checkboxes(
            name, label, options: choices.map { ($0.value, t($0.name)) },
            values: field.value.split(separator: " ").map(String.init))
    }
}

/// Parts that can go: rows, funders, rounds, citations.
private func removalBoxes(_ clause: Clause, _ form: FormMarkup) -> HTML {
    let t = form.t
    var parts: [String] = []
    for part in clause.fields.compactMap(\.part) where !parts.contains(part) { parts.append(part) }
    if parts.isEmpty { return .empty }
    return form.checkboxes("remove", t("Take these parts away"), options: parts.map { ($0, partName($0, t)) })
}

private func partName(_ part: String, _ t: Texts) -> String {
    t(RuleField.name(ofPart: part))
}
