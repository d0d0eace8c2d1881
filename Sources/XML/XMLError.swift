/// What went wrong while reading, checking or writing XML, with the place where it happened.
package struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The input carries a DOCTYPE. None is ever read, whatever stands in it.
        case documentTypeRefused
        case tooManyBytes
        case tooDeep
        case tooManyAttributes
        case tooManyNamespaces
        /// One start tag, its attribute values included, is longer than the limit.
        case tagTooLong
        /// The input is not UTF-8, or says that it is not.
        case encodingRefused
        case malformed
        /// The file or stream behind the input failed.
        case unreadable
        /// The schema itself cannot be used.
        case schemaUnusable

        /// Writing: a character that XML 1.0 has no way to carry.
        case illegalCharacter
        case illegalName
        case duplicateAttribute
        case undeclaredPrefix
        /// Writing: text outside the root, a second root, an end without a start, anything after the finish.
        case outOfOrder
        case outOfMemory
    }

    package let code: Code
    /// 1-based; nil when no place in the input is to blame, as in writing.
    package let line: Int?
    /// The element that was being read or written, when known.
    package let element: String?
    package let detail: String

    package init(_ code: Code, line: Int? = nil, element: String? = nil, detail: String) {
        self.code = code
        self.line = line
        self.element = element
        self.detail = detail
    }

    package var description: String {
        var place = line.map { "line \($0): " } ?? ""
        if let element { place += "<\(element)>: " }
        return place + detail
    }
}
