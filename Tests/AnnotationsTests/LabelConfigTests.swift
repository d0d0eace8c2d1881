import Testing
import XML

@testable import Annotations

@Test func labelConfig_boxes_areUnderstood() throws {
    let config = try LabelConfig.parse(
        """
        <View>
          <Header value="Draw boxes"/>
          <Image name="img" value="$image" zoom="true"/>
          <RectangleLabels name="box" toName="img" choice="multiple">
            <Label value="Car" background="#ff0000" alias="car" hotkey="c"/>
            <Label value="人"/>
          </RectangleLabels>
          <Choices name="weather" toName="img" required="true" value="$weathers"/>
          <Rating name="stars" toName="img" maxRating="7" whenTagName="weather"/>
          <Relations><Relation value="in"/></Relations>
        </View>
        """)
    #expect(config.objects == [.init(name: "img", kind: .image, dataKey: "image", line: 3)])
    #expect(config.dataKeys == ["image", "weathers"])
    let box = try #require(config.control(named: "box"))
    #expect(box.labels.map(\.resultName) == ["car", "人"])
    #expect(box.labels[0].colour == "#ff0000")
    #expect(box.allowsSeveral && !box.isRequired && box.line == 4)
    #expect(config.control(named: "weather")?.labelsKey == "weathers")
    #expect(config.control(named: "weather")?.isRequired == true)
    #expect(config.control(named: "stars")?.maximum == 7)
    #expect(config.control(named: "stars")?.isConditional == true)
}

@Test func labelConfig_taxonomy_hasPaths() throws {
    let config = try LabelConfig.parse(
        """
        <View><Text name="t" value="$text"/><Taxonomy name="x" toName="t">
        <Choice value="A"><Choice value="B"/><Choice value="C"/></Choice><Choice value="B"/></Taxonomy></View>
        """)
    #expect(config.controls[0].labelPaths == [["A"], ["A", "B"], ["A", "C"], ["B"]])
}

private func view(_ body: String) -> String { "<View>\n<Text name='t' value='$text'/>\n\(body)\n</View>" }
private let choice = "<Choices name='c' toName='t'><Choice value='a'/></Choices>"

@Test(
    arguments: [
        ("<View><Text", .notXML, 1, ""), ("<!DOCTYPE View><View/>", .documentTypeRefused, 1, ""),
        ("<Text name='t' value='$text'/>", .rootNotView, 1, "Text"), (view("<Foo/>"), .unknownTag, 3, "Foo"),
        (view("<View><View>\n<image name='i' value='$i'/></View></View>"), .unknownTag, 4, "image"),
        (view("<x:Text xmlns:x='u' name='i' value='$i'/>"), .unknownTag, 3, "Text"),
        (view("<Choice value='a'/>"), .misplacedTag, 3, "Choice"),
        (view("<Choices toName='t'><Choice value='a'/></Choices>"), .missingName, 3, "Choices"),
        (view("<Choices name='t' toName='t'><Choice value='a'/></Choices>"), .duplicateName, 3, "Choices"),
        (view("<Choices name='c'><Choice value='a'/></Choices>"), .missingToName, 3, "Choices"),
        (view("\n<Choices name='c' toName='u'><Choice value='a'/></Choices>"), .toNameNotFound, 4, "Choices"),
        (
            view("<RectangleLabels name='c' toName='t'><Label value='a'/></RectangleLabels>"), .wrongObject, 3,
            "RectangleLabels"
        ),
        (view("<Image name='i'/>"), .missingValue, 3, "Image"),
        (view("<Image name='i' value='http://x/y.jpg'/>"), .badValue, 3, "Image"),
        (view("<Choices name='c' toName='t'/>"), .emptyLabels, 3, "Choices"),
        (view("<Labels name='c' toName='t'></Labels>"), .emptyLabels, 3, "Labels"),
        (view("<Labels name='c' toName='t'>\n<Label/></Labels>"), .missingLabelValue, 4, "Label"),
        (
            view("<Labels name='c' toName='t'>\n<Label value='a'/>\n<Label value='a'/></Labels>"), .duplicateLabel, 5,
            "Label"
        ),
        (
            view("<Labels name='c' toName='t'>\n<Label value='a'/>\n<Label value='b' alias='a'/></Labels>"),
            .duplicateLabel, 5, "Label"
        ),
        (view("<Choices name='c' toName='t' choice='some'><Choice value='a'/></Choices>"), .badAttribute, 3, "Choices"),
        (view("<Rating name='r' toName='t' maxRating='many'/>"), .badAttribute, 3, "Rating"),
        (view("<Rating name='r' toName='t' required='yes'/>"), .badAttribute, 3, "Rating"),
        (view("hello"), .strayText, 1, "View"), ("<View>\n<Header value='x'/></View>", .noObject, 1, "View"),
        ("<View><Text name='t' value='$text'/></View>", .noControl, 1, "View"),
    ] as [(String, LabelConfigProblem.Code, Int, String)])
