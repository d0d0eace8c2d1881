internal import Crypto

/// Values written so that equal bytes mean equal values: integers in 8 big-endian bytes, texts and blobs with their
/// length before them, an absent value as a zero byte.
package struct CanonicalBytes: Sendable {
    package var bytes: [UInt8] = []

    package init() {}

    package mutating func append(_ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func append(_ value: Int64?) {
        bytes.append(value == nil ? 0 : 1)
        if let value { append(value) }
    }

    package mutating func append(_ text: String) {
        append(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func append(_ blob: [UInt8]) {
        append(Int64(blob.count))
        bytes.append(contentsOf: blob)
    }

    package func sha256() -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// The SHA-256 of `bytes`.
package func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

/// Reads pairs of lower-case hexadecimal digits.
/// - Returns: nil when `text` is anything else.
func bytes(hexadecimal text: String) -> [UInt8]? {
    guard text.utf8.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        default: return nil
        }
        if let first = high {
            bytes.append(first << 4 | digit)
            high = nil
        } else {
            high = digit
        }
    }
    return bytes
}
