import LabelMarket

func lettersPage(
    _ visit: Visit, _ state: LetterState, _ rows: [Letter], next: ID<Letter>?, _ counts: [LetterState: Int]
) -> Page {
    let t = visit.t
    let title = t("Letters: {state}", ["state": t(state)])
    return Page(title) {
        """
        <h1>\(title)</h1>
        <p>\(visit.site.sendsMail ? t("Letters are put into the mail folder, from where the machine's mail system takes them.") : t("This market sends no mail: letters are dropped, and invitations show their link."))</p>
        <ul class="pages">\(each: LetterState.allCases, { other in
            "<li><a href=\"\(visit.path("/admin/letters?state=\(other.rawValue)"))\"\(if: other == state, " aria-current=\"page\"")>\(t(other))\(t.bracketed(t.count(counts[other] ?? 0)))</a></li>"
        })</ul>
        """
        if state == .dropped {
            "<p class=\"hint\">\(t("Written while the market sent no mail; these letters are never sent."))</p>"
        }
        if rows.isEmpty {
            "<p>\(t("No letter is in this state."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title)"><table><caption>\(t("Newest first"))</caption>
            <thead><tr><th scope="col">\(t("Written"))</th><th scope="col">\(t("Recipient"))</th><th scope="col">\(t("Subject"))</th>
            <th scope="col" class="num">\(t("Tries"))</th><th scope="col">\(t("Last problem"))</th><th scope="col">\(t("Next try"))</th></tr></thead><tbody>
            \(each: rows, { row(visit, $0) })</tbody></table></div>
            """
        }
        if let next { "<p>\(visit.link("/admin/letters?state=\(state.rawValue)&after=\(next)", t("Next page")))</p>" }
    }
}

private func row(_ visit: Visit, _ letter: Letter) -> HTML {
    let t = visit.t
    let mayRetry = letter.state == .failed || (letter.state == .waiting && letter.tries > 0)
    let retry: HTML = mayRetry ? visit.button("/admin/letters/\(letter.id)/retry", t("Try again now"), second: true) : .empty
    return """
        <tr><td>\(t.timeElement(letter.at))</td><td>\(letter.recipient)</td><th scope="row">\(t.written(t(letter.words)))</th>
        <td class="num">\(t.count(letter.tries))</td><td><span lang="en">\(letter.problem ?? "–")</span></td>
        <td>\(letter.state == .waiting ? t.timeElement(letter.nextTryAt) : "–")\(retry)</td></tr>
        """
}

extension Texts {
    func callAsFunction(_ state: LetterState) -> String {
        switch state {
        case .waiting: self("Waiting")
        case .sent: self("Handed over")
        case .failed: self("Given up")
        case .dropped: self("Dropped")
        }
    }
}
