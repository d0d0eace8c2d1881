/// One record of a file as raw bytes; `bytes` is only valid while the record is being handled.
struct RawRecord {
    /// From 1.
    let index: Int
    /// The line, from 1, on which it begins.
    let line: Int
    let bytes: UnsafeBufferPointer<UInt8>
    /// Longer than allowed: `bytes` is empty.
    let isTooLong: Bool
}

/// Cuts a file that arrives in chunks into records, holding no more than one record.
protocol RecordSplitter {
    init(maxRecordBytes: Int)
    /// A fault after which nothing more can be read.
    var fault: Problem? { get }
    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (RawRecord) -> Void)
    mutating func finish(_ body: (RawRecord) -> Void)
}

/// Keeps the beginning of a record whose end has not arrived yet.
private struct Pending {
    let maxBytes: Int
    private var bytes: [UInt8] = []
    private var isTooLong = false

    init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    var isEmpty: Bool { bytes.isEmpty && !isTooLong }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        if isTooLong || more.count > maxBytes - bytes.count {
            isTooLong = true
            bytes = []
        } else {
            bytes.append(contentsOf: more)
        }
    }

    /// Hands over what was kept together with `last`, and starts anew.
    mutating func emit(_ last: UnsafeBufferPointer<UInt8>, index: Int, line: Int, _ body: (RawRecord) -> Void) {
        if bytes.isEmpty, !isTooLong, last.count <= maxBytes {
            return body(RawRecord(index: index, line: line, bytes: last, isTooLong: false))
        }
        append(last)
        bytes.withUnsafeBufferPointer {
            body(RawRecord(index: index, line: line, bytes: $0, isTooLong: isTooLong))
        }
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
    }
}

/// JSON Lines: a record a line; blank lines and a byte order mark are passed over.
struct LineSplitter: RecordSplitter {
    private var pending: Pending
    private var line = 1
    private var index = 0
    let fault: Problem? = nil

    init(maxRecordBytes: Int) {
        pending = Pending(maxBytes: maxRecordBytes)
    }

    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (RawRecord) -> Void) {
        var start = 0
        for position in chunk.indices where chunk[position] == 0x0A {
            end(UnsafeBufferPointer(rebasing: chunk[start..<position]), body)
            start = position + 1
        }
        pending.append(UnsafeBufferPointer(rebasing: chunk[start...]))
    }

    mutating func finish(_ body: (RawRecord) -> Void) {
        if !pending.isEmpty { end(UnsafeBufferPointer(start: nil, count: 0), body) }
    }

    private mutating func end(_ last: UnsafeBufferPointer<UInt8>, _ body: (RawRecord) -> Void) {
        var isBlank = false
        pending.emit(last, index: index + 1, line: line) { record in
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let skipped = record.line == 1 && record.bytes.starts(with: mark) ? 3 : 0
            let bytes = UnsafeBufferPointer(rebasing: record.bytes[skipped...])
            isBlank = !record.isTooLong && bytes.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
            if isBlank { return }
            body(RawRecord(index: record.index, line: record.line, bytes: bytes, isTooLong: record.isTooLong))
        }
        if !isBlank { index += 1 }
        line += 1
    }
}

/// A JSON array: its elements are the records. It only follows strings and brackets; the elements are parsed by others.
struct ArraySplitter: RecordSplitter {
    private enum Place { case start, beforeFirst, beforeElement, element, afterEnd }

    private var pending: Pending
    private(set) var fault: Problem?
    private var place = Place.start
    private var line = 1
    private var recordLine = 1
    private var index = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var markBytes = 0

    init(maxRecordBytes: Int) {
        pending = Pending(maxBytes: maxRecordBytes)
    }

    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>, _ body: (RawRecord) -> Void) {
        var start = 0
        var position = 0
        while position < chunk.count {
            if place == .element {
                guard let end = endOfElement(chunk, from: position) else { break }
                emit(UnsafeBufferPointer(rebasing: chunk[start..<end]), body)
                place = chunk[end] == UInt8(ascii: "]") ? .afterEnd : .beforeElement
                position = end + 1
            } else if stepOutside(chunk[position]) {
                start = position
                recordLine = line
                place = .element
            } else {
                if fault != nil { return }
                position += 1
            }
        }
        if place == .element { pending.append(UnsafeBufferPointer(rebasing: chunk[start...])) }
    }

    mutating func finish(_ body: (RawRecord) -> Void) {
        guard fault == nil, place != .afterEnd else { return }
        fault = Problem(place == .start ? .notAnArray : .truncated, record: place == .start ? 0 : index + 1, line: line)
    }

    private mutating func emit(_ last: UnsafeBufferPointer<UInt8>, _ body: (RawRecord) -> Void) {
        index += 1
        pending.emit(last, index: index, line: recordLine, body)
    }

    /// Where the comma or bracket after the present element stands, or nil when it is not in this chunk.
    private mutating func endOfElement(_ chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        // Local copies, so that the loop over every byte of a large file works in registers.
        var (depth, isInString, isEscaped, line) = (depth, isInString, isEscaped, line)
        defer { (self.depth, self.isInString, self.isEscaped, self.line) = (depth, isInString, isEscaped, line) }
        for position in start..<chunk.count {
            let byte = chunk[position]
            if byte == 0x0A { line += 1 }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0, byte == UInt8(ascii: "]") { return position }
                depth = max(0, depth - 1)
            case UInt8(ascii: ",") where depth == 0: return position
            default: break
            }
        }
        return nil
    }

    /// Whether an element begins here.
    private mutating func stepOutside(_ byte: UInt8) -> Bool {
        switch (place, byte) {
        case (_, 0x0A): line += 1
        case (_, 0x20), (_, 0x0D), (_, 0x09): return false
        case (.start, UInt8(ascii: "[")): place = .beforeFirst
        case (.start, 0xEF) where markBytes == 0, (.start, 0xBB) where markBytes == 1,
            (.start, 0xBF) where markBytes == 2:
            markBytes += 1
        case (.start, _): fault = Problem(.notAnArray, record: 0, line: line)
        case (.beforeFirst, UInt8(ascii: "]")): place = .afterEnd
        case (.afterEnd, _): fault = Problem(.trailingBytes, record: 0, line: line)
        case (.beforeElement, UInt8(ascii: "]")), (.beforeElement, UInt8(ascii: ",")),
            (.beforeFirst, UInt8(ascii: ",")):
            fault = Problem(.notJSON, record: index + 1, line: line, detail: "an element is missing")
        default: return true
        }
        return false
    }
}
