import LabelMarket

/// The start page and the few pages that belong to no slice.
struct StartRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .kept("/", .anyone) { visit in startPage(visit) },
            .kept("/help", .anyone) { visit in helpPage(visit) },
            .kept("/privacy", .anyone) { visit in privacyPage(visit) },
            .kept("/accessibility", .anyone) { visit in accessibilityPage(visit) },
        ]
    }
}
