import LabelMarket

extension Texts {
    func callAsFunction(_ state: ContractState) -> String {
        switch state {
        case .active: self("In force")
        case .completed: self("Completed")
        case .cancelled: self("Cancelled")
        }
    }

    func callAsFunction(_ state: LotState) -> String {
        switch state {
        case .due: self("Awaits delivery")
        case .delivered: self("Awaits acceptance")
        case .returned: self("Returned for rework")
        case .accepted: self("Accepted")
        case .refused: self("Refused")
        case .cancelled: self("Cancelled")
        }
    }

    func callAsFunction(_ kind: AccountKind) -> String {
        switch kind {
        case .source: self("Outside")
        case .pool: self("Pot")
        case .grant: self("Voucher")
        case .own: self("Buyer's own account")
        case .payable: self("Owed to the vendor")
        case .receivable: self("Owed by a party")
        case .transit: self("In a payment file")
        case .paid: self("Paid")
        case .suspense: self("To be clarified")
        }
    }

    /// What a transfer does, in words.
    func callAsFunction(_ kind: TransferKind) -> String {
        switch kind {
        case .hold: self("Held")
        case .redeem: self("Captured")
        case .release: self("Released")
        case .deposit: self("Deposited")
        case .withdraw: self("Money withdrawn")
        case .refund: self("Refunded")
        case .grant: self("Voucher granted")
        case .settle: self("Settled")
        default: self("Other movement")
        }
    }
}

/// One page for both parties: terms, money, lots, and what the books say.
func contractPage(_ visit: Visit, _ view: ContractView) -> Page {
    let t = visit.t
    let contract = view.contract
    return Page(t("Contract {number}", ["number": contract.number]), back: view.isParty ? "/contracts" : nil) {
        """
        <h1>\(t("Contract {number}", ["number": contract.number]))</h1>
        <p><span class="tag\(if: contract.state == .active, " open")">\(t(contract.state))</span></p>
        """
        notices(visit, view)
        terms(visit, view)
        money(visit, view)
        lots(visit, view)
        if [.buyer, .auditor].contains(visit.signedIn?.actor.role), view.isParty || visit.signedIn?.actor.role == .auditor {
            "<p>\(visit.link("/contracts/\(contract.id)/gold", t("Gold items")))</p>"
        }
        extract(visit, view)
        "<h2>\(t("Plan of the work"))</h2>\(paragraphs(view.plan))"
        if view.isParty, contract.state == .active {
            "<p>\(visit.link("/contracts/\(contract.id)/cancel", t("End the contract early")))</p>"
        }
    }
}

private func notices(_ visit: Visit, _ view: ContractView) -> HTML {
    let t = visit.t
    var notices: HTML = ""
    if view.otherAsksToCancel, view.isParty {
        notices += """
            <div class="notice"><h2>\(t("The other party asks to end the contract"))</h2><p>\(view.contract.cancelReason ?? "")</p>
            <p>\(visit.link("/contracts/\(view.contract.id)/cancel", t("Answer the request")))</p></div>
            """
    }
    if view.youAskedToCancel {
        notices +=
            "<div class=\"notice\"><p>\(t("You asked to end the contract; the other party has not agreed yet."))</p></div>"
    }
    if view.isOverdue {
        notices += "<div class=\"notice\"><p>\(t("The last day of delivery has passed."))</p></div>"
    }
    return notices
}

private func terms(_ visit: Visit, _ view: ContractView) -> HTML {
    let t = visit.t
    let contract = view.contract
    return """
        <h2>\(t("Terms"))</h2><dl class="summary">
        <div><dt>\(t("Job"))</dt><dd>\(visit.link("/jobs/\(contract.job)", view.title))</dd></div>
        <div><dt>\(t("Buyer"))</dt><dd>\(t(view.buyerName))</dd></div><div><dt>\(t("Vendor"))</dt><dd>\(t(view.vendorName))</dd></div>
        <div><dt>\(t("Signed"))</dt><dd>\(t.timeElement(contract.signedAt))</dd></div>
        <div><dt>\(t("Last day of delivery"))</dt><dd>\(t.dateElement(contract.deliverBy))</dd></div>
        <div><dt>\(t("Items"))</dt><dd>\(t.count(contract.itemCount))</dd></div>
        <div><dt>\(t("Required accuracy"))</dt><dd>\(t.percent(basisPoints: Int64(contract.requiredAccuracyBasisPoints)))</dd></div>
        <div><dt>\(t("Acceptance"))</dt><dd>\(t("The buyer decides within {days} days of a delivery; silence accepts.", ["days": t.count(contract.acceptanceDays)]))</dd></div>
        <div><dt>\(t("Rework"))</dt><dd>\(t("A lot may be returned {count} times.", ["count": t.count(contract.reworkLimit)]))</dd></div>
        \(if: contract.endedAt != nil, "<div><dt>\(t("Ended"))</dt><dd>\(t.timeElement(contract.endedAt ?? contract.signedAt))</dd></div>")</dl>
        """
}

