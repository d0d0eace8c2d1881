package import Storage

/// The market: every slice's use cases over one house.
package struct Market: Sendable {
    package let house: House
    package let accounts: Accounts
    package let programmes: Programmes
    package let vouchers: Vouchers

    package init(house: House) {
        self.house = house
        accounts = Accounts(house: house)
        programmes = Programmes(house: house)
        vouchers = Vouchers(house: house)
    }

    /// The whole schema, in order.
    package static let migrations: [Migration] = [
        BooksSchema.migration,
        AccountsSchema.migration,
        ProgrammeSchema.migration,
        VoucherSchema.migration,
    ]
}
