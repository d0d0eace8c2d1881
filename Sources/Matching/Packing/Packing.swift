/// A feasible set of matches under construction: who sits where, what room is left, what it is worth.
///
/// Works on bare buffers that it owns. Every index that reaches them comes from the instance, whose builder has checked
/// it, or from a list kept here. One thread at a time.
final class Packing {
    struct Slot {
        /// Guiding price, grid units a unit; the market's prices, not a cost.
        var price: Double
        /// Units left; below zero only for soft resources.
        var room: Double
        /// Grid units for each unit over a soft capacity; 0 for hard resources.
        var penalty: Double
        /// 1 for a pot that many vouchers draw from, else 0. Draws pay a pot's full price while packing; what the pot
        /// then has left is shared out exactly at the end.
        var pot: Double
    }

    /// Set anew whenever the instance behind it has moved in memory.
    var tables: Tables
    let slots: UnsafeMutableBufferPointer<Slot>
    let choices: UnsafeMutableBufferPointer<Choice>
    /// Welfare of each matched job in grid units, without soft penalties.
    let worth: UnsafeMutableBufferPointer<Double>
    /// Welfare in grid units, soft penalties paid and pots charged at their prices.
    private(set) var total: Double = 0
    let occupants: Occupants

    /// - Parameter tables: must outlive the packing; taken inside `Layout.withTables`.
    /// - Parameter headroom: jobs that may be added later, and plan uses for them.
    init(
        layout: Layout, tables: Tables, prices: [Double], resources: [Resource], headroom: (jobs: Int, uses: Int) = (0, 0)
    ) {
        self.tables = tables
        slots = .allocate(capacity: resources.count)
        let pots = Pots.find(layout.instance)
        for (index, resource) in resources.enumerated() {
            slots.initializeElement(
                at: index,
                to: Slot(
                    price: prices[index], room: Double(min(resource.capacity, 1 << 45)),
                    penalty: Double(resource.penalty) * Grid.perMilliFen, pot: pots[index] ? 1 : 0))
        }
        let jobs = layout.instance.jobs.count + headroom.jobs
        choices = .allocate(capacity: jobs)
        choices.initialize(repeating: .none)
        worth = .allocate(capacity: jobs)
        worth.initialize(repeating: 0)
        occupants = Occupants(layout, headroom: headroom)
    }

    deinit {
        slots.deinitialize().deallocate()
        choices.deinitialize().deallocate()
        worth.deinitialize().deallocate()
    }

    /// Puts back an earlier state: first everything that differs leaves, then the old places are taken.
    func replace(with earlier: [Choice]) {
        for job in earlier.indices where choices[job] != earlier[job] { remove(job) }
        for job in earlier.indices where choices[job] != earlier[job] { _ = insert(job, earlier[job]) }
    }

    /// Changes a capacity; the room may fall below zero, and the caller then has to evict.
    func addRoom(_ units: Double, to resource: Int) {
        let slot = slots[resource]
        if slot.penalty > 0 {
            total += slot.penalty * (max(0, -slot.room) - max(0, -(slot.room + units)))
        }
        slots[resource].room += units
    }

    /// Places an unmatched job, if everything fits. Draws are cut to the room that is left.
    /// - Returns: whether the job now has its place.
    func insert(_ id: Int, _ wanted: Choice) -> Bool {
        let job = tables.jobs[id]
        var choice = wanted
        let before = total
        let label = tables.labels[Int(job.labelStart) + Int(choice.label)]
        guard take(label) else { return false }
        var fen = job.valueFen + label.gainFen - label.costFen, net = label.costFen
        if choice.compute >= 0 {
            let compute = tables.computes[Int(job.computeStart) + Int(choice.compute)]
            guard take(compute) else {
                release(label)
                total = before
                return false
            }
            fen += compute.gainFen - compute.costFen
            net += compute.costFen
        }
        var value = Double(fen) * Grid.perFen
        value += draw(choice.labelVoucher, &choice.labelDraw)
        value += draw(choice.computeVoucher, &choice.computeDraw)
        if choice.labelDraw == 0 { choice.labelVoucher = -1 }
        if choice.computeDraw == 0 { choice.computeVoucher = -1 }
        choices[id] = choice
        worth[id] = value
        total += value
        occupants.add(id, label, tables.uses)
        if choice.compute >= 0 { occupants.add(id, tables.computes[Int(job.computeStart) + Int(choice.compute)], tables.uses) }
        if net - choice.labelDraw - choice.computeDraw > job.budgetFen {
            remove(id)
            return false
        }
        return true
    }

