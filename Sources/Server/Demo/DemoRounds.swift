import LabelMarket
import Storage

/// A round with more asked than it has: a programme written by forms, a promise made in time, a lottery that anyone can
/// draw again. Every figure of it is an assumption.
struct DemoRounds {
    let stage: DemoStage
    let actors: [String: Actor]

    private static let key = "pudong-open-call"
    /// Who asks, with the price of the work in yuan.
    private static let wishes: [(login: String, price: Int64)] = [
        ("huijian", 30_000), ("yunzhi", 26_000), ("tanlu", 24_500), ("haitong", 30_000), ("lingqiao", 28_000),
        ("chengdu-ai", 21_000), ("qilu", 30_000), ("yonggang", 18_800), ("zhongyuan", 27_300),
    ]

    private var market: Market { stage.market }

    private func actor(_ login: String) throws -> Actor {
        guard let actor = actors[login] else { throw DemoMissing(login) }
        return actor
    }

    private func programme() throws -> ProgrammeKey {
        guard let key = ProgrammeKey(Self.key) else { throw DemoMissing(Self.key) }
        return key
    }

    /// Opens the round and files the applications.
    func begin() async throws -> ID<ApplicationRound> {
        let officer = try actor("officer of pudong-labels")
        try await write(by: officer)
        let key = try programme()
        _ = try await market.programmes.appropriate(
            .yuan(120_000), to: key, year: stage.present.shanghaiDate.parts.year, by: officer, key: stage.key)
        // Publishing has opened the round that the text announces.
        guard let round = try market.programmes.rounds(for: officer).first(where: { $0.programme == key })?.id else {
            throw DemoMissing("the round of \(key)")
        }
        try await market.vouchers.promiseSeed(round, by: officer, formKey: stage.key)
        for wish in Self.wishes { try await apply(wish.login, .yuan(wish.price), to: key) }
        return round
    }

    private func apply(_ login: String, _ price: Money, to key: ProgrammeKey) async throws {
        let buyer = try actor(login)
        let plan = PlannedUse(
            use: .labeling, price: price, startsOn: stage.today.advanced(byDays: 20), endsOn: stage.today.advanced(byDays: 150),
            purpose: "为公开数据集补充标注", declaresUnrelated: true)
        let appraisal = try market.vouchers.appraisal(of: plan, by: key, for: buyer)
        guard let asked = appraisal.entitled, asked.fen > 0 else { throw DemoMissing("an amount for \(login)") }
        _ = try await market.vouchers.apply(plan, asked: asked, to: key, version: 1, by: buyer, formKey: stage.key)
    }

    /// Once the round has closed: looked at, then decided as it was shown.
    func decide(_ round: ID<ApplicationRound>) async throws {
        let officer = try actor("officer of pudong-labels")
        let view = try market.vouchers.round(round, includesOpen: true, for: officer)
        _ = try await market.vouchers.decideRound(
            round, includesOpen: true, shown: view.listHash, by: officer, formKey: stage.key)
    }

    // MARK: The programme

    /// From the empty form to a programme in force, rule by rule.
    private func write(by officer: Actor) async throws {
        guard let region = RegionCode("310115") else { throw DemoMissing("310115") }
        let name = Bilingual(zh: "浦东新区标注数据开放征集券（假定）", en: "Pudong open call for labeled data (assumed)")
        let begun = try await market.programmes.startProgramme(
            NewProgramme(
                key: try programme(), name: name, region: region, level: .district, kind: .corpus, direction: .deductAtSale,
                validFrom: nil, validTo: nil, pot: .yuan(60_000), potPeriod: .round, funder: nil, proof: .assumption),
            by: officer, key: stage.key)
        let bureau = try market.programmes.draft(try programme(), begun.version, for: officer).programme.bureau
        let summary = Bilingual(
            zh: "面向各地单位，按批次受理，超出本批资金时摇号。所有数字均为演示市场的假定。",
            en: "Open to firms of any region, in rounds; drawn by lot when more is asked than a round has. Every figure is an assumption of the demonstration market.")
        try await edit(
            begun, .head(DraftHead(
                name: name, summary: summary, bureau: bureau, region: region, level: .district, validFrom: nil, validTo: nil)),
            by: officer)
        let today = stage.today
        let calendar = [
            "continuous": "", "window.0.key": "\(today.parts.year)-1",
            "window.0.opens": today.advanced(byDays: -1).isoText + "T00:00",
            "window.0.closes": today.advanced(byDays: 10).isoText + "T17:00",
        ]
        let rules: [(String, [String: String])] = [
            ("rate", ["row.0.rate": "40"]), ("base", [:]),
            ("cap", ["amount": "10000.00", "period": "contract", "count": "claim"]), ("lineItems", [:]),
            ("round", calendar),
            ("oversubscription", ["by": "lottery"]), ("validity", ["months": "6"]), ("nonTransfer", [:]), ("arithmetic", [:]),
        ]
        for (kind, values) in rules {
            let rule = try await edit(begun, .add(kind), by: officer)
            let assumed = values.merging(["source.status": ProofStatus.assumption.rawValue]) { first, _ in first }
            try await edit(begun, .rule(rule, assumed, removing: []), by: officer)
        }
        try await market.programmes.publish(begun, by: officer, key: stage.key)
    }

    @discardableResult
    private func edit(_ name: Programmes.EditionName, _ edit: DraftEdit, by officer: Actor) async throws -> String {
        let seen = try market.programmes.draft(try programme(), name.version, for: officer).documentHash
        return try await market.programmes.edit(name, edit, seen: seen, by: officer, key: stage.key)
    }
}
