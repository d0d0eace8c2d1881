package import Storage

/// Buyers' reservations of windows, from the search to the money.
package struct Reservations: Sendable {
    let house: House

    package init(house: House) { self.house = house }

    /// What a buyer sees before it reserves: the price, and who would pay what.
    /// - Throws: ``ReservationRefusal`` when the booking cannot be made now.
    package func check(_ booking: Booking, for actor: Actor) throws -> BookingCheck {
        try actor.require(.buyer)
        let now = house.world.now()
        return try house.database.read { transaction in
            let offer = try Self.bookable(booking, for: actor.organisation, at: now, in: transaction)
            let price = try ReservationRules.price(booking, at: offer.window.terms.pricePerCardHour)
            let book = try Books.findMarketBook(in: transaction)
            let own = book.map { AccountKey(book: $0, kind: .own, owner: actor.organisation.rawValue) }
            return BookingCheck(
                booking: booking, offer: offer, operatorName: try Organisations.name(of: offer.window.operator, in: transaction),
                price: price,
                draw: try Self.draw(booking, of: offer, for: actor.organisation, at: now, in: transaction),
                available: try own.map { try Books.balance(of: $0, in: transaction).available } ?? .zero,
                depositReference: "LM" + actor.organisation.description.uppercased(),
                confirmBy: ReservationRules.confirmBy(booking, at: now))
        }
    }

    /// Reserves: capacity is checked, vouchers are drawn, the price is held; all of it or nothing.
    /// - Parameter shown: what each voucher was shown to pay.
    /// - Throws: ``ReservationRefusal``, ``LedgerRefusal``
    package func reserve(
        _ booking: Booking, shown: [VoucherShare], by actor: Actor, key: FormKey
    ) async throws -> ID<Reservation> {
        try actor.require(.buyer)
        let (now, world) = (house.world.now(), house.world)
        let content = "reserve \(booking.content) \(VoucherShare.text(shown))"
        return try await house.once(key, content: content, by: actor, refusing: ReservationRefusal.self) { transaction in
            try Self.reserve(booking, shown: shown, by: actor, at: now, in: transaction, world: world)
        }
    }

    /// The same inside a transaction of someone else's making.
    /// - Parameters:
    ///   - shown: what each voucher was shown to pay; nil takes what they pay now.
    ///   - actor: a person of the buyer.
    /// - Throws: ``ReservationRefusal``, ``LedgerRefusal``
    package static func reserve(
        _ booking: Booking, shown: [VoucherShare]?, by actor: Actor, at now: Instant, in transaction: WriteTransaction,
        world: World
    ) throws -> ID<Reservation> {
        let offer = try bookable(booking, for: actor.organisation, at: now, in: transaction)
        let draw = try draw(booking, of: offer, for: actor.organisation, at: now, in: transaction)
        if let shown { try hold(draw, to: shown, booking, in: transaction) }
        let own = try ownAccount(draw, of: actor, at: now, in: transaction, world: world)
        let window = offer.window
        let reservation = Reservation(
            id: world.makeID(), number: try Reservation.nextNumber(year: now.shanghaiDate.parts.year, in: transaction),
            window: window.id, operator: window.operator, buyer: actor.organisation, job: booking.job,
            work: booking.work, use: booking.use, pricePerCardHour: window.terms.pricePerCardHour,
            price: try ReservationRules.price(booking, at: window.terms.pricePerCardHour),
            voucherShare: draw.fromVouchers, ownShare: draw.own, cancellation: window.terms.cancellation,
            state: .requested, madeAt: now, confirmBy: ReservationRules.confirmBy(booking, at: now), confirmedAt: nil,
            decideBy: nil, dispute: nil, captured: .zero, endedAt: nil, reason: nil)
        try reservation.insert(by: actor.person, in: transaction)
        try addBooked(reservation.cardHours, to: window.id, in: transaction)
        try ReservationMoney.hold(reservation, from: draw, own: own, by: actor, at: now, in: transaction, world: world)
        try Notices.add(
            to: window.operator,
            Bilingual(
                zh: "新预订 \(reservation.number)：\(booking.cards) 张 \(window.accelerator)",
                en: "New reservation \(reservation.number): \(booking.cards) × \(window.accelerator)"),
            path: "/reservations/\(reservation.id)", at: now, world: world, in: transaction)
        try Audit.record(
            "reserve compute", on: ReservationMoney.reference(reservation.id), after: booking.content, by: actor,
            note: reservation.number, at: now, in: transaction)
        return reservation.id
    }

    /// What vouchers and own money would pay of a booking, were it made now: programmes are asked about the place and
    /// the origin of the accelerators.
    /// - Throws: ``MoneyOverflow``
    package static func draw(
        _ booking: Booking, of offer: OpenWindow, for buyer: ID<Organisation>, at now: Instant,
        in transaction: ReadTransaction
    ) throws -> VoucherDraw {
        try Vouchers.draw(
            for: try ReservationRules.price(booking, at: offer.window.terms.pricePerCardHour), buyer: buyer,
            vendor: offer.window.operator, use: .compute(booking.work, chipOrigin: offer.deviceClass.chipOrigin),
            workEndsOn: ReservationRules.lastDay(endsAt: booking.endsAt), supply: offer.supply, at: now,
            in: transaction)
    }

    /// The window, when the booking fits into what is free of it.
    private static func bookable(
        _ booking: Booking, for buyer: ID<Organisation>, at now: Instant, in transaction: ReadTransaction
    ) throws -> OpenWindow {
        guard let offer = try ComputeWindows.openWindow(booking.window, at: now, in: transaction) else {
            throw CommonRefusal.notFound
        }
        try ReservationRules.check(booking, offer.window, at: now)
        guard offer.window.operator != buyer else { throw ReservationRefusal.ownWindow }
        if let job = booking.job {
            guard try Jobs.load(job, in: transaction)?.buyer == buyer else { throw CommonRefusal.notFound }
        }
        try ReservationRules.checkCapacity(
            booking, of: offer.window.terms.cards,
            reserved: try ComputeWindow.reserved(on: booking.window, in: transaction))
        return offer
    }

    /// Holds the draw to what the page showed: a voucher that ends too early is named.
    private static func hold(
        _ draw: VoucherDraw, to shown: [VoucherShare], _ booking: Booking, in transaction: ReadTransaction
    ) throws {
        if draw.shares == shown { return }
        for share in shown where !draw.parts.contains(where: { $0.grant == share.grant }) {
            guard let voucher = try Voucher.load(share.grant, in: transaction) else { continue }
            if voucher.state == .expired
                || voucher.expiresAt < .endOfDay(shanghai: ReservationRules.lastDay(endsAt: booking.endsAt))
            {
                throw ReservationRefusal.voucherExpires(
                    programme: try Voucher.programmeName(of: share.grant, in: transaction),
                    on: voucher.expiresAt.shanghaiDate)
            }
        }
        throw ReservationRefusal.shareChanged
    }

    private static func ownAccount(
        _ draw: VoucherDraw, of actor: Actor, at now: Instant, in transaction: WriteTransaction, world: World
    ) throws -> AccountKey {
        let book = try Books.marketBook(at: now, in: transaction, world: world)
        let own = AccountKey(book: book, kind: .own, owner: actor.organisation.rawValue)
        let available = try Books.balance(of: own, in: transaction).available
        guard draw.own <= available else {
            throw ReservationRefusal.ownMoneyMissing(
                missing: try draw.own.subtracting(available), available: available)
        }
        return own
    }

    /// Keeps the window's own count of what is booked.
    static func addBooked(
        _ cardHours: Int64, to window: ID<ComputeWindow>, in transaction: WriteTransaction
    ) throws {
        try transaction.execute(
            "UPDATE compute_window SET booked_card_hours = booked_card_hours + \(cardHours) WHERE id = \(window)")
    }
}

extension OpenWindow {
    /// What programmes ask about the accelerators.
    package var supply: ComputeSupply {
        ComputeSupply(region: RegionCode(site.region.code), isAttested: deviceClass.isAttested)
    }
}

/// Everything a buyer checks before it reserves.
package struct BookingCheck: Sendable {
    package let booking: Booking
    package let offer: OpenWindow
    package let operatorName: Bilingual
    package let price: Money
    package let draw: VoucherDraw
    /// What the buyer's own account has for its share.
    package let available: Money
    /// What a transfer to the buyer's own account must name.
    package let depositReference: String
    package let confirmBy: Instant

    /// What the buyer must deposit first; zero when nothing is missing.
    package var missing: Money { Money(fen: max(0, draw.own.fen - available.fen)) }
}
