import Testing

@testable import Server

/// One English text has one Chinese one: where two parts disagreed, the pages of one of them would show the other's words.
@Suite struct CatalogueTests {
    @Test func parts_agreeOnEveryTextTheyShare() {
        var known: [String: String] = [:]
        for part in Catalogue.parts {
            for (english, chinese) in part {
                #expect(known[english, default: chinese] == chinese, "\(english)")
                known[english] = chinese
            }
        }
    }
}
