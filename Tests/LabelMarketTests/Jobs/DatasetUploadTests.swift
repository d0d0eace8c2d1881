import LabelMarket
import Storage
import Testing

@Suite struct JobDatasetUploadTests {
    @Test(arguments: [
        ("a.jsonl", "{\"text\":\"好\"}\n{\"text\":\"坏\",\"n\":1}\n", 2, ["text"]),
        ("a.jsonl", "\u{FEFF}{\"id\":\"x-1\",\"text\":\"one\"}\r\n\r\n{\"id\":\"x-2\",\"text\":\"two\"}", 2, ["id", "text"]),
        ("a.json", "[{\"id\":7,\"data\":{\"text\":\"a\"},\"annotations\":[]},{\"data\":{\"text\":\"b,]}\\\"\"}}]", 2, ["text"]),
        ("a.json", "[{\"text\":\"a\"}]", 1, ["text"]),
        ("a.csv", "id,text\n1,\"a, \"\"b\"\"\nc\"\n2,d\n", 2, ["id", "text"]),
        ("a.csv", "text\tlabel\r\n甲\t1\r\n乙\t2\r\n", 2, ["label", "text"]),
    ])
    func upload_good(file: String, content: String, items: Int, keys: [String]) async throws {
        let house = try await JobHouse()
        let view = try await house.add(content, file)
        #expect(view.dataset.state == .ready)
        #expect(view.dataset.itemCount == items)
        #expect(view.items.map(\.number) == Array(1...items))
        #expect(view.dataset.dataKeys == keys)
        #expect(view.problems.isEmpty)
    }

    @Test func csvItem_keepsQuotesAndLines() async throws {
        let house = try await JobHouse()
        let view = try await house.add("id,text\n1,\"a, \"\"b\"\"\nc\"\n", "a.csv")
        #expect(view.items[0].data == "{\"id\":\"1\",\"text\":\"a, \\\"b\\\"\\nc\"}")
        #expect(view.items[0].key == "1")
    }

    @Test(arguments: [
        ("a.jsonl", "{\"text\":\"a\"}\n{\"text\": nope}\n{\"text\":\"b\"}\n", 2, 2, RowProblem.Reason.notJSON, "11"),
        ("a.jsonl", "{\"text\":\"a\"}\n[1]\n", 1, 2, .notObject, ""),
        ("a.jsonl", "{\"text\":\"a\"}\n{}\n", 1, 2, .emptyObject, ""),
        ("a.jsonl", "{\"text\":\"a\"}\n{\"a\":1,\"a\":2}\n", 1, 2, .repeatedKey, ""),
        ("a.jsonl", "{\"text\":\"a\"}\n{\"a\":\"\u{1}\"}\n", 1, 2, .notJSON, "7"),
        ("a.json", "[{\"text\":\"a\"},17,{\"text\":\"b\"}]", 2, 2, .notObject, ""),
        ("a.csv", "id,text\n1,a\n2,b,c\n3\n4,d\n", 2, 3, .ragged, "2/3"),
        ("a.csv", "id,text\n1,a\n2,b\"c\n", 1, 3, .strayQuote, ""),
        ("a.csv", "id,text\n1,a\n2,\"open\n", 1, 3, .strayQuote, ""),
        ("a.csv", "id,text\n1,a\n,\n", 1, 3, .emptyRow, ""),
    ])
    func upload_badRow_named(
        file: String, content: String, good: Int, line: Int, reason: RowProblem.Reason, detail: String
    ) async throws {
        let house = try await JobHouse()
        let view = try await house.add(content, file)
        #expect(view.dataset.state == .pending)
        #expect(view.dataset.itemCount == good)
        #expect(view.problems.first == RowProblem(line: line, place: "", reason: reason, detail: detail))
    }

    @Test func badRows_keptOnConfirmation() async throws {
        let house = try await JobHouse()
        let view = try await house.add("{\"text\":\"a\"}\nnope\n{\"text\":\"b\"}\n", "a.jsonl")
        try await house.datasets.keepGoodRows(view.dataset.id, by: JobHouse.buyer)
        try await house.datasets.keepGoodRows(view.dataset.id, by: JobHouse.buyer)
        let kept = try house.datasets.page(of: view.dataset.id, for: JobHouse.buyer)
        #expect(kept.dataset.state == .ready)
        #expect(kept.items.map(\.number) == [1, 2])
    }

    @Test func manyBadRows_firstTwentyAndCount() async throws {
        let house = try await JobHouse()
        let view = try await house.add(
            "{\"a\":1}\n" + String(repeating: "nope\n", count: 3000), "a.jsonl")
        #expect(view.problemCount == 3000)
        #expect(view.problems.map(\.line) == Array(2...21))
    }

