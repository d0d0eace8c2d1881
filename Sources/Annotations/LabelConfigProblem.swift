/// One thing that is wrong with a label config.
package struct LabelConfigProblem: Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case notXML, documentTypeRefused, rootNotView, unknownTag, misplacedTag, missingName, duplicateName,
            missingToName
        case toNameNotFound, wrongObject, missingValue, badValue, emptyLabels, missingLabelValue, duplicateLabel
        case badAttribute, strayText, noObject, noControl
    }

    package let code: Code
    package let line: Int
    package let tag: String
    /// What the code is about: a name, a label, an attribute, or the XML reader's message. Never translated.
    package let detail: String

    package var description: String {
        let reason =
            switch code {
            case .notXML: "not well-formed XML: \(detail)"
            case .documentTypeRefused: "a DOCTYPE is not accepted"
            case .rootNotView: "the outermost tag must be View"
            case .unknownTag: "this tag is not understood"
            case .misplacedTag: "this tag cannot stand inside \(detail)"
            case .missingName: "the attribute name is missing"
            case .duplicateName: "the name \"\(detail)\" is used twice"
            case .missingToName: "the attribute toName is missing"
            case .toNameNotFound: "toName points at \"\(detail)\", and there is no such object"
            case .wrongObject: "this tag cannot label a tag of kind \(detail)"
            case .missingValue: "the attribute value is missing"
            case .badValue: "value must be $ and the key of an item's data, not \"\(detail)\""
            case .emptyLabels: "the list of labels is empty"
            case .missingLabelValue: "a label or choice without a value"
            case .duplicateLabel: "the label \"\(detail)\" stands twice"
            case .badAttribute: "the attribute \(detail) has a value that is not understood"
            case .strayText: "text outside of a tag's attributes: \"\(detail)\""
            case .noObject: "nothing is shown: there is no Image, Text, Audio or the like"
            case .noControl: "nothing is asked: there is no Choices, Labels or the like"
            }
        return "line \(line): <\(tag)>: \(reason)"
    }
}

/// All that is wrong with a label config, in document order; never empty.
package struct LabelConfigError: Error, Sendable, Equatable, CustomStringConvertible {
    package let problems: [LabelConfigProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
