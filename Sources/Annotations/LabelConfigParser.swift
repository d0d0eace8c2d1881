package import XML

extension LabelConfig {
    /// Reads and checks a label config. Every tag must be one that is understood; attributes that only concern the
    /// looks of an annotation tool are kept in `root` and not looked at.
    ///
    /// - Throws: `LabelConfigError` with all problems at once, or with the one that stopped the XML reader.
    package static func parse(_ bytes: [UInt8]) throws(LabelConfigError) -> LabelConfig {
        let root: XMLElement
        do {
            root = try XMLDocument.parse(bytes)
        } catch {
            let code = error.code == .documentTypeRefused ? LabelConfigProblem.Code.documentTypeRefused : .notXML
            throw LabelConfigError(problems: [
                LabelConfigProblem(code: code, line: error.line ?? 1, tag: error.element ?? "", detail: error.detail)
            ])
        }
        return try LabelConfig(root)
    }

    package static func parse(_ text: String) throws(LabelConfigError) -> LabelConfig { try parse(Array(text.utf8)) }

    /// Checks a config that already is a tree.
    package init(_ root: XMLElement) throws(LabelConfigError) {
        var parser = LabelConfigParser()
        parser.read(root)
        guard parser.problems.isEmpty else {
            throw LabelConfigError(problems: parser.problems.sorted { $0.line < $1.line })
        }
        self.root = Self.withoutIndentation(root)
        objects = parser.objects
        controls = parser.controls
    }

    /// White space between tags is the author's indentation; the writer makes its own.
    private static func withoutIndentation(_ element: XMLElement) -> XMLElement {
        var children: [XMLElement.Node] = []
        for child in element.children {
            switch child {
            case .element(let inner): children.append(.element(withoutIndentation(inner)))
            case .text(let text):
                if !text.allSatisfy(\.isWhitespace) { children.append(child) }
            }
        }
        return XMLElement(element.name, attributes: element.attributes, children: children, line: element.line)
    }
}

private struct LabelConfigParser {
    private(set) var problems: [LabelConfigProblem] = []
    private(set) var objects: [LabelConfig.DataObject] = []
    private(set) var controls: [LabelConfig.Control] = []
    private var names: Set<String> = []
    private var unknownNames: Set<String> = []

    private static let layoutTags: Set<String> = ["View", "Header", "Style", "Filter", "Collapse", "Panel", "Shortcut"]
    /// Tags that only mean something inside another one.
    private static let parents: [String: Set<String>] = [
        "Channel": ["TimeSeries", "MultiChannel"], "MultiChannel": ["TimeSeries"], "Bucket": ["Ranker"],
        "Relation": ["Relations"], "Shortcut": ["TextArea", "View"], "Panel": ["Collapse", "View"],
    ]
    private static let leaves: Set<String> = ["Choice", "Label"]

    mutating func read(_ root: XMLElement) {
        if root.name.local != "View" { report(.rootNotView, root) }
        visit(root, parent: nil)
        if objects.isEmpty, problems.isEmpty { report(.noObject, root) }
        if controls.isEmpty, problems.isEmpty { report(.noControl, root) }
        checkTargets()
    }

    private mutating func report(_ code: LabelConfigProblem.Code, _ element: XMLElement, _ detail: String = "") {
        problems.append(LabelConfigProblem(code: code, line: element.line, tag: element.name.local, detail: detail))
    }

