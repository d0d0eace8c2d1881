import Foundation
import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// An operator, two buyers, an administrator and a visitor, each at a browser.
private struct ComputeStreet {
    let site: TestSite
    let operation: TestBrowser
    let buyer: TestBrowser
    let buyerActor: Actor
    let stranger: TestBrowser
    let rivalOperation: TestBrowser
    let administrator: TestBrowser
    let administratorActor: Actor
    let visitor: TestBrowser

    var market: Market { site.site.market }

    init() async throws {
        site = try TestSite()
        operation = try await VoucherSite.seat(site, "dataCentre", 1, .operator).0
        (buyer, buyerActor) = try await VoucherSite.seat(site, "firm", 2, .buyer)
        stranger = try await VoucherSite.seat(site, "firm", 3, .buyer).0
        rivalOperation = try await VoucherSite.seat(site, "dataCentre", 4, .operator).0
        (administrator, administratorActor) = try await VoucherSite.seat(site, "marketOperator", 5, .administrator)
        visitor = TestBrowser(site)
    }

    static let siteFields = [
        ("nameZh", "庆阳一号"), ("nameEn", "Qingyang One"), ("hub", "gansu/qingyang"), ("region", "621000"),
        ("claimedOn", "2026-11-01"), ("racks", "61.5"), ("used", "24"), ("green", "82%"), ("power", "390"),
    ]
    static let cardFields = [
        ("vendor", "Ascend"), ("model", "910B"), ("origin", "domestic"), ("format", "FP16"), ("teraflops", "320"),
        ("memory", "64"), ("quantity", "16"), ("attestation", ""), ("attestedOn", ""),
    ]

    /// The page of a site with its accelerators, without the language.
    func registered() async throws -> String {
        let place = try #require(try await operation.submit("/en/sites/new", Self.siteFields).location)
        let id = try #require(place.split(separator: "/").last)
        let added = try await operation.submit("/en/sites/\(id)/accelerators/new", Self.cardFields)
        #expect(added.location == place)
        return String(id)
    }

    func windowFields(_ site: String) async throws -> [(String, String)] {
        let page = try await operation.get("/en/sites/\(site)/windows/new").text
        let option = try #require(page.range(of: "<option value=\""))
        let chosen = String(page[option.upperBound...].prefix { $0 != "\"" })
        return [
            ("class", chosen), ("startsAt", "2026-12-01 00:00"), ("endsAt", "2026-12-02T16:00:00Z"), ("cards", "16"),
            ("price", "6"), ("minimum", "4"), ("notice", "24"), ("fee", "20"), ("until", ""),
        ]
    }

    func published() async throws -> String {
        let place = try await registered()
        let answer = try await operation.submit("/en/sites/\(place)/windows/new", try await windowFields(place))
        return try #require(answer.location)
    }

    func deposit(_ yuan: Int64) async throws {
        _ = try await market.deposits.record(
            DepositEntry(
                organisation: buyerActor.organisation, amount: .yuan(yuan), bankReference: "BANK-1",
                receivedOn: site.clock.now.shanghaiDate), by: administratorActor,
            key: FormKey(world: site.site.house.world))
    }

    static let booking = "cards=8&startsAt=2026-12-01+00:00&endsAt=2026-12-02+00:00&work=training"

    /// Reserves through the pages: the price first, then the button. The reservation's page.
    func reserve(_ window: String) async throws -> String {
        let page = window + "/reserve?" + Self.booking
        let shown = try await buyer.get(page)
        #expect(shown.text.contains("Reserve and hold CNY 1,152.00"))
        let names = ["cards", "startsAt", "endsAt", "work", "job", "shares"]
        let hidden = names.map { ($0, shown.hiddenInButton($0) ?? "") }
        let sent = try await buyer.submit(page, to: window + "/reserve", hidden)
        return try #require(sent.location)
    }
}

