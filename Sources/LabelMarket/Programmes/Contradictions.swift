extension Programme {
    /// What in the rules cannot hold together. `place` gives the line and element of a clause.
    func contradictions(_ place: (String) -> (line: Int, element: String)) -> [ProgrammeProblem] {
        var found: [ProgrammeProblem] = []
        func report(_ id: String, _ en: String, _ zh: String) {
            let (line, element) = place(id)
            found.append(ProgrammeProblem(line: line, element: element, message: Bilingual(en: en, zh: zh)))
        }
        if let validFrom, let validTo, validTo < validFrom {
            report("", "the programme ends before it begins", "政策终止日期早于起始日期")
        }
        var seen: Set<RuleKind> = []
        for clause in clauses {
            let kind = clause.rule.kind
            if Self.singleKinds.contains(kind), !seen.insert(kind).inserted {
                report(clause.id, "a programme has only one rule of this kind", "此类规则只能有一条")
            }
            if let (en, zh) = clause.rule.contradiction { report(clause.id, en, zh) }
        }
        for clause in clauses {
            guard case .cap(let cap) = clause.rule, let most = cap.amount, let least = floorAmount, most < least else {
                continue
            }
            report(
                clause.id, "the cap \(most.decimalText) is below the minimum \(least.decimalText)",
                "上限\(most.decimalText)低于起付额\(least.decimalText)")
        }
        return found
    }

    private static let singleKinds: Set<RuleKind> = [
        .direction, .rate, .base, .floor, .arithmetic, .nonRelated, .round, .validity, .oversubscription, .stacking,
        .automaticGrant, .recovery,
    ]

    private var floorAmount: Money? {
        for clause in clauses { if case .floor(let amount) = clause.rule { return amount } }
        return nil
    }
}

extension Rule {
    /// What is wrong inside this rule alone, in English and Chinese.
    fileprivate var contradiction: (String, String)? {
        switch self {
        case .pot(let pot):
            if pot.funders.contains(where: { $0.weight < 1 }) {
                return ("each funder needs a weight above 0", "出资方权重须大于0")
            }
        case .rate(let table): return table.contradiction
        case .cap(let cap):
            if let amount = cap.amount, amount.fen <= 0 { return ("a cap must be above 0", "上限须大于0") }
        case .lineItems(let scope):
            if scope.included.isEmpty, scope.excluded.isEmpty { return ("the rule names no lines", "规则未列出任何内容") }
            if let both = scope.included.first(where: { scope.excluded.contains($0) }) {
                return ("\(both.rawValue) is both in and out", "\(both.name.zh)同时列入支持与不支持")
            }
        case .stacking(let terms): return terms.contradiction
        case .arithmetic(let arithmetic):
            if arithmetic.quantumFen == nil { return ("so many decimals are less than a fen", "小数位数小于一分") }
            if let window = arithmetic.proRata, window.to < window.from {
                return ("the window ends before it begins", "时段终止早于起始")
            }
        case .nonRelated(let test):
            if let share = test.ownershipFrom, !(1...10_000).contains(share) {
                return ("a share lies between 0 and 100 %", "持股比例须在0至100%之间")
            }
        case .supplier(.target(let target, let floor)):
            if target < floor { return ("the target is below its floor", "目标低于最低规模") }
        case .contract(let test): return test.contradiction
        case .round(let calendar): return calendar.contradiction
        case .recovery(let recovery):
            if let rate = recovery.dailyRate {
                if recovery.interest == false { return ("a rate of interest stands where there is none", "不计息却规定了利率") }
                if !(1...100).contains(rate) { return ("interest a day lies above 0 and up to 1 %", "每日利率须大于0且不超过1%") }
            }
        case .automaticGrant(let terms):
            if terms.sample > 10_000 { return ("the sample is more than 100 %", "抽查比例超过100%") }
            if terms.statuses.isEmpty { return ("no proof status is accepted", "未列出可接受的证明等级") }
        case .buyer(let test):
            switch test {
            case .kinds([]), .sizes([]), .industries([]): return ("nobody could pass this test", "无人可满足此条件")
            default: break
            }
        default: break
        }
        return nil
    }
}

