internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// One row of a result, valid only inside the closure that receives it.
package struct Row: ~Copyable {
    let statement: Statement

    /// The column `name`, read as the type the caller expects.
    /// - Throws: ``SQLMismatch`` when the column is missing or holds something else.
    /// - Complexity: O(columns)
    package func callAsFunction<T: SQLReadable>(_ name: String, as type: T.Type = T.self) throws(SQLMismatch) -> T {
        guard let index = statement.columnNames.firstIndex(of: name) else {
            throw SQLMismatch(expected: "a column \(name)", found: .null)
        }
        return try T(sqlValue: SQLValue(statement.sqliteStatement, Int32(index)))
    }

    /// The column at `index`, counted from 0.
    package func at<T: SQLReadable>(_ index: Int, as type: T.Type = T.self) throws(SQLMismatch) -> T {
        guard index < sqlite3_data_count(statement.sqliteStatement) else {
            throw SQLMismatch(expected: "a column \(index)", found: .null)
        }
        return try T(sqlValue: SQLValue(statement.sqliteStatement, Int32(index)))
    }

    /// Names of the columns, in order.
    package var columns: [String] { statement.columnNames }
}

extension SQLValue {
    /// The column at `index` of the row on which `statement` stands, read as what it is: the engine converts nothing.
    fileprivate init(_ statement: OpaquePointer, _ index: Int32) {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(statement, index)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
            self = .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, index)
            self = .blob([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))))
        case SQLITE_FLOAT: self = .text("floating point \(sqlite3_column_double(statement, index))")
        default: self = .null
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
