import XML

/// An element of a programme document, read strictly: each value has one way to be written.
struct ProgrammeNode {
    let element: XMLElement

    func problem(_ en: String, _ zh: String) -> ProgrammeProblem {
        ProgrammeProblem(line: element.line, element: element.name.local, message: Bilingual(en: en, zh: zh))
    }

    /// - Throws: when an attribute or a child stands here that nobody reads.
    func allow(_ attributes: [String] = [], children: [String] = []) throws(ProgrammeProblem) {
        for attribute in element.attributes
        where attribute.name.namespace != nil || !attributes.contains(attribute.name.local) {
            throw problem("the attribute \(attribute.name.local) is not known here", "此处没有属性\(attribute.name.local)")
        }
        for child in element.elements
        where child.name.namespace != ProgrammeFormat.namespace || !children.contains(child.name.local) {
            throw ProgrammeNode(element: child).problem("this element is not known here", "此处没有该元素")
        }
    }

    func text(_ name: String) throws(ProgrammeProblem) -> String {
        guard let value = element[name], !value.isEmpty else {
            throw problem("the attribute \(name) is missing", "缺少属性\(name)")
        }
        return value
    }

    func child(_ name: String) throws(ProgrammeProblem) -> ProgrammeNode {
        guard let child = element.first(name) else { throw problem("<\(name)> is missing", "缺少<\(name)>") }
        return ProgrammeNode(element: child)
    }

    func children(_ name: String) -> [ProgrammeNode] {
        element.elements(named: name).map { ProgrammeNode(element: $0) }
    }

    /// The words of a child in both languages.
    func bilingual(_ name: String) throws(ProgrammeProblem) -> Bilingual {
        try child(name).bilingual()
    }

    func bilingual() throws(ProgrammeProblem) -> Bilingual {
        try allow(children: ["en", "zh"])
        guard let en = element.first("en")?.text, !ProgrammeNode.isBlank(en) else {
            throw problem("the English text is missing", "缺少英文")
        }
        guard let zh = element.first("zh")?.text, !ProgrammeNode.isBlank(zh) else {
            throw problem("the Chinese text is missing", "缺少中文")
        }
        return Bilingual(en: en, zh: zh)
    }

    private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    func word<Word: RawRepresentable<String>>(
        _ name: String, _ type: Word.Type = Word.self
    ) throws(ProgrammeProblem) -> Word {
        try parse(try text(name))
    }

    func optionalWord<Word: RawRepresentable<String>>(
        _ name: String, _ type: Word.Type = Word.self
    ) throws(ProgrammeProblem) -> Word? {
        guard let value = element[name] else { return nil }
        return try parse(value)
    }

    /// Words separated by single spaces; none where the attribute is missing.
    func words<Word: RawRepresentable<String> & Equatable>(
        _ name: String, _ type: Word.Type = Word.self
    ) throws(ProgrammeProblem) -> [Word] {
        guard let value = element[name] else { return [] }
        var words: [Word] = []
        for part in value.split(separator: " ", omittingEmptySubsequences: false) {
            let word: Word = try parse(String(part))
            if words.contains(word) { throw problem("\(part) stands twice in \(name)", "\(name)中\(part)重复") }
            words.append(word)
        }
        return words
    }

    private func parse<Word: RawRepresentable<String>>(_ value: String) throws(ProgrammeProblem) -> Word {
        guard let word = Word(rawValue: value) else {
            throw problem("\"\(value)\" is not one of the words allowed here", "“\(value)”不是允许的取值")
        }
        return word
    }

    func flag(_ name: String) throws(ProgrammeProblem) -> Bool {
        try optionalFlag(name) ?? false
    }

    func optionalFlag(_ name: String) throws(ProgrammeProblem) -> Bool? {
        switch element[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw problem("\(name) must be true or false", "\(name)须为true或false")
        }
    }

    func number(_ name: String) throws(ProgrammeProblem) -> Int {
        _ = try text(name)
        guard let value = try optionalNumber(name) else {
            throw problem("the attribute \(name) is missing", "缺少属性\(name)")
        }
        return value
    }

    /// A whole number from 0 to a million.
    func optionalNumber(_ name: String) throws(ProgrammeProblem) -> Int? {
        guard let value = element[name] else { return nil }
        guard let number = Int(value), String(number) == value, (0...1_000_000).contains(number) else {
            throw problem("\(name) must be a whole number from 0 to 1000000", "\(name)须为0至1000000的整数")
        }
        return number
    }

    /// Yuan with two decimals.
    func optionalMoney(_ name: String) throws(ProgrammeProblem) -> Money? {
        guard let value = element[name] else { return nil }
        switch Money.parse(value) {
        case .success(let money) where money.decimalText == value: return money
        case .failure(.tooLarge): throw problem("\(name) is more than the books can hold", "\(name)超出可记账金额")
        default: throw problem("\(name) must be yuan such as 2000000.00", "\(name)须为元，如2000000.00")
        }
    }

    func optionalDate(_ name: String) throws(ProgrammeProblem) -> CivilDate? {
        guard let value = element[name] else { return nil }
        guard let date = CivilDate(text: value), date.isoText == value else {
            throw problem("\(name) is not a day of the calendar such as 2026-11-23", "\(name)不是有效日期，如2026-11-23")
        }
        return date
    }

    func date(_ name: String) throws(ProgrammeProblem) -> CivilDate {
        _ = try text(name)
        guard let date = try optionalDate(name) else {
            throw problem("the attribute \(name) is missing", "缺少属性\(name)")
        }
        return date
    }

    /// A minute in Shanghai, `2026-01-04T17:00`.
    func moment(_ name: String) throws(ProgrammeProblem) -> Instant {
        let value = try text(name)
        let parts = value.split(separator: "T", omittingEmptySubsequences: false)
        let clock = parts.count == 2 ? parts[1].split(separator: ":", omittingEmptySubsequences: false) : []
        if clock.count == 2, let date = CivilDate(text: String(parts[0])), let hour = Int(clock[0]),
            let minute = Int(clock[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        {
            let instant = Instant(shanghai: date, hour: hour, minute: minute)
            if ProgrammeFormat.text(instant) == value { return instant }
        }
        throw problem("\(name) is not a minute such as 2026-01-04T17:00", "\(name)不是有效时间，如2026-01-04T17:00")
    }

    /// Percent with up to two decimals, as basis points.
    func optionalShare(_ name: String) throws(ProgrammeProblem) -> BasisPoints? {
        guard let value = element[name] else { return nil }
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count <= 2, let whole = Int(parts[0]), (0...10_000).contains(whole) {
            let decimals = parts.count == 2 ? String(parts[1]) : ""
            if decimals.utf8.count <= 2, decimals.utf8.allSatisfy({ (48...57).contains($0) }) {
                let padding = String(repeating: "0", count: 2 - decimals.utf8.count)
                let share = whole * 100 + (Int(decimals + padding) ?? 0)
                if ProgrammeFormat.text(share: share) == value { return share }
            }
        }
        throw problem("\(name) must be a percentage such as 30 or 2.5", "\(name)须为百分数，如30或2.5")
    }

    func share(_ name: String) throws(ProgrammeProblem) -> BasisPoints {
        _ = try text(name)
        guard let share = try optionalShare(name) else {
            throw problem("the attribute \(name) is missing", "缺少属性\(name)")
        }
        return share
    }

    func region(_ name: String) throws(ProgrammeProblem) -> RegionCode {
        guard let region = RegionCode(try text(name)) else {
            throw problem("\(name) must be a code of six digits", "\(name)须为六位行政区划代码")
        }
        return region
    }
}
