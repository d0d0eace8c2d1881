extension DatasetFormat {
    /// What a file seems to be, by the end of its name and its first bytes, which must not contradict each other.
    ///
    /// - Parameter start: the first bytes; some dozens are enough.
    /// - Returns: nil when the name ends in nothing that is known, or the content is another than the name says.
    package static func guess(fileName: String, start: [UInt8]) -> DatasetFormat? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let first = (start.starts(with: mark) ? start[3...] : start[...]).first {
            ![0x20, 0x09, 0x0A, 0x0D].contains($0)
        }
        let parts = fileName.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let suffix = parts.last, !start.contains(where: { $0 < 0x09 }) else { return nil }
        switch (suffix, first) {
        case ("json", UInt8(ascii: "[")): return .jsonArray
        // A file of objects, one a line, is often called .json too.
        case ("json", UInt8(ascii: "{")), ("jsonl", UInt8(ascii: "{")), ("ndjson", UInt8(ascii: "{")): return .jsonLines
        case ("csv", let first?) where isText(first): return .csv
        case ("tsv", let first?) where isText(first): return .tsv
        default: return nil
        }
    }

    private static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != UInt8(ascii: "<") }
}