    @Test func longRow_namedAndSkipped() async throws {
        let house = try await JobHouse()
        let long = "{\"a\":\"" + String(repeating: "x", count: DatasetLimits.rowBytes) + "\"}\n"
        let view = try await house.add("{\"a\":1}\n" + long + "{\"a\":2}\n", "a.jsonl")
        #expect(view.dataset.itemCount == 2)
        #expect(view.problems.first?.reason == .tooLong)
        #expect(view.problems.first?.line == 2)
    }

    @Test(arguments: [
        ("a.exe", "MZ", DatasetRefusal.unknownExtension("exe")),
        ("noending", "x", .unknownExtension("noending")),
        ("a.jsonl", "", .empty),
        ("a.jsonl", "\n\n", .empty),
        ("a.jsonl", "nope\n", .noGoodRows),
        ("a.jsonl", "PK\u{3}\u{4}", .contentMismatch("jsonl")),
        ("a.json", "text", .contentMismatch("json")),
        ("a.json", "[{\"a\":1}", .brokenArray),
        ("a.json", "[{\"a\":1}] x", .brokenArray),
        ("a.csv", "id,id\n1,2\n", .badHeader(column: 2)),
        ("a.csv", "id,\n1,2\n", .badHeader(column: 2)),
        ("a.csv", "id,text\n", .empty),
        ("a.zip", "{}", .contentMismatch("zip")),
        ("a.zip", "PK\u{3}\u{4} cut", .damagedArchive),
    ])
    func upload_refusedWhole(file: String, content: String, refusal: DatasetRefusal) async throws {
        let house = try await JobHouse()
        await #expect(throws: refusal) { try await house.add(content, file) }
        #expect(try house.datasets.list(for: JobHouse.buyer).rows.isEmpty)
    }

    @Test func legacyEncoding_saysSo() async throws {
        let house = try await JobHouse()
        // 标题 in GB 18030.
        let bytes: [UInt8] = [0xB1, 0xEA, 0xCC, 0xE2, 0x2C, 0x61, 0x0A, 0x31, 0x2C, 0x32, 0x0A]
        await #expect(throws: DatasetRefusal.notUTF8) { try await house.add(bytes, "a.csv") }
    }

    @Test func someoneElse_neitherSeesNorDecides() async throws {
        let house = try await JobHouse()
        let id = try await house.add("{\"a\":1}\nnope\n", "a.jsonl").dataset.id
        for actor in [JobHouse.stranger, JobHouse.vendor] {
            #expect(throws: CommonRefusal.notFound) { try house.datasets.page(of: id, for: actor) }
            #expect(throws: CommonRefusal.notFound) { try house.datasets.item(1, of: id, for: actor) }
            await #expect(throws: CommonRefusal.notFound) { try await house.datasets.keepGoodRows(id, by: actor) }
            await #expect(throws: CommonRefusal.notFound) { try await house.datasets.discard(id, by: actor) }
        }
        #expect(try house.datasets.page(of: id, for: JobHouse.auditor).mayChange == false)
        await #expect(throws: CommonRefusal.forbidden) {
            try await house.datasets.add(
                try house.upload([0x7B], "a.jsonl"), name: "x", by: JobHouse.vendor, key: FormKey(world: house.house.world))
        }
    }

    @Test func discarded_leavesTheList() async throws {
        let house = try await JobHouse()
        let id = try await house.add("{\"a\":1}\n", "a.jsonl").dataset.id
        try await house.datasets.discard(id, by: JobHouse.buyer)
        #expect(try house.datasets.list(for: JobHouse.buyer).rows.isEmpty)
        #expect(throws: CommonRefusal.notFound) { try house.datasets.page(of: id, for: JobHouse.buyer) }
    }

    @Test func interrupted_readAgainFromTheStart() async throws {
        let house = try await JobHouse()
        let id = try await house.add("{\"a\":1}\n{\"a\":2}\n", "a.jsonl").dataset.id
        _ = try await house.house.database.write { transaction in
            try transaction.execute("UPDATE dataset SET state = 'processing' WHERE id = \(id)")
        }
        try await house.datasets.recover()
        #expect(try await house.datasets.processNext())
        #expect(try await house.datasets.processNext() == false)
        #expect(try house.datasets.page(of: id, for: JobHouse.buyer).items.count == 2)
    }

    @Test func list_usesItsIndex() async throws {
        let house = try await JobHouse()
        let plan = try house.house.database.read { try $0.plan(of: Datasets.listQuery(ID(rawValue: 1), after: nil)) }
        #expect(plan.joined().contains("dataset_by_organisation"))
        #expect(!plan.joined().contains("SCAN"))
        #expect(!plan.joined().contains("TEMP B-TREE"))
    }
}
