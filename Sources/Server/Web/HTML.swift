import LabelMarket

/// Markup. In a literal of this type an interpolated `String` is escaped and an interpolated `HTML` is not, by type:
/// forgetting to escape cannot be expressed.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
    /// Markup from elsewhere in this program that is known to be well formed.
    init(trusted text: String) { self.text = text }

    static let empty: HTML = ""
    var isEmpty: Bool { text.isEmpty }

    static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.text + right.text) }
    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ value: String) { escape(value, into: &text) }
        mutating func appendInterpolation(_ value: Substring) { escape(String(value), into: &text) }
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
        mutating func appendInterpolation(_ value: Int64) { text += String(value) }
        mutating func appendInterpolation<Of>(_ id: ID<Of>) { text += id.description }
        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        mutating func appendInterpolation(_ markup: HTML?) { if let markup { text += markup.text } }
        mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
        /// One piece of markup for each element of `list`.
        mutating func appendInterpolation<S: Sequence>(each list: S, _ piece: (S.Element) -> HTML) {
            for element in list { text += piece(element).text }
        }
        /// `markup` only when `condition` holds.
        mutating func appendInterpolation(if condition: Bool, _ markup: @autoclosure () -> HTML) {
            if condition { text += markup().text }
        }
    }
}

/// Appends `value` with the five characters that mean something in markup or in a quoted attribute replaced, and with
/// control characters that no document may hold left out.
private func escape(_ value: String, into text: inout String) {
    guard isReplacedAnywhere(value) else {
        text += value
        return
    }
    var plainUntil = value.utf8.startIndex
    let bytes = value.utf8
    var index = bytes.startIndex
    while index < bytes.endIndex {
        let replacement: String?
        switch bytes[index] {
        case UInt8(ascii: "&"): replacement = "&amp;"
        case UInt8(ascii: "<"): replacement = "&lt;"
        case UInt8(ascii: ">"): replacement = "&gt;"
        case UInt8(ascii: "\""): replacement = "&quot;"
        case UInt8(ascii: "'"): replacement = "&#39;"
        case 0...8, 11, 12, 14...31, 127: replacement = ""
        default: replacement = nil
        }
        if let replacement {
            text += value[plainUntil..<index]
            text += replacement
            plainUntil = bytes.index(after: index)
        }
        index = bytes.index(after: index)
    }
    text += plainUntil == bytes.startIndex ? value[...] : value[plainUntil...]
}

/// Whether ``escape(_:into:)`` does not leave `value` as it is.
private func isReplacedAnywhere(_ value: String) -> Bool {
    value.utf8.withContiguousStorageIfAvailable { bytes in bytes.contains(where: isReplaced) }
        ?? value.utf8.contains(where: isReplaced)
}

/// Line ends, tabs and everything from the space on but `"`, `&`, `'`, `<`, `>` and the deletion mark stay.
@inline(__always) private func isReplaced(_ byte: UInt8) -> Bool {
    if byte > 0x3E { return byte == 127 }
    if byte >= 0x20 { return (0x5000_00C4_0000_0000 as UInt64) &>> UInt64(byte) & 1 == 1 }
    return byte != 9 && byte != 10 && byte != 13
}
