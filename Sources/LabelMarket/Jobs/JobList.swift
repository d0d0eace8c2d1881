package import Annotations
package import Storage

/// What the public list is asked for.
package struct JobFilter: Sendable, Hashable {
    package enum Order: String, CaseIterable, Sendable, Hashable { case newest, closing }

    package var words = ""
    package var family: TaskFamily?
    package var language: LabelLanguage?
    /// A province's code: jobs that may be done there.
    package var region: String?
    package var budget: BudgetBand?
    /// Bidding ends within so many days.
    package var closesWithinDays: Int?
    package var order = Order.newest
    /// The last job of the page before.
    package var after: JobPlace?

    package init() {}

    /// Whether anything narrows the list.
    package var isNarrowed: Bool {
        !words.isEmpty || family != nil || language != nil || region != nil || budget != nil || closesWithinDays != nil
    }

    var terms: [String] {
        var terms = JobTerms.query(words)
        if let family { terms.append(JobFilterTerm.family(family)) }
        if let language { terms.append(JobFilterTerm.language(language)) }
        if let budget { terms.append(JobFilterTerm.budget(budget)) }
        return terms
    }
}

/// Where in the list a job stands: its moment in the list's order, then its id.
package struct JobPlace: Sendable, Hashable {
    package let moment: Instant
    package let job: ID<Job>

    package init(moment: Instant, job: ID<Job>) {
        self.moment = moment
        self.job = job
    }
}

/// A line of the list.
package struct JobLine: Sendable {
    package let id: ID<Job>
    package let title: String
    package let buyerName: Bilingual
    package let taskFamily: TaskFamily
    package let languages: [LabelLanguage]
    package let itemCount: Int
    package let budget: Money
    package let closesAt: Instant
    package let publishedAt: Instant
}

package struct JobListPage: Sendable {
    package let lines: [JobLine]
    package let next: JobPlace?
    /// Jobs that match, up to one more than `countLimit`.
    package let count: Int
    /// Beyond this many matches the list says "more than".
    package let countLimit: Int
    package var isCountCut: Bool { count > countLimit }
}

/// The public list of jobs that take bids: one indexed query for a page, one for the count.
package enum JobList {
    package static let pageSize = 20
    /// How far matches are counted. Of several terms each match is paid for with the rows that only the first one has.
    private static func countLimit(_ terms: [String]) -> Int { terms.count > 1 ? 200 : 1000 }
    /// How many rows of a term are looked at to find the rarest.
    private static let probe = 200

    package static func page(
        _ filter: JobFilter, at now: Instant, in transaction: ReadTransaction
    ) throws -> JobListPage {
        let terms = try rarestFirst(filter.terms, in: transaction)
        let rows = try transaction.all(query(filter, terms: terms, at: now)) { try JobLine($0) }
        let count: Int = try transaction.value(countQuery(filter, terms: terms, at: now)) ?? 0
        let lines = Array(rows.prefix(pageSize))
        let next = rows.count > pageSize ? lines.last.map { place($0, filter.order) } : nil
        return JobListPage(lines: lines, next: next, count: count, countLimit: countLimit(terms))
    }

    private static func place(_ line: JobLine, _ order: JobFilter.Order) -> JobPlace {
        JobPlace(moment: order == .newest ? line.publishedAt : line.closesAt, job: line.id)
    }

    /// The rarest term leads the query, so that the others are only looked up for what it finds.
    private static func rarestFirst(_ terms: [String], in transaction: ReadTransaction) throws -> [String] {
        guard terms.count > 1 else { return terms }
        var counted: [(term: String, count: Int)] = []
        for term in terms {
            let count: Int? = try transaction.value(
                "SELECT COUNT(*) FROM (SELECT 1 FROM job_term WHERE term = \(term) LIMIT \(probe)) AS some")
            counted.append((term, count ?? 0))
        }
        return counted.sorted { $0.count < $1.count }.map(\.term)
    }

    package static func query(_ filter: JobFilter, terms: [String], at now: Instant) -> SQL {
        let columns: SQL = """
            job.id, job.title, organisation.name_zh, organisation.name_en, job.task_family, job.language, job.item_count,
            job.budget_fen, job.closes_at, job.published_at
            """
        let order: SQL
        switch (filter.order, terms.isEmpty) {
        case (.newest, true): order = "job.published_at DESC, job.id DESC"
        case (.newest, false): order = "lead.published_at DESC, lead.job DESC"
        case (.closing, true): order = "job.closes_at, job.id"
        case (.closing, false): order = "lead.closes_at, lead.job"
        }
        return """
            SELECT \(columns) FROM \(source(terms)) CROSS JOIN organisation
            WHERE organisation.id = job.buyer AND \(matches(filter, terms, now))\(after(filter, terms)) \
            ORDER BY \(order) LIMIT \(pageSize + 1)
            """
    }

    package static func countQuery(_ filter: JobFilter, terms: [String], at now: Instant) -> SQL {
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM \(source(terms)) WHERE \(matches(filter, terms, now)) \
        LIMIT \(countLimit(terms) + 1)) AS some
        """
    }

    private static func source(_ terms: [String]) -> SQL {
        terms.isEmpty ? "job" : "job_term AS lead CROSS JOIN job"
    }

    private static func matches(_ filter: JobFilter, _ terms: [String], _ now: Instant) -> SQL {
        var conditions: [SQL] = []
        if let lead = terms.first {
            conditions.append("lead.term = \(lead) AND job.id = lead.job")
            for term in terms.dropFirst() {
                conditions.append("EXISTS (SELECT 1 FROM job_term AS other WHERE other.job = lead.job AND other.term = \(term))")
            }
        } else {
            conditions.append("job.state = 'open'")
        }
        // The plus keeps the planner from looking rows up by closing time and sorting them all by another.
        let closesAt: SQL
        switch (filter.order, terms.isEmpty) {
        case (.newest, true): closesAt = "+job.closes_at"
        case (.newest, false): closesAt = "+lead.closes_at"
        case (.closing, true): closesAt = "job.closes_at"
        case (.closing, false): closesAt = "lead.closes_at"
        }
        conditions.append("\(closesAt) > \(now)")
        if let days = filter.closesWithinDays {
            conditions.append("\(closesAt) <= \(now.advanced(by: .days(Int64(days))))")
        }
        if let region = filter.region {
            conditions.append("(job.regions = '' OR job.regions LIKE \("%" + region + "%"))")
        }
        return SQL.joined(conditions, separator: " AND ")
    }

    private static func after(_ filter: JobFilter, _ terms: [String]) -> SQL {
        guard let place = filter.after else { return "" }
        switch (filter.order, terms.isEmpty) {
        case (.newest, true): return " AND (job.published_at, job.id) < (\(place.moment), \(place.job))"
        case (.newest, false): return " AND (lead.published_at, lead.job) < (\(place.moment), \(place.job))"
        case (.closing, true): return " AND (job.closes_at, job.id) > (\(place.moment), \(place.job))"
        case (.closing, false): return " AND (lead.closes_at, lead.job) > (\(place.moment), \(place.job))"
        }
    }
}

extension JobLine {
    init(_ row: borrowing Row) throws {
        id = try row.at(0)
        title = try row.at(1)
        let name: String = try row.at(2)
        buyerName = Bilingual(zh: name, en: try row.at(3, as: String?.self) ?? name)
        taskFamily = try row.at(4)
        languages = codes(try row.at(5)).compactMap(LabelLanguage.init)
        itemCount = try row.at(6)
        budget = try row.at(7)
        closesAt = try row.at(8)
        publishedAt = try row.at(9)
    }
}
