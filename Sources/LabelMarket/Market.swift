package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts

    /// - Parameter hasher: how passwords are hashed; a cheaper one for tests and demonstration markets.
    package init(house: House, hasher: PasswordHasher = PasswordHasher()) {
        self.house = house
        accounts = Accounts(house: house, hasher: hasher)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        BooksSchema.migration, AccountsSchema.migration,
    ]
}
