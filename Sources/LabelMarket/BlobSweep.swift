package import Storage

/// Removing content of discarded and replaced uploads.
extension Market {
    /// Every column that refers to stored content, a query each. What is not named here is taken for unreferenced, so a
    /// test compares the list with the schema.
    package static let blobReferences: [SQL] = [
        "SELECT blob FROM dataset WHERE state <> 'discarded'",
        "SELECT blob FROM item WHERE blob IS NOT NULL",
        "SELECT blob FROM delivery WHERE blob IS NOT NULL",
        "SELECT invoice_blob FROM claim",
        "SELECT evidence FROM usage_report WHERE evidence IS NOT NULL",
        "SELECT inputs_blob FROM match_run WHERE inputs_blob IS NOT NULL",
        "SELECT blob FROM attestation_paper",
    ]

    /// How long content lies unreferenced before it is removed: longer than any upload takes to become a row.
    package static let blobGrace = Instant.Span.days(1)

    private static let blobBatch = 50_000

    /// Removes content that nothing has referred to for longer than ``blobGrace``, and what broken uploads left.
    /// - Returns: how many blobs were removed.
    /// - Complexity: O(blobs + references), with at most 50,000 keys in memory; off the writer.
    @discardableResult
    package func sweepBlobs() async throws -> Int {
        let cutoff = Instant(milliseconds: house.world.now().milliseconds - Self.blobGrace.milliseconds)
        try house.blobs.clearIncoming(before: cutoff.milliseconds)
        var (removed, last): (Int, BlobKey?) = (0, nil)
        repeat {
            var found: Set<BlobKey> = []
            last = try house.blobs.storedBefore(milliseconds: cutoff.milliseconds, after: last, limit: Self.blobBatch) {
                found.insert($0)
            }
            let candidates = found
            if candidates.isEmpty { continue }
            let unreferenced = try await house.database.readAside { transaction in
                var left = candidates
                for query in Self.blobReferences { try transaction.each(query) { left.remove(try $0.at(0)) } }
                return left
            }
            for key in unreferenced where try house.blobs.remove(key, storedBefore: cutoff.milliseconds) { removed += 1 }
        } while last != nil
        return removed
    }
}
