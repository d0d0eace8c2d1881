package enum LabelFileFormat: String, Sendable, CaseIterable {
    /// Label Studio's export: an array of tasks with their annotations.
    case jsonArray
    /// The same tasks, one a line.
    case jsonLines
}

/// Reads a file of labels from chunks and checks every record against label config and item, in memory for one record
/// and the ids seen so far.
///
/// A record is accepted as a whole or not at all: a picture with one wrong box would look finished. All its problems
/// are reported, and no other record suffers.
///
/// Which item a record labels is said by the member `item_id` of its `data`, which survives a way through Label Studio
/// (see `LabelStudio.task`), or else by its own `id`.
package struct LabelFileReader {
    package enum Outcome: Sendable, Equatable {
        case accepted(LabeledItem)
        case problem(Problem)
    }

    package private(set) var acceptedCount = 0
    package private(set) var refusedCount = 0
    /// The items for which a record was accepted.
    package private(set) var itemIDs: Set<String> = []
    package private(set) var isStopped = false

    // One of the two. Each is taken out while it works, so that it is never copied together with what it holds.
    private var lines: LineSplitter?
    private var array: ArraySplitter?
    private let checker: LabelChecker
    private let file: String?
    private let limits: JSONParser.Limits
    private var recordCount = 0

    /// - Parameters:
    ///   - file: a name to put into problems.
    ///   - maxRecordBytes: of one task with all its annotations; longer ones are refused one by one. Values take
    ///     up to twenty times their text's length in memory.
    package init(
        _ format: LabelFileFormat, config: LabelConfig, file: String? = nil, maxRecordBytes: Int = 8 << 20
    ) {
        switch format {
        case .jsonArray: array = ArraySplitter(maxRecordBytes: maxRecordBytes)
        case .jsonLines: lines = LineSplitter(maxRecordBytes: maxRecordBytes)
        }
        checker = LabelChecker(config)
        self.file = file
        limits = JSONParser.Limits(maxBytes: maxRecordBytes)
    }

    /// Reads a file that is in memory.
    package static func read<Failure: Error>(
        _ bytes: [UInt8], _ format: LabelFileFormat, config: LabelConfig, file: String? = nil,
        item: (String) throws(Failure) -> Item?
    ) throws(Failure) -> (accepted: [LabeledItem], problems: [Problem]) {
        var reader = LabelFileReader(format, config: config, file: file)
        var accepted: [LabeledItem] = []
        var problems: [Problem] = []
        for outcome in try reader.feed(bytes, item: item) + reader.finish(item: item) {
            switch outcome {
            case .accepted(let labeled): accepted.append(labeled)
            case .problem(let problem): problems.append(problem)
            }
        }
        return (accepted, problems)
    }

    /// Takes the next part of the file; returns what has become complete, in order.
    ///
    /// - Parameter item: finds an item by its id; nil when there is none. What it throws is thrown on.
    package mutating func feed<Failure: Error>(
        _ chunk: [UInt8], item: (String) throws(Failure) -> Item?
    ) throws(Failure) -> [Outcome] {
        if isStopped { return [] }
        var outcomes: [Outcome] = []
        var failure: Failure?
        chunk.withUnsafeBufferPointer { bytes in
            if var splitter = lines.take() {
                splitter.feed(bytes) { take($0, item, &outcomes, &failure) }
                lines = splitter
            } else if var splitter = array.take() {
                splitter.feed(bytes) { take($0, item, &outcomes, &failure) }
                stop(splitter.fault, &outcomes)
                array = splitter
            }
        }
        if let failure { throw failure }
        return outcomes
    }

    /// To be called once, after the last chunk.
    package mutating func finish<Failure: Error>(
        item: (String) throws(Failure) -> Item?
    ) throws(Failure) -> [Outcome] {
        if isStopped { return [] }
        var outcomes: [Outcome] = []
        var failure: Failure?
        if var splitter = lines.take() {
            splitter.finish { take($0, item, &outcomes, &failure) }
        } else if var splitter = array.take() {
            splitter.finish { take($0, item, &outcomes, &failure) }
            stop(splitter.fault, &outcomes)
        }
        if recordCount == 0, !isStopped { stop(Problem(.emptyFile, record: 0), &outcomes) }
        isStopped = true
        if let failure { throw failure }
        return outcomes
    }

    private mutating func stop(_ fault: Problem?, _ outcomes: inout [Outcome]) {
        guard let fault, !isStopped else { return }
        report([fault], &outcomes)
        isStopped = true
    }

    private func report(_ problems: [Problem], _ outcomes: inout [Outcome]) {
        for var problem in problems {
            problem.file = file
            outcomes.append(.problem(problem))
        }
    }

    private mutating func take<Failure: Error>(
        _ record: RawRecord, _ item: (String) throws(Failure) -> Item?, _ outcomes: inout [Outcome],
        _ failure: inout Failure?
    ) {
        if failure != nil { return }
        recordCount += 1
        let identified: Result<(JSONObject, String), Problem> = Result { () throws(Problem) in
            let task = try RecordReader.value(record, limits: limits)
            return (task, try itemID(task, record))
        }
        let found: Item?
        do {
            found = if case .success(let (_, id)) = identified { try item(id) } else { nil }
        } catch {
            failure = error
            return
        }
        do {
            let (task, id) = try identified.get()
            let labeled = try label(found, id, task, record, &outcomes)
            if let labeled {
                acceptedCount += 1
                itemIDs.insert(id)
                outcomes.append(.accepted(labeled))
            } else {
                refusedCount += 1
            }
        } catch {
            refusedCount += 1
            report([error], &outcomes)
        }
    }

    /// The checked record, or nil after its problems have been reported.
    private func label(
        _ found: Item?, _ id: String, _ task: JSONObject, _ record: RawRecord, _ outcomes: inout [Outcome]
    ) throws(Problem) -> LabeledItem? {
        guard let found else { throw Problem(.itemNotFound, record: record.index, line: record.line, itemID: id) }
        if itemIDs.contains(id) { throw Problem(.duplicateItem, record: record.index, line: record.line, itemID: id) }
        var context = LabelChecker.Context(item: found, record: record.index, line: record.line)
        let (annotations, problems) = try annotations(task, &context)
        report(problems, &outcomes)
        return problems.isEmpty ? LabeledItem(itemID: id, annotations: annotations) : nil
    }

    private func itemID(_ task: JSONObject, _ record: RawRecord) throws(Problem) -> String {
        let id = task["data"]?[LabelStudio.itemKey] ?? task["id"]
        guard let text = id?.string ?? id?.int.map(String.init), !text.isEmpty else {
            throw Problem(.missingID, record: record.index, line: record.line)
        }
        return text
    }

    private func annotations(
        _ task: JSONObject, _ context: inout LabelChecker.Context
    ) throws(Problem) -> ([Annotation], [Problem]) {
        // Label Studio before 1.0 called them completions.
        guard let list = (task["annotations"] ?? task["completions"])?.array else {
            throw context.problem(.noAnnotation)
        }
        var annotations: [Annotation] = []
        var problems: [Problem] = []
        for entry in list {
            guard let object = entry.object, let results = object["result"]?.array else {
                throw context.problem(.badAnnotation)
            }
            if object["was_cancelled"]?.bool == true { continue }
            let checked = checker.check(results, &context)
            problems += checked.problems
            annotations.append(
                Annotation(
                    id: Self.name(object["id"]), annotator: Self.name(object["completed_by"]),
                    leadTimeSeconds: object["lead_time"]?.double, results: checked.results))
        }
        if annotations.isEmpty { throw context.problem(.noAnnotation) }
        return (annotations, problems)
    }

    /// A text or number; of a person the address or number.
    private static func name(_ value: JSON?) -> String? {
        value?.string ?? value?.int.map(String.init) ?? value?["email"]?.string ?? value?["id"]?.int.map(String.init)
    }
}
