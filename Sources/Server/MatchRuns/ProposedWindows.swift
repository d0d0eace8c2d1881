import LabelMarket

/// The windows that were looked at for a job: why west or why not, then every window with its reason.
func proposedWindows(_ t: Texts, _ view: ProposalView) -> HTML {
    let reasons = view.proposal.reasons
    if reasons.windows.isEmpty {
        return "<h2>\(t("Compute windows"))</h2><p>\(t("No window was open to this job."))</p>"
    }
    return """
        <h2>\(t("Compute windows"))</h2>\(westNote(t, view))
        <div class="scroll" tabindex="0" role="region" aria-label="\(t("Compute windows"))"><table>
        <caption>\(t("Every window that was looked at, and why it is or is not proposed. Amounts in yuan."))</caption><thead><tr>
        <th scope="col">\(t("Site"))</th><th scope="col">\(t("Accelerator"))</th><th scope="col" class="num">\(t("Price"))</th>
        <th scope="col" class="num">\(t("Vouchers pay"))</th><th scope="col">\(t("Why or why not"))</th></tr></thead><tbody>
        \(each: AlikeWindows.groups(view), { group in
            let line = group.line
            return """
            <tr><th scope="row">\(group.name.map { t($0.site) + t.bracketed(t($0.region)) } ?? "")\(if: group.name?.isWest == true, " <span class=\"tag\">\(t("west"))</span>")</th>
            <td>\(group.words(t))</td><td class="num">\(line.price?.groupedText ?? "–")</td>
            <td class="num">\(line.price == nil ? "–" : line.voucherShare.groupedText)</td><td>\(t.windowReason(line.why))</td></tr>
            """
        })</tbody></table></div>
        \(if: reasons.furtherWindows > 0, "<p>\(t("{count} further windows fit no better and are not listed.", ["count": t.count(reasons.furtherWindows)]))</p>")
        """
}

/// Windows of one site that differ in nothing but their time: nights of one calendar are one row.
private struct AlikeWindows {
    let line: MatchReasons.WindowLine
    let name: ProposalView.WindowName?
    var count = 1

    func words(_ t: Texts) -> String {
        let accelerator = name?.accelerator ?? ""
        return count == 1
            ? accelerator
            : t("{accelerator}, {count} windows alike", ["accelerator": accelerator, "count": t.count(count)])
    }

    private func isAlike(_ line: MatchReasons.WindowLine, _ name: ProposalView.WindowName?) -> Bool {
        self.name == name && self.line.price == line.price && self.line.voucherShare == line.voucherShare
            && self.line.why == line.why
    }

    /// In the order in which the engine ranked them.
    static func groups(_ view: ProposalView) -> [AlikeWindows] {
        var groups: [AlikeWindows] = []
        for line in view.proposal.reasons.windows {
            let name = view.windows[line.window]
            if let known = groups.firstIndex(where: { $0.isAlike(line, name) }) {
                groups[known].count += 1
            } else {
                groups.append(AlikeWindows(line: line, name: name))
            }
        }
        return groups
    }
}

/// What the proposed place costs under the buyer's vouchers, beside the best of the other side of the country.
private func westNote(_ t: Texts, _ view: ProposalView) -> HTML {
    let lines = view.proposal.reasons.windows
    guard let chosen = lines.first(where: { $0.why == .chosen }), let place = view.windows[chosen.window] else {
        return .empty
    }
    let others = lines.filter { view.windows[$0.window].map { $0.isWest != place.isWest } ?? false }
    let other = others.first { $0.price != nil } ?? others.first
    let title = place.isWest ? t("Why west?") : t("Why not west?")
    let words: String
    if let other {
        let best = costWords(t, other, view) + t.bracketed(t.windowReason(other.why))
        words =
            place.isWest
            ? t("The best outside the west: {best}", ["best": best])
            : t("The best in the west: {best}", ["best": best])
    } else {
        words = place.isWest ? t("No window outside the west serves this job.") : t("No western window serves this job.")
    }
    return "<p><strong>\(title)</strong> \(costWords(t, chosen, view)) \(words)</p>"
}

private func costWords(_ t: Texts, _ line: MatchReasons.WindowLine, _ view: ProposalView) -> String {
    let site = view.windows[line.window].map { t($0.site) } ?? ""
    guard let price = line.price else { return site }
    return t(
        "{site} costs {price}; vouchers pay {voucher} of it and you {own}.",
        [
            "site": site, "price": t.money(price), "voucher": t.money(line.voucherShare),
            "own": t.money(Money(fen: price.fen - line.voucherShare.fen)),
        ])
}
