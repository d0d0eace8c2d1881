import Annotations
import LabelMarket
import Storage

/// Jobs in every state, over real photographs and texts, from posting to the settled payment.
struct DemoTrade {
    let stage: DemoStage
    let actors: [String: Actor]

    private var market: Market { stage.market }

    /// One job as its buyer describes it.
    struct Brief {
        let buyer: String
        let data: Data
        let family: TaskFamily
        let labels: [String]
        let title: String
        let text: String
        let languages: [LabelLanguage]
        let lotSize: Int
        let budgetYuan: Int64
        var security = SecurityClass.open

        enum Data { case photographs, chinese, english }
    }

    func tell() async throws {
        try await finishedAndPaid()
        try await cityAndDistrict()
        try await returnedAndCancelled()
        try await underWay()
        try await waitingForAward()
        try await matches()
        try await open()
        try await draftsAndWithdrawn()
    }

    // MARK: The stories

    /// From posting to the settled payment, with a voucher.
    private func finishedAndPaid() async throws {
        let brief = Brief(
            buyer: "qingyu", data: .photographs, family: .imageBoxes, labels: ["人物", "动物", "器物", "飞行器"],
            title: "十二张公共领域照片的目标框选", text: "为图中的人物、动物、器物和飞行器画框。框要贴边，遮挡部分按可见范围画。",
            languages: [.chinese], lotSize: 6, budgetYuan: 3_000)
        let contract = try await contract(brief, bids: [("baoding", 1_860, 7), ("tianfu", 2_040, 6), ("yelin", 2_400, 9)])
        for lot in 1...2 {
            try await deliver(lot, of: contract, brief, by: "baoding")
            stage.hands.pass(days: 1)
            try await market.deliveries.decide(.acceptAll, on: lot, of: contract, by: actor("qingyu"), key: stage.key)
        }
        try await claimAndSettle(contract, vendor: "baoding", serial: 1)
    }

    /// One lot accepted in part and claimed, one waiting for the buyer.
    private func underWay() async throws {
        let brief = Brief(
            buyer: "huijian", data: .chinese, family: .namedEntities, labels: ["人名", "地名", "作品"],
            title: "古典小说语句的命名实体标注", text: "标出每句中的人名、地名和作品名。称谓不计入人名。", languages: [.chinese], lotSize: 10,
            budgetYuan: 4_500)
        let contract = try await contract(brief, bids: [("xingcheng", 3_000, 12), ("pujiang", 3_450, 10)])
        try await know([2, 7, 12, 16, 19], of: contract, buyer: "huijian")
        try await deliver(1, of: contract, brief, by: "xingcheng")
        try await market.deliveries.mark(
            item: 3, of: 1, in: contract, refusedBecause: "“涿县”漏标地名", by: actor("huijian"))
        try await market.deliveries.decide(.acceptPart, on: 1, of: contract, by: actor("huijian"), key: stage.key)
        try await fileClaims(contract, vendor: "xingcheng", serial: 2)
        stage.hands.pass(days: 1)
        try await deliver(2, of: contract, brief, by: "xingcheng")
    }

    /// City and district vouchers on one job, together up to the whole price and not a fen more.
    private func cityAndDistrict() async throws {
        let brief = Brief(
            buyer: "xinmiao", data: .english, family: .textClassification, labels: ["description", "dialogue", "reflection"],
            title: "英文阅读材料的语句分类（市区两级券）", text: "按描写、对话、议论三类给每个句子分类，供分级阅读使用。", languages: [.english],
            lotSize: 10, budgetYuan: 2_400)
        let contract = try await contract(brief, bids: [("pujiang", 1_777, 9), ("luzhou", 1_900, 8)])
        for lot in 1...2 {
            try await deliver(lot, of: contract, brief, by: "pujiang")
            stage.hands.pass(hours: 6)
            try await market.deliveries.decide(.acceptAll, on: lot, of: contract, by: actor("xinmiao"), key: stage.key)
        }
        try await claimAndSettle(contract, vendor: "pujiang", serial: 3)
    }

