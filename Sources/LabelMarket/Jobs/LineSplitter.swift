/// Cuts a stream of bytes into lines without keeping more than one. A line ends with LF or CRLF.
struct LineSplitter: RowSplitter {
    private var held: [UInt8] = []
    private var line = 0
    private var overflowed = false
    let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func feed(_ bytes: ArraySlice<UInt8>, _ row: (RawRow) throws -> Void) throws {
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            try close(row)
            rest = rest[(end + 1)...]
        }
        keep(rest)
    }

    mutating func finish(_ row: (RawRow) throws -> Void) throws {
        if !held.isEmpty || overflowed { try close(row) }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        if overflowed { return }
        if held.count + bytes.count > limit {
            overflowed = true
            held.removeAll()
        } else {
            held += bytes
        }
    }

    private mutating func close(_ row: (RawRow) throws -> Void) throws {
        line += 1
        if held.last == UInt8(ascii: "\r") { held.removeLast() }
        if line == 1, held.starts(with: byteOrderMark) { held.removeFirst(3) }
        if overflowed || !held.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            try row(RawRow(line: line, bytes: held, isTooLong: overflowed))
        }
        held.removeAll(keepingCapacity: true)
        overflowed = false
    }
}

/// A row as it stands in the file.
struct RawRow {
    /// Counted from 1.
    let line: Int
    /// Empty when the row was longer than the limit.
    let bytes: [UInt8]
    let isTooLong: Bool
}

/// Cuts an upload into rows as it is read.
protocol RowSplitter {
    mutating func feed(_ bytes: ArraySlice<UInt8>, _ row: (RawRow) throws -> Void) throws
    /// The upload has ended.
    mutating func finish(_ row: (RawRow) throws -> Void) throws
}

let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
