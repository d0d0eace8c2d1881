import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// Rounds, registers and recoveries as an officer's and a firm's browsers see them.
struct OfficeMoneyPagesTests {
    /// A site whose programme shares an overfull round out by lot, with a firm's application in it.
    private func lottery() async throws -> (VoucherSite, ID<ApplicationRound>) {
        let house = try await VoucherSite()
        let base = "/en/office/programmes/shanghai-corpus"
        _ = try await house.officer.submit(base + "/1", to: base + "/1/draft", [])
        func seen() async throws -> String {
            try #require(try await house.officer.get(base + "/2/edit").hidden("seen"))
        }
        let added = try await house.officer.submit(
            base + "/2/edit", to: base + "/2/rules", [("seen", try await seen()), ("kind", "oversubscription")])
        _ = try await house.officer.submit(
            try #require(added.location), [("seen", try await seen()), ("v.by", "lottery"), ("v.source.status", "P")])
        _ = try await house.officer.submit(base + "/2", to: base + "/2/publish", [])
        _ = try await house.officer.submit(
            "/en/office/rounds",
            [
                ("programme", "shanghai-corpus"), ("name", "2026-4"), ("quarters", "1"), ("opens", "2026-11-23"),
                ("closes", "2026-11-23"),
            ])
        let id = try #require(try house.market.programmes.rounds(for: house.officerActor).first?.id)
        return (house, id)
    }

    @Test func round_isPromisedDecidedAndPublished() async throws {
        let (house, id) = try await lottery()
        let path = "/en/office/rounds/\(id)"
        let open = try await house.officer.get(path).text
        #expect(open.contains("Publish the promise") && open.contains("once the round has closed"))
        #expect(try await house.officer.submit(path, to: path + "/seed", []).location == path)
        let plan = VoucherSite.plan.map { $0.0 == "version" ? ("version", "2") : $0 }
        let checked = try await house.buyer.submit("/en/programmes/shanghai-corpus/apply", plan)
        let sent = try await house.buyer.submit(
            try #require(checked.location), to: "/en/programmes/shanghai-corpus/applications", plan)
        #expect(sent.status == .seeOther)
        _ = try await house.officer.submit("/en/office/rounds", to: path + "/close", [])
        #expect(try await house.officer.get(path).text.contains("What deciding it would give"))
        let confirm = path + "/decide?open=1"
        let hidden = try #require(try await house.officer.get(confirm).hidden("shown"))
        let unsure = try await house.officer.submit(confirm, to: path + "/decide", [("shown", hidden), ("open", "1")])
        #expect(unsure.status == .unprocessableContent && unsure.text.contains("id=\"sure-error\""))
        let values = [("shown", hidden), ("open", "1"), ("sure", "1")]
        #expect(try await house.officer.submit(confirm, to: path + "/decide", values).location == path)
        #expect(try await house.officer.get(path).text.contains("Receipt"))
        let published = "/programmes/shanghai-corpus/rounds/\(id)"
        #expect(try await house.visitor.get("/zh" + published).text.contains("摇号种子"))
        let list = try await house.visitor.get("/en" + published + "/allocation").text
        #expect(list.hasPrefix("# method lottery\r\n# pot_fen ") && list.contains("\r\n1,"))
        #expect(try await house.buyer.get(path).status == .forbidden)
        let again = try await house.officer.submit("/en/office/rounds", to: path + "/decide", values)
        #expect(again.status == .conflict)
    }

    @Test func register_showsEveryWrongLine() async throws {
        let house = try await VoucherSite()
        let page = try await house.officer.get("/en/office/registers")
        let fields = [
            ("csrf", page.hidden("csrf") ?? ""), ("key", page.hidden("key") ?? ""), ("kind", "park"), ("name", "town"),
        ]
        let wrong = Array("credit_code,name,from,to\r\n12,A,2026-01-01,\r\n".utf8)
        let refused = try await house.officer.upload("/en/office/registers", fields, file: ("document", "p.csv", wrong))
        #expect(refused.status == .unprocessableContent && refused.text.contains("Line 2, credit_code"))
        let code = try #require(CreditCode(completing: "91310001000000002")).text
        let again = try await house.officer.get("/en/office/registers")
        let right = Array("credit_code,name,from,to\r\n\(code),甲,2026-01-01,\r\n".utf8)
        let key = [("csrf", again.hidden("csrf") ?? ""), ("key", again.hidden("key") ?? "")] + fields.dropFirst(2)
        let sent = try await house.officer.upload("/en/office/registers", key, file: ("document", "p.csv", right))
        let location = try #require(sent.location)
        #expect(try await house.officer.get(location).text.contains(code))
        #expect(try await house.buyer.get(location).status == .forbidden)
    }

    @Test func recovery_startsEmptyForFirmAndOfficer() async throws {
        let house = try await VoucherSite()
        #expect(try await house.buyer.get("/zh/recoveries").text.contains("没有须退回的资金"))
        #expect(try await house.officer.get("/en/office/recoveries").text.contains("No money was demanded back"))
        let application = try await house.apply()
        let id = String(application.split(separator: "/").last ?? "")
        let office = "/en/office/applications/\(id)"
        _ = try await house.officer.submit(office, [("revision", "1"), ("act", "grant"), ("amount", "50,000")])
        let vouchers = try house.market.vouchers.own(for: house.buyerActor).vouchers
        let page = "/en/office/vouchers/\(try #require(vouchers.first).voucher.id)"
        #expect(try await house.officer.get(page).text.contains("Demand back what was spent"))
        #expect(try await house.officer.get(page + "/recover").text.contains("Nothing of this voucher was spent"))
        let forced = try await house.officer.submit(
            page + "/claw-back", to: page + "/recover",
            [("amount", "10"), ("reason", "r"), ("basis", "b"), ("due", "2027-01-01")])
        #expect(forced.status == .unprocessableContent && forced.text.contains("id=\"amount-error\"") == false)
    }
}
