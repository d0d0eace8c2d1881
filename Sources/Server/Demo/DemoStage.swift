import Foundation
import LabelMarket
import Storage
import Synchronization

/// A market whose clock begins weeks ago and is moved on by the story, so that what is told has really happened in the
/// order in which it is told.
final class DemoStage: Sendable {
    let house: House
    let market: Market
    let hands: ClockHands
    private let fixtures: String
    /// The moment at which the story is told, where it ends.
    let present: Instant

    init(data: String, fixtures: String, daysAgo: Int64) throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        self.fixtures = fixtures
        let real = World.system.now()
        let clock = ClockHands(real.advanced(by: .days(-daysAgo)))
        hands = clock
        present = real
        let database = try Database(path: data + "/market.sqlite", migrations: Market.migrations)
        house = House(
            database: database, blobs: try BlobStore(root: data + "/blobs"),
            world: World(now: { clock.now }, randomBytes: World.system.randomBytes),
            keys: try KeyFile.keys(in: data, for: database))
        market = Market(house: house, hasher: PasswordHasher(cost: .cheap))
    }

    var key: FormKey { FormKey(world: house.world) }
    var today: CivilDate { hands.now.shanghaiDate }

    func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: fixtures + "/" + name)))
    }
}

/// A clock that goes when told, and a little with each look, so that no two things happen at once.
final class ClockHands: Sendable {
    private let moment: Mutex<Instant>

    init(_ start: Instant) { moment = Mutex(start) }

    var now: Instant {
        moment.withLock { moment in
            moment = moment.advanced(by: .milliseconds(20))
            return moment
        }
    }

    /// Goes on to `instant`; never back.
    func reach(_ instant: Instant) {
        moment.withLock { $0 = max($0, instant) }
    }

    func pass(days: Int64 = 0, hours: Int64 = 0) {
        moment.withLock { $0 = $0.advanced(by: .hours(days * 24 + hours)) }
    }
}

extension Instant.Span {
    static func milliseconds(_ count: Int64) -> Instant.Span { Instant.Span(milliseconds: count) }
}
