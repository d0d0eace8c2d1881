package import Storage
internal import Synchronization

/// Mark for ids of pots that hold money; ``Pot`` is what the programme's text promises.
package enum FundedPot {}
/// Mark for ids of rounds as the market runs them; ``Round`` is what the programme's text announces.
package enum ApplicationRound {}

/// Where a stored version of a programme stands.
package enum EditionState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case draft
    case inForce = "in_force"
    case superseded
}

/// One version of a programme as the market keeps it: the rules, and who answers for them here.
package struct ProgrammeEdition: Sendable {
    package let key: ProgrammeKey
    package let version: Int
    package let state: EditionState
    /// The organisation whose officers decide about it.
    package let bureau: ID<Organisation>
    package let importedAt: Instant
    package let inForceAt: Instant?
    package let supersededAt: Instant?
    /// SHA-256 of the document as it was imported.
    package let documentHash: [UInt8]
    package let programme: Programme
}

extension ProgrammeEdition {
    static let columns: SQL = """
        programme_version.programme, programme_version.version, programme_version.state, programme_version.bureau,
        programme_version.imported_at, programme_version.in_force_at, programme_version.superseded_at,
        programme_version.document, programme_version.document_hash
        """

    init(row: borrowing Row) throws {
        key = try row("programme")
        version = try row("version")
        state = try row("state")
        bureau = try row("bureau")
        importedAt = try row("imported_at")
        inForceAt = try row("in_force_at")
        supersededAt = try row("superseded_at")
        documentHash = try row("document_hash")
        programme = try ProgrammeShelf.shared.programme(hash: documentHash, document: try row("document"))
    }

    /// The version in force, if there is one.
    package static func inForce(_ key: ProgrammeKey, in transaction: ReadTransaction) throws -> ProgrammeEdition? {
        try transaction.first(
            """
            SELECT \(columns) FROM programme_version WHERE programme = \(key) AND state = \(EditionState.inForce)
            """, ProgrammeEdition.init(row:))
    }

    package static func load(
        _ key: ProgrammeKey, version: Int, in transaction: ReadTransaction
    ) throws -> ProgrammeEdition? {
        try transaction.first(
            "SELECT \(columns) FROM programme_version WHERE programme = \(key) AND version = \(version)",
            ProgrammeEdition.init(row:))
    }

    /// Every programme in force, by key.
    package static func allInForce(in transaction: ReadTransaction) throws -> [ProgrammeEdition] {
        try transaction.all(
            """
            SELECT \(columns) FROM programme_version WHERE state = \(EditionState.inForce) ORDER BY programme
            """, ProgrammeEdition.init(row:))
    }
}

/// Programmes already read from their documents. A document never changes under its hash, so nothing here gets old.
final class ProgrammeShelf: Sendable {
    static let shared = ProgrammeShelf()
    private let read = Mutex<[[UInt8]: Programme]>([:])
    private static let limit = 512

    func programme(hash: [UInt8], document: [UInt8]) throws -> Programme {
        if let known = read.withLock({ $0[hash] }) { return known }
        let programme = try ProgrammeFormat.read(document)
        read.withLock { shelf in
            if shelf.count >= Self.limit { shelf.removeAll() }
            shelf[hash] = programme
        }
        return programme
    }
}
