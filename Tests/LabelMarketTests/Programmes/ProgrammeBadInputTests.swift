import FoundationEssentials
import LabelMarket
import Testing
import XML

/// Documents that must be refused, with the line and the reason.
struct ProgrammeBadInputTests {
    static let head = """
        <programme xmlns="https://labelmarket.example/schemas/programme/1" key="k" version="1" state="draft" region="310000" level="city">
        <name><en>n</en><zh>名</zh></name>
        <summary><en>s</en><zh>要</zh></summary>
        <bureau><en>b</en><zh>局</zh></bureau>
        <rules>

        """

    /// A document with these rules; the first begins on line 6, each on a line of its own.
    static func document(_ rules: String...) -> String {
        let body = rules.enumerated().map { "<rule id=\"r\($0)\">\($1)<source status=\"R\"/></rule>" }
        return head + body.joined(separator: "\n") + "\n</rules>\n</programme>"
    }

    static let table: [(name: String, document: String, line: Int, reason: String)] = [
        (
            "cap below floor",
            document("<floor amount=\"5000.00\"/>", "<cap amount=\"4999.99\" period=\"round\" count=\"claim\"/>"), 7,
            "below the minimum"
        ),
        (
            "two rates for one case",
            document(
                "<rate><row rate=\"30\"><when sizes=\"micro small\"/></row><row rate=\"20\"><when sizes=\"small\"/></row></rate>"
            ), 6, "same case"
        ),
        (
            "start-ups are enterprises",
            document(
                "<rate><row rate=\"30\"><when startUp=\"true\"/></row><row rate=\"20\"><when firmKinds=\"enterprise\"/></row></rate>"
            ), 6, "same case"
        ),
        ("two rates for the rest", document("<rate><row rate=\"30\"/><row rate=\"20\"/></rate>"), 6, "everybody else"),
        (
            "two rate rules", document("<rate><row rate=\"30\"/></rate>", "<rate><row rate=\"30\"/></rate>"), 7,
            "only one rule"
        ),
        ("rate above the whole", document("<rate><row rate=\"100.01\"/></rate>"), 6, "up to 100"),
        ("rate of nothing", document("<rate><row rate=\"0\"/></rate>"), 6, "above 0"),
        ("rate without rows", document("<rate/>"), 6, "needs a row"),
        (
            "round closes before it opens",
            document("<round><window key=\"a\" opens=\"2026-01-02T00:00\" closes=\"2026-01-01T00:00\"/></round>"), 6,
            "closes before"
        ),
        (
            "rounds overlap",
            document(
                "<round><window key=\"a\" opens=\"2026-01-01T00:00\" closes=\"2026-02-01T00:00\"/><window key=\"b\" opens=\"2026-01-31T23:59\" closes=\"2026-03-01T00:00\"/></round>"
            ), 6, "opens before"
        ),
        ("use ends before it begins", document("<round useFrom=\"2026-02-01\" useTo=\"2026-01-31\"/>"), 6, "use ends"),
        (
            "ceiling over the whole",
            document("<stacking><ceiling partners=\"level:district\" share=\"101\"/></stacking>"), 6, "100 %"
        ),
        (
            "allowed and excluded",
            document("<stacking exclusiveWith=\"any\"><ceiling partners=\"level:district\" share=\"90\"/></stacking>"),
            6, "both allowed and excluded"
        ),
        ("empty stacking", document("<stacking/>"), 6, "says nothing"),
        ("in and out", document("<lineItems include=\"labeling corpus\" exclude=\"corpus\"/>"), 6, "both in and out"),
        ("amount too large", document("<floor amount=\"90000000001.00\"/>"), 6, "more than the books"),
        (
            "amount of 30 digits", document("<floor amount=\"\(String(repeating: "9", count: 30)).00\"/>"), 6,
            "more than the books"
        ),
        ("amount with commas", document("<floor amount=\"5,000.00\"/>"), 6, "must be yuan"),
        ("negative amount", document("<floor amount=\"-1.00\"/>"), 6, "must be yuan"),
        ("cap of nothing", document("<cap amount=\"0.00\" period=\"round\" count=\"claim\"/>"), 6, "above 0"),
        ("no such day", document("<contract test=\"signed\" from=\"2026-02-29\"/>"), 6, "not a day"),
        (
            "no such minute",
            document("<round><window key=\"a\" opens=\"2026-01-01T24:00\" closes=\"2026-02-01T00:00\"/></round>"), 6,
            "not a minute"
        ),
        (
            "signing ends before it begins",
            document("<contract test=\"signed\" from=\"2026-02-02\" to=\"2026-02-01\"/>"), 6, "signing ends"
        ),
        (
            "terms crossed", document("<contract test=\"term\" monthsMin=\"13\" monthsMax=\"12\"/>"), 6,
            "below the shortest"
        ),
        (
            "less than a fen", document("<arithmetic unit=\"yuan\" decimals=\"3\" rounding=\"truncate\"/>"), 6,
            "less than a fen"
        ),
        (
            "target below floor", document("<supplier test=\"target\" petaflops=\"10\" floorPetaflops=\"11\"/>"), 6,
            "below its floor"
        ),
        ("missing Chinese", document("<lawText><title><en>Law</en></title></lawText>"), 6, "Chinese text is missing"),
        (
            "blank English", document("<lawText><title><en> </en><zh>法</zh></title></lawText>"), 6,
            "English text is missing"
        ),
        ("unknown rule", document("<wish/>"), 6, "no kind of rule"),
        ("unknown attribute", document("<floor amount=\"1.00\" upTo=\"2\"/>"), 6, "upTo is not known"),
        ("unknown child", document("<floor amount=\"1.00\"><x/></floor>"), 6, "not known here"),
        ("unknown word", document("<base of=\"moon\"/>"), 6, "not one of the words"),
        ("word twice", document("<denomination units=\"yuan yuan\"/>"), 6, "stands twice"),
        ("share of ownership of nothing", document("<nonRelated ownershipFrom=\"0\"/>"), 6, "between 0 and 100"),
        (
            "funder without weight",
            document(
                "<pot period=\"round\"><name><en>p</en><zh>池</zh></name><funder weight=\"0\"><name><en>f</en><zh>方</zh></name></funder></pot>"
            ), 6, "weight above 0"
        ),
        ("nobody passes", document("<buyer test=\"kinds\"/>"), 6, "nobody could pass"),
        ("unknown test", document("<buyer test=\"mood\"/>"), 6, "not known"),
        ("no source", head + "<rule id=\"a\"><floor/></rule></rules></programme>", 6, "then its source"),
        (
            "rule twice",
            head
                + "<rule id=\"a\"><floor/><source status=\"R\"/></rule>\n<rule id=\"a\"><floor/><source status=\"R\"/></rule></rules></programme>",
            7, "stands twice"
        ),
        (
            "unknown proof status", head + "<rule id=\"a\"><floor/><source status=\"Q\"/></rule></rules></programme>",
            6, "not one of the words"
        ),
        ("a DOCTYPE", "<!DOCTYPE programme [<!ENTITY a \"b\">]>\n" + document(), 1, "DOCTYPE"),
        ("cut off", String(document("<floor/>").dropLast(20)), 0, ""),
        ("another root", "<program/>", 1, "not a programme"),
        ("another namespace", document().replacing("/programme/1", with: "/programme/2"), 1, "not a programme"),
        (
            "ends before it begins",
            document().replacing("level=\"city\"", with: "level=\"city\" from=\"2026-01-02\" to=\"2026-01-01\""), 1,
            "ends before"
        ),
        ("no such region", document().replacing("310000", with: "31"), 1, "six digits"),
        ("key with capitals", document().replacing("key=\"k\"", with: "key=\"K\""), 1, "small letters"),
        ("version nought", document().replacing("version=\"1\"", with: "version=\"0\""), 1, "count from 1"),
        ("nothing", "", 0, ""),
    ]

