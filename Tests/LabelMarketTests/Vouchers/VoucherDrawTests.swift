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
