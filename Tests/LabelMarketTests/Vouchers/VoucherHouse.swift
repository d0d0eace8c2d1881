import Foundation
@testable import LabelMarket
import Storage

/// A market with a bureau, its two officers, a buyer and a vendor, and one programme that pays half of labeling jobs.
struct VoucherHouse {
    let test: TestHouse
    let market: Market
    let officer: Actor
    let secondOfficer: Actor
    let strangerOfficer: Actor
    let buyer: Actor
    let vendor: Actor
    let key = ProgrammeKey("test-labels")!

    var clock: TestClock { test.clock }
    var house: House { test.house }
    var today: CivilDate { clock.now.shanghaiDate }

    init() async throws {
        test = try TestHouse(migrations: Market.migrations)
        market = Market(house: test.house)
        let bureau = try await Self.organisation(test.house, "bureau", 1)
        let other = try await Self.organisation(test.house, "bureau", 2)
        officer = try await Self.member(test.house, of: bureau, as: .officer, "officer")
        secondOfficer = try await Self.member(test.house, of: bureau, as: .officer, "second")
        strangerOfficer = try await Self.member(test.house, of: other, as: .officer, "stranger")
        buyer = try await Self.member(
            test.house, of: try await Self.organisation(test.house, "firm", 3), as: .buyer, "buyer")
        vendor = try await Self.member(
            test.house, of: try await Self.organisation(test.house, "labelingVendor", 4), as: .vendor,
            "vendor")
    }

    var formKey: FormKey { FormKey(world: house.world) }

    static func organisation(_ house: House, _ kind: String, _ number: Int) async throws -> ID<Organisation> {
        let code = CreditCode(completing: "9131000" + String(1_000_000_000 + number))!.text
        let id = house.world.makeID(Organisation.self)
        try await house.database.write { transaction in
            _ = try transaction.execute(
                """
                INSERT INTO organisation (id, kind, name_zh, name_en, credit_code, region, sector, headcount, annual_revenue_fen,
                  total_assets_fen, founded_on, legal_representative, contact_email, registered_at, version)
                VALUES (\(id), \(kind), \("单位" + code), \("Organisation " + code), \(code), '310000', 'software', 20, 100000000,
                  100000000, \(CivilDate(year: 2020, month: 1, day: 1)!), \("代表" + code), 'a@example.org', \(house.world.now()), 1)
                """)
        }
        return id
    }

    static func member(
        _ house: House, of organisation: ID<Organisation>, as role: Role, _ name: String
    ) async throws -> Actor {
        let person = house.world.makeID(Person.self)
        let membership = house.world.makeID(Membership.self)
        try await house.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO person (id, email, name, password_hash, password_changed_at, totp_step, created_at)
                VALUES (\(person), \(name + "@example.org"), \(name), 'x', \(house.world.now()), 0, \(house.world.now()))
                """)
            try transaction.execute(
                """
                INSERT INTO membership (id, person_id, organisation_id, role, since)
                VALUES (\(membership), \(person), \(organisation), \(role.rawValue), \(house.world.now()))
                """)
        }
        return Actor(person: person, organisation: organisation, membership: membership, role: role)
    }

    /// A document of a programme that pays `share` of labeling for firms of Shanghai, within six months of the grant.
    static func document(
        key: String = "test-labels", version: Int = 1, share: Int = 5000, rounds: [Round] = [], cap: Money? = nil,
        buyers: RegionCode = RegionCode("310000")!, further: [Rule] = []
    ) throws -> [UInt8] {
        let source = Source(status: .brief)
        var programme = Programme(
            key: key, version: version, state: .draft, name: Bilingual(zh: "标注券", en: "Labeling voucher"),
            summary: Bilingual(zh: "补贴标注", en: "Pays for labels"), bureau: Bilingual(zh: "数据局", en: "Data bureau"),
            region: buyers, level: .city, validFrom: CivilDate(year: 2026, month: 1, day: 1),
            validTo: CivilDate(year: 2027, month: 12, day: 31))
        var rules: [Rule] = [
            .direction(DirectionTerms(kind: .corpus, direction: .deductAtSale)),
            .pot(
                Pot(
                    name: Bilingual(zh: "资金池", en: "Pot"), amount: .yuan(1_000_000), period: .calendarYear, places: nil,
                    funders: [
                        Pot.Funder(name: Bilingual(zh: "省", en: "Province"), weight: 1),
                        Pot.Funder(name: Bilingual(zh: "市", en: "City"), weight: 2),
                    ])),
            .rate(RateTable(rows: [RateRow(condition: Condition(), rate: share)])), .base(.signedContract),
            .lineItems(LineItemScope(included: [.labeling], excluded: [.storage])),
            .locality(.buyer(buyers, operating: false)),
            .validity(Validity(months: 6, days: nil, until: nil, releasesUnused: true)),
        ]
        if !rounds.isEmpty { rules.append(.round(RoundCalendar(rounds: rounds))) }
        rules += further
        if let cap { rules.append(.cap(Cap(amount: cap, period: .contract, count: .claim))) }
        programme.clauses = rules.enumerated().map { Clause(id: "r\($0.offset + 1)", rule: $0.element, source: source) }
        return try ProgrammeFormat.write(programme)
    }

    /// Imports and publishes the programme and puts `amount` into this year's pot.
    func open(_ document: [UInt8]? = nil, pot amount: Money? = .yuan(100_000)) async throws {
        let edition = try await market.programmes.importVersion(
            try document ?? Self.document(), bureau: officer.organisation, by: officer, key: formKey)
        try await market.programmes.publish(edition, by: officer, key: formKey)
        if let amount {
            _ = try await market.programmes.appropriate(amount, to: key, year: 2026, by: officer, key: formKey)
        }
    }

    func plan(price: Money = .yuan(100_000), work: WorkKind = .labeling) -> PlannedUse {
        PlannedUse(
            use: VoucherUse(work: work), price: price, startsOn: today, endsOn: today.advanced(byDays: 30),
            purpose: "Street signs", declaresUnrelated: true)
    }

    func apply(asked: Money = .yuan(40_000), version: Int = 1) async throws -> ID<Application> {
        try await market.vouchers.apply(plan(), asked: asked, to: key, version: version, by: buyer, formKey: formKey)
    }

    /// Applies and grants; the voucher.
    func granted(_ amount: Money = .yuan(40_000)) async throws -> ID<Grant> {
        let id = try await apply(asked: amount)
        _ = try await market.vouchers.decide(id, .grant(amount), revision: 1, by: officer, formKey: formKey)
        let page = try market.vouchers.application(id, for: buyer)
        guard let voucher = page.voucher else { throw CommonRefusal.notFound }
        return voucher
    }

    func balance(_ voucher: ID<Grant>) throws -> Balance {
        try market.vouchers.voucher(voucher, for: buyer).row.balance
    }

    func takeUp() throws -> TakeUp {
        try market.programmes.page(of: key, for: nil).pots[0].takeUp
    }
}
