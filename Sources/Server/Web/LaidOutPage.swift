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
        var rest = html.text[...]
        markup.reserveCapacity(rest.utf8.count + 256)
        while let mark = rest.utf8.firstIndex(where: { $0 <= HTML.highestMark && $0 > 0 }) {
            markup.writeSubstring(rest[..<mark])
            let isKey = rest.utf8[mark] == HTML.keyMark
            if !isKey, let token {
                markup.writeString(token)
            } else {
                places.append(Place(offset: markup.readableBytes, isKey: isKey))
            }
            rest = rest[rest.utf8.index(after: mark)...]
        }
        markup.writeSubstring(rest)
        self.markup = markup
        self.places = places
    }

    /// Bytes that keeping this page takes.
    var size: Int { markup.readableBytes + places.count * MemoryLayout<Place>.stride }

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
