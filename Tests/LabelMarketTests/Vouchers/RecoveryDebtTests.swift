import Storage
import Testing

@testable import LabelMarket

/// Interest on what comes back late, and debts that are given up.
struct RecoveryDebtTests {
    private static let due = CivilDate(year: 2026, month: 12, day: 31)!

    private static func repaid(_ parts: [(days: Int, fen: Int64)]) -> [LateInterest.Repaid] {
        parts.map { LateInterest.Repaid(day: due.advanced(byDays: Int64($0.days)), amount: Money(fen: $0.fen)) }
    }

    /// 10,000.01 yuan at 0.05 % a day.
    @Test(arguments: [
        // In time, and on the last day itself.
        ([], 0, .exclusive, .truncate, 0), ([(-3, 1_000_001)], 20, .exclusive, .truncate, 0),
        // One day: 500.0005 fen.
        ([], 1, .exclusive, .truncate, 500), ([], 1, .exclusive, .up, 501), ([], 1, .exclusive, .halfUp, 500),
        // Both end days counted: two.
        ([], 1, .inclusive, .truncate, 1_000),
        // A part is late for 10 days, the rest for 30: 4,000 × 10 + 6,000.01 × 30.
        ([(10, 400_000)], 30, .exclusive, .truncate, 11_000), ([(10, 400_000)], 30, .exclusive, .up, 11_001),
        // What is paid above the demand bears nothing, whatever the order in which it was recorded.
        ([(30, 900_000), (10, 400_000)], 90, .exclusive, .truncate, 11_000),
    ] as [([(Int, Int64)], Int, Arithmetic.DayCount, Arithmetic.Rounding, Int64)])
    func interest_countsEachPartForItsDays(
        parts: [(Int, Int64)], day: Int, count: Arithmetic.DayCount, rounding: Arithmetic.Rounding, fen: Int64
    ) throws {
        let terms = LateInterest(dailyRate: 5, dayCount: count, rounding: rounding)
        let amount = try terms.amount(
            on: Money(fen: 1_000_001), due: Self.due, repaid: Self.repaid(parts.map { ($0.0, $0.1) }),
            at: Self.due.advanced(byDays: Int64(day)))
        #expect(amount == Money(fen: fen))
    }

