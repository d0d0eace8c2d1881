import Annotations
import LabelMarket

/// The first question: what the job is called.
func newJobPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Post a job"), form: form, back: "/jobs/own") {
        """
        <h1>\(t("Post a job"))</h1>
        <p>\(t("You need about fifteen minutes and your data as a file. Nothing is public before you publish; you can stop at any time and go on later."))</p>
        \(visit.form("/jobs/new"))
        \(form.text("title", t("Title"), hint: t("What is to be labeled, such as: mood of customer messages")))
        <button>\(t("Continue"))</button></form>
        """
    }
}

/// The task list of a job, and what is known about its price.
func jobTasksPage(_ visit: Visit, _ desk: JobDesk) -> Page {
    let t = visit.t
    let draft = desk.draft
    let path = "/jobs/\(draft.id)"
    return Page(t("Your job: {title}", ["title": draft.title]), back: draft.state == .draft ? "/jobs/own" : path) {
        """
        <h1>\(t("Your job: {title}", ["title": draft.title]))</h1>
        \(if: draft.state == .open, editWarning(t))
        <table><caption>\(t("Parts of the job"))</caption><thead><tr><th scope="col">\(t("Part"))</th>\
        <th scope="col">\(t("Status"))</th></tr></thead><tbody>
        \(each: JobPart.allCases, { taskRow(visit, desk, $0) })</tbody></table>
        """
        pricePanel(t, desk)
        if draft.state == .draft {
            if draft.missingParts.isEmpty {
                "<p><a class=\"button\" href=\"\(visit.path(path + "/check"))\">\(t("Check and publish"))</a></p>"
            } else {
                "<p>\(t("You can publish when every part is done."))</p>"
            }
            visit.button(path + "/discard", t("Throw the draft away"), second: true)
        }
    }
}

func editWarning(_ t: Texts) -> HTML {
    "<div class=\"notice\"><p>\(t("The job is public. Any change makes a new version, and vendors must confirm their bids again."))</p></div>"
}

private func taskRow(_ visit: Visit, _ desk: JobDesk, _ part: JobPart) -> HTML {
    let t = visit.t
    let draft = desk.draft
    let words = t.jobPart(part)
    let name: HTML = draft.allows(part) ? visit.link("/jobs/\(draft.id)/edit/\(part.rawValue)", words) : "\(words)"
    if part == .compute, desk.compute == nil {
        return "<tr><th scope=\"row\">\(name)</th><td><span class=\"tag\">\(t("Optional"))</span></td></tr>"
    }
    let status =
        !draft.allows(part) && !draft.has(part)
        ? t("Cannot start yet") : draft.has(part) ? t("Done") : t("To do")
    return "<tr><th scope=\"row\">\(name)</th><td><span class=\"tag\(if: draft.has(part), " open")\">\(status)</span></td></tr>"
}

/// The indicative price with its source, and what vouchers would carry.
func pricePanel(_ t: Texts, _ desk: JobDesk) -> HTML {
    var parts: HTML = "<h2>\(t("What it may cost"))</h2>"
    if let estimate = desk.estimate {
        parts += """
            <p>\(t("Indicatively {low} to {high}", ["low": t.money(estimate.low), "high": t.money(estimate.high)]))</p>
            <p class="hint">\(t(estimate.price.source))\(t.bracketed(t.proof(estimate.price.proof)))\(t.language == .zh ? "。" : ". ")\
            \(t("There is no official price list; bids decide."))</p>
            """
    } else {
        parts += "<p>\(t("A range appears once the dataset and the kind of work are chosen, where a figure is known."))</p>"
    }
    guard let after = desk.afterSubsidy else { return parts }
    parts += """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("What it may cost"))"><table><caption>\(t("Price after subsidy, for {amount}", ["amount": t.money(after.price)]))</caption>
        <thead><tr><th scope="col">\(t("Who pays"))</th><th scope="col" class="num">\(t("Amount"))</th></tr></thead><tbody>
        \(each: after.shares, { share in
            """
            <tr><th scope="row">\(t(share.programme))<br><small>\(share.why.map { t($0) }.joined(separator: t.language == .zh ? "；" : "; "))</small></th>\
            <td class="num">\(t.money(share.amount))</td></tr>
            """
        })
        <tr><th scope="row">\(t("You"))</th><td class="num">\(t.money(after.own))</td></tr></tbody></table></div>
        \(each: after.notes, { "<p>\(t($0))</p>" })
        """
    for share in desk.expiring {
        parts += """
            <div class="notice"><p>\(t("The voucher {programme} expires on {date}, before the work and its acceptance have ended. Choose earlier dates, or the voucher may not count.", ["programme": t(share.programme), "date": t.date(share.expiresOn)]))</p></div>
            """
    }
    return parts
}

