import Hummingbird
import LabelMarket

/// Windows and sites for everyone, and reserving for buyers.
struct ComputeRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .kept("/compute", .anyone) { visit in
                let query = WindowQuery(visit.query)
                return windowListPage(
                    visit, query, try site.market.windows.search(query.filter, for: visit.signedIn?.actor))
            },
            .kept("/compute/windows/{window}", .anyone) { visit in
                windowPage(visit, try site.market.windows.page(try visit.id("window"), for: visit.signedIn?.actor))
            },
            .kept("/compute/sites", .anyone) { visit in sitesPage(visit, try site.market.sites.all()) },
            .kept("/compute/sites/{site}", .anyone) { visit in
                sitePage(visit, try site.market.sites.page(try visit.id("site"), for: visit.signedIn?.actor))
            },
            .getFile("/compute/papers/{paper}", .role(.operator, .officer, .auditor)) { visit in
                let (blob, name) = try site.market.sites.paper(try visit.id("paper"), for: visit.actor)
                return try visit.attachment(blob, name: name)
            },
            .get("/compute/windows/{window}/reserve", .role(.buyer)) { visit in try asked(visit) },
            .post("/compute/windows/{window}/reserve", .role(.buyer)) { visit in try await reserve(visit) },
        ]
    }

    /// The form; with a booking in the address also its price.
    private func asked(_ visit: Visit) throws -> Page {
        let window: ID<ComputeWindow> = try visit.id("window")
        let fields = visit.query
        guard !fields.raw("cards").isEmpty else { return try page(visit, window, nil, FormMarkup(t: visit.t)) }
        var reader = FormReader(fields, visit.t)
        var check: BookingCheck?
        if let booking = ComputeForms.booking(window, &reader), reader.errors.isEmpty {
            do {
                check = try site.market.reservations.check(booking, for: visit.actor)
            } catch let refusal as any ExplainedRefusal {
                guard let field = refusal.field else { throw refusal }
                reader.fail(field, refusal.words(visit.t))
            }
        }
        return try page(visit, window, check, FormMarkup(t: visit.t, fields: fields, errors: reader.errors))
    }

    private func page(
        _ visit: Visit, _ window: ID<ComputeWindow>, _ check: BookingCheck?, _ form: FormMarkup
    ) throws -> Page {
        let view = try site.market.windows.page(window, for: visit.actor)
        guard view.offer.window.state == .open else { throw ReservationRefusal.windowClosed }
        return reservePage(visit, view, check, jobs: try site.market.jobs.own(for: visit.actor).rows, form)
    }

    private func reserve(_ visit: Visit) async throws -> Response {
        let window: ID<ComputeWindow> = try visit.id("window")
        return try await visit.submit(
            read: { form in ComputeForms.booking(window, &form) },
            perform: { booking, fields in
                let id = try await site.market.reservations.reserve(
                    booking, shown: VoucherShare.parse(fields.raw("shares")) ?? [], by: visit.actor, key: fields.formKey)
                return "/reservations/\(id)"
            },
            render: { form in try page(visit, window, nil, form) })
    }
}
