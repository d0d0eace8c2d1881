import XML

/// The XML form of programmes. A parameter that was not found has no attribute.
package enum ProgrammeFormat {
    package static let namespace = "https://labelmarket.example/schemas/programme/1"

    /// The largest document that is read: a programme is a few pages.
    package static let bytesMax = 1 << 20

    /// Reads a programme and checks that its rules do not contradict each other.
    ///
    /// - Throws: ``ProgrammeProblems`` with every problem that could be found.
    package static func read(_ bytes: [UInt8]) throws(ProgrammeProblems) -> Programme {
        let root: XMLElement
        do {
            root = try XMLDocument.parse(bytes, limits: XMLLimits(maxBytes: bytesMax))
        } catch {
            let problem = ProgrammeProblem(
                line: error.line ?? 0, element: error.element ?? "programme",
                message: Bilingual(en: error.detail, zh: "不是可用的XML：\(error.detail)"))
            throw ProgrammeProblems(problems: [problem])
        }
        var reader = ProgrammeReader()
        let programme = reader.read(ProgrammeNode(element: root))
        if reader.problems.isEmpty, let programme {
            let contradictions = programme.contradictions { id in reader.lines[id] ?? (root.line, "programme") }
            if contradictions.isEmpty { return programme }
            throw ProgrammeProblems(problems: contradictions)
        }
        throw ProgrammeProblems(problems: reader.problems)
    }

    /// Writes a programme; the same programme gives the same bytes, and reading them gives it back.
    /// - Throws: ``XMLError`` where a text holds what XML cannot carry.
    package static func write(_ programme: Programme) throws -> [UInt8] {
        let writer = try XMLWriter()
        let root = programme.xml
        try writer.start(
            "programme", namespaces: [XMLWriter.Namespace(nil, namespace)],
            attributes: root.attributes.map { ($0.name.local, $0.value) })
        for element in root.elements { try writer.element(element) }
        try writer.end()
        return try writer.finish()
    }

    static func text(_ instant: Instant) -> String {
        let (hour, minute) = instant.shanghaiClock
        return instant.shanghaiDate.isoText + "T" + padded(hour, 2) + ":" + padded(minute, 2)
    }

    static func text(share: BasisPoints) -> String { String(Bilingual.percent(share).en.dropLast()) }
}

/// Reads one document, going on after a rule that cannot be read.
struct ProgrammeReader {
    private(set) var problems: [ProgrammeProblem] = []
    private(set) var lines: [String: (line: Int, element: String)] = [:]

    mutating func read(_ root: ProgrammeNode) -> Programme? {
        guard root.element.name == XMLName("programme", namespace: ProgrammeFormat.namespace) else {
            problems.append(
                root.problem(
                    "this is not a programme of \(ProgrammeFormat.namespace)", "不是\(ProgrammeFormat.namespace)的政策文件"))
            return nil
        }
        var programme: Programme?
        do { programme = try head(root) } catch { problems.append(error) }
        for node in root.element.first("rules").map({ ProgrammeNode(element: $0).children("rule") }) ?? [] {
            do {
                let clause = try self.clause(node)
                programme?.clauses.append(clause)
            } catch { problems.append(error) }
        }
        return programme
    }

    private func head(_ root: ProgrammeNode) throws(ProgrammeProblem) -> Programme {
        try root.allow(
            ["key", "version", "state", "region", "level", "from", "to"],
            children: ["name", "summary", "bureau", "rules"])
        let key = try root.text("key")
        let isPlain = key.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        if !isPlain || key.utf8.count > 64 {
            throw root.problem("key must be small letters, digits and hyphens", "key只能用小写字母、数字和连字符")
        }
        let version = try root.number("version")
        if version < 1 { throw root.problem("versions count from 1", "版本号从1开始") }
        try root.child("rules").allow(children: ["rule"])
        return Programme(
            key: key, version: version, state: try root.word("state"), name: try root.bilingual("name"),
            summary: try root.bilingual("summary"), bureau: try root.bilingual("bureau"),
            region: try root.region("region"), level: try root.word("level"), validFrom: try root.optionalDate("from"),
            validTo: try root.optionalDate("to"))
    }