private func money(_ visit: Visit, _ view: ContractView) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Money"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Money"))"><table><caption>\(t("The price of {price} by source. Amounts in yuan.", ["price": t.money(view.contract.price)]))</caption>
        <thead><tr><th scope="col">\(t("Source of money"))</th><th scope="col" class="num">\(t("Held (yuan)"))</th>
        <th scope="col" class="num">\(t("Captured (yuan)"))</th><th scope="col" class="num">\(t("Released (yuan)"))</th></tr></thead><tbody>
        \(each: view.sources, { source in
            """
            <tr><th scope="row">\(source.programmeName.map { t("Voucher of {programme}", ["programme": t($0)]) } ?? t("Buyer's own account"))</th>
            <td class="num">\(source.held.groupedText)</td><td class="num">\(source.captured.groupedText)</td><td class="num">\(source.released.groupedText)</td></tr>
            """
        })
        <tr><th scope="row">\(t("Total"))</th><td class="num">\(view.stillHeld.groupedText)</td><td class="num">\(view.captured.groupedText)</td>
        <td class="num">\(view.released.groupedText)</td></tr></tbody></table></div>
        """
}

private func lots(_ visit: Visit, _ view: ContractView) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Lots"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(t("Lots"))"><table>
        <caption>\(t("Each lot is delivered, accepted and paid by itself. Amounts in yuan."))</caption>
        <thead><tr><th scope="col">\(t("Lot"))</th><th scope="col">\(t("Items"))</th><th scope="col">\(t("State"))</th>
        <th scope="col" class="num">\(t("Price (yuan)"))</th><th scope="col" class="num">\(t("Accepted items"))</th>
        <th scope="col" class="num">\(t("Captured (yuan)"))</th></tr></thead><tbody>
        \(each: view.lots, { lot in
            """
            <tr><th scope="row">\(lotLink(visit, view, lot))</th>
            <td>\(lot.items.lowerBound)–\(lot.items.upperBound)</td><td><span class="tag">\(t(lot.state))</span></td>
            <td class="num">\(lot.price.groupedText)</td><td class="num">\(lot.decidedAt == nil ? "–" : t.count(lot.acceptedItems))</td>
            <td class="num">\(lot.captured.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

private func lotLink(_ visit: Visit, _ view: ContractView, _ lot: Lot) -> HTML {
    let words = visit.t("Lot {number}", ["number": visit.t.count(lot.number)])
    return view.isParty || view.viewer == .auditor
        ? visit.link("/contracts/\(view.contract.id)/lots/\(lot.number)", words) : "\(words)"
}

private func extract(_ visit: Visit, _ view: ContractView) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("What the books say"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(t("What the books say"))"><table>
        <caption>\(t("Every movement of money under this contract, in order. Amounts in yuan."))</caption>
        <thead><tr><th scope="col">\(t("When"))</th><th scope="col">\(t("What moved"))</th><th scope="col">\(t("From"))</th>
        <th scope="col">\(t("To"))</th><th scope="col" class="num">\(t("Amount (yuan)"))</th><th scope="col">\(t("Entry"))</th></tr></thead><tbody>
        \(each: view.extract, { line in
            """
            <tr><td>\(t.timeElement(line.at))</td><th scope="row">\(t(line.kind))</th><td>\(t(line.from))</td><td>\(t(line.to))</td>
            <td class="num">\(line.amount.groupedText)</td><td><code>\(String(line.transfer.description.suffix(12)))</code></td></tr>
            """
        })</tbody></table></div>
        """
}

/// What a buyer sees right after the award.
func contractSignedPage(_ visit: Visit, _ view: ContractView) -> Page {
    let t = visit.t
    return Page(t("The contract is signed")) {
        """
        <div class="panel"><h1>\(t("The contract is signed"))</h1><p>\(t("Number {number}", ["number": view.contract.number]))</p></div>
        <p>\(t("{amount} is held for {vendor}: {voucher} from vouchers, {own} from your own account.", ["amount": t.money(view.contract.price), "vendor": t(view.vendorName), "voucher": t.money(view.contract.voucherShare), "own": t.money(view.contract.ownShare)]))</p>
        <h2>\(t("What happens next"))</h2>
        <p>\(t("The vendor delivers lot by lot, the last by {date}. You look at each lot and accept it or return it; silence past {days} days accepts.", ["date": t.date(view.contract.deliverBy), "days": t.count(view.contract.acceptanceDays)]))</p>
        <p>\(visit.link("/contracts/\(view.contract.id)", t("See the contract"))) · \(visit.link("/help", t("Help and contact")))</p>
        """
    }
}

/// The actor's contracts.
func contractListPage(_ visit: Visit, _ lines: [ContractLine], _ role: Role, next: ID<Contract>?) -> Page {
    let t = visit.t
    return Page(t("My contracts")) {
        "<h1>\(t("My contracts"))</h1>"
        if lines.isEmpty {
            "<p>\(role == .buyer ? t("You have no contract yet. One begins when you award a job.") : t("You have no contract yet. One begins when a buyer awards you a job."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("My contracts"))"><table><caption>\(t("Newest first"))</caption>
            <thead><tr><th scope="col">\(t("Contract"))</th><th scope="col">\(t("Job"))</th><th scope="col">\(role == .buyer ? t("Vendor") : t("Buyer"))</th>
            <th scope="col">\(t("State"))</th><th scope="col" class="num">\(t("Price (yuan)"))</th><th scope="col" class="num">\(t("Lots decided"))</th>
            <th scope="col" class="num">\(role == .buyer ? t("Lots to accept") : t("Lots to deliver"))</th></tr></thead><tbody>
            \(each: lines, { line in
                """
                <tr><th scope="row">\(visit.link("/contracts/\(line.contract.id)", line.contract.number))</th><td>\(line.title)</td><td>\(t(line.otherName))</td>
                <td><span class="tag">\(t(line.contract.state))</span></td><td class="num">\(line.contract.price.groupedText)</td>
                <td class="num">\(t.count(line.decidedLots)) / \(t.count(line.lotCount))</td><td class="num">\(t.count(line.contract.state == .active ? line.waiting : 0))</td></tr>
                """
            })</tbody></table></div>
            """
        }
        if let next { "<p>\(visit.link("/contracts?after=\(next)", t("Next page")))</p>" }
    }
}