    private func returnedAndCancelled() async throws {
        let brief = Brief(
            buyer: "chengdu-ai", data: .english, family: .textClassification, labels: ["description", "dialogue", "reflection"],
            title: "英文小说语句的体裁分类", text: "按描写、对话、议论三类给每个句子分类。", languages: [.english], lotSize: 10,
            budgetYuan: 2_000)
        let contract = try await contract(brief, bids: [("qianfeng", 1_200, 8), ("tianfu", 1_380, 7)])
        try await deliver(1, of: contract, brief, by: "qianfeng")
        try await market.deliveries.decide(
            .giveBack(reason: "对话与议论混淆较多，请对照说明重新标注。"), on: 1, of: contract, by: actor("chengdu-ai"), key: stage.key)
        let second = Brief(
            buyer: "zhongyuan", data: .english, family: .namedEntities, labels: ["PERSON", "PLACE"],
            title: "英文语句的人名与地名", text: "标出人名与地名。", languages: [.english], lotSize: 20, budgetYuan: 1_800)
        let cancelled = try await self.contract(second, bids: [("shengjing", 1_500, 10)])
        try await market.contracts.askToCancel(cancelled, reason: "课题方向调整，不再需要这批数据。", by: actor("zhongyuan"))
        stage.hands.pass(hours: 5)
        try await market.contracts.agreeToCancel(cancelled, by: actor("shengjing"), key: stage.key)
    }

    private func waitingForAward() async throws {
        let brief = Brief(
            buyer: "beichen", data: .chinese, family: .textClassification, labels: ["叙事", "对话", "议论"],
            title: "古典文学语句的语体分类", text: "按叙事、对话、议论三类分类。", languages: [.chinese], lotSize: 15, budgetYuan: 2_600)
        let job = try await publish(brief, closesInDays: 2)
        try await bid(job, [("luzhou", 1_950, 9), ("xingcheng", 2_100, 7), ("datong", 1_800, 14), ("shanshui", 2_250, 6)])
        stage.hands.pass(days: 3)
    }

    private func open() async throws {
        let first = try await publish(
            Brief(
                buyer: "haitong", data: .photographs, family: .imagePolygons, labels: ["前景", "背景"],
                title: "照片前景轮廓标注", text: "沿前景物体的轮廓画多边形，误差不超过三个像素。", languages: [.chinese], lotSize: 4,
                budgetYuan: 5_200), closesInDays: 12)
        try await bid(first, [("baoding", 4_100, 12), ("datong", 3_900, 15)])
        try await ask(first, "qianfeng", "遮挡处的轮廓是否需要补全？", answer: "不需要，按可见部分画。")
        try await market.jobs.change(
            first, .budget(.yuan(5_600)), seen: try version(of: first, "haitong"), by: actor("haitong"))
        let second = try await publish(
            Brief(
                buyer: "lingqiao", data: .english, family: .textRating, labels: [], title: "英文语句流畅度评分",
                text: "给每个句子的流畅度打一到五星。", languages: [.english], lotSize: 5, budgetYuan: 900), closesInDays: 9)
        try await bid(second, [("yelin", 640, 5)])
        try await ask(second, "luzhou", "引号内外的句子分开评分吗？", answer: nil)
        _ = try await publish(
            Brief(
                buyer: "yunzhi", data: .photographs, family: .imageClassification, labels: ["室内", "室外", "太空", "器物特写"],
                title: "照片场景分类", text: "每张照片选一个最合适的场景。", languages: [.chinese], lotSize: 12, budgetYuan: 600,
                security: .restricted), closesInDays: 15)
        _ = try await publish(
            Brief(
                buyer: "qilu", data: .chinese, family: .translation, labels: [], title: "古文语句译为现代汉语",
                text: "译文通顺，专名保留。", languages: [.chinese], lotSize: 10, budgetYuan: 3_300), closesInDays: 20)
    }

    private func draftsAndWithdrawn() async throws {
        let job = try await publish(
            Brief(
                buyer: "tanlu", data: .photographs, family: .imageKeyPoints, labels: ["眼", "鼻", "手"], title: "关键点标注",
                text: "标出眼、鼻、手。", languages: [.chinese], lotSize: 6, budgetYuan: 1_500), closesInDays: 10)
        try await market.jobs.withdraw(job, by: actor("tanlu"))
        _ = try await market.jobs.begin(title: "港口集装箱编号识别", by: actor("yonggang"), key: stage.key)
    }

