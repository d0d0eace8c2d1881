import ArgumentParser
import Foundation
import LabelMarket
import Storage

/// Seeds a market of many open jobs with bids, price lists, vouchers and windows, and measures a run over it: freeze,
/// solve, adopt; then one job on demand.
struct BenchMatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Measures a match run over many open jobs in a new folder.")

    @OptionGroup var options: DataOptions
    @Option(help: "Open jobs.") var jobs = 20_000
    @Option(help: "Vendors with price lists.") var vendors = 200
    @Option(help: "Bids on each job.") var bids = 5
    @Option(help: "Compute windows.") var windows = 200

    func run() async throws {
        let house = try options.openHouse()
        let seed = MatchSeed(house: house, jobs: jobs, vendors: vendors, bids: bids, windows: windows)
        let clock = ContinuousClock()
        let seeded = try await clock.measure { try await seed.sow() }
        let market = Market(house: house)
        let figures = try await market.matchRuns.measure()
        let one = try await onDemand(market, seed, clock)
        try house.database.close()
        Console.write("seeded \(jobs) jobs in \(Int(seeded / .milliseconds(1))) ms")
        Console.write("freeze \(figures.freeze) ms, solve \(figures.solve) ms, adopt \(figures.adopt) ms, in all \(figures.all) ms")
        Console.write("matched \(figures.matched) of \(figures.jobs) jobs, gap \(figures.gapPartsPerMillion) ppm")
        Console.write("one job on demand: median \(one) ms")
    }

    /// The median of eleven jobs, from the question to the stored proposal.
    private func onDemand(_ market: Market, _ seed: MatchSeed, _ clock: ContinuousClock) async throws -> Int {
        var took: [Duration] = []
        for index in 0..<11 {
            let (job, actor) = seed.example(index)
            took.append(try await clock.measure { try await market.matchRuns.matchNow(job, by: actor) })
        }
        return Int(took.sorted()[5] / .milliseconds(1))
    }
}

/// The rows of such a market, a few thousand to a statement.
struct MatchSeed {
    let house: House
    let jobs: Int
    let vendors: Int
    let bids: Int
    let windows: Int

    private static let buyers = 400
    private static let batch = 400

    /// A job and a person of its buyer.
    func example(_ index: Int) -> (ID<Job>, Actor) {
        let number = index * 997 % jobs
        let buyer = 1 + number % Self.buyers
        return (
            ID(rawValue: Int64(100_000 + number)),
            Actor(
                person: ID(rawValue: Int64(buyer)), organisation: ID(rawValue: Int64(buyer)),
                membership: ID(rawValue: Int64(buyer)), role: .buyer)
        )
    }

    func sow() async throws {
        try await insert("organisation", Self.organisation, 1...(Self.buyers + vendors + 20)) { id in
            let kind = id <= Self.buyers ? "firm" : id <= Self.buyers + vendors ? "labelingVendor" : "dataCentre"
            let region = ["310000", "110000", "440300", "520100", "620000"][id % 5]
            let code = CreditCode(completing: "91310000" + padded(700_000_000 + id, 9))?.text ?? ""
            return """
                (\(id), \(kind), \("单位\(id)"), \(code), \(region), 'software', 60, 900000000, 900000000, 18000, \("代表\(id)"),
                    'a@example.org', 0, 1)
                """
        }
        try await insert("person (id, email, name, password_hash, password_changed_at, totp_step, created_at)", "", 1...Self.buyers) { id in
            "(\(id), \("p\(id)@example.org"), 'x', 'x', 0, 0, 0)"
        }
        try await datasets()
        try await openJobs()
        try await offers()
        try await lists()
        try await compute()
    }

    private static let organisation =
        "(id, kind, name_zh, credit_code, region, sector, headcount, annual_revenue_fen, total_assets_fen, founded_on, legal_representative, contact_email, registered_at, version)"

    private func insert(
        _ table: String, _ columns: String, _ numbers: ClosedRange<Int>, _ row: @escaping @Sendable (Int) -> SQL
    ) async throws {
        var next = numbers.lowerBound
        while next <= numbers.upperBound {
            let part = next...min(numbers.upperBound, next + Self.batch - 1)
            let head = SQL(stringLiteral: "INSERT INTO \(table) \(columns) VALUES ")
            try await house.database.write { transaction in
                _ = try transaction.execute(head + SQL.joined(part.map(row), separator: ", "))
            }
            next = part.upperBound + 1
        }
    }

