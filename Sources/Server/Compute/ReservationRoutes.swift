import Hummingbird
import LabelMarket
import Storage

/// Reservations of buyers and operators, and the disputes that administrators decide.
struct ReservationRoutes: RouteGroup {
    let site: Site

    private static let viewers = Access.role(.buyer, .operator, .officer, .auditor, .administrator)

    var routes: [Route] { reading + operating + buying }

    private var reading: [Route] {
        [
            .get("/reservations", .role(.buyer, .operator)) { visit in
                let lines = try site.market.reservations.mine(
                    visit.actor, state: ReservationState(rawValue: visit.query.raw("state")),
                    after: ID(text: visit.query.raw("after")), limit: 21)
                return reservationsPage(visit, Array(lines.prefix(20)), hasMore: lines.count > 20)
            },
            .get("/reservations/{reservation}", Self.viewers) { visit in try page(visit, FormMarkup(t: visit.t)) },
            .getFile("/reservations/{reservation}/usage/{report}/file", Self.viewers) { visit in
                let (blob, name) = try site.market.reservations.evidence(
                    of: try visit.id("report"), in: try visit.id("reservation"), for: visit.actor)
                return try visit.attachment(blob, name: name)
            },
            .get("/office/disputes", .role(.administrator, .auditor)) { visit in
                disputesPage(visit, try site.market.reservations.disputed(for: visit.actor))
            },
            .post("/reservations/{reservation}/decision", .role(.administrator)) { visit in try await decide(visit) },
        ]
    }

    private var operating: [Route] {
        [
            .post("/reservations/{reservation}/confirm", .role(.operator)) { visit in
                let id: ID<Reservation> = try visit.id("reservation")
                _ = try await visit.postedForm()
                try await site.market.reservations.confirm(id, by: visit.actor)
                return visit.redirect("/reservations/\(id)")
            },
            .post("/reservations/{reservation}/decline", .role(.operator)) { visit in
                try await withReason(visit) { id, reason, key in
                    try await site.market.reservations.decline(id, reason: reason, by: visit.actor, key: key)
                }
            },
            .post("/reservations/{reservation}/call-off", .role(.operator)) { visit in
                try await withReason(visit) { id, reason, key in
                    try await site.market.reservations.callOff(id, reason: reason, by: visit.actor, key: key)
                }
            },
            .post("/reservations/{reservation}/usage", .role(.operator)) { visit in
                let id: ID<Reservation> = try visit.id("reservation")
                return try await visit.submit(
                    read: { form in ComputeForms.usage(&form) },
                    perform: { entry, fields in
                        _ = try await site.market.reservations.report(entry, of: id, by: visit.actor, key: fields.formKey)
                        return "/reservations/\(id)"
                    }, render: { form in try page(visit, form) })
            },
            .post("/reservations/{reservation}/usage/file", .role(.operator)) { visit in try await reportFile(visit) },
        ]
    }

    private var buying: [Route] {
        [
            .post("/reservations/{reservation}/cancel", .role(.buyer)) { visit in
                let id: ID<Reservation> = try visit.id("reservation")
                return try await visit.submit(
                    read: { form -> String? in form.optionalText("reason", limit: 2000) ?? "" },
                    perform: { reason, fields in
                        try await site.market.reservations.cancel(
                            id, reason: reason.isEmpty ? nil : reason, by: visit.actor, key: fields.formKey)
                        return "/reservations/\(id)"
                    }, render: { form in try page(visit, form) })
            },
            .post("/reservations/{reservation}/accept", .role(.buyer)) { visit in
                let id: ID<Reservation> = try visit.id("reservation")
                let fields = try await visit.postedForm()
                try await site.market.reservations.acceptUsage(id, by: visit.actor, key: fields.formKey)
                return visit.redirect("/reservations/\(id)")
            },
            .post("/reservations/{reservation}/dispute", .role(.buyer)) { visit in
                try await withReason(visit) { id, reason, _ in
                    try await site.market.reservations.dispute(id, reason: reason, by: visit.actor)
                }
            },
        ]
    }

    private func page(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        reservationPage(visit, try site.market.reservations.page(try visit.id("reservation"), for: visit.actor), form)
    }

    private func withReason(
        _ visit: Visit, _ perform: (ID<Reservation>, String, FormKey) async throws -> Void
    ) async throws -> Response {
        let id: ID<Reservation> = try visit.id("reservation")
        return try await visit.submit(
            read: { form in form.text("reason", limit: 2000, missing: form.t("Write the reason; the other side reads it")) },
            perform: { reason, fields in
                try await perform(id, reason, fields.formKey)
                return "/reservations/\(id)"
            }, render: { form in try page(visit, form) })
    }

    private func reportFile(_ visit: Visit) async throws -> Response {
        let id: ID<Reservation> = try visit.id("reservation")
        return try await visit.submit(
            limit: 2 << 20,
            read: { form -> UploadedFile? in
                guard let file = form.fields.files["file"], file.byteCount > 0 else {
                    form.fail("file", form.t("Choose the usage file"))
                    return nil
                }
                guard file.byteCount <= UsageFile.largest else {
                    form.fail("file", form.t("Choose a file of at most {limit} MiB", ["limit": "1"]))
                    return nil
                }
                return file
            },
            perform: { file, fields in
                let signature = fields.trimmed("signature")
                _ = try await site.market.reservations.reportFile(
                    file.blob, name: file.name, signature: signature.isEmpty ? nil : ComputeForms.bytes(signature) ?? [],
                    key: ID(text: fields.raw("key")), of: id, by: visit.actor, formKey: fields.formKey)
                return "/reservations/\(id)"
            }, render: { form in try page(visit, form) })
    }

    private func decide(_ visit: Visit) async throws -> Response {
        let id: ID<Reservation> = try visit.id("reservation")
        return try await visit.submit(
            read: { form -> (seconds: Int64, reason: String)? in
                let seconds = UsageFile.cardSeconds(form.fields.raw("hours").halfWidth.trimmed)
                if seconds == nil { form.fail("hours", form.t("Enter the card-hours that count as used")) }
                let reason = form.text("reason", limit: 2000, missing: form.t("Write the reason; the other side reads it"))
                guard let seconds, let reason else { return nil }
                return (seconds, reason)
            },
            perform: { entry, fields in
                try await site.market.reservations.decideDispute(
                    id, usedSeconds: entry.seconds, reason: entry.reason, by: visit.actor, key: fields.formKey)
                return "/reservations/\(id)"
            }, render: { form in try page(visit, form) })
    }
}
