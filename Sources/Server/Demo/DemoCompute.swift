import Crypto
import LabelMarket
import Storage

/// Sites in the west and one in the east, windows, and reservations in every state.
struct DemoCompute {
    let stage: DemoStage
    let actors: [String: Actor]
    private var classes: [String: ID<DeviceClass>] = [:]
    private var begun: [String: ID<Reservation>] = [:]

    private var market: Market { stage.market }

    init(stage: DemoStage, actors: [String: Actor]) {
        self.stage = stage
        self.actors = actors
    }

    private struct Centre {
        let login: String
        let zh: String
        let en: String
        let hub: String
        let cluster: String
        let power: Int64
        /// Basis points: renewable power, racks filled, compute used.
        let shares: [Int]
        let facts: DeviceClass.Facts
    }

    private static func facts(
        _ vendor: String, _ model: String, _ teraflops: Int, _ memory: Int, _ quantity: Int, domestic: Bool,
        attested: Bool
    ) -> DeviceClass.Facts {
        let proof = DeviceClass.Attestation(
            text: "采购合同与到货验收单经当地主管部门查验（演示）", on: CivilDate(dayNumber: 20_454))
        return DeviceClass.Facts(
            vendor: vendor, model: model, numberFormat: "FP16", teraflops: teraflops, memoryGigabytes: memory,
            quantity: quantity, isDomestic: domestic, isStateFunded: false, attestation: attested ? proof : nil)
    }

    private static let centres: [Centre] = [
        Centre(login: "qingyang", zh: "庆阳西峰一号智算中心", en: "Qingyang Xifeng One", hub: "gansu", cluster: "qingyang", power: 390, shares: [8300, 5800, 2300], facts: facts("Ascend", "910B", 320, 64, 512, domestic: true, attested: true)),
        Centre(login: "guian", zh: "贵安新区云谷智算中心", en: "Gui'an Cloud Valley", hub: "guizhou", cluster: "guian", power: 350, shares: [7600, 6400, 2900], facts: facts("Cambricon", "MLU590", 280, 80, 256, domestic: true, attested: true)),
        Centre(login: "horinger", zh: "和林格尔草原智算中心", en: "Horinger Grassland", hub: "neimenggu", cluster: "horinger", power: 320, shares: [8800, 4900, 2100], facts: facts("NVIDIA", "A800", 312, 80, 192, domestic: false, attested: false)),
        Centre(login: "wuhu", zh: "芜湖江畔智算中心", en: "Wuhu Riverside", hub: "changsanjiao", cluster: "wuhu", power: 560, shares: [4200, 6900, 4400], facts: facts("Ascend", "910B", 320, 64, 128, domestic: true, attested: true)),
    ]

    // MARK: Weeks ago

    /// Registers the sites and makes the reservations that are over by now.
    func begin() async throws -> DemoCompute {
        var story = self
        for centre in Self.centres { try await story.register(centre) }
        // Not tomorrow: publishing takes hours, and the story may begin late in the evening.
        let first = stage.today.advanced(byDays: 2)
        let old = try await story.publish("qingyang", from: first, days: 10, cards: 256, price: .yuan(6))
        let east = try await story.publish("wuhu", from: first, days: 10, cards: 64, price: Money(fen: 880))
        story.begun["claimed"] = try await reserve("qingyu", old, cards: 8, from: first, hours: 36)
        story.begun["disputed"] = try await reserve("huijian", old, cards: 16, from: first.advanced(byDays: 1), hours: 48)
        story.begun["reported"] = try await reserve("beichen", east, cards: 8, from: first.advanced(byDays: 2), hours: 24)
        for (name, operation) in [("claimed", "qingyang"), ("disputed", "qingyang"), ("reported", "wuhu")] {
            if let id = story.begun[name] { try await market.reservations.confirm(id, by: try actor(operation)) }
        }
        stage.hands.pass(hours: 2)
        return story
    }

