import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// An officer writes a version by forms: rule by rule, with errors beside the field, then puts it in force.
struct DraftPagesTests {
    private static let base = "/en/office/programmes/shanghai-corpus"

    /// A draft of version 2, begun from the version in force.
    private func draft(_ house: VoucherSite) async throws -> String {
        let begun = try await house.officer.submit(Self.base + "/1", to: Self.base + "/1/draft", [])
        #expect(begun.location == Self.base + "/2/edit")
        return Self.base + "/2"
    }

    private func seen(_ house: VoucherSite, _ page: String) async throws -> String {
        try #require(try await house.officer.get(page).hidden("seen"))
    }

    @Test func rule_isChangedComparedAndPublished() async throws {
        let house = try await VoucherSite()
        let path = try await draft(house)
        let page = path + "/rules/rate"
        let form = try await house.officer.get(page).text
        #expect(form.contains("Rate 1: rate in percent") && form.contains("How well it is proven"))
        let values = [
            ("seen", try await seen(house, page)), ("v.row.0.rate", "３5%"), ("v.source.status", "P"),
            ("v.source.note.en", "From the text"), ("v.source.note.zh", "见原文"),
        ]
        #expect(try await house.officer.submit(page, values).location == path + "/edit")
        let compared = try await house.officer.get(path).text
        #expect(compared.contains("Up to 35%") && compared.contains("Up to 30%"))
        #expect(try await house.visitor.get("/en/programmes/shanghai-corpus").text.contains("Up to 30%"))
        #expect(try await house.officer.submit(path, to: path + "/publish", []).status == .seeOther)
        let shown = try await house.visitor.get("/zh/programmes/shanghai-corpus").text
        #expect(shown.contains("补助比例不超过35%") && shown.contains("见原文"))
        #expect(try await house.officer.get(page).status == .conflict)
    }

    @Test func badValues_standBesideTheirFields() async throws {
        let house = try await VoucherSite()
        let path = try await draft(house)
        let page = path + "/rules/rate"
        let seen = try await seen(house, page)
        let refused = try await house.officer.submit(
            page, [("seen", seen), ("v.row.0.rate", "101"), ("v.source.status", "M"), ("v.source.note.en", "Only English")])
        #expect(refused.status == .unprocessableContent)
        #expect(refused.text.contains("<title>Error: "))
        #expect(refused.text.contains("id=\"v.row.0.rate-error\""))
        #expect(refused.text.contains("value=\"101\"") && refused.text.contains("value=\"Only English\""))
        let chinese = try await house.officer.submit(
            page.replacing("/en/", with: "/zh/"), [("seen", seen), ("v.row.0.rate", "101"), ("v.source.status", "M")])
        #expect(chinese.text.contains("比例须大于0且不超过100%"))
    }

    @Test func contradiction_namesTheOtherRule() async throws {
        let house = try await VoucherSite()
        let path = try await draft(house)
        let added = try await house.officer.submit(
            path + "/edit", to: path + "/rules", [("seen", try await seen(house, path + "/edit")), ("kind", "floor")])
        #expect(added.location == path + "/rules/floor")
        let floor = path + "/rules/floor"
        let refused = try await house.officer.submit(
            floor,
            [("seen", try await seen(house, floor)), ("v.amount", "600万"), ("v.source.status", "R")])
        #expect(refused.status == .unprocessableContent)
        #expect(refused.text.contains("Cap (cap): the cap 5000000.00 is below the minimum 6000000.00"))
        #expect(refused.text.contains("id=\"v.amount-error\""))
        let second = try await house.officer.submit(
            path + "/edit", to: path + "/rules", [("seen", try await seen(house, path + "/edit")), ("kind", "rate")])
        #expect(second.status == .unprocessableContent && second.text.contains("only one rule of this kind"))
    }

    @Test func partsComeAndGo() async throws {
        let house = try await VoucherSite()
        let path = try await draft(house)
        let page = path + "/rules/rate"
        let more = [
            ("seen", try await seen(house, page)), ("v.row.0.rate", "30"), ("v.row.1.rate", "45"),
            ("v.row.1.when.sizes", "micro"), ("v.row.1.when.sizes", "small"), ("v.source.status", "M"),
        ]
        #expect(try await house.officer.submit(page, more).location == path + "/edit")
        #expect(try await house.officer.get(path + "/edit").text.contains("45% for micro firms"))
        let less = [
            ("seen", try await seen(house, page)), ("v.row.0.rate", "30"), ("v.row.1.rate", "45"),
            ("v.row.1.when.sizes", "micro"), ("v.source.status", "M"), ("remove", "row.1"),
        ]
        #expect(try await house.officer.submit(page, less).location == path + "/edit")
        #expect(!(try await house.officer.get(path + "/edit").text.contains("45%")))
        let gone = try await house.officer.submit(
            page, to: path + "/rules/recovery/remove", [("seen", try await seen(house, path + "/rules/recovery"))])
        #expect(gone.location == path + "/edit")
        #expect(try await house.officer.get(path + "/rules/recovery").status == .notFound)
    }

    @Test func secondOfficer_isToldAndKeepsWhatWasTyped() async throws {
        let house = try await VoucherSite()
        let path = try await draft(house)
        let page = path + "/rules/cap"
        let seen = try await seen(house, page)
        func values(_ amount: String) -> [(String, String)] {
            [("seen", seen), ("v.amount", amount), ("v.period", "lifetime"), ("v.count", "claim"), ("v.source.status", "C")]
        }
        #expect(try await house.officer.submit(page, values("4,000,000")).location == path + "/edit")
        let late = try await house.officer.submit(page, values("3,500,000"))
        #expect(late.status == .unprocessableContent)
        #expect(late.text.contains("Another officer changed this draft meanwhile"))
        #expect(late.text.contains("value=\"3,500,000\"") && late.text.contains("4,000,000"))
        let again = try #require(late.hidden("seen"))
        let saved = try await house.officer.submit(page, [("seen", again)] + values("3,500,000").dropFirst())
        #expect(saved.location == path + "/edit")
    }

    @Test func head_needsBothLanguages() async throws {
        let house = try await VoucherSite()
        let path = try await draft(house)
        let values = [
            ("seen", try await seen(house, path + "/edit")), ("name-en", "Corpus voucher"), ("name-zh", ""),
            ("summary-en", "s"), ("summary-zh", "要"), ("bureau-en", "b"), ("bureau-zh", "局"), ("from", "2026-02-30"),
        ]
        let refused = try await house.officer.submit(path + "/edit", values)
        #expect(refused.status == .unprocessableContent)
        #expect(refused.text.contains("id=\"name-zh-error\"") && refused.text.contains("id=\"from-error\""))
    }
}
