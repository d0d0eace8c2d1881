import Annotations
import LabelMarket
import Storage

extension DemoTrade {
    /// Standing price lists, two runs of the engine, and what buyers did with the first.
    func matches() async throws {
        try await keepLists()
        let jobs = try await matchedJobs()
        stage.hands.pass(days: 3)
        try await run()
        try await decide(jobs)
    }

    /// The run that stands: over what is open now, with the windows that are ahead.
    func matchAgain() async throws {
        try await run()
    }

    private func keepLists() async throws {
        let lists: [(String, Int64, Int64, [PriceList.Line])] = [
            ("pujiang", 900, 2, [line(.textClassification, 60, 18), line(.imageClassification, 36, 15)]),
            ("tianfu", 1500, 3, [line(.textClassification, 56, 22), line(.namedEntities, 45, 60)]),
            ("qianfeng", 4800, 2, [line(.textClassification, 54, 20), line(.imageBoxes, 150, 70), line(.imageClassification, 33, 18)]),
            ("yelin", 500, 5, [line(.textRating, 25, 20)]),
        ]
        for (vendor, hours, lead, lines) in lists {
            try await stage.market.priceLists.keep(
                PriceListEntry(
                    stands: vendor != "yelin", hoursPerWeek: hours, leadDays: lead, languages: [.chinese, .english],
                    lines: lines), seen: 0, by: actor(vendor))
        }
    }

    private func line(_ family: TaskFamily, _ yuan: Int64, _ seconds: Int64) -> PriceList.Line {
        PriceList.Line(family: family, pricePerItem: .yuan(yuan), secondsPerItem: seconds)
    }

    /// Jobs whose bidding closes before the first run.
    private func matchedJobs() async throws -> [ID<Job>] {
        let moods = ["积极", "中性", "消极"]
        let briefs: [(Brief, [(String, Int64, Int)])] = [
            (
                Brief(
                    buyer: "huijian", data: .chinese, family: .textClassification, labels: moods, title: "语句情感分类（训练用）",
                    text: "按积极、中性、消极三类分类，随后用于模型训练。", languages: [.chinese], lotSize: 10, budgetYuan: 3_000),
                [("datong", 1_500, 9), ("luzhou", 1_720, 7), ("baoding", 1_640, 8)]
            ),
            (
                Brief(
                    buyer: "zhongyuan", data: .english, family: .namedEntities, labels: ["PERSON", "PLACE"],
                    title: "英文语句实体复核", text: "标出人名与地名。", languages: [.english], lotSize: 20, budgetYuan: 2_000),
                [("shengjing", 1_300, 8), ("shanshui", 1_260, 10)]
            ),
            (
                Brief(
                    buyer: "qilu", data: .photographs, family: .imageClassification, labels: ["室内", "室外"],
                    title: "照片室内外分类", text: "每张照片选一类。", languages: [.chinese], lotSize: 12, budgetYuan: 400), [("yelin", 380, 6)]
            ),
            (
                Brief(
                    buyer: "tanlu", data: .photographs, family: .imageMasks, labels: ["可行走区域"], title: "可行走区域掩膜标注",
                    text: "逐像素标出可行走区域。", languages: [.chinese], lotSize: 12, budgetYuan: 500), [("datong", 900, 12)]
            ),
        ]
        var jobs: [ID<Job>] = []
        for (brief, offers) in briefs {
            let job = try await publish(brief, closesInDays: 2)
            try await bid(job, offers)
            jobs.append(job)
        }
        try await needCompute(jobs[0], of: "huijian")
        return jobs
    }

    private func needCompute(_ job: ID<Job>, of buyer: String) async throws {
        let owner = try actor(buyer)
        let draft = try stage.market.jobs.desk(job, for: owner).draft
        guard let deadline = draft.deadlineOn else { throw DemoMissing("a deadline") }
        let need = ComputeNeed(
            mode: .wanted, accelerator: nil, leastTeraflops: 200, cardHours: 96, latencyMilliseconds: nil, regions: [],
            endsOn: deadline.advanced(byDays: 30), budget: .yuan(2_000))
        try await stage.market.jobs.change(job, .compute(need), seen: draft.version, by: owner)
    }

    private func run() async throws {
        _ = try await stage.market.matchRuns.ask()
        _ = try await stage.market.matchRuns.processNext()
    }

    /// One proposal refused, one left for the buyer's own choice; the others wait.
    private func decide(_ jobs: [ID<Job>]) async throws {
        let runs = stage.market.matchRuns
        if let view = try runs.proposal(for: jobs[1], for: actor("zhongyuan")).view, view.isOpen {
            _ = try await runs.refuse(
                view.proposal.id, because: "此前合作中断，本次希望更换服务商。", by: actor("zhongyuan"))
        }
        let qilu = try actor("qilu")
        if let view = try runs.proposal(for: jobs[2], for: qilu).view, view.isOpen {
            let check = try runs.check(jobs[2], for: qilu)
            _ = try await runs.accept(
                view.proposal.id, shownOwn: check.own, reason: "配对建议综合最优，价格合理。", by: qilu, key: stage.key)
        }
    }
}
