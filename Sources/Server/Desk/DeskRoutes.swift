import LabelMarket

/// The desk: what waits, and what happened.
struct DeskRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .kept("/desk", .signedIn) { visit in deskPage(visit, try site.market.reports.desk(for: visit.actor)) },
        ]
    }
}