    private mutating func visit(_ element: XMLElement, parent: XMLElement?) {
        let tag = element.name.local
        if let parent, let allowed = Self.parents[tag], !allowed.contains(parent.name.local) {
            report(.misplacedTag, element, parent.name.local)
        }
        if isUnknown(element) {
            report(.unknownTag, element)
            // One message is enough: what stands inside, and what points here, cannot be judged.
            if let name = element["name"] { unknownNames.insert(name) }
            return
        }
        if let kind = LabelConfig.DataObject.Kind(rawValue: tag) ?? (tag == "AudioPlus" ? .audio : nil) {
            readObject(element, kind)
        } else if let kind = LabelConfig.Control.Kind(rawValue: tag) {
            readControl(element, kind)
        } else if Self.leaves.contains(tag) {
            report(.misplacedTag, element, parent?.name.local ?? "")
        }
        // In some tags text is content; anywhere else it is a slip of the pen.
        if tag == "HyperText" || tag == "Style" { return }
        let text = element.text.filter { !$0.isWhitespace }
        if !text.isEmpty, tag != "Text", tag != "Header" { report(.strayText, element, String(text.prefix(40))) }
        for child in element.elements where !(Self.leaves.contains(child.name.local) && holdsLabels(tag)) {
            visit(child, parent: element)
        }
    }

    private func isUnknown(_ element: XMLElement) -> Bool {
        let tag = element.name.local
        if element.name.namespace != nil { return true }
        return LabelConfig.DataObject.Kind(rawValue: tag) == nil && LabelConfig.Control.Kind(rawValue: tag) == nil
            && Self.parents[tag] == nil && !Self.layoutTags.contains(tag) && !Self.leaves.contains(tag)
            && tag != "AudioPlus" && tag != "Relations"
    }

    private func holdsLabels(_ tag: String) -> Bool { LabelConfig.Control.Kind(rawValue: tag)?.hasLabels ?? false }

    private mutating func readName(_ element: XMLElement) -> String? {
        guard let name = element["name"], !name.isEmpty else {
            report(.missingName, element)
            return nil
        }
        if !names.insert(name).inserted { report(.duplicateName, element, name) }
        return name
    }

    private mutating func readObject(_ element: XMLElement, _ kind: LabelConfig.DataObject.Kind) {
        let name = readName(element)
        let value = element["value"] ?? element["valueList"]
        var dataKey: String?
        switch value {
        case nil where kind == .hyperText && !element.children.isEmpty: break
        case nil, "": report(.missingValue, element)
        case let value?:
            dataKey = Self.key(value)
            // Texts may be written into the config itself; files cannot.
            if dataKey == nil, value.hasPrefix("$") || (kind != .text && kind != .hyperText) {
                report(.badValue, element, value)
            }
        }
        guard let name else { return }
        objects.append(LabelConfig.DataObject(name: name, kind: kind, dataKey: dataKey, line: element.line))
    }

    /// `$key` without its mark; nil when the value is anything else.
    private static func key(_ value: String) -> String? {
        guard value.hasPrefix("$"), value.count > 1, !value.contains(where: \.isWhitespace) else { return nil }
        return String(value.dropFirst())
    }

