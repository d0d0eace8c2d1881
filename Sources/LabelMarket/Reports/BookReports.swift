package import Storage

/// One book as the list of books shows it.
package struct BookSummary: Sendable {
    package let info: BookInfo
    /// nil for the market's own book.
    package let programmeName: Bilingual?
    package let transfers: Int64
    package let head: [UInt8]
    package let newestAt: Instant?
}

/// A page of a book's transfers, newest first.
package struct BookPage: Sendable {
    package let summary: BookSummary
    package let accounts: [LedgerAccount]
    package let transfers: [Transfer]
    /// The sequence to go on from; nil on the last page.
    package let next: Int64?
}

/// One line of the audit trail, with names for the ids.
package struct TrailLine: Sendable {
    package let entry: Audit.Entry
    package let personName: String?
    package let organisationName: Bilingual?
}

extension Reports {
    /// Every book: for auditors and administrators.
    package func books(for actor: Actor) throws -> [BookSummary] {
        try actor.require(.auditor, .administrator)
        return try house.database.read { transaction in
            try Books.all(in: transaction).map { try Self.summary(of: $0, in: transaction) }
        }
    }

    /// One book's accounts and transfers.
    /// - Parameter before: only transfers with a smaller sequence, for the next page.
    package func book(_ id: ID<Book>, before: Int64?, for actor: Actor) throws -> BookPage {
        try actor.require(.auditor, .administrator)
        let size = 50
        return try house.database.read { transaction in
            guard let info = try Books.all(in: transaction).first(where: { $0.id == id }) else {
                throw CommonRefusal.notFound
            }
            let transfers = try Books.newest(in: id, before: before, limit: size + 1, transaction)
            return BookPage(
                summary: try Self.summary(of: info, in: transaction),
                accounts: try AccountKind.allCases.flatMap {
                    try Books.accounts(of: $0, in: id, limit: 100, in: transaction)
                },
                transfers: Array(transfers.prefix(size)),
                next: transfers.count > size ? transfers[size - 1].sequence : nil)
        }
    }

    /// Who did what, newest first.
    package func trail(before: Int64?, for actor: Actor) throws -> (lines: [TrailLine], next: Int64?) {
        try actor.require(.auditor, .administrator)
        let size = 50
        return try house.database.read { transaction in
            let entries = try Audit.entries(.everything, before: before, limit: size + 1, in: transaction)
            let lines = try entries.prefix(size).map { entry in
                TrailLine(
                    entry: entry,
                    personName: try transaction.value("SELECT name FROM person WHERE id = \(entry.person)"),
                    organisationName: try transaction.first(
                        """
                        SELECT name_zh, COALESCE(name_en, name_zh) FROM organisation WHERE id = \(entry.organisation)
                        """) { row in Bilingual(zh: try row.at(0), en: try row.at(1)) })
            }
            return (lines, entries.count > size ? entries[size - 1].sequence : nil)
        }
    }

    /// Proves the books on a snapshot of their own, off the caller's thread.
    package func verify(for actor: Actor, checks: [Verification.Check]) async throws -> VerificationReport {
        try actor.require(.auditor, .administrator)
        return try await house.database.readAside { Verification.run(checks, in: $0) }
    }

    /// The journal of a book for beancount, piece by piece.
    package func journal(of book: ID<Book>, for actor: Actor) async throws -> String {
        try actor.require(.auditor, .administrator)
        return try await house.database.readAside { transaction in
            guard try Books.all(in: transaction).contains(where: { $0.id == book }) else { throw CommonRefusal.notFound }
            var text = ""
            try BeancountJournal.write(book, in: transaction) { text += $0 }
            return text
        }
    }

    private static func summary(of info: BookInfo, in transaction: ReadTransaction) throws -> BookSummary {
        let head = try Books.newest(in: info.id, before: nil, limit: 1, transaction).first
        let name = try transaction.first(
            """
            SELECT name_zh, name_en FROM programme_version WHERE programme = \(info.programme)
            ORDER BY version DESC LIMIT 1
            """
        ) { row in Bilingual(zh: try row.at(0), en: try row.at(1)) }
        return BookSummary(
            info: info, programmeName: name, transfers: head?.sequence ?? 0,
            head: head?.hash ?? [UInt8](repeating: 0, count: 32), newestAt: head?.at)
    }
}

/// A page of one book's seals, newest first.
package struct CheckpointPage: Sendable {
    package let summary: BookSummary
    package let checkpoints: [Checkpoint]
    /// The day to go on from; nil on the last page.
    package let next: CivilDate?
}

extension Reports {
    /// The sealed days of a book: for auditors and administrators.
    /// - Parameter before: only earlier days, for the next page.
    package func checkpoints(of id: ID<Book>, before: CivilDate?, for actor: Actor) throws -> CheckpointPage {
        try actor.require(.auditor, .administrator)
        let size = 50
        return try house.database.read { transaction in
            guard let info = try Books.all(in: transaction).first(where: { $0.id == id }) else {
                throw CommonRefusal.notFound
            }
            let found = try Checkpoints.newest(of: id, before: before, limit: size + 1, in: transaction)
            return CheckpointPage(
                summary: try Self.summary(of: info, in: transaction), checkpoints: Array(found.prefix(size)),
                next: found.count > size ? found[size - 1].day : nil)
        }
    }

    /// Every seal of every book, as the file that is kept outside the market.
    package func checkpointFile(for actor: Actor) async throws -> [UInt8] {
        try actor.require(.auditor, .administrator)
        let checkpoints = try await house.database.readAside { try Checkpoints.all(in: $0) }
        return try CheckpointFile.xml(checkpoints)
    }
}
