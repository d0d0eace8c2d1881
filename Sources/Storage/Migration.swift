/// One numbered step of the schema. Never edited once landed.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    /// Statements separated by `;` at the end of a line, in the portable subset. `{strict}` after a table's closing
    /// parenthesis asks the engine to hold every column to its type; `{clustered}` asks also that rows lie under their
    /// primary key and have no other, hidden key.
    package let sql: String
    /// What the database itself refuses, beyond what constraints can say.
    package let guards: [Guard]

    package init(number: Int, name: String, sql: String, guards: [Guard] = []) {
        self.number = number
        self.name = name
        self.sql = sql
        self.guards = guards
    }

    func statements(in dialect: Dialect) -> [String] {
        var statements: [String] = []
        var current = ""
        for line in sql.split(separator: "\n", omittingEmptySubsequences: true) {
            current += line + "\n"
            if line.last == ";" {
                statements.append(current)
                current = ""
            }
        }
        if current.contains(where: { !$0.isWhitespace }) { statements.append(current) }
        return statements.map(dialect.translate) + guards.map(dialect.trigger)
    }
}

/// A rule that the database holds against every writer, this program included: around the named event on `table`, a row
/// for which `condition` (over NEW and OLD) is true is refused with `message`.
package struct Guard: Sendable {
    package enum Event: String, Sendable { case insert = "INSERT", update = "UPDATE", delete = "DELETE" }
    package enum Moment: String, Sendable { case before = "BEFORE", after = "AFTER" }

    package let name: String
    package let moment: Moment
    package let event: Event
    package let table: String
    package let condition: String
    package let message: String

    package init(
        _ name: String, _ event: Event, on table: String, refuses condition: String = "1 = 1", _ message: String,
        moment: Moment = .before
    ) {
        self.name = name
        self.moment = moment
        self.event = event
        self.table = table
        self.condition = condition
        self.message = message
    }
}

/// What differs between the engines, in one place.
struct Dialect: Sendable {
    let translate: @Sendable (String) -> String
    let trigger: @Sendable (Guard) -> String

    static let embedded = Dialect(
        translate: {
            $0.replacing("{strict}", with: "STRICT").replacing("{clustered}", with: "STRICT, WITHOUT ROWID")
        },
        trigger: { rule in
            """
            CREATE TRIGGER \(rule.name) \(rule.moment.rawValue) \(rule.event.rawValue) ON \(rule.table)
            WHEN \(rule.condition)
            BEGIN SELECT RAISE(ABORT, '\(rule.message.replacing("'", with: "''"))'); END
            """
        })
}
