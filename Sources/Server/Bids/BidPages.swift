import LabelMarket

/// What a job asks, in the rows that matter to a bid.
private func jobFacts(_ visit: Visit, _ job: Job, _ buyerName: Bilingual) -> HTML {
    let t = visit.t
    return """
        <dl class="summary"><div><dt>\(t("Job"))</dt><dd>\(visit.link("/jobs/\(job.id)", job.title))</dd></div>
        <div><dt>\(t("Buyer"))</dt><dd>\(t(buyerName))</dd></div>
        <div><dt>\(t("Items"))</dt><dd>\(t.count(job.itemCount)) · \(t("{count} lots", ["count": t.count(job.lotCount)]))</dd></div>
        <div><dt>\(t("Bidding closes"))</dt><dd>\(t.timeElement(job.closesAt))</dd></div>
        <div><dt>\(t("Last day of delivery"))</dt><dd>\(t.dateElement(job.deadlineOn))</dd></div>
        <div><dt>\(t("Required accuracy"))</dt><dd>\(t.percent(basisPoints: Int64(job.requiredAccuracyBasisPoints)))</dd></div>
        <div><dt>\(t("Budget"))</dt><dd>\(t.money(job.budget))</dd></div></dl>
        """
}

/// The form for a bid; filled with what the vendor offered before.
func bidFormPage(_ visit: Visit, _ view: BidForm, _ form: FormMarkup) -> Page {
    let t = visit.t
    let known = view.draft ?? view.standing
    return Page(t("Make an offer") + t.bracketed(view.job.title), form: form, back: "/jobs/\(view.job.id)") {
        "<h1>\(t("Make an offer"))</h1>"
        jobFacts(visit, view.job, view.buyerName)
        if let refusal = view.refusal {
            "<div class=\"notice\"><p>\(refusal.words(t))</p></div>"
        } else {
            if let standing = view.standing {
                """
                <div class="notice"><p>\(t("You already offer {price}. A new offer takes its place.", ["price": t.money(standing.price)]))</p></div>
                """
            }
            """
            <p>\(t("Until bidding closes nobody but you sees your offer, the buyer only sees how many there are. You can change or withdraw it until then."))</p>
            \(visit.form("/jobs/\(view.job.id)/bid"))
            <input type="hidden" name="version" value="\(view.job.version)">
            \(form.money("price", t("Price for all items, in yuan"), hint: t("Tax included, such as 12,800.00"), value: known?.price))
            \(form.text(
                "days", t("Days from contract to last delivery"),
                hint: t("At most {count}", ["count": t.count(view.mostDays)]), inputMode: "numeric", short: true,
                value: known.map { String($0.days) }))
            \(form.area(
                "plan", t("How you will do the work"),
                hint: t("People, tools, checks before delivery, experience with similar labels"), rows: 10,
                value: known?.plan))
            <button>\(t("Continue"))</button></form>
            """
        }
    }
}

/// A row of a check-answers list with the way back to change it.
private func answer(_ visit: Visit, _ name: String, _ value: HTML, change path: String) -> HTML {
    let t = visit.t
    return """
        <div><dt>\(name)</dt><dd>\(value)</dd><dd><a href="\(visit.path(path))">\(t("Change"))<span class="sr"> \(name)</span></a></dd></div>
        """
}

/// The last look before an offer binds.
func bidCheckPage(_ visit: Visit, _ own: OwnBid) -> Page {
    let t = visit.t
    let (bid, edit) = (own.bid, "/jobs/\(own.bid.job)/bid")
    return Page(t("Check your offer"), back: edit) {
        """
        <h1>\(t("Check your offer"))</h1>
        \(jobFacts(visit, own.job, own.buyerName))
        <dl class="summary">
        \(answer(visit, t("Price"), "\(t.money(bid.price))\(t.bracketed(t("{price} per item", ["price": perItem(t, bid.price, own.job)])))", change: edit + "#price"))
        \(answer(visit, t("Days"), "\(t.count(bid.days))", change: edit + "#days"))
        \(answer(visit, t("Plan of the work"), paragraphs(bid.plan), change: edit + "#plan"))</dl>
        <p>\(t("The offer binds you until the buyer has decided. It stays sealed until bidding closes."))</p>
        \(visit.button("/bids/\(bid.id)/offer", t("Offer {price}", ["price": t.money(bid.price)])))
        """
    }
}

/// What a vendor keeps after offering.
func bidSentPage(_ visit: Visit, _ own: OwnBid) -> Page {
    let t = visit.t
    return Page(t("Your offer is in")) {
        """
        <div class="panel"><h1>\(t("Your offer is in"))</h1><p>\(t("Number {number}", ["number": own.bid.number]))</p></div>
        <h2>\(t("What happens next"))</h2>
        <p>\(t("Bidding closes on {time}. Then the buyer opens all offers, decides, and gives every bidder a reason.", ["time": t.time(own.job.closesAt)]))</p>
        <p>\(t("If the buyer edits the job before that, you must confirm your offer again; your desk will say so."))</p>
        <p>\(visit.link("/bids/\(own.bid.id)", t("See your offer"))) · \(visit.link("/bids", t("My bids"))) · \(visit.link("/help", t("Help and contact")))</p>
        """
    }
}

