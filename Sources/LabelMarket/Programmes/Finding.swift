/// Something that a case states or leaves open.
package enum Fact: Hashable, Sendable {
    case firmKind, firmSize, industry, firmRegion, operation, park, legalEntity, founding, credit, accounts, projects
    case supplierRegion, listing, capacity, relation, ownership, legalRepresentative, bankAccount
    case contractKind, workKind, chipOrigin, platform, exchange, lines, signing, contractDates, contractMonths
    case approvedAmount, settledAmount, priorUses, otherVouchers, sameContract, nearbyContracts, judgement
    case askedAt, amount, used, state, opening, closing

    package var name: Bilingual {
        switch self {
        case .firmKind: Bilingual(en: "the kind of the firm", zh: "单位类型")
        case .firmSize: Bilingual(en: "the size of the firm", zh: "企业规模")
        case .industry: Bilingual(en: "the firm's industry", zh: "所属行业")
        case .firmRegion: Bilingual(en: "the firm's place of registration", zh: "注册地")
        case .operation: Bilingual(en: "operation in the place", zh: "本地实际经营")
        case .park: Bilingual(en: "the park", zh: "所在园区")
        case .legalEntity: Bilingual(en: "legal personality", zh: "法人资格")
        case .founding: Bilingual(en: "the day of founding", zh: "成立日期")
        case .credit: Bilingual(en: "the credit record", zh: "信用记录")
        case .accounts: Bilingual(en: "the state of the accounts", zh: "财务状况")
        case .projects: Bilingual(en: "won projects", zh: "承担项目情况")
        case .supplierRegion: Bilingual(en: "the supplier's place", zh: "服务商所在地")
        case .listing: Bilingual(en: "the supplier's listing", zh: "服务商入库情况")
        case .capacity: Bilingual(en: "the supplier's capacity", zh: "服务商算力规模")
        case .relation: Bilingual(en: "the relation of buyer and supplier", zh: "双方关联关系")
        case .ownership: Bilingual(en: "the share held", zh: "持股比例")
        case .legalRepresentative: Bilingual(en: "the legal representative", zh: "法定代表人")
        case .bankAccount: Bilingual(en: "the bank account", zh: "银行账户")
        case .contractKind: Bilingual(en: "the kind of the contract", zh: "合同类型")
        case .workKind: Bilingual(en: "the kind of work", zh: "用途")
        case .chipOrigin: Bilingual(en: "the origin of the chips", zh: "芯片来源")
        case .platform: Bilingual(en: "the platform", zh: "交易平台")
        case .exchange: Bilingual(en: "the data exchange", zh: "数据交易所")
        case .lines: Bilingual(en: "the lines of the contract", zh: "合同明细")
        case .signing: Bilingual(en: "the day of signing", zh: "签订日期")
        case .contractDates: Bilingual(en: "the term of the contract", zh: "合同期限")
        case .contractMonths: Bilingual(en: "the term in months", zh: "合同月数")
        case .approvedAmount: Bilingual(en: "the approved amount", zh: "核定金额")
        case .settledAmount: Bilingual(en: "the settled fee", zh: "已结算费用")
        case .priorUses: Bilingual(en: "earlier claims and redemptions", zh: "既往申领与兑付情况")
        case .otherVouchers: Bilingual(en: "other public money on this contract", zh: "同一合同的其他财政补助")
        case .sameContract: Bilingual(en: "vouchers on this contract", zh: "同一合同已用券情况")
        case .nearbyContracts: Bilingual(en: "other contracts with this supplier", zh: "与同一服务商的其他合同")
        case .judgement: Bilingual(en: "the officer's judgement", zh: "审核人员的判断")
        case .askedAt: Bilingual(en: "the time of asking", zh: "查询时间")
        case .amount: Bilingual(en: "the amount", zh: "金额")
        case .used: Bilingual(en: "already used", zh: "已使用额度")
        case .state: Bilingual(en: "the state of the programme", zh: "政策状态")
        case .opening: Bilingual(en: "the next opening", zh: "下次开放时间")
        case .closing: Bilingual(en: "the closing", zh: "截止时间")
        }
    }
}

