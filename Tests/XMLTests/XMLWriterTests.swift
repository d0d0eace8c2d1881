import Testing

@testable import XML

private func written(indent: String? = nil, _ body: (XMLWriter) throws -> Void) throws -> String {
    let writer = try XMLWriter(indent: indent)
    try body(writer)
    return String(decoding: try writer.finish(), as: UTF8.self)
}

@Test func writer_specialCharacters_areEscapedAndReadBack() throws {
    let hard = "<&>\"' \t\n\r ]]> 中文 😀 é"
    let text = try written { writer in
        try writer.start("a", attributes: [("v", hard)])
        try writer.text(hard)
        try writer.end()
    }
    let root = try XMLDocument.parse(text)
    #expect(root["v"] == hard)
    #expect(root.text == hard)
    #expect(text.contains("中文"))
}

@Test func writer_indent_leavesTextAlone() throws {
    let text = try written(indent: "  ") { writer in
        try writer.start("a")
        try writer.element("b", "x")
        try writer.element("c")
        try writer.end()
    }
    #expect(text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b>x</b>\n  <c/>\n</a>\n")
}

@Test func writer_withoutDeclaration_beginsWithTheRoot() throws {
    let writer = try XMLWriter(indent: nil, hasDeclaration: false)
    try writer.element("a", attributes: [("b", "中")], "文")
    #expect(String(decoding: try writer.finish(), as: UTF8.self) == "<a b=\"中\">文</a>\n")
}

@Test func writer_treeWithNamespace_isRefused() throws {
    let root = try XMLDocument.parse("<a xmlns='urn:x'/>")
    let error = #expect(throws: XMLError.self) { try written { try $0.element(root) } }
    #expect(error?.code == .undeclaredPrefix)
}

@Test func writer_namespaces_areDeclaredOnceAndReadBack() throws {
    let text = try written { writer in
        try writer.start("Invoice", namespaces: [.init(nil, "urn:i"), .init("cbc", "urn:b")])
        try writer.element("cbc:ID", attributes: [("cbc:scheme", "s"), ("xml:lang", "zh")], "1")
        try writer.end()
    }
    let root = try XMLDocument.parse(text)
    #expect(root.name == XMLName("Invoice", namespace: "urn:i"))
    #expect(root.elements.first?.name == XMLName("ID", namespace: "urn:b"))
}

@Test(arguments: [
    ("undeclared prefix", XMLError.Code.undeclaredPrefix), ("bad name", .illegalName), ("two colons", .illegalName),
    ("attribute twice", .duplicateAttribute), ("control in text", .illegalCharacter),
    ("control in attribute", .illegalCharacter), ("noncharacter", .illegalCharacter), ("two roots", .outOfOrder),
    ("text outside", .outOfOrder), ("end without start", .outOfOrder), ("unfinished", .outOfOrder),
])
func writer_misuse_isRefused(_ name: String, _ code: XMLError.Code) throws {
    let error = #expect(throws: XMLError.self) {
        try written { writer in
            if name == "text outside" { try writer.text("x") }
            if name == "end without start" { try writer.end() }
            try writer.start("a")
            switch name {
            case "undeclared prefix": try writer.start("x:a")
            case "bad name": try writer.start("1 a")
            case "two colons": try writer.start("a:b:c")
            case "attribute twice": try writer.start("b", attributes: [("c", "1"), ("c", "2")])
            case "control in text": try writer.text("a\u{0B}b")
            case "control in attribute": try writer.start("b", attributes: [("c", "\u{00}")])
            case "noncharacter": try writer.text("\u{FFFE}")
            case "unfinished": return
            default: break
            }
            try writer.end()
            if name == "two roots" { try writer.start("b") }
        }
    }
    #expect(error?.code == code)
}

@Test func writer_replacePolicy_keepsWriting() throws {
    let writer = try XMLWriter(indent: nil, illegalCharacters: .replace)
    try writer.element("a", "x\u{00}\u{FFFF}y\u{FFFD}")
    let text = String(decoding: try writer.finish(), as: UTF8.self)
    #expect(try XMLDocument.parse(text).text == "x\u{FFFD}\u{FFFD}y\u{FFFD}")
}

@Test func writer_sink_getsChunksAsTheyFill() throws {
    var chunks: [Int] = []
    var total = 0
    let writer = try XMLWriter(indent: nil, chunkBytes: 10_000) {
        chunks.append($0.count)
        total += $0.count
    }
    try writer.start("rows")
    for row in 0..<10_000 { try writer.element("row", "\(row)") }
    #expect(chunks.count > 10)
    try writer.end()
    #expect(try writer.finish().isEmpty)
    #expect((chunks.max() ?? 0) < 20_000)
    #expect(total > 140_000)
}

@Test func writer_failingSink_throwsItsError() throws {
    struct Gone: Error {}
    let writer = try XMLWriter(indent: nil, chunkBytes: 1) { _ in throw Gone() }
    #expect(throws: Gone.self) {
        try writer.start("rows")
        for row in 0..<10_000 { try writer.element("row", "\(row)") }
    }
}

@Test func writer_element_roundTrips() throws {
    let source = "<View><Choices name=\"c\"><Choice value=\"&lt;&quot;\"/></Choices>text<b/></View>"
    let root = try XMLDocument.parse(source)
    let text = try written { try $0.element(root) }
    #expect(try XMLDocument.parse(text) == root)
    #expect(text.hasSuffix(source + "\n"))
}
