import CLibXML2

/// Writes a document of any length through libxml2's writer, in memory that does not grow with it.
///
/// The same calls give the same bytes. The writer checks what libxml2 does not: one root, legal and declared names, no
/// attribute twice, only characters that XML can carry. After it has thrown, its output is to be thrown away.
package final class XMLWriter {
    /// What to do with a character that XML 1.0 cannot carry, not even escaped: controls other than tab and line ends,
    /// U+FFFE and U+FFFF.
    package enum IllegalCharacters: Sendable {
        case refuse
        /// Each becomes U+FFFD, the replacement character.
        case replace
    }

    package struct Namespace: Sendable, Hashable {
        /// nil for the default namespace.
        package let prefix: String?
        package let address: String

        package init(_ prefix: String?, _ address: String) {
            self.prefix = prefix
            self.address = address
        }
    }

    private enum Place { case beforeRoot, inside, afterRoot, finished }

    private let outlet: Outlet
    private let writer: OpaquePointer
    private let illegalCharacters: IllegalCharacters
    private var place = Place.beforeRoot
    private var open: [(name: String, prefixes: [String])] = []

    /// - Parameters:
    ///   - indent: what each level is indented by; nil writes all on one line. Elements with text are never broken up.
    ///   - hasDeclaration: whether the document begins with `<?xml … encoding="UTF-8"?>`.
    ///   - chunkBytes: the sink is called as soon as so many bytes are waiting, and at the end.
    ///   - sink: takes the bytes; without it they wait for `takeBytes`.
    /// - Throws: `XMLError` `outOfMemory`.
    package init(
        indent: String? = "  ", hasDeclaration: Bool = true, illegalCharacters: IllegalCharacters = .refuse,
        chunkBytes: Int = 65_536,
        sink: (([UInt8]) throws -> Void)? = nil
    ) throws {
        XMLLibrary.prepare()
        outlet = Outlet(chunkBytes: chunkBytes, sink: sink)
        self.illegalCharacters = illegalCharacters
        let buffer = xmlOutputBufferCreateIO(
            { context, bytes, count in Outlet.write(context, bytes, count) }, { _ in 0 },
            Unmanaged.passUnretained(outlet).toOpaque(), nil)
        guard let buffer, let created = xmlNewTextWriter(buffer) else {
            throw XMLError(.outOfMemory, detail: "no XML writer could be made")
        }
        writer = created
        if let indent {
            try check(xmlTextWriterSetIndent(writer, 1))
            try check(xmlTextWriterSetIndentString(writer, indent))
        }
        // Needed without a declaration too: it is what tells libxml2 to leave characters beyond ASCII as they are.
        outlet.isClosed = !hasDeclaration
        try check(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil))
        if !hasDeclaration { try check(xmlTextWriterFlush(writer)) }
        outlet.isClosed = false
    }

    deinit { xmlFreeTextWriter(writer) }

    /// Opens an element. Prefixes of `name` and of the attributes must be declared here or further out.
    ///
    /// - Throws: `XMLError`, or what the sink throws.
    package func start(
        _ name: String, namespaces: [Namespace] = [], attributes: [(String, String)] = []
    ) throws {
        guard place == .beforeRoot || place == .inside else {
            throw XMLError(.outOfOrder, element: name, detail: "a document has one root")
        }
        open.append((name, namespaces.compactMap(\.prefix)))
        place = .inside
        try checkName(name)
        try check(xmlTextWriterStartElement(writer, name))
        var seen: Set<String> = []
        for namespace in namespaces {
            let attribute = namespace.prefix.map { "xmlns:\($0)" } ?? "xmlns"
            try write(attribute, namespace.address, &seen)
        }
        for (attribute, value) in attributes {
            try checkName(attribute)
            try write(attribute, value, &seen)
        }
    }

    package func text(_ text: String) throws {
        guard place == .inside else { throw XMLError(.outOfOrder, detail: "text must stand inside the root") }
        if text.isEmpty { return }
        try check(xmlTextWriterWriteString(writer, carriable(text)))
    }

    /// Closes the element that was opened last.
    package func end() throws {
        guard place == .inside else { throw XMLError(.outOfOrder, detail: "no element is open") }
        try check(xmlTextWriterEndElement(writer))
        open.removeLast()
        if open.isEmpty { place = .afterRoot }
    }

    /// An element that holds only text.
    package func element(_ name: String, attributes: [(String, String)] = [], _ text: String = "") throws {
        try start(name, attributes: attributes)
        try self.text(text)
        try end()
    }

    /// An element without namespaces and all that it holds, as it was read.
    ///
    /// - Throws: `XMLError` `undeclaredPrefix` when a namespace is in it: the tree does not keep prefixes.
    package func element(_ element: XMLElement) throws {
        let names = [element.name] + element.attributes.map(\.name)
        if let name = names.first(where: { $0.namespace != nil }) {
            throw XMLError(.undeclaredPrefix, element: element.name.local, detail: "\(name) is in a namespace")
        }
        try start(element.name.local, attributes: element.attributes.map { ($0.name.local, $0.value) })
        for child in element.children {
            switch child {
            case .element(let inner): try self.element(inner)
            case .text(let text): try self.text(text)
            }
        }
        try end()
    }

    /// Ends the document and hands everything that is left to the sink.
    ///
    /// - Returns: the bytes that are still waiting; empty with a sink.
    @discardableResult
    package func finish() throws -> [UInt8] {
        guard place == .afterRoot else { throw XMLError(.outOfOrder, detail: "the root is not closed") }
        place = .finished
        try check(xmlTextWriterEndDocument(writer))
        try check(xmlTextWriterFlush(writer))
        try outlet.flush()
        return outlet.take()
    }

    /// The bytes that have come out since the last call, for callers without a sink.
    package func takeBytes() -> [UInt8] { outlet.take() }

    private func write(_ name: String, _ value: String, _ seen: inout Set<String>) throws {
        guard seen.insert(name).inserted else {
            throw XMLError(.duplicateAttribute, element: open.last?.name, detail: "the attribute \(name) stands twice")
        }
        try check(xmlTextWriterWriteAttribute(writer, name, carriable(value)))
    }

    private func checkName(_ name: String) throws {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy(XMLCharacters.isName) else {
            throw XMLError(.illegalName, element: open.last?.name, detail: "\"\(name)\" is not a name")
        }
        guard parts.count == 2, parts[0] != "xml" else { return }
        if !open.contains(where: { $0.prefixes.contains(String(parts[0])) }) {
            throw XMLError(.undeclaredPrefix, element: open.last?.name, detail: "the prefix of \(name) is not declared")
        }
    }

    private func carriable(_ text: String) throws -> String {
        if XMLCharacters.areLegal(text) { return text }
        switch illegalCharacters {
        case .replace: return XMLCharacters.replacingIllegal(text)
        case .refuse:
            throw XMLError(
                .illegalCharacter, element: open.last?.name, detail: "a control character that XML cannot carry")
        }
    }

    private func check(_ result: Int32) throws {
        if let failure = outlet.failure { throw failure }
        if result < 0 { throw XMLError(.outOfMemory, element: open.last?.name, detail: "libxml2 could not write on") }
    }
}

/// Receives what libxml2 writes.
private final class Outlet {
    /// What is written while this is set goes nowhere.
    var isClosed = false
    private(set) var failure: (any Error)?
    private var waiting: [UInt8] = []
    private let chunkBytes: Int
    private let sink: (([UInt8]) throws -> Void)?

    init(chunkBytes: Int, sink: (([UInt8]) throws -> Void)?) {
        self.chunkBytes = chunkBytes
        self.sink = sink
    }

    static func write(
        _ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32
    ) -> Int32 {
        guard let context, let bytes else { return -1 }
        let outlet = Unmanaged<Outlet>.fromOpaque(context).takeUnretainedValue()
        outlet.append(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        return count
    }

    func take() -> [UInt8] {
        defer { waiting = [] }
        return waiting
    }

    func flush() throws {
        guard let sink, !waiting.isEmpty else { return }
        try sink(take())
    }

    /// A failure of the sink is kept for the writer's next check: told of it, libxml2 would only print to standard
    /// error.
    private func append(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil, !isClosed else { return }
        waiting.append(contentsOf: bytes)
        guard waiting.count >= chunkBytes else { return }
        do {
            try flush()
        } catch {
            failure = error
        }
    }
}
