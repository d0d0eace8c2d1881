import Annotations
import LabelMarket
import Storage

/// The demonstration market, told by driving the use cases: everything on its pages was done by someone, at some moment.
struct DemoStory {
    let stage: DemoStage
    private(set) var actors: [String: Actor] = [:]
    /// Base-32 secrets of the second factors, to be put into an authenticator.
    private(set) var secrets: [(login: String, secret: String)] = []
    private var programmes: [String: Int] = [:]

    private var market: Market { stage.market }

    init(stage: DemoStage) { self.stage = stage }

    mutating func tell() async throws {
        try await openMarket()
        stage.hands.pass(days: 1)
        try await register()
        stage.hands.pass(days: 1)
        try await DemoRules(stage: stage, actors: actors).uploadLists()
        try await grantVouchers()
        let rounds = DemoRounds(stage: stage, actors: actors)
        let round = try await rounds.begin()
        stage.hands.pass(days: 1)
        let compute = try await DemoCompute(stage: stage, actors: actors).begin()
        let trade = DemoTrade(stage: stage, actors: actors)
        try await trade.tell()
        try await DemoRules(stage: stage, actors: actors).tell()
        try await compute.tell()
        try await trade.matchAgain()
        try await rounds.decide(round)
        try await market.seals.sealEndedDays()
        try await market.mail.dropWaiting()
    }

    func actor(_ login: String) throws -> Actor {
        guard let actor = actors[login] else { throw DemoMissing(login) }
        return actor
    }

    // MARK: Offices

    private mutating func openMarket() async throws {
        let operatorFacts = try facts(
            kind: .marketOperator, zh: "标注集市运营中心（演示）", en: "LabelMarket operations (demonstration)", region: "310000",
            sector: .software, headcount: 12, revenueYuan: 3_000_000, serial: 1, person: "管理")
        let administrator = try await market.accounts.setUp(
            operatorFacts,
            administrator: NewPerson(email: email("administrator"), name: "管理", password: DemoCast.password))
        actors["administrator"] = administrator
        try await addSecondFactor("administrator")
        try await openAudit(administrator)
        for (login, name) in DemoCast.officers {
            for (index, bureau) in DemoCast.bureaus.enumerated() where bureau.officer == login {
                try await open(bureau, serial: 10 + index, officer: login, name: name, administrator)
            }
            try await addSecondFactor(login)
        }
    }

    private mutating func openAudit(_ administrator: Actor) async throws {
        let office = try facts(
            kind: .auditOffice, zh: "财政审计组（演示）", en: "Audit office (demonstration)", region: "310000", sector: .other,
            headcount: 6, revenueYuan: 0, serial: 2, person: "审计")
        let (_, invitation) = try await market.accounts.establish(
            office, inviting: try address("auditor"), by: administrator)
        actors["auditor"] = try await market.accounts.accept(
            invitation: invitation.token, name: "齐审", password: DemoCast.password)
        try await addSecondFactor("auditor")
    }

    private mutating func open(
        _ bureau: DemoCast.Bureau, serial: Int, officer login: String, name: String, _ administrator: Actor
    ) async throws {
        let office = try facts(
            kind: .bureau, zh: bureau.zh, en: bureau.en, region: bureau.region, sector: .other, headcount: 20,
            revenueYuan: 0, serial: serial, person: name)
        let (_, invitation) = try await market.accounts.establish(office, inviting: try address(login), by: administrator)
        let officer: Actor
        if let known = actors[login] {
            officer = try await market.accounts.accept(invitation: invitation.token, by: known)
        } else {
            officer = try await market.accounts.accept(
                invitation: invitation.token, name: name, password: DemoCast.password)
            actors[login] = officer
        }
        for programme in bureau.programmes { try await publish(programme, by: officer, potYuan: bureau.potYuan) }
    }

    /// The source's version stands as a draft beside the brief's, which is in force.
    private mutating func publish(_ programme: String, by officer: Actor, potYuan: Int64) async throws {
        let inForce = try await market.programmes.importVersion(
            try stage.fixture("programmes/\(programme)-1.xml"), bureau: officer.organisation, by: officer, key: stage.key)
        try await market.programmes.publish(inForce, by: officer, key: stage.key)
        if let sources = try? stage.fixture("programmes/\(programme)-2.xml") {
            _ = try await market.programmes.importVersion(
                sources, bureau: officer.organisation, by: officer, key: stage.key)
        }
        let yuan = programme == "shanghai-compute" ? 600_000_000 : potYuan
        guard let key = ProgrammeKey(programme) else { throw DemoMissing(programme) }
        _ = try await market.programmes.appropriate(
            .yuan(yuan), to: key, year: stage.today.parts.year, by: officer, key: stage.key)
        actors["officer of \(programme)"] = officer
        programmes[programme] = inForce.version
    }

    private mutating func addSecondFactor(_ login: String) async throws {
        let person = try actor(login)
        let setUp = try await market.accounts.startSecondFactor(password: DemoCast.password, by: person)
        try await market.accounts.confirmSecondFactor(
            code: OneTimePassword.code(secret: setUp.secret, at: stage.house.world.now()), by: person)
        secrets.append((login, setUp.secretText))
    }

    // MARK: Firms

