import ArgumentParser
import Foundation
import LabelMarket
import Storage

/// Decides a round of many applications in the database, by lot: for each a voucher, a ledger entry, a notice, a letter and
/// an audit line, all in one transaction.
struct BenchRound: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "round", abstract: "Measures the decision of a round of many applications in a new folder.")

    @OptionGroup var options: DataOptions
    @Option(help: "Applications of the round, each of a firm of its own.") var applications = 100_000
    @Option(help: "What the pot has of what is asked, in percent.") var share = 90

    func run() async throws {
        let house = try options.openHouse()
        let market = Market(house: house)
        let seed = RoundSeed(house: house, market: market, applications: applications, share: Int64(share))
        let clock = ContinuousClock()
        var sown: (round: ID<ApplicationRound>, officer: Actor)?
        let sowing = try await clock.measure { sown = try await seed.sow() }
        guard let sown else { return }
        let before = residentPeak()
        var shown: [UInt8] = []
        let looking = try clock.measure {
            shown = try market.vouchers.round(sown.round, includesOpen: true, for: sown.officer).listHash
        }
        var granted = 0
        let deciding = try await clock.measure {
            granted = try await market.vouchers.decideRound(
                sown.round, includesOpen: true, shown: shown, by: sown.officer, formKey: FormKey(world: house.world)
            ).granted.count
        }
        let rows: [String] = try house.database.read { transaction in
            let tables: [(String, SQL)] = [
                ("vouchers", "SELECT COUNT(*) FROM voucher"), ("transfers", "SELECT COUNT(*) FROM transfer"),
                ("notices", "SELECT COUNT(*) FROM notice"), ("letters", "SELECT COUNT(*) FROM letter"),
                ("audit lines", "SELECT COUNT(*) FROM audit"),
            ]
            return try tables.map { name, query in "\(try transaction.value(query, as: Int.self) ?? 0) \(name)" }
        }
        try house.database.close()
        Console.write("\(applications) applications sown in \(tenths(sowing / .seconds(1))) s")
        Console.write("looking at the round: \(tenths(looking / .seconds(1))) s")
        Console.write("deciding it: \(tenths(deciding / .seconds(1))) s, \(granted) granted")
        Console.write("rows: \(rows.joined(separator: ", "))")
        Console.write("resident at most: \(before) MiB before, \(residentPeak()) MiB after")
    }

    /// The most memory that the process has held so far, in MiB; 0 where the system does not say.
    private func residentPeak() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
}

/// A bureau, a programme, a closed round with its promise, and the firms that applied.
private struct RoundSeed {
    let house: House
    let market: Market
    let applications: Int
    let share: Int64

    private static let key = ProgrammeKey("measured-round")
    private static let document = """
        <programme xmlns="\(ProgrammeFormat.namespace)" key="measured-round" version="1" state="inForce" region="310000" level="city">\
        <name><en>n</en><zh>名</zh></name><summary><en>s</en><zh>要</zh></summary><bureau><en>b</en><zh>局</zh></bureau><rules>\
        <rule id="a"><direction kind="corpus" way="deductAtSale"/><source status="A"/></rule>\
        <rule id="b"><rate><row rate="40"/></rate><source status="A"/></rule>\
        <rule id="c"><base of="signedContract"/><source status="A"/></rule>\
        <rule id="d"><cap amount="5000000.00" period="calendarYear" count="both"/><source status="A"/></rule>\
        <rule id="e"><lineItems include="labeling corpus"/><source status="A"/></rule>\
        <rule id="f"><locality test="buyer" region="310000"/><source status="A"/></rule>\
        <rule id="g"><buyer test="kinds" list="enterprise startUp"/><source status="A"/></rule>\
        <rule id="h"><oversubscription by="lottery"/><source status="A"/></rule>\
        <rule id="i"><arithmetic unit="fen" decimals="0" rounding="truncate"/><source status="A"/></rule>\
        <rule id="j"><validity months="12"/><source status="A"/></rule></rules></programme>
        """

