import Storage
import Testing

@testable import LabelMarket

/// Spent voucher money that has to come back.
struct RecoveryTests {
    /// A voucher of which 1,000 yuan were earned by a vendor.
    static func spent(further: [Rule] = []) async throws -> (TradeHouse, ID<Grant>, Actor) {
        let house = try await TradeHouse()
        let grant = try await house.voucher(5_000, further: further)
        let bid = try await house.offer(2_000)
        try await house.deposit(1_000)
        house.close()
        let contract = try await house.award(bid)
        for (lot, items) in [(1, [1, 2]), (2, [3, 4])] {
            try await house.deliver(items, lot: lot, of: contract)
            try await house.decide(.acceptAll, lot: lot, of: contract)
        }
        let officer = try #require(
            try house.house.database.read { transaction in
                try transaction.first(
                    """
                    SELECT membership.id, membership.person_id, membership.organisation_id FROM membership
                    WHERE membership.role = 'officer'
                    """
                ) { row in
                    Actor(
                        person: try row.at(1), organisation: try row.at(2), membership: try row.at(0), role: .officer)
                }
            })
        return (house, grant, officer)
    }

    static func demand(_ house: TradeHouse, _ yuan: Int64) -> RecoveryDemand {
        RecoveryDemand(
            amount: .yuan(yuan), reason: "The labels were resold", legalBasis: "Order 7, paragraph 3",
            dueOn: house.clock.now.shanghaiDate.advanced(byDays: 30))
    }

    static func takeUp(_ house: TradeHouse) throws -> TakeUp {
        try house.market.programmes.page(of: ProgrammeKey("test-labels")!, for: nil).pots[0].takeUp
    }

    @Test func recovery_isOwedThenPaidThenInThePot() async throws {
        let (house, grant, officer) = try await Self.spent()
        let vouchers = house.market.vouchers
        #expect(try vouchers.recoveryPreview(of: grant, for: officer).most == .yuan(1_000))
        let before = try Self.takeUp(house)
        let id = try await vouchers.recover(Self.demand(house, 600), of: grant, by: officer, formKey: house.key)
        #expect(try vouchers.recoveries(for: TradeHouse.buyer).map(\.id) == [id])
        #expect(try Self.takeUp(house).owed == .yuan(600))
        #expect(try Self.takeUp(house).clawedBack.fen - before.clawedBack.fen == 60_000)
        #expect(try Self.takeUp(house).available.fen - before.available.fen == 60_000)
        for (reference, yuan) in [("BANK-77", Int64(250)), ("BANK-78", 350)] {
            try await vouchers.recordRepayment(
                RecoveryPayment(
                    bankReference: reference, amount: .yuan(yuan), receivedOn: house.clock.now.shanghaiDate), of: id,
                by: officer, formKey: house.key)
        }
        let view = try vouchers.recovery(id, for: TradeHouse.buyer)
        #expect(view.isSettled && view.paid == .yuan(600) && view.payments.count == 2)
        #expect(try Self.takeUp(house).owed == .zero)
        #expect(try vouchers.recoveryPreview(of: grant, for: officer).most == .yuan(400))
        let report = try house.house.database.read { Verification.run(Market.checks, in: $0) }
        #expect(report.isWhole)
    }

    @Test func demand_isCheckedAgainstWhatWasSpent() async throws {
        let (house, grant, officer) = try await Self.spent()
        let vouchers = house.market.vouchers
        await #expect(throws: VoucherRefusal.aboveRedeemed(left: .yuan(1_000))) {
            try await vouchers.recover(Self.demand(house, 1_001), of: grant, by: officer, formKey: house.key)
        }
        var late = Self.demand(house, 10)
        late.dueOn = house.clock.now.shanghaiDate.advanced(byDays: -1)
        let overdue = late
        await #expect(throws: VoucherRefusal.dueInThePast) {
            try await vouchers.recover(overdue, of: grant, by: officer, formKey: house.key)
        }
        await #expect(throws: CommonRefusal.forbidden) {
            try await vouchers.recover(Self.demand(house, 10), of: grant, by: TradeHouse.vendor, formKey: house.key)
        }
    }

    @Test func repayment_isNeverTakenTwiceOrAboveTheDebt() async throws {
        let (house, grant, officer) = try await Self.spent()
        let vouchers = house.market.vouchers
        let id = try await vouchers.recover(Self.demand(house, 100), of: grant, by: officer, formKey: house.key)
        let today = house.clock.now.shanghaiDate
        let payment = RecoveryPayment(bankReference: "BANK-1", amount: .yuan(60), receivedOn: today)
        try await vouchers.recordRepayment(payment, of: id, by: officer, formKey: house.key)
        await #expect(throws: VoucherRefusal.aboveOwed(owed: .yuan(40))) {
            try await vouchers.recordRepayment(payment, of: id, by: officer, formKey: house.key)
        }
        let again = RecoveryPayment(bankReference: "BANK-1", amount: .yuan(40), receivedOn: today)
        await #expect(throws: VoucherRefusal.bankReferenceUsed) {
            try await vouchers.recordRepayment(again, of: id, by: officer, formKey: house.key)
        }
        #expect(try vouchers.recovery(id, for: officer).owed == .yuan(40))
    }
}
