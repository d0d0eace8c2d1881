import Annotations
import LabelMarket

/// The public page of a job.
func jobPage(_ visit: Visit, _ view: JobView) -> Page {
    let t = visit.t
    let job = view.job
    return Page(job.title, back: "/jobs") {
        """
        <h1>\(job.title)</h1>
        <p><span class="tag\(if: view.takesBids, " open")">\(stateWords(t, view))</span> \
        \(t("Version {version}", ["version": t.count(job.version)])) · \(t("Number {number}", ["number": job.id.description]))</p>
        \(each: job.description.split(separator: "\n"), { "<p>\($0)</p>" })
        \(jobSummary(t, view))
        """
        actions(visit, view)
        if !view.samples.isEmpty {
            "<h2>\(t("Samples"))</h2>"
            "<ul>\(each: view.samples, { item in sampleLine(visit, job, item) })</ul>"
        } else {
            "<h2>\(t("Samples"))</h2><p>\(t("The buyer shows items only to the vendor under contract."))</p>"
        }
        if !view.edits.isEmpty {
            """
            <h2>\(t("Changes since posting"))</h2><ul>\(each: view.edits, { edit in
                "<li>\(t("Version {version}", ["version": t.count(edit.version)]))\(t.colon)\(t.jobPart(edit.part))\(t.comma)\(t.timeElement(edit.at))</li>"
            })</ul>
            """
        }
    }
}

private func stateWords(_ t: Texts, _ view: JobView) -> String {
    if view.job.state == .open { return view.takesBids ? t("Takes bids") : t("Bidding over") }
    return t.jobState(view.job.state)
}

private func jobSummary(_ t: Texts, _ view: JobView) -> HTML {
    let job = view.job
    let rows: [(String, HTML)] = [
        (t("Buyer"), "\(t(view.buyerName))"), (t("Kind of work"), "\(t.family(job.taskFamily))"),
        (t("Languages"), "\(t.labelLanguages(job.languages))"),
        (t("Items"), "\(t.count(job.itemCount))"),
        (t("Lots"), "\(t("{count} of up to {size} items", ["count": t.count(job.lotCount), "size": t.count(job.lotSize)]))"),
        (t("Required accuracy"), "\(t.percent(basisPoints: Int64(job.requiredAccuracyBasisPoints)))"),
        (t("Inspection"), "\(t.samplingPlan(job.samplingPlan, lotSize: job.lotSize))"),
        (t("Acceptance"), "\(t("Within {count} days of a delivery; silence accepts", ["count": t.count(job.acceptanceDays)]))"),
        (t("Bidding closes"), t.timeElement(job.closesAt)), (t("Deadline of the work"), t.dateElement(job.deadlineOn)),
        (t("Budget"), "\(t.money(job.budget))"), (t("Security"), "\(t.securityClass(job.securityClass))"),
        (t("May be done in"), "\(t.regions(job.regions))"),
    ]
    return summaryList(rows)
}

func summaryList(_ rows: [(String, HTML)]) -> HTML {
    "<dl class=\"summary\">\(each: rows, { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>"
}

private func actions(_ visit: Visit, _ view: JobView) -> HTML {
    let t = visit.t
    let path = "/jobs/\(view.job.id)"
    if view.isOwner {
        let edit: HTML = view.takesBids ? "<li>\(visit.link(path + "/edit", t("Edit the job")))</li>" : ""
        let withdraw: HTML = view.job.state == .open ? "<li>\(visit.link(path + "/withdraw", t("Withdraw the job")))</li>" : ""
        return """
            <ul>\(edit)\(withdraw)<li>\(visit.link(path + "/bids", t("Bids")))</li>\
            <li>\(visit.link(path + "/match", t("Match")))</li>\
            <li>\(visit.link(path + "/questions", t("Questions of vendors")))</li></ul>
            """
    }
    guard visit.signedIn?.actor.role == .vendor || visit.signedIn == nil, view.takesBids else { return .empty }
    return """
        <p><a class="button" href="\(visit.path(path + "/bid"))">\(t("Bid on this job"))</a> \
        \(visit.link(path + "/questions", t("Questions and answers")))</p>
        """
}

