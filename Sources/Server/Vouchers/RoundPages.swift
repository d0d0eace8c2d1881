import LabelMarket

/// A round as its bureau sees it: open, closed with the allocation that deciding it would give, or decided.
func officeRoundPage(_ visit: Visit, _ view: RoundView, includesOpen: Bool) -> Page {
    let t = visit.t
    let title = t("Round {round} of {programme}", ["round": view.round.name, "programme": t(view.programmeName)])
    let mayAct = visit.signedIn?.actor.role != .auditor
    return Page(title, back: "/office/rounds") {
        "<h1>\(title)</h1>"
        roundSummary(visit, view)
        if view.method == .lottery { seedSection(visit, view, mayAct: mayAct) }
        if let result = view.result {
            "<h2>\(t("The decision"))</h2>"
            resultSummary(visit, result)
            "<p>\(visit.link("/programmes/\(view.round.programme)/rounds/\(view.round.id)", t("The published result, place by place")))</p>"
        } else if visit.now < view.round.closesAt {
            "<p>\(t("The allocation can be looked at once the round has closed."))</p>"
        } else {
            preview(visit, view, includesOpen: includesOpen, mayAct: mayAct)
        }
    }
}

func methodName(_ method: Oversubscription?, _ t: Texts) -> String {
    method.map { t($0.name) } ?? t("no rule was found")
}

private func roundSummary(_ visit: Visit, _ view: RoundView) -> HTML {
    let t = visit.t
    return """
        <dl class="summary">
        \(summaryRow(t("Opens"), t.timeElement(view.round.opensAt)))
        \(summaryRow(t("Closes"), t.timeElement(view.round.closesAt)))
        \(summaryRow(t("State"), "<span class=\"tag\">\(view.result == nil ? roundState(view.round, visit.now, t) : t("decided"))</span>"))
        \(summaryRow(t("Applications filed"), t.count(view.filed)))
        \(summaryRow(t("If the pot is too small"), methodName(view.method, t)))
        \(summaryRow(t("The round can give"), t.money(view.pot)))</dl>
        """
}

private func seedSection(_ visit: Visit, _ view: RoundView, mayAct: Bool) -> HTML {
    let t = visit.t
    let path = "/office/rounds/\(view.round.id)"
    if let commitment = view.commitment {
        return """
            <p>\(t("A seed for the lottery was promised before the round closed. Its SHA-256 stands on the public page of the round:"))<br>
            <code>\(hexadecimal(commitment))</code></p>
            """
    }
    if visit.now >= view.round.closesAt {
        return "<p class=\"notice\">\(t("No seed was promised before the round closed: a lottery is no longer possible."))</p>"
    }
    return """
        <p>\(t("Promise the seed of the lottery before the round closes: the market makes it, publishes its hash now, and the seed itself with the decision."))</p>
        \(if: mayAct, "\(visit.button(path + "/seed", t("Publish the promise"), second: true))")
        """
}

private func preview(_ visit: Visit, _ view: RoundView, includesOpen: Bool, mayAct: Bool) -> HTML {
    let t = visit.t
    if view.candidates.isEmpty { return "<p>\(t("No application waits in this round."))</p>" }
    let path = "/office/rounds/\(view.round.id)"
    let open = view.candidates.filter { $0.standing == .open }.count
    return """
        <h2>\(t("What deciding it would give"))</h2>
        <p>\(t("Every rule was asked again just now, as of the moment of filing. {count} applications take part and ask for {asked}; the round can give {pot}.", ["count": t.count(view.takingPart), "asked": t.money(view.asked), "pot": t.money(view.pot)]))</p>
        \(if: view.given == nil, "<p>\(view.method == .lottery ? t("The lot decides, and is drawn only with the decision.") : t("More is asked than there is, and no text says who goes first: decide the applications one by one."))</p>")
        \(openNote(visit, path, open, includesOpen: includesOpen))
        \(candidateTable(visit, view))
        \(if: mayAct && (view.given != nil || view.commitment != nil), "<p class=\"actions\"><a class=\"button\" href=\"\(visit.path(path + "/decide" + (includesOpen ? "?open=1" : "")))\">\(t("Go on to the decision"))</a></p>")
        """
}

