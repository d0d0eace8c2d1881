/// Groups the resources of label plans into bins whose limits are kept exactly in the tightened bound: the hard
/// resources of one kind and owner, such as all weeks of a vendor.
struct Bins: Sendable {
    /// For each resource its bin, or −1.
    let binOf: [Int32]
    /// For each resource its dimension inside the bin.
    let dimension: [Int32]
    /// The resources of each bin.
    let members: [[Int32]]

    static let widest = 64

    init(_ layout: Layout) {
        let instance = layout.instance
        var usedByLabels = [Bool](repeating: false, count: instance.resources.count)
        for plan in instance.labelPlans { for use in instance.uses(of: plan) { usedByLabels[Int(use.resource)] = true } }
        var other = [Bool](repeating: false, count: instance.resources.count)
        for plan in instance.computePlans { for use in instance.uses(of: plan) { other[Int(use.resource)] = true } }
        for resource in instance.voucherResources { other[Int(resource)] = true }
        var binOf = [Int32](repeating: -1, count: instance.resources.count)
        var dimension = binOf
        var members: [[Int32]] = []
        var known: [BinKey: Int] = [:]
        for (index, resource) in instance.resources.enumerated()
        where resource.isHard && usedByLabels[index] && !other[index] {
            let key = BinKey(kind: resource.kind, owner: resource.owner)
            if let bin = known[key], members[bin].count < Self.widest {
                binOf[index] = Int32(bin)
                dimension[index] = Int32(members[bin].count)
                members[bin].append(Int32(index))
            } else {
                known[key] = members.count
                binOf[index] = Int32(members.count)
                dimension[index] = 0
                members.append([Int32(index)])
            }
        }
        self.binOf = binOf
        self.dimension = dimension
        self.members = members
    }

    private struct BinKey: Hashable {
        var kind: UInt8
        var owner: Int32
    }
}
