/// The closed vocabularies of programme rules. Raw values are those of the XML format and of case files.

/// A vocabulary whose words have a name in both languages.
package protocol RuleWord: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    var name: Bilingual { get }
}

package enum VoucherKind: String, RuleWord {
    case compute, training, model, corpus, algorithm, ai

    package var name: Bilingual {
        switch self {
        case .compute: Bilingual(en: "compute voucher", zh: "算力券")
        case .training: Bilingual(en: "training voucher", zh: "训力券")
        case .model: Bilingual(en: "model voucher", zh: "模型券")
        case .corpus: Bilingual(en: "corpus voucher", zh: "语料券")
        case .algorithm: Bilingual(en: "algorithm voucher", zh: "算法券")
        case .ai: Bilingual(en: "AI voucher", zh: "人工智能券")
        }
    }
}

/// Who is given money, for what, and when in the life of a purchase.
package enum Direction: String, RuleWord {
    case deductAtSale, claimThenRedeem, reimbursement, awardToMaker, supplyTarget

    package var name: Bilingual {
        switch self {
        case .deductAtSale: Bilingual(en: "deducted at sale", zh: "购买时抵扣")
        case .claimThenRedeem: Bilingual(en: "claimed, then redeemed after settlement", zh: "先申领，结算后兑付")
        case .reimbursement: Bilingual(en: "reimbursed after use", zh: "使用后补助")
        case .awardToMaker: Bilingual(en: "award to the maker", zh: "奖励开发者")
        case .supplyTarget: Bilingual(en: "supply-side target letter", zh: "供给侧目标任务书")
        }
    }
}

package enum FirmKind: String, RuleWord {
    case enterprise, startUp, university, institute

    package var name: Bilingual {
        switch self {
        case .enterprise: Bilingual(en: "enterprise", zh: "企业")
        case .startUp: Bilingual(en: "start-up", zh: "初创企业")
        case .university: Bilingual(en: "university", zh: "高校")
        case .institute: Bilingual(en: "research institute", zh: "科研机构")
        }
    }
}

package enum FirmSize: String, RuleWord {
    case micro, small, medium, large

    package var name: Bilingual {
        switch self {
        case .micro: Bilingual(en: "micro", zh: "微型")
        case .small: Bilingual(en: "small", zh: "小型")
        case .medium: Bilingual(en: "medium", zh: "中型")
        case .large: Bilingual(en: "large", zh: "大型")
        }
    }
}

package enum WorkKind: String, RuleWord {
    case labeling, corpusPurchase, training, inference, modelUse, modelDeployment, generalCompute, dataGovernance

    package var name: Bilingual {
        switch self {
        case .labeling: Bilingual(en: "data labeling", zh: "数据标注")
        case .corpusPurchase: Bilingual(en: "purchase of corpora", zh: "语料采购")
        case .training: Bilingual(en: "model training", zh: "模型训练")
        case .inference: Bilingual(en: "inference", zh: "模型推理")
        case .modelUse: Bilingual(en: "use of a model", zh: "模型调用")
        case .modelDeployment: Bilingual(en: "deployment of a model", zh: "模型部署")
        case .generalCompute: Bilingual(en: "general compute", zh: "通用计算")
        case .dataGovernance: Bilingual(en: "data governance", zh: "数据治理")
        }
    }
}

package enum ContractKind: String, RuleWord {
    case service, corpusPurchase, compute, model

    package var name: Bilingual {
        switch self {
        case .service: Bilingual(en: "service contract", zh: "服务合同")
        case .corpusPurchase: Bilingual(en: "corpus purchase contract", zh: "语料采购合同")
        case .compute: Bilingual(en: "compute contract", zh: "算力合同")
        case .model: Bilingual(en: "model contract", zh: "模型合同")
        }
    }
}

