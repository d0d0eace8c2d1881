import LabelMarket
import Storage

/// A house with a buyer, three vendors and a published job over four short texts in lots of two.
struct TradeHouse {
    let test: TestHouse
    let market: Market
    let job: ID<Job>

    var house: House { test.house }
    var clock: TestClock { test.clock }

    static let buyer = actor(1, .buyer)
    static let stranger = actor(2, .buyer)
    static let vendor = actor(3, .vendor)
    static let rival = actor(4, .vendor)
    static let sister = actor(5, .vendor)
    static let administrator = actor(6, .administrator)

    static let closesAt = Instant(shanghai: CivilDate(year: 2026, month: 12, day: 1)!, hour: 17)
    static let config = """
        <View><Text name="text" value="$text"/><Choices name="mood" toName="text" choice="single" required="true">
        <Choice value="good"/><Choice value="bad"/></Choices>
        <Labels name="span" toName="text"><Label value="name"/></Labels></View>
        """

    static func actor(_ organisation: Int64, _ role: Role) -> Actor {
        Actor(
            person: ID(rawValue: organisation * 10), organisation: ID(rawValue: organisation),
            membership: ID(rawValue: organisation * 100), role: role)
    }

    init(seed: UInt64 = 1) async throws {
        test = try TestHouse(migrations: Market.migrations, seed: seed)
        market = Market(house: test.house)
        job = ID(rawValue: 77)
        let job = job
        try await test.house.database.write { transaction in
            try TradeSeed.parties(in: transaction)
            try TradeSeed.job(job, in: transaction)
        }
    }

    // MARK: What people do

    var key: FormKey { FormKey(world: house.world) }

    @discardableResult
    func offer(_ yuan: Int64, days: Int = 10, by vendor: Actor = Self.vendor) async throws -> ID<Bid> {
        let version = try market.bids.form(job, for: vendor).job.version
        let bid = try await market.bids.write(
            Offer(price: .yuan(yuan), days: days, plan: "Two people, one check"), on: job, version: version, by: vendor)
        try await market.bids.offer(bid, by: vendor)
        return bid
    }

    func deposit(_ yuan: Int64, reference: String = "BANK-1") async throws {
        _ = try await market.deposits.record(
            DepositEntry(
                organisation: Self.buyer.organisation, amount: .yuan(yuan), bankReference: reference,
                receivedOn: clock.now.shanghaiDate), by: Self.administrator, key: key)
    }

    func close() { clock.set(Self.closesAt) }

    func decision(_ bid: ID<Bid>) throws -> AwardDecision {
        AwardDecision(
            bid: bid, ground: .price, reason: "The lowest price for a sound plan",
            shownShares: try market.awards.check(bid, on: job, for: Self.buyer).shares)
    }

    func award(_ bid: ID<Bid>) async throws -> ID<Contract> {
        try await market.awards.award(try decision(bid), by: Self.buyer, key: key)
    }

    /// From nothing to a signed contract of `yuan`.
    func contract(_ yuan: Int64 = 1000) async throws -> ID<Contract> {
        let bid = try await offer(yuan)
        try await deposit(yuan)
        close()
        return try await award(bid)
    }

    /// A label file for the items with these numbers.
    static func labels(_ items: [Int], choice: String = "good") -> [UInt8] {
        let tasks = items.map { number in
            """
            {"id": \(number), "data": {"item_id": "\(number)"}, "annotations": [{"id": 1, "result": [
            {"id": "a\(number)", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["\(choice)"]}}]}]}
            """
        }
        return Array("[\(tasks.joined(separator: ","))]".utf8)
    }

    func upload(_ bytes: [UInt8], to lot: Int, of contract: ID<Contract>) async throws {
        try await market.deliveries.upload(
            try house.blobs.put(bytes), name: "labels.json", to: lot, of: contract, by: Self.vendor)
    }

    func deliver(_ items: [Int], lot: Int, of contract: ID<Contract>, partial: Bool = false) async throws {
        try await upload(Self.labels(items), to: lot, of: contract)
        try await market.deliveries.deliver(lot, of: contract, partial: partial, by: Self.vendor, key: key)
    }

    func decide(_ decision: DeliveryDecision, lot: Int, of contract: ID<Contract>) async throws {
        try await market.deliveries.decide(decision, on: lot, of: contract, by: Self.buyer, key: key)
    }

