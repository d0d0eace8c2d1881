/// Why a text is not JSON, and where.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case unexpectedEnd, unexpectedByte, badNumber, badEscape, badString, duplicateKey, tooDeep, tooLong,
            trailingBytes
    }

    package let code: Code
    /// From 1.
    package let line: Int
    /// Byte from the start of the text, from 0.
    package let offset: Int

    package var description: String {
        let reason =
            switch code {
            case .unexpectedEnd: "the text ends too early"
            case .unexpectedByte: "an unexpected character"
            case .badNumber: "not a number"
            case .badEscape: "an escape that means nothing"
            case .badString: "a control character or bytes that are not UTF-8 in a string"
            case .duplicateKey: "the same key twice in one object"
            case .tooDeep: "nested too deep"
            case .tooLong: "too long"
            case .trailingBytes: "something follows the value"
            }
        return "line \(line), byte \(offset): \(reason)"
    }
}

/// A strict reader of RFC 8259: UTF-8 only, no duplicate keys, no lone surrogates, nothing lenient.
package struct JSONParser {
    package struct Limits: Sendable {
        package var maxBytes: Int
        package var maxDepth: Int

        package init(maxBytes: Int = 64 << 20, maxDepth: Int = 64) {
            self.maxBytes = maxBytes
            self.maxDepth = maxDepth
        }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let maxDepth: Int
    private var position = 0
    private var depth = 0

    /// - Parameter line: the number of the text's first line, for messages.
    package static func parse(
        _ bytes: [UInt8], limits: Limits = Limits(), line: Int = 1
    ) throws(JSONError) -> JSON {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            try parse(buffer, limits: limits, line: line)
        }
    }

    package static func parse(_ text: String) throws(JSONError) -> JSON { try parse(Array(text.utf8)) }

    static func parse(
        _ buffer: UnsafeBufferPointer<UInt8>, limits: Limits, line: Int
    ) throws(JSONError) -> JSON {
        guard buffer.count <= limits.maxBytes else {
            throw JSONError(code: .tooLong, line: line, offset: limits.maxBytes)
        }
        var parser = JSONParser(bytes: buffer, maxDepth: limits.maxDepth)
        do {
            return try parser.document()
        } catch {
            let newlines = buffer.prefix(error.offset).count { $0 == 0x0A }
            throw JSONError(code: error.code, line: line + newlines, offset: error.offset)
        }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    private func failure(_ code: JSONError.Code) -> JSONError {
        position < bytes.count || code == .tooDeep
            ? JSONError(code: code, line: 0, offset: position)
            : JSONError(code: .unexpectedEnd, line: 0, offset: bytes.count)
    }

    private mutating func document() throws(JSONError) -> JSON {
        skipSpace()
        let value = try value()
        skipSpace()
        if position < bytes.count { throw failure(.trailingBytes) }
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONError) -> JSON {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == word.utf8Start[index] else {
                throw failure(.unexpectedByte)
            }
            position += 1
        }
        return value
    }

    private mutating func enter() throws(JSONError) {
        if depth == maxDepth { throw failure(.tooDeep) }
        depth += 1
        position += 1
        skipSpace()
    }

    /// After an element: true when another follows, false at the closing byte.
    private mutating func continues(_ closing: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        let byte = bytes[position]
        guard byte == closing || byte == UInt8(ascii: ",") else { throw failure(.unexpectedByte) }
        position += 1
        if byte == closing {
            depth -= 1
            return false
        }
        skipSpace()
        return true
    }

    private mutating func isEmpty(_ closing: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == closing else { return false }
        position += 1
        depth -= 1
        return true
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        var elements: [JSON] = []
        if isEmpty(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value()) } while try continues(UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        if isEmpty(UInt8(ascii: "}")) { return .object(JSONObject()) }
        repeat {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let start = position
            let key = try string()
            // Few members are compared one by one, many through a set: neither grows with the square.
            if members.count == 16 { seen = Set(members.map(\.key)) }
            let isNew = members.count < 16 ? !members.contains { $0.key == key } : seen.insert(key).inserted
            if !isNew { throw JSONError(code: .duplicateKey, line: 0, offset: start) }
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
            position += 1
            skipSpace()
            members.append(JSONObject.Member(key: key, value: try value()))
        } while try continues(UInt8(ascii: "}"))
        return .object(JSONObject(unique: members))
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
        if position == start { throw failure(.badNumber) }
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits()
        }
        if position < bytes.count, bytes[position] &- 0x30 < 10 { throw failure(.badNumber) }
        return JSONNumber(
            verified: String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self))
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var allBits: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let slice = UnsafeBufferPointer(rebasing: bytes[start..<position])
                // ASCII needs no validation, and most keys and numbers are.
                let text = allBits < 0x80 ? String(decoding: slice, as: UTF8.self) : try validated(slice, at: start)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw failure(.badString) }
            allBits |= byte
            position += 1
        }
        throw failure(.unexpectedEnd)
    }

    private func validated(_ slice: some Sequence<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError(code: .badString, line: 0, offset: start)
        }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var decoded = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try validated(decoded, at: start)
            case UInt8(ascii: "\\"): try escape(into: &decoded)
            case 0..<0x20:
                position -= 1
                throw failure(.badString)
            default: decoded.append(byte)
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: try unicodeEscape())
        default:
            position -= 1
            throw failure(.badEscape)
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> String.UTF8View {
        var value = try fourHexDigits()
        if value & 0xFC00 == 0xD800, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try fourHexDigits()
            guard low & 0xFC00 == 0xDC00 else { throw failure(.badEscape) }
            value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(value) else { throw failure(.badEscape) }
        return String(scalar).utf8
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw failure(.badEscape)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
