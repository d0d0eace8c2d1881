internal import Annotations
package import Storage

/// Mark for ids of registers.
package enum RegisterMark {}

/// What a list of a bureau says about those on it.
package enum RegisterKind: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    /// Suppliers that are recognised between two days.
    case supplier
    /// Bad entries in the credit record, by the day of the entry.
    case credit
    /// Firms that are located in a park between two days.
    case park
}

/// One line of a register.
package struct RegisterEntry: Hashable, Sendable {
    package let creditCode: String
    package let name: String
    package let from: CivilDate
    package let to: CivilDate?
}

/// A register as lists show it.
package struct RegisterRow: Sendable {
    package let id: ID<RegisterMark>
    package let kind: RegisterKind
    package let name: String
    package let entries: Int
    package let uploadedAt: Instant
    package let bureauName: Bilingual
}

/// Lists that bureaus keep and that verdicts are given by: suppliers, credit records, parks. Each is replaced as a whole.
package enum Registers {
    /// The longest file that is read.
    package static let bytesMax = 8 << 20

    /// Reads `credit_code,name,from,to`; the header is needed, `to` may be empty.
    /// - Throws: ``ProgrammeRefusal/documentWrong(_:)`` with every line that is wrong, at most a hundred.
    package static func read(_ bytes: [UInt8], _ kind: RegisterKind) throws(ProgrammeRefusal) -> [RegisterEntry] {
        var rows: [(line: Int, fields: [String])] = []
        var reader = CSVReader(maxRowBytes: 64 << 10)
        bytes.withUnsafeBufferPointer { chunk in
            reader.feed(chunk) { row in
                rows.append((row.line, row.fields.map { String(decoding: $0, as: UTF8.self) }))
            }
            reader.finish { row in
                rows.append((row.line, row.fields.map { String(decoding: $0, as: UTF8.self) }))
            }
        }
        var problems: [ProgrammeRefusal.Line] = []
        func report(_ line: Int, _ field: String, _ en: String, _ zh: String) {
            guard problems.count < 100 else { return }
            problems.append(ProgrammeRefusal.Line(number: line, element: field, words: Bilingual(en: en, zh: zh)))
        }
        guard let head = rows.first, head.fields.map({ $0.lowercased() }) == ["credit_code", "name", "from", "to"] else {
            report(1, "header", "the first line must be credit_code,name,from,to", "首行须为 credit_code,name,from,to")
            throw .documentWrong(problems)
        }
        var entries: [RegisterEntry] = []
        var seen: [RegisterEntry: Int] = [:]
        for (line, fields) in rows.dropFirst() {
            guard fields.count == 4 else {
                report(line, "row", "four fields are needed, there are \(fields.count)", "应有四个字段，实有\(fields.count)个")
                continue
            }
            let code: String?
            do throws(CreditCodeProblem) { code = try CreditCode(typed: fields[0]).text } catch {
                code = nil
                report(line, "credit_code", "\(fields[0]) is no credit code", "\(fields[0])不是有效的统一社会信用代码")
            }
            let from = CivilDate(text: fields[2])
            if from == nil { report(line, "from", "\(fields[2]) is no date such as 2026-12-31", "\(fields[2])不是日期") }
            let to = fields[3].isEmpty ? nil : CivilDate(text: fields[3])
            if to == nil, !fields[3].isEmpty {
                report(line, "to", "\(fields[3]) is no date such as 2026-12-31", "\(fields[3])不是日期")
                continue
            }
            guard let code, let from else { continue }
            if let to, to < from {
                report(line, "to", "the last day is before the first", "截止日期早于起始日期")
                continue
            }
            let entry = RegisterEntry(creditCode: code, name: fields[1], from: from, to: to)
            if let first = seen[entry] {
                report(line, "row", "the same as line \(first)", "与第\(first)行相同")
                continue
            }
            seen[entry] = line
            entries.append(entry)
        }
        if !problems.isEmpty { throw .documentWrong(problems) }
        return entries
    }

    private static func id(
        _ bureau: ID<Organisation>, _ kind: RegisterKind, _ name: String, in transaction: ReadTransaction
    ) throws -> ID<RegisterMark>? {
        try transaction.value(
            "SELECT id FROM register WHERE bureau = \(bureau) AND kind = \(kind) AND name = \(name)")
    }

    private static func entries(
        _ register: ID<RegisterMark>, of code: String, in transaction: ReadTransaction
    ) throws -> [(from: CivilDate, to: CivilDate?)] {
        try transaction.all(
            """
            SELECT valid_from, valid_to FROM register_entry WHERE register = \(register) AND credit_code = \(code)
            ORDER BY valid_from
            """
        ) { row in (try row.at(0), try row.at(1)) }
    }

    private static func code(_ organisation: ID<Organisation>, in transaction: ReadTransaction) throws -> String {
        try transaction.value("SELECT credit_code FROM organisation WHERE id = \(organisation)") ?? ""
    }

    /// Puts what the bureau's registers say into a case. Where it keeps none of a kind the fact stays unknown, and the rule
    /// that asks for it not proven.
    static func complete(
        _ subject: inout Case, for edition: ProgrammeEdition, buyer: ID<Organisation>, vendor: ID<Organisation>?,
        on day: CivilDate, in transaction: ReadTransaction
    ) throws {
        var listings: [Case.Listing] = []
        var knowsAllLists = true
        var asksForLists = false
        subject.firm.credit = nil
        subject.firm.park = nil
        for clause in edition.programme.clauses {
            switch clause.rule {
            case .buyer(.cleanCredit):
                guard let register = try credit(edition.bureau, in: transaction) else { continue }
                let bad = try entries(register, of: try code(buyer, in: transaction), in: transaction).map(\.from).max()
                subject.firm.credit = bad.map { .badEntry($0) } ?? .clean
            case .buyer(.park(let key, _)):
                guard let register = try id(edition.bureau, .park, key, in: transaction) else { continue }
                let stays = try entries(register, of: try code(buyer, in: transaction), in: transaction)
                let isThere = stays.contains { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }
                subject.firm.park = isThere ? key : ""
            case .supplier(.listed(let key, _)):
                asksForLists = true
                guard let vendor, let register = try id(edition.bureau, .supplier, key, in: transaction) else {
                    knowsAllLists = false
                    continue
                }
                listings += try entries(register, of: try code(vendor, in: transaction), in: transaction).map {
                    Case.Listing(key: key, from: $0.from, to: $0.to)
                }
            default: continue
            }
        }
        subject.supplier.listings = asksForLists && knowsAllLists ? listings : nil
    }

    /// A bureau has one credit register, whatever its name.
    private static func credit(
        _ bureau: ID<Organisation>, in transaction: ReadTransaction
    ) throws -> ID<RegisterMark>? {
        try transaction.value(
            "SELECT id FROM register WHERE bureau = \(bureau) AND kind = 'credit' ORDER BY uploaded_at DESC, id LIMIT 1")
    }
}

