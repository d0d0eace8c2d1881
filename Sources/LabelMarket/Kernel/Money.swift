package import Storage

/// An amount of renminbi in whole fen. Arithmetic that could leave the range reports it; nothing rounds by itself.
package struct Money: Hashable, Comparable, Sendable {
    /// Fen, a hundredth of a yuan; negative only in differences.
    package let fen: Int64

    /// The largest amount the books accept: 90 billion yuan, which leaves room for a million such sums in 64 bits.
    package static let largest = Money(fen: 9_000_000_000_000)
    package static let zero = Money(fen: 0)

    package init(fen: Int64) {
        self.fen = fen
    }

    package static func yuan(_ yuan: Int64) -> Money { Money(fen: yuan * 100) }

    package static func < (left: Self, right: Self) -> Bool { left.fen < right.fen }

    /// - Throws: ``MoneyOverflow`` when the sum does not fit.
    package func adding(_ other: Money) throws(MoneyOverflow) -> Money {
        let (sum, overflow) = fen.addingReportingOverflow(other.fen)
        if overflow { throw MoneyOverflow() }
        return Money(fen: sum)
    }

    /// - Throws: ``MoneyOverflow`` when the difference does not fit.
    package func subtracting(_ other: Money) throws(MoneyOverflow) -> Money {
        let (difference, overflow) = fen.subtractingReportingOverflow(other.fen)
        if overflow { throw MoneyOverflow() }
        return Money(fen: difference)
    }

    /// - Throws: ``MoneyOverflow`` when the product does not fit.
    package func multiplied(by count: Int64) throws(MoneyOverflow) -> Money {
        let (product, overflow) = fen.multipliedReportingOverflow(by: count)
        if overflow { throw MoneyOverflow() }
        return Money(fen: product)
    }

    /// `self × numerator ÷ denominator`, rounded towards zero, computed in 128 bits.
    /// - Returns: the quotient and what rounding left over, in units of 1/denominator fen.
    /// - Throws: ``MoneyOverflow`` when the quotient does not fit or the denominator is not positive.
    package func scaledDown(
        _ numerator: Int64, over denominator: Int64
    ) throws(MoneyOverflow) -> (money: Money, remainder: Int64) {
        guard denominator > 0 else { throw MoneyOverflow() }
        let product = fen.multipliedFullWidth(by: numerator)
        let wide = Int128(product.high) << 64 | Int128(product.low)
        let (quotient, remainder) = wide.quotientAndRemainder(dividingBy: Int128(denominator))
        guard let fits = Int64(exactly: quotient) else { throw MoneyOverflow() }
        return (Money(fen: fits), Int64(remainder))
    }

    /// Splits `self` by `weights` with the largest remainder method: parts sum exactly to `self`, and of equal
    /// remainders the earlier part is served first.
    /// - Throws: ``MoneyOverflow`` when weights are negative, all zero, or do not fit.
    package func split(by weights: [Int64]) throws(MoneyOverflow) -> [Money] {
        var total: Int64 = 0
        for weight in weights {
            let (sum, overflow) = total.addingReportingOverflow(weight)
            guard weight >= 0, !overflow else { throw MoneyOverflow() }
            total = sum
        }
        guard total > 0, fen >= 0 else { throw MoneyOverflow() }
        var parts: [Int64] = []
        var remainders: [(index: Int, remainder: Int64)] = []
        for (index, weight) in weights.enumerated() {
            let share = try scaledDown(weight, over: total)
            parts.append(share.money.fen)
            remainders.append((index, share.remainder))
        }
        let missing = Int(fen - parts.reduce(0, +))
        remainders.sort { ($1.remainder, $0.index) < ($0.remainder, $1.index) }
        for entry in remainders.prefix(missing) { parts[entry.index] += 1 }
        return parts.map { Money(fen: $0) }
    }
}

/// An amount that does not fit into 64 bits of fen.
package struct MoneyOverflow: Error {}

extension Money: SQLBindable {
    package var sqlValue: SQLValue { .integer(fen) }
}

extension Money: SQLReadable {
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        self.init(fen: try Int64(sqlValue: sqlValue))
    }
}

extension Money {
    /// `128000.00`: plain decimal yuan, as XML, CSV and form fields carry it.
    package var decimalText: String {
        let magnitude = fen.magnitude
        let cents = magnitude % 100
        return (fen < 0 ? "-" : "") + "\(magnitude / 100)." + (cents < 10 ? "0\(cents)" : "\(cents)")
    }

    /// `128,000.00`: grouped by thousands for people.
    package var groupedText: String {
        let plain = Array(decimalText.utf8)
        let sign = fen < 0 ? 1 : 0
        let whole = plain.count - 3
        var grouped: [UInt8] = Array(plain[..<sign])
        for index in sign..<whole {
            if index > sign, (whole - index) % 3 == 0 { grouped.append(UInt8(ascii: ",")) }
            grouped.append(plain[index])
        }
        grouped += plain[whole...]
        return String(decoding: grouped, as: UTF8.self)
    }

    /// Reads what a person types for an amount of yuan: full-width digits, spaces, thousands commas, a leading ¥, and a
    /// trailing 元 or 万 (万元) are understood; at most two decimals of a yuan.
    /// - Returns: the amount, or why not.
    package static func parse(_ typed: String) -> Result<Money, MoneyTextProblem> {
        var text = ""
        for scalar in typed.unicodeScalars {
            switch scalar.value {
            case 0xFF10...0xFF19: text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFF10 + 48)))
            case 0xFF0E: text.append(".")
            case 0xFF0D, 0x2212: text.append("-")
            case 0x20, 0x09, 0x3000, 0xA0, 0x2C, 0xFF0C, 0xA5, 0xFFE5: continue
            default: text.unicodeScalars.append(scalar)
            }
        }
        var places = 2
        if text.hasSuffix("元") { text.removeLast() }
        if text.hasSuffix("万") {
            text.removeLast()
            places = 6
        }
        if text.isEmpty { return .failure(.empty) }
        let negative = text.hasPrefix("-")
        if negative { text.removeFirst() }
        return digits(text, places: places).flatMap { fen in
            negative && fen > 0 ? .failure(.negative) : .success(Money(fen: fen))
        }
    }

    /// Decimal `text` times 10^places as an integer.
    private static func digits(_ text: String, places: Int) -> Result<Int64, MoneyTextProblem> {
        var value: Int64 = 0
        var decimals: Int? = nil
        var seen = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
                continue
            }
            guard byte >= 48, byte <= 57 else { return .failure(.notANumber) }
            seen = true
            if let count = decimals {
                if count == places {
                    if byte == 48 { continue }
                    return .failure(.tooManyDecimals)
                }
                decimals = count + 1
            }
            let (tenfold, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tenfold.addingReportingOverflow(Int64(byte - 48))
            if overflowed || carried { return .failure(.tooLarge) }
            value = sum
        }
        guard seen else { return .failure(.notANumber) }
        for _ in (decimals ?? 0)..<places {
            let (tenfold, overflowed) = value.multipliedReportingOverflow(by: 10)
            if overflowed { return .failure(.tooLarge) }
            value = tenfold
        }
        return value > largest.fen ? .failure(.tooLarge) : .success(value)
    }
}

/// Why typed text is not an amount of money.
package enum MoneyTextProblem: Error, Hashable, Sendable {
    case empty, notANumber, negative, tooManyDecimals, tooLarge
}
