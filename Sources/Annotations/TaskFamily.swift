import XML

/// The common shapes of labeling work, for people who have never seen a label config.
package enum TaskFamily: String, Sendable, CaseIterable {
    case textClassification, namedEntities, relations, textRating, translation, summarisation, questionAnswering
    case answerComparison, answerRanking
    case imageClassification, imageBoxes, imagePolygons, imageMasks, imageKeyPoints, imageEllipses, imageText,
        imageCaption
    case audioClassification, audioTranscription, audioSegments
    case videoClassification, dialogueTurns, timeSeriesSegments

    /// Whether the family asks for a list of labels.
    package var hasLabels: Bool {
        switch self {
        case .textRating, .translation, .summarisation, .questionAnswering, .answerComparison, .answerRanking,
            .imageCaption, .audioTranscription:
            false
        default: true
        }
    }

    /// The keys that the data of each item must have.
    package var dataKeys: [String] {
        switch self {
        case .textClassification, .namedEntities, .relations, .textRating, .translation, .summarisation: ["text"]
        case .questionAnswering: ["text", "question"]
        case .answerComparison: ["prompt", "answer1", "answer2"]
        case .answerRanking: ["prompt", "answers"]
        case .imageClassification, .imageBoxes, .imagePolygons, .imageMasks, .imageKeyPoints, .imageEllipses,
            .imageText,
            .imageCaption:
            ["image"]
        case .audioClassification, .audioTranscription, .audioSegments: ["audio"]
        case .videoClassification: ["video"]
        case .dialogueTurns: ["dialogue"]
        case .timeSeriesSegments: ["csv"]
        }
    }
}

extension LabelConfig {
    /// Builds the config of a family from what a form asks.
    ///
    /// - Parameters:
    ///   - labels: in the order in which they are shown; ignored by families without labels.
    ///   - allowsSeveral: whether a classification may take more than one label.
    /// - Throws: `LabelConfigError` when labels are missing, empty or given twice.
    package static func make(
        _ family: TaskFamily, labels: [String] = [], allowsSeveral: Bool = false
    ) throws(LabelConfigError) -> LabelConfig {
        let body = FamilyBuilder(labels: labels, allowsSeveral: allowsSeveral).body(of: family)
        return try LabelConfig(XMLElement("View", [], body))
    }
}

private struct FamilyBuilder {
    /// Distinct, and legible behind dark text.
    private static let colours = [
        "#E6994D", "#66B3CC", "#99C266", "#CC80B3", "#E6CC4D", "#8099E6", "#E68080", "#66CC99", "#B399E6", "#C2A385",
    ]

    let labels: [String]
    let allowsSeveral: Bool

    func body(of family: TaskFamily) -> [XMLElement] {
        switch family {
        case .textClassification: [object("Text"), choices("text")]
        case .namedEntities: [regions("Labels", "text"), object("Text")]
        case .relations: [XMLElement("Relations", [], relationKinds), regions("Labels", "text"), object("Text")]
        case .textRating: [object("Text"), tag("Rating", "score", "text", [("maxRating", "5"), ("required", "true")])]
        case .translation: [object("Text"), textArea("translation", "text")]
        case .summarisation: [object("Text"), textArea("summary", "text")]
        case .questionAnswering: [object("Text"), object("Text", "question"), textArea("answer", "question")]
        case .answerComparison:
            [
                object("Text", "prompt"), object("Text", "answer1"), object("Text", "answer2"),
                tag("Pairwise", "better", "answer1,answer2"),
            ]
        case .answerRanking: [object("Text", "prompt"), object("List", "answers"), tag("Ranker", "rank", "answers")]
        case .imageClassification: [object("Image"), choices("image")]
        case .imageBoxes: [object("Image"), regions("RectangleLabels", "image")]
        case .imagePolygons: [object("Image"), regions("PolygonLabels", "image")]
        case .imageMasks: [object("Image"), regions("BrushLabels", "image")]
        case .imageKeyPoints: [object("Image"), regions("KeyPointLabels", "image")]
        case .imageEllipses: [object("Image"), regions("EllipseLabels", "image")]
        case .imageText:
            [
                object("Image"), regions("RectangleLabels", "image"),
                textArea("transcript", "image", [("perRegion", "true")]),
            ]
        case .imageCaption: [object("Image"), textArea("caption", "image")]
        case .audioClassification: [object("Audio"), choices("audio")]
        case .audioTranscription: [object("Audio"), textArea("transcript", "audio")]
        case .audioSegments:
            [regions("Labels", "audio"), object("Audio"), textArea("transcript", "audio", [("perRegion", "true")])]
        case .videoClassification: [object("Video"), choices("video")]
        case .dialogueTurns:
            [regions("ParagraphLabels", "dialogue"), object("Paragraphs", "dialogue", [("layout", "dialogue")])]
        case .timeSeriesSegments:
            [regions("TimeSeriesLabels", "csv"), object("TimeSeries", "csv", [("valueType", "url")], [channel])]
        }
    }

    private var relationKinds: [XMLElement] {
        ["belongs to", "located in", "acts on"].map { XMLElement("Relation", [XMLAttribute("value", $0)]) }
    }

    private var channel: XMLElement { XMLElement("Channel", [XMLAttribute("column", "value")]) }

    private func object(
        _ tag: String, _ key: String? = nil, _ more: [(String, String)] = [], _ inner: [XMLElement] = []
    ) -> XMLElement {
        let key = key ?? tag.lowercased()
        let attributes = [("name", key), ("value", "$" + key)] + more
        return XMLElement(tag, attributes.map { XMLAttribute($0.0, $0.1) }, inner)
    }

    private func tag(
        _ tag: String, _ name: String, _ toName: String, _ more: [(String, String)] = [], _ inner: [XMLElement] = []
    ) -> XMLElement {
        let attributes = [("name", name), ("toName", toName)] + more
        return XMLElement(tag, attributes.map { XMLAttribute($0.0, $0.1) }, inner)
    }

    private func choices(_ object: String) -> XMLElement {
        let inner = labels.map { XMLElement("Choice", [XMLAttribute("value", $0)]) }
        let choice = allowsSeveral ? "multiple" : "single"
        return tag("Choices", "choice", object, [("choice", choice), ("required", "true")], inner)
    }

    private func regions(_ kind: String, _ object: String) -> XMLElement {
        let inner = labels.enumerated().map { index, label in
            let colour = Self.colours[index % Self.colours.count]
            return XMLElement("Label", [XMLAttribute("value", label), XMLAttribute("background", colour)])
        }
        return tag(kind, "label", object, [], inner)
    }

    private func textArea(_ name: String, _ object: String, _ more: [(String, String)] = []) -> XMLElement {
        let perRegion = more.contains { $0.0 == "perRegion" }
        return tag("TextArea", name, object, [("rows", "4"), ("required", perRegion ? "false" : "true")] + more)
    }
}
