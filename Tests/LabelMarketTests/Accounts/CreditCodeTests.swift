import LabelMarket
import Testing

struct CreditCodeTests {
    /// Codes of well-known public companies.
    @Test(arguments: ["91330100799655058B", "914403001922038216", "91110000802100433B", "9144030071526726XG"])
    func creditCode_acceptsKnownCodes(text: String) throws {
        #expect(try CreditCode(typed: text).text == text)
    }

    @Test(arguments: [
        " 9133 0100 7996 5505 8b ", "９１３３０１００７９９６５５０５８Ｂ", "91330100-799655058-B", "\u{3000}91330100799655058B",
    ])
    func creditCode_isLenientInForm(typed: String) throws {
        #expect(try CreditCode(typed: typed).text == "91330100799655058B")
    }

    @Test(arguments: [
        ("", .empty), ("  ", .empty), ("91330100799655058", .wrongLength(17)), ("91330100799655058B1", .wrongLength(19)),
        ("9133010079965505OB", .wrongCharacter), ("91330100799655058标", .wrongCharacter),
        ("91330100799655058C", .wrongCheckCharacter), ("91330100799655085B", .wrongCheckCharacter),
    ] as [(String, CreditCodeProblem)])
    func creditCode_saysWhatIsWrong(typed: String, problem: CreditCodeProblem) {
        #expect(throws: problem) { try CreditCode(typed: typed) }
    }

    @Test func creditCode_catchesEverySingleWrongCharacter() throws {
        let right = Array("91330100799655058B")
        for position in right.indices {
            for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != right[position] {
                var wrong = right
                wrong[position] = other
                #expect(throws: CreditCodeProblem.wrongCheckCharacter) { try CreditCode(typed: String(wrong)) }
            }
        }
    }

    @Test func completing_addsTheCheckCharacter() {
        #expect(CreditCode(completing: "91330100799655058")?.text == "91330100799655058B")
        #expect(CreditCode(completing: "9133010079965505") == nil)
    }
}
