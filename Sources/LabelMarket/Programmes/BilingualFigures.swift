/// Figures as both languages write them.
extension Bilingual {
    package static func money(_ money: Money) -> Bilingual {
        let digits = money.groupedText
        return Bilingual(en: "CNY " + digits, zh: digits + " 元")
    }

    package static func money(_ money: Money?) -> Bilingual {
        money.map { Bilingual.money($0) } ?? notFound
    }

    package static func date(_ date: CivilDate) -> Bilingual {
        let (year, month, day) = date.parts
        return Bilingual(en: "\(day) \(monthNames[month - 1]) \(year)", zh: "\(year)年\(month)月\(day)日")
    }

    /// Date and time of day in Shanghai.
    package static func moment(_ instant: Instant) -> Bilingual {
        let day = Bilingual.date(instant.shanghaiDate)
        let (hour, minute) = instant.shanghaiClock
        let clock = padded(hour, 2) + ":" + padded(minute, 2)
        return Bilingual(en: "\(day.en), \(clock) (Beijing time)", zh: "\(day.zh) \(clock)（北京时间）")
    }

    /// `30%`, `2.5%`, `0.25%`.
    package static func percent(_ share: BasisPoints) -> Bilingual {
        var text = String(share / 100)
        let rest = share % 100
        if rest % 10 != 0 { text += "." + padded(rest, 2) } else if rest > 0 { text += ".\(rest / 10)" }
        return Bilingual(en: text + "%", zh: text + "%")
    }

    package static func percent(_ share: BasisPoints?) -> Bilingual {
        share.map { Bilingual.percent($0) } ?? notFound
    }

    package static func list(_ words: [Bilingual]) -> Bilingual {
        Bilingual(en: words.map(\.en).joined(separator: ", "), zh: words.map(\.zh).joined(separator: "、"))
    }

    package static let notFound = Bilingual(en: "(not found)", zh: "（未找到）")

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