    private mutating func register(_ centre: Centre) async throws {
        let operation = try actor(centre.login)
        guard let hub = Hub.named(centre.hub), let cluster = hub.clusters.first(where: { $0.key == centre.cluster }) else {
            throw DemoMissing(centre.hub)
        }
        let site = try await market.sites.register(
            SiteEntry(
                nameZh: centre.zh, nameEn: centre.en, hub: hub.key, cluster: cluster.key, region: cluster.regions[0],
                claim: claim(centre, on: stage.today, more: 0)), by: operation, key: stage.key)
        classes[centre.login] = try await market.sites.addClass(centre.facts, at: site, by: operation, key: stage.key)
        stage.hands.pass(hours: 1)
    }

    private func claim(_ centre: Centre, on day: CivilDate, more: Int) -> SiteClaim {
        SiteClaim(
            claimedOn: day, powerPerMegawattHour: .yuan(centre.power), greenShare: centre.shares[0],
            racksFilled: centre.shares[1] + more, computeUsed: centre.shares[2] + more)
    }

    // MARK: Lately

    /// Usage, claims and disputes of what is over; windows ahead; reservations that wait.
    func tell() async throws {
        stage.hands.reach(stage.present.advanced(by: .hours(-60)))
        let near = try await publish("wuhu", from: stage.today.advanced(byDays: 1), days: 6, cards: 96, price: Money(fen: 860))
        let due = try await reserve("lingqiao", near, cards: 4, from: stage.today.advanced(byDays: 1), hours: 6)
        try await market.reservations.confirm(due, by: try actor("wuhu"))
        try await overAndNotReported()
        stage.hands.reach(stage.present.advanced(by: .hours(-8)))
        try await reportAndClaim()
        try await dispute()
        try await ahead()
        stage.hands.reach(stage.present.advanced(by: .minutes(-10)))
    }

    /// A training run in the west whose time is over by now: its operator has still to report what was used.
    private func overAndNotReported() async throws {
        let day = stage.today.advanced(byDays: 1)
        let window = try await publish("qingyang", from: day, days: 2, cards: 64, price: Money(fen: 560))
        let trained = try await reserve("huijian", window, cards: 8, from: day, hours: 6)
        try await market.reservations.confirm(trained, by: try actor("qingyang"))
    }

    private func reportAndClaim() async throws {
        guard let id = begun["claimed"], let other = begun["reported"] else { throw DemoMissing("a reservation") }
        let operation = try actor("qingyang")
        let secret = Curve25519.Signing.PrivateKey()
        let key = try await market.sites.addKey(
            Array(secret.publicKey.rawRepresentation), name: "metering 2026", by: operation, key: stage.key)
        let view = try market.reservations.page(id, for: operation)
        let use = view.reservation.use
        let file = """
            reservation,from,to,card_hours
            \(view.reservation.number),\(use.from.shanghaiText),\(use.to.shanghaiText),263.5

            """
        let bytes = Array(file.utf8)
        _ = try await market.reservations.reportFile(
            try stage.house.blobs.put(bytes), name: "usage-\(view.reservation.number).csv",
            signature: Array(try secret.signature(for: bytes)), key: key, of: id, by: operation, formKey: stage.key)
        try await market.reservations.acceptUsage(id, by: try actor("qingyu"), key: stage.key)
        try await claimPayment(of: id, by: operation)
        try await report(other, cardHours: 171, by: "wuhu")
    }

    private func claimPayment(of id: ID<Reservation>, by operation: Actor) async throws {
        for (index, open) in try market.claims.forVendor(operation).open.enumerated() {
            let file = Array("%PDF-1.4\n% demonstration invoice\n%%EOF\n".utf8)
            _ = try await market.claims.file(
                open.subject, on: open.claimable.book, shown: open.claimable.amount,
                invoice: Invoice(
                    number: "2611" + padded(9_000 + index, 16), date: stage.today, amount: open.claimable.amount,
                    file: try stage.house.blobs.put(file), fileName: "invoice-compute-\(index + 1).pdf"),
                by: operation, key: stage.key)
        }
    }

