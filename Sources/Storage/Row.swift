internal import Foundation
internal import GRDB

/// One row of a result, valid only inside the closure that receives it.
package struct Row: ~Copyable {
    let base: GRDB.Row

    /// The column `name`, read as the type the caller expects.
    /// - Throws: ``SQLMismatch`` when the column is missing or holds something else.
    package func callAsFunction<T: SQLReadable>(_ name: String, as type: T.Type = T.self) throws(SQLMismatch) -> T {
        guard let value: DatabaseValue = base[name] else {
            throw SQLMismatch(expected: "a column \(name)", found: .null)
        }
        return try T(sqlValue: SQLValue(value))
    }

    /// The column at `index`, counted from 0.
    package func at<T: SQLReadable>(_ index: Int, as type: T.Type = T.self) throws(SQLMismatch) -> T {
        guard index < base.count else { throw SQLMismatch(expected: "a column \(index)", found: .null) }
        let value: DatabaseValue = base[index]
        return try T(sqlValue: SQLValue(value))
    }

    /// Names of the columns, in order.
    package var columns: [String] { Array(base.columnNames) }
}

extension SQLValue {
    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob(Array(data))
        case .double(let number): self = .text("floating point \(number)")
        }
    }

    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}
