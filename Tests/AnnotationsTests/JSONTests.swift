import Testing

@testable import Annotations

@Test(arguments: [
    "null", "true", "[]", "{}", "-0", "0.10", "1e400", "123456789012345678901234567890", "-1.5E-3", "\"\"",
    "[1,[2,[3]],{\"a\":{\"b\":[null,false]}}]", "{\"键\":\"值 😀\",\"b\":\"\\\"\\\\\\n\\t\\u0001\"}",
])
func json_valid_comesOutAsItWentIn(_ text: String) throws {
    #expect(try JSONParser.parse(text).text == text)
}

@Test(
    arguments: [
        ("", JSONError.Code.unexpectedEnd, 1, 0), ("  \n", .unexpectedEnd, 2, 3), ("tru", .unexpectedEnd, 1, 3),
        ("nul1", .unexpectedByte, 1, 3), ("[1,]", .unexpectedByte, 1, 3), ("{\"a\":1,}", .unexpectedByte, 1, 7),
        ("{a:1}", .unexpectedByte, 1, 1), ("01", .badNumber, 1, 1), ("1.", .unexpectedEnd, 1, 2),
        ("-x", .badNumber, 1, 1),
        ("+1", .unexpectedByte, 1, 0), ("NaN", .unexpectedByte, 1, 0), ("1 2", .trailingBytes, 1, 2),
        ("\"a\nb\"", .badString, 1, 2), ("\"\\x\"", .badEscape, 1, 2), ("\"\\ud800\"", .badEscape, 1, 7),
        ("{\n\"a\":1,\n\"a\":2}", .duplicateKey, 3, 9), ("\"open", .unexpectedEnd, 1, 5),
        ("'a'", .unexpectedByte, 1, 0),
        ("[1 2]", .unexpectedByte, 1, 3), ("{\"a\" 1}", .unexpectedByte, 1, 5), ("// c", .unexpectedByte, 1, 0),
    ] as [(String, JSONError.Code, Int, Int)])
func json_invalid_namesReasonLineAndByte(_ text: String, _ code: JSONError.Code, _ line: Int, _ offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    #expect(error == JSONError(code: code, line: line, offset: offset))
}

@Test func json_escapes_areDecoded() throws {
    #expect(try JSONParser.parse("\"\\u4e2d\\ud83d\\ude00\\/\\b\\f\"") == .string("中😀/\u{08}\u{0C}"))
}

@Test func json_limits_hold() throws {
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(throws: JSONError.self) { try JSONParser.parse(deep) }
    #expect(throws: Never.self) { try JSONParser.parse(String(deep.dropFirst().dropLast())) }
    let error = #expect(throws: JSONError.self) {
        try JSONParser.parse(Array("[1,2,3]".utf8), limits: JSONParser.Limits(maxBytes: 6))
    }
    #expect(error?.code == .tooLong)
    #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
}

@Test func json_manyKeys_areStillUnique() {
    let members = (0..<1_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    #expect(throws: Never.self) { try JSONParser.parse("{\(members)}") }
    #expect(throws: JSONError.self) { try JSONParser.parse("{\(members),\"k7\":0}") }
    #expect(throws: JSONError.self) { try JSONParser.parse("{\(members),\"k999\":0}") }
}

@Test func jsonNumber_fromDouble_isWrittenAsJavaScriptWould() {
    #expect(JSONNumber(3.0)?.text == "3")
    #expect(JSONNumber(0.1)?.text == "0.1")
    #expect(JSONNumber(Double(Int.min))?.text == "-9.223372036854776e+18")
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(42).int == 42)
}
