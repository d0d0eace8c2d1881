/// Which vouchers to draw for a price, and how much from each, so that the firm itself pays least.
///
/// Among plans that cost the firm the same, the one that draws most from the voucher that expires first, then from the
/// next, and so on. Exact: vouchers that may stand together form cliques of the stacking matrix; for one clique the
/// amounts that can be drawn form a polymatroid, on which drawing greedily in the order of expiry gives both the largest
/// total and the best order (Edmonds 1970); the cliques are searched with a bound.
package enum BestUse {
    /// A voucher as its holder has it.
    package struct Voucher: Hashable, Sendable {
        package var id: String
        package var programme: String
        package var balance: Money
        package var expires: Instant

        package init(id: String, programme: String, balance: Money, expires: Instant) {
            self.id = id
            self.programme = programme
            self.balance = balance
            self.expires = expires
        }
    }

    /// What the programme behind a voucher allows for this contract.
    package struct Terms: Hashable, Sendable {
        /// The part of what it covers that its vouchers may pay together.
        package var rate: BasisPoints
        /// What is left under its caps; nil for no cap.
        package var cap: Money?
        /// Classes of lines that it covers.
        package var covers: [LineClass]
        /// At most one of its vouchers on this contract.
        package var oneVoucher: Bool

        package init(rate: BasisPoints, cap: Money? = nil, covers: [LineClass], oneVoucher: Bool = false) {
            self.rate = rate
            self.cap = cap
            self.covers = covers
            self.oneVoucher = oneVoucher
        }
    }

    /// Two programmes that may pay together, up to a part of the whole price; pairs not named exclude each other.
    package struct Pair: Hashable, Sendable {
        package var first: String
        package var second: String
        package var ceiling: BasisPoints

        package init(_ first: String, _ second: String, ceiling: BasisPoints = 10_000) {
            self.first = first
            self.second = second
            self.ceiling = ceiling
        }
    }

    package struct Question: Sendable {
        package var items: [Case.LineItem]
        package var vouchers: [Voucher]
        package var terms: [String: Terms]
        package var pairs: [Pair]
        /// The last moment at which a voucher has to be good: the planned end of the work.
        package var neededUntil: Instant

        package init(
            items: [Case.LineItem], vouchers: [Voucher], terms: [String: Terms], pairs: [Pair], neededUntil: Instant
        ) {
            self.items = items
            self.vouchers = vouchers
            self.terms = terms
            self.pairs = pairs
            self.neededUntil = neededUntil
        }
    }

    package struct Draw: Hashable, Sendable {
        package let voucher: Voucher
        package let amount: Money
    }

    /// Why a voucher is not drawn, or not in full.
    package enum Remark: Hashable, Sendable {
        case drawn(String, Money)
        case expiresTooSoon(String, Instant)
        case coversNothing(String)
        case noTerms(String)
        /// Another set of vouchers, which it may not join, pays at least as much.
        case leftOut(String)
        case notNeeded(String)

        package var sentence: Bilingual {
            switch self {
            case .drawn(let id, let money):
                let amount = Bilingual.money(money)
                return Bilingual(en: "Voucher \(id) pays \(amount.en).", zh: "券\(id)支付\(amount.zh)。")
            case .expiresTooSoon(let id, let moment):
                let end = Bilingual.moment(moment)
                return Bilingual(
                    en: "Voucher \(id) expires on \(end.en), before the work ends.", zh: "券\(id)于\(end.zh)到期，早于工作结束。")
            case .coversNothing(let id):
                return Bilingual(en: "Voucher \(id) covers nothing of this price.", zh: "券\(id)不适用于本次内容。")
            case .noTerms(let id):
                return Bilingual(en: "The terms of voucher \(id) are not known.", zh: "券\(id)的规则未知。")
            case .leftOut(let id):
                return Bilingual(
                    en: "Voucher \(id) may not stand with those drawn, which together pay at least as much.",
                    zh: "券\(id)不得与所选券叠加，而所选券合计支付不少于它。")
            case .notNeeded(let id):
                return Bilingual(
                    en: "Voucher \(id) is not drawn: those that expire earlier already reach the limits.",
                    zh: "券\(id)未使用：先到期的券已达上限。")
            }
        }
    }

    package struct Plan: Sendable {
        package let price: Money
        /// In the order of expiry; no draw is empty.
        package let draws: [Draw]
        package let voucherShare: Money
        package let ownShare: Money
        /// One for each voucher, in the order of expiry.
        package let remarks: [Remark]
    }

    /// The best plan.
    /// - Throws: ``MoneyOverflow`` when amounts leave the range.
    /// - Complexity: a small flow for each set of programmes that may stand together and is not bounded away; exponential
    ///   only where many programmes neither all exclude nor all allow each other.
    package static func plan(_ question: Question) throws(MoneyOverflow) -> Plan {
        var search = try BestUseSearch(question)
        return search.plan()
    }
}

extension Programme {
    /// Up to what part of the price this programme and `other` may pay together; nil where either forbids it.
    ///
    /// Without a rule that says anything about the other, programmes exclude each other.
    /// - Parameter months: the term of the contract; one that is longer than a ceiling holds for excludes the pair.
    package func sharedCeiling(with other: Programme, months: Int? = nil) -> BasisPoints? {
        guard let mine = ceiling(for: other, months), let theirs = other.ceiling(for: self, months) else { return nil }
        return min(mine, theirs)
    }

    private func ceiling(for other: Programme, _ months: Int?) -> BasisPoints? {
        let money = Case.OtherVoucher(programme: other.key, level: other.level, amount: .zero)
        var ceiling: BasisPoints?
        for clause in clauses {
            guard case .stacking(let terms) = clause.rule else { continue }
            if terms.exclusiveWith.contains(where: { $0.matches(money) }) { return nil }
            for entry in terms.ceilings where entry.partners.contains(where: { $0.matches(money) }) {
                if let most = entry.monthsMax, let months, months > most { return nil }
                ceiling = min(ceiling ?? entry.share, entry.share)
            }
            if ceiling == nil, !terms.exclusiveWith.isEmpty { ceiling = 10_000 }
        }
        return ceiling
    }
}

extension BestUse.Terms {
    /// The terms of `programme` for one contract; nil where a rule fails or no rate is known.
    package init?(_ programme: Programme, for subject: Case, at instant: Instant) {
        var evaluation = Evaluation(programme: programme, subject: subject, at: instant)
        let assessment = evaluation.run()
        guard assessment.outcome != .fail, let rate = evaluation.money.rate else { return nil }
        let left = evaluation.money.caps.compactMap { entry in
            entry.cap.amount.map { Money(fen: max(0, $0.fen - entry.used.fen)) }
        }
        let scopes = evaluation.money.scopes
        self.init(
            rate: rate, cap: left.min(),
            covers: LineClass.allCases.filter { line in scopes.allSatisfy { $0.covers(line) == .pass } },
            oneVoucher: programme.clauses.contains { clause in
                if case .contract(.oneVoucher) = clause.rule { true } else { false }
            })
    }
}
