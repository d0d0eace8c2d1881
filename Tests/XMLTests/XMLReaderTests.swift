import Testing

@testable import XML

struct Attack: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let code: XMLError.Code
    var line: Int? = nil

    init(_ name: String, _ text: String, _ code: XMLError.Code, line: Int? = nil) {
        self.init(name, Array(text.utf8), code, line: line)
    }

    init(_ name: String, _ bytes: [UInt8], _ code: XMLError.Code, line: Int? = nil) {
        self.name = name
        self.bytes = bytes
        self.code = code
        self.line = line
    }

    var testDescription: String { name }
}

private let laughs = """
    <?xml version="1.0"?>
    <!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
    <l>&c;</l>
    """

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

private let attacks: [Attack] = [
    Attack("billion laughs", laughs, .documentTypeRefused, line: 2),
    Attack(
        "external entity", "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>", .documentTypeRefused,
        line: 1),
    Attack("external subset", "<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>", .documentTypeRefused),
    Attack("lower-case doctype", "<!doctype a><a/>", .documentTypeRefused),
    Attack("doctype after a comment", "<!-- x --> <!DOCTYPE a><a/>", .documentTypeRefused),
    Attack("doctype after a strange comment", "<!--> --><!DOCTYPE a><a/>", .documentTypeRefused),
    Attack("doctype behind an unclosed quote", "<a b=\"<!DOCTYPE a>\"/>", .malformed),
    Attack("doctype inside a tag", "<a <!DOCTYPE b> />", .malformed),
    Attack("doctype after an instruction", "<?x ?><!DOCTYPE a><a/>", .documentTypeRefused),
    Attack(
        "quadratic blowup", "<!DOCTYPE a [<!ENTITY x '\(repeated("x", 10_000))'>]><a>\(repeated("&x;", 1_000))</a>",
        .documentTypeRefused),
    Attack("unknown entity", "<a>&nbsp;</a>", .malformed, line: 1),
    Attack("depth bomb", repeated("<a>", 100_000), .tooDeep, line: 1),
    Attack("depth just over", repeated("<a>", 65) + repeated("</a>", 65), .tooDeep),
    Attack("empty element at the bottom", repeated("<a>", 64) + "<b/>" + repeated("</a>", 64), .tooDeep),
    Attack("huge attribute", "<a b=\"\(repeated("x", 100_000))\"/>", .tagTooLong, line: 1),
    Attack("endless name", "<\(repeated("x", 100_000))", .tagTooLong),
    Attack("many attributes", "<a \((0..<300).map { "a\($0)=''" }.joined(separator: " "))/>", .tooManyAttributes),
    Attack("many namespaces", "<a \((0..<65).map { "xmlns:a\($0)='u'" }.joined(separator: " "))/>", .tooManyNamespaces),
    Attack("too long", "<a>\(repeated("x", 1 << 20))</a>", .tooManyBytes),
    Attack("truncated in text", "<a>\n<b>x", .malformed),
    Attack("truncated in a tag", "<a>\n<b c='", .malformed),
    Attack("truncated in a comment", "<a><!-- ", .malformed),
    Attack("empty", "", .malformed),
    Attack("only white space", " \n ", .malformed),
    Attack("only text", "hello", .malformed),
    Attack("mismatched tags", "<a>\n<b>\n</a>", .malformed, line: 3),
    Attack("two roots", "<a/><b/>", .malformed),
    Attack("attribute twice", "<a b='1' b='2'/>", .malformed),
    Attack("undeclared prefix", "<x:a/>", .malformed),
    Attack("control character", "<a>\u{01}</a>", .malformed),
    Attack("control character by reference", "<a>&#1;</a>", .malformed),
    Attack("says GB18030", "<?xml version=\"1.0\" encoding=\"GB18030\"?><a/>", .encodingRefused),
    Attack("says UTF-7", "<?xml version='1.0' encoding = 'UTF-7'?><a/>", .encodingRefused),
    Attack("UTF-16 with mark", [0xFF, 0xFE, 0x3C, 0x00, 0x61, 0x00], .encodingRefused),
    Attack("UTF-16 without mark", [0x3C, 0x00, 0x61, 0x00, 0x2F, 0x00, 0x3E, 0x00], .encodingRefused),
    Attack("bytes that are not UTF-8", [0x3C, 0x61, 0x3E, 0xC3, 0x28, 0x3C, 0x2F, 0x61, 0x3E], .malformed),
    Attack(
        "GB18030 text without saying so", [0x3C, 0x61, 0x3E, 0xD6, 0xD0, 0xCE, 0xC4, 0x3C, 0x2F, 0x61, 0x3E], .malformed
    ),
    Attack("a zero byte", [0x3C, 0x61, 0x3E, 0x00, 0x3C, 0x2F, 0x61, 0x3E], .malformed),
]