    private func dispute() async throws {
        guard let id = begun["disputed"] else { throw DemoMissing("a reservation") }
        try await report(id, cardHours: 700, by: "qingyang")
        stage.hands.pass(hours: 1)
        try await market.reservations.dispute(
            id, reason: "我方日志显示第二夜有四小时无法连接，应扣除 64 卡时。", by: try actor("huijian"))
    }

    private func report(_ id: ID<Reservation>, cardHours: Int64, by login: String) async throws {
        let operation = try actor(login)
        let use = try market.reservations.page(id, for: operation).reservation.use
        _ = try await market.reservations.report(
            UsageEntry(records: [UsageRecord(from: use.from, to: use.to, cardSeconds: cardHours * 3600)]), of: id,
            by: operation, key: stage.key)
    }

    private func ahead() async throws {
        let soon = stage.today.advanced(byDays: 2)
        for (index, centre) in Self.centres.enumerated() {
            let operation = try actor(centre.login)
            guard let deviceClass = classes[centre.login] else { throw DemoMissing(centre.login) }
            let night = WindowTerms(
                startsAt: Instant(shanghai: soon.advanced(byDays: 8), hour: 20),
                endsAt: Instant(shanghai: soon.advanced(byDays: 9), hour: 8), cards: centre.facts.quantity / 2,
                pricePerCardHour: Money(fen: 420 + Int64(index) * 90), minimumCardHours: 8,
                cancellation: CancellationTerms(noticeHours: 24, feeBasisPoints: 2000))
            _ = try await market.windows.publish(
                try WindowRules.repeated(night, on: [1, 2, 3, 4, 5], until: soon.advanced(byDays: 28)), of: deviceClass,
                asSeries: true, by: operation, key: stage.key)
        }
        let west = try await publish("qingyang", from: soon, days: 7, cards: 384, price: Money(fen: 580))
        let south = try await publish("guian", from: soon, days: 7, cards: 192, price: Money(fen: 610))
        let north = try await publish("horinger", from: soon, days: 7, cards: 128, price: Money(fen: 740))
        _ = try await reserve("qingyu", west, cards: 16, from: soon.advanced(byDays: 1), hours: 24)
        _ = try await reserve("haitong", north, cards: 8, from: soon.advanced(byDays: 1), hours: 12)
        let kept = try await reserve("chengdu-ai", south, cards: 32, from: soon.advanced(byDays: 2), hours: 20)
        try await market.reservations.confirm(kept, by: try actor("guian"))
        let dropped = try await reserve("yunzhi", south, cards: 8, from: soon, hours: 12)
        try await market.reservations.confirm(dropped, by: try actor("guian"))
        _ = try await market.reservations.cancel(
            dropped, reason: "训练计划推迟。", by: try actor("yunzhi"), key: stage.key)
    }

    // MARK: What people do

    private func publish(
        _ login: String, from day: CivilDate, days: Int64, cards: Int, price: Money
    ) async throws -> ID<ComputeWindow> {
        guard let deviceClass = classes[login] else { throw DemoMissing(login) }
        let terms = WindowTerms(
            startsAt: Instant(shanghai: day), endsAt: Instant(shanghai: day.advanced(byDays: days)), cards: cards,
            pricePerCardHour: price, minimumCardHours: 8,
            cancellation: CancellationTerms(noticeHours: 72, feeBasisPoints: 1500))
        let ids = try await market.windows.publish([terms], of: deviceClass, by: try actor(login), key: stage.key)
        stage.hands.pass(hours: 1)
        return ids[0]
    }

    private func reserve(
        _ login: String, _ window: ID<ComputeWindow>, cards: Int, from day: CivilDate, hours: Int64
    ) async throws -> ID<Reservation> {
        let buyer = try actor(login)
        let start = Instant(shanghai: day, hour: 8)
        let booking = Booking(window: window, cards: cards, startsAt: start, endsAt: start.advanced(by: .hours(hours)))
        let shown = try market.reservations.check(booking, for: buyer).draw.shares
        return try await market.reservations.reserve(booking, shown: shown, by: buyer, key: stage.key)
    }

    private func actor(_ login: String) throws -> Actor {
        guard let actor = actors[login] else { throw DemoMissing(login) }
        return actor
    }
}
