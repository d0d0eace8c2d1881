package import Storage

/// Who did what to which object when: an append-only chain of its own, written in the transaction of the act.
package enum Audit {
    /// An act that has been recorded.
    package struct Entry: Hashable, Sendable {
        package let sequence: Int64
        package let at: Instant
        /// The person; 0 when the market acted by itself.
        package let person: Int64
        package let membership: Int64
        package let organisation: Int64
        /// A verb and its object: `award bid`, `grant voucher`.
        package let act: String
        package let object: BusinessReference
        /// What a reader should know besides; may be empty.
        package let note: String
        /// SHA-256 of the object's content before and after; nil where there was or is none.
        package let beforeHash: [UInt8]?
        package let afterHash: [UInt8]?
        package let previousHash: [UInt8]
        package internal(set) var hash: [UInt8]

        func computedHash() -> [UInt8] {
            var encoding = CanonicalBytes()
            encoding.append("audit 1")
            encoding.append(previousHash)
            for number in [sequence, at.milliseconds, person, membership, organisation] { encoding.append(number) }
            encoding.append(act)
            encoding.append(object.kind)
            encoding.append(object.id)
            encoding.append(note)
            encoding.append(beforeHash ?? [])
            encoding.append(afterHash ?? [])
            return encoding.sha256()
        }
    }

    /// Records an act.
    /// - Parameters:
    ///   - act: 1 to 80 characters.
    ///   - before: the object's content before, in any encoding that is equal for equal content; nil when it is new.
    ///   - after: the same after the act; nil when it is gone.
    ///   - actor: nil when the market acts by itself.
    ///   - note: cut to 1000 characters.
    @discardableResult
    package static func record(
        _ act: String, on object: BusinessReference, before: String? = nil, after: String? = nil, by actor: Actor?,
        note: String = "", at now: Instant, in transaction: WriteTransaction
    ) throws -> Entry {
        let head = try transaction.first("SELECT sequence, hash, at FROM audit ORDER BY sequence DESC LIMIT 1") { row in
            LedgerState.Head(sequence: try row.at(0), hash: try row.at(1), at: try row.at(2))
        }
        guard (head?.at ?? now).since(now) <= LedgerRules.clockTolerance else { throw CommonRefusal.unavailable }
        var entry = Entry(
            sequence: (head?.sequence ?? 0) + 1, at: max(now, head?.at ?? now), person: actor?.person.rawValue ?? 0,
            membership: actor?.membership.rawValue ?? 0, organisation: actor?.organisation.rawValue ?? 0, act: act,
            object: object, note: String(String.UnicodeScalarView(note.unicodeScalars.prefix(1000))),
            beforeHash: before.map { sha256(Array($0.utf8)) }, afterHash: after.map { sha256(Array($0.utf8)) },
            previousHash: head?.hash ?? Transfer.originHash, hash: [])
        entry.hash = entry.computedHash()
        try insert(entry, in: transaction)
        return entry
    }

    /// What the reader wants to see.
    package enum Scope: Hashable, Sendable {
        case everything
        case object(BusinessReference)
        case person(ID<Person>)
    }

    /// Entries, newest first.
    /// - Parameter before: only those with a smaller sequence, for the next page; nil for the first page.
    package static func entries(
        _ scope: Scope, before: Int64?, limit: Int, in transaction: ReadTransaction
    ) throws -> [Entry] {
        precondition((1...1000).contains(limit), "a page has 1 to 1000 entries")
        let condition: SQL =
            switch scope {
            case .everything: "1 = 1"
            case .object(let object): "object_kind = \(object.kind) AND object_id = \(object.id)"
            case .person(let person): "person = \(person)"
            }
        return try transaction.all(
            """
            SELECT \(columns) FROM audit WHERE \(condition) AND sequence < \(before ?? .max)
            ORDER BY sequence DESC LIMIT \(limit)
            """, entry)
    }

    static let columns: SQL = """
        sequence, at, person, membership, organisation, act, object_kind, object_id, note, before_hash, after_hash,
        previous_hash, hash
        """

    static func entry(_ row: borrowing Row) throws -> Entry {
        Entry(
            sequence: try row.at(0), at: try row.at(1), person: try row.at(2), membership: try row.at(3),
            organisation: try row.at(4), act: try row.at(5),
            object: BusinessReference(kind: try row.at(6), id: try row.at(7)), note: try row.at(8),
            beforeHash: try row.at(9), afterHash: try row.at(10), previousHash: try row.at(11), hash: try row.at(12))
    }

    private static func insert(_ entry: Entry, in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO audit (sequence, at, person, membership, organisation, act, object_kind, object_id, note,
                before_hash, after_hash, previous_hash, hash)
            VALUES (\(entry.sequence), \(entry.at), \(entry.person), \(entry.membership), \(entry.organisation),
                \(entry.act), \(entry.object.kind), \(entry.object.id), \(entry.note), \(entry.beforeHash),
                \(entry.afterHash), \(entry.previousHash), \(entry.hash))
            """)
    }
}