/// A vendor's own bid, with what can be done about it.
func bidPage(_ visit: Visit, _ own: OwnBid) -> Page {
    let t = visit.t
    let bid = own.bid
    return Page(t("Offer {number}", ["number": bid.number]), back: "/bids") {
        """
        <h1>\(t("Offer {number}", ["number": bid.number]))</h1>
        <p><span class="tag\(if: bid.state == .sealed || bid.state == .won, " open")">\(own.isMoot ? t("The job was withdrawn") : t(bid.state))</span></p>
        """
        if own.needsConfirmation, bid.state == .sealed, own.isOpen {
            """
            <div class="notice"><h2>\(t("The job was edited"))</h2>
            <p>\(t("Your offer does not count at closing unless you confirm it for the job as it now stands, or change it."))</p>
            \(visit.button("/bids/\(bid.id)/confirm", t("Confirm the offer for the edited job"), hidden: [("version", "\(own.job.version)")]))</div>
            """
        }
        if let ground = bid.ground {
            """
            <dl class="summary"><div><dt>\(t("What decided"))</dt><dd>\(t(ground))</dd></div>
            \(if: bid.reason != nil, "<div><dt>\(t("The buyer's words"))</dt><dd>\(bid.reason ?? "")</dd></div>")
            \(own.rank.map { rank in "<div><dt>\(t("Where your offer stood"))</dt><dd>\(t(rank))</dd></div>" as HTML } ?? .empty)</dl>
            """
        }
        if let contract = own.contract { "<p>\(visit.link("/contracts/\(contract)", t("See the contract")))</p>" }
        """
        <dl class="summary"><div><dt>\(t("Price"))</dt><dd>\(t.money(bid.price))\(t.bracketed(t("{price} per item", ["price": perItem(t, bid.price, own.job)])))</dd></div>
        <div><dt>\(t("Days"))</dt><dd>\(t.count(bid.days))</dd></div>
        <div><dt>\(t("Plan of the work"))</dt><dd>\(paragraphs(bid.plan))</dd></div>
        \(if: bid.offeredAt != nil, "<div><dt>\(t("Offered"))</dt><dd>\(t.timeElement(bid.offeredAt ?? own.job.closesAt))</dd></div>")</dl>
        \(jobFacts(visit, own.job, own.buyerName))
        """
        if own.isOpen { actions(visit, bid) }
    }
}

private func actions(_ visit: Visit, _ bid: Bid) -> HTML {
    let t = visit.t
    switch bid.state {
    case .sealed:
        return """
            <div class="actions"><a class="button" href="\(visit.path("/jobs/\(bid.job)/bid"))">\(t("Change the offer"))</a>
            \(visit.link("/bids/\(bid.id)/withdraw", t("Withdraw the offer")))</div>
            """
    case .draft:
        return "<p>\(visit.link("/bids/\(bid.id)/check", t("Check and send")))</p>"
    default:
        return "<p>\(visit.link("/jobs/\(bid.job)/bid", t("Make a new offer")))</p>"
    }
}

func bidWithdrawPage(_ visit: Visit, _ own: OwnBid) -> Page {
    let t = visit.t
    return Page(t("Withdraw the offer"), back: "/bids/\(own.bid.id)") {
        """
        <h1>\(t("Withdraw the offer"))</h1>
        <p>\(t("Your offer of {price} on “{job}” will no longer count. Until bidding closes you can make a new one.", ["price": t.money(own.bid.price), "job": own.job.title]))</p>
        \(visit.button("/bids/\(own.bid.id)/withdraw", t("Withdraw the offer of {price}", ["price": t.money(own.bid.price)])))
        """
    }
}

/// A vendor's bids.
func bidListPage(_ visit: Visit, _ bids: [OwnBid], next: ID<Bid>?) -> Page {
    let t = visit.t
    return Page(t("My bids")) {
        "<h1>\(t("My bids"))</h1>"
        if bids.isEmpty {
            "<p>\(t("You have not made an offer yet.")) \(visit.link("/jobs", t("See open labeling jobs")))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("My bids"))"><table><caption>\(t("Newest first"))</caption>
            <thead><tr><th scope="col">\(t("Job"))</th><th scope="col">\(t("State"))</th><th scope="col" class="num">\(t("Price (yuan)"))</th>
            <th scope="col" class="num">\(t("Days"))</th><th scope="col">\(t("Bidding closes"))</th></tr></thead><tbody>
            \(each: bids, { own in
                """
                <tr><th scope="row">\(visit.link("/bids/\(own.bid.id)", own.job.title))</th><td>\(own.isMoot ? t("The job was withdrawn") : t(own.bid.state))\(if: own.needsConfirmation && own.isOpen && own.bid.state == .sealed, " <span class=\"tag\">\(t("Confirm again"))</span>")</td>
                <td class="num">\(own.bid.price.groupedText)</td><td class="num">\(t.count(own.bid.days))</td><td>\(t.timeElement(own.job.closesAt))</td></tr>
                """
            })</tbody></table></div>
            """
        }
        if let next { "<p>\(visit.link("/bids?after=\(next)", t("Next page")))</p>" }
    }
}

func perItem(_ t: Texts, _ price: Money, _ job: Job) -> String {
    t.money(((try? price.scaledDown(1, over: Int64(job.itemCount))) ?? (.zero, 0)).money)
}

/// Text with its line breaks kept as paragraphs.
func paragraphs(_ text: String) -> HTML {
    "\(each: text.split(separator: "\n"), { "<p>\($0)</p>" })"
}
