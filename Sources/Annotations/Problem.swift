/// One thing that is wrong with a record of a dataset or of a label file: where it stands, what it is, and about what.
///
/// Codes are stable, so that pages can say them in any language; `detail` holds names and figures and is never
/// translated.
package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        // The file as a whole
        case notAnArray, truncated, trailingBytes, duplicateColumn, emptyColumnName, emptyFile, fileTooLong
        // One record, before labels are looked at
        case notJSON, recordTooLong, notUTF8, badQuotes, raggedRow, notAnObject, badID, badData, duplicateItem
        case missingData, wrongData
        // One record of labels
        case missingID, itemNotFound, noAnnotation, badAnnotation, badResult, unknownControl, wrongObject, wrongType
        case unknownLabel, missingLabel, unknownChoice, tooManyChoices, boxOutside, pointOutside, badShape, badMask
        case spanOutside, spanTextMismatch, badSpan, badSegment, badText, badRating, badNumber, badDateTime, badPairwise
        case badRanking, unknownRegion, missingRequired, duplicateResultID
    }

    package let code: Code
    /// The name of the file, when the caller gave one.
    package var file: String?
    /// From 1, in the order of the file; 0 for the file as a whole.
    package let record: Int
    /// The line, from 1, on which the record or the fault stands.
    package let line: Int?
    package var itemID: String?
    /// The id of the single result, or its place in its annotation as `#3`.
    package var result: String?
    package let detail: String

    package init(
        _ code: Code, record: Int, line: Int? = nil, itemID: String? = nil, result: String? = nil, detail: String = ""
    ) {
        self.code = code
        self.record = record
        self.line = line
        self.itemID = itemID
        self.result = result
        self.detail = detail
    }

    package var description: String {
        var place = record > 0 ? "record \(record)" : "file"
        if let file { place = "\(file), " + place }
        if let line { place += ", line \(line)" }
        if let itemID { place += ", item \(itemID)" }
        if let result { place += ", result \(result)" }
        return place + ": " + code.reason + (detail.isEmpty ? "" : " (\(detail))")
    }
}

extension Problem.Code {
    /// In English and without names or figures.
    package var reason: String {
        switch self {
        case .notAnArray: "the file is not a JSON array"
        case .truncated: "the file ends in the middle of a record"
        case .trailingBytes: "something follows the end of the array"
        case .duplicateColumn: "two columns have the same name"
        case .emptyColumnName: "a column has no name"
        case .emptyFile: "there is no record in the file"
        case .fileTooLong: "the file has more records or bytes than allowed"
        case .notJSON: "not JSON"
        case .recordTooLong: "the record is too long"
        case .notUTF8: "the text is not UTF-8"
        case .badQuotes: "quotes that do not match"
        case .raggedRow: "the row has another number of fields than the header"
        case .notAnObject: "the record is not a JSON object"
        case .badID: "the id is neither text nor an integer"
        case .badData: "data is not a JSON object"
        case .duplicateItem: "an earlier record has the same item"
        case .missingData: "the item lacks data that the label config shows"
        case .wrongData: "the item's data is not of the kind that the label config shows"
        case .missingID: "the record does not say which item it labels"
        case .itemNotFound: "there is no such item"
        case .noAnnotation: "the record holds no finished annotation"
        case .badAnnotation: "the annotation is not of the expected form"
        case .badResult: "the result is not of the expected form"
        case .unknownControl: "the label config has no such control"
        case .wrongObject: "the control does not label this object"
        case .wrongType: "the result is not of the control's type"
        case .unknownLabel: "the label config has no such label"
        case .missingLabel: "the region has no label"
        case .unknownChoice: "the label config has no such choice"
        case .tooManyChoices: "only one choice may be given"
        case .boxOutside: "the shape reaches outside of the picture"
        case .pointOutside: "a point lies outside of the picture"
        case .badShape: "the shape lacks a number or has a wrong one"
        case .badMask: "the mask is not a list of bytes"
        case .spanOutside: "the span reaches past the end of the text"
        case .spanTextMismatch: "the span quotes another text than the one at its place"
        case .badSpan: "the span lacks a start or an end, or is empty"
        case .badSegment: "the segment lacks a start or an end, or ends before it starts"
        case .badText: "the answer is not a text"
        case .badRating: "the rating is not within its scale"
        case .badNumber: "the number is missing or not within its bounds"
        case .badDateTime: "the date is not a text"
        case .badPairwise: "the selection is neither left nor right"
        case .badRanking: "the ranking is not a list of ids"
        case .unknownRegion: "the relation points at a region that does not exist"
        case .missingRequired: "a required answer is missing"
        case .duplicateResultID: "two regions have the same id"
        }
    }
}
