import Annotations
import LabelMarket

/// The filter as it stands in the address.
struct JobQuery {
    let filter: JobFilter
    /// What was typed, so that the form shows it again.
    let fields: FormFields

    init(_ fields: FormFields) {
        self.fields = fields
        var filter = JobFilter()
        filter.words = String(fields.trimmed("q").prefix(100))
        filter.family = TaskFamily(rawValue: fields.raw("family"))
        filter.language = LabelLanguage(rawValue: fields.raw("language"))
        filter.region = Region(code: fields.raw("region"))?.code
        filter.budget = BudgetBand(rawValue: fields.raw("budget"))
        filter.closesWithinDays = ["3", "7", "14"].contains(fields.raw("closing")) ? Int(fields.raw("closing")) : nil
        filter.order = JobFilter.Order(rawValue: fields.raw("order")) ?? .newest
        let place = fields.raw("after").split(separator: ".")
        if place.count == 2, let moment = Int64(place[0]), let job = ID<Job>(text: place[1]) {
            filter.after = JobPlace(moment: Instant(milliseconds: moment), job: job)
        }
        self.filter = filter
    }

    /// The address of the same list from `place` on.
    func address(after place: JobPlace?) -> String {
        var pairs: [String] = []
        for name in ["q", "family", "language", "region", "budget", "closing", "order"] where !fields.raw(name).isEmpty {
            pairs.append(name + "=" + encodeURL(fields.raw(name)))
        }
        if let place { pairs.append("after=\(place.moment.milliseconds).\(place.job)") }
        return pairs.isEmpty ? "/jobs" : "/jobs?" + pairs.joined(separator: "&")
    }
}

