import Glibc

/// Where the bytes of a document come from: a function that returns the next chunk, and an empty one at the end.
package struct XMLSource {
    let next: () throws -> [UInt8]

    package init(_ next: @escaping () throws -> [UInt8]) {
        self.next = next
    }

    package static func bytes(_ bytes: [UInt8]) -> XMLSource {
        var remaining = bytes[...]
        return XMLSource {
            let chunk = remaining.prefix(65_536)
            remaining = remaining.dropFirst(chunk.count)
            return Array(chunk)
        }
    }

    /// - Throws: `XMLError` `unreadable` when the file cannot be opened.
    package static func file(_ path: String) throws(XMLError) -> XMLSource {
        let file = try OpenFile(path)
        return XMLSource { try file.read() }
    }
}

/// A descriptor that is closed with its last owner.
private final class OpenFile {
    private let descriptor: Int32

    init(_ path: String) throws(XMLError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw XMLError(.unreadable, detail: "the file cannot be opened (errno \(errno))") }
    }

    deinit { close(descriptor) }

    func read() throws(XMLError) -> [UInt8] {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            let result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        if failure != 0 { throw XMLError(.unreadable, detail: "the file cannot be read (errno \(failure))") }
        return chunk
    }
}
