internal import CLibZip

/// A zip archive opened for reading, with its directory checked before anything is unpacked. Nothing is ever written to
/// a path of the archive's choosing.
struct ZipArchive: ~Copyable {
    struct Entry: Sendable {
        let index: UInt64
        let name: String
        /// Bytes unpacked, as the directory says; reading holds the entry to it.
        let size: Int

        /// Lower-case letters after the last dot; empty when there are none.
        var fileExtension: String { name.split(separator: ".").last.map { $0.lowercased() } ?? "" }
    }

    /// An entry whose content is not what the directory says.
    struct DamagedEntry: Error {}

    private let archive: OpaquePointer
    /// Files that count, in the archive's order; folders and what systems leave behind are not among them.
    let entries: [Entry]

    /// - Parameter byteCount: size of the archive itself.
    /// - Throws: ``DatasetRefusal``: the first thing in the directory that no honest upload has.
    init(path: String, byteCount: Int) throws(DatasetRefusal) {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code) else { throw .damagedArchive }
        do throws(DatasetRefusal) {
            entries = try Self.directory(of: archive, byteCount: byteCount)
            self.archive = archive
        } catch {
            zip_discard(archive)
            throw error
        }
    }

    deinit { zip_discard(archive) }

    /// Reads an entry in pieces of at most 64 KiB.
    /// - Throws: ``DamagedEntry`` when its checksum or its length is wrong, and what `visit` throws.
    func each(_ entry: Entry, _ visit: (ArraySlice<UInt8>) throws -> Void) throws {
        guard let file = zip_fopen_index(archive, entry.index, 0) else { throw DamagedEntry() }
        defer { zip_fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var total = 0
        while true {
            let count = Int(zip_fread(file, &buffer, UInt64(buffer.count)))
            guard count >= 0 else { throw DamagedEntry() }
            if count == 0 { break }
            total += count
            guard total <= entry.size else { throw DamagedEntry() }
            try visit(buffer[..<count])
        }
        guard total == entry.size else { throw DamagedEntry() }
    }

    private static func directory(of archive: OpaquePointer, byteCount: Int) throws(DatasetRefusal) -> [Entry] {
        let count = zip_get_num_entries(archive, 0)
        guard count > 0 else { throw .empty }
        guard count <= DatasetLimits.archiveEntries else { throw .tooManyItems(limit: DatasetLimits.archiveEntries) }
        var entries: [Entry] = []
        var unpacked: UInt64 = 0
        for index in 0..<UInt64(count) {
            var stat = zip_stat_t()
            guard zip_stat_index(archive, index, 0, &stat) == 0, let pointer = stat.name else { throw .damagedArchive }
            let name = String(cString: pointer)
            guard isSafe(name), !isLink(archive, index) else { throw .unsafePath(name) }
            if name.hasSuffix("/") || isLeftover(name) { continue }
            guard stat.encryption_method == ZIP_EM_NONE else { throw .encryptedEntry(name) }
            guard stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE else {
                throw .unsupportedCompression(name)
            }
            guard stat.size <= UInt64(DatasetLimits.unpackedBytes) else {
                throw .unpacksTooLarge(limitMiB: DatasetLimits.unpackedBytes >> 20)
            }
            unpacked += stat.size
            guard unpacked <= UInt64(DatasetLimits.unpackedBytes) else {
                throw .unpacksTooLarge(limitMiB: DatasetLimits.unpackedBytes >> 20)
            }
            guard unpacked < 1 << 20 || unpacked <= UInt64(byteCount * DatasetLimits.ratio) else {
                throw .suspiciousRatio
            }
            let entry = Entry(index: index, name: name, size: Int(stat.size))
            if archiveExtensions.contains(entry.fileExtension) { throw .nestedArchive(name) }
            entries.append(entry)
        }
        if entries.isEmpty { throw .empty }
        return entries
    }

    private static let archiveExtensions: Set<String> = [
        "zip", "gz", "tgz", "tar", "bz2", "xz", "7z", "rar", "jar", "zst", "lz4",
    ]

    /// Whether `name` stays below the folder it would be unpacked to, on any system.
    private static func isSafe(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), name.utf8.count <= 1000 else { return false }
        guard !name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else { return false }
        if name.utf8.dropFirst().first == UInt8(ascii: ":") { return false }
        return !name.split(separator: "/").contains("..")
    }

    /// Whether the entry is a symbolic link: its Unix mode stands in the upper half of the attributes.
    private static func isLink(_ archive: OpaquePointer, _ index: UInt64) -> Bool {
        var system: UInt8 = 0
        var attributes: UInt32 = 0
        guard zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0 else { return false }
        return system == ZIP_OPSYS_UNIX && attributes >> 16 & 0o170000 == 0o120000
    }

    /// What macOS and Windows put into folders by themselves.
    private static func isLeftover(_ name: String) -> Bool {
        let last = name.split(separator: "/").last.map(String.init) ?? ""
        return name.hasPrefix("__MACOSX/") || last.hasPrefix("._")
            || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(last)
    }
}
