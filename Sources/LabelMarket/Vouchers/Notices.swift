package import Storage

/// A sentence that an organisation finds on its desk, and the page that it is about.
package struct DeskNotice: Sendable {
    package let id: ID<Notice>
    package let at: Instant
    package let words: Bilingual
    /// Without the language.
    package let path: String
    package let isRead: Bool
}

/// Notices to organisations: written in the transaction of what they tell about.
package enum Notices {
    /// - Parameter mail: what a letter with the same words to every member is about; nil when none is sent.
    package static func add(
        to organisation: ID<Organisation>, _ words: Bilingual, path: String, mail: LetterKind? = nil, at now: Instant,
        world: World, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO notice (id, organisation, at, words_zh, words_en, path)
            VALUES (\(world.makeID(Notice.self)), \(organisation), \(now), \(words.zh), \(words.en), \(path))
            """)
        guard let mail else { return }
        for address in try Members.addresses(of: organisation, in: transaction) {
            try Outbox.queue(mail, to: address, words, path: path, at: now, world: world, in: transaction)
        }
    }

    /// The newest notices of `organisation`, newest first.
    package static func newest(
        of organisation: ID<Organisation>, limit: Int, in transaction: ReadTransaction
    ) throws -> [DeskNotice] {
        try transaction.all(
            """
            SELECT id, at, words_zh, words_en, path, read_at IS NOT NULL AS is_read FROM notice
            WHERE organisation = \(organisation) ORDER BY id DESC LIMIT \(limit)
            """
        ) { row in
            DeskNotice(
                id: try row("id"), at: try row("at"),
                words: Bilingual(zh: try row("words_zh"), en: try row("words_en")), path: try row("path"),
                isRead: try row("is_read"))
        }
    }

    package static func markRead(
        of organisation: ID<Organisation>, at now: Instant, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            "UPDATE notice SET read_at = \(now) WHERE organisation = \(organisation) AND read_at IS NULL")
    }
}
