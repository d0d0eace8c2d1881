import Testing

@testable import Server

struct HTMLTests {
    @Test(arguments: [
        ("plain", "plain"), ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("标注<", "标注&lt;"), ("a\u{0}b\u{7}c", "abc"), ("", ""),
        (">", "&gt;"),
    ])
    func interpolatedText_isEscaped(text: String, escaped: String) {
        let html: HTML = "<p>\(text)</p>"
        #expect(html.text == "<p>\(escaped)</p>")
    }

    @Test func interpolatedMarkup_isKept() {
        let inner: HTML = "<i>\("a<b")</i>"
        let rows = ["x", "<y>"]
        let html: HTML = "\(inner)\(each: rows, { "<li>\($0)</li>" })\(if: false, "no")\(if: true, "<hr>")"
        #expect(html.text == "<i>a&lt;b</i><li>x</li><li>&lt;y&gt;</li><hr>")
    }
}
