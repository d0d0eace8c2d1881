/// A window as lists show it. Small, as every open window of the market is kept in memory as one of these.
package struct ListedWindow: Sendable {
    package let id: ID<ComputeWindow>
    package let startsAt: Instant
    package let endsAt: Instant
    package let pricePerCardHour: Money
    /// Of the whole window, past hours included.
    package let freeCardHours: Int64
    /// The smallest booking.
    package let minimumCardHours: Int64
    /// Differs between any two states of any two windows.
    package let stamp: Int64
    let offeredCards: Int32
    /// Index of what it shares with others.
    let placeIndex: Int32

    package var cards: Int { Int(offeredCards) }
    var listPlace: WindowPlace { WindowPlace(startsAt: startsAt, window: id) }
}

/// What the windows of one class at one site share.
package final class OfferPlace: Sendable {
    /// Of the windows, as they were published.
    package let accelerator: String
    package let hub: Hub?
    package let region: Region
    package let site: ComputeSite
    package let deviceClass: DeviceClass
    /// Differs between any two states of any two places.
    package let stamp: Int64

    init(_ key: Key, site: ComputeSite, deviceClass: DeviceClass, stamp: Int64) {
        accelerator = key.accelerator
        hub = key.hub.flatMap(Hub.named)
        region = key.region
        self.site = site
        self.deviceClass = deviceClass
        self.stamp = stamp
    }

    /// What tells one place from another.
    struct Key: Hashable {
        let deviceClass: ID<DeviceClass>
        let site: ID<ComputeSite>
        let accelerator: String
        let hub: String?
        let region: Region
    }
}

/// A line of the list.
package struct WindowLine: Sendable {
    package let window: ListedWindow
    package let place: OfferPlace
    /// From the firm that asks; nil when none does.
    package let latency: LatencyTier?
    /// What the asked card-hours, or the smallest booking, would cost, and what of it the firm would pay itself.
    package let quote: Quote?

    package struct Quote: Sendable {
        package let cardHours: Int64
        package let price: Money
        package let own: Money
    }
}

package struct WindowListPage: Sendable {
    package let lines: [WindowLine]
    /// In the order by start, when there is more.
    package internal(set) var next: WindowPlace?
    /// In the order by price, when there is more.
    package internal(set) var nextPrice: PricePlace?
    /// Of a buyer's list in the order by price.
    package internal(set) var comparison: WindowComparison?
    /// What one can filter by, in order.
    package let accelerators: [String]
    /// Differs whenever ``accelerators`` may.
    package let acceleratorsStamp: Int64
}
