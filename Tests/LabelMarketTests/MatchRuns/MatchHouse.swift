import Annotations
@testable import LabelMarket
import Storage

/// The trade house with price lists, an operator in Qingyang and one in Shanghai, and a run when the test says so.
struct MatchHouse {
    let trade: TradeHouse
    let officer: Actor
    let west: Actor
    let east: Actor

    var market: Market { trade.market }
    var house: House { trade.house }
    var clock: TestClock { trade.clock }
    var job: ID<Job> { trade.job }
    var key: FormKey { trade.key }

    init(seed: UInt64 = 1) async throws {
        trade = try await TradeHouse(seed: seed)
        let house = trade.house
        officer = try await VoucherHouse.member(
            house, of: try await VoucherHouse.organisation(house, "bureau", 51), as: .officer, "match-officer")
        west = try await VoucherHouse.member(
            house, of: try await VoucherHouse.organisation(house, "dataCentre", 52), as: .operator, "west")
        east = try await VoucherHouse.member(
            house, of: try await VoucherHouse.organisation(house, "dataCentre", 53), as: .operator, "east")
    }

    /// A standing list for short texts.
    func list(
        _ actor: Actor, fen: Int64, hours: Int64 = 400, stands: Bool = true, languages: [LabelLanguage] = [.chinese]
    ) async throws {
        let seen = try market.priceLists.own(for: actor)?.revision ?? 0
        try await market.priceLists.keep(
            PriceListEntry(
                stands: stands, hoursPerWeek: hours, leadDays: 2, languages: languages,
                lines: [PriceList.Line(family: .textClassification, pricePerItem: Money(fen: fen), secondsPerItem: 20)]),
            seen: seen, by: actor)
    }

    /// Asks for a run and works on it.
    @discardableResult
    func run() async throws -> MatchRun {
        let id = try await market.matchRuns.ask(by: officer, key: key)
        _ = try await market.matchRuns.processNext()
        return try market.matchRuns.page(of: id, before: nil, for: officer).run
    }

    func proposal() throws -> ProposalView? {
        try market.matchRuns.proposal(for: job, for: TradeHouse.buyer).view
    }

    /// What the buyer would see and accept.
    func accept() async throws -> ID<Contract> {
        let check = try market.matchRuns.check(job, for: TradeHouse.buyer)
        return try await market.matchRuns.accept(
            check.view.proposal.id, shownOwn: check.own, reason: "The best offer", by: TradeHouse.buyer, key: key)
    }

    /// What the job wants to compute after its labels.
    func need(
        _ mode: ComputeNeed.Mode = .required, cardHours: Int64 = 96, latency: Int? = nil, budgetYuan: Int64 = 5000,
        endsOn: CivilDate = CivilDate(year: 2027, month: 1, day: 31)!
    ) async throws {
        let need = ComputeNeed(
            mode: mode, accelerator: nil, leastTeraflops: nil, cardHours: cardHours, latencyMilliseconds: latency,
            regions: [], endsOn: endsOn, budget: .yuan(budgetYuan))
        try await market.jobs.change(
            job, .compute(need), seen: try market.jobs.desk(job, for: TradeHouse.buyer).draft.version,
            by: TradeHouse.buyer)
    }

