import LabelMarket

/// Programmes for everyone.
struct ProgrammeRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .kept("/programmes", .anyone) { visit in
                let filter = ProgrammeFilter(visit.query)
                return programmesPage(
                    visit, try site.market.programmes.list(region: filter.region, kind: filter.kind), filter: filter)
            },
            .kept("/programmes/{key}", .anyone) { visit in
                programmePage(
                    visit, try site.market.programmes.page(of: try visit.programmeKey, for: visit.signedIn?.actor))
            },
            .kept("/programmes/{key}/versions/{version}", .anyone) { visit in
                guard let version = Int(try visit.parameter("version")) else { throw CommonRefusal.notFound }
                return programmePage(
                    visit,
                    try site.market.programmes.page(
                        of: try visit.programmeKey, version: version, for: visit.signedIn?.actor))
            },
            .kept("/programmes/{key}/notice", .anyone) { visit in
                let key = try visit.programmeKey
                return publicNoticePage(
                    visit, try site.market.programmes.page(of: key, for: visit.signedIn?.actor),
                    try site.market.vouchers.onNotice(key))
            },
            .kept("/programmes/{key}/take-up", .anyone) { visit in
                takeUpPage(
                    visit, try site.market.programmes.page(of: try visit.programmeKey, for: visit.signedIn?.actor))
            },
        ]
    }
}

extension Visit {
    /// The programme named in the path.
    /// - Throws: ``CommonRefusal/notFound`` when no programme can have such a key.
    var programmeKey: ProgrammeKey {
        get throws {
            guard let key = ProgrammeKey(try parameter("key")) else { throw CommonRefusal.notFound }
            return key
        }
    }
}
