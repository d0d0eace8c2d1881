/// The jobs' best choices at given prices, each job for itself, found block by block on the workers.
struct Pricing {
    let workers: any Workers
    let capacities: [Double]
    let isFixed: [Bool]

    struct Found: Sendable {
        /// Sum of the best values in grid units, those below zero left out.
        var total: Int128 = 0
        var choices: [Choice] = []
    }

    /// - Parameters:
    ///   - jobs: the jobs to ask, in the order of the answer.
    ///   - extra: what single uses pay on top of the prices, parallel to the uses; or empty.
    /// - Complexity: linear in the jobs' plans.
    func best(_ jobs: [Int32], _ layout: Layout, prices: [Double], extra: [Double] = [], choosing: Bool = true) -> [Found] {
        let capacities = capacities, isFixed = isFixed, blocks = 4
        return workers.map(blocks) { block in
            let range = jobs.count * block / blocks..<jobs.count * (block + 1) / blocks
            return prices.withUnsafeBufferPointer { prices in
                capacities.withUnsafeBufferPointer { capacities in
                    extra.withUnsafeBufferPointer { extra in
                        layout.withTables { tables in
                            guard !extra.isEmpty else {
                                let view = PricedView(prices: prices, capacities: capacities)
                                var oracle = JobOracle(layout: layout, tables: tables, view: view)
                                return Self.ask(&oracle, jobs[range], isFixed, choosing)
                            }
                            let view = AmountView(prices: prices, capacities: capacities, extra: extra)
                            var oracle = JobOracle(layout: layout, tables: tables, view: view)
                            return Self.ask(&oracle, jobs[range], isFixed, choosing)
                        }
                    }
                }
            }
        }
    }

    private static func ask<View>(
        _ oracle: inout JobOracle<View>, _ jobs: ArraySlice<Int32>, _ isFixed: [Bool], _ choosing: Bool
    ) -> Found {
        var found = Found()
        if choosing { found.choices.reserveCapacity(jobs.count) }
        for id in jobs {
            var choice = Choice.none
            if !isFixed[Int(id)] {
                let best = oracle.best(Int(id))
                // A value is the job's worth less what is charged, so it stays far below 2⁶³.
                if best.value > 0 {
                    found.total += Int128(Int64(best.value))
                    choice = best.choice
                }
            }
            if choosing { found.choices.append(choice) }
        }
        return found
    }
}

/// Resources by prices, with each use's own amount on top.
struct AmountView: ResourceView {
    let prices: UnsafeBufferPointer<Double>
    let capacities: UnsafeBufferPointer<Double>
    let extra: UnsafeBufferPointer<Double>

    @inline(__always)
    func charge(_ plan: Plan, _ uses: UnsafeBufferPointer<Use>) -> Double {
        var sum = 0.0
        for index in plan.useRange {
            let use = uses[index]
            sum += prices[Int(use.resource)] * Double(use.units) + extra[index]
        }
        return sum
    }
    @inline(__always) func drawPrice(_ resource: Int) -> Double { prices[resource] }
    @inline(__always) func drawRoom(_ resource: Int, first: Bool) -> Double { first ? capacities[resource] : 1e12 }
}

/// What the jobs' latest choices take of each resource.
struct Demand {
    private(set) var choices: [Choice]
    private(set) var use: [Double]
    /// For each use whether the choices take it.
    private(set) var isTaken: [Bool]
    /// How often each job was asked since it last changed its mind, up to 255.
    private(set) var calm: [UInt8]

    init(_ instance: Instance) {
        choices = .init(repeating: .none, count: instance.jobs.count)
        use = .init(repeating: 0, count: instance.resources.count)
        isTaken = .init(repeating: false, count: instance.uses.count)
        calm = .init(repeating: 0, count: instance.jobs.count)
    }

    /// Puts new choices in the place of old ones.
    mutating func replace(_ jobs: [Int32], by found: [Pricing.Found], _ layout: Layout) {
        use.withUnsafeMutableBufferPointer { use in
            isTaken.withUnsafeMutableBufferPointer { isTaken in
                choices.withUnsafeMutableBufferPointer { choices in
                    calm.withUnsafeMutableBufferPointer { calm in
                        layout.withTables { tables in
                            let tally = Tally(tables: tables, use: use, isTaken: isTaken)
                            var next = 0
                            for part in found {
                                for choice in part.choices {
                                    let job = Int(jobs[next])
                                    next += 1
                                    let old = choices[job]
                                    guard old != choice else {
                                        calm[job] = min(254, calm[job]) + 1
                                        continue
                                    }
                                    calm[job] = 0
                                    if old.isMatched { tally.count(job, old, -1) }
                                    if choice.isMatched { tally.count(job, choice, 1) }
                                    choices[job] = choice
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private struct Tally {
        let tables: Tables
        let use: UnsafeMutableBufferPointer<Double>
        let isTaken: UnsafeMutableBufferPointer<Bool>

        func count(_ id: Int, _ choice: Choice, _ sign: Double) {
            let job = tables.jobs[id]
            count(tables.labels[Int(job.labelStart) + Int(choice.label)], sign)
            if choice.compute >= 0 { count(tables.computes[Int(job.computeStart) + Int(choice.compute)], sign) }
            draw(choice.labelVoucher, choice.labelDraw, sign)
            draw(choice.computeVoucher, choice.computeDraw, sign)
        }

        private func count(_ plan: Plan, _ sign: Double) {
            for index in plan.useRange {
                let line = tables.uses[index]
                use[Int(line.resource)] += sign * Double(line.units)
                isTaken[index] = sign > 0
            }
        }

        private func draw(_ voucher: Int32, _ fen: Int64, _ sign: Double) {
            guard voucher >= 0, fen > 0 else { return }
            for index in tables.vouchers[Int(voucher)].resourceRange {
                use[Int(tables.voucherResources[index])] += sign * Double(fen)
            }
        }
    }
}
