import LabelMarket

/// The start page and the few pages that belong to no slice.
struct StartRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/", .anyone) { visit in startPage(visit) },
            .get("/help", .anyone) { visit in helpPage(visit) },
            .get("/privacy", .anyone) { visit in privacyPage(visit) },
            .get("/accessibility", .anyone) { visit in accessibilityPage(visit) },
        ]
    }
}
