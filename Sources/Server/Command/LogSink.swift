import Dispatch
import Foundation
import Synchronization

/// Log lines on their way to standard error or a file, in the order in which they were said. Those of a few milliseconds are
/// written together, so that no request waits for the reader of the log; an error is on its way before its caller goes on.
final class LogSink: Sendable {
    static let standard = LogSink()

    /// Beyond this many bytes the one who speaks waits for the reader.
    private static let limit = 1 << 20

    private let pending = Mutex<[UInt8]>([])
    private let target = Atomic<Int32>(STDERR_FILENO)
    private let queue = DispatchQueue(label: "log")

    /// Writes to the end of the file at `path` from now on.
    /// - Throws: when it cannot be opened.
    func append(to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path]) }
        target.store(file, ordering: .relaxed)
    }

    func write(_ line: [UInt8], atOnce: Bool) {
        let (before, after) = pending.withLock { pending in
            let before = pending.count
            pending += line
            return (before, pending.count)
        }
        if atOnce || after > Self.limit {
            flush()
        } else if before == 0 {
            queue.asyncAfter(deadline: .now() + .milliseconds(10)) { self.writeOut() }
        }
    }

    /// Returns when everything said so far is written.
    func flush() { queue.sync { writeOut() } }

    private func writeOut() {
        let bytes = pending.withLock { pending in
            let bytes = pending
            pending = []
            return bytes
        }
        let file = target.load(ordering: .relaxed)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads any more: the market goes on without its log.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
