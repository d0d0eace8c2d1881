/// Cuts a JSON array into the texts of its elements as it arrives; what an element holds is checked by its reader.
struct ArraySplitter: RowSplitter {
    private enum Place { case start, element, between, end }

    private var place = Place.start
    private var held: [UInt8] = []
    private var depth = 0
    private var inString = false
    private var escaped = false
    private var overflowed = false
    private var element = 0
    private var isFirst = true
    let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func feed(_ bytes: ArraySlice<UInt8>, _ row: (RawRow) throws -> Void) throws {
        var bytes = bytes
        if isFirst, bytes.starts(with: byteOrderMark) { bytes = bytes.dropFirst(3) }
        isFirst = false
        for byte in bytes { try take(byte, row) }
    }

    mutating func finish(_ row: (RawRow) throws -> Void) throws {
        guard place == .end else { throw DatasetRefusal.brokenArray }
    }

    private mutating func take(_ byte: UInt8, _ row: (RawRow) throws -> Void) throws {
        let isSpace = byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        switch place {
        case .start:
            if isSpace { return }
            guard byte == UInt8(ascii: "[") else { throw DatasetRefusal.brokenArray }
            place = .between
        case .end:
            guard isSpace else { throw DatasetRefusal.brokenArray }
        case .between:
            if isSpace { return }
            if byte == UInt8(ascii: "]"), element == 0 {
                place = .end
                return
            }
            place = .element
            try inside(byte, row)
        case .element: try inside(byte, row)
        }
    }

    private mutating func inside(_ byte: UInt8, _ row: (RawRow) throws -> Void) throws {
        if inString {
            if escaped { escaped = false } else if byte == UInt8(ascii: "\\") { escaped = true }
            else if byte == UInt8(ascii: "\"") { inString = false }
            return keep(byte)
        }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: "]"):
            if depth == 0 {
                try close(row)
                place = .end
                return
            }
            depth -= 1
        case UInt8(ascii: ","):
            if depth == 0 {
                try close(row)
                place = .between
                return
            }
        default: break
        }
        guard depth >= 0 else { throw DatasetRefusal.brokenArray }
        keep(byte)
    }

    private mutating func keep(_ byte: UInt8) {
        if overflowed { return }
        if held.count == limit {
            overflowed = true
            held.removeAll()
        } else {
            held.append(byte)
        }
    }

    private mutating func close(_ row: (RawRow) throws -> Void) throws {
        element += 1
        try row(RawRow(line: element, bytes: held, isTooLong: overflowed))
        held.removeAll(keepingCapacity: true)
        overflowed = false
    }
}
