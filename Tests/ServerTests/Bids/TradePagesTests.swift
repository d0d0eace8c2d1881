import Foundation
import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// From the offer to the acceptance certificate, as two browsers see it.
struct TradePagesTests {
    @Test func story_fromOfferToCertificate() async throws {
        let street = try await TradeStreet()
        let bid = try await street.offer("1000.00")
        try await street.closeAndDeposit(1000)
        let contract = try await street.award(bid)
        let lot = contract + "/lots/1"

        let upload = try await street.vendor.get(lot)
        let hidden = [("csrf", upload.hidden("csrf") ?? ""), ("key", upload.hidden("key") ?? "")]
        let file = Array(TradeStreet.labels.utf8)
        #expect(
            try await street.vendor.upload(lot + "/upload", hidden, file: ("file", "l.json", file)).status == .seeOther)
        let checked = try await street.vendor.get(lot).text
        #expect(checked.contains("2 of 2 items have labels"))
        #expect(checked.contains("This lot has no such item"))
        #expect(try await street.vendor.submit(lot, to: lot + "/deliver", []).location == lot)

        let review = try await street.buyer.get(lot + "/items/1").text
        #expect(review.contains("<mark><span lang=\"zh-Hans\">小店</span></mark>"))
        #expect(review.contains("<span class=\"tag\">good</span>"))
        let refused = try await street.buyer.submit(lot + "/items/2", [("mark", "refused"), ("reason", "")])
        #expect(refused.status == .unprocessableContent)
        _ = try await street.buyer.submit(lot + "/items/2", [("mark", "refused"), ("reason", "It is bad")])
        #expect(try await street.buyer.submit(lot, to: lot + "/accept-part", []).location == lot)
        let certificate = try await street.vendor.get(lot + "/certificate").text
        #expect(certificate.contains("1 of 2"))
        #expect(certificate.contains("CNY 500.00"))
        #expect(try await street.buyer.get(lot + "/labels.json").text.contains("\"choices\":[\"good\"]"))
        #expect(try await street.buyer.get(contract).text.contains("Completed"))
        #expect(try await street.buyer.get("/zh/money").text.contains("扣款"))
        let (auditor, _) = try await VoucherSite.seat(street.server, "auditOffice", 1, .auditor)
        let books = try await auditor.get("/en/audit/books").text
        let book = try #require(books.components(separatedBy: "href=\"").first { $0.hasPrefix("/en/audit/books/") }?.prefix { $0 != "\"" })
        // Every movement leads the auditor to what it is about.
        #expect(try await auditor.get(String(book)).text.contains("<td><a href=\"\(contract)\">Contract</a></td>"))
    }

    @Test func quality_isMeasuredBeforePaying_andTheVendorNeverSeesTheGold() async throws {
        let street = try await TradeStreet()
        let bid = try await street.offer("1000.00")
        try await street.closeAndDeposit(1000)
        let contract = try await street.award(bid)
        let lot = contract + "/lots/1"
        func send(_ browser: TestBrowser, _ page: String, to path: String, _ file: String) async throws -> TestAnswer {
            let form = try await browser.get(page)
            let hidden = [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? "")]
            return try await browser.upload(path, hidden, file: ("file", "l.json", Array(file.utf8)))
        }
        let gold = contract + "/gold"
        let bad = try await send(street.buyer, gold, to: gold, TradeStreet.labels)
        #expect(bad.status == .unprocessableContent)
        #expect(bad.text.contains("Record 3 does not pass the checks"))
        let known = """
            [{"data": {"item_id": "2"}, "annotations": [{"result": [
            {"id": "a", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}]}]}]
            """
        #expect(try await send(street.buyer, gold, to: gold, known).location == gold)
        #expect(try await street.buyer.get(gold).text.contains("1 gold items: 2"))
        #expect(try await street.vendor.get(gold).status == .forbidden)
        #expect(try await !street.vendor.get(contract).text.contains("gold"))
        #expect(try await send(street.vendor, lot, to: lot + "/upload", TradeStreet.labels).status == .seeOther)
        #expect(try await street.vendor.submit(lot, to: lot + "/deliver", []).location == lot)

        let page = try await street.buyer.get(lot).text
        #expect(page.contains("2 of 2 items; the lot passes with at most 0 wrong ones (Ac 0, Re 1)"))
        #expect(page.contains("Right on gold items</dt><dd>0%") || page.contains("Right on gold items</dt><dd>0.0%"))
        #expect(page.contains("Inspect 2 more items of the sample"))
        let vendors = try await street.vendor.get(lot).text
        #expect(vendors.contains("Measured quality") && !vendors.lowercased().contains("gold"))
        let first = try await street.buyer.submit(
            lot + "/items/1?sample=1", [("mark", "accepted")])
        #expect(first.location == lot + "/items/2?sample=1")
        let second = try await street.buyer.submit(
            lot + "/items/2?sample=1", [("mark", "refused"), ("reason", "It is good")])
        #expect(second.location == lot)
        let measured = try await street.buyer.get(lot).text
        #expect(measured.contains("Return: the sample has more wrong items than agreed"))
        #expect(measured.contains("50%") || measured.contains("50.0%") || measured.contains("50.00%"))
        #expect(try await street.buyer.get(lot + "?sample=1").text.contains("Items of the sample"))
    }

    @Test func offerForm_keepsWhatWasTyped() async throws {
        let street = try await TradeStreet()
        let page = "/en/jobs/\(street.job)/bid"
        let answer = try await street.vendor.submit(
            page, [("version", "1"), ("price", "-5"), ("days", "900"), ("plan", "Two people")])
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("<title>Error: "))
        #expect(answer.text.contains("value=\"-5\""))
        #expect(answer.text.contains(">\nTwo people</textarea>"))
        let stale = try await street.vendor.submit(
            page, [("version", "7"), ("price", "10"), ("days", "9"), ("plan", "Two people")])
        #expect(stale.status == .unprocessableContent)
        #expect(stale.text.contains("The buyer edited the job"))
    }

    @Test func sealedOffer_showsNothingToTheBuyer() async throws {
        let street = try await TradeStreet()
        let bid = try await street.offer("987.65")
        let page = try await street.buyer.get("/en/jobs/\(street.job)/bids").text
        #expect(page.contains("1 sealed offers so far"))
        #expect(!page.contains("987.65"))
        #expect(try await street.buyer.get("/en/bids/\(bid)").status == .forbidden)
        #expect(try await TestBrowser(street.server).get("/en/bids/\(bid)").status == .seeOther)
    }

    @Test func awardWithoutMoney_saysHowMuchIsMissing() async throws {
        let street = try await TradeStreet()
        let bid = try await street.offer("1000.00")
        try await street.closeAndDeposit(400)
        let page = try await street.buyer.get("/en/jobs/\(street.job)/award/\(bid)").text
        #expect(page.contains("CNY 600.00 is missing"))
        #expect(!page.contains("Award and hold"))
        let forced = try await street.buyer.submit(
            "/en/money", to: "/en/jobs/\(street.job)/award/\(bid)",
            [("ground", "price"), ("reason", "Cheap"), ("shares", "")])
        #expect(forced.status == .conflict || forced.status == .forbidden)
    }
}

