internal import Foundation
#if canImport(Glibc)
internal import Glibc
#endif

/// Removing what nothing refers to any more.
extension BlobStore {
    /// Visits the keys of content stored before `moment`, at most `limit` that come behind `after` in the order of keys.
    /// - Returns: the last key visited; nil when there are no more.
    /// - Complexity: O(files in the folders passed).
    package func storedBefore(
        milliseconds moment: Int64, after: BlobKey?, limit: Int, _ visit: (BlobKey) -> Void
    ) throws -> BlobKey? {
        var (count, last): (Int, BlobKey?) = (0, nil)
        for folder in (0..<256).map({ hexByte(UInt8($0)) }) where folder >= after.map({ String($0.hex.prefix(2)) }) ?? "" {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
            for name in names.sorted() {
                guard let key = BlobKey(hex: name), name > after?.hex ?? "" else { continue }
                guard let changed = changedAt(path(of: key)), changed < moment else { continue }
                visit(key)
                (count, last) = (count + 1, key)
                if count == limit { return last }
            }
        }
        return nil
    }

    /// Removes content that was stored before `moment`. Content that is stored again at the same time stays: it is taken
    /// aside first, looked at there, and put back when it is newer than was thought.
    /// - Returns: whether it was removed.
    package func remove(_ key: BlobKey, storedBefore moment: Int64) throws -> Bool {
        let aside = root + "/incoming/removed-" + key.hex
        guard rename(path(of: key), aside) == 0 else { return false }
        if let changed = changedAt(aside), changed < moment {
            unlink(aside)
            return true
        }
        // Never over content that came in the meantime: both are the same.
        _ = link(aside, path(of: key))
        unlink(aside)
        return false
    }

    /// Removes what uploads that never ended left behind before `moment`, and puts back what a crash left aside.
    package func clearIncoming(before moment: Int64) throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root + "/incoming")) ?? [] {
            let path = root + "/incoming/" + name
            if name.hasPrefix("removed-"), let key = BlobKey(hex: String(name.dropFirst(8))) {
                _ = link(path, self.path(of: key))
                unlink(path)
            } else if let changed = changedAt(path), changed < moment {
                unlink(path)
            }
        }
    }

    private func changedAt(_ path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    }

    private func hexByte(_ byte: UInt8) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: [digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
    }
}

extension BlobKey {
    /// Reads sixty-four lower-case hexadecimal digits; nil when `hex` is anything else.
    package init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        self.init(digest: bytes)
        guard self.hex == hex else { return nil }
    }
}
