import LabelMarket
import Storage
import Testing

@testable import Server

struct FormFieldsTests {
    @Test func urlEncoded_isDecoded() throws {
        let fields = try #require(FormFields(urlEncoded: "a=1+2&b=%E6%A0%87&a=3&c".utf8))
        #expect(fields.all("a") == ["1 2", "3"])
        #expect(fields.raw("b") == "标")
        #expect(fields.has("c"))
    }

    @Test(arguments: ["a=%E6", "a=%zz", "a=%"]) func urlEncoded_refusesWhatIsNotText(text: String) {
        #expect(FormFields(urlEncoded: text.utf8) == nil)
    }

    @Test func content_ignoresMachineryAndOrder() {
        let one = FormFields([("b", "2"), ("a", "1"), ("csrf", "x"), ("key", "k")])
        let two = FormFields([("a", "1"), ("b", "2"), ("key", "other")])
        #expect(one.content == two.content)
        #expect(one.content != FormFields([("a", "1"), ("b", "3")]).content)
    }

    @Test func reader_collectsEveryProblem() {
        var reader = FormReader(
            FormFields([("price", "-5"), ("days", "３０"), ("on", "2026-02-30")]), Texts(language: .en))
        #expect(reader.money("price", missing: "Enter a price") == nil)
        #expect(reader.integer("days", in: 1...90, missing: "Enter days") == 30)
        #expect(reader.date("on", missing: "Enter a date") == nil)
        #expect(reader.text("title", limit: 10, missing: "Enter a title") == nil)
        #expect(reader.errors.list.map(\.field) == ["price", "on", "title"])
    }
}