    /// A window of January at one of the two sites.
    func window(
        _ actor: Actor, yuan: Int64, cards: Int = 16, attested: Bool = true,
        from: CivilDate = CivilDate(year: 2027, month: 1, day: 2)!, days: Int64 = 10, site number: Int = 1
    ) async throws -> ID<ComputeWindow> {
        let isWest = actor == west
        let site = try await market.sites.register(
            SiteEntry(
                nameZh: (isWest ? "庆阳" : "临港") + "\(number)号", nameEn: (isWest ? "Qingyang " : "Lingang ") + "\(number)",
                hub: isWest ? "gansu" : "changsanjiao", cluster: nil,
                region: Region(code: isWest ? "620000" : "310000")!,
                claim: SiteClaim(
                    claimedOn: CivilDate(year: 2026, month: 11, day: 1)!, powerPerMegawattHour: .yuan(390),
                    greenShare: 8200, racksFilled: 6100, computeUsed: isWest ? 2400 : 8000)), by: actor, key: key)
        let deviceClass = try await market.sites.addClass(
            DeviceClass.Facts(
                vendor: "Ascend", model: "910B", numberFormat: "FP16", teraflops: 320, memoryGigabytes: 64,
                quantity: cards, isDomestic: true, isStateFunded: false,
                attestation: attested
                    ? DeviceClass.Attestation(text: "Seen", on: CivilDate(year: 2026, month: 3, day: 1)!) : nil),
            at: site, by: actor, key: key)
        return try await market.windows.publish(
            [
                WindowTerms(
                    startsAt: Instant(shanghai: from), endsAt: Instant(shanghai: from.advanced(byDays: days)),
                    cards: cards, pricePerCardHour: .yuan(yuan), minimumCardHours: 1,
                    cancellation: CancellationTerms(noticeHours: 24, feeBasisPoints: 0))
            ], of: deviceClass, by: actor, key: key)[0]
    }

    /// A voucher of the buyer for compute at a place, or anywhere.
    func computeVoucher(_ yuan: Int64, boundTo region: String? = nil) async throws -> ID<Grant> {
        let programme = ProgrammeKey("test-compute")!
        let bureau = officer.organisation
        let source = Source(status: .brief)
        var text = Programme(
            key: "test-compute", version: 1, state: .draft, name: Bilingual(zh: "算力券", en: "Compute voucher"),
            summary: Bilingual(zh: "补贴算力", en: "Pays for compute"), bureau: Bilingual(zh: "数据局", en: "Data bureau"),
            region: RegionCode("310000")!, level: .city, validFrom: CivilDate(year: 2026, month: 1, day: 1),
            validTo: CivilDate(year: 2027, month: 12, day: 31))
        var rules: [Rule] = [
            .direction(DirectionTerms(kind: .compute, direction: .deductAtSale)),
            .rate(RateTable(rows: [RateRow(condition: Condition(), rate: 5000)])), .base(.signedContract),
            .lineItems(LineItemScope(included: [.smartCompute], excluded: [])),
            .locality(.buyer(RegionCode("310000")!, operating: false)),
            .validity(Validity(months: 6, days: nil, until: nil, releasesUnused: true)),
        ]
        if let region { rules.append(.locality(.supplier(RegionCode(region)!))) }
        text.clauses = rules.enumerated().map { Clause(id: "r\($0.offset + 1)", rule: $0.element, source: source) }
        let edition = try await market.programmes.importVersion(
            try ProgrammeFormat.write(text), bureau: bureau, by: officer, key: key)
        try await market.programmes.publish(edition, by: officer, key: key)
        _ = try await market.programmes.appropriate(.yuan(100_000), to: programme, year: 2026, by: officer, key: key)
        let today = clock.now.shanghaiDate
        let plan = PlannedUse(
            use: .compute(.training, chipOrigin: .domestic), price: .yuan(yuan * 2), startsOn: today,
            endsOn: today.advanced(byDays: 60), purpose: "Training", declaresUnrelated: true)
        let application = try await market.vouchers.apply(
            plan, asked: .yuan(yuan), to: programme, version: 1, by: TradeHouse.buyer, formKey: key)
        let open = try market.vouchers.application(application, for: officer)
        if open.application.state == .submitted {
            _ = try await market.vouchers.decide(
                application, .grant(.yuan(yuan)),
                findings: open.verdicts.filter { $0.outcome == .notProven }.reduce(into: [:]) { $0[$1.clause] = true },
                revision: 1, by: officer, formKey: key)
        }
        guard let grant = try market.vouchers.application(application, for: TradeHouse.buyer).voucher else {
            throw CommonRefusal.notFound
        }
        return grant
    }
}

extension MatchReasons {
    func why(_ vendor: Actor) -> WhyNot? { vendors.first { $0.vendor == vendor.organisation }?.why }
    func why(_ window: ID<ComputeWindow>) -> WhyNot? { windows.first { $0.window == window }?.why }
}
