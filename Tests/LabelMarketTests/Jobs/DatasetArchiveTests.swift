import LabelMarket
import Storage
import Testing

@Suite struct JobDatasetArchiveTests {
    @Test func images_keptWithTheirSize() async throws {
        let house = try await JobHouse()
        let view = try await house.add(
            ZipWriter.bytes([
                ("photos/", []), ("photos/a.png", TinyImage.png(640, 480)), ("photos/b.jpg", TinyImage.jpeg(300, 200)),
                ("__MACOSX/photos/._a.png", [1]), ("photos/.DS_Store", [1]),
            ]), "a.zip")
        #expect(view.dataset.kind == .image)
        #expect(view.dataset.state == .ready)
        #expect(view.items.map(\.key) == ["photos/a.png", "photos/b.jpg"])
        #expect(view.items.map(\.width) == [640, 300])
        #expect(view.items.map(\.height) == [480, 200])
        #expect(view.items.map(\.mediaType) == ["image/png", "image/jpeg"])
        let blob = try #require(view.items[0].blob)
        #expect(try house.house.blobs.bytes(of: blob, limit: 1000) == TinyImage.png(640, 480))
    }

    @Test func texts_becomeItems() async throws {
        let house = try await JobHouse()
        let view = try await house.add(
            ZipWriter.bytes([("一.txt", Array("第一段".utf8)), ("b.txt", [0xEF, 0xBB, 0xBF, 0x62])]), "a.zip")
        #expect(view.dataset.format == .texts)
        #expect(view.items.map(\.data) == ["{\"text\":\"第一段\"}", "{\"text\":\"b\"}"])
        #expect(view.dataset.characterCount == 4)
    }

    @Test(arguments: [
        ("note.txt", Array("x".utf8), RowProblem.Reason.wrongType),
        ("fake.png", Array("not an image".utf8), .damagedImage),
        ("swapped.png", TinyImage.jpeg(3, 3), .wrongType),
        ("empty.png", [], .emptyFile),
        ("cut.png", Array(TinyImage.png(3, 3).dropLast(4)), .damagedImage),
        ("huge.png", TinyImage.png(100_000, 100_000), .tooManyPixels),
        ("zero.png", TinyImage.png(0, 5), .damagedImage),
    ])
    func badEntry_namedRestKept(name: String, content: [UInt8], reason: RowProblem.Reason) async throws {
        let house = try await JobHouse()
        let view = try await house.add(ZipWriter.bytes([("good.png", TinyImage.png(2, 2)), (name, content)]), "a.zip")
        #expect(view.dataset.state == .pending)
        #expect(view.dataset.itemCount == 1)
        #expect(view.problems == [RowProblem(line: 0, place: name, reason: reason, detail: "")])
    }

    @Test func wrongSum_isDamage() async throws {
        let house = try await JobHouse()
        var bad = ZipWriter.Entry(name: "bad.png", content: TinyImage.png(2, 2))
        bad.brokenSum = true
        let good = ZipWriter.Entry(name: "good.png", content: TinyImage.png(2, 2))
        let view = try await house.add(ZipWriter.bytes([good, bad]), "a.zip")
        #expect(view.problems.map(\.reason) == [.damagedEntry])
    }

    static let attacks: [(String, ZipWriter.Entry, DatasetRefusal)] = {
        let image = TinyImage.png(2, 2)
        func entry(_ name: String, _ change: (inout ZipWriter.Entry) -> Void = { _ in }) -> ZipWriter.Entry {
            var entry = ZipWriter.Entry(name: name, content: image)
            change(&entry)
            return entry
        }
        return [
            ("climbing path", entry("../a.png"), .unsafePath("../a.png")),
            ("climbing path inside", entry("x/../../a.png"), .unsafePath("x/../../a.png")),
            ("absolute path", entry("/etc/a.png"), .unsafePath("/etc/a.png")),
            ("backslashes", entry("..\\a.png"), .unsafePath("..\\a.png")),
            ("drive", entry("C:a.png"), .unsafePath("C:a.png")),
            ("link", entry("link.png") { $0.attributes = 0o120777 << 16 }, .unsafePath("link.png")),
            ("archive inside", entry("inner.zip"), .nestedArchive("inner.zip")),
            ("encrypted", entry("a.png") { $0.flags = 1 }, .encryptedEntry("a.png")),
            ("rare compression", entry("a.png") { $0.method = 14 }, .unsupportedCompression("a.png")),
            ("repeated name", entry("good.png"), .damagedArchive),
            ("ratio", entry("a.png") { $0.method = 8; $0.claimedSize = 50 << 20 }, .suspiciousRatio),
            ("size", entry("a.png") { $0.method = 8; $0.claimedSize = 0xFFFF_FFF0 }, .unpacksTooLarge(limitMiB: 4096)),
        ]
    }()

    @Test(arguments: attacks)
    func attack_refusedWhole(what: String, entry: ZipWriter.Entry, refusal: DatasetRefusal) async throws {
        let house = try await JobHouse()
        let good = ZipWriter.Entry(name: "good.png", content: TinyImage.png(2, 2))
        await #expect(throws: refusal, "\(what)") { try await house.add(ZipWriter.bytes([good, entry]), "a.zip") }
    }

    @Test func cutArchive_refused() async throws {
        let house = try await JobHouse()
        let whole = ZipWriter.bytes([("a.png", TinyImage.png(2, 2))])
        for length in [4, 30, whole.count / 2, whole.count - 1] {
            await #expect(throws: DatasetRefusal.damagedArchive) {
                try await house.add(Array(whole.prefix(length)), "a.zip")
            }
        }
    }

    @Test func emptyArchive_refused() async throws {
        let house = try await JobHouse()
        await #expect(throws: DatasetRefusal.self) { try await house.add(ZipWriter.bytes([ZipWriter.Entry]()), "a.zip") }
    }

    @Test(arguments: [
        (TinyImage.png(640, 480), ImageHeaderCase(mediaType: "image/png", width: 640, height: 480)),
        (TinyImage.jpeg(70, 90), ImageHeaderCase(mediaType: "image/jpeg", width: 70, height: 90)),
        ([], nil), ([0xFF, 0xD8, 0xFF], nil), (Array(TinyImage.png(1, 1).prefix(20)), nil),
        ([0xFF, 0xD8, 0xFF, 0xDA, 0, 0, 0, 0, 0, 0, 0, 0, 0], nil), (Array("GIF89a".utf8), nil),
    ])
    func imageHeader(bytes: [UInt8], expected: ImageHeaderCase?) {
        let header = ImageHeader(bytes)
        #expect(header?.mediaType == expected?.mediaType)
        #expect(header?.width == expected?.width)
        #expect(header?.height == expected?.height)
    }

    struct ImageHeaderCase { let mediaType: String, width: Int, height: Int }
}
