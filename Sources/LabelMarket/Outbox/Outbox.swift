package import Storage

/// What leaves the house by mail: rows written in the transaction of what they tell about, so that nothing is announced
/// that did not happen, and nothing happens unannounced.
package enum Outbox {
    static let schema = """
        CREATE TABLE letter (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('invitation', 'award', 'delivery', 'application', 'claim', 'voucher')),
            recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254),
            words_zh TEXT NOT NULL CHECK (length(words_zh) >= 1),
            words_en TEXT NOT NULL CHECK (length(words_en) >= 1),
            path TEXT NOT NULL,
            seal BLOB CHECK (length(seal) = 28),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
            tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            next_try_at INTEGER NOT NULL,
            ended_at INTEGER CHECK ((ended_at IS NULL) = (state = 'waiting')),
            problem TEXT CHECK (length(problem) BETWEEN 1 AND 500)
        ) {strict};
        CREATE INDEX letter_due ON letter (next_try_at) WHERE state = 'waiting';
        CREATE INDEX letter_by_state ON letter (state, id);

        """

    static let guards = [
        Guard(
            "letter_sent_once", .update, on: "letter", refuses: "OLD.state = 'sent'", "a sent letter is sent once")
    ]

    /// Queues one letter.
    /// - Parameters:
    ///   - path: the page that it is about, without host and language.
    ///   - secrets: encrypts the path in the database until it is sent, for a path that opens something by itself.
    package static func queue(
        _ kind: LetterKind, to recipient: String, _ words: Bilingual, path: String, sealedWith secrets: SecretBox? = nil,
        at now: Instant, world: World, in transaction: WriteTransaction
    ) throws {
        let id = world.makeID(Letter.self)
        let sealed = try secrets.map { try $0.seal(Array(path.utf8), for: place(id)) }
        try transaction.execute(
            """
            INSERT INTO letter (id, at, kind, recipient, words_zh, words_en, path, seal, state, next_try_at)
            VALUES (\(id), \(now), \(kind), \(recipient), \(words.zh), \(words.en),
                \(sealed.map { hexadecimal($0.content) } ?? path), \(sealed?.seal), \(LetterState.waiting), \(now))
            """)
    }

    static func place(_ id: ID<Letter>) -> String { "letter \(id.rawValue)" }
}
