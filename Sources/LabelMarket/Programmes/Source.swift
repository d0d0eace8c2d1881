/// How well a parameter of a programme is proven.
package enum ProofStatus: String, CaseIterable, Hashable, Sendable {
    case official = "P"
    case mirrored = "M"
    case news = "N"
    case compiled = "C"
    case lowQuality = "L"
    case recollection = "R"
    case brief = "B"
    case assumption = "A"

    /// What the letter stands for, to be shown beside the parameter.
    package var meaning: Bilingual {
        switch self {
        case .official: Bilingual(en: "official site or text", zh: "官方网站或文本")
        case .mirrored: Bilingual(en: "copy of an official text", zh: "官方文本的转载")
        case .news: Bilingual(en: "news report", zh: "新闻报道")
        case .compiled: Bilingual(en: "third-party compilation", zh: "第三方汇编")
        case .lowQuality: Bilingual(en: "weak page", zh: "低质量网页")
        case .recollection: Bilingual(en: "recollection, to be verified", zh: "凭记忆，待核实")
        case .brief: Bilingual(en: "founding brief of this market", zh: "本市场的立项说明")
        case .assumption:
            Bilingual(en: "assumption of the demonstration market, not proven", zh: "演示市场的假定，未经证实")
        }
    }
}

/// One place that a parameter was taken from.
package struct Citation: Hashable, Sendable {
    /// The number under which the market's documentation lists the place, such as `16` or `8b`.
    package let number: String
    package let address: String?

    package init(number: String, address: String? = nil) {
        self.number = number
        self.address = address
    }
}

/// Where a parameter comes from, and how well that proves it.
package struct Source: Hashable, Sendable {
    package let status: ProofStatus
    package let citations: [Citation]
    package let note: Bilingual?

    package init(status: ProofStatus, citations: [Citation] = [], note: Bilingual? = nil) {
        self.status = status
        self.citations = citations
        self.note = note
    }
}
