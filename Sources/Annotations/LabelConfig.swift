package import XML

/// What is shown to annotators and what is asked of them: the XML labeling config that Label Studio reads, understood.
///
/// A value of this type has been checked: names are unique, every control points at an object that exists, and lists of
/// labels are neither empty nor ambiguous.
package struct LabelConfig: Sendable, Equatable {
    /// The document as it was written, layout included; comments are not kept.
    package let root: XMLElement
    /// What is shown, in document order.
    package let objects: [DataObject]
    /// What is asked, in document order.
    package let controls: [Control]

    package func object(named name: String) -> DataObject? { objects.first { $0.name == name } }
    package func control(named name: String) -> Control? { controls.first { $0.name == name } }

    /// The keys that the data of every item must have, in order of first use.
    package var dataKeys: [String] {
        var keys: [String] = []
        for key in objects.compactMap(\.dataKey) + controls.compactMap(\.labelsKey) where !keys.contains(key) {
            keys.append(key)
        }
        return keys
    }

    /// The document again, indented, always the same for the same config. It has no XML declaration: Label Studio's own
    /// tools refuse one that names its encoding.
    ///
    /// - Throws: never for a config that came from `parse`; `XMLError` for one whose tree cannot be written.
    package func xml() throws -> String {
        let writer = try XMLWriter(indent: "  ", hasDeclaration: false)
        try writer.element(root)
        return String(decoding: try writer.finish(), as: UTF8.self)
    }
}

extension LabelConfig {
    /// Something that is shown: a picture, a text, a recording.
    package struct DataObject: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable {
            case image = "Image"
            case text = "Text"
            case hyperText = "HyperText"
            case audio = "Audio"
            case video = "Video"
            case paragraphs = "Paragraphs"
            case timeSeries = "TimeSeries"
            case list = "List"
            case table = "Table"
            case chat = "Chat"
            case pdf = "Pdf"
        }

        package let name: String
        package let kind: Kind
        /// The member of an item's data that is shown; nil when the config itself carries the text.
        package let dataKey: String?
        package let line: Int
    }

    /// One label or choice.
    package struct Label: Sendable, Equatable {
        package let value: String
        /// What stands in label files instead of the value, if given.
        package let alias: String?
        /// As written, for example `#FFA39E` or `red`; nil for anything that is not plainly a colour, so that it is
        /// safe in pages.
        package let colour: String?
        package let hotkey: String?
        /// Choices below this one, in a taxonomy.
        package let children: [Label]
        package let line: Int

        /// The name under which label files carry it.
        package var resultName: String { alias ?? value }
    }

    /// Something that is asked: boxes with labels, a choice, a text.
    package struct Control: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable {
            case choices = "Choices"
            case labels = "Labels"
            case hyperTextLabels = "HyperTextLabels"
            case paragraphLabels = "ParagraphLabels"
            case rectangleLabels = "RectangleLabels"
            case polygonLabels = "PolygonLabels"
            case keyPointLabels = "KeyPointLabels"
            case brushLabels = "BrushLabels"
            case ellipseLabels = "EllipseLabels"
            case timeSeriesLabels = "TimeSeriesLabels"
            case timelineLabels = "TimelineLabels"
            case rectangle = "Rectangle"
            case polygon = "Polygon"
            case keyPoint = "KeyPoint"
            case brush = "Brush"
            case ellipse = "Ellipse"
            case videoRectangle = "VideoRectangle"
            case textArea = "TextArea"
            case taxonomy = "Taxonomy"
            case rating = "Rating"
            case number = "Number"
            case dateTime = "DateTime"
            case pairwise = "Pairwise"
            case ranker = "Ranker"

            /// The `type` of its results, and for most also the key of their value.
            package var resultType: String { rawValue.lowercased() }
            /// Whether its labels are attached to regions of the object.
            package var labelsRegions: Bool { rawValue.hasSuffix("Labels") }
            package var hasLabels: Bool { labelsRegions || self == .choices || self == .taxonomy }
            /// Whether its results are regions of the object, with or without labels.
            package var drawsRegions: Bool {
                switch self {
                case .rectangle, .polygon, .keyPoint, .brush, .ellipse, .videoRectangle: true
                default: labelsRegions
                }
            }
        }

        package let name: String
        package let kind: Kind
        /// The objects that it is about: one, or two for a comparison.
        package let toName: [String]
        /// Empty when the kind has none, or when they come with each item.
        package let labels: [Label]
        /// The member of an item's data that holds its labels, when they differ from item to item.
        package let labelsKey: String?
        /// Whether more than one choice, label or taxonomy path may be given.
        package let allowsSeveral: Bool
        package let isRequired: Bool
        /// Asked for each region, not once for the item.
        package let isPerRegion: Bool
        /// Shown only under a condition, so that it may be missing even when required.
        package let isConditional: Bool
        /// Number: the bounds; rating: 1 and the number of stars.
        package let minimum: Double?
        package let maximum: Double?
        package let line: Int

        /// Every path through a taxonomy, or every label as a path of one, by the names in label files.
        package var labelPaths: [[String]] {
            func paths(_ label: Label) -> [[String]] {
                [[label.resultName]] + label.children.flatMap(paths).map { [label.resultName] + $0 }
            }
            return labels.flatMap(paths)
        }
    }
}
