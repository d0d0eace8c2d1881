package import Storage

/// The ledger inside a transaction: what the use cases of other slices call between their checks and their own rows.
package enum Books {
    /// The book of a programme's funding year, opened when there is none.
    package static func book(
        programme: String, year: Int, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> ID<Book> {
        precondition(!programme.isEmpty && (2000...2999).contains(year), "a programme's book has a key and a year")
        return try open(programme, year, at: now, in: transaction, world: world)
    }

    /// The book of the market's own money: what buyers deposit.
    package static func marketBook(
        at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> ID<Book> {
        try open("", 0, at: now, in: transaction, world: world)
    }

    /// The book of a programme's funding year; nil when it was never opened.
    package static func find(programme: String, year: Int, in transaction: ReadTransaction) throws -> ID<Book>? {
        try transaction.value("SELECT id FROM book WHERE programme = \(programme) AND year = \(year)")
    }

    /// The market's own book; nil before the first deposit.
    package static func findMarketBook(in transaction: ReadTransaction) throws -> ID<Book>? {
        try find(programme: "", year: 0, in: transaction)
    }

    /// Every book, oldest first.
    package static func all(in transaction: ReadTransaction) throws -> [BookInfo] {
        try transaction.all("SELECT id, programme, year FROM book ORDER BY opened_at, id") { row in
            BookInfo(id: try row("id"), programme: try row("programme"), year: try row("year"))
        }
    }

    /// Carries out `commands` in order, all or none, also across books.
    ///
    /// - Parameters:
    ///   - reference: the business object it is about; every transfer carries it.
    ///   - actor: who asks; nil when the market acts by itself (an expiry, an acceptance by silence).
    /// - Returns: the transfers made, in order; each is already in its book and on its accounts.
    /// - Throws: ``LedgerRefusal``; nothing is written then.
    @discardableResult
    package static func post(
        _ commands: [LedgerCommand], for reference: BusinessReference, by actor: Actor?, at now: Instant,
        in transaction: WriteTransaction, world: World
    ) throws -> [Transfer] {
        let loaded = try LedgerStore.state(for: commands, in: transaction, now: now)
        var state = loaded
        let context = LedgerContext(
            now: now, actor: actor?.person.rawValue ?? 0, reference: reference, request: transaction.request,
            seed: world.randomBytes(16))
        let transfers = try LedgerRules.apply(commands, to: &state, context: context)
        try LedgerStore.write(transfers, from: loaded, to: state, in: transaction)
        return transfers
    }

    /// Moves a grant's expiry; new holds are possible until then.
    package static func setExpiry(of grant: AccountKey, to moment: Instant, in transaction: WriteTransaction) throws {
        precondition(grant.kind == .grant, "only grants expire")
        let changed = try transaction.execute(
            """
            UPDATE account SET expires_at = \(moment)
            WHERE book = \(grant.book) AND kind = \(grant.kind) AND owner = \(grant.owner)
            """)
        guard changed == 1 else { throw CommonRefusal.notFound }
    }

    private static func open(
        _ programme: String, _ year: Int, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> ID<Book> {
        if let known = try find(programme: programme, year: year, in: transaction) { return known }
        let id = world.makeID(Book.self)
        try transaction.execute(
            "INSERT INTO book (id, programme, year, opened_at) VALUES (\(id), \(programme), \(year), \(now))")
        return id
    }
}

/// What a book is for.
package struct BookInfo: Hashable, Sendable {
    package let id: ID<Book>
    /// Key of the programme; empty for the market's own book.
    package let programme: String
    /// Funding year; 0 for the market's own book.
    package let year: Int
}
