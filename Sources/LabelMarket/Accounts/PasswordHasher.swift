internal import CryptoExtras
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Turns passwords into hashes by scrypt (RFC 7914), two at a time on threads of its own: one takes half a second and
/// 128 MiB at the usual cost, which no request may take from the others.
package struct PasswordHasher: Sendable {
    /// How much work a hash is.
    package struct Cost: Sendable, Hashable {
        /// Logarithm of scrypt's N.
        package let log2N: Int
        package let r: Int
        package let p: Int

        package init(log2N: Int, r: Int = 8, p: Int = 1) {
            self.log2N = log2N
            self.r = r
            self.p = p
        }

        /// What a market that serves people uses.
        package static let usual = Cost(log2N: 17)
        /// For tests and demonstration markets only.
        package static let cheap = Cost(log2N: 4)
    }

    private let cost: Cost
    private let gate: HashGate

    package init(cost: Cost = .usual, threads: Int = 2, queueLimit: Int = 32) {
        self.cost = cost
        gate = HashGate(threads: threads, queueLimit: queueLimit)
    }

    /// The hash of `password` as text: `$scrypt$ln=17,r=8,p=1$salt$hash`.
    /// - Throws: ``AccountRefusal/busy`` when the queue is full.
    func hash(_ password: String, salt: [UInt8]) async throws -> String {
        let cost = cost
        let key = try await gate.run { try derive(password, salt: salt, cost: cost) }
        return "$scrypt$ln=\(cost.log2N),r=\(cost.r),p=\(cost.p)$\(base64(salt))$\(base64(key))"
    }

    /// Whether `password` is the one that was hashed. Without a hash it works as long and says no, so that the time does
    /// not tell whether an account exists.
    /// - Throws: ``AccountRefusal/busy`` when the queue is full.
    func verify(_ password: String, against text: String?) async throws -> Bool {
        let stored = text.flatMap(StoredHash.init)
        let salt = stored?.salt ?? [UInt8](repeating: 0, count: 16)
        let workCost = stored?.cost ?? cost
        let key = try await gate.run { try derive(password, salt: salt, cost: workCost) }
        guard let stored else { return false }
        return isEqualInConstantTime(key, stored.key)
    }

    /// A new hash of a `password` that was just proven right, when the stored one was made at another cost than is usual
    /// now; nil when it is good as it is, or when the queue is full: then a later sign-in does it.
    func renewed(_ stored: String, of password: String, salt: [UInt8]) async throws -> String? {
        if let known = StoredHash(stored), known.cost == cost { return nil }
        do {
            return try await hash(password, salt: salt)
        } catch AccountRefusal.busy {
            return nil
        }
    }
}

private struct StoredHash {
    let cost: PasswordHasher.Cost
    let salt: [UInt8]
    let key: [UInt8]

    init?(_ text: String) {
        let parts = text.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt" else { return nil }
        let numbers = parts[1].split(separator: ",").compactMap { Int($0.drop { $0 != "=" }.dropFirst()) }
        guard numbers.count == 3, let salt = bytes(base64: parts[2]), let key = bytes(base64: parts[3]) else { return nil }
        cost = PasswordHasher.Cost(log2N: numbers[0], r: numbers[1], p: numbers[2])
        self.salt = salt
        self.key = key
    }
}

/// The bytes that scrypt makes of the password in Unicode normal form C.
private func derive(_ password: String, salt: [UInt8], cost: PasswordHasher.Cost) throws -> [UInt8] {
    let text = Array(password.precomposedStringWithCanonicalMapping.utf8)
    let key = try KDF.Scrypt.deriveKey(
        from: text, salt: salt, outputByteCount: 32, rounds: 1 << cost.log2N, blockSize: cost.r, parallelism: cost.p)
    return key.withUnsafeBytes { Array($0) }
}

private func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("=", with: "")
}

private func bytes(base64 text: Substring) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: text + padding).map { [UInt8]($0) }
}

/// Lets a fixed number of closures run at once and a bounded number wait.
private final class HashGate: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private enum Decision { case start, wait, refuse }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "password hashing", attributes: .concurrent)
    private let threads: Int
    private let queueLimit: Int

    init(threads: Int, queueLimit: Int) {
        self.threads = threads
        self.queueLimit = queueLimit
    }

    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let entry: @Sendable () -> Void = { [self] in
                continuation.resume(with: Result { try work() })
                finish()
            }
            let decision: Decision = state.withLock { state in
                if state.running < threads {
                    state.running += 1
                    return .start
                }
                if state.waiting.count >= queueLimit { return .refuse }
                state.waiting.append(entry)
                return .wait
            }
            switch decision {
            case .start: queue.async(execute: entry)
            case .wait: break
            case .refuse: continuation.resume(throwing: AccountRefusal.busy)
            }
        }
    }

    private func finish() {
        let next: (@Sendable () -> Void)? = state.withLock { state in
            if state.waiting.isEmpty {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        if let next { queue.async(execute: next) }
    }
}
