import Hummingbird
import LabelMarket

/// The mail that waits, and the mail that failed, for administrators.
struct LetterRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/admin/letters", .role(.administrator)) { visit in
                let state = LetterState(rawValue: visit.query.raw("state")) ?? .waiting
                let found = try site.market.mail.letters(
                    state, after: ID(text: visit.query.raw("after")), for: try visit.actor)
                return lettersPage(visit, state, found.rows, next: found.next, found.counts)
            },
            .post("/admin/letters/{letter}/retry", .role(.administrator)) { visit in
                _ = try await visit.postedForm()
                try await site.market.mail.retry(try visit.id("letter"), by: try visit.actor)
                return visit.redirect("/admin/letters")
            },
        ]
    }
}
