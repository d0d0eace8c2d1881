@testable import LabelMarket
import Storage

/// A house with two buyers, an operator in Qingyang with one site of sixteen accelerators, another operator, and a
/// bureau whose programme pays half of compute.
struct ComputeHouse {
    let test: TestHouse
    let market: Market
    let buyer: Actor
    let rival: Actor
    let operation: Actor
    let other: Actor
    let officer: Actor
    let administrator: Actor
    let site: ID<ComputeSite>
    let deviceClass: ID<DeviceClass>

    var house: House { test.house }
    var clock: TestClock { test.clock }
    var key: FormKey { FormKey(world: house.world) }

    /// 1 December 2026 in Shanghai; the clock starts on 23 November at nine.
    static func moment(_ day: Int, _ hour: Int = 0) -> Instant {
        Instant(shanghai: CivilDate(year: 2026, month: 12, day: 1)!.advanced(byDays: Int64(day - 1)), hour: hour)
    }

    static let attested = DeviceClass.Attestation(
        text: "Purchase contract and customs papers seen by the bureau", on: CivilDate(year: 2026, month: 3, day: 1)!)

    static func facts(
        model: String = "910B", quantity: Int = 16, domestic: Bool = true, attestation: DeviceClass.Attestation? = attested
    ) -> DeviceClass.Facts {
        DeviceClass.Facts(
            vendor: "Ascend", model: model, numberFormat: "FP16", teraflops: 320, memoryGigabytes: 64, quantity: quantity,
            isDomestic: domestic, isStateFunded: false, attestation: attestation)
    }

    init(attestation: DeviceClass.Attestation? = attested, seed: UInt64 = 1) async throws {
        test = try TestHouse(migrations: Market.migrations, seed: seed)
        market = Market(house: test.house)
        let house = test.house
        func party(_ kind: String, _ number: Int, _ role: Role) async throws -> Actor {
            let organisation = try await VoucherHouse.organisation(house, kind, number)
            return try await VoucherHouse.member(house, of: organisation, as: role, "person\(number)")
        }
        buyer = try await party("firm", 1, .buyer)
        rival = try await party("firm", 2, .buyer)
        operation = try await party("dataCentre", 3, .operator)
        other = try await party("dataCentre", 4, .operator)
        officer = try await party("bureau", 5, .officer)
        administrator = try await party("marketOperator", 6, .administrator)
        site = try await market.sites.register(
            Self.entry(), by: operation, key: FormKey(world: house.world))
        deviceClass = try await market.sites.addClass(
            Self.facts(attestation: attestation), at: site, by: operation, key: FormKey(world: house.world))
    }

    static func entry(
        name: String = "庆阳一号", hub: String? = "gansu", cluster: String? = "qingyang", region: String = "621000"
    ) -> SiteEntry {
        SiteEntry(
            nameZh: name, nameEn: "Qingyang One", hub: hub, cluster: cluster, region: Region(code: region)!,
            claim: SiteClaim(
                claimedOn: CivilDate(year: 2026, month: 11, day: 1)!, powerPerMegawattHour: .yuan(390), greenShare: 8200,
                racksFilled: 6100, computeUsed: 2400))
    }

    static func terms(
        from: Instant = moment(1), to: Instant = moment(3), cards: Int = 16, price: Money = .yuan(6), minimum: Int64 = 4,
        notice: Int = 24, fee: Int = 2000
    ) -> WindowTerms {
        WindowTerms(
            startsAt: from, endsAt: to, cards: cards, pricePerCardHour: price, minimumCardHours: minimum,
            cancellation: CancellationTerms(noticeHours: notice, feeBasisPoints: fee))
    }

    /// Sixteen cards for two days at six yuan.
    @discardableResult
    func window(_ terms: WindowTerms = terms()) async throws -> ID<ComputeWindow> {
        try await market.windows.publish([terms], of: deviceClass, by: operation, key: key)[0]
    }

    func deposit(_ yuan: Int64, for actor: Actor? = nil, reference: String = "BANK-1") async throws {
        _ = try await market.deposits.record(
            DepositEntry(
                organisation: (actor ?? buyer).organisation, amount: .yuan(yuan), bankReference: reference,
                receivedOn: clock.now.shanghaiDate), by: administrator, key: key)
    }

    func booking(
        _ window: ID<ComputeWindow>, cards: Int = 8, from: Instant = moment(1), to: Instant = moment(2)
    ) -> Booking {
        Booking(window: window, cards: cards, startsAt: from, endsAt: to)
    }

    @discardableResult
    func reserve(_ booking: Booking, by actor: Actor? = nil) async throws -> ID<Reservation> {
        let actor = actor ?? buyer
        let shown = try market.reservations.check(booking, for: actor).draw.shares
        return try await market.reservations.reserve(booking, shown: shown, by: actor, key: key)
    }

