import Annotations
import LabelMarket

/// A picture with its shapes drawn over it, as an image with a name; what it shows also stands in the table below it.
struct LabeledPicture {
    let visit: Visit
    let review: ItemReview

    private var width: Int { review.item.width ?? 1000 }
    private var height: Int { review.item.height ?? 1000 }

    var markup: HTML {
        let t = visit.t
        let shapes = review.annotations.flatMap(\.results).enumerated().compactMap { index, result -> HTML? in
            guard case .shape(let shape, let labels) = result.value else { return nil }
            let name = "\(index + 1) " + (labels.isEmpty ? result.control : labels.joined(separator: t(", ")))
            return draw(shape, name)
        }
        let title = t("{name} with {count} shapes", ["name": review.item.key, "count": t.count(shapes.count)])
        let source = "/datasets/\(review.contract.dataset)/items/\(review.item.number)/file"
        return """
            <figure><svg class="labels" role="img" aria-labelledby="picture-title" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
            <title id="picture-title">\(title)</title>
            <image href="\(visit.path(source))" x="0" y="0" width="\(width)" height="\(height)"/>\(shapes)</svg>
            <figcaption>\(visit.link(source, t("Open the picture by itself")))</figcaption></figure>
            """
    }

    /// A line width and letter height that look the same on small and large pictures.
    private var stroke: Int { max(1, max(width, height) / 300) }
    private var letter: Int { max(10, max(width, height) / 45) }

    private func draw(_ shape: Shape, _ name: String) -> HTML {
        switch shape {
        case .box(let x, let y, let boxWidth, let boxHeight, let rotation):
            let (left, top) = (across(x), down(y))
            return """
                <g\(turned(rotation, left, top))>\(outlined("<rect x=\"\(left)\" y=\"\(top)\" width=\"\(across(boxWidth))\" height=\"\(down(boxHeight))\""))\
                \(caption(name, left, top, isAtTop: y / 100 * Double(height) < Double(letter + stroke * 2)))</g>
                """
        case .ellipse(let center, let radiusX, let radiusY, let rotation):
            let (x, y) = (across(center.x), down(center.y))
            return """
                <g\(turned(rotation, x, y))>\(outlined("<ellipse cx=\"\(x)\" cy=\"\(y)\" rx=\"\(across(radiusX))\" ry=\"\(down(radiusY))\""))\
                \(caption(name, x, y))</g>
                """
        case .polygon(let points, let isClosed):
            let path = points.map { "\(across($0.x)),\(down($0.y))" }.joined(separator: " ")
            let first = points.first ?? Point(x: 0, y: 0)
            let tag: HTML = isClosed ? "polygon" : "polyline"
            return "<g>\(outlined("<\(tag) points=\"\(path)\""))\(caption(name, across(first.x), down(first.y)))</g>"
        case .keyPoint(let point, _):
            let (x, y) = (across(point.x), down(point.y))
            return "<g>\(outlined("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(stroke * 3)\""))\(caption(name, x, y))</g>"
        case .mask:
            return caption(name, "0", String(letter))
        }
    }

    /// A bright line over a broader dark one: seen on any picture. `shape` is a tag without its end.
    private func outlined(_ shape: HTML) -> HTML {
        """
        \(shape) fill="none" stroke="#12151a" stroke-width="\(stroke * 3)"/>\
        \(shape) fill="none" stroke="#ffd23f" stroke-width="\(stroke)"/>
        """
    }

    /// Above the shape, or just inside it where the picture ends.
    private func caption(_ name: String, _ x: String, _ y: String, isAtTop: Bool = false) -> HTML {
        """
        <text x="\(x)" y="\(y)" dy="\(isAtTop ? letter + stroke * 2 : -stroke * 2)" font-size="\(letter)" fill="#12151a" stroke="#ffd23f" \
        stroke-width="\(stroke * 3)" paint-order="stroke">\(name)</text>
        """
    }

    private func turned(_ degrees: Double, _ x: String, _ y: String) -> HTML {
        degrees == 0 ? .empty : " transform=\"rotate(\(pixels(degrees)) \(x) \(y))\""
    }

    private func across(_ percent: Double) -> String { pixels(percent / 100 * Double(width)) }
    private func down(_ percent: Double) -> String { pixels(percent / 100 * Double(height)) }

    /// With one decimal.
    private func pixels(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return sign + "\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

/// A text with its spans marked and named in words.
struct LabeledText {
    let t: Texts
    let review: ItemReview
    let object: String

    private struct Span {
        let number: Int
        let start: Int
        let end: Int
        let labels: [String]
    }

    var markup: HTML {
        guard let key = review.config.object(named: object)?.dataKey, let value = review.data[key] else {
            return .empty
        }
        let text = Array((value.string ?? value.text).unicodeScalars)
        return "<h2>\(t("Text"))</h2><div class=\"labeled\"><p>\(marked(text))</p></div>"
    }

    /// Cuts the text where a span begins or ends: spans may overlap, and every piece names all that cover it.
    private func marked(_ text: [Unicode.Scalar]) -> HTML {
        let spans = spans
        let cuts = Set(spans.flatMap { [$0.start, $0.end] } + [0, text.count]).filter { (0...text.count).contains($0) }
        var markup: HTML = ""
        let sorted = cuts.sorted()
        for (start, end) in zip(sorted, sorted.dropFirst()) {
            var piece = ""
            piece.unicodeScalars.append(contentsOf: text[start..<end])
            let covering = spans.filter { $0.start <= start && $0.end >= end }
            let ending = covering.filter { $0.end == end }
            let names = ending.map { "\($0.number) " + $0.labels.joined(separator: t(", ")) }
            markup +=
                covering.isEmpty
                ? lines(piece)
                : "<mark>\(lines(piece))</mark>\(each: names, { "<span class=\"tag\">\($0)</span>" })"
        }
        return markup
    }

    private func lines(_ text: String) -> HTML {
        var markup: HTML = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { markup += "<br>" }
            markup += "\(line)"
        }
        return markup
    }

    private var spans: [Span] {
        review.annotations.flatMap(\.results).enumerated().compactMap { index, result in
            guard result.objects.contains(object), case .span(let start, let end, _, let labels) = result.value else {
                return nil
            }
            return Span(number: index + 1, start: start, end: end, labels: labels)
        }
    }
}
