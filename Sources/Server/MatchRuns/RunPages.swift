import LabelMarket
import Storage

/// The runs of the engine, newest first.
func runListPage(_ visit: Visit, _ list: RunList) -> Page {
    let t = visit.t
    let mayAsk = visit.signedIn?.actor.role != .auditor
    return Page(t("Matching")) {
        """
        <h1>\(t("Matching"))</h1>
        <p>\(t("Every night the engine looks at all open jobs whose bidding has closed, at standing price lists, at compute windows and at vouchers, and proposes to each buyer the vendor and the window that serve it best. It proposes, people award."))</p>
        <p class="actions">\(visit.link("/office/matching/policy", t("What the engine is told to prefer"))) \(visit.link("/office/matching/shares", t("Shares and red flags")))</p>
        """
        if mayAsk {
            list.isUnderWay
                ? "<p>\(t("A run is under way; this page shows it when you load it again."))</p>"
                : visit.button("/office/matching", t("Start a run now"))
        }
        if list.runs.isEmpty {
            "<p>\(t("The engine has not run yet."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Runs"))"><table><caption>\(t("Newest first"))</caption><thead><tr>
            <th scope="col">\(t("Asked for"))</th><th scope="col">\(t("By"))</th><th scope="col">\(t("State"))</th>
            <th scope="col" class="num">\(t("Jobs"))</th><th scope="col" class="num">\(t("Matched"))</th>
            <th scope="col" class="num">\(t("Gap"))</th></tr></thead><tbody>\(each: list.runs, { run in
                """
                <tr><th scope="row"><a href="\(visit.path("/office/matching/runs/\(run.id)"))">\(t.timeElement(run.askedAt))</a></th><td>\(t.matchCause(run.cause))</td>
                <td><span class="tag\(if: run.state == .adopted, " open")">\(t.runState(run))</span></td><td class="num">\(t.count(run.figures.jobs))</td>
                <td class="num">\(t.count(run.figures.matched))</td><td class="num">\(t.gap(run))</td></tr>
                """
            })</tbody></table></div>
            """
            if list.hasMore, let last = list.runs.last {
                "<p>\(visit.link("/office/matching?after=\(last.id)", t("Next page")))</p>"
            }
        }
    }
}

/// One run: what it rests on, what it found, and how good that is proven to be.
func runPage(_ visit: Visit, _ view: RunView) -> Page {
    let t = visit.t
    let run = view.run
    let title = t("Run of {time}", ["time": t.time(run.askedAt)])
    return Page(title, back: "/office/matching") {
        """
        <h1>\(title)</h1><p><span class="tag\(if: run.state == .adopted, " open")">\(t.runState(run))</span> \(t.matchCause(run.cause))</p>
        """
        if run.state == .superseded {
            """
            <div class="notice"><p>\(t("What the run rests on changed while it was at work, so nothing of it was adopted and nothing was lost: {changes}. Start a new run.", ["changes": t.changes(run.changes)]))</p></div>
            """
        }
        if run.state == .failed {
            "<div class=\"notice\"><p>\(t("The run failed; nothing of it was adopted. It has been recorded for the administrator. Start a new run."))</p></div>"
        }
        figures(t, run)
        inputs(visit, view)
        if !view.limits.isEmpty { limitTable(t, view.limits) }
        if !view.proposals.isEmpty {
            "<h2>\(t("Proposals"))</h2>"
            "<p>\(t.list(ProposalState.allCases.compactMap { state in view.states[state].map { t.proposalState(state) + " " + t.count($0) } }))</p>"
            proposalTable(visit, view.proposals, caption: t("Newest first. Amounts in yuan."), linksJobs: true)
            if view.hasMore, let last = view.proposals.last {
                "<p>\(visit.link("/office/matching/runs/\(run.id)?after=\(last.proposal.id)", t("Next page")))</p>"
            }
        }
    }
}

private func figures(_ t: Texts, _ run: MatchRun) -> HTML {
    guard run.state == .adopted, let objective = run.objective, let bound = run.bound else { return .empty }
    let figures = run.figures
    var rows: [(String, HTML)] = [
        (t("Matched"), "\(t("{matched} of {jobs} jobs, from {offers} eligible offers", ["matched": t.count(figures.matched), "jobs": t.count(figures.jobs), "offers": t.count(figures.offers)]))"),
        (t("Welfare"), "\(t.money(Money(fen: objective / 1000)))"),
        (t("Proven bound"), "\(t("{amount}: no other set of matches is worth more", ["amount": t.money(Money(fen: bound / 1000))]))"),
        (t("Gap"), "\(t.gap(run))"),
        (t("Buyers pay themselves"), "\(t.money(figures.own))"), (t("Vouchers pay"), "\(t.money(figures.vouchers))"),
        figures.saved.fen < 0
            ? (t("Dearer than buying by hand"), "\(t.money(Money(fen: -figures.saved.fen)))")
            : (t("Saved against buying by hand"), "\(t.money(figures.saved))"),
    ]
    if figures.idleHours + figures.bookedHours > 0 {
        let all = figures.idleHours + figures.bookedHours
        let values = [
            "before": t.percent(basisPoints: figures.bookedHours * 10_000 / all),
            "after": t.percent(basisPoints: (figures.bookedHours + figures.filledHours) * 10_000 / all),
            "hours": t.count(figures.filledHours),
        ]
        let words = t("{before} booked before, {after} if all is accepted: {hours} card-hours more", ["before": values["before"] ?? "", "after": values["after"] ?? "", "hours": values["hours"] ?? ""])
        rows.append((t("Idle western sites"), "\(words)"))
    }
    return """
        \(summaryList(rows))
        <p class="hint">\(t("By hand means: in the order in which bidding closes, each buyer takes the cheapest offer that its vendor still has time for, then the cheapest window that is still free, with all that vouchers pay. That serves {count} jobs. The difference is over the jobs served both ways; it is negative where the weights prefer something else to price.", ["count": t.count(figures.handMatched)]))</p>
        """
}

private func inputs(_ visit: Visit, _ view: RunView) -> HTML {
    let t = visit.t
    let run = view.run
    var rows: [(String, HTML)] = [
        (t("Weights"), visit.link("/office/matching/policy", run.policy == 0 ? t("the initial weights") : t("version {version} of the weights", ["version": t.count(run.policy)]))),
        (t("Seed that breaks ties"), "\(String(run.seed))"),
    ]
    if let at = run.frozenAt { rows.append((t("Inputs as of"), t.timeElement(at))) }
    if let inputs = run.inputs { rows.append((t("SHA-256 of the inputs"), "<code>\(inputs.hex)</code>")) }
    if let milliseconds = run.solveMilliseconds { rows.append((t("Worked out in"), "\(t("{count} ms", ["count": t.count(milliseconds)]))")) }
    return "<h2>\(t("What it rests on"))</h2>\(summaryList(rows))"
}

private func limitTable(_ t: Texts, _ limits: [RunView.LimitLine]) -> HTML {
    """
    <h2>\(t("What is scarce"))</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="\(t("What is scarce"))"><table>
    <caption>\(t("What one more hour, card for a day, or yuan of each would be worth"))</caption><thead><tr><th scope="col">\(t("Limit"))</th>
    <th scope="col">\(t("Starts"))</th><th scope="col" class="num">\(t("Used"))</th><th scope="col" class="num">\(t("Worth, yuan"))</th></tr></thead><tbody>
    \(each: limits, { line in
        let used = line.capacity > 0 ? t.percent(basisPoints: min(10_000, line.used * 10_000 / line.capacity)) : "–"
        return """
        <tr><th scope="row">\(t(line.name))\(t.bracketed(t.resourceKind(line.resource.kind)))</th><td>\(line.resource.day == 0 ? "" : t.date(CivilDate(dayNumber: line.resource.day)))</td>
        <td class="num">\(used)</td><td class="num">\(line.worth.groupedText)</td></tr>
        """
    })</tbody></table></div>
    """
}

/// Concentration over time, and what an officer should look at.
func sharesPage(_ visit: Visit, _ shares: MatchShares) -> Page {
    let t = visit.t
    return Page(t("Shares and red flags"), back: "/office/matching") {
        """
        <h1>\(t("Shares and red flags"))</h1>
        <p>\(t("Concentration is the sum of the squared shares of contract value: 10,000 is one alone, 1,000 is ten equal ones."))</p>
        """
        if shares.quarters.isEmpty {
            "<p>\(t("No contract has been signed in the last two years."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("Quarters"))"><table><caption>\(t("By quarter, newest first"))</caption><thead><tr>
            <th scope="col">\(t("Quarter from"))</th><th scope="col" class="num">\(t("Contracts"))</th><th scope="col" class="num">\(t("Value, yuan"))</th>
            <th scope="col" class="num">\(t("Concentration of vendors"))</th><th scope="col" class="num">\(t("Concentration of buyers"))</th>
            <th scope="col">\(t("Largest vendor"))</th></tr></thead><tbody>\(each: shares.quarters, { quarter in
                """
                <tr><th scope="row">\(t.dateElement(quarter.first))</th><td class="num">\(t.count(quarter.contracts))</td><td class="num">\(quarter.value.groupedText)</td>
                <td class="num">\(t.count(quarter.vendorIndex))</td><td class="num">\(t.count(quarter.buyerIndex))</td>
                <td>\(t(quarter.largestVendor))\(t.bracketed(t.percent(basisPoints: quarter.largestShareBasisPoints)))</td></tr>
                """
            })</tbody></table></div>
            """
        }
        "<h2>\(t("Red flags"))</h2><p>\(t("A flag proves nothing; somebody should look."))</p>"
        if shares.flags.isEmpty {
            "<p>\(t("None."))</p>"
        } else {
            "<ul>\(each: shares.flags, { "<li>\(flagWords(t, $0))</li>" })</ul>"
        }
    }
}

private func flagWords(_ t: Texts, _ flag: MatchShares.Flag) -> String {
    switch flag {
    case .circle(let one, let other):
        t("Circle: {one} and {other} bought from each other within {days} days.", ["one": t(one), "other": t(other), "days": t.count(ShareRules.circleDays)])
    case .captive(let buyer, let vendor, let share, let contracts):
        t("{vendor} has {share} of what {buyer} awarded, in {count} contracts.", ["vendor": t(vendor), "share": t.percent(basisPoints: share), "buyer": t(buyer), "count": t.count(contracts)])
    }
}
