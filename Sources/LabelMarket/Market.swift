package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts
    package let datasets: Datasets
    package let jobs: Jobs
    package let bids: Bids
    package let awards: Awards
    package let contracts: Contracts
    package let deliveries: Deliveries
    package let deposits: Deposits

    package init(house: House) {
        self.house = house
        accounts = Accounts(house: house)
        datasets = Datasets(house: house)
        jobs = Jobs(house: house)
        bids = Bids(house: house)
        awards = Awards(house: house)
        contracts = Contracts(house: house)
        deliveries = Deliveries(house: house)
        deposits = Deposits(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        JobSchema.migration,
        BidSchema.migration,
        DeliverySchema.migration,
    ]
}
