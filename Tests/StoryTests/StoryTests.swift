import Foundation
import LabelMarket
import Testing

/// The market in a browser without JavaScript, against a real server on a loopback port: a new firm registers, asks what
/// it may claim, applies, posts a job with an uploaded dataset; the officer grants the voucher; a vendor bids; and another buyer, whose bidding has closed, awards; the vendor
/// delivers; the buyer accepts; the vendor claims; the office settles; the auditor verifies the books.
@Suite(.serialized) struct StoryTests {
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromedriver"), "needs chromium-driver"),
        .timeLimit(.minutes(10)))
    func story_fromRegistrationToTheBooks() async throws {
        try await StoryServer.play { try await StoryTeller(server: $0, browser: $1).tell() }
    }
}

struct StoryTeller {
    let server: StoryServer
    let browser: Browser

    func tell() async throws {
        try await register()
        let application = try await apply()
        let job = try await post()
        try await signOut()
        try await GrantStory(server: server, browser: browser, application: application).tell()
        try await bid(on: job)
        try await signOut()
        try await PaidWork(server: server, browser: browser).tell()
        try await buyerOfTheDemonstration()
        try await officer()
        try await auditor()
    }

    private func go(_ path: String) async throws { try await browser.open(server.address + path) }

    private func expect(_ words: String, _ shot: String) async throws {
        try await browser.shoot(shot)
        let shown = try await browser.shows(words)
        let place = try await browser.address
        #expect(shown, "\(place) shows no “\(words)”")
    }

    private func signIn(_ email: String, _ password: String = StoryServer.password) async throws {
        try await go("/zh/sign-in")
        try await browser.fill("email", email)
        try await browser.fill("password", password)
        try await browser.press()
    }

    private func signOut() async throws { try await browser.pressAnywhere("退出登录") }

    // MARK: A new firm

    private func register() async throws {
        try await go("/zh")
        try await expect("用人工智能券购买数据标注", "start")
        try await go("/zh/register/startUp")
        for (name, value) in [
            ("nameZh", "上海初见智能科技有限公司"), ("creditCode", "91310000MA1FL0000"), ("foundedOn", "2024-05-01"),
            ("legalRepresentative", "程初"), ("headcount", "7"), ("annualRevenue", "38万"), ("totalAssets", "20万"),
            ("name", "程初"), ("email", "chujian@example.org"), ("password", "river lanterns at dusk 77"),
        ] { try await browser.fill(name, value) }
        try await browser.fill("region", "310000")
        try await browser.fill("sector", "software")
        try await browser.press()
        try await expect("有 1 处问题", "register-wrong-code")
        let code = try #require(CreditCode(completing: "91310000MA1FL0000"))
        try await browser.fill("creditCode", code.text)
        try await browser.fill("password", "river lanterns at dusk 77")
        try await browser.press()
        try await browser.shoot("registered")
        try await signIn("chujian@example.org", "river lanterns at dusk 77")
        try await expect("工作台", "desk")
    }

    /// - Returns: the id of the application.
    private func apply() async throws -> String {
        try await go("/zh/vouchers/can-use")
        try await expect("上海市", "can-use")
        try await go("/zh/programmes/shanghai-corpus/apply")
        let today = World.storyToday
        try await browser.fill("work", "labeling")
        for (name, value) in [
            ("price", "20,000"), ("starts", today.isoText), ("ends", today.advanced(byDays: 120).isoText), ("asked", "5000"),
            ("purpose", "为门店质检模型购买图像标注"),
        ] { try await browser.fill(name, value) }
        try await browser.choose("unrelated", "1")
        try await browser.press()
        try await browser.shoot("apply-check")
        try await browser.press()
        try await expect("申请", "applied")
        let parts = try await browser.address.split(separator: "/").map(String.init)
        let place = try #require(parts.firstIndex(of: "applications"))
        return try #require(parts.dropFirst(place + 1).first)
    }

