package import Annotations
package import Storage

/// What a vendor asks for work that it has not bid on, and how much it can do in a week.
package struct PriceList: Hashable, Sendable {
    package let vendor: ID<Organisation>
    /// Whether the list stands as an offer on jobs that the vendor has not bid on.
    package let stands: Bool
    /// Hours of labeling in a week, everybody together.
    package let hoursPerWeek: Int64
    /// Days from the contract to the first hour of work.
    package let leadDays: Int64
    package let languages: [LabelLanguage]
    package let lines: [Line]
    package let revision: Int
    package let changedAt: Instant

    /// The price of one family of work.
    package struct Line: Hashable, Sendable {
        package let family: TaskFamily
        package let pricePerItem: Money
        package let secondsPerItem: Int64

        package init(family: TaskFamily, pricePerItem: Money, secondsPerItem: Int64) {
            self.family = family
            self.pricePerItem = pricePerItem
            self.secondsPerItem = secondsPerItem
        }
    }

    package func line(_ family: TaskFamily) -> Line? { lines.first { $0.family == family } }

    /// Days that `items` of `line` take from the contract on, with all hands: lead time and work.
    package func days(_ line: Line, items: Int) -> Int64 {
        let minutes = PriceListRules.minutes(line.secondsPerItem, items: items)
        let daily = max(1, hoursPerWeek * 60 / 7)
        return leadDays + max(1, (minutes + daily - 1) / daily)
    }
}

/// A price list as its vendor fills it in.
package struct PriceListEntry: Hashable, Sendable {
    package let stands: Bool
    package let hoursPerWeek: Int64
    package let leadDays: Int64
    package let languages: [LabelLanguage]
    package let lines: [PriceList.Line]

    package init(
        stands: Bool, hoursPerWeek: Int64, leadDays: Int64, languages: [LabelLanguage], lines: [PriceList.Line]
    ) {
        self.stands = stands
        self.hoursPerWeek = hoursPerWeek
        self.leadDays = leadDays
        self.languages = languages
        self.lines = lines
    }
}

package enum PriceListRules {
    /// Minutes of work in `items`, rounded up.
    package static func minutes(_ secondsPerItem: Int64, items: Int) -> Int64 {
        (secondsPerItem * Int64(items) + 59) / 60
    }

    /// What an item of a family takes where the vendor says nothing, in seconds. Not measured: a round figure, only used
    /// to spread a vendor's stated capacity over its bids.
    package static func usualSeconds(_ family: TaskFamily) -> Int64 {
        switch family {
        case .textClassification, .textRating, .imageClassification, .audioClassification, .answerComparison: 20
        case .imageBoxes, .imageKeyPoints, .imageEllipses, .namedEntities, .dialogueTurns, .answerRanking: 60
        case .imagePolygons, .imageText, .imageCaption, .relations, .questionAnswering, .summarisation: 150
        case .imageMasks, .translation, .audioTranscription, .audioSegments, .videoClassification, .timeSeriesSegments: 300
        }
    }

    static func check(_ entry: PriceListEntry) throws(MatchRefusal) {
        guard !entry.languages.isEmpty else { throw .noLanguage }
        guard !entry.stands || !entry.lines.isEmpty else { throw .noPrices }
    }
}

/// Vendors' standing price lists.
package struct PriceLists: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// The vendor's own list; nil before it has one.
    package func own(for actor: Actor) throws -> PriceList? {
        try actor.require(.vendor)
        return try house.database.read { try Self.all(where: "price_list.vendor = \(actor.organisation)", in: $0).first }
    }

    /// Keeps the vendor's list.
    /// - Parameter seen: the revision that the page showed; 0 for none.
    /// - Throws: ``MatchRefusal``; ``CommonRefusal/stale`` when it was changed meanwhile.
    package func keep(_ entry: PriceListEntry, seen: Int, by actor: Actor) async throws {
        try actor.require(.vendor)
        try PriceListRules.check(entry)
        let now = house.world.now()
        try await house.database.write { transaction in
            let vendor = actor.organisation
            let known: Int = try transaction.value("SELECT revision FROM price_list WHERE vendor = \(vendor)") ?? 0
            guard known == seen else { throw CommonRefusal.stale }
            let languages = entry.languages.map(\.rawValue).joined(separator: ",")
            if known == 0 {
                try transaction.execute(
                    """
                    INSERT INTO price_list (vendor, stands, hours_per_week, lead_days, languages, revision, changed_at)
                    VALUES (\(vendor), \(entry.stands), \(entry.hoursPerWeek), \(entry.leadDays), \(languages), 1, \(now))
                    """)
            } else {
                try transaction.execute(
                    """
                    UPDATE price_list SET stands = \(entry.stands), hours_per_week = \(entry.hoursPerWeek),
                        lead_days = \(entry.leadDays), languages = \(languages), revision = revision + 1,
                        changed_at = \(now) WHERE vendor = \(vendor)
                    """)
            }
            try transaction.execute("DELETE FROM price_list_line WHERE vendor = \(vendor)")
            for line in entry.lines {
                try transaction.execute(
                    """
                    INSERT INTO price_list_line (vendor, task_family, price_fen, seconds_per_item)
                    VALUES (\(vendor), \(line.family), \(line.pricePerItem), \(line.secondsPerItem))
                    """)
            }
            try Audit.record(
                "keep price list", on: BusinessReference("organisation", vendor), by: actor, at: now, in: transaction)
        }
    }

    /// The lists that `condition` selects, by vendor, in two queries.
    static func all(where condition: SQL, in transaction: ReadTransaction) throws -> [PriceList] {
        var lines: [ID<Organisation>: [PriceList.Line]] = [:]
        try transaction.each(
            """
            SELECT price_list_line.vendor, task_family, price_fen, seconds_per_item
            FROM price_list_line JOIN price_list ON price_list.vendor = price_list_line.vendor
            WHERE \(condition) ORDER BY price_list_line.vendor, task_family
            """
        ) { row in
            lines[try row.at(0), default: []].append(
                PriceList.Line(family: try row.at(1), pricePerItem: try row.at(2), secondsPerItem: try row.at(3)))
        }
        return try transaction.all(
            """
            SELECT vendor, stands, hours_per_week, lead_days, languages, revision, changed_at FROM price_list
            WHERE \(condition) ORDER BY vendor
            """
        ) { row in
            let vendor: ID<Organisation> = try row.at(0)
            return PriceList(
                vendor: vendor, stands: try row.at(1), hoursPerWeek: try row.at(2), leadDays: try row.at(3),
                languages: codes(try row.at(4)).compactMap(LabelLanguage.init), lines: lines[vendor] ?? [],
                revision: try row.at(5), changedAt: try row.at(6))
        }
    }
}
