/// A rule as it stands when an officer adds one: as little as the kind can say, most of it not found.
package struct RuleStarter: Sendable {
    /// `cap`, or `buyer-park` where a kind asks different questions.
    package let key: String
    package let name: Bilingual
    package let rule: Rule

    /// Every rule that can be added, in the order of ``RuleKind``.
    package static let all: [RuleStarter] = plain + tests

    private static let text = Bilingual(en: "to be written", zh: "待填写")

    /// A place that stands in until the officer names the right one.
    package static let anyRegion = RegionCode("310000") ?? RegionCode(number: 310_000)

    private static let plain: [RuleStarter] = [
        starter(.direction(DirectionTerms(kind: .corpus, direction: .deductAtSale))),
        starter(.pot(Pot(name: text, amount: nil, period: .calendarYear, places: nil, funders: []))),
        starter(.rate(RateTable(rows: [RateRow(condition: Condition(), rate: nil)]))), starter(.base(.signedContract)),
        starter(.cap(Cap(amount: nil, period: .calendarYear, count: .claim))), starter(.floor(nil)),
        starter(.lineItems(LineItemScope(included: [.labeling], excluded: []))),
        starter(.nonRelated(NonRelatedTest(ownershipFrom: nil))), starter(.round(RoundCalendar(rounds: [], continuous: true))),
        starter(.payment(PaymentTerms(payee: .supplier))), starter(.oversubscription(nil)),
        starter(.validity(Validity())), starter(.nonTransfer([.transfer])),
        starter(.stacking(StackingTerms(exclusiveWith: [.any], ceilings: []))),
        starter(.evidence(EvidenceSet(step: .claim, items: [.contract]))), starter(.arithmetic(Arithmetic())),
        starter(.denomination([.yuan])), starter(.review(Review(kinds: [.documents], noticeDays: nil))),
        starter(.recovery(Recovery())), starter(.lawText(LawText(title: text))),
        starter(.automaticGrant(AutomaticGrant(statuses: [.official], amountMax: .yuan(10_000), sample: 1_000))),
    ]

    private static let tests: [RuleStarter] = [
        starter(.buyer(.kinds([.enterprise])), "kinds", en: "kinds", zh: "单位类型"),
        starter(.buyer(.sizes([.micro, .small])), "sizes", en: "sizes", zh: "规模"),
        starter(.buyer(.industries([.software])), "industries", en: "industries", zh: "行业"),
        starter(.buyer(.legalEntity(incubatorSuffices: false)), "entity", en: "legal person", zh: "法人资格"),
        starter(.buyer(.cleanCredit(years: 3)), "credit", en: "credit record", zh: "信用记录"),
        starter(.buyer(.accountsInOrder), "accounts", en: "accounts in order", zh: "财务规范"),
        starter(.buyer(.park(key: "park", name: text)), "park", en: "park", zh: "园区"),
        starter(.buyer(.judgement(text)), "judgement", en: "judged by a person", zh: "人工认定"),
        starter(.supplier(.listed(key: "suppliers", by: text)), "list", en: "on a list", zh: "名录内"),
        starter(
            .supplier(.capacity(petaflopsMin: nil, racksMin: nil, supercomputingSuffices: true)), "capacity", en: "capacity",
            zh: "能力"),
        starter(.locality(.buyer(anyRegion, operating: false)), "buyer", en: "of the buyer", zh: "买方所在地"),
        starter(.locality(.supplier(anyRegion)), "supplier", en: "of the supplier", zh: "服务商所在地"),
        starter(.locality(.platform(key: "platform", name: text)), "platform", en: "on a platform", zh: "指定平台"),
        starter(.locality(.exchange(key: nil)), "exchange", en: "through a data exchange", zh: "数据交易所"),
        starter(.contract(.kinds([.service])), "kinds", en: "kinds", zh: "类型"),
        starter(.contract(.signed(from: nil, to: nil)), "signed", en: "signed between", zh: "签订日期"),
        starter(.contract(.term(monthsMin: nil, monthsMax: nil)), "term", en: "term", zh: "期限"),
        starter(.contract(.oneVoucher(perRound: false)), "one", en: "one voucher", zh: "一合同一券"),
        starter(.contract(.notSplit(days: 30)), "split", en: "not split", zh: "不得拆分"),
    ]

    private static func starter(
        _ rule: Rule, _ variant: String? = nil, en: String = "", zh: String = ""
    ) -> RuleStarter {
        let kind = rule.kind
        guard let variant else { return RuleStarter(key: kind.rawValue, name: kind.name, rule: rule) }
        return RuleStarter(
            key: "\(kind.rawValue)-\(variant)", name: Bilingual(en: "\(kind.name.en): \(en)", zh: "\(kind.name.zh)：\(zh)"),
            rule: rule)
    }
}

extension Programme {
    /// The programme with a rule more, of the kind of `starter`, with a recollection as its source until the officer says
    /// better.
    /// - Returns: the programme, and the id of the new clause.
    /// - Throws: ``ProgrammeProblems`` where a rule that stands there allows no further one.
    func adding(_ starter: RuleStarter) throws(ProgrammeProblems) -> (Programme, String) {
        var edited = self
        var id = starter.key
        var number = 1
        while clauses.contains(where: { $0.id == id }) {
            number += 1
            id = "\(starter.key)-\(number)"
        }
        edited.clauses.append(Clause(id: id, rule: starter.rule, source: Source(status: .recollection)))
        try edited.requireNoContradictions()
        return (edited, id)
    }
}