/// One part's form.
func jobPartPage(_ visit: Visit, _ part: JobPart, _ desk: JobDesk, _ datasets: [Dataset], _ form: FormMarkup) -> Page {
    let t = visit.t
    let draft = desk.draft
    let path = "/jobs/\(draft.id)/edit"
    let title = t.jobPart(part)
    return Page(title, form: form, back: path) {
        "<h1>\(title)</h1>"
        if draft.state == .open { editWarning(t) }
        if !draft.allows(part) {
            "<p>\(t("Choose the dataset first: this part depends on it."))</p>"
        } else if part == .config, configChoice(visit, form) == nil {
            configGallery(visit, desk)
        } else if part == .dataset, datasets.isEmpty {
            "<p>\(t("You have no dataset that is ready.")) \(visit.link("/datasets/new", t("Upload a dataset")))</p>"
        } else {
            """
            \(visit.form(path + "/" + part.rawValue))
            <input type="hidden" name="version" value="\(form.fields.has("version") ? form.fields.raw("version") : String(draft.version))">
            \(partFields(visit, part, desk, datasets, form))
            <button>\(t("Save and continue"))</button></form>
            """
        }
    }
}

private func partFields(
    _ visit: Visit, _ part: JobPart, _ desk: JobDesk, _ datasets: [Dataset], _ form: FormMarkup
) -> HTML {
    let t = visit.t
    let draft = desk.draft
    switch part {
    case .description:
        return """
            \(form.text("title", t("Title"), value: draft.title))
            \(form.area("description", t("Description"), hint: t("What is to be done, for what, and what matters most"), value: draft.description))
            \(form.checkboxes("language", t("Languages that labelers must read"), options: LabelLanguage.allCases.map { ($0.rawValue, t.labelLanguage($0)) }, values: draft.languages.map(\.rawValue)))
            """
    case .dataset:
        return """
            \(form.radios("dataset", t("Dataset"), options: datasets.map { ($0.id.description, t("{name}: {count} items", ["name": $0.name, "count": t.count($0.itemCount)])) }, value: draft.dataset?.description))
            <p>\(visit.link("/datasets/new", t("Upload a dataset")))</p>
            """
    case .config: return configFields(visit, desk, form)
    case .quality: return qualityFields(t, draft, form)
    case .dates:
        return """
            \(form.date("closes_on", t("Bidding closes on"), value: draft.closesAt?.shanghaiDate))
            \(form.text("closes_hour", t("At, full hour (Beijing time)"), hint: t("0 to 23, such as 17"), inputMode: "numeric", short: true, value: String(draft.closesAt?.shanghaiClock.hour ?? 17)))
            \(form.date("deadline_on", t("Last day for the work"), value: draft.deadlineOn))
            """
    case .budget:
        return form.money(
            "budget", t("The most you will pay, in yuan"),
            hint: t("Public. Bids above it are not taken."), value: draft.budget ?? desk.estimate?.middle)
    case .security:
        return """
            \(form.radios("security", t("Security class"), options: SecurityClass.allCases.map { ($0.rawValue, t.securityClass($0)) }, value: draft.securityClass?.rawValue))
            \(form.text("samples", t("Items that everyone may see"), hint: t("The first ones of the dataset, 0 to 10. Only for open jobs."), inputMode: "numeric", short: true, value: String(draft.securityClass == nil ? 3 : draft.publicSampleCount)))
            \(form.checkboxes("region", t("Where the work may be done"), hint: t("Choose none to allow all of mainland China"), options: provinces(t), values: draft.regions))
            """
    case .compute: return computeFields(t, desk, form)
    }
}

private func qualityFields(_ t: Texts, _ draft: JobDraft, _ form: FormMarkup) -> HTML {
    let accuracy = draft.requiredAccuracyBasisPoints.map { t.percent(basisPoints: Int64($0)) } ?? "95"
    let lot = draft.lotSize ?? min(500, draft.itemCount ?? 500)
    return """
        \(form.text("accuracy", t("Required accuracy, in percent"), hint: t("Share of items that must be right, 50 to 100"), inputMode: "decimal", short: true, value: accuracy))
        \(form.text("lot_size", t("Items in a lot"), hint: t("What is delivered, inspected and paid together"), inputMode: "numeric", short: true, value: String(lot)))
        \(form.radios("sampling", t("Inspection of a lot"), hint: t("The plan follows from the size of the lot: a good lot passes with 95%, a bad one with at most 10%."), options: SamplingPlan.Strictness.allCases.map { ($0.rawValue, t.strictness($0)) }, value: draft.samplingPlan?.strictness.rawValue ?? "standard"))
        \(form.text("acceptance_days", t("Days to decide on a delivery"), hint: t("Silence accepts"), inputMode: "numeric", short: true, value: String(draft.acceptanceDays ?? 5)))
        \(form.text("objects", t("Objects in an item, roughly"), hint: t("Boxes, outlines or names; only for the indicative price"), inputMode: "numeric", short: true, value: String(draft.objectsPerItem)))
        """
}
