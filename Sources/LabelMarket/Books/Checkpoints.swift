internal import Crypto
package import Storage

/// A day of a book, sealed: a copy of it outside this house is what makes the chain proof against the house itself.
package struct Checkpoint: Hashable, Sendable {
    package let book: ID<Book>
    package let day: CivilDate
    package let firstSequence: Int64
    /// One less than `firstSequence` on a day without transfers.
    package let lastSequence: Int64
    /// RFC 6962 root over the hashes of the day's transfers.
    package let root: [UInt8]
    /// Hash of the newest transfer up to the end of the day.
    package let lastHash: [UInt8]
    /// Moved on the day, in fen.
    package let posted: Money
    /// Newly reserved on the day, in fen.
    package let held: Money
    package let madeAt: Instant
    /// Ed25519, 32 bytes.
    package let publicKey: [UInt8]
    /// Ed25519 over ``signedBytes``, 64 bytes.
    package internal(set) var signature: [UInt8]

    package var signedBytes: [UInt8] {
        var encoding = CanonicalBytes()
        encoding.append("checkpoint 1")
        for number in [book.rawValue, day.dayNumber, firstSequence, lastSequence] { encoding.append(number) }
        encoding.append(root)
        encoding.append(lastHash)
        for number in [posted.fen, held.fen, madeAt.milliseconds] { encoding.append(number) }
        return encoding.bytes
    }

    package var isSignedByItsKey: Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: signedBytes)
    }
}

/// The key with which a house seals its days.
package struct SealingKey: Sendable {
    private let seed: [UInt8]

    /// - Parameter seed: the 32 bytes of an Ed25519 private key.
    package init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.seed = seed
    }

    package var publicKey: [UInt8]? { (try? key()).map { Array($0.publicKey.rawRepresentation) } }

    fileprivate func key() throws -> Curve25519.Signing.PrivateKey {
        try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    }
}

