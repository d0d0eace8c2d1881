import Foundation
import LabelMarket
import Testing

/// The table of cases in fixtures/programme-cases: expected verdicts and amounts stand beside each case with how they were
/// worked out, without the evaluator.
struct ProgrammeCaseTests {
    static let files = ProgrammeFixtures.files("fixtures/programme-cases", ending: ".json")

    @Test func table_hasAtLeastTwoHundredCases() throws {
        var count = 0
        for file in Self.files { count += try Self.cases(file).count }
        #expect(count >= 200)
    }

    @Test(arguments: ProgrammeCaseTests.files)
    func case_givesItsVerdictsAndAmount(file: String) throws {
        for entry in try Self.cases(file) {
            let name = "\(file)/\(entry["name"] as? String ?? "")"
            let programme = try ProgrammeFixtures.programme(try #require(entry["programme"] as? String))
            let document = try Self.document(entry)
            let expected = try #require(entry["expect"] as? [String: Any])
            let assessment = programme.evaluate(document.subject, at: document.askedAt)
            #expect(
                assessment.outcome.rawValue == expected["outcome"] as? String,
                "\(name): \(assessment.obstacles.map(\.reason.en))")
            #expect(assessment.voucherShare.decimalText == expected["voucher"] as? String, "\(name)")
            for (id, outcome) in expected["verdicts"] as? [String: String] ?? [:] {
                let line = assessment.lines.first { $0.clauseID == id }
                #expect(line?.outcome.rawValue == outcome, "\(name): \(id)")
                #expect(line?.reason.en.isEmpty == false && line?.reason.zh.isEmpty == false)
            }
        }
    }

    @Test(arguments: ProgrammeCaseTests.files)
    func order_ofTheClausesChangesNothing(file: String) throws {
        for entry in try Self.cases(file) {
            let programme = try ProgrammeFixtures.programme(try #require(entry["programme"] as? String))
            let document = try Self.document(entry)
            let straight = programme.evaluate(document.subject, at: document.askedAt)
            var turned = programme
            turned.clauses.reverse()
            let reversed = turned.evaluate(document.subject, at: document.askedAt)
            #expect(straight.outcome == reversed.outcome)
            #expect(straight.voucherShare == reversed.voucherShare)
            #expect(Set(straight.lines) == Set(reversed.lines))
        }
    }

    static func cases(_ file: String) throws -> [[String: Any]] {
        let data = Data(try ProgrammeFixtures.file("fixtures/programme-cases/\(file).json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }

    static func document(_ entry: [String: Any]) throws -> CaseDocument {
        try CaseDocument.read(try JSONSerialization.data(withJSONObject: try #require(entry["case"])))
    }
}