    @Test(arguments: 0..<table.count)
    func document_isRefusedWithLineAndReason(row: Int) {
        let (name, document, line, reason) = Self.table[row]
        do {
            _ = try ProgrammeFormat.read(Array(document.utf8))
            Issue.record("\(name) was accepted")
        } catch {
            #expect(!error.problems.isEmpty, "\(name)")
            let found = error.problems.contains { problem in
                (line == 0 || problem.line == line) && (reason.isEmpty || problem.message.en.contains(reason))
            }
            #expect(found, "\(name): \(error)")
            #expect(error.problems.allSatisfy { !$0.message.zh.isEmpty && !$0.element.isEmpty }, "\(name)")
        }
    }

    @Test func problems_areAllNamedAtOnce() {
        let document = Self.document("<floor amount=\"x\"/>", "<base of=\"moon\"/>", "<wish/>")
        let problems = #expect(throws: ProgrammeProblems.self) { try ProgrammeFormat.read(Array(document.utf8)) }
        #expect(problems?.problems.map(\.line) == [6, 7, 8])
    }

    @Test func longFile_isRefused() {
        let document = Array(Self.document().utf8) + [UInt8](repeating: 32, count: 50 << 20)
        #expect(throws: ProgrammeProblems.self) { try ProgrammeFormat.read(document) }
    }

    @Test(arguments: ProgrammeFixtures.names)
    func fixture_isValidByTheSchema(name: String) throws {
        let schema = try XMLSchema(file: ProgrammeFixtures.root + "/public/schemas/programme.xsd")
        #expect(try schema.validate(try ProgrammeFixtures.bytes(name)) == [])
    }

    /// Whatever is cut out of or put into a fixture, reading ends with a programme or with problems.
    @Test func damagedFixtures_neverTrap() throws {
        var generator = ProgrammeSeed(11)
        let bytes = try ProgrammeFixtures.bytes("nanning-compute-1")
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<damaged.count, using: &generator)
                if Bool.random(using: &generator) {
                    damaged[place] = UInt8.random(in: 0...255, using: &generator)
                } else {
                    damaged.remove(at: place)
                }
            }
            if let programme = try? ProgrammeFormat.read(damaged) {
                #expect(try ProgrammeFormat.read(try ProgrammeFormat.write(programme)) == programme)
            }
        }
    }

    @Test(arguments: [
        ("{", ""), ("[]", ""), ("{}", "askedAt"), (#"{"askedAt":"2026-02-30"}"#, "askedAt"),
        (#"{"askedAt":"2026-01-01","firm":{"kind":"club"}}"#, "firm.kind"),
        (#"{"askedAt":"2026-01-01","firm":{"region":"31"}}"#, "firm.region"),
        (#"{"askedAt":"2026-01-01","contract":{"settled":"1.234"}}"#, "contract.settled"),
        (#"{"askedAt":"2026-01-01","contract":{"from":"2026-13-01"}}"#, "contract.from"),
        (#"{"askedAt":"2026-01-01","contract":{"items":[{"class":"labeling","amount":5}]}}"#, "amount"),
    ])
    func caseFile_isRefusedWithThePath(json: String, path: String) {
        let problem = #expect(throws: CaseProblem.self) { try CaseDocument.read(.init(json.utf8)) }
        #expect(path.isEmpty || problem?.path.contains(path) == true)
    }
}
