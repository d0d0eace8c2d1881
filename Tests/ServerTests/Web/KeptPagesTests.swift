import HTTPTypes
import LabelMarket
import NIOCore
import Storage
import Testing

@testable import Server

/// What is kept of pages never shows an old state, another's page, or the same key twice.
struct KeptPagesTests {
    @Test func changeByAnother_showsInTheNextRequest() async throws {
        let street = try await TradeStreet()
        let page = "/en/jobs/\(street.job)"
        for browser in [street.vendor, street.buyer, TestBrowser(street.server)] {
            for _ in 0..<2 { #expect(try await browser.get(page).text.contains("Version 1")) }
        }
        let edited = try await street.buyer.submit(page + "/edit/budget", [("version", "1"), ("budget", "4321")])
        #expect(edited.status == .seeOther)
        for browser in [street.vendor, street.buyer, TestBrowser(street.server)] {
            let text = try await browser.get(page).text
            #expect(text.contains("Version 2") && text.contains("4,321.00"))
        }
        #expect(try await street.vendor.get("/en/jobs").text.contains("店铺评论情感"))
        #expect(try await street.buyer.submit(page + "/withdraw", []).status == .seeOther)
        #expect(!(try await street.vendor.get("/en/jobs").text.contains("店铺评论情感")))
    }

    /// Writers and readers in turn, many times: what a commit said is on every page begun after it.
    @Test func everyCommit_isOnEveryPageBegunAfterIt() async throws {
        let site = try TestSite()
        let (reader, actor) = try await VoucherSite.seat(site, "firm", 1, .buyer)
        for number in 1...40 {
            let name = "Person \(number)"
            try await site.site.house.database.write { transaction in
                try transaction.execute("UPDATE person SET name = \(name) WHERE id = \(actor.person)")
            }
            async let first = reader.get("/en/programmes")
            async let second = reader.get("/en/desk")
            for answer in [try await first, try await second] {
                #expect(answer.text.contains(">\(name) · "), "\(number)")
            }
        }
    }

    @Test func seats_neverSeeEachOthersPages() async throws {
        let site = try TestSite()
        var seats: [(browser: TestBrowser, mark: String)] = []
        for number in 1...6 {
            let role: Role = number.isMultiple(of: 2) ? .vendor : .buyer
            let kind = role == .buyer ? "firm" : "labelingVendor"
            seats.append((try await VoucherSite.seat(site, kind, number, role).0, "Organisation \(number)"))
        }
        let visitor = TestBrowser(site)
        var tokens: [String: Set<String>] = [:]
        for _ in 0..<3 {
            for address in ["/en/desk", "/en/jobs", "/en/programmes", "/en", "/en/help"] {
                for seat in seats {
                    let text = try await seat.browser.get(address).text
                    for other in seats { #expect(text.contains(other.mark) == (other.mark == seat.mark)) }
                    let token = TestAnswer(status: .ok, headers: [:], text: text).hidden("csrf")
                    tokens[seat.mark, default: []].insert(try #require(token))
                }
                let text = try await visitor.get(address).text
                #expect(!text.contains("Organisation ") && !text.contains("name=\"csrf\""))
            }
        }
        #expect(tokens.values.allSatisfy { $0.count == 1 })
        #expect(Set(tokens.values.flatMap { $0 }).count == seats.count)
    }

    @Test func everyAnswer_hasAKeyOfItsOwn() async throws {
        let site = try TestSite()
        let (browser, _) = try await VoucherSite.seat(site, "firm", 1, .buyer)
        var keys: Set<String> = []
        for _ in 0..<5 { keys.insert(try #require(try await browser.get("/en/jobs").hidden("key"))) }
        #expect(keys.count == 5)
        #expect(site.site.pages.extent.count == 1)
        // The token and a key of a kept page are as good as any.
        #expect(try await browser.submit("/en/jobs", to: "/en/sign-out", []).status == .seeOther)
        #expect(try await browser.get("/en/jobs").text.contains("Sign in"))
    }

    @Test func endedSession_seesNothingOfWhatWasKept() async throws {
        let site = try TestSite()
        let (browser, actor) = try await VoucherSite.seat(site, "firm", 1, .buyer)
        #expect(try await browser.get("/en/desk").status == .ok)
        try await site.site.house.database.write { transaction in
            try transaction.execute("DELETE FROM session WHERE person_id = \(actor.person)")
        }
        #expect(try await browser.get("/en/desk").status == .seeOther)
        #expect(!(try await browser.get("/en/jobs").text.contains("Organisation 1")))
    }

    @Test func changedRole_changesThePageAtOnce() async throws {
        let site = try TestSite()
        let (browser, actor) = try await VoucherSite.seat(site, "firm", 1, .buyer)
        #expect(try await browser.get("/en/jobs").text.contains("/en/jobs/own"))
        #expect(try await browser.get("/en/jobs/own").status == .ok)
        try await site.site.house.database.write { transaction in
            try transaction.execute("UPDATE membership SET role = 'vendor' WHERE id = \(actor.membership)")
        }
        #expect(!(try await browser.get("/en/jobs").text.contains("/en/jobs/own")))
        #expect(try await browser.get("/en/jobs/own").status == .forbidden)
    }

    @Test func timeAlone_endsAPage() async throws {
        let street = try await TradeStreet()
        let page = "/en/jobs/\(street.job)"
        #expect(try await street.vendor.get(page).text.contains("Takes bids"))
        street.server.clock.advance(by: .minutes(10))
        #expect(try await street.vendor.get(page).text.contains("Bidding over"))
    }

    @Test func limits_holdForCountAndBytes() async throws {
        let site = try TestSite()
        for number in 1...40 { _ = try await site.send(.get, "/en/jobs?q=\(number)") }
        #expect(site.site.pages.extent.count == 40)
        _ = try await site.send(.get, "/en/jobs?q=" + String(repeating: "x", count: 400))
        #expect(site.site.pages.extent.count == 40)

        let pages = KeptPages(countLimit: 5, sizeLimit: 16_000)
        for number in 1...30 {
            let markup = HTML(trusted: String(repeating: "x", count: 100 * number))
            _ = await pages.page(site.visit("/en/\(number)")) {
                LaidOutPage(markup, status: .ok, token: nil)
            }
            let extent = pages.extent
            #expect(extent.count <= 5 && extent.size <= 16_000)
        }
        _ = await pages.page(site.visit("/en/none")) { LaidOutPage("x", status: .notFound, token: nil) }
        let before = pages.extent.count
        _ = await pages.page(site.visit("/en/none")) { LaidOutPage("x", status: .notFound, token: nil) }
        #expect(pages.extent.count == before)
    }

    /// A commit while the page is being made: this answer may hold either state, the next one the new.
    @Test func commitWhileThePageIsMade_makesItOld() async throws {
        let site = try TestSite()
        let pages = KeptPages()
        let database = site.site.house.database
        let first = site.visit("/en/x")
        _ = try await pages.page(first) {
            try await database.write { _ = try $0.execute("DELETE FROM session") }
            return LaidOutPage("old", status: .ok, token: nil)
        }
        let second = await pages.page(site.visit("/en/x")) { LaidOutPage("new", status: .ok, token: nil) }
        #expect(String(buffer: second.filled(token: { "" }, key: { "" })) == "new")
    }
}

struct LaidOutPageTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("\u{1}", "K1"), ("a\u{2}b\u{1}c\u{2}", "aT1bK1cT2"), ("\u{1}\u{1}é\u{1}", "K1K2éK3"),
    ])
    func places_areFilledInOrder(markup: String, expected: String) {
        var (keys, tokens) = (0, 0)
        let page = LaidOutPage(HTML(trusted: markup), status: .ok, token: nil)
        let filled = page.filled(
            token: {
                tokens += 1
                return "T\(tokens)"
            },
            key: {
                keys += 1
                return "K\(keys)"
            })
        #expect(String(buffer: filled) == expected)
    }

    @Test func token_isFilledInWhereItIsKnown() {
        let page = LaidOutPage(HTML(trusted: "a\u{2}b\u{1}c"), status: .ok, token: "<T>")
        #expect(String(buffer: page.filled(token: { "no" }, key: { "K" })) == "a<T>bKc")
    }

    @Test func whatAPersonTypes_opensNoPlace() {
        let typed = "a\u{1}b\u{2}c"
        let page = LaidOutPage("<p>\(typed)</p><input value=\"\(typed)\">", status: .ok, token: nil)
        let filled = page.filled(token: { "TOKEN" }, key: { "KEY" })
        #expect(String(buffer: filled) == "<p>abc</p><input value=\"abc\">")
    }
}
