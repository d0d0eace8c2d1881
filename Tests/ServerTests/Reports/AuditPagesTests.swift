import Foundation
import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// What auditors and administrators read.
struct AuditPagesTests {
    @Test func checkpoints_areShownAndTakenAway() async throws {
        let site = try TestSite()
        let (auditor, _) = try await VoucherSite.seat(site, "auditOffice", 1, .auditor)
        let house = site.site.house
        let book = try await house.database.write { transaction in
            try Books.marketBook(at: house.world.now(), in: transaction, world: house.world)
        }
        let page = "/en/audit/books/\(book)/checkpoints"
        #expect(try await auditor.get(page).text.contains("No day is sealed yet"))
        site.clock.advance(by: .days(60))
        #expect(try await site.site.market.seals.sealEndedDays() == 60)
        let (reader, _) = try await VoucherSite.seat(site, "auditOffice", 2, .auditor)
        let shown = try await reader.get(page).text
        #expect(shown.components(separatedBy: "Valid, key ").count == 51)
        let next = try #require(shown.components(separatedBy: "checkpoints?before=").dropFirst().first?.prefix { $0 != "\"" })
        #expect(try await reader.get(page + "?before=" + next).text.components(separatedBy: "Valid, key ").count == 11)
        let file = try await reader.get("/en/audit/checkpoints/xml")
        #expect(file.headers[.contentDisposition] == "attachment; filename=\"checkpoints.xml\"")
        #expect(try CheckpointFile.read(Array(file.text.utf8)).count == 60)
        #expect(try await reader.get("/zh/audit/books/\(book)/checkpoints").text.contains("每日封账"))
    }

    @Test func letters_areShownByState_andTriedAgain() async throws {
        let site = try TestSite(sendsMail: true)
        let (administrator, _) = try await VoucherSite.seat(site, "marketOperator", 1, .administrator)
        let house = site.site.house
        try await house.database.write { transaction in
            try Outbox.queue(
                .claim, to: "a@example.org", Bilingual(zh: "兑付申请被退回", en: "A claim was returned"), path: "/claims",
                at: house.world.now(), world: house.world, in: transaction)
        }
        _ = try await site.site.market.mail.sendDue { _ in throw MailProblem(what: "the folder is full") }
        let page = try await administrator.get("/en/admin/letters").text
        #expect(page.contains("A claim was returned") && page.contains("the folder is full"))
        let form = try #require(page.components(separatedBy: "action=\"").first { $0.contains("/retry\"") })
        let action = String(form.prefix { $0 != "\"" })
        #expect(try await administrator.submit("/en/admin/letters", to: action, []).location == "/en/admin/letters")
        #expect(try await site.site.market.mail.sendDue { _ in } == (1, 0))
        #expect(try await administrator.get("/zh/admin/letters?state=sent").text.contains("兑付申请被退回"))
        #expect(try await administrator.get("/en/admin/letters").text.contains("No letter is in this state."))
    }
}
