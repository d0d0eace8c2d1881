import LabelMarket

/// What a firm does about vouchers: look, apply, follow.
struct VoucherRoutes: RouteGroup {
    let site: Site
    private var vouchers: Vouchers { site.market.vouchers }

    var routes: [Route] { looking + applying }

    private var looking: [Route] {
        [
            .get("/vouchers", .role(.buyer)) { visit in ownVouchersPage(visit, try vouchers.own(for: visit.actor)) },
            .get("/vouchers/can-use", .role(.buyer)) { visit in
                let tried = triedPlan(visit.query, today: visit.now.shanghaiDate, visit.t)
                return canUsePage(visit, tried.plan, try vouchers.canUse(tried.plan, for: visit.actor), form: tried.form)
            },
            .get("/vouchers/quote", .role(.buyer)) { visit in
                let tried = triedPlan(visit.query, today: visit.now.shanghaiDate, visit.t)
                return quotePage(visit, tried.plan, try vouchers.quote(tried.plan, for: visit.actor), form: tried.form)
            },
            .get("/vouchers/{grant}", .role(.buyer)) { visit in
                voucherPage(visit, try vouchers.voucher(try visit.id("grant"), for: visit.actor))
            },
            .get("/programmes/{key}/verdict", .role(.buyer)) { visit in
                let tried = triedPlan(visit.query, today: visit.now.shanghaiDate, visit.t)
                return verdictPage(
                    visit, try vouchers.appraisal(of: tried.plan, by: try visit.programmeKey, for: visit.actor), tried.plan)
            },
            .get("/notices", .signedIn) { visit in
                noticesPage(visit, try vouchers.notices(for: visit.actor))
            },
            .post("/notices", .signedIn) { visit in
                _ = try await visit.postedForm()
                try await vouchers.markNoticesRead(for: visit.actor)
                return visit.redirect("/notices")
            },
        ]
    }

    private var applying: [Route] {
        [
            .get("/programmes/{key}/apply", .role(.buyer)) { visit in
                let view = try vouchers.applyView(try visit.programmeKey, for: visit.actor)
                return applyPage(visit, view, FormMarkup(t: visit.t, fields: visit.query))
            },
            .post("/programmes/{key}/apply", .role(.buyer)) { visit in
                let key = try visit.programmeKey
                return try await visit.submit(
                    read: { form in ApplyForm.read(&form) },
                    perform: { filled, _ in
                        _ = try vouchers.check(filled.plan, asked: filled.asked, to: key, for: visit.actor)
                        return "/programmes/\(key)/apply/check?\(filled.query)"
                    },
                    render: { form in applyPage(visit, try vouchers.applyView(key, for: visit.actor), form) })
            },
            .get("/programmes/{key}/apply/check", .role(.buyer)) { visit in
                let key = try visit.programmeKey
                var reader = FormReader(visit.query, visit.t)
                guard let filled = ApplyForm.read(&reader) else {
                    let form = FormMarkup(t: visit.t, fields: visit.query, errors: reader.errors)
                    return applyPage(visit, try vouchers.applyView(key, for: visit.actor), form)
                }
                return checkApplicationPage(
                    visit, filled, try vouchers.appraisal(of: filled.plan, by: key, for: visit.actor))
            },
            .post("/programmes/{key}/applications", .role(.buyer)) { visit in
                let key = try visit.programmeKey
                return try await visit.submit(
                    read: { form in ApplyForm.read(&form) },
                    perform: { filled, fields in
                        let id = try await vouchers.apply(
                            filled.plan, asked: filled.asked, to: key, version: filled.version, by: visit.actor,
                            formKey: fields.formKey)
                        return "/applications/\(id)"
                    },
                    render: { form in applyPage(visit, try vouchers.applyView(key, for: visit.actor), form) })
            },
            .get("/applications/{application}", .role(.buyer)) { visit in
                applicationPage(visit, try vouchers.application(try visit.id("application"), for: visit.actor))
            },
            .post("/applications/{application}/withdraw", .role(.buyer)) { visit in
                let id: ID<Application> = try visit.id("application")
                let fields = try await visit.postedForm()
                try await vouchers.withdraw(id, by: visit.actor, formKey: fields.formKey)
                return visit.redirect("/applications/\(id)")
            },
        ]
    }
}
