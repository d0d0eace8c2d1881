import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// What an auditor reads: books, transfers, who did what, and the proof that it all adds up.
struct AuditRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/audit/books", .role(.auditor, .administrator)) { visit in
                booksPage(visit, try site.market.reports.books(for: visit.actor))
            },
            .get("/audit/books/{book}", .role(.auditor, .administrator)) { visit in
                let page = try site.market.reports.book(
                    try visit.id("book"), before: Int64(visit.query.raw("before")), for: visit.actor)
                return bookPage(visit, page)
            },
            .getFile("/audit/books/{book}/journal", .role(.auditor, .administrator)) { visit in
                let book: ID<Book> = try visit.id("book")
                let text = try await site.market.reports.journal(of: book, for: visit.actor)
                var headers = HTTPFields()
                headers[.contentType] = "text/plain; charset=utf-8"
                headers[.contentDisposition] = "attachment; filename=\"book-\(book).beancount\""
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
            },
            .get("/audit/books/{book}/checkpoints", .role(.auditor, .administrator)) { visit in
                let page = try site.market.reports.checkpoints(
                    of: try visit.id("book"), before: CivilDate(text: visit.query.raw("before")), for: visit.actor)
                return checkpointsPage(visit, page)
            },
            .getFile("/audit/checkpoints/xml", .role(.auditor, .administrator)) { visit in
                let bytes = try await site.market.reports.checkpointFile(for: visit.actor)
                var headers = HTTPFields()
                headers[.contentType] = "application/xml; charset=utf-8"
                headers[.contentDisposition] = "attachment; filename=\"checkpoints.xml\""
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            },
            .get("/audit/trail", .role(.auditor, .administrator)) { visit in
                let (lines, next) = try site.market.reports.trail(
                    before: Int64(visit.query.raw("before")), for: visit.actor)
                return trailPage(visit, lines, next)
            },
            .get("/audit/verify", .role(.auditor, .administrator)) { visit in
                verifyPage(visit, try await site.market.verify(for: visit.actor))
            },
        ]
    }
}
