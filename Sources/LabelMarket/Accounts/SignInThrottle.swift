internal import Storage

/// Slows down guessing: after a few free tries, each further one from the same account or address closes it for twice as
/// long, a quarter of an hour at most, so that nobody is locked out for good. An hour without tries forgives all.
enum SignInThrottle {
    /// What tries are counted for.
    enum Subject: Sendable {
        case account(String)
        case address(String)

        var key: String {
            switch self {
            case .account(let email): "account " + email
            case .address(let address): "address " + address
            }
        }

        /// Tries before the first wait.
        var freeTries: Int {
            switch self {
            case .account: 5
            case .address: 20
            }
        }
    }

    static let longestSeconds: Int64 = 900
    static let forgivenAfter = Instant.Span.hours(1)

    /// Seconds that the try number `tries` closes its subject for.
    static func delaySeconds(tries: Int, free: Int) -> Int64 {
        let beyond = tries - free
        if beyond < 0 { return 0 }
        return beyond >= 10 ? longestSeconds : min(longestSeconds, 1 << Int64(beyond))
    }

    /// Counts a try before its outcome is known, so that parallel guesses count too.
    /// - Throws: ``AccountRefusal/throttled(seconds:)`` while the subject is closed; that try is not counted.
    static func admit(_ subject: Subject, at now: Instant, in transaction: WriteTransaction) throws {
        let row = try transaction.first(
            "SELECT failures, last_try_at, closed_until FROM sign_in_throttle WHERE subject = \(subject.key)"
        ) { row in
            (tries: try row.at(0, as: Int.self), lastAt: try row.at(1, as: Instant.self), until: try row.at(2, as: Instant.self))
        }
        if let row, row.until > now {
            throw AccountRefusal.throttled(seconds: (row.until.since(now).milliseconds + 999) / 1000)
        }
        let isForgiven = row.map { now.since($0.lastAt) >= forgivenAfter } ?? true
        let tries = (isForgiven ? 0 : row?.tries ?? 0) + 1
        let until = now.advanced(by: .seconds(delaySeconds(tries: tries, free: subject.freeTries)))
        try transaction.execute(
            """
            INSERT INTO sign_in_throttle (subject, failures, last_try_at, closed_until)
            VALUES (\(subject.key), \(tries), \(now), \(until))
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_try_at = excluded.last_try_at,
              closed_until = excluded.closed_until
            """)
    }

    /// A try succeeded: the account starts afresh, the address gets this one try back.
    static func forgive(account email: String, address: String, at now: Instant, in transaction: WriteTransaction) throws {
        try transaction.execute("DELETE FROM sign_in_throttle WHERE subject = \(Subject.account(email).key)")
        try transaction.execute(
            """
            UPDATE sign_in_throttle SET failures = failures - 1, closed_until = \(now)
            WHERE subject = \(Subject.address(address).key) AND failures > 0
            """)
    }
}