extension TestAnswer {
    /// The value of a hidden field, wherever it stands.
    fileprivate func hiddenInButton(_ name: String) -> String? {
        guard let start = text.range(of: "<input type=\"hidden\" name=\"\(name)\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
}

struct ComputePagesTests {
    @Test func story_fromSiteToPaidUse() async throws {
        let street = try await ComputeStreet()
        let window = try await street.published()
        #expect(try await street.visitor.get("/en/compute").text.contains("16 × Ascend 910B"))
        #expect(try await street.visitor.get("/zh/compute").text.contains("仅声明，未经证明"))
        #expect(try await street.visitor.get("/zh/compute/sites").text.contains("61.5%"))
        #expect(try await street.visitor.get(window).text.contains("Reserve cards"))
        #expect(try await street.buyer.get(window + "/reserve?" + ComputeStreet.booking).text.contains("is missing in your own account"))
        try await street.deposit(2000)
        let reservation = try await street.reserve(window)
        #expect(try await street.buyer.get("/en/money").text.contains("<td><a href=\"\(reservation)\">Reservation</a></td>"))
        for other in [street.stranger, street.rivalOperation] {
            #expect(try await other.get(reservation).status == .notFound)
        }
        #expect(try await street.operation.get("/en/desk").text.contains("Reservations to confirm"))
        #expect(try await street.operation.submit(reservation, to: reservation + "/confirm", []).location == reservation)
        street.site.clock.advance(by: .hours(9 * 24 - 1))
        _ = try await street.rejoin()
        let reported = try await street.operation.submit(
            reservation, to: reservation + "/usage", [("usage", "2026-12-01 00:00, 2026-12-02 00:00, 96.5")])
        #expect(reported.location == reservation)
        #expect(try await street.buyer.get(reservation).text.contains("96.50"))
        #expect(try await street.buyer.submit(reservation, to: reservation + "/accept", []).location == reservation)
        #expect(try await street.buyer.get("/zh/reservations").text.contains("已结清"))
        #expect(try await street.buyer.get(reservation).text.contains("CNY 579.00"))
        let claims = try await street.operation.get("/en/claims").text
        #expect(claims.contains("579.00") && claims.contains("/claim/"))
    }

    @Test func usage_disputed_isDecidedByTheAdministrator() async throws {
        let street = try await ComputeStreet()
        let window = try await street.published()
        try await street.deposit(2000)
        let reservation = try await street.reserve(window)
        _ = try await street.operation.submit(reservation, to: reservation + "/confirm", [])
        street.site.clock.advance(by: .hours(9 * 24 - 1))
        _ = try await street.rejoin()
        let tooMuch = try await street.operation.submit(
            reservation, to: reservation + "/usage", [("usage", "2026-12-01 00:00, 2026-12-02 00:00, 193")])
        #expect(tooMuch.status == .unprocessableContent)
        #expect(tooMuch.text.contains("at most 192 card-hours"))
        #expect(tooMuch.text.contains("2026-12-02 00:00, 193"))
        _ = try await street.operation.submit(
            reservation, to: reservation + "/usage", [("usage", "2026-12-01 00:00, 2026-12-02 00:00, 192")])
        #expect(try await street.buyer.submit(reservation, to: reservation + "/dispute", [("reason", "")]).status == .unprocessableContent)
        _ = try await street.buyer.submit(reservation, to: reservation + "/dispute", [("reason", "It was down")])
        #expect(try await street.administrator.get("/en/office/disputes").text.contains("R-2026-000001"))
        let decided = try await street.administrator.submit(
            reservation, to: reservation + "/decision", [("hours", "100"), ("reason", "The logs say so")])
        #expect(decided.location == reservation)
        #expect(try await street.buyer.get(reservation).text.contains("CNY 600.00"))
    }

    @Test func forms_keepWhatWasTyped_andNameEachProblem() async throws {
        let street = try await ComputeStreet()
        let place = try await street.registered()
        var fields = try await street.windowFields(place)
        fields[1] = ("startsAt", "2026-12-03 00:00")
        let inverted = try await street.operation.submit("/en/sites/\(place)/windows/new", fields)
        #expect(inverted.status == .unprocessableContent)
        #expect(inverted.text.contains("Enter an end that comes after the start"))
        #expect(inverted.text.contains("value=\"2026-12-03 00:00\""))
        fields[4] = ("price", "-6")
        #expect(try await street.operation.submit("/en/sites/\(place)/windows/new", fields).text.contains("Enter an amount above zero"))
        fields[4] = ("price", "6.005")
        #expect(try await street.operation.submit("/zh/sites/\(place)/windows/new", fields).status == .unprocessableContent)
        let page = "/en/sites/\(place)/windows/file"
        let form = try await street.operation.get(page)
        let file = "accelerator,starts_at,ends_at,cards,price_yuan\nH100,never,2026-12-01 20:00,4,6\n"
        let answer = try await street.operation.upload(
            page, [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? ""), ("rows", "")],
            file: ("file", "w.csv", Array(file.utf8)))
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("Line 2: accelerator: this site has no accelerators “H100”"))
        #expect(answer.text.contains("Line 2: starts_at: “never” is not a day and time"))
    }

