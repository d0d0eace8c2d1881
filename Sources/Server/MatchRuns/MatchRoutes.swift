import HTTPTypes
import LabelMarket

/// Proposals of the engine to buyers and vendors, and vendors' standing price lists.
struct MatchRoutes: RouteGroup {
    let site: Site

    private var runs: MatchRuns { site.market.matchRuns }

    var routes: [Route] { proposalRoutes + decisionRoutes + listRoutes }

    private var proposalRoutes: [Route] {
        [
            .get("/matches", .role(.buyer, .vendor)) { visit in
                ownProposalsPage(visit, try runs.own(for: visit.actor, before: ID(text: visit.query.raw("after"))))
            },
            .get("/jobs/{job}/match", .role(.buyer, .officer, .auditor, .administrator)) { visit in
                let found = try runs.proposal(for: try visit.id("job"), for: visit.actor)
                return proposalPage(visit, found.job, found.view)
            },
            .post("/jobs/{job}/match", .role(.buyer)) { visit in
                let job: ID<Job> = try visit.id("job")
                _ = try await visit.postedForm()
                try await runs.matchNow(job, by: visit.actor)
                return visit.redirect("/jobs/\(job)/match")
            },
            .get("/jobs/{job}/match/what-if", .role(.buyer)) { visit in try whatIf(visit) },
        ]
    }

    private var decisionRoutes: [Route] {
        [
            .get("/jobs/{job}/match/accept", .role(.buyer)) { visit in
                acceptPage(visit, try runs.check(try visit.id("job"), for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/jobs/{job}/match/accept", .role(.buyer)) { visit in
                let job: ID<Job> = try visit.id("job")
                return try await visit.submit(
                    read: { form in MatchForms.acceptance(&form) },
                    perform: { filled, fields in
                        let contract = try await runs.accept(
                            filled.proposal, shownOwn: filled.own, reason: filled.reason, by: visit.actor,
                            key: fields.formKey)
                        return "/contracts/\(contract)/signed"
                    },
                    render: { form in acceptPage(visit, try runs.check(job, for: visit.actor), form) })
            },
            .get("/jobs/{job}/match/refuse", .role(.buyer)) { visit in try refusePage(visit, FormMarkup(t: visit.t)) },
            .post("/jobs/{job}/match/refuse", .role(.buyer)) { visit in
                try await visit.submit(
                    read: { form in MatchForms.refusal(&form) },
                    perform: { filled, _ in
                        "/jobs/\(try await runs.refuse(filled.proposal, because: filled.reason, by: visit.actor))/match"
                    },
                    render: { form in try refusePage(visit, form) })
            },
            .post("/jobs/{job}/match/keep", .role(.buyer)) { visit in
                let fields = try await visit.postedForm()
                guard let id = ID<MatchProposal>(text: fields.raw("proposal")) else { throw CommonRefusal.notFound }
                return visit.redirect("/jobs/\(try await runs.keepOwnChoice(id, by: visit.actor))/bids")
            },
        ]
    }

    private var listRoutes: [Route] {
        [
            .get("/price-list", .role(.vendor)) { visit in
                priceListPage(visit, try site.market.priceLists.own(for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/price-list", .role(.vendor)) { visit in
                try await visit.submit(
                    read: { form in MatchForms.priceList(&form) },
                    perform: { entry, fields in
                        try await site.market.priceLists.keep(
                            entry, seen: Int(fields.raw("revision")) ?? 0, by: visit.actor)
                        return "/price-list"
                    },
                    render: { form in priceListPage(visit, try site.market.priceLists.own(for: visit.actor), form) })
            },
        ]
    }

    private func refusePage(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        guard let view = try runs.proposal(for: try visit.id("job"), for: visit.actor).view, view.isOpen else {
            throw MatchRefusal.proposalGone
        }
        return refuseProposalPage(visit, view, form)
    }

    private func whatIf(_ visit: Visit) throws -> Page {
        let job: ID<Job> = try visit.id("job")
        let actor = try visit.actor
        let known = try runs.proposal(for: job, for: actor)
        var reader = FormReader(visit.query, visit.t)
        guard visit.query.has("deadline_on") else {
            return whatIfPage(visit, known.job, try runs.whatIf(WhatIf(), job, for: actor), nil, FormMarkup(t: visit.t))
        }
        let change = MatchForms.whatIf(&reader)
        let form = FormMarkup(t: visit.t, fields: visit.query, errors: reader.errors)
        let before = try runs.whatIf(WhatIf(), job, for: actor)
        return whatIfPage(visit, known.job, before, try change.map { try runs.whatIf($0, job, for: actor) }, form)
    }
}

/// The office's side: runs, the policy, and how work is spread.
struct MatchOfficeRoutes: RouteGroup {
    let site: Site

    private var runs: MatchRuns { site.market.matchRuns }
    private static let readers: Access = .role(.officer, .auditor, .administrator)
    private static let writers: Access = .role(.officer, .administrator)

    var routes: [Route] {
        [
            .get("/office/matching", Self.readers) { visit in
                runListPage(visit, try runs.list(before: ID(text: visit.query.raw("after")), for: visit.actor))
            },
            .post("/office/matching", Self.writers) { visit in
                let fields = try await visit.postedForm()
                return visit.redirect("/office/matching/runs/\(try await runs.ask(by: visit.actor, key: fields.formKey))")
            },
            .get("/office/matching/runs/{run}", Self.readers) { visit in
                runPage(
                    visit,
                    try runs.page(
                        of: try visit.id("run"), before: ID(text: visit.query.raw("after")), for: visit.actor))
            },
            .get("/office/matching/policy", Self.readers) { visit in
                policyPage(visit, try site.market.policies.all(for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/office/matching/policy", Self.writers) { visit in
                try await visit.submit(
                    read: { form in MatchForms.policy(&form) },
                    perform: { filled, fields in
                        _ = try await site.market.policies.publish(
                            filled.weights, note: filled.note, seen: filled.seen, by: visit.actor, key: fields.formKey)
                        return "/office/matching/policy"
                    },
                    render: { form in policyPage(visit, try site.market.policies.all(for: visit.actor), form) })
            },
            .get("/office/matching/shares", Self.readers) { visit in
                sharesPage(visit, try runs.shares(for: visit.actor))
            },
        ]
    }
}
