internal import Foundation
#if canImport(Glibc)
internal import Glibc
#endif

/// Holds an advisory lock on a file for as long as it lives: a second server or an administrator's command that opened
/// the same database would write beside the first.
final class ProcessLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageProblem.failed("cannot open \(path): errno \(errno)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw StorageProblem.inUse(path)
        }
    }

    deinit { Glibc.close(descriptor) }
}

/// Forces a file's or a folder's content to the disk.
func syncFile(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StorageProblem.failed("cannot open \(path): errno \(errno)") }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StorageProblem.failed("cannot sync \(path): errno \(errno)") }
}
