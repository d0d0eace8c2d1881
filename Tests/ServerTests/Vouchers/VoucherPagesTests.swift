import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

struct VoucherPagesTests {
    @Test func apply_checkSendDecide_endsInAVoucher() async throws {
        let house = try await VoucherSite()
        let path = try await house.apply()
        let page = try await house.buyer.get(path)
        #expect(page.status == .ok)
        #expect(page.text.contains("The bureau has received the application."))
        let office = path.replacing("/en/applications", with: "/en/office/applications")
        #expect(try await house.officer.get("/en/office/applications").text.contains("Organisation 2"))
        let decided = try await house.officer.submit(
            office, [("revision", "1"), ("act", "grant"), ("amount", "50000")])
        #expect(decided.location == office)
        let granted = try await house.buyer.get(path)
        #expect(granted.text.contains("A voucher of CNY 50,000.00 was granted."))
        let own = try await house.buyer.get("/en/vouchers")
        #expect(own.text.contains("50,000.00"))
        let voucher = try #require(own.text.firstMatch(of: /\/en\/vouchers\/([0-9a-z]{13})/)?.output.0)
        #expect(try await house.buyer.get(String(voucher)).text.contains("Movements, newest first"))
        #expect(try await house.buyer.get("/en/notices").text.contains("granted you a voucher"))
        let takeUp = try await house.visitor.get("/en/programmes/shanghai-corpus/take-up")
        #expect(takeUp.text.contains("CNY 50,000.00") && takeUp.text.contains("5%"))
    }