    /// A voucher of `yuan` that pays half of labeling, granted to the buyer; valid for six months.
    func voucher(_ yuan: Int64, further: [Rule] = []) async throws -> ID<Grant> {
        let bureau = try await VoucherHouse.organisation(house, "bureau", 1)
        let officer = try await VoucherHouse.member(house, of: bureau, as: .officer, "officer")
        let programme = ProgrammeKey("test-labels")!
        let edition = try await market.programmes.importVersion(
            try VoucherHouse.document(further: further), bureau: bureau, by: officer, key: key)
        try await market.programmes.publish(edition, by: officer, key: key)
        _ = try await market.programmes.appropriate(.yuan(100_000), to: programme, year: 2026, by: officer, key: key)
        let today = clock.now.shanghaiDate
        let plan = PlannedUse(
            use: .labeling, price: .yuan(yuan * 2), startsOn: today, endsOn: today.advanced(byDays: 60),
            purpose: "Reviews", declaresUnrelated: true)
        let application = try await market.vouchers.apply(
            plan, asked: .yuan(yuan), to: programme, version: 1, by: Self.buyer, formKey: key)
        _ = try await market.vouchers.decide(
            application, .grant(.yuan(yuan)), revision: 1, by: officer, formKey: key)
        guard let grant = try market.vouchers.application(application, for: Self.buyer).voucher else {
            throw CommonRefusal.notFound
        }
        return grant
    }

    /// What is left of a voucher, and what of it is held.
    func voucherMoney(_ grant: ID<Grant>) throws -> [Int64] {
        let balance = try market.vouchers.voucher(grant, for: Self.buyer).row.balance
        return [balance.available.fen, balance.held.fen].map { $0 / 100 }
    }

    // MARK: What the books say

    func money(_ kind: AccountKind, _ owner: Actor) throws -> Balance {
        try house.database.read { transaction in
            guard let book = try Books.findMarketBook(in: transaction) else { return Balance() }
            return try Books.balance(
                of: AccountKey(book: book, kind: kind, owner: owner.organisation.rawValue), in: transaction)
        }
    }

    /// Yuan available to the buyer, held for the vendor, and earned by it.
    func purse() throws -> [Int64] {
        let (own, payable) = (try money(.own, Self.buyer), try money(.payable, Self.vendor))
        return [own.available.fen, own.held.fen, payable.posted.fen].map { $0 / 100 }
    }
}

/// Rows that other slices would make.
enum TradeSeed {
    private static func code(_ id: Int) -> String { CreditCode(completing: "91110108MA01ABC\(id)1")?.text ?? "" }

    static func parties(in transaction: WriteTransaction) throws {
        let kinds = ["firm", "firm", "labelingVendor", "labelingVendor", "labelingVendor", "marketOperator"]
        for (index, kind) in kinds.enumerated() {
            let id = index + 1
            try transaction.execute(
                """
                INSERT INTO organisation (id, kind, name_zh, name_en, credit_code, region, sector, headcount,
                    annual_revenue_fen, total_assets_fen, founded_on, legal_representative, contact_email,
                    registered_at, version)
                VALUES (\(id), \(kind), \("单位\(id)"), \("Party \(id)"), \(code(id)), '310000',
                    'software', 20, 100000000, 100000000, \(CivilDate(year: 2020, month: 1, day: 1)!),
                    \("代表\(id)"), 'a@example.org', 0, 1)
                """)
            try transaction.execute(
                """
                INSERT INTO person (id, email, name, password_hash, password_changed_at, totp_step, created_at)
                VALUES (\(id * 10), \("p\(id)@example.org"), \("人\(id)"), 'x', 0, 0, 0)
                """)
        }
        try transaction.execute(
            """
            INSERT INTO organisation_relation (organisation_id, credit_code, share_basis_points)
            VALUES (5, \(code(1)), 6000)
            """)
    }

    static func job(_ job: ID<Job>, in transaction: WriteTransaction) throws {
        let now = Instant(shanghai: CivilDate(year: 2026, month: 11, day: 20)!)
        try transaction.execute(
            """
            INSERT INTO dataset (id, organisation, name, kind, format, state, item_count, byte_count, blob, file_name,
                created_at) VALUES (7, 1, 'Reviews', 'text', 'json-lines', 'ready', 4, 100,
                \([UInt8](repeating: 0, count: 32)), 'reviews.jsonl', \(now))
            """)
        for number in 1...4 {
            try transaction.execute(
                """
                INSERT INTO item (dataset, number, key, data)
                VALUES (7, \(number), \("review \(number)"), \("{\"text\": \"这家店 \(number) 很好\"}"))
                """)
        }
        try transaction.execute(
            """
            INSERT INTO job (id, buyer, dataset, version, state, title, description, task_family, language, label_config,
                item_count, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number, closes_at,
                deadline_on, acceptance_days, budget_fen, security_class, published_at, created_at)
            VALUES (\(job), 1, 7, 1, 'open', '店铺评论情感', 'Moods of reviews', 'textClassification', 'zh',
                \(TradeHouse.config), 4, 9500, 2, 'full', 2, 0, \(TradeHouse.closesAt),
                \(CivilDate(year: 2026, month: 12, day: 31)!), 5, 500000, 'open', \(now), \(now))
            """)
    }

    /// What a buyer's edit does to its job.
    static func edit(_ job: ID<Job>, in house: House) async throws {
        _ = try await house.database.write { transaction in
            try transaction.execute("UPDATE job SET version = version + 1 WHERE id = \(job)")
        }
    }
}
