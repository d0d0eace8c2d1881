package import Storage

/// A run as offices and auditors read it.
package struct RunView: Sendable {
    package let run: MatchRun
    package let policy: MatchPolicy
    package let proposals: [ProposalLine]
    package let hasMore: Bool
    package let limits: [LimitLine]
    /// How many proposals stand in each state.
    package let states: [ProposalState: Int]

    /// A scarce limit with what more of it would be worth.
    package struct LimitLine: Sendable {
        package let resource: MatchResource
        package let name: Bilingual
        package let capacity: Int64
        package let used: Int64
        /// Of an hour, a card for a day, or a yuan.
        package let worth: Money
    }
}

/// The runs, newest first, and whether one may be asked for.
package struct RunList: Sendable {
    package let runs: [MatchRun]
    package let hasMore: Bool
    package let isUnderWay: Bool
}

extension MatchRuns {
    /// Runs over the whole market.
    package func list(before: ID<MatchRun>?, for actor: Actor) throws -> RunList {
        try actor.require(.officer, .auditor, .administrator)
        return try house.database.read { transaction in
            let rows = try transaction.all(
                """
                SELECT \(MatchRun.columns) FROM match_run
                WHERE match_run.job IS NULL AND match_run.id < \(before?.rawValue ?? .max)
                ORDER BY match_run.id DESC LIMIT 21
                """
            ) { try MatchRun($0) }
            return RunList(
                runs: Array(rows.prefix(20)), hasMore: rows.count > 20,
                isUnderWay: rows.contains { [.queued, .running, .proposed].contains($0.state) })
        }
    }

    /// One run with its proposals, the newest first.
    package func page(of id: ID<MatchRun>, before: ID<MatchProposal>?, for actor: Actor) throws -> RunView {
        try actor.require(.officer, .auditor, .administrator)
        return try house.database.read { transaction in
            guard let run = try MatchRun.load(id, in: transaction) else { throw CommonRefusal.notFound }
            let rows = try ProposalLine.rows(
                where: "match_proposal.run = \(id) AND match_proposal.id < \(before?.rawValue ?? .max)",
                limit: Self.pageSize + 1, in: transaction)
            var states: [ProposalState: Int] = [:]
            try transaction.each("SELECT state, COUNT(*) FROM match_proposal WHERE run = \(id) GROUP BY state") { row in
                states[try row.at(0)] = try row.at(1, as: Int.self)
            }
            return RunView(
                run: run, policy: try MatchPolicies.load(run.policy, in: transaction),
                proposals: Array(rows.prefix(Self.pageSize)), hasMore: rows.count > Self.pageSize,
                limits: try limits(of: run.base ?? id, in: transaction), states: states)
        }
    }

    private func limits(of run: ID<MatchRun>, in transaction: ReadTransaction) throws -> [RunView.LimitLine] {
        let rows = try transaction.all(
            """
            SELECT kind, owner, day, capacity, used, price FROM match_resource
            WHERE run = \(run) AND price > 0 ORDER BY price * CASE kind WHEN 'vendor' THEN 60 WHEN 'voucher' THEN 100 ELSE 1 END DESC
            LIMIT 12
            """
        ) { row in
            (
                kind: try row.at(0, as: String.self), owner: try row.at(1, as: Int64.self), day: try row.at(2, as: Int64.self),
                capacity: try row.at(3, as: Int64.self), used: try row.at(4, as: Int64.self), price: try row.at(5, as: Int64.self)
            )
        }
        let vendors = try MatchNames.organisations(
            rows.filter { $0.kind == "vendor" }.map { ID(rawValue: $0.owner) }, in: transaction)
        let windows = try MatchNames.windows(
            rows.filter { $0.kind == "window" }.map { ID(rawValue: $0.owner) }, in: transaction)
        return try rows.compactMap { row in
            guard let kind = MatchResource.Kind(rawValue: row.kind) else { return nil }
            let unit: Int64 = kind == .vendor ? 60 : kind == .voucher ? 100 : 1
            let name: Bilingual? =
                switch kind {
                case .vendor: vendors[ID(rawValue: row.owner)]
                case .window: windows[ID(rawValue: row.owner)]?.site
                case .voucher: try Voucher.programmeName(of: ID(rawValue: row.owner), in: transaction)
                case .site: nil
                }
            let worth = Money(fen: Int64(clamping: Int128(row.price) * Int128(unit) / 64_000))
            guard let name, worth.fen > 0 else { return nil }
            return RunView.LimitLine(
                resource: MatchResource(kind: kind, owner: row.owner, day: row.day), name: name,
                capacity: row.capacity, used: row.used, worth: worth)
        }
    }
}

/// Who gets what, over time: concentration, and trade that looks like a circle.
package struct MatchShares: Sendable {
    /// A quarter's concentration: the sum of squared shares of contract value, in ten-thousandths; 10,000 is one alone.
    package struct Quarter: Sendable {
        package let first: CivilDate
        package let contracts: Int
        package let value: Money
        package let vendorIndex: Int64
        package let buyerIndex: Int64
        package let largestVendor: Bilingual
        package let largestShareBasisPoints: Int64
    }

    /// Something that an officer should look at. It proves nothing.
    package enum Flag: Sendable, Hashable {
        /// Each bought from the other within half a year.
        case circle(Bilingual, Bilingual)
        /// One vendor has nearly all that a buyer awarded.
        case captive(buyer: Bilingual, vendor: Bilingual, shareBasisPoints: Int64, contracts: Int)
    }

    package let quarters: [Quarter]
    package let flags: [Flag]
}

