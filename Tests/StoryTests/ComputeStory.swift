import Foundation
import FoundationNetworking
import LabelMarket
import Testing

/// Labels and the training after them, in the browser: an operator in Qingyang publishes windows; a Shanghai firm's job
/// is matched with a vendor and one of them; the page tells why west; accepted and confirmed; another run of the same
/// firm, whose time is over, is metered, captured, claimed, settled; the take-up and the books agree.
@Suite(.serialized) struct ComputeStory {
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromedriver"), "needs chromium-driver"),
        .timeLimit(.minutes(10)))
    func story_fromIdleCardsToTheRedeemedVoucher() async throws {
        try await StoryServer.play(shots: "compute") { try await ComputeTeller(server: $0, browser: $1).tell() }
    }
}

struct ComputeTeller {
    let server: StoryServer
    let browser: Browser

    private static let operation = "qingyang"
    private static let buyer = "huijian"
    private static let officer = "officer-east"
    private static let programme = "shanghai-compute"

    func tell() async throws {
        try await publish()
        let match = try await matched()
        try await accept(match)
        try await confirm()
        let trained = try await reportUse()
        try await acceptUse(trained)
        try await redeem()
        try await matchingAtTheOffice()
        try verifyTheBooks()
    }

    // MARK: Match

    /// A window by form, cheaper than what else is offered, after the labels will be done.
    private func publish() async throws {
        try await signIn(Self.operation)
        try await go("/zh/sites")
        try await expect("庆阳西峰一号智算中心", "own-sites")
        try await browser.followFirst("main th a")
        try await browser.followFirst("main a[href$='/windows/new']")
        try await browser.fill("startsAt", World.storyToday.advanced(byDays: 23).isoText + " 08:00")
        try await browser.fill("endsAt", World.storyToday.advanced(byDays: 16).isoText + " 08:00")
        for (name, value) in [("cards", "64"), ("price", "3.60"), ("minimum", "8"), ("notice", "24"), ("fee", "20")] {
            try await browser.fill(name, value)
        }
        try await browser.press()
        try await expect("有 1 处问题", "window-inverted")
        try await browser.fill("startsAt", World.storyToday.advanced(byDays: 12).isoText + " 08:00")
        try await browser.press()
        try await expect("每卡时 3.60 元", "window-published")
        try await signOut()
    }

    /// - Returns: the address of the proposal.
    private func matched() async throws -> String {
        try await signIn(Self.buyer)
        try await go("/zh/matches")
        try await expect("语句情感分类（训练用）", "matches")
        try await browser.followFirst("main th a")
        try await browser.press(form: "/match")
        try await browser.stretch(to: 2400)
        try await browser.shoot("match")
        let address = try await browser.address
        // 4 cards for 24 hours at 3.60 yuan: 345.60, of which the voucher pays 80 %.
        for words in [
            "天府标注有限公司", "庆阳西峰一号智算中心", "345.60 元", "276.48 元", "次优", "综合落后", "为何去西部？", "其中券支付 276.48 元，自付 69.12 元",
            "西部以外的最佳选择：芜湖江畔智算中心",
        ] { try await expect(words) }
        try await browser.open(address.replacingOccurrences(of: "/zh/", with: "/en/"))
        try await browser.shoot("match-in-english")
        try await browser.stretch(to: 1000)
        for words in [
            "Why west?", "vouchers pay CNY 276.48 of it and you CNY 69.12", "The best outside the west: Wuhu Riverside",
            "Runner-up",
        ] { try await expect(words) }
        return address
    }

    private func accept(_ match: String) async throws {
        try await browser.open(match + "/accept")
        try await expect("上海市算力券", "accept-check")
        try await browser.press(form: "/accept")
        try await expect("合同已签订", "accepted")
        try await go("/zh/reservations")
        try await browser.followFirst("main th a")
        try await expect("等待算力中心确认", "reservation-with-holds")
        for words in ["语句情感分类（训练用）", "276.48", "69.12"] { try await expect(words) }
        try await signOut()
    }

    private func confirm() async throws {
        try await signIn(Self.operation)
        try await go("/zh/reservations")
        try await browser.followFirst("main th a")
        try await expect("语句情感分类（训练用）")
        try await browser.press(form: "/confirm")
        try await expect("预订时间内这些卡归您使用", "confirmed")
    }

    // MARK: Use and payment

