import Annotations
import LabelMarket

/// Labels as a vendor of the demonstration delivers them: plausible, and valid under the job's label config.
struct DemoLabels {
    private let config: LabelConfig

    init(config: String) throws { self.config = try LabelConfig.parse(config) }

    /// A Label Studio file with one annotation an item.
    func file(for items: [LabelMarket.Item]) throws -> [UInt8] {
        let tasks = try items.map { item -> JSON in
            .object([
                "data": .object(["item_id": .string(String(item.number))]),
                "annotations": .array([.object(["result": .array(try results(for: item))])]),
            ])
        }
        return JSON.array(tasks).bytes
    }

    private func results(for item: LabelMarket.Item) throws -> [JSON] {
        guard let control = config.controls.first, let object = control.toName.first else {
            throw DemoMissing("a control in the label config")
        }
        switch control.kind.resultType {
        case "rectanglelabels": return boxes(item).enumerated().map { box($0.offset, $0.element, control.name, object) }
        case "labels": return try spans(item, control).map { span($0, control.name, object) }
        case "choices":
            let label = control.labels[item.number % max(1, control.labels.count)].value
            return [result("c1", "choices", control.name, object, .object(["choices": .array([.string(label)])]))]
        default: throw DemoMissing("labels of the kind \(control.kind)")
        }
    }

    private func result(_ id: String, _ type: String, _ control: String, _ object: String, _ value: JSON) -> JSON {
        .object([
            "id": .string(id), "from_name": .string(control), "to_name": .string(object), "type": .string(type), "value": value,
        ])
    }

    // MARK: Boxes, in percent of the picture

    private struct Box { let label: String, x: Int, y: Int, width: Int, height: Int }

    private func boxes(_ item: LabelMarket.Item) -> [Box] {
        switch item.key {
        case "astronaut.jpg": [Box(label: "人物", x: 18, y: 2, width: 66, height: 97), Box(label: "飞行器", x: 60, y: 8, width: 36, height: 62)]
        case "astronaut-face.jpg": [Box(label: "人物", x: 8, y: 2, width: 84, height: 97)]
        case "cat.jpg": [Box(label: "动物", x: 15, y: 2, width: 72, height: 96)]
        case "coffee.jpg", "coffee-cup.jpg": [Box(label: "器物", x: 25, y: 12, width: 52, height: 70)]
        case "rocket.jpg", "rocket-plume.jpg": [Box(label: "飞行器", x: 44, y: 12, width: 12, height: 58)]
        case "clock.jpg": [Box(label: "器物", x: 22, y: 10, width: 56, height: 78)]
        default: [Box(label: "器物", x: 10, y: 10, width: 80, height: 80)]
        }
    }

    private func box(_ index: Int, _ box: Box, _ control: String, _ object: String) -> JSON {
        result(
            "b\(index + 1)", "rectanglelabels", control, object,
            .object([
                "x": .number(JSONNumber(box.x)), "y": .number(JSONNumber(box.y)), "width": .number(JSONNumber(box.width)),
                "height": .number(JSONNumber(box.height)), "rotation": .number(JSONNumber(0)),
                "rectanglelabels": .array([.string(box.label)]),
            ]))
    }

    // MARK: Spans

    private static let names: [(String, String)] = [
        ("玄德", "人名"), ("刘备", "人名"), ("曹操", "人名"), ("孔明", "人名"), ("林冲", "人名"), ("武松", "人名"), ("宋江", "人名"),
        ("孙悟空", "人名"), ("唐僧", "人名"), ("八戒", "人名"), ("沙僧", "人名"), ("林黛玉", "人名"), ("贾宝玉", "人名"), ("刘姥姥", "人名"),
        ("薛宝钗", "人名"), ("史进", "人名"), ("鲁达", "人名"), ("涿县", "地名"), ("涿郡", "地名"), ("隆中", "地名"), ("华阴县", "地名"),
        ("渭州", "地名"), ("沧州", "地名"), ("阳谷县", "地名"), ("江州", "地名"), ("傲来国", "地名"), ("长安", "地名"), ("高老庄", "地名"),
        ("流沙河", "地名"), ("荣国府", "地名"), ("宁国府", "地名"), ("梨香院", "地名"),
    ]

    private struct Span { let start: Int, end: Int, text: String, label: String }

    private func spans(_ item: LabelMarket.Item, _ control: LabelConfig.Control) throws -> [Span] {
        let text = Array((try JSONParser.parse(item.data)["text"]?.string ?? "").unicodeScalars)
        var spans: [Span] = []
        for (name, label) in Self.names where control.labels.contains(where: { $0.value == label }) {
            let wanted = Array(name.unicodeScalars)
            for start in text.indices where text[start...].starts(with: wanted) {
                spans.append(Span(start: start, end: start + wanted.count, text: name, label: label))
            }
        }
        if spans.isEmpty, let first = control.labels.first {
            let end = min(2, text.count)
            let quoted = String(String.UnicodeScalarView(text[..<end]))
            spans.append(Span(start: 0, end: end, text: quoted, label: first.value))
        }
        return spans
    }

    private func span(_ span: Span, _ control: String, _ object: String) -> JSON {
        result(
            "s\(span.start)", "labels", control, object,
            .object([
                "start": .number(JSONNumber(span.start)), "end": .number(JSONNumber(span.end)), "text": .string(span.text),
                "labels": .array([.string(span.label)]),
            ]))
    }
}
