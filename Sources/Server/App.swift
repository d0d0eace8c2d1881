import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import LabelMarket
import Logging
import NIOCore
import ServiceLifecycle
import Storage

/// Wires the server by hand, in one place.
struct App: Sendable {
    let site: Site

    /// The whole table of routes.
    static func routes(_ site: Site) -> [Route] {
        let groups: [any RouteGroup] = [
            StartRoutes(site: site),
            AccountRoutes(site: site),
            OrganisationRoutes(site: site),
            ProgrammeRoutes(site: site),
            ProgrammeOfficeRoutes(site: site),
            DraftRoutes(site: site),
            VoucherRoutes(site: site),
            VoucherOfficeRoutes(site: site),
            RoundRoutes(site: site),
            RegisterRoutes(site: site),
            RecoveryRoutes(site: site),
            JobRoutes(site: site),
            DatasetRoutes(site: site),
            BidRoutes(site: site),
            ContractRoutes(site: site),
            DeliveryRoutes(site: site),
            DepositRoutes(site: site),
            ComputeRoutes(site: site),
            OperatorRoutes(site: site),
            ReservationRoutes(site: site),
            MatchRoutes(site: site),
            MatchOfficeRoutes(site: site),
            ClaimRoutes(site: site),
            ReportRoutes(site: site),
            AuditRoutes(site: site),
            DeskRoutes(site: site),
            LetterRoutes(site: site),
        ]
        return groups.flatMap(\.routes)
    }

    func router() -> Router<MarketContext> {
        let router = Router(context: MarketContext.self)
        router.add(middleware: Guardian(site: site))
        site.assets.register(on: router)
        router.get("/") { request, _ in
            var headers = HTTPFields()
            headers[.location] = "/" + Language(acceptLanguage: request.headers[.acceptLanguage]).rawValue
            headers[.vary] = "Accept-Language"
            return Response(status: .seeOther, headers: headers)
        }
        for route in Self.routes(site) { route.register(on: router, site: site) }
        return router
    }
}
