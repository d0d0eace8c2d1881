import Foundation
import LabelMarket
import Storage
import Testing

/// Figures at scale: run with `COMPUTE_SCALE=100000` (windows) or `COMPUTE_TRIES=1000` (races for the last free cards).
struct ComputeScaleTests {
    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
    static let windows = setting("COMPUTE_SCALE")
    static let tries = setting("COMPUTE_TRIES")

    @Test(.enabled(if: windows != nil)) func search_ofManyWindows_isQuick() async throws {
        let house = try await ComputeHouse()
        let total = Self.windows ?? 0
        let now = house.clock.now
        let (site, deviceClass, owner) = (house.site, house.deviceClass, house.operation.organisation)
        let hubs = ["gansu", "guizhou", "neimenggu", "changsanjiao"]
        let regions = ["621000", "520100", "150100", "340200"]
        try await house.house.database.write { transaction in
            for number in 0..<total {
                let start = ComputeHouse.moment(1 + number % 300, number % 24)
                try transaction.execute(
                    """
                    INSERT INTO compute_window (id, site, device_class, operator, hub, region, accelerator, starts_at, ends_at,
                        cards, price_fen, minimum_card_hours, notice_hours, fee_bp, state, published_at)
                    VALUES (\(number + 1), \(site), \(deviceClass), \(owner), \(hubs[number % 4]), \(regions[number % 4]),
                        \("Ascend 910\(number % 9)"), \(start), \(start.advanced(by: .hours(Int64(6 + number % 60)))), 16,
                        \(400 + number % 500), 4, 24, 2000, 'open', \(now))
                    """)
            }
        }
        var byClass = WindowFilter()
        byClass.accelerator = "Ascend 9103"
        var byHub = WindowFilter()
        byHub.hub = "guizhou"
        byHub.from = ComputeHouse.moment(60)
        byHub.cardHours = 500
        var near = WindowFilter()
        near.firmRegion = Region(code: "310000")
        near.latency = .region
        let clock = ContinuousClock()
        for (name, filter) in [("all", WindowFilter()), ("class", byClass), ("hub", byHub), ("near", near)] {
            let time = try clock.measure {
                for _ in 0..<20 { _ = try house.market.windows.search(filter, for: nil) }
            }
            Issue.record("\(name): \(time / 20) a search", severity: .warning)
        }
    }

    @Test(.enabled(if: tries != nil)) func lastFreeCards_neverGoTwice() async throws {
        let house = try await ComputeHouse()
        let total = Self.tries ?? 0
        try await house.deposit(10_000_000)
        var windows: [ID<ComputeWindow>] = []
        for day in 0..<(total / 24 + 1) {
            windows.append(
                try await house.window(
                    ComputeHouse.terms(
                        from: ComputeHouse.moment(1 + day), to: ComputeHouse.moment(2 + day), cards: 4, minimum: 1)))
        }
        var refused = 0
        for number in 0..<total {
            let day = number / 24
            let booking = house.booking(
                windows[day], cards: 4, from: ComputeHouse.moment(1 + day, number % 24),
                to: ComputeHouse.moment(1 + day, number % 24 + 1))
            let outcomes = await house.race(64, for: booking)
            #expect(outcomes.filter { $0 == true }.count == 1)
            refused += outcomes.filter { $0 == false }.count
        }
        #expect(refused == total * 63)
        #expect(try house.verify().isWhole)
    }
}
