import Annotations
@testable import LabelMarket
import Storage
import Testing

/// Equal treatment, concentration, and the small rules.
@Suite struct MatchFairnessTests {
    /// Names and numbers of vendors and jobs are dealt anew, everything else stays: the welfare stays.
    @Test(arguments: [11, 29, 47] as [UInt64])
    func welfare_doesNotDependOnNamesOrOrder(seed: UInt64) async throws {
        let plain = try await Self.objective([0, 1, 2, 3, 4, 5], vendors: [0, 1], seed: 1)
        var generator = SplitMix64(state: seed)
        let dealt = try await Self.objective(
            Array(0..<6).shuffled(using: &generator), vendors: Array(0..<2).shuffled(using: &generator), seed: seed)
        #expect(plain > 0)
        #expect(plain == dealt)
    }

    /// Six jobs that two vendors with little time bid for.
    private static func objective(_ places: [Int], vendors: [Int], seed: UInt64) async throws -> Int64 {
        let house = try await MatchHouse(seed: seed)
        let actors = vendors.map { [TradeHouse.vendor, TradeHouse.rival][$0] }
        try await house.house.database.write { transaction in
            for job in 0..<6 { try Self.seed(job, at: places[job], actors, in: transaction) }
        }
        for (index, actor) in actors.enumerated() { try await house.list(actor, fen: 1, hours: 3 + Int64(index), stands: true) }
        try await house.house.database.write { transaction in
            _ = try transaction.execute("UPDATE price_list_line SET seconds_per_item = 2400, price_fen = 90000000")
        }
        house.trade.close()
        return try #require(try await house.run().objective)
    }

    private static func seed(_ job: Int, at place: Int, _ actors: [Actor], in transaction: WriteTransaction) throws {
        let id = ID<Job>(rawValue: Int64(1000 + place))
        try TradeSeed.copyJob(id, in: transaction)
        for (index, actor) in actors.enumerated() {
            let price = Int64(100_000 + (job * 7919 + index * 104_729) % 50_000)
            try transaction.execute(
                """
                INSERT INTO bid (id, job, vendor, job_version, price_fen, days, plan, state, written_at, offered_at)
                VALUES (\(Int64(5000 + place * 10 + Self.vendorsPlace(actor))), \(id), \(actor.organisation), 1, \(price), 5, 'x',
                    'sealed', 1, 1)
                """)
        }
    }

    private static func vendorsPlace(_ actor: Actor) -> Int { Int(actor.organisation.rawValue) }

    @Test(arguments: [([10], 10_000), ([5, 5], 5000), ([1, 1, 1, 1], 2500), ([], 0), ([0], 0)] as [([Int64], Int64)])
    func concentration_isTheSumOfSquaredShares(values: [Int64], expected: Int64) {
        #expect(ShareRules.concentration(values) == expected)
    }

    @Test func tradeBothWays_isFlagged() async throws {
        let house = try await MatchHouse()
        try await house.house.database.write { transaction in
            for (index, pair) in [(1, 3), (3, 1), (1, 3), (1, 3)].enumerated() {
                try TradeSeed.contract(index, buyer: Int64(pair.0), vendor: Int64(pair.1), at: house.clock.now, in: transaction)
            }
        }
        let shares = try house.market.matchRuns.shares(for: house.officer)
        #expect(shares.quarters.first?.contracts == 4)
        #expect(shares.flags.contains { if case .circle = $0 { true } else { false } })
        #expect(shares.flags.contains { if case .captive(_, _, 10_000, 3) = $0 { true } else { false } })
    }

    @Test func reasons_areReadAsTheyWereWritten() throws {
        var reasons = MatchReasons()
        for why in [WhyNot.chosen, .behind(Money(fen: 12)), .voucherLost(Money(fen: 7)), .relatedParties, .late] {
            reasons.vendors.append(
                MatchReasons.VendorLine(
                    vendor: ID(rawValue: 3), price: why == .late ? nil : Money(fen: 5), voucherShare: Money(fen: 2),
                    isStanding: true, why: why))
            reasons.windows.append(
                MatchReasons.WindowLine(window: ID(rawValue: 4), price: nil, voucherShare: .zero, why: why))
        }
        reasons.vendors[1].weighing = try #require(Weighing(text: "-9,4,0,-7,0"))
        reasons.scarce = [
            MatchReasons.Scarce(resource: MatchResource(kind: .vendor, owner: 9, day: -3), worth: Money(fen: 8))
        ]
        reasons.furtherWindows = 6
        #expect(MatchReasons(text: reasons.text) == reasons)
        #expect(MatchReasons(text: "v x\nw 1 2 3\nnonsense") == MatchReasons())
    }

    @Test func week_beginsOnMonday() {
        let monday = CivilDate(year: 2026, month: 11, day: 23)!.dayNumber
        #expect((0..<7).map { ResourceTable.monday(of: monday + $0) } == Array(repeating: monday, count: 7))
        #expect(ResourceTable.monday(of: monday - 1) == monday - 7)
    }

    @Test func list_withoutLanguagesOrPrices_isRefused() async throws {
        let house = try await MatchHouse()
        await #expect(throws: MatchRefusal.noLanguage) { try await house.list(TradeHouse.vendor, fen: 1, languages: []) }
        await #expect(throws: CommonRefusal.forbidden) { try await house.list(TradeHouse.buyer, fen: 1) }
        try await house.list(TradeHouse.vendor, fen: 77)
        #expect(try house.market.priceLists.own(for: TradeHouse.vendor)?.line(.textClassification)?.pricePerItem == Money(fen: 77))
        await #expect(throws: CommonRefusal.stale) {
            try await house.market.priceLists.keep(
                PriceListEntry(stands: false, hoursPerWeek: 1, leadDays: 0, languages: [.chinese], lines: []), seen: 9,
                by: TradeHouse.vendor)
        }
    }
}

extension TradeSeed {
    /// Another job like the house's own.
    static func copyJob(_ id: ID<Job>, in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO job (id, buyer, dataset, version, state, title, description, task_family, language, label_config,
                item_count, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number, closes_at,
                deadline_on, acceptance_days, budget_fen, security_class, published_at, created_at)
            SELECT \(id), buyer, dataset, version, state, title, description, task_family, language, label_config,
                item_count, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number, closes_at,
                deadline_on, acceptance_days, budget_fen, security_class, published_at, created_at
            FROM job WHERE id = 77
            """)
    }

    /// A signed contract, as far as the shares look at it.
    static func contract(
        _ serial: Int, buyer: Int64, vendor: Int64, at now: Instant, in transaction: WriteTransaction
    ) throws {
        let (job, bid) = (Int64(2000 + serial), Int64(3000 + serial))
        try copyJob(ID(rawValue: job), in: transaction)
        try transaction.execute(
            """
            INSERT INTO bid (id, job, vendor, job_version, price_fen, days, plan, state, written_at, offered_at, decided_at, ground)
            VALUES (\(bid), \(job), \(vendor), 1, 100000, 5, 'x', 'won', 1, 1, 1, 'price')
            """)
        try transaction.execute(
            """
            INSERT INTO contract (id, job, bid, buyer, vendor, number, state, price_fen, voucher_fen, own_fen, signed_at,
                deliver_by, acceptance_days, required_accuracy_bp, rework_limit, label_config, dataset, item_count)
            VALUES (\(Int64(4000 + serial)), \(job), \(bid), \(buyer), \(vendor), \("LM-\(serial)"), 'active', 100000, 0, 100000,
                \(now), 21000, 5, 9500, 2, 'x', 7, 4)
            """)
    }
}
