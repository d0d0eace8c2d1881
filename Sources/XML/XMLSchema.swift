import CLibXML2
import Synchronization

/// A compiled XML Schema (XSD 1.0).
///
/// It may be used from several threads: one validation runs at a time, the others wait.
package final class XMLSchema: Sendable {
    package struct Problem: Sendable, Equatable, CustomStringConvertible {
        package let line: Int
        package let message: String

        package var description: String { "line \(line): \(message)" }
    }

    /// Where libxml2 keeps the compiled schema: read-only from here on, freed with this object.
    private let address: UInt
    private let turn = Mutex(())

    deinit { xmlSchemaFree(OpaquePointer(bitPattern: address)) }

    /// Compiles a schema that stands in a file.
    ///
    /// - Parameter folder: what the schema includes or imports must lie in this folder or below; by default in its own.
    /// - Throws: `XMLError` `unreadable`, or `schemaUnusable` with line and reason.
    package init(file path: String, within folder: String? = nil) throws(XMLError) {
        guard let resolved = XMLLibrary.resolve(path), let slash = resolved.lastIndex(of: "/"),
            let folder = XMLLibrary.resolve(folder ?? String(resolved[...slash]))
        else { throw XMLError(.unreadable, detail: "there is no such schema file") }
        let result = XMLLibrary.$schemaFolder.withValue(folder) {
            Self.compile { xmlSchemaNewParserCtxt(resolved) }
        }
        address = UInt(bitPattern: try result.get())
    }

    /// Compiles a schema from memory; it can include and import nothing.
    ///
    /// - Throws: `XMLError` `schemaUnusable` with line and reason, or what the guard refuses.
    package init(_ bytes: [UInt8]) throws(XMLError) {
        _ = try XMLDocument.parse(bytes, limits: XMLLimits(maxBytes: 1 << 24))
        let result = bytes.withUnsafeBytes { buffer in
            Self.compile {
                xmlSchemaNewMemParserCtxt(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
            }
        }
        address = UInt(bitPattern: try result.get())
    }

    /// Checks a document while reading it, in constant memory; an empty list means that it is valid.
    ///
    /// - Parameter maxProblems: how many are kept; the document is read to its end all the same.
    /// - Throws: `XMLError` when the document is not well-formed or breaks a limit.
    package func validate(
        _ source: XMLSource, limits: XMLLimits = .stream, maxProblems: Int = 100
    ) throws(XMLError) -> [Problem] {
        let feed = GuardedFeed(source, limits: limits)
        let reports = XMLReports(limit: maxProblems)
        let result = turn.withLock { _ in Self.run(feed, reports, OpaquePointer(bitPattern: address)) }
        if let failure = feed.failure { throw failure }
        if let fault = reports.fault { throw XMLError(.malformed, line: fault.line, detail: fault.message) }
        if result != 0, reports.reports.isEmpty {
            throw XMLError(.malformed, line: feed.line, detail: "the document cannot be checked")
        }
        return reports.reports.map { Problem(line: $0.line, message: $0.message) }
    }

    package func validate(_ bytes: [UInt8], maxProblems: Int = 100) throws(XMLError) -> [Problem] {
        try validate(.bytes(bytes), maxProblems: maxProblems)
    }

    package func validate(file path: String, maxProblems: Int = 100) throws(XMLError) -> [Problem] {
        try validate(.file(path), maxProblems: maxProblems)
    }

    /// - Returns: 0 when valid; libxml2's code otherwise.
    private static func run(_ feed: GuardedFeed, _ reports: XMLReports, _ schema: OpaquePointer?) -> Int32 {
        guard let context = xmlSchemaNewValidCtxt(schema) else { return -1 }
        defer { xmlSchemaFreeValidCtxt(context) }
        xmlSchemaSetValidStructuredErrors(context, reportToSwift, reports.pointer)
        // Faults of the parser itself arrive here. libxml2's reader can check too, but crashes on a malformed document.
        xmlSetStructuredErrorFunc(reports.pointer, reportToSwift)
        defer { xmlSetStructuredErrorFunc(nil, nil) }
        let input = xmlParserInputBufferCreateIO(
            { context, buffer, capacity in GuardedFeed.read(context, buffer, capacity) }, { _ in 0 }, feed.pointer,
            XML_CHAR_ENCODING_UTF8)
        guard let input else { return -1 }
        return withExtendedLifetime((feed, reports)) {
            xmlSchemaValidateStream(context, input, XML_CHAR_ENCODING_UTF8, nil, nil)
        }
    }

    private static func compile(_ makeContext: () -> OpaquePointer?) -> Result<OpaquePointer, XMLError> {
        XMLLibrary.prepare()
        let reports = XMLReports()
        return withExtendedLifetime(reports) {
            // The parser of the schema's own text has no handler of its own; this one is per thread.
            xmlSetStructuredErrorFunc(reports.pointer, reportToSwift)
            defer { xmlSetStructuredErrorFunc(nil, nil) }
            guard let context = makeContext() else {
                return .failure(XMLError(.outOfMemory, detail: "no schema parser could be made"))
            }
            defer { xmlSchemaFreeParserCtxt(context) }
            xmlSchemaSetParserStructuredErrors(context, reportToSwift, reports.pointer)
            if let schema = xmlSchemaParse(context) { return .success(schema) }
            let first = reports.reports.first
            return .failure(
                XMLError(.schemaUnusable, line: first?.line, detail: first?.message ?? "the schema cannot be compiled"))
        }
    }
}
