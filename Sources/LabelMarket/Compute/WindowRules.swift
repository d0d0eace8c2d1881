/// What a window must satisfy. Pure.
package enum WindowRules {
    private static let hour: Int64 = 3_600_000

    /// - Throws: ``ComputeRefusal``, the first that applies.
    package static func check(_ terms: WindowTerms, at now: Instant) throws(ComputeRefusal) {
        guard terms.startsAt < terms.endsAt else { throw .inverted }
        guard terms.startsAt.milliseconds % hour == 0, terms.endsAt.milliseconds % hour == 0 else { throw .notWholeHours }
        guard terms.startsAt >= now else { throw .startInPast }
        try shape(terms, at: now)
    }

    /// The same for a window that may have begun already.
    package static func shape(_ terms: WindowTerms, at now: Instant) throws(ComputeRefusal) {
        guard terms.startsAt < terms.endsAt else { throw .inverted }
        guard terms.startsAt.milliseconds % hour == 0, terms.endsAt.milliseconds % hour == 0 else { throw .notWholeHours }
        guard terms.hours <= Int64(ComputeRefusal.longestDays) * 24 else {
            throw .tooLong(days: ComputeRefusal.longestDays)
        }
        guard terms.startsAt <= now.advanced(by: .days(Int64(ComputeRefusal.farthestDays))) else {
            throw .tooFarAhead(days: ComputeRefusal.farthestDays)
        }
        guard (1...1_000_000).contains(terms.cards) else { throw .noCards }
        guard (1...10_000_000).contains(terms.pricePerCardHour.fen) else { throw .priceOutOfRange }
        guard (1...terms.cardHours).contains(terms.minimumCardHours) else {
            throw .minimumAboveWindow(cardHours: terms.cardHours)
        }
        guard (0...720).contains(terms.cancellation.noticeHours) else { throw .noticeOutOfRange }
        guard (0...10_000).contains(terms.cancellation.feeBasisPoints) else { throw .feeOutOfRange }
    }

    /// Holds the cards offered at one time to the cards that there are.
    /// - Parameter others: what other windows of the same class offer.
    static func checkQuantity(
        _ terms: WindowTerms, others: [CardUse], quantity: Int
    ) throws(ComputeRefusal) {
        for span in Capacity.free(quantity, uses: others, from: terms.startsAt, to: terms.endsAt)
        where span.cards < terms.cards {
            throw .aboveQuantity(free: max(0, span.cards), from: span.from, to: span.to)
        }
    }

    /// Holds an edit to the reservations that stand: they keep their time and their cards.
    static func checkReserved(_ terms: WindowTerms, reserved: [CardUse]) throws(ComputeRefusal) {
        for use in reserved where use.from < terms.startsAt || use.to > terms.endsAt { throw .reservedOutside }
        for span in Capacity.free(terms.cards, uses: reserved, from: terms.startsAt, to: terms.endsAt)
        where span.cards < 0 {
            throw .reservedCards(terms.cards - span.cards, from: span.from, to: span.to)
        }
    }

    /// The terms, and the same at the same time of day on the chosen days of the week up to a day, the first included.
    /// - Parameter weekdays: 1 for Monday to 7 for Sunday; empty for every day.
    package static func repeated(
        _ terms: WindowTerms, on weekdays: Set<Int>, until last: CivilDate
    ) throws(ComputeRefusal) -> [WindowTerms] {
        let first = terms.startsAt.shanghaiDate
        guard first <= last else { throw .noRepetition }
        guard last.dayNumber - first.dayNumber <= Int64(ComputeRefusal.farthestDays) else {
            throw .tooFarAhead(days: ComputeRefusal.farthestDays)
        }
        var windows: [WindowTerms] = []
        for day in 0...(last.dayNumber - first.dayNumber)
        where weekdays.isEmpty || weekdays.contains(weekday(first.advanced(byDays: day))) {
            windows.append(terms.moved(byDays: day))
        }
        guard !windows.isEmpty else { throw .noRepetition }
        guard windows.count <= ComputeRefusal.mostWindowsAtOnce else {
            throw .tooManyWindows(most: ComputeRefusal.mostWindowsAtOnce)
        }
        return windows
    }

    /// 1 for Monday to 7 for Sunday. 1970-01-01 was a Thursday.
    package static func weekday(_ date: CivilDate) -> Int { Int(((date.dayNumber + 3) % 7 + 7) % 7) + 1 }
}
