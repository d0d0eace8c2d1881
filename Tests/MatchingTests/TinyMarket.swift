@testable import Matching

/// Small random markets with every feature: soft limits, two-resource plans, compute in all modes, vouchers, budgets.
struct TinyMarket {
    private var state: UInt64
    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 12345 }

    mutating func pick(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }

    static func make(seed: Int, vouchers: Bool = true) -> Instance {
        var market = TinyMarket(seed: seed)
        return market.build(vouchers: vouchers)
    }

    private mutating func build(vouchers: Bool) -> Instance {
        var builder = InstanceBuilder()
        do {
            let resources = pick(2...5)
            for index in 0..<resources {
                try builder.addResource(
                    Resource(
                        capacity: Int64(pick(0...12)), penalty: pick(0...4) == 0 ? Int64(pick(1...8)) * 1000 : 0,
                        owner: Int32(index)))
            }
            var owned: [[Int64]] = [[], []]
            if vouchers {
                for _ in 0..<pick(0...2) {
                    let balance = try builder.addResource(Resource(capacity: Int64(pick(0...15)), kind: 75))
                    let pot = try builder.addResource(Resource(capacity: Int64(pick(3...25)), kind: 80))
                    let holder = pick(0...1)
                    let id = try builder.addVoucher(
                        holder: Int64(holder), rateBasisPoints: Int64(pick(2...8)) * 1000,
                        scope: VoucherScope(rawValue: UInt8(pick(1...3))), lastDay: Int64(pick(3...12)),
                        weight: Int64(pick(6...10)) * 100, resources: [Int64(balance), Int64(pot)])
                    owned[holder].append(Int64(id))
                }
            }
            for _ in 0..<pick(1...4) { try addJob(&builder, resources, owned) }
            return try builder.build()
        } catch {
            preconditionFailure("tiny market: \(error)")
        }
    }

    private mutating func addJob(_ builder: inout InstanceBuilder, _ resources: Int, _ owned: [[Int64]]) throws {
        let holder = pick(0...1)
        let mode = ComputeMode(rawValue: UInt8(pick(0...2))) ?? .none
        try builder.addJob(
            holder: Int64(holder), valueFen: Int64(pick(5...40)), budgetFen: Int64(pick(8...40)), computeMode: mode,
            vouchers: owned[holder])
        for _ in 0..<pick(0...3) {
            let start = pick(0...4)
            try builder.addLabelPlan(
                costFen: Int64(pick(1...20)), gainFen: Int64(pick(-2...4)), startDay: Int64(start),
                finishDay: Int64(start + pick(1...4)), uses: someUses(resources))
        }
        guard mode != .none else { return }
        for _ in 0..<pick(0...2) {
            let start = pick(3...9)
            try builder.addComputePlan(
                costFen: Int64(pick(1...15)), gainFen: Int64(pick(0...10)), startDay: Int64(start),
                endDay: Int64(start + pick(1...3)), uses: someUses(resources))
        }
    }

    private mutating func someUses(_ resources: Int) -> [Use] {
        (0..<pick(0...2)).map { _ in Use(resource: pick(0...resources - 1), units: pick(1...8)) }
    }
}