    // MARK: Steps

    func actor(_ login: String) throws -> Actor {
        guard let actor = actors[login] else { throw DemoMissing(login) }
        return actor
    }

    func publish(_ brief: Brief, closesInDays days: Int64) async throws -> ID<Job> {
        let buyer = try actor(brief.buyer)
        let dataset = try await dataset(brief.data, for: buyer)
        let job = try await market.jobs.begin(title: brief.title, by: buyer, key: stage.key)
        let config = try LabelConfig.make(brief.family, labels: brief.labels).xml()
        let closing = stage.today.advanced(byDays: days)
        let changes: [JobChange] = [
            .description(title: brief.title, description: brief.text, languages: brief.languages), .dataset(dataset),
            .config(brief.family, xml: config),
            .quality(
                JobQuality(
                    requiredAccuracyBasisPoints: 9500, lotSize: brief.lotSize, strictness: .full, acceptanceDays: 10,
                    objectsPerItem: 2)),
            .dates(closesAt: Instant(shanghai: closing, hour: 17), deadlineOn: closing.advanced(byDays: 30)),
            .budget(.yuan(brief.budgetYuan)),
            .security(brief.security, regions: [], publicSampleCount: brief.security == .open ? 3 : 0),
        ]
        for change in changes {
            try await market.jobs.change(job, change, seen: try version(of: job, brief.buyer), by: buyer)
        }
        try await market.jobs.publish(job, by: buyer)
        return job
    }

    private func version(of job: ID<Job>, _ buyer: String) throws -> Int {
        try market.jobs.desk(job, for: try actor(buyer)).draft.version
    }

    private func dataset(_ data: Brief.Data, for buyer: Actor) async throws -> ID<Dataset> {
        let (file, name) =
            switch data {
            case .photographs: ("photographs.zip", "公共领域照片")
            case .chinese: ("texts-zh.jsonl", "古典文学语句")
            case .english: ("texts-en.jsonl", "英文小说语句")
            }
        let bytes = try stage.fixture("demo/" + file)
        let upload = Upload(
            fileName: file, blob: try stage.house.blobs.put(bytes), byteCount: bytes.count, start: Array(bytes.prefix(512)))
        return try await market.datasets.add(upload, name: name, by: buyer, key: stage.key)
    }

    func bid(_ job: ID<Job>, _ offers: [(String, Int64, Int)]) async throws {
        for (vendor, yuan, days) in offers {
            let vendor = try actor(vendor)
            let version = try market.jobs.page(of: job, for: vendor).job.version
            let bid = try await market.bids.write(
                Offer(price: .yuan(yuan), days: days, plan: "两人独立标注，第三人质检；每批交付前内部抽检一成。"), on: job, version: version,
                by: vendor)
            try await market.bids.offer(bid, by: vendor)
            stage.hands.pass(hours: 3)
        }
    }

    private func ask(_ job: ID<Job>, _ vendor: String, _ question: String, answer: String?) async throws {
        try await market.bids.ask(question, about: job, by: actor(vendor))
        guard let answer else { return }
        let id: ID<Question>? = try stage.house.database.read { transaction in
            try transaction.value("SELECT id FROM question WHERE job = \(job) ORDER BY id DESC LIMIT 1")
        }
        guard let id else { throw DemoMissing("a question") }
        let buyer: ID<Organisation>? = try stage.house.database.read { try Jobs.load(job, in: $0)?.buyer }
        guard let owner = actors.values.first(where: { $0.organisation == buyer && $0.role == .buyer }) else {
            throw DemoMissing("a buyer")
        }
        _ = try await market.bids.answer(id, with: answer, by: owner)
    }