private func sampleLine(_ visit: Visit, _ job: Job, _ item: LabelMarket.Item) -> HTML {
    let path = "/jobs/\(job.id)/items/\(item.number)"
    let words = visit.t("Item {number}", ["number": visit.t.count(item.number)])
    guard item.blob != nil else { return "<li>\(visit.link(path, words))\(visit.t.colon)\(itemStart(item))</li>" }
    return "<li>\(visit.link(path, words))\(visit.t.colon)\(item.key)</li>"
}

/// The first words of a text item.
func itemStart(_ item: LabelMarket.Item) -> String {
    guard item.blob == nil else { return item.key }
    let data = (try? JSONParser.parse(item.data))?.object
    let texts = data?.members.compactMap { $0.key == "id" ? nil : $0.value.string } ?? []
    let text = texts.joined(separator: " · ").replacing("\n", with: " ")
    return text.count > 120 ? text.prefix(120) + "…" : text
}

/// An item as a labeler will see it: what is shown, then what is asked.
func jobItemPage(_ visit: Visit, _ view: JobItemView) -> Page {
    let t = visit.t
    let title = t("Item {number} of “{job}”", ["number": t.count(view.item.number), "job": view.title])
    let path = "/jobs/\(view.job)/items/"
    return Page(title, back: "/jobs/\(view.job)") {
        """
        <h1>\(title)</h1><p>\(t("This is what a labeler sees."))</p>
        \(each: view.config.objects, { shownObject(visit, view.item, $0) })
        <h2>\(t("What is asked"))</h2>
        \(each: view.config.controls, { askedControl(t, $0) })
        <nav aria-label="\(t("Items"))"><ul class="pages">\
        \(if: view.item.number > 1, "<li>\(visit.link(path + "\(view.item.number - 1)", t("Previous item")))</li>")\
        \(if: view.item.number < view.visibleItems, "<li>\(visit.link(path + "\(view.item.number + 1)", t("Next item")))</li>")</ul></nav>
        """
    }
}

private func shownObject(_ visit: Visit, _ item: LabelMarket.Item, _ object: LabelConfig.DataObject) -> HTML {
    if object.kind == .image, item.blob != nil { return itemImage(visit, item) }
    let data = (try? JSONParser.parse(item.data))?.object
    let value = object.dataKey.flatMap { data?[$0] }
    let text = value?.string ?? value?.text ?? ""
    return """
        <h2>\(object.name)</h2>\(each: text.split(separator: "\n"), { "<p>\($0)</p>" })
        """
}

func itemImage(_ visit: Visit, _ item: LabelMarket.Item) -> HTML {
    """
    <figure><img class="item" src="\(visit.path("/datasets/\(item.dataset)/items/\(item.number)/file"))" \
    width="\(item.width ?? 0)" height="\(item.height ?? 0)" alt="\(visit.t("Item {number}", ["number": visit.t.count(item.number)]))"><figcaption>\(item.key)</figcaption></figure>
    """
}

private func askedControl(_ t: Texts, _ control: LabelConfig.Control) -> HTML {
    let labels = control.labels.map(\.value)
    let words: String =
        switch control.kind {
        case .choices, .taxonomy:
            control.allowsSeveral ? t("Choose one or more of:") : t("Choose one of:")
        case .textArea: t("Write a text")
        case .rating, .number: t("Give a number")
        case .pairwise: t("Choose the better one")
        case .ranker: t("Put in order")
        default: control.kind.drawsRegions ? t("Mark regions and give each one of:") : t("Answer")
        }
    return """
        <h3>\(control.name)</h3><p>\(words)</p>\
        \(if: !labels.isEmpty, "<ul>\(each: labels, { "<li>\($0)</li>" })</ul>")
        """
}
