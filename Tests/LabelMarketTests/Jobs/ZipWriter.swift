/// Writes small archives for tests, honest and otherwise: stored entries, each with what the directory claims about it.
struct ZipWriter {
    struct Entry {
        var name: String
        var content: [UInt8]
        var claimedSize: UInt32?
        var flags: UInt16 = 0
        var method: UInt16 = 0
        var attributes: UInt32 = 0
        var madeBy: UInt16 = 3 << 8 | 20
        var brokenSum = false
    }

    static func bytes(_ entries: [Entry]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = file.count
            let sum = entry.brokenSum ? 1 : crc32(entry.content)
            let size = entry.claimedSize ?? UInt32(entry.content.count)
            var common = little(20 as UInt16) + little(entry.flags) + little(entry.method) + little(0 as UInt16)
            common += little(0x5A77 as UInt16) + little(sum) + little(UInt32(entry.content.count))
            common += little(size) + little(UInt16(entry.name.utf8.count)) + little(0 as UInt16)
            file += little(0x0403_4B50 as UInt32) + common
            file += Array(entry.name.utf8) + entry.content
            directory += little(0x0201_4B50 as UInt32) + little(entry.madeBy) + common + little(0 as UInt16)
            directory += little(0 as UInt16) + little(0 as UInt16) + little(entry.attributes) + little(UInt32(offset))
            directory += Array(entry.name.utf8)
        }
        let start = file.count
        file += directory + little(0x0605_4B50 as UInt32) + little(0 as UInt32) + little(UInt16(entries.count))
        file += little(UInt16(entries.count)) + little(UInt32(directory.count)) + little(UInt32(start)) + little(0 as UInt16)
        return file
    }

    static func bytes(_ files: [(String, [UInt8])]) -> [UInt8] {
        bytes(files.map { Entry(name: $0.0, content: $0.1) })
    }

    private static func little<I: FixedWidthInteger>(_ value: I) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian, Array.init)
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = .max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}

/// The smallest files that have an image's header and end.
enum TinyImage {
    static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        let rest: [UInt8] = [8, 2, 0, 0, 0, 0, 0, 0, 0]
        let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
        return start + big(width) + big(height) + rest + end
    }

    /// With an application segment before the frame header, as cameras write it.
    static func jpeg(_ width: UInt16, _ height: UInt16) -> [UInt8] {
        let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, 0, 6, 1, 2, 3, 4, 0xFF, 0xC0, 0, 17, 8]
        let size: [UInt8] = [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
        return start + size + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9]
    }

    private static func big(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
}
