package import Storage

/// The identity of a thing of kind `Of`: 64 bits, time-ordered with random low bits, made by ``World``.
///
/// Its text is thirteen lower-case Crockford base-32 digits: short, free of look-alike letters, and not enumerable.
package struct ID<Of>: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Reads thirteen Crockford digits; lenient in case and in the look-alikes `o`, `i`, `l`.
    /// - Returns: nil when `text` is not an id, never a nearby one.
    package init?(text: some StringProtocol) {
        guard text.utf8.count == Crockford.length else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
            guard let digit = Crockford.value(of: byte) else { return nil }
            guard value >> 59 == 0 else { return nil }
            value = value << 5 | UInt64(digit)
        }
        guard value <= UInt64(Int64.max) else { return nil }
        rawValue = Int64(value)
    }

    package var description: String { Crockford.text(UInt64(rawValue)) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension ID: SQLBindable {
    package var sqlValue: SQLValue { .integer(rawValue) }
}

extension ID: SQLReadable {
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        self.init(rawValue: try Int64(sqlValue: sqlValue))
    }
}

/// Crockford's base 32: https://www.crockford.com/base32.html
private enum Crockford {
    static let length = 13
    static let alphabet: [UInt8] = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: length) { buffer in
            var rest = value
            for index in stride(from: length - 1, through: 0, by: -1) {
                buffer[index] = alphabet[Int(rest & 31)]
                rest >>= 5
            }
            return length
        }
    }

    static func value(of byte: UInt8) -> UInt8? {
        switch byte | 0x20 {
        case UInt8(ascii: "o"): return 0
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return 1
        case let letter where letter >= UInt8(ascii: "a"):
            return alphabet.firstIndex(of: letter).map { UInt8($0) }
        default:
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            return byte - UInt8(ascii: "0")
        }
    }
}
