package import Storage

/// Accelerators of one class at one site between two moments, at a price per card-hour.
package struct ComputeWindow: Hashable, Sendable {
    package let id: ID<ComputeWindow>
    package let site: ID<ComputeSite>
    package let deviceClass: ID<DeviceClass>
    package let `operator`: ID<Organisation>
    package let accelerator: String
    package let terms: WindowTerms
    package let state: WindowState
    /// What windows published together by the calendar share.
    package let series: ID<WindowSeries>?
    package let bookedCardHours: Int64
    package let publishedAt: Instant
    /// Grows with every edit.
    package let revision: Int

    package var cardHours: Int64 { terms.cardHours }
    package var freeCardHours: Int64 { cardHours - bookedCardHours }
}

package enum WindowSeries {}

package enum WindowState: String, CaseIterable, Sendable, Hashable, SQLBindable, SQLReadable {
    case open
    /// Takes no more reservations; those that stand, stand.
    case withdrawn
    /// Its time is over.
    case ended
}

/// What an operator offers: whole hours, whole cards.
package struct WindowTerms: Hashable, Sendable {
    package let startsAt: Instant
    package let endsAt: Instant
    package let cards: Int
    /// Of one card for an hour.
    package let pricePerCardHour: Money
    /// The smallest booking, in card-hours.
    package let minimumCardHours: Int64
    package let cancellation: CancellationTerms

    package init(
        startsAt: Instant, endsAt: Instant, cards: Int, pricePerCardHour: Money, minimumCardHours: Int64,
        cancellation: CancellationTerms
    ) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.cards = cards
        self.pricePerCardHour = pricePerCardHour
        self.minimumCardHours = minimumCardHours
        self.cancellation = cancellation
    }

    package var hours: Int64 { endsAt.since(startsAt).milliseconds / 3_600_000 }
    package var cardHours: Int64 { Int64(cards) * hours }

    /// The same, that many days later.
    package func moved(byDays days: Int64) -> WindowTerms {
        WindowTerms(
            startsAt: startsAt.advanced(by: .days(days)), endsAt: endsAt.advanced(by: .days(days)), cards: cards,
            pricePerCardHour: pricePerCardHour, minimumCardHours: minimumCardHours, cancellation: cancellation)
    }
}

/// Cancelling is free up to so many hours before the start; later it costs a share of the price.
package struct CancellationTerms: Hashable, Sendable {
    package let noticeHours: Int
    package let feeBasisPoints: Int

    package init(noticeHours: Int, feeBasisPoints: Int) {
        self.noticeHours = noticeHours
        self.feeBasisPoints = feeBasisPoints
    }
}

/// A window with what it stands on and what of it is free: what the matching and the search look at.
package struct OpenWindow: Sendable {
    package let window: ComputeWindow
    package let site: ComputeSite
    package let deviceClass: DeviceClass
    /// The cards that are free over the window's time from now on, in order, without gaps; neighbours differ.
    package let free: [FreeCards]
}

/// How many cards are free between two moments.
package struct FreeCards: Hashable, Sendable {
    package let from: Instant
    package let to: Instant
    package let cards: Int

    package init(from: Instant, to: Instant, cards: Int) {
        self.from = from
        self.to = to
        self.cards = cards
    }
}
