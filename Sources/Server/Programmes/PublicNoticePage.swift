import LabelMarket

/// Decisions in favour that are on public notice, with the day on which it ends.
func publicNoticePage(_ visit: Visit, _ page: ProgrammePage, _ rows: [ApplicationRow]) -> Page {
    let t = visit.t
    let title = t("Public notice: {programme}", ["programme": t(page.edition.programme.name)])
    return Page(title, back: "/programmes/\(page.edition.key)") {
        """
        <h1>\(title)</h1>
        <p>\(t("Anyone may tell the bureau before the last day what speaks against a grant."))</p>
        """
        if rows.isEmpty {
            "<p>\(t("Nothing is on public notice."))</p>"
        } else {
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(t("On public notice"))"><table>
            <caption>\(t("On public notice"))</caption><thead><tr><th scope="col">\(t("Firm"))</th>\
            <th scope="col" class="num">\(t("Amount"))</th><th scope="col">\(t("Until"))</th></tr></thead><tbody>\(each: rows, { row in
                """
                <tr><th scope="row">\(t(row.buyerName))</th><td class="num">\(t.money(row.application.granted ?? .zero))</td>\
                <td>\(t.timeElement(row.application.noticeUntil ?? row.application.filedAt))</td></tr>
                """
            })</tbody></table></div>
            """
        }
    }
}
