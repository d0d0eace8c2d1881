import LabelMarket
import Storage
import Testing

struct ReservationTests {
    @Test func reserve_holdsThePrice_andUsePaysItsShare() async throws {
        let house = try await ComputeHouse()
        let id = try await house.confirmed()
        #expect(try house.purse() == [848, 1152, 0])
        house.clock.set(ComputeHouse.moment(2, 8))
        _ = try await house.market.reservations.report(
            try house.usage(id, cardHours: 96), of: id, by: house.operation, key: house.key)
        try await house.market.reservations.acceptUsage(id, by: house.buyer, key: house.key)
        #expect(try house.purse() == [1424, 0, 576])
        let reservation = try house.load(id)
        #expect(reservation.state == .closed)
        #expect(reservation.captured == .yuan(576))
        #expect(try house.verify().isWhole)
    }

    @Test func silence_acceptsTheReport() async throws {
        let house = try await ComputeHouse()
        let id = try await house.reported(cardHours: 48)
        house.clock.advance(by: .days(2))
        #expect(try await house.market.reservations.sweep() == 0)
        house.clock.advance(by: .days(1))
        #expect(try await house.market.reservations.sweep() == 1)
        #expect(try house.load(id).captured == .yuan(288))
    }

    @Test func unconfirmed_expires_andGivesItsCardsBack() async throws {
        let house = try await ComputeHouse()
        let window = try await house.window()
        try await house.deposit(5000)
        let id = try await house.reserve(house.booking(window, cards: 16))
        house.clock.advance(by: .hours(25))
        await #expect(throws: ReservationRefusal.confirmationOver) {
            try await house.market.reservations.confirm(id, by: house.operation)
        }
        #expect(try await house.market.reservations.sweep() == 1)
        #expect(try house.load(id).state == .expired)
        #expect(try house.purse() == [5000, 0, 0])
        try await house.reserve(house.booking(window, cards: 16))
        #expect(try house.verify().isWhole)
    }

    @Test func declined_givesEverythingBack() async throws {
        let house = try await ComputeHouse()
        let window = try await house.window()
        try await house.deposit(2000)
        let id = try await house.reserve(house.booking(window))
        try await house.market.reservations.decline(id, reason: "Maintenance", by: house.operation, key: house.key)
        #expect(try house.purse() == [2000, 0, 0])
        #expect(try house.load(id).reason == "Maintenance")
    }

    /// When it is cancelled, the fee in yuan of 1,152 at a fifth, with a day's notice.
    @Test(arguments: [
        (Int64(-48), Int64(0)), (-24, 0), (-23, 230), (-1, 230),
    ]) func cancel_costsWhatTheTermsSay(hours: Int64, fee: Int64) async throws {
        let house = try await ComputeHouse()
        let id = try await house.confirmed()
        house.clock.set(ComputeHouse.moment(1).advanced(by: .hours(hours)))
        let paid = try await house.market.reservations.cancel(id, by: house.buyer, key: house.key)
        #expect(paid.fen / 100 == fee)
        #expect(try house.purse()[0] == 2000 - (fee == 0 ? 0 : 231))
        #expect(try house.purse()[2] == fee)
        #expect(try house.verify().isWhole)
    }

    @Test func cancel_afterTheStart_isRefused() async throws {
        let house = try await ComputeHouse()
        let id = try await house.confirmed()
        house.clock.set(ComputeHouse.moment(1))
        await #expect(throws: ReservationRefusal.begun) {
            try await house.market.reservations.cancel(id, by: house.buyer, key: house.key)
        }
    }

    @Test func lateFee_neverComesFromAVoucher() async throws {
        let house = try await ComputeHouse()
        let grant = try await house.voucher(1000)
        let window = try await house.window(ComputeHouse.terms(fee: 9000))
        try await house.deposit(1000)
        let id = try await house.reserve(house.booking(window))
        #expect(try house.load(id).voucherShare == .yuan(576))
        try await house.market.reservations.confirm(id, by: house.operation)
        house.clock.set(ComputeHouse.moment(1).advanced(by: .hours(-1)))
        #expect(try await house.market.reservations.cancel(id, by: house.buyer, key: house.key) == .yuan(576))
        #expect(try house.market.vouchers.voucher(grant, for: house.buyer).row.balance.available == .yuan(1000))
        #expect(try house.verify().isWhole)
    }

    @Test func usage_isPaidByVoucherAndOwnMoneyInProportion() async throws {
        let house = try await ComputeHouse()
        let grant = try await house.voucher(1000)
        let id = try await house.reported(cardHours: 64)
        try await house.market.reservations.acceptUsage(id, by: house.buyer, key: house.key)
        #expect(try house.load(id).captured == .yuan(384))
        #expect(try house.market.vouchers.voucher(grant, for: house.buyer).row.balance.available == .yuan(808))
        #expect(try house.purse() == [1808, 0, 192])
        #expect(try house.verify().isWhole)
    }

    @Test func capacity_isHeldAtEveryInstant() async throws {
        let house = try await ComputeHouse()
        let window = try await house.window()
        try await house.deposit(50_000)
        try await house.reserve(house.booking(window, cards: 10, from: ComputeHouse.moment(1), to: ComputeHouse.moment(1, 12)))
        try await house.reserve(
            house.booking(window, cards: 10, from: ComputeHouse.moment(1, 12), to: ComputeHouse.moment(2)))
        let refusal = ReservationRefusal.full(free: 6, from: ComputeHouse.moment(1, 6), to: ComputeHouse.moment(1, 18))
        await #expect(throws: refusal) {
            try await house.reserve(
                house.booking(window, cards: 7, from: ComputeHouse.moment(1, 6), to: ComputeHouse.moment(1, 18)))
        }
        try await house.reserve(
            house.booking(window, cards: 6, from: ComputeHouse.moment(1, 6), to: ComputeHouse.moment(1, 18)))
        #expect(try house.verify().isWhole)
    }

    @Test func database_refusesTooManyCardsByItself() async throws {
        let house = try await ComputeHouse()
        let window = try await house.window()
        try await house.deposit(5000)
        let id = try await house.reserve(house.booking(window, cards: 16))
        await #expect(throws: ConstraintViolation.self) {
            try await house.house.database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO reservation (id, number, compute_window, operator, buyer, work, cards, starts_at, ends_at,
                        unit_price_fen, price_fen, voucher_fen, own_fen, notice_hours, fee_bp, state, made_at, made_by,
                        confirm_by)
                    SELECT id + 1, number || 'x', compute_window, operator, buyer, work, 1, starts_at + 3600000, ends_at,
                        unit_price_fen, unit_price_fen * 23, 0, unit_price_fen * 23, notice_hours, fee_bp, state, made_at,
                        made_by, confirm_by FROM reservation WHERE id = \(id)
                    """)
            }
        }
        await #expect(throws: ConstraintViolation.self) {
            try await house.house.database.write { transaction in
                try transaction.execute("UPDATE compute_window SET cards = 15 WHERE id = \(window)")
            }
        }
    }

    @Test(arguments: 1...12) func capacity_isNeverExceeded_whateverComes(seed: Int) async throws {
        let house = try await ComputeHouse(seed: UInt64(seed))
        var random = SplitMix64(state: UInt64(seed))
        let window = try await house.window()
        try await house.deposit(1_000_000)
        var live: [(id: ID<Reservation>, use: CardUse)] = []
        for _ in 0..<40 {
            if let index = live.indices.randomElement(using: &random), Int.random(in: 0..<4, using: &random) == 0 {
                _ = try await house.market.reservations.cancel(live.remove(at: index).id, by: house.buyer, key: house.key)
                continue
            }
            let from = Int.random(in: 0..<44, using: &random)
            let to = Int.random(in: (from + 1)...48, using: &random)
            let booking = house.booking(
                window, cards: Int.random(in: 4...16, using: &random), from: ComputeHouse.moment(1, from),
                to: ComputeHouse.moment(1, to))
            let fits = (from..<to).allSatisfy { hour in
                let now = ComputeHouse.moment(1, hour)
                return booking.cards + live.filter { $0.use.from <= now && now < $0.use.to }.reduce(0) { $0 + $1.use.cards }
                    <= 16
            }
            do {
                let id = try await house.reserve(booking)
                #expect(fits, "seed \(seed)")
                live.append((id, booking.use))
            } catch ReservationRefusal.full {
                #expect(!fits, "seed \(seed)")
            }
        }
        #expect(try house.verify().isWhole)
    }

    /// What a booking asks for, and why it is refused.
    @Test(arguments: [
        (4, 1, 10, 1, 10, ReservationRefusal.inverted), (4, 1, 12, 1, 10, .inverted),
        (4, -3, 10, -3, 20, .startPassed),
        (4, 3, 0, 3, 10, .outsideWindow(from: ComputeHouse.moment(1), to: ComputeHouse.moment(3))),
        (0, 1, 10, 1, 20, .noCards), (1, 1, 10, 1, 12, .belowMinimum(cardHours: 4)),
        (17, 1, 10, 1, 20, .full(free: 16, from: ComputeHouse.moment(1, 10), to: ComputeHouse.moment(1, 20))),
        (
            4, 1, 10, 1, 20, .ownMoneyMissing(missing: .yuan(240), available: .zero)
        ),
    ]) func reserve_isRefusedWithItsReason(
        cards: Int, day: Int, hour: Int, lastDay: Int, lastHour: Int, refusal: ReservationRefusal
    ) async throws {
        let house = try await ComputeHouse()
        let window = try await house.window()
        house.clock.set(ComputeHouse.moment(-2, 12))
        let booking = house.booking(
            window, cards: cards, from: ComputeHouse.moment(day, hour), to: ComputeHouse.moment(lastDay, lastHour))
        await #expect(throws: refusal) {
            try await house.market.reservations.reserve(booking, shown: [], by: house.buyer, key: house.key)
        }
    }

    @Test func voucherThatEndsBeforeTheWork_paysNothing_andSaysSo() async throws {
        let house = try await ComputeHouse()
        let grant = try await house.voucher(1000, months: 1)
        let late = ComputeHouse.terms(from: ComputeHouse.moment(30), to: ComputeHouse.moment(32))
        let window = try await house.window(late)
        try await house.deposit(2000)
        let booking = house.booking(window, from: ComputeHouse.moment(30), to: ComputeHouse.moment(31))
        let check = try house.market.reservations.check(booking, for: house.buyer)
        #expect(check.draw.parts.isEmpty)
        #expect(check.draw.notes.contains { $0.en.contains("expires on") })
        await #expect(throws: ReservationRefusal.self) {
            try await house.market.reservations.reserve(
                booking, shown: [VoucherShare(grant: grant, amount: .yuan(500))], by: house.buyer, key: house.key)
        }
    }

    @Test func unattestedHardware_isNotPaidFor_unlessTheProgrammeSaysSo() async throws {
        for (rules, share) in [([Rule](), Money.zero), ([.supplier(.claimedHardware)], .yuan(576))] {
            let house = try await ComputeHouse(attestation: nil)
            _ = try await house.voucher(1000, further: rules)
            let window = try await house.window()
            let check = try house.market.reservations.check(house.booking(window), for: house.buyer)
            #expect(check.draw.fromVouchers == share)
            #expect(check.draw.notes.contains { $0.en.contains("not attested") } == (share == .zero))
        }
    }

    @Test(arguments: [("310000", Money.zero), ("620000", Money.yuan(576))])
    func voucherBoundToThePlaceOfTheCompute_asksTheSite(region: String, share: Money) async throws {
        let house = try await ComputeHouse()
        _ = try await house.voucher(1000, further: [.locality(.supplier(RegionCode(region)!))])
        let window = try await house.window()
        let check = try house.market.reservations.check(house.booking(window), for: house.buyer)
        #expect(check.draw.fromVouchers == share)
        #expect(check.draw.notes.isEmpty == (share > .zero))
    }

    @Test func lastFreeCards_goToExactlyOneOfManyBuyers() async throws {
        let house = try await ComputeHouse()
        let window = try await house.window(ComputeHouse.terms(cards: 4))
        try await house.deposit(100_000)
        for round in 0..<8 {
            let booking = house.booking(
                window, cards: 4, from: ComputeHouse.moment(1, round * 3), to: ComputeHouse.moment(1, round * 3 + 3))
            let outcomes = await house.race(64, for: booking)
            #expect(outcomes.filter { $0 == true }.count == 1)
            #expect(outcomes.filter { $0 == false }.count == 63)
        }
        #expect(try house.verify().isWhole)
    }
}
