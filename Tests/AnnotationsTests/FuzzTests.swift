import Testing

@testable import Annotations

/// SplitMix64, so that a failing seed can be run again.
private struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

private func value(_ random: inout SeededRandom, _ depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .int(Int.random(in: -1_000_000...1_000_000, using: &random))
    case 3: return JSONNumber(Double.random(in: -1e9...1e9, using: &random)).map(JSON.number) ?? .null
    case 4: return .string(text(&random))
    case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth + 1) })
    default:
        var object: JSONObject = [:]
        for _ in 0..<Int.random(in: 0...4, using: &random) { object[text(&random)] = value(&random, depth + 1) }
        return .object(object)
    }
}

private func text(_ random: inout SeededRandom) -> String {
    let alphabet: [Character] = ["a", "\"", "\\", "\n", "\u{1}", "中", "😀", "/", "{", "[", ",", "]", "}", "é"]
    return String((0..<Int.random(in: 0...6, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
}

@Test(arguments: 0..<10) func json_randomValue_roundTrips(_ seed: Int) throws {
    var random = SeededRandom(state: UInt64(seed))
    for _ in 0..<100 {
        let value = value(&random, 0)
        #expect(try JSONParser.parse(value.bytes) == value, "seed \(seed)")
    }
}

@Test(arguments: 0..<10) func json_damagedText_neverCrashes(_ seed: Int) {
    var random = SeededRandom(state: UInt64(seed))
    for _ in 0..<100 {
        var bytes = value(&random, 0).bytes
        for _ in 0..<3 {
            let place = Int.random(in: 0...bytes.count, using: &random)
            if Bool.random(using: &random), place < bytes.count {
                bytes.remove(at: place)
            } else {
                bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
        }
        if let read = try? JSONParser.parse(bytes) {
            #expect((try? JSONParser.parse(read.bytes)) == read, "seed \(seed)")
        }
    }
}

@Test(arguments: 0..<10) func arraySplitter_randomArrays_giveTheParsersElements(_ seed: Int) throws {
    var random = SeededRandom(state: UInt64(seed))
    for _ in 0..<30 {
        let items = (0..<Int.random(in: 1...5, using: &random)).map { index -> JSON in
            .object(["id": .int(index), "data": .object(["value": value(&random, 1)])])
        }
        let bytes = JSON.array(items).bytes
        var reader = DatasetReader(.jsonArray)
        var outcomes: [DatasetReader.Outcome] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let size = Int.random(in: 1...7, using: &random)
            outcomes += reader.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        outcomes += reader.finish()
        let read = outcomes.compactMap { if case .item(let item) = $0 { item.data["value"] } else { nil } }
        #expect(read == items.compactMap { $0["data"]?["value"] }, "seed \(seed)")
    }
}

@Test(arguments: 0..<10) func datasetReader_damagedFiles_giveTheSameInAnyPieces(_ seed: Int) {
    var random = SeededRandom(state: UInt64(seed))
    let samples: [(DatasetFormat, String)] = [
        (.csv, "id,text\r\n1,\"a\"\"b\"\n2,中\n\n3,\"x\ny\"\r\n"),
        (.jsonLines, "{\"a\":1}\n{\"b\":\"\\n\"}\n\n{\"c\":[]}"),
        (.jsonArray, "[{\"a\":\"],\"},\n{\"b\":[{}]}, {\"c\":1}]"), (.tsv, "a\tb\n1\t2\n3\n"),
    ]
    for _ in 0..<60 {
        let (format, text) = samples.randomElement(using: &random)!
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] = [0x22, 0x2C, 0x0A, 0x0D, 0x5D, 0x7B, 0xFF, 0x5C].randomElement(using: &random)!
        }
        var whole = DatasetReader(format)
        let expected = whole.feed(bytes) + whole.finish()
        var pieces = DatasetReader(format)
        var outcomes: [DatasetReader.Outcome] = []
        for byte in bytes { outcomes += pieces.feed([byte]) }
        outcomes += pieces.finish()
        #expect(outcomes == expected, "seed \(seed), \(String(decoding: bytes, as: UTF8.self))")
    }
}