    /// Takes a matched job out and gives back its room.
    func remove(_ id: Int) {
        let choice = choices[id], job = tables.jobs[id]
        guard choice.isMatched else { return }
        release(tables.labels[Int(job.labelStart) + Int(choice.label)])
        if choice.compute >= 0 { release(tables.computes[Int(job.computeStart) + Int(choice.compute)]) }
        giveBack(choice.labelVoucher, choice.labelDraw)
        giveBack(choice.computeVoucher, choice.computeDraw)
        total -= worth[id]
        worth[id] = 0
        choices[id] = .none
        occupants.drop(id)
    }

    /// Takes the plan's uses, unless a hard resource has no room for them.
    private func take(_ plan: Plan) -> Bool {
        for index in plan.useRange {
            let use = tables.uses[index], slot = slots[Int(use.resource)], units = Double(use.units)
            if slot.penalty == 0, slot.room < units { return false }
        }
        for index in plan.useRange {
            let use = tables.uses[index], units = Double(use.units)
            let slot = slots[Int(use.resource)]
            if slot.penalty > 0 { total -= slot.penalty * (max(0, units - max(0, slot.room))) }
            slots[Int(use.resource)].room = slot.room - units
        }
        return true
    }

    private func release(_ plan: Plan) {
        for index in plan.useRange {
            let use = tables.uses[index], units = Double(use.units)
            let slot = slots[Int(use.resource)]
            if slot.penalty > 0 { total += slot.penalty * min(units, max(0, -slot.room)) }
            slots[Int(use.resource)].room = slot.room + units
        }
    }

    private func draw(_ voucher: Int32, _ fen: inout Int64) -> Double {
        guard voucher >= 0, fen > 0 else {
            fen = 0
            return 0
        }
        let row = tables.vouchers[Int(voucher)]
        var most = Double(fen)
        for index in row.resourceRange {
            let slot = slots[Int(tables.voucherResources[index])]
            if slot.penalty == 0 { most = min(most, max(0, slot.room)) }
        }
        fen = Int64(most)
        var gain = Double(row.weight) * Grid.perMilliFen
        for index in row.resourceRange {
            let resource = Int(tables.voucherResources[index]), slot = slots[resource]
            if slot.penalty > 0 { total -= slot.penalty * max(0, most - max(0, slot.room)) }
            gain -= slot.pot * slot.price
            slots[resource].room -= most
        }
        return most * gain
    }

    private func giveBack(_ voucher: Int32, _ fen: Int64) {
        guard voucher >= 0, fen > 0 else { return }
        let units = Double(fen)
        for index in tables.vouchers[Int(voucher)].resourceRange {
            let resource = Int(tables.voucherResources[index]), slot = slots[resource]
            if slot.penalty > 0 { total += slot.penalty * min(units, max(0, -slot.room)) }
            slots[resource].room += units
        }
    }
}

/// For each resource that plans use, the jobs that sit on it: doubly linked lists in flat buffers, newest first.
///
/// A job owns as many nodes as its widest choice has uses, so node numbers stay inside the buffers.
final class Occupants {
    private struct Node {
        var next: Int32
        var previous: Int32
        var resource: Int32
        var job: Int32
        var units: Int32
    }
    private let head: UnsafeMutableBufferPointer<Int32>
    private let nodes: UnsafeMutableBufferPointer<Node>
    private let firstNode: UnsafeMutableBufferPointer<Int32>
    private let nodeCount: UnsafeMutableBufferPointer<Int32>

    private var usedJobs: Int
    private var usedNodes: Int32

    init(_ layout: Layout, headroom: (jobs: Int, uses: Int)) {
        let jobs = layout.slotCount.count + headroom.jobs
        head = .allocate(capacity: layout.instance.resources.count)
        head.initialize(repeating: -1)
        firstNode = .allocate(capacity: jobs)
        nodeCount = .allocate(capacity: jobs)
        nodeCount.initialize(repeating: 0)
        var sum: Int32 = 0
        for (job, count) in layout.slotCount.enumerated() {
            firstNode.initializeElement(at: job, to: sum)
            sum += count
        }
        usedJobs = layout.slotCount.count
        usedNodes = sum
        nodes = .allocate(capacity: Int(sum) + headroom.uses)
        nodes.initialize(repeating: Node(next: -1, previous: -1, resource: -1, job: -1, units: 0))
    }

    deinit {
        head.deallocate()
        nodes.deallocate()
        firstNode.deallocate()
        nodeCount.deallocate()
    }

    /// Makes room for one more job. - Returns: false when the headroom is used up.
    func append(uses: Int32) -> Bool {
        guard usedJobs < firstNode.count, Int(usedNodes + uses) <= nodes.count else { return false }
        firstNode.initializeElement(at: usedJobs, to: usedNodes)
        usedJobs += 1
        usedNodes += uses
        return true
    }

