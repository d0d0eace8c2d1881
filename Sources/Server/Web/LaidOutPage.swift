import HTTPTypes
import NIOCore

/// A page as bytes, with the places left open that are fresh in every answer: a form's key, and for a visitor the token.
struct LaidOutPage: Sendable {
    private struct Place {
        /// How many bytes of `markup` come before it.
        let offset: Int
        let isKey: Bool
    }

    let status: HTTPResponse.Status
    private let markup: ByteBuffer
    private let places: [Place]

    /// - Parameter token: fills the places of the token; nil leaves them open.
    init(_ html: HTML, status: HTTPResponse.Status, token: String?) {
        self.status = status
        var (markup, places) = (ByteBuffer(), [Place]())
        var text = html.text
        text.withUTF8 { bytes in
            markup = ByteBufferAllocator().buffer(capacity: bytes.count + (token?.utf8.count ?? 0) * 4)
            var plainFrom = 0
            while let mark = Self.firstMark(in: bytes, from: plainFrom) {
                markup.writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[plainFrom..<mark]))
                let isKey = bytes[mark] == HTML.keyMark
                if !isKey, let token {
                    markup.writeString(token)
                } else {
                    places.append(Place(offset: markup.readableBytes, isKey: isKey))
                }
                plainFrom = mark + 1
            }
            markup.writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[plainFrom...]))
        }
        self.markup = markup
        self.places = places
    }

    /// Index of the first byte of `bytes` at or after `start` that opens a place. Looks at eight bytes at a time: a byte
    /// below the lowest that text has, taken one from, borrows from its highest bit.
    private static func firstMark(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        let beyond = UInt64(HTML.highestMark) + 1
        var index = start
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if (word &- 0x0101_0101_0101_0101 &* beyond) & ~word & 0x8080_8080_8080_8080 != 0,
                let found = bytes[index..<index + 8].firstIndex(where: isMark)
            {
                return found
            }
            index += 8
        }
        return bytes[index...].firstIndex(where: isMark)
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte <= HTML.highestMark && byte > 0 }

    /// Bytes that keeping this page takes.
    var size: Int { markup.storageCapacity + places.count * MemoryLayout<Place>.stride }

    /// The whole page. `token` and `key` are asked once for each place that is open for them.
    func filled(token: () -> String, key: () -> String) -> ByteBuffer {
        if places.isEmpty { return markup }
        var page = ByteBuffer()
        page.reserveCapacity(markup.readableBytes + 64 * places.count)
        var rest = markup
        var done = 0
        for place in places {
            if var part = rest.readSlice(length: place.offset - done) { page.writeBuffer(&part) }
            page.writeString(place.isKey ? key() : token())
            done = place.offset
        }
        page.writeBuffer(&rest)
        return page
    }
}

extension HTML {
    // Control characters, which escaping takes out of everything that is not ours: nobody else can write one.
    fileprivate static let keyMark: UInt8 = 1
    fileprivate static let highestMark: UInt8 = 2

    /// Where a form's fresh key will stand.
    static let keyPlace = HTML(trusted: "\u{1}")
    /// Where the token of a visit's forms will stand.
    static let tokenPlace = HTML(trusted: "\u{2}")
}
