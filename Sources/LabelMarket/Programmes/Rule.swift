/// What a programme can ask, give or fix. A parameter that no text was found for is nil, and what depends on it is then
/// not proven.
package enum Rule: Hashable, Sendable {
    case direction(DirectionTerms)
    case pot(Pot)
    case rate(RateTable)
    case base(RateBase)
    case cap(Cap)
    /// The smallest voucher that is given.
    case floor(Money?)
    case lineItems(LineItemScope)
    case buyer(BuyerTest)
    case supplier(SupplierTest)
    case locality(Locality)
    case nonRelated(NonRelatedTest)
    case contract(ContractTest)
    case round(RoundCalendar)
    case procedure([ProcedureStep])
    case payment(PaymentTerms)
    case oversubscription(Oversubscription?)
    case validity(Validity)
    case nonTransfer([ForbiddenTransfer])
    case stacking(StackingTerms)
    case evidence(EvidenceSet)
    case arithmetic(Arithmetic)
    case denomination([Denomination])
    case review(Review)
    case recovery(Recovery)
    case lawText(LawText)
    case automaticGrant(AutomaticGrant)

    package var kind: RuleKind {
        switch self {
        case .direction: .direction
        case .pot: .pot
        case .rate: .rate
        case .base: .base
        case .cap: .cap
        case .floor: .floor
        case .lineItems: .lineItems
        case .buyer: .buyer
        case .supplier: .supplier
        case .locality: .locality
        case .nonRelated: .nonRelated
        case .contract: .contract
        case .round: .round
        case .procedure: .procedure
        case .payment: .payment
        case .oversubscription: .oversubscription
        case .validity: .validity
        case .nonTransfer: .nonTransfer
        case .stacking: .stacking
        case .evidence: .evidence
        case .arithmetic: .arithmetic
        case .denomination: .denomination
        case .review: .review
        case .recovery: .recovery
        case .lawText: .lawText
        case .automaticGrant: .automaticGrant
        }
    }
}

/// The kinds of rules, in the order in which a programme's page lists them.
package enum RuleKind: String, RuleWord {
    case direction, pot, rate, base, cap, floor, lineItems, buyer, supplier, locality, nonRelated, contract, round
    case procedure, payment, oversubscription, validity, nonTransfer, stacking, evidence, arithmetic, denomination
    case review, recovery, lawText, automaticGrant
    /// State and dates of the programme itself; no clause has this kind.
    case inForce

    package var name: Bilingual {
        switch self {
        case .direction: Bilingual(en: "Kind and direction", zh: "券种与方式")
        case .pot: Bilingual(en: "Pot", zh: "资金池")
        case .rate: Bilingual(en: "Rate", zh: "补助比例")
        case .base: Bilingual(en: "Base of the rate", zh: "计算基数")
        case .cap: Bilingual(en: "Cap", zh: "上限")
        case .floor: Bilingual(en: "Minimum", zh: "起付额")
        case .lineItems: Bilingual(en: "What is covered", zh: "支持内容")
        case .buyer: Bilingual(en: "Buyer", zh: "申请主体")
        case .supplier: Bilingual(en: "Supplier", zh: "服务商")
        case .locality: Bilingual(en: "Place", zh: "地域")
        case .nonRelated: Bilingual(en: "Non-related parties", zh: "非关联方")
        case .contract: Bilingual(en: "Contract", zh: "合同")
        case .round: Bilingual(en: "Rounds", zh: "申报批次")
        case .procedure: Bilingual(en: "Procedure", zh: "办理流程")
        case .payment: Bilingual(en: "Payment", zh: "拨付")
        case .oversubscription: Bilingual(en: "If the pot is too small", zh: "超额申请")
        case .validity: Bilingual(en: "Validity", zh: "有效期")
        case .nonTransfer: Bilingual(en: "Non-transfer", zh: "不得转让")
        case .stacking: Bilingual(en: "Combination", zh: "叠加")
        case .evidence: Bilingual(en: "Evidence", zh: "证明材料")
        case .arithmetic: Bilingual(en: "Arithmetic", zh: "计算方法")
        case .denomination: Bilingual(en: "Unit of the voucher", zh: "面额单位")
        case .review: Bilingual(en: "Review", zh: "审核方式")
        case .recovery: Bilingual(en: "Recovery", zh: "追回")
        case .lawText: Bilingual(en: "Text", zh: "政策文本")
        case .automaticGrant: Bilingual(en: "Grant without a person", zh: "自动发放")
        case .inForce: Bilingual(en: "In force", zh: "是否有效")
        }
    }
}
