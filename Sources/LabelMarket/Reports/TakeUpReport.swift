package import Storage

/// How much of a programme's pots was granted, held, redeemed, settled, expired and clawed back at one moment. The same
/// programme at the same moment gives the same report for ever: it is added up from transfers, which never change.
package struct TakeUpReport: Sendable {
    package let programme: ProgrammeKey
    package let name: Bilingual
    package let asOf: Instant
    package let pots: [Line]

    package struct Line: Sendable {
        package let year: Int
        package let takeUp: TakeUp
        /// Number and hash of the book's newest transfer at that moment: what an auditor's copy is checked against.
        package let chainSequence: Int64
        package let chainHead: [UInt8]
    }
}

/// Reports read everything and write nothing.
package struct Reports: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// - Parameter moment: the past moment to look at; now when nil. The future is not known: it becomes now.
    /// - Throws: ``CommonRefusal/notFound`` for a programme that was never in force.
    package func takeUp(of programme: ProgrammeKey, at moment: Instant? = nil) throws -> TakeUpReport {
        let now = house.world.now()
        return try house.database.read { transaction in
            try Self.takeUp(of: programme, at: min(moment ?? now, now), in: transaction)
        }
    }

    package static func takeUp(
        of programme: ProgrammeKey, at moment: Instant, in transaction: ReadTransaction
    ) throws -> TakeUpReport {
        let name = try transaction.first(
            """
            SELECT name_zh, name_en FROM programme_version
            WHERE programme = \(programme) AND state <> 'draft' ORDER BY version DESC LIMIT 1
            """
        ) { row in Bilingual(zh: try row.at(0), en: try row.at(1)) }
        guard let name else { throw CommonRefusal.notFound }
        let books = try transaction.all(
            "SELECT year, book FROM pot WHERE programme = \(programme) ORDER BY year"
        ) { row in (year: try row.at(0, as: Int.self), book: try row.at(1, as: ID<Book>.self)) }
        return TakeUpReport(
            programme: programme, name: name, asOf: moment,
            pots: try books.map { year, book in
                let head = try transaction.first(
                    """
                    SELECT sequence, hash FROM transfer WHERE book = \(book) AND at <= \(moment)
                    ORDER BY sequence DESC LIMIT 1
                    """
                ) { row in (try row.at(0, as: Int64.self), try row.at(1, as: [UInt8].self)) }
                return TakeUpReport.Line(
                    year: year, takeUp: try TakeUp.of(book, at: moment, in: transaction), chainSequence: head?.0 ?? 0,
                    chainHead: head?.1 ?? [UInt8](repeating: 0, count: 32))
            })
    }
}

extension TakeUpReport.Line {
    /// The figures by the names that XML, CSV and JSON carry; late interest and write-offs only where there are any.
    package var figures: [(name: String, amount: Money)] {
        let rare = [("lateInterest", takeUp.interest), ("writtenOff", takeUp.writtenOff)].filter { $0.1.fen > 0 }
        return [
            ("appropriated", takeUp.appropriated), ("granted", takeUp.granted), ("held", takeUp.held),
            ("redeemed", takeUp.redeemed), ("settled", takeUp.settled), ("expired", takeUp.expired),
            ("clawedBack", takeUp.clawedBack), ("owed", takeUp.owed),
            ("available", takeUp.available),
        ] + rare
    }
}
