import HTTPTypes
import Hummingbird
import LabelMarket
import NIOCore

/// Rounds: the bureau's look, promise and decision; the published result for everyone.
struct RoundRoutes: RouteGroup {
    let site: Site
    private var vouchers: Vouchers { site.market.vouchers }

    var routes: [Route] { office + published }

    private var office: [Route] {
        [
            .get("/office/rounds/{round}", .role(.officer, .administrator, .auditor)) { visit in
                let includesOpen = visit.query.isOn("open")
                let view = try vouchers.round(try visit.id("round"), includesOpen: includesOpen, for: visit.actor)
                return officeRoundPage(visit, view, includesOpen: includesOpen)
            },
            .post("/office/rounds/{round}/seed", .role(.officer, .administrator)) { visit in
                let id: ID<ApplicationRound> = try visit.id("round")
                let fields = try await visit.postedForm()
                try await vouchers.promiseSeed(id, by: visit.actor, formKey: fields.formKey)
                return visit.redirect("/office/rounds/\(id)")
            },
            .get("/office/rounds/{round}/decide", .role(.officer, .administrator)) { visit in
                let includesOpen = visit.query.isOn("open")
                let view = try vouchers.round(try visit.id("round"), includesOpen: includesOpen, for: visit.actor)
                return decideRoundPage(visit, view, includesOpen: includesOpen, FormMarkup(t: visit.t))
            },
            .post("/office/rounds/{round}/decide", .role(.officer, .administrator)) { visit in
                let id: ID<ApplicationRound> = try visit.id("round")
                return try await visit.submit(
                    read: { form in DecideRoundForm.read(&form) },
                    perform: { decision, fields in
                        _ = try await vouchers.decideRound(
                            id, includesOpen: decision.includesOpen, shown: decision.shown, by: visit.actor,
                            formKey: fields.formKey)
                        return "/office/rounds/\(id)"
                    },
                    render: { form in
                        let includesOpen = form.fields.isOn("open")
                        let view = try vouchers.round(id, includesOpen: includesOpen, for: visit.actor)
                        return decideRoundPage(visit, view, includesOpen: includesOpen, form)
                    })
            },
        ]
    }

    private var published: [Route] {
        [
            .get("/programmes/{key}/rounds/{round}", .anyone) { visit in
                let after = max(0, Int(visit.query.raw("after")) ?? 0)
                return publicRoundPage(
                    visit, try vouchers.publicRound(try visit.id("round"), of: try visit.programmeKey, after: after))
            },
            .getFile("/programmes/{key}/rounds/{round}/allocation", .anyone) { visit in
                let id: ID<ApplicationRound> = try visit.id("round")
                let file = try vouchers.roundFile(id, of: try visit.programmeKey)
                var headers = HTTPFields()
                headers[.contentType] = "text/csv; charset=utf-8"
                headers[.contentDisposition] = "attachment; filename=\"allocation-\(id).csv\""
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file)))
            },
        ]
    }
}

/// The decision of a whole round, as its confirmation page sends it.
struct DecideRoundForm: Sendable {
    let includesOpen: Bool
    let shown: [UInt8]

    static func read(_ form: inout FormReader) -> DecideRoundForm? {
        guard form.fields.isOn("sure") else {
            form.fail("sure", form.t("Confirm that you have looked at the list"))
            return nil
        }
        return DecideRoundForm(
            includesOpen: form.fields.isOn("open"), shown: DraftSeen.bytes(form.fields.raw("shown")))
    }
}
