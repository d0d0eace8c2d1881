package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts
    package let programmes: Programmes
    package let vouchers: Vouchers
    package let datasets: Datasets
    package let jobs: Jobs
    package let bids: Bids
    package let awards: Awards
    package let contracts: Contracts
    package let deliveries: Deliveries
    package let deposits: Deposits

    /// - Parameter hasher: how passwords are hashed; a cheaper one for tests and demonstration markets.
    package init(house: House, hasher: PasswordHasher = PasswordHasher()) {
        self.house = house
        accounts = Accounts(house: house, hasher: hasher)
        programmes = Programmes(house: house)
        vouchers = Vouchers(house: house)
        datasets = Datasets(house: house, access: DatasetAccess(isContracted: Contracts.isContracted))
        jobs = Jobs(house: house)
        bids = Bids(house: house)
        awards = Awards(house: house)
        contracts = Contracts(house: house)
        deliveries = Deliveries(house: house)
        deposits = Deposits(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        BooksSchema.migration,
        AccountsSchema.migration,
        ProgrammeSchema.migration,
        VoucherSchema.migration,
        JobSchema.migration,
        BidSchema.migration,
        DeliverySchema.migration,
    ]
}
