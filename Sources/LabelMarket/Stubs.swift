package import Storage
package enum Grant {}
package enum Notice {}
package enum VoucherState: String { case live, expired }
package struct Voucher: Sendable {
    package let state: VoucherState
    package let expiresAt: Instant
    package static func load(_ id: ID<Grant>, in transaction: ReadTransaction) throws -> Voucher? { nil }
}
package struct VoucherUse: Sendable { package static let labeling = VoucherUse() }
package struct VoucherDraw: Sendable {
    package struct Part: Sendable {
        package let grant: ID<Grant>
        package let programmeName: Bilingual
        package let account: AccountKey
        package let amount: Money
    }
    package let parts: [Part]
    package let own: Money
    package let notes: [Bilingual]
}
package enum Vouchers {
    package static func draw(for price: Money, buyer: ID<Organisation>, vendor: ID<Organisation>?, use: VoucherUse, workEndsOn: CivilDate, at: Instant, in: ReadTransaction) throws -> VoucherDraw {
        VoucherDraw(parts: [], own: price, notes: [])
    }
}
package enum Notices {
    package static func add(
        to organisation: ID<Organisation>, _ words: Bilingual, path: String, at now: Instant, world: World,
        in transaction: WriteTransaction
    ) throws {}
}
extension LotMoney {
    static func programmeName(of grant: ID<Grant>, in transaction: ReadTransaction) throws -> Bilingual { Bilingual(zh: "", en: "") }
}
