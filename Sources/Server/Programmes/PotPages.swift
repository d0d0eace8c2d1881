import LabelMarket

/// The bureau's pots, and money put into them.
func potsPage(_ visit: Visit, _ pots: [PotRow], _ programmes: [ProgrammeRow], _ form: FormMarkup) -> Page {
    let t = visit.t
    let year = visit.now.shanghaiDate.parts.year
    let open = programmes.filter { $0.state == .inForce }
    return Page(t("Pots"), form: form) {
        "<h1>\(t("Pots"))</h1>"
        if pots.isEmpty {
            "<p>\(t("No money has been appropriated yet. Nothing can be granted before."))</p>"
        } else {
            potTable(visit, pots)
        }
        if visit.signedIn?.actor.role != .auditor, !open.isEmpty {
            """
            <h2>\(t("Appropriate money"))</h2>
            <p>\(t("Each funder named in the programme pays its share, to the fen. The pot of a year is opened with its first money."))</p>
            \(visit.form("/office/pots"))
            \(form.select("programme", t("Programme"), options: open.map { ($0.key.text, t($0.name)) }))
            \(form.text("year", t("Funding year"), inputMode: "numeric", short: true, value: "\(year)"))
            \(form.money("amount", t("Amount"), hint: t("In yuan")))
            <p><button>\(t("Appropriate"))</button></p></form>
            """
        }
    }
}

private func potTable(_ visit: Visit, _ pots: [PotRow]) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Pots"))"><table><caption>\(t("Pots"))</caption><thead><tr>\
        <th scope="col">\(t("Programme"))</th><th scope="col" class="num">\(t("Funding year"))</th>\
        <th scope="col" class="num">\(t("Appropriated"))</th><th scope="col" class="num">\(t("Granted"))</th>\
        <th scope="col" class="num">\(t("Held"))</th><th scope="col" class="num">\(t("Redeemed"))</th>\
        <th scope="col" class="num">\(t("Not granted"))</th></tr></thead><tbody>\(each: pots, { pot in
            let sums = pot.takeUp
            return """
                <tr><th scope="row">\(visit.link("/programmes/\(pot.programme)/take-up", t(pot.programmeName)))</th><td class="num">\(pot.year)</td>\
                <td class="num">\(t.money(sums.appropriated))</td><td class="num">\(t.money(sums.granted))</td>\
                <td class="num">\(t.money(sums.held))</td><td class="num">\(t.money(sums.redeemed))</td><td class="num">\(t.money(sums.available))</td></tr>
                """
        })</tbody></table></div>
        """
}

struct AppropriationForm: Sendable {
    let programme: ProgrammeKey
    let year: Int
    let amount: Money

    static func read(_ form: inout FormReader) -> AppropriationForm? {
        let t = form.t
        let programme = ProgrammeKey(form.fields.raw("programme"))
        if programme == nil { form.fail("programme", t("Choose a programme")) }
        let year = form.integer("year", in: 2000...2999, missing: t("Enter the funding year"))
        let amount = form.money("amount", missing: t("Enter the amount to appropriate"))
        guard let programme, let year, let amount else { return nil }
        return AppropriationForm(programme: programme, year: Int(year), amount: amount)
    }
}

/// The bureau's rounds, and opening and closing them.
func roundsPage(_ visit: Visit, _ rounds: [RoundRow], _ programmes: [ProgrammeRow], _ form: FormMarkup) -> Page {
    let t = visit.t
    let mayAct = visit.signedIn?.actor.role != .auditor
    let open = programmes.filter { $0.state == .inForce }
    return Page(t("Rounds"), form: form) {
        "<h1>\(t("Rounds"))</h1>"
        if rounds.isEmpty {
            "<p>\(t("There is no round. Programmes without rounds take applications at any time."))</p>"
        } else {
            roundTable(visit, rounds, mayAct: mayAct)
        }
        if mayAct, !open.isEmpty {
            """
            <h2>\(t("Open a round"))</h2>\(visit.form("/office/rounds"))
            \(form.select("programme", t("Programme"), options: open.map { ($0.key.text, t($0.name)) }))
            \(form.text("name", t("Name of the round"), hint: t("Such as 2026-4"), short: true))
            \(form.select("quarters", t("How often"), options: [("1", t("once"))] + [2, 4, 8].map { ("\($0)", t("{count} rounds, one a quarter", ["count": "\($0)"])) }, value: "1"))
            \(form.date("opens", t("Opens on"), hint: t("At the beginning of that day")))\(form.date("closes", t("Closes on"), hint: t("At the end of that day")))
            <p><button>\(t("Open the round"))</button></p></form>
            """
        }
    }
}

private func roundTable(_ visit: Visit, _ rounds: [RoundRow], mayAct: Bool) -> HTML {
    let t = visit.t
    return """
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Rounds"))"><table><caption>\(t("Rounds"))</caption><thead><tr>\
        <th scope="col">\(t("Round"))</th><th scope="col">\(t("Programme"))</th><th scope="col">\(t("Opens"))</th><th scope="col">\(t("Closes"))</th>\
        <th scope="col">\(t("State"))</th>\(if: mayAct, "<th scope=\"col\">\(t("Actions"))</th>")</tr></thead><tbody>\(each: rounds, { round in
            """
            <tr><th scope="row">\(visit.link("/office/rounds/\(round.id)", round.name))</th><td>\(t(round.programmeName))</td><td>\(t.timeElement(round.opensAt))</td>\
            <td>\(t.timeElement(round.closesAt))</td><td><span class="tag">\(roundState(round, visit.now, t))</span></td>\
            \(if: mayAct, "<td>\(round.isOpen(at: visit.now) ? visit.button("/office/rounds/\(round.id)/close", t("Close {round} now", ["round": round.name]), second: true) : .empty)</td>")</tr>
            """
        })</tbody></table></div>
        """
}

struct RoundForm: Sendable {
    let programme: ProgrammeKey
    let name: String
    let opensAt: Instant
    let closesAt: Instant
    let quarters: Int

    static func read(_ form: inout FormReader) -> RoundForm? {
        let t = form.t
        let programme = ProgrammeKey(form.fields.raw("programme"))
        if programme == nil { form.fail("programme", t("Choose a programme")) }
        let name = form.text("name", limit: 40, missing: t("Give the round a name"))
        let opens = form.date("opens", missing: t("Enter the day on which the round opens"))
        let closes = form.date("closes", missing: t("Enter the day on which the round closes"))
        guard let programme, let name, let opens, let closes else { return nil }
        return RoundForm(
            programme: programme, name: name, opensAt: Instant(shanghai: opens),
            closesAt: Instant(shanghai: closes.advanced(byDays: 1)),
            quarters: ["2": 2, "4": 4, "8": 8][form.fields.raw("quarters")] ?? 1)
    }
}
