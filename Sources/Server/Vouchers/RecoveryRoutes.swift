import Hummingbird
import LabelMarket

/// Spent money that has to come back: demanded by officers, seen by firms.
struct RecoveryRoutes: RouteGroup {
    let site: Site
    private var vouchers: Vouchers { site.market.vouchers }

    var routes: [Route] {
        [
            .get("/office/vouchers/{grant}/recover", .role(.officer, .administrator)) { visit in
                let preview = try vouchers.recoveryPreview(of: try visit.id("grant"), for: visit.actor)
                return recoverPage(visit, preview, FormMarkup(t: visit.t))
            },
            .post("/office/vouchers/{grant}/recover", .role(.officer, .administrator)) { visit in
                let id: ID<Grant> = try visit.id("grant")
                return try await visit.submit(
                    read: { form in RecoverForm.read(&form) },
                    perform: { demand, fields in
                        let recovery = try await vouchers.recover(
                            demand, of: id, by: visit.actor, formKey: fields.formKey)
                        return "/office/recoveries/\(recovery)"
                    },
                    render: { form in recoverPage(visit, try vouchers.recoveryPreview(of: id, for: visit.actor), form) })
            },
            .get("/office/recoveries", .role(.officer, .administrator, .auditor)) { visit in
                recoveriesPage(visit, try vouchers.recoveries(for: visit.actor), path: "/office/recoveries")
            },
            .get("/office/recoveries/{recovery}", .role(.officer, .administrator, .auditor)) { visit in
                recoveryPage(visit, try vouchers.recovery(try visit.id("recovery"), for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/office/recoveries/{recovery}", .role(.officer, .administrator)) { visit in
                let id: ID<RecoveryMark> = try visit.id("recovery")
                return try await visit.submit(
                    read: { form in RepaymentForm.read(&form, today: visit.now.shanghaiDate) },
                    perform: { payment, fields in
                        try await vouchers.recordRepayment(payment, of: id, by: visit.actor, formKey: fields.formKey)
                        return "/office/recoveries/\(id)"
                    },
                    render: { form in recoveryPage(visit, try vouchers.recovery(id, for: visit.actor), form) })
            },
            .post("/office/recoveries/{recovery}/write-off", .role(.officer)) { visit in
                let id: ID<RecoveryMark> = try visit.id("recovery")
                return try await visit.submit(
                    read: { form in form.text("reason", limit: 2000, missing: visit.t("Write the reason")) },
                    perform: { reason, fields in
                        try await vouchers.proposeWriteOff(of: id, because: reason, by: visit.actor, formKey: fields.formKey)
                        return "/office/recoveries/\(id)"
                    },
                    render: { form in recoveryPage(visit, try vouchers.recovery(id, for: visit.actor), form) })
            },
            .post("/office/recoveries/{recovery}/write-off/approve", .role(.officer)) { visit in
                try await decide(visit, approving: true)
            },
            .post("/office/recoveries/{recovery}/write-off/decline", .role(.officer)) { visit in
                try await decide(visit, approving: false)
            },
            .get("/recoveries", .role(.buyer)) { visit in
                recoveriesPage(visit, try vouchers.recoveries(for: visit.actor), path: "/recoveries")
            },
            .get("/recoveries/{recovery}", .role(.buyer)) { visit in
                recoveryPage(visit, try vouchers.recovery(try visit.id("recovery"), for: visit.actor), FormMarkup(t: visit.t))
            },
        ]
    }

    private func decide(_ visit: Visit, approving: Bool) async throws -> Response {
        let fields = try await visit.postedForm()
        let id: ID<RecoveryMark> = try visit.id("recovery")
        try await vouchers.decideWriteOff(of: id, approving: approving, by: visit.actor, formKey: fields.formKey)
        return visit.redirect("/office/recoveries/\(id)")
    }
}
