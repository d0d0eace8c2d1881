import CZLib
import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore
import Storage

/// The pictures of a lot as a zip archive (APPNOTE.TXT 4.3, entries stored as they are), written as the connection takes
/// it: one chunk in memory. Without zip64, so for lots of less than 4 GiB and 65,536 pictures.
struct PictureArchive: Sendable {
    let pictures: [LotPicture]
    let blobs: BlobStore

    /// Whether the archive's form can hold the pictures.
    func fits() throws -> Bool {
        var bytes = 0
        for picture in pictures { bytes += try blobs.reader(of: picture.blob).count + 2 * picture.name.utf8.count + 76 }
        return (1...65_535).contains(pictures.count) && bytes < 1 << 32 - 22
    }

    func response(name: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/zip"
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        let body = ResponseBody { writer in
            var directory: [UInt8] = []
            var offset: UInt32 = 0
            for picture in pictures {
                let reader = try blobs.reader(of: picture.blob)
                let entry = Entry(
                    name: Array(picture.name.utf8), size: UInt32(reader.count), checksum: try checksum(reader),
                    offset: offset)
                try await writer.write(ByteBuffer(bytes: entry.header))
                var position = 0
                while position < reader.count {
                    let chunk = try reader.chunk(at: position)
                    if chunk.isEmpty { break }
                    try await writer.write(ByteBuffer(bytes: chunk))
                    position += chunk.count
                }
                directory += entry.directoryRecord
                offset += UInt32(entry.header.count) + entry.size
            }
            try await writer.write(ByteBuffer(bytes: directory + end(directory.count, offset)))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func checksum(_ reader: BlobStore.Reader) throws -> UInt32 {
        var sum = crc32(0, nil, 0)
        var position = 0
        while position < reader.count {
            let chunk = try reader.chunk(at: position)
            if chunk.isEmpty { break }
            sum = crc32(sum, chunk, UInt32(chunk.count))
            position += chunk.count
        }
        return UInt32(truncatingIfNeeded: sum)
    }

    private func end(_ directoryBytes: Int, _ offset: UInt32) -> [UInt8] {
        let count = UInt16(pictures.count)
        return little(0x0605_4b50 as UInt32) + little(0 as UInt16) + little(0 as UInt16) + little(count) + little(count)
            + little(UInt32(directoryBytes)) + little(offset) + little(0 as UInt16)
    }

    private struct Entry {
        let name: [UInt8]
        let size: UInt32
        let checksum: UInt32
        let offset: UInt32

        /// Version 2.0, names in UTF-8, stored, 1 January 1980; checksum and both sizes; length of the name.
        private var facts: [UInt8] {
            var facts = little(20 as UInt16) + little(0x0800 as UInt16) + little(0 as UInt16)
            facts += little(0 as UInt16) + little(0x0021 as UInt16)
            facts += little(checksum) + little(size) + little(size)
            return facts + little(UInt16(name.count)) + little(0 as UInt16)
        }

        var header: [UInt8] { little(0x0403_4b50 as UInt32) + facts + name }

        var directoryRecord: [UInt8] {
            var record = little(0x0201_4b50 as UInt32) + little(20 as UInt16) + facts
            record += little(0 as UInt16) + little(0 as UInt16) + little(0 as UInt16) + little(0 as UInt32)
            return record + little(offset) + name
        }
    }
}

private func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