/// What a line of a contract pays for.
package enum LineClass: String, RuleWord {
    case smartCompute, generalCompute, storage, network, security, adaptation
    case modelCall, modelDeployment, agent, corpus, labeling, exchangeProduct, other

    package var name: Bilingual {
        switch self {
        case .smartCompute: Bilingual(en: "smart compute", zh: "智能算力")
        case .generalCompute: Bilingual(en: "general compute", zh: "通用算力")
        case .storage: Bilingual(en: "storage", zh: "存储")
        case .network: Bilingual(en: "network", zh: "网络")
        case .security: Bilingual(en: "security", zh: "安全")
        case .adaptation: Bilingual(en: "adaptation support", zh: "适配服务")
        case .modelCall: Bilingual(en: "model calls", zh: "模型调用")
        case .modelDeployment: Bilingual(en: "model deployment", zh: "模型部署")
        case .agent: Bilingual(en: "agents", zh: "智能体")
        case .corpus: Bilingual(en: "corpora", zh: "语料")
        case .labeling: Bilingual(en: "labeling", zh: "数据标注")
        case .exchangeProduct: Bilingual(en: "data-exchange products", zh: "数据交易所产品")
        case .other: Bilingual(en: "other items", zh: "其他")
        }
    }
}

package enum ChipOrigin: String, RuleWord {
    case domestic, foreign

    package var name: Bilingual {
        self == .domestic ? Bilingual(en: "domestic chips", zh: "国产芯片") : Bilingual(en: "other chips", zh: "非国产芯片")
    }
}

package enum AdministrativeLevel: String, RuleWord {
    case national, province, city, district

    package var name: Bilingual {
        switch self {
        case .national: Bilingual(en: "national", zh: "国家级")
        case .province: Bilingual(en: "provincial", zh: "省级")
        case .city: Bilingual(en: "city", zh: "市级")
        case .district: Bilingual(en: "district", zh: "区级")
        }
    }
}

package enum RateBase: String, RuleWord {
    case signedContract, approvedContract, settledFee, yearlyFee

    package var name: Bilingual {
        switch self {
        case .signedContract: Bilingual(en: "signed contract amount", zh: "合同签订金额")
        case .approvedContract: Bilingual(en: "approved contract amount", zh: "核定合同金额")
        case .settledFee: Bilingual(en: "fee actually settled", zh: "实际结算费用")
        case .yearlyFee: Bilingual(en: "fee of the year", zh: "年度费用")
        }
    }
}

package enum CapPeriod: String, RuleWord {
    case contract, round, calendarYear, lifetime

    package var name: Bilingual {
        switch self {
        case .contract: Bilingual(en: "per contract", zh: "每份合同")
        case .round: Bilingual(en: "per round", zh: "每批次")
        case .calendarYear: Bilingual(en: "per calendar year", zh: "每自然年度")
        case .lifetime: Bilingual(en: "in all", zh: "累计")
        }
    }
}

package enum CapCount: String, RuleWord {
    case claim, redemption, both

    package var name: Bilingual {
        switch self {
        case .claim: Bilingual(en: "counted on claims", zh: "按申领额计")
        case .redemption: Bilingual(en: "counted on redemptions", zh: "按兑付额计")
        case .both: Bilingual(en: "counted on claims and on redemptions", zh: "申领额与兑付额均计")
        }
    }
}

package enum EvidenceKind: String, RuleWord {
    case contract, invoice, payment, delivery, usageLog, technicalNote, output, electricityUse
    case expertOpinion, registration, relationDeclaration, platformOrder

    package var name: Bilingual {
        switch self {
        case .contract: Bilingual(en: "contract", zh: "合同")
        case .invoice: Bilingual(en: "invoice (fapiao)", zh: "发票")
        case .payment: Bilingual(en: "proof of payment", zh: "付款凭证")
        case .delivery: Bilingual(en: "proof of delivery", zh: "交付证明")
        case .usageLog: Bilingual(en: "usage log", zh: "使用日志")
        case .technicalNote: Bilingual(en: "technical note", zh: "技术说明")
        case .output: Bilingual(en: "output", zh: "成果")
        case .electricityUse: Bilingual(en: "electricity use", zh: "用电量证明")
        case .expertOpinion: Bilingual(en: "expert opinion", zh: "专家评审意见")
        case .registration: Bilingual(en: "registration of the firm", zh: "登记证明")
        case .relationDeclaration: Bilingual(en: "declaration of no relation", zh: "非关联声明")
        case .platformOrder: Bilingual(en: "order on the platform", zh: "平台订单")
        }
    }
}