    private func post() async throws -> String {
        try await go("/zh/datasets/new")
        try await browser.fill("name", "门店照片")
        try await browser.fill("file", server.root + "/fixtures/demo/photographs.zip")
        try await browser.press()
        try await expect("门店照片", "dataset")
        try await go("/zh/jobs/new")
        try await browser.fill("title", "门店照片目标框选")
        try await browser.press()
        let job = String(try await browser.address.dropFirst(server.address.count).dropLast("/edit".count))
        try await describe(job)
        try await go(job + "/check")
        try await browser.shoot("job-check")
        try await browser.press()
        try await expect("任务已发布", "job-published")
        return job
    }

    private func describe(_ job: String) async throws {
        try await go(job + "/edit/description")
        try await browser.fill("description", "框出每张照片里的器物，框要贴边。")
        try await browser.choose("language", "zh")
        try await browser.press()
        try await go(job + "/edit/dataset")
        try await browser.chooseFirst("dataset")
        try await browser.press()
        try await go(job + "/edit/config?template=street-boxes")
        try await browser.fill("labels", "人物\n器物")
        try await browser.press()
        try await go(job + "/edit/quality")
        for (name, value) in [("accuracy", "95"), ("lot_size", "6"), ("acceptance_days", "5"), ("objects", "2")] {
            try await browser.fill(name, value)
        }
        try await browser.choose("sampling", "full")
        try await browser.press()
        let closing = World.storyToday.advanced(byDays: 10)
        try await go(job + "/edit/dates")
        try await browser.fill("closes_on", closing.isoText)
        try await browser.fill("closes_hour", "17")
        try await browser.fill("deadline_on", closing.advanced(byDays: 20).isoText)
        try await browser.press()
        try await go(job + "/edit/budget")
        try await browser.fill("budget", "3000")
        try await browser.press()
        try await go(job + "/edit/security")
        try await browser.choose("security", "open")
        try await browser.fill("samples", "3")
        try await browser.press()
    }

    // MARK: Others

    private func bid(on job: String) async throws {
        try await signIn("tianfu@demo.labelmarket.example")
        try await go(job)
        try await expect("门店照片目标框选", "job-as-vendor")
        try await go(job + "/bid")
        try await browser.fill("price", "-5")
        try await browser.fill("days", "8")
        try await browser.fill("plan", "两人独立标注，第三人质检。")
        try await browser.press()
        try await expect("有 1 处问题", "bid-wrong")
        try await browser.fill("price", "2,400")
        try await browser.press()
        try await browser.shoot("bid-check")
        try await browser.press()
        try await expect("报价", "bid-sent")
    }

    private func buyerOfTheDemonstration() async throws {
        try await signIn("qingyu@demo.labelmarket.example")
        try await go("/zh/contracts")
        try await browser.followFirst("main th a, main td a")
        try await expect("合同", "contract")
        let contract = try await browser.address
        try await browser.open(contract + "/lots/1")
        try await browser.shoot("lot")
        try await browser.open(contract + "/lots/1/items/1")
        try await expect("svg", "labels-over-a-photograph", inSource: true)
        try await signOut()
    }

    private func officer() async throws {
        try await signIn("officer-east@demo.labelmarket.example")
        try await server.enterCode(for: "officer-east", browser)
        try await go("/zh/office/settlements")
        try await expect("结算", "settlements")
        try await go("/zh/programmes/shanghai-compute/take-up")
        try await expect("使用率", "take-up")
        try await signOut()
    }

    private func auditor() async throws {
        try await signIn("auditor@demo.labelmarket.example")
        try await server.enterCode(for: "auditor", browser)
        try await go("/zh/audit/verify")
        try await expect("全部不变式成立", "verified")
        try await go("/en/audit/books")
        try await expect("Chain head", "books-in-english")
    }

    private func expect(_ words: String, _ shot: String, inSource: Bool) async throws {
        try await browser.shoot(shot)
        let source = try await browser.source
        let place = try await browser.address
        #expect(source.contains("<" + words), "\(place) holds no <\(words)>")
    }
}
