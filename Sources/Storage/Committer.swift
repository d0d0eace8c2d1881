internal import Dispatch
internal import GRDB
internal import Synchronization

/// The one writer. A bounded queue of closures; whatever waits when a commit is done forms the next group.
final class Committer: Sendable {
    private let pool: DatabasePool
    private let queue = DispatchQueue(label: "committer", qos: .userInitiated)
    private let pending = Mutex<[Pending]>([])
    private let queueLimit: Int
    private let groupLimit: Int
    let failure = Mutex<String?>(nil)
    let generation = Atomic<Int>(0)

    init(pool: DatabasePool, queueLimit: Int, groupLimit: Int) {
        self.pool = pool
        self.queueLimit = queueLimit
        self.groupLimit = groupLimit
    }

    /// A closure that waits for its turn. `run` does the work, `refuse` answers without it.
    private struct Pending: Sendable {
        let run: @Sendable (WriteTransaction) -> Outcome
        let refuse: @Sendable (any Error) -> Void
    }

    /// What a closure did: kept or rolled back, and how to answer its caller given the fate of the commit.
    private struct Outcome {
        let keeps: Bool
        let answer: ((any Error)?) -> Void
    }

    func submit<T: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let entry = Pending(
                run: { transaction in
                    let result = Result { try body(transaction) }
                    var keeps = false
                    if case .success = result { keeps = true }
                    return Outcome(keeps: keeps) { failure in
                        if keeps, let failure {
                            continuation.resume(throwing: failure)
                        } else {
                            continuation.resume(with: result)
                        }
                    }
                },
                refuse: { continuation.resume(throwing: $0) })
            let refusal: StorageProblem? = pending.withLock { waiting in
                if let reason = failure.withLock({ $0 }) { return .failed(reason) }
                if waiting.count >= queueLimit { return .overloaded }
                waiting.append(entry)
                return nil
            }
            if let refusal {
                continuation.resume(throwing: refusal)
            } else {
                queue.async { self.commitGroup() }
            }
        }
    }

    private func commitGroup() {
        let group = pending.withLock { waiting in
            let group = Array(waiting.prefix(groupLimit))
            waiting.removeFirst(group.count)
            return group
        }
        if group.isEmpty { return }
        var outcomes: [Outcome] = []
        var fate: (any Error)?
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    for entry in group { outcomes.append(try run(entry, on: db)) }
                    return outcomes.contains(where: \.keeps) ? .commit : .rollback
                }
            }
            generation.wrappingAdd(1, ordering: .releasing)
        } catch {
            // The disk, not a closure: whether the commit reached it is unknown. Stop, say so, verify on restart.
            let reason = "\(error)"
            failure.withLock { $0 = reason }
            fate = StorageProblem.failed(reason)
        }
        for outcome in outcomes { outcome.answer(fate) }
        // Those that never ran because the group failed before their turn.
        for entry in group.dropFirst(outcomes.count) { entry.refuse(fate ?? StorageProblem.overloaded) }
    }

    private func run(_ entry: Pending, on db: GRDB.Database) throws -> Outcome {
        try db.execute(sql: "SAVEPOINT command")
        let outcome = entry.run(WriteTransaction(db))
        if !outcome.keeps { try db.execute(sql: "ROLLBACK TO command") }
        try db.execute(sql: "RELEASE command")
        return outcome
    }
}
