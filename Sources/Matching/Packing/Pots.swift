/// The pots that many vouchers draw from, while jobs look for their places.
///
/// A pot joins jobs all over the market, so a search that moves a few of them can never trade its last fen for a better use far away.
/// While jobs move, a pot that has a price is therefore open to all and every drawn fen pays that price; once all jobs are placed
/// `Drawdown` shares out what the pots really hold.
struct Pots {
    /// For each resource what a drawn fen pays, grid units; 0 for everything that is no pot.
    private let price: [Double]

    init(_ instance: Instance, prices: [Double]) {
        price = zip(Self.find(instance), prices).map { $0 ? $1 : 0 }
    }

    /// Hard resources that no plan uses and more than one voucher draws from.
    static func find(_ instance: Instance) -> [Bool] {
        var drawers = [Int32](repeating: 0, count: instance.resources.count)
        for resource in instance.voucherResources { drawers[Int(resource)] += 1 }
        for plans in [instance.labelPlans, instance.computePlans] {
            for plan in plans { for use in instance.uses(of: plan) { drawers[Int(use.resource)] = 0 } }
        }
        return zip(drawers, instance.resources).map { $0 > 1 && $1.isHard }
    }

    /// What the pots are worth at their prices, milli-fen.
    func worth(_ resources: [Resource]) -> Double {
        zip(price, resources).reduce(0) { $0 + $1.0 * Double(min($1.1.capacity, 1 << 45)) } / Grid.perMilliFen
    }

    /// The resources with pots that cannot run dry, for a search that charges their prices itself.
    func open(_ resources: [Resource]) -> [Resource] {
        var resources = resources
        for (index, price) in price.enumerated() where price > 0 { resources[index].capacity = 1 << 45 }
        return resources
    }

    /// The resources with pots as a matter of cost: nothing is free, every fen drawn pays.
    func priced(_ resources: [Resource]) -> [Resource] {
        var resources = resources
        for (index, price) in price.enumerated() where price >= Grid.perMilliFen {
            resources[index].capacity = 0
            resources[index].penalty = min(Limits.penalty, Int64(Grid.rounded(price / Grid.perMilliFen)))
        }
        return resources
    }
}