/// The ways to end a contract before its time.
func contractCancelPage(_ visit: Visit, _ view: ContractView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let path = "/contracts/\(view.contract.id)"
    return Page(t("End contract {number} early", ["number": view.contract.number]), form: form, back: path) {
        """
        <h1>\(t("End contract {number} early", ["number": view.contract.number]))</h1>
        <p>\(t("What was accepted stays paid ({captured}); what is still held ({held}) goes back to where it came from.", ["captured": t.money(view.captured), "held": t.money(view.stillHeld)]))</p>
        """
        if view.contract.state != .active {
            "<p>\(t("The contract has ended already."))</p>"
        } else if view.otherAsksToCancel {
            """
            <h2>\(t("The other party asks to end the contract"))</h2>\(paragraphs(view.contract.cancelReason ?? ""))
            \(visit.button(path + "/cancel/agree", t("Agree and release {amount}", ["amount": t.money(view.stillHeld)])))
            """
        } else if view.youAskedToCancel {
            "<p>\(t("You asked to end the contract; the other party has not agreed yet."))</p>"
        } else {
            """
            \(visit.form(path + "/cancel"))
            \(form.area("reason", t("Why the contract should end"), hint: t("The other party reads it and decides whether to agree."), rows: 4))
            <button>\(t("Ask the other party"))</button></form>
            """
        }
        if view.isOverdue, view.viewer == .buyer {
            """
            <h2>\(t("Nothing was delivered in time"))</h2>
            <p>\(t("The last day of delivery has passed, so you can end the contract without the vendor's consent."))</p>
            \(visit.button(path + "/cancel/overdue", t("End the contract and release {amount}", ["amount": t.money(view.stillHeld)]), second: true))
            """
        }
    }
}
