import Storage
internal import Synchronization

/// Sessions as they were last read. One is good as long as nothing at all was committed since, and until the moment at
/// which the passing of time alone would change what it says. Tokens stand in it only as their hashes.
final class SessionCache: Sendable {
    private struct Entry {
        let signedIn: SignedIn
        let generation: Int
        /// From the reading until, not including, the first moment that changes the answer.
        let good: Range<Instant>
    }

    private static let limit = 4096

    private let entries = Mutex<[[UInt8]: Entry]>([:])

    func find(_ hash: [UInt8], generation: Int, at now: Instant) -> SignedIn? {
        guard let entry = entries.withLock({ $0[hash] }) else { return nil }
        guard entry.generation == generation, entry.good.contains(now) else { return nil }
        return entry.signedIn
    }

    /// - Parameter generation: the database's number from before the session was read.
    func keep(_ signedIn: SignedIn, _ hash: [UInt8], generation: Int, from now: Instant, until end: Instant) {
        guard now < end else { return }
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll() }
            entries[hash] = Entry(signedIn: signedIn, generation: generation, good: now..<end)
        }
    }
}
