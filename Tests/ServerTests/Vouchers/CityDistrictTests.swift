import HTTPTypes
import LabelMarket
import Storage
import Testing

@testable import Server

/// One job paid from a city and a district voucher of Shanghai, from the grants to the settled claims.
struct CityDistrictTests {
    @Test func job_isPaidByCityAndDistrictToTheFen() async throws {
        let house = try await TwoPurses()
        let price = Money(fen: 177_777)
        let contract = try await house.contract(price)
        let market = house.market
        // 30 % of 1,777.77 is 533.33 (533.331 cut off), 80 % is 1,422.21: together 1,955.54, above the price. The
        // voucher that expires first pays its full part, the other what the ceiling leaves.
        let sums = try house.sums(contract)
        #expect(sums.values.reduce(0, +) == 177_777)
        #expect(sums["shanghai-compute"] == 142_221)
        #expect(sums["pudong-labels"] == 35_556)

        let page = try await house.buyer.get("/en/contracts/\(contract)").text
        #expect(page.contains("Shanghai compute voucher") && page.contains("Pudong data voucher (assumed)"))
        #expect(page.contains("<td class=\"num\">1,422.21</td>") && page.contains("<td class=\"num\">355.56</td>"))
        #expect(try await house.buyer.get("/zh/contracts/\(contract)").text.contains("浦东新区数据券（假定）"))

        try await house.deliverAndAccept(contract)
        try await house.claim(contract)
        for (key, redeemed) in [("shanghai-compute", Int64(142_221)), ("pudong-labels", 35_556)] {
            let pot = try #require(try market.reports.takeUp(of: ProgrammeKey(key)!).pots.first)
            #expect(pot.takeUp.redeemed.fen == redeemed, "\(key)")
            #expect(pot.takeUp.held == .zero && pot.takeUp.settled.fen == 0)
            let report = try await house.visitor.get("/en/programmes/\(key)/take-up").text
            #expect(report.contains("CNY \(Money(fen: redeemed).groupedText)"), "\(key)")
            #expect(try house.payable(key).posted.fen == redeemed)
        }
        let verified = try house.site.site.house.database.read { Verification.run(Market.checks, in: $0) }
        #expect(verified.isWhole)
    }

    @Test func contractLongerThanAYear_isOutsideTheCeiling() async throws {
        let house = try await TwoPurses()
        let (short, long) = (try house.draw(months: 11), try house.draw(months: 13))
        #expect(short.parts.count == 2)
        #expect(long.parts.count <= 1)
    }

    @Test func assumedFigures_sayThatTheyAre() async throws {
        let house = try await TwoPurses()
        let page = try await house.visitor.get("/en/programmes/pudong-labels").text
        #expect(page.contains("assumption of the demonstration market, not proven"))
        #expect(page.contains("No rate of a district was found"))
    }
}

/// A firm of Shanghai with a voucher of the city and one of the district, a vendor, and a published job over two texts.
struct TwoPurses {
    let site: TestSite
    let officer: Actor
    let buyer: TestBrowser
    let buyerActor: Actor
    let vendor: Actor
    let administrator: Actor
    let visitor: TestBrowser
    let job: ID<Job> = ID(rawValue: 77)

    var market: Market { site.site.market }
    var key: FormKey { FormKey(world: site.site.house.world) }
    var today: CivilDate { site.clock.now.shanghaiDate }

    init() async throws {
        site = try TestSite()
        visitor = TestBrowser(site)
        (_, officer) = try await VoucherSite.seat(site, "bureau", 1, .officer)
        (buyer, buyerActor) = try await VoucherSite.seat(site, "firm", 2, .buyer)
        (_, vendor) = try await VoucherSite.seat(site, "labelingVendor", 3, .vendor)
        (_, administrator) = try await VoucherSite.seat(site, "marketOperator", 4, .administrator)
        try await grant("shanghai-compute", minutes: 0)
        // Both expire on the same day: the older one goes first.
        try await grant("pudong-labels", minutes: 1)
        let (job, buyer, vendor) = (job, buyerActor.organisation, vendor.organisation)
        try await site.site.house.database.write { transaction in
            try Self.seed(job, of: buyer, in: transaction)
            try transaction.execute(
                "UPDATE organisation SET bank_name = '演示银行', bank_account = '6222000000001' WHERE id = \(vendor)")
        }
    }

    private func grant(_ name: String, minutes: Int64) async throws {
        site.clock.advance(by: .minutes(minutes))
        let programme = try #require(ProgrammeKey(name))
        let edition = try await market.programmes.importVersion(
            try VoucherSite.fixture(name + "-1"), bureau: officer.organisation, by: officer, key: key)
        try await market.programmes.publish(edition, by: officer, key: key)
        _ = try await market.programmes.appropriate(.yuan(1_000_000), to: programme, year: 2026, by: officer, key: key)
        let plan = PlannedUse(
            use: .labeling, price: .yuan(40_000), startsOn: today, endsOn: today.advanced(byDays: 200), purpose: "Reading",
            declaresUnrelated: true)
        let asked = try #require(try market.vouchers.appraisal(of: plan, by: programme, for: buyerActor).entitled)
        let application = try await market.vouchers.apply(
            plan, asked: asked, to: programme, version: 1, by: buyerActor, formKey: key)
        let page = try market.vouchers.application(application, for: officer)
        guard page.application.state == .submitted else { return }
        let open = page.verdicts.filter { $0.outcome == .notProven }.reduce(into: [:]) { $0[$1.clause] = true }
        _ = try await market.vouchers.decide(
            application, .grant(asked), findings: open, revision: 1, by: officer, formKey: key)
    }

