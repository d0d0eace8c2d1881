import Annotations
import LabelMarket

/// One item with its labels drawn over it, and the place to say what is wrong with them.
func itemReviewPage(_ visit: Visit, _ review: ItemReview, _ form: FormMarkup) -> Page {
    let t = visit.t
    let lot = "/contracts/\(review.contract.id)/lots/\(review.lot.number)"
    let mode = review.isInSample ? "?sample=1" : ""
    let title = t(
        "Item {number} of lot {lot}", ["number": t.count(review.item.number), "lot": t.count(review.lot.number)])
        + (review.isInSample ? t.bracketed(t("sample")) : "")
    return Page(title, form: form, back: lot + mode) {
        "<h1>\(title)</h1><p class=\"hint\">\(review.item.key)</p>\(steps(visit, review, lot))"
        if review.item.blob != nil { LabeledPicture(visit: visit, review: review).markup }
        for name in review.config.objects.filter({ $0.kind == .text || $0.kind == .hyperText }).map(\.name) {
            LabeledText(t: t, review: review, object: name).markup
        }
        answers(visit, review)
        if review.mayMark { marking(visit, review, lot, form) } else { marked(visit, review) }
    }
}

private func steps(_ visit: Visit, _ review: ItemReview, _ lot: String) -> HTML {
    let t = visit.t
    let mode = review.isInSample ? "?sample=1" : ""
    let previous = review.previous.map { "<li>\(visit.link(lot + "/items/\($0)\(mode)", t("Previous item")))</li>" as HTML }
    let next = review.next.map { "<li>\(visit.link(lot + "/items/\($0)\(mode)", t("Next item")))</li>" as HTML }
    if previous == nil, next == nil { return .empty }
    return "<nav aria-label=\"\(t("Items"))\"><ul class=\"pages\">\(previous)\(next)</ul></nav>"
}

/// Everything that is not drawn at its place: choices, texts, ratings and the like, and a list of the shapes in words.
private func answers(_ visit: Visit, _ review: ItemReview) -> HTML {
    let t = visit.t
    let results = review.annotations.flatMap(\.results)
    if results.isEmpty { return "<p>\(t("The annotation is empty: the vendor found nothing to label."))</p>" }
    return """
        <h2>\(t("Labels"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(t("Labels"))"><table>
        <caption>\(t("Every label of this item, in the order of the file"))</caption><thead><tr><th scope="col" class="num">\(t("No."))</th>
        <th scope="col">\(t("Asked"))</th><th scope="col">\(t("Answer given"))</th><th scope="col">\(t("Where"))</th></tr></thead><tbody>
        \(each: results.enumerated(), { index, result in
            """
            <tr><td class="num">\(index + 1)</td><th scope="row">\(result.control.isEmpty ? t("Relation") : result.control)</th>
            <td>\(each: words(t, result.value), { "<span class=\"tag\">\($0)</span> " })</td><td>\(place(t, result.value))</td></tr>
            """
        })</tbody></table></div>
        """
}

private func words(_ t: Texts, _ value: LabelValue) -> [String] {
    switch value {
    case .texts(let texts): texts
    case .taxonomy(let paths): paths.map { $0.joined(separator: " / ") }
    case .rating(let stars): [t("{count} stars", ["count": t.count(stars)])]
    case .number(let number): [number.text]
    case .dateTime(let moment): [moment]
    case .pairwise(let isLeft): [isLeft ? t("the left one") : t("the right one")]
    case .ranking(let buckets):
        buckets.map { ($0.name.isEmpty ? "" : $0.name + ": ") + $0.ids.joined(separator: " > ") }
    default: value.labels
    }
}

/// Where a label lies, in words and numbers: what the drawing says to those who cannot see it.
private func place(_ t: Texts, _ value: LabelValue) -> String {
    switch value {
    case .shape(.box(let x, let y, let width, let height, _), _):
        t(
            "box at {x}, {y}, {width} wide, {height} high",
            ["x": share(x), "y": share(y), "width": share(width), "height": share(height)])
    case .shape(.ellipse(let center, _, _, _), _):
        t("ellipse around {x}, {y}", ["x": share(center.x), "y": share(center.y)])
    case .shape(.polygon(let points, _), _): t("polygon of {count} points", ["count": t.count(points.count)])
    case .shape(.keyPoint(let point, _), _): t("point at {x}, {y}", ["x": share(point.x), "y": share(point.y)])
    case .shape(.mask, _): t("mask")
    case .span(let start, let end, let text, _):
        t(
            "characters {start} to {end}: “{text}”",
            ["start": t.count(start + 1), "end": t.count(end), "text": String(text.prefix(80))])
    case .segment(let start, let end, _, _): "\(start)–\(end)"
    default: "–"
    }
}

/// Percent with one decimal.
func share(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(abs(tenths % 10))") + "%"
}

private func marking(_ visit: Visit, _ review: ItemReview, _ lot: String, _ form: FormMarkup) -> HTML {
    let t = visit.t
    let path = lot + "/items/\(review.item.number)" + (review.isInSample ? "?sample=1" : "")
    return """
        <h2>\(t("Is this item labeled well?"))</h2>
        <p>\(t("Marked now:")) <span class="tag">\(t.mark(review.record.decision))</span></p>
        \(visit.form(path)) <input type="hidden" name="mark" value="accepted"><button>\(t("Labeled well"))</button></form>
        \(visit.form(path))<input type="hidden" name="mark" value="refused">
        \(form.text("reason", t("What is wrong"), value: review.record.reason))
        <button class="second">\(t("Refuse this item"))</button></form>
        """
}

private func marked(_ visit: Visit, _ review: ItemReview) -> HTML {
    let t = visit.t
    return """
        <p>\(t("Marked:")) <span class="tag">\(t.mark(review.record.decision))</span> \(review.record.reason ?? "")</p>
        """
}
