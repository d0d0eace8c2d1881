import XML

extension Rule {
    /// Reads the terms of one rule; the element's name is the kind.
    init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        guard let kind = RuleKind(rawValue: node.element.name.local), kind != .inForce else {
            throw node.problem("this is no kind of rule", "没有此类规则")
        }
        switch kind {
        case .direction:
            try node.allow(["kind", "way"])
            self = .direction(DirectionTerms(kind: try node.word("kind"), direction: try node.word("way")))
        case .pot: self = .pot(try Pot(node))
        case .rate: self = .rate(try RateTable(node))
        case .base:
            try node.allow(["of"])
            self = .base(try node.word("of"))
        case .cap:
            try node.allow(["amount", "period", "count"], children: ["when"])
            self = .cap(
                Cap(
                    amount: try node.optionalMoney("amount"), period: try node.word("period"),
                    count: try node.word("count"), condition: try Condition(in: node)))
        case .floor:
            try node.allow(["amount"])
            self = .floor(try node.optionalMoney("amount"))
        case .lineItems:
            try node.allow(["include", "exclude"])
            self = .lineItems(LineItemScope(included: try node.words("include"), excluded: try node.words("exclude")))
        case .stacking: self = .stacking(try StackingTerms(node))
        case .arithmetic: self = .arithmetic(try Arithmetic(node))
        case .buyer: self = .buyer(try BuyerTest(node))
        case .supplier: self = .supplier(try SupplierTest(node))
        case .locality: self = .locality(try Locality(node))
        case .nonRelated:
            try node.allow(["ownershipFrom"])
            self = .nonRelated(NonRelatedTest(ownershipFrom: try node.optionalShare("ownershipFrom")))
        case .contract: self = .contract(try ContractTest(node))
        default: self = try Self.life(kind, node)
        }
    }

    private static func life(_ kind: RuleKind, _ node: ProgrammeNode) throws(ProgrammeProblem) -> Rule {
        switch kind {
        case .round: return .round(try RoundCalendar(node))
        case .procedure: return .procedure(try steps(node))
        case .payment:
            try node.allow(["payee", "timing", "reserveFund"])
            return .payment(
                PaymentTerms(
                    payee: try node.word("payee"), timing: try node.optionalWord("timing"),
                    reserveFund: try node.flag("reserveFund")))
        case .oversubscription:
            try node.allow(["by"])
            return .oversubscription(try node.optionalWord("by"))
        case .validity:
            try node.allow(["months", "days", "until", "releasesUnused"])
            return .validity(
                Validity(
                    months: try node.optionalNumber("months"), days: try node.optionalNumber("days"),
                    until: try node.optionalDate("until"), releasesUnused: try node.flag("releasesUnused")))
        case .nonTransfer:
            try node.allow(["forbids"])
            return .nonTransfer(try node.words("forbids"))
        case .evidence:
            try node.allow(["step", "items", "fullAmountInvoice"])
            return .evidence(
                EvidenceSet(
                    step: try node.word("step"), items: try node.words("items"),
                    fullAmountInvoice: try node.flag("fullAmountInvoice")))
        case .denomination:
            try node.allow(["units"])
            return .denomination(try node.words("units"))
        case .review:
            try node.allow(["kinds", "noticeDays"])
            return .review(Review(kinds: try node.words("kinds"), noticeDays: try node.optionalNumber("noticeDays")))
        case .recovery:
            try node.allow(["interest", "dailyRate", "banYears", "creditRecord", "referral"])
            return .recovery(
                Recovery(
                    interest: try node.optionalFlag("interest"), dailyRate: try node.optionalShare("dailyRate"),
                    banYears: try node.optionalNumber("banYears"),
                    creditRecord: try node.optionalFlag("creditRecord"), referral: try node.optionalFlag("referral")))
        case .lawText:
            try node.allow(["number", "issuedOn"], children: ["title"])
            return .lawText(
                LawText(
                    title: try node.bilingual("title"), number: node.element["number"],
                    issuedOn: try node.optionalDate("issuedOn")))
        default:
            try node.allow(["statuses", "amountMax", "sample"])
            guard let most = try node.optionalMoney("amountMax") else {
                throw node.problem("the attribute amountMax is missing", "缺少属性amountMax")
            }
            return .automaticGrant(
                AutomaticGrant(statuses: try node.words("statuses"), amountMax: most, sample: try node.share("sample")))
        }
    }

    private static func steps(_ node: ProgrammeNode) throws(ProgrammeProblem) -> [ProcedureStep] {
        try node.allow(children: ["step"])
        var steps: [ProcedureStep] = []
        for step in node.children("step") {
            try step.allow(["event", "from", "to", "by"])
            steps.append(
                ProcedureStep(
                    event: try step.word("event"), from: try step.word("from"), to: try step.word("to"),
                    actor: try step.word("by")))
        }
        return steps
    }
}

