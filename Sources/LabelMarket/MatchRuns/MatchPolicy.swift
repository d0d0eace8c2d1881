package import Storage

/// What the engine is told to prefer. Weights are thousandths of a fen for a fen, so that every gain has a price.
package struct MatchPolicy: Hashable, Sendable {
    package struct Weights: Hashable, Sendable {
        /// What a fen of the buyer's own money counts, in thousandths.
        package var own: Int64
        /// What a fen of voucher money counts, in thousandths.
        package var voucher: Int64
        /// Thousandths of the price that a spotless record of accepted items is worth.
        package var quality: Int64
        /// Thousandths of the price that a micro or small vendor is worth.
        package var small: Int64
        /// Thousandths of the price that a vendor in a western province is worth.
        package var west: Int64
        /// Fen that a card-hour at an idle western site is worth.
        package var idleFen: Int64
        /// A site is idle below this use of its compute, in basis points; filling counts up to it.
        package var idleBelow: Int64

        package init(
            own: Int64, voucher: Int64, quality: Int64, small: Int64, west: Int64, idleFen: Int64, idleBelow: Int64
        ) {
            self.own = own
            self.voucher = voucher
            self.quality = quality
            self.small = small
            self.west = west
            self.idleFen = idleFen
            self.idleBelow = idleBelow
        }
    }

    /// 0 for the one that the market starts with.
    package let version: Int
    package let weights: Weights
    package let note: String
    package let publishedAt: Instant?

    /// What holds until an office publishes something else.
    package static let initial = MatchPolicy(
        version: 0,
        weights: Weights(own: 1000, voucher: 300, quality: 100, small: 30, west: 20, idleFen: 50, idleBelow: 4000),
        note: "", publishedAt: nil)

    /// The provinces that the national plan for the west names, by the first two digits of GB/T 2260.
    static let westernProvinces: Set<String> = ["15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"]

    static func isWestern(_ region: Region) -> Bool { westernProvinces.contains(String(region.code.prefix(2))) }

    var content: String {
        "\(version) \(weights.own) \(weights.voucher) \(weights.quality) \(weights.small) \(weights.west) "
            + "\(weights.idleFen) \(weights.idleBelow)"
    }
}

/// The policy's versions: published, never changed.
package struct MatchPolicies: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Every version, newest first, ending with the initial one.
    package func all(for actor: Actor) throws -> [MatchPolicy] {
        try actor.require(.officer, .auditor, .administrator)
        return try house.database.read { try Self.rows("1 = 1", in: $0) } + [.initial]
    }

    /// Puts a new version in force for the runs that start after it.
    /// - Parameter seen: the version that the page showed.
    package func publish(
        _ weights: MatchPolicy.Weights, note: String, seen: Int, by actor: Actor, key: FormKey
    ) async throws -> Int {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let content = "publish match policy \(weights) \(note)"
        return try await house.once(key, content: content, by: actor, refusing: MatchRefusal.self) { transaction in
            guard try Self.current(in: transaction).version == seen else { throw CommonRefusal.stale }
            try transaction.execute(
                """
                INSERT INTO match_policy (version, published_at, published_by, note, own_weight, voucher_weight,
                    quality_weight, small_weight, west_weight, idle_fen, idle_below_bp)
                VALUES (\(seen + 1), \(now), \(actor.person), \(note), \(weights.own), \(weights.voucher),
                    \(weights.quality), \(weights.small), \(weights.west), \(weights.idleFen), \(weights.idleBelow))
                """)
            try Audit.record(
                "publish match policy", on: BusinessReference(kind: "match policy", id: Int64(seen + 1)), after: content,
                by: actor, note: note, at: now, in: transaction)
            return seen + 1
        }
    }

    static func current(in transaction: ReadTransaction) throws -> MatchPolicy {
        try rows("version = (SELECT MAX(version) FROM match_policy)", in: transaction).first ?? .initial
    }

    static func load(_ version: Int, in transaction: ReadTransaction) throws -> MatchPolicy {
        try rows("version = \(version)", in: transaction).first ?? .initial
    }

    private static func rows(_ condition: SQL, in transaction: ReadTransaction) throws -> [MatchPolicy] {
        try transaction.all(
            """
            SELECT version, published_at, note, own_weight, voucher_weight, quality_weight, small_weight, west_weight,
                idle_fen, idle_below_bp FROM match_policy WHERE \(condition) ORDER BY version DESC
            """
        ) { row in
            MatchPolicy(
                version: try row.at(0),
                weights: MatchPolicy.Weights(
                    own: try row.at(3), voucher: try row.at(4), quality: try row.at(5), small: try row.at(6),
                    west: try row.at(7), idleFen: try row.at(8), idleBelow: try row.at(9)),
                note: try row.at(2), publishedAt: try row.at(1))
        }
    }
}
