internal import Storage

/// Why an upload, or what was asked of a dataset, is refused as a whole. Each names what a person can do about it.
package enum DatasetRefusal: Refusal, Hashable, Codable {
    /// Extension of a file that is none of the formats.
    case unknownExtension(String)
    /// The content is not what the extension says.
    case contentMismatch(String)
    case empty
    case notUTF8
    /// Not one usable row.
    case noGoodRows
    case tooManyItems(limit: Int)
    /// A JSON file that is no array, or ends in the middle.
    case brokenArray
    /// The header row of a CSV file: the column counted from 1, or 0 for the row as a whole.
    case badHeader(column: Int)
    /// The archive cannot be opened: cut short or damaged.
    case damagedArchive
    case unsafePath(String)
    case nestedArchive(String)
    case encryptedEntry(String)
    case unsupportedCompression(String)
    /// More content than an archive may hold, unpacked.
    case unpacksTooLarge(limitMiB: Int)
    /// Compressed harder than images or texts ever are.
    case suspiciousRatio
    /// The dataset is not in a state in which this can be done.
    case notInState(DatasetState)
    /// A job already uses it.
    case inUse

    package var kind: RefusalKind {
        switch self {
        case .notInState, .inUse: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .notInState, .inUse: nil
        default: "file"
        }
    }
}

/// A row, or an entry of an archive, that cannot become an item.
package struct RowProblem: Hashable, Sendable {
    package enum Reason: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
        case notJSON = "not-json"
        case notObject = "not-object"
        case emptyObject = "empty-object"
        case repeatedKey = "repeated-key"
        case tooLong = "too-long"
        case notUTF8 = "not-utf8"
        case ragged
        case strayQuote = "stray-quote"
        case emptyRow = "empty-row"
        case wrongType = "wrong-type"
        case damagedImage = "damaged-image"
        case tooManyPixels = "too-many-pixels"
        case emptyFile = "empty-file"
        case damagedEntry = "damaged-entry"
    }

    /// Counted from 1: a line of the file, an element of the array, or 0 for an entry of an archive.
    package let line: Int
    /// The entry's path; empty for rows.
    package let place: String
    package let reason: Reason
    /// A figure or a word that the reason needs: the byte of a JSON error, `expected/found` columns, the key.
    package let detail: String

    package init(line: Int, place: String, reason: Reason, detail: String) {
        self.line = line
        self.place = place
        self.reason = reason
        self.detail = detail
    }
}
