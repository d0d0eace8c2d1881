import Foundation
import LabelMarket
import Storage
import Testing

/// Content is removed when nothing refers to it, and never before.
struct BlobSweepTests {
    private func age(_ key: BlobKey, _ house: House, to instant: Instant) throws {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: house.blobs.path(of: key))
    }

    /// A delivery that has `key` as its upload; `nil` leaves the row without one.
    private func refer(to keys: [BlobKey], in test: TestHouse) async throws {
        try await test.house.database.write { transaction in
            try TradeSeed.parties(in: transaction)
            for (index, key) in keys.enumerated() {
                let state = ["ready", "received", "pending"][index % 3]
                try transaction.execute(
                    """
                    INSERT INTO dataset (id, organisation, name, kind, format, state, item_count, byte_count, blob,
                        file_name, created_at)
                    VALUES (\(index + 1), 1, 'set', 'text', 'json-lines', \(state), 1, 1, \(key), 'x', 0)
                    """)
            }
        }
    }

    /// Many seeds: whatever is referenced or young stays, everything else goes, and a second sweep finds nothing.
    @Test(arguments: 1...25) func sweep_removesExactlyWhatIsOldAndUnreferenced(seed: Int) async throws {
        let test = try TestHouse(migrations: Market.migrations, seed: UInt64(seed))
        let (house, market) = (test.house, Market(house: test.house))
        var random = SplitMix64(state: UInt64(seed))
        let now = test.clock.now
        var (referenced, doomed, spared): ([BlobKey], [BlobKey], [BlobKey]) = ([], [], [])
        for number in 0..<40 {
            let key = try house.blobs.put(Array("content \(number) of \(seed)".utf8))
            let minutes = Int64(random.next() % 2880)
            try age(key, house, to: now.advanced(by: .minutes(-minutes)))
            let isReferenced = random.next() % 2 == 0
            let isOld = minutes > 1440
            if isReferenced { referenced.append(key) } else if isOld { doomed.append(key) } else { spared.append(key) }
        }
        try await refer(to: referenced, in: test)
        #expect(try await market.sweepBlobs() == doomed.count)
        #expect(referenced.allSatisfy(house.blobs.contains), "seed \(seed)")
        #expect(spared.allSatisfy(house.blobs.contains), "seed \(seed)")
        #expect(!doomed.contains(where: house.blobs.contains), "seed \(seed)")
        #expect(try await market.sweepBlobs() == 0)
        try await house.database.write { _ = try $0.execute("UPDATE dataset SET state = 'discarded', refusal = NULL") }
        test.clock.advance(by: .days(2))
        #expect(try await market.sweepBlobs() == referenced.count + spared.count)
    }

    @Test func contentStoredAgainDuringASweep_stays() throws {
        let test = try TestHouse(migrations: Market.migrations)
        let blobs = test.house.blobs
        let key = try blobs.put([1, 2, 3])
        let young = test.clock.now.milliseconds
        try age(key, test.house, to: test.clock.now.advanced(by: .minutes(1)))
        #expect(try !blobs.remove(key, storedBefore: young))
        #expect(blobs.contains(key))
        try age(key, test.house, to: test.clock.now.advanced(by: .minutes(-1)))
        #expect(try blobs.remove(key, storedBefore: young))
        #expect(!blobs.contains(key))
        #expect(try !blobs.remove(key, storedBefore: young))
    }

    @Test func brokenUploads_areCleared_andWhatACrashLeftAsideComesBack() async throws {
        let test = try TestHouse(migrations: Market.migrations)
        let blobs = test.house.blobs
        let key = try blobs.put([9])
        let incoming = test.folder + "/blobs/incoming/"
        try FileManager.default.moveItem(atPath: blobs.path(of: key), toPath: incoming + "removed-" + key.hex)
        try Data([1]).write(to: URL(filePath: incoming + "broken"))
        try blobs.clearIncoming(before: .max)
        #expect(blobs.contains(key))
        #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).isEmpty)
    }

    /// A column of content that the sweep does not know would lose its files.
    @Test func everyBlobColumn_isAReference() throws {
        let test = try TestHouse(migrations: Market.migrations)
        var columns: Set<String> = []
        try test.house.database.read { transaction in
            for table in try transaction.schemaObjects() where table.type == "table" {
                for line in table.sql.split(separator: "\n") {
                    let words = line.split(whereSeparator: { " ,(".contains($0) })
                    guard words.count > 1, words[1] == "BLOB", line.contains("= 32)"), !Self.isOther(words[0]) else { continue }
                    columns.insert("\(table.table).\(words[0])")
                }
            }
        }
        #expect(
            columns == [
                "dataset.blob", "item.blob", "delivery.blob", "claim.invoice_blob", "usage_report.evidence",
                "match_run.inputs_blob", "attestation_paper.blob",
            ])
        #expect(Market.blobReferences.count == columns.count, "add the new column to Market.blobReferences")
    }

    /// Thirty-two bytes that are not the name of content.
    private static func isOther(_ column: Substring) -> Bool {
        column.hasSuffix("hash") || column == "seed" || column == "commitment" || column == "public_key"
    }
}
