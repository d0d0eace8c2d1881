/// A labeled picture on its way into a format of the computer vision world: pixels instead of percents.
package struct ExportedImage: Sendable {
    /// What stands where a label file names a picture: its last path component, never the path on a server.
    package let fileName: String
    package let size: ImageSize
    package let regions: [Region]
    /// Results that the picture formats cannot carry, by reason.
    package let skipped: [Skip]

    package struct Region: Sendable, Equatable {
        package let label: String
        package let outline: Outline
    }

    package enum Outline: Sendable, Equatable {
        case box(PixelBox)
        /// Corners of a polygon, or of a box that is rotated.
        case polygon([Point])
        case mask(PixelMask)
    }

    package struct Skip: Sendable, Hashable {
        package enum Reason: String, Sendable, CaseIterable {
            case notAShape, unlabeled, noOutline, unreadableMask
        }

        package let itemID: String
        package let control: String
        package let reason: Reason
    }

    /// - Parameters:
    ///   - fileName: overrides the name taken from the item's data.
    ///   - size: for pictures on which no result tells it.
    /// - Returns: nil when the config shows no picture or its size is not known.
    package init?(
        _ item: Item, _ annotation: Annotation, config: LabelConfig, fileName: String? = nil, size: ImageSize? = nil
    ) {
        guard let object = config.objects.first(where: { $0.kind == .image }), let key = object.dataKey,
            let size = annotation.results.lazy.compactMap(\.imageSize).first ?? size
        else { return nil }
        self.size = size
        self.fileName = fileName ?? Self.lastComponent(item.data[key]?.string ?? item.id)
        var regions: [Region] = []
        var skipped: [Skip] = []
        for result in annotation.results {
            switch Self.regions(of: result, size) {
            case .success(let more): regions += more
            case .failure(let reason): skipped.append(Skip(itemID: item.id, control: result.control, reason: reason))
            }
        }
        self.regions = regions
        self.skipped = skipped
    }

    static func lastComponent(_ address: String) -> String {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        return path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? address
    }

    private static func regions(of result: LabelResult, _ size: ImageSize) -> Result<[Region], Skip.Reason> {
        guard case .shape(let shape, let labels) = result.value else { return .failure(.notAShape) }
        if labels.isEmpty { return .failure(.unlabeled) }
        let outline: Outline
        switch shape {
        case .box(let x, let y, let width, let height, let rotation):
            let box = PixelBox(
                x: x * Double(size.width) / 100, y: y * Double(size.height) / 100,
                width: width * Double(size.width) / 100, height: height * Double(size.height) / 100)
            outline = rotation == 0 ? .box(box) : .polygon(box.corners(rotatedBy: rotation))
        case .polygon(let points, _): outline = .polygon(points.map { pixels($0, size) })
        case .mask(let rle):
            guard let mask = PixelMask(labelStudio: rle, size: size) else { return .failure(.unreadableMask) }
            outline = .mask(mask)
        case .ellipse, .keyPoint: return .failure(.noOutline)
        }
        return .success(labels.map { Region(label: $0, outline: outline) })
    }

    private static func pixels(_ point: Point, _ size: ImageSize) -> Point {
        Point(x: point.x * Double(size.width) / 100, y: point.y * Double(size.height) / 100)
    }
}

extension ExportedImage.Skip.Reason: Error {}

extension ExportedImage.Outline {
    /// The smallest upright box around it.
    package var bounds: PixelBox {
        switch self {
        case .box(let box): return box
        case .mask(let mask): return mask.bounds
        case .polygon(let points):
            let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
            let (top, bottom) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
            return PixelBox(x: left, y: top, width: right - left, height: bottom - top)
        }
    }

    /// In square pixels; of a polygon by the shoelace formula.
    package var area: Double {
        switch self {
        case .box(let box): return box.width * box.height
        case .mask(let mask): return Double(mask.area)
        case .polygon(let points):
            var twice = 0.0
            for (point, next) in zip(points, points.dropFirst() + points.prefix(1)) {
                twice += point.x * next.y - next.x * point.y
            }
            return abs(twice) / 2
        }
    }
}

/// In pixels from the upper left corner of the picture.
package struct PixelBox: Sendable, Hashable {
    package let x: Double
    package let y: Double
    package let width: Double
    package let height: Double
}
