import LabelMarket

/// A demand for money that a voucher has paid, before it is made.
func recoverPage(_ visit: Visit, _ preview: RecoveryPreview, _ form: FormMarkup) -> Page {
    let t = visit.t
    let voucher = preview.page.row.voucher
    let title = t("Demand money back from voucher {number}", ["number": "\(voucher.id)"])
    return Page(title, form: form, back: "/office/vouchers/\(voucher.id)") {
        """
        <h1>\(title)</h1>
        <dl class="summary">\(summaryRow(t("Holder"), t(preview.page.row.holderName)))
        \(summaryRow(t("Paid for accepted work and not demanded back"), t.money(preview.most)))
        \(summaryRow(t("What the programme says"), preview.rule.map { rule in "\(t(rule.rule.sentence)) \(proofTag(rule.source.status, t))" } ?? "\(t("no rule was found"))"))</dl>
        """
        if preview.most.fen == 0 {
            "<p>\(t("Nothing of this voucher was spent, or all of it is demanded back already."))</p>"
        } else {
            """
            <p class="notice">\(t("The firm owes the amount to the pot from the moment you send this, and gets a notice."))</p>
            \(visit.form("/office/vouchers/\(voucher.id)/recover"))
            \(form.money("amount", t("Amount to demand back"), hint: t("In yuan, at most what was paid")))
            \(form.area("reason", t("Reason"), hint: t("The firm reads it"), rows: 3))
            \(form.text("basis", t("Legal basis"), hint: t("The paragraph or order on which the demand rests")))
            \(form.date("due", t("To be paid until"), value: visit.now.shanghaiDate.advanced(byDays: 30)))
            <p><button>\(t("Demand the money back"))</button></p></form>
            """
        }
    }
}

