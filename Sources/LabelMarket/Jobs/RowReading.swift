internal import Annotations
internal import Storage

/// An item on its way into the database.
struct NewItem: Sendable {
    var number = 0
    let key: String
    let data: String
    var image: (blob: BlobKey, header: ImageHeader)?
}

/// What has been read of an upload so far. Items gather until ``takeItems()``; problems are counted, and the first few
/// kept.
struct Harvest {
    static let keptProblems = 20

    private(set) var itemCount = 0
    private(set) var characterCount = 0
    private(set) var problemCount = 0
    private(set) var problems: [RowProblem] = []
    private var waiting: [NewItem] = []
    private var waitingBytes = 0
    /// Keys that all items so far have; nil before the first.
    private var commonKeys: [String]?

    var dataKeys: [String] { (commonKeys ?? []).sorted() }
    var isFull: Bool { waiting.count >= 1000 || waitingBytes >= 1 << 20 }

    mutating func add(_ item: NewItem, keys: [String], characters: Int) throws {
        guard itemCount < DatasetLimits.itemCount else {
            throw DatasetRefusal.tooManyItems(limit: DatasetLimits.itemCount)
        }
        itemCount += 1
        characterCount += characters
        var item = item
        item.number = itemCount
        waiting.append(item)
        waitingBytes += item.data.utf8.count + 100
        guard let common = commonKeys else { return commonKeys = keys }
        if common != keys { commonKeys = common.filter(keys.contains) }
    }

    mutating func add(_ problem: RowProblem) {
        problemCount += 1
        if problems.count < Self.keptProblems { problems.append(problem) }
    }

    mutating func takeItems() -> [NewItem] {
        defer {
            waiting = []
            waitingBytes = 0
        }
        return waiting
    }
}

/// What an upload may hold.
package enum DatasetLimits {
    /// Bytes of an upload.
    package static let uploadBytes = 2 << 30
    /// Uploads up to this many bytes are read while the sender waits; larger ones by the worker.
    package static let readAtOnceBytes = 64 << 20
    package static let itemCount = 2_000_000
    /// Bytes of a row, or of a text file.
    package static let rowBytes = 1 << 20
    /// Bytes of one image.
    package static let imageBytes = 64 << 20
    /// Pixels of one image.
    package static let imagePixels = 100_000_000
    /// Bytes that an archive may hold unpacked.
    package static let unpackedBytes = 4 << 30
    /// Unpacked bytes for each byte of the archive; deflate on real images and texts stays far below.
    package static let ratio = 100
    package static let archiveEntries = 200_000
    package static let columns = 500
}

/// Turns the rows of one format into items and problems.
protocol RowReading {
    mutating func feed(_ bytes: ArraySlice<UInt8>, into harvest: inout Harvest) throws
    mutating func finish(into harvest: inout Harvest) throws
}

/// JSON objects, a row each: from JSON Lines, or the elements of an array. An object that has a `data` object is a Label
/// Studio task, and that is its data.
struct ObjectReading<Splitter: RowSplitter>: RowReading {
    var splitter: Splitter

    mutating func feed(_ bytes: ArraySlice<UInt8>, into harvest: inout Harvest) throws {
        try splitter.feed(bytes) { try Self.read($0, into: &harvest) }
    }

    mutating func finish(into harvest: inout Harvest) throws {
        try splitter.finish { try Self.read($0, into: &harvest) }
    }

