/// Looks at every byte before libxml2 does, and refuses what must not reach it: a DOCTYPE, an encoding other than
/// UTF-8, too many bytes, levels, attributes or namespaces, an endless tag.
///
/// It is a tokeniser, not a parser: of malformed input it only has to be sure that libxml2 would stop at the same place
/// or earlier. That is why `<` inside a tag is an error here too: otherwise a stray quote could hide a DOCTYPE.
struct XMLGuard {
    private enum State {
        case text, opened, tagName, tag, singleQuoted, doubleQuoted, endTag
        case declaration, commentOpening, comment, cdata, instruction
    }

    private static let xmlns: [UInt8] = Array("xmlns".utf8)
    private static let declarationBytesMax = 512

    let limits: XMLLimits
    private(set) var line = 1
    /// Lines on which start tags begin, in document order, until the reader has taken them.
    private(set) var startLines: [Int] = []
    private var startLinesTaken = 0

    private var state = State.text
    private var byteCount = 0
    private var tagLine = 1
    private var tagBytes = 0
    private var name: [UInt8] = []
    private var attributeCount = 0
    private var namespaceCount = 0
    private var attributeNameLength = 0
    private var attributeNameIsXmlns = true
    private var previous: UInt8 = 0
    private var beforePrevious: UInt8 = 0
    private var namespacesByDepth: [Int] = []
    private var namespacesInScope = 0
    private var capturesDeclaration = false
    private var declaration: [UInt8] = []

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// The line of the next start tag that the reader has not asked for yet.
    mutating func takeStartLine() -> Int {
        guard startLinesTaken < startLines.count else { return line }
        let line = startLines[startLinesTaken]
        startLinesTaken += 1
        if startLinesTaken > 4_096 {
            startLines.removeFirst(startLinesTaken)
            startLinesTaken = 0
        }
        return line
    }

    /// - Throws: `XMLError` at the first byte that breaks a rule; the guard is of no use afterwards.
    mutating func inspect(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLError) {
        if bytes.count > limits.maxBytes - byteCount {
            throw XMLError(.tooManyBytes, line: line, detail: "the input is longer than \(limits.maxBytes) bytes")
        }
        for byte in bytes {
            if byteCount < 2 { try inspectHead(byte) }
            byteCount += 1
            try step(byte)
            if byte == UInt8(ascii: "\n") { line += 1 }
            beforePrevious = previous
            previous = byte
        }
    }

    private func inspectHead(_ byte: UInt8) throws(XMLError) {
        let isForeign = byteCount == 0 ? [0xFE, 0xFF, 0x00, 0x4C].contains(byte) : byte == 0
        if isForeign { throw refusedEncoding("UTF-16, UTF-32 or EBCDIC") }
    }

    private mutating func step(_ byte: UInt8) throws(XMLError) {
        switch state {
        case .text:
            if byte == UInt8(ascii: "<") {
                state = .opened
                tagLine = line
            }
        case .opened: try open(byte)
        case .tagName, .tag: try stepInTag(byte)
        case .singleQuoted, .doubleQuoted: try stepInValue(byte)
        case .endTag:
            if byte == UInt8(ascii: ">") { close() }
        case .declaration: try declare(byte)
        case .commentOpening:
            guard byte == UInt8(ascii: "-") else { throw malformed("this is not a comment") }
            begin(.comment)
        case .comment: endAfter(UInt8(ascii: "-"), byte)
        case .cdata: endAfter(UInt8(ascii: "]"), byte)
        case .instruction: try stepInInstruction(byte)
        }
    }

    /// States that end with a three-byte mark start with a clean memory, so that `<!-->` does not end its own comment.
    private mutating func begin(_ next: State) {
        state = next
        tagBytes = 0
    }

    private mutating func endAfter(_ mark: UInt8, _ byte: UInt8) {
        tagBytes += 1
        if tagBytes >= 3, byte == UInt8(ascii: ">"), previous == mark, beforePrevious == mark { state = .text }
    }

    private mutating func open(_ byte: UInt8) throws(XMLError) {
        switch byte {
        case UInt8(ascii: "/"): state = .endTag
        case UInt8(ascii: "!"): state = .declaration
        case UInt8(ascii: "?"):
            begin(.instruction)
            capturesDeclaration = byteCount <= 5
        case UInt8(ascii: "<"), UInt8(ascii: ">"), 0...0x20: throw malformed("a name must follow '<'")
        default:
            state = .tagName
            tagBytes = 2
            name.removeAll(keepingCapacity: true)
            name.append(byte)
            attributeCount = 0
            namespaceCount = 0
        }
    }

    private mutating func declare(_ byte: UInt8) throws(XMLError) {
        switch byte {
        case UInt8(ascii: "-"): state = .commentOpening
        case UInt8(ascii: "["): begin(.cdata)
        case UInt8(ascii: "D"), UInt8(ascii: "d"):
            throw XMLError(.documentTypeRefused, line: line, detail: "a DOCTYPE is not accepted")
        default: throw malformed("this declaration is not accepted")
        }
    }

