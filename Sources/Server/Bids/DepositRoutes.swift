import LabelMarket

/// A buyer's own money, and the administrator's record of what arrived.
struct DepositRoutes: RouteGroup {
    let site: Site

    var routes: [Route] {
        [
            .get("/money", .role(.buyer)) { visit in
                let before = Int64(visit.query.raw("before"))
                return moneyPage(visit, try site.market.deposits.money(of: try visit.actor, before: before, limit: 50))
            },
            .get("/deposits/{deposit}", .role(.buyer, .administrator, .auditor)) { visit in
                depositReceiptPage(
                    visit, try site.market.deposits.page(of: try visit.id("deposit"), for: try visit.actor))
            },
            .get("/admin/deposits", .role(.administrator)) { visit in try page(visit, FormMarkup(t: visit.t)) },
            .post("/admin/deposits", .role(.administrator)) { visit in
                try await visit.submit(
                    read: { form in try DepositForm.read(&form, site.market.deposits) },
                    perform: { entry, fields in
                        let id = try await site.market.deposits.record(entry, by: visit.actor, key: fields.formKey)
                        return "/deposits/\(id)"
                    },
                    render: { form in try page(visit, form) })
            },
        ]
    }

    private func page(_ visit: Visit, _ form: FormMarkup) throws -> Page {
        let after: ID<Deposit>? = ID(text: visit.query.raw("after"))
        let rows = try site.market.deposits.recent(for: try visit.actor, after: after, limit: 20)
        return depositsPage(visit, rows, next: rows.count == 20 ? rows.last?.deposit.id : nil, form)
    }
}

enum DepositForm {
    static func read(_ form: inout FormReader, _ deposits: Deposits) throws -> DepositEntry? {
        let t = form.t
        let code = form.text("code", limit: 40, missing: t("Enter whose payment it is"))
        let payer = try code.flatMap { try deposits.payer(named: $0) }
        if code != nil, payer == nil { form.fail("code", t("No organisation has this reference or credit code")) }
        let amount = form.money("amount", missing: t("Enter the amount that arrived"))
        let reference = form.text("reference", limit: 100, missing: t("Enter the bank's number of the payment"))
        let received = form.date("received", missing: t("Enter the day it arrived"))
        guard let payer, let amount, let reference, let received else { return nil }
        return DepositEntry(organisation: payer, amount: amount, bankReference: reference, receivedOn: received)
    }
}

extension DepositRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .organisationUnknown: t("No organisation has this reference or credit code")
        case .inTheFuture: t("Enter a day that has come")
        case .referenceUsed: t("A payment with this number is recorded already")
        }
    }
}
