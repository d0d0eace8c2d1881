import Annotations
import LabelMarket

extension JobRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .notInState(let state):
            t("The job is now in the state “{state}”, in which this cannot be done.", ["state": t.jobState(state)])
        case .biddingOver: t("Bidding on this job is over, so it cannot be changed any more. It can be awarded or withdrawn.")
        case .datasetFirst: t("Choose the dataset first: this part depends on it.")
        case .datasetFixed: t("The dataset of a published job cannot be changed. Withdraw the job and post a new one.")
        case .datasetNotReady: t("Choose one of your datasets that is ready")
        case .config(let problems): problems.prefix(5).map { $0.words(t) }.joined(separator: t.language == .zh ? "；" : "; ")
        case .missingKeys(let missing, let has):
            t(
                "The config asks for {missing}, but not every item has that. Keys that all items have: {has}",
                ["missing": t.list(missing.map { "$" + $0 }), "has": t.list(has.map { "$" + $0 })])
        case .lotTooLarge(let items): t("A lot can have at most as many items as the dataset: {count}", ["count": t.count(items)])
        case .closesTooSoon: t("Leave bidders at least an hour: choose a later closing time")
        case .closesTooLate: t("Bidding can last at most 180 days: choose an earlier closing time")
        case .deadlineBeforeClosing: t("Choose a deadline after the day on which bidding closes")
        case .deadlineTooLate: t("Choose a deadline within two years of the closing of bidding")
        case .computeBeforeLabels: t("Compute starts when the labels are done: choose a day after the deadline of the work")
        case .samplesOfClosedJob: t("Items of a restricted or confidential job are never public: enter 0")
        case .incomplete(let parts):
            t(
                "The job is not complete. Still to be filled in: {parts}",
                ["parts": parts.map(t.jobPart).joined(separator: t.language == .zh ? "、" : ", ")])
        }
    }
}

extension LabelConfigProblem {
    /// The line and what to do about it.
    func words(_ t: Texts) -> String {
        t("Line {line}, <{tag}>: {reason}", ["line": t.count(line), "tag": tag, "reason": reason(t)])
    }

    private func reason(_ t: Texts) -> String {
        switch code {
        case .notXML: t("this is not well-formed XML")
        case .documentTypeRefused: t("a DOCTYPE is not accepted; take it out")
        case .rootNotView: t("the outermost tag must be View")
        case .unknownTag: t("this tag is not known here; take it out or use another")
        case .misplacedTag: t("this tag cannot stand here")
        case .missingName: t("give the attribute name")
        case .duplicateName: t("the name “{detail}” stands twice", ["detail": detail])
        case .missingToName: t("give the attribute toName")
        case .toNameNotFound: t("toName points at “{detail}”, which does not exist", ["detail": detail])
        case .wrongObject: t("this tag cannot label a tag of the kind {detail}", ["detail": detail])
        case .missingValue: t("give the attribute value")
        case .badValue: t("value must be $ and a key of the data, not “{detail}”", ["detail": detail])
        case .emptyLabels: t("add at least one label")
        case .missingLabelValue: t("give every label a value")
        case .duplicateLabel: t("the label “{detail}” stands twice", ["detail": detail])
        case .badAttribute: t("the attribute {detail} has a value that is not understood", ["detail": detail])
        case .strayText: t("take out the text between the tags: “{detail}”", ["detail": detail])
        case .noObject: t("nothing is shown: add an Image, a Text or the like")
        case .noControl: t("nothing is asked: add Choices, Labels or the like")
        }
    }
}

extension DatasetRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .unknownExtension(let ending):
            t("Choose a .jsonl, .csv, .json or .zip file; “.{ending}” is not read here", ["ending": ending])
        case .contentMismatch(let ending): t("The file ends in .{ending}, but its content is something else", ["ending": ending])
        case .empty: t("Choose a file with at least one item; this one has none")
        case .notUTF8: t("Save the file as UTF-8 and upload it again; in a spreadsheet choose “CSV UTF-8”")
        case .noGoodRows: t("Nothing in this file can be used as an item; see the formats above")
        case .tooManyItems(let limit): t("A dataset can have at most {limit} items", ["limit": t.count(limit)])
        case .brokenArray: t("The file must be one complete JSON array; this one is cut off or something else")
        case .badHeader(let column):
            column == 0
                ? t("The first row must name the columns")
                : t("Column {column} of the first row has no name, or one that stands twice", ["column": t.count(column)])
        case .damagedArchive: t("The archive is cut off or damaged; make it again and upload it once more")
        case .unsafePath(let name): t("The archive holds a path or link that leads out of it: “{name}”", ["name": name])
        case .nestedArchive(let name): t("The archive holds another archive: “{name}”. Unpack that first", ["name": name])
        case .encryptedEntry(let name): t("“{name}” in the archive is encrypted; make the archive without a password", ["name": name])
        case .unsupportedCompression(let name): t("“{name}” is compressed in a rare way; make an ordinary zip archive", ["name": name])
        case .unpacksTooLarge(let limit): t("Unpacked, the archive is larger than {limit} MiB; upload it in parts", ["limit": t.count(limit)])
        case .suspiciousRatio: t("The archive unpacks to far more than pictures or texts ever do, so it is not opened")
        case .notInState(let state):
            t("The dataset is now in the state “{state}”, in which this cannot be done.", ["state": t.datasetState(state)])
        case .inUse: t("A job uses this dataset, so it stays.")
        }
    }
}

extension RowProblem {
    func words(_ t: Texts) -> String {
        switch reason {
        case .notJSON: t("not JSON from character {position} on", ["position": detail])
        case .notObject: t("not a JSON object in braces")
        case .emptyObject: t("an object without any key")
        case .repeatedKey: t("a key stands twice")
        case .tooLong: t("larger than {limit} KiB", ["limit": detail])
        case .notUTF8: t("not UTF-8 text")
        case .ragged:
            t(
                "{found} fields where the first row has {expected}",
                ["expected": detail.split(separator: "/").first.map(String.init) ?? "",
                    "found": detail.split(separator: "/").last.map(String.init) ?? ""])
        case .strayQuote: t("a quote that is not closed, or in the middle of a field")
        case .emptyRow: t("all fields are empty")
        case .wrongType: t("not the kind of file that its ending says, or that the others are")
        case .damagedImage: t("not a complete PNG or JPEG picture")
        case .tooManyPixels: t("more than 100 million pixels")
        case .emptyFile: t("empty")
        case .damagedEntry: t("damaged in the archive")
        }
    }

    func place(_ t: Texts) -> String {
        place.isEmpty ? t("Line {line}", ["line": t.count(line)]) : place
    }
}
