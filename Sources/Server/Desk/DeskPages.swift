import LabelMarket

func deskPage(_ visit: Visit, _ desk: Desk) -> Page {
    let t = visit.t
    return Page(t("Desk")) {
        "<h1>\(t("Desk"))</h1>"
        starts(visit)
        if !desk.duties.isEmpty {
            """
            <h2>\(t("Waiting for you"))</h2>
            <dl class="summary">\(each: desk.duties, { duty in
                "<div><dt>\(dutyName(duty.kind, t))</dt><dd>\(dutyCount(visit, duty))</dd></div>"
            })</dl>
            """
        }
        "<h2>\(t("What happened"))</h2>"
        if desk.notices.isEmpty {
            "<p>\(t("Nothing yet. Decisions, bids, deliveries and payments that concern your organisation appear here."))</p>"
        } else {
            noticeList(visit, desk.notices)
            if desk.notices.contains(where: { !$0.isRead }) {
                visit.button("/notices", t("Mark all as read"), second: true)
            }
        }
    }
}

/// The one thing that each role usually comes to begin.
private func starts(_ visit: Visit) -> HTML {
    let t = visit.t
    switch visit.signedIn?.actor.role {
    case .buyer:
        return """
            <p class="actions"><a class="button" href="\(visit.path("/jobs/new"))">\(t("Post a labeling job"))</a> \
            \(visit.link("/vouchers/can-use", t("What can my firm use?"))) \(visit.link("/jobs/own", t("Your jobs")))</p>
            """
    case .vendor: return "<p class=\"actions\"><a class=\"button\" href=\"\(visit.path("/jobs"))\">\(t("Find jobs"))</a></p>"
    case .operator:
        return "<p class=\"actions\"><a class=\"button\" href=\"\(visit.path("/sites"))\">\(t("Publish windows"))</a></p>"
    case .auditor:
        return "<p class=\"actions\"><a class=\"button\" href=\"\(visit.path("/audit/verify"))\">\(t("Verify all books"))</a></p>"
    default: return .empty
    }
}

private func dutyCount(_ visit: Visit, _ duty: Desk.Duty) -> HTML {
    if duty.count == 0 { return "\(visit.t("none"))" }
    return "<a href=\"\(visit.path(dutyPath(duty.kind)))\">\(visit.t.count(duty.count))<span class=\"sr\"> \(dutyName(duty.kind, visit.t))</span></a>"
}

private func dutyPath(_ kind: Desk.Kind) -> String {
    switch kind {
    case .draftsToPublish, .questionsToAnswer, .jobsToAward: "/jobs/own"
    case .matchesToDecide: "/matches"
    case .deliveriesToDecide, .lotsToDeliver: "/contracts"
    case .bidsToConfirm: "/bids"
    case .workToClaim: "/claims"
    case .usageToCheck: "/reservations?state=reported"
    case .reservationsToConfirm: "/reservations?state=requested"
    case .usageToReport: "/reservations?state=confirmed"
    case .disputesToAnswer: "/reservations?state=disputed"
    case .useToClaim: "/claims"
    case .disputesToDecide: "/office/disputes"
    case .applicationsToDecide: "/office/applications"
    case .claimsToDecide, .claimsToSettle: "/office/settlements"
    }
}

private func dutyName(_ kind: Desk.Kind, _ t: Texts) -> String {
    switch kind {
    case .draftsToPublish: t("Drafts to publish")
    case .questionsToAnswer: t("Questions to answer")
    case .matchesToDecide: t("Proposed matches to decide")
    case .jobsToAward: t("Jobs to award")
    case .deliveriesToDecide: t("Deliveries to accept or return")
    case .bidsToConfirm: t("Bids to confirm after an edit")
    case .lotsToDeliver: t("Lots to deliver")
    case .workToClaim: t("Contracts with accepted work to claim")
    case .usageToCheck: t("Usage reports to accept or dispute")
    case .reservationsToConfirm: t("Reservations to confirm")
    case .usageToReport: t("Usage to report")
    case .disputesToAnswer: t("Disputes to answer")
    case .useToClaim: t("Reservations with paid use to claim")
    case .disputesToDecide: t("Disputes over usage to decide")
    case .applicationsToDecide: t("Applications to decide")
    case .claimsToDecide: t("Claims to decide")
    case .claimsToSettle: t("Approved claims to settle")
    }
}
