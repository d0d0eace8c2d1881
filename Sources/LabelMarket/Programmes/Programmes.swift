package import Storage

/// Programmes in their versions, the pots that pay for them, and the rounds in which applications are taken.
package struct Programmes: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// One version of one programme.
    package struct EditionName: Hashable, Codable, Sendable {
        package let key: String
        package let version: Int

        package init(key: String, version: Int) {
            self.key = key
            self.version = version
        }
    }

    /// Takes in a programme's document as a draft. A draft of the same version is replaced; what was ever in force is not.
    ///
    /// - Parameter bureau: the organisation whose officers answer for it; officers import for their own.
    /// - Throws: ``ProgrammeRefusal``, ``CommonRefusal``
    package func importVersion(
        _ document: [UInt8], bureau: ID<Organisation>, by actor: Actor, key: FormKey
    ) async throws -> EditionName {
        try actor.require(.officer, .administrator)
        guard actor.role == .administrator || bureau == actor.organisation else { throw CommonRefusal.forbidden }
        let programme = try Self.read(document)
        guard let name = ProgrammeKey(programme.key) else { throw CommonRefusal.notFound }
        let (now, hash) = (house.world.now(), sha256(document))
        return try await house.once(
            key, content: hash, by: actor, refusing: ProgrammeRefusal.self
        ) { transaction in
            let others: ID<Organisation>? = try transaction.value(
                "SELECT bureau FROM programme_version WHERE programme = \(name) LIMIT 1")
            guard others.map({ $0 == bureau }) ?? true else { throw ProgrammeRefusal.ofAnotherBureau }
            if let known = try ProgrammeEdition.load(name, version: programme.version, in: transaction) {
                guard known.state == .draft else { throw ProgrammeRefusal.versionWasInForce }
                try transaction.execute(
                    "DELETE FROM programme_version WHERE programme = \(name) AND version = \(programme.version)")
            }
            try Self.insert(programme, name, document, hash, bureau: bureau, by: actor, at: now, in: transaction)
            try Audit.record(
                "import programme", on: BusinessReference("programme", bureau), after: hexadecimal(hash), by: actor,
                note: "\(name) version \(programme.version)", at: now, in: transaction)
            return EditionName(key: name.text, version: programme.version)
        }
    }

    static func insert(
        _ programme: Programme, _ name: ProgrammeKey, _ document: [UInt8], _ hash: [UInt8], bureau: ID<Organisation>,
        by actor: Actor, at now: Instant, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO programme_version (programme, version, state, bureau, document, document_hash, name_zh, name_en,
              region, level, voucher_kind, direction, imported_at, imported_by)
            VALUES (\(name), \(programme.version), \(EditionState.draft), \(bureau), \(document), \(hash),
              \(programme.name.zh), \(programme.name.en), \(programme.region.text), \(programme.level.rawValue),
              \(programme.voucherKind?.rawValue), \(programme.direction?.rawValue), \(now), \(actor.person))
            """)
    }

    /// Reads a document, with the line and reason of what is wrong with it.
    package static func read(_ document: [UInt8]) throws(ProgrammeRefusal) -> Programme {
        do {
            return try ProgrammeFormat.read(document)
        } catch {
            throw ProgrammeRefusal.documentWrong(
                error.problems.map { ProgrammeRefusal.Line(number: $0.line, element: $0.element, words: $0.message) })
        }
    }

    /// Puts a draft in force. The version before it is superseded in the same moment, never half.
    package func publish(_ name: EditionName, by actor: Actor, key: FormKey) async throws {
        try actor.require(.officer, .administrator)
        let now = house.world.now()
        let world = house.world
        _ = try await house.once(
            key, content: "publish \(name.key) \(name.version)", by: actor, refusing: ProgrammeRefusal.self
        ) { transaction in
            guard let programme = ProgrammeKey(name.key),
                let draft = try ProgrammeEdition.load(programme, version: name.version, in: transaction),
                try Self.answers(actor, for: programme, in: transaction)
            else { throw CommonRefusal.notFound }
            guard draft.state == .draft else { throw ProgrammeRefusal.notADraft }
            try transaction.execute(
                """
                UPDATE programme_version SET state = \(EditionState.superseded), superseded_at = \(now)
                WHERE programme = \(programme) AND state = \(EditionState.inForce)
                """)
            try transaction.execute(
                """
                UPDATE programme_version SET state = \(EditionState.inForce), in_force_at = \(now)
                WHERE programme = \(programme) AND version = \(name.version)
                """)
            try Rounds.add(announcedBy: draft, by: actor, at: now, world: world, in: transaction)
            try Audit.record(
                "publish programme", on: BusinessReference("programme", draft.bureau),
                after: hexadecimal(draft.documentHash), by: actor, note: "\(name.key) version \(name.version)", at: now,
                in: transaction)
            return true
        }
    }

    /// Whether the programme is the actor's to decide about.
    package static func answers(
        _ actor: Actor, for programme: ProgrammeKey, in transaction: ReadTransaction
    ) throws -> Bool {
        if actor.role == .administrator { return true }
        guard actor.role == .officer else { return false }
        let bureau: ID<Organisation>? = try transaction.value(
            "SELECT bureau FROM programme_version WHERE programme = \(programme) LIMIT 1")
        return bureau == actor.organisation
    }
}

/// Why a programme, its pot or its round cannot become what was asked.
package enum ProgrammeRefusal: Refusal, Hashable, Codable {
    /// A problem with its place in the document.
    package struct Line: Hashable, Codable, Sendable {
        /// From 1; 0 where no line is to blame.
        package let number: Int
        package let element: String
        package let words: Bilingual
    }

    /// The document breaks rules of the format or contradicts itself; never empty.
    case documentWrong([Line])
    case fileMissing
    case ofAnotherBureau
    /// A programme of this key exists, here or at another bureau.
    case keyTaken
    case versionWasInForce
    case notADraft
    /// Another officer changed the draft since the form was made.
    case draftChanged
    /// An edit that cannot stand: the field, and what is wrong, the rules that contradict each other by name.
    case editWrong(field: String, Bilingual)
    case nothingInForce
    case yearOutOfRange
    case roundClosesBeforeOpening
    case roundNameTaken
    case roundOver

    package var kind: RefusalKind {
        switch self {
        case .documentWrong, .fileMissing, .yearOutOfRange, .roundClosesBeforeOpening, .roundNameTaken, .editWrong: .invalid
        case .ofAnotherBureau: .forbidden
        case .versionWasInForce, .notADraft, .draftChanged, .keyTaken: .conflict
        case .nothingInForce, .roundOver: .closed
        }
    }

    package var field: String? {
        switch self {
        case .documentWrong, .fileMissing, .versionWasInForce: "document"
        case .yearOutOfRange: "year"
        case .roundClosesBeforeOpening: "closes"
        case .roundNameTaken: "name"
        case .draftChanged: "seen"
        case .keyTaken: "code"
        case .editWrong(let field, _): field
        default: nil
        }
    }
}
