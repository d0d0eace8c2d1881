import LabelMarket

/// The parts of a form, each with label, hint, value and error tied together as assistive technology needs them.
/// Made from what was typed and what was wrong with it, so that a refused form comes back complete.
struct FormMarkup {
    let t: Texts
    var fields = FormFields()
    var errors = FieldErrors()

    /// The error summary that stands first in main; empty when nothing is wrong.
    var summary: HTML {
        if errors.isEmpty { return .empty }
        let heading =
            errors.list.count == 1
            ? t("There is a problem") : t("There are {count} problems", ["count": t.count(errors.list.count)])
        return """
            <div class="error-summary" role="alert" aria-labelledby="error-heading"><h2 id="error-heading">\(heading)</h2>
            <ul>\(each: errors.list, { "<li><a href=\"#\($0.field)\">\($0.message)</a></li>" })</ul></div>
            """
    }

    /// A one-line field.
    func text(
        _ name: String, _ label: String, hint: String? = nil, type: String = "text", autocomplete: String? = nil,
        inputMode: String? = nil, short: Bool = false, value: String? = nil
    ) -> HTML {
        let typed = type == "password" ? "" : fields.has(name) ? fields.raw(name) : value ?? ""
        return wrapped(name, label, hint) { described in
            """
            <input id="\(name)" name="\(name)" type="\(type)" value="\(typed)"\(described)\
            \(attribute("autocomplete", autocomplete))\(attribute("inputmode", inputMode))\(if: short, " class=\"short\"")>
            """
        }
    }

    /// An amount of money in yuan.
    func money(_ name: String, _ label: String, hint: String? = nil, value: Money? = nil) -> HTML {
        let saysUnit = label.contains("yuan") || label.contains("元")
        return text(
            name, label, hint: hint ?? (saysUnit ? nil : t("In yuan")), inputMode: "decimal", short: true, value: value?.decimalText)
    }

    /// A date typed as 2026-12-31.
    func date(_ name: String, _ label: String, hint: String? = nil, value: CivilDate? = nil) -> HTML {
        text(
            name, label, hint: hint ?? t("Year-month-day, such as 2026-12-31"), short: true, value: value?.isoText)
    }

    func area(_ name: String, _ label: String, hint: String? = nil, rows: Int = 6, value: String? = nil) -> HTML {
        let typed = fields.has(name) ? fields.raw(name) : value ?? ""
        return wrapped(name, label, hint) { described in
            "<textarea id=\"\(name)\" name=\"\(name)\" rows=\"\(rows)\"\(described)>\n\(typed)</textarea>"
        }
    }

    /// A drop-down list; `options` are value and words.
    func select(
        _ name: String, _ label: String, hint: String? = nil, options: [(String, String)], value: String? = nil
    ) -> HTML {
        let chosen = fields.has(name) ? fields.raw(name) : value ?? ""
        return wrapped(name, label, hint) { described in
            """
            <select id="\(name)" name="\(name)"\(described)>\
            \(each: options, { "<option value=\"\($0.0)\"\($0.0 == chosen ? " selected" : "")>\($0.1)</option>" })\
            </select>
            """
        }
    }

    func file(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        wrapped(name, label, hint) { "<input id=\"\(name)\" name=\"\(name)\" type=\"file\"\($0)>" }
    }

    /// One of several, all visible.
    func radios(
        _ name: String, _ legend: String, hint: String? = nil, options: [(String, String)], value: String? = nil
    ) -> HTML {
        let chosen = fields.has(name) ? fields.raw(name) : value ?? ""
        return group(name, legend, hint, options.map { ($0.0, $0.1, $0.0 == chosen) }, type: "radio")
    }

    /// Any of several, all visible.
    func checkboxes(
        _ name: String, _ legend: String, hint: String? = nil, options: [(String, String)], values: [String] = []
    ) -> HTML {
        let chosen = fields.has(name) ? fields.all(name) : values
        return group(name, legend, hint, options.map { ($0.0, $0.1, chosen.contains($0.0)) }, type: "checkbox")
    }

    /// A single yes-or-no box.
    func checkbox(_ name: String, _ label: String, isOn: Bool = false) -> HTML {
        let checked = fields.has("key") || fields.has("csrf") ? fields.isOn(name) : isOn
        let message = errors.message(name)
        return """
            <div class="field\(if: message != nil, " error")">\(errorMessage(name, message))<div class="choice">\
            <input id="\(name)" name="\(name)" type="checkbox" value="1"\(checked ? " checked" : "")\
            \(if: message != nil, " aria-invalid=\"true\" aria-describedby=\"\(name)-error\"")>\
            <label for="\(name)">\(label)</label></div></div>
            """
    }

    private func group(
        _ name: String, _ legend: String, _ hint: String?, _ options: [(String, String, Bool)], type: String
    ) -> HTML {
        let message = errors.message(name)
        let choices = options.enumerated().map { index, option -> HTML in
            let id = index == 0 ? name : "\(name)-\(index + 1)"
            return """
                <div class="choice"><input id="\(id)" name="\(name)" type="\(type)" value="\(option.0)"\
                \(option.2 ? " checked" : "")><label for="\(id)">\(option.1)</label></div>
                """
        }
        return """
            <fieldset class="field\(if: message != nil, " error")"\(describedBy(name, hint, message))>\
            <legend>\(legend)</legend>\(hintMarkup(name, hint))\(errorMessage(name, message))\(choices)</fieldset>
            """
    }

    private func wrapped(_ name: String, _ label: String, _ hint: String?, _ control: (HTML) -> HTML) -> HTML {
        let message = errors.message(name)
        let invalid: HTML = message == nil ? "" : " aria-invalid=\"true\""
        return """
            <div class="field\(if: message != nil, " error")"><label for="\(name)">\(label)</label>\
            \(hintMarkup(name, hint))\(errorMessage(name, message))\
            \(control(describedBy(name, hint, message) + invalid))</div>
            """
    }

    private func hintMarkup(_ name: String, _ hint: String?) -> HTML {
        hint.map { "<span class=\"hint\" id=\"\(name)-hint\">\($0)</span>" } ?? .empty
    }

    private func errorMessage(_ name: String, _ message: String?) -> HTML {
        guard let message else { return .empty }
        return """
            <span class="error-message" id="\(name)-error"><span class="sr">\(t("Error: "))</span>\(message)</span>
            """
    }

    private func describedBy(_ name: String, _ hint: String?, _ message: String?) -> HTML {
        let ids = (hint == nil ? [] : ["\(name)-hint"]) + (message == nil ? [] : ["\(name)-error"])
        return ids.isEmpty ? .empty : " aria-describedby=\"\(ids.joined(separator: " "))\""
    }

    private func attribute(_ name: HTML, _ value: String?) -> HTML {
        value.map { " \(name)=\"\($0)\"" } ?? .empty
    }
}
