import XML

/// One COCO object detection file: pictures, categories, and annotations with boxes, polygons or masks.
///
/// The pictures are collected in memory, because the format keeps them in one list and their regions in another.
package struct CocoExport: Sendable {
    private let categories: [String]
    private var images: [UInt8] = []
    private var annotations: [UInt8] = []
    private var imageCount = 0
    private var regionCount = 0

    package init(config: LabelConfig) {
        categories = config.regionLabels
    }

    /// Numbers follow the order of the calls.
    package mutating func add(_ image: ExportedImage) {
        imageCount += 1
        append(
            [
                "id": .int(imageCount), "file_name": .string(image.fileName), "width": .int(image.size.width),
                "height": .int(image.size.height),
            ], to: \.images)
        for region in image.regions {
            guard let category = categories.firstIndex(of: region.label) else { continue }
            regionCount += 1
            let bounds = region.outline.bounds
            append(
                [
                    "id": .int(regionCount), "image_id": .int(imageCount), "category_id": .int(category + 1),
                    "segmentation": Self.segmentation(region.outline),
                    "area": Self.number(region.outline.area),
                    "bbox": .array([bounds.x, bounds.y, bounds.width, bounds.height].map(Self.number)),
                    "iscrowd": .int({ if case .mask = region.outline { 1 } else { 0 } }()),
                ], to: \.annotations)
        }
    }

    package func bytes() -> [UInt8] {
        var output = Array("{\"images\":[".utf8)
        output += images
        output += Array("],\"annotations\":[".utf8)
        output += annotations
        output += Array("],\"categories\":".utf8)
        let list = categories.enumerated().map { index, name in
            JSON.object(["id": .int(index + 1), "name": .string(name), "supercategory": .string("")])
        }
        JSON.array(list).write(to: &output)
        output += Array("}".utf8)
        return output
    }

    private mutating func append(_ object: JSONObject, to list: WritableKeyPath<CocoExport, [UInt8]>) {
        if !self[keyPath: list].isEmpty { self[keyPath: list].append(UInt8(ascii: ",")) }
        JSON.object(object).write(to: &self[keyPath: list])
    }

    private static func segmentation(_ outline: ExportedImage.Outline) -> JSON {
        switch outline {
        case .box: .array([])
        case .polygon(let points): .array([.array(points.flatMap { [number($0.x), number($0.y)] })])
        case .mask(let mask):
            .object([
                "size": .array([.int(mask.size.height), .int(mask.size.width)]),
                "counts": .array(mask.columnRuns.map(JSON.int)),
            ])
        }
    }

    /// Thousandths of a pixel are enough, and keep files small.
    private static func number(_ value: Double) -> JSON {
        JSONNumber((value * 1_000).rounded() / 1_000).map(JSON.number) ?? .null
    }
}

extension LabelConfig {
    /// The labels that regions can have, in order of first use: the classes of the picture formats.
    package var regionLabels: [String] {
        var labels: [String] = []
        for control in controls where control.kind.labelsRegions {
            for label in control.labels where !labels.contains(label.resultName) { labels.append(label.resultName) }
        }
        return labels
    }
}

extension ExportedImage {
    /// One file in the manner of Pascal VOC: whole pixels, counted from 1; polygons and masks by their bounds.
    ///
    /// - Throws: `XMLError` when a name holds characters that XML cannot carry.
    package func pascalVOC(folder: String = "", source: String = "") throws -> [UInt8] {
        let writer = try XMLWriter(indent: "  ")
        try writer.start("annotation")
        try writer.element("folder", folder)
        try writer.element("filename", fileName)
        try writer.start("source")
        try writer.element("database", source)
        try writer.end()
        try writer.start("size")
        try writer.element("width", String(size.width))
        try writer.element("height", String(size.height))
        try writer.element("depth", "3")
        try writer.end()
        try writer.element("segmented", "0")
        for region in regions { try write(region, to: writer) }
        try writer.end()
        return try writer.finish()
    }

    private func write(_ region: Region, to writer: XMLWriter) throws {
        let bounds = region.outline.bounds
        func whole(_ value: Double, _ limit: Int) -> String { String(min(max(Int(value.rounded()), 1), limit)) }
        try writer.start("object")
        try writer.element("name", region.label)
        try writer.element("pose", "Unspecified")
        try writer.element("truncated", "0")
        try writer.element("difficult", "0")
        try writer.start("bndbox")
        try writer.element("xmin", whole(bounds.x + 1, size.width))
        try writer.element("ymin", whole(bounds.y + 1, size.height))
        try writer.element("xmax", whole(bounds.x + bounds.width, size.width))
        try writer.element("ymax", whole(bounds.y + bounds.height, size.height))
        try writer.end()
        try writer.end()
    }

    /// One YOLO file: a line a region with class number, centre and size as fractions of the picture. With
    /// `asPolygons`, polygons are written as class number and corners instead, as YOLO's segmentation wants them.
    package func yolo(classes: [String], asPolygons: Bool = false) -> String {
        var lines = ""
        for region in regions {
            guard let number = classes.firstIndex(of: region.label) else { continue }
            var values: [Double] = []
            if asPolygons, case .polygon(let points) = region.outline {
                for point in points { values += [point.x / Double(size.width), point.y / Double(size.height)] }
            } else {
                let bounds = region.outline.bounds
                values = [
                    (bounds.x + bounds.width / 2) / Double(size.width),
                    (bounds.y + bounds.height / 2) / Double(size.height),
                    bounds.width / Double(size.width), bounds.height / Double(size.height),
                ]
            }
            lines += ([String(number)] + values.map(Self.sixDecimals)).joined(separator: " ") + "\n"
        }
        return lines
    }

    private static func sixDecimals(_ value: Double) -> String {
        let millionths = Int((min(max(value, 0), 1) * 1_000_000).rounded())
        let digits = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