func jobListPage(_ visit: Visit, _ query: JobQuery, _ page: JobListPage) -> Page {
    let t = visit.t
    let title = t("Labeling jobs") + (query.filter.order == .closing ? t.bracketed(t("Closing first")) : "")
    return Page(title) {
        """
        <h1>\(title)</h1>
        \(if: visit.signedIn?.actor.role == .buyer, "<p><a class=\"button\" href=\"\(visit.path("/jobs/new"))\">\(t("Post a job"))</a> \(visit.link("/jobs/own", t("My jobs")))</p>")
        \(filterForm(visit, query))
        <p>\(countWords(t, page))</p>
        """
        if page.lines.isEmpty {
            emptyList(visit, query)
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Jobs that take bids"))">
            <table><caption>\(t("Jobs that take bids"))</caption><thead><tr><th scope="col">\(t("Job"))</th>\
            <th scope="col">\(t("Kind of work"))</th><th scope="col" class="num">\(t("Items"))</th>\
            <th scope="col" class="num">\(t("Budget"))</th><th scope="col">\(t("Bidding closes"))</th></tr></thead>
            <tbody>\(each: page.lines, { line in jobRow(visit, line) })</tbody></table></div>
            \(pager(visit, query, page))
            """
        }
    }
}

private func jobRow(_ visit: Visit, _ line: JobLine) -> HTML {
    let t = visit.t
    return """
        <tr><th scope="row">\(visit.link("/jobs/\(line.id)", line.title))<br><small>\(t(line.buyerName))</small></th>\
        <td>\(t.family(line.taskFamily))<br><small>\(t.labelLanguages(line.languages))</small></td>\
        <td class="num">\(t.count(line.itemCount))</td><td class="num">\(t.money(line.budget))</td>\
        <td>\(t.timeElement(line.closesAt))</td></tr>
        """
}

private func countWords(_ t: Texts, _ page: JobListPage) -> String {
    if page.isCountCut { return t("More than {count} jobs", ["count": t.count(page.countLimit)]) }
    return page.count == 1 ? t("1 job") : t("{count} jobs", ["count": t.count(page.count)])
}

private func emptyList(_ visit: Visit, _ query: JobQuery) -> HTML {
    let t = visit.t
    if query.filter.isNarrowed {
        return "<p>\(t("No open job matches. Try fewer words or filters.")) \(visit.link("/jobs", t("Show all jobs")))</p>"
    }
    if query.filter.after != nil { return "<p>\(visit.link("/jobs", t("First page")))</p>" }
    return "<p>\(t("No job takes bids at the moment. Buyers post new ones every week; come back soon."))</p>"
}

private func pager(_ visit: Visit, _ query: JobQuery, _ page: JobListPage) -> HTML {
    let t = visit.t
    if query.filter.after == nil, page.next == nil { return .empty }
    return """
        <nav aria-label="\(t("Pages"))"><ul class="pages">\
        \(if: query.filter.after != nil, "<li>\(visit.link(query.address(after: nil), t("First page")))</li>")\
        \(page.next.map { "<li>\(visit.link(query.address(after: $0), t("Next page")))</li>" as HTML })</ul></nav>
        """
}

private func filterForm(_ visit: Visit, _ query: JobQuery) -> HTML {
    let t = visit.t
    let form = FormMarkup(t: t, fields: query.fields)
    let any = [("", t("All"))]
    return """
        <form class="filters" method="get" action="\(visit.path("/jobs"))">
        \(form.text("q", t("Words"), type: "search"))
        \(form.select("family", t("Kind of work"), options: any + TaskFamily.allCases.map { ($0.rawValue, t.family($0)) }))
        \(form.select("language", t("Language"), options: any + LabelLanguage.allCases.map { ($0.rawValue, t.labelLanguage($0)) }))
        \(form.select("region", t("May be done in"), options: any + provinces(t)))
        \(form.select("budget", t("Budget"), options: any + BudgetBand.allCases.map { ($0.rawValue, t.budgetBand($0)) }))
        \(form.select("closing", t("Closing within"), options: any + ["3", "7", "14"].map { ($0, t("{count} days", ["count": $0])) }))
        \(form.select("order", t("Order"), options: [("newest", t("Newest first")), ("closing", t("Closing first"))]))
        <p><button>\(t("Search"))</button></p></form>
        """
}

func provinces(_ t: Texts) -> [(String, String)] {
    Region.all.filter(\.isProvince).map { ($0.code, t($0.name)) }
}

/// The buyer's own jobs, drafts included.
func ownJobsPage(_ visit: Visit, _ jobs: (rows: [OwnJobLine], hasMore: Bool)) -> Page {
    let t = visit.t
    return Page(t("My jobs")) {
        """
        <h1>\(t("My jobs"))</h1>
        <p><a class="button" href="\(visit.path("/jobs/new"))">\(t("Post a job"))</a> \(visit.link("/datasets", t("Datasets")))</p>
        """
        if jobs.rows.isEmpty {
            "<p>\(t("You have not begun a job yet. Have your data ready as a file; posting takes about fifteen minutes."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("My jobs"))">
            <table><caption>\(t("Newest first"))</caption><thead><tr><th scope="col">\(t("Job"))</th>\
            <th scope="col">\(t("State"))</th><th scope="col" class="num">\(t("Budget"))</th>\
            <th scope="col">\(t("Bidding closes"))</th></tr></thead><tbody>
            \(each: jobs.rows, { line in ownRow(visit, line) })</tbody></table></div>
            \(if: jobs.hasMore, "<p>\(visit.link("/jobs/own?after=\(jobs.rows.last?.id.description ?? "")", t("Next page")))</p>")
            """
        }
    }
}

private func ownRow(_ visit: Visit, _ line: OwnJobLine) -> HTML {
    let t = visit.t
    let isOver = line.state == .open && (line.closesAt.map { visit.now >= $0 } ?? false)
    return """
        <tr><th scope="row">\(visit.link(line.state == .draft ? "/jobs/\(line.id)/edit" : "/jobs/\(line.id)", line.title))</th>\
        <td><span class="tag\(if: line.state == .open && !isOver, " open")">\(isOver ? t("Bidding over") : t.jobState(line.state))</span></td>\
        <td class="num">\(line.budget.map { t.money($0) } ?? "")</td>\
        <td>\(line.closesAt.map { t.timeElement($0) })</td></tr>
        """
}