/// A server with a signed-in buyer and vendor and one open job over two short texts.
struct TradeStreet {
    let server: TestSite
    let buyer: TestBrowser
    let vendor: TestBrowser
    let job: ID<Job> = ID(rawValue: 77)

    static let labels = """
        [{"data": {"item_id": "1"}, "annotations": [{"result": [
          {"id": "a", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}},
          {"id": "b", "from_name": "span", "to_name": "text", "type": "labels",
           "value": {"start": 1, "end": 3, "text": "小店", "labels": ["name"]}}]}]},
         {"data": {"item_id": "2"}, "annotations": [{"result": [
          {"id": "a", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["bad"]}}]}]},
         {"data": {"item_id": "3"}, "annotations": [{"result": []}]}]
        """

    init() async throws {
        server = try TestSite()
        buyer = try await Self.person(server, "firm", "buyer@example.cn", "91330100799655058B", "示例科技")
        vendor = try await Self.person(server, "labelingVendor", "vendor@example.cn", Self.code, "云标数据")
        let job = job
        try await server.site.house.database.write { try Self.seed(job, in: $0) }
    }

    private static let code = CreditCode(completing: "91110108MA01ABCD1")!.text

    private static func person(
        _ server: TestSite, _ kind: String, _ email: String, _ code: String, _ name: String
    ) async throws -> TestBrowser {
        let browser = TestBrowser(server)
        let changes = ["email": email, "creditCode": code, "nameZh": name, "legalRepresentative": name + "代表"]
        let fields = AccountPagesTests.registration.map { ($0.0, changes[$0.0] ?? $0.1) }
        #expect(try await browser.submit("/en/register/\(kind)", fields).location == "/en/registered")
        let signedIn = try await browser.submit(
            "/en/sign-in", [("email", email), ("password", AccountPagesTests.password)])
        #expect(signedIn.status == .seeOther)
        return browser
    }