    private func datasets() async throws {
        let blob = [UInt8](repeating: 0, count: 32)
        try await insert(
            "dataset", "(id, organisation, name, kind, format, state, item_count, byte_count, blob, file_name, created_at)",
            1...Self.buyers
        ) { id in "(\(id), \(id), 'x', 'text', 'json-lines', 'ready', 500, 100, \(blob), 'x.jsonl', 0)" }
    }

    private func openJobs() async throws {
        let closes = house.world.now().advanced(by: .hours(-1))
        let deadline = house.world.now().shanghaiDate.advanced(byDays: 40)
        try await insert(
            "job",
            "(id, buyer, dataset, version, state, title, description, task_family, language, label_config, item_count, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number, closes_at, deadline_on, acceptance_days, budget_fen, security_class, published_at, created_at)",
            0...(jobs - 1)
        ) { number in
            let buyer = 1 + number % Self.buyers
            return """
                (\(100_000 + number), \(buyer), \(buyer), 1, 'open', 'x', 'x', 'textClassification', 'zh', '<View/>', 500, 9500,
                    100, 'full', 100, 0, \(closes), \(deadline), 5, \(300_000 + number % 977 * 1000), 'open', 0, 0)
                """
        }
        let last = deadline.advanced(byDays: 40)
        try await insert("job_compute", "(job, mode, card_hours, regions, ends_on, budget_fen)", 0...(jobs / 5 - 1)) { number in
            "(\(100_000 + number * 5), \(number % 2 == 0 ? "required" : "wanted"), \(48 + number % 7 * 24), '', \(last), 400000)"
        }
    }

    private func offers() async throws {
        let (vendors, bids) = (vendors, bids)
        try await insert(
            "bid", "(id, job, vendor, job_version, price_fen, days, plan, state, written_at, offered_at)",
            0...(jobs * bids - 1)
        ) { number in
            let (job, turn) = (number / bids, number % bids)
            let vendor = Self.buyers + 1 + (job * 31 + turn * 7) % vendors
            let price = 120_000 + (job * 7919 + turn * 104_729) % 180_000
            return """
                (\(1_000_000 + number), \(100_000 + job), \(vendor), 1, \(price), \(7 + (job + turn) % 21), 'x', 'sealed', 1, 1)
                """
        }
    }

    private func lists() async throws {
        let jobs = jobs
        try await insert(
            "price_list", "(vendor, stands, hours_per_week, lead_days, languages, revision, changed_at)",
            (Self.buyers + 1)...(Self.buyers + vendors)
        ) { vendor in "(\(vendor), \(vendor % 20 == 0), \(jobs / 20 + vendor % 50), 2, 'zh', 1, 0)" }
        try await insert(
            "price_list_line", "(vendor, task_family, price_fen, seconds_per_item)",
            (Self.buyers + 1)...(Self.buyers + vendors)
        ) { vendor in "(\(vendor), 'textClassification', \(300 + vendor % 200), 20)" }
    }

    private func compute() async throws {
        let first = Self.buyers + vendors + 1
        try await insert("site", "(id, operator, name_zh, hub, region, registered_at)", 0...19) { number in
            let west = number % 2 == 0
            return "(\(1 + number), \(first + number), \("中心\(number)"), \(west ? "gansu" : "changsanjiao"), \(west ? "620000" : "310000"), 0)"
        }
        try await insert("site_claim", "(site, claimed_on, recorded_at, power_fen_per_mwh, green_share_bp, racks_filled_bp, compute_used_bp, recorded_by)", 0...19) { number in
            "(\(1 + number), 20000, 0, 39000, 8000, 6000, \(number % 2 == 0 ? 2400 : 8000), 1)"
        }
        try await insert("device_class", "(id, site, vendor, model, number_format, teraflops, memory_gigabytes, quantity, is_domestic, is_state_funded, attestation, attested_on, registered_at)", 0...19) { number in
            "(\(1 + number), \(1 + number), 'Ascend', '910B', 'FP16', 320, 64, 100000, 1, 0, 'seen', 20000, 0)"
        }
        let start = Instant(shanghai: house.world.now().shanghaiDate.advanced(byDays: 12))
        try await insert(
            "compute_window",
            "(id, site, device_class, operator, hub, region, accelerator, starts_at, ends_at, cards, price_fen, minimum_card_hours, notice_hours, fee_bp, state, published_at)",
            0...(windows - 1)
        ) { number in
            let site = number % 20
            let from = start.advanced(by: .days(Int64(number % 15)))
            return """
                (\(1 + number), \(1 + site), \(1 + site), \(first + site), NULL, \(site % 2 == 0 ? "620000" : "310000"), 'Ascend 910B',
                    \(from), \(from.advanced(by: .days(20))), 64, \(400 + number % 300), 1, 24, 0, 'open', 0)
                """
        }
    }
}
