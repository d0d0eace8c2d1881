import XML

/// One value of a clause as a form shows it.
package struct RuleField: Hashable, Sendable {
    /// Where the value stands below its clause: `amount`, `row.0.when.sizes`, `name.en`, `source.status`.
    package let path: String
    /// As the XML format writes it; empty where the parameter was not found.
    package let value: String
}

extension Clause {
    /// All values of this clause, those that may be missing included; in the order of the XML format.
    package var fields: [RuleField] { flattened(withRoom: false) }

    /// The same with one empty part more wherever parts repeat: rows of a rate, funders, windows, steps, citations.
    package var fieldsWithRoom: [RuleField] { flattened(withRoom: true) }

    private func flattened(withRoom: Bool) -> [RuleField] {
        var fields: [RuleField] = []
        Self.flatten(rule.xml, "", withRoom, &fields)
        Self.flatten(source.xml, "source.", withRoom, &fields)
        return fields
    }

    private static func flatten(
        _ element: XMLElement, _ prefix: String, _ withRoom: Bool, _ fields: inout [RuleField]
    ) {
        let name = element.name.local
        for attribute in element.attributes {
            fields.append(RuleField(path: prefix + attribute.name.local, value: attribute.value))
        }
        for optional in RuleShape.attributes[name] ?? [] where element[optional] == nil {
            fields.append(RuleField(path: prefix + optional, value: ""))
        }
        var counts: [String: Int] = [:]
        for child in element.elements {
            let name = child.name.local
            guard RuleShape.repeated.contains(name) else {
                if child.elements.isEmpty, child.attributes.isEmpty {
                    fields.append(RuleField(path: prefix + name, value: child.text))
                } else {
                    flatten(child, prefix + name + ".", withRoom, &fields)
                }
                continue
            }
            let place = counts[name, default: 0]
            counts[name] = place + 1
            flatten(child, "\(prefix)\(name).\(place).", withRoom, &fields)
        }
        for child in RuleShape.children[name] ?? [] where element.first(child) == nil {
            flatten(RuleShape.empty(child), prefix + child + ".", withRoom, &fields)
        }
        if withRoom, let part = RuleShape.parts[name] {
            flatten(RuleShape.empty(part), "\(prefix)\(part).\(counts[part, default: 0]).", withRoom, &fields)
        }
    }
}

extension Programme {
    /// The programme with some values of one clause set, by the paths of ``Clause/fieldsWithRoom``; an empty value takes an
    /// attribute away. Read as strictly as a document; nothing changes when anything is wrong.
    ///
    /// - Parameter removing: parts to take away, as `row.1`.
    /// - Throws: ``ProgrammeProblems``; with line 0, as there is no document, and with the id of the clause that is to
    ///   blame as the element.
    package func editing(
        _ clauseID: String, _ values: [String: String], removing: Set<String> = []
    ) throws(ProgrammeProblems) -> Programme {
        guard let place = clauses.firstIndex(where: { $0.id == clauseID }) else {
            let message = Bilingual(en: "there is no rule \(clauseID)", zh: "没有规则\(clauseID)")
            throw ProgrammeProblems(problems: [ProgrammeProblem(line: 0, element: "rule", message: message)])
        }
        var rule = clauses[place].rule.xml
        var source = clauses[place].source.xml
        for (path, value) in values.sorted(by: { RuleShape.isBefore($0.key, $1.key) }) {
            let steps = path.split(separator: ".").map(String.init)
            let isSet =
                steps.first == "source"
                ? source.set(steps.dropFirst(), to: value) : rule.set(steps[...], to: value)
            if !isSet {
                let message = Bilingual(en: "there is no field \(path)", zh: "没有字段\(path)")
                throw ProgrammeProblems(problems: [ProgrammeProblem(line: 0, element: clauseID, message: message)])
            }
        }
        for part in removing.sorted(by: { RuleShape.isBefore($1, $0) }) {
            let steps = part.split(separator: ".").map(String.init)
            guard steps.count >= 2, let number = Int(steps[steps.count - 1]) else { continue }
            if steps.first == "source" { source.remove(steps[1], number) } else { rule.remove(steps[0], number) }
        }
        var edited = self
        do throws(ProgrammeProblem) {
            edited.clauses[place] = Clause(
                id: clauseID, rule: try Rule(ProgrammeNode(element: rule.inNamespace)),
                source: try Source(ProgrammeNode(element: source.inNamespace)))
        } catch {
            throw ProgrammeProblems(problems: [
                ProgrammeProblem(line: 0, element: clauseID, message: error.message)
            ])
        }
        try edited.requireNoContradictions()
        return edited
    }

    /// - Throws: ``ProgrammeProblems`` with the id of a clause as the element; empty for the head.
    func requireNoContradictions() throws(ProgrammeProblems) {
        let found = contradictions { id in (0, id) }
        if !found.isEmpty { throw ProgrammeProblems(problems: found) }
    }

