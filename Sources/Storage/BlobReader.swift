#if canImport(Glibc)
internal import Glibc
#endif

extension BlobStore {
    /// Opens the content of `key` to be read piece by piece.
    /// - Throws: ``StorageProblem`` when it is missing.
    package func reader(of key: BlobKey) throws -> BlobReader {
        try BlobReader(path: path(of: key))
    }
}

/// Content on its way out: one piece in memory at a time.
package struct BlobReader: ~Copyable {
    private let descriptor: Int32
    private var buffer: [UInt8]

    fileprivate init(path: String) throws {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageProblem.failed("blob missing") }
        buffer = [UInt8](repeating: 0, count: 65_536)
    }

    /// The next at most 64 KiB; nil at the end.
    package mutating func next() throws -> ArraySlice<UInt8>? {
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw StorageProblem.failed("cannot read a blob: errno \(errno)") }
        return count == 0 ? nil : buffer[..<count]
    }

    deinit { close(descriptor) }
}
