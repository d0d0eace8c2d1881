import LabelMarket

/// An application as the firm sees it: the confirmation after sending, and later where it stands.
func applicationPage(_ visit: Visit, _ page: ApplicationPage) -> Page {
    let t = visit.t
    let application = page.application
    let title = t("Application {number}", ["number": "\(application.id)"])
    return Page(title, back: "/vouchers") {
        """
        <div class="panel"><h1>\(title)</h1><p>\(standing(page, t))</p></div>
        """
        nextSteps(visit, page)
        applicationSummary(visit, page)
        verdictTable(page.verdicts, caption: t("Verdict when you applied"), t)
        stepTable(page.steps, t)
        if application.state == .submitted {
            """
            <h2>\(t("Withdraw"))</h2><p>\(t("A withdrawn application cannot be taken up again; you can file a new one."))</p>
            \(visit.button("/applications/\(application.id)/withdraw", t("Withdraw the application"), second: true))
            """
        }
    }
}

private func standing(_ page: ApplicationPage, _ t: Texts) -> String {
    let application = page.application
    switch application.state {
    case .granted:
        return t("A voucher of {amount} was granted.", ["amount": t.money(application.granted ?? .zero)])
    case .onNotice:
        return t(
            "The bureau intends to grant {amount}; the decision is on public notice until {time}.",
            [
                "amount": t.money(application.granted ?? .zero),
                "time": t.time(application.noticeUntil ?? application.filedAt),
            ])
    case .refused: return t("The application was refused.")
    case .withdrawn: return t("You withdrew the application.")
    default: return t("The bureau has received the application.")
    }
}

private func nextSteps(_ visit: Visit, _ page: ApplicationPage) -> HTML {
    let t = visit.t
    switch page.application.state {
    case .submitted:
        return """
            <h2>\(t("What happens next"))</h2><p>\(t("An officer of {bureau} decides. You find a notice on your desk as soon as that is done; until then nothing is needed from you.", ["bureau": t(page.bureauName)]))</p>
            """
    case .granted:
        guard let voucher = page.voucher else { return .empty }
        return "<p>\(visit.link("/vouchers/\(voucher)", t("Open the voucher")))</p>"
    case .refused:
        return "<h2>\(t("Reason"))</h2><p>\(page.application.reason ?? "")</p>"
    default: return .empty
    }
}

/// What was asked, by whom, and what came of it.
func applicationSummary(_ visit: Visit, _ page: ApplicationPage) -> HTML {
    let t = visit.t
    let application = page.application
    return """
        <dl class="summary">
        \(summaryRow(t("Programme and version"), "<a href=\"\(visit.path("/programmes/\(application.programme)/versions/\(application.version)"))\">\(t("{programme}, version {version}", ["programme": t(page.programmeName), "version": "\(application.version)"]))</a>"))
        \(summaryRow(t("Firm"), t(page.buyerName)))
        \(summaryRow(t("Plan"), planWords(application.plan, t)))
        \(summaryRow(t("What it is for"), application.plan.purpose))
        \(summaryRow(t("Amount asked"), t.money(application.asked)))
        \(summaryRow(t("Worked out by the rules"), application.entitled.map(t.money) ?? t("not settled")))
        \(summaryRow(t("Filed"), t.timeElement(application.filedAt)))
        \(summaryRow(t("State"), "<span class=\"tag\">\(t(application.state.name))</span>"))
        \(application.granted.map { summaryRow(t("Amount granted"), t.money($0)) })
        \(application.decidedAt.map { summaryRow(t("Decided"), t.timeElement($0)) })
        </dl>
        """
}
