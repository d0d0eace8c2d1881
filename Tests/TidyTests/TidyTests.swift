import Foundation
import Testing

/// Rules of the house that the compiler does not hold. Each failure says what to do instead.
struct TidyTests {
    let tree: SourceTree

    init() throws { tree = try SourceTree() }

    // MARK: Imports

    /// What a target may import of this package and of the libraries that have one importer.
    private static let importers: [String: Set<String>] = [
        "GRDB": ["Storage"], "GRDBSQLite": ["Storage"], "CLibXML2": ["XML"], "CLibZip": ["LabelMarket"], "CZLib": ["Server"],
        "CMalloc": ["Server"],
        "Hummingbird": ["Server"], "HummingbirdCore": ["Server"], "HummingbirdTLS": ["Server"], "ArgumentParser": ["Server"],
        "Storage": ["LabelMarket", "Server"], "XML": ["Annotations", "LabelMarket", "Server"],
        "Annotations": ["LabelMarket", "Server"], "Matching": ["LabelMarket", "Server"], "LabelMarket": ["Server"],
    ]

    @Test func imports_followTheHouse() {
        for file in tree.sources {
            for line in file.code {
                guard let name = importedModule(line) else { continue }
                if let allowed = Self.importers[name], !allowed.contains(file.target) {
                    Issue.record("\(file.path) imports \(name): only \(allowed.sorted()) may; ask through their API")
                }
                if file.target == "Matching" {
                    Issue.record("\(file.path) imports \(name): the engine imports nothing; pass what it needs in")
                }
            }
        }
    }

    private func importedModule(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index + 1 < words.count else { return nil }
        guard words[..<index].allSatisfy({ $0 == "package" || $0 == "internal" || $0.hasPrefix("@") }) else { return nil }
        return String(words[index + 1])
    }

    // MARK: Floors

    /// The floor of each slice of the domain. A slice names types of lower floors and of its own folder only.
    private static let floors: [String: Int] = [
        "Kernel": 0, "Books": 1, "Outbox": 1, "Accounts": 2, "Programmes": 2, "Vouchers": 3, "Jobs": 3, "Compute": 4,
        "Bids": 4, "Contracts": 4, "Deposits": 4, "Deliveries": 4, "MatchRuns": 5, "Settlement": 5, "Reports": 6,
    ]

    @Test func slices_nameOnlyLowerFloors() {
        let domain = tree.sources.filter { $0.target == "LabelMarket" && !$0.slice.isEmpty }
        var homes: [String: String] = [:]
        /// What a slice declares inside its own types: such a name means its own there.
        var own: [String: Set<String>] = [:]
        for file in domain {
            if Self.floors[file.slice] == nil { Issue.record("\(file.path): give the slice \(file.slice) a floor here") }
            for line in file.code {
                guard let name = declaredType(line) else { continue }
                if line.first == " " || line.hasPrefix("private") || line.hasPrefix("fileprivate") {
                    own[file.slice, default: []].insert(name)
                } else {
                    homes[name] = file.slice
                }
            }
        }
        for file in domain {
            let floor = Self.floors[file.slice] ?? 0
            for word in Set(withoutLiterals(file.code).flatMap(identifiers)) {
                guard let home = homes[word], home != file.slice, Self.floors[home] ?? 0 >= floor else { continue }
                if own[file.slice]?.contains(word) == true { continue }
                if Self.neighbours.contains(file.slice + ">" + home) { continue }
                Issue.record("\(file.path) names \(word) of \(home), which is not below \(file.slice): turn the call round")
            }
        }
    }

    /// Calls between slices of one floor that go one way only: `Deliveries>Bids` means that deliveries know contracts.
    private static let neighbours: Set<String> = ["Outbox>Books", "Deliveries>Bids", "Vouchers>Programmes", "Settlement>MatchRuns"]

    private func declaredType(_ line: Substring) -> String? {
        let words = line.split(whereSeparator: { " <:({".contains($0) })
        guard let index = words.firstIndex(where: { ["struct", "enum", "class", "protocol", "actor"].contains($0) }),
            index + 1 < words.count, !line.contains("extension")
        else { return nil }
        return String(words[index + 1])
    }

    /// The lines without what stands between quotes.
    private func withoutLiterals(_ lines: [Substring]) -> [Substring] {
        var isInside = false
        return lines.map { line in
            var kept = ""
            for (number, piece) in line.components(separatedBy: "\"\"\"").enumerated() {
                if number > 0 { isInside.toggle() }
                if isInside { continue }
                kept += piece.components(separatedBy: "\"").enumerated().filter { $0.offset.isMultiple(of: 2) }
                    .map(\.element).joined(separator: " ")
            }
            return Substring(kept)
        }
    }

