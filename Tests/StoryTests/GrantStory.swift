import Foundation
import FoundationNetworking
import LabelMarket
import Testing

/// The officer decides on the application that the new firm filed: signed in with a second factor, in the browser; the
/// take-up page shows it at once.
struct GrantStory {
    let server: StoryServer
    let browser: Browser
    /// The firm's page of its application.
    let application: String

    private static let officer = "officer-east"
    private static let programme = "shanghai-corpus"

    func tell() async throws {
        let before = try await granted()
        try await browser.open(server.address + "/zh/sign-in")
        try await browser.fill("email", Self.officer + "@demo.labelmarket.example")
        try await browser.fill("password", StoryServer.password)
        try await browser.press()
        try await server.enterCode(for: Self.officer, browser)
        try await browser.open(server.address + "/zh/office/applications")
        try await browser.shoot("applications")
        try await browser.open(server.address + "/zh/office/applications/" + application)
        try await browser.shoot("application-at-the-office")
        for clause in try await openClauses() { try await browser.choose("found-\(clause)", "1") }
        try await browser.choose("act", "grant")
        try await browser.fill("amount", "4,000")
        try await browser.press(form: "/office/applications/" + application)
        try await browser.shoot("granted")
        let shown = try await browser.shows("打开券")
        let place = try await browser.address
        #expect(shown, "\(place) leads to no voucher")
        try await browser.open(server.address + "/zh/programmes/\(Self.programme)/take-up")
        try await browser.shoot("take-up-after-the-grant")
        let after = try await granted()
        #expect(after.fen - before.fen == Money.yuan(4000).fen)
        let isOnThePage = try await browser.shows(after.groupedText)
        #expect(isOnThePage, "the take-up page does not show \(after.groupedText)")
        try await browser.pressAnywhere("退出登录")
    }

    /// The rules on which the page asks what the officer found.
    private func openClauses() async throws -> [String] {
        let names = try await browser.source.components(separatedBy: "name=\"found-").dropFirst()
            .compactMap { $0.split(separator: "\"").first.map(String.init) }
        return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What the programme's report says was granted, in all years.
    private func granted() async throws -> Money {
        let address = server.address + "/zh/programmes/\(Self.programme)/take-up/csv"
        let url = try #require(URL(string: address))
        let (data, _) = try await URLSession.shared.data(from: url)
        var sums: [Int64] = []
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count > 4, cells[3] == "granted" else { continue }
            sums.append(try Money.parse(cells[4]).get().fen)
        }
        #expect(!sums.isEmpty)
        return Money(fen: sums.reduce(0, +))
    }
}
