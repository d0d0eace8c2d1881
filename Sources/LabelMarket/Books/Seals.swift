internal import Storage

/// Sealing of ended days: what the market does by itself each night.
package struct Seals: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// Days that are sealed in one transaction.
    private static let batch = 31

    /// Seals every ended day of every book that has no seal yet, from the day on which the book was opened; also those
    /// that passed while no server ran.
    /// - Returns: how many days were sealed.
    /// - Complexity: O(transfers of those days), off the writer.
    @discardableResult
    package func sealEndedDays() async throws -> Int {
        guard let key = SealingKey(seed: house.keys.sealingSeed) else { throw SecretUnreadable(place: "sealing") }
        var sealed = 0
        for book in try house.database.read({ try Self.unsealed(at: house.world.now(), in: $0) }) {
            var day = book.next
            while Checkpoints.isOver(day, at: house.world.now()) {
                let (first, now) = (day, house.world.now())
                let made = try await house.database.readAside { transaction in
                    try (0..<Int64(Self.batch)).map { first.advanced(byDays: $0) }.filter { Checkpoints.isOver($0, at: now) }
                        .map { try Checkpoints.make($0, of: book.id, with: key, at: now, in: transaction) }
                }
                try await house.database.write { transaction in
                    for checkpoint in made { try Checkpoints.keep(checkpoint, in: transaction) }
                }
                sealed += made.count
                day = day.advanced(byDays: Int64(made.count))
            }
        }
        return sealed
    }

    private struct Unsealed: Sendable {
        let id: ID<Book>
        /// The first day without a seal.
        let next: CivilDate
    }

    /// The books of which a day is over and not sealed.
    private static func unsealed(at now: Instant, in transaction: ReadTransaction) throws -> [Unsealed] {
        try transaction.all(
            """
            SELECT id, opened_at, (SELECT MAX(day) FROM checkpoint WHERE book = book.id) FROM book ORDER BY opened_at, id
            """
        ) { row in
            let newest: CivilDate? = try row.at(2)
            let opened: Instant = try row.at(1)
            return Unsealed(id: try row.at(0), next: newest?.advanced(byDays: 1) ?? opened.shanghaiDate)
        }.filter { Checkpoints.isOver($0.next, at: now) }
    }
}
