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
    package var fields: [RuleField] {
        var fields: [RuleField] = []
        Self.flatten(rule.xml, "", &fields)
        Self.flatten(source.xml, "source.", &fields)
        return fields
    }

    private static func flatten(_ element: XMLElement, _ prefix: String, _ fields: inout [RuleField]) {
        for attribute in element.attributes {
            fields.append(RuleField(path: prefix + attribute.name.local, value: attribute.value))
        }
        for name in optional[element.name.local] ?? [] where element[name] == nil {
            fields.append(RuleField(path: prefix + name, value: ""))
        }
        var counts: [String: Int] = [:]
        for child in element.elements {
            let name = child.name.local
            guard repeated.contains(name) else {
                if child.elements.isEmpty, child.attributes.isEmpty {
                    fields.append(RuleField(path: prefix + name, value: child.text))
                } else {
                    flatten(child, prefix + name + ".", &fields)
                }
                continue
            }
            let place = counts[name, default: 0]
            counts[name] = place + 1
            flatten(child, "\(prefix)\(name).\(place).", &fields)
        }
    }

    fileprivate static let repeated: Set<String> = ["row", "funder", "window", "step", "ceiling", "cite"]

    /// Attributes that an element may lack.
    private static let optional: [String: [String]] = [
        "pot": ["amount", "places"], "row": ["rate"], "cap": ["amount"], "floor": ["amount"],
        "lineItems": ["include", "exclude"], "nonRelated": ["ownershipFrom"], "payment": ["timing", "reserveFund"],
        "when": [
            "firmKinds", "sizes", "workKinds", "chipOrigin", "regions", "startUp", "startUpMonths", "projectLevel",
        ],
        "round": ["continuous", "useFrom", "useTo"], "oversubscription": ["by"], "stacking": ["exclusiveWith"],
        "ceiling": ["monthsMax"], "validity": ["months", "days", "until", "releasesUnused"],
        "evidence": ["fullAmountInvoice"], "review": ["noticeDays"], "lawText": ["number", "issuedOn"],
        "recovery": ["interest", "banYears", "creditRecord", "referral"], "cite": ["address"],
    ]
}

extension Programme {
    /// The programme with some values of one clause set, by the paths of ``Clause/fields``; an empty value takes an
    /// attribute away. Read as strictly as a document; nothing changes when anything is wrong.
    ///
    /// - Throws: ``ProgrammeProblems``; with line 0, as there is no document.
    package func editing(_ clauseID: String, _ values: [String: String]) throws(ProgrammeProblems) -> Programme {
        guard let place = clauses.firstIndex(where: { $0.id == clauseID }) else {
            let message = Bilingual(en: "there is no rule \(clauseID)", zh: "没有规则\(clauseID)")
            throw ProgrammeProblems(problems: [ProgrammeProblem(line: 0, element: "rule", message: message)])
        }
        var rule = clauses[place].rule.xml
        var source = clauses[place].source.xml
        for (path, value) in values.sorted(by: { $0.key < $1.key }) {
            let steps = path.split(separator: ".").map(String.init)
            let isSet =
                steps.first == "source"
                ? source.set(steps.dropFirst(), to: value) : rule.set(steps[...], to: value)
            if !isSet {
                let message = Bilingual(en: "there is no field \(path)", zh: "没有字段\(path)")
                throw ProgrammeProblems(problems: [
                    ProgrammeProblem(line: 0, element: rule.name.local, message: message)
                ])
            }
        }
        var edited = self
        do throws(ProgrammeProblem) {
            edited.clauses[place] = Clause(
                id: clauseID, rule: try Rule(ProgrammeNode(element: rule.inNamespace)),
                source: try Source(ProgrammeNode(element: source.inNamespace)))
        } catch {
            throw ProgrammeProblems(problems: [error])
        }
        let contradictions = edited.contradictions { id in
            (0, edited.clauses.first { $0.id == id }?.rule.kind.rawValue ?? "programme")
        }
        if !contradictions.isEmpty { throw ProgrammeProblems(problems: contradictions) }
        return edited
    }
}

extension XMLElement {
    /// Sets the attribute, or the text of the leaf, that `path` leads to.
    /// - Returns: false where nothing stands there.
    fileprivate mutating func set(_ path: ArraySlice<String>, to value: String) -> Bool {
        guard let name = path.first else { return false }
        let rest = path.dropFirst()
        if rest.isEmpty, !children.contains(where: { $0.isElement(named: name) }) {
            attributes.removeAll { $0.name.local == name }
            if !value.isEmpty { attributes.append(XMLAttribute(name, value)) }
            return true
        }
        let places = children.indices.filter { children[$0].isElement(named: name) }
        let isNumbered = Clause.repeated.contains(name)
        let number = isNumbered ? rest.first.flatMap { Int($0) } : 0
        guard let number, places.indices.contains(number), case .element(var child) = children[places[number]] else {
            return false
        }
        let below = isNumbered ? rest.dropFirst() : rest
        if below.isEmpty {
            guard child.elements.isEmpty, !isNumbered else { return false }
            child.children = [.text(value)]
        } else if !child.set(below, to: value) {
            return false
        }
        children[places[number]] = .element(child)
        return true
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
