internal import Annotations
internal import Storage

/// Reads label files against the items of a lot, and writes tasks and labels as Label Studio files.
enum LabelFiles {
    /// The most problems that are kept of one upload.
    static let problemLimit = 500
    /// The longest file that is read, in bytes.
    static let byteLimit = 256 << 20

    /// What an upload came to.
    struct Outcome: Sendable {
        var records: [LabelRecord] = []
        var problems: [UploadProblem] = []
    }

    /// Checks every record of `blob` against the label config and the `items` of the contract.
    static func read(
        _ blob: BlobKey, from blobs: BlobStore, _ contract: Contract, items: ClosedRange<Int>,
        in transaction: ReadTransaction
    ) throws -> Outcome {
        let config = try config(of: contract)
        var outcome = Outcome()
        var reader: LabelFileReader?
        func find(_ id: String) throws -> Annotations.Item? {
            guard let number = Int(id), String(number) == id, items.contains(number) else { return nil }
            return try item(number, of: contract, in: transaction)
        }
        func take(_ outcomes: [LabelFileReader.Outcome]) throws {
            for found in outcomes {
                switch found {
                case .accepted(let labeled): outcome.records.append(try record(labeled, find(labeled.itemID), config))
                case .problem(let problem) where outcome.problems.count < problemLimit:
                    outcome.problems.append(UploadProblem(problem))
                case .problem: break
                }
            }
        }
        try blobs.each(blob) { chunk in
            if reader == nil { reader = LabelFileReader(format(chunk), config: config) }
            try take(reader?.feed(Array(chunk), item: find) ?? [])
        }
        try take(reader?.finish(item: find) ?? [.problem(Problem(.emptyFile, record: 0))])
        return outcome
    }

    /// An array when the first character that is not a space opens one; lines otherwise.
    private static func format(_ start: ArraySlice<UInt8>) -> LabelFileFormat {
        let skipped: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        return start.first { !skipped.contains($0) } == UInt8(ascii: "{") ? .jsonLines : .jsonArray
    }

    private static func record(
        _ labeled: LabeledItem, _ item: Annotations.Item?, _ config: LabelConfig
    ) throws -> LabelRecord {
        guard let item, let number = Int(labeled.itemID) else { throw CommonRefusal.notFound }
        let task = LabelStudio.task(item, labeled, config: config)
        return LabelRecord(
            itemNumber: number, annotations: (task["annotations"] ?? .array([])).text,
            labelCount: labeled.annotations.reduce(0) { $0 + $1.results.count }, decision: nil, reason: nil)
    }

    static func config(of contract: Contract) throws -> LabelConfig { try LabelConfig.parse(contract.labelConfig) }

    /// One item under its number, which is its id in every file that leaves or enters the market.
    static func item(
        _ number: Int, of contract: Contract, in transaction: ReadTransaction
    ) throws -> Annotations.Item? {
        try Jobs.items(of: contract.dataset, numbers: number...number, in: transaction).first.map(portable)
    }

    static func portable(_ item: Item) throws -> Annotations.Item {
        Annotations.Item(id: String(item.number), data: try JSONParser.parse(item.data).object ?? JSONObject())
    }

    /// The lot's items as tasks to be imported by Label Studio.
    static func tasks(_ contract: Contract, _ lot: Lot, in transaction: ReadTransaction) throws -> [UInt8] {
        var bytes = Array("[".utf8)
        for (index, item) in try Jobs.items(of: contract.dataset, numbers: lot.items, in: transaction).enumerated() {
            bytes += (index == 0 ? "\n" : ",\n").utf8
            LabelStudio.task(try portable(item)).write(to: &bytes)
        }
        return bytes + Array("\n]\n".utf8)
    }

    /// The accepted labels of a delivery with their items, as Label Studio exports them.
    static func labels(
        _ contract: Contract, _ delivery: Delivery, in transaction: ReadTransaction
    ) throws -> [UInt8] {
        var bytes = Array("[".utf8)
        var isFirst = true
        try transaction.each(
            """
            SELECT \(LabelRecord.columns) FROM label_record
            WHERE delivery = \(delivery.id) AND decision = \(LabelRecord.Decision.accepted) ORDER BY item_number
            """
        ) { row in
            let record = try LabelRecord(row)
            guard let item = try item(record.itemNumber, of: contract, in: transaction) else { return }
            var task = LabelStudio.task(item).object ?? JSONObject()
            task["annotations"] = try JSONParser.parse(record.annotations)
            bytes += (isFirst ? "\n" : ",\n").utf8
            isFirst = false
            JSON.object(task).write(to: &bytes)
        }
        return bytes + Array("\n]\n".utf8)
    }

    /// The labels of one record, understood; empty for a record that no longer reads.
    static func annotations(
        _ annotations: String, _ item: Annotations.Item, _ config: LabelConfig
    ) throws -> [Annotation] {
        var task = LabelStudio.task(item).object ?? JSONObject()
        task["annotations"] = try JSONParser.parse(annotations)
        let bytes = JSON.array([.object(task)]).bytes
        let read = LabelFileReader.read(bytes, .jsonArray, config: config) { $0 == item.id ? item : nil }
        return read.accepted.first?.annotations ?? []
    }
}

extension UploadProblem {
    init(_ problem: Problem) {
        self.init(
            record: problem.record, item: problem.itemID, result: problem.result, code: problem.code.rawValue,
            detail: String(problem.detail.prefix(300)))
    }
}
