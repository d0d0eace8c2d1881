import HTTPTypes
import Hummingbird
import LabelMarket

/// Jobs from first draft to withdrawal, and the public list.
struct JobRoutes: RouteGroup {
    let site: Site
    private let cache = PageCache()

    init(site: Site) { self.site = site }

    private var jobs: Jobs { site.market.jobs }

    var routes: [Route] { publicRoutes + ownRoutes + editRoutes }

    private var publicRoutes: [Route] {
        [
            .kept("/jobs", .anyone) { visit in
                try cache.page(visit, for: visit.roleOfViewer) {
                    let query = JobQuery(visit.query)
                    return jobListPage(visit, query, try jobs.list(query.filter))
                }
            },
            .kept("/jobs/{job}", .anyone) { visit in
                try cache.page(visit, for: visit.seatOfViewer) {
                    jobPage(visit, try jobs.page(of: try visit.id("job"), for: visit.signedIn?.actor))
                }
            },
            .kept("/jobs/{job}/items/{number}", .anyone) { visit in
                let item = try jobs.item(try number(visit), of: try visit.id("job"), for: visit.signedIn?.actor)
                return jobItemPage(visit, item)
            },
        ]
    }

    private var ownRoutes: [Route] {
        [
            .kept("/jobs/own", .role(.buyer)) { visit in
                ownJobsPage(visit, try jobs.own(for: try visit.actor, after: ID(text: visit.query.raw("after"))))
            },
            .get("/jobs/new", .role(.buyer)) { visit in newJobPage(visit, FormMarkup(t: visit.t)) },
            .post("/jobs/new", .role(.buyer)) { visit in
                try await visit.submit(
                    read: { JobForms.title(&$0) },
                    perform: { title, fields in
                        let job = try await jobs.begin(title: title, by: try visit.actor, key: try fields.formKey)
                        return "/jobs/\(job)/edit"
                    },
                    render: { newJobPage(visit, $0) })
            },
            .get("/jobs/{job}/published", .role(.buyer)) { visit in
                jobPublishedPage(visit, try jobs.page(of: try visit.id("job"), for: try visit.actor))
            },
            .get("/jobs/{job}/withdraw", .role(.buyer)) { visit in
                let job: ID<Job> = try visit.id("job")
                _ = try jobs.desk(job, for: try visit.actor)
                return withdrawJobPage(visit, try jobs.page(of: job, for: try visit.actor))
            },
            .post("/jobs/{job}/withdraw", .role(.buyer)) { visit in
                let job: ID<Job> = try visit.id("job")
                _ = try await visit.postedForm()
                try await jobs.withdraw(job, by: try visit.actor)
                return visit.redirect("/jobs/\(job)")
            },
            .post("/jobs/{job}/discard", .role(.buyer)) { visit in
                _ = try await visit.postedForm()
                try await jobs.discard(try visit.id("job"), by: try visit.actor)
                return visit.redirect("/jobs/own")
            },
        ]
    }

    private var editRoutes: [Route] {
        [
            .get("/jobs/{job}/edit", .role(.buyer)) { visit in
                jobTasksPage(visit, try jobs.desk(try visit.id("job"), for: try visit.actor))
            },
            .get("/jobs/{job}/edit/{part}", .role(.buyer)) { visit in
                try partPage(visit, FormMarkup(t: visit.t))
            },
            .post("/jobs/{job}/edit/{part}", .role(.buyer)) { visit in
                let (job, part): (ID<Job>, JobPart) = (try visit.id("job"), try part(visit))
                return try await visit.submit(
                    read: { JobForms.read(part, &$0, now: visit.now) },
                    perform: { change, fields in
                        try await jobs.change(job, change, seen: Int(fields.raw("version")) ?? 0, by: try visit.actor)
                        let desk = try jobs.desk(job, for: try visit.actor)
                        return desk.draft.state == .draft && desk.draft.missingParts.isEmpty
                            ? "/jobs/\(job)/check" : "/jobs/\(job)/edit"
                    },
                    render: { try partPage(visit, $0) })
            },
            .get("/jobs/{job}/check", .role(.buyer)) { visit in
                jobCheckPage(visit, try jobs.desk(try visit.id("job"), for: try visit.actor))
            },
            .post("/jobs/{job}/publish", .role(.buyer)) { visit in
                let job: ID<Job> = try visit.id("job")
                _ = try await visit.postedForm()
                try await jobs.publish(job, by: try visit.actor)
                return visit.redirect("/jobs/\(job)/published")
            },
        ]
    }

    private func partPage(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        let part = try part(visit)
        let actor = try visit.actor
        let desk = try jobs.desk(try visit.id("job"), for: actor)
        return jobPartPage(visit, part, desk, part == .dataset ? try jobs.usableDatasets(for: actor) : [], form)
    }

    private func part(_ visit: Visit) throws -> JobPart {
        guard let part = JobPart(rawValue: try visit.parameter("part")) else { throw CommonRefusal.notFound }
        return part
    }
}

/// The item's number in the path.
func number(_ visit: Visit) throws -> Int {
    guard let number = Int(try visit.parameter("number")), number >= 1 else { throw CommonRefusal.notFound }
    return number
}