/// A step of an application at which evidence is asked for.
package enum EvidenceStep: String, RuleWord {
    case claim, redeem, settle

    package var name: Bilingual {
        switch self {
        case .claim: Bilingual(en: "claim", zh: "申领")
        case .redeem: Bilingual(en: "redemption", zh: "兑付")
        case .settle: Bilingual(en: "settlement", zh: "清算")
        }
    }
}

package enum Denomination: String, RuleWord {
    case yuan, cardHour, coreHour, token, terabyte

    package var name: Bilingual {
        switch self {
        case .yuan: Bilingual(en: "yuan", zh: "元")
        case .cardHour: Bilingual(en: "card-hours", zh: "卡时")
        case .coreHour: Bilingual(en: "core-hours", zh: "核时")
        case .token: Bilingual(en: "tokens", zh: "词元")
        case .terabyte: Bilingual(en: "terabytes", zh: "TB")
        }
    }
}

package enum ForbiddenTransfer: String, RuleWord {
    case transfer, gift, sale, loan, cashOut, securitisation

    package var name: Bilingual {
        switch self {
        case .transfer: Bilingual(en: "transfer", zh: "转让")
        case .gift: Bilingual(en: "gift", zh: "赠送")
        case .sale: Bilingual(en: "sale", zh: "买卖")
        case .loan: Bilingual(en: "loan", zh: "出借")
        case .cashOut: Bilingual(en: "cash-out", zh: "兑现")
        case .securitisation: Bilingual(en: "securitisation", zh: "证券化")
        }
    }
}

package enum ReviewKind: String, RuleWord {
    case documents, expert, thirdParty, spotCheck, publicNotice

    package var name: Bilingual {
        switch self {
        case .documents: Bilingual(en: "check of documents", zh: "材料审核")
        case .expert: Bilingual(en: "expert review", zh: "专家评审")
        case .thirdParty: Bilingual(en: "third-party assessment", zh: "第三方评估")
        case .spotCheck: Bilingual(en: "spot checks", zh: "抽查")
        case .publicNotice: Bilingual(en: "public notice", zh: "公示")
        }
    }
}

package enum Payee: String, RuleWord {
    case supplier, buyer, maker

    package var name: Bilingual {
        switch self {
        case .supplier: Bilingual(en: "supplier", zh: "服务商")
        case .buyer: Bilingual(en: "buyer", zh: "用券单位")
        case .maker: Bilingual(en: "maker", zh: "开发者")
        }
    }
}

package enum PaymentTiming: String, RuleWord {
    case perClaim, monthly, quarterly, yearly

    package var name: Bilingual {
        switch self {
        case .perClaim: Bilingual(en: "with each claim", zh: "逐笔")
        case .monthly: Bilingual(en: "monthly", zh: "按月")
        case .quarterly: Bilingual(en: "quarterly", zh: "按季度")
        case .yearly: Bilingual(en: "yearly", zh: "按年")
        }
    }
}

package enum Oversubscription: String, RuleWord {
    case contractOrder, proRata, lottery

    package var name: Bilingual {
        switch self {
        case .contractOrder: Bilingual(en: "in the order of contract signing", zh: "按合同签订时间先后")
        case .proRata: Bilingual(en: "all in proportion", zh: "按比例")
        case .lottery: Bilingual(en: "by a lottery with a published seed", zh: "公开种子摇号")
        }
    }
}
