/// What can stand in a field of a rule: nothing else than these words, one or several, or free text.
package enum RuleFieldKind: Sendable {
    package struct Choice: Hashable, Sendable {
        package let value: String
        package let name: Bilingual
    }

    case text
    case date
    case number
    case money
    case percent
    /// `true`, or left out.
    case flag
    /// `true`, `false`, or left out where no text says.
    case openFlag
    case one([Choice])
    case several([Choice])
}

extension Clause {
    /// What can stand at `path`.
    package func fieldKind(_ path: String) -> RuleFieldKind {
        let steps = path.split(separator: ".").map(String.init)
        guard let last = steps.last else { return .text }
        if steps.first == "source" { return last == "status" ? .one(Self.proofs) : .text }
        if let words = words(last, steps) { return words }
        switch last {
        case "continuous", "reserveFund", "releasesUnused", "fullAmountInvoice", "operating", "incubatorSuffices",
            "supercomputingSuffices", "perRound", "startUp":
            return .flag
        case "interest", "creditRecord", "referral": return .openFlag
        case "until", "useFrom", "useTo", "issuedOn": return .date
        case "from", "to": return rule.kind == .procedure ? .one(Self.choices(ApplicationState.self)) : .date
        case "amount", "amountMax": return .money
        case "rate", "share", "ownershipFrom", "sample", "dailyRate": return .percent
        case "months", "days", "years", "banYears", "places", "weight", "monthsMin", "monthsMax", "noticeDays", "decimals",
            "startUpMonths", "petaflops", "petaflopsMin", "floorPetaflops", "racksMin":
            return .number
        default: return .text
        }
    }

    private func words(_ last: String, _ steps: [String]) -> RuleFieldKind? {
        if steps.contains("when") { return conditionWords(last) }
        switch (rule.kind, last) {
        case (.direction, "kind"): return .one(Self.choices(VoucherKind.self))
        case (.direction, "way"): return .one(Self.choices(Direction.self))
        case (.pot, "period"): return .one(Self.choices(CapPeriod.self).filter { $0.value != CapPeriod.contract.rawValue })
        case (.base, "of"): return .one(Self.choices(RateBase.self))
        case (.cap, "period"): return .one(Self.choices(CapPeriod.self))
        case (.cap, "count"): return .one(Self.choices(CapCount.self))
        case (.lineItems, _): return .several(Self.choices(LineClass.self))
        case (.arithmetic, "unit"), (.arithmetic, "rounding"), (.arithmetic, "dayCount"): return .one(Self.arithmetic(last))
        case (.procedure, "event"): return .one(Self.choices(ApplicationEvent.self))
        case (.procedure, "by"): return .one(Self.choices(ProcedureActor.self))
        case (.payment, "payee"): return .one(Self.choices(Payee.self))
        case (.payment, "timing"): return .one(Self.choices(PaymentTiming.self))
        case (.oversubscription, "by"): return .one(Self.choices(Oversubscription.self))
        case (.nonTransfer, "forbids"): return .several(Self.choices(ForbiddenTransfer.self))
        case (.denomination, "units"): return .several(Self.choices(Denomination.self))
        case (.evidence, "step"): return .one(Self.choices(EvidenceStep.self))
        case (.evidence, "items"): return .several(Self.choices(EvidenceKind.self))
        case (.review, "kinds"): return .several(Self.choices(ReviewKind.self))
        case (.automaticGrant, "statuses"): return .several(Self.proofs)
        case (_, "list"): return listWords
        default: return nil
        }
    }

    private func conditionWords(_ last: String) -> RuleFieldKind? {
        switch last {
        case "firmKinds": .several(Self.choices(FirmKind.self))
        case "sizes": .several(Self.choices(FirmSize.self))
        case "workKinds": .several(Self.choices(WorkKind.self))
        case "chipOrigin": .one(Self.choices(ChipOrigin.self))
        case "projectLevel": .one(Self.choices(AdministrativeLevel.self))
        default: nil
        }
    }

