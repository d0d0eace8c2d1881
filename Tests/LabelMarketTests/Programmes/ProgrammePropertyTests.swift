import FoundationEssentials
import LabelMarket
import Testing

/// A small generator with a printed seed.
struct ProgrammeSeed: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

struct ProgrammePropertyTests {
    static func randomCase(_ seed: inout ProgrammeSeed, for programme: Programme) -> Case {
        func maybe<Value>(_ value: Value, _ coin: Int) -> Value? { coin == 0 ? nil : value }
        func coin(_ seed: inout ProgrammeSeed) -> Int { Int.random(in: 0..<5, using: &seed) }
        var subject = Case()
        subject.firm.kind = maybe(FirmKind.allCases.randomElement(using: &seed) ?? .enterprise, coin(&seed))
        subject.firm.region = maybe(Bool.random(using: &seed) ? programme.region : RegionCode("420000")!, coin(&seed))
        subject.firm.foundedOn = maybe(
            CivilDate(dayNumber: Int64.random(in: 15_000...20_700, using: &seed)), coin(&seed))
        subject.firm.isLegalEntity = maybe(true, coin(&seed))
        subject.firm.credit = maybe(.clean, coin(&seed))
        subject.contract.chipOrigin = maybe(.domestic, coin(&seed))
        subject.contract.kind = maybe(ContractKind.allCases.randomElement(using: &seed) ?? .service, coin(&seed))
        for _ in 0..<Int.random(in: 1...4, using: &seed) {
            subject.contract.items.append(
                Case.LineItem(
                    lineClass: LineClass.allCases.randomElement(using: &seed) ?? .labeling,
                    amount: Money(fen: Int64.random(in: 0...500_000_000, using: &seed))))
        }
        let start = CivilDate(dayNumber: Int64.random(in: 20_000...20_500, using: &seed))
        subject.contract.from = maybe(start, coin(&seed))
        subject.contract.to = maybe(start.advanced(byDays: Int64.random(in: 0...800, using: &seed)), coin(&seed))
        subject.contract.settled = maybe(Money(fen: Int64.random(in: 0...500_000_000, using: &seed)), coin(&seed))
        subject.history.uses = maybe(
            [
                Case.PriorUse(
                    programme: programme.key, year: 2026,
                    claimed: Money(fen: Int64.random(in: 0...2_000_000_000, using: &seed)),
                    redeemed: .zero)
            ], coin(&seed))
        subject.history.otherVouchers = maybe(
            [
                Case.OtherVoucher(
                    programme: "other", level: AdministrativeLevel.allCases.randomElement(using: &seed) ?? .city,
                    amount: Money(fen: Int64.random(in: 0...100_000_000, using: &seed)))
            ], coin(&seed))
        return subject
    }

    static let asked = ProgrammeFixtures.moment("2026-01-10")

