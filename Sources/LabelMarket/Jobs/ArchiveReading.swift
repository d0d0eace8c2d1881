internal import Annotations
internal import Storage

/// Turns the entries of an archive into items: images into blobs of their own, texts into data.
struct ArchiveReading {
    let format: DatasetFormat
    let blobs: BlobStore

    /// The bytes of an image in which its dimensions must stand; cameras put up to some hundred KiB before them.
    private static let headBytes = 1 << 20

    func read(_ entry: ZipArchive.Entry, of archive: borrowing ZipArchive, into harvest: inout Harvest) throws {
        func problem(_ reason: RowProblem.Reason, _ detail: String = "") {
            harvest.add(RowProblem(line: 0, place: entry.name, reason: reason, detail: detail))
        }
        let wanted = format == .images ? DatasetFormat.imageExtensions : DatasetFormat.textExtensions
        guard wanted.contains(entry.fileExtension) else { return problem(.wrongType) }
        guard entry.size > 0 else { return problem(.emptyFile) }
        let limit = format == .images ? DatasetLimits.imageBytes : DatasetLimits.rowBytes
        guard entry.size <= limit else { return problem(.tooLong, String(limit >> 10)) }
        do {
            if let reason = format == .images ? try image(entry, archive, &harvest) : try text(entry, archive, &harvest) {
                problem(reason)
            }
        } catch is ZipArchive.DamagedEntry {
            problem(.damagedEntry)
        }
    }

    private func image(
        _ entry: ZipArchive.Entry, _ archive: borrowing ZipArchive, _ harvest: inout Harvest
    ) throws -> RowProblem.Reason? {
        var incoming = try blobs.receive()
        var head: [UInt8] = []
        var tail: [UInt8] = []
        try archive.each(entry) { piece in
            if head.count < Self.headBytes { head += piece.prefix(Self.headBytes - head.count) }
            tail = (tail + piece.suffix(12)).suffix(12)
            try incoming.write(piece)
        }
        guard let header = ImageHeader(head) else { return .damagedImage }
        let isPNG = header.mediaType == "image/png"
        guard isPNG == (entry.fileExtension == "png") else { return .wrongType }
        // A PNG ends with an empty IEND chunk; one that does not was cut short.
        if isPNG, tail != [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82] { return .damagedImage }
        guard header.width <= DatasetLimits.imagePixels / header.height else { return .tooManyPixels }
        let blob = try incoming.finish()
        try harvest.add(
            NewItem(key: entry.name, data: JSON.object(["image": .string(entry.name)]).text, image: (blob, header)), keys: ["image"],
            characters: 0)
        return nil
    }

    private func text(
        _ entry: ZipArchive.Entry, _ archive: borrowing ZipArchive, _ harvest: inout Harvest
    ) throws -> RowProblem.Reason? {
        var bytes: [UInt8] = []
        try archive.each(entry) { bytes += $0 }
        if bytes.starts(with: byteOrderMark) { bytes.removeFirst(3) }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return .notUTF8 }
        guard text.utf8.contains(where: { $0 > 0x20 }) else { return .emptyFile }
        try harvest.add(
            NewItem(key: entry.name, data: JSON.object(["text": .string(text)]).text, image: nil), keys: ["text"],
            characters: text.unicodeScalars.count)
        return nil
    }
}
