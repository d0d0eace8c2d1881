import Foundation
import Testing

@testable import XML

private let schemaText = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">
      <xs:element name="report"><xs:complexType><xs:sequence>
        <xs:element name="row" maxOccurs="unbounded"><xs:complexType>
          <xs:attribute name="fen" type="xs:integer" use="required"/>
        </xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    </xs:schema>
    """

private func schema() throws -> XMLSchema { try XMLSchema(Array(schemaText.utf8)) }

@Test func schema_validDocument_hasNoProblems() throws {
    #expect(try schema().validate(Array("<report xmlns='urn:t'><row fen='1'/></report>".utf8)).isEmpty)
}

@Test func schema_invalidDocument_namesLineAndReason() throws {
    let text = "<report xmlns='urn:t'>\n<row fen='1'/>\n<row fen='x'/>\n<row/>\n<other/>\n</report>"
    let problems = try schema().validate(Array(text.utf8))
    #expect(Set(problems.map(\.line)) == [3, 4, 5])
    #expect(problems.first?.message.contains("'x' is not a valid value") == true)
    #expect(try schema().validate(Array(text.utf8), maxProblems: 1).count == 1)
}

@Test func schema_brokenOrHostileDocument_throws() throws {
    let shared = try schema()
    let broken = #expect(throws: XMLError.self) { try shared.validate(Array("<report xmlns='urn:t'><row".utf8)) }
    #expect(broken?.code == .malformed)
    let hostile = #expect(throws: XMLError.self) { try shared.validate(Array("<!DOCTYPE a><a/>".utf8)) }
    #expect(hostile?.code == .documentTypeRefused)
}

@Test func schema_severalTasks_shareOne() async throws {
    let shared = try schema()
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
        for task in 0..<16 {
            group.addTask {
                let value = task.isMultiple(of: 2) ? "1" : "x"
                return try shared.validate(Array("<report xmlns='urn:t'><row fen='\(value)'/></report>".utf8)).count
            }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(counts.filter { $0 == 0 }.count == 8)
}

@Test(arguments: [
    "<a/>", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element type='none'/></xs:schema>",
])
func schema_unusable_isRefused(_ text: String) {
    let error = #expect(throws: XMLError.self) { try XMLSchema(Array(text.utf8)) }
    #expect(error?.code == .schemaUnusable)
}

@Test func schema_file_includesOnlyItsOwnFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("xsd-\(UUID().uuidString)")
    let inner = folder.appendingPathComponent("inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func including(_ location: String) -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
        <xs:include schemaLocation="\(location)"/></xs:schema>
        """
    }
    try schemaText.write(to: folder.appendingPathComponent("base.xsd"), atomically: true, encoding: .utf8)
    try including("base.xsd").write(to: folder.appendingPathComponent("good.xsd"), atomically: true, encoding: .utf8)
    try including("../base.xsd").write(to: inner.appendingPathComponent("bad.xsd"), atomically: true, encoding: .utf8)
    let good = try XMLSchema(file: folder.appendingPathComponent("good.xsd").path)
    #expect(try good.validate(Array("<report xmlns='urn:t'><row fen='1'/></report>".utf8)).isEmpty)
    #expect(throws: XMLError.self) { try XMLSchema(file: inner.appendingPathComponent("bad.xsd").path) }
    #expect(throws: Never.self) {
        try XMLSchema(file: inner.appendingPathComponent("bad.xsd").path, within: folder.path)
    }
    let missing = #expect(throws: XMLError.self) { try XMLSchema(file: "/no/such.xsd") }
    #expect(missing?.code == .unreadable)
}

@Test func schema_validateFile_streams() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("rows-\(UUID().uuidString).xml")
    defer { try? FileManager.default.removeItem(at: path) }
    var text = "<report xmlns='urn:t'>\n"
    for row in 0..<5_000 { text += "<row fen='\(row)'/>\n" }
    try (text + "</report>").write(to: path, atomically: true, encoding: .utf8)
    #expect(try schema().validate(file: path.path).isEmpty)
}
