import LabelMarket

/// Bids from the first draft to the award, and questions before it.
struct BidRoutes: RouteGroup {
    let site: Site

    var routes: [Route] { vendorRoutes + questionRoutes + buyerRoutes + exclusionRoutes }

    private var vendorRoutes: [Route] {
        [
            .get("/jobs/{job}/bid", .role(.vendor)) { visit in
                bidFormPage(
                    visit, try site.market.bids.form(try visit.id("job"), for: visit.actor), FormMarkup(t: visit.t))
            },
            .post("/jobs/{job}/bid", .role(.vendor)) { visit in
                let job: ID<Job> = try visit.id("job")
                return try await visit.submit(
                    read: { form in BidForms.offer(&form) },
                    perform: { filled, _ in
                        let bid = try await site.market.bids.write(
                            filled.offer, on: job, version: filled.version, by: visit.actor)
                        return "/bids/\(bid)/check"
                    },
                    render: { form in bidFormPage(visit, try site.market.bids.form(job, for: visit.actor), form) })
            },
            .get("/bids", .role(.vendor)) { visit in
                let bids = try site.market.bids.mine(
                    try visit.actor, after: ID(text: visit.query.raw("after")), limit: 20)
                return bidListPage(visit, bids, next: bids.count == 20 ? bids.last?.bid.id : nil)
            },
            .get("/bids/{bid}", .role(.vendor)) { visit in bidPage(visit, try own(visit)) },
            .get("/bids/{bid}/check", .role(.vendor)) { visit in bidCheckPage(visit, try own(visit)) },
            .get("/bids/{bid}/sent", .role(.vendor)) { visit in bidSentPage(visit, try own(visit)) },
            .get("/bids/{bid}/withdraw", .role(.vendor)) { visit in bidWithdrawPage(visit, try own(visit)) },
            .post("/bids/{bid}/offer", .role(.vendor)) { visit in
                _ = try await visit.postedForm()
                let bid: ID<Bid> = try visit.id("bid")
                try await site.market.bids.offer(bid, by: visit.actor)
                return visit.redirect("/bids/\(bid)/sent")
            },
            .post("/bids/{bid}/confirm", .role(.vendor)) { visit in
                let fields = try await visit.postedForm()
                let bid: ID<Bid> = try visit.id("bid")
                try await site.market.bids.confirm(bid, version: Int(fields.raw("version")) ?? 0, by: visit.actor)
                return visit.redirect("/bids/\(bid)/sent")
            },
            .post("/bids/{bid}/withdraw", .role(.vendor)) { visit in
                _ = try await visit.postedForm()
                let bid: ID<Bid> = try visit.id("bid")
                try await site.market.bids.withdraw(bid, by: visit.actor)
                return visit.redirect("/bids/\(bid)")
            },
        ]
    }

    private var questionRoutes: [Route] {
        [
            .get("/jobs/{job}/questions", .anyone) { visit in
                questionsPage(visit, try questions(visit), FormMarkup(t: visit.t))
            },
            .post("/jobs/{job}/questions", .role(.vendor)) { visit in
                let job: ID<Job> = try visit.id("job")
                return try await visit.submit(
                    read: { form in form.text("text", limit: 1000, missing: form.t("Write your question")) },
                    perform: { text, _ in
                        try await site.market.bids.ask(text, about: job, by: visit.actor)
                        return "/jobs/\(job)/questions"
                    },
                    render: { form in questionsPage(visit, try questions(visit), form) })
            },
            .post("/jobs/{job}/questions/{question}", .role(.buyer)) { visit in
                let question: ID<Question> = try visit.id("question")
                return try await visit.submit(
                    read: { form in
                        form.text("answer-\(question)", limit: 2000, missing: form.t("Write the answer"))
                    },
                    perform: { text, _ in
                        "/jobs/\(try await site.market.bids.answer(question, with: text, by: visit.actor))/questions"
                    },
                    render: { form in questionsPage(visit, try questions(visit), form) })
            },
        ]
    }

    private var buyerRoutes: [Route] {
        [
            .get("/jobs/{job}/bids", .role(.buyer, .auditor)) { visit in
                let order = BidOrder(rawValue: visit.query.raw("order")) ?? .price
                let view = try site.market.bids.comparison(try visit.id("job"), for: visit.actor, order: order)
                return comparisonPage(visit, view, order: order)
            },
            .get("/jobs/{job}/award/{bid}", .role(.buyer)) { visit in
                awardPage(visit, try check(visit), FormMarkup(t: visit.t))
            },
            .post("/jobs/{job}/award/{bid}", .role(.buyer)) { visit in
                let bid: ID<Bid> = try visit.id("bid")
                return try await visit.submit(
                    read: { form in BidForms.award(bid, &form) },
                    perform: { decision, fields in
                        let contract = try await site.market.awards.award(
                            decision, by: visit.actor, key: fields.formKey)
                        return "/contracts/\(contract)/signed"
                    },
                    render: { form in awardPage(visit, try check(visit), form) })
            },
        ]
    }

    private var exclusionRoutes: [Route] {
        [
            .get("/jobs/{job}/exclude/{bid}", .role(.buyer)) { visit in try exclusion(visit, FormMarkup(t: visit.t)) },
            .post("/jobs/{job}/exclude/{bid}", .role(.buyer)) { visit in
                let bid: ID<Bid> = try visit.id("bid")
                return try await visit.submit(
                    read: { form in BidForms.exclusion(&form) },
                    perform: { exclusion, fields in
                        let job = try await site.market.awards.disqualify(
                            bid, on: exclusion.ground, because: exclusion.reason, by: visit.actor, key: fields.formKey)
                        return "/jobs/\(job)/bids"
                    },
                    render: { form in try exclusion(visit, form) })
            },
        ]
    }

    private func exclusion(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        let found = try site.market.awards.excludable(try visit.id("bid"), for: visit.actor)
        return disqualificationPage(visit, found.bid, found.job, found.vendorName, form)
    }

    private func own(_ visit: Visit) throws -> OwnBid {
        try site.market.bids.page(of: try visit.id("bid"), for: visit.actor)
    }

    private func questions(_ visit: Visit) throws -> JobQuestions {
        try site.market.bids.questions(try visit.id("job"), for: visit.signedIn?.actor)
    }

    private func check(_ visit: Visit) throws -> AwardCheck {
        try site.market.awards.check(try visit.id("bid"), on: try visit.id("job"), for: visit.actor)
    }
}
