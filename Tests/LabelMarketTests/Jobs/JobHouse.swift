import LabelMarket
import Storage

/// A house with the tables of this slice and, in place of the whole accounts slice, organisations of nothing but a name.
struct JobHouse {
    static let organisations = Migration(
        number: 2, name: "organisations for these tests",
        sql: "CREATE TABLE organisation (id INTEGER PRIMARY KEY, name TEXT NOT NULL) {strict};")

    let test: TestHouse
    let datasets: Datasets
    let jobs: Jobs

    var house: House { test.house }

    init(seed: UInt64 = 1, access: DatasetAccess = DatasetAccess()) async throws {
        test = try TestHouse(migrations: [Self.organisations, JobSchema.migration], seed: seed)
        datasets = Datasets(house: test.house, access: access)
        jobs = Jobs(house: test.house)
        try await test.house.database.write { transaction in
            for (id, name) in [(1, "星河科技"), (2, "其他企业"), (3, "云标数据")] {
                try transaction.execute("INSERT INTO organisation (id, name) VALUES (\(id), \(name))")
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
        let id = try await datasets.add(try upload(bytes, fileName), name: "样本", by: Self.buyer)
        return try datasets.page(of: id, for: Self.buyer)
    }

    func add(_ text: String, _ fileName: String) async throws -> DatasetView {
        try await add(Array(text.utf8), fileName)
    }
}