func recoveriesPage(_ visit: Visit, _ rows: [RecoveryView], path: String) -> Page {
    let t = visit.t
    let isFirm = visit.signedIn?.actor.role == .buyer
    let title = isFirm ? t("Money that has to come back") : t("Recoveries")
    return Page(title, back: isFirm ? "/vouchers" : nil) {
        "<h1>\(title)</h1>"
        if rows.isEmpty {
            "<p>\(isFirm ? t("Nothing has to come back.") : t("No money was demanded back. A recovery begins on the page of a voucher."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title)"><table><caption>\(t("Newest first"))</caption><thead><tr>\
            <th scope="col">\(t("Recovery"))</th>\(if: !isFirm, "<th scope=\"col\">\(t("Firm"))</th>")<th scope="col">\(t("Programme"))</th>\
            <th scope="col" class="num">\(t("Demanded"))</th><th scope="col" class="num">\(t("Still owed"))</th>\
            <th scope="col">\(t("To be paid until"))</th><th scope="col">\(t("State"))</th></tr></thead><tbody>\(each: rows, { row in
                """
                <tr><th scope="row">\(visit.link("\(path)/\(row.id)", "\(row.id)"))</th>\(if: !isFirm, "<td>\(t(row.debtorName))</td>")\
                <td>\(t(row.programmeName))</td><td class="num">\(t.money(row.demand.amount))</td><td class="num">\(t.money(row.owed))</td>\
                <td>\(t.dateElement(row.demand.dueOn))</td><td>\(recoveryState(row, visit))</td></tr>
                """
            })</tbody></table></div>
            """
        }
    }
}

private func recoveryState(_ row: RecoveryView, _ visit: Visit) -> HTML {
    let t = visit.t
    if row.isSettled {
        return "<span class=\"tag open\">\(row.writtenOff.fen > 0 ? t("written off") : t("paid back"))</span>"
    }
    return "<span class=\"tag\">\(visit.now.shanghaiDate > row.demand.dueOn ? t("overdue") : t("not paid yet"))</span>"
}

func recoveryPage(_ visit: Visit, _ row: RecoveryView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let isFirm = visit.signedIn?.actor.role == .buyer
    let title = t("Recovery {number}", ["number": "\(row.id)"])
    let mayRecord = [.officer, .administrator].contains(visit.signedIn?.actor.role) && !row.isSettled
    return Page(title, form: form, back: isFirm ? "/recoveries" : "/office/recoveries") {
        """
        <h1>\(title)</h1>
        <dl class="summary">\(summaryRow(t("Firm"), t(row.debtorName)))\(summaryRow(t("Programme"), t(row.programmeName)))
        \(summaryRow(t("Voucher"), visit.link((isFirm ? "/vouchers/" : "/office/vouchers/") + "\(row.voucher)", "\(row.voucher)")))
        \(summaryRow(t("Demanded"), "\(t.money(row.demand.amount))\(t.comma)\(t.timeElement(row.openedAt))"))
        \(summaryRow(t("Reason"), "\(row.demand.reason)"))\(summaryRow(t("Legal basis"), "\(row.demand.legalBasis)"))
        \(summaryRow(t("To be paid until"), t.dateElement(row.demand.dueOn)))
        \(summaryRow(t("Late interest"), lateInterestWords(visit, row)))
        \(if: row.writtenOff.fen > 0, summaryRow(t("Written off"), t.money(row.writtenOff)))
        \(summaryRow(t("Paid back"), t.money(row.paid)))\(summaryRow(t("Still owed"), t.money(row.owed)))
        \(summaryRow(t("State"), recoveryState(row, visit)))</dl>
        \(if: isFirm && !row.isSettled, "<p>\(t("Name the number of the recovery when you pay: {number}.", ["number": "\(row.id)"]))</p>")
        """
        paymentTable(visit, row)
        if mayRecord {
            """
            <h2>\(t("Record a repayment"))</h2>\(visit.form("/office/recoveries/\(row.id)"))
            \(form.money("amount", t("Amount received"), value: Money(fen: row.owed.fen + row.accrued(on: visit.now.shanghaiDate).fen)))
            \(form.text("reference", t("Bank reference")))
            \(form.date("received", t("Received on"), value: visit.now.shanghaiDate))
            <p><button>\(t("Record the repayment"))</button></p></form>
            """
        }
        writeOffSection(visit, row, form)
    }
}

private func paymentTable(_ visit: Visit, _ row: RecoveryView) -> HTML {
    let t = visit.t
    if row.payments.isEmpty { return "<p>\(t("Nothing was paid back yet."))</p>" }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Repayments"))"><table><caption>\(t("Repayments"))</caption><thead><tr>\
        <th scope="col">\(t("Received on"))</th><th scope="col">\(t("Bank reference"))</th><th scope="col" class="num">\(t("Amount"))</th></tr></thead>
        <tbody>\(each: row.payments, { payment in
            """
            <tr><td>\(t.dateElement(payment.receivedOn))</td><th scope="row">\(payment.bankReference)</th><td class="num">\(t.money(payment.amount))</td></tr>
            """
        })</tbody></table></div>
        """
}

/// What the form of a demand says.
enum RecoverForm {
    static func read(_ form: inout FormReader) -> RecoveryDemand? {
        let t = form.t
        let amount = form.money("amount", missing: t("Enter the amount to demand back"))
        let reason = form.text("reason", limit: 2000, missing: t("Write the reason"))
        let basis = form.text("basis", limit: 500, missing: t("Name the legal basis"))
        let due = form.date("due", missing: t("Enter the day until which it is to be paid"))
        guard let amount, let reason, let basis, let due else { return nil }
        return RecoveryDemand(amount: amount, reason: reason, legalBasis: basis, dueOn: due)
    }
}

/// What the form of a repayment says.
enum RepaymentForm {
    static func read(_ form: inout FormReader, today: CivilDate) -> RecoveryPayment? {
        let t = form.t
        let amount = form.money("amount", missing: t("Enter the amount that was received"))
        let reference = form.text("reference", limit: 100, missing: t("Enter the bank reference"))
        let received = form.date("received", missing: t("Enter the day on which it was received"))
        if let received, received > today { form.fail("received", t("Enter a day that is not in the future")) }
        guard let amount, let reference, let received, form.errors.isEmpty else { return nil }
        return RecoveryPayment(bankReference: reference, amount: amount, receivedOn: received)
    }
}
