import Foundation
import LabelMarket
import Storage

/// The file of a market's keys: beside the database, never in it, readable by its owner alone.
enum KeyFile {
    /// The keys in `folder`; made when there are none and nothing in `database` needs older ones.
    /// - Throws: ``KeyFileProblem``
    static func keys(in folder: String, for database: Database) throws -> HouseKeys {
        let path = folder + "/keys"
        if let keys = try load(path) { return keys }
        guard try !database.read(Accounts.dependsOnKeys) else { throw KeyFileProblem.missing(path) }
        guard let keys = HouseKeys.make() else { throw KeyFileProblem.unreadable(path) }
        try create(path, keys)
        return keys
    }

    /// - Returns: nil when there is no file.
    static func load(_ path: String) throws -> HouseKeys? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw KeyFileProblem.unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw KeyFileProblem.unreadable(path) }
        guard status.st_mode & 0o077 == 0 else { throw KeyFileProblem.openToOthers(path) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0, let keys = HouseKeys(text: String(decoding: buffer[..<count], as: UTF8.self)) else {
            throw KeyFileProblem.unreadable(path)
        }
        return keys
    }

    /// Writes a new file, whole or not at all.
    private static func create(_ path: String, _ keys: HouseKeys) throws {
        let partial = path + ".partial"
        unlink(partial)
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KeyFileProblem.unwritable(path) }
        defer { close(descriptor) }
        let bytes = Array(keys.text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            link(partial, path) == 0
        else { throw KeyFileProblem.unwritable(path) }
        unlink(partial)
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw KeyFileProblem.unwritable(path) }
    }
}

/// Why a market cannot have its keys, in words for the person at the terminal.
enum KeyFileProblem: Error, CustomStringConvertible {
    case missing(String), unreadable(String), unwritable(String), openToOthers(String)

    var description: String {
        switch self {
        case .missing(let path): "\(path) is missing, and this market's secrets and seals need it: restore it from its copy"
        case .unreadable(let path): "\(path) is not a readable file of keys"
        case .unwritable(let path): "\(path) cannot be written"
        case .openToOthers(let path): "\(path) can be read by others: chmod 600 it, and think about who has read it"
        }
    }
}
