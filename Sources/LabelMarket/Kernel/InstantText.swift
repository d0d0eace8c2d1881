extension Instant {
    /// Reads a moment as people and files write it: `2026-12-01 08:00`, `2026-12-01T08:00:00Z`, `2026-12-01T08:00+08:00`,
    /// full-width digits, slashes and 年月日 included. Without a zone it is a time of Shanghai.
    /// - Returns: nil for anything else; a day without a time is not a moment.
    package init?(typed: String) {
        var text = typed.halfWidth.trimmed
        var offsetMinutes = 480
        if text.hasSuffix("Z") || text.hasSuffix("z") {
            text.removeLast()
            offsetMinutes = 0
        } else if text.hasSuffix("UTC") {
            text = String(text.dropLast(3)).trimmed
            offsetMinutes = 0
        }
        guard let gap = text.firstIndex(where: { $0 == "T" || $0 == "t" || $0 == " " }) else { return nil }
        guard let date = CivilDate(text: String(text[..<gap])) else { return nil }
        var clock = String(text[text.index(after: gap)...]).trimmed
        if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            guard offsetMinutes != 0 else { return nil }
            guard let minutes = Self.offset(clock[clock.index(after: sign)...]) else { return nil }
            offsetMinutes = clock[sign] == "+" ? minutes : -minutes
            clock = String(clock[..<sign]).trimmed
        }
        guard let ofDay = Self.clock(clock) else { return nil }
        self.init(milliseconds: date.dayNumber * 86_400_000 + ofDay - Int64(offsetMinutes) * 60_000)
    }

    /// `08:00`, `8:00:00`, `08:00:00.000`; milliseconds of the day. `24:00` is the end of the day.
    private static func clock(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = digits(parts[0]), let minute = digits(parts[1]) else {
            return nil
        }
        var milliseconds: Int64 = 0
        if parts.count == 3 {
            let pieces = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard pieces.count <= 2, let second = digits(pieces[0]), second < 60 else { return nil }
            milliseconds = second * 1000
            if pieces.count == 2 {
                guard pieces[1].utf8.count <= 3, let fraction = Int64(pieces[1]), fraction >= 0 else { return nil }
                milliseconds += fraction * [100, 10, 1][pieces[1].utf8.count - 1]
            }
        }
        guard minute < 60, hour < 24 || (hour == 24 && minute == 0 && milliseconds == 0) else { return nil }
        return hour * 3_600_000 + minute * 60_000 + milliseconds
    }

    /// `08:00`, `0800` or `08` east or west of Greenwich, in minutes.
    private static func offset(_ text: Substring) -> Int? {
        let plain = text.filter { $0 != ":" }
        guard plain.utf8.count == 2 || plain.utf8.count == 4, let number = Int(plain), number >= 0 else { return nil }
        let (hours, minutes) = plain.utf8.count == 2 ? (number, 0) : (number / 100, number % 100)
        return hours <= 14 && minutes < 60 ? hours * 60 + minutes : nil
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// `2026-12-01T08:00+08:00`: the minute in Shanghai, as files and form fields carry it.
    package var shanghaiText: String {
        let clock = shanghaiClock
        return shanghaiDate.isoText + "T" + padded(clock.hour, 2) + ":" + padded(clock.minute, 2) + "+08:00"
    }
}

extension String {
    /// The same with full-width digits, signs, letters and spaces as their ASCII counterparts.
    package var halfWidth: String {
        var plain = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: plain.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0x3000, 0xA0: plain.append(" ")
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// Without white space at either end.
    package var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
