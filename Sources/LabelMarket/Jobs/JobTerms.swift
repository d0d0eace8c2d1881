internal import Annotations

/// The words of a job by which the public list finds it, and the words of a query. Latin words and numbers stand whole,
/// in lower case; Chinese, Japanese and Korean text stands as overlapping pairs of characters, so that any two-character
/// word is found, and titles also as single ones.
enum JobTerms {
    /// The most terms of one job; the title's come first.
    static let limit = 400
    /// The most terms of a query.
    static let queryLimit = 12

    /// - Parameter title: indexed by single characters as well.
    static func index(title: String, other: [String]) -> [String] {
        var terms = Gathering()
        for run in runs(of: title) {
            if run.isWide { run.scalars.forEach { terms.add(String($0)) } }
            run.pairs.forEach { terms.add($0) }
        }
        for text in other { runs(of: text).forEach { $0.pairs.forEach { terms.add($0) } } }
        return Array(terms.list.prefix(limit))
    }

    static func query(_ words: String) -> [String] {
        var terms = Gathering()
        runs(of: words).forEach { $0.pairs.forEach { terms.add($0) } }
        return Array(terms.list.prefix(queryLimit))
    }

    private struct Gathering {
        var list: [String] = []
        private var seen: Set<String> = []

        mutating func add(_ term: String) {
            if seen.insert(term).inserted { list.append(term) }
        }
    }

    /// Characters of one kind that stand together.
    private struct Run {
        let isWide: Bool
        var scalars: [Unicode.Scalar]

        /// What is looked up: the word itself, or every pair of neighbours.
        var pairs: [String] {
            guard isWide, scalars.count > 1 else { return [text(scalars[...])] }
            return (0..<scalars.count - 1).map { text(scalars[$0...$0 + 1]) }
        }

        private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars.prefix(40))
            return text
        }
    }

    private static func runs(of text: String) -> [Run] {
        var runs: [Run] = []
        var open = false
        for scalar in text.unicodeScalars {
            guard let folded = fold(scalar) else {
                open = false
                continue
            }
            let wide = isWide(folded)
            if open, runs[runs.count - 1].isWide == wide {
                runs[runs.count - 1].scalars.append(folded)
            } else {
                runs.append(Run(isWide: wide, scalars: [folded]))
            }
            open = true
        }
        return runs
    }

    /// Lower case and half width; nil for what separates words.
    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
        let properties = narrow.properties
        guard properties.isAlphabetic || properties.numericType != nil else { return nil }
        let lower = properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first : narrow
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}

/// Budgets by which the list can be narrowed.
package enum BudgetBand: String, CaseIterable, Sendable, Hashable {
    case to10k, to50k, to200k, to1m, above1m

    /// The band's upper end, included; nil for the last.
    package var upTo: Money? {
        switch self {
        case .to10k: .yuan(10_000)
        case .to50k: .yuan(50_000)
        case .to200k: .yuan(200_000)
        case .to1m: .yuan(1_000_000)
        case .above1m: nil
        }
    }

    package static func of(_ budget: Money) -> BudgetBand {
        allCases.first { band in band.upTo.map { budget <= $0 } ?? true } ?? .above1m
    }
}

/// Filters stand in the index beside the words, under names that no word can have.
enum JobFilterTerm {
    static func family(_ family: TaskFamily) -> String { "family:" + family.rawValue }
    static func language(_ language: LabelLanguage) -> String { "language:" + language.rawValue }
    static func budget(_ band: BudgetBand) -> String { "budget:" + band.rawValue }
}
