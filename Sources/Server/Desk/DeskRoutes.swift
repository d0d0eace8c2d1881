import LabelMarket

/// The desk: what waits, and what happened.
struct DeskRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/desk", .signedIn) { visit in deskPage(visit, try site.market.reports.desk(for: visit.actor)) },
            .post("/desk/read", .signedIn) { visit in
                _ = try await visit.postedForm()
                try await site.market.reports.readNotices(by: visit.actor)
                return visit.redirect("/desk")
            },
        ]
    }
}
