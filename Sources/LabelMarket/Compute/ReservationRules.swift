/// What a reservation must satisfy, and how its money follows what was used. Pure.
package enum ReservationRules {
    /// The operator answers within a day, and before the start.
    package static let confirmationTime = Instant.Span.hours(24)
    /// The buyer has three days to dispute a usage report.
    package static let disputeTime = Instant.Span.days(3)
    /// Without a usage report two weeks after the end nothing is paid.
    package static let reportTime = Instant.Span.days(14)

    private static let hour: Int64 = 3_600_000

    /// Everything but capacity and money.
    static func check(_ booking: Booking, _ window: ComputeWindow, at now: Instant) throws(ReservationRefusal) {
        guard window.state == .open, window.terms.endsAt > now else { throw .windowClosed }
        guard booking.startsAt < booking.endsAt else { throw .inverted }
        guard booking.startsAt.milliseconds % hour == 0, booking.endsAt.milliseconds % hour == 0 else {
            throw .notWholeHours
        }
        guard booking.startsAt >= now else { throw .startPassed }
        guard booking.startsAt >= window.terms.startsAt, booking.endsAt <= window.terms.endsAt else {
            throw .outsideWindow(from: window.terms.startsAt, to: window.terms.endsAt)
        }
        guard booking.cards >= 1 else { throw .noCards }
        guard booking.cards <= window.terms.cards else {
            throw .full(free: window.terms.cards, from: booking.startsAt, to: booking.endsAt)
        }
        guard cardHours(booking) >= window.terms.minimumCardHours else {
            throw .belowMinimum(cardHours: window.terms.minimumCardHours)
        }
        guard Booking.works.contains(booking.work) else { throw .notForThisWork }
    }

    /// Holds a booking to what others have reserved.
    static func checkCapacity(
        _ booking: Booking, of cards: Int, reserved: [CardUse]
    ) throws(ReservationRefusal) {
        for span in Capacity.free(cards, uses: reserved, from: booking.startsAt, to: booking.endsAt)
        where span.cards < booking.cards {
            throw .full(free: max(0, span.cards), from: span.from, to: span.to)
        }
    }

    package static func cardHours(_ booking: Booking) -> Int64 {
        Int64(booking.cards) * (booking.endsAt.since(booking.startsAt).milliseconds / hour)
    }

    package static func price(_ booking: Booking, at perCardHour: Money) throws(MoneyOverflow) -> Money {
        try perCardHour.multiplied(by: cardHours(booking))
    }

    static func confirmBy(_ booking: Booking, at now: Instant) -> Instant {
        min(booking.startsAt, now.advanced(by: confirmationTime))
    }

    /// The last day of a reservation in Shanghai: what vouchers must be valid for.
    package static func lastDay(endsAt: Instant) -> CivilDate {
        Instant(milliseconds: endsAt.milliseconds - 1).shanghaiDate
    }

    /// What used card-seconds earn: their share of the price, rounded down to the fen.
    package static func earned(
        _ price: Money, usedSeconds: Int64, of reservedSeconds: Int64
    ) throws(MoneyOverflow) -> Money {
        try price.scaledDown(usedSeconds, over: reservedSeconds).money
    }

    /// What cancelling costs now: nothing before it is confirmed or in good time, later the agreed share of the price,
    /// rounded down, and never more than the buyer's own money in it: vouchers pay for compute that was used.
    package static func cancellationFee(_ reservation: Reservation, at now: Instant) throws(MoneyOverflow) -> Money {
        guard reservation.state != .requested else { return .zero }
        let notice = Instant.Span.hours(Int64(reservation.cancellation.noticeHours))
        guard now.advanced(by: notice) > reservation.use.from else { return .zero }
        let fee = try reservation.price.scaledDown(Int64(reservation.cancellation.feeBasisPoints), over: 10_000).money
        return min(fee, reservation.ownShare)
    }

    /// How `earned` is taken from holds: by the largest remainder, never above a hold.
    static func captures(_ earned: Money, from holds: [Money]) throws(MoneyOverflow) -> [Money] {
        guard earned > .zero else { return holds.map { _ in .zero } }
        return try earned.split(by: holds.map(\.fen))
    }

    /// Holds a usage report to the reservation: records within its time, one after the other, none with more than the
    /// reserved cards could do in its time.
    /// - Returns: card-seconds in all.
    static func used(_ records: [UsageRecord], of reservation: Reservation) throws(ReservationRefusal) -> Int64 {
        guard !records.isEmpty else { throw .noUsage }
        var (sum, last) = (Int64(0), reservation.use.from)
        for (index, record) in records.enumerated() {
            guard record.from < record.to else { throw .recordInverted(record: index + 1) }
            guard record.from >= reservation.use.from, record.to <= reservation.use.to else {
                throw .recordOutside(record: index + 1)
            }
            guard record.from >= last else { throw .recordsOverlap(record: index + 1) }
            last = record.to
            let most = record.to.since(record.from).milliseconds / 1000 * Int64(reservation.use.cards)
            guard (0...most).contains(record.cardSeconds) else {
                throw .aboveReserved(record: index + 1, mostSeconds: most)
            }
            sum += record.cardSeconds
        }
        guard sum <= reservation.cardSeconds else {
            throw .aboveReserved(record: nil, mostSeconds: reservation.cardSeconds)
        }
        return sum
    }
}
