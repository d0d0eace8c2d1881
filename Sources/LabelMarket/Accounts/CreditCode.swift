package import Storage

/// A unified social credit code: the eighteen characters by which China names every legal entity, per GB 32100-2015.
/// The last one is a check character over the first seventeen; a value of this type has the right one.
package struct CreditCode: Hashable, Sendable, CustomStringConvertible {
    /// Eighteen characters, digits and upper-case letters.
    package let text: String

    package var description: String { text }

    /// Reads what a person types: spaces, hyphens, lower case and full-width characters are understood.
    package init(typed: String) throws(CreditCodeProblem) {
        let characters = Self.normalised(typed)
        if characters.isEmpty { throw .empty }
        guard characters.count == 18 else { throw .wrongLength(characters.count) }
        guard let values = Self.values(of: characters) else { throw .wrongCharacter }
        guard Self.checkValue(of: values.prefix(17)) == values[17] else { throw .wrongCheckCharacter }
        text = String(decoding: characters, as: UTF8.self)
    }

    /// The code whose first seventeen characters are given.
    /// - Returns: nil when they are not seventeen characters of the code's alphabet.
    package init?(completing seventeen: String) {
        let characters = Self.normalised(seventeen)
        guard characters.count == 17, let values = Self.values(of: characters) else { return nil }
        let check = Self.alphabet[Self.checkValue(of: values[...])]
        text = String(decoding: characters + [check], as: UTF8.self)
    }

    /// The 31 characters of GB 32100-2015, table 2: no I, O, S, V or Z. A character's value is its position.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    /// Powers of 3 modulo 31, GB 32100-2015, table 1.
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    private static func values(of characters: [UInt8]) -> [Int]? {
        var values: [Int] = []
        for character in characters {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func checkValue(of values: ArraySlice<Int>) -> Int {
        let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return (31 - sum % 31) % 31
    }

    /// Upper-case ASCII without spaces and hyphens; anything outside ASCII becomes `?`, which the alphabet lacks.
    private static func normalised(_ typed: String) -> [UInt8] {
        var characters: [UInt8] = []
        for scalar in typed.unicodeScalars {
            var value = scalar.value
            if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
            switch value {
            case 0x20, 0x09, 0x0A, 0x0D, 0x2D, 0xA0, 0x3000: continue
            case 0x61...0x7A: characters.append(UInt8(value - 32))
            case 0...0x7F: characters.append(UInt8(value))
            default: characters.append(UInt8(ascii: "?"))
            }
        }
        return characters
    }
}

/// Why typed text is not a credit code, in the order checked.
package enum CreditCodeProblem: Error, Hashable, Sendable {
    case empty
    case wrongLength(Int)
    case wrongCharacter
    case wrongCheckCharacter
}

extension CreditCode: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(text) }

    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        let text = try String(sqlValue: sqlValue)
        do { try self.init(typed: text) } catch { throw SQLMismatch(expected: "a credit code", found: sqlValue) }
    }
}
