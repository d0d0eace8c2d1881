package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts

    package init(house: House) {
        self.house = house
        accounts = Accounts(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = []
}