extension Pot {
    fileprivate init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        try node.allow(["amount", "period", "places"], children: ["name", "funder"])
        var funders: [Funder] = []
        for funder in node.children("funder") {
            try funder.allow(["weight"], children: ["name"])
            funders.append(Funder(name: try funder.bilingual("name"), weight: try funder.number("weight")))
        }
        self.init(
            name: try node.bilingual("name"), amount: try node.optionalMoney("amount"), period: try node.word("period"),
            places: try node.optionalNumber("places"), funders: funders)
    }
}

extension RateTable {
    fileprivate init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        try node.allow(children: ["row"])
        var rows: [RateRow] = []
        for row in node.children("row") {
            try row.allow(["rate"], children: ["when"])
            rows.append(RateRow(condition: try Condition(in: row), rate: try row.optionalShare("rate")))
        }
        if rows.isEmpty { throw node.problem("a rate needs a row", "比例至少须有一行") }
        self.init(rows: rows)
    }
}

extension Condition {
    /// The condition in `<when>`; none where there is no such element.
    fileprivate init(in node: ProgrammeNode) throws(ProgrammeProblem) {
        guard let element = node.element.first("when") else {
            self.init()
            return
        }
        let when = ProgrammeNode(element: element)
        try when.allow([
            "firmKinds", "sizes", "workKinds", "chipOrigin", "regions", "startUp", "startUpMonths", "projectLevel",
        ])
        var regions: [RegionCode] = []
        for part in when.element["regions"]?.split(separator: " ") ?? [] {
            guard let region = RegionCode(String(part)) else {
                throw when.problem("\(part) is not a code of six digits", "\(part)不是六位行政区划代码")
            }
            regions.append(region)
        }
        self.init(
            firmKinds: try when.words("firmKinds"), sizes: try when.words("sizes"),
            workKinds: try when.words("workKinds"), chipOrigin: try when.optionalWord("chipOrigin"), regions: regions,
            startUp: try when.flag("startUp"), startUpMonths: try when.optionalNumber("startUpMonths"),
            projectLevel: try when.optionalWord("projectLevel"))
        if isEmpty { throw when.problem("a condition must say something", "条件不能为空") }
    }
}

extension StackPartner: RawRepresentable {
    /// `any`, `level:district` or `programme:shanghai-compute`.
    package init?(rawValue: String) {
        let parts = rawValue.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("any", 1): self = .any
        case ("level", 2):
            guard let level = AdministrativeLevel(rawValue: String(parts[1])) else { return nil }
            self = .level(level)
        case ("programme", 2) where !parts[1].isEmpty: self = .programme(String(parts[1]))
        default: return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .any: "any"
        case .level(let level): "level:" + level.rawValue
        case .programme(let key): "programme:" + key
        }
    }
}

extension StackingTerms {
    fileprivate init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        try node.allow(["exclusiveWith"], children: ["ceiling"])
        var ceilings: [Ceiling] = []
        for ceiling in node.children("ceiling") {
            try ceiling.allow(["partners", "share", "monthsMax"])
            ceilings.append(
                Ceiling(
                    partners: try ceiling.words("partners"), share: try ceiling.share("share"),
                    monthsMax: try ceiling.optionalNumber("monthsMax")))
        }
        self.init(exclusiveWith: try node.words("exclusiveWith"), ceilings: ceilings)
    }
}

extension Arithmetic {
    fileprivate init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        try node.allow(["unit", "decimals", "rounding"], children: ["proRata"])
        var window: ProRata?
        if let child = node.children("proRata").first {
            try child.allow(["from", "to", "dayCount"])
            window = ProRata(
                from: try child.date("from"), to: try child.date("to"), dayCount: try child.word("dayCount"))
        }
        self.init(
            unit: try node.word("unit"), decimals: try node.number("decimals"), rounding: try node.word("rounding"),
            proRata: window)
    }
}

extension RoundCalendar {
    fileprivate init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        try node.allow(["continuous", "useFrom", "useTo"], children: ["window"])
        var rounds: [Round] = []
        for window in node.children("window") {
            try window.allow(["key", "opens", "closes"])
            rounds.append(
                Round(
                    key: try window.text("key"), opens: try window.moment("opens"), closes: try window.moment("closes"))
            )
        }
        self.init(
            rounds: rounds, continuous: try node.flag("continuous"), useFrom: try node.optionalDate("useFrom"),
            useTo: try node.optionalDate("useTo"))
    }
}
