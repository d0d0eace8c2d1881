import LabelMarket

/// Before a bid is excluded: what is wrong with it, in words that its vendor reads.
func disqualificationPage(_ visit: Visit, _ bid: Bid, _ job: Job, _ vendorName: Bilingual, _ form: FormMarkup) -> Page {
    let t = visit.t
    let title = t("Exclude the offer of {vendor}", ["vendor": t(vendorName)])
    return Page(title, form: form, back: "/jobs/\(job.id)/bids") {
        """
        <h1>\(title)</h1>
        <dl class="summary"><div><dt>\(t("Job"))</dt><dd>\(visit.link("/jobs/\(job.id)", job.title))</dd></div>
        <div><dt>\(t("Price"))</dt><dd>\(t.money(bid.price))</dd></div>
        <div><dt>\(t("Days"))</dt><dd>\(t.count(bid.days))</dd></div>
        <div><dt>\(t("Plan of the work"))</dt><dd>\(paragraphs(bid.plan))</dd></div></dl>
        <p class="notice">\(t("An excluded offer counts no more and cannot win. The vendor reads your reason; auditors read it, too. There is no way back."))</p>
        \(visit.form("/jobs/\(job.id)/exclude/\(bid.id)"))
        \(form.radios("ground", t("What is wrong with the offer"), options: AwardGround.choices.map { ($0.rawValue, t($0)) }))
        \(form.area("reason", t("Reason"), hint: t("What the offer lacks, in a sentence or two"), rows: 4))
        <p><button>\(t("Exclude the offer"))</button></p></form>
        """
    }
}