    private static func read(_ row: RawRow, into harvest: inout Harvest) throws {
        func problem(_ reason: RowProblem.Reason, _ detail: String = "") {
            harvest.add(RowProblem(line: row.line, place: "", reason: reason, detail: detail))
        }
        if row.isTooLong { return problem(.tooLong, String(DatasetLimits.rowBytes >> 10)) }
        do {
            let value = try JSONParser.parse(row.bytes, line: row.line)
            guard let whole = value.object else { return problem(.notObject) }
            let data = whole["data"]?.object ?? whole
            if data.isEmpty { return problem(.emptyObject) }
            let id = (whole["id"] ?? data["id"]).flatMap { $0.string ?? $0.number?.text }
            let characters = data.members.reduce(0) { $0 + ($1.value.string?.unicodeScalars.count ?? 0) }
            try harvest.add(
                NewItem(key: itemKey(id, row: row.line), data: JSON.object(data).text, image: nil), keys: data.keys,
                characters: characters)
        } catch let error as JSONError {
            switch error.code {
            case .duplicateKey: problem(.repeatedKey)
            default: problem(String(validating: row.bytes, as: UTF8.self) == nil ? .notUTF8 : .notJSON, "\(error.offset + 1)")
            }
        }
    }
}

/// A name for the item that people can find it by: its own id when that is short, else where it stood.
func itemKey(_ id: String?, row: Int) -> String {
    if let id, (1...100).contains(id.utf8.count) { return id }
    return String(row)
}

/// CSV records: the first names the columns, every further one is an item of text fields. The separator is what the
/// header row has: comma, tab or semicolon.
struct TableReading: RowReading {
    private var reader: CSVReader?
    private var columns: [String]?

    mutating func feed(_ bytes: ArraySlice<UInt8>, into harvest: inout Harvest) throws {
        if reader == nil {
            reader = CSVReader(separator: Self.separator(in: bytes), maxRowBytes: DatasetLimits.rowBytes)
        }
        var rows: [CSVReader.Row] = []
        bytes.withUnsafeBufferPointer { piece in reader?.feed(piece) { rows.append($0) } }
        for row in rows { try Self.read(row, &columns, into: &harvest) }
    }

    mutating func finish(into harvest: inout Harvest) throws {
        var rows: [CSVReader.Row] = []
        reader?.finish { rows.append($0) }
        for row in rows { try Self.read(row, &columns, into: &harvest) }
    }

    private static func separator(in bytes: ArraySlice<UInt8>) -> UInt8 {
        let header = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
        return candidates.first { header.contains($0) } ?? UInt8(ascii: ",")
    }

    private static func read(
        _ record: CSVReader.Row, _ columns: inout [String]?, into harvest: inout Harvest
    ) throws {
        guard let names = columns else { return columns = try header(record) }
        func problem(_ reason: RowProblem.Reason, _ detail: String = "") {
            harvest.add(RowProblem(line: record.line, place: "", reason: reason, detail: detail))
        }
        if record.isTooLong { return problem(.tooLong, String(DatasetLimits.rowBytes >> 10)) }
        if record.hasBadQuotes { return problem(.strayQuote) }
        guard record.fields.count == names.count else { return problem(.ragged, "\(names.count)/\(record.fields.count)") }
        if record.fields.allSatisfy(\.isEmpty) { return problem(.emptyRow) }
        var data = JSONObject()
        var characters = 0
        for (name, bytes) in zip(names, record.fields) {
            guard let value = String(validating: bytes, as: UTF8.self) else { return problem(.notUTF8) }
            data[name] = .string(value)
            characters += value.unicodeScalars.count
        }
        let key = itemKey(data["id"]?.string, row: record.line)
        try harvest.add(NewItem(key: key, data: JSON.object(data).text, image: nil), keys: names, characters: characters)
    }

    private static func header(_ record: CSVReader.Row) throws -> [String] {
        guard !record.isTooLong, !record.hasBadQuotes, record.fields.count <= DatasetLimits.columns else {
            throw DatasetRefusal.badHeader(column: 0)
        }
        var names: [String] = []
        for (index, field) in record.fields.enumerated() {
            guard let name = String(validating: field, as: UTF8.self) else { throw DatasetRefusal.notUTF8 }
            guard !name.isEmpty, !names.contains(name) else { throw DatasetRefusal.badHeader(column: index + 1) }
            names.append(name)
        }
        return names
    }
}
