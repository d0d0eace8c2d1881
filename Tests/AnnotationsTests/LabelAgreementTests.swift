import Annotations
import Testing

/// When two answers to one item are the same answer.
struct LabelAgreementTests {
    private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ label: String = "car") -> LabelResult {
        LabelResult(
            control: "boxes", objects: ["image"],
            value: .shape(.box(x: x, y: y, width: width, height: height, rotation: 0), labels: [label]))
    }

    private func span(_ start: Int, _ end: Int, _ label: String = "name") -> LabelResult {
        LabelResult(control: "spans", objects: ["text"], value: .span(start: start, end: end, text: "", labels: [label]))
    }

    private func choice(_ choices: String...) -> LabelResult {
        LabelResult(control: "mood", objects: ["text"], value: .choices(choices))
    }

    private func agree(_ known: [LabelResult], _ given: [LabelResult]) -> Bool {
        LabelAgreement(known: known, given: given).isFull
    }

    @Test func counterparts_areFoundByPlaceAndLabel() {
        let cases: [(known: [LabelResult], given: [LabelResult], isFull: Bool)] = [
            ([], [], true),
            ([choice("good")], [choice("good")], true),
            ([choice("good", "old")], [choice("old", "good")], true),
            ([choice("good")], [choice("bad")], false),
            ([choice("good")], [], false),
            ([], [choice("good")], false),
            ([box(10, 10, 20, 20)], [box(11, 11, 20, 20)], true),
            ([box(10, 10, 20, 20)], [box(10, 10, 20, 9)], false),
            ([box(10, 10, 20, 20)], [box(10, 10, 20, 20, "bus")], false),
            ([box(10, 10, 20, 20), box(60, 60, 20, 20)], [box(60, 61, 20, 20), box(10, 10, 20, 20)], true),
            ([box(10, 10, 20, 20)], [box(10, 10, 20, 20), box(10, 10, 20, 20)], false),
            ([span(0, 4)], [span(0, 3)], true),
            ([span(0, 4)], [span(3, 8)], false),
            ([span(0, 4)], [span(0, 4, "place")], false),
        ]
        for (index, row) in cases.enumerated() {
            #expect(agree(row.known, row.given) == row.isFull, "case \(index)")
            #expect(agree(row.given, row.known) == row.isFull, "case \(index), the other way round")
        }
    }

    @Test func greed_takesTheNearestCounterpart() {
        let known = [box(0, 0, 10, 10), box(4, 0, 10, 10)]
        let agreement = LabelAgreement(known: known, given: [box(4, 0, 10, 10), box(0, 0, 10, 10)])
        #expect((agreement.known, agreement.given, agreement.matched) == (2, 2, 2))
    }

    @Test func points_texts_andRelations() {
        func point(_ x: Double) -> LabelResult {
            LabelResult(
                control: "eye", objects: ["image"], value: .shape(.keyPoint(Point(x: x, y: 50), width: 1), labels: ["left"]))
        }
        func text(_ text: String) -> LabelResult {
            LabelResult(control: "words", objects: ["image"], value: .texts([text]))
        }
        let relation = LabelResult(
            control: "", objects: [], value: .relation(from: "a", to: "b", direction: "right", labels: []))
        #expect(agree([point(50)], [point(51.9)]))
        #expect(!agree([point(50)], [point(52.1)]))
        #expect(agree([text("Hello  World ")], [text("hello world")]))
        #expect(!agree([text("Hello")], [text("Hell")]))
        #expect(agree([choice("good"), relation], [choice("good")]))
    }
}
