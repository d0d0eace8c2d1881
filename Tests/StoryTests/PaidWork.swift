import Foundation
import LabelMarket
import Testing

/// From closed bidding to the settled payment, in the browser: award, deliver, accept, claim, settle.
struct PaidWork {
    let server: StoryServer
    let browser: Browser

    func tell() async throws {
        let contract = try await award()
        try await deliver(1, of: contract)
        try await accept(1, of: contract)
        let (claim, isOwnMoney) = try await claim()
        try await settle(claim, office: isOwnMoney ? "administrator" : "officer-north")
    }

    private func award() async throws -> String {
        try await signIn("beichen")
        try await browser.open(server.address + "/zh/jobs/own")
        try await browser.followFirst("main table a")
        let job = try await browser.address.replacingOccurrences(of: "/edit", with: "")
        try await browser.open(job + "/bids")
        try await browser.shoot("comparison")
        try await browser.followFirst("a[href*='/award/']")
        try await browser.choose("ground", "price")
        try await browser.fill("reason", "价格最低，工期合适。")
        try await browser.shoot("award-check")
        try await browser.press()
        try await expect("合同已签订", "awarded")
        let address = try await browser.address
        try await signOut()
        return address.replacingOccurrences(of: "/signed", with: "")
    }

    private func deliver(_ lot: Int, of contract: String) async throws {
        let tasks = (1...15).map { item in
            """
            {"data": {"item_id": "\(item)"}, "annotations": [{"result": [{"id": "c", "from_name": "choice", "to_name": "text",
            "type": "choices", "value": {"choices": ["叙事"]}}]}]}
            """
        }
        let file = try temporary("labels.json", "[" + tasks.joined(separator: ",") + "]")
        try await signIn("datong")
        try await browser.open("\(contract)/lots/\(lot)")
        try await browser.fill("file", file)
        try await browser.press(form: "/upload")
        try await browser.shoot("labels-checked")
        try await browser.press(form: "/deliver")
        try await browser.shoot("delivered")
        try await signOut()
    }

    private func accept(_ lot: Int, of contract: String) async throws {
        try await signIn("beichen")
        try await browser.open("\(contract)/lots/\(lot)")
        try await browser.shoot("delivery-to-accept")
        try await browser.press(form: "/accept")
        try await browser.open("\(contract)/lots/\(lot)/certificate")
        try await expect("验收", "certificate")
        try await signOut()
    }

    private func claim() async throws -> (address: String, isOwnMoney: Bool) {
        try await signIn("datong")
        try await browser.open(server.address + "/zh/claims")
        try await browser.shoot("claims")
        try await browser.followFirst("a[href*='/claim/']")
        try await browser.fill("invoiceNumber", "26112000000000004321")
        try await browser.fill("invoiceDate", World.storyToday.isoText)
        try await browser.fill("invoiceAmount", "900.00")
        try await browser.fill("invoiceFile", try temporary("invoice.pdf", "%PDF-1.4\n%%EOF\n"))
        try await browser.press()
        try await expect("待审核", "claim-filed")
        let isOwnMoney = try await browser.shows("需求方自有资金")
        let address = try await browser.address
        try await signOut()
        return (address, isOwnMoney)
    }

    private func settle(_ claim: String, office: String) async throws {
        try await signIn(office)
        try await server.enterCode(for: office, browser)
        try await browser.open(claim)
        try await browser.choose("decision", "approve")
        try await browser.press(form: "/decision")
        try await expect("已通过", "claim-approved")
        try await browser.open(server.address + "/zh/office/settlements")
        try await browser.press(form: "/settlement")
        try await expect("结算批次", "batch")
        try await browser.fill("paidOn", World.storyToday.isoText)
        try await browser.fill("reference", "BANK-2026-1123")
        try await browser.press(form: "/result")
        try await expect("已付款", "batch-paid")
        try await signOut()
    }

    // MARK: Hands

    private func signIn(_ login: String) async throws {
        try await browser.open(server.address + "/zh/sign-in")
        try await browser.fill("email", login + "@demo.labelmarket.example")
        try await browser.fill("password", StoryServer.password)
        try await browser.press()
    }

    private func signOut() async throws { try await browser.pressAnywhere("退出登录") }

    private func expect(_ words: String, _ shot: String) async throws {
        try await browser.shoot(shot)
        let shown = try await browser.shows(words)
        let place = try await browser.address
        #expect(shown, "\(place) shows no “\(words)”")
    }

    private func temporary(_ name: String, _ text: String) throws -> String {
        let path = server.folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }
}