    private mutating func register() async throws {
        for (index, firm) in (DemoCast.buyers + DemoCast.vendors + DemoCast.operators).enumerated() {
            let facts = try facts(
                kind: firm.kind, zh: firm.zh, en: firm.en, region: firm.region, sector: firm.sector,
                headcount: firm.headcount, revenueYuan: firm.revenueYuan, serial: 100 + index, person: firm.person)
            actors[firm.login] = try await market.accounts.register(
                facts, firstPerson: NewPerson(email: email(firm.login), name: firm.person, password: DemoCast.password))
        }
        for (index, firm) in DemoCast.buyers.enumerated() {
            _ = try await market.deposits.record(
                DepositEntry(
                    organisation: try actor(firm.login).organisation, amount: .yuan(60_000 + 5_000 * Int64(index)),
                    bankReference: "DEMO-\(1000 + index)", receivedOn: stage.today),
                by: try actor("administrator"), key: stage.key)
        }
    }

    // MARK: Vouchers

    /// Applications in every state: granted, refused, withdrawn, and a few that still wait.
    private func grantVouchers() async throws {
        let wishes: [(String, String, Int64, Wish)] = [
            ("qingyu", "shanghai-compute", 40_000, .granted), ("huijian", "shanghai-compute", 90_000, .granted),
            ("yunzhi", "shanghai-corpus", 30_000, .granted), ("beichen", "beijing-compute", 60_000, .granted),
            ("tanlu", "beijing-compute", 20_000, .refused), ("haitong", "shenzhen-training", 50_000, .granted),
            ("lingqiao", "shenzhen-corpus", 80_000, .granted), ("chengdu-ai", "chengdu-compute", 70_000, .granted),
            ("zhongyuan", "henan-compute", 60_000, .granted), ("qilu", "shandong-compute", 100_000, .waiting),
            ("yonggang", "ningbo-compute", 30_000, .waiting), ("xinmiao", "shanghai-corpus", 24_000, .withdrawn),
            ("xinmiao", "shanghai-compute", 12_000, .granted), ("xinmiao", "pudong-labels", 12_000, .granted),
        ]
        for (login, programme, price, wish) in wishes {
            try await apply(login, programme, .yuan(price), wish)
            stage.hands.pass(hours: 1)
        }
    }

    private enum Wish { case granted, refused, withdrawn, waiting }

    private func apply(_ login: String, _ programme: String, _ price: Money, _ wish: Wish) async throws {
        let buyer = try actor(login)
        guard let key = ProgrammeKey(programme), let version = programmes[programme] else { throw DemoMissing(programme) }
        let plan = PlannedUse(
            use: .labeling, price: price, startsOn: stage.today, endsOn: stage.today.advanced(byDays: 150),
            purpose: "为本单位的模型训练购买数据标注服务", declaresUnrelated: true)
        let appraisal = try market.vouchers.appraisal(of: plan, by: key, for: buyer)
        guard appraisal.outcome != .fail else { return }
        let asked = min(appraisal.entitled ?? Money(fen: price.fen / 5), price)
        let id = try await market.vouchers.apply(plan, asked: asked, to: key, version: version, by: buyer, formKey: stage.key)
        let officer = try actor("officer of \(programme)")
        let open = try market.vouchers.application(id, for: officer)
        // Some programmes grant what is plainly in order by themselves.
        guard open.application.state == .submitted else { return }
        stage.hands.pass(hours: 2)
        switch wish {
        case .granted:
            _ = try await market.vouchers.decide(
                id, .grant(asked),
                findings: open.verdicts.filter { $0.outcome == .notProven }.reduce(into: [:]) { $0[$1.clause] = true },
                revision: open.application.revision, by: officer, formKey: stage.key)
        case .refused:
            _ = try await market.vouchers.decide(
                id, .refuse(reason: "申请材料未说明数据来源，请补充后重新申请。"), revision: 1, by: officer, formKey: stage.key)
        case .withdrawn: try await market.vouchers.withdraw(id, by: buyer, formKey: stage.key)
        case .waiting: break
        }
    }

    // MARK: Facts

    private func email(_ login: String) -> String { "\(login)@demo.labelmarket.example" }

    private func address(_ login: String) throws -> EmailAddress {
        guard let address = EmailAddress(typed: email(login)) else { throw DemoMissing(login) }
        return address
    }

    private func facts(
        kind: OrganisationKind, zh: String, en: String, region: String, sector: Sector, headcount: Int64,
        revenueYuan: Int64, serial: Int, person: String
    ) throws -> OrganisationFacts {
        guard let place = Region(code: region), let founded = CivilDate(year: 2015 + serial % 9, month: 1 + serial % 12, day: 8),
            let code = CreditCode(completing: "91" + region + padded(700_000_000 + serial * 7, 9)),
            let bank = BankAccount(bankName: "演示银行", number: "6222" + padded(100_000_000 + serial, 12))
        else { throw DemoMissing(zh) }
        return OrganisationFacts(
            kind: kind, nameZh: zh, nameEn: en, creditCode: code, region: place, sector: sector, headcount: headcount,
            annualRevenue: .yuan(revenueYuan), totalAssets: .yuan(revenueYuan / 2), foundedOn: founded,
            legalRepresentative: person, bank: bank, contactEmail: "office\(serial)@demo.labelmarket.example")
    }
}

/// Something the story needs is not there: a defect of the demonstration, named.
struct DemoMissing: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = "the demonstration lacks \(what)" }
}