@Test(arguments: attacks) func parse_attack_isRefused(_ attack: Attack) {
    let error = #expect(throws: XMLError.self) { try XMLDocument.parse(attack.bytes) }
    #expect(error?.code == attack.code, "\(String(describing: error))")
    if let line = attack.line { #expect(error?.line == line) }
}

@Test(arguments: attacks) func parse_attackByteByByte_isRefusedAlike(_ attack: Attack) {
    guard attack.bytes.count < 20_000 else { return }
    var rest = attack.bytes[...]
    let source = XMLSource { rest.popFirst().map { [$0] } ?? [] }
    let error = #expect(throws: XMLError.self) { try XMLDocument.parse(source, limits: .document) }
    // libxml2 sees bytes before the guard has seen the last one, and may be the first to object.
    #expect(error?.code == attack.code || error?.code == .malformed)
}

@Test func parse_config_keepsNamesTextAndLines() throws {
    let root = try XMLDocument.parse(
        """
        \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
        <!-- a comment with <!DOCTYPE> inside, and "quotes' -->
        <View xmlns:x="urn:x">
          <Choices
             name="c" x:name="d">
            <Choice value="&lt;猫&gt; &amp; &#x1F600;"/>
          </Choices>
          tail<![CDATA[ <!DOCTYPE is only text here> ]]>
        </View>
        """)
    #expect(root.line == 3)
    #expect(root.elements.map(\.line) == [4])
    let choices = try #require(root.first("Choices"))
    #expect(choices["name"] == "c")
    #expect(choices.attributes.last?.name == XMLName("name", namespace: "urn:x"))
    #expect(choices.elements.first?.line == 6)
    #expect(choices.elements.first?["value"] == "<猫> & 😀")
    #expect(root.text.contains("tail <!DOCTYPE is only text here> "))
}

@Test func parse_limits_areCounted() throws {
    #expect(throws: Never.self) { try XMLDocument.parse(repeated("<a>", 64) + repeated("</a>", 64)) }
    let siblings = "<a>" + repeated("<b xmlns:x='u'/><c xmlns='v'></c>", 1_000) + "</a>"
    #expect(try XMLDocument.parse(siblings).elements.count == 2_000)
    let tight = XMLLimits(maxBytes: 10)
    #expect(throws: Never.self) { try XMLDocument.parse("<a>123</a>", limits: tight) }
    #expect(throws: XMLError.self) { try XMLDocument.parse("<a>1234</a>", limits: tight) }
}

@Test func pull_longDocument_reportsEveryEventWithItsLine() throws {
    let rows = 20_000
    var produced = -1
    let source = XMLSource {
        produced += 1
        switch produced {
        case 0: return Array("<rows>\n".utf8)
        case 1...rows: return Array("<row n='\(produced)'>text</row>\n".utf8)
        case rows + 1: return Array("</rows>".utf8)
        default: return []
        }
    }
    let reader = try XMLPullReader(source)
    var seen = 0
    while let event = try reader.next() {
        guard case .start(let name, let attributes) = event, name.local == "row" else { continue }
        seen += 1
        #expect(attributes == [XMLAttribute("n", String(seen))])
        #expect(reader.line == seen + 1)
    }
    #expect(seen == rows)
    #expect(try reader.next() == nil)
}

@Test func pull_emptyElement_endsItself() throws {
    let reader = try XMLPullReader(.bytes(Array("<a><b/></a>".utf8)))
    var events: [XMLPullReader.Event] = []
    while let event = try reader.next() { events.append(event) }
    let (a, b) = (XMLName("a"), XMLName("b"))
    #expect(events == [.start(a, []), .start(b, []), .end(b), .end(a)])
}

@Test func pull_failingSource_isUnreadable() {
    struct Broken: Error {}
    let error = #expect(throws: XMLError.self) {
        try XMLDocument.parse(XMLSource { throw Broken() }, limits: .document)
    }
    #expect(error?.code == .unreadable)
    #expect(throws: XMLError.self) { try XMLDocument.parse(file: "/no/such/file.xml") }
}
