/// Each rule in words, with its figures.
extension Rule {
    package var sentence: Bilingual {
        switch self {
        case .direction(let terms):
            Bilingual(
                en: "\(terms.kind.name.en.capitalisedFirst), \(terms.direction.name.en)",
                zh: "\(terms.kind.name.zh)，\(terms.direction.name.zh)")
        case .pot(let pot): pot.sentence
        case .rate(let table): table.sentence
        case .base(let base): Bilingual(en: "The rate is taken of the \(base.name.en)", zh: "按\(base.name.zh)计算")
        case .cap(let cap): cap.sentence
        case .floor(let amount):
            Bilingual(en: "At least \(Bilingual.money(amount).en)", zh: "不低于\(Bilingual.money(amount).zh)")
        case .lineItems(let scope): scope.sentence
        case .stacking(let terms): terms.sentence
        case .arithmetic(let arithmetic): arithmetic.sentence
        case .buyer(let test): test.sentence
        case .supplier(let test): test.sentence
        case .locality(let locality): locality.sentence
        case .nonRelated(let test): test.sentence
        case .contract(let test): test.sentence
        case .round, .procedure, .payment, .oversubscription, .validity, .nonTransfer, .evidence, .denomination,
            .review, .recovery, .lawText, .automaticGrant:
            lifeSentence
        }
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Pot {
    fileprivate var sentence: Bilingual {
        let span: Bilingual =
            switch period {
            case .calendarYear: Bilingual(en: " a year", zh: "每年")
            case .round: Bilingual(en: " a round", zh: "每批次")
            case .lifetime: Bilingual(en: " in all", zh: "总额")
            }
        var text = Bilingual(
            en: "\(name.en): \(Bilingual.money(amount).en)\(span.en)",
            zh: "\(name.zh)：\(span.zh)\(Bilingual.money(amount).zh)")
        if let places {
            text = Bilingual(en: "\(name.en): \(places) awards\(span.en)", zh: "\(name.zh)：\(span.zh)\(places)项")
        }
        guard !funders.isEmpty else { return text }
        let payers = Bilingual.list(funders.map(\.name))
        if funders.count == 1 {
            return Bilingual(en: "\(text.en), paid by \(payers.en)", zh: "\(text.zh)，由\(payers.zh)承担")
        }
        let weights = funders.map { String($0.weight) }.joined(separator: ":")
        return Bilingual(
            en: "\(text.en), paid by \(payers.en) \(weights)", zh: "\(text.zh)，由\(payers.zh)按\(weights)承担")
    }
}

extension RateTable {
    fileprivate var sentence: Bilingual {
        let parts = rows.map { row -> Bilingual in
            let share = Bilingual.percent(row.rate)
            if row.condition.isEmpty {
                return rows.count == 1 ? share : Bilingual(en: "\(share.en) otherwise", zh: "其余\(share.zh)")
            }
            let condition = row.condition.sentence
            return Bilingual(en: "\(share.en) for \(condition.en)", zh: "\(condition.zh)\(share.zh)")
        }
        let list = Bilingual.list(parts)
        return Bilingual(en: "Up to \(list.en)", zh: "补助比例不超过\(list.zh)")
    }
}

extension Condition {
    package var sentence: Bilingual {
        var parts: [Bilingual] = []
        if startUp {
            let months = startUpMonths.map { Bilingual(en: " up to \($0) months old", zh: "（成立\($0)个月内）") }
            parts.append(
                Bilingual(en: "start-ups" + (months?.en ?? ""), zh: "初创企业" + (months?.zh ?? "")))
        }
        if !firmKinds.isEmpty { parts.append(.list(firmKinds.map(\.name))) }
        if !sizes.isEmpty {
            parts.append(.list(sizes.map { Bilingual(en: "\($0.name.en) firms", zh: "\($0.name.zh)企业") }))
        }
        if !workKinds.isEmpty { parts.append(.list(workKinds.map(\.name))) }
        if let chipOrigin { parts.append(chipOrigin.name) }
        if !regions.isEmpty { parts.append(.list(regions.map(\.name))) }
        if let projectLevel {
            parts.append(
                Bilingual(en: "winners of \(projectLevel.name.en) projects", zh: "承担\(projectLevel.name.zh)项目的单位"))
        }
        return .list(parts)
    }
}

extension Cap {
    fileprivate var sentence: Bilingual {
        let money = Bilingual.money(amount)
        let base = Bilingual(
            en: "At most \(money.en) \(period.name.en), \(count.name.en)",
            zh: "\(period.name.zh)不超过\(money.zh)，\(count.name.zh)")
        guard !condition.isEmpty else { return base }
        let who = condition.sentence
        return Bilingual(en: "\(base.en), for \(who.en)", zh: "\(who.zh)：\(base.zh)")
    }
}

extension LineItemScope {
    fileprivate var sentence: Bilingual {
        let inside = Bilingual.list(included.map(\.name))
        let outside = Bilingual.list(excluded.map(\.name))
        if excluded.isEmpty { return Bilingual(en: "Covers \(inside.en)", zh: "支持\(inside.zh)") }
        if included.isEmpty { return Bilingual(en: "Does not cover \(outside.en)", zh: "不支持\(outside.zh)") }
        return Bilingual(en: "Covers \(inside.en), not \(outside.en)", zh: "支持\(inside.zh)，不支持\(outside.zh)")
    }
}

extension StackPartner {
    fileprivate var sentence: Bilingual {
        switch self {
        case .any: Bilingual(en: "any other public money", zh: "任何其他财政补助")
        case .level(let level): Bilingual(en: "\(level.name.en) money", zh: "\(level.name.zh)资金")
        case .programme(let key): Bilingual(en: "the programme \(key)", zh: "政策\(key)")
        }
    }
}

extension StackingTerms {
    fileprivate var sentence: Bilingual {
        var parts: [Bilingual] = []
        if !exclusiveWith.isEmpty {
            let list = Bilingual.list(exclusiveWith.map(\.sentence))
            parts.append(
                Bilingual(en: "not together with \(list.en) on the same contract", zh: "同一合同不得与\(list.zh)重复享受"))
        }
        for ceiling in ceilings {
            let list = Bilingual.list(ceiling.partners.map(\.sentence))
            let share = Bilingual.percent(ceiling.share).en
            let term = ceiling.monthsMax.map { Bilingual(en: " for at most \($0) months", zh: "，期限不超过\($0)个月") }
            parts.append(
                Bilingual(
                    en: "together with \(list.en) at most \(share) of the contract\(term?.en ?? "")",
                    zh: "与\(list.zh)合计不超过合同金额的\(share)\(term?.zh ?? "")"))
        }
        let list = Bilingual.list(parts)
        return Bilingual(en: list.en.capitalisedFirst, zh: list.zh)
    }
}

extension Arithmetic {
    package var sentence: Bilingual {
        let unitName: Bilingual =
            switch unit {
            case .fen: Bilingual(en: "fen", zh: "分")
            case .yuan: Bilingual(en: "yuan", zh: "元")
            case .tenThousandYuan: Bilingual(en: "10,000 yuan", zh: "万元")
            }
        let mode: Bilingual =
            switch rounding {
            case .truncate: Bilingual(en: "cut off", zh: "截尾")
            case .halfUp: Bilingual(en: "rounded half up", zh: "四舍五入")
            case .halfEven: Bilingual(en: "rounded half to even", zh: "四舍六入五成双")
            case .up: Bilingual(en: "rounded up", zh: "进位")
            }
        let base = Bilingual(
            en: "Amounts in \(unitName.en) with \(decimals) decimals, \(mode.en)",
            zh: "金额以\(unitName.zh)计，保留\(decimals)位小数，\(mode.zh)")
        guard let proRata else { return base }
        let (from, to) = (Bilingual.date(proRata.from), Bilingual.date(proRata.to))
        let count: Bilingual =
            proRata.dayCount == .exclusive
            ? Bilingual(en: "days between dates", zh: "首日不计") : Bilingual(en: "both end days counted", zh: "首尾均计")
        return Bilingual(
            en: "\(base.en); only \(from.en) to \(to.en) counts, by days, \(count.en)",
            zh: "\(base.zh)；仅计\(from.zh)至\(to.zh)，按天折算，\(count.zh)")
    }
}
