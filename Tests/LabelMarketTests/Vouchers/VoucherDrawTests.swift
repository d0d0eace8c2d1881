import Storage
import Testing

@testable import LabelMarket

struct VoucherDrawTests {
    private func draw(
        _ house: VoucherHouse, price: Money, use: VoucherUse = .labeling, days: Int64 = 30, vendor: ID<Organisation>? = nil
    ) throws -> VoucherDraw {
        try house.house.database.read { transaction in
            try Vouchers.draw(
                for: price, buyer: house.buyer.organisation, vendor: vendor ?? house.vendor.organisation, use: use,
                workEndsOn: house.today.advanced(byDays: days), at: house.clock.now, in: transaction)
        }
    }

    @Test func draw_takesTheRateOfThePrice() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        let voucher = try await house.granted()
        let draw = try draw(house, price: .yuan(10_001))
        #expect(draw.parts.map(\.grant) == [voucher])
        #expect(draw.parts.map(\.amount) == [Money(fen: 500_050)])
        #expect(draw.own == Money(fen: 500_050))
        #expect(draw.parts[0].account.owner == voucher.rawValue)
    }

    @Test func draw_isLimitedByTheBalance() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        _ = try await house.granted(.yuan(300))
        let draw = try draw(house, price: .yuan(10_000))
        #expect(draw.fromVouchers == .yuan(300))
        #expect(draw.own == .yuan(9700))
    }

    @Test func draw_forWorkOutsideTheScope_saysWhichRule() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        _ = try await house.granted()
        let storage = VoucherUse(work: .labeling, contract: .service, line: .storage)
        let draw = try draw(house, price: .yuan(10_000), use: storage)
        #expect(draw.parts.isEmpty)
        #expect(draw.own == .yuan(10_000))
        #expect(draw.notes.count == 1)
    }

    @Test func draw_whenWorkEndsAfterExpiry_paysNothing() async throws {
        let house = try await VoucherHouse()
        try await house.open()
        _ = try await house.granted()
        let draw = try draw(house, price: .yuan(10_000), days: 200)
        #expect(draw.parts.isEmpty)
        #expect(draw.notes.first?.en.contains("expires on") == true)
    }

    @Test func draw_withoutVoucher_isAllOwnMoney() async throws {
        let house = try await VoucherHouse()
        let draw = try draw(house, price: .yuan(5))
        #expect(draw.own == .yuan(5))
        #expect(draw.notes.isEmpty)
    }
}

struct VoucherCombinationTests {
    private func candidate(
        _ id: Int64, key: String, share: Int, left: Money, stacks: Bool, months: Int = 6
    ) throws -> DrawCandidate {
        var programme = try ProgrammeFormat.read(try VoucherHouse.document(key: key, share: share))
        if stacks {
            let terms = StackingTerms(
                exclusiveWith: [], ceilings: [StackingTerms.Ceiling(partners: [.any], share: 8000, monthsMax: nil)])
            programme.clauses.append(Clause(id: "stack", rule: .stacking(terms), source: Source(status: .brief)))
        }
        let now = TestClock().now
        let voucher = Voucher(
            id: ID(rawValue: id), application: ID(rawValue: id), holder: ID(rawValue: 1), programme: ProgrammeKey(key)!,
            version: 1, pot: ID(rawValue: 1), book: ID(rawValue: id), granted: left, grantedAt: now,
            expiresAt: now.advanced(by: .days(Int64(30 * months))), state: .live, endedAt: nil)
        var subject = Case()
        subject.firm.region = RegionCode("310000")
        subject.history.otherVouchers = []
        subject.contract = VoucherCases.contract(
            .labeling, price: .yuan(10_000), from: now.shanghaiDate, to: now.shanghaiDate, line: .labeling)
        return DrawCandidate(voucher: voucher, programme: programme.spending, subject: subject, left: left)
    }

    private func draw(_ candidates: [DrawCandidate]) throws -> VoucherDraw {
        var rules = DrawRules(candidates: candidates, line: .labeling, price: .yuan(10_000), at: TestClock().now)
        return try rules.best(notes: [])
    }

    @Test func draw_ofProgrammesThatExcludeEachOther_takesTheBetter() throws {
        let draw = try draw([
            try candidate(1, key: "small", share: 3000, left: .yuan(9000), stacks: false),
            try candidate(2, key: "large", share: 5000, left: .yuan(9000), stacks: false),
        ])
        #expect(draw.parts.map(\.amount) == [.yuan(5000)])
        #expect(draw.notes.count == 1)
    }

    @Test func draw_ofProgrammesThatStack_reachesTheCeiling() throws {
        let draw = try draw([
            try candidate(1, key: "city", share: 5000, left: .yuan(9000), stacks: true, months: 3),
            try candidate(2, key: "district", share: 5000, left: .yuan(9000), stacks: true),
        ])
        #expect(draw.parts.map(\.amount) == [.yuan(5000), .yuan(3000)])
        #expect(draw.own == .yuan(2000))
    }
}

struct VoucherRelationTests {
    @Test func draw_withAVendorOfTheSameOwner_paysNothing() async throws {
        let house = try await VoucherHouse()
        let test = Rule.nonRelated(NonRelatedTest(ownershipFrom: 2500))
        try await house.open(try VoucherHouse.document(further: [test]))
        _ = try await house.granted()
        let (buyer, vendor, now) = (house.buyer.organisation, house.vendor.organisation, house.clock.now)
        let owner = CreditCode(completing: "91310001234567890")!
        func draw() throws -> VoucherDraw {
            try house.house.database.read { transaction in
                try Vouchers.draw(
                    for: .yuan(1000), buyer: buyer, vendor: vendor, use: .labeling, workEndsOn: house.today, at: now,
                    in: transaction)
            }
        }
        #expect(try draw().parts.count == 1)
        try await house.house.database.write { transaction in
            for organisation in [buyer, vendor] {
                try transaction.execute(
                    """
                    INSERT INTO organisation_relation (organisation_id, credit_code, share_basis_points)
                    VALUES (\(organisation), \(owner), 6000)
                    """)
            }
        }
        #expect(try draw().parts.isEmpty)
    }
}
