import LabelMarket

/// A buyer's own money: what is there, how more comes in, and every movement.
func moneyPage(_ visit: Visit, _ view: MoneyView) -> Page {
    let t = visit.t
    return Page(t("Own money")) {
        """
        <h1>\(t("Own money"))</h1>
        <dl class="summary"><div><dt>\(t("Available"))</dt><dd>\(t.money(view.available))</dd></div>
        <div><dt>\(t("Held for contracts"))</dt><dd>\(t.money(view.held))</dd></div></dl>
        <h2>\(t("How to deposit"))</h2>
        <p>\(t("Transfer the amount to the market's bank account and write this reference, and nothing else, as the purpose of payment:"))</p>
        <p><strong><code>\(view.reference)</code></strong></p>
        <p>\(t("The administrator records the payment when the bank reports it, usually on the next working day. The account details stand in your framework agreement with the market."))</p>
        <h2>\(t("Statement"))</h2>
        """
        if view.lines.isEmpty { "<p>\(t("Nothing has moved yet."))</p>" } else { statement(visit, view) }
        if let next = view.next { "<p>\(visit.link("/money?before=\(next)", t("Older movements")))</p>" }
    }
}

private func statement(_ visit: Visit, _ view: MoneyView) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Statement"))"><table>
        <caption>\(t("Newest first. Amounts in yuan; what left or was held has a minus."))</caption>
        <thead><tr><th scope="col">\(t("When"))</th><th scope="col">\(t("What moved"))</th><th scope="col">\(t("About"))</th>
        <th scope="col" class="num">\(t("Amount (yuan)"))</th><th scope="col" class="num">\(t("Available after (yuan)"))</th></tr></thead><tbody>
        \(each: view.lines, { line in
            """
            <tr><td>\(t.timeElement(line.at))</td><th scope="row">\(t(line.kind))</th><td>\(subject(visit, line.reference))</td>
            <td class="num">\(amount(line))</td><td class="num">\(line.availableAfter.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

/// A capture or a release moves held money: what was set aside before.
private func amount(_ line: MoneyLine) -> String {
    let sign = line.isOut && line.kind != .release ? "−" : ""
    return sign + line.amount.groupedText
}

/// Where an administrator records payments that arrived.
func depositsPage(_ visit: Visit, _ deposits: [DepositView], next: ID<Deposit>?, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Deposits"), form: form) {
        """
        <h1>\(t("Deposits"))</h1>
        <h2>\(t("Record a payment"))</h2>
        \(visit.form("/admin/deposits"))
        \(form.text("code", t("Whose payment it is"), hint: t("The reference of the payment (LM…), or the payer's unified social credit code")))
        \(form.money("amount", t("Amount in yuan")))
        \(form.text("reference", t("The bank's number of the payment")))
        \(form.date("received", t("Day it arrived"), value: visit.now.shanghaiDate))
        <button>\(t("Record the payment"))</button></form>
        <h2>\(t("Recorded payments"))</h2>
        """
        if deposits.isEmpty { "<p>\(t("No payment has been recorded yet."))</p>" } else { recorded(visit, deposits) }
        if let next { "<p>\(visit.link("/admin/deposits?after=\(next)", t("Next page")))</p>" }
    }
}

private func recorded(_ visit: Visit, _ deposits: [DepositView]) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Recorded payments"))"><table><caption>\(t("Newest first"))</caption>
        <thead><tr><th scope="col">\(t("Number"))</th><th scope="col">\(t("Payer"))</th><th scope="col">\(t("Arrived"))</th>
        <th scope="col">\(t("Bank's number"))</th><th scope="col" class="num">\(t("Amount (yuan)"))</th></tr></thead><tbody>
        \(each: deposits, { view in
            """
            <tr><th scope="row">\(visit.link("/deposits/\(view.deposit.id)", view.deposit.number))</th><td>\(t(view.organisationName))</td>
            <td>\(t.dateElement(view.deposit.receivedOn))</td><td>\(view.deposit.bankReference)</td><td class="num">\(view.deposit.amount.groupedText)</td></tr>
            """
        })</tbody></table></div>
        """
}

/// The receipt of a payment, for keeping.
func depositReceiptPage(_ visit: Visit, _ view: DepositView) -> Page {
    let t = visit.t
    return Page(t("Receipt {number}", ["number": view.deposit.number])) {
        """
        <div class="panel"><h1>\(t("Receipt {number}", ["number": view.deposit.number]))</h1><p>\(t.money(view.deposit.amount))</p></div>
        <dl class="summary"><div><dt>\(t("Payer"))</dt><dd>\(t(view.organisationName)) (\(view.creditCode))</dd></div>
        <div><dt>\(t("Arrived"))</dt><dd>\(t.dateElement(view.deposit.receivedOn))</dd></div>
        <div><dt>\(t("Bank's number"))</dt><dd>\(view.deposit.bankReference)</dd></div>
        <div><dt>\(t("Recorded"))</dt><dd>\(t.timeElement(view.deposit.recordedAt))</dd></div>
        <div><dt>\(t("Entry in the books"))</dt><dd><code>\(view.deposit.transfer.description)</code></dd></div></dl>
        <p>\(t("The amount is available at once for awards."))</p>
        """
    }
}