func labelConfig_fault_isNamedWithTagAndLine(
    _ text: String, _ code: LabelConfigProblem.Code, _ line: Int, _ tag: String
) {
    let error = #expect(throws: LabelConfigError.self) { try LabelConfig.parse(text) }
    let found =
        error?.problems.contains { $0.code == code && $0.line == line && (tag.isEmpty || $0.tag == tag) } ?? false
    #expect(found, "\(String(describing: error))")
}

@Test func labelConfig_unknownTag_isReportedOnceForAllThatDependsOnIt() {
    let error = #expect(throws: LabelConfigError.self) {
        try LabelConfig.parse(
            view("<Globe name='g' value='$g'>\n<Label value='a'/></Globe>\n<Rating name='r' toName='g'/>"))
    }
    #expect(error?.problems.map(\.code) == [.unknownTag])
}

@Test func labelConfig_headerText_isContent() throws {
    let config = try LabelConfig.parse(view("<Header>Choose one</Header>" + choice))
    #expect(config.root.first("Header")?.text == "Choose one")
}

@Test(
    arguments: [
        ("#abc", "#abc"), ("#A1b2C3", "#A1b2C3"), ("red", "red"), ("#12345", nil), ("red;x:url(y)", nil), ("\"", nil),
        ("", nil),
    ] as [(String, String?)])
func labelConfig_colour_isKeptOnlyWhenPlain(_ text: String, _ kept: String?) throws {
    let escaped = text.replacing("\"", with: "&quot;")
    let config = try LabelConfig.parse(
        view("<Labels name='c' toName='t'><Label value='a' background=\"\(escaped)\"/></Labels>"))
    #expect(config.controls[0].labels[0].colour == kept)
}

@Test func labelConfig_severalFaults_areAllReported() {
    let error = #expect(throws: LabelConfigError.self) {
        try LabelConfig.parse(view("<Foo/>\n<Choices name='c' toName='x'/>\n<Bar/>"))
    }
    #expect(error?.problems.map(\.code) == [.unknownTag, .emptyLabels, .toNameNotFound, .unknownTag])
}

@Test func labelConfig_written_readsBackEqual() throws {
    let config = try LabelConfig.parse(view(choice + "<Style>.a &gt; b { }</Style><Header value='x &amp; &lt;y'/>"))
    #expect(try config.xml().hasPrefix("<View>"))
    let again = try LabelConfig.parse(try config.xml())
    #expect(again.root == config.root)
    #expect(try LabelConfig.parse(try again.xml()).xml() == again.xml())
}

@Test(arguments: TaskFamily.allCases) func labelConfig_family_buildsAndReadsBack(_ family: TaskFamily) throws {
    let config = try LabelConfig.make(family, labels: ["a", "<b> & \"c\"", "猫"])
    #expect(config.dataKeys.sorted() == family.dataKeys.sorted())
    let again = try LabelConfig.parse(try config.xml())
    #expect(again.controls.map(\.name) == config.controls.map(\.name))
    #expect(again.controls.contains { $0.labels.map(\.value) == ["a", "<b> & \"c\"", "猫"] } == family.hasLabels)
}

@Test func labelConfig_familyWithBadLabels_isRefused() {
    #expect(throws: LabelConfigError.self) { try LabelConfig.make(.imageBoxes) }
    #expect(throws: LabelConfigError.self) { try LabelConfig.make(.imageBoxes, labels: ["a", "a"]) }
    #expect(throws: LabelConfigError.self) { try LabelConfig.make(.textClassification, labels: ["a", ""]) }
}

@Test func gallery_templates_areCompleteAndDistinct() throws {
    let gallery = LabelConfigTemplate.gallery
    #expect(gallery.count >= 20)
    #expect(Set(gallery.map(\.id)).count == gallery.count)
    #expect(Set(gallery.map(\.family)) == Set(TaskFamily.allCases))
    for template in gallery {
        #expect(!template.title.isEmpty && template.titleChinese.unicodeScalars.contains { $0.value > 0x4E00 })
        #expect(throws: Never.self) { try template.config() }
    }
}
