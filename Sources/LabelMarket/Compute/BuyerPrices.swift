internal import Storage

/// What windows would cost one buyer, its vouchers read once for all of them. Good for the transaction in which it was
/// made. The same windows often differ in nothing that matters, so answers are kept.
struct BuyerPrices {
    let region: Region
    private let buyer: ID<Organisation>
    private let now: Instant
    private let vouchers: VoucherShelf
    private var answers: [Question: Money] = [:]
    /// What all vouchers have left together: they cannot pay more.
    private let mostFromVouchers: Int64

    private struct Question: Hashable {
        let placeIndex: Int32
        let price: Money
        let lastDay: CivilDate
    }

    /// - Parameter places: where the windows are that will be asked about.
    init(of buyer: ID<Organisation>, places: [OfferPlace], at now: Instant, in transaction: ReadTransaction) throws {
        let asked = Set(places.map(\.site.operator)).union([buyer])
        let firms = try Organisations.facts(where: "id IN \(list: asked.sorted())", in: transaction)
        guard let facts = firms[buyer] else { throw CommonRefusal.notFound }
        region = facts.region
        self.buyer = buyer
        self.now = now
        vouchers = try VoucherShelf.load(
            holders: "voucher.holder = \(buyer)", firms: firms, ties: try OwnershipMap.load(in: transaction), at: now,
            in: transaction)
        mostFromVouchers = vouchers.vouchers(of: buyer).reduce(0) { $0 + $1.left.fen }
    }

    /// How many prices were worked out with vouchers.
    var answered: Int { answers.count }

    /// The price of `asked` card-hours, or of the smallest booking, before vouchers.
    static func price(_ window: ListedWindow, asked: Int64?) throws(MoneyOverflow) -> Money {
        try window.pricePerCardHour.multiplied(by: max(1, asked ?? window.minimumCardHours))
    }

    /// - Throws: ``MoneyOverflow``
    mutating func quote(_ window: ListedWindow, _ place: OfferPlace, asked: Int64?) throws -> WindowLine.Quote {
        let price = try Self.price(window, asked: asked)
        return WindowLine.Quote(
            cardHours: max(1, asked ?? window.minimumCardHours), price: price,
            own: try own(window, place, price))
    }

    /// Whether the buyer itself would pay at most `most`. Only windows for which the vouchers decide it are worked out.
    mutating func pays(
        atMost most: Money, _ window: ListedWindow, _ place: OfferPlace, asked: Int64?
    ) throws -> Bool {
        let price = try Self.price(window, asked: asked)
        if price <= most { return true }
        if price.fen - mostFromVouchers > most.fen { return false }
        return try own(window, place, price) <= most
    }

    private mutating func own(_ window: ListedWindow, _ place: OfferPlace, _ price: Money) throws -> Money {
        if mostFromVouchers == 0 { return price }
        let question = Question(
            placeIndex: window.placeIndex, price: price, lastDay: ReservationRules.lastDay(endsAt: window.endsAt))
        if let known = answers[question] { return known }
        let purchase = VoucherShelf.Purchase(
            price: price, buyer: buyer, supplier: place.site.operator,
            use: .compute(chipOrigin: place.deviceClass.chipOrigin),
            supply: ComputeSupply(region: RegionCode(place.site.region.code), isAttested: place.deviceClass.isAttested),
            endsOn: question.lastDay)
        let paid = try vouchers.shares(of: purchase, at: now).reduce(Int64(0)) { $0 + $1.amount.fen }
        let own = Money(fen: price.fen - paid)
        answers[question] = own
        return own
    }
}
