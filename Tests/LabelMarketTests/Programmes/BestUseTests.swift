import LabelMarket
import Testing

struct BestUseTests {
    static func question(_ seed: Int) -> BestUse.Question {
        var generator = ProgrammeSeed(UInt64(seed))
        let keys = ["a", "b", "c", "d"].prefix(Int.random(in: 1...4, using: &generator)).map { $0 }
        let classes: [LineClass] = [.labeling, .smartCompute, .corpus]
        let items = (0..<Int.random(in: 1...3, using: &generator)).map { place in
            Case.LineItem(lineClass: classes[place], amount: Money(fen: Int64.random(in: 0...9, using: &generator)))
        }
        var terms: [String: BestUse.Terms] = [:]
        for key in keys {
            terms[key] = BestUse.Terms(
                rate: [3_000, 5_000, 8_000, 10_000].randomElement(using: &generator) ?? 10_000,
                cap: Bool.random(using: &generator) ? Money(fen: Int64.random(in: 0...6, using: &generator)) : nil,
                covers: classes.filter { _ in Bool.random(using: &generator) },
                oneVoucher: Int.random(in: 0..<3, using: &generator) == 0)
        }
        let vouchers = (0..<Int.random(in: 1...4, using: &generator)).map { place in
            BestUse.Voucher(
                id: "v\(place)", programme: keys.randomElement(using: &generator) ?? "a",
                balance: Money(fen: Int64.random(in: 0...7, using: &generator)),
                expires: Instant(milliseconds: Int64.random(in: 0...3, using: &generator)))
        }
        var pairs: [BestUse.Pair] = []
        for (index, first) in keys.enumerated() {
            for second in keys[(index + 1)...] where Bool.random(using: &generator) {
                let ceiling = [5_000, 7_000, 10_000].randomElement(using: &generator) ?? 10_000
                pairs.append(BestUse.Pair(first, second, ceiling: ceiling))
            }
        }
        return BestUse.Question(
            items: items, vouchers: vouchers, terms: terms, pairs: pairs, neededUntil: Instant(milliseconds: 1))
    }

    /// The best vector of draws by trying all of them.
    static func bruteForce(_ question: BestUse.Question) throws -> (total: Int64, draws: [Int64]) {
        let vouchers = question.vouchers.sorted { ($0.expires, $0.id) < ($1.expires, $1.id) }
        var best: (total: Int64, draws: [Int64]) = (0, vouchers.map { _ in 0 })
        var draws = vouchers.map { _ in Int64(0) }
        func visit(_ place: Int) {
            if place == vouchers.count {
                let total = draws.reduce(0, +)
                let better = total > best.total || (total == best.total && best.draws.lexicographicallyPrecedes(draws))
                if better, isAllowed(question, vouchers, draws) { best = (total, draws) }
                return
            }
            for amount in 0...vouchers[place].balance.fen {
                draws[place] = amount
                visit(place + 1)
            }
            draws[place] = 0
        }
        visit(0)
        return best
    }

    static func isAllowed(_ question: BestUse.Question, _ vouchers: [BestUse.Voucher], _ draws: [Int64]) -> Bool {
        let price = question.items.reduce(Int64(0)) { $0 + $1.amount.fen }
        var byProgramme: [String: Int64] = [:]
        var counts: [String: Int] = [:]
        for (voucher, draw) in zip(vouchers, draws) where draw > 0 {
            if voucher.expires < question.neededUntil { return false }
            byProgramme[voucher.programme, default: 0] += draw
            counts[voucher.programme, default: 0] += 1
        }
        var ceiling: Int64 = 10_000
        for (key, total) in byProgramme {
            guard let terms = question.terms[key] else { return false }
            if terms.oneVoucher, counts[key, default: 0] > 1 { return false }
            let covered = question.items.filter { terms.covers.contains($0.lineClass) }.reduce(Int64(0)) {
                $0 + $1.amount.fen
            }
            if total > covered * Int64(terms.rate) / 10_000 { return false }
            if let cap = terms.cap, total > cap.fen { return false }
            for other in byProgramme.keys where other != key {
                let pair = question.pairs.first { Set([$0.first, $0.second]) == [key, other] }
                guard let pair else { return false }
                ceiling = min(ceiling, Int64(pair.ceiling))
            }
        }
        let total = draws.reduce(0, +)
        if total > price * ceiling / 10_000 { return false }
        return canSpread(question, byProgramme.sorted { $0.key < $1.key }, question.items.map(\.amount.fen))
    }

