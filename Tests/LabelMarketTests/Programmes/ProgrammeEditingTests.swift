import LabelMarket
import Testing

struct ProgrammeEditingTests {
    @Test(arguments: ProgrammeFixtures.names)
    func fields_setToThemselvesChangeNothing(name: String) throws {
        let programme = try ProgrammeFixtures.programme(name)
        for clause in programme.clauses {
            let values = Dictionary(clause.fields.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
            #expect(values.count == clause.fields.count, "\(clause.id)")
            let edited = try programme.editing(clause.id, values)
            #expect(edited == programme, "\(clause.id)")
        }
    }

    @Test func field_changesOneParameter() throws {
        let programme = try ProgrammeFixtures.programme("shenzhen-training-1")
        let edited = try programme.editing(
            "rate", ["row.0.rate": "65", "row.0.when.startUpMonths": "36", "source.status": "P"])
        let differences = edited.differences(from: programme)
        #expect(differences.count == 2)
        #expect(differences.first?.after?.en == "Up to 65% for start-ups up to 36 months old, 50% otherwise")
        let unknown = try edited.editing("rate", ["row.1.rate": ""])
        #expect(unknown.clauses.first { $0.id == "rate" }?.rule.sentence.en.contains("(not found)") == true)
    }

    @Test(arguments: [
        ("rate", "row.0.rate", "101"), ("rate", "row.7.rate", "10"), ("rate", "row.0.colour", "red"),
        ("cap", "amount", "1"),
        ("nothing", "amount", "1.00"), ("pot", "name.zh", ""), ("pot", "name", "x"), ("rate", "source.status", "Z"),
        ("kind", "kind", ""), ("rate", "", "x"),
    ])
    func field_thatMakesNoSenseIsRefused(clause: String, path: String, value: String) throws {
        let programme = try ProgrammeFixtures.programme("shenzhen-training-1")
        #expect(throws: ProgrammeProblems.self) { try programme.editing(clause, [path: value]) }
    }
}