    private mutating func stepInTag(_ byte: UInt8) throws(XMLError) {
        try countTagByte()
        switch byte {
        case UInt8(ascii: ">"):
            try endStartTag(isEmpty: previous == UInt8(ascii: "/"))
        case UInt8(ascii: "<"): throw malformed("'<' inside a tag")
        case UInt8(ascii: "\""): state = .doubleQuoted
        case UInt8(ascii: "'"): state = .singleQuoted
        case UInt8(ascii: "="): try countAttribute()
        case 0x09, 0x0A, 0x0D, 0x20:
            if state == .tagName { beginAttributeName() }
        default:
            if state == .tagName {
                if name.count < 64, byte != UInt8(ascii: "/") { name.append(byte) }
            } else {
                matchXmlns(byte)
            }
        }
    }

    private mutating func stepInValue(_ byte: UInt8) throws(XMLError) {
        try countTagByte()
        let quote = state == .doubleQuoted ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        if byte == quote {
            beginAttributeName()
        } else if byte == UInt8(ascii: "<") {
            throw malformed("'<' inside an attribute value")
        }
    }

    private mutating func countTagByte() throws(XMLError) {
        tagBytes += 1
        if tagBytes > limits.maxTagBytes {
            throw refused(.tagTooLong, "a start tag is longer than \(limits.maxTagBytes) bytes")
        }
    }

    private mutating func beginAttributeName() {
        state = .tag
        attributeNameLength = 0
        attributeNameIsXmlns = true
    }

    private mutating func matchXmlns(_ byte: UInt8) {
        if attributeNameLength < Self.xmlns.count {
            attributeNameIsXmlns = attributeNameIsXmlns && byte == Self.xmlns[attributeNameLength]
        } else if attributeNameLength == Self.xmlns.count {
            attributeNameIsXmlns = attributeNameIsXmlns && byte == UInt8(ascii: ":")
        }
        attributeNameLength += 1
    }

    private mutating func countAttribute() throws(XMLError) {
        attributeCount += 1
        if attributeNameIsXmlns, attributeNameLength >= Self.xmlns.count { namespaceCount += 1 }
        if attributeCount > limits.maxAttributesPerElement {
            throw refused(.tooManyAttributes, "more than \(limits.maxAttributesPerElement) attributes")
        }
    }

    private mutating func endStartTag(isEmpty: Bool) throws(XMLError) {
        if namespacesByDepth.count >= limits.maxDepth {
            throw refused(.tooDeep, "elements are nested deeper than \(limits.maxDepth) levels")
        }
        if namespacesInScope + namespaceCount > limits.maxNamespacesInScope {
            throw refused(.tooManyNamespaces, "more than \(limits.maxNamespacesInScope) namespaces at one place")
        }
        startLines.append(tagLine)
        if !isEmpty {
            namespacesByDepth.append(namespaceCount)
            namespacesInScope += namespaceCount
        }
        state = .text
    }

    private mutating func close() {
        namespacesInScope -= namespacesByDepth.popLast() ?? 0
        state = .text
    }

    private mutating func stepInInstruction(_ byte: UInt8) throws(XMLError) {
        tagBytes += 1
        if capturesDeclaration {
            declaration.append(byte)
            if declaration.count > Self.declarationBytesMax { throw malformed("the XML declaration is too long") }
        }
        guard tagBytes >= 2, byte == UInt8(ascii: ">"), previous == UInt8(ascii: "?") else { return }
        state = .text
        if capturesDeclaration {
            capturesDeclaration = false
            try inspectDeclaration()
        }
    }

    private func inspectDeclaration() throws(XMLError) {
        let text = String(decoding: declaration, as: UTF8.self)
        guard text.hasPrefix("xml"), let found = Self.encoding(in: text) else { return }
        if !["utf-8", "utf8", "us-ascii"].contains(found.lowercased()) { throw refusedEncoding(found) }
    }

    /// The value of the pseudo-attribute `encoding`, or nil when there is none.
    private static func encoding(in declaration: String) -> String? {
        let parts = declaration.split(whereSeparator: { $0 == "\"" || $0 == "'" })
        for (index, part) in parts.enumerated() where index + 1 < parts.count {
            let key = part.filter { !$0.isWhitespace }
            if key.hasSuffix("encoding=") { return String(parts[index + 1]) }
        }
        return nil
    }

    private func refusedEncoding(_ found: String) -> XMLError {
        XMLError(.encodingRefused, line: line, detail: "the encoding must be UTF-8, not \(found)")
    }

    private func malformed(_ detail: String) -> XMLError { refused(.malformed, detail) }

    private func refused(_ code: XMLError.Code, _ detail: String) -> XMLError {
        let isInTag = [.tagName, .tag, .singleQuoted, .doubleQuoted].contains(state)
        let element = isInTag ? String(decoding: name, as: UTF8.self) : nil
        return XMLError(code, line: isInTag ? tagLine : line, element: element, detail: detail)
    }
}
