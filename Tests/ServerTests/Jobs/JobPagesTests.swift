import Foundation
import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

@Suite struct JobPagesTests {
    private static let rows = "{\"text\":\"送货很快\"}\n{\"text\":\"再也不买\"}\n{\"text\":\"一般\"}\n{\"text\":\"好\"}\n"

    /// From nothing to a public job, only through pages.
    @Test func story_uploadDescribePublishFindWithdraw() async throws {
        let site = try TestSite()
        let buyer = try await site.buyer()
        let made = try await buyer.postForm("/en/datasets/new", [("name", "留言")], file: ("a.jsonl", Array(Self.rows.utf8)))
        let dataset = try #require(made.location)
        #expect(try await buyer.get(dataset).text.contains("送货很快"))

        let job = try await buyer.jobDraft(dataset: String(dataset.split(separator: "/").last ?? ""))
        let check = try await buyer.get(job + "/check")
        #expect(check.text.contains("CNY 12,000.00") && check.text.contains("Publish the job"))
        #expect(try await buyer.submit(job + "/check", to: job + "/publish", []).location == job + "/published")
        #expect(try await buyer.get(job + "/published").text.contains("Your job is public"))

        let visitor = TestBrowser(site)
        for address in ["/zh/jobs", "/zh/jobs?q=%E6%83%85%E6%84%9F", "/en/jobs?family=textClassification&order=closing"] {
            #expect(try await visitor.get(address).text.contains("客服留言情感分类"), "\(address)")
        }
        #expect(try await visitor.get("/en/jobs?q=nothing").text.contains("No open job matches"))
        let page = try await visitor.get(job)
        #expect(page.status == .ok && page.text.contains("Bid on this job"))
        #expect(try await visitor.get(job + "/items/1").text.contains("送货很快"))
        #expect(try await visitor.get(job + "/items/4").status == .notFound)
        #expect(try await visitor.get(job + "/edit").status == .seeOther)

        let edited = try await buyer.submit(job + "/edit/budget", [("version", "1"), ("budget", "1.5万")])
        #expect(edited.location == job + "/edit")
        let stale = try await buyer.submit(job + "/edit/budget", [("version", "1"), ("budget", "9")])
        #expect(stale.status == .conflict)
        #expect(try await visitor.get(job).text.contains("Version 2"))
        #expect(try await buyer.submit(job + "/withdraw", []).location == job)
        #expect(!(try await visitor.get("/zh/jobs").text.contains("客服留言情感分类")))
        #expect(try await buyer.get("/zh/jobs/own").text.contains("已撤回"))
    }

    @Test func pages_standInBothLanguages() async throws {
        let site = try TestSite()
        let buyer = try await site.buyer()
        let made = try await buyer.postForm("/en/datasets/new", [("name", "留言")], file: ("a.jsonl", Array(Self.rows.utf8)))
        let dataset = try #require(made.location)
        let job = try await buyer.jobDraft(dataset: String(dataset.split(separator: "/").last ?? ""))
        let parts = JobPart.allCases.map { job + "/edit/" + $0.rawValue }
        let configs = ["?as=xml", "?template=sentiment"].map { job + "/edit/config" + $0 }
        let pages = [
            "/en/jobs", "/en/jobs/own", "/en/jobs/new", "/en/datasets", "/en/datasets/new", dataset, job + "/edit",
            job + "/check", job + "/items/1",
        ]
        for address in pages + parts + configs {
            for language in ["en", "zh"] {
                let answer = try await buyer.get("/" + language + address.dropFirst(3))
                #expect(answer.status == .ok, "\(address)")
                #expect(answer.text.components(separatedBy: "<h1>").count == 2, "\(address)")
                #expect(!answer.text.contains("Optional("), "\(address)")
            }
        }
    }

    private typealias WrongAnswer = (part: String, fields: [(String, String)], words: String)