extension RateTable {
    fileprivate var contradiction: (String, String)? {
        for row in rows {
            if let rate = row.rate, !(1...10_000).contains(rate) {
                return ("a rate lies above 0 and up to 100 %", "比例须大于0且不超过100%")
            }
        }
        for (index, row) in rows.enumerated() {
            for other in rows[(index + 1)...] {
                if row.condition.isEmpty || other.condition.isEmpty {
                    if row.condition.isEmpty, other.condition.isEmpty {
                        return ("two rates hold for everybody else", "两行比例均适用于其余情形")
                    }
                } else if row.condition.overlaps(other.condition) {
                    return ("two rates can hold for the same case", "两行比例适用范围重叠")
                }
            }
        }
        return nil
    }
}

extension Condition {
    /// Whether one case can meet both conditions.
    func overlaps(_ other: Condition) -> Bool {
        func apart<Word: Equatable>(_ left: [Word], _ right: [Word]) -> Bool {
            !left.isEmpty && !right.isEmpty && !left.contains { right.contains($0) }
        }
        if apart(sizes, other.sizes) || apart(workKinds, other.workKinds) { return false }
        if apart(allKinds, other.allKinds) { return false }
        if let chipOrigin, let theirs = other.chipOrigin, chipOrigin != theirs { return false }
        if !regions.isEmpty, !other.regions.isEmpty {
            let meet = regions.contains { left in other.regions.contains { left.contains($0) || $0.contains(left) } }
            if !meet { return false }
        }
        return true
    }

    /// The kinds that can meet the condition, a start-up being an enterprise too; empty for all.
    private var allKinds: [FirmKind] {
        if startUp { return [.startUp] }
        return firmKinds.contains(.enterprise) && !firmKinds.contains(.startUp) ? firmKinds + [.startUp] : firmKinds
    }
}

extension StackingTerms {
    fileprivate var contradiction: (String, String)? {
        if exclusiveWith.isEmpty, ceilings.isEmpty { return ("the rule says nothing", "规则内容为空") }
        for ceiling in ceilings {
            if ceiling.share > 10_000 { return ("vouchers together cannot pay more than 100 %", "合计补助不得超过100%") }
            if ceiling.share < 1 || ceiling.partners.isEmpty {
                return ("a ceiling needs partners and a share", "叠加上限须列明对象与比例")
            }
            if let both = ceiling.partners.first(where: { exclusiveWith.contains($0) || exclusiveWith.contains(.any) })
            {
                return ("\(both.rawValue) is both allowed and excluded", "\(both.rawValue)同时允许与禁止叠加")
            }
        }
        return nil
    }
}

extension ContractTest {
    fileprivate var contradiction: (String, String)? {
        switch self {
        case .signed(let from?, let to?) where to < from: ("signing ends before it begins", "签订截止早于起始")
        case .term(let least?, let most?) where most < least: ("the longest term is below the shortest", "最长期限短于最短期限")
        case .term(_, 0): ("a term must be above 0", "合同期限须大于0")
        case .kinds([]): ("nothing could pass this test", "无合同可满足此条件")
        default: nil
        }
    }
}

extension RoundCalendar {
    fileprivate var contradiction: (String, String)? {
        if let useFrom, let useTo, useTo < useFrom { return ("use ends before it begins", "使用期终止早于起始") }
        for (index, round) in rounds.enumerated() {
            if round.closes <= round.opens {
                return ("the round \(round.key) closes before it opens", "批次\(round.key)截止早于开放")
            }
            guard index > 0 else { continue }
            if round.opens < rounds[index - 1].closes {
                return ("the round \(round.key) opens before the one before it closes", "批次\(round.key)与前一批次重叠")
            }
            if rounds[..<index].contains(where: { $0.key == round.key }) {
                return ("the round \(round.key) stands twice", "批次\(round.key)重复")
            }
        }
        return nil
    }
}
