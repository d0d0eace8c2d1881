/// A refused file, with the line.
package struct FileFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    package let message: String
    package var description: String { "line \(line): \(message)" }
}

/// Cuts chunks of bytes into lines, and holds the unfinished last one. A line longer than the limit is refused before it
/// is kept, so that a file without line ends cannot fill the memory.
struct LineCutter {
    static let longestLine = 1 << 20
    private var rest: [UInt8] = []
    private(set) var line = 0

    /// Calls `body` with each whole line, without its line end.
    mutating func cut(
        _ chunk: [UInt8], _ body: (ArraySlice<UInt8>, Int) throws(FileFault) -> Void
    ) throws(FileFault) {
        var start = 0
        while let end = chunk[start...].firstIndex(of: 10) {
            line += 1
            if rest.isEmpty {
                try body(trimmed(chunk[start..<end]), line)
            } else {
                rest.append(contentsOf: chunk[start..<end])
                try checkLength(rest.count)
                let whole = rest
                rest.removeAll(keepingCapacity: true)
                try body(trimmed(whole[...]), line)
            }
            start = end + 1
        }
        try checkLength(rest.count + chunk.count - start)
        rest.append(contentsOf: chunk[start...])
    }

    /// Hands out a last line that has no line end.
    mutating func finish(_ body: (ArraySlice<UInt8>, Int) throws(FileFault) -> Void) throws(FileFault) {
        guard !rest.isEmpty else { return }
        line += 1
        let whole = rest
        rest = []
        try body(trimmed(whole[...]), line)
    }

    private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> { bytes.last == 13 ? bytes.dropLast() : bytes }

    private func checkLength(_ count: Int) throws(FileFault) {
        guard count <= Self.longestLine else { throw FileFault(line: line + 1, message: "longer than \(Self.longestLine) bytes") }
    }
}

/// Reads the fields of one line, separated by single spaces.
struct FieldReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    let line: Int

    init(_ bytes: ArraySlice<UInt8>, line: Int) {
        self.bytes = bytes
        self.line = line
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position >= bytes.endIndex }

    mutating func word(_ name: String) throws(FileFault) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.endIndex, bytes[position] != 32 { position += 1 }
        guard position > start else { throw fault("\(name) is missing") }
        let word = bytes[start..<position]
        if position < bytes.endIndex { position += 1 }
        return word
    }

    mutating func integer(_ name: StaticString) throws(FileFault) -> Int64 {
        var negative = false
        if position < bytes.endIndex, bytes[position] == UInt8(ascii: "-") {
            negative = true
            position += 1
        }
        let start = position
        var value: Int64 = 0
        while position < bytes.endIndex, bytes[position] != 32 {
            let digit = bytes[position] &- 48
            guard digit < 10 else { throw fault("\(name) is not an integer") }
            let (tens, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) = tens.addingReportingOverflow(Int64(digit))
            guard !first, !second else { throw fault("\(name) does not fit in 64 bits") }
            value = sum
            position += 1
        }
        guard position > start else { throw fault("\(name) is missing") }
        if position < bytes.endIndex { position += 1 }
        return negative ? -value : value
    }

    mutating func count(_ name: StaticString, upTo most: Int) throws(FileFault) -> Int {
        let value = try integer(name)
        guard value >= 0, value <= Int64(most) else { throw fault("\(name) \(value) is outside 0…\(most)") }
        return Int(value)
    }

    /// - Throws: when fields are left over.
    func end() throws(FileFault) {
        guard isAtEnd else { throw fault("more fields than expected") }
    }

    func fault(_ message: String) -> FileFault { FileFault(line: line, message: message) }
}