    private static let wrongAnswers: [WrongAnswer] = [
        ("description", [("title", ""), ("description", "x"), ("language", "zh")], "Enter a title"),
        ("description", [("title", "x"), ("description", "x")], "Choose at least one language"),
        ("dataset", [], "Choose one of your datasets"),
        ("dataset", [("dataset", "0000000000000")], "Choose one of your datasets"),
        ("config", [("family", "imageBoxes"), ("config", "<View><Magic/></View>")], "Line 1, &lt;Magic&gt;"),
        ("config", [("family", "imageBoxes"), ("config", "<!DOCTYPE a><View/>")], "a DOCTYPE is not accepted"),
        ("config", [("family", "x"), ("config", "")], "Choose the kind of work"),
        ("config", [("template", "sentiment"), ("labels", "a\na")], "stands twice"),
        ("config", [("template", "sentiment"), ("labels", " \n")], "Enter at least one label"),
        ("config", [("template", "street-boxes"), ("labels", "car")], "$image"),
        ("quality", [("accuracy", "49"), ("lot_size", "0"), ("sampling", "?")], "Enter a percentage from 50 to 100"),
        (
            "quality",
            [("accuracy", "95"), ("lot_size", "500"), ("sampling", "full"), ("acceptance_days", "5"), ("objects", "1")],
            "at most as many items"
        ),
        ("dates", [("closes_on", "2026-11-01"), ("closes_hour", "17"), ("deadline_on", "2026-12-31")], "later closing time"),
        ("dates", [("closes_on", "2026-02-30"), ("closes_hour", "25"), ("deadline_on", "")], "Enter a date that exists"),
        ("dates", [("closes_on", "2026-12-01"), ("closes_hour", "17"), ("deadline_on", "2026-12-01")], "after the day"),
        ("budget", [("budget", "-5")], "above zero"), ("budget", [("budget", "1.005")], "two decimals"),
        ("budget", [("budget", "123456789012345678901234567890")], "at most"), ("budget", [("budget", "")], "the most"),
        ("security", [("security", "restricted"), ("samples", "3")], "enter 0"),
        ("security", [("security", "?"), ("samples", "11")], "Choose a security class"),
    ]

    @Test(arguments: Self.wrongAnswers.indices)
    func wrongAnswer_comesBackWithItsReason(index: Int) async throws {
        let (part, fields, words) = Self.wrongAnswers[index]
        let site = try TestSite()
        let buyer = try await site.buyer()
        let made = try await buyer.postForm("/en/datasets/new", [("name", "留言")], file: ("a.jsonl", Array(Self.rows.utf8)))
        let job = try await buyer.jobDraft(dataset: String(made.location?.split(separator: "/").last ?? ""))
        let form = try await buyer.get(job + "/edit/" + part)
        let keys = [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? ""), ("version", "1")]
        let answer = try await buyer.post(job + "/edit/" + part, keys + fields)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains(words), "\(part): \(answer.text.suffix(3000))")
        #expect(answer.text.contains("Error: "))
        for (name, value) in fields where !value.isEmpty && ["title", "budget", "closes_on"].contains(name) {
            #expect(answer.text.contains("value=\"\(value)\""))
        }
    }

    @Test(arguments: [
        ("a.exe", Array("MZ".utf8), "Choose a .jsonl"), ("a.zip", Array("PK\u{3}\u{4} cut".utf8), "cut off or damaged"),
        ("a.zip", Array("{}".utf8), "its content is something else"), ("a.jsonl", [], "at least one item"),
        ("a.csv", [0xB1, 0xEA, 0x2C, 0x61, 0x0A, 0x31, 0x2C, 0x32, 0x0A], "UTF-8"),
        ("a.json", Array("[{\"a\":1}".utf8), "complete JSON array"),
    ])
    func wrongUpload_comesBackWithItsReason(file: String, bytes: [UInt8], words: String) async throws {
        let site = try TestSite()
        let buyer = try await site.buyer()
        let answer = try await buyer.postForm("/en/datasets/new", [("name", "My name")], file: (file, bytes))
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains(words))
        #expect(answer.text.contains("value=\"My name\""))
        #expect(try await buyer.get("/en/datasets").text.contains("You have not uploaded"))
    }

    @Test func badRows_namedThenKept() async throws {
        let site = try TestSite()
        let buyer = try await site.buyer()
        let answer = try await buyer.postForm(
            "/en/datasets/new", [("name", "x")], file: ("a.jsonl", Array("{\"a\":1}\nnope\n{\"a\":2}\n".utf8)))
        let dataset = try #require(answer.location)
        let page = try await buyer.get(dataset)
        #expect(page.text.contains("1 rows cannot be used, 2 can") && page.text.contains("Line 2"))
        #expect(try await buyer.submit(dataset, to: dataset + "/keep", []).location == dataset)
        #expect(try await buyer.get(dataset).text.contains("Ready"))
    }

    @Test func sameUploadTwice_isOneDataset() async throws {
        let site = try TestSite()
        let buyer = try await site.buyer()
        let form = try await buyer.get("/en/datasets/new")
        let fields = [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? ""), ("name", "x")]
        let file = (field: "file", name: "a.jsonl", bytes: Array(Self.rows.utf8))
        let first = try await buyer.upload("/en/datasets/new", fields, file: file)
        let second = try await buyer.upload("/en/datasets/new", fields, file: file)
        #expect(first.location != nil && first.location == second.location)
    }

    @Test func rolesAndStrangers_areKeptOut() async throws {
        let site = try TestSite()
        let buyer = try await site.buyer()
        let made = try await buyer.postForm("/en/datasets/new", [("name", "留言")], file: ("a.jsonl", Array(Self.rows.utf8)))
        let dataset = try #require(made.location)
        let job = try await buyer.jobDraft(dataset: String(dataset.split(separator: "/").last ?? ""))
        let other = try await site.buyer(seventeen: "91110108MA01ABCD1", email: "other@example.cn")
        let vendor = try await site.buyer(.labelingVendor, seventeen: "91330100799655058", email: "vendor@example.cn")
        let visitor = TestBrowser(site)
        for address in [dataset, job + "/edit", job + "/check", job + "/edit/budget", job + "/items/1", job] {
            #expect(try await other.get(address).status == .notFound, "\(address)")
            #expect(try await vendor.get(address).status != .ok, "\(address)")
            #expect(try await visitor.get(address).status != .ok, "\(address)")
        }
        #expect(try await visitor.get(dataset + "/items/1/file").status == .notFound)
        #expect(try await vendor.get("/en/jobs/new").status == .forbidden)
    }
}

