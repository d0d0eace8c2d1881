import Annotations
import LabelMarket

extension Texts {
    func mark(_ decision: LabelRecord.Decision?) -> String {
        switch decision {
        case .accepted: self("Accepted")
        case .refused: self("Refused")
        case nil: self("Not marked")
        }
    }

    func outcome(_ delivery: Delivery) -> String {
        switch delivery.state {
        case .accepted where delivery.decidedBy == nil: self("Accepted by silence")
        case .accepted: self("Accepted")
        case .returned: self("Returned for rework")
        case .delivered: self("Awaits acceptance")
        case .draft, .abandoned: "–"
        }
    }

    /// What is wrong with a record of a label file; codes of other files never stand here.
    func labelProblem(_ code: String) -> String {
        guard let code = Problem.Code(rawValue: code) else { return code }
        return fileProblem(code) ?? placeProblem(code) ?? answerProblem(code) ?? code.rawValue
    }

    private func fileProblem(_ code: Problem.Code) -> String? {
        switch code {
        case .notAnArray: self("The file is not a JSON array")
        case .truncated: self("The file ends in the middle of a record")
        case .trailingBytes: self("Something follows the end of the array")
        case .emptyFile: self("The file holds no record")
        case .fileTooLong: self("The file is too long")
        case .notJSON: self("This is not JSON")
        case .recordTooLong: self("The record is too long")
        case .notUTF8: self("The text is not UTF-8")
        case .notAnObject: self("The record is not a JSON object")
        case .badID: self("The item number is neither text nor a whole number")
        case .duplicateItem: self("An earlier record has labels for the same item")
        case .missingID: self("The record does not say which item it labels")
        case .itemNotFound: self("This lot has no such item")
        case .noAnnotation: self("The record holds no finished annotation")
        case .badAnnotation: self("The annotation is not of the expected form")
        case .badResult: self("The result is not of the expected form")
        default: nil
        }
    }

    private func placeProblem(_ code: Problem.Code) -> String? {
        switch code {
        case .boxOutside: self("The shape reaches outside of the picture")
        case .pointOutside: self("A point lies outside of the picture")
        case .badShape: self("The shape lacks a number or has a wrong one")
        case .badMask: self("The mask is not a list of bytes")
        case .spanOutside: self("The span reaches past the end of the text")
        case .spanTextMismatch: self("The span quotes another text than the one at its place")
        case .badSpan: self("The span lacks a start or an end, or is empty")
        case .badSegment: self("The segment lacks a start or an end, or ends before it starts")
        case .unknownRegion: self("The relation points at a region that does not exist")
        case .duplicateResultID: self("Two regions have the same id")
        default: nil
        }
    }

    private func answerProblem(_ code: Problem.Code) -> String? {
        switch code {
        case .unknownControl: self("The label config has no such control")
        case .wrongObject: self("The control does not label this object")
        case .wrongType: self("The result is not of the control's type")
        case .unknownLabel: self("The label config has no such label")
        case .missingLabel: self("The region has no label")
        case .unknownChoice: self("The label config has no such choice")
        case .tooManyChoices: self("Only one choice may be given")
        case .badText: self("The answer is not a text")
        case .badRating: self("The rating is not within its scale")
        case .badNumber: self("The number is missing or not within its bounds")
        case .badDateTime: self("The date is not a text")
        case .badPairwise: self("The selection is neither left nor right")
        case .badRanking: self("The ranking is not a list of ids")
        case .missingRequired: self("A required answer is missing")
        default: nil
        }
    }
}

extension DeliveryRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .lotClosed: t("This lot is decided or its contract has ended; it takes no more labels.")
        case .underReview: t("The labels of this lot are with the buyer; wait for the decision.")
        case .fileMissing: t("Choose a file with labels")
        case .nothingToDeliver: t("There are no labels to deliver yet; upload a label file first.")
        case .incomplete(let missing):
            t(
                "{count} items have no labels: upload them, or tick that you deliver without them",
                ["count": t.count(missing)])
        case .notDelivered: t("There is no delivery to decide on.")
        case .reasonMissing: t("Write what is to be done better")
        case .reworkUsedUp(let limit):
            t(
                "The lot came back {count} times already, as often as agreed. Accept it, wholly or in part.",
                ["count": t.count(limit)])
        case .goldClosed: t("Labels have been delivered, or the contract has ended: the gold items stay as they are.")
        case .goldUnreadable(let record, let code):
            t(
                "Record {number} does not pass the checks, so nothing was taken: {problem}",
                ["number": t.count(record), "problem": t.labelProblem(code)])
        case .nothingRefused: t("You have not refused an item; accept the whole delivery instead.")
        }
    }
}
