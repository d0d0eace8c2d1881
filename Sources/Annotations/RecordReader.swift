/// Turns raw records into items, and keeps what the whole file must satisfy: unique ids, one header.
struct RecordReader {
    private let config: LabelConfig?
    private let file: String?
    private let maxRecords: Int
    private let limits: JSONParser.Limits
    private(set) var isStopped = false
    private var outcomes: [DatasetReader.Outcome] = []
    private var ids: Set<String> = []
    private var header: [String] = []
    private var recordCount = 0

    init(config: LabelConfig?, file: String?, maxRecords: Int, maxBytes: Int) {
        self.config = config
        self.file = file
        self.maxRecords = maxRecords
        limits = JSONParser.Limits(maxBytes: maxBytes)
    }

    mutating func takeOutcomes() -> [DatasetReader.Outcome] {
        defer { outcomes = [] }
        return outcomes
    }

    mutating func stop(_ problem: Problem) {
        if isStopped { return }
        report(problem)
        isStopped = true
    }

    mutating func finish() {
        if recordCount == 0, !isStopped { report(Problem(.emptyFile, record: 0)) }
    }

    private mutating func report(_ problem: Problem) {
        var problem = problem
        problem.file = file
        outcomes.append(.problem(problem))
    }

    private mutating func countRecord(_ line: Int) -> Bool {
        if isStopped { return false }
        recordCount += 1
        if recordCount > maxRecords { stop(Problem(.fileTooLong, record: 0, line: line, detail: "\(maxRecords)")) }
        return !isStopped
    }

    // MARK: JSON

    mutating func take(_ record: RawRecord) {
        guard countRecord(record.line) else { return }
        do {
            try accept(try Self.item(record, limits: limits), record.index, record.line)
        } catch {
            report(error)
        }
    }

    static func value(_ record: RawRecord, limits: JSONParser.Limits) throws(Problem) -> JSONObject {
        if record.isTooLong { throw Problem(.recordTooLong, record: record.index, line: record.line) }
        let value: JSON
        do {
            value = try JSONParser.parse(record.bytes, limits: limits, line: record.line)
        } catch {
            throw Problem(.notJSON, record: record.index, line: error.line, detail: error.description)
        }
        guard let object = value.object else { throw Problem(.notAnObject, record: record.index, line: record.line) }
        return object
    }

    private static func item(_ record: RawRecord, limits: JSONParser.Limits) throws(Problem) -> Item {
        let object = try value(record, limits: limits)
        var id = String(record.index)
        if let given = object["id"], given != .null {
            guard let text = given.string ?? given.int.map(String.init), !text.isEmpty else {
                throw Problem(.badID, record: record.index, line: record.line)
            }
            id = text
        }
        // `data` is Label Studio's envelope when it is an object; a text called data is just data.
        switch object["data"] {
        case .object(let data)?: return Item(id: id, data: data)
        case .array?, .null?:
            throw Problem(.badData, record: record.index, line: record.line, itemID: id)
        default: return Item(id: id, data: object)
        }
    }

    private mutating func accept(_ item: Item, _ record: Int, _ line: Int) throws(Problem) {
        if ids.contains(item.id) { throw Problem(.duplicateItem, record: record, line: line, itemID: item.id) }
        let problems = config?.problems(of: item, record: record, line: line) ?? []
        if problems.isEmpty {
            ids.insert(item.id)
            outcomes.append(.item(item))
        }
        for problem in problems { report(problem) }
    }

    // MARK: Rows

    mutating func take(_ row: CSVReader.Row) {
        if isStopped { return }
        if header.isEmpty { return readHeader(row) }
        guard countRecord(row.line) else { return }
        do {
            try accept(try item(row), recordCount, row.line)
        } catch {
            report(error)
        }
    }

    private mutating func readHeader(_ row: CSVReader.Row) {
        do {
            header = try texts(row, record: 0)
        } catch {
            return stop(error)
        }
        var seen: Set<String> = []
        for name in header {
            if name.isEmpty { return stop(Problem(.emptyColumnName, record: 0, line: row.line)) }
            if !seen.insert(name).inserted {
                return stop(Problem(.duplicateColumn, record: 0, line: row.line, detail: name))
            }
        }
    }

    private func texts(_ row: CSVReader.Row, record: Int) throws(Problem) -> [String] {
        if row.isTooLong { throw Problem(.recordTooLong, record: record, line: row.line) }
        if row.hasBadQuotes { throw Problem(.badQuotes, record: record, line: row.line) }
        var texts: [String] = []
        for field in row.fields {
            guard let text = String(validating: field, as: UTF8.self) else {
                throw Problem(.notUTF8, record: record, line: row.line)
            }
            texts.append(text)
        }
        return texts
    }

    private func item(_ row: CSVReader.Row) throws(Problem) -> Item {
        let texts = try texts(row, record: recordCount)
        guard texts.count == header.count else {
            let detail = "\(texts.count) fields, \(header.count) columns"
            throw Problem(.raggedRow, record: recordCount, line: row.line, detail: detail)
        }
        let members = zip(header, texts).map { JSONObject.Member(key: $0, value: .string($1)) }
        let data = JSONObject(unique: members)
        let id = data["id"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? String(recordCount)
        return Item(id: id, data: data)
    }
}