    private mutating func clause(_ node: ProgrammeNode) throws(ProgrammeProblem) -> Clause {
        let id = try node.text("id")
        if lines[id] != nil { throw node.problem("the rule \(id) stands twice", "规则\(id)重复") }
        lines[id] = (node.element.line, "rule")
        let parts = node.element.elements
        guard parts.count == 2, parts[1].name.local == "source" else {
            throw node.problem("a rule holds its terms, then its source", "规则须依次包含条款与来源")
        }
        try node.allow(["id"], children: [parts[0].name.local, "source"])
        lines[id] = (parts[0].line, parts[0].name.local)
        return Clause(
            id: id, rule: try Rule(ProgrammeNode(element: parts[0])),
            source: try Source(ProgrammeNode(element: parts[1])))
    }
}

extension Source {
    init(_ node: ProgrammeNode) throws(ProgrammeProblem) {
        try node.allow(["status"], children: ["cite", "note"])
        var citations: [Citation] = []
        for cite in node.children("cite") {
            try cite.allow(["number", "address"])
            citations.append(Citation(number: try cite.text("number"), address: cite.element["address"]))
        }
        self.init(
            status: try node.word("status"), citations: citations,
            note: node.element.first("note") == nil ? nil : try node.bilingual("note"))
    }

    var xml: XMLElement {
        var children = citations.map { cite in
            XMLElement(
                "cite",
                [XMLAttribute("number", cite.number)] + (cite.address.map { [XMLAttribute("address", $0)] } ?? []))
        }
        if let note { children.append(note.xml("note")) }
        return XMLElement("source", [XMLAttribute("status", status.rawValue)], children)
    }
}

extension Bilingual {
    func xml(_ name: String) -> XMLElement {
        func leaf(_ name: String, _ text: String) -> XMLElement { XMLElement(XMLName(name), children: [.text(text)]) }
        return XMLElement(name, [], [leaf("en", en), leaf("zh", zh)])
    }
}

extension Programme {
    fileprivate var xml: XMLElement {
        var attributes = XMLAttributes()
        attributes.add("key", key)
        attributes.add("version", String(version))
        attributes.add("state", state.rawValue)
        attributes.add("region", region.text)
        attributes.add("level", level.rawValue)
        attributes.add("from", validFrom?.isoText)
        attributes.add("to", validTo?.isoText)
        let rules = clauses.map { clause in
            XMLElement("rule", [XMLAttribute("id", clause.id)], [clause.rule.xml, clause.source.xml])
        }
        return XMLElement(
            "programme", attributes.list,
            [name.xml("name"), summary.xml("summary"), bureau.xml("bureau"), XMLElement("rules", [], rules)])
    }
}

/// Attributes in writing order, without those that have no value.
struct XMLAttributes {
    private(set) var list: [XMLAttribute] = []

    mutating func add(_ name: String, _ value: String?) {
        if let value { list.append(XMLAttribute(name, value)) }
    }

    mutating func add(_ name: String, _ value: Int?) { add(name, value.map { String($0) }) }
    mutating func add(_ name: String, _ value: Money?) { add(name, value?.decimalText) }
    mutating func add(_ name: String, _ value: CivilDate?) { add(name, value?.isoText) }
    mutating func add(_ name: String, share: BasisPoints?) { add(name, share.map { ProgrammeFormat.text(share: $0) }) }
    /// Written only where true.
    mutating func add(_ name: String, flag: Bool) { if flag { add(name, "true") } }
    mutating func add<Word: RawRepresentable<String>>(_ name: String, words: [Word]) {
        if !words.isEmpty { add(name, words.map(\.rawValue).joined(separator: " ")) }
    }
}
