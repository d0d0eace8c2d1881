package import Storage

/// Items of one kind that belong together: what a buyer uploads and vendors label.
package struct Dataset: Sendable {
    package let id: ID<Dataset>
    /// The owner.
    package let organisation: ID<Organisation>
    package let name: String
    package let kind: DatasetKind
    package let format: DatasetFormat
    package let state: DatasetState
    package let itemCount: Int
    /// Bytes of the upload.
    package let byteCount: Int
    /// Characters of all texts together; 0 for images. What text is priced by.
    package let characterCount: Int
    /// Keys that every item's data has, sorted: what a label config can refer to.
    package let dataKeys: [String]
    /// The upload as it came.
    package let blob: BlobKey
    /// The name that the upload had on the sender's machine.
    package let fileName: String
    package let createdAt: Instant
}

package enum DatasetKind: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case image, text
}

/// What an upload is read as.
package enum DatasetFormat: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case jsonLines = "json-lines"
    case csv
    /// A JSON array of Label Studio tasks.
    case tasks
    /// A zip archive of PNG and JPEG files.
    case images
    /// A zip archive of UTF-8 text files.
    case texts
}

package enum DatasetState: String, CaseIterable, Sendable, Hashable, Codable, SQLBindable, SQLReadable {
    /// Stored; waits for the worker.
    case received
    /// Being read.
    case processing
    /// Read, with bad rows; the owner decides whether to keep the good ones.
    case pending
    case ready
    /// Could not be read at all; the reason stays on its page.
    case refused
    /// The owner gave it up.
    case discarded
}

/// One unit of a dataset.
package struct Item: Sendable {
    package let dataset: ID<Dataset>
    /// 1 to the dataset's item count, without gaps.
    package let number: Int
    /// The item's name for people: a file's path in its archive, or the row's own id.
    package let key: String
    /// A JSON object: what the label config's `$name` references look up.
    package let data: String
    /// The image, for items that have one.
    package let blob: BlobKey?
    package let mediaType: String?
    /// Pixels.
    package let width: Int?
    package let height: Int?
}
