/// A parameter that two versions of a programme give differently.
package struct ProgrammeDifference: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case state, name, summary, bureau, region, level, validFrom, validTo
        case rule(id: String, RuleKind)
        case source(id: String, RuleKind)

        package var name: Bilingual {
            switch self {
            case .state: Bilingual(en: "state", zh: "状态")
            case .name: Bilingual(en: "name", zh: "名称")
            case .summary: Bilingual(en: "summary", zh: "摘要")
            case .bureau: Bilingual(en: "bureau", zh: "主管部门")
            case .region: Bilingual(en: "region", zh: "地区")
            case .level: Bilingual(en: "level", zh: "层级")
            case .validFrom: Bilingual(en: "first day", zh: "起始日期")
            case .validTo: Bilingual(en: "last day", zh: "终止日期")
            case .rule(let id, let kind): Bilingual(en: "\(kind.name.en) (\(id))", zh: "\(kind.name.zh)（\(id)）")
            case .source(let id, let kind):
                Bilingual(en: "source of \(kind.name.en) (\(id))", zh: "\(kind.name.zh)的来源（\(id)）")
            }
        }
    }

    package let subject: Subject
    /// nil where the parameter is new.
    package let before: Bilingual?
    /// nil where the parameter is gone.
    package let after: Bilingual?
}

extension Programme {
    /// What changed from `earlier` to this version: the head first, then rules in this version's order, then those that are
    /// gone. The version number takes no part.
    package func differences(from earlier: Programme) -> [ProgrammeDifference] {
        var found: [ProgrammeDifference] = []
        func compare(_ subject: ProgrammeDifference.Subject, _ before: Bilingual?, _ after: Bilingual?) {
            if before != after { found.append(ProgrammeDifference(subject: subject, before: before, after: after)) }
        }
        func plain(_ text: String?) -> Bilingual? { text.map { Bilingual(en: $0, zh: $0) } }
        compare(.state, plain(earlier.state.rawValue), plain(state.rawValue))
        compare(.name, earlier.name, name)
        compare(.summary, earlier.summary, summary)
        compare(.bureau, earlier.bureau, bureau)
        compare(.region, earlier.region.name, region.name)
        compare(.level, earlier.level.name, level.name)
        compare(.validFrom, earlier.validFrom.map { .date($0) }, validFrom.map { .date($0) })
        compare(.validTo, earlier.validTo.map { .date($0) }, validTo.map { .date($0) })
        let before = Dictionary(earlier.clauses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for clause in clauses {
            let old = before[clause.id]
            if old?.rule != clause.rule {
                found.append(
                    ProgrammeDifference(
                        subject: .rule(id: clause.id, clause.rule.kind), before: old?.rule.sentence,
                        after: clause.rule.sentence))
            }
            if let old, old.source != clause.source {
                compare(.source(id: clause.id, clause.rule.kind), old.source.sentence, clause.source.sentence)
            }
        }
        let kept = Set(clauses.map(\.id))
        for clause in earlier.clauses where !kept.contains(clause.id) {
            found.append(
                ProgrammeDifference(
                    subject: .rule(id: clause.id, clause.rule.kind), before: clause.rule.sentence, after: nil))
        }
        return found
    }
}

extension Source {
    /// Proof status, places and note in words.
    package var sentence: Bilingual {
        let places = citations.map { "[\($0.number)]" + ($0.address.map { " \($0)" } ?? "") }.joined(separator: ", ")
        let head = status.rawValue + (places.isEmpty ? "" : " " + places)
        let (en, zh) = (note.map { ". \($0.en)" } ?? "", note.map { "。\($0.zh)" } ?? "")
        return Bilingual(en: "\(status.meaning.en), \(head)\(en)", zh: "\(status.meaning.zh)，\(head)\(zh)")
    }
}
