import LabelMarket

/// Contracts for their parties and for whoever oversees them.
struct ContractRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/contracts", .role(.buyer, .vendor)) { visit in
                let lines = try site.market.contracts.mine(
                    try visit.actor, after: ID(text: visit.query.raw("after")), limit: 20)
                return contractListPage(
                    visit, lines, try visit.actor.role, next: lines.count == 20 ? lines.last?.contract.id : nil)
            },
            .get("/contracts/{contract}", .role(.buyer, .vendor, .officer, .auditor, .administrator)) { visit in
                contractPage(visit, try view(visit))
            },
            .get("/contracts/{contract}/signed", .role(.buyer)) { visit in contractSignedPage(visit, try view(visit)) },
            .get("/contracts/{contract}/cancel", .role(.buyer, .vendor)) { visit in
                contractCancelPage(visit, try view(visit), FormMarkup(t: visit.t))
            },
            .post("/contracts/{contract}/cancel", .role(.buyer, .vendor)) { visit in
                let contract: ID<Contract> = try visit.id("contract")
                return try await visit.submit(
                    read: { form in
                        form.text("reason", limit: 2000, missing: form.t("Write why the contract should end"))
                    },
                    perform: { reason, _ in
                        try await site.market.contracts.askToCancel(contract, reason: reason, by: visit.actor)
                        return "/contracts/\(contract)"
                    },
                    render: { form in contractCancelPage(visit, try view(visit), form) })
            },
            .post("/contracts/{contract}/cancel/agree", .role(.buyer, .vendor)) { visit in
                let fields = try await visit.postedForm()
                let contract: ID<Contract> = try visit.id("contract")
                try await site.market.contracts.agreeToCancel(contract, by: visit.actor, key: fields.formKey)
                return visit.redirect("/contracts/\(contract)")
            },
            .post("/contracts/{contract}/cancel/overdue", .role(.buyer)) { visit in
                let fields = try await visit.postedForm()
                let contract: ID<Contract> = try visit.id("contract")
                try await site.market.contracts.cancelForNonDelivery(contract, by: visit.actor, key: fields.formKey)
                return visit.redirect("/contracts/\(contract)")
            },
        ]
    }

    private func view(_ visit: Visit) throws -> ContractView {
        try site.market.contracts.page(try visit.id("contract"), for: visit.actor)
    }
}