    /// The training run whose time is over by now.
    /// - Returns: the address of its reservation.
    private func reportUse() async throws -> String {
        try await go("/zh/reservations?state=confirmed")
        let page = try await browser.source
        let rows = page.components(separatedBy: "<tr>").filter { $0.contains("268.80") }
        let row = try #require(rows.first, "no reservation is over and not reported")
        let address = server.address + (try #require(Self.link(in: row, holding: "/reservations/")))
        try await browser.open(address)
        try await expect("时间已结束", "use-to-report")
        let suggested = try await browser.text(of: "textarea[name='usage']")
        try await browser.fill("usage", suggested.replacingOccurrences(of: ", 48", with: ", 50"))
        try await browser.press(form: "/usage")
        try await expect("有 1 处问题", "more-than-reserved")
        try await browser.fill("usage", suggested.replacingOccurrences(of: ", 48", with: ", 45"))
        try await browser.press(form: "/usage")
        try await expect("已报告用量", "use-reported")
        try await signOut()
        return address
    }

    /// 45 of 48 card-hours at 5.60 yuan: 252.00, of which the voucher pays 80 %.
    private func acceptUse(_ reservation: String) async throws {
        try await signIn(Self.buyer)
        try await browser.open(reservation)
        try await browser.press(form: "/accept")
        try await expect("已结清", "captured")
        for words in ["已按用量支付 252.00 元", "201.60", "50.40", "13.44", "3.36"] { try await expect(words) }
        try await signOut()
    }

    private func redeem() async throws {
        let before = try await settled()
        let claim = try await fileClaim()
        try await signIn(Self.officer)
        try await server.enterCode(for: Self.officer, browser)
        try await browser.open(claim)
        try await expect("已用（预订 48）", "claim-at-the-office")
        try await browser.choose("decision", "approve")
        try await browser.press(form: "/decision")
        try await expect("已通过", "claim-approved")
        try await go("/zh/office/settlements")
        try await browser.press(form: "/settlement")
        try await expect("结算批次", "batch")
        try await browser.fill("paidOn", World.storyToday.isoText)
        try await browser.fill("reference", "BANK-2026-1124")
        try await browser.press(form: "/result")
        try await expect("已付款", "batch-paid")
        let after = try await settled()
        #expect(after.fen - before.fen == 201_60)
        try await go("/zh/programmes/\(Self.programme)/take-up")
        try await expect(after.groupedText, "take-up")
        try await browser.open(server.address + "/en/programmes/\(Self.programme)/take-up")
        try await expect(after.groupedText, "take-up-in-english")
    }

    /// The voucher's part of the training run, with an invoice for its whole price.
    private func fileClaim() async throws -> String {
        try await signIn(Self.operation)
        try await go("/zh/claims")
        try await expect("201.60", "claims")
        let rows = try await browser.source.components(separatedBy: "<tr>").filter { $0.contains("201.60") }
        let row = try #require(rows.first)
        try await browser.open(server.address + (try #require(Self.link(in: row, holding: "/claim/"))))
        try await browser.fill("invoiceNumber", "26112000000000009876")
        try await browser.fill("invoiceDate", World.storyToday.isoText)
        try await browser.fill("invoiceAmount", "252.00")
        let invoice = server.folder + "/compute-invoice.pdf"
        try Data("%PDF-1.4\n%%EOF\n".utf8).write(to: URL(filePath: invoice))
        try await browser.fill("invoiceFile", invoice)
        try await browser.press()
        try await expect("待审核", "claim-filed")
        let address = try await browser.address
        try await signOut()
        return address
    }

    /// What the programme's report says was paid out.
    private func settled() async throws -> Money {
        let url = try #require(URL(string: server.address + "/zh/programmes/\(Self.programme)/take-up/csv"))
        let (data, _) = try await URLSession.shared.data(from: url)
        let figures = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line -> Int64? in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return cells.count > 4 && cells[3] == "settled" ? try? Money.parse(cells[4]).get().fen : nil
        }
        #expect(!figures.isEmpty)
        return Money(fen: figures.reduce(0, +))
    }

    private func matchingAtTheOffice() async throws {
        try await go("/zh/office/matching")
        try await browser.followFirst("main th a")
        try await expect("已证明的上限", "run")
        let address = try await browser.address
        try await browser.open(address.replacingOccurrences(of: "/zh/", with: "/en/"))
        try await expect("Proven bound", "run-in-english")
    }

    private func verifyTheBooks() throws {
        let told = try server.run(["verify", "--data", server.folder])
        #expect(told.contains("transfers verified"))
        #expect(!told.contains("BROKEN"))
    }

    // MARK: Hands

    private func go(_ path: String) async throws { try await browser.open(server.address + path) }

    private func signIn(_ login: String) async throws {
        try await go("/zh/sign-in")
        try await browser.fill("email", login + "@demo.labelmarket.example")
        try await browser.fill("password", StoryServer.password)
        try await browser.press()
    }

    private func signOut() async throws { try await browser.pressAnywhere("退出登录") }

    private func expect(_ words: String, _ shot: String? = nil) async throws {
        if let shot { try await browser.shoot(shot) }
        let shown = try await browser.shows(words)
        let place = try await browser.address
        #expect(shown, "\(place) shows no “\(words)”")
    }

    /// The first link of a piece of a page whose address holds `part`.
    private static func link(in piece: String, holding part: String) -> String? {
        piece.components(separatedBy: "href=\"").dropFirst()
            .compactMap { $0.split(separator: "\"").first.map(String.init) }.first { $0.contains(part) }
    }
}
