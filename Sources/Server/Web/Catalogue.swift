/// Simplified Chinese by English, put together from every slice's own texts. A test proves that it is complete and that
/// no two slices disagree.
enum Catalogue {
    static let parts: [[String: String]] = [
        WebTexts.chinese, StartTexts.chinese, JobTexts.chinese,
    ]

    static let chinese: [String: String] = parts.reduce(into: [:]) { merged, part in
        merged.merge(part) { first, _ in first }
    }
}
