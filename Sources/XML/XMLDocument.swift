/// Small documents as trees.
package enum XMLDocument {
    /// Reads a whole document and returns its root.
    ///
    /// - Throws: `XMLError` with its line at the first fault.
    package static func parse(_ bytes: [UInt8], limits: XMLLimits = .document) throws(XMLError) -> XMLElement {
        try parse(.bytes(bytes), limits: limits)
    }

    package static func parse(_ text: String, limits: XMLLimits = .document) throws(XMLError) -> XMLElement {
        try parse(Array(text.utf8), limits: limits)
    }

    package static func parse(file path: String, limits: XMLLimits = .document) throws(XMLError) -> XMLElement {
        try parse(.file(path), limits: limits)
    }

    package static func parse(_ source: XMLSource, limits: XMLLimits) throws(XMLError) -> XMLElement {
        let reader = try XMLPullReader(source, limits: limits)
        var open: [XMLElement] = []
        var root: XMLElement?
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                open.append(XMLElement(name, attributes: attributes, line: reader.line))
            case .text(let text):
                append(text, to: &open[open.count - 1])
            case .end:
                let ended = open.removeLast()
                if open.isEmpty { root = ended } else { open[open.count - 1].children.append(.element(ended)) }
            }
        }
        guard let root else { throw XMLError(.malformed, line: 1, detail: "there is no element") }
        return root
    }

    private static func append(_ text: String, to element: inout XMLElement) {
        if case .text(let before) = element.children.last {
            element.children[element.children.count - 1] = .text(before + text)
        } else {
            element.children.append(.text(text))
        }
    }
}
