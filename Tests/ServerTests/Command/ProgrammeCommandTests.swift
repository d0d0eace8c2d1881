import ArgumentParser
import Foundation
import LabelMarket
import Testing

@testable import Server

/// `labelmarket programme` on good and bad files, as an officer without a database runs it.
struct ProgrammeCommandTests {
    private static let head = """
        <programme xmlns="https://labelmarket.example/schemas/programme/1" key="k" version="1" state="draft" region="310000" level="city">
        <name><en>n</en><zh>名</zh></name><summary><en>s</en><zh>要</zh></summary><bureau><en>b</en><zh>局</zh></bureau><rules>

        """

    private static func rules(_ rules: String...) -> String {
        head + rules.enumerated().map { "<rule id=\"r\($0)\">\($1)<source status=\"R\"/></rule>\n" }.joined()
            + "</rules></programme>"
    }

    static let bad: [(name: String, document: String)] = [
        ("DOCTYPE", "<!DOCTYPE programme [<!ENTITY a \"b\">]>" + rules("<floor amount=\"1.00\"/>")),
        (
            "cap below floor",
            rules("<floor amount=\"5000.00\"/>", "<cap amount=\"10.00\" period=\"round\" count=\"claim\"/>")
        ),
        (
            "overlapping rates",
            rules("<rate><row rate=\"30\"><when sizes=\"micro\"/></row><row rate=\"20\"><when sizes=\"micro small\"/></row></rate>")
        ),
        (
            "round that closes before it opens",
            rules("<round><window key=\"a\" opens=\"2026-01-02T00:00\" closes=\"2026-01-01T00:00\"/></round>")
        ),
        (
            "ceiling over 100 %",
            rules("<stacking exclusiveWith=\"any\"><ceiling partners=\"level:district\" share=\"100.01\"/></stacking>")
        ),
        ("missing translation", rules("<buyer test=\"judgement\"><subject><en>only English</en></subject></buyer>")),
        ("overflow", rules("<floor amount=\"99999999999999999999.00\"/>")),
        ("date that does not exist", rules("<validity until=\"2026-02-30\"/>")),
        ("no XML", "a voucher for everyone"),
    ]

    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "programme-\(UUID().uuidString).xml"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/fixtures/"

    @Test(arguments: bad.map(\.name))
    func check_refusesABadFile(name: String) throws {
        let document = try #require(Self.bad.first { $0.name == name }?.document)
        let path = try file(document)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: ExitCode.failure) { try ProgrammeCommand.Check.parse([path]).run() }
        #expect(throws: (any Error).self) { try ProgrammeCommand.Diff.parse([path, path]).run() }
    }

    @Test func check_refusesFiftyMegabytesWithoutReadingThem() throws {
        let path = NSTemporaryDirectory() + "programme-\(UUID().uuidString).xml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        FileManager.default.createFile(atPath: path, contents: nil)
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.truncate(atOffset: 50 << 20)
        try handle.close()
        let clock = ContinuousClock()
        let took = try clock.measure {
            #expect(throws: ExitCode.failure) { try ProgrammeCommand.Check.parse([path]).run() }
        }
        #expect(took < .seconds(2))
    }

    @Test func check_takesEveryFixture() throws {
        let folder = Self.fixtures + "programmes"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".xml") }
        try ProgrammeCommand.Check.parse(names.map { folder + "/" + $0 } + ["--language", "zh"]).run()
        #expect(throws: ExitCode.failure) { try ProgrammeCommand.Check.parse([folder + "/none.xml"]).run() }
    }

    @Test func evaluateAndDiff_answerAboutGoodFiles() throws {
        let nanning = Self.fixtures + "programmes/nanning-compute-1.xml"
        let subject = Self.fixtures + "programme-cases/single/nanning-worked-example.json"
        try ProgrammeCommand.Evaluate.parse([nanning, "--case", subject]).run()
        try ProgrammeCommand.Diff.parse([nanning, Self.fixtures + "programmes/nanning-compute-2.xml"]).run()
        let broken = try file("{\"firm\": 7")
        defer { try? FileManager.default.removeItem(atPath: broken) }
        #expect(throws: ValidationError.self) {
            try ProgrammeCommand.Evaluate.parse([nanning, "--case", broken]).run()
        }
    }

    @Test func redraw_findsAChangedList() throws {
        let list = """
            # method contractOrder\r
            # pot_fen 1500\r
            # seed \r
            place,id,asked_fen,given_fen,contract_on,received_ms\r
            1,11,1000,1000,2026-11-01,5\r
            2,12,1000,500,2026-11-02,1\r

            """
        let good = try file(list)
        let bad = try file(list.replacing("1000,500,", with: "1000,900,"))
        let nonsense = try file("place,id\n1,x\n")
        defer { for path in [good, bad, nonsense] { try? FileManager.default.removeItem(atPath: path) } }
        try ProgrammeCommand.Redraw.parse([good]).run()
        #expect(throws: ExitCode.failure) { try ProgrammeCommand.Redraw.parse([bad]).run() }
        #expect(throws: ExitCode.failure) { try ProgrammeCommand.Redraw.parse([good, "--promise", "00"]).run() }
        #expect(throws: ValidationError.self) { try ProgrammeCommand.Redraw.parse([nonsense]).run() }
    }
}
