import Storage
import Testing

@testable import LabelMarket

struct VoucherNoticeTests {
    private let notice = Rule.review(Review(kinds: [.documents, .publicNotice], noticeDays: 5))

    @Test func grant_underPublicNotice_comesAfterTheLastDay() async throws {
        let house = try await VoucherHouse()
        try await house.open(try VoucherHouse.document(further: [notice]))
        let id = try await house.apply()
        let state = try await house.market.vouchers.decide(
            id, .grant(.yuan(40_000)), revision: 1, by: house.officer, formKey: house.formKey)
        #expect(state == .onNotice)
        #expect(try house.market.vouchers.onNotice(house.key).map(\.application.id) == [id])
        house.clock.advance(by: .days(5))
        #expect(try await house.market.vouchers.sweep().granted == 0)
        house.clock.advance(by: .days(1))
        #expect(try await house.market.vouchers.sweep().granted == 1)
        let page = try house.market.vouchers.application(id, for: house.buyer)
        #expect(page.application.state == .granted)
        #expect(try house.balance(try #require(page.voucher)).available == .yuan(40_000))
    }

    @Test func notice_withAnObjection_endsInARefusal() async throws {
        let house = try await VoucherHouse()
        try await house.open(try VoucherHouse.document(further: [notice]))
        let id = try await house.apply()
        _ = try await house.market.vouchers.decide(
            id, .grant(.yuan(1)), revision: 1, by: house.officer, formKey: house.formKey)
        let state = try await house.market.vouchers.decide(
            id, .refuse(reason: "Objection"), revision: 2, by: house.officer, formKey: house.formKey)
        #expect(state == .refused)
        house.clock.advance(by: .days(9))
        #expect(try await house.market.vouchers.sweep().granted == 0)
    }

    @Test func notice_whenThePotIsEmpty_tellsTheBureauOnceADay() async throws {
        let house = try await VoucherHouse()
        try await house.open(try VoucherHouse.document(further: [notice]), pot: .yuan(1))
        let id = try await house.apply()
        _ = try await house.market.vouchers.decide(
            id, .grant(.yuan(40_000)), revision: 1, by: house.officer, formKey: house.formKey)
        house.clock.advance(by: .days(6))
        _ = try await house.market.vouchers.sweep()
        _ = try await house.market.vouchers.sweep()
        let notices = try house.market.vouchers.notices(for: house.officer)
        #expect(notices.filter { $0.words.en.contains("cannot pay") }.count == 1)
    }

    @Test func apply_underAutomaticGrant_needsNoPerson() async throws {
        let house = try await VoucherHouse()
        let rule = Rule.automaticGrant(AutomaticGrant(statuses: [.brief], amountMax: .yuan(50_000), sample: 10_000))
        try await house.open(try VoucherHouse.document(further: [rule]))
        let id = try await house.apply()
        let page = try house.market.vouchers.application(id, for: house.buyer)
        #expect(page.application.state == .granted)
        #expect(page.application.decidedBy == nil)
        var filter = QueueFilter(state: nil)
        filter.isToReview = true
        #expect(try house.market.vouchers.queue(filter, for: house.officer).rows.map(\.application.id) == [id])
        try await house.market.vouchers.markReviewed(id, by: house.officer, formKey: house.formKey)
        #expect(try house.market.vouchers.queue(filter, for: house.officer).rows.isEmpty)
    }
}