    private func identifiers(_ line: Substring) -> [String] {
        line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }).compactMap { chunk in
            chunk.split(separator: ".").first.map(String.init)
        }
    }

    // MARK: Words

    private static let banned: [(word: String, instead: String)] = [
        ("@unchecked Sendable", "make it a value or guard it with Mutex"),
        ("nonisolated(unsafe)", "use Mutex or Atomic"),
        ("@preconcurrency", "wrap the C global in the shim header"),
        ("try!", "throw"), ("fatalError(\"", "throw a typed error"), ("DateFormatter", "use Texts or isoText"),
        (" Date()", "ask World"), ("[String: Any]", "decode into a type"), ("TODO", "do it or leave it out"),
        ("FIXME", "mend it"), (" print(", "write through Console or the logger"),
        ("CFAbsoluteTime", "ask World"), (".random(in", "ask World"),
    ]
    /// The one place that may do what is banned everywhere else.
    private static let exempt: [String: Set<String>] = ["Sources/Server/Command/SystemWorld.swift": [".random(in"]]

    @Test func code_usesNoBannedWord() {
        for file in tree.sources {
            for (number, line) in file.code.enumerated() {
                for (word, instead) in Self.banned where line.contains(word) {
                    if Self.exempt[file.path]?.contains(word) == true { continue }
                    Issue.record("\(file.path):\(number + 1) uses `\(word)`: \(instead)")
                }
            }
        }
    }

    private static let unportable = [
        "INSERT OR", "REPLACE INTO", "PRAGMA", "AUTOINCREMENT", "strftime(", "datetime(", " GLOB ", "IFNULL(", "json_",
        "sqlite", "SQLite", "GRDB", "PostgreSQL", "libpq", "WITHOUT ROWID", " rowid",
    ]

    @Test func sql_staysPortableAndEnginesStayUnnamed() {
        for file in tree.sources where file.target == "LabelMarket" || file.target == "Server" {
            for (number, line) in file.code.enumerated() {
                for word in Self.unportable where line.contains(word) {
                    if word == "sqlite", line.contains("market.sqlite") { continue }
                    Issue.record("\(file.path):\(number + 1) says `\(word)`: engines are Storage's business")
                }
            }
        }
    }

    @Test func money_neverMeetsFloatingPoint() {
        for file in tree.sources where file.target == "LabelMarket" {
            for (number, line) in file.code.enumerated() where line.contains("Double") || line.contains("Float") {
                if line.lowercased().contains("fen") || line.contains("Money") {
                    Issue.record("\(file.path):\(number + 1): money is Int64 fen; split and scale with Money")
                }
            }
        }
    }

    // MARK: Sizes

    @Test func files_stayReadable() {
        for file in tree.sources + tree.tests where file.lines.count > 401 {
            if isTable(file) { continue }
            Issue.record("\(file.path) has \(file.lines.count) lines: split it along its nouns, at most 400")
        }
    }

    @Test func functions_stayReadable() {
        for file in tree.sources {
            var start: (line: Int, indent: Int)?
            for (number, line) in file.lines.enumerated() {
                let indent = line.prefix { $0 == " " }.count
                if let open = start {
                    guard line.dropFirst(indent).hasPrefix("}"), indent == open.indent else { continue }
                    if number - open.line > 70 {
                        Issue.record("\(file.path):\(open.line + 1): a function of \(number - open.line) lines, at most 70")
                    }
                    start = nil
                } else if line.contains("func "), line.hasSuffix("{") {
                    start = (number, indent)
                }
            }
        }
    }

    /// Catalogues of texts and published tables are data: long, flat, and better in one piece.
    private func isTable(_ file: SourceTree.File) -> Bool {
        file.path.hasSuffix("Texts.swift") || file.path.hasSuffix("Table.swift")
    }

    // MARK: Texts

    /// Every text that a page asks for has its Chinese.
    @Test func texts_areCompleteInChinese() {
        var known: Set<String> = []
        let catalogues = tree.sources.filter { $0.target == "Server" && $0.path.hasSuffix("Texts.swift") }
        for file in catalogues { known.formUnion(file.lines.compactMap(catalogueKey)) }
        for file in tree.sources where file.target == "Server" {
            for text in lookedUp(file.lines.joined(separator: "\n")) where !known.contains(text) {
                Issue.record("\(file.path): no Chinese for \"\(text)\"; add it to the slice's Texts.swift")
            }
        }
    }

    private func catalogueKey(_ line: Substring) -> String? {
        let trimmed = line.drop { $0 == " " }
        guard trimmed.hasPrefix("\""), let end = trimmed.dropFirst().range(of: "\":") else { return nil }
        return unescaped(trimmed[trimmed.index(after: trimmed.startIndex)..<end.lowerBound])
    }

    /// The literals that stand directly behind `t(` or `words: `.
    private func lookedUp(_ text: String) -> [String] {
        var found: [String] = []
        for opening in ["t(\"", "t(\n", "words: \""] {
            var rest = text[...]
            while let range = rest.range(of: opening) {
                rest = rest[range.upperBound...]
                let before = text[..<range.lowerBound].last
                if opening.hasPrefix("t("), let before, before.isLetter || before == "_" || before.isNumber { continue }
                var literal = rest
                if opening == "t(\n" {
                    literal = literal.drop { $0 == " " }
                    guard literal.first == "\"" else { continue }
                    literal = literal.dropFirst()
                }
                if let end = endOfLiteral(literal) { found.append(unescaped(literal[..<end])) }
            }
        }
        return found
    }

    private func endOfLiteral(_ text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == "\\" {
                index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
                continue
            }
            if text[index] == "\"" { return index }
            index = text.index(after: index)
        }
        return nil
    }

    private func unescaped(_ text: Substring) -> String {
        String(text).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}