    private var listWords: RuleFieldKind? {
        switch rule {
        case .buyer(.kinds): .several(Self.choices(FirmKind.self))
        case .buyer(.sizes): .several(Self.choices(FirmSize.self))
        case .buyer(.industries): .several(Self.choices(Industry.self))
        case .contract(.kinds): .several(Self.choices(ContractKind.self))
        default: nil
        }
    }

    private static func choices<Word: RuleWord>(_ type: Word.Type) -> [RuleFieldKind.Choice] {
        Word.allCases.map { RuleFieldKind.Choice(value: $0.rawValue, name: $0.name) }
    }

    private static let proofs = ProofStatus.allCases.map { status in
        RuleFieldKind.Choice(
            value: status.rawValue,
            name: Bilingual(
                en: "\(status.rawValue): \(status.meaning.en)", zh: "\(status.rawValue)：\(status.meaning.zh)"))
    }

    private static func arithmetic(_ name: String) -> [RuleFieldKind.Choice] {
        let words: [(String, String, String)] =
            switch name {
            case "unit": [("fen", "fen", "分"), ("yuan", "yuan", "元"), ("tenThousandYuan", "10,000 yuan", "万元")]
            case "rounding":
                [
                    ("truncate", "cut off", "截尾"), ("halfUp", "half up", "四舍五入"),
                    ("halfEven", "half to even", "四舍六入五成双"), ("up", "up", "进位"),
                ]
            default: [("exclusive", "days between dates", "首日不计"), ("inclusive", "both end days counted", "首尾均计")]
            }
        return words.map { RuleFieldKind.Choice(value: $0.0, name: Bilingual(en: $0.1, zh: $0.2)) }
    }
}

extension RuleField {
    /// What the value is, for the form that asks for it.
    package var label: Bilingual {
        let steps = path.split(separator: ".").map(String.init)
        let last = steps.last ?? path
        var words = Self.names[last] ?? Bilingual(en: last, zh: last)
        if last == "en" || last == "zh", steps.count > 1 {
            let text = Self.names[steps[steps.count - 2]] ?? Bilingual(en: "text", zh: "文字")
            words =
                last == "en"
                ? Bilingual(en: "\(text.en), in English", zh: "\(text.zh)（英文）")
                : Bilingual(en: "\(text.en), in Chinese", zh: "\(text.zh)（中文）")
        }
        for (step, next) in zip(steps, steps.dropFirst()) {
            guard let number = Int(next), let part = Self.parts[step] else { continue }
            words = Bilingual(en: "\(part.en) \(number + 1): \(words.en)", zh: "\(part.zh)\(number + 1)：\(words.zh)")
        }
        return words
    }

    /// The part that the value belongs to, as `row.1`; nil outside of parts.
    package var part: String? {
        let steps = path.split(separator: ".").map(String.init)
        for (index, step) in steps.enumerated().dropLast() where Self.parts[step] != nil && Int(steps[index + 1]) != nil {
            return steps[...(index + 1)].joined(separator: ".")
        }
        return nil
    }

    private static let parts: [String: Bilingual] = [
        "row": Bilingual(en: "Rate", zh: "比例"), "funder": Bilingual(en: "Funder", zh: "出资方"),
        "window": Bilingual(en: "Round", zh: "批次"), "step": Bilingual(en: "Step", zh: "步骤"),
        "ceiling": Bilingual(en: "Ceiling", zh: "叠加上限"), "cite": Bilingual(en: "Reference", zh: "出处"),
    ]
}

extension RuleField {
    /// What `row.1` or `source.cite.0` is called.
    package static func name(ofPart part: String) -> Bilingual {
        let steps = part.split(separator: ".").map(String.init)
        guard steps.count >= 2, let number = Int(steps[steps.count - 1]), let words = parts[steps[steps.count - 2]] else {
            return Bilingual(en: part, zh: part)
        }
        return Bilingual(en: "\(words.en) \(number + 1)", zh: "\(words.zh)\(number + 1)")
    }
}
