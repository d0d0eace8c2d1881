import Testing

@testable import Annotations

private let configText = """
    <View>
      <Image name="img" value="$image"/><Text name="txt" value="$text"/><Audio name="snd" value="$audio"/>
      <List name="lst" value="$list"/><Text name="txt2" value="$text"/>
      <RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Person" alias="person"/></RectangleLabels>
      <PolygonLabels name="poly" toName="img"><Label value="Car"/></PolygonLabels>
      <KeyPointLabels name="point" toName="img"><Label value="Nose"/></KeyPointLabels>
      <EllipseLabels name="oval" toName="img"><Label value="Cell"/></EllipseLabels>
      <BrushLabels name="brush" toName="img"><Label value="Sky"/></BrushLabels>
      <Rectangle name="bare" toName="img"/><Labels name="shape" toName="img"><Label value="Car"/></Labels>
      <Labels name="ner" toName="txt"><Label value="PER"/></Labels>
      <Labels name="speaker" toName="snd"><Label value="A"/></Labels>
      <Choices name="mood" toName="txt" required="true"><Choice value="good"/><Choice value="bad"/></Choices>
      <Choices name="topics" toName="txt" choice="multiple"><Choice value="a"/><Choice value="b"/></Choices>
      <Choices name="free" toName="txt" value="$options"/>
      <TextArea name="note" toName="txt"/><Taxonomy name="tax" toName="txt"><Choice value="A"><Choice value="B"/></Choice></Taxonomy>
      <Rating name="stars" toName="txt" maxRating="3"/><Number name="num" toName="txt" min="0" max="10"/>
      <DateTime name="day" toName="txt"/>
      <Pairwise name="pair" toName="txt,txt2"/><Ranker name="rank" toName="lst"/>
      <Relations><Relation value="r"/></Relations>
      <Video name="vid" value="$video"/><TimelineLabels name="frames" toName="vid"><Label value="Go"/></TimelineLabels>
    </View>
    """

private let text = "小王😀 met Bob"

private let item = Item(
    id: "7",
    data: [
        "image": .string("a.jpg"), "text": .string(text), "audio": .string("a.wav"), "video": .string("a.mp4"),
        "list": .array([]),
        "options": .array([.string("x"), .object(["value": .string("y"), "alias": .string("why")])]),
    ])

private let mood = #"{"id":"m","from_name":"mood","to_name":"txt","type":"choices","value":{"choices":["good"]}}"#

private func result(_ control: String, _ object: String, _ type: String, _ value: String, id: String = "r1") -> String {
    #"{"id":"\#(id)","from_name":"\#(control)","to_name":"\#(object)","type":"\#(type)","value":{\#(value)}}"#
}

private func task(_ results: [String], id: String = #""id":7,"#) -> String {
    "{\(id)\"annotations\":[{\"id\":1,\"completed_by\":2,\"lead_time\":1.5,\"result\":[\(results.joined(separator: ","))]}]}"
}

private func read(_ text: String, _ format: LabelFileFormat = .jsonArray) throws -> (
    accepted: [LabeledItem], problems: [Problem]
) {
    let config = try LabelConfig.parse(configText)
    return LabelFileReader.read(Array(text.utf8), format, config: config) { id in
        Int(id).map { (1...9).contains($0) } == true ? Item(id: id, data: item.data) : nil
    }
}