    @Test func series_isPublishedAndWithdrawnAsOne() async throws {
        let street = try await ComputeStreet()
        let place = try await street.registered()
        var fields = try await street.windowFields(place)
        fields[2] = ("endsAt", "2026-12-01 08:00")
        fields[8] = ("until", "2026-12-05")
        #expect(try await street.operation.submit("/en/sites/\(place)/windows/new", fields).location == "/en/windows")
        #expect(try await street.operation.get("/en/windows").text.components(separatedBy: "<tr><th scope=\"row\">").count == 6)
        #expect(try await street.rivalOperation.get("/en/windows").text.contains("You have published nothing yet."))
        let list = try await street.visitor.get("/en/compute").text
        let link = try #require(list.range(of: "/en/compute/windows/"))
        let id = String(list[link.upperBound...].prefix(13))
        let window = "/en/compute/windows/\(id)"
        #expect(try await street.operation.get(window).text.contains("Withdraw all 5 windows of the series"))
        _ = try await street.operation.submit(window, to: "/en/windows/\(id)/withdraw", [("series", "1")])
        #expect(try await street.visitor.get("/en/compute").text.contains("No window takes reservations"))
        #expect(try await street.rivalOperation.get("/en/windows/\(id)/edit").status == .notFound)
    }

    @Test func paper_isForItsOperatorAndTheOffice() async throws {
        let street = try await ComputeStreet()
        let site = "/en/compute/sites/\(try await street.registered())"
        let page = try await street.operation.get(site).text
        let link = try #require(page.range(of: "/en/accelerators/"))
        let form = "/en/accelerators/" + page[link.upperBound...].prefix(13)
        #expect(!(try await street.operation.get(form).text.contains("Add the paper")))
        var fields = ComputeStreet.cardFields
        fields[7] = ("attestation", "Customs papers")
        fields[8] = ("attestedOn", "2026-11-01")
        _ = try await street.operation.submit(form, fields)
        func upload(_ name: String, _ content: String) async throws -> TestAnswer {
            let shown = try await street.operation.get(form)
            return try await street.operation.upload(
                form + "/papers", [("csrf", shown.hidden("csrf") ?? ""), ("key", shown.hidden("key") ?? "")],
                file: ("paper", name, Array(content.utf8)))
        }
        for (name, content) in [("customs.pdf", "<html>"), ("customs.exe", "%PDF-1.7"), ("customs.xml", "<?xml ?>")] {
            let answer = try await upload(name, content)
            #expect(answer.status == .unprocessableContent && answer.text.contains("Choose a PDF, PNG or JPEG file"))
        }
        #expect(try await street.operation.get(site).text.contains("Customs papers"))
        #expect(try await upload("customs.pdf", "%PDF-1.7 secret").location == form)
        let own = try await street.operation.get(site).text
        let place = try #require(own.range(of: "/en/compute/papers/"))
        let paper = "/en/compute/papers/" + own[place.upperBound...].prefix(13)
        #expect(try await street.operation.get(paper).text == "%PDF-1.7 secret")
        for browser in [street.visitor, street.buyer, street.rivalOperation, street.administrator] {
            #expect(!(try await browser.get(site).text.contains("customs.pdf")))
            #expect(try await browser.get(paper).status != .ok)
        }
        #expect(try await street.rivalOperation.get(form).status == .notFound)
        let officer = try await VoucherSite.seat(street.site, "bureau", 7, .officer).0
        #expect(try await officer.get(site).text.contains("customs.pdf"))
        #expect(try await officer.get(paper).text == "%PDF-1.7 secret")
    }

    @Test func list_isOrderedByPrice() async throws {
        let street = try await ComputeStreet()
        _ = try await street.published()
        #expect(try await street.visitor.get("/en/compute?order=price").text.contains("lowest price of a card-hour first"))
        let page = try await street.buyer.get("/en/compute?order=price&hours=10&own=60").text
        #expect(page.contains("those first that you pay least for after vouchers") && page.contains("60.00"))
        #expect(try await street.buyer.get("/en/compute?order=price&hours=10&own=59.99").text.contains("No window matches."))
        #expect(try await street.buyer.get("/zh/compute?hours=10&own=59.99").text.contains("没有符合条件的时段"))
    }

    @Test func filters_standInTheAddress() async throws {
        let street = try await ComputeStreet()
        _ = try await street.published()
        #expect(try await street.visitor.get("/en/compute?hub=gansu&hours=100&first=2026-12-01").text.contains("16 × Ascend 910B"))
        #expect(try await street.visitor.get("/en/compute?hub=guizhou").text.contains("No window matches."))
        #expect(try await street.visitor.get("/en/compute?attested=1").text.contains("No window matches."))
        #expect(try await street.visitor.get("/en/compute?firm=310000&latency=5").text.contains("No window matches."))
        #expect(try await street.visitor.get("/en/compute?firm=310000&latency=20").text.contains("at most 20 ms"))
        #expect(try await street.visitor.get("/en/compute?hours=abc&first=never&after=x").text.contains("16 × Ascend 910B"))
    }
}

extension ComputeStreet {
    /// Sessions end after a day: everyone signs in anew.
    fileprivate func rejoin() async throws {
        let now = site.clock.now
        try await site.site.house.database.write { transaction in
            try transaction.execute(
                "UPDATE session SET last_seen_at = \(now), ends_at = \(now.advanced(by: .days(1)))")
        }
    }
}
