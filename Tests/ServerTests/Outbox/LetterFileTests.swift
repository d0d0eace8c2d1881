import Foundation
import HTTPTypes
import LabelMarket
import Synchronization
import Testing

@testable import Server

/// Letters as files for a mail system.
struct LetterFileTests {
    private let letter = OutgoingLetter(
        id: ID(rawValue: 5), at: Instant(shanghai: CivilDate(year: 2026, month: 11, day: 23)!, hour: 9, minute: 5),
        recipient: "a@example.org",
        words: Bilingual(
            zh: "您中标了“街景图片标注”，合同 LM-2026-000001\r\nBcc: everyone@example.org",
            en: "You won the contract LM-2026-000001 for street views of four seasons"),
        path: "/contracts/0000000000005")

    @Test func file_isAMailThatAnyAgentReads() throws {
        let text = String(
            decoding: LetterFile(letter: letter, publicAddress: "https://market.example:8443").bytes, as: UTF8.self)
        let parts = text.components(separatedBy: "\r\n\r\n")
        let headers = parts[0].replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        #expect(headers.contains("From: LabelMarket <no-reply@market.example>"))
        #expect(headers.contains("To: <a@example.org>"))
        #expect(headers.contains("Date: Mon, 23 Nov 2026 09:05:00 +0800"))
        #expect(headers.contains("Message-ID: <0000000000005@market.example>"))
        #expect(!headers.contains { $0.hasPrefix("Bcc") })
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        let subject = try #require(headers.first { $0.hasPrefix("Subject: ") }).dropFirst(9)
        let decoded = subject.components(separatedBy: "?=").filter { !$0.isEmpty }
            .compactMap { Data(base64Encoded: String($0.dropFirst("=?UTF-8?B?".count))) }.reduce(Data(), +)
        #expect(String(decoding: decoded, as: UTF8.self).hasPrefix("您中标了“街景图片标注”，合同 LM-2026-000001Bcc"))
        let body = try #require(Data(base64Encoded: parts[1].replacing("\r\n", with: "")))
        #expect(String(decoding: body, as: UTF8.self).contains("https://market.example:8443/zh/contracts/0000000000005\r\n"))
    }

    @Test func folder_holdsOneFileALetter() throws {
        let path = NSTemporaryDirectory() + "mail-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try MailFolder(path: path, publicAddress: "https://market.example")
        try folder.put(letter)
        try folder.put(letter)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["0000000000005.eml"])
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: MailProblem.self) { try folder.put(letter) }
    }

    @Test func invitation_goesByMail_andShowsNoLink_whereMailIsSent() async throws {
        for sendsMail in [true, false] {
            let server = try TestSite(sendsMail: sendsMail)
            let browser = TestBrowser(server)
            let accounts = server.site.market.accounts
            let facts = OrganisationFacts(
                kind: .firm, nameZh: "单位", creditCode: try #require(CreditCode(completing: "91310000700000001")),
                region: try #require(Region(code: "310000")), sector: .software, headcount: 10,
                annualRevenue: .yuan(100_000), totalAssets: .yuan(100_000),
                foundedOn: try #require(CivilDate(year: 2020, month: 1, day: 1)), legalRepresentative: "代表",
                contactEmail: "a@example.org")
            _ = try await accounts.register(
                facts, firstPerson: NewPerson(email: "b@example.org", name: "B", password: "violet harbour 4821 lanterns"))
            let token = try await accounts.signIn(
                email: "b@example.org", password: "violet harbour 4821 lanterns",
                from: SignInOrigin(address: "test", browser: "test")
            ).token
            browser.hold(cookie: "session", token)
            let answer = try await browser.submit(
                "/en/organisation/invite", [("email", "new@example.org"), ("role", "buyer")])
            #expect(answer.status == .seeOther)
            let page = try await browser.get(try #require(answer.location))
            #expect(page.status == .ok)
            #expect(page.text.contains("/en/invitation?token=") == !sendsMail)
            let sent = Mailbox()
            _ = try await server.site.market.mail.sendDue(sent.take)
            #expect(sent.paths.count == (sendsMail ? 1 : 0))
            #expect(sent.paths.allSatisfy { $0.hasPrefix("/invitation?token=") })
        }
    }
}

private final class Mailbox: Sendable {
    private let letters = Mutex<[OutgoingLetter]>([])
    func take(_ letter: OutgoingLetter) { letters.withLock { $0.append(letter) } }
    var paths: [String] { letters.withLock { $0.map(\.path) } }
}
