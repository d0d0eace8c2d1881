import LabelMarket

/// Everything that will be public, a last time before it is.
func jobCheckPage(_ visit: Visit, _ desk: JobDesk) -> Page {
    let t = visit.t
    let draft = desk.draft
    let path = "/jobs/\(draft.id)"
    return Page(t("Check your answers before publishing"), back: path + "/edit") {
        """
        <h1>\(t("Check your answers before publishing"))</h1>
        <dl class="summary">\(each: checkRows(t, desk), { row in
            """
            <div><dt>\(row.words)</dt><dd>\(row.value)</dd><dd>\
            <a href="\(visit.path("\(path)/edit/\(row.part.rawValue)"))">\(t("Change"))<span class="sr"> \(row.words)</span></a></dd></div>
            """
        })</dl>
        <p>\(visit.link(path + "/items/1", t("See an item as labelers will see it")))</p>
        \(pricePanel(t, desk))
        <p>\(t("Once published, everyone sees this page with your organisation's name. You can still change or withdraw the job until bidding closes."))</p>
        """
        if draft.missingParts.isEmpty {
            visit.button(path + "/publish", t("Publish the job"))
        } else {
            "<p>\(visit.link(path + "/edit", t("You can publish when every part is done.")))</p>"
        }
    }
}

private func checkRows(_ t: Texts, _ desk: JobDesk) -> [(words: String, value: HTML, part: JobPart)] {
    let draft = desk.draft
    let none: HTML = "<em>\(t("Not yet said"))</em>"
    func text(_ value: String?) -> HTML { value.map { "\($0)" } ?? none }
    var quality = none
    if let plan = draft.samplingPlan, let accuracy = draft.requiredAccuracyBasisPoints, let lot = draft.lotSize {
        quality = "\(t.percent(basisPoints: Int64(accuracy)))\(t.language == .zh ? "；" : "; ")\(t.samplingPlan(plan, lotSize: lot))"
    }
    let samples = t("{count} items are public", ["count": t.count(draft.publicSampleCount)])
    return [
        (t("Title"), text(draft.title), .description),
        (t("Description"), text(draft.description.isEmpty ? nil : draft.description), .description),
        (t("Languages"), text(draft.languages.isEmpty ? nil : t.labelLanguages(draft.languages)), .description),
        (
            t("Dataset"),
            text(desk.dataset.map { t("{name}: {count} items", ["name": $0.name, "count": t.count($0.itemCount)]) }), .dataset
        ),
        (t("Kind of work"), text(draft.taskFamily.map(t.family)), .config),
        (t("Quality and sampling"), quality, .quality),
        (
            t("Acceptance"),
            text(draft.acceptanceDays.map { t("Within {count} days of a delivery; silence accepts", ["count": t.count($0)]) }),
            .quality
        ),
        (t("Bidding closes"), draft.closesAt.map { t.timeElement($0) } ?? none, .dates),
        (t("Deadline of the work"), draft.deadlineOn.map { t.dateElement($0) } ?? none, .dates),
        (t("Budget"), text(draft.budget.map { t.money($0) }), .budget),
        (t("Security"), text(draft.securityClass.map(t.securityClass)), .security),
        (t("Samples"), text(draft.securityClass.map { _ in samples }), .security),
        (t("May be done in"), text(draft.securityClass.map { _ in t.regions(draft.regions) }), .security),
        (t("Compute afterwards"), text(computeWords(t, desk.compute)), .compute),
    ]
}

/// Bookmarkable: what was done, and what comes next.
func jobPublishedPage(_ visit: Visit, _ view: JobView) -> Page {
    let t = visit.t
    let job = view.job
    return Page(t("Your job is public")) {
        """
        <div class="panel"><h1>\(t("Your job is public"))</h1>
        <p>\(t("Number {number}", ["number": job.id.description]))</p></div>
        <h2>\(t("What happens next"))</h2>
        <ul><li>\(t("Vendors ask questions and bid until {time}. Bids stay sealed until then.", ["time": t.time(job.closesAt)]))</li>
        <li>\(t("Then you compare the bids and award the job; the price is held from your vouchers and your account."))</li>
        <li>\(t("Nothing is paid before you have accepted a delivery."))</li></ul>
        <p>\(visit.link("/jobs/\(job.id)", t("Go to the job"))) · \(visit.link("/jobs/own", t("My jobs")))</p>
        """
    }
}

func withdrawJobPage(_ visit: Visit, _ view: JobView) -> Page {
    let t = visit.t
    let job = view.job
    return Page(t("Withdraw the job"), back: "/jobs/\(job.id)") {
        """
        <h1>\(t("Withdraw the job"))</h1>
        <p>\(t("“{title}” leaves the list for good, and every bid on it lapses. Its page stays, marked as withdrawn.", ["title": job.title]))</p>
        \(visit.button("/jobs/\(job.id)/withdraw", t("Withdraw the job")))
        """
    }
}
