package import Storage

/// Every declared tie between organisations, loaded at once, by credit codes.
package struct OwnershipMap: Sendable {
    /// Holders by what they hold.
    private var holders: [String: [Relations.Holding]] = [:]

    package init(holdings: [Relations.Holding]) {
        for holding in holdings { holders[holding.owned, default: []].append(holding) }
    }

    package static func load(in transaction: ReadTransaction) throws -> OwnershipMap {
        OwnershipMap(
            holdings: try transaction.all(
                """
                SELECT organisation.credit_code AS owned, organisation_relation.credit_code AS owner,
                    organisation_relation.share_basis_points AS share
                FROM organisation_relation JOIN organisation ON organisation.id = organisation_relation.organisation_id
                ORDER BY organisation_relation.organisation_id, organisation_relation.credit_code
                """
            ) { row in
                Relations.Holding(owner: try row("owner"), owned: try row("owned"), share: try row("share"))
            })
    }

    /// Every tie, in a stable order.
    package var holdings: [Relations.Holding] {
        holders.keys.sorted().flatMap { holders[$0] ?? [] }
    }

    /// The largest share that one of the two declared of a tie with the other; nil when neither declared one.
    package func declaredShare(_ one: String, _ other: String) -> BasisPoints? {
        let ties = (holders[one] ?? []).filter { $0.owner == other } + (holders[other] ?? []).filter { $0.owner == one }
        return ties.map(\.share).max()
    }

    /// Whether the two may not contract here: one declared the other, or both the same third party with a quarter or more.
    package func areRelated(_ one: String, _ other: String) -> Bool {
        if one == other || declaredShare(one, other) != nil { return true }
        let mine = Set((holders[one] ?? []).filter { $0.share >= 2500 }.map(\.owner))
        return !mine.isEmpty && (holders[other] ?? []).contains { $0.share >= 2500 && mine.contains($0.owner) }
    }

    /// The largest share that one has in the other, or a third in both, through chains of at most four holdings.
    package func chainedShare(_ one: String, _ other: String) -> BasisPoints {
        if holders[one] == nil, holders[other] == nil { return 0 }
        var found: [Relations.Holding] = []
        var known: Set<String> = [one, other]
        var frontier = [one, other]
        for _ in 0..<4 where !frontier.isEmpty && known.count < 200 {
            let next = frontier.flatMap { holders[$0] ?? [] }
            found += next
            frontier = next.map(\.owner).filter { known.insert($0).inserted }
        }
        return Relations(holdings: found).links(one, other).reduce(0) { largest, link in
            switch link {
            case .ownership(_, let share), .commonOwner(_, let share): max(largest, share)
            case .declared, .legalRepresentative, .bankAccount: largest
            }
        }
    }
}
