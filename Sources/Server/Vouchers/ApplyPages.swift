import LabelMarket

/// The application form: one programme, one plan, one amount.
func applyPage(_ visit: Visit, _ view: ApplyView, _ form: FormMarkup) -> Page {
    let t = visit.t
    let name = t(view.edition.programme.name)
    let today = visit.now.shanghaiDate
    return Page(t("Apply to {programme}", ["programme": name]), form: form, back: "/programmes/\(view.edition.key)") {
        """
        <h1>\(t("Apply to {programme}", ["programme": name]))</h1>
        <p>\(t("You check everything on the next page before it is sent. What the market knows about your firm is not asked again."))</p>
        \(waitingNotice(visit, view))\(closedNotice(visit, view))
        \(visit.form("/programmes/\(view.edition.key)/apply"))
        <input type="hidden" name="version" value="\(view.edition.version)">
        \(workField(form, WorkKind.labeling.rawValue))
        \(form.select("chip", t("Accelerators, when you buy compute"), options: [("", t("does not apply"))] + ChipOrigin.allCases.map { ($0.rawValue, t($0.name)) }))
        \(form.money("price", t("Planned price of the contract"), hint: t("In yuan, the full price before any voucher")))
        \(form.date("starts", t("Work starts on"), value: today))
        \(form.date("ends", t("Work ends on")))
        \(form.money("asked", t("Amount that you ask for"), hint: t("In yuan, at most what the rules work out; the next page shows how")))
        \(form.area("purpose", t("What it is for"), hint: t("Two or three sentences for the officer who decides"), rows: 4))
        \(form.checkbox("unrelated", t("We declare that the supplier will be no related party of ours: no common owner, no common legal representative, no shared bank account."), isOn: form.fields.isOn("unrelated")))
        <p><button>\(t("Continue"))</button></p></form>
        """
    }
}

private func waitingNotice(_ visit: Visit, _ view: ApplyView) -> HTML {
    guard let waiting = view.waiting else { return .empty }
    let t = visit.t
    return """
        <p class="notice">\(t("An earlier application of your firm still waits for a decision.")) \
        \(visit.link("/applications/\(waiting)", t("Open it")))</p>
        """
}

private func closedNotice(_ visit: Visit, _ view: ApplyView) -> HTML {
    if view.isOpen { return .empty }
    let t = visit.t
    let next = view.nextRound.map { t("The next round opens on {time}.", ["time": t.time($0)]) }
    return "<p class=\"notice\">\(t("This programme takes no applications at the moment.")) \(next ?? "")</p>"
}

/// Check answers: everything that will be sent, with the verdict that it meets.
func checkApplicationPage(_ visit: Visit, _ filled: ApplyForm, _ assessment: Appraisal) -> Page {
    let t = visit.t
    let key = assessment.edition.key
    let name = t(assessment.edition.programme.name)
    func change(_ field: String, _ what: String) -> HTML {
        """
        <a href="\(visit.path("/programmes/\(key)/apply?\(filled.query)"))#\(field)">\(t("Change"))<span class="sr"> \(what)</span></a>
        """
    }
    return Page(t("Check your application"), back: "/programmes/\(key)/apply?\(filled.query)") {
        """
        <h1>\(t("Check your application"))</h1>
        <dl class="summary">
        \(summaryRow(t("Programme"), name))
        \(summaryRow(t("What you want to buy"), "\(t(filled.plan.use.work.name))", change: change("work", t("What you want to buy"))))
        \(summaryRow(t("Planned price of the contract"), "\(t.money(filled.plan.price))", change: change("price", t("Planned price of the contract"))))
        \(summaryRow(t("Work starts on"), t.dateElement(filled.plan.startsOn), change: change("starts", t("Work starts on"))))
        \(summaryRow(t("Work ends on"), t.dateElement(filled.plan.endsOn), change: change("ends", t("Work ends on"))))
        \(summaryRow(t("Amount that you ask for"), "\(t.money(filled.asked))", change: change("asked", t("Amount that you ask for"))))
        \(summaryRow(t("What it is for"), "\(filled.plan.purpose)", change: change("purpose", t("What it is for"))))
        </dl>
        <p>\(outcomeTag(assessment.outcome, t)) \(assessment.entitled.map { t("The rules work out {amount}.", ["amount": t.money($0)]) } ?? t("How much it pays is not settled in any text."))</p>
        """
        verdictTable(assessment.verdicts, caption: t("Verdict rule by rule"), t)
        stepTable(assessment.steps, t)
        if assessment.outcome == .fail {
            "<p class=\"notice\">\(t("A rule fails, so this plan cannot be sent. Change the plan, or see what else your firm can use."))</p>"
            "<p>\(visit.link("/vouchers/can-use", t("What can my firm use?")))</p>"
        } else {
            """
            <p>\(t("The bureau sees your firm's name, this plan and these verdicts. The programme's public page shows amounts only."))</p>
            \(visit.button("/programmes/\(key)/applications", t("Send the application"), hidden: filled.pairs))
            """
        }
    }
}
