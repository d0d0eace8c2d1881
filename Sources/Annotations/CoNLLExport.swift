/// Named entities in the four columns of CoNLL-2003: token, two columns that are not filled, and the tag in the scheme
/// B-, I-, O. An empty line ends each text.
///
/// Tokens are runs of letters and digits; every other visible character, and every Chinese or Japanese one, stands for
/// itself. Of spans that overlap, the one that begins first wins, then the longer one. A token belongs to a span that
/// covers its first character.
package enum CoNLLExport {
    package static let header = "-DOCSTART- -X- O O\n\n"

    /// The lines of one text.
    ///
    /// - Complexity: O(n log n) in the number of spans, O(n) in the length of the text.
    package static func lines(_ item: Item, _ annotation: Annotation, config: LabelConfig) -> String {
        let spans = sortedSpans(annotation)
        guard
            let object = config.objects.first(where: { object in
                object.kind == .text && annotation.results.contains { $0.objects == [object.name] }
            }) ?? config.objects.first(where: { $0.kind == .text }), let key = object.dataKey,
            let text = item.data[key]?.string
        else { return "" }
        var lines = ""
        var next = 0
        var open: (end: Int, label: String)?
        for token in tokens(of: text) {
            if let span = open, token.start >= span.end { open = nil }
            var begins = false
            while open == nil, next < spans.count, spans[next].start <= token.start {
                if spans[next].end > token.start {
                    open = (spans[next].end, spans[next].label)
                    begins = true
                }
                next += 1
            }
            let tag = open.map { (begins ? "B-" : "I-") + $0.label } ?? "O"
            lines += "\(token.text) -X- _ \(tag)\n"
        }
        return lines + "\n"
    }

    private static func sortedSpans(_ annotation: Annotation) -> [(start: Int, end: Int, label: String)] {
        var spans: [(start: Int, end: Int, label: String)] = []
        for result in annotation.results {
            guard case .span(let start, let end, _, let labels) = result.value, let label = labels.first else {
                continue
            }
            // A blank would open another column.
            spans.append((start, end, String(label.map { $0.isWhitespace ? "_" : $0 })))
        }
        return spans.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
    }

    private static func tokens(of text: String) -> [(text: String, start: Int)] {
        var tokens: [(text: String, start: Int)] = []
        var word = String.UnicodeScalarView()
        var wordStart = 0
        func endWord() {
            if !word.isEmpty { tokens.append((String(word), wordStart)) }
            word = String.UnicodeScalarView()
        }
        for (position, scalar) in text.unicodeScalars.enumerated() {
            if scalar.properties.isWhitespace {
                endWord()
            } else if isWordPart(scalar) {
                if word.isEmpty { wordStart = position }
                word.append(scalar)
            } else {
                endWord()
                tokens.append((String(scalar), position))
            }
        }
        endWord()
        return tokens
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value) { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }
}
