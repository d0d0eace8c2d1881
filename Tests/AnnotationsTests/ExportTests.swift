import Testing
import XML

@testable import Annotations

private let item = Item(id: "1", data: ["image": .string("http://host/private/a b.jpg?token=1")])
private let size = ImageSize(width: 200, height: 100)

private func annotation(_ shapes: [(Shape, String)]) -> Annotation {
    Annotation(
        results: shapes.enumerated().map { index, shape in
            LabelResult(
                id: "\(index)", control: "label", objects: ["image"], value: .shape(shape.0, labels: [shape.1]),
                imageSize: size)
        })
}

private let box = Shape.box(x: 10, y: 20, width: 30, height: 40, rotation: 0)
private let triangle = Shape.polygon([Point(x: 0, y: 0), Point(x: 50, y: 0), Point(x: 0, y: 50)], isClosed: true)

private func image(_ shapes: [(Shape, String)]) throws -> ExportedImage {
    let config = try LabelConfig.make(.imageBoxes, labels: ["Car", "红灯"])
    return try #require(ExportedImage(item, annotation(shapes), config: config, size: size))
}

@Test func coco_boxesAndPolygons_areInPixels() throws {
    let config = try LabelConfig.make(.imageBoxes, labels: ["Car", "红灯"])
    var export = CocoExport(config: config)
    export.add(try image([(box, "Car"), (triangle, "红灯")]))
    export.add(try image([]))
    let json = try JSONParser.parse(export.bytes())
    #expect(json["images"]?.array?.count == 2)
    #expect(json["images"]?.array?[0]["file_name"] == .string("a b.jpg"))
    #expect(json["categories"]?.array?[1]["name"] == .string("红灯"))
    let regions = try #require(json["annotations"]?.array)
    #expect(regions[0]["bbox"]?.text == "[20,20,60,40]")
    #expect(regions[0]["area"]?.double == 2_400)
    #expect(regions[1]["segmentation"]?.text == "[[0,0,100,0,0,50]]")
    #expect(regions[1]["area"]?.double == 2_500)
    #expect(regions[1]["category_id"]?.int == 2)
}

@Test func export_rotatedBox_becomesItsCorners() throws {
    let turned = Shape.box(x: 50, y: 0, width: 10, height: 20, rotation: 90)
    let region = try #require(try image([(turned, "Car")]).regions.first)
    let bounds = region.outline.bounds
    #expect(abs(bounds.x - 80) < 1e-9 && abs(bounds.y) < 1e-9)
    #expect(abs(bounds.width - 20) < 1e-9 && abs(bounds.height - 20) < 1e-9)
    #expect(abs(region.outline.area - 400) < 1e-9)
}

@Test func export_unfitResults_areNamed() throws {
    let exported = try image([
        (.keyPoint(Point(x: 1, y: 1), width: 1), "Car"), (.mask(rle: [1, 2, 3]), "Car"), (box, "Car"),
    ])
    #expect(exported.skipped.map(\.reason) == [.noOutline, .unreadableMask])
    #expect(exported.regions.count == 1)
    let config = try LabelConfig.make(.imageBoxes, labels: ["Car"])
    #expect(ExportedImage(item, Annotation(results: []), config: config) == nil)
}

@Test func voc_file_isReadable() throws {
    let root = try XMLDocument.parse(try image([(box, "Car"), (triangle, "红灯")]).pascalVOC())
    #expect(root.first("filename")?.text == "a b.jpg")
    #expect(root.elements(named: "object").map { $0.first("name")?.text } == ["Car", "红灯"])
    let bounds = try #require(root.first("object")?.first("bndbox"))
    #expect(bounds.elements.map(\.text) == ["21", "21", "80", "60"])
}

@Test func yolo_lines_areFractions() throws {
    let exported = try image([(box, "红灯"), (triangle, "Car")])
    #expect(
        exported.yolo(classes: ["Car", "红灯"])
            == "1 0.250000 0.400000 0.300000 0.400000\n0 0.250000 0.250000 0.500000 0.500000\n")
    #expect(
        exported.yolo(classes: ["Car"], asPolygons: true) == "0 0.000000 0.000000 0.500000 0.000000 0.000000 0.500000\n"
    )
}

/// Packs words in single runs, the plainest form of the packing.
private func packed(_ words: [UInt8]) -> [UInt8] {
    var bits: [UInt8] = []
    func put(_ value: Int, _ width: Int) {
        for bit in (0..<width).reversed() { bits.append(UInt8(value >> bit & 1)) }
    }
    put(words.count, 32)
    put(7, 5)
    for width in [3, 4, 8, 16] { put(width - 1, 4) }
    var rest = words[...]
    while let first = rest.first {
        let run = min(rest.prefix { $0 == first }.count, 256)
        let literal = min(rest.count, 2)
        if run > 1 {
            put(1, 1)
            put(2, 2)
            put(run - 1, 8)
            put(Int(first), 8)
            rest = rest.dropFirst(run)
        } else {
            put(0, 1)
            put(0, 2)
            put(literal - 1, 3)
            for word in rest.prefix(literal) { put(Int(word), 8) }
            rest = rest.dropFirst(literal)
        }
    }
    while bits.count % 8 != 0 { bits.append(0) }
    return stride(from: 0, to: bits.count, by: 8).map { start in bits[start..<start + 8].reduce(0) { $0 << 1 | $1 } }
}

@Test func mask_labelStudioRuns_becomeColumnRuns() throws {
    // Three columns, two rows: the middle column and the lower right pixel are painted.
    let painted: [Bool] = [false, true, false, false, true, true]
    let words = painted.flatMap { $0 ? [200, 100, 50, 255] : [0, 0, 0, 0] as [UInt8] }
    let mask = try #require(PixelMask(labelStudio: packed(words), size: ImageSize(width: 3, height: 2)))
    #expect(mask.columnRuns == [2, 2, 1, 1])
    #expect(mask.area == 3)
    #expect(mask.bounds == PixelBox(x: 1, y: 0, width: 2, height: 2))
    #expect(PixelMask(labelStudio: packed(words), size: ImageSize(width: 2, height: 2)) == nil)
    #expect(PixelMask(labelStudio: packed(words), size: ImageSize(width: .max, height: 2)) == nil)
    #expect(PixelMask(labelStudio: Array(packed(words).dropLast(4)), size: ImageSize(width: 3, height: 2)) == nil)
}

@Test func conll_text_isTagged() throws {
    let config = try LabelConfig.make(.namedEntities, labels: ["PER", "LOC"])
    let text = Item(id: "1", data: ["text": .string("张三 met O'Neil in 北京, ok")])
    func span(_ start: Int, _ end: Int, _ label: String) -> LabelResult {
        LabelResult(
            control: "label", objects: ["text"], value: .span(start: start, end: end, text: "", labels: [label]))
    }
    let lines = CoNLLExport.lines(
        text, Annotation(results: [span(17, 19, "LOC"), span(0, 2, "PER"), span(7, 13, "PER"), span(7, 8, "LOC")]),
        config: config)
    let tags = lines.split(separator: "\n").map { $0.split(separator: " ").last.map(String.init) }
    #expect(tags == ["B-PER", "I-PER", "O", "B-PER", "I-PER", "I-PER", "O", "B-LOC", "I-LOC", "O", "O"])
    #expect(lines.hasSuffix("\n\n"))
}
