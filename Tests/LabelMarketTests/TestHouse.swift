import Foundation
import LabelMarket
import Storage
import Synchronization

/// A house of its own for one test: a fresh database in a temporary folder, a clock that moves when told, and random
/// bytes that are the same in every run.
final class TestHouse: Sendable {
    let house: House
    let clock: TestClock
    let folder: String

    /// The same in every test.
    static let keys = HouseKeys(
        sealingSeed: [UInt8](repeating: 7, count: 32), secretKey: [UInt8](repeating: 9, count: 32))!

    init(migrations: [Migration], seed: UInt64 = 1) throws {
        folder = NSTemporaryDirectory() + "labelmarket-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let clock = TestClock()
        self.clock = clock
        let random = Mutex(SplitMix64(state: seed))
        let world = World(
            now: { clock.now },
            randomBytes: { count in
                random.withLock { generator in (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) } }
            })
        house = House(
            database: try Database(path: folder + "/market.sqlite", migrations: migrations),
            blobs: try BlobStore(root: folder + "/blobs"), world: world, keys: TestHouse.keys)
    }

    deinit {
        try? house.database.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Time as the test says it is. Starts on 23 November 2026, 09:00 in Shanghai.
final class TestClock: Sendable {
    private let moment = Mutex(Instant(shanghai: CivilDate(year: 2026, month: 11, day: 23)!, hour: 9))

    var now: Instant { moment.withLock { $0 } }
    func advance(by span: Instant.Span) { moment.withLock { $0 = $0.advanced(by: span) } }
    func set(_ instant: Instant) { moment.withLock { $0 = instant } }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator whose whole state is its seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