    /// Whether the programmes' totals can be laid over the items, tried fen by fen.
    static func canSpread(_ question: BestUse.Question, _ totals: [(key: String, value: Int64)], _ room: [Int64])
        -> Bool
    {
        guard let (key, amount) = totals.first, let terms = question.terms[key] else { return true }
        let rest = Array(totals.dropFirst())
        func lay(_ item: Int, _ left: Int64, _ room: [Int64]) -> Bool {
            if item == room.count { return left == 0 && canSpread(question, rest, room) }
            let line = question.items[item]
            let share =
                terms.covers.contains(line.lineClass) ? (line.amount.fen * Int64(terms.rate) + 9_999) / 10_000 : 0
            for part in stride(from: min(left, min(share, room[item])), through: 0, by: -1) {
                var less = room
                less[item] -= part
                if lay(item + 1, left - part, less) { return true }
            }
            return false
        }
        return lay(0, amount, room)
    }

    @Test(arguments: 0..<20)
    func plan_isAsGoodAsTryingEverything(block: Int) throws {
        for seed in (block * 100)..<(block * 100 + 100) {
            let question = Self.question(seed)
            let plan = try BestUse.plan(question)
            let brute = try Self.bruteForce(question)
            let vouchers = question.vouchers.sorted { ($0.expires, $0.id) < ($1.expires, $1.id) }
            let draws = vouchers.map { voucher in plan.draws.first { $0.voucher == voucher }?.amount.fen ?? 0 }
            #expect(plan.voucherShare.fen == brute.total, "seed \(seed)")
            #expect(draws == brute.draws, "seed \(seed)")
            #expect(plan.remarks.count == vouchers.count)
            #expect(plan.ownShare.fen + plan.voucherShare.fen == plan.price.fen)
        }
    }

    @Test func plan_followsTheShanghaiCeiling() throws {
        let city = BestUse.Voucher(
            id: "city", programme: "shanghai-compute", balance: .yuan(1_000_000), expires: Instant(milliseconds: 9))
        let district = BestUse.Voucher(
            id: "district", programme: "pudong", balance: .yuan(1_000_000), expires: Instant(milliseconds: 5))
        let plan = try BestUse.plan(
            BestUse.Question(
                items: [Case.LineItem(lineClass: .labeling, amount: Money(fen: 10_000_001))],
                vouchers: [city, district],
                terms: [
                    "shanghai-compute": BestUse.Terms(rate: 8_000, covers: [.labeling]),
                    "pudong": BestUse.Terms(rate: 3_000, covers: [.labeling]),
                ],
                pairs: [BestUse.Pair("shanghai-compute", "pudong")], neededUntil: Instant(milliseconds: 1)))
        #expect(plan.draws.map(\.amount.fen) == [3_000_000, 7_000_001])
        #expect(plan.draws.map(\.voucher.id) == ["district", "city"])
        #expect(plan.ownShare == .zero)
    }

    @Test func plan_saysWhyAVoucherIsNotDrawn() throws {
        func voucher(_ id: String, _ programme: String, _ expires: Int64) -> BestUse.Voucher {
            BestUse.Voucher(id: id, programme: programme, balance: .yuan(10), expires: Instant(milliseconds: expires))
        }
        let plan = try BestUse.plan(
            BestUse.Question(
                items: [Case.LineItem(lineClass: .labeling, amount: .yuan(10))],
                vouchers: [
                    voucher("old", "a", 1), voucher("first", "a", 5), voucher("later", "a", 6),
                    voucher("other", "b", 7), voucher("cpu", "c", 8), voucher("odd", "d", 9),
                ],
                terms: [
                    "a": BestUse.Terms(rate: 5_000, covers: [.labeling]),
                    "b": BestUse.Terms(rate: 5_000, covers: [.labeling]),
                    "c": BestUse.Terms(rate: 5_000, covers: [.smartCompute]),
                ], pairs: [], neededUntil: Instant(milliseconds: 3)))
        #expect(
            plan.remarks == [
                .expiresTooSoon("old", Instant(milliseconds: 1)), .drawn("first", .yuan(5)), .notNeeded("later"),
                .leftOut("other"), .coversNothing("cpu"), .noTerms("odd"),
            ])
        #expect(plan.remarks.allSatisfy { !$0.sentence.en.isEmpty && !$0.sentence.zh.isEmpty })
    }

    @Test func programmes_giveTermsAndCeilings() throws {
        let city = try ProgrammeFixtures.programme("shanghai-compute-1")
        let corpus = try ProgrammeFixtures.programme("shanghai-corpus-1")
        #expect(city.sharedCeiling(with: corpus) == nil)
        var district = try ProgrammeFixtures.programme("zhangjiang-ai-1")
        #expect(city.sharedCeiling(with: district) == nil)
        district.clauses = city.clauses.filter { $0.id == "stacking" }
        #expect(district.sharedCeiling(with: city) == nil)
        var subject = Case()
        subject.firm.region = RegionCode("310000")
        let terms = try #require(BestUse.Terms(city, for: subject, at: ProgrammePropertyTests.asked))
        #expect(terms.rate == 8_000 && terms.covers.contains(.labeling) && !terms.oneVoucher && terms.cap == nil)
    }
}
