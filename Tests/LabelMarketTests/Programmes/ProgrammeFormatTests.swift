import LabelMarket
import Testing

struct ProgrammeFormatTests {
    @Test func fixtures_areThere() { #expect(ProgrammeFixtures.names.count >= 20) }

    @Test(arguments: ProgrammeFixtures.names)
    func exportAfterImport_givesTheSameBytes(name: String) throws {
        let bytes = try ProgrammeFixtures.bytes(name)
        let programme = try ProgrammeFormat.read(bytes)
        let written = try ProgrammeFormat.write(programme)
        #expect(String(decoding: written, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
        #expect(try ProgrammeFormat.read(written) == programme)
    }

    @Test(arguments: ProgrammeFixtures.names)
    func everyRule_hasASourceAndASentence(name: String) throws {
        let programme = try ProgrammeFixtures.programme(name)
        for clause in programme.clauses {
            #expect(!clause.rule.sentence.en.isEmpty && !clause.rule.sentence.zh.isEmpty, "\(clause.id)")
        }
    }
}
