/// Who owns, represents and banks for whom; from it, whether two organisations are related.
package struct Relations: Sendable {
    package struct Holding: Hashable, Sendable {
        package var owner: String
        package var owned: String
        package var share: BasisPoints

        package init(owner: String, owned: String, share: BasisPoints) {
            self.owner = owner
            self.owned = owned
            self.share = share
        }
    }

    package enum Link: Hashable, Sendable {
        case declared
        /// One holds so much of the other through these, ends included.
        case ownership(path: [String], share: BasisPoints)
        /// A third holds so much of both: the smaller of the two shares.
        case commonOwner(String, share: BasisPoints)
        case legalRepresentative(String)
        case bankAccount(String)

        package var sentence: Bilingual {
            switch self {
            case .declared: return Bilingual(en: "declared as related", zh: "已申报为关联方")
            case .ownership(let path, let share):
                let (chain, text) = (path.joined(separator: " → "), Bilingual.percent(share).en)
                return Bilingual(en: "holds \(text): \(chain)", zh: "持股\(text)：\(chain)")
            case .commonOwner(let owner, let share):
                let text = Bilingual.percent(share).en
                return Bilingual(en: "\(owner) holds at least \(text) of both", zh: "\(owner)在双方均持股不低于\(text)")
            case .legalRepresentative(let name):
                return Bilingual(en: "same legal representative: \(name)", zh: "法定代表人相同：\(name)")
            case .bankAccount(let account):
                return Bilingual(en: "same bank account: \(account)", zh: "银行账户相同：\(account)")
            }
        }
    }

    private var owners: [String: [Holding]] = [:]
    private var representatives: [String: Set<String>] = [:]
    private var accounts: [String: Set<String>] = [:]
    private var declared: Set<Set<String>> = []

    package init(holdings: [Holding] = []) {
        for holding in holdings where holding.share > 0 && holding.owner != holding.owned {
            owners[holding.owned, default: []].append(holding)
        }
    }

    package mutating func setRepresentative(_ person: String, of organisation: String) {
        representatives[organisation, default: []].insert(person)
    }

    package mutating func addAccount(_ account: String, of organisation: String) {
        accounts[organisation, default: []].insert(account)
    }

    package mutating func declareRelated(_ first: String, _ second: String) {
        declared.insert([first, second])
    }

    /// Everything that links two organisations; empty where nothing is known to.
    ///
    /// Shares multiply along a chain and add up over chains; no chain visits an organisation twice. Rounded down to a
    /// hundredth of a percent at the end.
    package func links(_ first: String, _ second: String, longestChain: Int = 8) -> [Link] {
        var links: [Link] = []
        if declared.contains([first, second]) { links.append(.declared) }
        let above = stakes(in: first, longestChain)
        let aboveOther = stakes(in: second, longestChain)
        for (owner, stakes, owned) in [(second, above, first), (first, aboveOther, second)] {
            guard let stake = stakes[owner] else { continue }
            links.append(.ownership(path: stake.path + [owned], share: stake.basisPoints))
        }
        for owner in above.keys.sorted() where owner != second && owner != first {
            guard let one = above[owner], let other = aboveOther[owner] else { continue }
            links.append(.commonOwner(owner, share: min(one.basisPoints, other.basisPoints)))
        }
        for person in (representatives[first] ?? []).intersection(representatives[second] ?? []).sorted() {
            links.append(.legalRepresentative(person))
        }
        for account in (accounts[first] ?? []).intersection(accounts[second] ?? []).sorted() {
            links.append(.bankAccount(account))
        }
        return links
    }

    /// The links as a case states them, for ``NonRelatedTest``. What both parties declare comes from outside.
    package func relation(_ first: String, _ second: String, declaredRelated: Bool?) -> Case.Relation {
        let links = links(first, second)
        var relation = Case.Relation()
        relation.declaredRelated = links.contains(.declared) ? true : declaredRelated
        relation.ownership = 0
        relation.sharesLegalRepresentative = false
        relation.sharesBankAccount = false
        for link in links {
            switch link {
            case .ownership(_, let share), .commonOwner(_, let share):
                relation.ownership = max(relation.ownership ?? 0, max(share, 1))
            case .legalRepresentative: relation.sharesLegalRepresentative = true
            case .bankAccount: relation.sharesBankAccount = true
            case .declared: break
            }
        }
        return relation
    }

    /// A stake in an organisation: the sum over all chains in units of 10⁻¹² of the whole, and its largest chain.
    private struct Stake {
        var share: Int64
        var largest: Int64
        var path: [String]

        var basisPoints: BasisPoints { Int(share / 100_000_000) }
    }

    private static let whole: Int64 = 1_000_000_000_000

    private func stakes(in organisation: String, _ longestChain: Int) -> [String: Stake] {
        var found: [String: Stake] = [:]
        climb(organisation, Self.whole, [organisation], longestChain, &found)
        return found
    }

    private func climb(
        _ owned: String, _ share: Int64, _ path: [String], _ depth: Int, _ found: inout [String: Stake]
    ) {
        guard depth > 0 else { return }
        for holding in owners[owned] ?? [] where !path.contains(holding.owner) {
            let part = Int64(Int128(share) * Int128(holding.share) / 10_000)
            guard part > 0 else { continue }
            let chain = [holding.owner] + path.dropLast()
            var stake = found[holding.owner] ?? Stake(share: 0, largest: 0, path: [])
            stake.share = min(Self.whole, stake.share + part)
            if part > stake.largest {
                stake.largest = part
                stake.path = chain
            }
            found[holding.owner] = stake
            climb(holding.owner, part, [holding.owner] + path, depth - 1, &found)
        }
    }
}
