/// Answers of the rules about money; each also leaves in `money` what the arithmetic needs.
extension Evaluation {
    mutating func rate(_ table: RateTable) -> Answer {
        var certain: RateRow?
        var possible: [RateRow] = []
        var otherwise: RateRow?
        for row in table.rows {
            if row.condition.isEmpty {
                otherwise = row
                continue
            }
            switch holds(row.condition) {
            case .pass: certain = row
            case .notProven: possible.append(row)
            case .fail: break
            }
        }
        guard let chosen = certain ?? otherwise else { return uncertainRate(possible) }
        guard let rate = chosen.rate else {
            money.isProven = false
            return (.notProven, true, .parameterNotFound)
        }
        money.rate = rate
        let better = certain == nil ? possible.compactMap(\.rate).max() : nil
        if certain == nil, let least = possible.compactMap(\.rate).min(), least < rate {
            money.rate = least
            money.isProven = false
            return (.notProven, true, .rate(least, possible: rate))
        }
        return (.pass, true, .rate(rate, possible: better.flatMap { $0 > rate ? $0 : nil }))
    }

    /// No row is sure to hold: the smallest that may is used, as an estimate.
    private mutating func uncertainRate(_ possible: [RateRow]) -> Answer {
        guard !possible.isEmpty else { return (.fail, true, .notApplicable) }
        money.isProven = false
        let rates = possible.compactMap(\.rate)
        guard let least = rates.min(), rates.count == possible.count else {
            return (.notProven, true, .parameterNotFound)
        }
        money.rate = least
        return (.notProven, true, .missing(missingFact(possible[0].condition)))
    }

    mutating func base(_ base: RateBase) -> Answer {
        money.base = base
        switch base {
        case .signedContract:
            if subject.contract.items.isEmpty { return (.notProven, true, .missing(.lines)) }
            if let list = subject.contract.listPrice { return (.pass, true, .amount(.lines, listOrPrice(list))) }
            return (.pass, true, .holds(.lines))
        case .approvedContract:
            if let approved = subject.contract.approved { return (.pass, true, .amount(.approvedAmount, approved)) }
        case .settledFee, .yearlyFee:
            if let settled = subject.contract.settled { return (.pass, true, .amount(.settledAmount, settled)) }
        }
        money.isProven = false
        return (.notProven, true, .provisional(base))
    }

    /// The contract price counts, whatever the list says.
    private func listOrPrice(_ list: Money) -> Money {
        (try? subject.contract.price()) ?? list
    }

    mutating func cap(_ cap: Cap) -> Answer {
        if !cap.condition.isEmpty {
            switch holds(cap.condition) {
            case .fail: return (.pass, false, .notApplicable)
            case .notProven:
                money.isProven = false
                money.caps.append(AmountRules.UsedCap(cap: cap, used: .zero))
                return (.notProven, true, .missing(missingFact(cap.condition)))
            case .pass: break
            }
        }
        guard let most = cap.amount else {
            money.isProven = false
            return (.notProven, true, .parameterNotFound)
        }
        if cap.period == .contract {
            money.caps.append(AmountRules.UsedCap(cap: cap, used: .zero))
            return (.pass, true, .states)
        }
        guard let uses = subject.history.uses else {
            money.isProven = false
            money.caps.append(AmountRules.UsedCap(cap: cap, used: .zero))
            return (.notProven, true, .missing(.priorUses))
        }
        guard let used = used(of: uses, in: cap) else { return (.notProven, true, .missing(.priorUses)) }
        money.caps.append(AmountRules.UsedCap(cap: cap, used: used))
        let left = Money(fen: max(0, most.fen - used.fen))
        return (left.fen > 0 ? .pass : .fail, true, .remaining(used: used, left: left))
    }

    private func used(of uses: [Case.PriorUse], in cap: Cap) -> Money? {
        var claimed = Money.zero
        var redeemed = Money.zero
        let year = today.parts.year
        let round = cap.period == .round ? programme.rounds?.round(at: at)?.key : nil
        for use in uses where use.programme == programme.key {
            switch cap.period {
            case .calendarYear: if use.year != year { continue }
            case .round: if use.round != round { continue }
            case .lifetime, .contract: break
            }
            guard let moreClaimed = try? claimed.adding(use.claimed),
                let moreRedeemed = try? redeemed.adding(use.redeemed)
            else { return nil }
            claimed = moreClaimed
            redeemed = moreRedeemed
        }
        switch cap.count {
        case .claim: return claimed
        case .redemption: return redeemed
        case .both: return max(claimed, redeemed)
        }
    }

    mutating func lineItems(_ scope: LineItemScope) -> Answer {
        money.scopes.append(scope)
        let items = subject.contract.items
        if items.isEmpty { return (.notProven, true, .missing(.lines)) }
        var uncertain: [LineClass] = []
        var covered = false
        for item in items {
            switch scope.covers(item.lineClass) {
            case .pass: covered = true
            case .notProven: if !uncertain.contains(item.lineClass) { uncertain.append(item.lineClass) }
            case .fail: break
            }
        }
        let hasCorpus = items.contains { $0.lineClass == .corpus }
        if hasCorpus, subject.contract.kind == .service, scope.included.contains(.corpus) {
            money.isProven = false
            return (.notProven, true, .serviceAsCorpus)
        }
        if !uncertain.isEmpty { return (.notProven, true, .uncertainLines(uncertain)) }
        return covered ? (.pass, true, .holds(.lines)) : (.fail, true, .uncoveredLines)
    }

    mutating func stacking(_ terms: StackingTerms) -> Answer {
        guard let others = subject.history.otherVouchers else { return (.notProven, true, .missing(.otherVouchers)) }
        for other in others where terms.exclusiveWith.contains(where: { $0.matches(other) }) {
            return (.fail, true, .amount(.otherVouchers, other.amount))
        }
        let months = contractMonths
        for ceiling in terms.ceilings {
            var sum = Money.zero
            var count = 0
            for other in others where ceiling.partners.contains(where: { $0.matches(other) }) {
                guard let more = try? sum.adding(other.amount) else {
                    return (.notProven, true, .missing(.otherVouchers))
                }
                sum = more
                count += 1
            }
            if count == 0 { continue }
            if let most = ceiling.monthsMax {
                guard let months else { return (.notProven, true, .missing(.contractDates)) }
                if months > most { return (.fail, true, .number(.contractMonths, months)) }
            }
            money.ceilings.append(AmountRules.Ceiling(share: ceiling.share, others: sum))
        }
        return (.pass, true, .holds(.otherVouchers))
    }

    mutating func arithmetic(_ arithmetic: Arithmetic) -> Answer {
        money.arithmetic = arithmetic
        guard let window = arithmetic.proRata else { return (.pass, false, .states) }
        guard let from = subject.contract.from, let to = subject.contract.to else {
            money.isProven = false
            return (.notProven, true, .missing(.contractDates))
        }
        let overlaps = from <= window.to && window.from <= to
        return (overlaps ? .pass : .fail, true, overlaps ? .holds(.contractDates) : .holdsNot(.contractDates))
    }
}

extension StackPartner {
    /// Whether `other` is money of this partner.
    package func matches(_ other: Case.OtherVoucher) -> Bool {
        switch self {
        case .any: true
        case .level(let level): other.level == level
        case .programme(let key): other.programme == key
        }
    }
}