    @Test func terms_comeFromTheProgramme() throws {
        let document = try VoucherHouse.document(further: [
            .recovery(Recovery(interest: true, dailyRate: 5)), .arithmetic(Arithmetic(rounding: .halfEven)),
        ])
        let terms = try #require(LateInterest(try ProgrammeFormat.read(document)))
        #expect(terms == LateInterest(dailyRate: 5, dayCount: .exclusive, rounding: .halfEven))
        #expect(LateInterest(try ProgrammeFormat.read(try VoucherHouse.document())) == nil)
        #expect(throws: ProgrammeProblems.self) {
            try ProgrammeFormat.read(
                try VoucherHouse.document(further: [.recovery(Recovery(interest: false, dailyRate: 5))]))
        }
    }

    private func pay(
        _ house: TradeHouse, _ fen: Int64, _ reference: String, of id: ID<RecoveryMark>, by officer: Actor
    ) async throws {
        try await house.market.vouchers.recordRepayment(
            RecoveryPayment(
                bankReference: reference, amount: Money(fen: fen), receivedOn: house.clock.now.shanghaiDate), of: id,
            by: officer, formKey: house.key)
    }

    private func expectWhole(_ house: TradeHouse) throws {
        let report = try house.house.database.read { Verification.run(Market.checks, in: $0) }
        #expect(report.isWhole, "\(report)")
    }

    @Test func lateRepayment_chargesInterestThatIsOwedThenPaid() async throws {
        let rule = Rule.recovery(Recovery(interest: true, dailyRate: 5))
        let (house, grant, officer) = try await RecoveryTests.spent(further: [rule])
        let vouchers = house.market.vouchers
        let id = try await vouchers.recover(RecoveryTests.demand(house, 600), of: grant, by: officer, formKey: house.key)
        house.clock.advance(by: .days(50))
        let day = house.clock.now.shanghaiDate
        // 20 days late: 600 × 0.05 % × 20 = 6 yuan.
        #expect(try vouchers.recovery(id, for: TradeHouse.buyer).accrued(on: day) == .yuan(6))
        await #expect(throws: VoucherRefusal.aboveOwed(owed: .yuan(606))) {
            try await pay(house, 60_601, "BANK-80", of: id, by: officer)
        }
        try await pay(house, 60_000, "BANK-81", of: id, by: officer)
        let view = try vouchers.recovery(id, for: TradeHouse.buyer)
        #expect(view.owed == .yuan(6) && view.charged?.amount == .yuan(6) && !view.isSettled)
        #expect(try RecoveryTests.takeUp(house).interest == .yuan(6))
        #expect(try RecoveryTests.takeUp(house).clawedBack == .yuan(600))
        house.clock.advance(by: .days(40))
        #expect(try vouchers.recovery(id, for: officer).owed == .yuan(6))
        try await pay(house, 600, "BANK-82", of: id, by: officer)
        #expect(try vouchers.recovery(id, for: officer).isSettled)
        #expect(try RecoveryTests.takeUp(house).owed == .zero)
        try expectWhole(house)
    }

    @Test func withoutAStatedRate_lateMoneyBearsNoInterest() async throws {
        let (house, grant, officer) = try await RecoveryTests.spent(further: [.recovery(Recovery(interest: true))])
        let id = try await house.market.vouchers.recover(
            RecoveryTests.demand(house, 600), of: grant, by: officer, formKey: house.key)
        house.clock.advance(by: .days(400))
        try await pay(house, 60_000, "BANK-83", of: id, by: officer)
        let view = try house.market.vouchers.recovery(id, for: officer)
        #expect(view.isSettled && view.charged == nil && view.lateInterest == nil)
        try expectWhole(house)
    }

    @Test func writeOff_needsTwoOfficersAndTheSameDebt() async throws {
        let (house, grant, officer) = try await RecoveryTests.spent()
        let vouchers = house.market.vouchers
        let second = try await VoucherHouse.member(house.house, of: officer.organisation, as: .officer, "second")
        let id = try await vouchers.recover(RecoveryTests.demand(house, 600), of: grant, by: officer, formKey: house.key)
        let before = try RecoveryTests.takeUp(house)
        await #expect(throws: VoucherRefusal.noWriteOffOpen) {
            try await vouchers.decideWriteOff(of: id, approving: true, by: second, formKey: house.key)
        }
        try await vouchers.proposeWriteOff(of: id, because: "The firm is dissolved", by: officer, formKey: house.key)
        await #expect(throws: VoucherRefusal.writeOffOpen) {
            try await vouchers.proposeWriteOff(of: id, because: "Again", by: second, formKey: house.key)
        }
        await #expect(throws: VoucherRefusal.secondOfficerNeeded) {
            try await vouchers.decideWriteOff(of: id, approving: true, by: officer, formKey: house.key)
        }
        try await pay(house, 10_000, "BANK-84", of: id, by: officer)
        await #expect(throws: VoucherRefusal.debtChanged(owed: .yuan(500))) {
            try await vouchers.decideWriteOff(of: id, approving: true, by: second, formKey: house.key)
        }
        try await vouchers.decideWriteOff(of: id, approving: false, by: second, formKey: house.key)
        try await vouchers.proposeWriteOff(of: id, because: "The firm is dissolved", by: officer, formKey: house.key)
        try await vouchers.decideWriteOff(of: id, approving: true, by: second, formKey: house.key)
        let view = try vouchers.recovery(id, for: officer)
        #expect(view.isSettled && view.writtenOff == .yuan(500) && view.writeOffs.map(\.state) == [.declined, .approved])
        let after = try RecoveryTests.takeUp(house)
        #expect(after.writtenOff == .yuan(500) && after.owed == .zero)
        #expect(before.available.fen - after.available.fen == 50_000)
        await #expect(throws: VoucherRefusal.nothingOwed) {
            try await vouchers.proposeWriteOff(of: id, because: "Once more", by: officer, formKey: house.key)
        }
        await #expect(throws: CommonRefusal.forbidden) {
            try await vouchers.proposeWriteOff(of: id, because: "Please", by: TradeHouse.buyer, formKey: house.key)
        }
        try expectWhole(house)
    }
}