/// What was found in the case when a rule looked at it.
package enum Finding: Hashable, Sendable {
    /// The rule only tells; nothing was looked for.
    case states
    /// What the rule asks holds.
    case holds(Fact)
    case holdsNot(Fact)
    case missing(Fact)
    /// No text was found for the parameter that would decide.
    case parameterNotFound
    /// The rule's condition does not hold here.
    case notApplicable
    case word(Fact, Bilingual)
    case date(Fact, CivilDate)
    case moment(Fact, Instant)
    case number(Fact, Int)
    case amount(Fact, Money)
    case share(Fact, BasisPoints)
    case remaining(used: Money, left: Money)
    case rate(BasisPoints, possible: BasisPoints?)
    case uncertainLines([LineClass])
    case uncoveredLines
    /// A service contract with a line for corpora.
    case serviceAsCorpus
    case missingEvidence([EvidenceKind])
    case officer(Bool)
    /// The amount is worked out on the contract price until the base is known.
    case provisional(RateBase)

    /// The rule's sentence with what was found.
    package func reason(after rule: Bilingual) -> Bilingual {
        guard let found = text else { return Bilingual(en: rule.en + ".", zh: rule.zh + "。") }
        return Bilingual(en: rule.en + "; " + found.en + ".", zh: rule.zh + "；" + found.zh + "。")
    }

    private var text: Bilingual? {
        switch self {
        case .states: nil
        case .holds(let fact): Bilingual(en: fact.name.en + ": as required", zh: fact.name.zh + "符合要求")
        case .holdsNot(let fact): Bilingual(en: fact.name.en + ": not as required", zh: fact.name.zh + "不符合要求")
        case .missing(let fact): Bilingual(en: fact.name.en + " is not known yet", zh: fact.name.zh + "尚未提供")
        case .parameterNotFound:
            Bilingual(en: "no text was found that fixes this", zh: "未找到规定此项的政策原文")
        case .notApplicable: Bilingual(en: "does not apply here", zh: "本案不适用")
        case .word(let fact, let word): Self.value(fact, word)
        case .date(let fact, let date): Self.value(fact, .date(date))
        case .moment(let fact, let moment): Self.value(fact, .moment(moment))
        case .number(let fact, let number): Self.value(fact, Bilingual(en: String(number), zh: String(number)))
        case .amount(let fact, let money): Self.value(fact, .money(money))
        case .share(let fact, let share): Self.value(fact, .percent(share))
        default: longText
        }
    }

    private var longText: Bilingual? {
        switch self {
        case .remaining(let used, let left):
            return Bilingual(
                en: "\(Bilingual.money(used).en) is used, \(Bilingual.money(left).en) remains",
                zh: "已使用\(Bilingual.money(used).zh)，剩余\(Bilingual.money(left).zh)")
        case .rate(let rate, let possible):
            let held = Bilingual.percent(rate).en
            guard let possible else { return Bilingual(en: "\(held) applies here", zh: "本案适用\(held)") }
            let more = Bilingual.percent(possible).en
            return Bilingual(
                en: "\(held) applies here; \(more) would need proof that is missing",
                zh: "本案适用\(held)；适用\(more)尚缺证明")
        case .uncertainLines(let classes):
            let list = Bilingual.list(classes.map(\.name))
            return Bilingual(en: "the text does not say whether \(list.en) counts", zh: "政策未明确是否支持\(list.zh)")
        case .uncoveredLines:
            return Bilingual(en: "no line of the contract is covered", zh: "合同中没有可支持的内容")
        case .serviceAsCorpus:
            return Bilingual(
                en: "the contract is a service, yet has a line for corpora: the bureau has to say whether it counts",
                zh: "合同为服务合同却列有语料，是否支持须由主管部门认定")
        case .missingEvidence(let kinds):
            let list = Bilingual.list(kinds.map(\.name))
            return Bilingual(en: "still missing: \(list.en)", zh: "尚缺：\(list.zh)")
        case .officer(let finds):
            return finds
                ? Bilingual(en: "an officer has found that it holds", zh: "经审核人员认定符合")
                : Bilingual(en: "an officer has found that it does not hold", zh: "经审核人员认定不符合")
        case .provisional(let base):
            return Bilingual(
                en: "the \(base.name.en) is not known yet; worked out on the contract price",
                zh: "\(base.name.zh)尚未确定，暂按合同价测算")
        default: return nil
        }
    }

    private static func value(_ fact: Fact, _ word: Bilingual) -> Bilingual {
        Bilingual(en: fact.name.en + " is " + word.en, zh: fact.name.zh + "为" + word.zh)
    }
}
