import LabelMarket

/// The two languages in which every page stands. Addresses carry it: `/zh/…`, `/en/…`.
enum Language: String, CaseIterable, Sendable {
    case zh, en

    var other: Language { self == .zh ? .en : .zh }
    /// BCP 47 tag for the `lang` attribute.
    var tag: String { self == .zh ? "zh-Hans" : "en" }
    /// The language's name in itself.
    var ownName: String { self == .zh ? "简体中文" : "English" }

    /// The better of the two for an Accept-Language header; Chinese when nothing is said.
    init(acceptLanguage header: String?) {
        let first = header?.split(separator: ",").first { range in
            range.contains("zh") || range.contains("en")
        }
        self = first?.contains("en") == true ? .en : .zh
    }
}

/// The words of one language: looks up a text by its English form, fills in `{names}`, and writes numbers, money and
/// times as the language does.
struct Texts: Sendable {
    let language: Language

    /// The text whose English form is `english`, with each `{name}` replaced by its value.
    func callAsFunction(_ english: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        var text = language == .en ? english : Catalogue.chinese[english] ?? english
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    func callAsFunction(_ name: Bilingual) -> String { language == .zh ? name.zh : name.en }

    /// `128,000.00 元` or `CNY 128,000.00`.
    func money(_ money: Money) -> String {
        language == .zh ? money.groupedText + " 元" : "CNY " + money.groupedText
    }

    /// A whole number, grouped by thousands.
    func count(_ value: some BinaryInteger) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    // Punctuation between parts, as the language writes it.
    var colon: String { language == .zh ? "：" : ": " }
    var comma: String { language == .zh ? "，" : ", " }
    var semicolon: String { language == .zh ? "；" : "; " }

    /// Things of equal rank, one after the other.
    func list(_ parts: [String]) -> String { parts.joined(separator: language == .zh ? "、" : ", ") }

    /// What stands in brackets behind something.
    func bracketed(_ words: String) -> String { language == .zh ? "（\(words)）" : " (\(words))" }

    /// Basis points as a percentage: `62.5%`.
    func percent(basisPoints: Int64) -> String {
        let whole = basisPoints / 100
        let rest = basisPoints % 100
        if rest == 0 { return "\(whole)%" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)%" : "\(whole)." + padded(Int(rest), 2) + "%"
    }

    /// `2026年11月23日` or `23 November 2026`.
    func date(_ date: CivilDate) -> String {
        let (year, month, day) = date.parts
        return language == .zh ? "\(year)年\(month)月\(day)日" : "\(day) \(Self.months[month - 1]) \(year)"
    }

    /// Date and clock time with the zone named.
    func time(_ instant: Instant) -> String {
        let (hour, minute) = instant.shanghaiClock
        let clock = padded(hour, 2) + ":" + padded(minute, 2)
        let day = date(instant.shanghaiDate)
        return language == .zh ? "\(day) \(clock)（北京时间）" : "\(day), \(clock) (Beijing time)"
    }

    /// The moment as a `time` element, readable and machine-readable.
    func timeElement(_ instant: Instant) -> HTML {
        "<time datetime=\"\(instant.isoText)\">\(time(instant))</time>"
    }

    func dateElement(_ date: CivilDate) -> HTML {
        "<time datetime=\"\(date.isoText)\">\(self.date(date))</time>"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
