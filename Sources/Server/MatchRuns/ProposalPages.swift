import LabelMarket

/// What the engine proposes for a job, with every reason.
func proposalPage(_ visit: Visit, _ job: Job, _ view: ProposalView?) -> Page {
    let t = visit.t
    let title = t("Match for “{job}”", ["job": job.title])
    return Page(title, back: "/jobs/\(job.id)") {
        "<h1>\(title)</h1>"
        if let view {
            proposalBody(visit, view)
            if view.isOpen { decisions(visit, view) }
        } else {
            "<p>\(t("Nothing has been proposed for this job yet. The engine looks at all jobs every night; sealed bids enter when bidding has closed."))</p>"
        }
        if visit.signedIn?.actor.role == .buyer, job.state == .open { again(visit, job) }
    }
}

func proposalBody(_ visit: Visit, _ view: ProposalView) -> HTML {
    let t = visit.t
    let proposal = view.proposal
    let reasons = proposal.reasons
    return """
        \(if: proposal.id.rawValue != 0, "<p><span class=\"tag\(if: proposal.state == .proposed, " open")\">\(t.proposalState(view))</span></p>")
        \(proposal.vendor == nil ? unmatchedNote(t) : proposedSummary(visit, view))
        \(vendorTable(visit, view))
        \(if: view.need != nil, proposedWindows(visit.t, view))
        \(if: !reasons.scarce.isEmpty, scarceList(visit, view))
        \(if: !view.notes.isEmpty, "<details><summary>\(t("Vouchers: what pays nothing here, and why"))</summary><ul>\(each: view.notes, { "<li>\(t($0))</li>" })</ul></details>")
        \(runNote(visit, view))
        """
}

private func unmatchedNote(_ t: Texts) -> HTML {
    "<div class=\"notice\"><p>\(t("No offer fits this job as it stands. The table says why each one does not; the what-if page shows what would help."))</p></div>"
}

private func proposedSummary(_ visit: Visit, _ view: ProposalView) -> HTML {
    let t = visit.t
    let proposal = view.proposal
    var rows: [(String, HTML)] = [
        (t("Proposed vendor"), "\(proposal.vendor.flatMap { view.names[$0] }.map { t($0) } ?? "")\(if: proposal.bid == nil, " <span class=\"tag\">\(t("standing price"))</span>")"),
        (t("Price"), "\(t.money(proposal.price))"), (t("Vouchers pay"), "\(t.money(proposal.voucherShare))"),
        (t("Days"), "\(t.count(proposal.days))"),
    ]
    if let window = proposal.window.flatMap({ view.windows[$0] }), let use = proposal.use {
        rows += [
            (t("Proposed window"), "\(t(window.site))\(t.bracketed(t(window.region)))\(if: window.isWest, " <span class=\"tag\">\(t("west"))</span>")"),
            (t("Accelerators"), "\(t("{cards} × {accelerator}", ["cards": t.count(use.cards), "accelerator": window.accelerator]))"),
            (t("Starts"), t.timeElement(use.from)), (t("Ends"), t.timeElement(use.to)),
            (t("Price of the compute"), "\(t.money(proposal.computePrice))"),
            (t("Vouchers pay for compute"), "\(t.money(proposal.computeVoucherShare))"),
        ]
    }
    rows.append((t("You pay yourself"), "<strong>\(t.money(proposal.own))</strong>"))
    if let second = proposal.runnerUp.flatMap({ view.names[$0] }) {
        let ahead = proposal.aheadFen ?? 0
        let words =
            ahead >= 0
            ? t("{vendor}, {amount} behind", ["vendor": t(second), "amount": t.money(Money(fen: ahead))])
            : t("{vendor}, {amount} better for this job alone; others need its time more", ["vendor": t(second), "amount": t.money(Money(fen: -ahead))])
        rows.append((t("Runner-up"), "\(words)"))
    }
    return summaryList(rows)
}

private func vendorTable(_ visit: Visit, _ view: ProposalView) -> HTML {
    let t = visit.t
    let lines = view.proposal.reasons.vendors
    if lines.isEmpty { return "<h2>\(t("Vendors"))</h2><p>\(t("No vendor bid, and none has a standing price for this work."))</p>" }
    return """
        <h2>\(t("Vendors"))</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Vendors"))"><table>
        <caption>\(t("Every vendor that was looked at, and why it is or is not proposed. Amounts in yuan."))</caption><thead><tr>
        <th scope="col">\(t("Vendor"))</th><th scope="col">\(t("Offer"))</th><th scope="col" class="num">\(t("Price"))</th>
        <th scope="col" class="num">\(t("Vouchers pay"))</th><th scope="col">\(t("Why or why not"))</th></tr></thead><tbody>
        \(each: lines, { line in
            """
            <tr><th scope="row">\(t(view.names[line.vendor] ?? Bilingual(zh: "", en: "")))</th><td>\(line.isStanding ? t("standing price") : t("bid"))</td>
            <td class="num">\(line.price?.groupedText ?? "–")</td><td class="num">\(line.price == nil ? "–" : line.voucherShare.groupedText)</td>
            <td>\(t.vendorReason(line))</td></tr>
            """
        })</tbody></table></div>
        """
}

