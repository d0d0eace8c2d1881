/// Holds annotations against a label config and the item that they are about.
struct LabelChecker {
    private struct Prepared {
        let control: LabelConfig.Control
        let labels: Set<String>
        let paths: Set<[String]>
    }

    private let controls: [String: Prepared]
    private let objects: [String: LabelConfig.DataObject]
    private let required: [String]

    init(_ config: LabelConfig) {
        var controls: [String: Prepared] = [:]
        for control in config.controls {
            let paths = control.labelPaths
            controls[control.name] = Prepared(
                control: control, labels: Set(paths.compactMap(\.last)),
                paths: control.kind == .taxonomy ? Set(paths) : [])
        }
        self.controls = controls
        objects = Dictionary(config.objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        required = config.controls.filter { $0.isRequired && !$0.isPerRegion && !$0.isConditional }.map(\.name)
    }

    /// Where an annotation stands, for its problems, and what has been learned about its item.
    struct Context {
        let item: Item
        let record: Int
        let line: Int
        var texts: [String: TextIndex] = [:]

        func problem(_ code: Problem.Code, _ result: String? = nil, _ detail: String = "") -> Problem {
            Problem(code, record: record, line: line, itemID: item.id, result: result, detail: detail)
        }
    }

    private static let problemsMax = 100

    /// Checks every result, and reports one problem for each that is wrong, up to a hundred.
    func check(_ results: [JSON], _ context: inout Context) -> (results: [LabelResult], problems: [Problem]) {
        var accepted: [LabelResult] = []
        var problems: [Problem] = []
        var relations: [(String, JSONObject)] = []
        var answered: Set<String> = []
        for (index, result) in results.enumerated() where problems.count < Self.problemsMax {
            let object = result.object ?? JSONObject()
            let tag = object["id"]?.string ?? "#\(index + 1)"
            if object["type"]?.string == "relation" {
                relations.append((tag, object))
                continue
            }
            let name = object["from_name"]?.string ?? ""
            do {
                let result = try read(object, tag, &context)
                if !result.value.isEmpty { answered.insert(name) }
                accepted.append(result)
            } catch {
                // It is wrong, and said to be; that it is missing as well would be one complaint too many.
                answered.insert(name)
                problems.append(error)
            }
        }
        let ids = Set(results.compactMap { $0["id"]?.string })
        for (tag, object) in relations {
            do {
                accepted.append(try relation(object, tag, ids, context))
            } catch {
                problems.append(error)
            }
        }
        problems += duplicates(accepted, context)
        for name in required where !answered.contains(name) {
            problems.append(context.problem(.missingRequired, nil, name))
        }
        return (accepted, problems)
    }

    private func duplicates(_ results: [LabelResult], _ context: Context) -> [Problem] {
        var seen: Set<[String]> = []
        var problems: [Problem] = []
        for result in results {
            guard let id = result.id, controls[result.control]?.control.kind.drawsRegions == true else { continue }
            if !seen.insert([id, result.control]).inserted { problems.append(context.problem(.duplicateResultID, id)) }
        }
        return problems
    }

    private func read(_ object: JSONObject, _ tag: String, _ context: inout Context) throws(Problem) -> LabelResult {
        guard let name = object["from_name"]?.string, let target = object["to_name"]?.string,
            let type = object["type"]?.string, let value = object["value"]?.object
        else { throw context.problem(.badResult, tag, "from_name, to_name, type, value") }
        guard let prepared = controls[name] else { throw context.problem(.unknownControl, tag, name) }
        let control = prepared.control
        let targets = target.split(separator: ",").map(String.init)
        guard !targets.isEmpty, targets.allSatisfy(control.toName.contains) else {
            throw context.problem(.wrongObject, tag, "\(name) to \(target)")
        }
        guard type == control.kind.resultType else { throw context.problem(.wrongType, tag, "\(type) for \(name)") }
        let label = try read(value, prepared, targets[0], tag, &context)
        return LabelResult(
            id: object["id"]?.string, control: name, objects: targets, value: label, imageSize: Self.imageSize(object))
    }

    private static func imageSize(_ object: JSONObject) -> ImageSize? {
        let plausible = 1...1_000_000
        guard let width = object["original_width"]?.int, let height = object["original_height"]?.int,
            plausible.contains(width), plausible.contains(height)
        else { return nil }
        return ImageSize(width: width, height: height)
    }

    private func read(
        _ value: JSONObject, _ prepared: Prepared, _ target: String, _ tag: String, _ context: inout Context
    ) throws(Problem) -> LabelValue {
        let control = prepared.control
        let place = context
        let reading = ResultReading(value: value) { code, detail in place.problem(code, tag, detail) }
        if control.kind.drawsRegions { return try region(reading, prepared, target, tag, &context) }
        switch control.kind {
        case .choices: return .choices(try choices(reading, prepared, tag, context))
        case .textArea: return .texts(try reading.strings("text", .badText))
        case .taxonomy:
            let paths = try reading.taxonomy()
            if control.labelsKey == nil, let unknown = paths.first(where: { !prepared.paths.contains($0) }) {
                throw context.problem(.unknownChoice, tag, unknown.joined(separator: " / "))
            }
            return .taxonomy(paths)
        case .rating:
            guard let stars = value["rating"]?.int, stars >= 1, Double(stars) <= control.maximum ?? 5 else {
                throw context.problem(.badRating, tag, value["rating"]?.text ?? "")
            }
            return .rating(stars)
        case .number:
            guard let number = value["number"]?.number, number.double >= control.minimum ?? -.infinity,
                number.double <= control.maximum ?? .infinity
            else { throw context.problem(.badNumber, tag, value["number"]?.text ?? "") }
            return .number(number)
        case .dateTime:
            guard let moment = value["datetime"]?.string else { throw context.problem(.badDateTime, tag) }
            return .dateTime(moment)
        case .pairwise:
            guard let side = value["selected"]?.string, side == "left" || side == "right" else {
                throw context.problem(.badPairwise, tag, value["selected"]?.text ?? "")
            }
            return .pairwise(isLeft: side == "left")
        default: return .ranking(try reading.ranking())
        }
    }

    private func choices(
        _ reading: ResultReading, _ prepared: Prepared, _ tag: String, _ context: Context
    ) throws(Problem) -> [String] {
        let choices = try reading.strings("choices", .badResult)
        try known(choices, prepared, .unknownChoice, tag, context)
        if choices.count > 1, !prepared.control.allowsSeveral {
            throw context.problem(.tooManyChoices, tag, choices.joined(separator: ", "))
        }
        return choices
    }

    private func known(
        _ given: [String], _ prepared: Prepared, _ code: Problem.Code, _ tag: String, _ context: Context
    ) throws(Problem) {
        for label in given where !prepared.labels.contains(label) {
            guard let key = prepared.control.labelsKey, Self.offers(context.item.data[key], label) else {
                throw context.problem(code, tag, label)
            }
        }
    }

    /// Whether the item itself brings this label: as a text, or as an object with value or alias.
    private static func offers(_ list: JSON?, _ label: String) -> Bool {
        (list?.array ?? []).contains {
            $0.string == label || $0["alias"]?.string == label || ($0["alias"] == nil && $0["value"]?.string == label)
        }
    }

    private func region(
        _ reading: ResultReading, _ prepared: Prepared, _ target: String, _ tag: String, _ context: inout Context
    ) throws(Problem) -> LabelValue {
        let kind = prepared.control.kind
        var labels: [String] = []
        if kind.labelsRegions {
            guard reading.value[kind.resultType] != nil else { throw context.problem(.missingLabel, tag) }
            labels = try reading.strings(kind.resultType, .badResult)
            if labels.isEmpty { throw context.problem(.missingLabel, tag) }
            try known(labels, prepared, .unknownLabel, tag, context)
        }
        switch kind {
        case .rectangleLabels, .rectangle: return .shape(try reading.box(), labels: labels)
        case .polygonLabels, .polygon: return .shape(try reading.polygon(), labels: labels)
        case .keyPointLabels, .keyPoint: return .shape(try reading.keyPoint(), labels: labels)
        case .brushLabels, .brush: return .shape(try reading.mask(), labels: labels)
        case .ellipseLabels, .ellipse: return .shape(try reading.ellipse(), labels: labels)
        case .timeSeriesLabels:
            // A series over dates gives its places as dates, in a format that only the annotation tool knows.
            if reading.value["start"]?.string != nil, reading.value["end"]?.string != nil {
                return .passage(reading.value, labels: labels)
            }
            return try reading.segment(labels)
        case .timelineLabels: return .track(try ranges(reading.value, tag, context), labels: labels)
        case .videoRectangle: return .track(reading.value, labels: labels)
        case .paragraphLabels: return .passage(try paragraphs(reading.value, target, tag, context), labels: labels)
        default: break
        }
        switch objects[target]?.kind {
        case .image: return .shape(try reading.anyShape(), labels: labels)
        case .audio, .timeSeries: return try reading.segment(labels)
        case .video:
            return reading.value["sequence"] == nil
                ? try reading.segment(labels) : .track(reading.value, labels: labels)
        case .text:
            if context.texts[target] == nil { context.texts[target] = TextIndex(text(of: target, context.item)) }
            return try reading.span(in: context.texts[target] ?? TextIndex(""), labels)
        default: return .passage(reading.value, labels: labels)
        }
    }

    /// Frames of a video, counted from 1.
    private func ranges(_ value: JSONObject, _ tag: String, _ context: Context) throws(Problem) -> JSONObject {
        guard let ranges = value["ranges"]?.array, !ranges.isEmpty else {
            throw context.problem(.badSegment, tag, "ranges")
        }
        for range in ranges {
            guard let start = range["start"]?.int, let end = range["end"]?.int, start >= 1, end >= start else {
                throw context.problem(.badSegment, tag, range.text)
            }
        }
        return value
    }

    /// A passage in a dialogue: the numbers of its first and last turn must exist, and its places in them.
    private func paragraphs(
        _ value: JSONObject, _ target: String, _ tag: String, _ context: Context
    ) throws(Problem) -> JSONObject {
        guard let key = objects[target]?.dataKey, let turns = context.item.data[key]?.array else { return value }
        for (turnKey, offsetKey) in [("start", "startOffset"), ("end", "endOffset")] {
            guard let turn = value[turnKey]?.int ?? value[turnKey]?.string.flatMap(Int.init) else {
                throw context.problem(.badSpan, tag, turnKey)
            }
            guard turns.indices.contains(turn) else {
                throw context.problem(.spanOutside, tag, "\(turn) of \(turns.count)")
            }
            guard let offset = value[offsetKey]?.int, let text = turns[turn]["text"]?.string else { continue }
            // Older files count UTF-16 units, of which there are never fewer.
            if offset < 0 || offset > text.utf16.count {
                throw context.problem(.spanOutside, tag, "\(offset) of \(text.unicodeScalars.count)")
            }
        }
        return value
    }

    private func text(of target: String, _ item: Item) -> String {
        guard let key = objects[target]?.dataKey, let value = item.data[key] else { return "" }
        return value.string ?? value.text
    }

    private func relation(
        _ object: JSONObject, _ tag: String, _ ids: Set<String>, _ context: Context
    ) throws(Problem) -> LabelResult {
        guard let from = object["from_id"]?.string, let to = object["to_id"]?.string else {
            throw context.problem(.badResult, tag, "from_id, to_id")
        }
        for end in [from, to] where !ids.contains(end) { throw context.problem(.unknownRegion, tag, end) }
        let labels = (object["labels"]?.array ?? []).compactMap(\.string)
        let direction = object["direction"]?.string ?? "right"
        return LabelResult(
            id: object["id"]?.string, control: "", objects: [],
            value: .relation(from: from, to: to, direction: direction, labels: labels))
    }
}
