package import Storage

/// What an officer knows of a programme before its first rule is written.
package struct NewProgramme: Hashable, Sendable {
    package var key: ProgrammeKey
    package var name: Bilingual
    package var region: RegionCode
    package var level: AdministrativeLevel
    package var kind: VoucherKind
    package var direction: Direction
    package var validFrom: CivilDate?
    package var validTo: CivilDate?
    /// nil where no text names a sum.
    package var pot: Money?
    package var potPeriod: Pot.Period
    /// nil where the bureau itself pays.
    package var funder: Bilingual?
    /// How well all of this is proven; each rule gets its own source when it is edited.
    package var proof: ProofStatus

    package init(
        key: ProgrammeKey, name: Bilingual, region: RegionCode, level: AdministrativeLevel, kind: VoucherKind,
        direction: Direction, validFrom: CivilDate?, validTo: CivilDate?, pot: Money?, potPeriod: Pot.Period,
        funder: Bilingual?, proof: ProofStatus
    ) {
        self.key = key
        self.name = name
        self.region = region
        self.level = level
        self.kind = kind
        self.direction = direction
        self.validFrom = validFrom
        self.validTo = validTo
        self.pot = pot
        self.potPeriod = potPeriod
        self.funder = funder
        self.proof = proof
    }

    /// Version 1 with the two rules that are known: kind and direction, and the pot.
    func programme(of bureau: Bilingual) -> Programme {
        let source = Source(status: proof)
        let money = Pot(
            name: name, amount: pot, period: potPeriod, places: nil,
            funders: [Pot.Funder(name: funder ?? bureau, weight: 1)])
        return Programme(
            key: key.text, version: 1, state: .draft, name: name,
            summary: Bilingual(en: "\(kind.name.en), \(direction.name.en)", zh: "\(kind.name.zh)，\(direction.name.zh)"),
            bureau: bureau, region: region, level: level, validFrom: validFrom, validTo: validTo,
            clauses: [
                Clause(
                    id: "direction", rule: .direction(DirectionTerms(kind: kind, direction: direction)), source: source),
                Clause(id: "pot", rule: .pot(money), source: source),
            ])
    }
}

extension Programmes {
    /// Begins a programme that no document was written for: a draft of its first version, to be filled rule by rule.
    /// - Throws: ``ProgrammeRefusal/keyTaken``, ``ProgrammeRefusal/editWrong(field:_:)`` where the parts contradict each
    ///   other, or a text holds what no document can
    package func startProgramme(_ new: NewProgramme, by actor: Actor, key: FormKey) async throws -> EditionName {
        try actor.require(.officer)
        let now = house.world.now()
        let content = sha256(Array("new programme \(new)".utf8))
        return try await house.once(key, content: content, by: actor, refusing: ProgrammeRefusal.self) { transaction in
            let isTaken: Bool =
                try transaction.value(
                    "SELECT EXISTS (SELECT 1 FROM programme_version WHERE programme = \(new.key))") ?? false
            guard !isTaken else { throw ProgrammeRefusal.keyTaken }
            let bureau = try transaction.first(
                "SELECT name_zh, COALESCE(name_en, name_zh) FROM organisation WHERE id = \(actor.organisation)"
            ) { row in Bilingual(zh: try row.at(0), en: try row.at(1)) }
            guard let bureau else { throw CommonRefusal.notFound }
            let programme = new.programme(of: bureau)
            do throws(ProgrammeProblems) { try programme.requireNoContradictions() } catch {
                throw ProgrammeRefusal.editWrong(field: "to", programme.named(error))
            }
            guard let document = try? ProgrammeFormat.write(programme), (try? ProgrammeFormat.read(document)) == programme else {
                throw ProgrammeRefusal.editWrong(
                    field: "name-zh",
                    Bilingual(en: "a text holds a character that no document can hold", zh: "文字含有文件无法保存的字符"))
            }
            let hash = sha256(document)
            try Self.insert(
                programme, new.key, document, hash, bureau: actor.organisation, by: actor, at: now, in: transaction)
            try Audit.record(
                "start programme", on: BusinessReference("programme", actor.organisation), after: hexadecimal(hash),
                by: actor, note: "\(new.key) version 1", at: now, in: transaction)
            return EditionName(key: new.key.text, version: 1)
        }
    }
}

extension Programme {
    /// The kinds of rules that a firm's case usually turns on and that this version says nothing about, in the order in
    /// which pages list rules.
    package var silentKinds: [RuleKind] {
        let usual: [RuleKind] =
            paysAwards
            ? [.direction, .pot, .cap, .buyer, .payment, .evidence, .recovery]
            : [
                .direction, .pot, .rate, .base, .cap, .lineItems, .buyer, .round, .payment, .oversubscription, .validity,
                .evidence, .arithmetic, .recovery,
            ]
        let known = Set(clauses.map(\.rule.kind))
        return usual.filter { !known.contains($0) }
    }
}