    private static func seed(_ job: ID<Job>, of buyer: ID<Organisation>, in transaction: WriteTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO dataset (id, organisation, name, kind, format, state, item_count, byte_count, blob, file_name,
                created_at) VALUES (7, \(buyer), 'Reading', 'text', 'json-lines', 'ready', 2, 100,
                \([UInt8](repeating: 0, count: 32)), 'reading.jsonl', 0)
            """)
        for number in 1...2 {
            try transaction.execute(
                """
                INSERT INTO item (dataset, number, key, data)
                VALUES (7, \(number), \("page \(number)"), \("{\"text\": \"小店不错\"}"))
                """)
        }
        let config = """
            <View><Text name="text" value="$text"/><Choices name="mood" toName="text" choice="single">
            <Choice value="good"/><Choice value="bad"/></Choices></View>
            """
        try transaction.execute(
            """
            INSERT INTO job (id, buyer, dataset, version, state, title, description, task_family, language, label_config,
                item_count, required_accuracy_bp, lot_size, sampling, sample_size, acceptance_number, closes_at,
                deadline_on, acceptance_days, budget_fen, security_class, published_at, created_at)
            VALUES (\(job), \(buyer), 7, 1, 'open', '阅读材料', 'Reading', 'textClassification', 'zh', \(config), 2, 9500, 2,
                'full', 2, 0, \(Instant(shanghai: CivilDate(year: 2026, month: 11, day: 23)!, hour: 9, minute: 10)),
                \(CivilDate(year: 2026, month: 12, day: 31)!), 5, 500000, 'open', 0, 0)
            """)
    }

    func draw(months: Int) throws -> VoucherDraw {
        let ends = today.advanced(byDays: 30)
        let lines = try site.site.house.database.read { transaction in
            try Vouchers.draw(
                for: .yuan(1000), buyer: buyerActor.organisation, vendor: vendor.organisation, use: .labeling,
                workEndsOn: months < 12 ? ends : today.advanced(byDays: Int64(31 * months)), at: site.clock.now,
                in: transaction)
        }
        return lines
    }

    func contract(_ price: Money) async throws -> ID<Contract> {
        let bid = try await market.bids.write(
            Offer(price: price, days: 10, plan: "Two people, one check"), on: job, version: 1, by: vendor)
        try await market.bids.offer(bid, by: vendor)
        site.clock.advance(by: .minutes(10))
        let check = try market.awards.check(bid, on: job, for: buyerActor)
        #expect(check.draw.own == .zero)
        return try await market.awards.award(
            AwardDecision(bid: bid, ground: .price, reason: "The only offer, and a sound one", shownShares: check.shares),
            by: buyerActor, key: key)
    }

    /// What each programme holds for the contract, in fen.
    func sums(_ contract: ID<Contract>) throws -> [String: Int64] {
        try site.site.house.database.read { transaction in
            var sums: [String: Int64] = [:]
            try transaction.each(
                """
                SELECT voucher.programme AS programme, SUM(lot_hold.amount_fen) AS fen FROM lot_hold
                JOIN voucher ON voucher.id = lot_hold.grant_id WHERE lot_hold.contract = \(contract)
                GROUP BY voucher.programme
                """
            ) { row in sums[try row("programme", as: String.self)] = try row("fen", as: Int64.self) }
            return sums
        }
    }

    func deliverAndAccept(_ contract: ID<Contract>) async throws {
        let labels = (1...2).map { number in
            """
            {"data": {"item_id": "\(number)"}, "annotations": [{"result": [{"id": "a", "from_name": "mood", "to_name": "text",
            "type": "choices", "value": {"choices": ["good"]}}]}]}
            """
        }
        let file = Array("[\(labels.joined(separator: ","))]".utf8)
        try await market.deliveries.upload(
            try site.site.house.blobs.put(file), name: "labels.json", to: 1, of: contract, by: vendor)
        try await market.deliveries.deliver(1, of: contract, partial: false, by: vendor, key: key)
        try await market.deliveries.decide(.acceptAll, on: 1, of: contract, by: buyerActor, key: key)
    }

    /// Claims everything, each book by itself.
    func claim(_ contract: ID<Contract>) async throws {
        let open = try market.claims.forVendor(vendor).open
        #expect(open.count == 2)
        for (index, entry) in open.enumerated() {
            let invoice = Invoice(
                number: "2611" + padded(index + 1, 16), date: today, amount: entry.claimable.amount,
                file: try site.site.house.blobs.put(Array("%PDF-1.4\n%%EOF\n".utf8)), fileName: "invoice.pdf")
            _ = try await market.claims.file(
                .contract(contract), on: entry.claimable.book, shown: entry.claimable.amount, invoice: invoice, by: vendor, key: key)
        }
    }

    func payable(_ programme: String) throws -> Balance {
        try site.site.house.database.read { transaction in
            let book = try #require(try Books.find(programme: programme, year: 2026, in: transaction))
            return try Books.balance(
                of: AccountKey(book: book, kind: .payable, owner: vendor.organisation.rawValue), in: transaction)
        }
    }
}
