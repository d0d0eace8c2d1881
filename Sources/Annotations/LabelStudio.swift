/// What Label Studio reads and writes.
package enum LabelStudio {
    /// The member of a task's data that names our item. Label Studio numbers imported tasks anew, but keeps their data.
    package static let itemKey = "item_id"

    /// An item as a task to be imported by Label Studio.
    package static func task(_ item: Item) -> JSON {
        var data = item.data
        data[itemKey] = .string(item.id)
        return .object(["data": .object(data)])
    }

    /// An item with its labels, as Label Studio exports and imports it; `LabelFileReader` reads it back to an equal
    /// value.
    package static func task(_ item: Item, _ labeled: LabeledItem, config: LabelConfig) -> JSON {
        var task = task(item).object ?? JSONObject()
        task["annotations"] = .array(labeled.annotations.map { json($0, config) })
        return .object(task)
    }

    private static func json(_ annotation: Annotation, _ config: LabelConfig) -> JSON {
        var object: JSONObject = [:]
        object["id"] = annotation.id.map(name)
        object["completed_by"] = annotation.annotator.map(name)
        object["lead_time"] = annotation.leadTimeSeconds.map(number)
        object["was_cancelled"] = .bool(false)
        object["result"] = .array(annotation.results.map { json($0, config) })
        return .object(object)
    }

    /// Numbers are numbers again, so that Label Studio takes them for its own ids.
    private static func name(_ text: String) -> JSON {
        guard let value = Int(text), String(value) == text else { return .string(text) }
        return .int(value)
    }

    private static func number(_ value: Double) -> JSON { JSONNumber(value).map(JSON.number) ?? .null }

    private static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

    private static func json(_ result: LabelResult, _ config: LabelConfig) -> JSON {
        var object: JSONObject = [:]
        if case .relation(let from, let to, let direction, let labels) = result.value {
            object["id"] = result.id.map(JSON.string)
            object["type"] = .string("relation")
            object["from_id"] = .string(from)
            object["to_id"] = .string(to)
            object["direction"] = .string(direction)
            if !labels.isEmpty { object["labels"] = strings(labels) }
            return .object(object)
        }
        let type = config.control(named: result.control)?.kind.resultType ?? ""
        object["id"] = result.id.map(JSON.string)
        object["from_name"] = .string(result.control)
        object["to_name"] = .string(result.objects.joined(separator: ","))
        object["type"] = .string(type)
        if let size = result.imageSize {
            object["original_width"] = .int(size.width)
            object["original_height"] = .int(size.height)
            object["image_rotation"] = .int(0)
        }
        object["value"] = .object(value(result.value, type))
        return .object(object)
    }

    private static func value(_ value: LabelValue, _ type: String) -> JSONObject {
        switch value {
        case .shape(let shape, let labels): return members(shape).adding(type, labels)
        case .span(let start, let end, let text, let labels):
            let place: JSONObject = ["start": .int(start), "end": .int(end), "text": .string(text)]
            return place.adding(type, labels)
        case .passage(let place, _), .track(let place, _): return place
        case .segment(let start, let end, let channel, let labels):
            var place: JSONObject = ["start": number(start), "end": number(end)]
            place["channel"] = channel.map(JSON.int)
            return place.adding(type, labels)
        case .choices(let choices): return ["choices": strings(choices)]
        case .texts(let texts): return ["text": strings(texts)]
        case .taxonomy(let paths): return ["taxonomy": .array(paths.map(strings))]
        case .rating(let stars): return ["rating": .int(stars)]
        case .number(let number): return ["number": .number(number)]
        case .dateTime(let moment): return ["datetime": .string(moment)]
        case .pairwise(let isLeft): return ["selected": .string(isLeft ? "left" : "right")]
        case .ranking(let buckets):
            if buckets.count == 1, buckets[0].name.isEmpty { return ["ranker": strings(buckets[0].ids)] }
            return ["ranker": .object(JSONObject(unique: buckets.map { .init(key: $0.name, value: strings($0.ids)) }))]
        case .relation: return [:]
        }
    }

    private static func members(_ shape: Shape) -> JSONObject {
        switch shape {
        case .box(let x, let y, let width, let height, let rotation):
            [
                "x": number(x), "y": number(y), "width": number(width), "height": number(height),
                "rotation": number(rotation),
            ]
        case .ellipse(let center, let radiusX, let radiusY, let rotation):
            [
                "x": number(center.x), "y": number(center.y), "radiusX": number(radiusX), "radiusY": number(radiusY),
                "rotation": number(rotation),
            ]
        case .polygon(let points, let isClosed):
            ["points": .array(points.map { .array([number($0.x), number($0.y)]) }), "closed": .bool(isClosed)]
        case .keyPoint(let point, let width): ["x": number(point.x), "y": number(point.y), "width": number(width)]
        case .mask(let rle): ["format": .string("rle"), "rle": .array(rle.map { .int(Int($0)) })]
        }
    }
}

extension JSONObject {
    fileprivate func adding(_ type: String, _ labels: [String]) -> JSONObject {
        if labels.isEmpty { return self }
        var object = self
        object[type] = .array(labels.map(JSON.string))
        return object
    }
}
