import Foundation
import LabelMarket
import Storage
import Testing

/// The whole schema as the engine keeps it, against fixtures/schema.sql: a landed migration that was edited shows here.
@Suite struct SchemaSnapshotTests {
    @Test func schema_isTheRecordedOne() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "fixtures/schema.sql")
        let test = try TestHouse(migrations: Market.migrations)
        let found = try withExtendedLifetime(test) { try test.house.database.schemaText() }
        if ProcessInfo.processInfo.environment["LABELMARKET_RECORD"] != nil {
            try Data(found.utf8).write(to: file)
            return
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(found == recorded, "the schema changed: add a migration, run `make record`, read the difference")
    }

    @Test func migrations_ascend_eachNumberOnce() {
        let numbers = Market.migrations.map(\.number)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(numbers.first == 1)
    }
}
