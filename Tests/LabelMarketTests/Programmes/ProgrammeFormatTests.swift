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

    /// Every kind of rule stands in some programme, with its terms.
    @Test func fixtures_showEveryKindOfRule() throws {
        var kinds: Set<RuleKind> = [.inForce]
        for name in ProgrammeFixtures.names {
            kinds.formUnion(try ProgrammeFixtures.programme(name).clauses.map(\.rule.kind))
        }
        #expect(Set(RuleKind.allCases).subtracting(kinds).isEmpty)
    }

    /// The seven regions of the brief each have a version in force that says whether labeling is covered, and by what proof.
    @Test func sevenRegions_coverLabelingByTheBrief() throws {
        let regions = ["beijing", "shanghai", "henan", "shandong", "chengdu", "shenzhen", "ningbo"]
        for region in regions {
            let programmes = try ProgrammeFixtures.names.filter { $0.hasPrefix(region) && $0.hasSuffix("-1") }
                .map { try ProgrammeFixtures.programme($0) }.filter { $0.state == .inForce }
            let clause = programmes.flatMap(\.clauses).first { clause in
                if case .lineItems(let scope) = clause.rule { scope.covers(.labeling) == .pass } else { false }
            }
            #expect(clause?.source.status == .brief, "\(region)")
        }
    }
}