private func openNote(_ visit: Visit, _ path: String, _ open: Int, includesOpen: Bool) -> HTML {
    let t = visit.t
    if includesOpen {
        return "<p>\(visit.link(path, t("Leave out applications with points that nobody has settled")))</p>"
    }
    guard open > 0 else { return .empty }
    return """
        <p>\(t("{count} applications have points that are not proven and that nobody has settled. They stay open, unless you let them take part.", ["count": t.count(open)])) \
        \(visit.link(path + "?open=1", t("Let them take part")))</p>
        """
}

private func candidateTable(_ visit: Visit, _ view: RoundView) -> HTML {
    let t = visit.t
    let shown = view.candidates.prefix(200)
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Applications of the round"))"><table>
        <caption>\(t("Applications of the round"))\(if: view.candidates.count > shown.count, " \(t("(the first {count})", ["count": t.count(shown.count)]))")</caption>
        <thead><tr><th scope="col">\(t("Application"))</th><th scope="col">\(t("Firm"))</th><th scope="col">\(t("Contract from"))</th>\
        <th scope="col">\(t("Filed"))</th><th scope="col" class="num">\(t("Amount asked"))</th><th scope="col" class="num">\(t("Would get"))</th>\
        <th scope="col">\(t("What happens"))</th></tr></thead><tbody>\(each: Array(shown), { candidate in
            let application = candidate.application
            return """
                <tr><th scope="row">\(visit.link("/office/applications/\(application.id)", "\(application.id)"))</th><td>\(t(candidate.buyerName))</td>\
                <td>\(t.dateElement(application.plan.startsOn))</td><td>\(t.timeElement(application.filedAt))</td>\
                <td class="num">\(t.money(candidate.asked))</td><td class="num">\(candidate.given.map(t.money) ?? "–")</td><td>\(standing(candidate, t))</td></tr>
                """
        })</tbody></table></div>
        """
}

private func standing(_ candidate: RoundCandidate, _ t: Texts) -> String {
    switch candidate.standing {
    case .takesPart where candidate.given == .zero: t("refused: the pot goes to others")
    case .takesPart: candidate.given == nil ? t("takes part in the lottery") : t("granted")
    case .fails(let reason): t("refused: {reason}", ["reason": t(reason)])
    case .open: t("stays open")
    }
}

/// The last look before a round is decided: there is no way back.
func decideRoundPage(_ visit: Visit, _ view: RoundView, includesOpen: Bool, _ form: FormMarkup) -> Page {
    let t = visit.t
    let path = "/office/rounds/\(view.round.id)"
    let title = t("Decide round {round} of {programme}", ["round": view.round.name, "programme": t(view.programmeName)])
    let fails = view.candidates.filter { if case .fails = $0.standing { true } else { false } }.count
    let open = view.candidates.filter { $0.standing == .open }.count
    return Page(title, form: form, back: path) {
        """
        <h1>\(title)</h1>
        <dl class="summary">\(summaryRow(t("Take part"), t.count(view.takingPart)))\(summaryRow(t("Asked together"), t.money(view.asked)))
        \(summaryRow(t("The round can give"), t.money(view.pot)))\(summaryRow(t("Given"), view.given.map(t.money) ?? t("by lot, up to what the round can give")))
        \(summaryRow(t("If the pot is too small"), methodName(view.method, t)))\(summaryRow(t("Refused, as a rule fails"), t.count(fails)))
        \(summaryRow(t("Stay open"), t.count(open)))</dl>
        <p class="notice">\(t("All of it is done at once: vouchers are granted, refusals sent, every firm gets a notice, and the result is published. It cannot be undone."))</p>
        \(visit.form(path + "/decide"))<input type="hidden" name="shown" value="\(hexadecimal(view.listHash))">
        <input type="hidden" name="open" value="\(includesOpen ? "1" : "")">
        \(form.checkbox("sure", t("I have looked at the list and decide it as it stands")))
        <p><button>\(t("Decide the whole round"))</button></p></form>
        """
    }
}

func resultSummary(_ visit: Visit, _ result: RoundResult) -> HTML {
    let t = visit.t
    return """
        <dl class="summary">
        \(summaryRow(t("Receipt"), "<code>\(String(hexadecimal(result.listHash).prefix(16)))</code>"))
        \(summaryRow(t("Decided"), t.timeElement(result.decidedAt)))
        \(summaryRow(t("Took part"), t.count(result.count)))
        \(summaryRow(t("Asked together"), t.money(result.asked)))
        \(summaryRow(t("The round could give"), t.money(result.pot)))
        \(summaryRow(t("Given"), t.money(result.given)))
        \(summaryRow(t("Refused, as a rule fails"), t.count(result.refused)))
        \(summaryRow(t("Order of service"), methodName(result.method, t)))</dl>
        """
}

/// A round for everyone: the promise of its lottery, and the result in the order in which it was served.
func publicRoundPage(_ visit: Visit, _ view: PublicRound) -> Page {
    let t = visit.t
    let round = view.round
    let title = t("Round {round} of {programme}", ["round": round.name, "programme": t(round.programmeName)])
    let path = "/programmes/\(round.programme)/rounds/\(round.id)"
    return Page(title, back: "/programmes/\(round.programme)") {
        """
        <h1>\(title)</h1><dl class="summary">\(summaryRow(t("Opens"), t.timeElement(round.opensAt)))
        \(summaryRow(t("Closes"), t.timeElement(round.closesAt)))
        \(summaryRow(t("If the pot is too small"), methodName(view.method, t)))
        \(view.commitment.map { summaryRow(t("Promise of the lottery (SHA-256 of the seed)"), "<code>\(hexadecimal($0))</code>") })
        \(view.result?.seed.map { summaryRow(t("Seed of the lottery"), "<code>\(hexadecimal($0))</code>") })</dl>
        """
        if let result = view.result {
            """
            <h2>\(t("Result"))</h2>\(resultSummary(visit, result))
            <p><a href="\(visit.path(path + "/allocation"))">\(t("The list as a file"))</a>\(t.semicolon)\
            \(t("anyone can draw it again with “labelmarket programme redraw”, or by the few lines in docs/ALLOCATION.md."))</p>
            """
            shareTable(visit, view)
        } else {
            "<p>\(t("The round is not decided yet."))</p>"
        }
        if let next = view.next { "<p><a href=\"\(visit.path(path + "?after=\(next)"))\">\(t("Next page"))</a></p>" }
    }
}

private func shareTable(_ visit: Visit, _ view: PublicRound) -> HTML {
    let t = visit.t
    if view.shares.isEmpty { return "<p>\(t("No application took part."))</p>" }
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Applications in the order in which they were served"))"><table>
        <caption>\(t("Applications in the order in which they were served"))</caption><thead><tr><th scope="col" class="num">\(t("Served as number"))</th>\
        <th scope="col">\(t("Application"))</th><th scope="col">\(t("Firm"))</th><th scope="col" class="num">\(t("Amount asked"))</th>\
        <th scope="col" class="num">\(t("Given"))</th></tr></thead><tbody>\(each: view.shares, { share in
            """
            <tr><td class="num">\(share.place)</td><th scope="row">\(share.application)</th><td>\(t(share.buyerName))</td>\
            <td class="num">\(t.money(share.asked))</td><td class="num">\(t.money(share.given))</td></tr>
            """
        })</tbody></table></div>
        """
}
