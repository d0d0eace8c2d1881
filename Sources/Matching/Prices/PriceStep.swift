/// Steps of all prices by how far their resources are over or under used.
///
/// Levelled steps divide each resource's excess by the root of its running mean square, so that a resource which swings moves less
/// and one which is slightly but steadily overused moves more (Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011, with
/// the forgetting of Tieleman and Hinton, "RMSProp", 2012). They prove more in as many passes; plain steps give prices that steer
/// the search better.
struct PriceStep {
    let capacities: [Double]
    let ceilings: [Double]
    /// What a step of 1 moves the price by when the resource is wholly overused.
    let scales: [Double]
    let isLevelled: Bool
    private var spread: [Double]

    init(capacities: [Double], ceilings: [Double], scales: [Double], isLevelled: Bool) {
        self.capacities = capacities
        self.ceilings = ceilings
        self.scales = scales
        self.isLevelled = isLevelled
        spread = .init(repeating: 0.05, count: scales.count)
    }

    /// - Parameter blowUp: what the use counted is multiplied by, while not all jobs have been asked.
    mutating func move(_ prices: inout [Double], _ use: [Double], blowUp: Double = 1, by step: Double) {
        spread.withUnsafeMutableBufferPointer { spread in
            prices.withUnsafeMutableBufferPointer { prices in
                for index in prices.indices {
                    let capacity = capacities[index], used = use[index] * blowUp, price = prices[index]
                    if used <= capacity, price == 0 { continue }
                    var excess = max(-1, min(2, (used - capacity) / max(capacity, 1)))
                    if isLevelled { excess = Self.levelled(excess, &spread[index]) }
                    prices[index] = max(0, min(ceilings[index], Grid.rounded(price + step * scales[index] * excess)))
                }
            }
        }
    }

    /// The excess by its own root mean square, which takes it up.
    @inline(__always)
    static func levelled(_ excess: Double, _ spread: inout Double) -> Double {
        spread += 0.1 * (excess * excess - spread)
        return 0.4 * excess / (spread + 0.003).squareRoot()
    }
}

/// Price scales from the instance: a resource's typical share of the cost of the plans that use it.
enum PriceScale {
    static func estimate(_ layout: Layout) -> [Double] {
        let instance = layout.instance
        var worth = [Double](repeating: 0, count: instance.resources.count)
        var units = [Double](repeating: 0, count: instance.resources.count)
        for plans in [instance.labelPlans, instance.computePlans] {
            for plan in plans {
                var total = 0.0
                for use in instance.uses(of: plan) where instance.resources[Int(use.resource)].isHard { total += Double(use.units) }
                guard total > 0 else { continue }
                let cost = Double(max(plan.costFen, 1)) * Grid.perFen / total
                for use in instance.uses(of: plan) {
                    worth[Int(use.resource)] += cost * Double(use.units)
                    units[Int(use.resource)] += Double(use.units)
                }
            }
        }
        for voucher in instance.vouchers {
            for resource in instance.resources(of: voucher) {
                worth[Int(resource)] += Double(voucher.weight) * Grid.perMilliFen
                units[Int(resource)] += 1
            }
        }
        return instance.resources.indices.map { index in
            let typical = units[index] > 0 ? worth[index] / units[index] : 0
            let penalty = Double(instance.resources[index].penalty) * Grid.perMilliFen
            return instance.resources[index].isHard ? typical : min(typical, penalty)
        }
    }
}