package enum Checkpoints {
    /// Seals `day` (in Shanghai) of `book`; a day that is sealed already keeps its seal.
    /// - Throws: ``CommonRefusal/stale`` while the day is not over.
    /// - Complexity: O(transfers of the day).
    @discardableResult
    package static func seal(
        _ day: CivilDate, of book: ID<Book>, with sealing: SealingKey, at now: Instant, in transaction: WriteTransaction
    ) throws -> Checkpoint {
        if let known = try find(day, of: book, in: transaction) { return known }
        let checkpoint = try make(day, of: book, with: sealing, at: now, in: transaction)
        try keep(checkpoint, in: transaction)
        return checkpoint
    }

    /// Whether `day` can no longer get a transfer.
    static func isOver(_ day: CivilDate, at now: Instant) -> Bool {
        Instant.endOfDay(shanghai: day).milliseconds + LedgerRules.clockTolerance.milliseconds < now.milliseconds
    }

    /// The seal of a day that is over, not yet kept. It stays right, as nothing is added to such a day.
    static func make(
        _ day: CivilDate, of book: ID<Book>, with sealing: SealingKey, at now: Instant, in transaction: ReadTransaction
    ) throws -> Checkpoint {
        guard isOver(day, at: now) else { throw CommonRefusal.stale }
        let content = try content(of: day, book: book, in: transaction)
        let key = try sealing.key()
        var checkpoint = Checkpoint(
            book: book, day: day, firstSequence: content.first, lastSequence: content.last, root: content.tree.root,
            lastHash: content.lastHash, posted: content.posted, held: content.held, madeAt: now,
            publicKey: Array(key.publicKey.rawRepresentation), signature: [])
        checkpoint.signature = Array(try key.signature(for: checkpoint.signedBytes))
        precondition(checkpoint.isSignedByItsKey, "a seal can be checked")
        return checkpoint
    }

    static func keep(_ checkpoint: Checkpoint, in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO checkpoint (book, day, first_sequence, last_sequence, root, last_hash, posted, held, made_at,
                public_key, signature)
            VALUES (\(checkpoint.book), \(checkpoint.day), \(checkpoint.firstSequence), \(checkpoint.lastSequence),
                \(checkpoint.root), \(checkpoint.lastHash), \(checkpoint.posted), \(checkpoint.held),
                \(checkpoint.madeAt), \(checkpoint.publicKey), \(checkpoint.signature))
            """)
    }

    package static func find(
        _ day: CivilDate, of book: ID<Book>, in transaction: ReadTransaction
    ) throws -> Checkpoint? {
        try transaction.first("SELECT \(columns) FROM checkpoint WHERE book = \(book) AND day = \(day)", checkpoint)
    }

    /// Every seal, by book and day: what is handed to the funder.
    package static func all(in transaction: ReadTransaction) throws -> [Checkpoint] {
        try transaction.all("SELECT \(columns) FROM checkpoint ORDER BY book, day", checkpoint)
    }

    /// The seals of `book`, newest first.
    /// - Parameter before: only those of earlier days, for the next page; nil for the first page.
    package static func newest(
        of book: ID<Book>, before: CivilDate?, limit: Int, in transaction: ReadTransaction
    ) throws -> [Checkpoint] {
        try transaction.all(newestQuery(of: book, before: before, limit: limit), checkpoint)
    }

    static func newestQuery(of book: ID<Book>, before: CivilDate?, limit: Int) -> SQL {
        """
        SELECT \(columns) FROM checkpoint WHERE book = \(book) AND day < \(before?.dayNumber ?? .max)
        ORDER BY day DESC LIMIT \(limit)
        """
    }

    /// What is wrong with `checkpoint`, whether it lies here or came back from outside; empty when it stands.
    package static func problems(of checkpoint: Checkpoint, in transaction: ReadTransaction) throws -> [String] {
        var problems: [String] = []
        if !checkpoint.isSignedByItsKey { problems.append("the signature does not match") }
        let content = try content(of: checkpoint.day, book: checkpoint.book, in: transaction)
        if content.first != checkpoint.firstSequence || content.last != checkpoint.lastSequence {
            problems.append("the day has other transfers than were sealed")
        }
        if content.tree.root != checkpoint.root { problems.append("the root is not that of the day's transfers") }
        if content.lastHash != checkpoint.lastHash { problems.append("the chain ends in another hash") }
        if content.posted != checkpoint.posted || content.held != checkpoint.held {
            problems.append("the totals are not those of the day's transfers")
        }
        return problems
    }

    private struct Content {
        var first: Int64 = 1
        var last: Int64 = 0
        var tree = MerkleTree()
        var lastHash = Transfer.originHash
        var posted = Money.zero
        var held = Money.zero
    }

    private static func content(
        of day: CivilDate, book: ID<Book>, in transaction: ReadTransaction
    ) throws -> Content {
        let start = Instant(shanghai: day)
        var content = Content()
        let before: (sequence: Int64, hash: [UInt8])? = try transaction.first(
            """
            SELECT sequence, hash FROM transfer WHERE book = \(book) AND at < \(start)
            ORDER BY at DESC, sequence DESC LIMIT 1
            """
        ) { row in (try row.at(0), try row.at(1)) }
        if let before {
            content.first = before.sequence + 1
            content.last = before.sequence
            content.lastHash = before.hash
        }
        try transaction.each(
            """
            SELECT sequence, hash, phase, amount FROM transfer
            WHERE book = \(book) AND at >= \(start) AND at <= \(Instant.endOfDay(shanghai: day)) ORDER BY at, sequence
            """
        ) { row in
            content.last = try row.at(0)
            content.lastHash = try row.at(1)
            content.tree.append(content.lastHash)
            let amount: Money = try row.at(3)
            switch try row.at(2, as: TransferPhase.self) {
            case .single, .post: content.posted = try content.posted.adding(amount)
            case .hold: content.held = try content.held.adding(amount)
            case .void: break
            }
        }
        return content
    }

    private static let columns: SQL = """
        book, day, first_sequence, last_sequence, root, last_hash, posted, held, made_at, public_key, signature
        """

    private static func checkpoint(_ row: borrowing Row) throws -> Checkpoint {
        Checkpoint(
            book: try row.at(0), day: try row.at(1), firstSequence: try row.at(2), lastSequence: try row.at(3),
            root: try row.at(4), lastHash: try row.at(5), posted: try row.at(6), held: try row.at(7),
            madeAt: try row.at(8), publicKey: try row.at(9), signature: try row.at(10))
    }
}
