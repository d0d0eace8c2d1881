extension Texts {
    /// What somebody wrote in whichever language: marked as Chinese where it is and the page is not, so that it is read
    /// aloud and drawn as what it is.
    func written(_ text: String) -> HTML {
        language == .en && holdsChinese(text) ? "<span lang=\"zh-Hans\">\(text)</span>" : "\(text)"
    }
}

extension HTML {
    /// The same markup with every run of Chinese in its text marked as such, for a page in English. What stands in an
    /// element that says its language already is left alone.
    /// - Complexity: O(*n*) in the length of the markup.
    func markingChinese() -> HTML {
        guard holdsChinese(text) else { return self }
        var marking = ChineseMarking()
        marking.add(text[...])
        return HTML(trusted: marking.marked)
    }
}

/// Whether a Chinese character stands in `text`.
private func holdsChinese(_ text: some StringProtocol) -> Bool {
    text.utf8.contains { $0 >= 0xE3 } && text.unicodeScalars.contains(where: isChinese)
}

private func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    (0x3400...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
        || (0x20000...0x3FFFF).contains(scalar.value)
}

/// One walk over markup that we wrote ourselves: attributes are quoted and hold no angle brackets.
private struct ChineseMarking {
    private(set) var marked = ""
    /// What a run is wrapped in: `tspan` inside the text of a drawing.
    private var wrapper = "span"
    /// Elements that hold text only: the element itself is marked.
    private static let textOnly: Set<Substring> = ["option", "title", "textarea"]

    mutating func add(_ markup: Substring) {
        var rest = markup
        while !rest.isEmpty {
            let opening = rest.utf8.firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
            addText(rest[..<opening])
            rest = rest[opening...]
            guard let closing = rest.utf8.firstIndex(of: UInt8(ascii: ">")) else { break }
            let tag = rest[...closing]
            rest = rest[rest.utf8.index(after: closing)...]
            addTag(tag, &rest)
        }
        marked += rest
    }

    private mutating func addTag(_ tag: Substring, _ rest: inout Substring) {
        let bytes = tag.utf8.dropFirst()
        if bytes.first == UInt8(ascii: "/") {
            if wrapper != "span", tag == "</text>" { wrapper = "span" }
            return marked += tag
        }
        let name = Substring(bytes.prefix { $0 > UInt8(ascii: "/") && $0 != UInt8(ascii: ">") })
        if bytes.count > Self.languageLength, Self.saysChinese(bytes) {
            marked += tag
            marked += content(of: name, &rest)
        } else if bytes.first == UInt8(ascii: "o") || bytes.first == UInt8(ascii: "t"), Self.textOnly.contains(name) {
            let inside = content(of: name, &rest)
            marked += holdsChinese(inside) ? "\(tag.dropLast()) lang=\"zh-Hans\">" : String(tag)
            marked += inside
        } else {
            if name == "text" { wrapper = "tspan" }
            marked += tag
        }
    }

    private static let language = Array(" lang=\"zh".utf8)
    private static let languageLength = language.count

    private static func saysChinese(_ tag: Substring.UTF8View) -> Bool {
        var rest = tag
        while let space = rest.firstIndex(of: UInt8(ascii: " ")) {
            rest = rest[space...]
            if rest.starts(with: language) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    /// What stands before the end tag that closes the element `name`, taken off `rest`.
    private func content(of name: Substring, _ rest: inout Substring) -> Substring {
        var depth = 1
        var place = rest.startIndex
        while let opening = rest[place...].utf8.firstIndex(of: UInt8(ascii: "<")) {
            let tag = rest[opening...].dropFirst()
            if tag.hasPrefix("/\(name)>") {
                depth -= 1
                if depth == 0 {
                    defer { rest = rest[opening...] }
                    return rest[..<opening]
                }
            } else if tag.hasPrefix("\(name) ") || tag.hasPrefix("\(name)>") {
                depth += 1
            }
            place = rest.utf8.index(after: opening)
        }
        defer { rest = rest[rest.endIndex...] }
        return rest
    }

    private mutating func addText(_ text: Substring) {
        guard holdsChinese(text) else { return marked += text }
        var plain = text.startIndex
        var run: Range<Substring.Index>?
        for index in text.unicodeScalars.indices {
            let scalar = text.unicodeScalars[index]
            let next = text.unicodeScalars.index(after: index)
            if isChinese(scalar) || (0x3000...0x303F).contains(scalar.value) || (0xFF00...0xFFEF).contains(scalar.value) {
                run = (run?.lowerBound ?? index)..<next
            } else if let ended = run, !("0"..."9").contains(scalar), !" “”".unicodeScalars.contains(scalar) {
                wrap(ended, in: text, after: plain)
                plain = ended.upperBound
                run = nil
            }
        }
        if let run {
            wrap(run, in: text, after: plain)
            plain = run.upperBound
        }
        marked += text[plain...]
    }

    private mutating func wrap(_ run: Range<Substring.Index>, in text: Substring, after plain: Substring.Index) {
        marked += text[plain..<run.lowerBound]
        marked += "<\(wrapper) lang=\"zh-Hans\">\(text[run])</\(wrapper)>"
    }
}