    func sow() async throws -> (round: ID<ApplicationRound>, officer: Actor) {
        guard let key = Self.key else { throw CommonRefusal.notFound }
        let now = house.world.now()
        let officer = Actor(
            person: ID(rawValue: 1), organisation: ID(rawValue: 1), membership: ID(rawValue: 1), role: .officer)
        try await house.database.write { transaction in
            try insertParty(1, kind: "bureau", role: "officer", now, in: transaction)
        }
        let edition = try await market.programmes.importVersion(
            Array(Self.document.utf8), bureau: officer.organisation, by: officer, key: formKey)
        try await market.programmes.publish(edition, by: officer, key: formKey)
        let asked = (0..<applications).reduce(Int64(0)) { $0 + price($1).fen * 4 / 10 }
        _ = try await market.programmes.appropriate(
            Money(fen: asked / 100 * share), to: key, year: now.shanghaiDate.parts.year, by: officer, key: formKey)
        let round = house.world.makeID(ApplicationRound.self)
        let secret = house.world.randomBytes(32)
        try await house.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO application_round (id, programme, name, opens_at, closes_at, created_at, created_by)
                VALUES (\(round), \(key), 'measured', \(moment(now, -20)), \(moment(now, -1)), \(moment(now, -20)), 1)
                """)
            try transaction.execute(
                """
                INSERT INTO round_seed (round, commitment, seed, committed_at, committed_by)
                VALUES (\(round), \(sha256(secret)), \(secret), \(moment(now, -19)), 1)
                """)
        }
        for start in stride(from: 0, to: applications, by: 10_000) {
            try await house.database.write { transaction in
                for number in start..<min(applications, start + 10_000) {
                    try insertParty(Int64(number) + 2, kind: "firm", role: "buyer", now, in: transaction)
                    try insertApplication(number, of: key, round, now, in: transaction)
                }
            }
        }
        return (round, officer)
    }

    private var formKey: FormKey { FormKey(world: house.world) }

    private func price(_ number: Int) -> Money { .yuan(10_000 + Int64(number % 500) * 10) }

    private func moment(_ now: Instant, _ days: Int64) -> Instant { now.advanced(by: .days(days)) }

    private func insertParty(
        _ number: Int64, kind: String, role: String, _ now: Instant, in transaction: WriteTransaction
    ) throws {
        guard let code = CreditCode(completing: "9131000" + padded(Int(1_000_000_000 + number), 10)) else {
            throw CommonRefusal.notFound
        }
        try transaction.execute(
            """
            INSERT INTO organisation (id, kind, name_zh, name_en, credit_code, region, sector, headcount, annual_revenue_fen,
              total_assets_fen, founded_on, legal_representative, contact_email, registered_at, version)
            VALUES (\(number), \(kind), \("单位\(number)"), \("Firm \(number)"), \(code), '310000', 'software', 20, 100000000,
              100000000, 18000, \("代表\(number)"), 'a@example.org', \(now), 1)
            """)
        try transaction.execute(
            """
            INSERT INTO person (id, email, name, password_hash, password_changed_at, totp_step, created_at)
            VALUES (\(number), \("p\(number)@example.org"), 'Person', 'x', \(now), 0, \(now))
            """)
        try transaction.execute(
            """
            INSERT INTO membership (id, person_id, organisation_id, role, since)
            VALUES (\(number), \(number), \(number), \(role), \(now))
            """)
    }

    private func insertApplication(
        _ number: Int, of key: ProgrammeKey, _ round: ID<ApplicationRound>, _ now: Instant, in transaction: WriteTransaction
    ) throws {
        let day = now.shanghaiDate
        let price = price(number)
        try transaction.execute(
            """
            INSERT INTO application (id, programme, version, round, buyer, filed_by, filed_at, state, work_kind, price_fen,
              starts_on, ends_on, purpose, declares_unrelated, asked_fen, entitled_fen, outcome)
            VALUES (\(Int64(1_000_000 + number)), \(key), 1, \(round), \(Int64(number) + 2), \(Int64(number) + 2),
              \(moment(now, -10)), 'submitted', 'labeling', \(price), \(day), \(day.advanced(byDays: 90)), 'labels', 1,
              \(Money(fen: price.fen * 4 / 10)), \(Money(fen: price.fen * 4 / 10)), 'pass')
            """)
    }
}