    private static func seed(_ job: ID<Job>, in transaction: WriteTransaction) throws {
        let firm: Int64 = try transaction.value("SELECT id FROM organisation WHERE name_zh = '示例科技'") ?? 0
        try transaction.execute(
            """
            INSERT INTO dataset (id, organisation, name, kind, format, state, item_count, byte_count, blob, file_name,
                created_at) VALUES (7, \(firm), 'Reviews', 'text', 'json-lines', 'ready', 2, 100,
                \([UInt8](repeating: 0, count: 32)), 'reviews.jsonl', 0)
            """)
        for number in 1...2 {
            try transaction.execute(
                """
                INSERT INTO item (dataset, number, key, data)
                VALUES (7, \(number), \("review \(number)"), \("{\"text\": \"这小店不错\"}"))
                """)
        }
        let config = """
            <View><Text name="text" value="$text"/><Choices name="mood" toName="text" choice="single">
            <Choice value="good"/><Choice value="bad"/></Choices>
            <Labels name="span" toName="text"><Label value="name"/></Labels></View>
            """
        try transaction.execute(
            """
            INSERT INTO job (id, buyer, dataset, version, state, title, description, task_family, language, label_config,
                item_count, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number, closes_at,
                deadline_on, acceptance_days, budget_fen, security_class, published_at, created_at)
            VALUES (\(job), \(firm), 7, 1, 'open', '店铺评论情感', 'Moods of reviews', 'textClassification', 'zh', \(config), 2,
                9500, 2, 'full', 2, 0, \(closesAt), \(CivilDate(year: 2026, month: 12, day: 31)!), 5, 500000, 'open', 0, 0)
            """)
    }

    private static let closesAt = Instant(shanghai: CivilDate(year: 2026, month: 11, day: 23)!, hour: 9, minute: 10)

    func offer(_ price: String) async throws -> String {
        let draft = try await vendor.submit(
            "/en/jobs/\(job)/bid",
            [("version", "1"), ("price", price), ("days", "10"), ("plan", "Two people, one check")])
        let check = try #require(draft.location)
        let bid = String(check.dropFirst("/en/bids/".count).prefix { $0 != "/" })
        #expect(try await vendor.get(check).text.contains("Check your offer"))
        #expect(try await vendor.submit(check, to: "/en/bids/\(bid)/offer", []).location == "/en/bids/\(bid)/sent")
        #expect(try await vendor.get("/en/bids/\(bid)/sent").text.contains("B-\(bid.uppercased())"))
        return bid
    }

    func closeAndDeposit(_ yuan: Int64) async throws {
        server.clock.advance(by: .minutes(10))
        let house = server.site.house
        let firm: Int64? = try house.database.read { try $0.value("SELECT buyer FROM job WHERE id = \(job)") }
        let administrator = Actor(
            person: ID(rawValue: 1), organisation: ID(rawValue: 1), membership: ID(rawValue: 1), role: .administrator)
        _ = try await server.site.market.deposits.record(
            DepositEntry(
                organisation: ID(rawValue: firm ?? 0), amount: .yuan(yuan), bankReference: "BANK-1",
                receivedOn: CivilDate(year: 2026, month: 11, day: 23)!), by: administrator,
            key: FormKey(world: house.world))
    }

    /// Awards the bid and answers with the address of its contract.
    func award(_ bid: String) async throws -> String {
        #expect(try await buyer.get("/en/jobs/\(job)/bids").text.contains("Two people, one check"))
        let page = "/en/jobs/\(job)/award/\(bid)"
        #expect(try await buyer.submit(page, [("shares", "")]).status == .unprocessableContent)
        let signed = try await buyer.submit(
            page, [("shares", ""), ("ground", "price"), ("reason", "The only offer, and a sound one")])
        let location = try #require(signed.location)
        #expect(try await buyer.get(location).text.contains("LM-2026-000001"))
        return String(location.dropLast("/signed".count))
    }
}
