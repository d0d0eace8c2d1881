import Testing

@testable import Server

struct WrittenTests {
    @Test(arguments: [
        ("<p>plain</p>", "<p>plain</p>"),
        ("<h1>Bids on “照片”</h1>", "<h1>Bids on “<span lang=\"zh-Hans\">照片</span>”</h1>"),
        ("<p>甲公司 and 乙公司</p>", "<p><span lang=\"zh-Hans\">甲公司</span> and <span lang=\"zh-Hans\">乙公司</span></p>"),
        ("<p>第 2 批：甲，乙。</p>", "<p><span lang=\"zh-Hans\">第 2 批：甲，乙。</span></p>"),
        ("<p>a &amp; 甲&lt;</p>", "<p>a &amp; <span lang=\"zh-Hans\">甲</span>&lt;</p>"),
        ("<b lang=\"zh-Hans\">甲<b>乙</b>丙</b>丁", "<b lang=\"zh-Hans\">甲<b>乙</b>丙</b><span lang=\"zh-Hans\">丁</span>"),
        ("<option value=\"甲\">甲</option>", "<option value=\"甲\" lang=\"zh-Hans\">甲</option>"),
        ("<textarea>\n甲</textarea>", "<textarea lang=\"zh-Hans\">\n甲</textarea>"),
        ("<text x=\"1\">1 甲</text><p>乙", "<text x=\"1\">1 <tspan lang=\"zh-Hans\">甲</tspan></text><p><span lang=\"zh-Hans\">乙</span>"),
    ])
    func chineseOnAnEnglishPage_isMarked(markup: String, marked: String) {
        #expect(HTML(trusted: markup).markingChinese().text == marked)
    }
}
