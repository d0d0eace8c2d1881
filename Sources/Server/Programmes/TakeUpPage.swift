import LabelMarket

/// Where a programme's money is, to the fen, for everyone to see.
func takeUpPage(_ visit: Visit, _ page: ProgrammePage) -> Page {
    let t = visit.t
    let name = t(page.edition.programme.name)
    return Page(t("Take-up of {programme}", ["programme": name]), back: "/programmes/\(page.edition.key)") {
        """
        <h1>\(t("Take-up of {programme}", ["programme": name]))</h1>
        <p>\(t("Every figure is added up from the books at the moment you opened this page."))</p>
        """
        if page.pots.isEmpty {
            "<p>\(t("No money has been appropriated to this programme yet."))</p>"
        } else {
            HTML(trusted: page.pots.map { potSection(visit, $0).text }.joined())
        }
    }
}

private func potSection(_ visit: Visit, _ pot: PotRow) -> HTML {
    let t = visit.t
    let sums = pot.takeUp
    let rare: [(String, Money, String)] = [
        (t("Late interest"), sums.interest, t("charged for paying back late; in the pot")),
        (t("Written off"), sums.writtenOff, t("debts of firms that the bureau gave up")),
    ].filter { $0.1.fen > 0 }
    let lines: [(String, Money, String)] = [
        (t("Granted to firms"), sums.granted, t("vouchers given out, whatever became of them")),
        (t("Held for contracts"), sums.held, t("reserved for work that is not accepted yet")),
        (t("Redeemed"), sums.redeemed, t("earned by suppliers through accepted work")),
        (t("Settled"), sums.settled, t("paid out to suppliers' bank accounts")),
        (t("Expired"), sums.expired, t("not used in time; back in the pot")),
        (t("Clawed back"), sums.clawedBack, t("taken back by the bureau")),
        (t("Still owed"), sums.owed, t("spent money that firms have to pay back")),
        (t("Not granted"), sums.available, t("still in the pot")),
    ] + rare
    return """
        <h2>\(t("Funding year {year}", ["year": "\(pot.year)"]))</h2>
        <p>\(t("Appropriated: {amount}", ["amount": t.money(sums.appropriated)]))\(if: pot.funders.count > 1, " (\(pot.funders.map { t($0.name) }.joined(separator: t(", "))))")</p>
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Take-up in {year}", ["year": "\(pot.year)"]))"><table>
        <caption>\(t("Take-up in {year}", ["year": "\(pot.year)"]))</caption><thead><tr><th scope="col">\(t("What"))</th>\
        <th scope="col" class="num">\(t("Amount"))</th><th scope="col" class="num">\(t("Share of the pot"))</th>\
        <th scope="col">\(t("Meaning"))</th></tr></thead><tbody>\(each: lines, { line in
            let share = sums.basisPoints(of: line.1)
            return """
                <tr><th scope="row">\(line.0)</th><td class="num">\(t.money(line.1))</td>\
                <td class="num">\(t.percent(basisPoints: share)) <meter aria-label="\(line.0)" min="0" max="10000" value="\(share)">\(t.percent(basisPoints: share))</meter></td>\
                <td>\(line.2)</td></tr>
                """
        })</tbody></table></div>
        """
}
