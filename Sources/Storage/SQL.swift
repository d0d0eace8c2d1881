/// SQL text in the portable subset, in which every `\(value)` is a bound parameter: injection cannot be expressed.
///
/// `"SELECT title FROM job WHERE id = \(job)"`. Fragments nest: `"… \(condition)"` where `condition` is an `SQL`.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
    }

    private(set) var parts: [Part]

    package init(stringLiteral value: String) { parts = [.text(value)] }

    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.parts += right.parts
        return sum
    }

    /// `fragments` one after the other with `separator` between them.
    package static func joined(_ fragments: [SQL], separator: String) -> SQL {
        var result: SQL = ""
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { result.parts.append(.text(separator)) }
            result.parts += fragment.parts
        }
        return result
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        package mutating func appendInterpolation(_ value: some SQLBindable) { parts.append(.value(value.sqlValue)) }

        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            parts.append(.value(value?.sqlValue ?? .null))
        }

        package mutating func appendInterpolation(_ fragment: SQL) { parts += fragment.parts }

        /// A list of parameters in parentheses; an empty one matches nothing.
        package mutating func appendInterpolation(list values: [some SQLBindable]) {
            parts.append(.text("("))
            if values.isEmpty { parts.append(.text("NULL")) }
            for (index, value) in values.enumerated() {
                if index > 0 { parts.append(.text(", ")) }
                parts.append(.value(value.sqlValue))
            }
            parts.append(.text(")"))
        }
    }

    /// The text with a numbered or anonymous marker for each parameter, and the parameters in order.
    func rendered(marker: (Int) -> String) -> (text: String, values: [SQLValue]) {
        var text = ""
        var values: [SQLValue] = []
        text.reserveCapacity(400)
        values.reserveCapacity(parts.count / 2)
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .value(let value):
                values.append(value)
                text += marker(values.count)
            }
        }
        return (text, values)
    }
}

/// A value as the database holds it. There is no floating point: nothing here is measured, everything is counted.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A value that can stand in an ``SQL`` interpolation.
package protocol SQLBindable: Sendable {
    var sqlValue: SQLValue { get }
}

/// A value that can be read from a column.
package protocol SQLReadable {
    init(sqlValue: SQLValue) throws(SQLMismatch)
}

/// A column held something else than the reader expected: a defect, never a user's mistake.
package struct SQLMismatch: Error, CustomStringConvertible {
    package let description: String

    package init(expected: String, found: SQLValue) {
        description = "expected \(expected), found \(found)"
    }
}

extension Int64: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(self) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        guard case .integer(let value) = sqlValue else { throw SQLMismatch(expected: "integer", found: sqlValue) }
        self = value
    }
}

extension Int: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) { self = Int(try Int64(sqlValue: sqlValue)) }
}

extension Bool: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) { self = try Int64(sqlValue: sqlValue) != 0 }
}

extension String: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(self) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        guard case .text(let value) = sqlValue else { throw SQLMismatch(expected: "text", found: sqlValue) }
        self = value
    }
}

extension [UInt8]: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .blob(self) }
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        guard case .blob(let value) = sqlValue else { throw SQLMismatch(expected: "blob", found: sqlValue) }
        self = value
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        if case .null = sqlValue { self = nil } else { self = try Wrapped(sqlValue: sqlValue) }
    }
}

extension SQLValue: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { self }
    package init(sqlValue: SQLValue) throws(SQLMismatch) { self = sqlValue }
}

extension RawRepresentable where RawValue == String, Self: SQLBindable {
    package var sqlValue: SQLValue { .text(rawValue) }
}

extension RawRepresentable where RawValue == String, Self: SQLReadable {
    package init(sqlValue: SQLValue) throws(SQLMismatch) {
        guard let value = Self(rawValue: try String(sqlValue: sqlValue)) else {
            throw SQLMismatch(expected: "\(Self.self)", found: sqlValue)
        }
        self = value
    }
}
