/// A name or a sentence of the data, in both languages of the market.
package struct Bilingual: Hashable, Codable, Sendable {
    package let zh: String
    package let en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The same, English first, as rule vocabularies are written.
    package init(en: String, zh: String) {
        self.init(zh: zh, en: en)
    }
}
