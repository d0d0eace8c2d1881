import LabelMarket

/// What the head of a draft's form says.
struct DraftHeadForm {
    static func read(_ form: inout FormReader) -> DraftEdit? {
        let t = form.t
        func words(_ form: inout FormReader, _ name: String, limit: Int) -> Bilingual? {
            let en = form.text("\(name)-en", limit: limit, missing: t("Write this in English too"))
            let zh = form.text("\(name)-zh", limit: limit, missing: t("Write this in Chinese too"))
            guard let en, let zh else { return nil }
            return Bilingual(en: en, zh: zh)
        }
        let name = words(&form, "name", limit: 200)
        let summary = words(&form, "summary", limit: 2000)
        let bureau = words(&form, "bureau", limit: 200)
        let region = form.region("region")
        let level: AdministrativeLevel? = form.choice("level", missing: t("Choose a level"))
        let from = form.fields.trimmed("from").isEmpty ? nil : form.date("from", missing: "")
        let to = form.fields.trimmed("to").isEmpty ? nil : form.date("to", missing: "")
        guard let name, let summary, let bureau, let region, let level, form.errors.isEmpty else { return nil }
        return .head(
            DraftHead(
                name: name, summary: summary, bureau: bureau, region: region, level: level, validFrom: from, validTo: to))
    }
}

/// What the form of one rule says, field by field; each stands under `v.` and its path.
struct DraftRuleForm {
    static func read(_ form: inout FormReader, _ edition: ProgrammeEdition, _ clause: Clause) -> DraftEdit? {
        var values: [String: String] = [:]
        for field in clause.fieldsWithRoom where field.path != "test" {
            let kind = clause.fieldKind(field.path)
            // Boxes without a tick are not sent; whatever else was not sent stays as it is.
            if case .several = kind {} else if !form.fields.has("v.\(field.path)") { continue }
            values[field.path] = value(form.fields, field.path, kind)
        }
        let removing = Set(form.fields.all("remove"))
        let problems = edition.programme.problems(editing: clause.id, values, removing: removing)
        for problem in problems { form.fail("v.\(problem.path)", form.t(problem.message)) }
        return problems.isEmpty ? .rule(clause.id, values, removing: removing) : nil
    }

    /// The value as the XML format writes it.
    private static func value(_ fields: FormFields, _ path: String, _ kind: RuleFieldKind) -> String {
        let name = "v.\(path)"
        switch kind {
        case .several(let choices):
            let chosen = fields.all(name)
            return choices.map(\.value).filter { chosen.contains($0) }.joined(separator: " ")
        case .money:
            guard case .success(let money) = Money.parse(fields.trimmed(name)) else { return fields.trimmed(name) }
            return money.decimalText
        case .percent: return plainDigits(fields.trimmed(name).replacing("%", with: "").replacing("％", with: ""))
        case .number: return plainDigits(fields.trimmed(name))
        case .text, .date, .flag, .openFlag, .one: return fields.trimmed(name)
        }
    }
}

extension FormReader {
    /// Six digits of a region; full-width ones are understood.
    mutating func region(_ field: String) -> RegionCode? {
        let region = RegionCode(plainDigits(fields.trimmed(field)))
        if region == nil { fail(field, t("Enter the six digits of a region, such as 310000")) }
        return region
    }

    /// The hash of the draft that the page showed.
    var seen: [UInt8] { DraftSeen.bytes(fields.raw("seen")) }
}

enum DraftSeen {
    /// 64 hexadecimal digits; empty for anything else, which no draft matches.
    static func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return [] }
        return stride(from: 0, to: 64, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16)
        }
    }
}

/// Full-width digits and points as plain ones, without spaces.
func plainDigits(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0xFF10...0xFF19: plain.unicodeScalars.append(UnicodeScalar(UInt8(scalar.value - 0xFF10 + 48)))
        case 0xFF0E: plain += "."
        case 0x20: continue
        default: plain.unicodeScalars.append(scalar)
        }
    }
    return plain
}