    func add(_ job: Int, _ plan: Plan, _ uses: UnsafeBufferPointer<Use>) {
        for index in plan.useRange {
            let resource = uses[index].resource, units = uses[index].units
            let node = firstNode[job] + nodeCount[job]
            nodeCount[job] += 1
            let old = head[Int(resource)]
            nodes[Int(node)] = Node(next: old, previous: -1, resource: resource, job: Int32(job), units: units)
            if old >= 0 { nodes[Int(old)].previous = node }
            head[Int(resource)] = node
        }
    }

    func drop(_ job: Int) {
        for index in Int(firstNode[job])..<Int(firstNode[job] + nodeCount[job]) {
            let node = nodes[index]
            if node.next >= 0 { nodes[Int(node.next)].previous = node.previous }
            if node.previous >= 0 { nodes[Int(node.previous)].next = node.next } else { head[Int(node.resource)] = node.next }
        }
        nodeCount[job] = 0
    }

    /// Calls `body` with each resource that the job sits on, and the units that it takes there.
    @inline(__always)
    func eachHeld(by job: Int, _ body: (Int32, Int32) -> Void) {
        let first = Int(firstNode[job])
        for index in first..<first + Int(nodeCount[job]) { body(nodes[index].resource, nodes[index].units) }
    }

    /// Calls `body` with each job on the resource.
    @inline(__always)
    func each(on resource: Int, _ body: (Int) -> Void) {
        var node = head[resource]
        while node >= 0 {
            let current = nodes[Int(node)]
            body(Int(current.job))
            node = current.next
        }
    }
}

/// The room that is left now: a plan that does not fit is out of the question.
struct OpenView: ResourceView {
    let slots: UnsafeMutableBufferPointer<Packing.Slot>
    /// How much of the guiding price is charged for room that is free: 0 takes the room as it comes, 1 spares it.
    var thrift: Double

    @inline(__always)
    func charge(_ plan: Plan, _ uses: UnsafeBufferPointer<Use>) -> Double {
        var sum = 0.0
        for index in plan.useRange {
            let use = uses[index], slot = slots[Int(use.resource)], units = Double(use.units)
            if units > slot.room {
                if slot.penalty == 0 { return .infinity }
                let over = units - max(0, slot.room)
                sum += slot.penalty * over + thrift * slot.price * (units - over)
            } else {
                sum += thrift * slot.price * units
            }
        }
        return sum
    }
    @inline(__always)
    func drawPrice(_ resource: Int) -> Double {
        let slot = slots[resource]
        return (slot.pot > 0 ? 1 : thrift) * slot.price
    }
    @inline(__always) func drawRoom(_ resource: Int, first: Bool) -> Double {
        slots[resource].penalty > 0 ? 1e12 : max(0, slots[resource].room)
    }
}

/// Room that others could be moved out of: what is free costs its price, what is taken costs more.
struct ContestedView: ResourceView {
    let slots: UnsafeMutableBufferPointer<Packing.Slot>
    /// Units that the resource has in all, taken or not.
    var capacities: UnsafeBufferPointer<Double>
    var thrift: Double
    /// Charge for taken units, as a multiple of the guiding price.
    var contest: Double
    /// Most that chance adds to a plan's charge, grid units.
    var noise: Double
    var seed: UInt64

    @inline(__always)
    func charge(_ plan: Plan, _ uses: UnsafeBufferPointer<Use>) -> Double {
        var sum = 0.0
        for index in plan.useRange {
            let use = uses[index], slot = slots[Int(use.resource)], units = Double(use.units)
            if slot.penalty > 0 {
                let over = max(0, units - max(0, slot.room))
                sum += slot.penalty * over + thrift * slot.price * (units - over)
            } else {
                if units > capacities[Int(use.resource)] { return .infinity }
                sum += (units > slot.room ? contest : thrift) * slot.price * units
            }
        }
        if noise > 0 {
            var hash = (UInt64(truncatingIfNeeded: plan.useRange.lowerBound) ^ seed) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            let random = Double(hash & 0xFFFF) / 65536.0
            sum += noise * random
        }
        return sum
    }
    @inline(__always)
    func drawPrice(_ resource: Int) -> Double {
        let slot = slots[resource]
        return (slot.pot > 0 ? 1 : thrift) * slot.price
    }
    @inline(__always) func drawRoom(_ resource: Int, first: Bool) -> Double {
        slots[resource].penalty > 0 ? 1e12 : max(0, slots[resource].room)
    }
}