    /// What becomes of `buyers` who reserve the same at once: true for a reservation, false for one refused as full.
    func race(_ buyers: Int, for booking: Booking) async -> [Bool?] {
        await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<buyers {
                let key = key
                group.addTask {
                    do {
                        _ = try await market.reservations.reserve(booking, shown: [], by: buyer, key: key)
                        return true
                    } catch ReservationRefusal.full {
                        return false
                    } catch {
                        return nil
                    }
                }
            }
            var outcomes: [Bool?] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
    }

    /// Eight cards for a day, 1,152 yuan, confirmed.
    func confirmed() async throws -> ID<Reservation> {
        let window = try await window()
        try await deposit(2000)
        let reservation = try await reserve(booking(window))
        try await market.reservations.confirm(reservation, by: operation)
        return reservation
    }

    func load(_ id: ID<Reservation>) throws -> Reservation {
        guard let found = try house.database.read({ try Reservations.load(id, for: nil, in: $0) }) else {
            throw CommonRefusal.notFound
        }
        return found
    }

    /// One record over the whole time.
    func usage(_ id: ID<Reservation>, cardHours: Int64) throws -> UsageEntry {
        let use = try load(id).use
        return UsageEntry(records: [UsageRecord(from: use.from, to: use.to, cardSeconds: cardHours * 3600)])
    }

    /// Confirmed, over, and reported.
    func reported(cardHours: Int64 = 96) async throws -> ID<Reservation> {
        let id = try await confirmed()
        clock.set(Self.moment(2, 8))
        _ = try await market.reservations.report(try usage(id, cardHours: cardHours), of: id, by: operation, key: key)
        return id
    }

    /// A voucher of `yuan` for compute under a programme of the bureau.
    func voucher(
        _ yuan: Int64, months: Int = 6, further: [Rule] = [], buyers: String = "310000"
    ) async throws -> ID<Grant> {
        let region = RegionCode(buyers)!
        let source = Source(status: .brief)
        var programme = Programme(
            key: "test-compute", version: 1, state: .draft, name: Bilingual(zh: "算力券", en: "Compute voucher"),
            summary: Bilingual(zh: "补贴算力", en: "Pays for compute"), bureau: Bilingual(zh: "数据局", en: "Data bureau"),
            region: region, level: .city, validFrom: CivilDate(year: 2026, month: 1, day: 1),
            validTo: CivilDate(year: 2027, month: 12, day: 31))
        let rules: [Rule] = [
            .direction(DirectionTerms(kind: .compute, direction: .deductAtSale)),
            .pot(
                Pot(
                    name: Bilingual(zh: "资金池", en: "Pot"), amount: .yuan(1_000_000), period: .calendarYear, places: nil,
                    funders: [Pot.Funder(name: Bilingual(zh: "市", en: "City"), weight: 1)])),
            .rate(RateTable(rows: [RateRow(condition: Condition(), rate: 5000)])), .base(.signedContract),
            .lineItems(LineItemScope(included: [.smartCompute], excluded: [.storage])),
            .validity(Validity(months: months, days: nil, until: nil, releasesUnused: true)),
        ]
        programme.clauses = (rules + further).enumerated().map {
            Clause(id: "r\($0.offset + 1)", rule: $0.element, source: source)
        }
        let edition = try await market.programmes.importVersion(
            try ProgrammeFormat.write(programme), bureau: officer.organisation, by: officer, key: key)
        try await market.programmes.publish(edition, by: officer, key: key)
        let name = ProgrammeKey("test-compute")!
        _ = try await market.programmes.appropriate(.yuan(100_000), to: name, year: 2026, by: officer, key: key)
        let today = clock.now.shanghaiDate
        let application = try await market.vouchers.apply(
            PlannedUse(
                use: .compute(chipOrigin: .domestic), price: .yuan(yuan * 2), startsOn: today,
                endsOn: today.advanced(byDays: 20), purpose: "Training", declaresUnrelated: true),
            asked: .yuan(yuan), to: name, version: 1, by: buyer, formKey: key)
        _ = try await market.vouchers.decide(application, .grant(.yuan(yuan)), revision: 1, by: officer, formKey: key)
        guard let grant = try market.vouchers.application(application, for: buyer).voucher else {
            throw CommonRefusal.notFound
        }
        return grant
    }

    // MARK: What the books say

    /// Yuan available to the buyer, held for the operator, and earned by it, in the market's own book.
    func purse() throws -> [Int64] {
        try house.database.read { transaction in
            guard let book = try Books.findMarketBook(in: transaction) else { return [0, 0, 0] }
            let own = try Books.balance(
                of: AccountKey(book: book, kind: .own, owner: buyer.organisation.rawValue), in: transaction)
            let payable = try Books.balance(
                of: AccountKey(book: book, kind: .payable, owner: operation.organisation.rawValue), in: transaction)
            return [own.available.fen, own.held.fen, payable.posted.fen].map { $0 / 100 }
        }
    }

    func verify() throws -> VerificationReport {
        try house.database.read { Verification.run(Market.checks, in: $0) }
    }
}