    /// Posts, bids, closes, and awards to the first bidder.
    private func contract(_ brief: Brief, bids: [(String, Int64, Int)]) async throws -> ID<Contract> {
        let job = try await publish(brief, closesInDays: 2)
        try await bid(job, bids)
        stage.hands.pass(days: 3)
        let buyer = try actor(brief.buyer)
        let winner = try actor(bids[0].0).organisation
        let bid: ID<Bid>? = try stage.house.database.read { transaction in
            try transaction.value("SELECT id FROM bid WHERE job = \(job) AND vendor = \(winner) AND state = 'sealed'")
        }
        guard let bid else { throw DemoMissing("the winning bid") }
        let check = try market.awards.check(bid, on: job, for: buyer)
        let contract = try await market.awards.award(
            AwardDecision(bid: bid, ground: .price, reason: "价格与工期综合最优。", shownShares: check.shares), by: buyer,
            key: stage.key)
        stage.hands.pass(days: 2)
        return contract
    }

    /// The buyer names items whose labels it knows.
    private func know(_ numbers: [Int], of contract: ID<Contract>, buyer: String) async throws {
        let (config, items): (String, [LabelMarket.Item]) = try stage.house.database.read { transaction in
            guard let terms = try Contracts.load(contract, for: nil, in: transaction) else { throw DemoMissing("a contract") }
            let items = try numbers.flatMap { try Jobs.items(of: terms.dataset, numbers: $0...$0, in: transaction) }
            return (terms.labelConfig, items)
        }
        let labels = try DemoLabels(config: config).file(for: items)
        try await market.deliveries.setGold(try stage.house.blobs.put(labels), of: contract, by: actor(buyer))
    }

    private func deliver(_ lot: Int, of contract: ID<Contract>, _ brief: Brief, by vendor: String) async throws {
        let (config, items): (String, [LabelMarket.Item]) = try stage.house.database.read { transaction in
            guard let terms = try Contracts.load(contract, for: nil, in: transaction),
                let found = try Contracts.lots(contract, in: transaction).first(where: { $0.number == lot })
            else { throw DemoMissing("lot \(lot)") }
            return (terms.labelConfig, try Jobs.items(of: terms.dataset, numbers: found.items, in: transaction))
        }
        let labels = try DemoLabels(config: config).file(for: items)
        let vendor = try actor(vendor)
        try await market.deliveries.upload(
            try stage.house.blobs.put(labels), name: "lot-\(lot).json", to: lot, of: contract, by: vendor)
        try await market.deliveries.deliver(lot, of: contract, partial: false, by: vendor, key: stage.key)
    }

    // MARK: Getting paid

    @discardableResult
    private func fileClaims(_ contract: ID<Contract>, vendor: String, serial: Int) async throws -> [ID<Claim>] {
        let vendor = try actor(vendor)
        let open = try market.claims.forVendor(vendor).open.filter { $0.subject == .contract(contract) }
        var claims: [ID<Claim>] = []
        for (index, entry) in open.enumerated() {
            let file = Array("%PDF-1.4\n% demonstration invoice\n%%EOF\n".utf8)
            let invoice = Invoice(
                number: "2611" + padded(serial * 100 + index, 16), date: stage.today, amount: entry.claimable.amount,
                file: try stage.house.blobs.put(file), fileName: "invoice-\(serial)-\(index + 1).pdf")
            claims.append(
                try await market.claims.file(
                    .contract(contract), on: entry.claimable.book, shown: entry.claimable.amount, invoice: invoice, by: vendor,
                    key: stage.key))
        }
        return claims
    }

    /// The office of each claim's book approves, pays, and records what the bank said.
    private func claimAndSettle(_ contract: ID<Contract>, vendor: String, serial: Int) async throws {
        let claims = try await fileClaims(contract, vendor: vendor, serial: serial)
        stage.hands.pass(days: 1)
        for id in claims {
            let claim = try market.claims.dossier(id, for: try actor(vendor)).row.claim
            for office in Set(actors.values).sorted(by: { $0.membership < $1.membership }) {
                guard office.role == .officer || office.role == .administrator,
                    try market.claims.settles(claim.book, office)
                else { continue }
                try await market.claims.decide(id, approves: true, reason: nil, by: office, key: stage.key)
                let batch = try await market.settlements.make(on: claim.book, of: [id], by: office, key: stage.key)
                stage.hands.pass(days: 1)
                try await market.settlements.close(
                    batch, paidOn: stage.today, bankReference: "DEMO-PAY-\(serial)-\(claim.number.suffix(3))",
                    returned: [:], by: office, key: stage.key)
                break
            }
        }
    }
}
