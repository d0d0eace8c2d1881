/// A text in which positions are counted in Unicode code points, as Label Studio has counted them since 2022.
struct TextIndex {
    private let bytes: [UInt8]
    /// Where each code point begins, and at last the end; nil when every one is a single byte.
    private let starts: [Int]?
    private let hasSurrogates: Bool

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        hasSurrogates = bytes.contains { $0 >= 0xF0 }
        if bytes.allSatisfy({ $0 < 0x80 }) {
            starts = nil
        } else {
            starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
        }
    }

    var count: Int { starts.map { $0.count - 1 } ?? bytes.count }

    /// The bytes between two positions, or nil when they lie outside.
    func slice(_ start: Int, _ end: Int) -> ArraySlice<UInt8>? {
        guard start >= 0, start <= end, end <= count else { return nil }
        if let starts { return bytes[starts[start]..<starts[end]] }
        return bytes[start..<end]
    }

    /// The position that a count of UTF-16 units means, as older files have it; nil when both counts are the same
    /// anyway, or in the middle of a pair.
    ///
    /// - Complexity: O(n)
    func position(utf16 offset: Int) -> Int? {
        guard hasSurrogates, let starts else { return nil }
        var units = 0
        for (position, start) in starts.enumerated() {
            if units == offset { return position }
            if start < bytes.count { units += bytes[start] >= 0xF0 ? 2 : 1 }
        }
        return nil
    }
}
