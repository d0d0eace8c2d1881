package enum DatasetFormat: String, Sendable, CaseIterable {
    /// An object a line: either the data itself, or `{"id": …, "data": {…}}`.
    case jsonLines
    /// Label Studio's tasks: an array of the same objects.
    case jsonArray
    /// A header, then an item a row; every value is a text.
    case csv
    case tsv
}

/// Reads the items of a dataset from chunks of a file, in memory for one record and the ids seen so far.
///
/// A faulty record is named and left out; the others are kept. An item's id is the member or column `id`, or else the
/// number of its record.
package struct DatasetReader {
    package struct Limits: Sendable {
        package var maxRecordBytes: Int
        package var maxRecords: Int

        package init(maxRecordBytes: Int = 8 << 20, maxRecords: Int = 10_000_000) {
            self.maxRecordBytes = maxRecordBytes
            self.maxRecords = maxRecords
        }
    }

    package enum Outcome: Sendable, Equatable {
        case item(Item)
        case problem(Problem)
    }

    /// Set after a fault of the file as a whole, or too many records: what follows is not looked at.
    package private(set) var isStopped = false
    package private(set) var itemCount = 0
    package private(set) var problemCount = 0

    // One of the three. Each is taken out while it works, so that it is never copied together with what it holds.
    private var lines: LineSplitter?
    private var array: ArraySplitter?
    private var rows: CSVReader?
    private var records: RecordReader

    /// - Parameters:
    ///   - config: when given, every item must have the data that it shows.
    ///   - file: a name to put into problems.
    package init(_ format: DatasetFormat, config: LabelConfig? = nil, file: String? = nil, limits: Limits = Limits()) {
        switch format {
        case .jsonLines: lines = LineSplitter(maxRecordBytes: limits.maxRecordBytes)
        case .jsonArray: array = ArraySplitter(maxRecordBytes: limits.maxRecordBytes)
        case .csv: rows = CSVReader(maxRowBytes: limits.maxRecordBytes)
        case .tsv: rows = CSVReader(separator: 0x09, maxRowBytes: limits.maxRecordBytes)
        }
        records = RecordReader(
            config: config, file: file, maxRecords: limits.maxRecords, maxBytes: limits.maxRecordBytes)
    }

    /// Reads a file that is in memory.
    package static func read(
        _ bytes: [UInt8], _ format: DatasetFormat, config: LabelConfig? = nil, file: String? = nil,
        limits: Limits = Limits()
    ) -> (items: [Item], problems: [Problem]) {
        var reader = DatasetReader(format, config: config, file: file, limits: limits)
        var items: [Item] = []
        var problems: [Problem] = []
        for outcome in reader.feed(bytes) + reader.finish() {
            switch outcome {
            case .item(let item): items.append(item)
            case .problem(let problem): problems.append(problem)
            }
        }
        return (items, problems)
    }

    /// Takes the next part of the file; returns what has become complete, in order.
    package mutating func feed(_ chunk: [UInt8]) -> [Outcome] {
        chunk.withUnsafeBufferPointer { feed($0) }
    }

    package mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>) -> [Outcome] {
        if isStopped { return [] }
        if var splitter = lines.take() {
            splitter.feed(chunk) { records.take($0) }
            lines = splitter
        } else if var splitter = array.take() {
            splitter.feed(chunk) { records.take($0) }
            if let fault = splitter.fault { records.stop(fault) }
            array = splitter
        } else if var reader = rows.take() {
            reader.feed(chunk) { records.take($0) }
            rows = reader
        }
        return drain()
    }

    /// To be called once, after the last chunk.
    package mutating func finish() -> [Outcome] {
        if isStopped { return [] }
        if var splitter = lines.take() {
            splitter.finish { records.take($0) }
        } else if var splitter = array.take() {
            splitter.finish { records.take($0) }
            if let fault = splitter.fault { records.stop(fault) }
        } else if var reader = rows.take() {
            reader.finish { records.take($0) }
        }
        records.finish()
        let last = drain()
        isStopped = true
        return last
    }

    private mutating func drain() -> [Outcome] {
        let outcomes = records.takeOutcomes()
        isStopped = records.isStopped
        for outcome in outcomes {
            if case .item = outcome { itemCount += 1 } else { problemCount += 1 }
        }
        return outcomes
    }
}
