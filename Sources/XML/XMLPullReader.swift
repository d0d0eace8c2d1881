import CLibXML2

/// Reads a document of any length, one event at a time, in memory that does not grow with it.
///
/// Every byte goes through the guard first (see `XMLLimits`). No DTD, no entities but the five built-in ones, no
/// network. A reader belongs to one task; after it has thrown, it stays at its end.
package final class XMLPullReader {
    package enum Event: Sendable, Equatable {
        case start(XMLName, [XMLAttribute])
        /// Text or CDATA; white space between elements is reported too. A long text may come in pieces.
        case text(String)
        case end(XMLName)
    }

    /// The line on which the element that was last reported as started begins.
    package private(set) var line = 1
    /// Names of the open elements, the root first.
    package private(set) var path: [XMLName] = []

    private let feed: GuardedFeed
    private let reports: XMLReports
    private let reader: OpaquePointer
    private var pendingEnd = false
    private var isFinished = false

    /// - Throws: `XMLError` `outOfMemory`.
    package init(_ source: XMLSource, limits: XMLLimits = .stream) throws(XMLError) {
        XMLLibrary.prepare()
        feed = GuardedFeed(source, limits: limits)
        reports = XMLReports()
        let options = Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_COMPACT.rawValue)
        let created = xmlReaderForIO(
            { context, buffer, capacity in GuardedFeed.read(context, buffer, capacity) }, { _ in 0 },
            feed.pointer, nil, "UTF-8", options)
        guard let created else { throw XMLError(.outOfMemory, detail: "no XML reader could be made") }
        reader = created
        xmlTextReaderSetStructuredErrorHandler(reader, reportToSwift, reports.pointer)
    }

    deinit { xmlFreeTextReader(reader) }

    /// The next event, or nil at the end of the document.
    ///
    /// - Throws: `XMLError` with its line at the first fault.
    package func next() throws(XMLError) -> Event? {
        if pendingEnd {
            pendingEnd = false
            return path.popLast().map(Event.end)
        }
        while !isFinished {
            let result = xmlTextReaderRead(reader)
            try throwIfFaulty(result)
            if result == 0 { break }
            if let event = try currentEvent() { return event }
        }
        isFinished = true
        return nil
    }

    private func throwIfFaulty(_ result: Int32) throws(XMLError) {
        let element = path.last?.local
        if let failure = feed.failure {
            isFinished = true
            throw failure
        }
        if let report = reports.reports.first {
            isFinished = true
            throw XMLError(.malformed, line: report.line, element: element, detail: report.message)
        }
        if result < 0 {
            isFinished = true
            throw XMLError(.malformed, line: feed.line, element: element, detail: "the document cannot be read on")
        }
    }

    private func currentEvent() throws(XMLError) -> Event? {
        switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
        case XML_READER_TYPE_ELEMENT.rawValue:
            line = feed.takeStartLine()
            let name = currentName()
            pendingEnd = xmlTextReaderIsEmptyElement(reader) == 1
            path.append(name)
            return .start(name, currentAttributes())
        case XML_READER_TYPE_END_ELEMENT.rawValue:
            return path.popLast().map(Event.end)
        case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue, XML_READER_TYPE_WHITESPACE.rawValue,
            XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
            return path.isEmpty ? nil : .text(string(xmlTextReaderConstValue(reader)) ?? "")
        case XML_READER_TYPE_DOCUMENT_TYPE.rawValue:
            isFinished = true
            throw XMLError(.documentTypeRefused, line: feed.line, detail: "a DOCTYPE is not accepted")
        case XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
            isFinished = true
            throw XMLError(
                .malformed, line: feed.line, element: path.last?.local, detail: "an entity that is not built in")
        default: return nil
        }
    }

    private func currentName() -> XMLName {
        XMLName(
            string(xmlTextReaderConstLocalName(reader)) ?? "", namespace: string(xmlTextReaderConstNamespaceUri(reader))
        )
    }

    private func currentAttributes() -> [XMLAttribute] {
        var attributes: [XMLAttribute] = []
        while xmlTextReaderMoveToNextAttribute(reader) == 1 {
            if xmlTextReaderIsNamespaceDecl(reader) == 1 { continue }
            attributes.append(XMLAttribute(currentName(), string(xmlTextReaderConstValue(reader)) ?? ""))
        }
        xmlTextReaderMoveToElement(reader)
        return attributes
    }

    private func string(_ text: UnsafePointer<xmlChar>?) -> String? { text.map { String(cString: $0) } }
}
