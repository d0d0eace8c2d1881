import Foundation
import Storage
import Testing

@testable import LabelMarket
@testable import Server

/// A server with a bureau that runs the Shanghai corpus voucher of the fixtures, and a firm of Shanghai; each signed in
/// at a browser of its own.
struct VoucherSite {
    let site: TestSite
    let officer: TestBrowser
    let officerActor: Actor
    let buyer: TestBrowser
    let buyerActor: Actor
    let visitor: TestBrowser
    let key = ProgrammeKey("shanghai-corpus")!

    var market: Market { site.site.market }
    var formKey: FormKey { FormKey(world: site.site.house.world) }

    init() async throws {
        site = try TestSite()
        visitor = TestBrowser(site)
        (officer, officerActor) = try await Self.seat(site, "bureau", 1, .officer)
        (buyer, buyerActor) = try await Self.seat(site, "firm", 2, .buyer)
        let programmes = market.programmes
        let name = try await programmes.importVersion(
            try Self.fixture("shanghai-corpus-1"), bureau: officerActor.organisation, by: officerActor,
            key: FormKey(world: site.site.house.world))
        try await programmes.publish(name, by: officerActor, key: FormKey(world: site.site.house.world))
        _ = try await programmes.appropriate(
            .yuan(1_000_000), to: key, year: 2026, by: officerActor, key: FormKey(world: site.site.house.world))
    }

    static func fixture(_ name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: root.appending(path: "fixtures/programmes/\(name).xml")))
    }

    /// A person of a new organisation, with a live session.
    static func seat(
        _ site: TestSite, _ kind: String, _ number: Int, _ role: Role
    ) async throws -> (TestBrowser, Actor) {
        let house = site.site.house
        let now = house.world.now()
        let actor = Actor(
            person: house.world.makeID(), organisation: house.world.makeID(), membership: house.world.makeID(), role: role)
        let code = try #require(CreditCode(completing: "9131000" + String(1_000_000_000 + number)))
        let token = house.world.token(bytes: 16)
        let session = house.world.makeID(Session.self)
        try await house.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO organisation (id, kind, name_zh, name_en, credit_code, region, sector, headcount, annual_revenue_fen,
                  total_assets_fen, founded_on, legal_representative, contact_email, registered_at, version)
                VALUES (\(actor.organisation), \(kind), \("单位\(number)"), \("Organisation \(number)"), \(code), '310000', 'software',
                  20, 100000000, 100000000, \(CivilDate(dayNumber: 18_000)), \("代表\(number)"), 'a@example.org', \(now), 1)
                """)
            try transaction.execute(
                """
                INSERT INTO person (id, email, name, password_hash, password_changed_at, totp_secret, totp_step, created_at)
                VALUES (\(actor.person), \("p\(number)@example.org"), 'Person', 'x', \(now),
                  \([UInt8](repeating: 7, count: 20)), 0, \(now))
                """)
            try transaction.execute(
                """
                INSERT INTO membership (id, person_id, organisation_id, role, since)
                VALUES (\(actor.membership), \(actor.person), \(actor.organisation), \(role.rawValue), \(now))
                """)
            try transaction.execute(
                """
                INSERT INTO session (id, token_hash, person_id, membership_id, awaits_second_factor, address, browser,
                  started_at, last_seen_at, ends_at)
                VALUES (\(session), \(tokenHash(token)), \(actor.person), \(actor.membership), 0, '', '', \(now), \(now),
                  \(now.advanced(by: .days(1))))
                """)
        }
        let browser = TestBrowser(site)
        browser.hold(cookie: site.site.sessionCookie, token)
        return (browser, actor)
    }

    static let plan: [(String, String)] = [
        ("work", "labeling"), ("chip", ""), ("price", "20万"), ("starts", "2026-11-23"), ("ends", "2027-02-01"),
        ("asked", "５0,000"), ("purpose", "Street signs"), ("unrelated", "1"), ("version", "1"),
    ]

    /// Applies through the pages: form, check answers, send. The application's page.
    func apply() async throws -> String {
        let checked = try await buyer.submit("/en/programmes/\(key)/apply", Self.plan)
        let check = try #require(checked.location)
        let sent = try await buyer.submit(check, to: "/en/programmes/\(key)/applications", Self.plan)
        return try #require(sent.location)
    }
}
