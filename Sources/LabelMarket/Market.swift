package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts
    package let datasets: Datasets
    package let jobs: Jobs

    package init(house: House) {
        self.house = house
        accounts = Accounts(house: house)
        datasets = Datasets(house: house)
        jobs = Jobs(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        JobSchema.migration,
    ]
}
