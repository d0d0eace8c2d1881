package import Storage

/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z. Shown to people in Asia/Shanghai (UTC+8, no
/// daylight saving since 1991).
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    package func advanced(by span: Span) -> Instant {
        Instant(milliseconds: milliseconds &+ span.milliseconds)
    }

    /// Time from `earlier` to `self`; negative when `earlier` is later.
    package func since(_ earlier: Instant) -> Span {
        Span(milliseconds: milliseconds &- earlier.milliseconds)
    }

    /// A length of time.
    package struct Span: Hashable, Comparable, Sendable {
        package let milliseconds: Int64
        package init(milliseconds: Int64) { self.milliseconds = milliseconds }
        package static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1000) }
        package static func minutes(_ count: Int64) -> Span { .seconds(count * 60) }
        package static func hours(_ count: Int64) -> Span { .minutes(count * 60) }
        package static func days(_ count: Int64) -> Span { .hours(count * 24) }
        package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    }
}

extension Instant: SQLBindable {
    package var sqlValue: SQLValue { .integer(milliseconds) }
}

extension Instant: SQLReadable {
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        self.init(milliseconds: try Int64(sqlValue: sqlValue))
    }
}

/// A day of the Gregorian calendar, without a time zone; stored as days since 1970-01-01.
package struct CivilDate: Hashable, Comparable, Sendable {
    package let dayNumber: Int64

    package init(dayNumber: Int64) {
        self.dayNumber = dayNumber
    }

    /// - Returns: nil when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        dayNumber = CivilDate.days(year: Int64(year), month: Int64(month), day: Int64(day))
        let back = parts
        guard back.month == month, back.day == day else { return nil }
    }

    /// Reads `2026-11-23`, also with full-width digits, slashes, dots or 年月日, and one-digit months and days.
    package init?(text: String) {
        var numbers: [Int] = [0]
        var digitSeen = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0xFF10...0xFF19:
                let digit = Int(scalar.value >= 0xFF10 ? scalar.value - 0xFF10 : scalar.value - 0x30)
                guard numbers[numbers.count - 1] < 10000 else { return nil }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + digit
                digitSeen = true
            case 0x2D, 0x2F, 0x2E, 0x5E74, 0x6708, 0xFF0D:
                guard digitSeen else { return nil }
                numbers.append(0)
                digitSeen = false
            case 0x65E5, 0x20, 0x3000: continue
            default: return nil
            }
        }
        guard numbers.count == 3, digitSeen else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    package static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    package var parts: (year: Int, month: Int, day: Int) { CivilDate.civil(dayNumber) }

    package func advanced(byDays days: Int64) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// `2026-11-23`
    package var isoText: String {
        let (year, month, day) = parts
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    /// Days from civil, by Howard Hinnant's public-domain algorithm: https://howardhinnant.github.io/date_algorithms.html
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let monthIndex = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthIndex + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(_ dayNumber: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapFree = dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096
        let yearOfEra = leapFree / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * monthIndex + 2) / 5 + 1))
    }
}

extension CivilDate: SQLBindable {
    package var sqlValue: SQLValue { .integer(dayNumber) }
}

extension CivilDate: SQLReadable {
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        self.init(dayNumber: try Int64(sqlValue: sqlValue))
    }
}

extension Instant {
    private static let dayMilliseconds: Int64 = 86_400_000
    private static let shanghaiMilliseconds: Int64 = 8 * 3_600_000

    /// The moment at which `date` begins in Shanghai, plus `hour` and `minute`.
    package init(shanghai date: CivilDate, hour: Int = 0, minute: Int = 0) {
        let clock = Int64(hour) * 3_600_000 + Int64(minute) * 60_000
        self.init(milliseconds: date.dayNumber * Self.dayMilliseconds + clock - Self.shanghaiMilliseconds)
    }

    /// The last millisecond of `date` in Shanghai: what "valid until that day" means.
    package static func endOfDay(shanghai date: CivilDate) -> Instant {
        Instant(milliseconds: Instant(shanghai: date.advanced(byDays: 1)).milliseconds - 1)
    }

    package var shanghaiDate: CivilDate {
        let local = milliseconds + Self.shanghaiMilliseconds
        return CivilDate(dayNumber: floorDivide(local, Self.dayMilliseconds))
    }

    /// Hour and minute of the day in Shanghai.
    package var shanghaiClock: (hour: Int, minute: Int) {
        let local = milliseconds + Self.shanghaiMilliseconds
        let ofDay = local - floorDivide(local, Self.dayMilliseconds) * Self.dayMilliseconds
        return (Int(ofDay / 3_600_000), Int(ofDay / 60_000 % 60))
    }

    /// `2026-11-23T08:15:30.123Z`, RFC 3339.
    package var isoText: String {
        let date = CivilDate(dayNumber: floorDivide(milliseconds, Self.dayMilliseconds))
        let ofDay = milliseconds - date.dayNumber * Self.dayMilliseconds
        let day = date.parts
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func add(_ mark: Unicode.Scalar?, _ value: Int, _ width: Int) {
            if let mark { text.append(UInt8(ascii: mark)) }
            let digits = value.magnitude
            var unit: UInt = 1
            for _ in 1..<width { unit *= 10 }
            while unit > 0 {
                text.append(UInt8(ascii: "0") + UInt8(digits / unit % 10))
                unit /= 10
            }
        }
        add(nil, day.year, 4)
        add("-", day.month, 2)
        add("-", day.day, 2)
        add("T", Int(ofDay / 3_600_000), 2)
        add(":", Int(ofDay / 60_000 % 60), 2)
        add(":", Int(ofDay / 1000 % 60), 2)
        add(".", Int(ofDay % 1000), 3)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }
}

private func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
}

/// `value` in decimal with leading zeros up to `width` digits.
package func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