extension TestSite {
    /// Somebody who has registered and signed in.
    func buyer(
        _ kind: OrganisationKind = .firm, seventeen: String = "91110000MA09WXYT2", email: String = "buyer@example.cn"
    ) async throws -> TestBrowser {
        let facts = OrganisationFacts(
            kind: kind, nameZh: "星河科技有限公司", creditCode: CreditCode(completing: seventeen)!,
            region: Region(code: "330200")!, sector: .software, headcount: 40, annualRevenue: .yuan(6_000_000),
            totalAssets: .yuan(3_000_000), foundedOn: CivilDate(year: 2020, month: 5, day: 1)!,
            legalRepresentative: "李雷", contactEmail: email)
        let password = "violet harbour 4821 lanterns"
        try await site.market.accounts.register(
            facts, firstPerson: NewPerson(email: email, name: "韩梅梅", password: password))
        let browser = TestBrowser(self)
        _ = try await browser.submit("/en/sign-in", [("email", email), ("password", password)])
        return browser
    }
}

extension TestBrowser {
    func postForm(
        _ path: String, _ fields: [(String, String)], file: (name: String, bytes: [UInt8])
    ) async throws -> TestAnswer {
        let form = try await get(path)
        let keys = [("csrf", form.hidden("csrf") ?? ""), ("key", form.hidden("key") ?? "")]
        return try await upload(path, keys + fields, file: (field: "file", name: file.name, bytes: file.bytes))
    }

    /// A job with every part filled in.
    func jobDraft(dataset: String) async throws -> String {
        let begun = try await submit("/en/jobs/new", [("title", "客服留言情感分类")])
        let job = String(try #require(begun.location).dropLast("/edit".count))
        let parts: [(String, [(String, String)])] = [
            ("description", [("title", "客服留言情感分类"), ("description", "按情感分为三类"), ("language", "zh")]),
            ("dataset", [("dataset", dataset)]),
            ("config?template=sentiment", [("template", "sentiment"), ("labels", "好\n中\n差")]),
            (
                "quality",
                [("accuracy", "95％"), ("lot_size", "２"), ("sampling", "standard"), ("acceptance_days", "5"), ("objects", "1")]
            ),
            ("dates", [("closes_on", "2026年12月1日"), ("closes_hour", "17"), ("deadline_on", "2026-12-31")]),
            ("budget", [("budget", "1.2万")]), ("security", [("security", "open"), ("samples", "3")]),
        ]
        for (part, fields) in parts {
            let action = String(part.split(separator: "?")[0])
            let answer = try await submit(job + "/edit/" + part, to: job + "/edit/" + action, [("version", "1")] + fields)
            #expect(answer.status == .seeOther, "\(part): \(answer.text.suffix(2500))")
        }
        return job
    }
}
