package import Storage

/// Takes letters from the outbox to the mail system.
package struct MailRoom: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Letters that one call takes at most.
    private static let batch = 100

    /// Hands over every letter whose time has come. What `send` refuses is tried again later, ever more rarely, and given
    /// up in the end.
    ///
    /// A letter is marked after it was handed over: when the machine dies between the two it is handed over again, under
    /// the same id, by which `send` can know it.
    /// - Returns: how many were sent and how many tries failed.
    package func sendDue(
        _ send: @Sendable (OutgoingLetter) throws -> Void
    ) async throws -> (sent: Int, failed: Int) {
        let now = house.world.now()
        var (sent, failed) = (0, 0)
        for due in try house.database.read({ try Self.due(at: now, in: $0) }) {
            do {
                try send(try outgoing(due))
                try await mark(due, problem: nil, at: now)
                sent += 1
            } catch let problem as StorageProblem {
                throw problem
            } catch {
                try await mark(due, problem: "\(error)", at: now)
                failed += 1
            }
        }
        return (sent, failed)
    }

    /// Drops what waits, in a market that sends no mail.
    package func dropWaiting() async throws {
        let now = house.world.now()
        let isAnyWaiting: Int? = try house.database.read { transaction in
            try transaction.value("SELECT 1 FROM letter WHERE state = 'waiting' AND next_try_at <= \(now) LIMIT 1")
        }
        guard isAnyWaiting != nil else { return }
        _ = try await house.database.write { transaction in
            try transaction.execute(
                "UPDATE letter SET state = 'dropped', ended_at = \(now), path = '', seal = NULL WHERE state = 'waiting'")
        }
    }

    // MARK: What administrators see and do

    package static let pageSize = 50

    /// Letters in `state`, newest first, and how many there are in each state.
    /// - Parameter after: the last one of the page before.
    package func letters(
        _ state: LetterState, after: ID<Letter>?, for actor: Actor
    ) throws -> (rows: [Letter], next: ID<Letter>?, counts: [LetterState: Int]) {
        try actor.require(.administrator)
        return try house.database.read { transaction in
            let found = try transaction.all(Self.listQuery(state, after: after), Self.letter)
            let counts = try transaction.all("SELECT state, COUNT(*) FROM letter GROUP BY state") { row in
                (try row.at(0, as: LetterState.self), try row.at(1, as: Int.self))
            }
            return (
                Array(found.prefix(Self.pageSize)), found.count > Self.pageSize ? found[Self.pageSize - 1].id : nil,
                Dictionary(uniqueKeysWithValues: counts)
            )
        }
    }

    package static func listQuery(_ state: LetterState, after: ID<Letter>?) -> SQL {
        """
        SELECT id, at, kind, recipient, words_zh, words_en, state, tries, next_try_at, problem FROM letter
        WHERE state = \(state) AND id < \(after?.rawValue ?? .max) ORDER BY id DESC LIMIT \(pageSize + 1)
        """
    }

    /// Lets a letter that was given up, or that waits for its next try, go at once.
    /// - Throws: ``CommonRefusal/notFound`` when it was sent or dropped.
    package func retry(_ id: ID<Letter>, by actor: Actor) async throws {
        try actor.require(.administrator)
        let now = house.world.now()
        try await house.database.write { transaction in
            let changed = try transaction.execute(
                """
                UPDATE letter SET state = 'waiting', ended_at = NULL, tries = 0, next_try_at = \(now)
                WHERE id = \(id) AND state IN ('waiting', 'failed')
                """)
            guard changed == 1 else { throw CommonRefusal.notFound }
            try Audit.record("retry letter", on: BusinessReference("letter", id), by: actor, at: now, in: transaction)
        }
    }

    // MARK: Rows

    private struct Due: Sendable {
        let id: ID<Letter>
        let at: Instant
        let recipient: String
        let words: Bilingual
        let path: String
        let seal: [UInt8]?
        let tries: Int
    }

    private static func due(at now: Instant, in transaction: ReadTransaction) throws -> [Due] {
        try transaction.all(
            """
            SELECT id, at, recipient, words_zh, words_en, path, seal, tries FROM letter
            WHERE state = 'waiting' AND next_try_at <= \(now) ORDER BY next_try_at LIMIT \(batch)
            """
        ) { row in
            Due(
                id: try row.at(0), at: try row.at(1), recipient: try row.at(2),
                words: Bilingual(zh: try row.at(3), en: try row.at(4)), path: try row.at(5), seal: try row.at(6),
                tries: try row.at(7))
        }
    }

    private func outgoing(_ due: Due) throws -> OutgoingLetter {
        var path = due.path
        if let seal = due.seal {
            guard let content = bytes(hexadecimal: path) else { throw SecretUnreadable(place: Outbox.place(due.id)) }
            let sealed = SecretBox.Sealed(content: content, seal: seal)
            path = String(decoding: try house.keys.secrets.open(sealed, for: Outbox.place(due.id)), as: UTF8.self)
        }
        return OutgoingLetter(id: due.id, at: due.at, recipient: due.recipient, words: due.words, path: path)
    }

    private func mark(_ due: Due, problem: String?, at now: Instant) async throws {
        let tries = due.tries + 1
        let state: LetterState = problem == nil ? .sent : tries < LetterRules.mostTries ? .waiting : .failed
        let next = problem == nil ? now : now.advanced(by: LetterRules.pause(after: tries))
        let words = problem.map { $0.isEmpty ? "?" : String($0.prefix(500)) }
        // A secret link is kept no longer than it takes to send it.
        let isSecretOver = state == .sent && due.seal != nil
        try await house.database.write { transaction in
            _ = try transaction.execute(
                """
                UPDATE letter SET state = \(state), tries = \(tries), next_try_at = \(next), problem = \(words),
                    ended_at = \(state == .waiting ? nil : now), path = \(isSecretOver ? "" : due.path),
                    seal = \(isSecretOver ? nil : due.seal) WHERE id = \(due.id) AND state = 'waiting'
                """)
        }
    }

    private static func letter(_ row: borrowing Row) throws -> Letter {
        Letter(
            id: try row.at(0), at: try row.at(1), kind: try row.at(2), recipient: try row.at(3),
            words: Bilingual(zh: try row.at(4), en: try row.at(5)), state: try row.at(6), tries: try row.at(7),
            nextTryAt: try row.at(8), problem: try row.at(9))
    }
}