    private mutating func readControl(_ element: XMLElement, _ kind: LabelConfig.Control.Kind) {
        let name = readName(element)
        let toName = (element["toName"] ?? "").split(separator: ",").map(Self.trimmed)
        if toName.isEmpty { report(.missingToName, element) }
        let labelsKey = kind.hasLabels ? element["value"].flatMap(Self.key) : nil
        let labels = kind.hasLabels ? readLabels(element) : []
        if kind.hasLabels, labels.isEmpty, labelsKey == nil { report(.emptyLabels, element) }
        let bounds = readBounds(element, kind)
        let allowsSeveral = readAllowsSeveral(element, kind)
        let isConditional =
            element.attributes.contains { $0.name.local.hasPrefix("when") } || element["visibleWhen"] != nil
        guard let name else { return }
        controls.append(
            LabelConfig.Control(
                name: name, kind: kind, toName: toName, labels: labels, labelsKey: labelsKey,
                allowsSeveral: allowsSeveral,
                isRequired: readFlag(element, "required"), isPerRegion: readFlag(element, "perRegion"),
                isConditional: isConditional, minimum: bounds.minimum, maximum: bounds.maximum, line: element.line))
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private mutating func readFlag(_ element: XMLElement, _ name: String) -> Bool {
        switch element[name] {
        case nil, "false": return false
        case "true": return true
        default:
            report(.badAttribute, element, name)
            return false
        }
    }

    private mutating func readAllowsSeveral(_ element: XMLElement, _ kind: LabelConfig.Control.Kind) -> Bool {
        guard kind == .choices || kind.labelsRegions else { return kind == .taxonomy }
        switch element["choice"] {
        case nil, "single", "single-radio": return false
        case "multiple": return true
        default:
            report(.badAttribute, element, "choice")
            return false
        }
    }

    private mutating func readBounds(
        _ element: XMLElement, _ kind: LabelConfig.Control.Kind
    ) -> (minimum: Double?, maximum: Double?) {
        switch kind {
        case .rating: return (1, readNumber(element, "maxRating") ?? 5)
        case .number: return (readNumber(element, "min"), readNumber(element, "max"))
        default: return (nil, nil)
        }
    }

    private mutating func readNumber(_ element: XMLElement, _ name: String) -> Double? {
        guard let text = element[name] else { return nil }
        guard let number = Double(text), number.isFinite else {
            report(.badAttribute, element, name)
            return nil
        }
        return number
    }

    private mutating func readLabels(_ element: XMLElement) -> [LabelConfig.Label] {
        var seen: Set<String> = []
        var labels: [LabelConfig.Label] = []
        for child in element.elements where Self.leaves.contains(child.name.local) {
            guard let value = child["value"], !value.isEmpty else {
                report(.missingLabelValue, child)
                continue
            }
            let alias = child["alias"]
            if !seen.insert(alias ?? value).inserted { report(.duplicateLabel, child, alias ?? value) }
            labels.append(
                LabelConfig.Label(
                    value: value, alias: alias, colour: child["background"].flatMap(Self.colour),
                    hotkey: child["hotkey"],
                    children: readLabels(child), line: child.line))
            for inner in child.elements where !Self.leaves.contains(inner.name.local) { visit(inner, parent: child) }
        }
        return labels
    }

    /// Only names and hexadecimal colours pass: the value ends up in pages.
    private static func colour(_ text: String) -> String? {
        let digits = text.hasPrefix("#") ? text.utf8.dropFirst() : text.utf8[...]
        let isHexadecimal = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0 | 32) }
        if text.hasPrefix("#") { return isHexadecimal && [3, 4, 6, 8].contains(digits.count) ? text : nil }
        return !digits.isEmpty && digits.count <= 24 && digits.allSatisfy { (97...122).contains($0 | 32) } ? text : nil
    }

    private mutating func checkTargets() {
        let kinds = Dictionary(objects.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
        for control in controls {
            for target in control.toName where !unknownNames.contains(target) {
                let problem: (LabelConfigProblem.Code, String)?
                if let kind = kinds[target] {
                    let allowed = Self.targets(of: control.kind)
                    problem = allowed.isEmpty || allowed.contains(kind) ? nil : (.wrongObject, kind.rawValue)
                } else {
                    problem = (.toNameNotFound, target)
                }
                if let (code, detail) = problem {
                    problems.append(
                        LabelConfigProblem(code: code, line: control.line, tag: control.kind.rawValue, detail: detail))
                }
            }
        }
    }

    /// What a control can be about; an empty set means anything.
    private static func targets(of kind: LabelConfig.Control.Kind) -> Set<LabelConfig.DataObject.Kind> {
        switch kind {
        case .rectangleLabels, .polygonLabels, .keyPointLabels, .brushLabels, .ellipseLabels, .rectangle, .polygon,
            .keyPoint, .brush, .ellipse:
            [.image]
        case .hyperTextLabels: [.hyperText, .text]
        case .paragraphLabels: [.paragraphs]
        case .timeSeriesLabels: [.timeSeries]
        case .videoRectangle, .timelineLabels: [.video]
        case .ranker: [.list]
        default: []
        }
    }
}