extension Programmes {
    /// Replaces a register of the actor's bureau as a whole; an upload with a wrong line changes nothing.
    /// - Throws: ``ProgrammeRefusal/documentWrong(_:)``
    package func replaceRegister(
        _ kind: RegisterKind, named name: String, with bytes: [UInt8], by actor: Actor, key: FormKey
    ) async throws -> ID<RegisterMark> {
        try actor.require(.officer)
        let entries = try Registers.read(bytes, kind)
        let (now, world, hash) = (house.world.now(), house.world, sha256(bytes))
        let content = "register \(kind.rawValue) \(name) \(hexadecimal(hash))"
        return try await house.once(key, content: content, by: actor, refusing: ProgrammeRefusal.self) { transaction in
            let known: ID<RegisterMark>? = try transaction.value(
                """
                SELECT id FROM register WHERE bureau = \(actor.organisation) AND kind = \(kind) AND name = \(name)
                """)
            let id = known ?? world.makeID(RegisterMark.self)
            if known == nil {
                try transaction.execute(
                    """
                    INSERT INTO register (id, bureau, kind, name, entries, file_hash, uploaded_at, uploaded_by)
                    VALUES (\(id), \(actor.organisation), \(kind), \(name), \(entries.count), \(hash), \(now), \(actor.person))
                    """)
            } else {
                try transaction.execute("DELETE FROM register_entry WHERE register = \(id)")
                try transaction.execute(
                    """
                    UPDATE register SET entries = \(entries.count), file_hash = \(hash), uploaded_at = \(now),
                      uploaded_by = \(actor.person) WHERE id = \(id)
                    """)
            }
            for (index, entry) in entries.enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO register_entry (register, number, credit_code, name, valid_from, valid_to)
                    VALUES (\(id), \(index + 1), \(entry.creditCode), \(entry.name), \(entry.from), \(entry.to))
                    """)
            }
            try Audit.record(
                "replace register", on: BusinessReference("register", id), after: hexadecimal(hash), by: actor,
                note: "\(kind.rawValue) \(name), \(entries.count) entries", at: now, in: transaction)
            return id
        }
    }

    /// The registers of the actor's bureau; all of them for administrators and auditors.
    package func registers(for actor: Actor) throws -> [RegisterRow] {
        try actor.require(.officer, .administrator, .auditor)
        let whose: SQL = actor.role == .officer ? "register.bureau = \(actor.organisation)" : "1 = 1"
        return try house.database.read { transaction in
            try transaction.all(
                """
                SELECT register.id, register.kind, register.name, register.entries, register.uploaded_at,
                  organisation.name_zh, COALESCE(organisation.name_en, organisation.name_zh)
                FROM register JOIN organisation ON organisation.id = register.bureau
                WHERE \(whose) ORDER BY register.kind, register.name, register.id
                """
            ) { row in
                RegisterRow(
                    id: try row.at(0), kind: try row.at(1), name: try row.at(2), entries: try row.at(3),
                    uploadedAt: try row.at(4), bureauName: Bilingual(zh: try row.at(5), en: try row.at(6)))
            }
        }
    }

    /// A page of a register's entries.
    /// - Throws: ``CommonRefusal/notFound``
    package func register(
        _ id: ID<RegisterMark>, after number: Int, for actor: Actor
    ) throws -> (row: RegisterRow, entries: [RegisterEntry], next: Int?) {
        guard let row = try registers(for: actor).first(where: { $0.id == id }) else { throw CommonRefusal.notFound }
        let pageSize = 50
        let entries = try house.database.read { transaction in
            try transaction.all(
                """
                SELECT credit_code, name, valid_from, valid_to FROM register_entry
                WHERE register = \(id) AND number > \(number) ORDER BY number LIMIT \(pageSize + 1)
                """
            ) { row in
                RegisterEntry(creditCode: try row.at(0), name: try row.at(1), from: try row.at(2), to: try row.at(3))
            }
        }
        return (row, Array(entries.prefix(pageSize)), entries.count > pageSize ? number + pageSize : nil)
    }
}
