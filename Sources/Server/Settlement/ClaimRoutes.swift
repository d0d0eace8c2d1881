import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// Claims of vendors and operators, and the office that settles them.
struct ClaimRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/claims", .role(.vendor, .operator)) { visit in
                let view = try site.market.claims.forVendor(visit.actor, after: ID(text: visit.query.raw("after")))
                return claimsPage(visit, view)
            },
            .get("/contracts/{contract}/claim/{book}", .role(.vendor)) { visit in
                try claimForm(visit, .contract(try visit.id("contract")))
            },
            .post("/contracts/{contract}/claim/{book}", .role(.vendor)) { visit in
                try await file(visit, .contract(try visit.id("contract")))
            },
            .get("/reservations/{reservation}/claim/{book}", .role(.operator)) { visit in
                try claimForm(visit, .reservation(try visit.id("reservation")))
            },
            .post("/reservations/{reservation}/claim/{book}", .role(.operator)) { visit in
                try await file(visit, .reservation(try visit.id("reservation")))
            },
            .get("/claims/{claim}", .role(.vendor, .operator, .officer, .administrator, .auditor)) { visit in
                let dossier = try site.market.claims.dossier(try visit.id("claim"), for: visit.actor)
                return claimPage(visit, dossier, FormMarkup(t: visit.t))
            },
            .getFile("/claims/{claim}/invoice", .role(.vendor, .operator, .officer, .administrator, .auditor)) { visit in
                let invoice = try site.market.claims.invoice(of: try visit.id("claim"), for: visit.actor)
                return try visit.attachment(invoice.file, name: invoice.fileName)
            },
            .post("/claims/{claim}/decision", .role(.officer, .administrator)) { visit in try await decide(visit) },
            .get("/office/settlements", .role(.officer, .administrator, .auditor)) { visit in
                officePage(visit, try site.market.settlements.office(for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/office/books/{book}/settlement", .role(.officer, .administrator)) { visit in try await make(visit) },
            .get("/office/settlements/{settlement}", .role(.officer, .administrator, .auditor)) { visit in
                let batch = try site.market.settlements.batch(try visit.id("settlement"), for: visit.actor)
                return settlementPage(visit, batch, FormMarkup(t: visit.t))
            },
            .post("/office/settlements/{settlement}/result", .role(.officer, .administrator)) { visit in
                try await close(visit)
            },
        ]
    }

    private func claimForm(_ visit: Visit, _ subject: ClaimSubject) throws -> Page {
        let (number, claimable) = try site.market.claims.claimable(subject, on: try visit.id("book"), for: visit.actor)
        return claimFormPage(visit, subject, number, claimable, FormMarkup(t: visit.t))
    }

    private func file(_ visit: Visit, _ subject: ClaimSubject) async throws -> Response {
        let book: ID<Book> = try visit.id("book")
        return try await visit.submit(
            limit: 24 << 20,
            read: { form in ClaimForm.read(&form) },
            perform: { claim, fields in
                let id = try await site.market.claims.file(
                    subject, on: book, shown: claim.shown, invoice: claim.invoice, by: visit.actor, key: fields.formKey)
                return "/claims/\(id)"
            },
            render: { form in
                let (number, claimable) = try site.market.claims.claimable(subject, on: book, for: visit.actor)
                return claimFormPage(visit, subject, number, claimable, form)
            })
    }

    private func decide(_ visit: Visit) async throws -> Response {
        let claim: ID<Claim> = try visit.id("claim")
        return try await visit.submit(
            read: { form in ClaimDecisionForm.read(&form) },
            perform: { decision, fields in
                try await site.market.claims.decide(
                    claim, approves: decision.approves, reason: decision.reason, by: visit.actor, key: fields.formKey)
                return "/claims/\(claim)"
            },
            render: { form in claimPage(visit, try site.market.claims.dossier(claim, for: visit.actor), form) })
    }

    private func make(_ visit: Visit) async throws -> Response {
        let book: ID<Book> = try visit.id("book")
        return try await visit.submit(
            read: { form in form.fields.all("claims").compactMap { ID<Claim>(text: $0) } },
            perform: { claims, fields in
                let id = try await site.market.settlements.make(on: book, of: claims, by: visit.actor, key: fields.formKey)
                return "/office/settlements/\(id)"
            },
            render: { form in officePage(visit, try site.market.settlements.office(for: visit.actor), form) })
    }

    private func close(_ visit: Visit) async throws -> Response {
        let id: ID<Settlement> = try visit.id("settlement")
        return try await visit.submit(
            read: { form in BankResultForm.read(&form) },
            perform: { result, fields in
                try await site.market.settlements.close(
                    id, paidOn: result.paidOn, bankReference: result.reference, returned: result.returned,
                    by: visit.actor, key: fields.formKey)
                return "/office/settlements/\(id)"
            },
            render: { form in
                settlementPage(visit, try site.market.settlements.batch(id, for: visit.actor), form)
            })
    }
}
