package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts
    package let programmes: Programmes
    package let vouchers: Vouchers
    package let datasets: Datasets
    package let jobs: Jobs

    /// - Parameter hasher: how passwords are hashed; a cheaper one for tests and demonstration markets.
    package init(house: House, hasher: PasswordHasher = PasswordHasher()) {
        self.house = house
        accounts = Accounts(house: house, hasher: hasher)
        programmes = Programmes(house: house)
        vouchers = Vouchers(house: house)
        datasets = Datasets(house: house)
        jobs = Jobs(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        BooksSchema.migration,
        AccountsSchema.migration,
        ProgrammeSchema.migration,
        VoucherSchema.migration,
        JobSchema.migration,
    ]
}
