import Annotations
import LabelMarket
import Storage

/// A house with the tables of this slice and, in place of the whole accounts slice, organisations of nothing but a name.
struct JobHouse {
    static let organisations = Migration(
        number: 2, name: "organisations for these tests",
        sql: "CREATE TABLE organisation (id INTEGER PRIMARY KEY, name_zh TEXT NOT NULL, name_en TEXT) {strict};")

    let test: TestHouse
    let datasets: Datasets
    let jobs: Jobs

    var house: House { test.house }

    init(seed: UInt64 = 1, access: DatasetAccess = DatasetAccess()) async throws {
        test = try TestHouse(migrations: [BooksSchema.migration, Self.organisations, JobSchema.migration, JobComputeSchema.migration], seed: seed)
        datasets = Datasets(house: test.house, access: access)
        jobs = Jobs(house: test.house, access: access)
        try await test.house.database.write { transaction in
            for (id, name) in [(1, "星河科技"), (2, "其他企业"), (3, "云标数据")] {
                try transaction.execute("INSERT INTO organisation (id, name_zh) VALUES (\(id), \(name))")
            }
        }
    }

    static let buyer = actor(organisation: 1, .buyer)
    static let stranger = actor(organisation: 2, .buyer)
    static let vendor = actor(organisation: 3, .vendor)
    static let auditor = actor(organisation: 2, .auditor)

    private static func actor(organisation: Int64, _ role: Role) -> Actor {
        Actor(
            person: ID(rawValue: organisation * 10), organisation: ID(rawValue: organisation),
            membership: ID(rawValue: organisation * 100), role: role)
    }

    func upload(_ bytes: [UInt8], _ fileName: String) throws -> Upload {
        Upload(
            fileName: fileName, blob: try house.blobs.put(bytes), byteCount: bytes.count, start: Array(bytes.prefix(512)))
    }

    func add(_ bytes: [UInt8], _ fileName: String) async throws -> DatasetView {
        let id = try await datasets.add(try upload(bytes, fileName), name: "样本", by: Self.buyer, key: FormKey(world: house.world))
        return try datasets.page(of: id, for: Self.buyer)
    }

    func add(_ text: String, _ fileName: String) async throws -> DatasetView {
        try await add(Array(text.utf8), fileName)
    }
}

extension JobHouse {
    static let config = """
        <View><Text name="text" value="$text"/><Choices name="choice" toName="text">
        <Choice value="好"/><Choice value="坏"/></Choices></View>
        """

    static let quality = JobQuality(
        requiredAccuracyBasisPoints: 9500, lotSize: 2, strictness: .standard, acceptanceDays: 5, objectsPerItem: 1)

    func day(_ days: Int64, hour: Int = 17) -> Instant {
        Instant(shanghai: test.clock.now.shanghaiDate.advanced(byDays: days), hour: hour)
    }

    func change(_ job: ID<Job>, _ change: JobChange, seen: Int = 1, by actor: Actor = JobHouse.buyer) async throws {
        try await jobs.change(job, change, seen: seen, by: actor)
    }

    /// A job about four short texts with every part filled in.
    func draft(
        title: String = "客服对话情感分类", description: String = "Classify the mood of customer messages.",
        samples: Int = 3
    ) async throws -> ID<Job> {
        let rows = (1...4).map { "{\"id\":\($0),\"text\":\"第\($0)条\"}" }.joined(separator: "\n")
        let dataset = try await add(rows, "a.jsonl").dataset.id
        let job = try await jobs.begin(title: title, by: Self.buyer, key: FormKey(world: house.world))
        try await change(job, .description(title: title, description: description, languages: [.chinese]))
        try await change(job, .dataset(dataset))
        try await change(job, .config(.textClassification, xml: Self.config))
        try await change(job, .quality(Self.quality))
        try await change(job, .dates(closesAt: day(7), deadlineOn: day(30).shanghaiDate))
        try await change(job, .budget(.yuan(20_000)))
        try await change(job, .security(.open, regions: [], publicSampleCount: samples))
        return job
    }

    func published(
        title: String = "客服对话情感分类", description: String = "Classify the mood of customer messages."
    ) async throws -> ID<Job> {
        let job = try await draft(title: title, description: description)
        try await jobs.publish(job, by: Self.buyer)
        return job
    }
}
