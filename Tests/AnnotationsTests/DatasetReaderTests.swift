import Testing

@testable import Annotations

private struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let format: DatasetFormat
    let text: String
    let ids: [String]
    let problems: [String]

    init(_ name: String, _ format: DatasetFormat, _ text: String, _ ids: [String], _ problems: [String] = []) {
        self.name = name
        self.format = format
        self.text = text
        self.ids = ids
        self.problems = problems
    }

    var testDescription: String { name }
}

private func summary(_ problem: Problem) -> String {
    "\(problem.code.rawValue) r\(problem.record) l\(problem.line.map(String.init) ?? "-")"
}

private let cases: [Case] = [
    Case("flat lines", .jsonLines, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", ["1", "2"]),
    Case(
        "enveloped lines", .jsonLines,
        "{\"id\":7,\"data\":{\"text\":\"a\"}}\r\n{\"id\":\"x\",\"data\":{\"text\":\"b\"}}", ["7", "x"]),
    Case("byte order mark and blank lines", .jsonLines, "\u{FEFF}{\"text\":\"a\"}\n\n \n{\"text\":\"b\"}", ["1", "2"]),
    Case(
        "one bad line", .jsonLines, "{\"text\":\"a\"}\n{\"text\":\n{\"text\":\"c\"}\n[1]\n{\"text\":\"e\"}",
        ["1", "3", "5"], ["notJSON r2 l2", "notAnObject r4 l4"]),
    Case(
        "same id twice", .jsonLines, "{\"id\":1,\"text\":\"a\"}\n{\"id\":1,\"text\":\"b\"}", ["1"],
        ["duplicateItem r2 l2"]),
    Case(
        "missing and wrong data", .jsonLines, "{\"txt\":\"a\"}\n{\"text\":[1]}\n{\"text\":null}", [],
        ["missingData r1 l1", "wrongData r2 l2", "missingData r3 l3"]),
    Case(
        "bad ids and data", .jsonLines, "{\"id\":1.5,\"text\":\"a\"}\n{\"id\":{},\"text\":\"a\"}\n{\"data\":[]}", [],
        ["badID r1 l1", "badID r2 l2", "badData r3 l3"]),
    Case("no lines", .jsonLines, "\n\n", [], ["emptyFile r0 l-"]),
    Case("array", .jsonArray, " [ {\"id\":3,\"data\":{\"text\":\"],[{}\\\"\"}},\n{\"text\":\"b\"} ]\n", ["3", "2"]),
    Case("empty array", .jsonArray, "[]", [], ["emptyFile r0 l-"]),
    Case(
        "bad element", .jsonArray, "[{\"text\":\"a\"},\n7,\n{\"text\" \"c\"},\n{\"text\":\"d\"}]", ["1", "4"],
        ["notAnObject r2 l2", "notJSON r3 l3"]),
    Case("not an array", .jsonArray, "{\"text\":\"a\"}", [], ["notAnArray r0 l1"]),
    Case("truncated array", .jsonArray, "[{\"text\":\"a\"},\n{\"text\":\"b", ["1"], ["truncated r2 l2"]),
    Case("missing element", .jsonArray, "[{\"text\":\"a\"},,{\"text\":\"b\"}]", ["1"], ["notJSON r2 l1"]),
    Case("trailing bytes", .jsonArray, "[{\"text\":\"a\"}]x", ["1"], ["trailingBytes r0 l1"]),
    Case("csv", .csv, "id,text\r\n1,hello\r\n2,\"a, \"\"b\"\"\nc\"\r\n", ["1", "2"]),
    Case("csv with mark and without last line end", .csv, "\u{FEFF}text\nx\n\ny", ["1", "2"]),
    Case("csv ragged", .csv, "text,b\n1\n2,3\n4,5,6\n", ["2"], ["raggedRow r1 l2", "raggedRow r3 l4"]),
    Case(
        "csv bad quotes", .csv, "text\n\"a\"b\nc\"d\nok\n\"open", ["3"],
        ["badQuotes r1 l2", "badQuotes r2 l3", "badQuotes r4 l5"]),
    Case("csv lines are counted inside quotes", .csv, "text,b\n\"x\ny\r\nz\",1\n2\n", ["1"], ["raggedRow r2 l5"]),
    Case("csv duplicate column", .csv, "text,text\n1,2\n", [], ["duplicateColumn r0 l1"]),
    Case("csv empty column", .csv, "text,\n1,2\n", [], ["emptyColumnName r0 l1"]),
    Case("csv only header", .csv, "text\n", [], ["emptyFile r0 l-"]),
    Case("tsv", .tsv, "id\ttext\na\tx, y\n", ["a"]),
]

private func config() throws -> LabelConfig { try LabelConfig.make(.summarisation) }

@Test(arguments: cases) private func dataset_case_keepsTheGoodAndNamesTheBad(_ example: Case) throws {
    let result = DatasetReader.read(Array(example.text.utf8), example.format, config: try config())
    #expect(result.items.map(\.id) == example.ids)
    #expect(result.problems.map(summary) == example.problems)
}

@Test(arguments: cases) private func dataset_caseInSmallChunks_givesTheSame(_ example: Case) throws {
    for size in [1, 2, 7] {
        var reader = DatasetReader(example.format, config: try config())
        var outcomes: [DatasetReader.Outcome] = []
        var rest = Array(example.text.utf8)[...]
        while !rest.isEmpty {
            outcomes += reader.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        outcomes += reader.finish()
        var whole = DatasetReader(example.format, config: try config())
        #expect(outcomes == whole.feed(Array(example.text.utf8)) + whole.finish())
        #expect(reader.itemCount == example.ids.count)
    }
}

@Test func dataset_csvValues_areExact() throws {
    let result = DatasetReader.read(Array("text,b\n\"a, \"\"b\"\"\nc\",\n".utf8), .csv)
    #expect(result.items.first?.data == ["text": .string("a, \"b\"\nc"), "b": .string("")])
}

@Test func dataset_notUTF8_isNamed() {
    let lines: [UInt8] = Array("{\"text\":\"".utf8) + [0xD6, 0xD0] + Array("\"}\n{\"text\":\"b\"}\n".utf8)
    let result = DatasetReader.read(lines, .jsonLines)
    #expect(result.items.map(\.id) == ["2"])
    #expect(result.problems.map(\.code) == [.notJSON])
    let rows = DatasetReader.read(Array("text\n".utf8) + [0xD6, 0xD0, 0x0A], .csv)
    #expect(rows.problems.map(\.code) == [.notUTF8])
}

@Test func dataset_limits_hold() {
    let limits = DatasetReader.Limits(maxRecordBytes: 20, maxRecords: 2)
    let long = "{\"text\":\"" + String(repeating: "x", count: 30) + "\"}"
    for (format, text) in [
        (DatasetFormat.jsonLines, "\(long)\n{\"text\":\"b\"}\n"), (.jsonArray, "[\(long),\n{\"text\":\"b\"}]"),
        (.csv, "text\n\(String(repeating: "x", count: 30))\nb\n"),
    ] {
        let result = DatasetReader.read(Array(text.utf8), format, limits: limits)
        #expect(result.items.map(\.id) == ["2"])
        #expect(result.problems.map(\.code) == [.recordTooLong])
    }
    let many = DatasetReader.read(
        Array("{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n".utf8), .jsonLines, limits: limits)
    #expect(many.items.count == 2)
    #expect(many.problems.map(\.code) == [.fileTooLong])
}

@Test func problem_description_namesFileRecordAndReason() {
    let text = "{\"text\":1}\n{\"text\":\n"
    let result = DatasetReader.read(Array(text.utf8), .jsonLines, file: "a.jsonl")
    #expect(result.problems[0].description.hasPrefix("a.jsonl, record 2, line 2: not JSON ("))
}

@Test(
    arguments: [
        ("a.jsonl", "{\"a\":1}", DatasetFormat.jsonLines), ("a.JSON", "\u{FEFF} [", .jsonArray),
        ("a.json", "{", .jsonLines),
        ("a.ndjson", "{", .jsonLines), ("a.csv", "id,text", .csv), ("a.b.tsv", "\"id\"", .tsv),
        ("a.csv", "<html>", nil),
        ("a.csv", "", nil), ("a.json", "id,text", nil), ("a.jsonl", "[", nil), ("a.exe", "{", nil), ("csv", "id", nil),
        ("a.csv", "PK\u{3}", nil),
    ] as [(String, String, DatasetFormat?)])
func format_guess_needsNameAndContentToAgree(_ name: String, _ start: String, _ format: DatasetFormat?) {
    #expect(DatasetFormat.guess(fileName: name, start: Array(start.utf8)) == format)
}
