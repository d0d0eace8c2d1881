internal import Crypto
internal import Foundation
#if canImport(Glibc)
internal import Glibc
#endif

/// Large content outside the database, stored once under its SHA-256 and never changed.
package struct BlobStore: Sendable {
    let root: String

    /// - Parameter root: a folder; made when missing.
    package init(root: String) throws {
        self.root = root
        try FileManager.default.createDirectory(atPath: root + "/incoming", withIntermediateDirectories: true)
    }

    /// Opens a place to stream content into. Nothing is visible until ``Incoming/finish()``.
    package func receive() throws -> Incoming {
        let path = root + "/incoming/" + UUID().uuidString
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageProblem.failed("cannot create a blob: errno \(errno)") }
        return Incoming(store: self, path: path, descriptor: descriptor)
    }

    /// Stores `bytes` at once.
    package func put(_ bytes: [UInt8]) throws -> BlobKey {
        var incoming = try receive()
        try incoming.write(bytes)
        return try incoming.finish()
    }

    /// Where the content of `key` lies, for readers that want a file.
    package func path(of key: BlobKey) -> String {
        root + "/" + key.hex.prefix(2) + "/" + key.hex
    }

    package func contains(_ key: BlobKey) -> Bool { access(path(of: key), R_OK) == 0 }

    /// The whole content. For content known to be small.
    /// - Throws: ``StorageProblem`` when it is missing or longer than `limit` bytes.
    package func bytes(of key: BlobKey, limit: Int) throws -> [UInt8] {
        let path = path(of: key)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        guard size <= limit else { throw StorageProblem.failed("blob longer than \(limit) bytes") }
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    /// Reads the content in chunks of at most 64 KiB.
    package func each(_ key: BlobKey, _ visit: (ArraySlice<UInt8>) throws -> Void) throws {
        let descriptor = open(path(of: key), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageProblem.failed("blob missing") }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw StorageProblem.failed("cannot read a blob: errno \(errno)") }
            if count == 0 { return }
            try visit(buffer[..<count])
        }
    }

    /// Opens the content for reading in pieces, as a slow connection takes them.
    /// - Throws: ``StorageProblem`` when it is missing.
    package func reader(of key: BlobKey) throws -> Reader { try Reader(path: path(of: key)) }

    /// An open blob. Closed when the last holder lets go of it.
    package final class Reader: Sendable {
        private let descriptor: Int32
        /// Bytes in all.
        package let count: Int

        fileprivate init(path: String) throws {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw StorageProblem.failed("blob missing") }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw StorageProblem.failed("blob without size") }
            count = Int(status.st_size)
        }

        /// At most 64 KiB from `offset` on; empty at the end.
        package func chunk(at offset: Int) throws -> [UInt8] {
            let wanted = min(65_536, max(0, count - offset))
            var failed = false
            let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                let got = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
                failed = got < 0
                filled = max(0, got)
            }
            if failed { throw StorageProblem.failed("cannot read a blob: errno \(errno)") }
            return bytes
        }

        deinit { close(descriptor) }
    }

    /// Content on its way in.
    package struct Incoming: ~Copyable {
        private let store: BlobStore
        private let path: String
        private let descriptor: Int32
        private var hash = SHA256()
        /// Bytes so far.
        package private(set) var count = 0
        private var finished = false

        fileprivate init(store: BlobStore, path: String, descriptor: Int32) {
            self.store = store
            self.path = path
            self.descriptor = descriptor
        }

        package mutating func write(_ bytes: some Collection<UInt8>) throws {
            let written = bytes.withContiguousStorageIfAvailable { writeAll(UnsafeRawBufferPointer($0)) }
            if written == nil { return try write(Array(bytes)) }
            guard written == true else { throw StorageProblem.failed("cannot write a blob: errno \(errno)") }
            bytes.withContiguousStorageIfAvailable { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
            count += bytes.count
        }

        private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
            var offset = 0
            while offset < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                offset += count
            }
            return true
        }

        /// Syncs the content and gives it its name. The same content twice is stored once.
        package mutating func finish() throws -> BlobKey {
            guard fsync(descriptor) == 0 else { throw StorageProblem.failed("cannot sync a blob: errno \(errno)") }
            let key = BlobKey(digest: Array(hash.finalize()))
            let target = store.path(of: key)
            let folder = (target as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            guard rename(path, target) == 0 else {
                throw StorageProblem.failed("cannot store a blob: errno \(errno)")
            }
            try syncFile(folder)
            finished = true
            return key
        }

        deinit {
            close(descriptor)
            if !finished { unlink(path) }
        }
    }
}

/// The SHA-256 of content, which is also its name.
package struct BlobKey: Hashable, Sendable, SQLBindable, SQLReadable {
    package let digest: [UInt8]

    package init(digest: [UInt8]) { self.digest = digest }

    package var sqlValue: SQLValue { .blob(digest) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        let digest = try [UInt8](sqlValue: sqlValue)
        guard digest.count == 32 else { throw SQLMismatch(expected: "32 bytes", found: sqlValue) }
        self.init(digest: digest)
    }

    /// Sixty-four lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