    /// What is wrong with an edit, field by field: a value that is wrong by itself stands under its path, what is wrong with
    /// the whole under the first path that changes. Empty when nothing is wrong.
    package func problems(
        editing clauseID: String, _ values: [String: String], removing: Set<String> = []
    ) -> [(path: String, message: Bilingual)] {
        let whole: ProgrammeProblems
        do throws(ProgrammeProblems) {
            _ = try editing(clauseID, values, removing: removing)
            return []
        } catch { whole = error }
        guard let clause = clauses.first(where: { $0.id == clauseID }) else { return [("", named(whole))] }
        let before = Dictionary(clause.fieldsWithRoom.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
        let changed = values.filter { before[$0.key] != $0.value }.keys.sorted(by: RuleShape.isBefore)
        var found: [(path: String, message: Bilingual)] = []
        for path in changed {
            // A part that is new needs all of its values at once: what is wrong with it is wrong with the whole.
            guard before[path]?.isEmpty == false || !path.contains(where: \.isNumber) else { continue }
            do throws(ProgrammeProblems) { _ = try editing(clauseID, [path: values[path] ?? ""]) } catch {
                found.append((path, named(error)))
            }
        }
        return found.isEmpty ? [(changed.first ?? before.keys.min() ?? "", named(whole))] : found
    }

    /// All problems in one sentence, each behind the rule that it is about.
    func named(_ problems: ProgrammeProblems) -> Bilingual {
        let parts = problems.problems.map { problem -> Bilingual in
            guard let clause = clauses.first(where: { $0.id == problem.element }) else { return problem.message }
            let kind = clause.rule.kind.name
            return Bilingual(
                en: "\(kind.en) (\(clause.id)): \(problem.message.en)", zh: "\(kind.zh)（\(clause.id)）：\(problem.message.zh)")
        }
        return Bilingual(
            en: parts.map(\.en).joined(separator: "; "), zh: parts.map(\.zh).joined(separator: "；"))
    }
}

extension XMLElement {
    /// Sets the attribute, or the text of the leaf, that `path` leads to. What is set to nothing and was not there stays
    /// away.
    /// - Returns: false where nothing can stand there.
    fileprivate mutating func set(_ path: ArraySlice<String>, to value: String) -> Bool {
        guard let step = path.first else { return false }
        let rest = path.dropFirst()
        if rest.isEmpty, !children.contains(where: { $0.isElement(named: step) }) {
            attributes.removeAll { $0.name.local == step }
            if !value.isEmpty { attributes.append(XMLAttribute(step, value)) }
            return true
        }
        let places = children.indices.filter { children[$0].isElement(named: step) }
        let isNumbered = RuleShape.repeated.contains(step)
        let number = isNumbered ? rest.first.flatMap { Int($0) } : 0
        let below = isNumbered ? rest.dropFirst() : rest
        guard let number else { return false }
        guard places.indices.contains(number) else {
            let mayBeAdded =
                isNumbered
                ? RuleShape.parts[name.local] == step && number == places.count
                : RuleShape.children[name.local]?.contains(step) == true
            guard mayBeAdded, !below.isEmpty else { return false }
            if value.isEmpty { return true }
            var child = RuleShape.empty(step)
            guard child.set(below, to: value) else { return false }
            children.append(.element(child))
            return true
        }
        guard case .element(var child) = children[places[number]] else { return false }
        if below.isEmpty {
            guard child.elements.isEmpty, !isNumbered else { return false }
            child.children = [.text(value)]
        } else if !child.set(below, to: value) {
            return false
        }
        let mayGo = !isNumbered && RuleShape.children[name.local]?.contains(step) == true
        if mayGo, child.isVoid { children.remove(at: places[number]) } else { children[places[number]] = .element(child) }
        return true
    }

    /// Takes the part numbered `number` of those named `step` away.
    fileprivate mutating func remove(_ step: String, _ number: Int) {
        let places = children.indices.filter { children[$0].isElement(named: step) }
        if places.indices.contains(number) { children.remove(at: places[number]) }
    }

    /// Says nothing at all.
    private var isVoid: Bool {
        attributes.isEmpty && elements.allSatisfy(\.isVoid) && text.allSatisfy(\.isWhitespace)
    }

    /// The same element as if it had been read from a programme document.
    fileprivate var inNamespace: XMLElement {
        XMLElement(
            XMLName(name.local, namespace: ProgrammeFormat.namespace), attributes: attributes,
            children: children.map { child in
                if case .element(let element) = child { .element(element.inNamespace) } else { child }
            })
    }
}

extension XMLElement.Node {
    fileprivate func isElement(named name: String) -> Bool {
        if case .element(let element) = self { element.name.local == name } else { false }
    }
}
