extension RoundCalendar {
    package enum State: Hashable, Sendable {
        /// Applications are taken: in this round, or at any time.
        case open(Round?)
        case opensAt(Round)
        /// The last round is over.
        case closed(Round)
        case unknown
    }

    /// A round is open from its opening to just before its closing.
    package func state(at instant: Instant) -> State {
        if let round = round(at: instant) { return .open(round) }
        if continuous { return .open(nil) }
        if let next = rounds.first(where: { instant < $0.opens }) { return .opensAt(next) }
        return rounds.last.map { .closed($0) } ?? .unknown
    }

    /// The round that is open at `instant`.
    package func round(at instant: Instant) -> Round? {
        rounds.first { $0.opens <= instant && instant < $0.closes }
    }

    /// Whether a day of use is supported, also where it lies before the round opened.
    package func supportsUse(on day: CivilDate) -> Bool {
        (useFrom.map { $0 <= day } ?? true) && (useTo.map { day <= $0 } ?? true)
    }
}

extension CivilDate {
    /// The same day of a later month; the month's last day where it has no such day.
    package func advanced(byMonths months: Int) -> CivilDate {
        let (year, month, day) = parts
        let index = year * 12 + (month - 1) + months
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        for candidate in stride(from: day, through: 28, by: -1) {
            if let date = CivilDate(year: newYear, month: newMonth, day: candidate) { return date }
        }
        return CivilDate(year: newYear, month: newMonth, day: min(day, 28)) ?? self
    }
}

extension Instant {
    /// The same time of day in Shanghai, so many months later.
    func advanced(byMonths months: Int) -> Instant {
        let day = shanghaiDate
        let later = day.advanced(byMonths: months)
        return advanced(by: .days(later.dayNumber - day.dayNumber))
    }
}

extension Validity {
    /// The last day on which a voucher granted on `day` can be used; the earliest of all limits that are set. Twelve
    /// months from 1 March end with the last day of February.
    /// - Returns: nil where no limit was found.
    package func lastDay(grantedOn day: CivilDate) -> CivilDate? {
        var ends: [CivilDate] = []
        if let months { ends.append(day.advanced(byMonths: months).advanced(byDays: -1)) }
        if let days { ends.append(day.advanced(byDays: Int64(days) - 1)) }
        if let until { ends.append(until) }
        return ends.min()
    }

    /// The last millisecond, in Shanghai, at which the voucher can be used.
    package func expiry(grantedOn day: CivilDate) -> Instant? {
        lastDay(grantedOn: day).map { Instant.endOfDay(shanghai: $0) }
    }
}
