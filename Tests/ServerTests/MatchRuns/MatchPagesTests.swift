import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// Proposals, price lists and runs as browsers see them.
struct MatchPagesTests {
    private static let list: [(String, String)] = [
        ("revision", "0"), ("stands", "1"), ("hours", "400"), ("lead", "2"), ("language", "zh"),
        ("price-textClassification", "150.00"), ("seconds-textClassification", "20"),
    ]

    @Test func priceList_isKeptAndBadOnesComeBackWithWhatWasTyped() async throws {
        let street = try await TradeStreet()
        let bad = try await street.vendor.submit(
            "/en/price-list", [("revision", "0"), ("hours", "-4"), ("lead", "2"), ("price-imageBoxes", "abc")])
        #expect(bad.status == .unprocessableContent)
        #expect(bad.text.contains("value=\"-4\""))
        #expect(bad.text.contains("Choose at least one language"))
        #expect(bad.text.contains("Enter the amount in digits"))
        let kept = try await street.vendor.submit("/en/price-list", Self.list)
        #expect(kept.location == "/en/price-list")
        let page = try await street.vendor.get("/en/price-list").text
        #expect(page.contains("value=\"150.00\""))
        #expect(page.contains("name=\"revision\" value=\"1\""))
        #expect(try await street.buyer.get("/en/price-list").status == .forbidden)
    }

    @Test func proposal_isShownCheckedAndAccepted() async throws {
        let street = try await TradeStreet()
        _ = try await street.vendor.submit("/en/price-list", Self.list)
        _ = try await street.offer("1000.00")
        let path = "/en/jobs/\(street.job)/match"
        #expect(try await street.buyer.get(path).text.contains("Nothing has been proposed for this job yet"))
        try await street.closeAndDeposit(1000)
        try await Self.run(street.server)
        let page = try await street.buyer.get(path).text
        #expect(page.contains("CNY 1,000.00"))
        #expect(page.contains("Check and accept"))
        #expect(page.contains("<td>Proposed</td>"))
        #expect(try await street.buyer.get("/zh/jobs/\(street.job)/match").text.contains("建议的服务商"))
        #expect(try await street.buyer.get("/en/desk").text.contains("Proposed matches to decide"))
        #expect(try await street.buyer.get("/en/matches").text.contains("1,000.00"))
        #expect(try await street.vendor.get("/en/matches").text.contains("1,000.00"))
        #expect(try await street.vendor.get(path).status == .forbidden)
        let check = try await street.buyer.get(path + "/accept")
        #expect(check.text.contains("Accept and hold the money"))
        let accepted = try await street.buyer.submit(
            path + "/accept",
            [
                ("proposal", check.hidden("proposal") ?? ""), ("own", check.hidden("own") ?? ""),
                ("reason", "The best offer"),
            ])
        #expect(accepted.location?.hasPrefix("/en/contracts/") == true)
        #expect(try await street.buyer.get(path).text.contains("Accepted"))
    }

    @Test func whatIfAndRefusal_showErrorsBesideTheirFields() async throws {
        let street = try await TradeStreet()
        _ = try await street.vendor.submit("/en/price-list", Self.list)
        try await street.closeAndDeposit(1000)
        let path = "/en/jobs/\(street.job)/match"
        #expect(try await street.buyer.submit(path, []).location == path)
        #expect(try await street.buyer.get(path).text.contains("standing price"))
        let look = try await street.buyer.get(path + "/what-if?deadline_on=2026-12-31&budget=100&region=").text
        #expect(look.contains("Above the budget, vouchers included"))
        let wrong = try await street.buyer.get(path + "/what-if?deadline_on=soon&budget=100")
        #expect(wrong.text.contains("Enter a date that exists"))
        #expect(wrong.text.contains("value=\"soon\""))
        let page = try await street.buyer.get(path + "/refuse")
        let empty = try await street.buyer.submit(
            path + "/refuse", [("proposal", page.hidden("proposal") ?? ""), ("reason", "")])
        #expect(empty.status == .unprocessableContent)
        let refused = try await street.buyer.submit(
            path + "/refuse", [("proposal", page.hidden("proposal") ?? ""), ("reason", "Too dear")])
        #expect(refused.location == path)
        #expect(try await street.buyer.get(path + "/refuse").status == .conflict)
    }

    @Test func office_startsARunAndPublishesWeights() async throws {
        let office = try await VoucherSite()
        let started = try await office.officer.submit("/en/office/matching", [])
        let run = try #require(started.location)
        #expect(try await office.officer.get(run).text.contains("Waiting"))
        #expect(try await office.officer.submit("/en/office/matching/policy", to: "/en/office/matching", []).status == .conflict)
        _ = try await office.market.matchRuns.processNext()
        let page = try await office.officer.get(run).text
        #expect(page.contains("Adopted"))
        #expect(page.contains("SHA-256 of the inputs"))
        #expect(try await office.officer.get("/zh" + run.dropFirst(3)).text.contains("已采纳"))
        let weights = [
            ("version", "0"), ("own", "1000"), ("voucher", "200"), ("quality", "x"), ("small", "30"), ("west", "20"),
            ("idle", "0.50"), ("below", "40"), ("note", ""),
        ]
        let bad = try await office.officer.submit("/en/office/matching/policy", weights)
        #expect(bad.status == .unprocessableContent)
        #expect(bad.text.contains("value=\"x\""))
        let good = weights.map { ($0.0, ["quality": "150", "note": "Records count more"][$0.0] ?? $0.1) }
        #expect(try await office.officer.submit("/en/office/matching/policy", good).location == "/en/office/matching/policy")
        #expect(try await office.officer.get("/en/office/matching/policy").text.contains("Records count more"))
        #expect(try await office.officer.get("/en/office/matching/shares").text.contains("A flag proves nothing"))
        #expect(try await office.buyer.get("/en/office/matching").status == .forbidden)
    }

    @Test func computeStep_isKeptOnTheJob() async throws {
        let street = try await TradeStreet()
        let page = "/en/jobs/\(street.job)/edit/compute"
        let bad = try await street.buyer.submit(
            page, [("version", "1"), ("mode", "required"), ("card_hours", "0"), ("ends_on", "2027-01-20"), ("compute_budget", "900")])
        #expect(bad.status == .unprocessableContent)
        let early = try await street.buyer.submit(
            page, [("version", "1"), ("mode", "required"), ("card_hours", "96"), ("ends_on", "2026-12-30"), ("compute_budget", "900")])
        #expect(early.status == .unprocessableContent)
        #expect(early.text.contains("Compute starts when the labels are done"))
        let kept = try await street.buyer.submit(
            page, [("version", "1"), ("mode", "required"), ("card_hours", "96"), ("ends_on", "2027-01-20"), ("compute_budget", "900")])
        #expect(kept.location == "/en/jobs/\(street.job)/edit")
        #expect(try await street.buyer.get(page).text.contains("value=\"2027-01-20\""))
    }

    private static func run(_ server: TestSite) async throws {
        _ = try await server.site.market.matchRuns.ask()
        _ = try await server.site.market.matchRuns.processNext()
    }
}
