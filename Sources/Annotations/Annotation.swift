/// An item with the labels that it was given: what a label file says about it, once checked.
package struct LabeledItem: Sendable, Equatable {
    package let itemID: String
    /// One for each annotator who finished the item, in the order of the file.
    package let annotations: [Annotation]

    package init(itemID: String, annotations: [Annotation]) {
        self.itemID = itemID
        self.annotations = annotations
    }
}

/// One annotator's answer to everything that the label config asks about an item.
package struct Annotation: Sendable, Equatable {
    /// As the annotation tool numbered it.
    package let id: String?
    /// Who made it, as the file names them.
    package let annotator: String?
    package let leadTimeSeconds: Double?
    package let results: [LabelResult]

    package init(id: String? = nil, annotator: String? = nil, leadTimeSeconds: Double? = nil, results: [LabelResult]) {
        self.id = id
        self.annotator = annotator
        self.leadTimeSeconds = leadTimeSeconds
        self.results = results
    }
}

/// One region, choice, text or relation.
package struct LabelResult: Sendable, Equatable {
    /// Shared by a region and the answers about it; nil when the file gave none.
    package let id: String?
    /// The name of the control; empty for a relation.
    package let control: String
    /// The names of the objects that it is about, as in the config: two for a comparison, none for a relation.
    package let objects: [String]
    package let value: LabelValue
    /// Pixels of the picture on which a shape was drawn, when known; shapes themselves are in percent.
    package let imageSize: ImageSize?

    package init(
        id: String? = nil, control: String, objects: [String], value: LabelValue, imageSize: ImageSize? = nil
    ) {
        self.id = id
        self.control = control
        self.objects = objects
        self.value = value
        self.imageSize = imageSize
    }
}

package struct ImageSize: Sendable, Hashable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// Percent of the picture's width and height, from its upper left corner.
package struct Point: Sendable, Hashable {
    package let x: Double
    package let y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

package enum Shape: Sendable, Equatable {
    /// Upper left corner, size in percent, and rotation about that corner in degrees, clockwise.
    case box(x: Double, y: Double, width: Double, height: Double, rotation: Double)
    case ellipse(center: Point, radiusX: Double, radiusY: Double, rotation: Double)
    case polygon([Point], isClosed: Bool)
    /// The point and the diameter, in percent of the width, with which it is drawn.
    case keyPoint(Point, width: Double)
    /// A mask in Label Studio's run-length encoding, byte for byte.
    case mask(rle: [UInt8])
}

package enum LabelValue: Sendable, Equatable {
    /// A shape in a picture; without labels for a control that only draws.
    case shape(Shape, labels: [String])
    /// Part of a text, counted in Unicode code points from 0, `end` not included; `text` is what stands there.
    case span(start: Int, end: Int, text: String, labels: [String])
    /// Part of a page or a dialogue, by the annotation tool's own address: kept, its labels checked, its place not.
    case passage(JSONObject, labels: [String])
    /// Part of a recording or of a series, in seconds or in the units of the series.
    case segment(start: Double, end: Double, channel: Int?, labels: [String])
    /// Frames of a video and the box in each, kept as they are.
    case track(JSONObject, labels: [String])
    case choices([String])
    case texts([String])
    /// Paths from the root, one for each choice.
    case taxonomy([[String]])
    case rating(Int)
    case number(JSONNumber)
    case dateTime(String)
    case pairwise(isLeft: Bool)
    /// Ids of a list's entries by bucket, best first; a ranking without buckets is one bucket without a name.
    case ranking([Bucket])
    case relation(from: String, to: String, direction: String, labels: [String])

    package struct Bucket: Sendable, Equatable {
        package let name: String
        package let ids: [String]
    }

    /// Whether it says nothing: no choice, or only blank text. It does not count as an answer to a required question.
    package var isEmpty: Bool {
        switch self {
        case .choices(let choices): choices.isEmpty
        case .texts(let texts): texts.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        case .taxonomy(let paths): paths.isEmpty
        case .ranking(let buckets): buckets.allSatisfy(\.ids.isEmpty)
        default: false
        }
    }

    /// The labels or choices given; empty for kinds without any.
    package var labels: [String] {
        switch self {
        case .shape(_, let labels), .span(_, _, _, let labels), .passage(_, let labels), .segment(_, _, _, let labels),
            .track(_, let labels), .relation(_, _, _, let labels), .choices(let labels):
            labels
        default: []
        }
    }
}
