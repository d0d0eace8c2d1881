import Testing

@testable import XML

/// SplitMix64, so that a failing seed can be run again.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

private let samples = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"1\" c='2'><!-- x --><d>t&amp;&#65;</d><![CDATA[x]]><?p q?></a>",
    "<a xmlns=\"u\" xmlns:p='v'>\n<p:b p:c=\"\"/>\n<d e='>'/>\n</a>",
    "<!-- > --><a>\u{4E2D}<b></b><b/>]] ></a><!--y-->",
]

private let pieces = [
    "<", ">", "/", "!", "?", "\"", "'", "--", "]]>", "<!DOCTYPE a>", "<!--", "-->", "<![CDATA[", "&", ";", "=", " ",
    "\n", "\u{0}", "a",
]

@Test(arguments: 0..<20) func parse_mutatedDocument_isReadSafelyOrRefused(_ seed: Int) throws {
    var random = SeededRandom(state: UInt64(seed))
    for round in 0..<200 {
        var bytes = Array(samples.randomElement(using: &random)!.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.insert(contentsOf: pieces.randomElement(using: &random)!.utf8, at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...6, using: &random)))
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
        }
        guard let whole = try? XMLDocument.parse(bytes) else { continue }
        // What is accepted reads the same in the smallest pieces, lines included, and holds nothing XML cannot carry.
        var rest = bytes[...]
        let inPieces = try XMLDocument.parse(XMLSource { rest.popFirst().map { [$0] } ?? [] }, limits: .document)
        #expect(whole == inPieces, "seed \(seed), round \(round)")
        #expect(lines(whole) == lines(inPieces), "seed \(seed), round \(round)")
        #expect(whole.line >= 1 && XMLCharacters.areLegal(whole.text))
    }
}

private func lines(_ element: XMLElement) -> [Int] { [element.line] + element.elements.flatMap(lines) }
