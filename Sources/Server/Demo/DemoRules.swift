import LabelMarket
import Storage

/// What offices do about rules beside granting: lists, quarterly rounds, a draft, and money that has to come back.
struct DemoRules {
    let stage: DemoStage
    let actors: [String: Actor]

    private var market: Market { stage.market }

    private func actor(_ login: String) throws -> Actor {
        guard let actor = actors[login] else { throw DemoMissing(login) }
        return actor
    }

    /// The park of the district voucher, and who sits in it.
    func uploadLists() async throws {
        var lines = ["credit_code,name,from,to"]
        for (login, from) in [("xinmiao", "2024-03-01"), ("qingyu", "2025-01-01")] {
            let firm = try actor(login).organisation
            let entry: (String, String)? = try stage.house.database.read { transaction in
                try transaction.first("SELECT credit_code, name_zh FROM organisation WHERE id = \(firm)") { row in
                    (try row.at(0), try row.at(1))
                }
            }
            guard let entry else { throw DemoMissing(login) }
            lines.append("\(entry.0),\(entry.1),\(from),")
        }
        _ = try await market.programmes.replaceRegister(
            .park, named: "zhangjiang-ai-town", with: Array(lines.joined(separator: "\r\n").utf8),
            by: actor("officer of pudong-labels"), key: stage.key)
    }

    func tell() async throws {
        try await openRounds()
        try await demandBack()
    }

    /// Four quarterly rounds of the Shanghai corpus voucher, the first of them open.
    private func openRounds() async throws {
        guard let corpus = ProgrammeKey("shanghai-corpus") else { throw DemoMissing("shanghai-corpus") }
        let today = stage.today
        _ = try await market.programmes.openRound(
            of: corpus, name: "\(today.parts.year)", from: Instant(shanghai: today.advanced(byDays: -1)),
            to: Instant(shanghai: today.advanced(byDays: 40), hour: 17), quarters: 4,
            by: actor("officer of shanghai-corpus"), key: stage.key)
    }

    /// A small part of what the first contract was paid comes back after a spot check, in two instalments of which one is
    /// still owed.
    private func demandBack() async throws {
        let officer = try actor("officer of shanghai-compute")
        let own = try market.vouchers.own(for: actor("qingyu")).vouchers
        guard let grant = own.first(where: { $0.voucher.programme.text == "shanghai-compute" })?.voucher.id else {
            throw DemoMissing("the voucher of qingyu")
        }
        let demand = RecoveryDemand(
            amount: .yuan(120), reason: "抽查发现两张照片与申报用途无关，对应金额须退回。", legalBasis: "演示办法第十八条（假定）",
            dueOn: stage.today.advanced(byDays: 30))
        let recovery = try await market.vouchers.recover(demand, of: grant, by: officer, formKey: stage.key)
        stage.hands.pass(hours: 20)
        try await market.vouchers.recordRepayment(
            RecoveryPayment(bankReference: "DEMO-BACK-1", amount: .yuan(50), receivedOn: stage.today), of: recovery,
            by: officer, formKey: stage.key)
    }
}