private func scarceList(_ visit: Visit, _ view: ProposalView) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("What is scarce"))</h2><ul>\(each: view.proposal.reasons.scarce, { "<li>\(scarceWords(t, $0, view))</li>" })</ul>
        """
}

private func scarceWords(_ t: Texts, _ scarce: MatchReasons.Scarce, _ view: ProposalView) -> String {
    let worth = t.money(scarce.worth)
    let day = t.date(CivilDate(dayNumber: scarce.resource.day))
    switch scarce.resource.kind {
    case .vendor:
        let name = view.names[ID(rawValue: scarce.resource.owner)].map { t($0) } ?? ""
        return t("One more hour of {vendor} in the week from {day} would be worth {amount}.", ["vendor": name, "day": day, "amount": worth])
    case .window:
        let name = view.windows[ID(rawValue: scarce.resource.owner)].map { t($0.site) } ?? ""
        return t("One more card at {site} on {day} would be worth {amount}.", ["site": name, "day": day, "amount": worth])
    case .voucher:
        let name = view.programmes[ID(rawValue: scarce.resource.owner)].map { t($0) } ?? ""
        return t("One more yuan on the voucher of {programme} would be worth {amount}.", ["programme": name, "amount": worth])
    case .site: return t("Filling this idle site further is worth {amount} a card-hour less.", ["amount": worth])
    }
}

private func runNote(_ visit: Visit, _ view: ProposalView) -> HTML {
    let t = visit.t
    guard let run = view.run else { return .empty }
    let policy = run.policy == 0 ? t("the initial weights") : t("version {version} of the weights", ["version": t.count(run.policy)])
    let words = t("Proposed by the engine under {policy}; ties were broken by the seed {seed}. The engine proposes, people award.", ["policy": policy, "seed": String(run.seed)])
    return "<p class=\"hint\">\(words) \(t.timeElement(view.proposal.madeAt))</p>"
}

private func decisions(_ visit: Visit, _ view: ProposalView) -> HTML {
    let t = visit.t
    guard visit.signedIn?.actor.role == .buyer else { return .empty }
    let path = "/jobs/\(view.job.id)/match"
    let accept: HTML =
        view.isBiddingOver
        ? "<a class=\"button\" href=\"\(visit.path(path + "/accept"))\">\(t("Check and accept"))</a>"
        : "\(t("You can accept when bidding has closed: {time}.", ["time": t.time(view.job.closesAt)]))"
    return """
        <h2>\(t("Your decision"))</h2><p class="actions">\(accept) \(visit.link(path + "/refuse", t("Refuse the proposal")))</p>
        \(visit.button(path + "/keep", t("Keep my own choice"), second: true, hidden: [("proposal", view.proposal.id.description)]))
        """
}

private func again(_ visit: Visit, _ job: Job) -> HTML {
    let t = visit.t
    return """
        <h2>\(t("Have it matched again"))</h2>
        <p>\(t("A match at once, for this job alone: what is proposed to others stays."))</p>
        \(visit.button("/jobs/\(job.id)/match", t("Match this job now"), second: true))
        <p>\(visit.link("/jobs/\(job.id)/match/what-if", t("What if the deadline, the region or the budget were otherwise?")))</p>
        """
}

/// The actor's own rows.
func ownProposalsPage(_ visit: Visit, _ list: (rows: [ProposalLine], hasMore: Bool)) -> Page {
    let t = visit.t
    let isVendor = visit.signedIn?.actor.role == .vendor
    return Page(t("Matches")) {
        "<h1>\(t("Matches"))</h1>"
        if isVendor {
            "<p>\(t("Jobs that the engine proposes you for. The buyer decides.")) \(visit.link("/price-list", t("Your standing price list")))</p>"
        }
        if list.rows.isEmpty {
            isVendor
                ? "<p>\(t("Nothing has been proposed yet. The engine runs every night."))</p>"
                : "<p>\(t("Nothing has been proposed yet. The engine runs every night; a job's own page has it matched at once.")) \(visit.link("/jobs/own", t("My jobs")))</p>"
        } else {
            proposalTable(visit, list.rows, caption: t("Newest first. Amounts in yuan."), linksJobs: !isVendor)
            if list.hasMore, let last = list.rows.last {
                "<p>\(visit.link("/matches?after=\(last.proposal.id)", t("Next page")))</p>"
            }
        }
    }
}

/// What only the buyer and offices see of a row.
private func buyersColumns(_ proposal: MatchProposal) -> HTML {
    let vouchers = Money(fen: proposal.voucherShare.fen + proposal.computeVoucherShare.fen)
    return """
        <td class="num">\(proposal.vendor == nil ? "–" : vouchers.groupedText)</td>\
        <td class="num">\(proposal.window == nil ? "–" : proposal.computePrice.groupedText)</td>
        """
}

func proposalTable(_ visit: Visit, _ rows: [ProposalLine], caption: String, linksJobs: Bool) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Proposals"))"><table><caption>\(caption)</caption><thead><tr>
        <th scope="col">\(t("Job"))</th><th scope="col">\(t("Buyer"))</th><th scope="col">\(t("Vendor"))</th>
        <th scope="col" class="num">\(t("Price"))</th>\(if: linksJobs, "<th scope=\"col\" class=\"num\">\(t("Vouchers pay"))</th><th scope=\"col\" class=\"num\">\(t("Compute"))</th>")
        <th scope="col">\(t("State"))</th></tr></thead><tbody>
        \(each: rows, { row in
            let proposal = row.proposal
            return """
            <tr><th scope="row">\(visit.link("/jobs/\(proposal.job)" + (linksJobs ? "/match" : ""), row.title))</th><td>\(t(row.buyerName))</td>
            <td>\(row.vendorName.map { t($0) } ?? "–")</td><td class="num">\(proposal.vendor == nil ? "–" : proposal.price.groupedText)</td>
            \(if: linksJobs, buyersColumns(proposal))
            <td><span class="tag">\(t.proposalState(proposal.state))</span></td></tr>
            """
        })</tbody></table></div>
        """
}
