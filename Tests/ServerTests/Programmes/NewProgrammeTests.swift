import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// A programme that begins with an empty form and ends in force.
struct NewProgrammeTests {
    private static let page = "/en/office/programmes/new"
    private static let draft = "/en/office/programmes/ningbo-corpus/1"
    private static let good: [(String, String)] = [
        ("code", "ningbo-corpus"), ("name-en", "Ningbo corpus voucher"), ("name-zh", "宁波语料券"), ("region", "３30200"),
        ("level", "city"), ("kind", "corpus"), ("way", "deductAtSale"), ("from", "2026-11-01"), ("to", "2027-10-31"),
        ("pot", "2,000万"), ("period", "calendarYear"), ("funder-en", "Finance bureau"), ("funder-zh", "财政局"), ("proof", "A"),
    ]

    private func changed(_ changes: [String: String]) -> [(String, String)] {
        Self.good.map { ($0.0, changes[$0.0] ?? $0.1) }
    }

    private func seen(_ house: VoucherSite) async throws -> String {
        try #require(try await house.officer.get(Self.draft + "/edit").hidden("seen"))
    }

    @Test func emptyForm_leadsToADraftThatIsFilledAndPublished() async throws {
        let house = try await VoucherSite()
        #expect(try await house.officer.get("/en/office/programmes").text.contains("href=\"\(Self.page)\""))
        #expect(try await house.officer.submit(Self.page, Self.good).location == Self.draft + "/edit")
        let shown = try await house.officer.get(Self.draft + "/edit").text
        #expect(shown.contains("20,000,000.00") && shown.contains("Not written yet") && shown.contains("value=\"330200\""))
        #expect(try await house.visitor.get("/en/programmes/ningbo-corpus").status == .notFound)
        let added = try await house.officer.submit(
            Self.draft + "/edit", to: Self.draft + "/rules", [("seen", try await seen(house)), ("kind", "rate")])
        let rate = try #require(added.location)
        let saved = try await house.officer.submit(
            rate, [("seen", try await seen(house)), ("v.row.0.rate", "25"), ("v.source.status", "P")])
        #expect(saved.location == Self.draft + "/edit")
        #expect(try await house.officer.submit(Self.draft, to: Self.draft + "/publish", []).status == .seeOther)
        let chinese = try await house.visitor.get("/zh/programmes/ningbo-corpus").text
        #expect(chinese.contains("宁波语料券") && chinese.contains("25%"))
        _ = try await house.market.programmes.appropriate(
            .yuan(100), to: ProgrammeKey("ningbo-corpus")!, year: 2026, by: house.officerActor, key: house.formKey)
        let pots = try house.market.programmes.pots(for: house.officerActor)
        let funders = try #require(pots.first { $0.programme.text == "ningbo-corpus" }).funders
        #expect(funders.map(\.name.zh) == ["财政局"])
    }

    @Test(arguments: [
        (["code": "Ningbo Voucher"], "code"), (["code": ""], "code"), (["name-zh": ""], "name-zh"), (["region": "99"], "region"),
        (["level": "world"], "level"), (["kind": ""], "kind"), (["way": ""], "way"), (["from": "2026-02-30"], "from"),
        (["to": "2026-10-01"], "to"), (["pot": "-5"], "pot"), (["pot": "0.001"], "pot"), (["funder-en": ""], "funder-en"),
        (["proof": "Z"], "proof"), (["code": "shanghai-corpus"], "code"),
    ] as [([String: String], String)])
    func badPart_isNamedAndTheRestKept(changes: [String: String], field: String) async throws {
        let house = try await VoucherSite()
        let refused = try await house.officer.submit(Self.page, changed(changes))
        #expect(refused.status == .unprocessableContent)
        #expect(refused.text.contains("id=\"\(field)-error\"") && refused.text.contains("<title>Error: "))
        if changes["name-en"] == nil { #expect(refused.text.contains("value=\"Ningbo corpus voucher\"")) }
        #expect(try await house.officer.get(Self.draft + "/edit").status == .notFound)
    }

    @Test func whatNoTextNames_staysOpenAndTheBureauPays() async throws {
        let house = try await VoucherSite()
        let open = changed(["from": "", "to": "", "pot": "", "funder-en": "", "funder-zh": ""])
        #expect(try await house.officer.submit(Self.page, open).location == Self.draft + "/edit")
        let rule = try await house.officer.get(Self.draft + "/rules/pot").text
        #expect(rule.contains("Organisation 1") && rule.contains("单位1"))
    }

    @Test func head_movesTheProgrammeToAnotherRegion() async throws {
        let house = try await VoucherSite()
        _ = try await house.officer.submit(Self.page, Self.good)
        let head = [
            ("seen", try await seen(house)), ("name-en", "N"), ("name-zh", "宁"), ("summary-en", "s"), ("summary-zh", "要"),
            ("bureau-en", "b"), ("bureau-zh", "局"), ("region", "330000"), ("level", "province"),
        ]
        #expect(try await house.officer.submit(Self.draft + "/edit", head).location == Self.draft + "/edit")
        #expect(try await house.officer.get(Self.draft + "/edit").text.contains("value=\"330000\""))
    }

    @Test func buyer_isTurnedAway() async throws {
        let house = try await VoucherSite()
        #expect(try await house.buyer.get(Self.page).status == .forbidden)
    }
}
