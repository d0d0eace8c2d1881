import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// Reports as files, for anyone: the same figures as on the take-up page.
struct ReportRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .getFile("/programmes/{key}/take-up/xml", .anyone) { visit in
                let report = try report(visit)
                return file(try report.xml(), "application/xml; charset=utf-8", "\(report.programme)-take-up.xml")
            },
            .getFile("/programmes/{key}/take-up/csv", .anyone) { visit in
                let report = try report(visit)
                return file(report.csv(), "text/csv; charset=utf-8", "\(report.programme)-take-up.csv")
            },
            .getFile("/programmes/{key}/take-up/json", .anyone) { visit in
                let report = try report(visit)
                return file(report.json(), "application/json", "\(report.programme)-take-up.json")
            },
        ]
    }

    /// `?on=2026-11-23` asks for the end of that day in Shanghai.
    private func report(_ visit: Visit) throws -> TakeUpReport {
        guard let key = ProgrammeKey(try visit.parameter("key")) else { throw CommonRefusal.notFound }
        let day = CivilDate(text: visit.query.raw("on"))
        return try site.market.reports.takeUp(of: key, at: day.map(Instant.endOfDay(shanghai:)))
    }

    private func file(_ bytes: [UInt8], _ type: String, _ name: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
