package import Storage

/// One change of a draft, as a form sends it.
package enum DraftEdit: Sendable {
    case head(DraftHead)
    /// Values by path, and the parts that go.
    case rule(String, [String: String], removing: Set<String>)
    /// The key of a ``RuleStarter``.
    case add(String)
    case remove(String)
}

/// What a programme says about itself, beside its rules.
package struct DraftHead: Hashable, Sendable {
    package var name: Bilingual
    package var summary: Bilingual
    package var bureau: Bilingual
    package var region: RegionCode
    package var level: AdministrativeLevel
    package var validFrom: CivilDate?
    package var validTo: CivilDate?

    package init(
        name: Bilingual, summary: Bilingual, bureau: Bilingual, region: RegionCode, level: AdministrativeLevel,
        validFrom: CivilDate?, validTo: CivilDate?
    ) {
        self.name = name
        self.summary = summary
        self.bureau = bureau
        self.region = region
        self.level = level
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

extension Programme {
    /// The programme after `edit`, and the id of the clause that is new with it.
    /// - Throws: ``ProgrammeRefusal/editWrong(field:_:)``
    func after(_ edit: DraftEdit) throws(ProgrammeRefusal) -> (Programme, String?) {
        switch edit {
        case .head(let head):
            var edited = self
            (edited.name, edited.summary, edited.bureau) = (head.name, head.summary, head.bureau)
            (edited.region, edited.level) = (head.region, head.level)
            (edited.validFrom, edited.validTo) = (head.validFrom, head.validTo)
            do { try edited.requireNoContradictions() } catch { throw .editWrong(field: "to", named(error)) }
            return (edited, nil)
        case .rule(let id, let values, let removing):
            do { return (try editing(id, values, removing: removing), nil) } catch {
                let first = problems(editing: id, values, removing: removing).first
                throw .editWrong(field: first?.path ?? "", first?.message ?? named(error))
            }
        case .add(let key):
            guard let starter = RuleStarter.all.first(where: { $0.key == key }) else {
                throw .editWrong(field: "kind", Bilingual(en: "there is no such kind of rule", zh: "没有此类规则"))
            }
            do {
                let (edited, id) = try adding(starter)
                return (edited, id)
            } catch { throw .editWrong(field: "kind", named(error)) }
        case .remove(let id):
            var edited = self
            edited.clauses.removeAll { $0.id == id }
            do { try edited.requireNoContradictions() } catch { throw .editWrong(field: "rule", named(error)) }
            return (edited, nil)
        }
    }
}

extension Programmes {
    /// Begins a draft: a copy of any version, under the next free number.
    /// - Throws: ``CommonRefusal/notFound``
    package func startDraft(from name: EditionName, by actor: Actor, key: FormKey) async throws -> EditionName {
        try actor.require(.officer)
        let now = house.world.now()
        return try await house.once(
            key, content: "draft from \(name.key) \(name.version)", by: actor, refusing: ProgrammeRefusal.self
        ) { transaction in
            guard let programme = ProgrammeKey(name.key), try Self.answers(actor, for: programme, in: transaction),
                let edition = try ProgrammeEdition.load(programme, version: name.version, in: transaction)
            else { throw CommonRefusal.notFound }
            let newest: Int? = try transaction.value(
                "SELECT MAX(version) FROM programme_version WHERE programme = \(programme)", as: Int?.self) ?? nil
            var draft = edition.programme
            draft.version = (newest ?? edition.version) + 1
            draft.state = .draft
            let document = try ProgrammeFormat.write(draft)
            let hash = sha256(document)
            try Self.insert(
                draft, programme, document, hash, bureau: edition.bureau, by: actor, at: now, in: transaction)
            try Audit.record(
                "start draft", on: BusinessReference("programme", edition.bureau), after: hexadecimal(hash), by: actor,
                note: "\(programme) version \(draft.version) from \(edition.version)", at: now, in: transaction)
            return EditionName(key: programme.text, version: draft.version)
        }
    }

    /// Changes a draft: the whole document is written anew in one moment, or nothing is.
    ///
    /// - Parameter seen: hash of the draft as the officer's page showed it.
    /// - Returns: the id of the rule that was added; empty for other edits.
    /// - Throws: ``ProgrammeRefusal/draftChanged`` when another officer was first, ``ProgrammeRefusal/notADraft``,
    ///   ``ProgrammeRefusal/editWrong(field:_:)``
    package func edit(
        _ name: EditionName, _ edit: DraftEdit, seen: [UInt8], by actor: Actor, key: FormKey
    ) async throws -> String {
        try actor.require(.officer)
        let now = house.world.now()
        let content = "edit \(name.key) \(name.version) \(edit) \(hexadecimal(seen))"
        return try await house.once(key, content: sha256(Array(content.utf8)), by: actor, refusing: ProgrammeRefusal.self) {
            transaction in
            guard let programme = ProgrammeKey(name.key), try Self.answers(actor, for: programme, in: transaction),
                let draft = try ProgrammeEdition.load(programme, version: name.version, in: transaction)
            else { throw CommonRefusal.notFound }
            guard draft.state == .draft else { throw ProgrammeRefusal.notADraft }
            guard draft.documentHash == seen else { throw ProgrammeRefusal.draftChanged }
            let (edited, id) = try draft.programme.after(edit)
            let document = try ProgrammeFormat.write(edited)
            let hash = sha256(document)
            try transaction.execute(
                """
                UPDATE programme_version SET document = \(document), document_hash = \(hash), name_zh = \(edited.name.zh),
                  name_en = \(edited.name.en), region = \(edited.region.text), level = \(edited.level.rawValue),
                  voucher_kind = \(edited.voucherKind?.rawValue),
                  direction = \(edited.direction?.rawValue)
                WHERE programme = \(programme) AND version = \(name.version) AND state = \(EditionState.draft)
                """)
            try Audit.record(
                "edit draft", on: BusinessReference("programme", draft.bureau), before: hexadecimal(draft.documentHash),
                after: hexadecimal(hash), by: actor, note: "\(programme) version \(name.version)", at: now, in: transaction)
            return id ?? ""
        }
    }

    /// A draft of the actor's bureau, for the forms that edit it.
    /// - Throws: ``CommonRefusal/notFound``, ``ProgrammeRefusal/notADraft``
    package func draft(_ key: ProgrammeKey, _ version: Int, for actor: Actor) throws -> ProgrammeEdition {
        try house.database.read { transaction in
            guard let edition = try ProgrammeEdition.load(key, version: version, in: transaction),
                try Self.answers(actor, for: key, in: transaction)
            else { throw CommonRefusal.notFound }
            guard edition.state == .draft else { throw ProgrammeRefusal.notADraft }
            return edition
        }
    }
}
