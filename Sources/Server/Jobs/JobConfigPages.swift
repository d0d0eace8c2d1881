import Annotations
import LabelMarket

/// Which form of the label config is wanted: a template, or XML.
enum ConfigChoice {
    case template(LabelConfigTemplate)
    case xml
}

func configChoice(_ visit: Visit, _ form: FormMarkup) -> ConfigChoice? {
    let name = form.fields.has("template") ? form.fields.raw("template") : visit.query.raw("template")
    if let template = LabelConfigTemplate.template(name) { return .template(template) }
    return form.fields.has("config") || visit.query.raw("as") == "xml" ? .xml : nil
}

/// Templates whose data the dataset has, and the way to paste XML.
func configGallery(_ visit: Visit, _ desk: JobDesk) -> HTML {
    let t = visit.t
    let path = "/jobs/\(desk.draft.id)/edit/config"
    let keys = desk.dataset?.dataKeys ?? []
    let usable = LabelConfigTemplate.gallery.filter { template in template.family.dataKeys.allSatisfy(keys.contains) }
    let others = LabelConfigTemplate.gallery.count - usable.count
    let current: HTML =
        desk.draft.labelConfig == nil
        ? ""
        : "<p>\(t("A config is in place.")) \(visit.link("/jobs/\(desk.draft.id)/items/1", t("Preview"))) · \(visit.link(path + "?as=xml", t("Edit its XML")))</p>"
    return """
        \(current)
        <p>\(t("The items of your dataset have: {keys}", ["keys": t.list(keys.map { "$" + $0 })]))</p>
        <h2>\(t("Templates"))</h2>
        \(if: usable.isEmpty, "<p>\(t("No template fits these keys. Paste a label config instead."))</p>")
        <ul>\(each: usable, { template in
            "<li>\(visit.link(path + "?template=" + template.id, t(Bilingual(zh: template.titleChinese, en: template.title)))) <small>\(t.family(template.family))</small></li>"
        })</ul>
        \(if: others > 0, "<p class=\"hint\">\(t("{count} further templates need other keys.", ["count": t.count(others)]))</p>")
        <h2>\(t("Your own"))</h2>
        <p>\(visit.link(path + "?as=xml", t("Paste a label config in XML")))</p>
        """
}

func configFields(_ visit: Visit, _ desk: JobDesk, _ form: FormMarkup) -> HTML {
    let t = visit.t
    if case .template(let template)? = configChoice(visit, form) {
        let labels = template.labels(t.language).joined(separator: "\n")
        return """
            <p>\(t(Bilingual(zh: template.titleChinese, en: template.title)))</p>
            <input type="hidden" name="template" value="\(template.id)">
            \(if: template.family.hasLabels, form.area("labels", t("Labels, each on a line of its own"), value: labels))
            \(if: template.family == .textClassification || template.family == .imageClassification, form.checkbox("several", t("More than one label may be chosen"), isOn: template.allowsSeveral))
            \(problemList(t, form))
            """
    }
    return """
        \(form.select("family", t("Kind of work"), options: [("", t("Choose"))] + TaskFamily.allCases.map { ($0.rawValue, t.family($0)) }, value: desk.draft.taskFamily?.rawValue))
        \(form.area("config", t("Label config in XML"), hint: t("As Label Studio reads it. Tags that are not known here are named with their line."), rows: 16, value: desk.draft.labelConfig))
        """
}

/// A template's config has no field of its own on the page, so what is wrong with it stands here.
private func problemList(_ t: Texts, _ form: FormMarkup) -> HTML {
    guard let message = form.errors.message("config") else { return .empty }
    return "<p class=\"error-message\" id=\"config\"><span class=\"sr\">\(t("Error: "))</span>\(message)</p>"
}
