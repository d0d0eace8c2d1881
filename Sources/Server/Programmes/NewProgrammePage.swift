import LabelMarket

/// A programme from nothing: what is known before its first rule.
func newProgrammePage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    func options<Word: RuleWord>(_ type: Word.Type) -> [(String, String)] {
        [("", t("choose"))] + Word.allCases.map { ($0.rawValue, t($0.name)) }
    }
    func words(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        """
        \(form.text("\(name)-en", t("{field}, in English", ["field": label]), hint: hint))
        \(form.text("\(name)-zh", t("{field}, in Chinese", ["field": label]), hint: hint))
        """
    }
    let periods = [CapPeriod.calendarYear, .round, .lifetime].map { ($0.rawValue, t($0.name)) }
    let proofs = ProofStatus.allCases.map { ($0.rawValue, "\($0.rawValue): \(t($0.meaning))") }
    let noDate = t("Leave empty where no text names one")
    return Page(t("Write a new programme"), form: form, back: "/office/programmes") {
        """
        <h1>\(t("Write a new programme"))</h1>
        <p>\(t("What you enter here becomes a draft of version 1. The rules are written after that, one form each; firms see nothing before you publish."))</p>
        \(visit.form("/office/programmes/new"))
        \(form.text("code", t("Programme code"), hint: t("Small letters, digits and hyphens, such as ningbo-compute. It stands in addresses and reports and stays as it is.")))
        \(words("name", t("Name")))
        \(form.text("region", t("Region code"), hint: t("Six digits, such as 310000"), short: true))
        \(form.select("level", t("Level"), options: options(AdministrativeLevel.self)))
        \(form.select("kind", t("Kind of voucher"), options: options(VoucherKind.self)))
        \(form.select("way", t("Way of payment"), options: options(Direction.self)))
        \(form.date("from", t("First day of applications"), hint: noDate))\(form.date("to", t("Last day of applications"), hint: noDate))
        \(form.money("pot", t("Size of the pot"), hint: t("In yuan. Leave empty where no text names a sum")))
        \(form.select("period", t("The pot is for"), options: periods, value: CapPeriod.calendarYear.rawValue))
        \(words("funder", t("Funder"), hint: t("Leave both empty where the bureau itself pays")))
        \(form.select("proof", t("How well is this proven?"), options: proofs, value: ProofStatus.recollection.rawValue))
        <p><button>\(t("Create the draft"))</button></p></form>
        """
    }
}

/// What the form of a new programme says.
enum NewProgrammeForm {
    static func read(_ form: inout FormReader) -> NewProgramme? {
        let t = form.t
        let key = ProgrammeKey(form.fields.trimmed("code"))
        if key == nil { form.fail("code", t("Write a code of small letters, digits and hyphens, at most 64")) }
        let name = words(&form, "name")
        let region = form.region("region")
        let level: AdministrativeLevel? = form.choice("level", missing: t("Choose a level"))
        let kind: VoucherKind? = form.choice("kind", missing: t("Choose the kind of voucher"))
        let direction: Direction? = form.choice("way", missing: t("Choose the way of payment"))
        let from = form.fields.trimmed("from").isEmpty ? nil : form.date("from", missing: "")
        let to = form.fields.trimmed("to").isEmpty ? nil : form.date("to", missing: "")
        let pot = form.fields.trimmed("pot").isEmpty ? nil : form.money("pot", missing: "")
        let period: Pot.Period? = form.choice("period", missing: t("Choose what the pot is for"))
        let isFunded = ["funder-en", "funder-zh"].contains { !form.fields.trimmed($0).isEmpty }
        let funder = isFunded ? words(&form, "funder") : nil
        let proof: ProofStatus? = form.choice("proof", missing: t("Choose how well it is proven"))
        guard let key, let name, let region, let level, let kind, let direction, let period, let proof,
            form.errors.isEmpty
        else { return nil }
        return NewProgramme(
            key: key, name: name, region: region, level: level, kind: kind, direction: direction, validFrom: from,
            validTo: to, pot: pot, potPeriod: period, funder: funder, proof: proof)
    }

    private static func words(_ form: inout FormReader, _ name: String) -> Bilingual? {
        let en = form.text("\(name)-en", limit: 200, missing: form.t("Write this in English too"))
        let zh = form.text("\(name)-zh", limit: 200, missing: form.t("Write this in Chinese too"))
        guard let en, let zh else { return nil }
        return Bilingual(en: en, zh: zh)
    }
}
