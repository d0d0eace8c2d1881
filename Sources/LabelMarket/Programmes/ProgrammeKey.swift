package import Storage

/// A programme's stable name among its versions: `shanghai-compute`.
package struct ProgrammeKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Returns: nil unless `text` is 1 to 64 lower-case letters, digits and hyphens.
    package init?(_ text: String) {
        let fits = text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
        }
        guard fits, (1...64).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension ProgrammeKey: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(text) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        guard let key = ProgrammeKey(try String(sqlValue: sqlValue)) else {
            throw SQLMismatch(expected: "a programme's key", found: sqlValue)
        }
        self = key
    }
}