package enum ShareRules {
    /// Circles are looked for within so many days.
    package static let circleDays: Int64 = 180
    /// A vendor with so much of a buyer's contract value, over so many contracts at least, is flagged.
    package static let captiveShare: Int64 = 8000
    package static let captiveContracts = 3

    /// The Herfindahl-Hirschman index of values, in ten-thousandths: the sum of the squares of their shares.
    /// - Source: Hirschman, "The paternity of an index", American Economic Review 54 (1964).
    package static func concentration(_ values: [Int64]) -> Int64 {
        let sum = values.reduce(Int128(0)) { $0 + Int128(max(0, $1)) }
        guard sum > 0 else { return 0 }
        let squares = values.reduce(Int128(0)) { $0 + Int128(max(0, $1)) * Int128(max(0, $1)) }
        return Int64(squares * 10_000 / (sum * sum))
    }

    /// The first day of a day's quarter.
    static func quarter(of day: CivilDate) -> CivilDate {
        let parts = day.parts
        return CivilDate(year: parts.year, month: (parts.month - 1) / 3 * 3 + 1, day: 1) ?? day
    }
}

extension MatchRuns {
    /// Contracts of the last two years, by quarter, and what stands out.
    package func shares(for actor: Actor) throws -> MatchShares {
        try actor.require(.officer, .auditor, .administrator)
        let now = house.world.now()
        return try house.database.read { transaction in
            let deals = try Deal.since(now.advanced(by: .days(-730)), in: transaction)
            let names = try MatchNames.organisations(
                Array(Set(deals.flatMap { [$0.buyer, $0.vendor] })), in: transaction)
            return MatchShares(quarters: Self.quarters(deals, names), flags: Self.flags(deals, names))
        }
    }

    private static func quarters(
        _ deals: [Deal], _ names: [ID<Organisation>: Bilingual]
    ) -> [MatchShares.Quarter] {
        Dictionary(grouping: deals) { ShareRules.quarter(of: $0.signedAt.shanghaiDate) }
            .sorted { $1.key < $0.key }.map { first, deals in
                let vendors = totals(deals) { $0.vendor }, buyers = totals(deals) { $0.buyer }
                let value = deals.reduce(Int64(0)) { $0 + $1.price.fen }
                let top = vendors.max { ($0.value, $1.key) < ($1.value, $0.key) }
                return MatchShares.Quarter(
                    first: first, contracts: deals.count, value: Money(fen: value),
                    vendorIndex: ShareRules.concentration(Array(vendors.values)),
                    buyerIndex: ShareRules.concentration(Array(buyers.values)),
                    largestVendor: top.flatMap { names[$0.key] } ?? Bilingual(zh: "", en: ""),
                    largestShareBasisPoints: value > 0 ? Int64(Int128(top?.value ?? 0) * 10_000 / Int128(value)) : 0)
            }
    }

    private static func totals(_ deals: [Deal], _ key: (Deal) -> ID<Organisation>) -> [ID<Organisation>: Int64] {
        deals.reduce(into: [:]) { sums, deal in sums[key(deal), default: 0] += deal.price.fen }
    }

    private static func flags(_ deals: [Deal], _ names: [ID<Organisation>: Bilingual]) -> [MatchShares.Flag] {
        var flags: [MatchShares.Flag] = []
        var seen: Set<Set<ID<Organisation>>> = []
        let pairs = Dictionary(grouping: deals) { [$0.buyer, $0.vendor] }
        for deal in deals {
            let back = pairs[[deal.vendor, deal.buyer]] ?? []
            let near = back.contains {
                abs($0.signedAt.since(deal.signedAt).milliseconds) <= ShareRules.circleDays * 86_400_000
            }
            if near, seen.insert([deal.buyer, deal.vendor]).inserted, let one = names[deal.buyer], let other = names[deal.vendor] {
                flags.append(.circle(one, other))
            }
        }
        for (buyer, own) in Dictionary(grouping: deals, by: \.buyer).sorted(by: { $0.key < $1.key })
        where own.count >= ShareRules.captiveContracts {
            let sum = own.reduce(Int64(0)) { $0 + $1.price.fen }
            guard sum > 0, let top = totals(own, { $0.vendor }).max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { continue }
            let share = Int64(Int128(top.value) * 10_000 / Int128(sum))
            if share >= ShareRules.captiveShare, let name = names[buyer], let vendor = names[top.key] {
                flags.append(
                    .captive(
                        buyer: name, vendor: vendor, shareBasisPoints: share,
                        contracts: own.filter { $0.vendor == top.key }.count))
            }
        }
        return flags
    }
}

/// A contract as the shares look at it.
private struct Deal {
    let buyer: ID<Organisation>
    let vendor: ID<Organisation>
    let price: Money
    let signedAt: Instant

    static func since(_ start: Instant, in transaction: ReadTransaction) throws -> [Deal] {
        try transaction.all(
            "SELECT buyer, vendor, price_fen, signed_at FROM contract WHERE signed_at >= \(start) ORDER BY signed_at, id"
        ) { row in
            Deal(buyer: try row.at(0), vendor: try row.at(1), price: try row.at(2), signedAt: try row.at(3))
        }
    }
}
