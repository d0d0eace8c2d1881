/// Cuts comma-separated values (RFC 4180) into records as they arrive. The separator is what the header row has:
/// comma, tab or semicolon.
struct CSVSplitter {
    /// One record with the line, counted from 1, on which it starts.
    struct Record {
        let line: Int
        let fields: [[UInt8]]
        let isTooLong: Bool
        /// A quote in the middle of a field, or text after the closing one.
        let hasStrayQuote: Bool
    }

    private enum Place { case fieldStart, plain, quoted, afterQuote }

    private var place = Place.fieldStart
    private var separator: UInt8?
    private var fields: [[UInt8]] = []
    private var field: [UInt8] = []
    private var size = 0
    private var line = 1
    private var startLine = 1
    private var strayQuote = false
    let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func feed(_ bytes: ArraySlice<UInt8>, _ record: (Record) throws -> Void) throws {
        var bytes = bytes
        if separator == nil {
            if bytes.starts(with: byteOrderMark) { bytes = bytes.dropFirst(3) }
            separator = Self.separator(in: bytes)
        }
        for byte in bytes { try take(byte, record) }
    }

    /// - Throws: what `record` throws; an upload that ends inside quotes ends its last record as a stray quote.
    mutating func finish(_ record: (Record) throws -> Void) throws {
        if place == .quoted { strayQuote = true }
        if size > 0 || !fields.isEmpty || !field.isEmpty || place != .fieldStart { try close(record) }
    }

    private static func separator(in bytes: ArraySlice<UInt8>) -> UInt8 {
        let header = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
        return candidates.first { header.contains($0) } ?? UInt8(ascii: ",")
    }

    private mutating func take(_ byte: UInt8, _ record: (Record) throws -> Void) throws {
        size += 1
        let newline = byte == UInt8(ascii: "\n")
        if newline { line += 1 }
        switch place {
        case .quoted:
            if byte == UInt8(ascii: "\"") { place = .afterQuote } else { keep(byte) }
            return
        case .afterQuote where byte == UInt8(ascii: "\""):
            keep(byte)
            place = .quoted
            return
        case .fieldStart where byte == UInt8(ascii: "\""):
            place = .quoted
            return
        default: break
        }
        if byte == separator {
            endField()
        } else if newline {
            try close(record)
        } else if byte == UInt8(ascii: "\r") {
            return
        } else {
            if place == .afterQuote || byte == UInt8(ascii: "\"") { strayQuote = true }
            if place == .fieldStart { place = .plain }
            keep(byte)
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if size <= limit { field.append(byte) }
    }

    private mutating func endField() {
        if size <= limit { fields.append(field) }
        field.removeAll(keepingCapacity: true)
        place = .fieldStart
    }

    private mutating func close(_ record: (Record) throws -> Void) throws {
        let isBlank = fields.isEmpty && field.isEmpty && place == .fieldStart
        if !isBlank {
            endField()
            try record(
                Record(
                    line: startLine, fields: size > limit ? [] : fields, isTooLong: size > limit,
                    hasStrayQuote: strayQuote))
        }
        fields.removeAll(keepingCapacity: true)
        field.removeAll(keepingCapacity: true)
        place = .fieldStart
        strayQuote = false
        size = 0
        startLine = line
    }
}
