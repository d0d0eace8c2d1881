/// Reads rows as RFC 4180 describes them, from chunks, holding no more than one row.
///
/// Rows end with CR LF, LF or CR; fields may be quoted, with `""` for a quote; a byte order mark is passed over, and so
/// are empty lines.
package struct CSVReader {
    package struct Row: Sendable, Equatable {
        /// The line, from 1, on which it begins.
        package let line: Int
        package let fields: [[UInt8]]
        /// Something else than a separator follows a closing quote, or a quote stands inside an unquoted field.
        package let hasBadQuotes: Bool
        package let isTooLong: Bool
    }

    private enum Place { case fieldStart, bare, quoted, quoteInQuoted }

    private static let maxFields = 4_096

    private let separator: UInt8
    private let maxRowBytes: Int
    private var place = Place.fieldStart
    private var line = 1
    private var rowLine = 1
    private var fields: [[UInt8]] = []
    private var field: [UInt8] = []
    private var rowBytes = 0
    private var hasBadQuotes = false
    private var hasTooManyFields = false
    private var previousWasCR = false
    private var fileBytes = 0

    package init(separator: UInt8 = UInt8(ascii: ","), maxRowBytes: Int = 16 << 20) {
        self.separator = separator
        self.maxRowBytes = maxRowBytes
    }

    package mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (Row) -> Void) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        for byte in chunk {
            if fileBytes < 3 {
                fileBytes += 1
                if byte == mark[fileBytes - 1], rowBytes == 0 { continue }
                fileBytes = 3
            }
            let isSecondOfCRLF = previousWasCR && byte == 0x0A
            previousWasCR = byte == 0x0D
            if place != .quoted, byte == 0x0A || byte == 0x0D {
                if !isSecondOfCRLF { endRow(body) }
                continue
            }
            if byte == 0x0D || (byte == 0x0A && !isSecondOfCRLF) { line += 1 }
            step(byte)
        }
    }

    package mutating func finish(_ body: (Row) -> Void) {
        if place == .quoted { hasBadQuotes = true }
        if rowBytes > 0 { endRow(body) }
    }

    private mutating func step(_ byte: UInt8) {
        rowBytes += 1
        let quote = UInt8(ascii: "\"")
        switch place {
        case .fieldStart where byte == quote: place = .quoted
        case .fieldStart where byte != separator, .bare where byte != separator:
            place = .bare
            if byte == quote { hasBadQuotes = true }
            keep(byte)
        case .quoted where byte == quote: place = .quoteInQuoted
        case .quoted: keep(byte)
        case .quoteInQuoted where byte == quote:
            place = .quoted
            keep(byte)
        case .quoteInQuoted where byte != separator:
            hasBadQuotes = true
            place = .bare
            keep(byte)
        default: endField()
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if rowBytes <= maxRowBytes { field.append(byte) }
    }

    private mutating func endField() {
        if fields.count < Self.maxFields { fields.append(field) } else { hasTooManyFields = true }
        field.removeAll(keepingCapacity: true)
        place = .fieldStart
    }

    private mutating func endRow(_ body: (Row) -> Void) {
        if rowBytes > 0 {
            endField()
            let isTooLong = rowBytes > maxRowBytes || hasTooManyFields
            body(Row(line: rowLine, fields: fields, hasBadQuotes: hasBadQuotes, isTooLong: isTooLong))
        }
        fields.removeAll(keepingCapacity: true)
        place = .fieldStart
        rowBytes = 0
        hasBadQuotes = false
        hasTooManyFields = false
        line += 1
        rowLine = line
    }
}