    @Test(arguments: [
        ("price", "", "Enter the planned price of the contract"), ("price", "-5", "Enter an amount above zero"),
        ("starts", "2026-02-30", "Enter a date that exists"), ("ends", "2026-11-01", "The work has to end after it starts"),
        ("starts", "2026-11-22", "The work has to start today or later"), ("asked", "60000.01", "The rules work out"),
        ("asked", String(repeating: "9", count: 30), "Enter an amount of at most"), ("purpose", "  ", "Describe what"),
        ("unrelated", "", "Declare that your supplier"), ("work", "x", "Choose what you want to buy"),
    ])
    func apply_saysBesideTheFieldWhatIsWrong(field: String, value: String, message: String) async throws {
        let house = try await VoucherSite()
        let fields = VoucherSite.plan.map { $0.0 == field ? (field, value) : $0 }
        let answer = try await house.buyer.submit("/en/programmes/shanghai-corpus/apply", fields)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("<title>Error: "))
        #expect(answer.text.contains(message))
        #expect(answer.text.contains("value=\"2027-02-01\"") || field == "ends")
    }

    @Test func application_sentTwice_isFiledOnce() async throws {
        let house = try await VoucherSite()
        let form = try await house.buyer.get("/en/programmes/shanghai-corpus/apply")
        let fields = [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? "")] + VoucherSite.plan
        let first = try await house.buyer.post("/en/programmes/shanghai-corpus/applications", fields)
        let second = try await house.buyer.post("/en/programmes/shanghai-corpus/applications", fields)
        #expect(first.status == .seeOther)
        #expect(first.location == second.location)
    }

    @Test func decision_afterAnother_isAConflictPage() async throws {
        let house = try await VoucherSite()
        let path = try await house.apply().replacing("/en/applications", with: "/en/office/applications")
        let page = try await house.officer.get(path)
        let machinery = [("csrf", page.hidden("csrf") ?? ""), ("revision", "1")]
        _ = try await house.officer.post(
            path, machinery + [("key", house.formKey.description), ("act", "refuse"), ("reason", "Not now")])
        let late = try await house.officer.post(
            path, machinery + [("key", house.formKey.description), ("act", "grant"), ("amount", "1")])
        #expect(late.status == .conflict)
        #expect(late.text.contains("This application was decided on"))
    }

    @Test func bulkDecision_grantsTheChosen() async throws {
        let house = try await VoucherSite()
        let id = try #require(try await house.apply().split(separator: "/").last)
        let none = try await house.officer.submit(
            "/en/office/applications", to: "/en/office/applications/decide", [("act", "grant")])
        #expect(none.status == .unprocessableContent)
        let answer = try await house.officer.submit(
            "/en/office/applications", to: "/en/office/applications/decide",
            [("act", "grant"), ("application", String(id))])
        #expect(answer.location == "/en/office/applications/decided?done=1&open=0")
        #expect(try await house.officer.get("/zh/office/applications/decided?done=1&open=0").status == .ok)
    }

    @Test func pages_areCompleteInBothLanguages() async throws {
        let house = try await VoucherSite()
        let path = try await house.apply()
        let office = path.replacing("/en/applications", with: "/en/office/applications")
        _ = try await house.officer.submit(office, [("revision", "1"), ("act", "grant"), ("amount", "50000")])
        let buyers = [
            "/vouchers", "/vouchers/can-use", "/vouchers/quote", "/programmes/shanghai-corpus/verdict",
            "/programmes/shanghai-corpus/apply", "/notices", String(path.dropFirst(3)),
        ]
        let officers = [
            "/office/applications", "/office/applications?state=all", "/office/vouchers", "/office/pots", "/office/rounds",
            "/office/programmes", "/office/programmes/shanghai-corpus/1", String(office.dropFirst(3)),
            "/office/programmes/shanghai-corpus/1?price=100000&ends=2027-01-01&region=310000&work=labeling",
        ]
        let everyone = [
            "/programmes", "/programmes?region=310000&kind=corpus", "/programmes/shanghai-corpus",
            "/programmes/shanghai-corpus/versions/1", "/programmes/shanghai-corpus/take-up",
        ]
        for (browser, paths) in [(house.buyer, buyers), (house.officer, officers), (house.visitor, everyone)] {
            for path in paths {
                for language in ["zh", "en"] {
                    let answer = try await browser.get("/\(language)\(path)")
                    #expect(answer.status == .ok, "\(language)\(path)")
                    #expect(!answer.text.contains("Optional("), "\(language)\(path)")
                    #expect(answer.text.split(separator: "<h1").count == 2, "\(language)\(path)")
                }
            }
        }
    }

    @Test func office_isClosedToFirmsAndOtherBureaus() async throws {
        let house = try await VoucherSite()
        let path = try await house.apply()
        let office = path.replacing("/en/applications", with: "/en/office/applications")
        #expect(try await house.buyer.get(office).status == .forbidden)
        let (stranger, _) = try await VoucherSite.seat(house.site, "bureau", 9, .officer)
        #expect(try await stranger.get(office).status == .notFound)
        let (other, _) = try await VoucherSite.seat(house.site, "firm", 8, .buyer)
        #expect(try await other.get(path).status == .notFound)
    }

    @Test func import_publishByUpload_andWhatIsWrong() async throws {
        let house = try await VoucherSite()
        func upload(_ bytes: [UInt8]) async throws -> TestAnswer {
            let form = try await house.officer.get("/en/office/programmes")
            return try await house.officer.upload(
                "/en/office/programmes", [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? "")],
                file: ("document", "p.xml", bytes))
        }
        let second = try await upload(try VoucherSite.fixture("shanghai-corpus-2"))
        #expect(second.location == "/en/office/programmes/shanghai-corpus/2")
        #expect(try await house.officer.get("/en/office/programmes/shanghai-corpus/2").text.contains("What changes from version 1"))
        #expect(try await house.visitor.get("/en/programmes/shanghai-corpus/versions/2").status == .notFound)
        let broken = try await upload(Array("<!DOCTYPE x><programme/>".utf8))
        #expect(broken.status == .unprocessableContent)
        #expect(broken.text.contains("The document has 1 problems"))
        let published = try await house.officer.submit(
            "/en/office/programmes/shanghai-corpus/2", to: "/en/office/programmes/shanghai-corpus/2/publish", [])
        #expect(published.status == .seeOther)
        #expect(try await house.visitor.get("/en/programmes/shanghai-corpus").text.contains("<dd>2</dd>"))
        let again = try await upload(try VoucherSite.fixture("shanghai-corpus-2"))
        #expect(again.status == .unprocessableContent)
    }
}
