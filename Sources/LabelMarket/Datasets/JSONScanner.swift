/// Checks one JSON text (RFC 8259) and tells where the members of its outermost object lie, without building values.
///
/// - Complexity: linear in the text, no allocation but for the members' keys.
struct JSONScanner {
    /// A member of the outermost object: its key and where its value lies.
    struct Member {
        let key: String
        let value: Range<Int>
    }

    enum Problem: Error, Equatable {
        /// The byte, counted from 1, at which the text stops being JSON.
        case syntax(at: Int)
        case notObject
        case repeatedKey(String)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index: Int
    private static let depthLimit = 64

    private init(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
        self.bytes = bytes
        self.index = index
    }

    /// The members of the object that fills `range`, in order.
    static func members(
        of bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) throws(Problem) -> [Member] {
        var scanner = JSONScanner(UnsafeBufferPointer(rebasing: bytes[..<range.upperBound]), at: range.lowerBound)
        scanner.skipSpace()
        guard scanner.peek == UInt8(ascii: "{") else {
            try scanner.value(depth: 0)
            throw .notObject
        }
        var members: [Member] = []
        try scanner.object(depth: 0, into: &members)
        scanner.skipSpace()
        guard scanner.index == range.upperBound else { throw scanner.syntax }
        for (position, member) in members.enumerated() where members[..<position].contains(where: { $0.key == member.key }) {
            throw .repeatedKey(member.key)
        }
        return members
    }

    private var syntax: Problem { .syntax(at: index + 1) }
    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func expect(_ byte: UInt8) throws(Problem) {
        guard peek == byte else { throw syntax }
        index += 1
    }

    private mutating func value(depth: Int) throws(Problem) {
        guard depth < Self.depthLimit else { throw syntax }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"):
            var none: [Member]?
            try object(depth: depth, into: &none)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func object(depth: Int, into members: inout [Member]) throws(Problem) {
        var found: [Member]? = members
        try object(depth: depth, into: &found)
        members = found ?? []
    }

    /// - Parameter members: nil to check without keeping.
    private mutating func object(depth: Int, into members: inout [Member]?) throws(Problem) {
        index += 1
        skipSpace()
        if peek == UInt8(ascii: "}") {
            index += 1
            return
        }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw syntax }
            let start = index
            try string()
            let end = index
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            let valueStart = index
            try value(depth: depth + 1)
            members?.append(Member(key: jsonText(bytes, start..<end), value: valueStart..<index))
            skipSpace()
            if peek == UInt8(ascii: ",") {
                index += 1
                continue
            }
            return try expect(UInt8(ascii: "}"))
        }
    }

    private mutating func array(depth: Int) throws(Problem) {
        index += 1
        skipSpace()
        if peek == UInt8(ascii: "]") {
            index += 1
            return
        }
        while true {
            try value(depth: depth + 1)
            skipSpace()
            if peek == UInt8(ascii: ",") {
                index += 1
                continue
            }
            return try expect(UInt8(ascii: "]"))
        }
    }

    private mutating func string() throws(Problem) {
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"):
                index += 1
                switch peek {
                case UInt8(ascii: "u"):
                    for offset in 1...4 {
                        guard index + offset < bytes.count, hexadecimalDigit(bytes[index + offset]) != nil else {
                            throw syntax
                        }
                    }
                    index += 5
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                    UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                    index += 1
                default: throw syntax
                }
            case 0..<0x20: throw syntax
            default: index += 1
            }
        }
        throw syntax
    }

    private mutating func word(_ word: StaticString) throws(Problem) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard peek == word.utf8Start[offset] else { throw syntax }
            index += 1
        }
    }

    private mutating func digits() throws(Problem) {
        guard let first = peek, (48...57).contains(first) else { throw syntax }
        while let byte = peek, (48...57).contains(byte) { index += 1 }
    }

    private mutating func number() throws(Problem) {
        if peek == UInt8(ascii: "-") { index += 1 }
        if peek == UInt8(ascii: "0") { index += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
    }
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte - 48)
    case 65...70: UInt32(byte - 55)
    case 97...102: UInt32(byte - 87)
    default: nil
    }
}

/// The text of a scanned JSON string whose quotes stand at the ends of `range`; a lone surrogate becomes U+FFFD.
func jsonText(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    let inner = range.lowerBound + 1..<range.upperBound - 1
    let slice = UnsafeBufferPointer(rebasing: bytes[inner])
    guard slice.contains(UInt8(ascii: "\\")) else { return String(decoding: slice, as: UTF8.self) }
    var units: [UInt16] = []
    var text = ""
    var plain: [UInt8] = []
    var index = 0
    func flush(_ text: inout String) {
        text += String(decoding: plain, as: UTF8.self)
        text += String(decoding: units, as: UTF16.self)
        plain = []
        units = []
    }
    while index < slice.count {
        let byte = slice[index]
        if byte == UInt8(ascii: "\\") {
            let escape = slice[index + 1]
            if escape == UInt8(ascii: "u") {
                if !plain.isEmpty { flush(&text) }
                units.append((2...5).reduce(UInt16(0)) { $0 << 4 | UInt16(hexadecimalDigit(slice[index + $1]) ?? 0) })
                index += 6
                continue
            }
            if !units.isEmpty { flush(&text) }
            plain.append(unescaped(escape))
            index += 2
        } else {
            if !units.isEmpty { flush(&text) }
            plain.append(byte)
            index += 1
        }
    }
    flush(&text)
    return text
}

private func unescaped(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: byte
    }
}

/// Appends `text` as a JSON string with its quotes.
func appendJSON(_ text: String, to json: inout String) {
    json += "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": json += "\\\""
        case "\\": json += "\\\\"
        case "\n": json += "\\n"
        case "\r": json += "\\r"
        case "\t": json += "\\t"
        case "\u{0}"..<"\u{20}": json += "\\u00" + hexadecimal([UInt8(scalar.value)])
        default: json.unicodeScalars.append(scalar)
        }
    }
    json += "\""
}