    @Test(arguments: ProgrammeFixtures.names)
    func amount_staysBetweenZeroAndEveryLimit(name: String) throws {
        let programme = try ProgrammeFixtures.programme(name)
        for seed in 0..<150 {
            var generator = ProgrammeSeed(UInt64(seed))
            let subject = Self.randomCase(&generator, for: programme)
            let assessment = programme.evaluate(subject, at: Self.asked)
            guard let amount = assessment.amount else { continue }
            #expect(amount.voucher >= .zero && amount.own >= .zero, "seed \(seed)")
            #expect(amount.voucher <= amount.base, "seed \(seed)")
            // An award is no part of a price.
            if programme.paysAwards { continue }
            #expect(
                try amount.voucher.adding(amount.own) == max(try subject.contract.price(), amount.base), "seed \(seed)")
            for clause in programme.clauses {
                guard case .cap(let cap) = clause.rule, cap.condition.isEmpty, let most = cap.amount else { continue }
                #expect(amount.voucher <= most, "seed \(seed)")
            }
            #expect(amount.steps.last?.amount == amount.own)
        }
    }

    /// Where no minimum interrupts, a higher price of the same line never lowers the voucher.
    @Test(arguments: ProgrammeFixtures.names)
    func amount_growsWithThePrice(name: String) throws {
        let programme = try ProgrammeFixtures.programme(name)
        for seed in 0..<60 {
            var generator = ProgrammeSeed(UInt64(seed) &+ 7_000)
            var subject = Self.randomCase(&generator, for: programme)
            subject.contract.settled = nil
            let lower = programme.evaluate(subject, at: Self.asked).amount
            subject.contract.items[0].amount = Money(fen: subject.contract.items[0].amount.fen + 12_345)
            let higher = programme.evaluate(subject, at: Self.asked).amount
            #expect((lower?.voucher ?? .zero) <= (higher?.voucher ?? .zero), "seed \(seed)")
        }
    }

    @Test func amount_thatOverflowsIsNotProven() throws {
        let programme = try ProgrammeFixtures.programme("shanghai-compute-1")
        var subject = Case()
        subject.firm.region = RegionCode("310000")
        subject.history.otherVouchers = []
        let huge = Case.LineItem(lineClass: .labeling, amount: Money(fen: Int64.max))
        subject.contract.items = [huge, huge]
        let assessment = programme.evaluate(subject, at: Self.asked)
        #expect(assessment.overflowed && assessment.outcome == .notProven && assessment.amount == nil)
    }

    @Test func reason_namesFiguresInBothLanguages() throws {
        let programme = try ProgrammeFixtures.programme("beijing-compute-2")
        var subject = Case()
        subject.contract.signedOn = CivilDate(text: "2023-08-14")
        let assessment = programme.evaluate(subject, at: ProgrammeFixtures.moment("2024-01-10"))
        let line = try #require(assessment.lines.first { $0.clauseID == "signed" })
        #expect(
            line.reason.en == "Needs a contract signed on or after 1 September 2023; the day of signing is 14 August 2023.")
        #expect(line.reason.zh == "合同须于2023年9月1日及以后签订；签订日期为2023年8月14日。")
        #expect(line.source?.status == .news)
        #expect(line.outcome == .fail)
    }

    @Test func nanning_showsEveryStep() throws {
        let data = try ProgrammeFixtures.file("fixtures/programme-cases/single/nanning-worked-example.json")
        let document = try CaseDocument.read(.init(data))
        let amount = try #require(
            try ProgrammeFixtures.programme("nanning-compute-1").evaluate(document.subject, at: document.askedAt).amount
        )
        #expect(
            amount.steps.map(\.sentence.en) == [
                "contract price: CNY 200,000.00", "fee actually settled: CNY 200,000.00", "× 305 ÷ 729 days: CNY 83,676.26",
                "× 30%: CNY 25,102.88", "cut off to CNY 1.00: CNY 25,102.00", "own share: CNY 174,898.00",
            ])
    }

    @Test func quote_andEligibility_answerWithoutAContract() throws {
        let programme = try ProgrammeFixtures.programme("shanghai-compute-1")
        var subject = Case()
        subject.firm.region = RegionCode("310115")
        subject.contract.workKind = .labeling
        let quote = programme.quote(.yuan(1_000), for: subject, at: Self.asked)
        #expect(quote.voucherShare == .yuan(800) && quote.ownShare == .yuan(200))
        #expect(programme.eligibility(subject.firm, at: Self.asked).outcome == .pass)
        subject.firm.region = RegionCode("440300")
        let elsewhere = programme.eligibility(subject.firm, at: Self.asked)
        #expect(elsewhere.outcome == .fail)
        #expect(elsewhere.decided.contains { $0.clauseID == "buyer-place" && $0.outcome == .fail })
        #expect(programme.quote(.yuan(1_000), for: subject, at: Self.asked).ownShare == .yuan(1_000))
    }

    @Test(
        arguments: [
            ([AdministrativeLevel.national], 300_000_000), ([.province], 150_000_000),
            ([.national, .province], 150_000_000),
            ([], 600_000_000), (nil, 150_000_000),
        ] as [([AdministrativeLevel]?, Int64)])
    func cap_dependsOnTheProjectsWon(levels: [AdministrativeLevel]?, fen: Int64) throws {
        var programme = try ProgrammeFixtures.programme("chengdu-compute-2023")
        programme.state = .draft
        var subject = Case()
        subject.firm.projectLevels = levels
        subject.history.uses = []
        subject.contract.items = [Case.LineItem(lineClass: .smartCompute, amount: .yuan(20_000_000))]
        #expect(programme.evaluate(subject, at: Self.asked).amount?.voucher.fen == fen)
    }

    @Test func automaticGrant_needsEveryRuleProvenAndASmallAmount() throws {
        let programme = try ProgrammeFixtures.programme("shanghai-compute-1")
        var subject = Case()
        subject.firm.region = RegionCode("310000")
        subject.history.otherVouchers = []
        subject.contract.items = [Case.LineItem(lineClass: .labeling, amount: .yuan(62_500))]
        #expect(programme.evaluate(subject, at: Self.asked).canBeGrantedAutomatically)
        subject.contract.items[0].amount = Money(fen: 6_250_002)
        #expect(programme.evaluate(subject, at: Self.asked).outcome == .pass)
        #expect(!programme.evaluate(subject, at: Self.asked).canBeGrantedAutomatically)
        subject.contract.items[0].amount = .yuan(100)
        subject.history.otherVouchers = nil
        #expect(!programme.evaluate(subject, at: Self.asked).canBeGrantedAutomatically)
    }

    /// The four firms whose "what can I use?" pages the market shows.
    @Test(
        arguments: [
            ("shanghai-compute-1", "310115", FirmKind.enterprise, FirmSize.micro, 80_000),
            ("shenzhen-training-1", "440305", .startUp, .small, 60_000),
            ("henan-compute-1", "410100", .university, .large, 20_000),
            ("chengdu-compute-1", "510107", .institute, .medium, 60_000),
        ] as [(String, String, FirmKind, FirmSize, Int64)])
    func firm_seesWhatItCanUse(name: String, region: String, kind: FirmKind, size: FirmSize, yuan: Int64) throws {
        let programme = try ProgrammeFixtures.programme(name)
        var subject = Case()
        subject.firm.kind = kind
        subject.firm.size = size
        subject.firm.region = RegionCode(region)
        subject.firm.foundedOn = CivilDate(text: "2024-06-01")
        subject.contract.workKind = .labeling
        subject.history.uses = []
        subject.history.otherVouchers = []
        #expect(programme.eligibility(subject.firm, at: Self.asked).outcome == .pass)
        let quote = programme.quote(.yuan(100_000), for: subject, at: Self.asked)
        #expect(quote.assessment.outcome == .pass)
        #expect(quote.voucherShare == .yuan(yuan))
        let abroad = try ProgrammeFixtures.programme("beijing-compute-1").eligibility(subject.firm, at: Self.asked)
        #expect(abroad.outcome == .fail)
    }
}