private let good: [(String, LabelValue)] = [
    (
        result(
            "box", "img", "rectanglelabels",
            #""x":10,"y":20.5,"width":90,"height":1,"rotation":0,"rectanglelabels":["person"]"#),
        .shape(.box(x: 10, y: 20.5, width: 90, height: 1, rotation: 0), labels: ["person"])
    ),
    (
        result(
            "box", "img", "rectanglelabels",
            #""x":50,"y":50,"width":60,"height":5,"rotation":90,"rectanglelabels":["Car"]"#),
        .shape(.box(x: 50, y: 50, width: 60, height: 5, rotation: 90), labels: ["Car"])
    ),
    (
        result(
            "poly", "img", "polygonlabels", #""points":[[0,0],[100,0],[50,100]],"closed":true,"polygonlabels":["Car"]"#),
        .shape(
            .polygon([Point(x: 0, y: 0), Point(x: 100, y: 0), Point(x: 50, y: 100)], isClosed: true), labels: ["Car"])
    ),
    (
        result("point", "img", "keypointlabels", #""x":1,"y":2,"width":0.5,"keypointlabels":["Nose"]"#),
        .shape(.keyPoint(Point(x: 1, y: 2), width: 0.5), labels: ["Nose"])
    ),
    (
        result(
            "oval", "img", "ellipselabels",
            #""x":1,"y":2,"radiusX":3,"radiusY":4,"rotation":0,"ellipselabels":["Cell"]"#),
        .shape(.ellipse(center: Point(x: 1, y: 2), radiusX: 3, radiusY: 4, rotation: 0), labels: ["Cell"])
    ),
    (
        result("brush", "img", "brushlabels", #""format":"rle","rle":[0,255,7],"brushlabels":["Sky"]"#),
        .shape(.mask(rle: [0, 255, 7]), labels: ["Sky"])
    ),
    (
        result("bare", "img", "rectangle", #""x":1,"y":1,"width":1,"height":1,"rotation":0"#),
        .shape(.box(x: 1, y: 1, width: 1, height: 1, rotation: 0), labels: [])
    ),
    (
        result("shape", "img", "labels", #""x":1,"y":1,"width":1,"height":1,"rotation":0,"labels":["Car"]"#),
        .shape(.box(x: 1, y: 1, width: 1, height: 1, rotation: 0), labels: ["Car"])
    ),
    (
        result("ner", "txt", "labels", #""start":8,"end":11,"text":"Bob","labels":["PER"]"#),
        .span(start: 8, end: 11, text: "Bob", labels: ["PER"])
    ),
    (
        result("ner", "txt", "labels", #""start":0,"end":2,"labels":["PER"]"#),
        .span(start: 0, end: 2, text: "小王", labels: ["PER"])
    ),
    (
        result("speaker", "snd", "labels", #""start":0.5,"end":2,"channel":0,"labels":["A"]"#),
        .segment(start: 0.5, end: 2, channel: 0, labels: ["A"])
    ),
    (
        result("frames", "vid", "timelinelabels", #""ranges":[{"start":1,"end":9}],"timelinelabels":["Go"]"#),
        .track(
            [
                "ranges": .array([.object(["start": .int(1), "end": .int(9)])]),
                "timelinelabels": .array([.string("Go")]),
            ], labels: ["Go"])
    ),
    (result("topics", "txt", "choices", #""choices":["a","b"]"#), .choices(["a", "b"])),
    (result("free", "txt", "choices", #""choices":["why"]"#), .choices(["why"])),
    (result("note", "txt", "textarea", #""text":["one","二"]"#), .texts(["one", "二"])),
    (result("tax", "txt", "taxonomy", #""taxonomy":[["A","B"],["A"]]"#), .taxonomy([["A", "B"], ["A"]])),
    (result("stars", "txt", "rating", #""rating":3"#), .rating(3)),
    (result("num", "txt", "number", #""number":9.50"#), .number(JSONNumber(verified: "9.50"))),
    (result("day", "txt", "datetime", #""datetime":"2026-11-23""#), .dateTime("2026-11-23")),
    (result("pair", "txt,txt2", "pairwise", #""selected":"left""#), .pairwise(isLeft: true)),
    (result("rank", "lst", "ranker", #""ranker":["b","a"]"#), .ranking([.init(name: "", ids: ["b", "a"])])),
    (
        result("rank", "lst", "ranker", #""ranker":{"top":["b"],"rest":["a"]}"#),
        .ranking([.init(name: "top", ids: ["b"]), .init(name: "rest", ids: ["a"])])
    ),
]

@Test func labels_everyKind_isReadAndRoundTrips() throws {
    let config = try LabelConfig.parse(configText)
    for (source, value) in good {
        let (accepted, problems) = try read("[\(task([mood, source]))]")
        #expect(problems.isEmpty, "\(problems)")
        let labeled = try #require(accepted.first)
        #expect(labeled.annotations.first?.results.last?.value == value)
        let written = JSON.array([LabelStudio.task(item, labeled, config: config)])
        #expect(try read(written.text).accepted == [labeled])
    }
}

@Test func labels_utf16Offsets_areUnderstoodByTheirQuotation() throws {
    let source = result("ner", "txt", "labels", #""start":9,"end":12,"text":"Bob","labels":["PER"]"#)
    let (accepted, problems) = try read("[\(task([mood, source]))]")
    #expect(problems.isEmpty)
    #expect(
        accepted.first?.annotations[0].results.last?.value == .span(start: 8, end: 11, text: "Bob", labels: ["PER"]))
}

private let bad: [(String, Problem.Code)] = [
    (
        result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":1,"height":1,"rectanglelabels":["Bus"]"#),
        .unknownLabel
    ),
    (
        result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":1,"height":1,"rectanglelabels":["Person"]"#),
        .unknownLabel
    ),
    (result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":1,"height":1,"rectanglelabels":[]"#), .missingLabel),
    (result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":1,"height":1"#), .missingLabel),
    (
        result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":99.5,"height":1,"rectanglelabels":["Car"]"#),
        .boxOutside
    ),
    (
        result("box", "img", "rectanglelabels", #""x":-1,"y":1,"width":1,"height":1,"rectanglelabels":["Car"]"#),
        .boxOutside
    ),
    (
        result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":0,"height":1,"rectanglelabels":["Car"]"#),
        .badShape
    ),
    (
        result("box", "img", "rectanglelabels", #""x":1,"y":1,"width":"9","height":1,"rectanglelabels":["Car"]"#),
        .badShape
    ),
    (result("poly", "img", "polygonlabels", #""points":[[0,0],[101,0],[5,5]],"polygonlabels":["Car"]"#), .pointOutside),
    (result("poly", "img", "polygonlabels", #""points":[[0,0],[1,0]],"polygonlabels":["Car"]"#), .badShape),
    (result("point", "img", "keypointlabels", #""x":1,"y":200,"keypointlabels":["Nose"]"#), .pointOutside),
    (result("brush", "img", "brushlabels", #""format":"rle","rle":[256],"brushlabels":["Sky"]"#), .badMask),
    (result("nobody", "img", "rectanglelabels", #""x":1"#), .unknownControl),
    (result("box", "txt", "rectanglelabels", #""x":1"#), .wrongObject),
    (result("box", "img", "choices", #""choices":["a"]"#), .wrongType),
    (result("ner", "txt", "labels", #""start":8,"end":12,"labels":["PER"]"#), .spanOutside),
    (result("ner", "txt", "labels", #""start":8,"end":11,"text":"Rob","labels":["PER"]"#), .spanTextMismatch),
    (result("ner", "txt", "labels", #""start":3,"end":3,"labels":["PER"]"#), .badSpan),
    (result("ner", "txt", "labels", #""start":"3","end":4,"labels":["PER"]"#), .badSpan),
    (result("ner", "txt", "labels", #""start":0,"end":1,"labels":["ORG"]"#), .unknownLabel),
    (result("speaker", "snd", "labels", #""start":2,"end":1,"labels":["A"]"#), .badSegment),
    (
        result("frames", "vid", "timelinelabels", #""ranges":[{"start":9,"end":1}],"timelinelabels":["Go"]"#),
        .badSegment
    ),
    (result("frames", "vid", "timelinelabels", #""ranges":[],"timelinelabels":["Go"]"#), .badSegment),
    (result("topics", "txt", "choices", #""choices":["c"]"#), .unknownChoice),
    (result("free", "txt", "choices", #""choices":["y"]"#), .unknownChoice),
    (result("mood", "txt", "choices", #""choices":["good","bad"]"#), .tooManyChoices),
    (result("note", "txt", "textarea", #""text":[1]"#), .badText),
    (result("tax", "txt", "taxonomy", #""taxonomy":[["B"]]"#), .unknownChoice),
    (result("stars", "txt", "rating", #""rating":4"#), .badRating),
    (result("num", "txt", "number", #""number":11"#), .badNumber),
    (result("pair", "txt,txt2", "pairwise", #""selected":"both""#), .badPairwise),
    (result("rank", "lst", "ranker", #""ranker":3"#), .badRanking),
    (#"{"id":"x","type":"rectanglelabels"}"#, .badResult), ("7", .badResult),
    (#"{"type":"relation","from_id":"m","to_id":"none"}"#, .unknownRegion),
]

@Test func labels_wrongResult_isNamedAndOnlyItsRecordRefused() throws {
    for (source, code) in bad {
        let file = "[\(task([mood], id: #""id":1,"#)),\n\(task([mood, source])),\n\(task([mood], id: #""id":2,"#))]"
        let (accepted, problems) = try read(file)
        #expect(accepted.map(\.itemID) == ["1", "2"], "\(source)")
        #expect(problems.map(\.code) == [code], "\(source)")
        #expect(problems.first?.record == 2 && problems.first?.line == 2 && problems.first?.itemID == "7")
        #expect(problems.first?.result != nil)
    }
}

@Test func labels_seriesOverDates_keepsItsPlaces() throws {
    let config = try LabelConfig.make(.timeSeriesSegments, labels: ["Change"])
    let value = #""start":"2020-01-12","end":"2020-01-13","instant":false,"timeserieslabels":["Change"]"#
    let file = Array("[\(task([result("label", "csv", "timeserieslabels", value)]))]".utf8)
    let (accepted, problems) = LabelFileReader.read(file, .jsonArray, config: config) {
        Item(id: $0, data: ["csv": .string("a.csv")])
    }
    #expect(problems.isEmpty)
    #expect(accepted.first?.annotations[0].results[0].value.labels == ["Change"])
}

@Test(
    arguments: [
        (#""start":"0","end":"1","startOffset":0,"endOffset":2"#, nil), (#""start":"0","end":"2""#, .spanOutside),
        (#""start":"0","end":"0","startOffset":0,"endOffset":6"#, .spanOutside), (#""start":"x","end":"0""#, .badSpan),
    ] as [(String, Problem.Code?)])
func labels_passageInDialogue_mustExist(_ place: String, _ code: Problem.Code?) throws {
    let config = try LabelConfig.make(.dialogueTurns, labels: ["Greeting"])
    let turns = try JSONParser.parse(#"[{"author":"a","text":"hello"},{"author":"b","text":"hi"}]"#)
    let source = result("label", "dialogue", "paragraphlabels", place + #","paragraphlabels":["Greeting"]"#)
    let (accepted, problems) = LabelFileReader.read(Array("[\(task([source]))]".utf8), .jsonArray, config: config) {
        Item(id: $0, data: ["dialogue": turns])
    }
    #expect(problems.map(\.code) == [code].compactMap(\.self))
    #expect(accepted.isEmpty == (code != nil))
}

@Test func labels_severalFaults_areAllReported() throws {
    let (accepted, problems) = try read("[\(task([bad[0].0, bad[4].0]))]")
    #expect(accepted.isEmpty)
    #expect(problems.map(\.code) == [.unknownLabel, .boxOutside, .missingRequired])
    #expect(problems.last?.detail == "mood")
}

@Test(arguments: [
    (#"<TextArea name="a" toName="t" required="true"/>"#, "textarea", #""text":["  "]"#),
    (#"<Choices name="a" toName="t" required="true"><Choice value="x"/></Choices>"#, "choices", #""choices":[]"#),
    (#"<Taxonomy name="a" toName="t" required="true"><Choice value="x"/></Taxonomy>"#, "taxonomy", #""taxonomy":[]"#),
])
func labels_emptyAnswerToRequiredQuestion_isMissing(_ control: String, _ type: String, _ value: String) throws {
    let config = try LabelConfig.parse("<View><Text name=\"t\" value=\"$text\"/>\(control)</View>")
    let file = Array("[\(task([result("a", "t", type, value)]))]".utf8)
    let problems = LabelFileReader.read(file, .jsonArray, config: config) { Item(id: $0, data: ["text": .string("x")]) }
        .problems
    #expect(problems.map(\.code) == [.missingRequired])
}

@Test func labels_relationsAndDuplicateRegions_areChecked() throws {
    let a = good[8].0
    let b = good[9].0.replacing(#""id":"r1""#, with: #""id":"r2""#)
    let relation = #"{"type":"relation","from_id":"r1","to_id":"r2","direction":"right","labels":["r"]}"#
    let (accepted, problems) = try read("[\(task([mood, relation, a, b]))]")
    #expect(problems.isEmpty)
    #expect(
        accepted[0].annotations[0].results.last?.value
            == .relation(from: "r1", to: "r2", direction: "right", labels: ["r"]))
    #expect(try read("[\(task([mood, a, good[9].0]))]").problems.map(\.code) == [.duplicateResultID])
}

private let records: [(String, [String], [Problem.Code])] = [
    ("[\(task([mood], id: "")),\n\(task([mood]))]", ["7"], [.missingID]),
    ("[\(task([mood], id: #""id":99,"#)),\n\(task([mood]))]", ["7"], [.itemNotFound]),
    ("[\(task([mood])),\n\(task([mood]))]", ["7"], [.duplicateItem]),
    ("[\(task([mood], id: #""id":99,"data":{"item_id":"7"},"#))]", ["7"], []),
    (#"[{"id":7,"annotations":[]}]"#, [], [.noAnnotation]), (#"[{"id":7}]"#, [], [.noAnnotation]),
    (#"[{"id":7,"annotations":[{"was_cancelled":true,"result":[]}]}]"#, [], [.noAnnotation]),
    (#"[{"id":7,"annotations":[{"result":3}]}]"#, [], [.badAnnotation]),
    ("[{,\n\(task([mood]))]", [], [.truncated]), ("[7,\n\(task([mood]))]", ["7"], [.notAnObject]),
    ("[]", [], [.emptyFile]), ("{}", [], [.notAnArray]), ("[\(task([mood])),\n{\"id\":", ["7"], [.truncated]),
]

@Test func labels_wrongRecord_isNamedAndOthersKept() throws {
    for (source, ids, codes) in records {
        let (accepted, problems) = try read(source)
        #expect(accepted.map(\.itemID) == ids, "\(source)")
        #expect(problems.map(\.code) == codes, "\(source)")
    }
}

@Test func labels_lines_areReadAlike() throws {
    let file = "\(task([mood]))\n{broken\n\(task([mood], id: #""id":1,"#))\n"
    let (accepted, problems) = try read(file, .jsonLines)
    #expect(accepted.map(\.itemID) == ["7", "1"])
    #expect(problems.map(\.code) == [.notJSON])
    #expect(problems.first?.line == 2)
}

@Test func labels_chunks_giveTheSame() throws {
    let file = Array("[\(task([mood])),\n\(task([bad[0].0], id: #""id":2,"#)),\(task([mood], id: #""id":1,"#))]".utf8)
    let config = try LabelConfig.parse(configText)
    let find: (String) -> Item? = { Item(id: $0, data: item.data) }
    for size in [1, 3, 64] {
        var reader = LabelFileReader(.jsonArray, config: config)
        var outcomes: [LabelFileReader.Outcome] = []
        for start in stride(from: 0, to: file.count, by: size) {
            outcomes += reader.feed(Array(file[start..<min(file.count, start + size)]), item: find)
        }
        outcomes += reader.finish(item: find)
        #expect(outcomes.count == 4)
        #expect(reader.acceptedCount == 2 && reader.refusedCount == 1 && reader.itemIDs == ["7", "1"])
    }
}

@Test func labels_failingLookup_isThrownOn() throws {
    struct Down: Error {}
    let config = try LabelConfig.parse(configText)
    #expect(throws: Down.self) {
        try LabelFileReader.read(Array("[\(task([mood]))]".utf8), .jsonArray, config: config) { _ in throw Down() }
    }
}
