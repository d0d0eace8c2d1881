import LabelMarket

/// What officers do about applications and vouchers. Auditors read.
struct VoucherOfficeRoutes: RouteGroup {
    let site: Site
    private var vouchers: Vouchers { site.market.vouchers }

    var routes: [Route] { queue + issued }

    private var queue: [Route] {
        [
            .get("/office/applications", .role(.officer, .administrator, .auditor)) { visit in
                let filter = queueFilter(visit.query)
                return queuePage(
                    visit, try vouchers.queue(filter, for: visit.actor), filter, FormMarkup(t: visit.t))
            },
            .post("/office/applications/decide", .role(.officer, .administrator)) { visit in
                try await visit.submit(
                    read: { form in BulkForm.read(&form) },
                    perform: { bulk, fields in
                        let outcome = try await vouchers.decideAll(
                            bulk.applications, refusingBecause: bulk.reason, by: visit.actor, formKey: fields.formKey)
                        let done = outcome.granted.count + outcome.refused.count
                        return "/office/applications/decided?done=\(done)&open=\(outcome.leftOpen.count)"
                    },
                    render: { form in
                        queuePage(visit, try vouchers.queue(QueueFilter(), for: visit.actor), QueueFilter(), form)
                    })
            },
            .get("/office/applications/decided", .role(.officer, .administrator)) { visit in bulkDonePage(visit) },
            .get("/office/applications/{application}", .role(.officer, .administrator, .auditor)) { visit in
                let page = try vouchers.application(try visit.id("application"), for: visit.actor)
                return officeApplicationPage(visit, page, FormMarkup(t: visit.t))
            },
            .post("/office/applications/{application}", .role(.officer, .administrator)) { visit in
                let id: ID<Application> = try visit.id("application")
                let page = try vouchers.application(id, for: visit.actor)
                return try await visit.submit(
                    read: { form in DecisionForm.read(&form, clauses: page.verdicts.map(\.clause)) },
                    perform: { form, fields in
                        _ = try await vouchers.decide(
                            id, form.decision, findings: form.findings, revision: form.revision, by: visit.actor,
                            formKey: fields.formKey)
                        return "/office/applications/\(id)"
                    },
                    render: { form in
                        officeApplicationPage(visit, try vouchers.application(id, for: visit.actor), form)
                    })
            },
            .post("/office/applications/{application}/reviewed", .role(.officer, .administrator)) { visit in
                let id: ID<Application> = try visit.id("application")
                let fields = try await visit.postedForm()
                try await vouchers.markReviewed(id, by: visit.actor, formKey: fields.formKey)
                return visit.redirect("/office/applications/\(id)")
            },
        ]
    }

    private var issued: [Route] {
        [
            .get("/office/vouchers", .role(.officer, .administrator, .auditor)) { visit in
                let programme = ProgrammeKey(visit.query.raw("programme"))
                let found = try vouchers.issued(
                    programme: programme, after: ID(text: visit.query.raw("after")), for: visit.actor)
                return issuedPage(visit, found.rows, next: found.next, programme: programme)
            },
            .get("/office/vouchers/{grant}", .role(.officer, .administrator, .auditor)) { visit in
                voucherPage(visit, try vouchers.voucher(try visit.id("grant"), for: visit.actor))
            },
            .get("/office/vouchers/{grant}/claw-back", .role(.officer, .administrator)) { visit in
                clawBackPage(
                    visit, try vouchers.voucher(try visit.id("grant"), for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/office/vouchers/{grant}/claw-back", .role(.officer, .administrator)) { visit in
                let id: ID<Grant> = try visit.id("grant")
                return try await visit.submit(
                    read: { form in form.text("reason", limit: 500, missing: form.t("Write the reason")) },
                    perform: { reason, fields in
                        _ = try await vouchers.clawBack(id, because: reason, by: visit.actor, formKey: fields.formKey)
                        return "/office/vouchers/\(id)"
                    },
                    render: { form in clawBackPage(visit, try vouchers.voucher(id, for: visit.actor), form) })
            },
        ]
    }
}

/// Several applications decided at once.
struct BulkForm: Sendable {
    let applications: [ID<Application>]
    /// nil grants.
    let reason: String?

    static func read(_ form: inout FormReader) -> BulkForm? {
        let t = form.t
        let chosen = form.fields.all("application").compactMap { ID<Application>(text: $0) }
        if chosen.isEmpty { form.fail("application", t("Choose at least one application")) }
        if form.fields.raw("act") == "refuse" {
            let reason = form.text("reason", limit: 1000, missing: t("Write the reason for the refusal"))
            return chosen.isEmpty ? nil : reason.map { BulkForm(applications: chosen, reason: $0) }
        }
        return chosen.isEmpty ? nil : BulkForm(applications: chosen, reason: nil)
    }
}

/// What came of a bulk decision.
func bulkDonePage(_ visit: Visit) -> Page {
    let t = visit.t
    let (done, open) = (Int(visit.query.raw("done")) ?? 0, Int(visit.query.raw("open")) ?? 0)
    return Page(t("Applications decided"), back: "/office/applications") {
        """
        <div class="panel"><h1>\(t("Applications decided"))</h1>
        <p>\(t("{count} applications were decided; each firm has a notice on its desk.", ["count": t.count(done)]))</p></div>
        \(if: open > 0, "<p>\(t("{count} stay open: someone decided meanwhile, or the pot could not pay them.", ["count": t.count(open)]))</p>")
        """
    }
}

/// Everything that the organisation was told.
func noticesPage(_ visit: Visit, _ notices: [DeskNotice]) -> Page {
    let t = visit.t
    return Page(t("Notices")) {
        "<h1>\(t("Notices"))</h1>"
        noticeList(visit, notices)
        if notices.contains(where: { !$0.isRead }) { visit.button("/notices", t("Mark all as read"), second: true) }
    }
}

/// Notices, newest first; also for the desk.
func noticeList(_ visit: Visit, _ notices: [DeskNotice]) -> HTML {
    let t = visit.t
    if notices.isEmpty { return "<p>\(t("There are no notices."))</p>" }
    return """
        <ul>\(each: notices, { notice in
            """
            <li>\(t.timeElement(notice.at))\(t.colon)\(visit.link(notice.path, t(notice.words)))\
            \(if: !notice.isRead, " <span class=\"tag open\">\(t("new"))</span>")</li>
            """
        })</ul>
        """
}
