package import Storage

/// A file as it arrived, already in the blob store.
package struct Upload: Sendable {
    package let fileName: String
    package let blob: BlobKey
    package let byteCount: Int
    /// Its first bytes, a few hundred at least when there are as many.
    package let start: [UInt8]

    package init(fileName: String, blob: BlobKey, byteCount: Int, start: [UInt8]) {
        self.fileName = fileName
        self.blob = blob
        self.byteCount = byteCount
        self.start = start
    }
}

extension DatasetFormat {
    static let imageExtensions: Set<String> = ["png", "jpg", "jpeg"]
    static let textExtensions: Set<String> = ["txt", "text", "md"]

    /// What `upload` is by its extension, held against its first bytes; for an archive by its directory.
    /// - Throws: ``DatasetRefusal``
    static func detect(_ upload: Upload, in blobs: BlobStore) throws(DatasetRefusal) -> DatasetFormat {
        guard upload.byteCount > 0 else { throw .empty }
        let ending = upload.fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
        var start = upload.start[...]
        if start.starts(with: byteOrderMark) { start = start.dropFirst(3) }
        let first = start.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        let isArchive = start.starts(with: [0x50, 0x4B])
        let isBinary = start.contains(0)
        switch ending {
        case "jsonl", "ndjson":
            guard !isBinary, !isArchive else { throw .contentMismatch(ending) }
            if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { throw .notUTF8 }
            return .jsonLines
        case "json":
            guard !isBinary, !isArchive, first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else {
                throw .contentMismatch(ending)
            }
            // Line by line under the wrong ending is common; one object a line tells them apart.
            return first == UInt8(ascii: "[") ? .tasks : .jsonLines
        case "csv":
            guard !isArchive else { throw .contentMismatch(ending) }
            guard !isBinary else { throw .notUTF8 }
            return .csv
        case "zip":
            guard isArchive else { throw .contentMismatch(ending) }
            let archive = try ZipArchive(path: blobs.path(of: upload.blob), byteCount: upload.byteCount)
            if archive.entries.contains(where: { imageExtensions.contains($0.fileExtension) }) { return .images }
            if archive.entries.contains(where: { textExtensions.contains($0.fileExtension) }) { return .texts }
            throw .noGoodRows
        default: throw .unknownExtension(ending)
        }
    }

    var kind: DatasetKind { self == .images ? .image : .text }
}
